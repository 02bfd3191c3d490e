//! 異動・世帯: changes of workplace and of area, and couples posted out of each other's reach.

use std::{cmp::Reverse, collections::BTreeMap};

use kernel::{AreaId, WorkplaceId};
use problem::{Objective, Person, Problem, Term};

use super::yearly;
use crate::world::{Placed, World};

/// Changes of workplace, and of area on top. Work outside the prefecture is left at its own wish, so only the return
/// is charged; time without work is skipped.
pub(super) fn moves(world: &World<'_>, objective: &mut Objective) {
    let rates = &world.problem.rates;
    for placed in &world.people {
        let mut last = place_before(world.problem, placed.person);
        for (period, _) in world.periods() {
            let Some(now) = placed.taken[period].first().map(|main| main.workplace) else { continue };
            let from = last.replace(now).filter(|_| placed.is_posted(period));
            let Some(from) = from.filter(|from| !world.tables().may_be_same_stay(from, now)) else {
                continue;
            };
            objective.add(Term::MoveWorkplace, i128::from(rates.move_workplace));
            if world.area(from) != world.area(now) {
                objective.add(Term::MoveArea, i128::from(rates.move_area));
            }
        }
    }
}

/// The last main place of work before the horizon.
pub(crate) fn place_before<'a>(problem: &Problem, person: &'a Person) -> Option<&'a WorkplaceId> {
    let start = problem.horizon_start()?;
    let engagements = person.career.engagements.iter().filter(|work| !work.side);
    let before = engagements.filter_map(|work| Some((work.period.before(start)?, work)));
    before
        .max_by_key(|(period, work)| (period.until, period.from, work.share, Reverse(&work.id)))
        .map(|(_, work)| &work.workplace)
}

/// Couples both of whom are posted, in areas that are not within reach of each other.
pub(super) fn couple_apart(world: &World<'_>, objective: &mut Objective) {
    let people: BTreeMap<_, &Placed<'_>> =
        world.people.iter().map(|placed| (&placed.plan.person, placed)).collect();
    for couple in &world.problem.couples {
        let (Some(one), Some(other)) = (people.get(&couple.people.0), people.get(&couple.people.1)) else {
            continue;
        };
        for (period, _) in world.periods() {
            let (Some(here), Some(there)) = (one.posted(period), other.posted(period)) else { continue };
            if !within_reach(world.problem, world.area(here.workplace), world.area(there.workplace)) {
                let price = yearly(world, period, world.problem.rates.couple_apart);
                objective.add(Term::CoupleApart, price);
            }
        }
    }
}

/// Whether a household can be kept from both.
pub(crate) fn within_reach(problem: &Problem, one: Option<&AreaId>, other: Option<&AreaId>) -> bool {
    let listed = |from: Option<&AreaId>, to: Option<&AreaId>| {
        problem.reach.iter().any(|(near, far)| Some(near) == from && Some(far) == to)
    };
    one == other || listed(one, other) || listed(other, one)
}
