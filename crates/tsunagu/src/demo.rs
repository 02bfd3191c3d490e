//! The demonstration office: a made-up year of a real prefecture, the same on every machine.
//!
//! As of 1 November 2026; planned from fiscal 2027. Places are those of the source documents; every person is made up.

pub mod careers;
pub mod cast;
pub mod cohorts;
pub mod gunma;
pub mod names;
pub mod people;
pub mod places;
pub mod posts;
pub mod programmes;
pub mod random;
pub mod roster;
pub mod rotation;

use std::{fmt::Debug, str::FromStr};

use kernel::{Date, Lang};

use crate::{
    trouble::{Code, Trouble},
    words,
};

/// The day as of which the office is shown.
pub const AS_OF: &str = "2026-11-01";

/// An id written in this module's own tables.
pub(crate) fn id<T: FromStr>(text: &str) -> T
where
    T::Err: Debug,
{
    text.parse().expect("ids in the demonstration's tables are well formed; a test makes them all")
}

/// A day written in this module.
pub(crate) fn day(text: &str) -> Date {
    text.parse().expect("days in the demonstration are well formed; a test makes them all")
}

/// A day of this module by its numbers.
pub(crate) fn date(year: i32, month: u32, day: u32) -> Date {
    Date::from_ymd(year, month, day)
        .expect("days in the demonstration are days of the calendar; a test makes them all")
}

/// The files of the office, by name: the same bytes every time.
pub fn files() -> Result<Vec<(&'static str, Vec<u8>)>, Trouble> {
    let text = |name, text: &str| (name, text.as_bytes().to_vec());
    let roster = roster::roster(&gunma::gunma(), &places::Places::read());
    let workbook = sheets::write_roster(&roster, Lang::Ja)
        .map_err(|error| Trouble::new(Code::EngineFault, words::engine_fault(&error.to_string())))?;
    Ok(vec![
        text("README.md", include_str!("demo/tables/README.md")),
        text("areas.csv", include_str!("demo/tables/areas.csv")),
        text("municipalities.csv", include_str!("demo/tables/municipalities.csv")),
        text("facilities.csv", include_str!("demo/tables/facilities.csv")),
        text("named.csv", include_str!("demo/tables/named.csv")),
        ("roster.xlsx", workbook),
    ])
}
