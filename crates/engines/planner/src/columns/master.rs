//! The master: a linear programme that mixes careers. Everybody takes one career in all, rows of room hold, what is
//! missing of a need is bought. Rows of room come in only when they are broken, needs when a career could meet them.
//!
//! Also for a part of the people, everybody else fixed: then the rows hold what the others leave.
#![allow(clippy::float_arithmetic, reason = "the linear programme; every bound is summed in integers")]

use std::ops::Range;

use linear::{Programme, Solution, Trouble};

use crate::columns::{
    column::Column,
    decided::DecidedShare,
    rows::{Group, HEAD, Held, PARTS, Row, Rows},
};

/// What a person costs who gets none of the columns: more than any plan.
const NOBODY: f64 = 1e7;

/// How far a row may be exceeded before it comes in.
const TOLERANCE: f64 = 1e-6;

/// A mix of careers.
#[derive(Debug)]
pub struct Master<'m> {
    rows: &'m Rows,
    programme: Programme,
    /// The programme's row of each row that has come in.
    of_row: Vec<Option<usize>>,
    /// The programme's row of each person who takes part, by candidate.
    of_person: Vec<Option<usize>>,
    /// The programme's columns that are careers: its number there and what it takes.
    careers: Vec<Career>,
    /// The programme's column of each household's period: heads beyond one in the area where that is worst.
    beyond: Vec<Option<usize>>,
    /// Of each prefecture in a period: the first level that may be bought, and the programme's columns from it on.
    levels: Vec<(usize, Vec<usize>)>,
    /// What others take of each row.
    others: Vec<i64>,
    /// Percent missing of each need that has not come in; none of those that have, or that others meet.
    waiting: Vec<Option<i64>>,
    /// What waiting needs cost, in parts of a point, if fairness is paid for with it.
    of_waiting: i128,
    /// The programme's column of what is missing of waiting needs in a row of fairness, and how many percent that is.
    elsewhere: Vec<Option<(usize, i64)>>,
    /// Charges at which rows that join blocks are paid for instead of held; none: all are held.
    paid: Option<Vec<i64>>,
}

#[derive(Debug)]
struct Career {
    column: usize,
    entries: Vec<(u32, i32)>,
}

/// An optimal mix.
#[derive(Clone, Debug, Default)]
pub struct Mixed {
    /// Its cost in points.
    pub cost: f64,
    /// The weight of each career, in the order in which they were added.
    pub weights: Vec<f64>,
    /// Charges of the rows.
    pub charges: Vec<i64>,
    /// What each person's cheapest career costs at these charges, in parts of a point, by candidate.
    pub prices: Vec<i64>,
    /// Worst shares that are a mix of levels: how far these lie apart, in points, and that it is no higher than their mean.
    pub undecided: Vec<(f64, DecidedShare)>,
    /// Simplex iterations.
    pub iterations: u64,
}

impl Mixed {
    /// Its cost in parts of a point.
    pub fn in_parts(&self) -> i128 {
        (self.cost * PARTS as f64) as i128
    }
}

impl<'m> Master<'m> {
    /// A master for some of so many candidates; `others` is what everybody else takes of each row, `used` says which
    /// rows these people could ever use. `paid`: charges at which they pay for what joins them with others.
    pub fn new(
        rows: &'m Rows,
        people: &[usize],
        candidates: usize,
        others: Vec<i64>,
        paid: Option<Vec<i64>>,
        used: &dyn Fn(usize) -> bool,
    ) -> Result<Self, Trouble> {
        let mut master = Self {
            rows,
            programme: Programme::default(),
            of_row: vec![None; rows.len()],
            of_person: vec![None; candidates],
            careers: Vec::new(),
            beyond: vec![None; rows.groups.len()],
            levels: vec![(0, Vec::new()); rows.groups.len()],
            others,
            waiting: vec![None; rows.len()],
            of_waiting: 0,
            elsewhere: vec![None; rows.len()],
            paid,
        };
        for person in people {
            let row = master.programme.add_row(1.0, 1.0, &[])?;
            master.of_person[*person] = Some(row);
            master.programme.add_column(NOBODY, 0.0, 1.0, &[(row, 1.0)])?;
        }
        if master.paid.is_none() {
            master.add_fairness(used)?;
        }
        for (number, row) in rows.rows.iter().enumerate() {
            let Row::Need { wanted, .. } = row else { continue };
            let missing = wanted - master.others[number];
            if used(number) && missing > 0 {
                master.waiting[number] = Some(missing);
                master.of_waiting += i128::from(missing) * i128::from(master.price_of(number));
            }
        }
        Ok(master)
    }

    fn add_fairness(&mut self, used: &dyn Fn(usize) -> bool) -> Result<(), Trouble> {
        // What is missing of needs that no career meets is missing anyway.
        let mut missing = vec![0i64; self.rows.len()];
        let mut touched = vec![false; self.rows.len()];
        for (number, row) in self.rows.rows.iter().enumerate() {
            let Row::Need { wanted, .. } = row else { continue };
            for fair in &self.rows.fairness[number] {
                touched[*fair as usize] |= used(number);
                missing[*fair as usize] += (wanted - self.others[number]).max(0);
            }
        }
        // The worst of all areas matters, touched or not; but no row is needed where it is the same whatever is done.
        let possible = |group: &Group| match group {
            Group::Shares(shares) => shares.possible(&missing, &touched),
            Group::Household { .. } => 0..0,
        };
        let levels: Vec<Range<usize>> = self.rows.groups.iter().map(possible).collect();
        for (number, row) in self.rows.rows.iter().enumerate() {
            let most = match row {
                Row::Step { free, .. } if touched[number] => *free,
                Row::Share { group, .. } if levels[*group].len() > 1 => 0,
                _ => continue,
            };
            let row = self.programme.add_row(f64::NEG_INFINITY, heads(most), &[])?;
            let elsewhere = heads(missing[number]);
            let column = self.programme.add_column(0.0, elsewhere, elsewhere, &[(row, 1.0)])?;
            self.of_row[number] = Some(row);
            self.elsewhere[number] = Some((column, missing[number]));
        }
        self.add_beyond(used, &levels)
    }

    /// What is beyond the free part of rows of fairness, bought, and a level of each prefecture's worst share.
    fn add_beyond(&mut self, used: &dyn Fn(usize) -> bool, levels: &[Range<usize>]) -> Result<(), Trouble> {
        let mut apart = vec![false; self.rows.groups.len()];
        for (number, row) in self.rows.rows.iter().enumerate() {
            match (row, self.of_row[number]) {
                (Row::Step { price, .. }, Some(row)) => {
                    self.programme.add_column(per_head(*price), 0.0, f64::INFINITY, &[(row, -1.0)])?;
                }
                // Decisions may leave no level that can be kept.
                (Row::Share { group, .. }, Some(row)) => {
                    let price = match &self.rows.groups[*group] {
                        Group::Shares(shares) => per_head(shares.dearest()),
                        Group::Household { .. } => NOBODY,
                    };
                    self.programme.add_column(price, 0.0, f64::INFINITY, &[(row, -1.0)])?;
                }
                (Row::Apart { group }, _) => apart[*group] |= used(number),
                _ => {}
            }
        }
        for (number, group) in self.rows.groups.iter().enumerate() {
            match group {
                Group::Shares(shares) => {
                    let columns = shares.buy(&mut self.programme, &self.of_row, levels[number].clone())?;
                    self.levels[number] = (levels[number].start, columns);
                }
                Group::Household { price } if apart[number] => {
                    let a_head = per_head(*price);
                    self.beyond[number] = Some(self.programme.add_column(a_head, 0.0, f64::INFINITY, &[])?);
                }
                Group::Household { .. } => {}
            }
        }
        Ok(())
    }

    /// What a percent missing of a need costs, fairness too where that is paid for.
    fn price_of(&self, need: usize) -> i64 {
        let Row::Need { price, .. } = self.rows.rows[need] else { return 0 };
        price + self.paid.as_ref().map_or(0, |paid| self.rows.fairness_charge(paid, need))
    }

    /// Lets a need come in that a career could meet.
    fn add_need(&mut self, number: usize) -> Result<(), Trouble> {
        let Some(missing) = self.waiting[number].take() else { return Ok(()) };
        let price = self.price_of(number);
        self.of_waiting -= i128::from(missing) * i128::from(price);
        let row = self.programme.add_row(heads(missing), f64::INFINITY, &[])?;
        self.of_row[number] = Some(row);
        let mut entries = vec![(row, 1.0)];
        for fair in self.rows.fairness[number].iter().map(|fair| *fair as usize) {
            entries.extend(self.of_row[fair].map(|row| (row, 1.0)));
            if let Some((column, elsewhere)) = &mut self.elsewhere[fair] {
                *elsewhere -= missing;
                self.programme.bound(*column, heads(*elsewhere), heads(*elsewhere));
            }
        }
        self.programme.add_column(per_head(price), 0.0, heads(missing), &entries)?;
        Ok(())
    }

    /// Adds a career.
    pub fn add(&mut self, column: &Column) -> Result<(), Trouble> {
        let Some(person) = self.of_person[column.person] else { return Ok(()) };
        for (row, _) in &column.entries {
            self.add_need(*row as usize)?;
        }
        let mut entries = vec![(person, 1.0)];
        let here = column.entries.iter();
        entries.extend(
            here.filter_map(|(row, amount)| Some((self.of_row[*row as usize]?, f64::from(*amount) / 100.0))),
        );
        let points = column.points as f64 + self.paid_by(column);
        let number = self.programme.add_column(points, 0.0, f64::INFINITY, &entries)?;
        self.careers.push(Career { column: number, entries: column.entries.clone() });
        Ok(())
    }

    /// What a career pays for rows that are not held.
    fn paid_by(&self, column: &Column) -> f64 {
        let Some(paid) = &self.paid else { return 0.0 };
        let entries = column.entries.iter().filter(|(row, _)| self.rows.joins_blocks(*row as usize));
        let parts: i64 = entries.map(|(row, amount)| paid[*row as usize] * i64::from(*amount)).sum();
        parts as f64 / PARTS as f64
    }

    /// Simplex iterations so far.
    pub fn iterations(&self) -> u64 {
        self.programme.iterations()
    }

    /// Takes a career (1, 1), leaves it out (0, 0), or lets it be mixed (0, 1).
    pub fn bound(&mut self, career: usize, from: f64, to: f64) {
        self.programme.bound(self.careers[career].column, from, to);
    }

    /// Lets only some levels of a worst share be bought.
    pub fn restrict(&mut self, group: usize, levels: &Range<usize>) {
        let (first, columns) = &self.levels[group];
        for (level, column) in (*first..).zip(columns) {
            let most = if levels.contains(&level) { f64::INFINITY } else { 0.0 };
            self.programme.bound(*column, 0.0, most);
        }
    }

    /// Lets but one level of a worst share be bought, if it is one of those that there may be.
    pub fn hold(&mut self, Held { group, level }: Held) {
        let (first, columns) = &self.levels[group];
        if (*first..first + columns.len()).contains(&level) {
            self.restrict(group, &(level..level + 1));
        }
    }

    /// Lets rows come in, whether broken or not.
    pub fn bring_in(&mut self, rows: impl Iterator<Item = usize>) -> Result<(), Trouble> {
        let rows: Vec<usize> = rows.filter(|row| self.of_row[*row].is_none()).collect();
        if rows.is_empty() {
            return Ok(());
        }
        let mut entries: Vec<Vec<(usize, f64)>> = vec![Vec::new(); rows.len()];
        let mut place = vec![usize::MAX; self.rows.len()];
        rows.iter().enumerate().for_each(|(number, row)| place[*row] = number);
        for career in &self.careers {
            for (row, amount) in &career.entries {
                if let Some(entries) = entries.get_mut(place[*row as usize]) {
                    entries.push((career.column, f64::from(*amount) / 100.0));
                }
            }
        }
        for (row, mut entries) in rows.iter().zip(entries) {
            let Some(left) = self.left(*row) else { continue };
            if let Row::Apart { group } = self.rows.rows[*row]
                && let Some(beyond) = self.beyond[group]
            {
                entries.push((beyond, -1.0));
            }
            self.of_row[*row] = Some(self.programme.add_row(f64::NEG_INFINITY, left, &entries)?);
        }
        Ok(())
    }

    /// The heads that others leave of a row that comes in only when it is broken.
    fn left(&self, row: usize) -> Option<f64> {
        if self.paid.is_some() && self.rows.joins_blocks(row) {
            return None;
        }
        let most = match self.rows.rows[row] {
            Row::Room { most } => most,
            Row::Apart { group } if self.beyond[group].is_some() => HEAD,
            _ => return None,
        };
        Some(heads(most - self.others[row]))
    }

    /// The best mix, all rows held.
    pub fn solve(&mut self) -> Result<Mixed, Trouble> {
        let mut iterations = 0;
        loop {
            let solution = self.programme.solve()?;
            iterations += solution.iterations;
            let broken = self.broken(&solution);
            if broken.is_empty() {
                return Ok(self.mixed(&solution, iterations));
            }
            self.bring_in(broken.into_iter())?;
        }
    }

    fn broken(&self, solution: &Solution) -> Vec<usize> {
        let mut taken = vec![0.0f64; self.rows.len()];
        for career in &self.careers {
            let weight = solution.values[career.column];
            if weight > 0.0 {
                for (row, amount) in &career.entries {
                    taken[*row as usize] += weight * f64::from(*amount) / 100.0;
                }
            }
        }
        let beyond = |row: usize| match self.rows.rows[row] {
            Row::Apart { group } => self.beyond[group].map_or(0.0, |column| solution.values[column]),
            _ => 0.0,
        };
        let is_broken = |row: &usize| {
            self.of_row[*row].is_none()
                && self.left(*row).is_some_and(|left| taken[*row] > left + beyond(*row) + TOLERANCE)
        };
        (0..self.rows.len()).filter(is_broken).collect()
    }

    fn mixed(&self, solution: &Solution, iterations: u64) -> Mixed {
        let charge = |row: &Option<usize>| row.map_or(0, |row| parts(-solution.duals[row] / 100.0));
        let mut charges: Vec<i64> = self.of_row.iter().map(charge).collect();
        for (row, paid) in self.paid.iter().flatten().enumerate() {
            if self.rows.joins_blocks(row) {
                charges[row] = *paid;
            }
        }
        // Who meets what nobody does saves all that it costs.
        for need in (0..charges.len()).filter(|row| self.waiting[*row].is_some()) {
            charges[need] = i64::MIN / 8;
        }
        self.rows.clip(&mut charges);
        let price = |row: &Option<usize>| row.map_or(0, |row| parts(solution.duals[row]));
        Mixed {
            cost: solution.cost + self.of_waiting as f64 / PARTS as f64,
            weights: self.careers.iter().map(|career| solution.values[career.column]).collect(),
            charges,
            prices: self.of_person.iter().map(price).collect(),
            undecided: self.undecided(solution),
            iterations,
        }
    }

    fn undecided(&self, solution: &Solution) -> Vec<(f64, DecidedShare)> {
        let of = |(number, (first, columns)): (usize, &(usize, Vec<usize>))| {
            let Group::Shares(shares) = &self.rows.groups[number] else { return None };
            let weights: Vec<f64> = columns.iter().map(|column| solution.values[*column]).collect();
            shares.undecided(number, *first, &weights)
        };
        self.levels.iter().enumerate().filter_map(of).collect()
    }
}

fn heads(percent: i64) -> f64 {
    percent as f64 / 100.0
}

fn per_head(price: i64) -> f64 {
    price as f64 * 100.0 / PARTS as f64
}

fn parts(points: f64) -> i64 {
    (points * PARTS as f64).round() as i64
}
