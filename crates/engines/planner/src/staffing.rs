//! Who is where: how full every post, workplace and instructor is, what is still needed, and what one more person
//! would cost or spare in each choice and period, everybody else staying where he is.
//!
//! All of it is a sum over periods, so a career's price is exact as long as the others do not move.

mod shares;

use std::collections::BTreeMap;

use kernel::{DepartmentId, WorkplaceId};
use problem::{Need, NeedLevel, NeedPlace, ShareStep, Term, for_months, for_shortage};

use self::shares::{Shares, positive};
use crate::{choice::Part, graph::NEVER, ground::Ground};

/// What one choice takes and gives in its period: rows with amounts in percent of a head.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Use {
    /// Posts and workplaces that have only so much room.
    pub room: Vec<(usize, u32)>,
    /// The same for a trainee: the instructors' time.
    pub taught: Vec<(usize, u32)>,
    /// Instructors' time that the person gives.
    pub teaches: Vec<(usize, u32)>,
    /// Needs it meets.
    pub needs: Vec<(usize, u32)>,
}

/// A row of room in one period.
#[derive(Clone, Copy, Debug)]
struct Room {
    most: i64,
    used: i64,
    /// What a percent too much costs while people push each other out; [`NEVER`] forbids it.
    price: i64,
}

/// Instructors of a department at a place in one period.
#[derive(Clone, Copy, Debug)]
struct Teaching {
    /// Those of the tables.
    own: i64,
    /// With those placed there.
    instructors: i64,
    trainees: i64,
    price: i64,
}

/// A need line in one period.
#[derive(Clone, Copy, Debug)]
struct Demand {
    need: usize,
    wanted: i64,
    met: i64,
    price: i64,
    /// The area in whose share missing it counts.
    area: Option<usize>,
}

/// All rows of one period.
#[derive(Clone, Debug, Default)]
struct Rows {
    rooms: Vec<Room>,
    teaching: Vec<Teaching>,
    demands: Vec<Demand>,
    of_post: BTreeMap<usize, usize>,
    of_place: BTreeMap<usize, Vec<usize>>,
    /// By place and department.
    of_teaching: BTreeMap<usize, BTreeMap<DepartmentId, usize>>,
    needs_of_post: BTreeMap<usize, Vec<usize>>,
    shares: Shares,
}

/// The state of all rows under a plan.
#[derive(Clone, Debug)]
pub struct Staffing {
    rows: Vec<Rows>,
    ratio: i64,
}

impl Staffing {
    /// All rows, nobody placed.
    pub fn new(ground: &Ground<'_>) -> Self {
        let rows = (0..ground.periods.len()).map(|period| Rows::new(ground, period)).collect();
        let ratio = ground.problem.trainees_per_instructor.map_or(0, i64::from);
        Self { rows, ratio }
    }

    /// What a choice with these parts takes and gives. `teaches` says whether the person is an instructor of a
    /// department in the period.
    pub fn usage(
        &self,
        ground: &Ground<'_>,
        period: usize,
        parts: &[Part],
        teaches: &dyn Fn(&DepartmentId) -> bool,
    ) -> Use {
        let rows = &self.rows[period];
        let mut usage = Use::default();
        let add = |rows: &mut Vec<(usize, u32)>, row: usize, amount: u32| match rows
            .iter_mut()
            .find(|(known, _)| *known == row)
        {
            Some((_, sum)) => *sum += amount,
            None => rows.push((row, amount)),
        };
        for part in parts {
            let Some(post) = part.post else { continue };
            let of = ground.post(post);
            add(&mut usage.room, rows.of_post[&post], part.usage);
            for row in rows.of_place.get(&part.place).into_iter().flatten() {
                add(&mut usage.room, *row, part.usage);
            }
            for (department, row) in rows.of_teaching.get(&part.place).into_iter().flatten() {
                if *department == of.department {
                    add(&mut usage.taught, *row, part.usage);
                }
                if teaches(department) {
                    add(&mut usage.teaches, *row, 1);
                }
            }
            for row in rows.needs_of_post.get(&post).into_iter().flatten() {
                add(&mut usage.needs, *row, part.usage);
            }
        }
        usage
    }

    /// Places (`sign` 1) or takes away (-1) somebody.
    pub fn change(&mut self, period: usize, usage: &Use, trainee: bool, sign: i64) {
        let rows = &mut self.rows[period];
        for (row, amount) in &usage.room {
            rows.rooms[*row].used += sign * i64::from(*amount);
        }
        if trainee {
            for (row, amount) in &usage.taught {
                rows.teaching[*row].trainees += sign * i64::from(*amount);
            }
        }
        for (row, heads) in &usage.teaches {
            rows.teaching[*row].instructors += sign * i64::from(*heads);
        }
        for (row, amount) in &usage.needs {
            let demand = &mut rows.demands[*row];
            let before = demand.shortage(demand.met);
            demand.met += sign * i64::from(*amount);
            if let Some(area) = demand.area {
                rows.shares.lack(area, demand.shortage(demand.met) - before);
            }
        }
    }

    /// What one more person in a choice costs, as a trainee or not: less than nothing where it meets a need; [`NEVER`]
    /// where there is no room. `instructs`: rows that the person could teach in this period; one that is over-full
    /// without him forbids all choices that leave it so.
    pub fn marginal(&self, period: usize, usage: &Use, instructs: &[usize]) -> [i64; 2] {
        let rows = &self.rows[period];
        let room = |price: i64, (row, amount): &(usize, u32)| {
            price.saturating_add(rows.rooms[*row].charge(i64::from(*amount)))
        };
        let price = usage.room.iter().fold(0, room);
        if price >= NEVER {
            return [NEVER; 2];
        }
        let price = price + self.spared(rows, usage);
        [false, true].map(|trainee| {
            let taught = self.teaching_charge(rows, usage, trainee, instructs);
            if taught >= NEVER { NEVER } else { price + taught }
        })
    }

    /// What meeting needs costs: nothing, or less.
    fn spared(&self, rows: &Rows, usage: &Use) -> i64 {
        let mut price = 0;
        for (row, amount) in &usage.needs {
            let demand = &rows.demands[*row];
            price += demand.cost(demand.met + i64::from(*amount)) - demand.cost(demand.met);
        }
        price + rows.share_charge(&usage.needs)
    }

    fn teaching_charge(&self, rows: &Rows, usage: &Use, trainee: bool, instructs: &[usize]) -> i64 {
        let taught = if trainee { usage.taught.as_slice() } else { &[] };
        let more = |row: usize| taught.iter().find(|(known, _)| *known == row).map(|(_, amount)| *amount);
        let others = instructs.iter().copied().filter(|row| more(*row).is_none());
        let mut price: i64 = 0;
        for row in taught.iter().map(|(row, _)| *row).chain(others) {
            let teaching = &rows.teaching[row];
            let more = more(row).unwrap_or(0);
            let given = usage.teaches.iter().find(|(known, _)| *known == row).map_or(0, |(_, heads)| *heads);
            let room = 100 * self.ratio * (teaching.instructors + i64::from(given));
            let over = (teaching.trainees + i64::from(more) - room).max(0);
            if over > 0 {
                price = price.saturating_add(charge(over, teaching.price));
            }
        }
        price
    }

    /// Forbids everything over the rows' room (none), or charges a percent too much with at least so many points.
    pub fn set_overflow_price(&mut self, price: Option<i64>) {
        let price = price.unwrap_or(NEVER);
        for rows in &mut self.rows {
            rows.rooms.iter_mut().for_each(|room| room.price = price);
            rows.teaching.iter_mut().for_each(|teaching| teaching.price = price);
        }
    }

    /// Rows that hold more than they have room for.
    pub fn overfull(&self) -> Vec<FullRow> {
        let mut full = Vec::new();
        for (period, rows) in self.rows.iter().enumerate() {
            let rooms = rows.rooms.iter().enumerate().filter(|(_, room)| room.used > room.most);
            full.extend(rooms.map(|(row, _)| FullRow { period, row, teaching: false }));
            let teaching = rows.teaching.iter().enumerate();
            let over = teaching.filter(|(_, of)| of.trainees > 100 * self.ratio * of.instructors);
            full.extend(over.map(|(row, _)| FullRow { period, row, teaching: true }));
        }
        full
    }

    /// Makes a row dearer to overfill, so that those who fight for it look elsewhere.
    pub fn raise(&mut self, full: FullRow, by: i64) {
        let rows = &mut self.rows[full.period];
        let price =
            if full.teaching { &mut rows.teaching[full.row].price } else { &mut rows.rooms[full.row].price };
        *price = price.saturating_add(by).min(NEVER / 1_000_000);
    }

    /// Whether the row is touched by a choice.
    pub fn touches(full: FullRow, usage: &Use, trainee: bool) -> bool {
        let rows = if full.teaching { &usage.taught } else { &usage.room };
        (!full.teaching || trainee) && rows.iter().any(|(row, _)| *row == full.row)
    }

    /// How many rows of room, of teaching and of need a period has.
    pub fn sizes(&self, period: usize) -> [usize; 3] {
        let rows = &self.rows[period];
        [rows.rooms.len(), rows.teaching.len(), rows.demands.len()]
    }

    /// The row of room of each post in a period.
    pub fn posts(&self, period: usize) -> impl Iterator<Item = (usize, usize)> {
        self.rows[period].of_post.iter().map(|(post, row)| (*post, *row))
    }

    /// The rows of room of each workplace in a period.
    pub fn places(&self, period: usize) -> impl Iterator<Item = (usize, usize)> {
        let places = self.rows[period].of_place.iter();
        places.flat_map(|(place, rows)| rows.iter().map(move |row| (*place, *row)))
    }

    /// The row of teaching of each department in a period.
    pub fn departments(&self, period: usize) -> impl Iterator<Item = ((usize, &DepartmentId), usize)> {
        let places = self.rows[period].of_teaching.iter();
        places.flat_map(|(place, rows)| rows.iter().map(move |(of, row)| ((*place, of), *row)))
    }

    /// Each need of a period by position in the problem, and the area in whose share it counts.
    pub fn needs(&self, period: usize) -> impl Iterator<Item = (usize, Option<usize>)> {
        self.rows[period].demands.iter().map(|demand| (demand.need, demand.area))
    }

    /// What a head missing of each need costs, and a per mille of the worst shares.
    pub fn prices(&self) -> impl Iterator<Item = i64> {
        self.rows.iter().flat_map(|rows| {
            let steps = rows.shares.steps.iter().map(|step| step.price);
            rows.demands.iter().map(|demand| demand.price).chain(steps).chain([rows.shares.worst])
        })
    }

    /// Whether a row of room is that of a whole workplace.
    pub fn is_whole(&self, period: usize, row: usize) -> bool {
        self.rows[period].of_place.values().flatten().any(|of| *of == row)
    }

    /// Percent of heads that a row of room takes.
    pub fn room(&self, period: usize, row: usize) -> i64 {
        self.rows[period].rooms[row].most
    }

    /// Percent of trainees that the instructors of a row may have, nobody placed there being counted.
    pub fn teaching(&self, period: usize, row: usize) -> i64 {
        let teaching = &self.rows[period].teaching[row];
        self.per_instructor() * teaching.own
    }

    /// Percent of trainees for each instructor.
    pub fn per_instructor(&self) -> i64 {
        100 * self.ratio
    }

    /// Percent of heads that a need asks for, what a head missing costs, and the area in whose share it counts.
    pub fn need(&self, period: usize, row: usize) -> (i64, i64, Option<usize>) {
        let demand = &self.rows[period].demands[row];
        (demand.wanted, demand.price, demand.area)
    }

    /// Position of a need's line in the problem, percent of heads that meet it, and what those missing cost.
    pub fn met(&self, period: usize, row: usize) -> (usize, i64, i64) {
        let demand = &self.rows[period].demands[row];
        (demand.need, demand.met, demand.cost(demand.met))
    }

    /// What the worst share of a period costs per mille.
    pub fn worst_price(&self, period: usize) -> i64 {
        self.rows[period].shares.worst
    }

    /// How many prefectures there are: the worst share of each has its price.
    pub fn prefectures(&self, period: usize) -> usize {
        self.rows[period].shares.prefectures()
    }

    /// The prefecture of an area.
    pub fn prefecture(&self, period: usize, area: usize) -> usize {
        self.rows[period].shares.prefecture(area)
    }

    /// Steps of fairness for an area that needs so many percent: percent missing that are free, and the price of a head
    /// beyond.
    pub fn share_steps(&self, period: usize, wanted: i64) -> impl Iterator<Item = (i64, i64)> {
        let free = move |step: &ShareStep| i64::try_from(step.free(positive(wanted))).unwrap_or(i64::MAX);
        self.rows[period].shares.steps.iter().map(move |step| (free(step), step.price))
    }

    /// Rows of teaching that a person who instructs a department could give time to, in a period.
    pub fn teachable(&self, period: usize, teaches: &dyn Fn(&DepartmentId) -> bool) -> Vec<usize> {
        let rows = self.rows[period].of_teaching.values().flatten();
        rows.filter(|(department, _)| teaches(department)).map(|(_, row)| *row).collect()
    }

    /// What all shortages cost, by term.
    pub fn shortages(&self, ground: &Ground<'_>) -> BTreeMap<Term, i128> {
        let mut terms = BTreeMap::new();
        for rows in &self.rows {
            for demand in &rows.demands {
                let term = match ground.problem.needs[demand.need].level {
                    NeedLevel::Minimum => Term::UnmetMinimum,
                    NeedLevel::Critical => Term::UnmetCritical,
                    NeedLevel::Wanted => Term::UnmetWanted,
                    NeedLevel::Fairness => Term::Fairness,
                };
                *terms.entry(term).or_default() += i128::from(demand.cost(demand.met));
            }
            *terms.entry(Term::WorstShare).or_default() += rows.shares.worst_cost();
            *terms.entry(Term::ShareSteps).or_default() += rows.shares.cost_of_steps();
        }
        terms
    }
}

/// A row that holds too much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FullRow {
    /// In which period.
    pub period: usize,
    row: usize,
    teaching: bool,
}

impl Room {
    fn charge(&self, amount: i64) -> i64 {
        let over = |used: i64| (used - self.most).max(0);
        let more = over(self.used + amount) - over(self.used);
        if more == 0 { 0 } else { charge(more, self.price) }
    }
}

fn charge(percent: i64, price: i64) -> i64 {
    if price >= NEVER { NEVER } else { percent.saturating_mul(price).min(NEVER / 1_000) }
}

impl Demand {
    fn shortage(&self, met: i64) -> i64 {
        (self.wanted - met).max(0)
    }

    fn cost(&self, met: i64) -> i64 {
        for_shortage(self.price, u32::try_from(self.shortage(met)).unwrap_or(u32::MAX))
    }
}

/// The posts of a period, and those of each department.
struct Posts<'a> {
    all: Vec<usize>,
    of: BTreeMap<&'a DepartmentId, Vec<usize>>,
}

impl<'a> Posts<'a> {
    fn of(ground: &Ground<'a>, posts: impl Iterator<Item = usize>) -> Self {
        let mut sorted = Self { all: posts.collect(), of: BTreeMap::new() };
        for post in &sorted.all {
            sorted.of.entry(&ground.post(*post).department).or_default().push(*post);
        }
        sorted
    }

    /// Posts whose department meets a need, wherever they are.
    fn for_need(&self, need: &Need) -> &[usize] {
        match &need.department {
            None => &self.all,
            Some(department) => self.of.get(department).map_or(&[], Vec::as_slice),
        }
    }
}

impl Rows {
    fn new(ground: &Ground<'_>, period: usize) -> Self {
        let mut rows = Rows { shares: Shares::new(ground, period), ..Rows::default() };
        rows.add_rooms(ground, period);
        rows.add_teaching(ground, period);
        let posts = Posts::of(ground, rows.of_post.keys().copied());
        for (number, need) in ground.problem.needs.iter().enumerate() {
            rows.add_need(ground, period, number, need, &posts);
        }
        rows
    }

    fn add_rooms(&mut self, ground: &Ground<'_>, period: usize) {
        let room = |most: u32| Room { most: 100 * i64::from(most), used: 0, price: NEVER };
        for offer in &ground.offers[period] {
            for part in &offer.parts {
                if let std::collections::btree_map::Entry::Vacant(entry) = self.of_post.entry(part.post) {
                    entry.insert(self.rooms.len());
                    self.rooms.push(room(ground.post(part.post).most));
                }
            }
        }
        for limit in &ground.problem.place_limits {
            if limit.span.covers(ground.periods[period].span)
                && let Some(place) = ground.known_place(&limit.workplace)
            {
                self.of_place.entry(place).or_default().push(self.rooms.len());
                self.rooms.push(room(limit.most));
            }
        }
    }

    fn add_teaching(&mut self, ground: &Ground<'_>, period: usize) {
        if ground.problem.trainees_per_instructor.is_none() {
            return;
        }
        let day = ground.periods[period].first;
        for post in self.of_post.keys() {
            let of = ground.post(*post);
            let place = ground.place(&of.workplace);
            let Some(count) = ground.instructors(place, &of.department, day) else { continue };
            if let std::collections::btree_map::Entry::Vacant(entry) =
                self.of_teaching.entry(place).or_default().entry(of.department.clone())
            {
                entry.insert(self.teaching.len());
                let instructors = i64::from(count);
                self.teaching.push(Teaching { own: instructors, instructors, trainees: 0, price: NEVER });
            }
        }
    }

    fn add_need(
        &mut self,
        ground: &Ground<'_>,
        period: usize,
        number: usize,
        need: &Need,
        posts: &Posts<'_>,
    ) {
        let of = &ground.periods[period];
        if !need.span.covers(of.span) {
            return;
        }
        let row = self.demands.len();
        let area = match &need.at {
            NeedPlace::Area(area) if need.level == NeedLevel::Wanted => {
                ground.areas.binary_search(&area).ok()
            }
            _ => None,
        };
        let wanted = 100 * i64::from(need.heads);
        let price = for_months(need.price, of.months);
        self.demands.push(Demand { need: number, wanted, met: 0, price, area });
        if let Some(area) = area {
            self.shares.want(area, wanted);
        }
        for post in posts.for_need(need) {
            if lies(ground, &ground.post(*post).workplace, &need.at) {
                self.needs_of_post.entry(*post).or_default().push(row);
            }
        }
    }

    /// What meeting these needs further spares in shares missing.
    fn share_charge(&self, more: &[(usize, u32)]) -> i64 {
        if self.shares.are_free() {
            return 0;
        }
        let spared = |(row, amount): &(usize, u32)| {
            let demand = &self.demands[*row];
            let less = demand.shortage(demand.met) - demand.shortage(demand.met + i64::from(*amount));
            demand.area.map(|area| (area, less)).filter(|(_, less)| *less != 0)
        };
        self.shares.spared(more.iter().filter_map(spared).collect())
    }
}

fn lies(ground: &Ground<'_>, workplace: &WorkplaceId, at: &NeedPlace) -> bool {
    match at {
        NeedPlace::Workplace(place) => place == workplace,
        NeedPlace::Area(area) => {
            ground.area(ground.place(workplace)).is_some_and(|number| ground.areas[number] == area)
        }
    }
}
