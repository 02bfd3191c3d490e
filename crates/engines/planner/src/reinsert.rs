//! One exact re-insertion: the cheapest career of one person at given prices, everybody else fixed.
//!
//! Backward over the layers of the graph. For each joint state of the rules the arrivals are swept once; the price of
//! moving there is a minimum over the same place, the same area and all others, so the work grows with places, not
//! with their square. What goes on from a place is looked up for that place alone.

use crate::{
    arrivals::{Best, Onward, Sweep, View},
    graph::{DEAD, NEVER},
    places::Landing,
    way::{Scope, Standing, Way},
};

/// What a period's choices cost one person, beside moves.
#[derive(Clone, Debug, Default)]
pub struct Prices {
    /// By choice: as a trainee or not.
    pub choice: Vec<[i64; 2]>,
}

/// Room to work in, kept between re-insertions.
#[derive(Debug, Default)]
pub struct Bench {
    values: Vec<Vec<i64>>,
    /// Prices of the period's choices in the order of its sweep, as a trainee or not.
    prices: [Vec<i64>; 2],
    /// By arrival: where its arcs begin and end.
    at: Vec<(u32, u32)>,
    /// By class and link: where the node that follows has its values.
    rows: Vec<usize>,
    tops: Vec<Best>,
    views: Vec<View>,
}

impl Bench {
    /// Puts a period's prices in the order of its sweep.
    fn lay_out(&mut self, sweep: &Sweep, prices: &Prices, (arrivals, groups): (usize, usize)) {
        for (trainee, ordered) in self.prices.iter_mut().enumerate() {
            ordered.clear();
            ordered.extend(sweep.arcs.iter().map(|arc| prices.choice[arc.choice as usize][trainee]));
        }
        sweep.lay_out(&mut self.at, arrivals);
        self.tops.clear();
        self.tops.resize(groups, Best::NONE);
    }
}

/// A career: its price and the choice taken in each period; none where the person is released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its price, with moves and end, without the path's price.
    pub price: i64,
    /// What is done in each period.
    pub taken: Vec<Taken>,
}

/// What a career does in one period.
///
/// One number, for careers are kept by the hundred thousand: 0 where the person is released, else twice the choice and
/// two, and one more as a trainee.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken(u32);

impl Taken {
    /// The person is released.
    pub const RELEASED: Self = Self(0);

    /// A choice, as a trainee or not.
    pub fn new(choice: usize, trainee: bool) -> Self {
        Self(2 * choice as u32 + 2 + u32::from(trainee))
    }

    /// The position of the choice; none where the person is released.
    pub fn choice(self) -> Option<usize> {
        (self.0 / 2).checked_sub(1).map(|choice| choice as usize)
    }

    /// Whether as a trainee.
    pub fn trainee(self) -> bool {
        self.0 % 2 == 1
    }
}

impl Way {
    /// The cheapest career; none if no career is allowed at these prices.
    pub fn cheapest(&self, prices: &[Prices], bench: &mut Bench) -> Option<Found> {
        self.cheapest_in(1, prices, bench)
    }

    /// The same with prices in parts of a point: so many make one.
    pub fn cheapest_in(&self, parts: i64, prices: &[Prices], bench: &mut Bench) -> Option<Found> {
        if self.graph.start == DEAD {
            return None;
        }
        self.fill(Scope::Posted, parts, prices, bench);
        if self.value_of_start(bench) >= self.least_unposted(parts, prices) {
            self.fill(Scope::All, parts, prices, bench);
        }
        let total = self.value_of_start(bench);
        (total < NEVER).then(|| Found { price: total, taken: self.walk(parts, prices, bench) })
    }

    /// What the whole career costs, without the path's price.
    pub(crate) fn value_of_start(&self, bench: &Bench) -> i64 {
        let Standing { node, footing } = self.start();
        bench.values[0][node as usize * self.terrain.places.footings.len() + footing]
    }

    /// What the rest of every career of a scope costs, from wherever it can stand.
    pub(crate) fn fill(&self, scope: Scope, parts: i64, prices: &[Prices], bench: &mut Bench) {
        let layers = self.graph.layers.len();
        let width = self.terrain.places.footings.len();
        bench.values.resize_with(layers + 1, Vec::new);
        let last = &mut bench.values[layers];
        last.clear();
        last.extend(
            self.graph.ends.iter().flat_map(|price| std::iter::repeat_n(in_parts(*price, parts), width)),
        );
        last.extend(std::iter::repeat_n(NEVER, width));
        let sizes = (self.terrain.places.leaves.len(), self.terrain.map.groups());
        for period in (0..layers).rev() {
            bench.lay_out(&self.sweeps[period], &prices[period], sizes);
            let layer = &self.graph.layers[period];
            let mut values = std::mem::take(&mut bench.values[period]);
            values.clear();
            // The last row is that of no node: nothing can follow there.
            values.resize((layer.nodes() + 1) * width, NEVER);
            for (node, row) in values.chunks_exact_mut(width).take(layer.nodes()).enumerate() {
                match layer.ended[node] {
                    Some(price) => row.fill(in_parts(price, parts)),
                    None => self.fill_node((scope, period, node), parts, &prices[period], row, bench),
                }
            }
            bench.values[period] = values;
        }
    }

    fn fill_node(
        &self,
        (scope, period, node): (Scope, usize, usize),
        parts: i64,
        prices: &Prices,
        row: &mut [i64],
        bench: &mut Bench,
    ) {
        let mut footings = self.footings(scope, period, node).peekable();
        if footings.peek().is_none() {
            return;
        }
        let layer = &self.graph.layers[period];
        let trainee = usize::from(layer.trainee[node]);
        let Bench { values, prices: ordered, at, rows, tops, views } = bench;
        let after = values[period + 1].as_slice();
        let width = row.len();
        let nowhere = after.len() / width - 1;
        rows.clear();
        rows.extend(layer.next_of(node as u32).iter().map(|next| (*next as usize).min(nowhere) * width));
        let sweep = &self.sweeps[period];
        let made = sweep.idle.iter().filter(|(.., landing)| self.lies_in(scope, period, *landing));
        for (choice, class, landing) in made {
            let rest = &after[rows[*class as usize * layer.links]..][..width];
            let price = prices.choice[*choice as usize][trainee];
            let dropped = |footing| match landing {
                Landing::Drop => self.terrain.places.dropped[footing],
                _ => footing,
            };
            self.footings(scope, period, node)
                .for_each(|footing| row[footing] = row[footing].min(price + rest[dropped(footing)]));
        }
        let (map, links) = (&self.terrain.map, layer.links);
        let onward = Onward { map, sweep, prices: &ordered[trainee], at, rows, links, after, parts };
        onward.arrive(footings, row, (tops, views));
    }

    /// Follows the cheapest choices forward; of equals the first in order.
    fn walk(&self, parts: i64, prices: &[Prices], bench: &Bench) -> Vec<Taken> {
        let width = self.terrain.places.footings.len();
        let mut at = self.start();
        let mut taken = Vec::with_capacity(self.graph.layers.len());
        for (period, prices) in prices.iter().enumerate() {
            if self.released(period, at) {
                break;
            }
            let goal = bench.values[period][at.node as usize * width + at.footing];
            let trainee = self.trainee(period, at);
            let best = (0..self.choices[period].len()).find_map(|choice| {
                let price = prices.choice[choice][usize::from(trainee)];
                let (next, moved) = self.follow(period, at, choice).filter(|_| price < NEVER)?;
                let rest = bench.values[period + 1][next.node as usize * width + next.footing];
                (rest < NEVER && price + moved * parts + rest == goal).then_some((choice, next))
            });
            let (choice, next) = best.expect("the value of a node is the price of one of its choices");
            taken.push(Taken::new(choice, trainee));
            at = next;
        }
        taken.resize(self.graph.layers.len(), Taken::RELEASED);
        taken
    }
}

pub(crate) fn in_parts(price: i64, parts: i64) -> i64 {
    price.saturating_mul(parts).min(NEVER)
}
