//! The placement optimiser: from a planning problem to a plan that every rule accepts.
//!
//! Each person's rules are compiled into one exact dynamic programme over the planning periods ([`encoding`] says how a
//! rule kind becomes a state, `encodings` lists all). People are put in one by one at marginal cost, pushed aside where
//! room is short, and put in anew until nothing gains; then small groups are taken out and put back together. Putting
//! one person in is exact: no career of his is cheaper as long as the others stay where they are.
//!
//! No clock, thread, environment or hash order can reach the answer: the same problem with the same [`Limits`] gives
//! the same plan, byte for byte.

mod alike;
mod answer;
mod arrivals;
pub mod automaton;
pub mod choice;
pub mod columns;
pub mod compile;
mod conflict;
pub mod encoding;
pub mod encodings;
mod everybody;
pub mod explain;
pub mod explore;
mod fault;
mod first;
pub mod graph;
pub mod ground;
mod limits;
mod lookup;
pub mod map;
mod memory;
mod menu;
pub mod objective;
pub mod offered;
mod patience;
pub mod places;
mod plan;
pub mod prices;
mod random;
mod regions;
pub mod reinsert;
pub mod samples;
mod search;
pub mod seats;
mod sketch;
pub mod staffing;
pub mod terrain;
pub mod warm;
pub mod way;

pub use compile::ROOM as STATES_AT_MOST;
pub use fault::{Fault, LARGEST_PRICE};
pub use limits::{Go, Limits, Phase, Progress, use_threads};
pub use patience::Patience;
pub use plan::{Planned, Sizes, plan, planned, planned_and_known};
