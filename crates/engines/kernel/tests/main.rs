//! The words, proved: one file per subject.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod codes;
mod era;
mod fraction;
mod ids;
mod names;
mod search;
mod share;
mod time;
mod written;
mod yen;
