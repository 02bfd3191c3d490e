//! Excel workbooks and CSV in and out, as officials make them.
//!
//! In: [`Roster`] is the workbook as typed rows, from [`roster`]; [`template`] and [`write_roster`] write it.

pub mod choice;
pub mod finding;
mod guide;
pub mod roster;
pub mod rows;
pub mod table;
pub mod value;
mod write;

pub use finding::{CellFinding, Code};
pub use roster::Roster;
pub use write::{Unwritable, template, write_roster};
