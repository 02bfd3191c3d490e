//! Charges near the best, without a linear programme: the volume algorithm (Barahona and Anbil 2000). Charges move
//! along what the average of the careers found so far takes too much or leaves missing, the less the more a row swings;
//! whenever the bound rises they are kept.
//!
//! The steps are floating point, the bounds are not.
#![allow(clippy::float_arithmetic, reason = "steps only: every bound is summed in integers")]

use crate::{
    columns::{
        pricing::{Priced, cheapest},
        rows::{HEAD, Row, Rows},
    },
    seats::Candidate,
};

/// The best charges found, and the bound that they prove.
#[derive(Clone, Debug, Default)]
pub struct Charged {
    /// By row.
    pub charges: Vec<i64>,
    /// Lower bound of what the people cost together with the rows, in parts of a point.
    pub bound: i128,
}

/// How strongly the newest careers count in the average.
const NEWEST: f64 = 0.3;

/// How strongly the newest careers count in how far rows swing.
const SWING: f64 = 0.05;

/// Rows that hardly swing count as if they did by this part of the mean.
const STILL: f64 = 0.1;

/// How far the first step goes, of the way on which the bound could meet the target: from charges that nothing is known
/// of, and from good ones.
const FIRST_STEP: [f64; 2] = [0.1, 0.01];

/// Rounds without a gain after which steps get smaller.
const IN_VAIN: u32 = 4;

/// After how many rounds it is looked at what they gained; they end where that is less than one part in so many.
const LOOKED_AT: usize = 25;
const LITTLE: i128 = 5_000;

/// Looks for charges in so many rounds. `seen` is shown the charges and all careers of a round, and says whether to go on.
pub fn volume(
    candidates: &[Candidate],
    rows: &Rows,
    people: &[usize],
    start: Charged,
    (rounds, target): (usize, i128),
    mut seen: impl FnMut(&[i64], &[Option<Priced>], &Charged) -> bool,
) -> Charged {
    let mut best = start;
    let mut average: Option<Vec<f64>> = None;
    let mut swings = Swings::default();
    let mut factor = FIRST_STEP[usize::from(best.bound > i128::MIN / 8)];
    let mut without_gain = 0u32;
    let mut trial = best.charges.clone();
    let mut steps = vec![0.0; trial.len()];
    let mut at_last_look = None;
    for round in 0..rounds {
        if round > 0 && round % LOOKED_AT == 0 {
            let little = best.bound.abs() / LITTLE;
            if at_last_look.is_some_and(|bound: i128| best.bound - bound < little) {
                break;
            }
            at_last_look = Some(best.bound);
        }
        rows.clip(&mut trial);
        let priced = cheapest(candidates, rows, &trial, people);
        let (bound, excess) = outcome(candidates, rows, people, &trial, &priced);
        let gained = round == 0 || bound > best.bound;
        let average = match &mut average {
            None => average.insert(excess.clone()),
            Some(average) => {
                blend(average, &excess, NEWEST.max(1.0 / round.max(1) as f64));
                average
            }
        };
        swings.see(&excess);
        let uphill: f64 = steps.iter().zip(&excess).map(|(one, other)| one * other).sum();
        if gained {
            best = Charged { charges: trial.clone(), bound };
            without_gain = 0;
            factor = (factor * if uphill > 0.0 { 1.5 } else { 1.0 }).min(2.0);
        } else {
            without_gain += 1;
            if without_gain >= IN_VAIN {
                factor = (factor * 0.66).max(1e-4);
                without_gain = 0;
            }
        }
        if !seen(&trial, &priced, &best) {
            break;
        }
        let downhill = |((charge, excess), row): ((&i64, &f64), &Row)| match row {
            // A charge at its end cannot go further.
            Row::Need { .. } if *charge == 0 && *excess > 0.0 => 0.0,
            Row::Room { .. } | Row::Step { .. } | Row::Share { .. } | Row::Apart { .. }
                if *charge == 0 && *excess < 0.0 =>
            {
                0.0
            }
            Row::Step { price, .. } if charge == price && *excess > 0.0 => 0.0,
            _ => *excess,
        };
        steps = best.charges.iter().zip(average.iter()).zip(&rows.rows).map(downhill).collect();
        let strides = swings.strides(&steps);
        let length: f64 = strides.iter().zip(&steps).map(|(stride, step)| stride * step).sum();
        if length < 1.0 {
            break;
        }
        let gap = (target - best.bound).max(best.bound / 1_000).max(1) as f64;
        let length = factor * gap / length;
        trial.clone_from(&best.charges);
        trial
            .iter_mut()
            .zip(&strides)
            .for_each(|(charge, stride)| *charge += (length * stride).round() as i64);
    }
    best
}

/// How far each row swings: the mean of the squares of what it is exceeded by.
#[derive(Default)]
struct Swings(Vec<f64>);

impl Swings {
    fn see(&mut self, excess: &[f64]) {
        let squares = excess.iter().map(|excess| excess * excess);
        if self.0.is_empty() {
            self.0 = squares.collect();
        } else {
            self.0.iter_mut().zip(squares).for_each(|(swing, square)| *swing += SWING * (square - *swing));
        }
    }

    /// Steps, shorter where rows swing.
    fn strides(&self, steps: &[f64]) -> Vec<f64> {
        let mean = self.0.iter().sum::<f64>() / self.0.len().max(1) as f64;
        let stride = |(step, swing): (&f64, &f64)| step / (swing / mean.max(1.0) + STILL).sqrt();
        steps.iter().zip(&self.0).map(stride).collect()
    }
}

fn blend(average: &mut [f64], newest: &[f64], most: f64) {
    // The weight that makes the average shortest, within limits.
    let dot = |one: &[f64], other: &[f64]| -> f64 { one.iter().zip(other).map(|(a, b)| a * b).sum() };
    let (old, new, both) = (dot(average, average), dot(newest, newest), dot(average, newest));
    let spread = old + new - 2.0 * both;
    let weight = if spread > 0.0 { (old - both) / spread } else { NEWEST };
    let weight = weight.clamp(most / 10.0, most);
    for (average, newest) in average.iter_mut().zip(newest) {
        *average += weight * (newest - *average);
    }
}

/// The bound at charges, and how many percent each row is exceeded (or missing, for charges of needs are below zero).
fn outcome(
    candidates: &[Candidate],
    rows: &Rows,
    people: &[usize],
    charges: &[i64],
    priced: &[Option<Priced>],
) -> (i128, Vec<f64>) {
    let mut taken = vec![0i64; rows.len()];
    let mut bound = rows.held(charges, |_, _| {});
    for (person, priced) in people.iter().zip(priced) {
        let Some(priced) = priced else { continue };
        bound += i128::from(priced.least);
        let candidate = &candidates[*person];
        for (period, of) in priced.seat.taken.iter().enumerate() {
            let Some(offered) = candidate.does(&priced.seat, period) else { continue };
            for (row, amount) in rows.entries(*person, period, offered, of.trainee()) {
                taken[row as usize] += i64::from(amount);
            }
        }
    }
    // A need whose charge is all that it costs to go without may be missed by just as much as it is.
    for (need, row) in rows.rows.iter().enumerate() {
        let Row::Need { wanted, price } = row else { continue };
        if price + charges[need] + rows.fairness_charge(charges, need) <= 0 {
            let short = (wanted - taken[need]).max(0);
            taken[need] += short;
            rows.fairness[need].iter().for_each(|row| taken[*row as usize] += short);
        }
    }
    for shares in rows.shares() {
        let level = shares.cheapest(charges).into_iter().flat_map(|level| &level.free);
        shares.rows().zip(level).for_each(|(row, free)| taken[row] -= free);
    }
    let excess = rows.rows.iter().zip(taken).map(|(row, taken)| match row {
        Row::Room { most } => (taken - most) as f64,
        Row::Need { wanted, .. } => (taken - wanted) as f64,
        Row::Step { free, .. } => (taken - free) as f64,
        Row::Share { .. } => taken as f64,
        Row::Apart { .. } => (taken - HEAD) as f64,
    });
    let excess = excess.collect();
    (bound, excess)
}
