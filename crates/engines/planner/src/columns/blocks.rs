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

/// How much a block may take: most careers of a person and of the block, most nodes of its integer programme.
struct Effort {
    of_person: usize,
    of_block: usize,
    nodes: i32,
}

/// From the first try on.
const EFFORTS: [Effort; 2] = [
    Effort { of_person: 1_000, of_block: 6_000, nodes: 100 },
    Effort { of_person: 1_500, of_block: 10_000, nodes: 200 },
];

/// Careers that cost no more than this part of the gap above the cheapest are written down first.
const FIRST: i64 = 16;

/// How far below its answer an integer programme is trusted: a part of so many.
const TRUST: f64 = 1e-7;

/// Blocks that are looked at side by side.
const SIDE_BY_SIDE: usize = 2;

/// The blocks at some charges, and what is known of each.
#[derive(Clone, Debug, Default)]
pub struct Blocks {
    charges: Vec<i64>,
    blocks: Vec<Block>,
}

#[derive(Clone, Debug)]
struct Block {
    people: Vec<usize>,
    /// How much more its best whole careers cost than its charges say, at least.
    gained: i128,
    /// Careers that cost more than this above the cheapest were not written down yet.
    above: i64,
    tries: usize,
    /// Whether no more can be gained.
    exact: bool,
}

impl Blocks {
    /// A bound of all people together, in parts of a point, not below the one that the charges prove. `gap`: how much
    /// more than that the best plan costs; careers that cost more above the cheapest are in no better plan. `tell` is
    /// told of the work and says whether to go on.
    ///
    /// What was found at these charges before is kept, and blocks that may gain more are tried harder each time.
    pub fn bound(
        &mut self,
        candidates: &[Candidate],
        rows: &Rows,
        people: &[usize],
        best: &Charged,
        gap: i128,
        tell: &mut dyn FnMut(u64) -> bool,
    ) -> i128 {
        let gap = i64::try_from(gap.max(0)).unwrap_or(i64::MAX / 16);
        if self.charges != best.charges {
            self.charges.clone_from(&best.charges);
            let of = |people| Block { people, gained: 0, above: 0, tries: 0, exact: false };
            self.blocks = blocks(candidates, rows, people).into_iter().map(of).collect();
            self.blocks.sort_by_key(|block| std::cmp::Reverse(block.people.len()));
        }
        let mut open: Vec<&mut Block> =
            self.blocks.iter_mut().filter(|block| !block.exact && block.tries < EFFORTS.len()).collect();
        for blocks in open.chunks_mut(SIDE_BY_SIDE) {
            let work: u64 = blocks.par_iter_mut().map(|block| block.raise(candidates, rows, best, gap)).sum();
            if !tell(work) {
                break;
            }
        }
        // One block can raise the bound by no more than the gap: beyond that nothing was written down.
        best.bound + self.blocks.iter().map(|block| block.gained).sum::<i128>()
    }

    /// Whether harder tries may gain more.
    pub fn are_open(&self) -> bool {
        self.blocks.iter().any(|block| !block.exact && block.tries < EFFORTS.len())
    }
}

impl Block {
    /// One more try. Few careers are written down at first, and more as long as the answer is no less than what was left
    /// out. Answers the units of work it took.
    fn raise(&mut self, candidates: &[Candidate], rows: &Rows, best: &Charged, gap: i64) -> u64 {
        let effort = &EFFORTS[self.tries];
        self.tries += 1;
        let mut work = self.people.len() as u64;
        self.above = self.above.max((gap / FIRST).max(PARTS));
        while let Some(columns) = within(candidates, rows, &self.people, best, self.above, effort) {
            let picked = picked(rows, &self.people, best, &columns, self.above, effort.nodes);
            let Ok(Picked { gain, proven, work: more }) = picked else { break };
            work += more + self.people.len() as u64;
            self.gained = gain.clamp(self.gained, i128::from(self.above).max(self.gained));
            if gain < i128::from(self.above) || self.above >= gap {
                self.exact = proven;
                break;
            }
            self.above = (2 * self.above).min(gap);
        }
        work
    }
}

/// What picking careers for a block says.
struct Picked {
    gain: i128,
    /// Whether it is the best choice of all, and not only a bound of it.
    proven: bool,
    work: u64,
}

/// People whom rows join, the joining ones apart.
pub fn blocks(candidates: &[Candidate], rows: &Rows, people: &[usize]) -> Vec<Vec<usize>> {
    let mut head: Vec<usize> = (0..people.len()).collect();
    let mut first_user: Vec<Option<usize>> = vec![None; rows.len()];
    for (number, person) in people.iter().enumerate() {
        for offers in &candidates[*person].offers {
            for (period, offers) in offers.iter().enumerate() {
                for (row, _) in offers.iter().flat_map(|offered| rows.entries(*person, period, offered, true))
                {
                    let row = row as usize;
                    if rows.joins_blocks(row) {
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

/// All careers of a block that cost at most so much above the cheapest of their person; none if there are too many.
fn within(
    candidates: &[Candidate],
    rows: &Rows,
    block: &[usize],
    best: &Charged,
    above: i64,
    effort: &Effort,
) -> Option<Vec<(Column, i64)>> {
    let mut columns = Vec::new();
    let mut desk = Desk::default();
    for person in block {
        let candidate = &candidates[*person];
        let all = all_within(candidate, *person, rows, &best.charges, (above, effort.of_person), &mut desk)?;
        let cheapest = all.first()?.price;
        for priced in &all {
            let column = Column::new(candidates, rows, &best.charges, *person, priced);
            columns.push((column, priced.price - cheapest));
        }
        if columns.len() > effort.of_block {
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
    nodes: i32,
) -> Result<Picked, Trouble> {
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
        if entries.is_empty() || rows.joins_blocks(number) {
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
    let limits = Limits { nodes, stalled: nodes, below: points(above) + 1.0, heuristics: false };
    let answer = match integer(&programme, limits) {
        // No choice among these costs so little.
        Err(Trouble::Infeasible) => {
            return Ok(Picked { gain: i128::from(above), proven: true, work: columns.len() as u64 });
        }
        answer => answer?,
    };
    let bound = answer.bound.min(points(above) + 1.0);
    let gain = ((bound - bound.abs() * TRUST) * PARTS as f64) as i128 - 1;
    let proven = answer.best.is_none_or(|(best, _)| best - bound < 0.5);
    Ok(Picked { gain, proven, work: answer.iterations })
}
