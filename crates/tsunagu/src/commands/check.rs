//! `tsunagu check`: an input looked over; with a plan, the plan recomputed from nothing.

use std::path::Path;

use problem::Problem;
use serde_json::json;

use crate::{
    commands::Outcome,
    input,
    output::Speaker,
    trouble::{Code, Detail, Trouble},
    words,
};

/// Looks over an input. A workbook with mistakes is what the check is for: findings, not trouble.
pub fn run(
    input: &Path,
    plan: Option<&Path>,
    editions: Option<&Path>,
    speaker: Speaker,
) -> Result<Outcome, Trouble> {
    let read = match input::problem(input, editions) {
        Ok(read) => read,
        Err(trouble) if is_finding(&trouble) && plan.is_none() => return Ok(findings(&trouble, speaker)),
        Err(trouble) => return Err(trouble),
    };
    match plan {
        Some(plan) => check_plan(&read.problem, plan, speaker),
        None => Ok(overview(&read, speaker)),
    }
}

fn is_finding(trouble: &Trouble) -> bool {
    matches!(trouble.code, Code::WorkbookFindings | Code::ProblemFindings)
}

fn findings(trouble: &Trouble, speaker: Speaker) -> Outcome {
    let value = json!({ "usable": false, "findings": trouble.details });
    speaker.result(&trouble.as_text(speaker.lang), &value);
    Outcome::Findings
}

/// What was read, so that a reader sees whether it is what was meant.
fn overview(read: &input::Read, speaker: Speaker) -> Outcome {
    let problem = &read.problem;
    let facilities = problem.tables.workplaces.values().filter(|place| place.stands_for.is_empty()).count();
    let commitments: usize = problem.people.iter().map(|person| person.career.commitments.len()).sum();
    let mut text = words::plan_title(&problem.title, problem.as_of.valid_on).get(speaker.lang).to_owned();
    text.push('\n');
    text.push_str(
        words::read_sizes([
            problem.people.len(),
            commitments,
            facilities,
            problem.posts.len(),
            problem.horizon.len(),
        ])
        .get(speaker.lang),
    );
    text.push('\n');
    for note in &read.notes {
        text.push_str(&note.as_text(speaker.lang));
    }
    text.push_str(words::usable(read.notes.len()).get(speaker.lang));
    let value = json!({
        "usable": true,
        "title": problem.title,
        "as-of": problem.as_of,
        "people": problem.people.len(),
        "commitments": commitments,
        "facilities": facilities,
        "posts": problem.posts.len(),
        "periods": problem.horizon.len(),
        "problem": problem.hash(),
        "notes": read.notes,
    });
    speaker.result(&text, &value);
    Outcome::Fine
}

fn check_plan(problem: &Problem, path: &Path, speaker: Speaker) -> Result<Outcome, Trouble> {
    let plan = input::plan(path)?;
    if plan.problem != problem.hash() {
        return Err(Trouble::new(Code::OtherProblem, words::other_problem(path)));
    }
    let report = checker::check(problem, &plan);
    let mut text: String = report
        .findings
        .iter()
        .map(|finding| finding_detail(problem, finding).as_text(speaker.lang))
        .collect();
    text.push_str(words::checked(report.findings.len(), report.objective.total).get(speaker.lang));
    let value = json!({
        "feasible": report.feasible,
        "accepted": report.accepts(),
        "objective": report.objective.total.to_string(),
        "claimed": report.claimed_total.to_string(),
        "findings": report.findings,
    });
    speaker.result(&text, &value);
    Ok(if report.accepts() { Outcome::Fine } else { Outcome::Findings })
}

/// A checker's finding with its person and period in front.
pub fn finding_detail(problem: &Problem, finding: &checker::Finding) -> Detail {
    let name = finding.person.as_ref().map(|id| {
        let person = problem.people.iter().find(|person| person.career.person == *id);
        person.map_or_else(|| id.to_string(), |person| format!("{id} {}", person.name))
    });
    let period = finding
        .period
        .and_then(|period| problem.horizon.get(period))
        .map(|period| period.span.from.to_string());
    let at: Vec<String> = name.into_iter().chain(period).collect();
    Detail { at: at.join(" "), code: finding.code.to_owned(), message: finding.message.clone() }
}
