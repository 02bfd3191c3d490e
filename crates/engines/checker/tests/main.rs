//! The checker's tests: every finding provoked by one changed step, every term of the objective with its sum.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod alone;
mod bound;
mod capacity;
mod cast;
mod claims;
mod fixtures;
mod objective;
mod program;
mod properties;
mod rules_kept;
mod steps;
