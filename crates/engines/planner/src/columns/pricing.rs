//! Everybody's cheapest career at given charges: each a problem of his own, solved exactly, many at a time.

use rayon::prelude::*;

use crate::{
    columns::rows::{PARTS, Rows},
    graph::NEVER,
    reinsert::{Bench, Prices},
    seats::{Candidate, Seat},
};

/// A career at given charges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priced {
    /// Its price with the charges, in parts of a point.
    pub price: i64,
    /// The career.
    pub seat: Seat,
}

/// Room to work in.
#[derive(Debug, Default)]
pub struct Desk {
    bench: Bench,
    prices: Vec<Prices>,
}

/// The cheapest careers of some people, in their order; none for whom the rules leave none.
pub fn cheapest(
    candidates: &[Candidate],
    rows: &Rows,
    charges: &[i64],
    people: &[usize],
) -> Vec<Option<Priced>> {
    let one = |desk: &mut Desk, person: &usize| cheapest_of(&candidates[*person], rows, charges, desk);
    people.par_iter().map_init(Desk::default, one).collect()
}

/// One person's cheapest career.
pub fn cheapest_of(candidate: &Candidate, rows: &Rows, charges: &[i64], desk: &mut Desk) -> Option<Priced> {
    let mut best: Option<Priced> = None;
    for (number, way) in candidate.ways.iter().enumerate() {
        desk.prices.resize_with(candidate.offers[number].len(), Prices::default);
        for (period, (prices, offers)) in desk.prices.iter_mut().zip(&candidate.offers[number]).enumerate() {
            prices.choice.clear();
            prices.choice.extend(offers.iter().map(|offered| {
                let own = offered.points * PARTS;
                rows.charged(charges, period, &offered.usage).map(|charge| (own + charge).min(NEVER))
            }));
        }
        let Some(found) = way.cheapest_in(PARTS, &desk.prices, &mut desk.bench) else { continue };
        let price = found.price + way.price * PARTS;
        if best.as_ref().is_none_or(|best| price < best.price) {
            best = Some(Priced { price, seat: Seat { way: number, taken: found.taken } });
        }
    }
    best
}
