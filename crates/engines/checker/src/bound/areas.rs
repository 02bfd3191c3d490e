//! 圏域の不足: the least that the wanted heads missing in one area can cost at given duals, over all ways in which they
//! could be missing.
//!
//! What a head less costs its line, net of the dual, is linear in each line; what it costs the area depends on the sum of
//! all lines alone. So the lines that cost least are taken short first, and the sum is sought where the area's share
//! steps up: between two steps nothing but the convex part changes.

use crate::objective::needs::share_missing;

/// The wanted need lines of one area in one period.
#[derive(Debug)]
pub(super) struct AreaShortage {
    /// A hundred times what one percent less costs in each line, net of its dual; and the percent that are wanted.
    lines: Vec<(i128, u64)>,
    /// Percent wanted in all.
    wanted: u64,
    /// What one per mille of the share missing costs.
    per_mille: i128,
}

impl AreaShortage {
    /// Lines as (cost of a percent less × 100, percent wanted).
    pub fn new(mut lines: Vec<(i128, u64)>, per_mille: i128) -> Self {
        lines.sort_unstable();
        let wanted = lines.iter().map(|(_, wanted)| wanted).sum();
        Self { lines, wanted, per_mille }
    }

    /// The least cost, rounded down: never more than nothing, for nothing need be missing.
    pub fn least(&self) -> i128 {
        let turn: u64 = self.lines.iter().take_while(|(rate, _)| *rate < 0).map(|(_, wanted)| wanted).sum();
        let steps = self.share(turn);
        let at_step = (0..=steps).map(|share| {
            let missing = self.most_missing(share, turn);
            self.in_lines(missing) + 100 * self.per_mille * i128::from(self.share(missing))
        });
        at_step.min().unwrap_or(0).min(0).div_euclid(100)
    }

    fn share(&self, missing: u64) -> u64 {
        if self.wanted == 0 { 0 } else { share_missing(missing, self.wanted) }
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
    use super::AreaShortage;
    use crate::objective::needs::share_missing;

    /// The same by trying every way to be short.
    fn tried(lines: &[(i128, u64)], per_mille: i128) -> i128 {
        let wanted: u64 = lines.iter().map(|(_, wanted)| wanted).sum();
        let mut sums = vec![(0_u64, 0_i128)];
        for (rate, most) in lines {
            sums = sums
                .iter()
                .flat_map(|(missing, cost)| {
                    (0..=*most).map(move |more| (missing + more, cost + rate * i128::from(more)))
                })
                .collect();
        }
        let costs = sums
            .into_iter()
            .map(|(missing, cost)| cost + 100 * per_mille * i128::from(share_missing(missing, wanted)));
        costs.min().unwrap_or(0).div_euclid(100)
    }

    #[test]
    fn the_least_is_the_least_of_all_ways_to_be_short() {
        for first in [-700, -35, 0, 20] {
            for second in [-1_000, -300, -1, 5] {
                for per_mille in [0, 1, 3, 40] {
                    let lines = [(first, 21), (second, 13)];
                    let least = AreaShortage::new(lines.to_vec(), per_mille).least();
                    assert_eq!(least, tried(&lines, per_mille), "{lines:?} at {per_mille}");
                }
            }
        }
    }
}
