//! 必要数: what each head missing costs, and the area that is worst off.

use std::collections::BTreeMap;

use kernel::{AreaId, DepartmentId, WorkplaceId};
use problem::{Need, NeedLevel, NeedPlace, Objective, Problem, Term, for_months, for_shortage};

use super::yearly;
use crate::world::World;

/// Unmet minimum, critical and wanted need, and steps of fairness.
pub(super) fn unmet(world: &World<'_>, objective: &mut Objective) {
    for (period, planned) in world.periods() {
        for need in holding(world, period) {
            let a_head = for_months(need.price, planned.span.length());
            let missing = u32::try_from(shortage(world, period, need)).unwrap_or(u32::MAX);
            objective.add(term(need.level), i128::from(for_shortage(a_head, missing)));
        }
    }
}

/// In each period the largest part of the wanted heads that is missing in one area, per mille.
pub(super) fn worst_share(world: &World<'_>, objective: &mut Objective) {
    let price = world.problem.rates.worst_share;
    for (period, _) in world.periods() {
        let mut areas: BTreeMap<&AreaId, (u64, u64)> = BTreeMap::new();
        for need in holding(world, period).filter(|need| need.level == NeedLevel::Wanted) {
            if let NeedPlace::Area(area) = &need.at {
                let (missing, wanted) = areas.entry(area).or_default();
                *missing += shortage(world, period, need);
                *wanted += u64::from(need.heads) * 100;
            }
        }
        let shares = areas.values().filter(|(_, wanted)| *wanted > 0);
        let worst = shares.map(|(missing, wanted)| share_missing(*missing, *wanted)).max().unwrap_or(0);
        objective.add(Term::WorstShare, yearly(world, period, price) * i128::from(worst));
    }
}

/// What part of the wanted heads is missing, per mille.
pub(crate) fn share_missing(missing: u64, wanted: u64) -> u64 {
    1000 * missing / wanted.max(1)
}

/// Needs that hold throughout a period.
fn holding<'a>(world: &World<'a>, period: usize) -> impl Iterator<Item = &'a Need> + use<'a> {
    let span = world.problem.horizon[period].span;
    world.problem.needs.iter().filter(move |need| need.span.covers(span))
}

/// Percent of heads missing.
fn shortage(world: &World<'_>, period: usize, need: &Need) -> u64 {
    let there = world.staffed(period, |taken| meets(world.problem, need, taken.workplace, taken.department));
    (u64::from(need.heads) * 100).saturating_sub(there)
}

/// Whether work there is what a need line asks for.
pub(crate) fn meets(problem: &Problem, need: &Need, at: &WorkplaceId, department: &DepartmentId) -> bool {
    let place = match &need.at {
        NeedPlace::Workplace(workplace) => at == workplace,
        NeedPlace::Area(area) => {
            problem.tables.workplaces.get(at).is_some_and(|place| place.area.as_ref() == Some(area))
        }
    };
    place && need.department.as_ref().is_none_or(|asked| asked == department)
}

fn term(level: NeedLevel) -> Term {
    match level {
        NeedLevel::Minimum => Term::UnmetMinimum,
        NeedLevel::Critical => Term::UnmetCritical,
        NeedLevel::Wanted => Term::UnmetWanted,
        NeedLevel::Fairness => Term::Fairness,
    }
}
