//! Prices: those of the format, and one for somebody unplaced that outweighs all of them together, so that a plan
//! without anybody unplaced is an answer, and no answer is worse than a plan with somebody unplaced.

use planner::LARGEST_PRICE;
use problem::{Rates, ShareStep};

use super::format::{Instance, Person};

pub(super) fn rates(instance: &Instance) -> Rates {
    let weights = &instance.weights;
    Rates {
        unplaced: unplaced(instance),
        wish_ranks: Vec::new(),
        wish_unlisted: 0,
        window: weights.desig_window,
        move_workplace: weights.change_of_hospital,
        move_area: weights.change_of_area,
        outside_unmet: weights.out_unmet,
        change: weights.change,
        couple_apart: 0,
        worst_share: weights.fair,
        share_steps: weights
            .fair_steps
            .iter()
            .map(|(permille, price)| ShareStep { permille: *permille, price: *price })
            .collect(),
    }
}

/// One more than everything else can come to.
fn unplaced(instance: &Instance) -> i64 {
    let weights = &instance.weights;
    let years = i128::from(instance.years);
    let steps: i128 = weights.fair_steps.iter().map(|(_, price)| i128::from(*price)).sum();
    let demand = instance.demand.iter().map(|row| {
        let wanted = i128::from(instance.areas[row.area].priority) + steps;
        i128::from(row.need) * wanted + i128::from(row.critical) * i128::from(weights.critical)
    });
    let rooms = instance.hospitals.iter().flat_map(|hospital| hospital.spec.values());
    let minima = rooms.map(|room| i128::from(room.min) * i128::from(weights.min_staff) * years);
    let people = instance.physicians.iter().map(|person| years * i128::from(a_year(instance, person)));
    let outside =
        instance.physicians.iter().map(|person| i128::from(person.out_max) * i128::from(weights.out_unmet));
    let fair = 1_000 * years * i128::from(weights.fair);
    let all = demand.chain(minima).chain(people).chain(outside).sum::<i128>() + fair + 1;
    i64::try_from(all).map_or(LARGEST_PRICE, |all| all.min(LARGEST_PRICE))
}

/// The most that a year of one person can cost.
fn a_year(instance: &Instance, person: &Person) -> i64 {
    let weights = &instance.weights;
    let dearest = person.prefer.values().copied().max().unwrap_or(0).max(person.pref_default);
    dearest + weights.desig_window + weights.change_of_hospital + weights.change_of_area + weights.change
}
