//! The front door, tried as its users try it: by running the program; and the demonstration office, counted.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod arguments;
mod bad_input;
mod demo;
mod errors;
mod offices;
mod planning;
mod ppp;
mod ran;
mod replanning;
mod rules;
mod three_people;
