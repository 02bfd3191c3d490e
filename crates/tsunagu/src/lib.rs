//! The front door: the command line, and the demonstration office.
//!
//! Everything that touches the outside world is here and nowhere else: arguments, files, the clock, the terminal. The
//! engines get bytes and values, and give bytes and values back.

pub mod cli;
mod clock;
pub mod commands;
pub mod demo;
pub mod files;
pub mod input;
pub mod interrupt;
mod memory;
pub mod offices;
pub mod output;
pub mod ppp;
mod rehearsal;
pub mod shipped;
pub mod trouble;
pub mod words;
