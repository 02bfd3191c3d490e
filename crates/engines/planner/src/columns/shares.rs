//! The worst share of the areas of a prefecture, in levels. What is missing of an area comes in grains: whole heads, where
//! everybody works full time at one post. So an area of three heads lacks nothing, a third, two thirds or all; and no more
//! areas can lack a third than the worst share lets.
//!
//! A plan is on one level: the worst share has its price, and each area may lack no more than so many grains. At charges
//! for what areas lack, the cheapest level is what the areas cost at least beyond their charges; a mix is on several.
#![allow(
    clippy::float_arithmetic,
    reason = "columns of the linear programme; what levels hold is summed in integers"
)]

use std::ops::Range;

use linear::{Programme, Trouble};

use crate::columns::{
    decided::DecidedShare,
    rows::{HEAD, PARTS},
};

/// Most levels: where there were more, some are one.
const MOST_LEVELS: usize = 200;

/// A weight that counts as whole.
const WHOLE: f64 = 1.0 - 1e-6;

/// The areas of a prefecture in one period, the worst share of which has a price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shares {
    /// The period.
    pub period: usize,
    /// Parts of a point for each per mille of the worst.
    pub price: i64,
    areas: Vec<Area>,
    levels: Vec<Level>,
}

/// An area: its number and row, and percent of a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Area {
    number: usize,
    row: usize,
    wanted: i64,
    grain: i64,
}

/// Plans whose worst share is no more than so much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// The worst share that is paid for.
    pub permille: i64,
    /// Percent that each area may lack, in the order of areas.
    pub free: Vec<i64>,
}

impl Shares {
    /// Without areas.
    pub fn new(period: usize, price: i64) -> Self {
        Self { period, price, areas: Vec::new(), levels: vec![Level { permille: 0, free: Vec::new() }] }
    }

    /// Adds an area that wants so many percent, of which any part may be missing.
    pub fn add(&mut self, number: usize, row: usize, wanted: i64) {
        self.areas.push(Area { number, row, wanted, grain: 1 });
        self.find_levels();
    }

    /// What is missing of each row comes in multiples of so many percent.
    pub fn come_in(&mut self, grain: impl Fn(usize) -> i64) {
        self.areas.iter_mut().for_each(|area| area.grain = grain(area.row).max(1));
        self.find_levels();
    }

    /// The rows of areas.
    pub fn rows(&self) -> impl Iterator<Item = usize> {
        self.areas.iter().map(|area| area.row)
    }

    /// The lowest level that lets so much of rows be missing.
    pub fn level(&self, missing: &[i64]) -> usize {
        let lets =
            |level: &Level| self.areas.iter().zip(&level.free).all(|(area, free)| missing[area.row] <= *free);
        self.levels.iter().position(lets).unwrap_or(self.levels.len() - 1)
    }

    /// The rows of which more is missing than a level lets.
    pub fn above(&self, missing: &[i64], level: usize) -> impl Iterator<Item = usize> {
        let areas = self.areas.iter().zip(&self.levels[level].free);
        areas.filter(|(area, free)| missing[area.row] > **free).map(|(area, _)| area.row)
    }

    /// All levels, the lowest first.
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// The most that a percent missing of an area is charged: a head missing that a level does not let is no dearer than
    /// everything missing.
    pub fn dearest(&self) -> i64 {
        1000 * self.price / HEAD
    }

    /// The cheapest level at charges for what areas lack.
    pub fn cheapest(&self, charges: &[i64]) -> Option<&Level> {
        self.levels.iter().min_by_key(|level| self.costs(level, charges))
    }

    /// What the cheapest level costs beyond charges: nothing, or less.
    pub fn held(&self, charges: &[i64]) -> i128 {
        self.held_within(charges, 0..self.levels.len())
    }

    /// The same of some levels only.
    pub fn held_within(&self, charges: &[i64], levels: Range<usize>) -> i128 {
        self.levels[levels].iter().map(|level| self.costs(level, charges)).min().unwrap_or(0)
    }

    /// Levels of which there may be a plan, if areas lack no more than `most` of their rows, and just that where they are
    /// not `open`.
    pub fn possible(&self, most: &[i64], open: &[bool]) -> Range<usize> {
        let fits = |level: &Level, of: &dyn Fn(usize) -> bool| {
            self.areas.iter().zip(&level.free).all(|(area, free)| !of(area.row) || most[area.row] <= *free)
        };
        let first = |of: &dyn Fn(usize) -> bool| self.levels.iter().position(|level| fits(level, of));
        let last = self.levels.len() - 1;
        let until = first(&|_| true).unwrap_or(last);
        first(&|row| !open[row]).unwrap_or(last).min(until)..until + 1
    }

    /// Lets one level be bought, or a mix of several; answers their columns. `of_row`: the programme's rows in which areas
    /// lack no more heads than it lets.
    pub fn buy(
        &self,
        programme: &mut Programme,
        of_row: &[Option<usize>],
        levels: Range<usize>,
    ) -> Result<Vec<usize>, Trouble> {
        let one = programme.add_row(1.0, 1.0, &[])?;
        let column = |level: &Level| {
            let areas = self.areas.iter().zip(&level.free).filter(|(_, free)| **free > 0);
            let areas =
                areas.filter_map(|(area, free)| Some((of_row[area.row]?, -(*free as f64) / HEAD as f64)));
            let entries: Vec<_> = std::iter::once((one, 1.0)).chain(areas).collect();
            let price = self.price as f64 * level.permille as f64 / PARTS as f64;
            programme.add_column(price, 0.0, f64::INFINITY, &entries)
        };
        self.levels[levels].iter().map(column).collect()
    }

    /// Of a mix of levels from a first one on: how far they lie apart, in points, and that it is no higher than the last
    /// level below their mean. None where it is one level.
    pub fn undecided(&self, group: usize, first: usize, weights: &[f64]) -> Option<(f64, DecidedShare)> {
        let shares = || self.levels[first..].iter().map(|level| level.permille as f64).zip(weights);
        if weights.iter().any(|weight| *weight > WHOLE) {
            return None;
        }
        let mean: f64 = shares().map(|(share, weight)| share * weight).sum();
        let spread: f64 = shares().map(|(share, weight)| (share - mean).abs() * weight).sum();
        let below = shares().take_while(|(share, _)| *share <= mean).count();
        let level = (first + below).checked_sub(1)?;
        let area = self.areas.first()?.number;
        let share = DecidedShare { group, level, period: self.period, area, permille: 1000, so: true };
        Some((spread * self.price as f64 / PARTS as f64, self.no_higher_than(share, level)?))
    }

    /// That a share is no higher than a level, if there are higher ones.
    pub fn no_higher_than(&self, share: DecidedShare, level: usize) -> Option<DecidedShare> {
        let permille = u32::try_from(self.levels.get(level + 1)?.permille - 1).ok()?;
        Some(DecidedShare { level, permille, so: true, ..share })
    }

    fn costs(&self, level: &Level, charges: &[i64]) -> i128 {
        let given = self.areas.iter().zip(&level.free);
        let given = given.map(|(area, free)| i128::from(charges[area.row]) * i128::from(*free));
        i128::from(self.price) * i128::from(level.permille) - given.sum::<i128>()
    }

    fn find_levels(&mut self) {
        let steps = |Area { wanted, grain, .. }: Area| (0..=wanted / grain).map(move |grains| grains * grain);
        let shares =
            self.areas.iter().flat_map(|area| steps(*area).map(|missing| permille(missing, area.wanted)));
        let mut shares: Vec<i64> = shares.chain([0]).collect();
        shares.sort_unstable();
        shares.dedup();
        let free = |share: i64| {
            self.areas.iter().map(|area| area.wanted * share / 1000 / area.grain * area.grain).collect()
        };
        // Levels that are one have the price of the first, and what the last lets areas lack.
        let together = shares.chunks(shares.len().div_ceil(MOST_LEVELS));
        let together = together.filter_map(|of| Some((*of.first()?, *of.last()?)));
        self.levels = together.map(|(first, last)| Level { permille: first, free: free(last) }).collect();
    }
}

/// The share that is missing, per mille, rounded up.
pub fn permille(missing: i64, wanted: i64) -> i64 {
    (1000 * missing.max(0) + wanted - 1) / wanted.max(1)
}
