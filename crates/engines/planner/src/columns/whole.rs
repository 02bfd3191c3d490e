//! A block at given charges: its best mix of careers, and its best whole careers.
//!
//! All careers that could matter are written down and one of each person is picked. Where these are too many, what was
//! proven with fewer counts.
#![allow(clippy::float_arithmetic, reason = "the integer programmes; each bound is taken a little too low")]

use linear::{Integer, Limits, Patience, Trouble, integer};

use crate::{
    columns::{
        column::{Column, Pool},
        generate::{Generation, touch},
        pricing::{Desk, all_within},
        rows::{PARTS, Row, Rows},
        volume::Charged,
    },
    seats::Candidate,
};

/// How many careers a block may take: most of one person, and of all.
pub type Most = (usize, usize);

/// Most nodes of an integer programme.
const NODES: i32 = 60;

/// Careers that cost no more than this part of the gap above the cheapest are written down first.
const FIRST: i64 = 64;

/// Work of an integer programme for each career: most of it is cuts, which are not told.
const OF_CAREER: u64 = 15;

/// How far below its answer an integer programme is trusted: a part of so many.
const TRUST: f64 = 1e-7;

/// Within so many points of its bound a choice is the best: programmes end at half a point.
const NEAR: f64 = 0.6;

/// Careers of each person that are kept to be mixed.
const KEPT: usize = 20;

/// People, and what joins them.
#[derive(Clone, Copy, Debug)]
pub struct Known<'k> {
    /// All people.
    pub candidates: &'k [Candidate],
    /// What joins them.
    pub rows: &'k Rows,
    /// How long answers are waited for.
    pub patience: Option<&'k Patience>,
}

/// People whom rows join that join no blocks.
#[derive(Debug)]
pub struct Block {
    /// Who, in order.
    pub people: Vec<usize>,
    /// Rows of its own.
    pub rows: Vec<usize>,
    /// Needs among them.
    pub needs: Vec<usize>,
    /// How much more its best whole careers cost than its charges say, at least.
    pub gained: i128,
    /// Careers to mix.
    careers: Pool,
}

/// The best mix of a block.
#[derive(Debug)]
pub struct Mixed {
    /// The charges of its own rows.
    pub charges: Vec<i64>,
    /// Careers and how much of each.
    pub careers: Vec<(f64, Column)>,
    /// Units of work that it took.
    pub work: u64,
}

/// What came of a block's integer programmes.
#[derive(Debug)]
pub struct Raised {
    /// The best whole careers; none where it is not proven that no others are better.
    pub best: Option<Vec<Column>>,
    /// Units of work.
    pub work: u64,
}

/// What picking careers for a block says.
struct Picked {
    gain: i128,
    /// The best choice, if it was found and proven.
    best: Option<Vec<Column>>,
    work: u64,
}

impl Block {
    /// Of these people, with careers of theirs that are known.
    pub fn new(Known { candidates, rows, .. }: Known<'_>, people: Vec<usize>, pool: &Pool) -> Self {
        let mut used = vec![false; rows.len()];
        people.iter().for_each(|person| touch(*person, &candidates[*person], rows, &mut used));
        let own: Vec<usize> = (0..rows.len()).filter(|row| used[*row] && !rows.joins_blocks(*row)).collect();
        let needs = own.iter().copied().filter(|row| matches!(rows.rows[*row], Row::Need { .. })).collect();
        let careers = pool.of(&people);
        Self { people, rows: own, needs, gained: 0, careers }
    }

    /// Its best mix where joining rows are charged so.
    pub fn mix(&mut self, known: Known<'_>, joining: &[i64]) -> Result<Mixed, Trouble> {
        let Known { candidates, rows, .. } = known;
        let mut lead = Charged { charges: joining.to_vec(), bound: 0 };
        let mut generation = Generation::of_block(candidates, rows, &self.people, joining, &self.careers)?;
        generation.run(&mut self.careers, &mut lead, |_, _| true)?;
        let weighted = generation.careers.iter().zip(&generation.mixed.weights);
        let careers = weighted
            .filter(|(_, weight)| **weight > 0.0)
            .map(|(career, weight)| (*weight, self.careers.columns[*career].clone()))
            .collect();
        let mixed = Mixed { careers, work: generation.work(), charges: generation.mixed.charges };
        self.careers.thin_out(&mixed.charges, KEPT);
        Ok(mixed)
    }

    /// How much more than these charges say its best whole careers cost. `gap`: how much more than that the best plan
    /// costs; careers that cost more above the cheapest are in no better plan. Few careers are written down at first,
    /// and more as long as the answer is no less than what was left out. None where there was no time for that.
    pub fn raise(&mut self, known: Known<'_>, charges: &[i64], gap: i64, most: Most) -> Option<Raised> {
        // What it gained at other charges says how many careers it takes.
        let before = i64::try_from(std::mem::take(&mut self.gained)).unwrap_or(0);
        let mut above = (before + before / 4).max(gap / FIRST).max(PARTS);
        let mut raised = Raised { best: None, work: self.people.len() as u64 };
        while let Some(columns) = within(known, &self.people, charges, above, most) {
            let picked = match picked(known, &self.people, charges, &columns, above) {
                Err(Trouble::OutOfTime) => return None,
                Err(_) => break,
                Ok(picked) => picked,
            };
            raised.work += picked.work + self.people.len() as u64;
            self.gained = picked.gain.clamp(self.gained, i128::from(above).max(self.gained));
            if picked.gain < i128::from(above) || above >= gap {
                raised.best = picked.best;
                break;
            }
            above = (2 * above).min(gap);
        }
        Some(raised)
    }
}

/// All careers of a block that cost at most so much above the cheapest of their person; none if there are too many.
fn within(
    known: Known<'_>,
    block: &[usize],
    charges: &[i64],
    above: i64,
    (of_person, of_block): Most,
) -> Option<Vec<(Column, i64)>> {
    let Known { candidates, rows, .. } = known;
    let mut columns = Vec::new();
    let mut desk = Desk::default();
    for person in block {
        let candidate = &candidates[*person];
        let all = all_within(candidate, *person, rows, charges, (above, of_person), &mut desk)?;
        let cheapest = all.first()?.price;
        for priced in &all {
            let column = Column::new(candidates, rows, charges, *person, priced);
            columns.push((column, priced.price - cheapest));
        }
        if columns.len() > of_block {
            return None;
        }
    }
    Some(columns)
}

/// How much more the best choice of whole careers costs than the charges say, by an integer programme over what each
/// costs above the cheapest: room left free and needs missed are charged too.
fn picked(
    Known { rows, patience, .. }: Known<'_>,
    block: &[usize],
    charges: &[i64],
    columns: &[(Column, i64)],
    above: i64,
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
        let charge = charges[number];
        match rows.rows[number] {
            Row::Room { most } => {
                // What is left free was paid for by the charge: it costs what the charge gave back.
                let free = programme.add_column(points(charge) * 100.0, 0.0, f64::INFINITY, false);
                entries.push((free, 1.0));
                programme.add_row(most as f64 / 100.0, most as f64 / 100.0, entries);
            }
            Row::Need { wanted, price } => {
                let missing = price + charge + rows.fairness_charge(charges, number);
                let heads = wanted as f64 / 100.0;
                let short = programme.add_column(points(missing.max(0)) * 100.0, 0.0, heads, false);
                let over = programme.add_column(points(-charge) * 100.0, 0.0, f64::INFINITY, false);
                entries.extend([(short, 1.0), (over, -1.0)]);
                programme.add_row(heads, heads, entries);
            }
            Row::Step { .. } | Row::Worst { .. } => {}
        }
    }
    let limits = Limits {
        nodes: NODES,
        stalled: NODES,
        below: points(above) + 1.0,
        heuristics: false,
        patience: patience.cloned(),
    };
    let work = OF_CAREER * columns.len() as u64;
    let answer = match integer(&programme, limits) {
        // No choice among these costs so little.
        Err(Trouble::Infeasible) => return Ok(Picked { gain: i128::from(above), best: None, work }),
        answer => answer?,
    };
    let bound = answer.bound.min(points(above) + 1.0);
    let gain = ((bound - bound.abs() * TRUST) * PARTS as f64) as i128 - 1;
    let best = answer.best.filter(|(cost, _)| cost - bound < NEAR);
    let best = best.map(|(_, values)| {
        let taken = columns.iter().zip(values).filter(|(_, value)| *value > 0.5);
        taken.map(|((column, _), _)| column.clone()).collect()
    });
    Ok(Picked { gain, best, work: work + answer.iterations })
}
