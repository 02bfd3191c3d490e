//! From a mix of careers to a plan: those that are taken nearly whole are fixed, the rest is mixed anew, until everybody
//! has one.
#![allow(clippy::float_arithmetic, reason = "weights of a mix; a plan's price is summed in integers")]

use linear::Trouble;

use crate::{
    columns::{column::Pool, generate::Generation},
    patience::{Pace, Patience},
    seats::Seats,
};

/// A weight that counts as whole.
const WHOLE: f64 = 0.999;

/// Below this a career is fixed only if no other weighs more.
const HEAVY: f64 = 0.5;

/// Of those who are left, one in so many is fixed at a time, beside those whose career is whole.
const AT_A_TIME: usize = 10;

/// Fixes careers until everybody has one or no room; puts them into the seats, where nobody of these people may be.
/// Answers those for whom there was no room. Where time runs short more are fixed between two mixes; all at once when
/// nobody waits any more.
pub fn dive(
    generation: &mut Generation<'_>,
    pool: &mut Pool,
    seats: &mut Seats<'_>,
    patience: Option<&Patience>,
    mut waits: impl FnMut(&Seats<'_>) -> bool,
) -> Result<Vec<usize>, Trouble> {
    let mut left = generation.people.clone();
    let pace = Pace::of(patience, left.len());
    while !left.is_empty() {
        let fixed = fix_some(generation, pool, seats, &left);
        if fixed.is_empty() {
            break;
        }
        left.retain(|person| seats.seats[*person].is_none());
        let waits = waits(seats);
        if waits && !pace.is_late(left.len()) {
            generation.mix()?;
            let charges = generation.mixed.charges.clone();
            seats.work += left.len() as u64;
            generation.price(pool, &left, &charges)?;
        }
    }
    Ok(left)
}

/// Fixes the heaviest careers that have room; answers whose.
fn fix_some(
    generation: &mut Generation<'_>,
    pool: &Pool,
    seats: &mut Seats<'_>,
    left: &[usize],
) -> Vec<usize> {
    let mut heaviest: Vec<Option<(f64, usize)>> = vec![None; seats.candidates.len()];
    for (career, weight) in generation.mixed.weights.iter().enumerate() {
        let person = pool.columns[generation.careers[career]].person;
        let known = &mut heaviest[person];
        if *weight > 1e-6 && known.is_none_or(|(most, _)| *weight > most) {
            *known = Some((*weight, career));
        }
    }
    let mut heaviest: Vec<(f64, usize, usize)> = left
        .iter()
        .filter_map(|person| heaviest[*person].map(|(weight, career)| (weight, *person, career)))
        .collect();
    heaviest.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let most = (left.len() / AT_A_TIME).max(1);
    let mut fixed = Vec::new();
    let mut broken = 0;
    for (weight, person, career) in heaviest {
        let enough = broken >= most || (weight < HEAVY && broken > 0);
        if weight < WHOLE && enough {
            break;
        }
        let seat = &pool.columns[generation.careers[career]].seat;
        if seats.fits(person, seat) {
            seats.place(person, seat.clone());
            generation.bound(career, 1.0, 1.0);
            fixed.push(person);
            broken += usize::from(weight < WHOLE);
        } else {
            generation.bound(career, 0.0, 0.0);
        }
    }
    fixed
}
