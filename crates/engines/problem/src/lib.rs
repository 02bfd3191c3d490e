//! The planning problem, the plan and its certificate as documents: what goes into the planner and what comes out.
//!
//! Types, their published schemas, validation, and the one reading of a plan as engagements. No solver, no search.

mod certificate;
mod difference;
mod document;
mod named;
mod plan;
mod problem;
mod rates;
mod reading;
mod training;
mod validate;
mod words;
mod zones;

pub use certificate::*;
pub use difference::{Answered, Because, Difference, Doing, Move, NeedChange};
pub use document::{LARGEST, certificate_schema, plan_schema, problem_schema};
pub use plan::*;
pub use problem::*;
pub use rates::{Rates, ShareStep, for_months, for_shortage, permille_missing};
pub use reading::{Part, suppose, supposed, supposed_of, usage};
pub use training::{Stage, stage};
pub use validate::Finding;
pub use zones::with_zones;
