//! A neighbourhood: some people whose careers are chosen anew together, everybody else fixed. Careers are generated for
//! them alone, then a tree picks one each.

use linear::Trouble;

use crate::{
    columns::{
        branch::{Careers, Goal, Whole, branch},
        column::{Column, Pool},
        generate::Generation,
        rows::{Held, PARTS, Rows},
        volume::Charged,
    },
    patience::Patience,
    seats::Candidate,
};

/// Most rounds of generating careers.
const ROUNDS: usize = 30;

/// Generating ends where so many rounds made the mix cheaper by less than one of so many parts of what it is below the
/// present careers: what is left to gain is sooner gained in other neighbourhoods.
const SLOW: (usize, i128) = (3, 10);

/// Most nodes of a tree, and its work: so many times as much, at most, the longer nothing was found.
const NODES: usize = 400;
const WORK: u64 = 7_000;
const PATIENT: u64 = 4;

/// After so many times in vain a tree gets as much again.
const IN_VAIN: usize = 32;

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

/// Careers for some people that cost less together than their present ones; none if nobody waits for them any more.
/// `pool` holds careers to begin with, the present ones among them; worst shares are held at these levels, for a mix of
/// levels is always cheaper. `step`: all plans' prices are multiples of it, in parts of a point; `in_vain`: how often in a row
/// neighbourhoods led to nothing.
pub fn choose(
    candidates: &[Candidate],
    rows: &Rows,
    (people, present): (&[usize], &[Column]),
    others: &[i64],
    charges: &[i64],
    (mut pool, held): (Pool, &[Held]),
    (step, in_vain, patience): (i128, usize, Option<&Patience>),
) -> Result<Option<Chosen>, Trouble> {
    let known = pool.columns.len();
    let mut generation = Generation::new(candidates, rows, people, Some(others.to_vec()), &pool)?;
    generation.charge(charges)?;
    generation.hold(held);
    let mut lead = Charged { charges: charges.to_vec(), bound: 0 };
    let below = cost(rows, &generation.used, others, present.iter());
    let mut costs = Vec::with_capacity(ROUNDS);
    let is_over = || patience.is_some_and(Patience::is_over);
    generation.run(&mut pool, &mut lead, |mixed, _| {
        costs.push(mixed.in_parts());
        costs.len() < ROUNDS && !is_over() && !is_slow(&costs, below)
    })?;
    if is_over() {
        return Ok(None);
    }
    let mut chosen = Chosen { work: generation.work(), ..Chosen::default() };
    let gap = below - generation.cost();
    if gap < step {
        chosen.found = pool.columns.split_off(known);
        return Ok(Some(chosen));
    }
    let used = generation.used.clone();
    let times = (1 + (in_vain / IN_VAIN) as u64).min(PATIENT);
    let (nodes, work) = (NODES * times as usize, WORK * times);
    let goal = Goal { whole: Whole::Careers, below: below - step, step, nodes, work, patience };
    let branched = branch(&mut generation, &mut pool, Careers::Known, goal, &|pool, whole, _| {
        cost(rows, &used, others, whole.iter().map(|number| &pool.columns[*number]))
    })?;
    let Some(branched) = branched else { return Ok(None) };
    let careers = branched.best;
    let careers = careers.map(|whole| whole.iter().map(|number| pool.columns[*number].clone()).collect());
    chosen.outcome = if careers.is_some() { Outcome::Better } else { Outcome::Hard };
    chosen.careers = careers;
    chosen.work += branched.work;
    chosen.found = pool.columns.split_off(known);
    Ok(Some(chosen))
}

/// Whether the mix hardly becomes cheaper any more, by what it cost after each round.
fn is_slow(costs: &[i128], below: i128) -> bool {
    let (rounds, parts) = SLOW;
    let [.., now] = *costs else { return false };
    let before = costs.len().checked_sub(rounds + 1).map(|round| costs[round]);
    before.is_some_and(|before| now < below && (before - now) * parts < below - now)
}

/// What careers cost together with what is short of the rows that they could use, in parts of a point.
pub(super) fn cost<'c>(
    rows: &Rows,
    used: &[bool],
    others: &[i64],
    careers: impl Iterator<Item = &'c Column> + Clone,
) -> i128 {
    let mut taken = others.to_vec();
    let entries = careers.clone().flat_map(|column| &column.entries);
    entries.for_each(|(row, amount)| taken[*row as usize] += i64::from(*amount));
    let own: i128 = careers.map(|column| i128::from(column.points)).sum();
    own * i128::from(PARTS) + rows.short(&taken, used)
}
