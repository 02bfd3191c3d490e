//! The best charges as a certificate: each row by its name, each charge as what one more of the row is worth.

use std::collections::BTreeMap;

use kernel::{PersonId, YearMonth};
use problem::{CERTIFICATE_SCHEMA, Certificate, Node, Row as Named, RowDual};

use crate::{
    columns::{
        names::{Name, names},
        rows::{PARTS, Row, Rows},
    },
    ground::Ground,
    seats::Seats,
};

/// A certificate of one leaf, about the problem with this hash. What it claims is what the charges come to.
pub fn of(seats: &Seats<'_>, rows: &Rows, charges: &[i64], hash: String, bound: i128) -> Certificate {
    let mut duals: BTreeMap<Named, i64> = BTreeMap::new();
    let mut add = |row: Named, dual: i64| *duals.entry(row).or_default() += dual;
    for (number, name) in names(seats, rows).into_iter().enumerate() {
        let charge = charges[number];
        match (name, rows.rows[number]) {
            (Some(Name::Row(name)), Row::Worst { weight, .. }) => add(name, charge * weight / 1000),
            (Some(Name::Row(name)), Row::Need { price, .. }) => {
                add(name, (-charge).min(price + written(rows, charges, number)));
            }
            (Some(Name::Row(name)), _) => add(name, -charge),
            (Some(Name::Household { people, period, area }), _) => {
                for name in of_household(seats.ground(), rows, &people, period, area) {
                    add(name, -charge * 100);
                }
            }
            (Some(Name::Step { .. }) | None, _) => {}
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

/// What a percent missing of a need costs by fairness, as far as the certificate says so: shares are whole duals there.
fn written(rows: &Rows, charges: &[i64], need: usize) -> i64 {
    let fairness = rows.fairness[need].iter().map(|row| *row as usize);
    let of = |row: usize| match rows.rows[row] {
        Row::Worst { weight, .. } => charges[row] * weight / 1000 * 1000 / weight.max(1),
        _ => charges[row],
    };
    fairness.map(of).sum()
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
