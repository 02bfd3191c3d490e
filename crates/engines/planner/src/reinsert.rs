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
    /// By footing: arrivals that continue a stay or are the same place, with their link.
    near: Vec<Vec<(usize, usize)>>,
    is_near: Vec<bool>,
    targets: Vec<Target>,
    is_same: Vec<bool>,
    /// By footing and arrival: the price of moving.
    moves: Vec<i64>,
    rates: MoveRates,
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
        let mut map = Self {
            sides,
            groups: vec![],
            near: vec![],
            is_near: vec![],
            targets,
            is_same: vec![],
            moves: vec![],
            rates,
        };
        for (arrival, target) in map.targets.iter().enumerate() {
            match map.groups.iter_mut().find(|(of, _)| of == target) {
                Some((_, members)) => members.push(arrival),
                None => map.groups.push((*target, vec![arrival])),
            }
        }
        for footing in 0..places.footings.len() {
            let mut row = Vec::new();
            for (arrival, target) in map.targets.iter().enumerate() {
                let link = places.link(footing, arrival);
                let mains = (places.footings[footing].main, places.footings[places.leaves[arrival]].main);
                let same = matches!(mains, (Some(from), Some(to)) if ground.same_stay(from, to));
                map.moves.push(rates.between(map.sides[footing], *target, same));
                map.is_same.push(same);
                map.is_near.push(link != 0 || same);
                if link != 0 || same {
                    row.push((arrival, link));
                }
            }
            map.near.push(row);
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
    best: Vec<i64>,
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

impl Way {
    /// The cheapest career; none if no career is allowed at these prices.
    pub fn cheapest(&self, prices: &[Prices], bench: &mut Bench) -> Option<Found> {
        if self.graph.start == DEAD {
            return None;
        }
        self.fill(prices, bench);
        let total = bench.values[0][self.graph.start as usize * self.places.footings.len()];
        (total < NEVER).then(|| Found { price: total, taken: self.walk(prices, bench) })
    }

    fn fill(&self, prices: &[Prices], bench: &mut Bench) {
        let layers = self.graph.layers.len();
        let width = self.places.footings.len();
        bench.values.resize_with(layers + 1, Vec::new);
        let last = &mut bench.values[layers];
        last.clear();
        last.extend(self.graph.ends.iter().flat_map(|price| std::iter::repeat_n(*price, width)));
        for period in (0..layers).rev() {
            let (before, after) = bench.values.split_at_mut(period + 1);
            self.fill_layer(period, &prices[period], &mut before[period], &after[0], &mut bench.best);
        }
    }

    fn fill_layer(
        &self,
        period: usize,
        prices: &Prices,
        values: &mut Vec<i64>,
        after: &[i64],
        best: &mut Vec<i64>,
    ) {
        let layer = &self.graph.layers[period];
        let width = self.places.footings.len();
        let arrivals = self.places.leaves.len();
        values.clear();
        values.resize(layer.nodes() * width, NEVER);
        let links = self.places.links.len();
        for node in 0..layer.nodes() {
            let row = &mut values[node * width..(node + 1) * width];
            if let Some(price) = layer.ended[node] {
                row.fill(price);
                continue;
            }
            let trainee = usize::from(layer.trainee[node]);
            // best[link][arrival]: the cheapest choice that arrives so, with all that follows.
            best.clear();
            best.resize(links * arrivals, NEVER);
            for (number, (class, landing)) in self.choices[period].iter().enumerate() {
                let price = prices.choice[number][trainee];
                if price >= NEVER {
                    continue;
                }
                match *landing {
                    Landing::At(arrival) => {
                        for link in 0..links {
                            let next = layer.next(node as u32, *class, link);
                            if next != DEAD {
                                let rest = after[next as usize * width + self.places.leaves[arrival]];
                                let cell = &mut best[link * arrivals + arrival];
                                *cell = with_rest(price, rest).min(*cell);
                            }
                        }
                    }
                    Landing::Keep | Landing::Drop => {
                        let next = layer.next(node as u32, *class, 0);
                        if next != DEAD {
                            self.stand(row, &after[next as usize * width..][..width], price, *landing);
                        }
                    }
                }
            }
            self.arrive(row, best);
        }
    }

    /// Choices without work: every footing for itself.
    fn stand(&self, row: &mut [i64], after: &[i64], price: i64, landing: Landing) {
        for (footing, value) in row.iter_mut().enumerate() {
            let to = if landing == Landing::Drop { self.places.dropped[footing] } else { footing };
            *value = (*value).min(with_rest(price, after[to]));
        }
    }

    /// Choices with work: near arrivals one by one, all others by their group.
    fn arrive(&self, row: &mut [i64], best: &[i64]) {
        let arrivals = self.places.leaves.len();
        let tops: Vec<[(i64, usize); KEPT]> =
            self.map.groups.iter().map(|(_, members)| top(members, best)).collect();
        for (footing, value) in row.iter_mut().enumerate() {
            let near = &self.map.is_near[footing * arrivals..(footing + 1) * arrivals];
            for (arrival, link) in &self.map.near[footing] {
                let moved = self.map.moves[footing * arrivals + arrival];
                *value = (*value).min(best[link * arrivals + arrival] + moved);
            }
            for ((target, members), top) in self.map.groups.iter().zip(&tops) {
                let cheapest = match top.iter().find(|(value, at)| *value >= NEVER || !near[*at]) {
                    Some((value, _)) => *value,
                    None => {
                        let far = members.iter().filter(|at| !near[**at]).map(|at| best[*at]);
                        far.min().unwrap_or(NEVER)
                    }
                };
                if cheapest < NEVER {
                    let moved = self.map.rates.between(self.map.sides[footing], *target, false);
                    *value = (*value).min(cheapest + moved);
                }
            }
        }
        for value in row {
            *value = (*value).min(NEVER);
        }
    }

    /// Follows the cheapest choices forward; of equals the first in order.
    fn walk(&self, prices: &[Prices], bench: &Bench) -> Vec<Taken> {
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
                (rest < NEVER && price + moved + rest == goal).then_some((choice, next))
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

    /// Whether the person is released at the start of a period.
    pub fn released(&self, period: usize, at: Standing) -> bool {
        self.graph.layers[period].ended[at.node as usize].is_some()
    }

    /// Whether the person is a trainee in a period.
    pub fn trainee(&self, period: usize, at: Standing) -> bool {
        self.graph.layers[period].trainee[at.node as usize]
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

fn top(members: &[usize], best: &[i64]) -> [(i64, usize); KEPT] {
    let mut top = [(NEVER, 0); KEPT];
    for arrival in members {
        let value = best[*arrival];
        if value < top[KEPT - 1].0 {
            let place = top.iter().position(|(kept, _)| value < *kept).unwrap_or(KEPT - 1);
            top[place..].rotate_right(1);
            top[place] = (value, *arrival);
        }
    }
    top
}
