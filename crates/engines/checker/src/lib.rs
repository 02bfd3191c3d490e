//! 検算: recomputes the feasibility and the objective of any plan, trusting nobody.
//!
//! Shares with the planner only what a problem, a plan and a rule *are*. It knows no search and no encoding: every rule
//! is judged by its declarative check on the career that the plan would make, and every term of the objective is summed
//! again in integers.
//!
//! The bound of a certificate it recomputes as well: see [`bound`](bound()).
//!
//! Not tested: that a person listed as impossible truly is, that a conflict is one, and why somebody is unplaced. These are
//! explanations; a plan that gives a wrong one is still a plan that can be carried out.

mod bound;
mod capacity;
mod certified;
mod claims;
mod conflicts;
mod objective;
mod report;
mod rules_kept;
mod steps;
mod supervision;
mod world;

pub use bound::{Bound, bound, divisor};
pub use certified::Certified;
pub use report::{Finding, Report};

use ::problem::{Plan, Problem};

use crate::world::World;

/// Checks a plan against its problem: every finding at once.
///
/// A plan that answers another problem, or whose people, steps or posts are not those of the problem, is not checked
/// any further.
pub fn check(problem: &Problem, plan: &Plan) -> Report {
    let mut findings = claims::shape(problem, plan);
    let editions = problem.editions().unwrap_or_else(|wrong| {
        findings.extend(wrong.into_iter().map(Finding::of_document));
        Default::default()
    });
    if !findings.is_empty() {
        return Report::unreadable(findings, plan);
    }
    let world = World::new(problem, plan, &editions);
    steps::check(&world, &mut findings);
    capacity::check(&world, &mut findings);
    supervision::check(&world, &mut findings);
    let past = rules_kept::broken_today(&world);
    rules_kept::check(&world, &past, &mut findings);
    let feasible = findings.is_empty();
    let objective = objective::of(&world);
    claims::residual(&world, past, &mut findings);
    conflicts::check(&world, &mut findings);
    claims::objective(plan, &objective, &mut findings);
    Report { feasible, findings, objective, claimed_total: plan.objective.total }
}
