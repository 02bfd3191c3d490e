//! What a rule means: commitments, programme editions, obligation clocks, and verdicts with reasons.
//!
//! Declarative: facts and an as-of date in, verdicts out. Knows no search, no clock, no file.
//! The rules of a programme are documents ([`Edition`]); a kind of rule is a file in `kinds/`.

mod bound;
mod document;
mod edition;
mod explain;
mod facts;
mod tables;
mod verdict;

pub use bound::{Bound, Work, bind, missing_editions};
pub use document::{DEEPEST_NESTING, Finding, FindingCode, LONGEST_DOCUMENT, Severity, edition_schema, lint};
pub use edition::*;
pub use explain::explain;
pub use facts::*;
pub use tables::*;
pub use verdict::*;
