//! The planner's tests: what it answers is held against the checker and against trying everything.

mod exact;
mod plans;
mod town;
