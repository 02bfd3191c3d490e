//! Which way of counting holds for a person's training.

use std::collections::BTreeMap;

use kernel::{EditionId, Share};
use rules::{Concurrent, Counting, Edition, PartTime, Requirement, Rounding, Unit};

use crate::Person;

impl Person {
    /// How months of specialty training are counted for the person: as the first rule on training says, else as the
    /// first commitment's edition does, else in calendar months of any share.
    pub fn training_counting(&self, editions: &BTreeMap<EditionId, Edition>) -> Counting {
        let mut bound = self.career.commitments.iter().filter_map(|bound| editions.get(&bound.edition));
        let of_rule = bound.clone().find_map(|edition| {
            let rule = edition.rules.iter().find(|rule| is_training(&rule.requirement))?;
            Some(rule.counting.as_ref().unwrap_or(&edition.counting).clone())
        });
        of_rule
            .or_else(|| bound.next().map(|edition| edition.counting.clone()))
            .unwrap_or_else(calendar_months)
    }
}

fn is_training(requirement: &Requirement) -> bool {
    match requirement {
        Requirement::TrainingMonths(_) => true,
        Requirement::MilestoneBy(milestone) => milestone.after_training.is_some(),
        Requirement::AllOf(of) | Requirement::AnyOf(of) | Requirement::AtLeast { of, .. } => {
            of.iter().any(is_training)
        }
        Requirement::IfThen { then, .. } => is_training(then),
        _ => false,
    }
}

/// Where no edition says how: a month is a month, whatever its share, and leaves give none.
fn calendar_months() -> Counting {
    Counting {
        unit: Unit::CalendarMonths,
        rounding: Rounding::None,
        full_time_from: Share::percent(1).unwrap_or(Share::FULL),
        part_time: PartTime::ProRata,
        concurrent: Concurrent::Largest,
        side_posts: false,
        leaves: BTreeMap::new(),
        leave_caps: BTreeMap::new(),
    }
}
