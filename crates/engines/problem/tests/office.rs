//! A made-up office for the tests: two hospitals, a clinic, one physician.

use std::{fs, str::FromStr};

use kernel::{MonthSpan, Period};
use problem::{Person, Problem};

/// An id, a day, a month, a share from its text.
pub fn a<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

pub fn span(from: &str, until: &str) -> MonthSpan {
    MonthSpan { from: a(from), until: a(until) }
}

pub fn days(from: &str, until: &str) -> Period {
    Period::new(a(from), a(until)).unwrap()
}

pub const FIXTURES: [&str; 4] =
    ["two_doctors_one_post", "instructor_leaves_midyear", "couple_kept_within_reach", "no_plan_exists"];

pub fn bytes(fixture: &str) -> Vec<u8> {
    fs::read(format!("fixtures/{fixture}/problem.json")).unwrap()
}

pub fn fixture(name: &str) -> Problem {
    Problem::from_json(&bytes(name)).unwrap()
}

/// Two specialists, one year, 山里病院 and 川辺診療所 with one post each.
pub fn office() -> Problem {
    fixture("two_doctors_one_post")
}

/// 赤城 of the office.
pub fn akagi() -> Person {
    office().people.remove(0)
}
