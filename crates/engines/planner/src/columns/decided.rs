//! What a branch of the tree has decided: somebody does something in a period, or does not; or the worst share of a
//! prefecture is no more than so much in a period, or is more.

use std::ops::Range;

use crate::{graph::NEVER, reinsert::Prices, seats::Seat};

/// A decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// On a career.
    Career(Decided),
    /// On a worst share.
    Share(DecidedShare),
}

impl Decision {
    /// The other branch.
    pub fn otherwise(self) -> Self {
        match self {
            Self::Career(of) => Self::Career(Decided { so: !of.so, ..of }),
            Self::Share(of) => Self::Share(DecidedShare { so: !of.so, ..of }),
        }
    }
}

/// The worst share of a group of areas is no higher than a level, or higher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecidedShare {
    /// The group: a prefecture in a period.
    pub group: usize,
    /// The level.
    pub level: usize,
    /// When.
    pub period: usize,
    /// One of the areas.
    pub area: usize,
    /// The highest share of the level.
    pub permille: u32,
    /// Whether it is no higher.
    pub so: bool,
}

impl DecidedShare {
    /// What is left of levels.
    pub fn within(&self, levels: Range<usize>) -> Range<usize> {
        match self.so {
            true => levels.start..levels.end.min(self.level + 1),
            false => levels.start.max(self.level + 1)..levels.end,
        }
    }
}

/// Somebody does something in a period unless he is released by then, or does not do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Who: position in the list of candidates.
    pub person: usize,
    /// When.
    pub period: usize,
    /// The way, and the position of the choice.
    pub does: (usize, usize),
    /// Whether so.
    pub so: bool,
}

impl Decided {
    /// Whether a career of the person is none of the branch.
    pub fn rules_out(&self, seat: &Seat) -> bool {
        let (way, choice) = self.does;
        let same_way = seat.way == way;
        match seat.taken.get(self.period).and_then(|taken| taken.choice()) {
            Some(taken) => (same_way && taken == choice) != self.so,
            None => self.so && !same_way,
        }
    }

    /// Whether no career of a way is left.
    pub fn rules_out_way(&self, way: usize) -> bool {
        self.so && self.does.0 != way
    }

    /// Makes what is ruled out of a way as dear as what is not allowed.
    pub fn forbid(&self, way: usize, prices: &mut [Prices]) {
        let (of, choice) = self.does;
        let Some(prices) = prices.get_mut(self.period).filter(|_| of == way) else { return };
        for (number, price) in prices.choice.iter_mut().enumerate() {
            if (number == choice) != self.so {
                *price = [NEVER; 2];
            }
        }
    }
}
