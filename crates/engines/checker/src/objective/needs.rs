//! 必要数: what each head missing costs, and the area that is worst off.

use std::collections::BTreeMap;

use kernel::{AreaId, DepartmentId, PrefectureId, WorkplaceId};
use problem::{
    Need, NeedLevel, NeedPlace, Objective, Problem, Term, for_months, for_shortage, permille_missing,
};

use super::yearly;
use crate::world::{Staff, World};

/// Unmet minimum, critical and wanted need, and steps of fairness.
pub(super) fn unmet(world: &World<'_>, objective: &mut Objective) {
    for (period, planned) in world.periods() {
        let staff = world.staff(period);
        for need in holding(world, period) {
            let a_head = for_months(need.price, planned.span.length());
            let missing = u32::try_from(shortage(&staff, need)).unwrap_or(u32::MAX);
            objective.add(term(need.level), i128::from(for_shortage(a_head, missing)));
        }
    }
}

/// In each period and prefecture the largest part of the wanted heads that is missing in one area, per mille, rounded up.
pub(super) fn worst_share(world: &World<'_>, objective: &mut Objective) {
    let price = world.problem.rates.worst_share;
    for (period, _) in world.periods() {
        let mut worst: BTreeMap<Option<&PrefectureId>, u64> = BTreeMap::new();
        for (area, short) in by_area(world, period) {
            let of = world.problem.tables.areas.get(area).and_then(|area| area.prefecture.as_ref());
            let so_far = worst.entry(of).or_default();
            *so_far = permille_missing(short.wanted, short.missing).max(*so_far);
        }
        let shares: i128 = worst.into_values().map(i128::from).sum();
        objective.add(Term::WorstShare, yearly(world, period, price) * shares);
    }
}

/// In each period and area the heads missing beyond each step's share of the wanted ones.
pub(super) fn share_steps(world: &World<'_>, objective: &mut Objective) {
    for (period, planned) in world.periods() {
        for area in by_area(world, period).into_values() {
            for step in &world.problem.rates.share_steps {
                let a_head = for_months(step.price, planned.span.length());
                let beyond = u32::try_from(step.beyond(area.wanted, area.missing)).unwrap_or(u32::MAX);
                objective.add(Term::ShareSteps, i128::from(for_shortage(a_head, beyond)));
            }
        }
    }
}

/// Percent of heads that an area wants, and that it lacks.
#[derive(Clone, Copy, Debug, Default)]
struct Shortage {
    wanted: u64,
    missing: u64,
}

/// The wanted lines of each area, added up.
fn by_area<'a>(world: &World<'a>, period: usize) -> BTreeMap<&'a AreaId, Shortage> {
    let mut areas: BTreeMap<&AreaId, Shortage> = BTreeMap::new();
    let staff = world.staff(period);
    for need in holding(world, period).filter(|need| need.level == NeedLevel::Wanted) {
        if let NeedPlace::Area(area) = &need.at {
            let sum = areas.entry(area).or_default();
            sum.missing += shortage(&staff, need);
            sum.wanted += u64::from(need.heads) * 100;
        }
    }
    areas
}

/// Needs that hold throughout a period.
fn holding<'a>(world: &World<'a>, period: usize) -> impl Iterator<Item = &'a Need> + use<'a> {
    let span = world.problem.horizon[period].span;
    world.problem.needs.iter().filter(move |need| need.span.covers(span))
}

/// Percent of heads missing.
fn shortage(staff: &Staff<'_>, need: &Need) -> u64 {
    let department = need.department.as_ref();
    let there = match &need.at {
        NeedPlace::Workplace(workplace) => staff.at(workplace, department),
        NeedPlace::Area(area) => staff.within(area, department),
    };
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
