//! 圏域の不足: the least that the wanted heads missing in one area can cost at given duals, over all ways in which they
//! could be missing.
//!
//! What a head less costs its line, net of the dual, is linear in each line; what it costs the area depends on the sum of
//! all lines alone: a convex part, the steps of shares, and the worst share per mille, which goes up by jumps. So the
//! lines that cost least are taken short first, and the sum is sought just before each jump: between two of them nothing
//! but the convex part changes.

use problem::{ShareStep, permille_missing};

/// The wanted need lines of one area in one period.
#[derive(Debug)]
pub(super) struct AreaShortage {
    /// A hundred times what one percent less costs in each line, net of its dual; and the percent that are wanted.
    lines: Vec<(i128, u64)>,
    /// Percent wanted in all.
    wanted: u64,
    /// What one per mille of the share missing costs.
    per_mille: i128,
    /// Steps of the share missing, with what a head beyond costs.
    steps: Vec<(ShareStep, i128)>,
}

impl AreaShortage {
    /// Lines as (cost of a percent less × 100, percent wanted).
    pub fn new(mut lines: Vec<(i128, u64)>, per_mille: i128, steps: &[(ShareStep, i128)]) -> Self {
        lines.sort_unstable();
        let wanted = lines.iter().map(|(_, wanted)| wanted).sum();
        Self { lines, wanted, per_mille, steps: steps.to_vec() }
    }

    /// The least cost, rounded down: never more than nothing, for nothing need be missing.
    pub fn least(&self) -> i128 {
        let turn = self.turn();
        let before_jumps = (0..=self.share(turn)).map(|share| {
            let missing = self.most_missing(share, turn);
            self.convex(missing) + 100 * self.per_mille * i128::from(self.share(missing))
        });
        before_jumps.min().unwrap_or(0).min(0).div_euclid(100)
    }

    fn share(&self, missing: u64) -> u64 {
        permille_missing(self.wanted, missing)
    }

    /// The amount missing at which the convex part is least: where a line is used up or a step begins.
    fn turn(&self) -> u64 {
        let mut sum = 0;
        let used_up = self.lines.iter().map(|(_, wanted)| {
            sum += wanted;
            sum
        });
        let begins = self.steps.iter().map(|(step, _)| self.wanted - step.beyond(self.wanted, self.wanted));
        let turns = used_up.chain(begins).chain([0]);
        turns.min_by_key(|missing| (self.convex(*missing), *missing)).unwrap_or(0)
    }

    /// A hundred times what so many percent missing cost in lines and steps.
    fn convex(&self, missing: u64) -> i128 {
        let steps =
            self.steps.iter().map(|(step, price)| price * i128::from(step.beyond(self.wanted, missing)));
        self.in_lines(missing) + steps.sum::<i128>()
    }

    /// The largest amount missing, up to a limit, whose share is no more than this.
    fn most_missing(&self, share: u64, limit: u64) -> u64 {
        let (mut holds, mut fails) = (0, limit + 1);
        while holds + 1 < fails {
            let middle = holds + (fails - holds) / 2;
            if self.share(middle) <= share {
                holds = middle;
            } else {
                fails = middle;
            }
        }
        holds
    }

    /// A hundred times what so many percent missing cost in the lines, the cheapest first.
    fn in_lines(&self, missing: u64) -> i128 {
        let mut left = missing;
        let mut cost = 0;
        for (rate, wanted) in &self.lines {
            let taken = left.min(*wanted);
            cost += rate * i128::from(taken);
            left -= taken;
        }
        cost
    }
}

#[cfg(test)]
mod tests {
    use problem::{ShareStep, permille_missing};

    use super::AreaShortage;

    /// The same by trying every way to be short.
    fn tried(lines: &[(i128, u64)], per_mille: i128, steps: &[(ShareStep, i128)]) -> i128 {
        let wanted: u64 = lines.iter().map(|(_, wanted)| wanted).sum();
        let mut sums = vec![(0_u64, 0_i128)];
        for (rate, most) in lines {
            let more = |(missing, cost): &(u64, i128)| {
                let (missing, cost, rate) = (*missing, *cost, *rate);
                (0..=*most).map(move |more| (missing + more, cost + rate * i128::from(more)))
            };
            sums = sums.iter().flat_map(more).collect();
        }
        let costs = sums.into_iter().map(|(missing, cost)| {
            let steps = steps.iter().map(|(step, price)| price * i128::from(step.beyond(wanted, missing)));
            cost + steps.sum::<i128>() + 100 * per_mille * i128::from(permille_missing(wanted, missing))
        });
        costs.min().unwrap_or(0).div_euclid(100)
    }

    #[test]
    fn the_least_is_the_least_of_all_ways_to_be_short() {
        let step = |permille, price| (ShareStep { permille, price: 0 }, price);
        for first in [-700, -35, 0, 20] {
            for second in [-1_000, -300, -1, 5] {
                for per_mille in [0, 1, 3, 40] {
                    for steps in [vec![], vec![step(0, 90), step(400, 300)]] {
                        let lines = [(first, 100), (second, 200)];
                        let least = AreaShortage::new(lines.to_vec(), per_mille, &steps).least();
                        assert_eq!(
                            least,
                            tried(&lines, per_mille, &steps),
                            "{lines:?} {per_mille} {steps:?}"
                        );
                    }
                }
            }
        }
    }
}
