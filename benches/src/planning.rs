//! A plan with the time of each phase, taken from what the planner tells while it runs.

use std::time::Duration;

use planner::{Go, Limits, Phase, Progress, Sizes};
use problem::{Plan, Problem};

use crate::{Trouble, measure::Clock};

/// A plan, and how long its phases took.
pub struct Planned {
    /// The plan.
    pub plan: Plan,
    /// States of the encodings.
    pub sizes: Sizes,
    /// To the first plan of everybody; with what else there is before careers are compiled.
    pub first_plan: Duration,
    /// Compiling everybody's rules.
    pub compiling: Duration,
    /// Making it better, until the work was used up.
    pub improving: Duration,
    /// Explaining who has no career, and writing the plan down.
    pub closing: Duration,
    /// Re-insertions while the plan was made better.
    pub re_insertions: u64,
}

impl Planned {
    /// How long one re-insertion took while the plan was made better.
    pub fn re_insertion(&self) -> Duration {
        self.improving / u32::try_from(self.re_insertions.max(1)).unwrap_or(u32::MAX)
    }
}

/// Plans, with so many re-insertions at most.
pub fn plan(problem: &Problem, work: u64) -> Result<Planned, Trouble> {
    let clock = Clock::start();
    let (mut sketched, mut compiled) = (Duration::ZERO, Duration::ZERO);
    let mut improving: Option<(Duration, Progress)> = None;
    let mut last = (Duration::ZERO, 0);
    let limits = Limits { work, ..Limits::default() };
    let planner::Planned { plan, sizes, .. } = planner::planned(problem, &limits, &mut |told| {
        match told.phase {
            Phase::Compile => compiled = clock.shows(),
            Phase::Sketch | Phase::Construct | Phase::Eject => {}
            // Without careers there is but a sketch.
            _ if compiled.is_zero() => sketched = clock.shows(),
            Phase::Charge | Phase::Mix | Phase::Dive | Phase::Improve => {
                improving.get_or_insert_with(|| (clock.shows(), *told));
                last = (clock.shows(), told.work);
            }
        }
        Go::On
    })
    .map_err(|fault| fault.to_string())?;
    let end = clock.shows();
    let (begun, told) = improving.ok_or("the planner told of no plan")?;
    Ok(Planned {
        plan,
        sizes,
        first_plan: sketched,
        compiling: begun - sketched,
        improving: last.0 - begun,
        closing: end - last.0,
        re_insertions: last.1 - told.work,
    })
}
