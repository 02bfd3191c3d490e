//! 目的関数: one integer sum, one function a term. Prices a year are charged for a period's months.

pub(crate) mod decided;
pub(crate) mod moves;
pub(crate) mod needs;
pub(crate) mod wishes;

use problem::{Objective, Step, Term, for_months};

use crate::world::World;

/// All terms, most important first.
const TERMS: [fn(&World<'_>, &mut Objective); 12] = [
    needs::unmet,
    needs::worst_share,
    needs::share_steps,
    unplaced,
    wishes::wish,
    specialty,
    wishes::window,
    moves::moves,
    wishes::outside_unmet,
    moves::couple_apart,
    decided::soft_pin,
    decided::change,
];

/// The objective of the plan, recomputed.
pub(crate) fn of(world: &World<'_>) -> Objective {
    let mut objective = Objective::default();
    for term in TERMS {
        term(world, &mut objective);
    }
    objective
}

/// A yearly price for one period's months.
fn yearly(world: &World<'_>, period: usize, price: i64) -> i128 {
    i128::from(for_months(price, world.length(period)))
}

fn unplaced(world: &World<'_>, objective: &mut Objective) {
    for (period, _) in world.periods() {
        let unplaced = world.people.iter().filter(|placed| matches!(placed.step(period), Step::Unplaced(_)));
        let price = yearly(world, period, world.problem.rates.unplaced);
        objective.add(Term::Unplaced, price * unplaced.count() as i128);
    }
}

fn specialty(world: &World<'_>, objective: &mut Objective) {
    for placed in &world.people {
        objective.add(Term::Specialty, i128::from(placed.person.paths[placed.plan.path].price));
    }
}
