//! The objective, term by term, each recomputed from the plan alone.

use std::collections::BTreeMap;

use kernel::{AreaId, WorkplaceId};
use problem::{
    Need, NeedLevel, NeedPlace, Objective, Step, Term, Wish, WishPlace, for_months, for_shortage,
};

use crate::{
    steps::follows,
    world::{Placed, Taken, World},
};

/// All terms of a plan.
pub fn objective(world: &World<'_>) -> Objective {
    let mut sum = Objective::default();
    needs(world, &mut sum);
    worst_share(world, &mut sum);
    for placed in &world.people {
        unplaced(world, placed, &mut sum);
        wishes(world, placed, &mut sum);
        specialty(placed, &mut sum);
        windows(world, placed, &mut sum);
        moves(world, placed, &mut sum);
        outside_unmet(world, placed, &mut sum);
        soft_pins(world, placed, &mut sum);
        changes(world, placed, &mut sum);
    }
    couples(world, &mut sum);
    sum
}

/// Percent of a head missing of a need in a period; none where it does not hold then.
fn shortage(world: &World<'_>, need: &Need, period: usize) -> Option<u32> {
    let span = world.problem.horizon[period].span;
    if need.span.from > span.from || span.until > need.span.until {
        return None;
    }
    let staffed = world.staffed(period, need.department.as_ref(), |taken| match &need.at {
        NeedPlace::Workplace(workplace) => taken.workplace == workplace,
        NeedPlace::Area(area) => world.area(taken.workplace) == Some(area),
    });
    Some((need.heads * 100).saturating_sub(staffed))
}

fn needs(world: &World<'_>, sum: &mut Objective) {
    for need in &world.problem.needs {
        let term = match need.level {
            NeedLevel::Minimum => Term::UnmetMinimum,
            NeedLevel::Critical => Term::UnmetCritical,
            NeedLevel::Wanted => Term::UnmetWanted,
            NeedLevel::Fairness => Term::Fairness,
        };
        for (period, _) in world.periods() {
            if let Some(missing) = shortage(world, need, period) {
                let price = for_months(need.price, world.length(period));
                sum.add(term, i128::from(for_shortage(price, missing)));
            }
        }
    }
}

/// For each period the worst share missing, per mille, over areas with wanted needs.
fn worst_share(world: &World<'_>, sum: &mut Objective) {
    if world.problem.rates.worst_share == 0 {
        return;
    }
    for (period, _) in world.periods() {
        let mut by_area: BTreeMap<&AreaId, (u64, u64)> = BTreeMap::new();
        for need in world.problem.needs.iter().filter(|need| need.level == NeedLevel::Wanted) {
            let (NeedPlace::Area(area), Some(missing)) = (&need.at, shortage(world, need, period)) else {
                continue;
            };
            let (short, wanted) = by_area.entry(area).or_default();
            *short += u64::from(missing);
            *wanted += u64::from(need.heads) * 100;
        }
        let worst = by_area.values().filter(|(_, wanted)| *wanted > 0).map(|(short, wanted)| 1000 * short / wanted);
        let price = for_months(world.problem.rates.worst_share, world.length(period));
        sum.add(Term::WorstShare, i128::from(price) * i128::from(worst.max().unwrap_or(0)));
    }
}

fn unplaced(world: &World<'_>, placed: &Placed<'_>, sum: &mut Objective) {
    for (period, step) in placed.plan.steps.iter().enumerate() {
        if matches!(step, Step::Unplaced(_)) {
            sum.add(Term::Unplaced, i128::from(for_months(world.problem.rates.unplaced, world.length(period))));
        }
    }
}

fn wishes(world: &World<'_>, placed: &Placed<'_>, sum: &mut Objective) {
    let rates = &world.problem.rates;
    for (period, planned) in world.periods() {
        let Some(main) = placed.main(period).filter(|main| main.post.is_some()) else { continue };
        let now = |wish: &&Wish| {
            wish.span.is_none_or(|span| span.from <= planned.span.from && planned.span.until <= span.until)
        };
        let applicable: Vec<&Wish> = placed.person.wishes.iter().filter(now).collect();
        if applicable.is_empty() && placed.person.unlisted.is_none() {
            continue;
        }
        let granted = applicable.iter().filter(|wish| names(world, wish, main, period));
        let price = |wish: &&Wish| {
            let rank = usize::from(wish.rank.max(1)) - 1;
            let of_rank = rates.wish_ranks.get(rank).or(rates.wish_ranks.last());
            wish.price.unwrap_or(of_rank.copied().unwrap_or(0))
        };
        let cheapest = granted.map(price).min();
        let a_year = cheapest.or(placed.person.unlisted).unwrap_or(rates.wish_unlisted);
        sum.add(Term::Wish, i128::from(for_months(a_year, world.length(period))));
    }
}

fn names(world: &World<'_>, wish: &Wish, main: &Taken<'_>, period: usize) -> bool {
    let place = world.tables().workplaces.get(main.workplace);
    match &wish.place {
        WishPlace::Workplace(workplace) => {
            main.workplace == workplace || place.is_some_and(|zone| zone.stands_for.contains(workplace))
        }
        WishPlace::Area(area) => world.area(main.workplace) == Some(area),
        WishPlace::Class(class) => place.is_some_and(|place| place.is(class, world.first_day(period))),
    }
}

fn specialty(placed: &Placed<'_>, sum: &mut Objective) {
    sum.add(Term::Specialty, i128::from(placed.person.paths[placed.plan.path].price));
}

fn windows(world: &World<'_>, placed: &Placed<'_>, sum: &mut Objective) {
    for (period, planned) in world.periods() {
        let Some(main) = placed.main(period).filter(|main| main.post.is_some()) else { continue };
        let Some(place) = world.tables().workplaces.get(main.workplace) else { continue };
        for window in &placed.person.windows {
            let wanted_now = window.span.from <= planned.span.from && planned.span.until <= window.span.until;
            if place.is(&window.class, world.first_day(period)) && !wanted_now {
                let price = for_months(world.problem.rates.window, world.length(period));
                sum.add(Term::Window, i128::from(price));
            }
        }
    }
}

fn moves(world: &World<'_>, placed: &Placed<'_>, sum: &mut Objective) {
    let rates = &world.problem.rates;
    let mut from: Option<WorkplaceId> = last_place(world, placed);
    for (period, _) in world.periods() {
        let Some(main) = placed.main(period) else { continue };
        let inside = main.post.is_some();
        if let (true, Some(from)) = (inside, &from) {
            if !world.tables().may_be_same_stay(from, main.workplace) {
                sum.add(Term::MoveWorkplace, i128::from(rates.move_workplace));
            }
            if world.area(from) != world.area(main.workplace) {
                sum.add(Term::MoveArea, i128::from(rates.move_area));
            }
        }
        from = Some(main.workplace.clone());
    }
}

/// Where the person worked last before the horizon: the main posting that ended latest.
fn last_place(world: &World<'_>, placed: &Placed<'_>) -> Option<WorkplaceId> {
    let start = world.problem.horizon_start()?;
    let before = placed.person.career.engagements.iter().filter(|work| !work.side && work.period.from < start);
    let latest = before.max_by_key(|work| {
        let end = work.period.until.map_or(start, |until| until.min(start));
        (end, work.period.from, work.share, std::cmp::Reverse(work.id.clone()))
    });
    latest.map(|work| work.workplace.clone())
}

fn outside_unmet(world: &World<'_>, placed: &Placed<'_>, sum: &mut Objective) {
    let Some(wish) = &placed.person.outside else { return };
    let given: i32 = world
        .periods()
        .filter(|(period, _)| placed.plan.steps[*period] == Step::Outside)
        .map(|(_, planned)| planned.span.length().0)
        .sum();
    let unmet = kernel::Months((wish.months.0 - given).max(0));
    sum.add(Term::OutsideUnmet, i128::from(for_months(world.problem.rates.outside_unmet, unmet)));
}

/// Steps on which no soft pin and no change is charged: facts decide them.
fn decided_by_facts(step: &Step) -> bool {
    matches!(step, Step::NotYet | Step::Leave | Step::Released)
}

fn soft_pins(world: &World<'_>, placed: &Placed<'_>, sum: &mut Objective) {
    for (period, planned) in world.periods() {
        if decided_by_facts(&placed.plan.steps[period]) {
            continue;
        }
        for pin in world.problem.pins.iter().filter(|pin| pin.person == placed.plan.person) {
            let now = pin.span.from < planned.span.until && planned.span.from < pin.span.until;
            if let (true, Some(price)) = (now && !follows(world, placed, period, &pin.at), pin.soft_price) {
                sum.add(Term::SoftPin, i128::from(for_months(price, world.length(period))));
            }
        }
    }
}

fn changes(world: &World<'_>, placed: &Placed<'_>, sum: &mut Objective) {
    for (period, planned) in world.periods() {
        let step = &placed.plan.steps[period];
        if decided_by_facts(step) {
            continue;
        }
        for old in world.problem.previous.iter().filter(|old| old.person == placed.plan.person) {
            let now = old.span.from < planned.span.until && planned.span.from < old.span.until;
            let same = match (&old.workplace, placed.main(period)) {
                (None, _) => *step == Step::Outside,
                (Some(old), Some(main)) => world.tables().may_be_same_stay(old, main.workplace),
                (Some(_), None) => false,
            };
            if now && !same {
                let price = old.price.unwrap_or(world.problem.rates.change);
                sum.add(Term::Change, i128::from(for_months(price, world.length(period))));
            }
        }
    }
}

fn couples(world: &World<'_>, sum: &mut Objective) {
    let by_id: BTreeMap<_, _> = world.people.iter().map(|placed| (&placed.plan.person, placed)).collect();
    for couple in &world.problem.couples {
        let (Some(one), Some(other)) = (by_id.get(&couple.people.0), by_id.get(&couple.people.1)) else {
            continue;
        };
        for (period, _) in world.periods() {
            let area = |placed: &Placed<'_>| {
                let main = placed.main(period).filter(|main| main.post.is_some())?;
                world.area(main.workplace)
            };
            if let (Some(one), Some(other)) = (area(one), area(other)) {
                let reach = world.problem.reach.iter();
                let mut near = reach.filter(|(a, b)| (a, b) == (one, other) || (b, a) == (one, other));
                if one != other && near.next().is_none() {
                    let price = for_months(world.problem.rates.couple_apart, world.length(period));
                    sum.add(Term::CoupleApart, i128::from(price));
                }
            }
        }
    }
}
