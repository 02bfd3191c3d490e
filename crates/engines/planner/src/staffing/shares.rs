//! The shares of wanted heads that areas lack, and what they cost: the worst of each prefecture, and steps of each area.

use problem::{ShareStep, for_months, for_shortage, permille_missing};

use crate::ground::Ground;

/// Percent of heads that an area wants in one period, and that it lacks.
#[derive(Clone, Copy, Debug, Default)]
struct Shortage {
    wanted: i64,
    missing: i64,
}

impl Shortage {
    /// The share missing, per mille, if so much less were.
    fn share(self, less: i64) -> u64 {
        permille_missing(positive(self.wanted), positive(self.missing - less))
    }
}

/// The areas of one prefecture, and the two with the worst shares, where those have a price.
#[derive(Clone, Debug)]
struct Prefecture {
    areas: Vec<usize>,
    worst: [(usize, u64); 2],
}

/// What areas lack in one period.
#[derive(Clone, Debug, Default)]
pub(super) struct Shares {
    areas: Vec<Shortage>,
    /// The prefecture of each area.
    of: Vec<usize>,
    prefectures: Vec<Prefecture>,
    /// What a per mille of the worst share costs.
    pub(super) worst: i64,
    pub(super) steps: Vec<ShareStep>,
}

impl Shares {
    /// Nothing is wanted yet.
    pub fn new(ground: &Ground<'_>, period: usize) -> Self {
        let (rates, months) = (&ground.problem.rates, ground.periods[period].months);
        let in_period = |step: &ShareStep| ShareStep { price: for_months(step.price, months), ..*step };
        let of = ground.prefectures();
        let count = of.iter().max().map_or(0, |last| last + 1);
        let prefecture = |number: usize| Prefecture {
            areas: (0..of.len()).filter(|area| of[*area] == number).collect(),
            worst: [(usize::MAX, 0); 2],
        };
        Self {
            areas: vec![Shortage::default(); ground.areas.len()],
            prefectures: (0..count).map(prefecture).collect(),
            of,
            worst: for_months(rates.worst_share, months),
            steps: rates.share_steps.iter().map(in_period).collect(),
        }
    }

    /// An area wants so much more, all of which is missing.
    pub fn want(&mut self, area: usize, wanted: i64) {
        self.areas[area].wanted += wanted;
        self.lack(area, wanted);
    }

    /// An area lacks so much more.
    pub fn lack(&mut self, area: usize, more: i64) {
        self.areas[area].missing += more;
        if self.worst > 0 && more != 0 {
            self.find_worst(self.of[area]);
        }
    }

    /// How many prefectures there are.
    pub fn prefectures(&self) -> usize {
        self.prefectures.len()
    }

    /// The prefecture of an area.
    pub fn prefecture(&self, area: usize) -> usize {
        self.of[area]
    }

    /// Whether no share has a price.
    pub fn are_free(&self) -> bool {
        self.worst == 0 && self.steps.is_empty()
    }

    /// What it spares if areas lack so much less; one may be told several times.
    pub fn spared(&self, mut spared: Vec<(usize, i64)>) -> i64 {
        if spared.is_empty() {
            return 0;
        }
        spared.sort_unstable();
        spared.dedup_by(|later, sum| {
            let same = later.0 == sum.0;
            sum.1 += if same { later.1 } else { 0 };
            same
        });
        let steps = spared.iter().map(|(area, less)| {
            let area = self.areas[*area];
            self.step_cost(area, *less) - self.step_cost(area, 0)
        });
        let steps: i64 = steps.sum();
        if self.worst == 0 {
            return steps;
        }
        let mut touched: Vec<usize> = spared.iter().map(|(area, _)| self.of[*area]).collect();
        touched.sort_unstable();
        touched.dedup();
        let worst = touched.into_iter().map(|of| self.worst_share(of, &spared) - self.worst_share(of, &[]));
        steps + self.worst * worst.sum::<i64>()
    }

    /// What the worst share of every prefecture costs.
    pub fn worst_cost(&self) -> i128 {
        let shares = (0..self.prefectures.len()).map(|of| i128::from(self.worst_share(of, &[])));
        i128::from(self.worst) * shares.sum::<i128>()
    }

    /// What all shares cost by the steps.
    pub fn cost_of_steps(&self) -> i128 {
        self.areas.iter().map(|area| i128::from(self.step_cost(*area, 0))).sum()
    }

    /// Finds the areas with the worst shares of a prefecture anew.
    fn find_worst(&mut self, prefecture: usize) {
        let mut worst = [(usize::MAX, 0); 2];
        for number in &self.prefectures[prefecture].areas {
            let share = self.areas[*number].share(0);
            if share > worst[0].1 {
                worst = [(*number, share), worst[0]];
            } else if share > worst[1].1 {
                worst[1] = (*number, share);
            }
        }
        self.prefectures[prefecture].worst = worst;
    }

    /// The share that the worst area of a prefecture lacks, per mille, if areas lacked so much less.
    fn worst_share(&self, prefecture: usize, spared: &[(usize, i64)]) -> i64 {
        let is_spared = |area: usize| spared.iter().any(|(known, _)| *known == area);
        let Prefecture { areas, worst } = &self.prefectures[prefecture];
        let others = match worst {
            [(area, share), _] | [_, (area, share)] if !is_spared(*area) => *share,
            _ => {
                let others = areas.iter().filter(|number| !is_spared(**number));
                others.map(|number| self.areas[*number].share(0)).max().unwrap_or(0)
            }
        };
        let own = spared.iter().filter(|(area, _)| self.of[*area] == prefecture);
        let own = own.map(|(area, less)| self.areas[*area].share(*less)).max();
        i64::try_from(others.max(own.unwrap_or(0))).unwrap_or(i64::MAX)
    }

    /// What an area's share missing costs by the steps, if it lacked so much less.
    fn step_cost(&self, area: Shortage, less: i64) -> i64 {
        let cost = |step: &ShareStep| {
            let beyond = step.beyond(positive(area.wanted), positive(area.missing - less));
            for_shortage(step.price, u32::try_from(beyond).unwrap_or(u32::MAX))
        };
        self.steps.iter().map(cost).sum()
    }
}

/// A number of percent that is never less than none.
pub(super) fn positive(percent: i64) -> u64 {
    u64::try_from(percent).unwrap_or(0)
}
