//! What proves a bound, as a certificate: each row by its name, each charge as what one more of the row is worth, each
//! decision by ids and months.

use std::collections::BTreeMap;

use kernel::{PersonId, YearMonth};
use problem::{
    Apart, CERTIFICATE_SCHEMA, Certificate, DecidedPlace, Decision as Told, FINEST_SCALE, Node,
    Row as Named, RowDual, Step,
};

use crate::{
    columns::{
        blocks::Proven,
        decided::{Decided, DecidedShare, Decision},
        names::{Name, names},
        proof::{At, Proof},
        rows::{HEAD, PARTS, Row, Rows},
    },
    ground::Ground,
    seats::Seats,
};

/// Duals are told finer than charges are counted: the shares of an area are whole duals, a percent of a head is a part of
/// them.
const FINER: i64 = FINEST_SCALE / PARTS;

/// What is proven, about the problem with this hash, with the bound it claims and what divides all plans' prices.
pub fn of(
    seats: &Seats<'_>,
    rows: &Rows,
    Proven { charged, apart }: &Proven,
    (hash, bound, divisor): (&str, i128, i64),
) -> Certificate {
    let duals = Duals::new(seats, rows);
    let charges = &charged.charges;
    let base = duals.at(charges);
    let named = duals.names.iter().zip(&base).filter(|(_, dual)| **dual != 0);
    let named = named.map(|(row, dual)| RowDual { row: row.clone(), dual: *dual }).collect();
    let telling = Telling { seats, duals, charges, base };
    Certificate {
        schema: CERTIFICATE_SCHEMA.to_owned(),
        problem: hash.to_owned(),
        scale: FINEST_SCALE,
        divisor,
        bound,
        tree: Node::Leaf { duals: named, apart: apart.iter().map(|part| telling.part(part)).collect() },
    }
}

/// What rows are called, and what their charges come to by name.
struct Duals<'r> {
    rows: &'r Rows,
    names: Vec<Named>,
    /// By row: its names' positions.
    of_row: Vec<Vec<u32>>,
}

impl<'r> Duals<'r> {
    fn new(seats: &Seats<'_>, rows: &'r Rows) -> Self {
        let names = names(seats, rows).into_iter().map(|name| match name {
            Some(Name::Row(name)) => vec![name],
            Some(Name::Household { people, period, area }) => {
                of_household(seats.ground(), rows, &people, period, area)
            }
            None => Vec::new(),
        });
        let of_row: Vec<Vec<Named>> = names.collect();
        let mut numbers: BTreeMap<&Named, u32> = of_row.iter().flatten().map(|name| (name, 0)).collect();
        numbers.values_mut().zip(0..).for_each(|(number, position)| *number = position);
        let positions = of_row.iter().map(|names| names.iter().map(|name| numbers[name]).collect()).collect();
        Self { rows, names: numbers.keys().copied().cloned().collect(), of_row: positions }
    }

    /// All duals at charges, in the order of names.
    fn at(&self, charges: &[i64]) -> Vec<i64> {
        let mut duals = vec![0; self.names.len()];
        for (row, names) in self.of_row.iter().enumerate() {
            let charge = charges[row];
            let dual = match self.rows.rows[row] {
                Row::Apart { .. } => -charge * HEAD * FINER,
                Row::Need { price, .. } => {
                    (-charge).min(price + self.rows.fairness_charge(charges, row)).max(0) * FINER
                }
                Row::Step { .. } | Row::Share { .. } => charge * FINER,
                Row::Room { .. } => -charge * FINER,
            };
            names.iter().for_each(|name| duals[*name as usize] += dual);
        }
        duals
    }
}

/// How trees are told.
struct Telling<'t, 's> {
    seats: &'t Seats<'s>,
    duals: Duals<'t>,
    charges: &'t [i64],
    base: Vec<i64>,
}

impl Telling<'_, '_> {
    fn part(&self, (people, proof): &(Vec<usize>, Proof)) -> Apart {
        let id = |person: &usize| self.person(*person);
        Apart { people: people.iter().map(id).collect(), tree: self.node(proof, 0) }
    }

    fn person(&self, candidate: usize) -> PersonId {
        let number = self.seats.candidates[candidate].person;
        self.seats.ground().problem.people[number].career.person.clone()
    }

    fn node(&self, proof: &Proof, number: usize) -> Node {
        match proof.at(number) {
            At::Branch(on, [then, otherwise]) => Node::Branch {
                on: self.decision(on),
                then: Box::new(self.node(proof, then)),
                otherwise: Box::new(self.node(proof, otherwise)),
            },
            At::Leaf(otherwise) => {
                let mut charges = self.charges.to_vec();
                otherwise.iter().for_each(|(row, charge)| charges[*row as usize] = *charge);
                let now = self.duals.at(&charges);
                let names = self.duals.names.iter().zip(self.base.iter().zip(now));
                let changed = names.filter(|(_, (before, now))| **before != *now);
                Node::leaf(changed.map(|(row, (_, dual))| RowDual { row: row.clone(), dual }).collect())
            }
        }
    }

    fn decision(&self, on: Decision) -> Told {
        let ground = self.seats.ground();
        match on {
            Decision::Career(on) => self.on_career(on),
            Decision::Share(DecidedShare { period, area, permille, .. }) => Told::WorstShare {
                area: ground.areas[area].clone(),
                period: ground.periods[period].span.from,
                permille,
            },
        }
    }

    fn on_career(&self, on: Decided) -> Told {
        let candidate = &self.seats.candidates[on.person];
        let (way, choice) = on.does;
        let at = match candidate.offers[way][on.period][choice].step() {
            Step::Post(post) => DecidedPlace::Post(post.clone()),
            Step::Pattern(pattern) => DecidedPlace::Pattern(pattern.clone()),
            Step::Outside => DecidedPlace::Outside,
            _ => DecidedPlace::Nowhere,
        };
        let period = self.seats.ground().periods[on.period].span.from;
        Told::Place { person: self.person(on.person), period, at, path: Some(candidate.ways[way].path) }
    }
}

/// What a household's row takes, for certificates: the first in an area, the other out of its reach.
fn of_household(
    ground: &Ground<'_>,
    rows: &Rows,
    (first, other): &(PersonId, PersonId),
    period: YearMonth,
    area: usize,
) -> Vec<Named> {
    let row = |person: &PersonId, partner: &PersonId, area: usize| Named::Household {
        person: person.clone(),
        partner: partner.clone(),
        area: Some(ground.areas[area].clone()),
        period,
    };
    let far = rows.out_of_reach_of(area).into_iter().map(|area| row(other, first, area as usize));
    std::iter::once(row(first, other, area)).chain(far).collect()
}
