//! What rows are called: by ids and months, so that a charge means the same in a problem that was changed.

use std::collections::BTreeMap;

use kernel::{PersonId, YearMonth};
use problem::Row as Named;

use crate::{
    columns::rows::{Row, Rows},
    seats::Seats,
};

/// What a row is called. Several may have one name: limits of one workplace, steps of one area at the same share.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// A row that certificates name.
    Row(Named),
    /// Of a household: the first is in an area, the other out of its reach.
    Household {
        /// The two.
        people: (PersonId, PersonId),
        /// First month of the period.
        period: YearMonth,
        /// Position of the area.
        area: usize,
    },
}

/// The name of each row, in their order.
pub fn names(seats: &Seats<'_>, rows: &Rows) -> Vec<Option<Name>> {
    let mut names = vec![None; rows.len()];
    name_what_is_shared(seats, rows, &mut names);
    let ground = seats.ground();
    for (first, people) in rows.of_households() {
        let id = |person: usize| ground.problem.people[person].career.person.clone();
        let people = (id(people.0), id(people.1));
        for (number, of) in ground.periods.iter().enumerate() {
            for area in 0..ground.areas.len() {
                let row = first + number * ground.areas.len() + area;
                let (people, period) = (people.clone(), of.span.from);
                names[row] = Some(Name::Household { people, period, area });
            }
        }
    }
    names
}

/// Posts, workplaces, instructors, needs and the shares of areas.
fn name_what_is_shared(seats: &Seats<'_>, rows: &Rows, names: &mut [Option<Name>]) {
    let (ground, staffing) = (seats.ground(), &seats.staffing);
    for (number, of) in ground.periods.iter().enumerate() {
        let period = of.span.from;
        let [room, teaching, need] = rows.first_of(number);
        let mut call = |row: usize, name: Named| names[row] = Some(Name::Row(name));
        for (post, row) in staffing.posts(number) {
            call(room + row, Named::Post { post: ground.post(post).id.clone(), period });
        }
        for (place, row) in staffing.places(number) {
            call(room + row, Named::Place { workplace: ground.places[place].clone(), period });
        }
        for ((place, department), row) in staffing.departments(number) {
            let (workplace, department) = (ground.places[place].clone(), department.clone());
            call(teaching + row, Named::Instructors { workplace, department, period });
        }
        for (row, (position, area)) in staffing.needs(number).enumerate() {
            let row = need + row;
            names[row] =
                Some(Name::Row(Named::Need { need: ground.problem.needs[position].id.clone(), period }));
            let Some(area) = area.map(|area| ground.areas[area].clone()) else { continue };
            let mut steps = ground.problem.rates.share_steps.iter();
            for fair in &rows.fairness[row] {
                let area = area.clone();
                names[*fair as usize] = match rows.rows[*fair as usize] {
                    Row::Share { .. } => Some(Name::Row(Named::WorstShare { area, period })),
                    _ => steps
                        .next()
                        .map(|step| Name::Row(Named::Step { area, period, permille: step.permille })),
                };
            }
        }
    }
}

/// Charges by the names of their rows: the first, second … of one name.
pub fn by_name(names: &[Option<Name>], charges: &[i64]) -> BTreeMap<(Name, usize), i64> {
    numbered(names).zip(charges).filter_map(|(name, charge)| Some((name?, *charge))).collect()
}

/// Charges of rows by their names; nothing where none of the name was known.
pub fn charges_of(names: &[Option<Name>], known: &BTreeMap<(Name, usize), i64>) -> Vec<i64> {
    numbered(names).map(|name| name.and_then(|name| known.get(&name).copied()).unwrap_or(0)).collect()
}

/// Each name with how many rows before it have the same.
fn numbered(names: &[Option<Name>]) -> impl Iterator<Item = Option<(Name, usize)>> {
    let mut seen: BTreeMap<&Name, usize> = BTreeMap::new();
    names.iter().map(move |name| {
        let name = name.as_ref()?;
        let count = seen.entry(name).or_default();
        *count += 1;
        Some((name.clone(), *count - 1))
    })
}
