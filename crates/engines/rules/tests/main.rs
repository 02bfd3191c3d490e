//! The rules, proved by what they say of documents and careers: one file per subject.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod careers;
mod cases;
mod documents;
mod edition_cases;
mod editions;
mod explanations;
mod hostile;
mod laws;
mod world;
