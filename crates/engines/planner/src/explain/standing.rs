//! People about whom nothing is asked: they stand where the plan has them, and that is all that is compiled for them.

use std::{collections::BTreeSet, sync::Arc};

use kernel::WorkplaceId;
use problem::{Exclusion, Person, PersonPlan};

use crate::{
    compile::{Compiler, LeftOut},
    explain::seating,
    seats::Candidate,
};

impl Compiler<'_> {
    /// Somebody with the careers that stay at the places where the plan has him, whatever his rules say: they cost and
    /// take what they do by all rules. All his careers where those do not hold the plan's.
    pub(super) fn standing(&self, number: usize, plan: &PersonPlan) -> Candidate {
        let person = &self.ground.problem.people[number];
        let stays = Person { excluded: self.elsewhere(person, plan), ..person.clone() };
        let known = (plan.path < person.paths.len()).then(|| {
            let compiled = self.compile(&stays, plan.path, &self.all_left_out(person))?;
            let mut careers = self.empty(number);
            self.add(&mut careers.own, person, compiled);
            Some(self.with_careers(number, Arc::new(careers)))
        });
        let known = known.flatten().filter(|candidate| seating::seat(candidate, plan).is_some());
        known.unwrap_or_else(|| self.candidate(number, &mut Vec::new()))
    }

    /// Every workplace where the plan does not have the person.
    fn elsewhere(&self, person: &Person, plan: &PersonPlan) -> Vec<Exclusion> {
        let problem = self.ground.problem;
        let steps = plan.steps.iter().zip(&problem.horizon);
        let parts = steps.flat_map(|(step, period)| problem.parts(person, step, period.span));
        let mut kept: BTreeSet<&WorkplaceId> = parts.map(|part| part.workplace).collect();
        let zones: Vec<&WorkplaceId> = kept.iter().copied().collect();
        let zones = zones.into_iter().filter_map(|zone| problem.tables.workplaces.get(zone));
        kept.extend(zones.flat_map(|zone| &zone.stands_for));
        let others = problem.tables.workplaces.keys().filter(|workplace| !kept.contains(workplace));
        others.map(|of| Exclusion { workplace: of.clone(), why: String::new() }).collect()
    }

    fn all_left_out(&self, person: &Person) -> LeftOut {
        let rules = person.career.commitments.iter().flat_map(|commitment| {
            let edition = self.ground.editions.get(&commitment.edition).into_iter();
            let rules = edition.flat_map(|edition| &edition.rules);
            rules.map(|rule| (commitment.id.clone(), rule.id.clone()))
        });
        let pins = self.records.pins(&person.career.person).iter();
        LeftOut {
            rules: rules.collect(),
            pins: pins.map(|(number, _)| *number).collect(),
            ..LeftOut::default()
        }
    }
}
