//! One exact re-insertion: the cheapest career of one person at given prices, everybody else fixed.
//!
//! Backward over the layers of the graph. For each joint state of the rules the arrivals are swept once; the price of
//! moving there is a minimum over the same place, the same area and all others, so the work grows with places, not
//! with their square. What goes on from a place is looked up for that place alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    graph::{DEAD, NEVER},
    ground::Ground,
    places::{Landing, Places},
    terrain::Terrain,
    way::{Scope, Standing, Way},
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
    /// Targets, each once: groups of arrivals.
    groups: Vec<Target>,
    /// The group of each arrival.
    group_of: Vec<usize>,
    /// Groups of arrivals that are not charged.
    free: Vec<usize>,
    /// By footing.
    stands: Vec<Stand>,
    /// Arrivals that continue a footing's stays or are at the same place: of each footing in their order.
    near: Vec<Near>,
    targets: Vec<Target>,
    rates: MoveRates,
}

/// What a footing is to those who arrive: from where the far is seen, and what is near.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stand {
    /// The group of charged arrivals on its own side; then [`Map::elsewhere`] and [`Map::nowhere`].
    pub from: u32,
    near: (u32, u32),
}

/// An arrival near a footing.
#[derive(Clone, Copy, Debug)]
pub struct Near {
    /// The arrival.
    pub arrival: u32,
    /// How it continues the footing's stays.
    pub link: u32,
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
        let mut groups: Vec<Target> = Vec::new();
        let group_of = targets.iter().map(|target| {
            groups.iter().position(|of| of == target).unwrap_or_else(|| {
                groups.push(*target);
                groups.len() - 1
            })
        });
        let group_of = group_of.collect();
        let free = (0..groups.len()).filter(|group| !groups[*group].charged).collect();
        let on = |side: &Side| groups.iter().position(|of| of.charged && Some(of.area) == *side);
        let elsewhere = groups.len();
        let from = |side: &Side| match side {
            None => elsewhere + 1,
            Some(_) => on(side).unwrap_or(elsewhere),
        };
        let stands = sides.iter().map(|side| Stand { from: from(side) as u32, near: (0, 0) }).collect();
        let mut map = Self { sides, groups, group_of, free, stands, near: Vec::new(), targets, rates };
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
                let (link, arrival) = (places.link(footing, arrival) as u32, arrival as u32);
                Near { arrival, link, same, moved }
            });
            let near: Vec<Near> = near.collect();
            let first = self.near.len() as u32;
            self.near.extend(near);
            self.stands[footing].near = (first, self.near.len() as u32);
        }
    }

    /// The side on which nothing charged arrives, as [`Stand::from`] tells it.
    fn elsewhere(&self) -> usize {
        self.groups.len()
    }

    /// No place of work yet: moving costs nothing.
    fn nowhere(&self) -> usize {
        self.elsewhere() + 1
    }

    /// Arrivals near a footing.
    pub fn near(&self, footing: usize) -> &[Near] {
        let (first, after) = self.stands[footing].near;
        &self.near[first as usize..after as usize]
    }

    /// How an arrival is near a footing, if it is.
    fn how_near(&self, footing: usize, arrival: usize) -> Option<&Near> {
        self.near(footing).iter().find(|near| near.arrival as usize == arrival)
    }

    /// How an arrival continues a footing's stays, and the price of moving there.
    pub fn arrive(&self, footing: usize, arrival: usize) -> (usize, i64) {
        match self.how_near(footing, arrival) {
            Some(near) => (near.link as usize, near.moved),
            None => (0, self.rates.between(self.sides[footing], self.targets[arrival], false)),
        }
    }

    /// The price of moving from a footing to an arrival: for the workplace and for the area.
    pub fn split(&self, footing: usize, arrival: usize) -> (i64, i64) {
        let same = self.how_near(footing, arrival).is_some_and(|near| near.same);
        self.rates.parts(self.sides[footing], self.targets[arrival], same)
    }
}

/// A period's choices in the order in which they are looked at from each node.
#[derive(Clone, Debug, Default)]
pub struct Sweep {
    /// Those with work: by group of arrivals, then by arrival.
    arcs: Vec<Arc>,
    /// Groups with the end of their arcs.
    groups: Vec<(u32, u32)>,
    /// Those without work: the choice, its class and where it lands.
    idle: Vec<(u32, u32, Landing)>,
}

/// A choice with work: its class, where it arrives and the footing it leaves.
#[derive(Clone, Copy, Debug)]
struct Arc {
    choice: u32,
    class: u32,
    arrival: u32,
    to: u32,
}

impl Sweep {
    /// Whether there is no work in the period.
    pub(crate) fn is_idle(&self) -> bool {
        self.arcs.is_empty()
    }

    /// Puts a period's choices in order.
    pub fn new(choices: &[(u32, Landing)], terrain: &Terrain) -> Self {
        let Terrain { places, map, .. } = terrain;
        let mut sweep = Self::default();
        for (choice, (class, landing)) in choices.iter().enumerate() {
            let (choice, class) = (choice as u32, *class);
            match *landing {
                Landing::At(arrival) => {
                    let to = places.leaves[arrival as usize] as u32;
                    sweep.arcs.push(Arc { choice, class, arrival, to });
                }
                Landing::Keep | Landing::Drop => sweep.idle.push((choice, class, *landing)),
            }
        }
        let group = |arc: &Arc| map.group_of[arc.arrival as usize];
        sweep.arcs.sort_by_key(|arc| (group(arc), arc.arrival, arc.choice));
        sweep.arcs.shrink_to_fit();
        let mut until = 0;
        for arcs in sweep.arcs.chunk_by(|one, other| group(one) == group(other)) {
            until += arcs.len() as u32;
            sweep.groups.push((group(&arcs[0]) as u32, until));
        }
        sweep
    }
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
    /// By group of arrivals.
    tops: Vec<Top>,
    /// By what [`Stand::from`] tells.
    views: Vec<View>,
}

/// What the far costs from a side, and the arrivals that this rests on.
#[derive(Clone, Copy, Debug)]
struct View {
    value: i64,
    on: [u32; 3],
}

impl Bench {
    /// What the rest of a career costs from a boundary on, by node and footing.
    pub(crate) fn values(&self, at: usize) -> &[i64] {
        &self.values[at]
    }

    /// Puts a period's prices in the order of its sweep.
    fn lay_out(&mut self, sweep: &Sweep, prices: &Prices, (arrivals, groups): (usize, usize)) {
        for (trainee, ordered) in self.prices.iter_mut().enumerate() {
            ordered.clear();
            ordered.extend(sweep.arcs.iter().map(|arc| prices.choice[arc.choice as usize][trainee]));
        }
        self.at.clear();
        self.at.resize(arrivals, (0, 0));
        for (number, arc) in sweep.arcs.iter().enumerate().rev() {
            let (from, until) = &mut self.at[arc.arrival as usize];
            if *until == 0 {
                *until = number as u32 + 1;
            }
            *from = number as u32;
        }
        self.tops.clear();
        self.tops.resize(groups, Top::NONE);
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

/// The two best arrivals of a group.
#[derive(Clone, Copy, Debug)]
struct Top {
    best: (i64, u32),
    second: (i64, u32),
}

impl Top {
    const NONE: Self = Self { best: (NEVER, u32::MAX), second: (NEVER, u32::MAX) };

    #[inline]
    fn see(&mut self, value: i64, arrival: u32) {
        if value < self.best.0 {
            if self.best.1 != arrival {
                self.second = self.best;
            }
            self.best = (value, arrival);
        } else if value < self.second.0 && self.best.1 != arrival {
            self.second = (value, arrival);
        }
    }

    /// The best that is not near; none if it is not one of the two.
    #[inline]
    fn far(&self, near: &[Near]) -> Option<i64> {
        let of = [self.best, self.second].into_iter();
        of.filter(|(value, at)| *value >= NEVER || is_far(near, *at)).map(|(value, _)| value).next()
    }
}

/// What the far costs: the best arrivals of each group and of all that are charged.
struct Far<'f> {
    map: &'f Map,
    anywhere: Top,
    tops: &'f [Top],
    to_own: i64,
    further: i64,
}

impl Far<'_> {
    /// What moving costs on the own side, and anywhere.
    fn rates(&self, from: usize) -> (i64, i64) {
        if from == self.map.nowhere() { (0, 0) } else { (self.to_own, self.to_own + self.further) }
    }

    /// From a side, whatever is near.
    fn view(&self, from: usize, free: (i64, u32)) -> View {
        let (to_own, to_any) = self.rates(from);
        let own = self.tops.get(from).map_or(Top::NONE.best, |top| top.best);
        let anywhere = self.anywhere.best;
        let value = (anywhere.0 + to_any).min(own.0 + to_own).min(free.0);
        View { value, on: [anywhere.1, own.1, free.1] }
    }

    /// From a side, beside what is near.
    fn beside(&self, from: usize, near: &[Near], onward: &Onward<'_>) -> i64 {
        let (to_own, to_any) = self.rates(from);
        let in_group = |group: usize| {
            self.tops[group].far(near).unwrap_or_else(|| onward.least_far(self.map, Some(group), near))
        };
        let all = self.anywhere.far(near).unwrap_or_else(|| onward.least_far(self.map, None, near));
        let own = if from < self.tops.len() { in_group(from) + to_own } else { NEVER };
        self.map.free.iter().map(|group| in_group(*group)).fold((all + to_any).min(own), i64::min)
    }
}

/// What follows a node: prices and values at hand.
struct Onward<'o> {
    sweep: &'o Sweep,
    prices: &'o [i64],
    at: &'o [(u32, u32)],
    rows: &'o [usize],
    links: usize,
    after: &'o [i64],
}

impl Onward<'_> {
    /// What a choice costs with all that follows.
    #[inline]
    fn value(&self, arc: &Arc, price: i64, link: usize) -> i64 {
        price + self.after[self.rows[arc.class as usize * self.links + link] + arc.to as usize]
    }

    /// The best arrivals of each group and of all that are charged.
    fn look(&self, map: &Map, tops: &mut [Top]) -> Top {
        let mut all = Top::NONE;
        let mut from = 0;
        for (group, until) in &self.sweep.groups {
            let (group, until) = (*group as usize, *until as usize);
            let mut top = Top::NONE;
            for (arc, price) in self.sweep.arcs[from..until].iter().zip(&self.prices[from..until]) {
                top.see(self.value(arc, *price, 0), arc.arrival);
            }
            if map.groups[group].charged {
                all.see(top.best.0, top.best.1);
                all.see(top.second.0, top.second.1);
            }
            tops[group] = top;
            from = until;
        }
        all
    }

    /// The best that is not near, of all arcs or those of a group.
    fn least_far(&self, map: &Map, group: Option<usize>, near: &[Near]) -> i64 {
        let wanted = |arc: &Arc| {
            let of = map.group_of[arc.arrival as usize];
            group.map_or(map.groups[of].charged, |group| group == of) && is_far(near, arc.arrival)
        };
        let arcs = self.sweep.arcs.iter().zip(self.prices).filter(|(arc, _)| wanted(arc));
        arcs.map(|(arc, price)| self.value(arc, *price, 0)).min().unwrap_or(NEVER)
    }

    /// The best choice at an arrival that is near.
    #[inline]
    fn near(&self, near: &Near) -> i64 {
        let (from, until) = self.at[near.arrival as usize];
        let arcs = (from as usize)..(until as usize);
        let arcs = self.sweep.arcs[arcs.clone()].iter().zip(&self.prices[arcs]);
        arcs.map(|(arc, price)| self.value(arc, *price, near.link as usize)).min().unwrap_or(NEVER)
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
        let sizes = (self.terrain.places.leaves.len(), self.terrain.map.groups.len());
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
        let onward = Onward { sweep, prices: &ordered[trainee], at, rows, links: layer.links, after };
        self.arrive(parts, footings, row, &onward, (tops, views));
    }

    /// Choices with work that continue nothing: the best of the own area, or of all with the price of another area.
    fn arrive(
        &self,
        parts: i64,
        footings: impl Iterator<Item = usize>,
        row: &mut [i64],
        onward: &Onward<'_>,
        (tops, views): (&mut [Top], &mut Vec<View>),
    ) {
        let map = &self.terrain.map;
        let anywhere = onward.look(map, tops);
        let free = map.free.iter().map(|group| tops[*group].best).min().unwrap_or(Top::NONE.best);
        let far =
            Far { map, anywhere, tops, to_own: map.rates.workplace * parts, further: map.rates.area * parts };
        views.clear();
        views.extend((0..map.nowhere() + 1).map(|from| far.view(from, free)));
        for footing in footings {
            let near = map.near(footing);
            let from = map.stands[footing].from as usize;
            let View { value, on } = views[from];
            let unseen = near.iter().all(|of| !on.contains(&of.arrival));
            let value = if unseen { value } else { far.beside(from, near, onward) };
            let near = near.iter().map(|near| onward.near(near) + near.moved * parts);
            let value = near.fold(row[footing].min(value), i64::min);
            // A need that is met must not make what is not allowed look cheaper.
            row[footing] = if value > NEVER / 2 { NEVER } else { value };
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

fn is_far(near: &[Near], arrival: u32) -> bool {
    near.iter().all(|of| of.arrival != arrival)
}
