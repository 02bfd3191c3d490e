//! Why everybody is where he is: all postings of a plan explained at once, from what was compiled for it.

use kernel::PersonId;
use problem::{Plan, Problem};
use rayon::prelude::*;

use crate::{
    everybody::compile_all,
    explain::{Explainer, Unexplained, Why, compiling, seating},
    regions::Regions,
    warm::Warm,
};

/// Why everybody is where the plan has him, each person with all periods. With what was compiled when the plan was
/// made, nobody is compiled again.
pub fn whys(
    problem: &Problem,
    plan: &Plan,
    warm: Option<&Warm>,
) -> Result<Vec<(PersonId, Vec<Why>)>, Unexplained> {
    let regions = Regions::of(problem);
    if warm.is_some() || regions.len() < 2 {
        return of_one(problem, plan, warm);
    }
    if plan.problem != problem.hash() {
        return Err(Unexplained::OtherPlan);
    }
    let mut all = Vec::with_capacity(problem.people.len());
    for region in (0..regions.len()).map(|region| regions.problem(region)) {
        all.extend(of_one(&region, &part(plan, &region), None)?);
    }
    Ok(all)
}

fn of_one(
    problem: &Problem,
    plan: &Plan,
    warm: Option<&Warm>,
) -> Result<Vec<(PersonId, Vec<Why>)>, Unexplained> {
    compiling(problem, plan, |compiler| {
        let people = compiler.ground.problem.people.len();
        let kept = warm.map_or_else(|| vec![None; people], |warm| warm.kept(compiler));
        let steps = seating::steps(compiler.ground.problem, plan)?;
        let candidates = compile_all(compiler, kept);
        let explainer = Explainer::new(compiler, plan, steps, candidates, vec![true; people])?;
        Ok((0..people).into_par_iter().map(|person| explainer.whys(person)).collect())
    })
}

/// What a plan says of a region.
fn part(plan: &Plan, region: &Problem) -> Plan {
    let mut part = plan.clone();
    part.problem = region.hash();
    part.people.retain(|of| region.person(&of.person).is_some());
    part.impossible.retain(|of| region.person(&of.person).is_some());
    part
}

impl Explainer<'_> {
    /// Why a person whose careers are all compiled is where he is, period by period.
    fn whys(&self, person: usize) -> (PersonId, Vec<Why>) {
        let verdicts = self.judged(person);
        let all = (0..self.periods()).map(|period| self.told(person, period, &verdicts)).collect();
        (self.steps[person].person.clone(), all)
    }
}
