//! What the store promises, on both databases.

mod address;
mod backup;
mod facts;
mod faults;
mod killed;
mod ledger;
mod migrations;
mod write;
