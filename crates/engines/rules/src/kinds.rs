//! All kinds of rule, in order of importance; each in a file of its name.
//!
//! A kind's file says what it demands and why, with an example met and one broken. Its check is a pure function of a
//! bound rule and the career as it stands on a day.

mod attested;
mod composition;
mod distinct_blocks;
mod employer_and_workplace;
mod initial_training;
mod milestone_by;
mod minimum_stay;
mod months_in_class;
mod months_owed;
mod not_known;
mod notice_of_change;
mod outside_prefecture;
mod release;
mod stay_in_each_group;
mod supervision;
mod suspension_cap;
mod training_months;

pub(crate) use attested::check as attested;
pub(crate) use composition::worse;

use crate::{
    asked::Asked,
    edition::Requirement,
    outcome::{Missing, Outcome},
};

/// The names of all kinds, most important first: the word under `kind` in documents, and the file of its cases.
pub const KINDS: [&str; 20] = [
    "months-owed",
    "months-in-class",
    "minimum-stay",
    "stay-in-each-group",
    "distinct-blocks",
    "training-months",
    "milestone-by",
    "initial-training",
    "suspension-cap",
    "supervision",
    "notice-of-change",
    "release",
    "outside-prefecture",
    "employer-and-workplace",
    "attested",
    "all-of",
    "any-of",
    "at-least",
    "if-then",
    "not-known",
];

/// How a requirement stands on the day.
pub(crate) fn check(asked: &Asked<'_>, requirement: &Requirement) -> Outcome {
    let outcome: Result<Outcome, Missing> = match requirement {
        Requirement::MonthsOwed(rule) => months_owed::check(asked, rule),
        Requirement::MonthsInClass(rule) => months_in_class::check(asked, rule),
        Requirement::MinimumStay(rule) => minimum_stay::check(asked, rule),
        Requirement::StayInEachGroup(rule) => stay_in_each_group::check(asked, rule),
        Requirement::DistinctBlocks(rule) => distinct_blocks::check(asked, rule),
        Requirement::TrainingMonths(rule) => training_months::check(asked, rule),
        Requirement::MilestoneBy(rule) => milestone_by::check(asked, rule),
        Requirement::InitialTraining(rule) => initial_training::check(asked, rule),
        Requirement::SuspensionCap(rule) => Ok(suspension_cap::check(asked, rule)),
        Requirement::Supervision(rule) => supervision::check(asked, rule),
        Requirement::NoticeOfChange(rule) => Ok(notice_of_change::check(asked, rule)),
        Requirement::Release(rule) => release::check(asked, rule),
        Requirement::OutsidePrefecture(rule) => outside_prefecture::check(asked, rule),
        Requirement::EmployerAndWorkplace(rule) => employer_and_workplace::check(asked, rule),
        Requirement::Attested(rule) => attested::check(asked, rule),
        Requirement::AllOf(of) => Ok(composition::all_of(asked, of)),
        Requirement::AnyOf(of) => Ok(composition::at_least(asked, 1, of)),
        Requirement::AtLeast { count, of } => Ok(composition::at_least(asked, *count, of)),
        Requirement::IfThen { when, then } => composition::if_then(asked, when, then),
        Requirement::NotKnown { missing } => Err(not_known::check(missing)),
    };
    outcome.unwrap_or_else(Outcome::from)
}
