//! Everybody's cheapest career at given charges: each a problem of his own, solved exactly, many at a time.

use std::cell::RefCell;

use rayon::prelude::*;

use crate::{
    columns::{
        decided::Decided,
        rows::{PARTS, Rows},
    },
    graph::NEVER,
    offered::Offered,
    reinsert::{Bench, Prices},
    seats::{Candidate, Seat},
};

/// A career at given charges.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priced {
    /// Its price with the charges, in parts of a point.
    pub price: i64,
    /// No career that the rules allow has a lower one: its own, unless these are too many to be tried.
    pub least: i64,
    /// The career.
    pub seat: Seat,
}

/// Room to work in.
#[derive(Debug, Default)]
struct Desk {
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
    cheapest_of_branch(candidates, rows, (charges, &rows.of_works(charges, &[])), people, &[])
}

/// The same among those that decisions leave. `works`: what [`Rows::of_works`] says of their work.
pub fn cheapest_of_branch(
    candidates: &[Candidate],
    rows: &Rows,
    (charges, works): (&[i64], &[[i64; 2]]),
    people: &[usize],
    decided: &[Decided],
) -> Vec<Option<Priced>> {
    let at = Charges { rows, charges, works, decided };
    let one =
        |person: &usize| DESK.with_borrow_mut(|desk| cheapest_of(&candidates[*person], *person, at, desk));
    people.par_iter().map(one).collect()
}

/// What careers priced at charges prove: the sum of those that there are, and what rows give back.
pub fn bound(rows: &Rows, charges: &[i64], priced: &[Option<Priced>]) -> i128 {
    let own: i128 = priced.iter().flatten().map(|priced| i128::from(priced.least)).sum();
    rows.held(charges, |_, _| {}) + own
}

thread_local! {
    /// The room to work in that each thread keeps: it is large, and asked for thousands of times.
    static DESK: RefCell<Desk> = RefCell::default();
}

/// Charges, and what they make of everything that several may be offered.
#[derive(Clone, Copy)]
struct Charges<'c> {
    rows: &'c Rows,
    charges: &'c [i64],
    /// By number; what is missing is worked out where it is met.
    works: &'c [[i64; 2]],
    /// Of any person.
    decided: &'c [Decided],
}

fn cheapest_of(candidate: &Candidate, person: usize, at: Charges<'_>, desk: &mut Desk) -> Option<Priced> {
    let mut best: Option<Priced> = None;
    let decided = || at.decided.iter().filter(|decided| decided.person == person);
    for (number, (way, offers)) in candidate.ways.iter().zip(&candidate.offers).enumerate() {
        if decided().any(|decided| decided.rules_out_way(number)) {
            continue;
        }
        desk.price(offers, person, at);
        decided().for_each(|decided| decided.forbid(number, &mut desk.prices));
        let Some(found) = way.cheapest_in(PARTS, &desk.prices, &mut desk.bench) else { continue };
        let price = found.price + way.price * PARTS;
        if best.as_ref().is_none_or(|best| price < best.price) {
            best = Some(Priced { price, least: price, seat: Seat { way: number, taken: found.taken } });
        }
    }
    if let (Some(best), Some(loose)) = (&mut best, &candidate.loose) {
        for (way, offers) in loose.ways.iter().zip(&loose.offers) {
            desk.price(offers, person, at);
            let found = way.cheapest_in(PARTS, &desk.prices, &mut desk.bench);
            best.least = found.map_or(best.least, |of| best.least.min(of.price + way.price * PARTS));
        }
    }
    best
}

impl Desk {
    /// What every choice of a way costs.
    fn price(&mut self, offers: &[Vec<Offered>], person: usize, at: Charges<'_>) {
        let Charges { rows, charges, works, .. } = at;
        self.prices.resize_with(offers.len(), Prices::default);
        for (period, (prices, offers)) in self.prices.iter_mut().zip(offers).enumerate() {
            prices.choice.clear();
            prices.choice.extend(offers.iter().map(|offered| {
                let known = offered.work.number.and_then(|number| works.get(number as usize).copied());
                let work = known.unwrap_or_else(|| rows.of_work(charges, period, &offered.work));
                let own = offered.points() * PARTS;
                let own = own + rows.of_household(charges, person, period, offered.area());
                work.map(|charge| (own + charge).min(NEVER))
            }));
        }
    }
}
