//! One person's whole career as a column: what it costs by itself, and what it takes of the rows.

use std::{
    collections::HashSet,
    hash::{BuildHasherDefault, Hasher},
};

use crate::{
    columns::{
        pricing::Priced,
        rows::{Entry, PARTS, Rows},
    },
    random::Mix,
    seats::{Candidate, Seat},
};

/// A career.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Whose: position in the list of candidates.
    pub person: usize,
    /// What it costs, the rows apart.
    pub points: i64,
    /// What it takes.
    pub entries: Vec<Entry>,
    /// The career.
    pub seat: Seat,
}

impl Column {
    /// The column of a career priced at charges.
    pub fn new(
        candidates: &[Candidate],
        rows: &Rows,
        charges: &[i64],
        person: usize,
        priced: &Priced,
    ) -> Self {
        let entries = rows.of_seat(person, &candidates[person], &priced.seat);
        let points = (priced.price - sum(charges, &entries)) / PARTS;
        Self { person, points, entries, seat: priced.seat.clone() }
    }

    /// Its price with charges, in parts of a point.
    pub fn price(&self, charges: &[i64]) -> i64 {
        self.points * PARTS + sum(charges, &self.entries)
    }
}

fn sum(charges: &[i64], entries: &[Entry]) -> i64 {
    entries.iter().map(|(row, amount)| charges[*row as usize] * i64::from(*amount)).sum()
}

/// Columns, each once.
#[derive(Debug, Default)]
pub struct Pool {
    /// In the order in which they were found.
    pub columns: Vec<Column>,
    /// Looked up only.
    known: HashSet<u64, BuildHasherDefault<Mix>>,
}

impl Pool {
    /// Adds a career if it is new; answers its number.
    pub fn add(&mut self, person: usize, seat: &Seat, column: impl FnOnce() -> Column) -> Option<usize> {
        self.known.insert(fingerprint(person, seat)).then(|| {
            self.columns.push(column());
            self.columns.len() - 1
        })
    }

    /// The careers of some people, who are in order.
    pub fn of(&self, people: &[usize]) -> Self {
        let mut of = Self::default();
        for column in self.columns.iter().filter(|column| people.binary_search(&column.person).is_ok()) {
            of.add(column.person, &column.seat, || column.clone());
        }
        of
    }

    /// The careers of groups of people, each apart.
    pub fn apart(self, groups: &[Vec<usize>]) -> Vec<Self> {
        let last = groups.iter().flatten().max().map_or(0, |last| last + 1);
        let mut of = vec![None; last];
        for (number, people) in groups.iter().enumerate() {
            people.iter().for_each(|person| of[*person] = Some(number));
        }
        let mut apart: Vec<Self> = groups.iter().map(|_| Self::default()).collect();
        for column in self.columns {
            if let Some(number) = of.get(column.person).copied().flatten() {
                apart[number].take(column);
            }
        }
        apart
    }

    /// Adds a career if it is new.
    pub fn take(&mut self, column: Column) {
        if self.known.insert(fingerprint(column.person, &column.seat)) {
            self.columns.push(column);
        }
    }

    /// Keeps for each person the careers cheapest at charges, so many at most.
    pub fn thin_out(&mut self, charges: &[i64], most: usize) {
        let mut columns = std::mem::take(&mut self.columns);
        columns.sort_by_cached_key(|column| (column.person, column.price(charges)));
        self.known.clear();
        let mut of_one = (usize::MAX, 0);
        columns.retain(|column| {
            of_one =
                if column.person == of_one.0 { (column.person, of_one.1 + 1) } else { (column.person, 1) };
            let kept = of_one.1 <= most;
            if kept {
                self.known.insert(fingerprint(column.person, &column.seat));
            }
            kept
        });
        columns.shrink_to_fit();
        self.columns = columns;
    }
}

/// Different careers have different ones, but for a chance of one in billions of billions.
fn fingerprint(person: usize, seat: &Seat) -> u64 {
    let mut hash = Mix::default();
    hash.write_usize(person);
    hash.write_usize(seat.way);
    for taken in &seat.taken {
        hash.write_usize(taken.choice().map_or(0, |choice| choice + 1));
    }
    hash.finish()
}
