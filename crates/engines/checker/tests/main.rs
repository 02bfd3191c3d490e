//! The checker's tests: every finding provoked by one changed step, every term of the objective with its sum.

mod capacity;
mod cast;
mod claims;
mod fixtures;
mod objective;
mod program;
mod properties;
mod rules_kept;
mod steps;
