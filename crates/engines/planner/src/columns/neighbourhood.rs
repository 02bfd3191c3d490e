//! A neighbourhood: some people whose careers are chosen anew together, everybody else fixed. Careers are generated for
//! them alone, then an integer programme picks one each.
#![allow(
    clippy::float_arithmetic,
    reason = "an integer programme in floating point; the plan's price is summed in integers"
)]

use std::collections::BTreeMap;

use linear::{Integer, Limits, Patience, Trouble, integer};

use crate::{
    columns::{
        column::{Column, Pool},
        generate::Generation,
        rows::{Counts, PARTS, Row, Rows},
        volume::Charged,
    },
    seats::Candidate,
};

/// Most nodes of an integer programme.
const NODES: i32 = 200;

/// Most careers in one.
const MOST: usize = 4_000;

/// How a neighbourhood ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// Not even a mix is cheaper.
    #[default]
    Closed,
    /// A mix is cheaper, but no whole careers were found.
    Hard,
    /// Cheaper careers were found.
    Better,
}

/// What came of a neighbourhood.
#[derive(Debug, Default)]
pub struct Chosen {
    /// How it ended.
    pub outcome: Outcome,
    /// A cheaper career for each of the people; none if none were found.
    pub careers: Option<Vec<Column>>,
    /// Careers that were generated.
    pub found: Vec<Column>,
    /// Units of work that it took.
    pub work: u64,
}

/// Careers for some people that cost less together than their present ones. `pool` holds careers to begin with, the
/// present ones among them.
pub fn choose(
    candidates: &[Candidate],
    rows: &Rows,
    (people, present): (&[usize], &[Column]),
    others: &[i64],
    charges: &[i64],
    mut pool: Pool,
    patience: Option<Patience>,
) -> Result<Chosen, Trouble> {
    let known = pool.columns.len();
    let mut generation = Generation::new(candidates, rows, people, Some(others.to_vec()), &pool)?;
    generation.charge(charges)?;
    let mut lead = Charged { charges: charges.to_vec(), bound: 0 };
    let mut rounds = 0;
    generation.run(&mut pool, &mut lead, |_, _| {
        rounds += 1;
        rounds < 30
    })?;
    let mut chosen = Chosen { work: generation.work(), ..Chosen::default() };
    let below = cost(rows, &generation.used, others, present);
    let gap = below - generation.cost();
    if gap <= 0 {
        chosen.found = pool.columns.split_off(known);
        return Ok(chosen);
    }
    let mixed = &generation.mixed;
    let mut near: Vec<(i64, &Column)> = generation
        .careers
        .iter()
        .map(|number| &pool.columns[*number])
        .map(|column| (column.price(&mixed.charges) - mixed.prices[column.person], column))
        .filter(|(reduced, _)| i128::from(*reduced) <= gap)
        .collect();
    near.sort_by_key(|(reduced, _)| *reduced);
    near.truncate(MOST);
    let near: Vec<&Column> = near.into_iter().map(|(_, column)| column).collect();
    let limits = (below as f64 / PARTS as f64, patience);
    let (careers, work) = pick(rows, &generation.used, people, others, &near, limits)?;
    chosen.outcome = if careers.is_some() { Outcome::Better } else { Outcome::Hard };
    chosen.careers = careers;
    chosen.work += work;
    chosen.found = pool.columns.split_off(known);
    Ok(chosen)
}

/// What careers cost together with what is short of the rows that they could use, in parts of a point.
fn cost(rows: &Rows, used: &[bool], others: &[i64], careers: &[Column]) -> i128 {
    let mut taken = others.to_vec();
    let entries = careers.iter().flat_map(|column| &column.entries);
    entries.for_each(|(row, amount)| taken[*row as usize] += i64::from(*amount));
    let own: i128 = careers.iter().map(|column| i128::from(column.points)).sum();
    own * i128::from(PARTS) + rows.short(&taken, used)
}

/// One of the careers for each person, cheaper together than `below` points.
pub(crate) fn pick(
    rows: &Rows,
    used: &[bool],
    people: &[usize],
    others: &[i64],
    careers: &[&Column],
    (below, patience): (f64, Option<Patience>),
) -> Result<(Option<Vec<Column>>, u64), Trouble> {
    let mut programme = Integer::default();
    let mut of_person: BTreeMap<usize, Vec<(usize, f64)>> =
        people.iter().map(|person| (*person, Vec::new())).collect();
    let mut of_row: Vec<Vec<(usize, f64)>> = vec![Vec::new(); rows.len()];
    for (number, column) in careers.iter().enumerate() {
        programme.add_column(column.points as f64, 0.0, 1.0, true);
        of_person.entry(column.person).or_default().push((number, 1.0));
        for (row, amount) in &column.entries {
            of_row[*row as usize].push((number, f64::from(*amount) / 100.0));
        }
    }
    of_person.into_values().for_each(|entries| programme.add_row(1.0, 1.0, entries));
    add_rows(&mut programme, rows, used, others, of_row);
    let limits = Limits { nodes: NODES, stalled: NODES, below: below - 0.5, heuristics: true, patience };
    let answer = match integer(&programme, limits) {
        Err(Trouble::Infeasible) => return Ok((None, 0)),
        answer => answer?,
    };
    let Some((_, values)) = answer.best.filter(|(cost, _)| *cost < below - 0.5) else {
        return Ok((None, answer.iterations));
    };
    let taken = careers.iter().zip(&values).filter(|(_, value)| **value > 0.5);
    Ok((Some(taken.map(|(column, _)| (*column).clone()).collect()), answer.iterations))
}

/// Room that could be broken, needs that could be met, and the fairness that follows.
fn add_rows(
    programme: &mut Integer,
    rows: &Rows,
    used: &[bool],
    others: &[i64],
    mut of_row: Vec<Vec<(usize, f64)>>,
) {
    let heads = |percent: i64| percent as f64 / 100.0;
    let mut fair: Vec<Vec<(usize, f64)>> = vec![Vec::new(); rows.len()];
    let mut missing = vec![0i64; rows.len()];
    let mut touched = vec![false; rows.len()];
    for (number, row) in rows.rows.iter().enumerate() {
        let entries = std::mem::take(&mut of_row[number]);
        match row {
            Row::Room { most } => {
                if !entries.is_empty() {
                    let left = heads(most - others[number]);
                    programme.add_row(f64::NEG_INFINITY, left, entries);
                }
            }
            Row::Need { wanted, price } => {
                let wanted = (wanted - others[number]).max(0);
                if !used[number] {
                    for of in &rows.fairness[number] {
                        missing[*of as usize] += wanted;
                    }
                } else if wanted > 0 {
                    let short =
                        programme.add_column(*price as f64 * 100.0 / PARTS as f64, 0.0, heads(wanted), false);
                    let entries = entries.into_iter().chain([(short, 1.0)]).collect();
                    programme.add_row(heads(wanted), f64::INFINITY, entries);
                    for of in &rows.fairness[number] {
                        fair[*of as usize].push((short, 1.0));
                        touched[*of as usize] = true;
                    }
                }
            }
            Row::Worst { .. } => fair[number] = entries,
            Row::Step { .. } => {}
        }
    }
    let mut worst: Vec<Option<usize>> = vec![None; rows.groups.len()];
    for (number, row) in rows.rows.iter().enumerate() {
        let mut entries = std::mem::take(&mut fair[number]);
        match row {
            Row::Step { free, price } if touched[number] => {
                let price = *price as f64 * 100.0 / PARTS as f64;
                let beyond = programme.add_column(price, 0.0, f64::INFINITY, false);
                entries.push((beyond, -1.0));
                programme.add_row(f64::NEG_INFINITY, heads(free - missing[number]), entries);
            }
            Row::Worst { free, weight, group } => {
                let of_needs = rows.groups[*group].of == Counts::Missing;
                if !of_needs && entries.is_empty() {
                    continue;
                }
                let units = *worst[*group].get_or_insert_with(|| {
                    let price = rows.groups[*group].price as f64 / PARTS as f64;
                    programme.add_column(price, 0.0, f64::INFINITY, of_needs)
                });
                let elsewhere = if of_needs { missing[number] } else { others[number] };
                entries.push((units, -(*weight as f64) / 100_000.0));
                programme.add_row(f64::NEG_INFINITY, heads(free - elsewhere), entries);
            }
            _ => {}
        }
    }
}
