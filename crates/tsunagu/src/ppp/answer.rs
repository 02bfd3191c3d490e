//! The answer: a plan in the format's own form, and the one line that says how good it is.

use std::collections::BTreeMap;

use kernel::PostId;
use problem::{Plan, Step};
use serde::Serialize;

use super::{
    conflict::Element,
    format::{Instance, Seat},
    places::post,
};

/// Where each physician is in each year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// By physician, then by year.
    pub assign: BTreeMap<usize, BTreeMap<usize, Seat>>,
}

/// A plan of the instance's problem as an answer; none if it leaves anybody unplaced, or breaks what the format does
/// not forgive.
pub fn assignment(instance: &Instance, plan: &Plan) -> Option<Answer> {
    let posts = instance.hospitals.iter().flat_map(|hospital| {
        hospital.spec.keys().map(|specialty| (post(hospital.id, *specialty), hospital.id))
    });
    let posts: BTreeMap<PostId, usize> = posts.collect();
    if !plan.impossible.is_empty() || !plan.residual.is_empty() {
        return None;
    }
    let mut answer = Answer::default();
    for (number, person) in plan.people.iter().enumerate() {
        let row = answer.assign.entry(number).or_default();
        for (year, step) in person.steps.iter().enumerate() {
            match step {
                Step::Post(id) => row.insert(year, Seat::Hospital(*posts.get(id)?)),
                Step::Outside => row.insert(year, Seat::Outside),
                Step::NotYet | Step::Leave | Step::Released => continue,
                Step::Pattern(_) | Step::Unplaced(_) => return None,
            };
        }
    }
    Some(answer)
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// A plan, and the proof that none is better.
    Optimal,
    /// A plan.
    Feasible,
    /// The proof that there is no plan.
    Infeasible,
    /// Neither.
    Unknown,
}

/// The one line of a run.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// How it ended.
    pub status: Status,
    /// The plan's objective.
    pub objective: Option<i128>,
    /// The best proven lower bound.
    pub bound: i128,
    /// What the certificate proves in exact integers.
    pub certified: i128,
    /// (objective − bound) / objective.
    pub gap: Option<f64>,
    /// Until the end.
    pub seconds: f64,
    /// Until the first plan.
    pub first_plan_seconds: Option<f64>,
    /// Most memory held.
    pub rss_mb: u64,
    /// Most that the planner kept, as it counts; of several prefectures, in the one with most.
    pub counted_mb: u64,
    /// What cannot hold together, each with the relaxation that cures it.
    pub conflict: Vec<Element>,
}

impl Outcome {
    /// The gap between an objective and a bound that lies below it.
    pub fn gap(objective: i128, bound: i128) -> Option<f64> {
        if objective == 0 {
            return Some(0.0);
        }
        // In millionths, for sums stay integers everywhere.
        let millionths = (objective - bound).checked_mul(1_000_000)? / objective;
        format!("{millionths}e-6").parse().ok()
    }
}
