//! The problem without prices: all that is left to pay for is being unplaced.

use problem::{Problem, Rates};

/// A year unplaced: anything that rounds to no less than a point in any period.
const UNPLACED: i64 = 1_200;

/// The same people, places and rules, with no needs, wishes or households. Pins keep their places.
pub fn bare(problem: &Problem) -> Problem {
    let mut bare = problem.clone();
    bare.needs.clear();
    bare.couples.clear();
    bare.previous.clear();
    bare.rates = Rates {
        unplaced: UNPLACED,
        wish_ranks: vec![0],
        wish_unlisted: 0,
        window: 0,
        move_workplace: 0,
        move_area: 0,
        outside_unmet: 0,
        change: 0,
        couple_apart: 0,
        worst_share: 0,
        share_steps: Vec::new(),
    };
    for pin in &mut bare.pins {
        pin.soft_price = pin.soft_price.map(|_| 0);
    }
    for person in &mut bare.people {
        person.wishes.clear();
        person.windows.clear();
        person.unlisted = None;
        person.paths.iter_mut().for_each(|path| path.price = 0);
    }
    bare
}
