//! A period's choices by where they land, for walks that look at every career.

use super::Made;
use crate::places::Landing;

/// The choices of a period by arrival.
pub(super) struct Landed {
    /// Where each arrival's classes begin among all, and where the last end.
    first: Vec<usize>,
    /// Classes of choices that arrive, in their order.
    classes: Vec<u32>,
    /// By class: the footings that its choices leave, a bit each, in so many words.
    leaves: Vec<u64>,
    words: usize,
    /// Choices without work.
    pub idle: Vec<(u32, Landing)>,
}

impl Landed {
    /// Choices, of so many classes, that leave the footings told by arrival, of so many.
    pub fn of(choices: &[Made], classes: usize, leaves: &[usize], footings: usize) -> Self {
        let words = footings.div_ceil(64);
        let mut landed = Self {
            first: vec![0; leaves.len() + 1],
            classes: Vec::new(),
            leaves: vec![0; classes * words],
            words,
            idle: Vec::new(),
        };
        let mut of: Vec<(u32, u32)> = Vec::with_capacity(choices.len());
        for (class, landing) in choices.iter().map(|made| made.both()) {
            match landing {
                Landing::At(arrival) => {
                    let left = leaves[arrival as usize];
                    landed.leaves[class as usize * words + left / 64] |= 1 << (left % 64);
                    landed.first[arrival as usize + 1] += 1;
                    of.push((arrival, class));
                }
                Landing::Keep | Landing::Drop => landed.idle.push((class, landing)),
            }
        }
        (0..leaves.len()).for_each(|arrival| landed.first[arrival + 1] += landed.first[arrival]);
        // The order of choices at one place is kept.
        of.sort_by_key(|(arrival, _)| *arrival);
        landed.classes = of.into_iter().map(|(_, class)| class).collect();
        landed
    }

    /// Classes of the choices that arrive somewhere.
    pub fn at(&self, arrival: usize) -> &[u32] {
        &self.classes[self.first[arrival]..self.first[arrival + 1]]
    }

    /// The footings that choices of a class leave.
    pub fn leaves(&self, class: usize) -> &[u64] {
        &self.leaves[class * self.words..][..self.words]
    }
}
