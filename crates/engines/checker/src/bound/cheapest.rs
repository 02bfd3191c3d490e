//! The cheapest career of one person at the prices of a leaf.
//!
//! Forward over the states of each period, and for each over the places of the last work. What a move costs depends on
//! the area left and nothing else, so work begun anew is priced from the cheapest place of its area and of all.

use std::collections::BTreeMap;

use kernel::AreaId;
use problem::{DecidedPlace, Person, for_months};

use super::{
    career::Stage,
    ground::Ground,
    prices::{ByArea, Prices},
    states::{Layer, Next},
    way::{Asked, Choice, Way},
};

/// Larger than any price.
const NEVER: i128 = i128::MAX;

/// The largest price of a choice, so that no sum over periods and people overflows.
const DEAREST: i128 = 1 << 90;

/// Why no price can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooLarge;

/// What is decided of one person.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decided<'a> {
    pub period: usize,
    pub at: &'a DecidedPlace,
    /// Position of the path; none: on any.
    pub path: Option<usize>,
    pub so: bool,
}

impl Decided<'_> {
    /// Whether it leaves no career of a path.
    fn rules_out(&self, path: usize) -> bool {
        self.so && self.path.is_some_and(|on| on != path)
    }

    /// Whether it says anything of a path's careers.
    fn concerns(&self, path: usize) -> bool {
        self.path.is_none_or(|on| on == path)
    }

    /// Whether a step of its period is what it names.
    fn names(&self, choice: Option<&Choice<'_>>) -> bool {
        let Some(choice) = choice else { return *self.at == DecidedPlace::Nowhere };
        let main = &choice.main;
        match self.at {
            DecidedPlace::Workplace(id) => main.post.is_some() && main.workplace == id,
            DecidedPlace::Post(id) => choice.pattern.is_none() && main.post.is_some_and(|post| post == id),
            DecidedPlace::Pattern(id) => choice.pattern == Some(id),
            DecidedPlace::Outside => main.post.is_none(),
            DecidedPlace::Nowhere => false,
        }
    }
}

/// One person at the prices of a leaf.
pub(super) struct Pricing<'p, 'a> {
    pub ground: &'a Ground<'a>,
    pub person: &'a Person,
    pub prices: &'p Prices<'a>,
    pub scale: i128,
    pub decided: &'p [Decided<'a>],
}

/// What a choice costs, as a trainee or not.
type Price = [i128; 2];

impl<'a> Pricing<'_, 'a> {
    /// The price of the cheapest career on all paths, or of being listed as impossible; none if the decisions leave
    /// neither.
    pub fn cheapest(&self, ways: &[Way<'a>]) -> Result<Option<i128>, TooLarge> {
        let mut best = self.impossible(ways)?;
        for (path, way) in ways.iter().enumerate() {
            if self.decided.iter().any(|decided| decided.rules_out(path)) {
                continue;
            }
            if let Some(price) = self.on(path, way)? {
                best = Some(best.map_or(price, |so_far| so_far.min(price)));
            }
        }
        Ok(best)
    }

    /// Somebody listed as impossible is placed nowhere, whatever rules and pins say, and never released. Of two branches
    /// it is in the one in which it is not so.
    fn impossible(&self, ways: &[Way<'a>]) -> Result<Option<i128>, TooLarge> {
        if self.decided.iter().any(|decided| decided.so) {
            return Ok(None);
        }
        let path = ways.iter().map(|way| way.points).min();
        let Some((path, way)) = path.zip(ways.first()) else { return Ok(None) };
        let outside = self.person.outside.as_ref().map_or(kernel::Months(0), |wish| wish.months);
        let outside = kernel::Months(outside.0.max(0));
        let mut total = path + i128::from(for_months(self.ground.problem.rates.outside_unmet, outside));
        for period in (0..way.asked.len()).filter(|period| way.asked[*period] == Asked::Free) {
            total = total.checked_add(way.nowhere[period]).ok_or(TooLarge)?;
        }
        self.scaled(total).map(Some)
    }

    fn scaled(&self, points: i128) -> Result<i128, TooLarge> {
        points.checked_mul(self.scale).filter(|price| *price < DEAREST).ok_or(TooLarge)
    }

    /// Whether the decisions allow a step of a period.
    fn is_allowed(&self, path: usize, period: usize, choice: Option<&Choice<'_>>) -> bool {
        let of = self.decided.iter().filter(|of| of.period == period && of.concerns(path));
        of.clone().all(|decided| decided.names(choice) == decided.so)
    }

    /// Whether the career may end before a period: nothing is decided to be so from then on.
    fn may_end(&self, period: usize) -> bool {
        !self.decided.iter().any(|decided| decided.so && decided.period >= period)
    }

    fn price(
        &self,
        period: usize,
        choice: &Choice<'a>,
        household: Option<&ByArea<'a>>,
    ) -> Result<Price, TooLarge> {
        let mut price = self.scaled(choice.points)?;
        let mut more = 0_i128;
        for (post, percent) in &choice.usage {
            let of = |table: &[Vec<i128>]| table[period][*post].checked_mul(i128::from(*percent));
            price = of(&self.prices.percent).and_then(|part| price.checked_add(part)).ok_or(TooLarge)?;
            more = of(&self.prices.trainee).and_then(|part| more.checked_add(part)).ok_or(TooLarge)?;
        }
        if choice.main.post.is_some() {
            if !self.person.instructs.is_empty() {
                price += self.instructing(period, choice);
            }
            price += household.and_then(|areas| areas.get(&choice.area)).copied().unwrap_or(0);
        }
        let fits = price.abs() < DEAREST && more.abs() < DEAREST;
        if fits { Ok([price, price + more]) } else { Err(TooLarge) }
    }

    /// What the room is worth that the person gives by instructing.
    fn instructing(&self, period: usize, choice: &Choice<'a>) -> i128 {
        let day = self.ground.day(period);
        let instructs = |department: &kernel::DepartmentId| {
            let mut rows = self.person.instructs.iter();
            rows.any(|row| row.department == *department && row.period.contains(day))
        };
        let rows = choice.workplaces.iter().filter_map(|place| self.prices.instructor[period].get(*place));
        rows.flatten().filter(|(department, _)| instructs(department)).map(|(_, price)| price).sum()
    }

    /// The cheapest career on one path.
    fn on(&self, number: usize, way: &Way<'a>) -> Result<Option<i128>, TooLarge> {
        let rates = &self.ground.problem.rates;
        let moves = [self.scaled(rates.move_workplace.into())?, self.scaled(rates.move_area.into())?];
        let path = self.scaled(way.points)?;
        let mut sweep = Sweep::new(way, moves);
        let mut best = NEVER;
        for (period, layer) in way.layers.iter().enumerate() {
            for (node, costs) in layer.nodes.iter().zip(&sweep.costs) {
                if let Some(end) = node.end.filter(|_| self.may_end(period)) {
                    let least = costs.iter().copied().min().unwrap_or(NEVER);
                    if least < NEVER {
                        best = best.min(least + self.scaled(end)?);
                    }
                }
            }
            let Some(later) = way.layers.get(period + 1) else { break };
            let household = self.prices.household.get(&(&self.person.career.person, period));
            let mut open = Vec::with_capacity(way.choices[period].len());
            for choice in &way.choices[period] {
                if self.is_allowed(number, period, Some(choice)) {
                    open.push((choice, self.price(period, choice, household)?));
                }
            }
            let idle = match way.asked[period] {
                _ if !self.is_allowed(number, period, None) => None,
                Asked::NotYet | Asked::Away => Some(0),
                Asked::Free => way.unplaced[period].map(|points| self.scaled(points)).transpose()?,
            };
            sweep.period(layer, &open, idle, later.nodes.len());
        }
        Ok((best < NEVER).then_some(best + path))
    }
}

/// The cheapest prices of all states of a period, by the place of the last work.
struct Sweep<'w, 'a> {
    way: &'w Way<'a>,
    /// By state and place; the last one is that of nobody who ever worked.
    costs: Vec<Vec<i128>>,
    /// By place.
    areas: Vec<usize>,
    area_count: usize,
    moves: [i128; 2],
}

impl<'w, 'a> Sweep<'w, 'a> {
    fn new(way: &'w Way<'a>, moves: [i128; 2]) -> Self {
        let mut numbers: BTreeMap<Option<&AreaId>, usize> = BTreeMap::new();
        let areas = way.places.iter().map(|place| {
            let next = numbers.len();
            *numbers.entry(place.area).or_insert(next)
        });
        let areas: Vec<usize> = areas.collect();
        let mut start = vec![NEVER; way.places.len() + 1];
        start[way.from.unwrap_or(way.places.len())] = 0;
        let costs = way.layers.first().map_or(0, |layer| layer.nodes.len().min(1));
        Self { way, costs: vec![start; costs], area_count: numbers.len(), areas, moves }
    }

    fn period(&mut self, layer: &Layer, open: &[(&Choice<'a>, Price)], idle: Option<i128>, later: usize) {
        let places = self.way.places.len();
        let mut after = vec![vec![NEVER; places + 1]; later];
        for (number, (node, costs)) in layer.nodes.iter().zip(&self.costs).enumerate() {
            if !node.goes_on {
                continue;
            }
            let next = layer.next(number);
            let mut areas = vec![NEVER; self.area_count];
            for (area, cost) in self.areas.iter().zip(costs) {
                areas[*area] = areas[*area].min(*cost);
            }
            let all = costs.iter().copied().min().unwrap_or(NEVER);
            if all == NEVER {
                continue;
            }
            let worked = areas.iter().copied().min().unwrap_or(NEVER);
            for (choice, price) in open.iter().filter(|(choice, _)| choice.is_open(node.stage)) {
                let price = price[usize::from(node.stage == Stage::Trainee)];
                let [anew, on] = next[choice.class];
                let mut reach = |state: Next, from: i128| {
                    if let Some(state) = state.get().filter(|_| from < NEVER) {
                        let cost = &mut after[state][choice.place];
                        *cost = (*cost).min(from + price);
                    }
                };
                let same = || self.way.places[choice.place].same.iter().map(|place| costs[*place]).min();
                let here = same().unwrap_or(NEVER);
                reach(on, here);
                let begun = if choice.main.post.is_none() {
                    all
                } else {
                    let [workplace, area] = self.moves;
                    let near = plus(areas[self.areas[choice.place]], workplace);
                    let far = plus(worked, workplace + area);
                    let again = if node.stays { NEVER } else { here };
                    near.min(far).min(again).min(costs[places])
                };
                reach(anew, begun);
            }
            if let (Some(state), Some(price)) = (node.idle.get(), idle) {
                for (cost, before) in after[state].iter_mut().zip(costs) {
                    *cost = (*cost).min(plus(*before, price));
                }
            }
        }
        self.costs = after;
    }
}

fn plus(cost: i128, price: i128) -> i128 {
    if cost == NEVER { NEVER } else { cost + price }
}
