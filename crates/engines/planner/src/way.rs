//! 一人の道: everything that one person can do on one path, and walks along it.

use crate::{
    graph::{DEAD, Graph, NEVER},
    places::{Landing, Places},
    reinsert::{Bench, Map, Near, Prices, Sweep, Taken},
};

/// The careers of one person on one path, compiled.
#[derive(Clone, Debug)]
pub struct Way {
    /// Position of the path in the person's list.
    pub path: usize,
    /// What choosing it costs.
    pub price: i64,
    /// The joint states of all rules.
    pub graph: Graph,
    /// Footings and arrivals.
    pub places: Places,
    /// Class and landing of each choice, by period.
    pub choices: Vec<Vec<(usize, Landing)>>,
    /// What moving costs.
    pub map: Map,
    /// The order in which each period's choices are looked at.
    pub(crate) sweeps: Vec<Sweep>,
    /// Footings in which each node can be reached, by period.
    reach: Vec<Reach>,
}

/// The footings in which each node of a layer can be reached.
#[derive(Clone, Debug, Default)]
struct Reach {
    /// Where each node's begin.
    first: Vec<u32>,
    footings: Vec<u32>,
}

/// Where a career stands between two periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The joint state of the rules.
    pub node: u32,
    /// The footing.
    pub footing: usize,
}

impl Way {
    /// A way, with what can be reached on it.
    pub fn new(
        path: usize,
        price: i64,
        graph: Graph,
        places: Places,
        choices: Vec<Vec<(usize, Landing)>>,
        map: Map,
    ) -> Self {
        let sweeps = choices.iter().map(|choices| Sweep::new(choices, &places, &map)).collect();
        let mut way = Self { path, price, graph, places, choices, map, sweeps, reach: Vec::new() };
        if way.graph.start != DEAD {
            way.reach = way.reached();
        }
        way
    }

    /// The same careers but for those that do something else in a period: only some of its choices, by position, are
    /// kept, and release before it where `released` says so.
    pub fn only(&self, period: usize, kept: &[usize], released: bool) -> Self {
        let mut choices = self.choices.clone();
        choices[period] = kept.iter().map(|choice| self.choices[period][*choice]).collect();
        let graph = self.graph.clone();
        let graph = if released { graph } else { graph.unreleased_through(period) };
        Self::new(self.path, self.price, graph, self.places.clone(), choices, self.map.clone())
    }

    /// Whether there is any career.
    pub fn has_career(&self) -> bool {
        let free = |choices: &Vec<_>| Prices { choice: vec![[0, 0]; choices.len()] };
        let prices: Vec<Prices> = self.choices.iter().map(free).collect();
        self.cheapest(&prices, &mut Bench::default()).is_some()
    }

    /// Footings in which a node can be reached.
    pub fn footings(&self, period: usize, node: usize) -> &[u32] {
        let reach = &self.reach[period];
        &reach.footings[reach.first[node] as usize..reach.first[node + 1] as usize]
    }

    fn reached(&self) -> Vec<Reach> {
        let width = self.places.footings.len();
        let mut near: Vec<Vec<(usize, Near)>> = vec![Vec::new(); self.places.leaves.len()];
        for footing in 0..width {
            self.map.near(footing).iter().for_each(|of| near[of.arrival].push((footing, *of)));
        }
        let mut now = vec![false; self.graph.layers.first().map_or(1, |layer| layer.nodes()) * width];
        if let Some(first) = now.get_mut(self.graph.start as usize * width) {
            *first = true;
        }
        let mut all = Vec::with_capacity(self.graph.layers.len());
        for (period, layer) in self.graph.layers.iter().enumerate() {
            let reach = Reach::of(&now, width);
            let nodes =
                self.graph.layers.get(period + 1).map_or(self.graph.ends.len(), |layer| layer.nodes());
            let mut after = vec![false; nodes * width];
            for node in (0..layer.nodes()).filter(|node| layer.ended[*node].is_none()) {
                let row = &now[node * width..][..width];
                let footings = &reach.footings[reach.first[node] as usize..reach.first[node + 1] as usize];
                for (class, landing) in &self.choices[period] {
                    let next = layer.next_by_link(node as u32, *class);
                    let mut reaches = |next: u32, footing: usize| {
                        if next != DEAD {
                            after[next as usize * width + footing] = true;
                        }
                    };
                    match *landing {
                        Landing::At(arrival) => {
                            let to = self.places.leaves[arrival];
                            let near = near[arrival].iter().filter(|(footing, _)| row[*footing]);
                            let near = near.inspect(|(_, near)| reaches(next[near.link], to)).count();
                            if near < footings.len() {
                                reaches(next[0], to);
                            }
                        }
                        Landing::Keep => footings.iter().for_each(|at| reaches(next[0], *at as usize)),
                        Landing::Drop => {
                            footings
                                .iter()
                                .for_each(|at| reaches(next[0], self.places.dropped[*at as usize]));
                        }
                    }
                }
            }
            all.push(reach);
            now = after;
        }
        all
    }

    /// How many careers there are; stops counting at the end of 64 bits.
    pub fn careers(&self) -> u64 {
        if self.graph.start == DEAD {
            return 0;
        }
        let width = self.places.footings.len();
        let mut after = vec![1u64; self.graph.ends.len() * width];
        for (period, layer) in self.graph.layers.iter().enumerate().rev() {
            let mut now = vec![0u64; layer.nodes() * width];
            for (node, row) in now.chunks_exact_mut(width).enumerate() {
                for footing in self.footings(period, node).iter().map(|footing| *footing as usize) {
                    row[footing] = match layer.ended[node] {
                        Some(_) => 1,
                        None => {
                            let at = Standing { node: node as u32, footing };
                            let next = (0..self.choices[period].len())
                                .filter_map(|choice| self.follow(period, at, choice))
                                .map(|(next, _)| after[next.node as usize * width + next.footing]);
                            next.fold(0, u64::saturating_add)
                        }
                    };
                }
            }
            after = now;
        }
        after[self.graph.start as usize * width]
    }

    /// The start.
    pub fn start(&self) -> Standing {
        Standing { node: self.graph.start, footing: 0 }
    }

    /// The price of the move that a choice makes: for the workplace and for the area.
    pub fn moved(&self, period: usize, at: Standing, choice: usize) -> (i64, i64) {
        match self.choices[period][choice].1 {
            Landing::At(arrival) => self.map.split(&self.places, at.footing, arrival),
            Landing::Keep | Landing::Drop => (0, 0),
        }
    }

    /// What a career costs at these prices; none if it is not allowed.
    pub fn price_of(&self, taken: &[Taken], prices: &[Prices]) -> Option<i64> {
        if self.graph.start == DEAD {
            return None;
        }
        let mut at = Standing { node: self.graph.start, footing: 0 };
        let mut total = 0;
        for (period, taken) in taken.iter().enumerate() {
            if let Some(price) = self.graph.layers[period].ended[at.node as usize] {
                return Some(total + price);
            }
            let (next, moved) = self.follow(period, at, taken.choice?)?;
            let price = prices[period].choice[taken.choice?][usize::from(self.trainee(period, at))];
            if price >= NEVER {
                return None;
            }
            total += price + moved;
            at = next;
        }
        Some(total + self.graph.ends[at.node as usize])
    }

    /// What a career's moves and its end cost; none if it is not allowed.
    pub fn moves_and_end(&self, taken: &[Taken]) -> Option<i64> {
        let mut at = Standing { node: self.graph.start, footing: 0 };
        let mut total = 0;
        for (period, taken) in taken.iter().enumerate() {
            if let Some(price) = self.graph.layers[period].ended[at.node as usize] {
                return Some(total + price);
            }
            let (next, moved) = self.follow(period, at, taken.choice?)?;
            total += moved;
            at = next;
        }
        Some(total + self.graph.ends[at.node as usize])
    }

    /// Where a choice leads, and the price of moving there; none if it is not allowed.
    pub fn follow(&self, period: usize, at: Standing, choice: usize) -> Option<(Standing, i64)> {
        let (class, landing) = self.choices[period][choice];
        let (link, footing, moved) = match landing {
            Landing::Keep => (0, at.footing, 0),
            Landing::Drop => (0, self.places.dropped[at.footing], 0),
            Landing::At(arrival) => {
                let moved = self.map.moving(at.footing, arrival);
                (self.places.link(at.footing, arrival), self.places.leaves[arrival], moved)
            }
        };
        let node = self.graph.layers[period].next(at.node, class, link);
        (node != DEAD).then_some((Standing { node, footing }, moved))
    }

    /// All that an end can cost.
    pub fn prices_of_ends(&self) -> impl Iterator<Item = i64> {
        let released = self.graph.layers.iter().flat_map(|layer| layer.ended.iter().flatten());
        released.chain(&self.graph.ends).copied()
    }

    /// Whether the person is released at the start of a period.
    pub fn released(&self, period: usize, at: Standing) -> bool {
        self.graph.layers[period].ended[at.node as usize].is_some()
    }

    /// Whether the person is a trainee in a period.
    pub fn trainee(&self, period: usize, at: Standing) -> bool {
        self.graph.layers[period].trainee[at.node as usize]
    }
}

impl Reach {
    fn of(reached: &[bool], width: usize) -> Self {
        let mut all = Self { first: vec![0], footings: Vec::new() };
        for row in reached.chunks_exact(width) {
            all.footings.extend((0..width).filter(|footing| row[*footing]).map(|footing| footing as u32));
            all.first.push(all.footings.len() as u32);
        }
        all
    }
}
