//! Ticks of pieces of service. What no leave touches is worth the same to everybody, so it is counted once.

use std::{
    collections::HashMap,
    hash::BuildHasherDefault,
    sync::{PoisonError, RwLock},
};

use kernel::{Period, Share};
use rules::{
    Counting,
    counting::{Piece, count},
};

use crate::{
    encodings::{Facts, day_number, day_of},
    random::Mix,
};

/// Ticks that nobody reaches: the count goes on without end.
pub const UNLIMITED: i64 = i32::MAX as i64;

/// A piece of service: its first day, the first day after it, percent of full time, and whether it is a side post.
pub type PieceKey = (i32, i32, u8, bool);

/// Ticks of pieces that no leave touches, by way of counting. Only looked up, never walked.
#[derive(Debug, Default)]
pub struct KnownTicks(RwLock<Vec<(Counting, Counted)>>);

type Counted = HashMap<Vec<PieceKey>, Option<i64>, BuildHasherDefault<Mix>>;

impl KnownTicks {
    /// The number of a way of counting: told once, for ways are long to compare.
    pub fn way(&self, counting: &Counting) -> usize {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let place = known.iter().position(|(of, _)| of == counting);
        drop(known);
        place.unwrap_or_else(|| {
            let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
            let place = known.iter().position(|(of, _)| of == counting);
            place.unwrap_or_else(|| {
                known.push((counting.clone(), Counted::default()));
                known.len() - 1
            })
        })
    }

    fn of(&self, (counting, way): (&Counting, usize), pieces: &[PieceKey]) -> Option<i64> {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(ticks) = known[way].1.get(pieces) {
            return *ticks;
        }
        drop(known);
        let ticks = counted(&[], counting, pieces);
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        known[way].1.insert(pieces.to_vec(), ticks);
        ticks
    }
}

/// Ticks of pieces before rounding, by a way of counting and its number; none where a leave is of a kind that the
/// counting does not list.
pub fn ticks_of(facts: &Facts<'_>, counting: (&Counting, usize), pieces: &[PieceKey]) -> Option<i64> {
    let touched = |piece: &PieceKey| {
        let period = Period { from: day_of(piece.0), until: Some(day_of(piece.1)) };
        facts.career.leaves.iter().any(|leave| leave.period.overlaps(period))
    };
    match pieces {
        [] => Some(0),
        _ if pieces.iter().any(touched) => counted(&facts.career.leaves, counting.0, pieces),
        _ => facts.ground.ticks.of(counting, pieces),
    }
}

fn counted(leaves: &[rules::Leave], counting: &Counting, pieces: &[PieceKey]) -> Option<i64> {
    let pieces: Vec<Piece<'_>> = pieces
        .iter()
        .filter_map(|(from, until, share, side)| {
            let share = Share::percent(*share).ok()?;
            let (from, until) = (day_of(*from), day_of(*until));
            Some(Piece { engagement: None, share, side: *side, from, until })
        })
        .collect();
    let tally = count(counting, leaves, &pieces).ok()?;
    Some(tally.sum())
}

/// Most ticks from each boundary to the end of the horizon; without end where they cannot be counted.
pub fn most_from(facts: &Facts<'_>, counting: &Counting) -> Vec<i64> {
    let way = facts.ground.ticks.way(counting);
    let mut most = vec![0];
    for period in facts.ground.periods.iter().rev() {
        let whole = (day_number(period.first), day_number(period.after), Share::FULL.as_percent(), false);
        let ticks = ticks_of(facts, (counting, way), &[whole]).unwrap_or(UNLIMITED);
        most.push(most[most.len() - 1] + ticks);
    }
    most.reverse();
    most
}
