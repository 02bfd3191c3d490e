//! `tsunagu replan`: a plan anew after a leave, a refusal, a closure, a pin or another roster, from the plan that there
//! is; and the difference in words.

mod changes;

use kernel::Bilingual;
use planner::warm::Warm;
use problem::{Answered, Difference, Problem};
use serde_json::json;

use crate::{
    cli::ReplanRequest,
    commands::{
        Outcome,
        plan::{self, Searched},
    },
    files, input,
    interrupt::Interrupt,
    output::Speaker,
    trouble::{Code, Trouble},
    words,
};

/// Makes the next plan and writes it.
pub fn run(asked: &ReplanRequest, speaker: Speaker) -> Result<Outcome, Trouble> {
    let request = &asked.plan;
    let outputs = plan::outputs(request);
    let mut inputs = plan::inputs(request);
    inputs.extend(
        [Some(&asked.before), asked.changed.as_ref()].into_iter().flatten().map(|path| path.as_path()),
    );
    files::prepare(&inputs, &outputs)?;
    let interrupt = Interrupt::listen(speaker)?;
    let problem = input::problem(&request.input, request.editions.as_deref())?.problem;
    let before = input::plan(&asked.before)?;
    if before.problem != problem.hash() {
        return Err(Trouble::new(Code::OtherProblem, words::other_problem(&asked.before)));
    }
    let changed = Problem { previous: problem.published(&before), ..changed(asked, &problem)? };
    let warm = Warm::of_plan(&problem, &before);
    let searched = Searched::by(request, &changed, &interrupt, speaker, |limits, watch| {
        warm.replan(&changed, limits, watch).map(|(planned, known)| (planned, Some(known)))
    })?;
    let previous = Answered { problem: &problem, plan: &before };
    let written = searched.write(request, &changed, Some((&problem, &before)), speaker)?;
    let difference = Difference::between(previous, Answered { problem: &changed, plan: written.plan() });
    tell(&difference, written.plan().bound, &plan::shown(&outputs), speaker);
    Ok(Outcome::Fine)
}

/// The problem as it is now.
fn changed(asked: &ReplanRequest, problem: &Problem) -> Result<Problem, Trouble> {
    if let Some(path) = &asked.changed {
        return Ok(input::problem(path, asked.plan.editions.as_deref())?.problem);
    }
    let changed = changes::made(&asked.changes, problem)?;
    let findings = changed.validate();
    if findings.is_empty() {
        return Ok(changed);
    }
    let details = findings.into_iter().map(input::finding).collect();
    Err(Trouble::new(Code::ChangesContradict, words::changes_contradict()).with_details(details))
}

fn tell(difference: &Difference<'_>, bound: Option<i128>, paths: &[String], speaker: Speaker) {
    let mut lines: Vec<Bilingual> = difference.lines();
    let total = difference.after.total;
    lines.extend(bound.map(|bound| words::bound(bound, total)));
    if !paths.is_empty() {
        lines.push(words::written(paths));
    }
    let text: Vec<&str> = lines.iter().map(|line| line.get(speaker.lang)).collect();
    let value = json!({
        "people": difference.people(),
        "difference": lines,
        "objective": total.to_string(),
        "before": difference.before.total.to_string(),
        "bound": bound.map(|bound| bound.to_string()),
        "files": paths,
    });
    speaker.result(&text.join("\n"), &value);
}
