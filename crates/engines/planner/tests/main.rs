//! The planner's tests: what it answers is held against the checker and against trying everything.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod bounds;
mod branches;
mod conflicts;
mod exact;
mod patience;
mod plans;
mod replan;
mod shares;
mod sketch;
mod town;
mod why;
