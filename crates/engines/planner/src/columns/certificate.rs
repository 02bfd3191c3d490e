//! The best charges as a certificate: each row by its name, each charge as what one more of the row is worth.

use std::collections::BTreeMap;

use kernel::{PersonId, YearMonth};
use problem::{CERTIFICATE_SCHEMA, Certificate, Node, Row as Named, RowDual};

use crate::{
    columns::rows::{PARTS, Row, Rows},
    ground::Ground,
    seats::Seats,
};

/// A certificate of one leaf, about the problem with this hash. What it claims is what the charges come to.
pub fn of(seats: &Seats<'_>, rows: &Rows, charges: &[i64], hash: String, bound: i128) -> Certificate {
    let mut duals: BTreeMap<Named, i64> = BTreeMap::new();
    let mut add = |row: Named, dual: i64| *duals.entry(row).or_default() += dual;
    let ground = seats.ground();
    for (number, name) in names(seats, rows).into_iter().enumerate() {
        let charge = charges[number];
        match (name, rows.rows[number]) {
            (Name::Row(name), Row::Worst { weight, .. }) => add(name, charge * weight / 1000),
            (Name::Row(name), _) => add(name, -charge),
            (Name::Household(of), _) => {
                for (name, percent) in of.rows(ground) {
                    add(name, -charge * percent);
                }
            }
            (Name::None, _) => {}
        }
    }
    let named = duals.into_iter().filter(|(_, dual)| *dual != 0);
    Certificate {
        schema: CERTIFICATE_SCHEMA.to_owned(),
        problem: hash,
        scale: PARTS,
        divisor: 1,
        bound,
        tree: Node::Leaf { duals: named.map(|(row, dual)| RowDual { row, dual }).collect() },
    }
}

/// What a row is called.
#[derive(Clone, Debug)]
enum Name {
    Row(Named),
    Household(Household),
    /// Steps of fairness: what they come to follows from the needs' duals.
    None,
}

/// A row of a household: the first in an area, the other out of its reach.
#[derive(Clone, Debug)]
struct Household {
    people: (PersonId, PersonId),
    period: YearMonth,
    area: usize,
    far: Vec<u32>,
}

impl Household {
    fn rows(&self, ground: &Ground<'_>) -> Vec<(Named, i64)> {
        let row = |person: &PersonId, partner: &PersonId, area: usize| Named::Household {
            person: person.clone(),
            partner: partner.clone(),
            area: Some(ground.areas[area].clone()),
            period: self.period,
        };
        let (first, other) = &self.people;
        let mut rows = vec![(row(first, other, self.area), 100)];
        rows.extend(self.far.iter().map(|area| (row(other, first, *area as usize), 100)));
        rows
    }
}

/// The name of each row.
fn names(seats: &Seats<'_>, rows: &Rows) -> Vec<Name> {
    let ground = seats.ground();
    let problem = ground.problem;
    let mut names = vec![Name::None; rows.len()];
    for (period, of) in problem.horizon.iter().enumerate() {
        let month = of.span.from;
        let first = rows.first_of(period);
        let staffing = &seats.staffing;
        for (post, row) in staffing.posts(period) {
            let post = ground.post(post).id.clone();
            names[first[0] + row] = Name::Row(Named::Post { post, period: month });
        }
        for (place, row) in staffing.places(period) {
            let workplace = ground.places[place].clone();
            names[first[0] + row] = Name::Row(Named::Place { workplace, period: month });
        }
        for ((place, department), row) in staffing.departments(period) {
            let (workplace, department) = (ground.places[place].clone(), department.clone());
            names[first[1] + row] = Name::Row(Named::Instructors { workplace, department, period: month });
        }
        for (row, (need, area)) in staffing.needs(period).enumerate() {
            let number = first[2] + row;
            let need = problem.needs[need].id.clone();
            names[number] = Name::Row(Named::Need { need, period: month });
            for fair in &rows.fairness[number] {
                if let (Row::Worst { .. }, Some(area)) = (rows.rows[*fair as usize], area) {
                    let area = ground.areas[area].clone();
                    names[*fair as usize] = Name::Row(Named::WorstShare { area, period: month });
                }
            }
        }
    }
    for (first, people) in rows.of_households() {
        let id = |person: usize| ground.problem.people[seats.candidates[person].person].career.person.clone();
        let people = (id(people.0), id(people.1));
        for (period, of) in problem.horizon.iter().enumerate() {
            for area in 0..ground.areas.len() {
                let number = first + period * ground.areas.len() + area;
                let far = rows.out_of_reach_of(area);
                let household = Household { people: people.clone(), period: of.span.from, area, far };
                names[number] = Name::Household(household);
            }
        }
    }
    names
}
