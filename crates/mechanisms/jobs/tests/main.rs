//! What jobs promise, on both databases.

mod killed;
mod ledger;
mod once;
mod wanted;
