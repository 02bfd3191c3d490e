//! How much work a search may do, and what it tells while it runs.

use crate::{compile::ROOM as STATES_AT_MOST, patience::Patience};

/// How much work a search may do. Work is counted in exact re-insertions and iterations of the simplex method, never in
/// seconds, so that equal limits give equal plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most units of work. A first plan is made even if it takes more.
    pub work: u64,
    /// Seed of the search's own generator.
    pub seed: u64,
    /// How long it is until the watch will say stop: what takes longer is given up, as if it had not been begun.
    pub patience: Option<Patience>,
    /// Most bytes that all that is kept may take, as it is counted: fewer careers are kept rather than more. A plan is made
    /// even if it takes more.
    pub memory: Option<u64>,
    /// Most states of one person in a period: where rules tell more apart, fewer posts are tried, and of what costs least
    /// at charges some rules are left out.
    pub states: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { work: 400_000, seed: 1, patience: None, memory: None, states: STATES_AT_MOST }
    }
}

/// What the search is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Sketching a plan before all is known.
    Sketch,
    /// Compiling each person's rules.
    Compile,
    /// Putting people in.
    Construct,
    /// Making room for those who did not fit.
    Eject,
    /// Looking for what every post, need and instructor is worth.
    Charge,
    /// Mixing careers: the best that could be, were half a person allowed.
    Mix,
    /// Making a plan of the mix.
    Dive,
    /// Making the plan better.
    Improve,
}

impl Phase {
    /// Whether there is no plan yet that is told of.
    pub fn begins(self) -> bool {
        matches!(self, Self::Sketch | Self::Compile | Self::Construct | Self::Eject)
    }
}

/// How far the search is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What it is doing.
    pub phase: Phase,
    /// Re-insertions done.
    pub work: u64,
    /// Most re-insertions.
    pub limit: u64,
    /// The best plan's objective so far; 0 before there is a plan.
    pub objective: i128,
    /// What no plan can be cheaper than, as far as it is proven.
    pub bound: Option<i128>,
    /// How many people the plan leaves unplaced in some period.
    pub unplaced: usize,
    /// How many people are done in this phase (compiled, put in), or take part.
    pub people: usize,
    /// How many careers whoever checks the trees over everybody will price, leaf by leaf.
    pub to_check: usize,
}

impl Progress {
    /// At the beginning of a phase; nothing is known yet.
    pub(crate) fn at(phase: Phase) -> Self {
        Self { phase, work: 0, limit: 0, objective: 0, bound: None, unplaced: 0, people: 0, to_check: 0 }
    }
}

/// Whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Go {
    /// Go on.
    On,
    /// Stop at the next unit and keep the best plan.
    Stop,
}

/// Lets the planner use so many threads, once and for the whole program; without it as many as the machine runs at once.
/// Plans are the same whatever their number. Too late once something was planned: then nothing changes.
pub fn use_threads(count: usize) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(count.clamp(1, 256));
    drop(pool.build_global());
}
