//! 一人の道: everything that one person can do on one path, and walks along it.

mod landed;

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    arrivals::Sweep,
    graph::{DEAD, Graph, NEVER},
    map::Near,
    memory::list,
    places::{Landing, Places},
    reinsert::{Bench, Prices, Taken, in_parts},
    terrain::Terrain,
    way::landed::Landed,
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
    /// Places and what moving costs.
    pub terrain: Arc<Terrain>,
    /// The footing at which it begins.
    first: usize,
    /// Class and landing of each choice, by period.
    pub(crate) choices: Vec<Vec<Made>>,
    /// The order in which each period's choices are looked at.
    pub(crate) sweeps: Vec<Sweep>,
    /// Footings in which each node can be reached, by scope and period.
    reach: [Vec<Reach>; 2],
    /// Sets of footings, each once: many nodes can be reached in the same.
    sets: Vec<u64>,
    /// The least that an end costs.
    least_end: i64,
}

/// Which careers are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Those that are never without a post where there could be one: few of all, and nearly always the cheapest.
    Posted,
    /// All.
    All,
}

/// Most choices of a period, and most arrivals and footings of a terrain: they are told in two bytes, and one number
/// fewer than three of them stands for what arrives nowhere.
pub const MOST_CHOICES: usize = u16::MAX as usize - 2;

/// A choice as careers see it: its class and where it lands, in two bytes each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Made {
    class: u16,
    landing: u16,
}

impl Made {
    const KEEP: u16 = u16::MAX;
    const DROP: u16 = u16::MAX - 1;

    fn new((class, landing): (u32, Landing)) -> Self {
        let landing = match landing {
            Landing::At(arrival) => arrival as u16,
            Landing::Keep => Self::KEEP,
            Landing::Drop => Self::DROP,
        };
        Self { class: class as u16, landing }
    }

    fn landing(self) -> Landing {
        match self.landing {
            Self::KEEP => Landing::Keep,
            Self::DROP => Landing::Drop,
            arrival => Landing::At(arrival.into()),
        }
    }

    fn both(self) -> (u32, Landing) {
        (self.class.into(), self.landing())
    }
}

/// The footings in which each node of a layer can be reached, a bit each, while it is found out.
#[derive(Clone, Debug, Default)]
struct Reached {
    /// Of how many words each node's consist.
    words: usize,
    bits: Vec<u64>,
}

/// The same by the numbers of sets.
type Reach = Vec<u32>;

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
        (terrain, first): (Arc<Terrain>, usize),
        choices: Vec<Vec<(u32, Landing)>>,
    ) -> Self {
        let choices: Vec<Vec<Made>> =
            choices.into_iter().map(|of| of.into_iter().map(Made::new).collect()).collect();
        Self::of_made(path, price, graph, (terrain, first), choices)
    }

    fn of_made(
        path: usize,
        price: i64,
        graph: Graph,
        (terrain, first): (Arc<Terrain>, usize),
        choices: Vec<Vec<Made>>,
    ) -> Self {
        let sweep = |of: &Vec<Made>| Sweep::new(of.iter().map(|made| made.both()), &terrain);
        let sweeps = choices.iter().map(sweep).collect();
        let (reach, sets, least_end) = Default::default();
        let mut way = Self { path, price, graph, terrain, first, choices, sweeps, reach, sets, least_end };
        if way.graph.start != DEAD {
            way.reach();
            way.least_end = way.prices_of_ends().min().unwrap_or(0);
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
        Self::of_made(self.path, self.price, graph, (Arc::clone(&self.terrain), self.first), choices)
    }

    /// Whether there is any career.
    pub fn has_career(&self) -> bool {
        let free = |choices: &Vec<_>| Prices { choice: vec![[0, 0]; choices.len()] };
        let prices: Vec<Prices> = self.choices.iter().map(free).collect();
        self.cheapest(&prices, &mut Bench::default()).is_some()
    }

    /// Footings in which a node can be reached by careers of a scope.
    pub fn footings(&self, scope: Scope, period: usize, node: usize) -> impl Iterator<Item = usize> {
        let words = self.words();
        let set = self.reach[scope as usize][period][node] as usize;
        footings(&self.sets[set * words..][..words])
    }

    /// Whether careers of a scope make a choice that lands so.
    pub(crate) fn lies_in(&self, scope: Scope, period: usize, landing: Landing) -> bool {
        scope == Scope::All || landing != Landing::Drop || self.sweeps[period].is_idle()
    }

    /// What careers that are not all posted cost, at least; moves cost nothing.
    pub(crate) fn least_unposted(&self, parts: i64, prices: &[Prices]) -> i64 {
        let mut sum = in_parts(self.least_end.min(0), parts);
        let mut least = NEVER;
        for (period, prices) in prices.iter().enumerate() {
            let mut cheapest = 0;
            let mut dropped = NEVER;
            for (made, price) in self.choices[period].iter().zip(&prices.choice) {
                let price = price[0].min(price[1]);
                cheapest = price.min(cheapest);
                if !self.lies_in(Scope::Posted, period, made.landing()) {
                    dropped = price.min(dropped);
                }
            }
            sum += cheapest;
            least = least.min(dropped - cheapest);
        }
        sum.saturating_add(least)
    }

    /// Bytes that it takes to know what can be reached.
    pub(crate) fn bytes_of_reach(&self) -> u64 {
        self.reach.iter().flatten().map(|reach| list::<u32>(reach)).sum::<u64>() + list(&self.sets)
    }

    /// Of how many words a set of footings consists.
    fn words(&self) -> usize {
        self.terrain.places.footings.len().div_ceil(64)
    }

    /// Finds out what can be reached.
    fn reach(&mut self) {
        let words = self.words();
        let all = [Scope::Posted, Scope::All].map(|scope| self.reached(scope));
        let mut known: BTreeMap<&[u64], u32> = BTreeMap::new();
        let sets = &mut self.sets;
        let mut number = |set| {
            let next = known.len() as u32;
            *known.entry(set).or_insert_with(|| {
                sets.extend_from_slice(set);
                next
            })
        };
        for (reach, layers) in self.reach.iter_mut().zip(&all) {
            for layer in layers {
                reach.push(layer.bits.chunks_exact(words.max(1)).map(&mut number).collect());
            }
        }
        self.sets.shrink_to_fit();
    }

    fn landed(&self, period: usize) -> Landed {
        let Places { leaves, footings, .. } = &self.terrain.places;
        Landed::of(&self.choices[period], self.graph.layers[period].classes, leaves, footings.len())
    }

    fn reached(&self, scope: Scope) -> Vec<Reached> {
        let width = self.terrain.places.footings.len();
        let mut now = Reached::new(self.graph.layers.first().map_or(1, |layer| layer.nodes()), width);
        now.add(self.graph.start, self.first);
        let mut all = Vec::with_capacity(self.graph.layers.len());
        for (period, layer) in self.graph.layers.iter().enumerate() {
            let nodes =
                self.graph.layers.get(period + 1).map_or(self.graph.ends.len(), |layer| layer.nodes());
            let mut after = Reached::new(nodes, width);
            let landed = self.landed(period);
            for node in (0..layer.nodes()).filter(|node| layer.ended[*node].is_none()) {
                self.reach_from((scope, period, node), &landed, &now, &mut after);
            }
            all.push(std::mem::replace(&mut now, after));
        }
        all
    }

    /// Adds what can be reached from a node.
    fn reach_from(
        &self,
        (scope, period, node): (Scope, usize, usize),
        landed: &Landed,
        now: &Reached,
        after: &mut Reached,
    ) {
        let Terrain { places, map, .. } = &*self.terrain;
        let layer = &self.graph.layers[period];
        let next = |class: u32, link: usize| layer.next(node as u32, class as usize, link);
        let Some(first) = now.of(node).next() else { return };
        for near in now.of(node).flat_map(|footing| map.near(footing)) {
            let to = places.leaves[near.arrival as usize];
            landed.at(near.arrival as usize).iter().for_each(|class| {
                after.add(next(*class, near.link as usize), to);
            });
        }
        // All others are far from some footing; only what is near to each is far from none.
        let is_near = |footing: usize, arrival: u32| map.near(footing).iter().any(|of| of.arrival == arrival);
        let to_all = |arrival: u32| now.of(node).all(|footing| is_near(footing, arrival));
        let near_to_all: Vec<u32> =
            map.near(first).iter().map(|near| near.arrival).filter(|arrival| to_all(*arrival)).collect();
        if near_to_all.is_empty() {
            for class in 0..self.graph.layers[period].classes {
                after.add_all(next(class as u32, 0), landed.leaves(class));
            }
        } else {
            for (class, landing) in self.choices[period].iter().map(|made| made.both()) {
                match landing {
                    Landing::At(arrival) if !near_to_all.contains(&arrival) => {
                        after.add(next(class, 0), places.leaves[arrival as usize]);
                    }
                    _ => {}
                }
            }
        }
        for (class, landing) in landed.idle.iter().filter(|of| self.lies_in(scope, period, of.1)) {
            for at in now.of(node) {
                let to = if *landing == Landing::Keep { at } else { places.dropped[at] };
                after.add(next(*class, 0), to);
            }
        }
    }

    /// How many careers of a scope there are; stops counting at the end of 64 bits.
    pub fn careers(&self, scope: Scope) -> u64 {
        if self.graph.start == DEAD {
            return 0;
        }
        let width = self.terrain.places.footings.len();
        let mut after = vec![1u128; self.graph.ends.len() * width];
        for (period, layer) in self.graph.layers.iter().enumerate().rev() {
            let mut now = vec![0; layer.nodes() * width];
            let landed = self.landed(period);
            let mut arriving = vec![0; self.terrain.places.leaves.len()];
            for (node, row) in now.chunks_exact_mut(width).enumerate() {
                if layer.ended[node].is_some() {
                    row.fill(1);
                } else {
                    self.count_from((scope, period, node), &landed, row, (&after, &mut arriving));
                }
            }
            after = now;
        }
        let all = after[self.graph.start as usize * width + self.first];
        u64::try_from(all).unwrap_or(u64::MAX)
    }

    /// How many ways to go on there are from a node, by footing; `arriving`: room for those by arrival.
    fn count_from(
        &self,
        (scope, period, node): (Scope, usize, usize),
        landed: &Landed,
        row: &mut [u128],
        (after, arriving): (&[u128], &mut [u128]),
    ) {
        let Terrain { places, map, .. } = &*self.terrain;
        let width = row.len();
        let layer = &self.graph.layers[period];
        let next = |class: u32, link: usize| layer.next(node as u32, class as usize, link);
        let rest = |next: u32, footing: usize| match next {
            DEAD => 0,
            next => after[next as usize * width + footing],
        };
        if self.footings(scope, period, node).next().is_none() {
            return;
        }
        let by_link = |link: usize, arrival: usize| {
            let of = landed.at(arrival).iter().map(|class| rest(next(*class, link), places.leaves[arrival]));
            of.fold(0, u128::saturating_add)
        };
        arriving.iter_mut().enumerate().for_each(|(arrival, count)| *count = by_link(0, arrival));
        let anywhere = arriving.iter().copied().fold(0, u128::saturating_add);
        for footing in self.footings(scope, period, node) {
            let linked = |near: &&Near| near.link != 0;
            let mut count = anywhere;
            for near in map.near(footing).iter().filter(linked) {
                count = count.saturating_sub(arriving[near.arrival as usize]);
            }
            for near in map.near(footing).iter().filter(linked) {
                count = count.saturating_add(by_link(near.link as usize, near.arrival as usize));
            }
            for (class, landing) in landed.idle.iter().filter(|of| self.lies_in(scope, period, of.1)) {
                let to = if *landing == Landing::Keep { footing } else { places.dropped[footing] };
                count = count.saturating_add(rest(next(*class, 0), to));
            }
            row[footing] = count;
        }
    }

    /// The start.
    pub fn start(&self) -> Standing {
        Standing { node: self.graph.start, footing: self.first }
    }

    /// The price of the move that a choice makes: for the workplace and for the area.
    pub fn moved(&self, period: usize, at: Standing, choice: usize) -> (i64, i64) {
        match self.choices[period][choice].landing() {
            Landing::At(arrival) => self.terrain.map.split(at.footing, arrival as usize),
            Landing::Keep | Landing::Drop => (0, 0),
        }
    }

    /// What a career's moves and its end cost; none if it is not allowed.
    pub fn moves_and_end(&self, taken: &[Taken]) -> Option<i64> {
        let mut at = self.start();
        let mut total = 0;
        for (period, taken) in taken.iter().enumerate() {
            if let Some(price) = self.graph.layers[period].ended[at.node as usize] {
                return Some(total + price);
            }
            let (next, moved) = self.follow(period, at, taken.choice()?)?;
            total += moved;
            at = next;
        }
        Some(total + self.graph.ends[at.node as usize])
    }

    /// Where a choice leads, and the price of moving there; none if it is not allowed.
    pub fn follow(&self, period: usize, at: Standing, choice: usize) -> Option<(Standing, i64)> {
        let (class, landing) = self.choices[period][choice].both();
        let (link, footing, moved) = match landing {
            Landing::Keep => (0, at.footing, 0),
            Landing::Drop => (0, self.terrain.places.dropped[at.footing], 0),
            Landing::At(arrival) => {
                let (link, moved) = self.terrain.map.arrive(at.footing, arrival as usize);
                (link, self.terrain.places.leaves[arrival as usize], moved)
            }
        };
        let node = self.graph.layers[period].next(at.node, class as usize, link);
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

impl Reached {
    /// Nothing is reached yet.
    fn new(nodes: usize, width: usize) -> Self {
        let words = width.div_ceil(64);
        Self { words, bits: vec![0; nodes * words] }
    }

    /// A node is reached in a footing; it may be dead.
    fn add(&mut self, node: u32, footing: usize) {
        if node != DEAD {
            self.bits[node as usize * self.words + footing / 64] |= 1 << (footing % 64);
        }
    }

    /// A node is reached in several footings; it may be dead.
    fn add_all(&mut self, node: u32, footings: &[u64]) {
        if node != DEAD {
            let words = self.bits[node as usize * self.words..][..self.words].iter_mut();
            words.zip(footings).for_each(|(word, more)| *word |= more);
        }
    }

    fn of(&self, node: usize) -> impl Iterator<Item = usize> {
        footings(&self.bits[node * self.words..][..self.words])
    }
}

/// The footings of a set.
fn footings(set: &[u64]) -> impl Iterator<Item = usize> {
    set.iter().enumerate().flat_map(|(place, word)| {
        let rest = |word: &u64| Some(word & (word - 1)).filter(|word| *word != 0);
        let words = std::iter::successors(Some(*word).filter(|word| *word != 0), rest);
        words.map(move |word| place * 64 + word.trailing_zeros() as usize)
    })
}
