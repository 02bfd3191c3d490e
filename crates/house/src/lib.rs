//! The rules of this house that a program can check are the tests of this crate; it holds nothing else.
//!
//! Each failure names the place and says how to put it right. What needs judgement is left to those who review.
