//! Everybody's present career and the staffing it makes: the one place where people are put in and taken out, so that
//! the objective is known after every change without being summed anew.

use std::{ops::Deref, sync::Arc};

use problem::{Step, for_months};

use crate::{
    columns::rows::Rows,
    graph::NEVER,
    ground::Ground,
    objective,
    offered::{Offered, Points},
    reinsert::{Bench, Found, Prices, Taken},
    staffing::Staffing,
    way::Way,
};

/// One person with all careers that the rules allow.
///
/// What the person can do is shared by all who keep it, and copied only where it is changed; who else there is, is not
/// part of it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Position in the problem.
    pub person: usize,
    /// Others of the same household.
    pub partners: Vec<usize>,
    /// What the person can do.
    pub careers: Arc<Careers>,
}

/// All careers that the rules allow one person.
#[derive(Clone, Debug)]
pub struct Careers {
    /// Those that all rules allow; none for people whose own rules cannot be met.
    pub own: Paths,
    /// The step of each period, and what it costs, if the person is placed nowhere.
    pub unplaced: Vec<(Step, Points)>,
    /// Rows of teaching that the person could give time to, by period.
    pub instructs: Vec<Vec<usize>>,
    /// How many there are that are always posted, everybody else ignored; stops counting at the end of 64 bits.
    pub count: u64,
    /// Whether all careers were tried, or some path told too many apart.
    pub tried_all: bool,
    /// If not: careers among which are all that the rules allow. Too many for all rules to be kept: some break one, but none
    /// that the rules allow is missing. Nobody is given one of them: what the cheapest costs is no more than what the
    /// cheapest of all careers costs.
    pub loose: Option<Paths>,
    /// Held by a firm pin.
    pub pinned: bool,
}

/// Careers by path (specialty).
#[derive(Clone, Debug, Default)]
pub struct Paths {
    /// One way for each path.
    pub ways: Vec<Way>,
    /// What each choice is, and what it costs by itself: by way, period and choice.
    pub offers: Vec<Vec<Vec<Offered>>>,
}

impl Careers {
    /// Those that all rules allow, and the loose ones.
    pub fn all(&self) -> impl Iterator<Item = &Paths> + Clone {
        std::iter::once(&self.own).chain(&self.loose)
    }
}

impl Deref for Careers {
    type Target = Paths;

    fn deref(&self) -> &Paths {
        &self.own
    }
}

impl Deref for Candidate {
    type Target = Careers;

    fn deref(&self) -> &Careers {
        &self.careers
    }
}

impl Candidate {
    /// The same person, who does in a period only what `keep` says; released before it only where `released` says so.
    pub fn only(&self, period: usize, released: bool, keep: &dyn Fn(&Step) -> bool) -> Self {
        let mut only = Careers::clone(self);
        let all = std::iter::once(&mut only.own).chain(&mut only.loose);
        for (way, offers) in all.flat_map(|paths| paths.ways.iter_mut().zip(&mut paths.offers)) {
            let offers = &mut offers[period];
            let kept: Vec<usize> = (0..offers.len()).filter(|choice| keep(offers[*choice].step())).collect();
            *way = way.only(period, &kept, released);
            *offers = kept.iter().map(|choice| offers[*choice].clone()).collect();
        }
        Self { careers: Arc::new(only), ..self.clone() }
    }

    /// Whether a career leaves a period empty in which the person could be posted.
    pub fn is_left_out(&self, seat: &Seat) -> bool {
        seat.taken.iter().zip(&self.offers[seat.way]).any(|(taken, offers)| {
            let idle =
                taken.choice().is_some_and(|choice| matches!(offers[choice].step(), Step::Unplaced(_)));
            idle && offers.iter().any(|of| matches!(of.step(), Step::Post(_) | Step::Pattern(_)))
        })
    }

    /// Whether the rules leave any career.
    pub fn has_career(&self) -> bool {
        self.ways.iter().any(Way::has_career)
    }

    /// Whether what his cheapest career costs bounds what any costs.
    pub fn is_bounded(&self) -> bool {
        self.tried_all || self.loose.is_some()
    }

    /// All that is offered, by period.
    pub fn every_offer(&self) -> impl Iterator<Item = (usize, &Offered)> {
        let offers = self.all().flat_map(|paths| &paths.offers);
        let by_period = offers.flat_map(|offers| offers.iter().enumerate());
        by_period.flat_map(|(period, offers)| offers.iter().map(move |offered| (period, offered)))
    }

    /// Whether there is room for a career.
    pub fn fits(&self, staffing: &Staffing, seat: &Seat) -> bool {
        seat.taken.iter().enumerate().all(|(period, taken)| {
            self.does(seat, period).is_none_or(|offered| {
                let marginal = staffing.marginal(period, offered.usage(), &self.instructs[period]);
                marginal[usize::from(taken.trainee())] < NEVER
            })
        })
    }

    /// What a seat does in a period; none where the person is released.
    pub fn does(&self, seat: &Seat, period: usize) -> Option<&Offered> {
        seat.taken[period].choice().map(|choice| &self.offers[seat.way][period][choice])
    }
}

/// A person's present career.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Position of the way in the candidate's list.
    pub way: usize,
    /// What is done in each period.
    pub taken: Vec<Taken>,
}

/// Everybody's careers.
#[derive(Debug)]
pub struct Seats<'a> {
    pub(crate) ground: &'a Ground<'a>,
    /// Everybody.
    pub candidates: &'a [Candidate],
    /// Present careers; none: nobody has been put there.
    pub seats: Vec<Option<Seat>>,
    /// What they take.
    pub staffing: Staffing,
    apart: Vec<i64>,
    reach: Vec<bool>,
    bench: Bench,
    prices: Vec<Prices>,
    /// Exact re-insertions so far.
    pub work: u64,
}

impl<'a> Seats<'a> {
    /// Nobody is placed yet.
    pub fn new(ground: &'a Ground<'a>, candidates: &'a [Candidate], staffing: Staffing) -> Self {
        let rate = ground.problem.rates.couple_apart;
        let apart = ground.periods.iter().map(|period| for_months(rate, period.months)).collect();
        let areas = ground.areas.len();
        let reach = (0..areas * areas).map(|pair| in_reach(ground, pair / areas, pair % areas)).collect();
        let seats = vec![None; candidates.len()];
        Self {
            ground,
            candidates,
            seats,
            staffing,
            apart,
            reach,
            bench: Bench::default(),
            prices: Vec::new(),
            work: 0,
        }
    }

    /// The same to try something on; its work begins at none.
    pub fn aside(&self) -> Self {
        let (bench, prices) = Default::default();
        let (seats, staffing) = (self.seats.clone(), self.staffing.clone());
        let (apart, reach) = (self.apart.clone(), self.reach.clone());
        Self { seats, staffing, apart, reach, bench, prices, work: 0, ..*self }
    }

    /// The cheapest career of a person who is not placed, everybody else fixed: the price and the seat.
    pub fn cheapest(&mut self, person: usize) -> Option<(i64, Seat)> {
        self.work += 1;
        let mut best: Option<(i64, Seat)> = None;
        for way in 0..self.candidates[person].ways.len() {
            self.price_way(person, way);
            let of = &self.candidates[person].ways[way];
            let Some(Found { price, taken }) = of.cheapest(&self.prices, &mut self.bench) else { continue };
            let price = price + of.price;
            if best.as_ref().is_none_or(|(least, _)| price < *least) {
                best = Some((price, Seat { way, taken }));
            }
        }
        best
    }

    /// What a seat of a person who is not placed would cost; none if it is not allowed.
    pub fn price_of(&self, person: usize, seat: &Seat) -> Option<i64> {
        let candidate = &self.candidates[person];
        let way = &candidate.ways[seat.way];
        let price = |period: usize, taken: &Taken| {
            let offered = candidate.does(seat, period)?;
            Some(
                self.price(person, period, offered, &candidate.instructs[period])
                    [usize::from(taken.trainee())],
            )
        };
        let prices = seat.taken.iter().enumerate().filter_map(|(period, taken)| price(period, taken));
        let moves = way.moves_and_end(&seat.taken).filter(|price| *price < NEVER)?;
        let all = prices.fold(moves, i64::saturating_add);
        (all < NEVER / 2).then_some(all + way.price)
    }

    /// What a choice costs, everybody else fixed, as a trainee or not.
    fn price(&self, person: usize, period: usize, offered: &Offered, instructs: &[usize]) -> [i64; 2] {
        let own = offered.points().saturating_add(self.apart(person, period, offered.area()));
        let marginal = self.staffing.marginal(period, offered.usage(), instructs);
        marginal.map(|marginal| if marginal >= NEVER { NEVER } else { own + marginal })
    }

    /// Marginal prices of all choices of a way.
    fn price_way(&mut self, person: usize, way: usize) {
        let mut prices = std::mem::take(&mut self.prices);
        let candidate = &self.candidates[person];
        let periods = candidate.offers[way].len();
        prices.resize_with(periods, Prices::default);
        for (period, (row, of)) in prices.iter_mut().zip(&candidate.offers[way]).enumerate() {
            row.choice.clear();
            let instructs = &candidate.instructs[period];
            row.choice.extend(of.iter().map(|offered| self.price(person, period, offered, instructs)));
        }
        self.prices = prices;
    }

    /// What being out of the household's reach costs.
    fn apart(&self, person: usize, period: usize, area: Option<usize>) -> i64 {
        let Some(area) = area else { return 0 };
        let areas = self.ground.areas.len();
        let partners = self.candidates[person].partners.iter();
        let far = partners.filter(|partner| {
            self.area(**partner, period).is_some_and(|other| !self.reach[area * areas + other])
        });
        far.count() as i64 * self.apart[period]
    }

    /// What a person's household out of reach costs in a period, each couple told once: by its first in the problem.
    pub fn apart_in(&self, person: usize, period: usize, area: Option<usize>) -> i64 {
        let Some(area) = area else { return 0 };
        let areas = self.ground.areas.len();
        let later = self.candidates[person].partners.iter().filter(|partner| **partner > person);
        let far = later.filter(|partner| {
            self.area(**partner, period).is_some_and(|other| !self.reach[area * areas + other])
        });
        far.count() as i64 * self.apart[period]
    }

    /// A number that divides every objective that a plan can have.
    pub fn divisor(&self) -> i128 {
        let rates = &self.ground.problem.rates;
        let mut divisor = gcd(rates.move_workplace.into(), rates.move_area.into());
        for candidate in self.candidates {
            let whole = candidate.every_offer().all(|(_, offered)| offered.takes_whole_heads());
            if !whole {
                return 1;
            }
            let offered = candidate.every_offer().map(|(_, offered)| offered.points());
            let ways = candidate.all().flat_map(|paths| &paths.ways);
            let ends = ways.flat_map(|way| way.prices_of_ends().chain([way.price]));
            let unplaced =
                candidate.unplaced.iter().flat_map(|(_, points)| points).map(|(_, points)| *points);
            for points in offered.chain(ends).chain(unplaced) {
                divisor = gcd(divisor, points.into());
            }
        }
        divisor = gcd(divisor, objective::of_nobody(self));
        let prices = self.staffing.prices().chain(self.apart.iter().copied());
        prices.fold(divisor, |divisor, price| gcd(divisor, price.into())).max(1)
    }

    /// What joins people, as rows.
    pub fn rows(&self) -> Rows {
        let areas = self.ground.areas.len();
        Rows::new(&self.staffing, self.ground.periods.len())
            .with_households(self.candidates, &self.apart, areas, |one, other| {
                self.reach[one * areas + other]
            })
            .with_works(self.candidates)
            .with_grains(self.candidates)
    }

    /// How many planning periods there are.
    pub fn staffing_periods(&self) -> usize {
        self.ground.periods.len()
    }

    /// The area where a person is posted in a period.
    pub fn area(&self, person: usize, period: usize) -> Option<usize> {
        self.offered(person, period)?.area()
    }

    /// What a person takes in a period, if placed.
    pub fn offered(&self, person: usize, period: usize) -> Option<&'a Offered> {
        self.candidates[person].does(self.seats[person].as_ref()?, period)
    }

    /// Whether a choice has room in a period, the person himself where he is.
    pub fn has_room(&self, person: usize, seat: &Seat, period: usize, choice: usize, trainee: bool) -> bool {
        let candidate = &self.candidates[person];
        let usage = candidate.offers[seat.way][period][choice].usage();
        self.staffing.marginal(period, usage, &candidate.instructs[period])[usize::from(trainee)] < NEVER
    }

    /// What a career costs by itself: no needs, no household.
    pub fn own_points(&self, person: usize, seat: &Seat) -> i64 {
        let candidate = &self.candidates[person];
        let way = &candidate.ways[seat.way];
        let does = (0..seat.taken.len()).filter_map(|period| candidate.does(seat, period));
        let choices: i64 = does.map(Offered::points).sum();
        way.price + choices + way.moves_and_end(&seat.taken).unwrap_or(0)
    }

    /// Whether a career has room, everybody else where he is.
    pub fn fits(&self, person: usize, seat: &Seat) -> bool {
        self.candidates[person].fits(&self.staffing, seat)
    }

    /// Puts a person in.
    pub fn place(&mut self, person: usize, seat: Seat) {
        self.change(person, &seat, 1);
        self.seats[person] = Some(seat);
    }

    /// Takes a person out.
    pub fn take_out(&mut self, person: usize) -> Option<Seat> {
        let seat = self.seats[person].take()?;
        self.change(person, &seat, -1);
        Some(seat)
    }

    fn change(&mut self, person: usize, seat: &Seat, sign: i64) {
        for (period, taken) in seat.taken.iter().enumerate() {
            let Some(offered) = self.candidates[person].does(seat, period) else { continue };
            self.staffing.change(period, offered.usage(), taken.trainee(), sign);
        }
    }

    /// Takes a person out and puts him back as cheaply as can be. Answers how much the objective falls; none if he
    /// could not be put back and stays where he was.
    pub fn improve(&mut self, person: usize) -> Option<i64> {
        let seat = self.take_out(person)?;
        let before = self.price_of(person, &seat);
        match (self.cheapest(person), before) {
            (Some((price, better)), Some(before)) if price < before => {
                self.place(person, better);
                Some(before - price)
            }
            (Some((_, better)), None) => {
                self.place(person, better);
                Some(0)
            }
            _ => {
                self.place(person, seat);
                None
            }
        }
    }
}

/// The greatest number that divides both.
pub(crate) fn gcd(one: i128, other: i128) -> i128 {
    if other == 0 { one.abs() } else { gcd(other, one % other) }
}

fn in_reach(ground: &Ground<'_>, one: usize, other: usize) -> bool {
    let pair = (ground.areas[one], ground.areas[other]);
    let named = |(a, b): &(kernel::AreaId, kernel::AreaId)| (a, b) == pair || (b, a) == pair;
    one == other || ground.problem.reach.iter().any(named)
}
