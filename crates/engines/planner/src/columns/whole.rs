//! A block at given charges: its best mix of careers, and its best whole careers.
//!
//! A tree looks for the latter and generates the careers it needs; what it has proven when it stops counts.

use linear::Trouble;

use crate::{
    columns::{
        branch::{Careers, Goal, Whole, branch},
        column::{Column, Pool},
        generate::{Generation, touch},
        pricing::cheapest,
        proof::Proof,
        rows::{PARTS, Row, Rows},
        volume::Charged,
    },
    patience::Patience,
    seats::Candidate,
};

/// How much the tree of a block may do: most nodes, and the work after which no node is begun.
pub type Effort = (usize, u64);

/// Careers that are cheaper by less are not looked for, in parts of a point.
const NEAR: i128 = PARTS as i128 / 2;

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

/// What came of a block's tree.
#[derive(Debug, Default)]
pub struct Raised {
    /// What proves it.
    pub proof: Proof,
    /// The best whole careers; none where it is not proven that no others are better.
    pub best: Option<Vec<Column>>,
    /// Units of work.
    pub work: u64,
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

    /// How much more than these charges say its best whole careers cost: no more than `gap`, beyond which no better plan
    /// lies, and than the `present` ones. None where there was no time for that.
    pub fn raise(
        &mut self,
        known: Known<'_>,
        charges: &[i64],
        (gap, present): (i128, &[Column]),
        effort: Effort,
    ) -> Option<Raised> {
        self.gained = 0;
        match self.branched(known, charges, (gap, present), effort) {
            Err(_) => Some(Raised { work: self.people.len() as u64, ..Raised::default() }),
            Ok(raised) => raised,
        }
    }

    fn branched(
        &mut self,
        Known { candidates, rows, patience }: Known<'_>,
        charges: &[i64],
        (gap, present): (i128, &[Column]),
        (nodes, work): Effort,
    ) -> Result<Option<Raised>, Trouble> {
        let Self { people, careers, .. } = self;
        let own: Vec<Column> =
            present.iter().filter(|of| people.binary_search(&of.person).is_ok()).cloned().collect();
        for column in &own {
            careers.add(column.person, &column.seat, || column.clone());
        }
        let mut generation = Generation::of_block(candidates, rows, people, charges, careers)?;
        generation.mix()?;
        let priced = cheapest(candidates, rows, charges, people);
        let said = generation.bound_at(charges, &priced);
        let plan = generation.cost_of(&own);
        let below = plan.min(said + gap);
        let goal = Goal { whole: Whole::Careers, below: below - NEAR, step: NEAR, nodes, work, patience };
        let all = Careers::All { charges, bound: said };
        let branched = branch(&mut generation, careers, all, goal, &|_, _, mixed| mixed)?;
        let Some(branched) = branched else { return Ok(None) };
        let found = branched.best.as_ref();
        let found = found.map(|best| best.iter().map(|number| careers.columns[*number].clone()).collect());
        // Nothing cheaper was found, and nothing cheaper is left.
        let best = found.or_else(|| (plan <= below).then_some(own));
        let best = best.filter(|_| branched.ended);
        self.gained = (branched.bound.min(below) - said).max(0);
        careers.thin_out(&generation.mixed.charges, KEPT);
        let work = branched.work + people.len() as u64;
        Ok(Some(Raised { best, work, proof: branched.proof }))
    }
}
