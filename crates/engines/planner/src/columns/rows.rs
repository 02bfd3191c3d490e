//! What joins people, as rows over all periods: room, instructors' time, needs, and the fairness of areas. A career is
//! a column: it takes amounts of rows, in percent of a head.
//!
//! A charge is what a percent more of a row costs, in parts of a point. At given charges everybody is a problem of his
//! own, and the sum of all is a lower bound of the objective (Lagrange): what the rows hold is given back, and what is
//! short is bought where that costs less than its charge.

use crate::{
    seats::{Candidate, Seat},
    staffing::{Staffing, Use},
};

/// Parts of a point in which charges are counted.
pub const PARTS: i64 = 10_000;

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
    /// The share of several needs that is missing, against the worst share of the period.
    Share {
        /// What they need together.
        wanted: i64,
        /// The period.
        period: usize,
    },
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
    /// What the worst share of each period costs, in parts of a point per mille.
    pub worst: Vec<i64>,
}

/// An amount of a row: percent of a head, less than nothing where room is given.
pub type Entry = (u32, i32);

impl Rows {
    /// The rows of a problem.
    pub fn new(staffing: &Staffing, periods: usize) -> Self {
        let mut all = Self { per_instructor: staffing.per_instructor(), ..Self::default() };
        let mut shared = Vec::new();
        for period in 0..periods {
            let [rooms, teaching, needs] = staffing.sizes(period);
            let first = all.rows.len() as u32;
            all.first.push([first, first + rooms as u32, first + (rooms + teaching) as u32]);
            all.rows.extend((0..rooms).map(|row| Row::Room { most: staffing.room(period, row) }));
            all.rows.extend((0..teaching).map(|row| Row::Room { most: staffing.teaching(period, row) }));
            for row in 0..needs {
                let (wanted, price, area) = staffing.need(period, row);
                if let Some(area) = area {
                    shared.push((period, area, all.rows.len() as u32, wanted));
                }
                all.rows.push(Row::Need { wanted, price: price * (PARTS / 100) });
            }
            all.worst.push(staffing.worst_price(period) * PARTS);
        }
        all.fairness = vec![Vec::new(); all.rows.len()];
        all.add_fairness(staffing, &mut shared);
        all
    }

    fn add_fairness(&mut self, staffing: &Staffing, shared: &mut [(usize, usize, u32, i64)]) {
        shared.sort_unstable();
        for needs in shared.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
            let period = needs[0].0;
            let wanted: i64 = needs.iter().map(|(.., wanted)| wanted).sum();
            let mut rows: Vec<Row> = staffing
                .share_steps(period, wanted)
                .map(|(free, price)| Row::Step { free, price: price * (PARTS / 100) })
                .collect();
            if self.worst[period] > 0 && wanted > 0 {
                rows.push(Row::Share { wanted, period });
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

    /// What a choice takes in a period.
    pub fn entries(&self, period: usize, usage: &Use, trainee: bool) -> impl Iterator<Item = Entry> {
        let [room, teaching, need] = self.first[period];
        let at = |first: u32| move |(row, amount): &(usize, u32)| (first + *row as u32, *amount as i32);
        let given = self.per_instructor as i32;
        let taught = if trainee { usage.taught.as_slice() } else { &[] };
        let teaches = usage.teaches.iter().map(at(teaching)).map(move |(row, heads)| (row, -heads * given));
        let taken = usage.room.iter().map(at(room)).chain(taught.iter().map(at(teaching)));
        taken.chain(teaches).chain(usage.needs.iter().map(at(need)))
    }

    /// What a choice costs at charges, as a trainee or not.
    pub fn charged(&self, charges: &[i64], period: usize, usage: &Use) -> [i64; 2] {
        let [room, teaching, need] = self.first[period];
        let sum = |first: u32, of: &[(usize, u32)]| -> i64 {
            of.iter().map(|(row, amount)| charges[first as usize + row] * i64::from(*amount)).sum()
        };
        let plain = sum(room, &usage.room) - self.per_instructor * sum(teaching, &usage.teaches)
            + sum(need, &usage.needs);
        [plain, plain + sum(teaching, &usage.taught)]
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
                Row::Share { .. } => 0,
            };
        }
        total
    }

    /// What a percent missing of a need costs by fairness.
    fn fairness_charge(&self, charges: &[i64], need: usize) -> i64 {
        self.fairness[need].iter().map(|row| charges[*row as usize]).sum()
    }

    /// The nearest charges that a row can have.
    pub fn clip(&self, charges: &mut [i64]) {
        let mut shares = vec![0i128; self.worst.len()];
        for (number, row) in self.rows.iter().enumerate() {
            let charge = &mut charges[number];
            *charge = match row {
                Row::Room { .. } => (*charge).max(0),
                Row::Need { price, .. } => {
                    let most = price + self.fairness[number].iter().map(|row| self.most(*row)).sum::<i64>();
                    (*charge).clamp(-most, 0)
                }
                Row::Step { price, .. } => (*charge).clamp(0, *price),
                Row::Share { wanted, period } => {
                    let charge = (*charge).max(0);
                    shares[*period] += i128::from(charge) * i128::from(*wanted);
                    charge
                }
            };
        }
        // All areas together cannot charge more than the worst share costs.
        for (number, row) in self.rows.iter().enumerate() {
            if let Row::Share { period, .. } = row {
                let most = 1000 * i128::from(self.worst[*period]);
                if shares[*period] > most {
                    charges[number] = (i128::from(charges[number]) * most / shares[*period]) as i64;
                }
            }
        }
    }

    /// The most that a row of fairness can charge for a percent.
    fn most(&self, row: u32) -> i64 {
        match self.rows[row as usize] {
            Row::Step { price, .. } => price,
            Row::Share { wanted, period } => 1000 * self.worst[period] / wanted.max(1),
            Row::Room { .. } | Row::Need { .. } => 0,
        }
    }

    /// What is short costs, in parts of a point, where so much is taken: of the needs named, the steps that they count
    /// in, and the worst shares.
    pub fn short(&self, taken: &[i64], used: &[bool]) -> i128 {
        let mut missing = vec![0i64; self.len()];
        let mut counts = vec![false; self.len()];
        let mut worst = vec![0i128; self.worst.len()];
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
                Row::Share { wanted, period } => {
                    let share = (1000 * missing[number] + wanted - 1) / wanted.max(&1);
                    worst[*period] = worst[*period].max(i128::from(share));
                }
            }
        }
        total + worst.iter().zip(&self.worst).map(|(share, price)| share * i128::from(*price)).sum::<i128>()
    }

    /// All that a seat takes, each row once.
    pub fn of_seat(&self, candidate: &Candidate, seat: &Seat) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        for (period, taken) in seat.taken.iter().enumerate() {
            let Some(choice) = taken.choice else { continue };
            let usage = &candidate.offers[seat.way][period][choice].usage;
            entries.extend(self.entries(period, usage, taken.trainee));
        }
        entries.sort_unstable();
        entries.dedup_by(|later, sum| {
            let same = later.0 == sum.0;
            if same {
                sum.1 += later.1;
            }
            same
        });
        entries
    }
}
