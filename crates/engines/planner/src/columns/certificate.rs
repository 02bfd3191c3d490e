//! What proves a bound, as a certificate: each row by its name, each charge as what one more of the row is worth, each
//! decision by ids and months.

use std::collections::BTreeMap;

use kernel::{PersonId, YearMonth};
use problem::{
    Apart, CERTIFICATE_SCHEMA, Certificate, DecidedPlace, Decision as Told, Node, Row as Named, RowDual, Step,
};

use crate::{
    columns::{
        blocks::Proven,
        decided::{Decided, DecidedShare, Decision},
        names::{Name, names},
        proof::{At, Otherwise, Proof},
        rows::{HEAD, PARTS, Row, Rows},
    },
    ground::Ground,
    seats::Seats,
};

/// What is proven, with the bound it claims and what divides all plans' prices; it does not say yet about which problem.
/// `most`: how many duals its trees may tell; larger trees are left out rather than smaller ones, and then it claims
/// nothing: whoever recomputes it finds what is left.
pub fn of(
    seats: &Seats<'_>,
    rows: &Rows,
    Proven { charged, apart }: &Proven,
    (bound, divisor): (i128, i64),
    most: Option<usize>,
) -> Certificate {
    let duals = Duals::new(seats, rows);
    let charges = &charged.charges;
    let base = duals.at(charges);
    let named = duals.names.iter().zip(&base).filter(|(_, dual)| **dual != 0);
    let named = exactly(named.map(|(row, dual)| RowDual { row: row.clone(), dual: *dual }));
    let telling = Telling { seats, duals, charges, base };
    let told = match most {
        Some(most) => telling.smallest(apart, most),
        None => apart.iter().collect(),
    };
    Certificate {
        schema: CERTIFICATE_SCHEMA.to_owned(),
        problem: String::new(),
        scale: PARTS,
        divisor,
        bound: if told.len() < apart.len() { i128::MIN } else { bound },
        tree: Node::Leaf { duals: named, apart: told.into_iter().map(|part| telling.part(part)).collect() },
    }
}

/// A list that takes no more room than it needs: certificates of many regions are kept.
fn exactly<T>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut list: Vec<T> = all.collect();
    list.shrink_to_fit();
    list
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
                Row::Apart { .. } => -charge * HEAD,
                Row::Need { price, .. } => {
                    (-charge).min(price + self.rows.fairness_charge(charges, row)).max(0)
                }
                Row::Step { .. } | Row::Share { .. } => charge,
                Row::Room { .. } => -charge,
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

/// People who are looked at apart, and what was proven of them.
type Part = (Vec<usize>, Proof);

impl Telling<'_, '_> {
    /// The smallest trees, as many as tell no more duals together.
    fn smallest<'p>(&self, apart: &'p [Part], most: usize) -> Vec<&'p Part> {
        let told = |part: &Part| part.1.ends().map(|end| self.changed(end).count()).sum::<usize>();
        let mut sizes: Vec<(usize, &Part)> = apart.iter().map(|part| (told(part), part)).collect();
        sizes.sort_by_key(|(told, _)| *told);
        let mut all = 0;
        sizes.retain(|(told, _)| {
            all += told;
            all <= most
        });
        sizes.into_iter().map(|(_, part)| part).collect()
    }

    /// Duals that are others where rows are charged otherwise, by the number of their names.
    fn changed(&self, otherwise: &Otherwise) -> impl Iterator<Item = (usize, i64)> {
        let mut charges = self.charges.to_vec();
        otherwise.iter().for_each(|(row, charge)| charges[*row as usize] = *charge);
        let now = self.duals.at(&charges).into_iter().enumerate();
        now.filter(|(name, dual)| self.base[*name] != *dual)
    }

    fn part(&self, (people, proof): &Part) -> Apart {
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
                let dual = |(name, dual): (usize, i64)| RowDual { row: self.duals.names[name].clone(), dual };
                Node::leaf(exactly(self.changed(otherwise).map(dual)))
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
