//! 公約数: a number that divides the objective of every plan, so that a bound may be rounded up to it.

use std::collections::BTreeSet;

use problem::{Problem, for_months};

use crate::objective::wishes;

/// The greatest common divisor of all that a plan can be charged; 0 where nothing has a price.
pub(super) fn common(problem: &Problem) -> i64 {
    let mut found = Common(0);
    let rates = &problem.rates;
    found.add(rates.move_workplace);
    found.add(rates.move_area);
    for person in &problem.people {
        person.paths.iter().for_each(|path| found.add(path.price));
    }
    let yearly = yearly_prices(problem);
    let lengths: BTreeSet<_> = problem.horizon.iter().map(|period| period.span.length()).collect();
    for length in &lengths {
        yearly.iter().for_each(|price| found.add(for_months(*price, *length)));
        needs(problem, *length, &mut found);
    }
    outside(problem, &mut found);
    found.0
}

/// The greatest common divisor of two numbers; 1 where both are 0.
pub(super) fn with(one: i64, other: i64) -> i64 {
    let mut both = Common(one);
    both.add(other);
    both.0.max(1)
}

/// The greatest common divisor so far.
struct Common(i64);

impl Common {
    fn add(&mut self, points: i64) {
        let (mut one, mut other) = (self.0.max(points), self.0.min(points).max(0));
        while other > 0 {
            (one, other) = (other, one % other);
        }
        self.0 = one;
    }
}

/// All prices a year, of whatever is charged by whole periods.
fn yearly_prices(problem: &Problem) -> BTreeSet<i64> {
    let rates = &problem.rates;
    let mut prices = BTreeSet::from([
        rates.unplaced,
        rates.wish_unlisted,
        rates.window,
        rates.change,
        rates.couple_apart,
        rates.worst_share,
    ]);
    for person in &problem.people {
        prices.extend(person.unlisted);
        prices.extend(person.wishes.iter().map(|wish| wishes::priced(problem, wish)));
    }
    prices.extend(problem.pins.iter().filter_map(|pin| pin.soft_price));
    prices.extend(problem.previous.iter().filter_map(|row| row.price));
    prices
}

/// Needs are short of whole heads where everybody works full time at one post; else of any part of one.
fn needs(problem: &Problem, length: kernel::Months, found: &mut Common) {
    let whole =
        problem.patterns.is_empty() && problem.people.iter().all(|person| person.part_time.is_empty());
    let lines = problem.needs.iter().filter(|need| need.heads > 0).map(|need| need.price);
    let steps = problem.rates.share_steps.iter().map(|step| step.price);
    for price in lines.chain(steps) {
        match for_months(price, length) {
            a_head if whole || a_head == 0 => found.add(a_head),
            _ => found.add(1),
        }
    }
}

/// Wanted months outside that are missing, whichever periods are given.
fn outside(problem: &Problem, found: &mut Common) {
    let wanted: BTreeSet<(i32, Option<kernel::MonthSpan>)> = problem
        .people
        .iter()
        .filter_map(|person| person.outside.as_ref())
        .map(|wish| (wish.months.0, wish.span))
        .collect();
    for (wanted, span) in wanted {
        let mut given = BTreeSet::from([0]);
        for period in &problem.horizon {
            if span.is_none_or(|span| span.covers(period.span)) {
                let length = period.span.length().0;
                let more: Vec<i32> =
                    given.iter().map(|months| months + length).filter(|sum| *sum <= wanted).collect();
                given.extend(more);
            }
        }
        for months in given {
            let missing = kernel::Months((wanted - months).max(0));
            found.add(for_months(problem.rates.outside_unmet, missing));
        }
    }
}
