//! One exact re-insertion: the cheapest career of one person at given prices, everybody else fixed.
//!
//! Backward over the layers of the graph. For each joint state of the rules the arrivals are swept once; the price of
//! moving there is a minimum over the same place, the same area and all others, so the work grows with places, not
//! with their square.

use crate::{
    graph::{DEAD, Graph, NEVER},
    ground::Ground,
    places::{Landing, Places},
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
    /// By footing: the group of charged arrivals on its own side.
    own: Vec<Option<usize>>,
    /// By arrival: footings with a stay that it continues or at the same place, with the link and the price of moving.
    near: Vec<Vec<Near>>,
    is_near: Vec<bool>,
    targets: Vec<Target>,
    is_same: Vec<bool>,
    /// By footing and arrival: the price of moving.
    moves: Vec<i64>,
    rates: MoveRates,
}

/// A footing near an arrival.
#[derive(Clone, Copy, Debug)]
struct Near {
    footing: usize,
    link: usize,
    moved: i64,
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
        for (arrival, target) in targets.iter().enumerate() {
            match groups.iter_mut().find(|(of, _)| of == target) {
                Some((_, members)) => members.push(arrival),
                None => groups.push((*target, vec![arrival])),
            }
        }
        let on = |side: &Side| groups.iter().position(|(of, _)| of.charged && Some(of.area) == *side);
        let own = sides.iter().map(on).collect();
        let near = vec![Vec::new(); targets.len()];
        let mut map = Self {
            sides,
            groups,
            own,
            near,
            is_near: vec![],
            targets,
            is_same: vec![],
            moves: vec![],
            rates,
        };
        for footing in 0..places.footings.len() {
            for (arrival, target) in map.targets.iter().enumerate() {
                let link = places.link(footing, arrival);
                let mains = (places.footings[footing].main, places.footings[places.leaves[arrival]].main);
                let same = matches!(mains, (Some(from), Some(to)) if ground.same_stay(from, to));
                let moved = rates.between(map.sides[footing], *target, same);
                map.moves.push(moved);
                map.is_same.push(same);
                map.is_near.push(link != 0 || same);
                if link != 0 || same {
                    map.near[arrival].push(Near { footing, link, moved });
                }
            }
        }
        map
    }

    /// The price of moving from a footing to an arrival: for the workplace and for the area.
    pub fn split(&self, places: &Places, footing: usize, arrival: usize) -> (i64, i64) {
        let same = self.is_same[footing * places.leaves.len() + arrival];
        self.rates.parts(self.sides[footing], self.targets[arrival], same)
    }
}

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
}

/// Room to work in, kept between re-insertions.
#[derive(Debug, Default)]
pub struct Bench {
    values: Vec<Vec<i64>>,
    /// The cheapest choice of each arrival that continues nothing, with all that follows.
    best: Vec<i64>,
    tops: Vec<Top>,
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
        let total = bench.values[0][self.graph.start as usize * self.places.footings.len()];
        (total < NEVER).then(|| Found { price: total, taken: self.walk(parts, prices, bench) })
    }

    /// All careers that cost at most so much more than the cheapest, but no more than `most` of them: none if there are
    /// more.
    pub fn all_within(
        &self,
        above: i64,
        most: usize,
        parts: i64,
        prices: &[Prices],
        bench: &mut Bench,
    ) -> Option<Vec<Found>> {
        if self.graph.start == DEAD {
            return Some(Vec::new());
        }
        self.fill(parts, prices, bench);
        let start = Standing { node: self.graph.start, footing: 0 };
        let cheapest = bench.values[0][start.node as usize * self.places.footings.len()];
        if cheapest >= NEVER {
            return Some(Vec::new());
        }
        let mut within = Within { way: self, parts, prices, bench, limit: cheapest + above, most, found: vec![] };
        let mut taken = Vec::with_capacity(prices.len());
        within.walk(start, 0, &mut taken).then_some(within.found)
    }

    fn fill(&self, parts: i64, prices: &[Prices], bench: &mut Bench) {
        let layers = self.graph.layers.len();
        let width = self.places.footings.len();
        let Bench { values, best, tops } = bench;
        values.resize_with(layers + 1, Vec::new);
        let last = &mut values[layers];
        last.clear();
        last.extend(self.graph.ends.iter().flat_map(|price| std::iter::repeat_n(in_parts(*price, parts), width)));
        for period in (0..layers).rev() {
            let (before, after) = values.split_at_mut(period + 1);
            let layer = &self.graph.layers[period];
            let values = &mut before[period];
            values.clear();
            values.resize(layer.nodes() * width, NEVER);
            for (node, row) in values.chunks_exact_mut(width).enumerate() {
                match layer.ended[node] {
                    Some(price) => row.fill(in_parts(price, parts)),
                    None => self.fill_node(period, node, parts, &prices[period], (row, &after[0]), best, tops),
                }
            }
        }
    }

    #[allow(clippy::too_many_arguments)] // the inner loop: what it works in is lent to it
    fn fill_node(
        &self,
        period: usize,
        node: usize,
        parts: i64,
        prices: &Prices,
        (row, after): (&mut [i64], &[i64]),
        best: &mut Vec<i64>,
        tops: &mut Vec<Top>,
    ) {
        let layer = &self.graph.layers[period];
        let width = row.len();
        let trainee = usize::from(layer.trainee[node]);
        best.clear();
        best.resize(self.places.leaves.len(), NEVER);
        for ((class, landing), price) in self.choices[period].iter().zip(&prices.choice) {
            let price = price[trainee];
            if price >= NEVER {
                continue;
            }
            let next = layer.next_by_link(node as u32, *class);
            match *landing {
                Landing::At(arrival) => {
                    let to = self.places.leaves[arrival];
                    let rest = |next: u32| match next {
                        DEAD => NEVER,
                        next => with_rest(price, after[next as usize * width + to]),
                    };
                    best[arrival] = best[arrival].min(rest(next[0]));
                    for near in &self.map.near[arrival] {
                        let value = rest(next[near.link]) + near.moved * parts;
                        row[near.footing] = row[near.footing].min(value);
                    }
                }
                Landing::Keep | Landing::Drop if next[0] != DEAD => {
                    self.stand(row, &after[next[0] as usize * width..][..width], price, *landing);
                }
                Landing::Keep | Landing::Drop => {}
            }
        }
        self.arrive(parts, row, best, tops);
    }

    /// Choices without work: every footing for itself.
    fn stand(&self, row: &mut [i64], after: &[i64], price: i64, landing: Landing) {
        for (footing, value) in row.iter_mut().enumerate() {
            let to = if landing == Landing::Drop { self.places.dropped[footing] } else { footing };
            *value = (*value).min(with_rest(price, after[to]));
        }
    }

    /// Choices with work that continue nothing: the best of the own area, or of all with the price of another area.
    fn arrive(&self, parts: i64, row: &mut [i64], best: &[i64], tops: &mut Vec<Top>) {
        tops.clear();
        tops.extend(self.map.groups.iter().map(|(_, members)| top(members.iter().copied(), best)));
        let charged = |(of, _): &(&(Target, Vec<usize>), &Top)| of.0.charged;
        let groups = || self.map.groups.iter().zip(tops.iter());
        let anywhere = groups().filter(charged).fold([(NEVER, 0); KEPT], |all, (_, top)| {
            top.iter().fold(all, |all, (value, at)| inserted(all, *value, *at))
        });
        let free = groups().position(|group| !charged(&group));
        let (workplace, area) = (self.map.rates.workplace * parts, self.map.rates.area * parts);
        let arrivals = best.len();
        for (footing, value) in row.iter_mut().enumerate() {
            let near = &self.map.is_near[footing * arrivals..][..arrivals];
            let in_group = |group: usize| {
                first_far(&tops[group], near)
                    .unwrap_or_else(|| least_far(self.map.groups[group].1.iter(), best, near))
            };
            let all = first_far(&anywhere, near).unwrap_or_else(|| {
                let all = groups().filter(charged).flat_map(|(of, _)| &of.1);
                least_far(all, best, near)
            });
            let (to_own, to_any) = match self.map.sides[footing] {
                None => (0, 0),
                Some(_) => (workplace, workplace + area),
            };
            *value = (*value).min(all.saturating_add(to_any));
            if let Some(own) = self.map.own[footing] {
                *value = (*value).min(in_group(own).saturating_add(to_own));
            }
            if let Some(free) = free {
                for group in (free..tops.len()).filter(|group| !self.map.groups[*group].0.charged) {
                    *value = (*value).min(in_group(group));
                }
            }
            *value = (*value).min(NEVER);
        }
    }

    /// Follows the cheapest choices forward; of equals the first in order.
    fn walk(&self, parts: i64, prices: &[Prices], bench: &Bench) -> Vec<Taken> {
        let width = self.places.footings.len();
        let mut at = Standing { node: self.graph.start, footing: 0 };
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
                let moved = self.map.moves[at.footing * self.places.leaves.len() + arrival];
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

/// A walk over all careers that cost no more than a limit.
struct Within<'w> {
    way: &'w Way,
    parts: i64,
    prices: &'w [Prices],
    bench: &'w Bench,
    limit: i64,
    most: usize,
    found: Vec<Found>,
}

impl Within<'_> {
    /// All careers that go on from here; false if there are too many.
    fn walk(&mut self, at: Standing, price: i64, taken: &mut Vec<Taken>) -> bool {
        let period = taken.len();
        let way = self.way;
        let ended = match way.graph.layers.get(period) {
            Some(layer) => layer.ended[at.node as usize],
            None => Some(way.graph.ends[at.node as usize]),
        };
        if let Some(end) = ended {
            let mut taken = taken.clone();
            taken.resize(way.graph.layers.len(), Taken { choice: None, trainee: false });
            self.found.push(Found { price: price + in_parts(end, self.parts), taken });
            return self.found.len() <= self.most;
        }
        let width = way.places.footings.len();
        let trainee = way.trainee(period, at);
        for (choice, own) in self.prices[period].choice.iter().enumerate() {
            let own = own[usize::from(trainee)];
            let Some((next, moved)) = way.follow(period, at, choice).filter(|_| own < NEVER) else { continue };
            let here = price + own + moved * self.parts;
            let rest = self.bench.values[period + 1][next.node as usize * width + next.footing];
            if rest < NEVER && here + rest <= self.limit {
                taken.push(Taken { choice: Some(choice), trainee });
                let goes_on = self.walk(next, here, taken);
                taken.pop();
                if !goes_on {
                    return false;
                }
            }
        }
        true
    }
}

/// Where a career stands between two periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The joint state of the rules.
    pub node: u32,
    /// The footing.
    pub footing: usize,
}

/// A price with all that follows; a need that is met must not make "not allowed" look cheaper.
fn with_rest(price: i64, rest: i64) -> i64 {
    if rest >= NEVER { NEVER } else { price + rest }
}

fn in_parts(price: i64, parts: i64) -> i64 {
    price.saturating_mul(parts).min(NEVER)
}

/// The best arrivals of some.
fn top(members: impl Iterator<Item = usize>, best: &[i64]) -> Top {
    members.fold([(NEVER, 0); KEPT], |top, arrival| inserted(top, best[arrival], arrival))
}

fn inserted(mut top: Top, value: i64, arrival: usize) -> Top {
    if value < top[KEPT - 1].0 {
        let place = top.partition_point(|(known, _)| *known <= value);
        top.copy_within(place..KEPT - 1, place + 1);
        top[place] = (value, arrival);
    }
    top
}

/// The best that is not near; none if it is not among those remembered.
fn first_far(top: &Top, near: &[bool]) -> Option<i64> {
    top.iter().find(|(value, at)| *value >= NEVER || !near[*at]).map(|(value, _)| *value)
}

fn least_far<'m>(members: impl Iterator<Item = &'m usize>, best: &[i64], near: &[bool]) -> i64 {
    members.filter(|at| !near[**at]).map(|at| best[*at]).min().unwrap_or(NEVER)
}
