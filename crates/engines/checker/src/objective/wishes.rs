//! 希望: what it costs not to give a person the place, the time or the work outside the prefecture that is wished for.

use kernel::{Months, WorkplaceId};
use problem::{Objective, Person, PlanPeriod, Problem, Step, Term, Wish, WishPlace, for_months};

use rules::Workplace;

use super::yearly;
use crate::world::World;

/// The cheapest wish that the main place fulfils, or the price of none.
pub(super) fn wish(world: &World<'_>, objective: &mut Objective) {
    for placed in &world.people {
        for (period, planned) in world.periods() {
            if let Some(main) = placed.posted(period) {
                let price = wish_price(world.problem, placed.person, planned, main.workplace);
                objective.add(Term::Wish, yearly(world, period, price));
            }
        }
    }
}

/// What a year at a place costs in wish, in a period.
pub(crate) fn wish_price(problem: &Problem, person: &Person, period: &PlanPeriod, at: &WorkplaceId) -> i64 {
    wish_price_at(problem, person, period, (at, problem.tables.workplaces.get(at)))
}

/// The same where the place has been looked up.
pub(crate) fn wish_price_at(
    problem: &Problem,
    person: &Person,
    period: &PlanPeriod,
    at: (&WorkplaceId, Option<&Workplace>),
) -> i64 {
    let applies = |wish: &&Wish| wish.span.is_none_or(|wished| wished.covers(period.span));
    let mut matching = person.wishes.iter().filter(applies).filter(|wish| names(period, wish, at));
    let cheapest = matching.by_ref().map(|wish| priced(problem, wish)).min();
    let none_applies = || !person.wishes.iter().any(|wish| applies(&wish));
    let listed = cheapest.or(person.unlisted);
    listed.unwrap_or_else(|| if none_applies() { 0 } else { problem.rates.wish_unlisted })
}

/// What a year at the place of a wish costs. 第1希望 is 1; beyond the last price, the last price holds.
pub(crate) fn priced(problem: &Problem, wish: &Wish) -> i64 {
    let prices = &problem.rates.wish_ranks;
    let place = usize::from(wish.rank).saturating_sub(1);
    let ranked = || prices.get(place).or(prices.last()).copied().unwrap_or(0);
    wish.price.unwrap_or_else(ranked)
}

fn names(period: &PlanPeriod, wish: &Wish, (at, workplace): (&WorkplaceId, Option<&Workplace>)) -> bool {
    let Some(workplace) = workplace else { return false };
    match &wish.place {
        WishPlace::Workplace(id) => at == id || workplace.stands_for.contains(id),
        WishPlace::Area(area) => workplace.area.as_ref() == Some(area),
        WishPlace::Class(class) => workplace.is(class, period.span.from.first_day()),
    }
}

/// Service in a class of places outside the time in which it was wanted.
pub(super) fn window(world: &World<'_>, objective: &mut Objective) {
    let price = world.problem.rates.window;
    for placed in &world.people {
        for (period, planned) in world.periods() {
            let Some(main) = placed.posted(period) else { continue };
            let times = out_of_window(world.problem, placed.person, planned, main.workplace);
            objective.add(Term::Window, times * yearly(world, period, price));
        }
    }
}

/// How many wanted windows a place in a period lies outside of.
fn out_of_window(problem: &Problem, person: &Person, period: &PlanPeriod, at: &WorkplaceId) -> i128 {
    windows_missed(person, period, problem.tables.workplaces.get(at))
}

/// The same where the place has been looked up.
pub(crate) fn windows_missed(person: &Person, period: &PlanPeriod, at: Option<&Workplace>) -> i128 {
    let Some(workplace) = at else { return 0 };
    let day = period.span.from.first_day();
    let early_or_late = person
        .windows
        .iter()
        .filter(|window| workplace.is(&window.class, day) && !window.span.covers(period.span));
    early_or_late.count() as i128
}

/// Wanted months outside the prefecture that are not given.
pub(super) fn outside_unmet(world: &World<'_>, objective: &mut Objective) {
    for placed in &world.people {
        let Some(wish) = &placed.person.outside else { continue };
        let outside = world.periods().filter(|(period, _)| *placed.step(*period) == Step::Outside);
        let given: i32 = outside.map(|(_, planned)| planned.span.length().0).sum();
        let missing = Months((wish.months.0 - given).max(0));
        objective.add(Term::OutsideUnmet, i128::from(for_months(world.problem.rates.outside_unmet, missing)));
    }
}
