//! A higher bound by blocks: what joins all specialties (room of whole workplaces, fairness, households) is charged for,
//! and the people whom the remaining rows join are a block. A block's best whole careers cost more than its best mix, and
//! the blocks' sum is a bound again.
//!
//! All careers that could matter are written down and one of each is picked. What is too large keeps its old bound.
#![allow(clippy::float_arithmetic, reason = "the integer programmes; each bound is taken a little too low")]

use linear::{Integer, Limits, Trouble, integer};
use rayon::prelude::*;

use crate::{
    columns::{
        column::Column,
        pricing::{Desk, all_within},
        rows::{PARTS, Row, Rows},
        volume::Charged,
    },
    seats::Candidate,
};

/// Most careers of a person, and of a block.
const MOST: (usize, usize) = (1_000, 6_000);

/// Most nodes of a block's integer programme.
const NODES: i32 = 100;

/// Careers that cost no more than this part of the gap above the cheapest are written down first.
const FIRST: i64 = 16;

/// How far below its answer an integer programme is trusted: a part of so many.
const TRUST: f64 = 1e-7;

/// A bound of all people together, in parts of a point, not below the one that the charges prove. `gap`: how much more
/// than that the best plan costs; careers that cost more above the cheapest are in no better plan.
///
/// Also says how many units of work it took.
pub fn bound(
    candidates: &[Candidate],
    rows: &Rows,
    people: &[usize],
    best: &Charged,
    gap: i128,
) -> (i128, u64) {
    let gap = i64::try_from(gap.max(0)).unwrap_or(i64::MAX / 16);
    let blocks = blocks(candidates, rows, people);
    let gains: Vec<(i128, u64)> =
        blocks.par_iter().map(|block| gain(candidates, rows, block, best, gap)).collect();
    // One block can raise the bound by no more than the gap: beyond that nothing was written down.
    let bound = best.bound + gains.iter().map(|(gain, _)| gain).sum::<i128>();
    (bound, people.len() as u64 + gains.iter().map(|(_, work)| work).sum::<u64>())
}

/// A row that joins blocks.
fn joins(rows: &Rows, row: usize) -> bool {
    match rows.rows[row] {
        Row::Step { .. } | Row::Worst { .. } => true,
        Row::Room { .. } => rows.whole[row],
        Row::Need { .. } => false,
    }
}

/// People whom rows join, the joining ones apart.
fn blocks(candidates: &[Candidate], rows: &Rows, people: &[usize]) -> Vec<Vec<usize>> {
    let mut head: Vec<usize> = (0..people.len()).collect();
    let mut first_user: Vec<Option<usize>> = vec![None; rows.len()];
    for (number, person) in people.iter().enumerate() {
        for offers in &candidates[*person].offers {
            for (period, offers) in offers.iter().enumerate() {
                for (row, _) in offers.iter().flat_map(|offered| rows.entries(*person, period, offered, true))
                {
                    let row = row as usize;
                    if joins(rows, row) {
                        continue;
                    }
                    match first_user[row] {
                        None => first_user[row] = Some(number),
                        Some(other) => unite(&mut head, number, other),
                    }
                }
            }
        }
    }
    let mut blocks: Vec<Vec<usize>> = vec![Vec::new(); people.len()];
    for (number, person) in people.iter().enumerate() {
        let head = find(&mut head, number);
        blocks[head].push(*person);
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

fn find(head: &mut [usize], mut at: usize) -> usize {
    while head[at] != at {
        head[at] = head[head[at]];
        at = head[at];
    }
    at
}

fn unite(head: &mut [usize], one: usize, other: usize) {
    let (one, other) = (find(head, one), find(head, other));
    head[one.max(other)] = one.min(other);
}

/// How much more a block's whole careers cost than its charges say; nothing where that cannot be told. Few careers are
/// written down at first, and more as long as the answer is no less than what was left out.
fn gain(candidates: &[Candidate], rows: &Rows, block: &[usize], best: &Charged, gap: i64) -> (i128, u64) {
    let (mut gained, mut work) = (0, 0);
    let mut above = (gap / FIRST).max(PARTS);
    while let Some(columns) = within(candidates, rows, block, best, above) {
        let Ok((gain, more)) = picked(rows, block, best, &columns, above) else { break };
        work += more + block.len() as u64;
        gained = gain.clamp(gained, i128::from(above));
        if gain < i128::from(above) || above >= gap {
            break;
        }
        above = (2 * above).min(gap);
    }
    (gained, work)
}

/// All careers of a block that cost at most so much above the cheapest of their person; none if there are too many.
fn within(
    candidates: &[Candidate],
    rows: &Rows,
    block: &[usize],
    best: &Charged,
    above: i64,
) -> Option<Vec<(Column, i64)>> {
    let mut columns = Vec::new();
    let mut desk = Desk::default();
    for person in block {
        let candidate = &candidates[*person];
        let all = all_within(candidate, *person, rows, &best.charges, (above, MOST.0), &mut desk)?;
        let cheapest = all.first()?.price;
        for priced in &all {
            let column = Column::new(candidates, rows, &best.charges, *person, priced);
            columns.push((column, priced.price - cheapest));
        }
        if columns.len() > MOST.1 {
            return None;
        }
    }
    Some(columns)
}

/// How much more the best choice of whole careers costs than the charges say, by an integer programme over what each
/// costs above the cheapest: room left free and needs missed are charged too.
fn picked(
    rows: &Rows,
    block: &[usize],
    best: &Charged,
    columns: &[(Column, i64)],
    above: i64,
) -> Result<(i128, u64), Trouble> {
    let points = |parts: i64| parts as f64 / PARTS as f64;
    let mut programme = Integer::default();
    let mut of_row: Vec<Vec<(usize, f64)>> = vec![Vec::new(); rows.len()];
    let mut of_person: Vec<Vec<(usize, f64)>> = vec![Vec::new(); block.len()];
    for (number, (column, above)) in columns.iter().enumerate() {
        programme.add_column(points(*above), 0.0, 1.0, true);
        let place = block.binary_search(&column.person).map_err(|_| Trouble::NoAnswer)?;
        of_person[place].push((number, 1.0));
        for (row, amount) in &column.entries {
            of_row[*row as usize].push((number, f64::from(*amount) / 100.0));
        }
    }
    of_person.into_iter().for_each(|entries| programme.add_row(1.0, 1.0, entries));
    for (number, mut entries) in of_row.into_iter().enumerate() {
        if entries.is_empty() || joins(rows, number) {
            continue;
        }
        let charge = best.charges[number];
        match rows.rows[number] {
            Row::Room { most } => {
                // What is left free was paid for by the charge: it costs what the charge gave back.
                let free = programme.add_column(points(charge) * 100.0, 0.0, f64::INFINITY, false);
                entries.push((free, 1.0));
                programme.add_row(most as f64 / 100.0, most as f64 / 100.0, entries);
            }
            Row::Need { wanted, price } => {
                let missing = price + charge + rows.fairness_charge(&best.charges, number);
                let heads = wanted as f64 / 100.0;
                let short = programme.add_column(points(missing.max(0)) * 100.0, 0.0, heads, false);
                let over = programme.add_column(points(-charge) * 100.0, 0.0, f64::INFINITY, false);
                entries.extend([(short, 1.0), (over, -1.0)]);
                programme.add_row(heads, heads, entries);
            }
            Row::Step { .. } | Row::Worst { .. } => {}
        }
    }
    let limits = Limits { nodes: NODES, stalled: NODES, below: points(above) + 1.0, heuristics: false };
    let answer = match integer(&programme, limits) {
        // No choice among these costs so little.
        Err(Trouble::Infeasible) => return Ok((i128::from(above), columns.len() as u64)),
        answer => answer?,
    };
    let bound = answer.bound.min(points(above) + 1.0);
    Ok((((bound - bound.abs() * TRUST) * PARTS as f64) as i128 - 1, answer.iterations))
}
