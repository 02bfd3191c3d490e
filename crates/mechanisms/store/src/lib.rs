//! The door to the database of an office: a SQLite file, or a schema of PostgreSQL. One text for both.
//!
//! Whoever changes something does it in [`Store::write`], which sees nobody else's half-done work and is done wholly or not
//! at all; whoever reads does so through [`Store::view`], which changes nothing and sees one moment. Tables belong to rooms:
//! each hands its [`Migration`]s to [`Store::migrate`]. What is true from a day to a day, and was known from an hour on, is
//! kept as [`facts`].
//!
//! Nothing here knows a clock: whoever writes says when, by a [`Stamp`].

mod address;
mod backup;
mod door;
pub mod facts;
mod fault;
mod health;
mod migrations;
mod stamp;
mod view;
mod write;

pub use address::{Address, BadAddress};
pub use backup::Backup;
pub use door::{Durability, Store};
pub use fault::Fault;
pub use health::Ailment;
pub use migrations::{Migration, Room};
pub use stamp::Stamp;
pub use view::View;
pub use write::{AsFault, Deed, Write};
