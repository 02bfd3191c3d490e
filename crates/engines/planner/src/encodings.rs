//! All encodings, in the order of the kinds in `rules`: most important first, each in a file of its kind's name.
//!
//! Three files are no kinds of their own but what several look at: service that counts and the clock of the months
//! owed, what must happen while they are owed, and progress in specialty training.

mod composition;
mod distinct_blocks;
mod employer_and_workplace;
mod facts;
mod initial_training;
mod milestone_by;
mod minimum_stay;
mod months_in_class;
mod months_owed;
mod outside_prefecture;
mod release;
mod rulebook;
mod service;
mod stay_in_each_group;
mod supervision;
mod ticks;
mod training;
mod training_months;
mod while_owed;

pub use facts::{Facts, day_number, day_of};
pub use rulebook::{Ask, Rulebook, Seen, StatesOf};
pub use ticks::KnownTicks;

use rules::{Bound, Requirement};

use crate::encoding::{Constant, Encoding};

/// The encoding of a requirement for one person.
pub fn requirement<'a>(facts: &'a Facts<'a>, bound: &Bound<'a>, of: &Requirement) -> Box<dyn Encoding + 'a> {
    let bound = &Bound { requirement: of.clone(), waiver: None, ..bound.clone() };
    match of {
        Requirement::MonthsOwed(rule) => months_owed::encode(facts, bound, rule),
        Requirement::MonthsInClass(rule) => months_in_class::encode(facts, bound, rule),
        Requirement::MinimumStay(rule) => minimum_stay::encode(facts, bound, rule),
        Requirement::StayInEachGroup(rule) => stay_in_each_group::encode(facts, bound, rule),
        Requirement::DistinctBlocks(rule) => distinct_blocks::encode(facts, bound, rule),
        Requirement::TrainingMonths(rule) => training_months::encode(facts, bound, rule),
        Requirement::MilestoneBy(rule) => milestone_by::encode(facts, bound, rule),
        Requirement::InitialTraining(rule) => initial_training::encode(facts, bound, rule),
        // Leaves and notices are known before planning; only the end of the obligation matters to them.
        Requirement::SuspensionCap(_) | Requirement::NoticeOfChange(_) => {
            while_owed::while_owed(facts, bound, Box::new(Constant), true)
        }
        Requirement::Supervision(rule) => supervision::encode(facts, bound, *rule),
        Requirement::Release(rule) => release::encode(facts, bound, rule),
        Requirement::OutsidePrefecture(rule) => outside_prefecture::encode(facts, bound, rule),
        Requirement::EmployerAndWorkplace(rule) => employer_and_workplace::encode(facts, bound, rule),
        Requirement::Attested(_) => Box::new(composition::Enrolled { facts }),
        Requirement::AllOf(of) | Requirement::AnyOf(of) | Requirement::AtLeast { of, .. } => {
            composition::encode(facts, bound, of)
        }
        Requirement::IfThen { then, .. } => composition::conditional(facts, bound, then),
        Requirement::NotKnown { .. } => Box::new(Constant),
    }
}
