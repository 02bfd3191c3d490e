//! 検算: recomputes the feasibility and the objective of any plan, trusting nobody.
//!
//! Its parts wait for the verdicts of `rules`; until those have landed only its report is built.

mod report;

pub use report::{Finding, Report};
