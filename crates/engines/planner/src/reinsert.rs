//! One exact re-insertion: the cheapest career of one person at given prices, everybody else fixed.
//!
//! Backward over the layers of the graph. For each joint state of the rules the arrivals are swept once; the price of
//! moving there is a minimum over the same place, the same area and all others, so the work grows with places, not
//! with their square.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    graph::{DEAD, NEVER},
    ground::Ground,
    places::{Landing, Places},
    terrain::Terrain,
    way::{Standing, Way},
};

/// What a period's choices cost one person, beside moves.
#[derive(Clone, Debug, Default)]
pub struct Prices {
    /// By choice: as a trainee or not.
    pub choice: Vec<[i64; 2]>,
}

/// What moving costs.
#[derive(Clone, Copy, Debug)]
pub struct MoveRates {
    /// A change of workplace.
    pub workplace: i64,
    /// A change of area, on top.
    pub area: i64,
}

/// Where a footing lies: none before any place of work; its area, none outside the prefecture.
pub type Side = Option<Option<usize>>;

/// Where an arrival lies, and whether moving there is charged: it is not for work outside the prefecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its area.
    pub area: Option<usize>,
    /// A post.
    pub charged: bool,
}

impl MoveRates {
    /// The price of moving; `same` if it is the same place of work.
    pub fn between(self, from: Side, to: Target, same: bool) -> i64 {
        let (workplace, area) = self.parts(from, to, same);
        workplace + area
    }

    /// The same for the workplace and for the area.
    fn parts(self, from: Side, to: Target, same: bool) -> (i64, i64) {
        let Some(from) = from.filter(|_| to.charged) else { return (0, 0) };
        let workplace = if same { 0 } else { self.workplace };
        let area = if from == to.area { 0 } else { self.area };
        (workplace, area)
    }
}

/// The map of a way: which arrivals are near a footing, and what moving costs.
#[derive(Clone, Debug)]
pub struct Map {
    /// Sides by footing.
    sides: Vec<Side>,
    /// Arrivals by group of equal target.
    groups: Vec<(Target, Vec<usize>)>,
    /// The group of each arrival.
    group_of: Vec<usize>,
    /// Groups of arrivals that are not charged.
    free: Vec<usize>,
    /// By footing: the group of charged arrivals on its own side.
    own: Vec<Option<usize>>,
    /// By footing: arrivals that continue a stay or are at the same place, in their order.
    near: Vec<Vec<Near>>,
    targets: Vec<Target>,
    rates: MoveRates,
}

/// An arrival near a footing.
#[derive(Clone, Copy, Debug)]
pub struct Near {
    /// The arrival.
    pub arrival: usize,
    /// How it continues the footing's stays.
    pub link: usize,
    /// Whether it is the same place of work.
    same: bool,
    /// The price of moving.
    pub moved: i64,
}

impl Map {
    /// Works out sides, what is near and all prices.
    pub fn new(ground: &Ground<'_>, places: &Places, rates: MoveRates) -> Self {
        let area = |place: usize| ground.area(place);
        let sides: Vec<Side> = places.footings.iter().map(|footing| footing.main.map(area)).collect();
        let targets: Vec<Target> = places
            .leaves
            .iter()
            .zip(&places.posted)
            .map(|(footing, charged)| Target { area: sides[*footing].flatten(), charged: *charged })
            .collect();
        let mut groups: Vec<(Target, Vec<usize>)> = Vec::new();
        let mut group_of = Vec::with_capacity(targets.len());
        for (arrival, target) in targets.iter().enumerate() {
            let known = groups.iter().position(|(of, _)| of == target).unwrap_or_else(|| {
                groups.push((*target, Vec::new()));
                groups.len() - 1
            });
            groups[known].1.push(arrival);
            group_of.push(known);
        }
        let free = (0..groups.len()).filter(|group| !groups[*group].0.charged).collect();
        let on = |side: &Side| groups.iter().position(|(of, _)| of.charged && Some(of.area) == *side);
        let own = sides.iter().map(on).collect();
        let near = vec![Vec::new(); places.footings.len()];
        let mut map = Self { sides, groups, group_of, free, own, near, targets, rates };
        map.find_near(ground, places);
        map
    }

    fn find_near(&mut self, ground: &Ground<'_>, places: &Places) {
        let main = |arrival: usize| places.footings[places.leaves[arrival]].main;
        let mut at: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for arrival in 0..self.targets.len() {
            if let Some(place) = main(arrival) {
                at.entry(place).or_default().push(arrival);
            }
        }
        let mut linked = vec![Vec::new(); places.footings.len()];
        for arrival in 0..self.targets.len() {
            places.linked(arrival).iter().for_each(|(footing, _)| linked[*footing].push(arrival));
        }
        for (footing, linked) in linked.into_iter().enumerate() {
            let of = places.footings[footing].main;
            let same = of.into_iter().flat_map(|place| ground.same_stay_as(place));
            let same: BTreeSet<usize> = same.filter_map(|place| at.get(&place)).flatten().copied().collect();
            let near: BTreeSet<usize> = same.iter().copied().chain(linked).collect();
            let near = near.into_iter().map(|arrival| {
                let same = same.contains(&arrival);
                let moved = self.rates.between(self.sides[footing], self.targets[arrival], same);
                Near { arrival, link: places.link(footing, arrival), same, moved }
            });
            self.near[footing] = near.collect();
        }
    }

    /// Arrivals near a footing.
    pub fn near(&self, footing: usize) -> &[Near] {
        &self.near[footing]
    }

    /// How an arrival is near a footing, if it is.
    fn how_near(&self, footing: usize, arrival: usize) -> Option<&Near> {
        self.near[footing].iter().find(|near| near.arrival == arrival)
    }

    /// How an arrival continues a footing's stays, and the price of moving there.
    pub fn arrive(&self, footing: usize, arrival: usize) -> (usize, i64) {
        match self.how_near(footing, arrival) {
            Some(near) => (near.link, near.moved),
            None => (0, self.rates.between(self.sides[footing], self.targets[arrival], false)),
        }
    }

    /// The price of moving from a footing to an arrival: for the workplace and for the area.
    pub fn split(&self, footing: usize, arrival: usize) -> (i64, i64) {
        let same = self.how_near(footing, arrival).is_some_and(|near| near.same);
        self.rates.parts(self.sides[footing], self.targets[arrival], same)
    }
}

/// A period's choices in the order in which they are looked at from each node: by class and link.
#[derive(Clone, Debug, Default)]
pub struct Sweep {
    runs: Vec<Run>,
    arcs: Vec<Arc>,
    /// The choice of each arc, each once.
    order: Vec<usize>,
    /// Choices without work: the choice, its class and where it lands.
    idle: Vec<(usize, usize, Landing)>,
}

/// Arcs of one class and link: from every node they lead to one.
#[derive(Clone, Copy, Debug)]
struct Run {
    class: usize,
    link: usize,
    from: usize,
    until: usize,
}

/// A choice with work: its place in the order, where it arrives and the footing it leaves.
#[derive(Clone, Copy, Debug)]
struct Arc {
    number: u32,
    arrival: u32,
    to: u32,
}

impl Sweep {
    /// Puts a period's choices in order.
    pub fn new(choices: &[(usize, Landing)], terrain: &Terrain) -> Self {
        let Terrain { places, map, .. } = terrain;
        let mut links = vec![vec![0]; places.leaves.len()];
        for near in map.near.iter().flatten() {
            if !links[near.arrival].contains(&near.link) {
                links[near.arrival].push(near.link);
            }
        }
        let mut sweep = Self::default();
        let mut arcs: Vec<(usize, usize, Arc)> = Vec::new();
        for (choice, (class, landing)) in choices.iter().enumerate() {
            let Landing::At(arrival) = *landing else {
                sweep.idle.push((choice, *class, *landing));
                continue;
            };
            let number = sweep.order.len() as u32;
            sweep.order.push(choice);
            let arc = Arc { number, arrival: arrival as u32, to: places.leaves[arrival] as u32 };
            arcs.extend(links[arrival].iter().map(|link| (*class, *link, arc)));
        }
        arcs.sort_by_key(|(class, link, arc)| (*class, *link, arc.number));
        for run in arcs.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
            let from = sweep.arcs.len();
            sweep.arcs.extend(run.iter().map(|(.., arc)| *arc));
            sweep.runs.push(Run { class: run[0].0, link: run[0].1, from, until: sweep.arcs.len() });
        }
        sweep
    }

    fn choices(&self) -> impl Iterator<Item = usize> {
        self.order.iter().copied()
    }
}

/// Room to work in, kept between re-insertions.
#[derive(Debug, Default)]
pub struct Bench {
    values: Vec<Vec<i64>>,
    /// By link and arrival: the cheapest choice, with all that follows.
    best: Vec<i64>,
    /// Prices of the period's choices in the order of its sweep, as a trainee or not.
    prices: [Vec<i64>; 2],
    tops: Vec<Top>,
}

impl Bench {
    /// What the rest of a career costs from a boundary on, by node and footing.
    pub(crate) fn values(&self, at: usize) -> &[i64] {
        &self.values[at]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The position of the choice; none where the person is released.
    pub choice: Option<usize>,
    /// Whether as a trainee.
    pub trainee: bool,
}

/// How many best arrivals of a group are remembered; further ones are looked up only where all of these are near.
const KEPT: usize = 3;

/// The best arrivals, cheapest first.
type Top = [(i64, usize); KEPT];

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
        self.fill(parts, prices, bench);
        let total = self.value_of_start(bench);
        (total < NEVER).then(|| Found { price: total, taken: self.walk(parts, prices, bench) })
    }

    /// What the whole career costs, without the path's price.
    pub(crate) fn value_of_start(&self, bench: &Bench) -> i64 {
        let Standing { node, footing } = self.start();
        bench.values[0][node as usize * self.terrain.places.footings.len() + footing]
    }

    pub(crate) fn fill(&self, parts: i64, prices: &[Prices], bench: &mut Bench) {
        let layers = self.graph.layers.len();
        let width = self.terrain.places.footings.len();
        let arrivals = self.terrain.places.leaves.len();
        bench.values.resize_with(layers + 1, Vec::new);
        let last = &mut bench.values[layers];
        last.clear();
        last.extend(
            self.graph.ends.iter().flat_map(|price| std::iter::repeat_n(in_parts(*price, parts), width)),
        );
        last.extend(std::iter::repeat_n(NEVER, width));
        bench.best.clear();
        bench.best.resize(self.terrain.places.links.len() * arrivals, NEVER);
        for period in (0..layers).rev() {
            let sweep = &self.sweeps[period];
            for (trainee, ordered) in bench.prices.iter_mut().enumerate() {
                ordered.clear();
                ordered.extend(sweep.choices().map(|choice| prices[period].choice[choice][trainee]));
            }
            let layer = &self.graph.layers[period];
            let mut values = std::mem::take(&mut bench.values[period]);
            values.clear();
            // The last row is that of no node: nothing can follow there.
            values.resize((layer.nodes() + 1) * width, NEVER);
            for (node, row) in values.chunks_exact_mut(width).take(layer.nodes()).enumerate() {
                match layer.ended[node] {
                    Some(price) => row.fill(in_parts(price, parts)),
                    None => self.fill_node(period, node, parts, &prices[period], row, bench),
                }
            }
            bench.values[period] = values;
        }
    }

    fn fill_node(
        &self,
        period: usize,
        node: usize,
        parts: i64,
        prices: &Prices,
        row: &mut [i64],
        bench: &mut Bench,
    ) {
        let layer = &self.graph.layers[period];
        let trainee = usize::from(layer.trainee[node]);
        let nexts = layer.next_of(node as u32);
        let Bench { values, best, prices: ordered, tops } = bench;
        let after = &values[period + 1];
        let width = row.len();
        let nowhere = after.len() / width - 1;
        let rest = |next: u32| &after[(next as usize).min(nowhere) * width..][..width];
        let ordered = ordered[trainee].as_slice();
        let arrivals = self.terrain.places.leaves.len();
        best.fill(NEVER);
        let sweep = &self.sweeps[period];
        for run in &sweep.runs {
            let rest = rest(nexts[run.class * layer.links + run.link]);
            let best = &mut best[run.link * arrivals..][..arrivals];
            for at in &sweep.arcs[run.from..run.until] {
                let value = ordered[at.number as usize] + rest[at.to as usize];
                let cell = &mut best[at.arrival as usize];
                *cell = value.min(*cell);
            }
        }
        let footings = self.footings(period, node);
        for (choice, class, landing) in &sweep.idle {
            let rest = rest(nexts[class * layer.links]);
            let price = prices.choice[*choice][trainee];
            for footing in footings.iter().map(|footing| *footing as usize) {
                let to =
                    if *landing == Landing::Drop { self.terrain.places.dropped[footing] } else { footing };
                row[footing] = row[footing].min(price + rest[to]);
            }
        }
        self.arrive(parts, footings, row, best, tops);
    }

    /// Choices with work that continue nothing: the best of the own area, or of all with the price of another area.
    fn arrive(&self, parts: i64, footings: &[u32], row: &mut [i64], best: &[i64], tops: &mut Vec<Top>) {
        let map = &self.terrain.map;
        let arrivals = map.targets.len();
        tops.clear();
        tops.resize(map.groups.len(), [(NEVER, 0); KEPT]);
        let mut anywhere = [(NEVER, 0); KEPT];
        for (arrival, value) in best[..arrivals].iter().enumerate() {
            insert(&mut tops[map.group_of[arrival]], *value, arrival);
            if map.targets[arrival].charged {
                insert(&mut anywhere, *value, arrival);
            }
        }
        let (workplace, area) = (map.rates.workplace * parts, map.rates.area * parts);
        for footing in footings.iter().map(|footing| *footing as usize) {
            let near = map.near[footing].as_slice();
            let in_group = |group: usize| {
                first_far(&tops[group], near)
                    .unwrap_or_else(|| least_far(map.groups[group].1.iter(), best, near))
            };
            let all = first_far(&anywhere, near).unwrap_or_else(|| {
                let all = map.groups.iter().filter(|(of, _)| of.charged).flat_map(|(_, members)| members);
                least_far(all, best, near)
            });
            let (to_own, to_any) = match map.sides[footing] {
                None => (0, 0),
                Some(_) => (workplace, workplace + area),
            };
            let mut value = row[footing].min(all + to_any);
            if let Some(own) = map.own[footing] {
                value = value.min(in_group(own) + to_own);
            }
            for group in &map.free {
                value = value.min(in_group(*group));
            }
            for near in &map.near[footing] {
                value = value.min(best[near.link * arrivals + near.arrival] + near.moved * parts);
            }
            row[footing] = value;
        }
        // A need that is met must not make what is not allowed look cheaper.
        for value in row {
            if *value > NEVER / 2 {
                *value = NEVER;
            }
        }
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
            taken.push(Taken { choice: Some(choice), trainee });
            at = next;
        }
        taken.resize(self.graph.layers.len(), Taken { choice: None, trainee: false });
        taken
    }
}

pub(crate) fn in_parts(price: i64, parts: i64) -> i64 {
    price.saturating_mul(parts).min(NEVER)
}

fn insert(top: &mut Top, value: i64, arrival: usize) {
    if value < top[KEPT - 1].0 {
        let place = top.partition_point(|(known, _)| *known <= value);
        top.copy_within(place..KEPT - 1, place + 1);
        top[place] = (value, arrival);
    }
}

/// The best that is not near; none if it is not among those remembered.
fn first_far(top: &Top, near: &[Near]) -> Option<i64> {
    top.iter().find(|(value, at)| *value >= NEVER || is_far(near, *at)).map(|(value, _)| *value)
}

fn least_far<'m>(members: impl Iterator<Item = &'m usize>, best: &[i64], near: &[Near]) -> i64 {
    members.filter(|at| is_far(near, **at)).map(|at| best[*at]).min().unwrap_or(NEVER)
}

fn is_far(near: &[Near], arrival: usize) -> bool {
    near.iter().all(|of| of.arrival != arrival)
}
