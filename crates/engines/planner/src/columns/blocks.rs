//! A higher bound by blocks: what joins all specialties (room of whole workplaces, fairness, households) is charged for,
//! and the people whom the remaining rows join are a block. A block's best whole careers cost more than its best mix, and
//! the blocks' sum is a bound again.
//!
//! At first the charges are those of the mix; from there charges are looked for at which the sum is highest.
#![allow(clippy::float_arithmetic, reason = "cuts, which only lead; bounds are summed in integers")]

use rayon::prelude::*;

use crate::{
    columns::{
        column::{Column, Pool},
        joint::{Bundle, Cut},
        pricing::{self, cheapest},
        proof::Proof,
        rows::{PARTS, Row, Rows},
        volume::Charged,
        whole::{Block, Effort, Known},
    },
    seats::Candidate,
};

/// Blocks that are looked at side by side.
const SIDE_BY_SIDE: usize = 2;

/// How much a block's tree may do at the mix's charges, while the plan still gets better fast, and later.
const AT_FIRST: Effort = (40, 4_000);
const LATER: Effort = (200, 20_000);

/// A bound, and what proves it: everybody's charges, and trees of people who are looked at apart.
#[derive(Clone, Debug, Default)]
pub struct Proven {
    /// Charges, and the bound.
    pub charged: Charged,
    /// Trees that go on from these charges.
    pub apart: Vec<(Vec<usize>, Proof)>,
}

/// The blocks, and the highest bound that they prove.
#[derive(Debug, Default)]
pub struct Blocks {
    /// The charges of the mix; none before the first look.
    mixed: Option<Vec<i64>>,
    best: Proven,
    blocks: Vec<Block>,
    bundle: Bundle,
}

/// Told of the work, says whether to go on.
type Tell<'t> = &'t mut dyn FnMut(u64) -> bool;

impl Blocks {
    /// A bound of all people together, in parts of a point, not below the one that the mix proves. `plan`: what the best
    /// plan costs, and its careers; a bound above that is not looked for. `joint`: whether to look for better charges.
    ///
    /// The first time the charges are those of the mix; each further time others are tried.
    pub fn bound(
        &mut self,
        known: Known<'_>,
        people: &[usize],
        (mixed, pool): (&Charged, &Pool),
        (plan, present): (i128, &[Column]),
        joint: bool,
        tell: Tell<'_>,
    ) -> i128 {
        if self.mixed.as_ref() != Some(&mixed.charges) {
            self.begin(known, people, (mixed, pool), joint);
            let charges = mixed.charges.clone();
            let tried = self.tried(known, people, charges, (plan, present), AT_FIRST, tell);
            self.keep(tried);
            return self.best.charged.bound;
        }
        self.add_plan(known.rows, present);
        let proven = points(self.best.charged.bound);
        if let Some(charges) = self.bundle.proposed(known.rows, &self.best.charged.charges, proven) {
            let tried = self.tried(known, people, charges, (plan, present), LATER, tell);
            self.keep(tried);
            self.bundle.turned_out(points(self.best.charged.bound) - proven);
        }
        self.best.charged.bound
    }

    /// The highest bound; none before the first look.
    pub fn proven(&self) -> Option<&Proven> {
        self.mixed.as_ref().map(|_| &self.best)
    }

    /// Whether other charges may prove more.
    pub fn are_open(&self) -> bool {
        self.mixed.is_none() || self.bundle.is_open()
    }

    fn begin(&mut self, known: Known<'_>, people: &[usize], (mixed, pool): (&Charged, &Pool), joint: bool) {
        self.mixed = Some(mixed.charges.clone());
        self.best = Proven { charged: mixed.clone(), apart: Vec::new() };
        let blocks = blocks(known.candidates, known.rows, people)
            .into_iter()
            .map(|people| Block::new(known, people, pool));
        self.blocks = blocks.collect();
        self.blocks.sort_by_key(|block| std::cmp::Reverse(block.people.len()));
        self.bundle = Bundle::default();
        if joint {
            self.bundle = Bundle::new(self.blocks.len() + 1);
            self.bundle.add(of_nobody(known.rows, &self.blocks));
        }
    }

    /// What a plan costs at other charges is no less than its blocks' best.
    fn add_plan(&mut self, rows: &Rows, present: &[Column]) {
        for (number, block) in self.blocks.iter().enumerate() {
            let own = present.iter().filter(|column| block.people.binary_search(&column.person).is_ok());
            let cut = Cut::new(rows, number, &block.needs, own.map(|column| (1.0, column)));
            self.bundle.add(cut);
        }
    }

    /// Keeps what proves more.
    fn keep(&mut self, tried: Option<Proven>) {
        if let Some(better) = tried.filter(|tried| tried.charged.bound > self.best.charged.bound) {
            self.best = better;
        }
    }

    /// What blocks prove at charges of joining rows: each is mixed anew at them, and then solved. None if that was
    /// stopped before anything was proven.
    fn tried(
        &mut self,
        known: Known<'_>,
        people: &[usize],
        charges: Vec<i64>,
        (plan, present): (i128, &[Column]),
        effort: Effort,
        tell: Tell<'_>,
    ) -> Option<Proven> {
        let (charges, mut cuts) =
            if self.bundle.is_open() { self.remixed(known, charges, tell)? } else { (charges, Vec::new()) };
        let priced = cheapest(known.candidates, known.rows, &charges, people);
        let bound = pricing::bound(known.rows, &charges, &priced);
        let mut tried = Proven { charged: Charged { charges, bound }, apart: Vec::new() };
        let gap = (plan - bound).max(0);
        let mut cuts_of = cuts.iter_mut();
        for blocks in self.blocks.chunks_mut(SIDE_BY_SIDE) {
            let raise =
                |block: &mut Block| block.raise(known, &tried.charged.charges, (gap, present), effort);
            let raised = blocks.par_iter_mut().map(raise);
            // What nobody waited for was not begun.
            let Some(raised) = raised.collect::<Option<Vec<_>>>() else { return Some(tried) };
            for (block, raised) in blocks.iter().zip(&raised).filter(|(block, _)| block.gained > 0) {
                // One block can raise the bound by no more than the gap: beyond that nothing was written down.
                tried.charged.bound += block.gained;
                tried.apart.push((block.people.clone(), raised.proof.clone()));
            }
            for (block, raised) in blocks.iter().zip(&raised) {
                let Some(cut) = cuts_of.next() else { continue };
                match &raised.best {
                    Some(best) => {
                        let whole = best.iter().map(|column| (1.0, column));
                        *cut = Cut::new(known.rows, cut.block, &block.needs, whole);
                    }
                    None => cut.points += points(block.gained),
                }
            }
            if !tell(raised.iter().map(|raised| raised.work).sum()) {
                return Some(tried);
            }
        }
        cuts.into_iter().for_each(|cut| self.bundle.add(cut));
        Some(tried)
    }

    /// Each block's own charges where joining rows are charged so, and a cut of each block's mix.
    fn remixed(
        &mut self,
        known: Known<'_>,
        joining: Vec<i64>,
        tell: Tell<'_>,
    ) -> Option<(Vec<i64>, Vec<Cut>)> {
        let mut charges = joining.clone();
        let mut cuts = Vec::with_capacity(self.blocks.len());
        for blocks in self.blocks.chunks_mut(SIDE_BY_SIDE) {
            let mixed: Vec<_> = blocks.par_iter_mut().map(|block| block.mix(known, &joining)).collect();
            for (block, mixed) in blocks.iter().zip(mixed) {
                let mixed = mixed.ok()?;
                block.rows.iter().for_each(|row| charges[*row] = mixed.charges[*row]);
                let weighted = mixed.careers.iter().map(|(weight, column)| (*weight, column));
                cuts.push(Cut::new(known.rows, cuts.len(), &block.needs, weighted));
                if !tell(mixed.work) {
                    return None;
                }
            }
        }
        known.rows.clip(&mut charges);
        Some((charges, cuts))
    }
}

fn points(parts: i128) -> f64 {
    parts as f64 / PARTS as f64
}

/// Needs that nobody could meet are missing whatever the charges.
fn of_nobody(rows: &Rows, blocks: &[Block]) -> Cut {
    let mut used = vec![false; rows.len()];
    blocks.iter().flat_map(|block| &block.needs).for_each(|need| used[*need] = true);
    let unused = |row: &usize| !used[*row] && matches!(rows.rows[*row], Row::Need { .. });
    let needs: Vec<usize> = (0..rows.len()).filter(unused).collect();
    Cut::new(rows, blocks.len(), &needs, std::iter::empty())
}

/// People whom rows join, the joining ones apart.
pub fn blocks(candidates: &[Candidate], rows: &Rows, people: &[usize]) -> Vec<Vec<usize>> {
    let mut head: Vec<usize> = (0..people.len()).collect();
    let mut first_user: Vec<Option<usize>> = vec![None; rows.len()];
    for (number, person) in people.iter().enumerate() {
        for (period, offered) in candidates[*person].every_offer() {
            for (row, _) in rows.entries(*person, period, offered, true) {
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
