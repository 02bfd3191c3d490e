//! What a rule means: commitments, programme editions, obligation clocks, and verdicts with reasons.
//!
//! Declarative: facts and an as-of date in, verdicts out. Knows no search, no clock, no file.
//! The rules of a programme are documents ([`Edition`]); a kind of rule is a file in `kinds/`.

pub mod amount;
mod asked;
mod bound;
pub mod counting;
mod document;
mod edition;
mod explain;
mod facts;
mod judge;
mod kinds;
mod leaves;
mod obligation;
mod outcome;
mod records;
mod stays;
mod tables;
pub mod training;
mod verdict;
mod wording;

pub use bound::{Bound, Work, bind, binds_alike, missing_editions};
pub use document::{DEEPEST_NESTING, Finding, FindingCode, LONGEST_DOCUMENT, Severity, edition_schema, lint};
pub use edition::*;
pub use explain::explain;
pub use facts::*;
pub use judge::{Stands, judge};
pub use kinds::KINDS;
pub use leaves::{all_on_leave, covered_months, extension};
pub use obligation::{contains, obligations_served};
pub use tables::*;
pub use verdict::*;
