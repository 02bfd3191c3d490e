//! Excel workbooks and CSV in and out, as officials make them.
//!
//! In: [`Roster`] is the workbook as typed rows, from [`roster`]; [`template`] and [`write_roster`] write it.
//!
//! Out: [`plan_workbook`] and [`plan_csv`] show a plan.

pub mod choice;
pub mod finding;
mod guide;
mod plan_csv;
mod plan_workbook;
pub mod roster;
pub mod rows;
pub mod table;
pub mod value;
mod write;

pub use finding::{CellFinding, Code};
pub use plan_csv::{CsvEncoding, Unmappable, plan_csv};
pub use plan_workbook::{Checked, PlanOutError, PlanView, plan_workbook};
pub use roster::Roster;
pub use write::{Unwritable, template, write_roster};
