//! Excel workbooks and CSV in and out, as officials make them.
//!
//! In: [`read()`] and [`read_csv`] make a [`Roster`], the workbook as typed rows, with every problem at once by sheet and
//! cell; [`Roster::to_problem`] makes the planning problem of it. [`template`] and [`write_roster`] write one. Template, reader, writer and messages derive from one table for
//! each sheet, in [`rows`].
//!
//! Out: [`plan_workbook`] and [`plan_csv`] show a plan.
//!
//! Nothing here touches a file: bytes go in and come out.

mod book;
mod build;
pub mod choice;
mod csv_book;
pub mod finding;
mod guide;
mod heading;
mod nearest;
mod package;
mod plan_csv;
mod plan_workbook;
mod read;
pub mod roster;
pub mod rows;
pub mod table;
mod tabular;
pub mod value;
mod write;
mod xlsx;

pub use build::Editions;
pub use finding::{CellFinding, Code};
pub use package::Limits;
pub use plan_csv::{CsvEncoding, Unmappable, plan_csv};
pub use plan_workbook::{Checked, PersonReasons, PlanOutError, PlanView, PostingReason, plan_workbook};
pub use read::{ReadOptions, Reading, read, read_all, read_csv, read_csv_all};
pub use roster::Roster;
pub use write::{Unwritable, template, write_roster};
