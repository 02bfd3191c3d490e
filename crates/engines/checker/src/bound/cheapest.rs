//! The cheapest career of one person at the prices of a leaf.

use problem::{DecidedPlace, Person, for_months};

use super::{
    ground::Ground,
    prices::{ByArea, Prices},
    sweep::{self, Priced},
    way::{Asked, Choice, Way},
};

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
        let mut periods = Vec::with_capacity(way.layers.len());
        for (period, choices) in way.choices.iter().enumerate() {
            let household = self.prices.household.get(&(&self.person.career.person, period));
            let mut open = Vec::with_capacity(choices.len());
            for choice in choices {
                if self.is_allowed(number, period, Some(choice)) {
                    open.push((choice, self.price(period, choice, household)?));
                }
            }
            let idle = match way.asked[period] {
                _ if !self.is_allowed(number, period, None) => None,
                Asked::NotYet | Asked::Away => Some(0),
                Asked::Free => way.unplaced[period].map(|points| self.scaled(points)).transpose()?,
            };
            periods.push(Priced { open, idle, may_end: self.may_end(period) });
        }
        let may_end = self.may_end(way.choices.len());
        periods.push(Priced { open: Vec::new(), idle: None, may_end });
        Ok(sweep::cheapest(way, &periods, self.scale, moves).map(|price| price + path))
    }
}
