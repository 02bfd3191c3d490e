//! 証跡: who changed what, and who saw whose data. It can be read, by auditors and by those whom it concerns; it cannot be
//! altered unseen, not even by the owner of the database.
//!
//! - A **change** is recorded by [`record`] within the deed itself: no change without its trace, no trace without its change.
//! - A **reading** of protected fields is one event a request. [`Readings`] gathers those of many requests into one
//!   transaction, and answers when it is durable: only then may what was read leave the house.
//! - [`seal`] puts what is new under a Merkle tree, and its root on a chain. A [`SignedRoot`] leaves the machine;
//!   [`verify`] finds what was altered, removed, put in another order, cut off or set back since.
//!
//! What was written before and after is salted and hashed into the chain and may be purged when its time is over
//! ([`purge`]); that it happened stays. On SQLite readings have a file of their own, so that they hold up no change.

mod event;
mod merkle;
mod readings;
mod records;
mod root;
mod seal;
mod verify;
mod viewer;

pub use event::{Actor, Event, Kind, Subject};
pub use readings::{NotTraced, Readings, address_of_readings};
pub use records::{ROOM, purge, record};
pub use root::{BadKey, SignedRoot, Signer, Verifier};
pub use seal::{Seal, seal};
pub use verify::{Finding, Report, verify};
pub use viewer::{Seen, concerning};
