//! Exchange rates: what one unmet post is worth in wish ranks, moves and changes. The objective is one integer sum.
//!
//! A price "a year" is charged for a period of `m` months as `price × m / 12`, rounded up to a whole point.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Prices in points; lower totals are better.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rates {
    /// A person unplaced for a year.
    pub unplaced: i64,
    /// A year at the place of each wish rank: first, second, …; the last price holds for all further ranks.
    pub wish_ranks: Vec<i64>,
    /// A year at a place in no wish, for a person who has wishes for that time.
    pub wish_unlisted: i64,
    /// A year of service in a class of places outside the window in which it was wanted.
    pub window: i64,
    /// A change of workplace.
    pub move_workplace: i64,
    /// A change of area, on top; also the return from outside the prefecture.
    pub move_area: i64,
    /// A year outside the prefecture that was wanted and not given.
    pub outside_unmet: i64,
    /// A year that differs from what was published.
    pub change: i64,
    /// A year in which a couple is posted out of reach of each other.
    pub couple_apart: i64,
    /// For each period and prefecture, the worst share of needed heads missing in an area, per mille, rounded up.
    #[serde(default)]
    pub worst_share: i64,
    /// 不足率の段階: what it costs when an area lacks more than a share of the heads that it needs. Steps stack up, so
    /// that the deeper one area's shortage the dearer, and areas share what is lacking.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub share_steps: Vec<ShareStep>,
}

/// 不足率の段階: each head that an area lacks beyond a share of its wanted heads costs so much a year, on top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShareStep {
    /// The share, per mille of the wanted heads. What it comes to is rounded down to whole heads.
    pub permille: u32,
    /// Price of one head beyond it for a year.
    pub price: i64,
}

impl ShareStep {
    /// Percent of heads missing beyond the share, of so many percent wanted.
    pub fn beyond(self, wanted: u64, missing: u64) -> u64 {
        missing.saturating_sub(self.free(wanted))
    }

    /// Percent of heads that may be missing before it costs anything, of so many percent wanted: whole heads.
    pub fn free(self, wanted: u64) -> u64 {
        let heads = u128::from(wanted) * u128::from(self.permille) / 100_000;
        u64::try_from(heads * 100).unwrap_or(u64::MAX)
    }
}

/// The share missing, per mille, rounded up; nothing where nothing is wanted.
pub fn permille_missing(wanted: u64, missing: u64) -> u64 {
    if wanted == 0 { 0 } else { missing.saturating_mul(1000).div_ceil(wanted) }
}

impl Rates {
    /// 標準: an empty critical post outweighs any wish; a wish outweighs a move.
    pub fn standard() -> Self {
        Self {
            unplaced: 24_000,
            wish_ranks: vec![0, 60, 120, 180],
            wish_unlisted: 300,
            window: 240,
            move_workplace: 60,
            move_area: 60,
            outside_unmet: 360,
            change: 240,
            couple_apart: 480,
            worst_share: 0,
            share_steps: Vec::new(),
        }
    }
}

/// What a price a year comes to in a period of so many months: `price × months / 12`, rounded up.
pub fn for_months(price_a_year: i64, months: kernel::Months) -> i64 {
    let product = i128::from(price_a_year) * i128::from(months.0);
    let charged = -((-product).div_euclid(12));
    i64::try_from(charged).unwrap_or(i64::MAX)
}

/// What a shortage of so many percent of a head comes to at a price for a whole head: rounded up.
pub fn for_shortage(price: i64, percent: u32) -> i64 {
    let product = i128::from(price) * i128::from(percent);
    let charged = -((-product).div_euclid(100));
    i64::try_from(charged).unwrap_or(i64::MAX)
}
