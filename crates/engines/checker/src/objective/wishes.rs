//! 希望: what it costs not to give a person the place, the time or the work outside the prefecture that is wished for.

use kernel::{Months, WorkplaceId};
use problem::{Objective, Step, Term, Wish, WishPlace, for_months};

use super::yearly;
use crate::world::{Placed, World};

/// The cheapest wish that the main place fulfils, or the price of none.
pub(super) fn wish(world: &World<'_>, objective: &mut Objective) {
    for placed in &world.people {
        for (period, _) in world.periods() {
            if let Some(main) = placed.posted(period) {
                let price = wish_price(world, placed, period, main.workplace);
                objective.add(Term::Wish, yearly(world, period, price));
            }
        }
    }
}

fn wish_price(world: &World<'_>, placed: &Placed<'_>, period: usize, at: &WorkplaceId) -> i64 {
    let span = world.problem.horizon[period].span;
    let person = placed.person;
    let applicable: Vec<&Wish> =
        person.wishes.iter().filter(|wish| wish.span.is_none_or(|wished| wished.covers(span))).collect();
    let matching = applicable.iter().filter(|wish| names(world, period, &wish.place, at));
    let cheapest = matching.map(|wish| wish.price.unwrap_or_else(|| rank_price(world, wish.rank))).min();
    let none_applies = applicable.is_empty();
    cheapest.or(person.unlisted).unwrap_or(if none_applies { 0 } else { world.problem.rates.wish_unlisted })
}

/// 第1希望 is 1; beyond the last price, the last price holds.
fn rank_price(world: &World<'_>, rank: u8) -> i64 {
    let prices = &world.problem.rates.wish_ranks;
    let place = usize::from(rank).saturating_sub(1);
    prices.get(place).or(prices.last()).copied().unwrap_or(0)
}

fn names(world: &World<'_>, period: usize, wished: &WishPlace, at: &WorkplaceId) -> bool {
    let Some(workplace) = world.workplace(at) else { return false };
    match wished {
        WishPlace::Workplace(id) => at == id || workplace.stands_for.contains(id),
        WishPlace::Area(area) => workplace.area.as_ref() == Some(area),
        WishPlace::Class(class) => workplace.is(class, world.first_day(period)),
    }
}

/// Service in a class of places outside the time in which it was wanted.
pub(super) fn window(world: &World<'_>, objective: &mut Objective) {
    let price = world.problem.rates.window;
    for placed in &world.people {
        for (period, planned) in world.periods() {
            let Some(main) = placed.posted(period) else { continue };
            let workplace = world.workplace(main.workplace);
            let early_or_late = placed.person.windows.iter().filter(|window| {
                workplace.is_some_and(|place| place.is(&window.class, world.first_day(period)))
                    && !window.span.covers(planned.span)
            });
            let times = early_or_late.count() as i128;
            objective.add(Term::Window, times * yearly(world, period, price));
        }
    }
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
