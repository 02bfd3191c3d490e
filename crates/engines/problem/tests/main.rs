//! Tests of the documents: how they are read and refused, what a plan means as facts, how far years are coarsened.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod certificate;
mod document;
mod office;
mod reading;
mod stages;
mod validation;
mod zones;
