//! 検算: recomputes the feasibility and the objective of any plan, trusting nobody.
//!
//! Shares with the planner only what a problem, a plan and a rule *are*. It knows no search and no encoding: every rule
//! is judged by its declarative check on the career that the plan would make, every term of the objective is summed
//! again in integers.

mod capacity;
mod claims;
mod objective;
mod report;
mod rules_kept;
mod steps;
mod supervision;
mod world;

pub use objective::objective;
pub use report::{Finding, Report};

use ::problem::{Plan, Problem};

use crate::world::World;

/// Checks a plan against its problem: every finding at once.
pub fn check(problem: &Problem, plan: &Plan) -> Report {
    let mut findings = claims::shape(problem, plan);
    let editions = match problem.editions() {
        Ok(editions) => editions,
        Err(wrong) => {
            findings.extend(wrong.into_iter().map(Finding::of_document));
            return Report::unreadable(findings, plan);
        }
    };
    if !findings.is_empty() {
        return Report::unreadable(findings, plan);
    }
    let world = World::new(problem, plan, &editions);
    steps::check(&world, &mut findings);
    capacity::check(&world, &mut findings);
    supervision::check(&world, &mut findings);
    rules_kept::check(&world, &mut findings);
    let objective = objective(&world);
    let feasible = findings.is_empty();
    claims::objective(plan, &objective, &mut findings);
    Report { feasible, findings, objective, claimed: plan.objective.total }
}
