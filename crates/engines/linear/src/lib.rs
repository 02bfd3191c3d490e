//! Linear programmes: rows and columns in, values and duals out. The one place that knows HiGHS.
//!
//! Everything here is floating point and nothing here is believed: who asks for a bound recomputes it from the duals in
//! integers. One thread, and no limit in time, so that equal programmes have equal answers.

mod programme;

pub use programme::{Programme, Solution};

/// The solver gave no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// No values satisfy all rows.
    #[error("the rows contradict each other")]
    Infeasible,
    /// The solver stopped without an answer, or refused the numbers.
    #[error("the solver gave no answer")]
    NoAnswer,
}
