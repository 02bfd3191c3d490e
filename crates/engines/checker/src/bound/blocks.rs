//! 異なるブロックでの勤務 and 組合せ: what several counts together need, as little as shows for certain that it will not be
//! reached.

use kernel::{Fraction, Months};
use rules::{Bound, DistinctBlocks};

use super::{
    service::{Service, Ticks, Worked},
    watch::{ClassWatch, End, Limit, of_each},
};

/// 異なるブロックでの勤務. State: ticks that are possible in each block.
#[derive(Debug)]
pub(super) struct BlocksWatch<'a> {
    /// One count a block.
    pub blocks: Vec<Service<'a>>,
    needed: usize,
    least: Months,
    pub limit: Limit,
    pub target: i64,
}

impl<'a> BlocksWatch<'a> {
    pub fn new(bound: &Bound<'a>, rule: &DistinctBlocks, limit: Limit) -> Option<Self> {
        let classes = bound.tables.classes.iter().filter(|(_, class)| class.scheme == rule.scheme);
        let blocks = of_each(bound, classes.map(|(id, _)| id), limit)?;
        let target = blocks.first().filter(|_| blocks.len() >= rule.blocks)?.ticks.target(rule.least).max(1);
        Some(Self { blocks, needed: rule.blocks, least: rule.least, limit, target })
    }

    /// Ticks that work may give in each block.
    pub fn effect(&self, works: &[Worked<'a>]) -> Vec<i64> {
        self.blocks.iter().map(|block| block.given_whenever(works).most).collect()
    }

    /// The state before the horizon.
    pub fn start(&self, history: &[Worked<'a>]) -> Vec<i64> {
        self.effect(history).into_iter().map(|ticks| ticks.min(self.target)).collect()
    }

    /// One period on.
    pub fn step(&self, state: &mut [i64], effect: &[i64]) {
        for (ticks, more) in state.iter_mut().zip(effect) {
            *ticks = ticks.saturating_add(*more).min(self.target);
        }
        // Which of the other blocks were begun says nothing more.
        if self.may_be_met(state) {
            state.fill(self.target);
        }
    }

    /// Whether it may be met, so that a release may ask for it.
    pub fn may_be_met(&self, state: &[i64]) -> bool {
        state.iter().filter(|ticks| **ticks >= self.target).count() >= self.needed
    }

    /// Whether the rule is surely broken at the end: the least that so many blocks still lack has no room.
    pub fn is_lost(&self, state: &[i64], end: &End<'_, '_>) -> bool {
        let lacking = || Fraction::whole(self.lacking(state));
        !self.may_be_met(state) && end.has_no_room(self.limit, self.ticks(), lacking())
    }

    /// Whether what is missing surely fits into so many ticks.
    pub fn surely_fits(&self, state: &[i64], room: i64) -> bool {
        self.may_be_met(state) || self.ticks().whole(self.lacking(state)) <= self.ticks().rounded(room)
    }

    pub fn ticks(&self) -> &Ticks<'a> {
        &self.blocks[0].ticks
    }

    /// Whole months that the blocks which lack least lack together. Parts of months are left out: what has no room then
    /// surely has none.
    fn lacking(&self, state: &[i64]) -> i64 {
        let (ticks, month) = (self.ticks(), self.ticks().whole(1));
        let all = ticks.whole(i64::from(self.least.0));
        let of = |done: &i64| all.saturating_sub(ticks.rounded(*done)).max(0) / month;
        let mut lacking: Vec<i64> = state.iter().map(of).collect();
        lacking.sort_unstable();
        lacking.iter().take(self.needed).sum()
    }
}

/// いずれか: months in one of several classes. Surely broken where every one of them is.
#[derive(Debug)]
pub(super) struct AnyWatch<'a> {
    pub of: Vec<ClassWatch<'a>>,
}

/// The state of one of the alternatives: ticks that are certain, ticks that are possible.
pub(super) const OF_ONE: usize = 2;

impl AnyWatch<'_> {
    pub fn numbers(&self) -> usize {
        OF_ONE * self.of.len()
    }

    fn each<'s>(&'s self, state: &'s [i64]) -> impl Iterator<Item = (&'s ClassWatch<'s>, &'s [i64])> {
        self.of.iter().zip(state.chunks_exact(OF_ONE))
    }

    pub fn may_be_met(&self, state: &[i64]) -> bool {
        self.each(state).any(|(one, state)| one.may_be_met(state))
    }

    pub fn is_lost(&self, state: &[i64], end: &End<'_, '_>) -> bool {
        self.each(state).all(|(one, state)| one.is_lost(state, end))
    }

    pub fn is_doomed(&self, state: &[i64], end: &End<'_, '_>, whole: bool) -> bool {
        self.each(state).all(|(one, state)| one.is_doomed(state, end, whole))
    }
}
