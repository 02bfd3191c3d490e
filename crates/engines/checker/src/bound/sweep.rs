//! Forward over the states of each period, and for each over the places of the last work. What a move costs depends on
//! the area left and nothing else, so work begun anew is priced from the cheapest place of its area and of all.

use std::ops::Add;

use super::{
    states::{Layer, Next, Node},
    way::{Choice, Way},
};

/// A period with its prices, in parts of a point.
pub(super) struct Priced<'w, 'a> {
    /// Work that is open, and what it costs as a trainee or not.
    pub open: Vec<(&'w Choice<'a>, [i128; 2])>,
    /// What a step without work costs; none: it is not allowed.
    pub idle: Option<i128>,
    /// Whether the career may end before it.
    pub may_end: bool,
}

/// The cheapest career; none if there is none. The last of the periods is what comes after the horizon.
pub(super) fn cheapest(
    way: &Way<'_>,
    periods: &[Priced<'_, '_>],
    scale: i128,
    moves: [i128; 2],
) -> Option<i128> {
    let end = way.layers.iter().flat_map(|layer| &layer.nodes).filter_map(|node| node.end);
    let end = end.map(i128::unsigned_abs).max().unwrap_or(0).saturating_mul(scale.unsigned_abs());
    let a_move = moves.iter().map(|price| price.unsigned_abs()).sum::<u128>();
    let of_period = |priced: &Priced<'_, '_>| {
        let prices = priced.open.iter().flat_map(|(_, price)| price).chain(&priced.idle);
        a_move.saturating_add(prices.map(|price| price.unsigned_abs()).max().unwrap_or(0))
    };
    let most = periods.iter().map(of_period).fold(end, u128::saturating_add);
    // Most prices are small, and small numbers are faster.
    if most < 1 << 61 {
        Sweep::<i64>::over(way, periods, scale, moves)
    } else {
        Sweep::<i128>::over(way, periods, scale, moves)
    }
}

/// A price, and one that is larger than any sum of them.
trait Price: Copy + Ord + Add<Output = Self> + TryFrom<i128> + Into<i128> {
    const NEVER: Self;

    /// A price known to fit.
    fn of(price: i128) -> Self {
        Self::try_from(price).unwrap_or(Self::NEVER)
    }

    fn plus(self, more: Self) -> Self {
        if self == Self::NEVER { Self::NEVER } else { self + more }
    }
}

impl Price for i64 {
    const NEVER: Self = Self::MAX;
}

impl Price for i128 {
    const NEVER: Self = Self::MAX;
}

/// Work as a state looks at it.
struct Work<P> {
    class: usize,
    place: usize,
    area: usize,
    /// Whether it is outside the prefecture, where no move leads.
    outside: bool,
    price: P,
}

/// The cheapest prices of all states of a period, by the place of the last work.
struct Sweep<'w, 'a, P> {
    way: &'w Way<'a>,
    /// By state and place; the last one of a state is that of nobody who ever worked.
    costs: Vec<P>,
    moves: [P; 2],
    /// Of the state looked at, by area: what work that is begun there costs before its own price.
    begun: Vec<P>,
}

impl<'w, 'a, P: Price> Sweep<'w, 'a, P> {
    fn over(way: &'w Way<'a>, periods: &[Priced<'_, '_>], scale: i128, moves: [i128; 2]) -> Option<i128> {
        let mut costs = vec![P::NEVER; way.places.len() + 1];
        costs[way.from.unwrap_or(way.places.len())] = P::of(0);
        let mut sweep = Self { way, costs, moves: moves.map(P::of), begun: vec![P::NEVER; way.areas] };
        let mut best = P::NEVER;
        for (number, (layer, priced)) in way.layers.iter().zip(periods).enumerate() {
            for (node, costs) in layer.nodes.iter().zip(sweep.costs.chunks_exact(way.places.len() + 1)) {
                if let Some(end) = node.end.filter(|_| priced.may_end) {
                    let least = costs.iter().copied().min().unwrap_or(P::NEVER);
                    best = best.min(least.plus(P::of(end.saturating_mul(scale))));
                }
            }
            if let Some(later) = way.layers.get(number + 1) {
                sweep.period(layer, priced, later.nodes.len());
            }
        }
        (best < P::NEVER).then(|| best.into())
    }

    fn period(&mut self, layer: &Layer, priced: &Priced<'_, '_>, later: usize) {
        let width = self.way.places.len() + 1;
        let mut after = vec![P::NEVER; width * later];
        let mut works: [Option<Vec<Work<P>>>; 4] = [None, None, None, None];
        let before = std::mem::take(&mut self.costs);
        for (number, (node, costs)) in layer.nodes.iter().zip(before.chunks_exact(width)).enumerate() {
            let all = costs.iter().copied().min().unwrap_or(P::NEVER);
            if !node.goes_on || all == P::NEVER {
                continue;
            }
            self.begin(costs);
            let next = layer.next(number);
            for work in works[node.stage as usize].get_or_insert_with(|| of_stage(self.way, priced, node)) {
                let [anew, on] = next[work.class];
                if anew == Next::NONE && on == Next::NONE {
                    continue;
                }
                let same = &self.way.places[work.place].same;
                let here = same.iter().map(|place| costs[*place]).min().unwrap_or(P::NEVER);
                let mut reach = |state: Next, from: P| {
                    if let Some(state) = state.get().filter(|_| from < P::NEVER) {
                        let cost = &mut after[state * width + work.place];
                        *cost = (*cost).min(from + work.price);
                    }
                };
                reach(on, here);
                let again = if node.stays { P::NEVER } else { here };
                reach(anew, if work.outside { all } else { self.begun[work.area].min(again) });
            }
            if let (Some(state), Some(price)) = (node.idle.get(), priced.idle) {
                let price = P::of(price);
                for (cost, before) in after[state * width..][..width].iter_mut().zip(costs) {
                    *cost = (*cost).min(before.plus(price));
                }
            }
        }
        self.costs = after;
    }

    /// What it costs, of a state, to have begun work in each area.
    fn begin(&mut self, costs: &[P]) {
        self.begun.fill(P::NEVER);
        for (place, cost) in self.way.places.iter().zip(costs) {
            self.begun[place.area_number] = self.begun[place.area_number].min(*cost);
        }
        let [workplace, area] = self.moves;
        let worked = self.begun.iter().copied().min().unwrap_or(P::NEVER);
        let far = worked.plus(workplace + area).min(costs.last().copied().unwrap_or(P::NEVER));
        for begun in &mut self.begun {
            *begun = begun.plus(workplace).min(far);
        }
    }
}

/// The work that is open to somebody at the stage of a state.
fn of_stage<P: Price>(way: &Way<'_>, priced: &Priced<'_, '_>, node: &Node) -> Vec<Work<P>> {
    let open = priced.open.iter().filter(|(choice, _)| choice.is_open(node.stage));
    let work = |(choice, price): &(&Choice<'_>, [i128; 2])| Work {
        class: choice.class,
        place: choice.place,
        area: way.places[choice.place].area_number,
        outside: choice.main.post.is_none(),
        price: P::of(price[usize::from(node.stage == super::career::Stage::Trainee)]),
    };
    open.map(work).collect()
}
