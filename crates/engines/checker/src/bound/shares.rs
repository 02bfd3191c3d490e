//! The worst share of a prefecture's areas: what a level of it lets each area lack.
//!
//! The share that a plan pays for lets an area lack so many percent of heads and no more. Where all who could work there
//! take whole heads of a post, or parts that are multiples of one, whole multiples are missing, too.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{AreaId, PrefectureId};

use super::{ground::Ground, rows::Offered};

/// Percent of a whole head.
const HEAD: u64 = 100;

/// The areas of a prefecture in a period.
#[derive(Debug, Default)]
pub(super) struct Shares<'a> {
    /// Each with percent of heads wanted, and what is missing is a multiple of.
    areas: Vec<(&'a AreaId, u64, u64)>,
    levels: Vec<Level>,
}

/// What is decided of worst shares, by period and prefecture.
pub(super) type Limits<'a> = BTreeMap<(usize, Option<&'a PrefectureId>), Limit>;

/// Per mille that a worst share is more than, and no more than, where that is decided.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Limit {
    more_than: Option<u32>,
    most: Option<u32>,
}

impl Limit {
    /// It is no more than so much, or else it is more.
    pub fn decide(&mut self, permille: u32, so: bool) {
        if so {
            self.most = self.most.into_iter().chain([permille]).min();
        } else {
            self.more_than = self.more_than.max(Some(permille));
        }
    }

    /// Both hold.
    pub fn and(self, other: Self) -> Self {
        let most = self.most.into_iter().chain(other.most).min();
        Self { more_than: self.more_than.max(other.more_than), most }
    }

    fn allows(self, permille: u64) -> bool {
        self.more_than.is_none_or(|least| permille > u64::from(least))
            && self.most.is_none_or(|most| permille <= u64::from(most))
    }
}

/// Plans whose worst share is no more than so much.
#[derive(Debug)]
struct Level {
    permille: u64,
    /// Percent that each area may lack, in the order of areas.
    free: Vec<u64>,
}

impl<'a> Shares<'a> {
    /// Those of all prefectures in which something is wanted.
    pub fn of_prefectures(
        ground: &Ground<'a>,
        period: usize,
        offered: &Offered<'a>,
    ) -> BTreeMap<Option<&'a PrefectureId>, Self> {
        let mut all: BTreeMap<_, Self> = BTreeMap::new();
        let grains = grains(ground, period);
        for (area, lines) in &offered.areas {
            let of = ground.problem.tables.areas.get(*area).and_then(|area| area.prefecture.as_ref());
            let posts = lines.needs.iter().filter_map(|line| offered.met.get(line)).flatten();
            let grain = posts.filter_map(|post| grains.get(post)).fold(HEAD, |grain, of| common(grain, *of));
            all.entry(of).or_default().areas.push((area, lines.wanted, grain));
        }
        all.values_mut().for_each(Self::find_levels);
        all
    }

    fn find_levels(&mut self) {
        for permille in 0..=1000 {
            let free = |(_, wanted, grain): &(&AreaId, u64, u64)| wanted * permille / 1000 / grain * grain;
            let free: Vec<u64> = self.areas.iter().map(free).collect();
            if self.levels.last().is_none_or(|last| last.free != free) {
                self.levels.push(Level { permille, free });
            }
        }
    }

    /// The areas.
    pub fn areas(&self) -> impl Iterator<Item = &'a AreaId> {
        self.areas.iter().map(|(area, ..)| *area)
    }

    /// The least that the worst share costs beyond what each area pays for a percent that it lacks, at a price of one per
    /// mille. Where the limit leaves no level there is no plan, and anything holds.
    pub fn least(&self, price: i128, limit: Limit, paid: impl Fn(&'a AreaId) -> i128) -> i128 {
        let paid: Vec<i128> = self.areas().map(paid).collect();
        let costs = |level: &Level| {
            let given = level.free.iter().zip(&paid).map(|(free, paid)| i128::from(*free) * paid);
            price * i128::from(level.permille) - given.sum::<i128>()
        };
        let levels = self.levels.iter().filter(|level| limit.allows(level.permille));
        levels.map(costs).min().unwrap_or(0)
    }
}

/// Shares of full time that somebody works in a period.
fn worked(ground: &Ground<'_>, period: usize) -> BTreeSet<kernel::Share> {
    let day = ground.day(period);
    ground.problem.people.iter().map(|person| person.share_on(day)).collect()
}

/// By post: the greatest percent of a head that whatever is done there is a multiple of.
fn grains(ground: &Ground<'_>, period: usize) -> BTreeMap<usize, u64> {
    let length = ground.problem.horizon[period].span.length();
    let worked = worked(ground, period);
    let mut grains = BTreeMap::new();
    for (post, part) in ground.offers[period].iter().flat_map(|offer| &offer.parts) {
        let grain = grains.entry(*post).or_insert(HEAD);
        for share in &worked {
            *grain = common(*grain, u64::from(part.usage(part.share.min(*share), length)));
        }
    }
    grains
}

fn common(one: u64, other: u64) -> u64 {
    if other == 0 { one } else { common(other, one % other) }
}
