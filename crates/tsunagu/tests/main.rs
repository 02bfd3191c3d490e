//! The front door, tried as its users try it: by running the program; and the demonstration office, counted.

mod demo;
mod ran;
