//! What joins people, as rows over all periods: room, instructors' time, needs, and the fairness of areas. A career is
//! a column: it takes amounts of rows, in percent of a head.
//!
//! A charge is what a percent more of a row costs, in parts of a point. At given charges everybody is a problem of his
//! own, and the sum of all is a lower bound of the objective (Lagrange): what the rows hold is given back, and what is
//! short is bought where that costs less than its charge.

use std::sync::Arc;

use crate::{
    columns::shares::{Shares, permille},
    graph::NEVER,
    offered::{Offered, Work},
    seats::{Candidate, Seat, gcd},
    staffing::Staffing,
};

/// Parts of a point in which charges are counted.
pub const PARTS: i64 = 10_000;

/// Percent of a head.
pub const HEAD: i64 = 100;

/// One row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// No more than so many percent: a post, a workplace, the instructors' time.
    Room {
        /// How many.
        most: i64,
    },
    /// At least so many percent, or a price for each that is missing.
    Need {
        /// How many.
        wanted: i64,
        /// Parts of a point for each percent missing.
        price: i64,
    },
    /// What is missing of several needs beyond so many percent has a price.
    Step {
        /// So many are free.
        free: i64,
        /// Parts of a point for each percent beyond.
        price: i64,
    },
    /// What is missing of an area's needs, against the worst share of its prefecture.
    Share {
        /// Percent wanted in all.
        wanted: i64,
        /// The group.
        group: usize,
    },
    /// What a household takes of an area beyond a head, against the worst of its rows in the period.
    Apart {
        /// The group.
        group: usize,
    },
}

/// Rows of which the worst has a price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Group {
    /// The areas of a prefecture in a period.
    Shares(Shares),
    /// The areas of a household in a period.
    Household {
        /// Parts of a point for each percent of the worst.
        price: i64,
    },
}

/// A level of a worst share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// The group of rows.
    pub group: usize,
    /// The level.
    pub level: usize,
}

/// All rows.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    /// In order of periods: room, teaching, needs; then fairness.
    pub rows: Vec<Row>,
    /// First row of room, of teaching and of needs in each period.
    first: Vec<[u32; 3]>,
    per_instructor: i64,
    /// For each row, the rows of fairness in which it counts if it is a need.
    pub fairness: Vec<Vec<u32>>,
    /// Whether a row is the room of a whole workplace, whatever the department.
    pub whole: Vec<bool>,
    /// Groups of which the worst has a price.
    pub groups: Vec<Group>,
    /// For each person: the households, and whether as the first of two.
    households: Vec<Vec<(u32, bool)>>,
    areas: usize,
    /// Areas out of reach of each.
    far: Vec<Vec<u32>>,
    /// What several may be offered, by number, with its period.
    works: Vec<Option<(usize, Arc<Work>)>>,
}

/// An amount of a row: percent of a head, less than nothing where room is given.
pub type Entry = (u32, i32);

impl Rows {
    /// Whether a row joins all specialties: room of whole workplaces, fairness, households.
    pub fn joins_blocks(&self, row: usize) -> bool {
        match self.rows[row] {
            Row::Step { .. } | Row::Share { .. } | Row::Apart { .. } => true,
            Row::Room { .. } => self.whole[row],
            Row::Need { .. } => false,
        }
    }

    /// The rows of a problem.
    pub fn new(staffing: &Staffing, periods: usize) -> Self {
        let mut all = Self { per_instructor: staffing.per_instructor(), ..Self::default() };
        let mut shared = Vec::new();
        for period in 0..periods {
            let [rooms, teaching, needs] = staffing.sizes(period);
            let first = all.rows.len() as u32;
            all.first.push([first, first + rooms as u32, first + (rooms + teaching) as u32]);
            all.rows.extend((0..rooms).map(|row| Row::Room { most: staffing.room(period, row) }));
            all.whole.extend((0..rooms).map(|row| staffing.is_whole(period, row)));
            all.rows.extend((0..teaching).map(|row| Row::Room { most: staffing.teaching(period, row) }));
            all.whole.resize(all.rows.len() + needs, false);
            for row in 0..needs {
                let (wanted, price, area) = staffing.need(period, row);
                if let Some(area) = area {
                    shared.push((period, area, all.rows.len() as u32, wanted));
                }
                all.rows.push(Row::Need { wanted, price: price * (PARTS / 100) });
            }
        }
        all.fairness = vec![Vec::new(); all.rows.len()];
        for period in 0..periods {
            let shares = Shares::new(period, staffing.worst_price(period) * PARTS);
            all.groups.extend(std::iter::repeat_n(Group::Shares(shares), staffing.prefectures(period)));
        }
        all.add_fairness(staffing, &mut shared);
        all
    }

    /// The same with households: somebody in an area, and the other out of its reach, is one apart. `apart`: what each
    /// period apart costs; `near`: whether two areas are within reach.
    pub fn with_households(
        mut self,
        candidates: &[Candidate],
        apart: &[i64],
        areas: usize,
        near: impl Fn(usize, usize) -> bool,
    ) -> Self {
        self.areas = areas;
        let far =
            |one: usize| (0..areas).filter(|other| !near(one, *other)).map(|other| other as u32).collect();
        self.far = (0..areas).map(far).collect();
        self.households = vec![Vec::new(); candidates.len()];
        for (person, candidate) in candidates.iter().enumerate() {
            for partner in candidate.partners.iter().filter(|partner| **partner > person) {
                let first = self.rows.len() as u32;
                self.households[person].push((first, true));
                self.households[*partner].push((first, false));
                for price in apart {
                    let group = self.groups.len();
                    self.groups.push(Group::Household { price: price * (PARTS / 100) });
                    self.rows.extend(std::iter::repeat_n(Row::Apart { group }, areas));
                }
            }
        }
        self.fairness.resize(self.rows.len(), Vec::new());
        self
    }

    /// The same, knowing what several of these people may be offered.
    pub fn with_works(mut self, candidates: &[Candidate]) -> Self {
        for candidate in candidates {
            for (period, offered) in candidate.every_offer() {
                let Some(number) = offered.work.number.map(|number| number as usize) else { continue };
                if self.works.len() <= number {
                    self.works.resize(number + 1, None);
                }
                self.works[number].get_or_insert_with(|| (period, Arc::clone(&offered.work)));
            }
        }
        self
    }

    /// The same, knowing what is missing of an area comes in: the greatest part of a head that all these people could be
    /// there is a multiple of.
    pub fn with_grains(mut self, candidates: &[Candidate]) -> Self {
        if self.shares().all(|shares| shares.price == 0) {
            return self;
        }
        let Self { rows, groups, fairness, first, .. } = &mut self;
        let mut grains = vec![HEAD; rows.len()];
        let offers = candidates.iter().flat_map(Candidate::every_offer);
        for (period, (need, amount)) in
            offers.flat_map(|(period, offered)| offered.usage().needs.iter().map(move |of| (period, of)))
        {
            for fair in &fairness[first[period][2] as usize + need] {
                let grain = &mut grains[*fair as usize];
                if i64::from(*amount) % *grain != 0 {
                    *grain = gcd(i128::from(*grain), i128::from(*amount)) as i64;
                }
            }
        }
        for group in groups {
            if let Group::Shares(shares) = group {
                shares.come_in(|row| grains[row]);
            }
        }
        self
    }

    /// First row of room, of teaching and of needs in a period.
    pub fn first_of(&self, period: usize) -> [usize; 3] {
        self.first[period].map(|row| row as usize)
    }

    /// Households: the first of their rows, and the two people; the rows follow by period, then by the first's area.
    pub fn of_households(&self) -> Vec<(usize, (usize, usize))> {
        let listed = |leads: bool| {
            let people = self.households.iter().enumerate();
            people.flat_map(move |(person, of)| {
                of.iter().filter(move |of| of.1 == leads).map(move |of| (of.0 as usize, person))
            })
        };
        let other = |first: usize| listed(false).find(|(row, _)| *row == first).map(|(_, person)| person);
        listed(true).filter_map(|(first, person)| Some((first, (person, other(first)?)))).collect()
    }

    /// Areas out of reach of one: if the first of a household is there, the other is apart in these.
    pub fn out_of_reach_of(&self, area: usize) -> Vec<u32> {
        let far = |other: &usize| self.far[*other].contains(&(area as u32));
        (0..self.areas).filter(far).map(|other| other as u32).collect()
    }

    /// What being in an area takes of a person's household.
    fn household(&self, person: usize, period: usize, area: Option<usize>) -> impl Iterator<Item = Entry> {
        let households = self.households.get(person).map_or(&[][..], Vec::as_slice);
        let first = move |of: u32| of + (period * self.areas) as u32;
        households.iter().flat_map(move |(of, leads)| {
            let own = area.filter(|_| *leads).map(|area| area as u32);
            let far = area.filter(|_| !*leads).map_or(&[][..], |area| &self.far[area]);
            own.into_iter().chain(far.iter().copied()).map(move |area| (first(*of) + area, 100))
        })
    }

    fn add_fairness(&mut self, staffing: &Staffing, shared: &mut [(usize, usize, u32, i64)]) {
        shared.sort_unstable();
        for needs in shared.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
            let (period, area, ..) = needs[0];
            let group = period * staffing.prefectures(period) + staffing.prefecture(period, area);
            let wanted: i64 = needs.iter().map(|(.., wanted)| wanted).sum();
            let mut rows: Vec<Row> = staffing
                .share_steps(period, wanted)
                .map(|(free, price)| Row::Step { free, price: price * (PARTS / 100) })
                .collect();
            let shares = match &mut self.groups[group] {
                Group::Shares(shares) if shares.price > 0 && wanted > 0 => Some(shares),
                _ => None,
            };
            if let Some(shares) = shares {
                shares.add(area, self.rows.len() + rows.len(), wanted);
                rows.push(Row::Share { wanted, group });
            }
            for row in rows {
                let number = self.rows.len() as u32;
                self.rows.push(row);
                self.fairness.push(Vec::new());
                needs.iter().for_each(|(_, _, need, _)| self.fairness[*need as usize].push(number));
            }
        }
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nothing joins people.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What a person's choice takes in a period.
    pub fn entries(
        &self,
        person: usize,
        period: usize,
        offered: &Offered,
        trainee: bool,
    ) -> impl Iterator<Item = Entry> {
        let usage = offered.usage();
        let [room, teaching, need] = self.first[period];
        let at = |first: u32| move |(row, amount): &(usize, u32)| (first + *row as u32, *amount as i32);
        let given = self.per_instructor as i32;
        let taught = if trainee { usage.taught.as_slice() } else { &[] };
        let teaches = usage.teaches.iter().map(at(teaching)).map(move |(row, heads)| (row, -heads * given));
        let taken = usage.room.iter().map(at(room)).chain(taught.iter().map(at(teaching)));
        let own = taken.chain(teaches).chain(usage.needs.iter().map(at(need)));
        own.chain(self.household(person, period, offered.area()))
    }

    /// How much work there is that several may be offered.
    pub fn works(&self) -> usize {
        self.works.len()
    }

    /// What everything that several may be offered costs at charges, by number. `wanted`: of what it is asked; all of it
    /// where that says nothing.
    pub fn of_works(&self, charges: &[i64], wanted: &[bool]) -> Vec<[i64; 2]> {
        let one = |(number, work): (usize, &Option<(usize, Arc<Work>)>)| {
            let work = work.as_ref().filter(|_| wanted.get(number).copied().unwrap_or(true));
            work.map_or([NEVER; 2], |(period, work)| self.of_work(charges, *period, work))
        };
        self.works.iter().enumerate().map(one).collect()
    }

    /// What work costs at charges, as a trainee or not, whoever does it.
    pub fn of_work(&self, charges: &[i64], period: usize, work: &Work) -> [i64; 2] {
        let usage = &work.usage;
        let [room, teaching, need] = self.first[period];
        let sum = |first: u32, of: &[(usize, u32)]| -> i64 {
            of.iter().map(|(row, amount)| charges[first as usize + row] * i64::from(*amount)).sum()
        };
        let plain = sum(room, &usage.room) - self.per_instructor * sum(teaching, &usage.teaches)
            + sum(need, &usage.needs);
        [plain, plain + sum(teaching, &usage.taught)]
    }

    /// What being in an area costs a person's household at charges.
    pub fn of_household(&self, charges: &[i64], person: usize, period: usize, area: Option<usize>) -> i64 {
        let household = self.household(person, period, area);
        household.map(|(row, amount)| charges[row as usize] * i64::from(amount)).sum()
    }

    /// What rows give back at charges, and what is short of each need then: the part of the bound that is nobody's.
    /// Charges of room are not negative, of needs not positive, of fairness not negative.
    pub fn held(&self, charges: &[i64], mut short: impl FnMut(usize, i64)) -> i128 {
        let mut total = 0i128;
        for (number, row) in self.rows.iter().enumerate() {
            let charge = charges[number];
            let of = |amount: i64| i128::from(charge) * i128::from(amount);
            total += match row {
                Row::Room { most } => -of(*most),
                Row::Need { wanted, price } => {
                    let missing = price + charge + self.fairness_charge(charges, number);
                    let bought = if missing < 0 { *wanted } else { 0 };
                    short(number, bought);
                    -of(*wanted) + i128::from(missing) * i128::from(bought)
                }
                Row::Step { free, .. } => -of(*free),
                Row::Apart { .. } => -of(HEAD),
                Row::Share { .. } => 0,
            };
        }
        total + self.shares().map(|shares| shares.held(charges)).sum::<i128>()
    }

    /// The areas of each prefecture in each period.
    pub fn shares(&self) -> impl Iterator<Item = &Shares> {
        self.groups.iter().filter_map(|group| match group {
            Group::Shares(shares) => Some(shares),
            Group::Household { .. } => None,
        })
    }

    /// What a percent missing of a need costs by fairness.
    pub fn fairness_charge(&self, charges: &[i64], need: usize) -> i64 {
        self.fairness[need].iter().map(|row| charges[*row as usize]).sum()
    }

    /// The nearest charges that rows can have.
    pub fn clip(&self, charges: &mut [i64]) {
        let mut sums = vec![0i128; self.groups.len()];
        for (row, charge) in self.rows.iter().zip(charges.iter_mut()) {
            match row {
                Row::Room { .. } => *charge = (*charge).max(0),
                Row::Step { price, .. } => *charge = (*charge).clamp(0, *price),
                Row::Share { group, .. } => {
                    let most = match &self.groups[*group] {
                        Group::Shares(shares) => shares.dearest(),
                        Group::Household { .. } => 0,
                    };
                    *charge = (*charge).clamp(0, most);
                }
                Row::Apart { group } => {
                    *charge = (*charge).max(0);
                    sums[*group] += i128::from(*charge);
                }
                Row::Need { .. } => {}
            }
        }
        // All rows of a household together cannot charge more than the worst costs.
        for (number, row) in self.rows.iter().enumerate() {
            if let Row::Apart { group } = row
                && let Group::Household { price } = self.groups[*group]
                && sums[*group] > i128::from(price)
            {
                charges[number] = (i128::from(charges[number]) * i128::from(price) / sums[*group]) as i64;
            }
        }
        // Nobody is worth more than what it costs to go without.
        for (number, row) in self.rows.iter().enumerate() {
            if let Row::Need { price, .. } = row {
                let most = price + self.fairness_charge(charges, number);
                charges[number] = charges[number].clamp(-most, 0);
            }
        }
    }

    /// What is short costs, in parts of a point, where so much is taken: of the needs named, the steps that they count
    /// in, and the worst shares.
    pub fn short(&self, taken: &[i64], used: &[bool]) -> i128 {
        let mut missing = vec![0i64; self.len()];
        let mut counts = vec![false; self.len()];
        let mut worst = vec![0i128; self.groups.len()];
        let mut total = 0;
        for (number, row) in self.rows.iter().enumerate() {
            match row {
                Row::Room { .. } => {}
                Row::Need { wanted, price } => {
                    let short = (wanted - taken[number]).max(0);
                    for of in &self.fairness[number] {
                        missing[*of as usize] += short;
                        counts[*of as usize] |= used[number];
                    }
                    if used[number] {
                        total += i128::from(*price) * i128::from(short);
                    }
                }
                Row::Step { free, price } if counts[number] => {
                    total += i128::from(*price) * i128::from((missing[number] - free).max(0));
                }
                Row::Step { .. } => {}
                Row::Share { wanted, group } => {
                    let share = permille(missing[number], *wanted);
                    worst[*group] = worst[*group].max(i128::from(share));
                }
                Row::Apart { group } => {
                    worst[*group] = worst[*group].max(i128::from((taken[number] - HEAD).max(0)));
                }
            }
        }
        let prices = self.groups.iter().map(|group| match group {
            Group::Shares(Shares { price, .. }) | Group::Household { price } => i128::from(*price),
        });
        total + worst.iter().zip(prices).map(|(units, price)| units * price).sum::<i128>()
    }

    /// What is missing of each row of fairness, where so much is taken.
    pub fn missing(&self, taken: &[i64]) -> Vec<i64> {
        let mut missing = vec![0i64; self.len()];
        for (number, row) in self.rows.iter().enumerate() {
            if let Row::Need { wanted, .. } = row {
                let short = (wanted - taken[number]).max(0);
                self.fairness[number].iter().for_each(|of| missing[*of as usize] += short);
            }
        }
        missing
    }

    /// The level of each worst share that has a price, where so much is missing.
    pub fn levels(&self, missing: &[i64]) -> Vec<Held> {
        let of = |(group, of): (usize, &Group)| match of {
            Group::Shares(shares) if shares.price > 0 => Some(Held { group, level: shares.level(missing) }),
            _ => None,
        };
        self.groups.iter().enumerate().filter_map(of).collect()
    }

    /// The needs of those areas that lack more than a level lets them.
    pub fn needs_above(&self, missing: &[i64], Held { group, level }: Held) -> Vec<u32> {
        let Group::Shares(shares) = &self.groups[group] else { return Vec::new() };
        let above: Vec<u32> = shares.above(missing, level).map(|row| row as u32).collect();
        let counts = |need: &u32| self.fairness[*need as usize].iter().any(|row| above.contains(row));
        (0..self.len() as u32).filter(counts).collect()
    }

    /// All that a seat takes, each row once.
    pub fn of_seat(&self, person: usize, candidate: &Candidate, seat: &Seat) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        for (period, taken) in seat.taken.iter().enumerate() {
            let Some(offered) = candidate.does(seat, period) else { continue };
            entries.extend(self.entries(person, period, offered, taken.trainee()));
        }
        entries.sort_unstable();
        entries.dedup_by(|later, sum| {
            let same = later.0 == sum.0;
            if same {
                sum.1 += later.1;
            }
            same
        });
        // Many are kept for long.
        entries.shrink_to_fit();
        entries
    }
}
