//! A plan as the documents that were asked for. The verdicts they show are judged here, by the rules themselves.

use kernel::{AsOf, Lang, PersonId};
use planner::{
    explain::{Brief, Unexplained, Why, whys},
    warm::Warm,
};
use problem::{Plan, Problem, suppose};
use rules::{Career, EngagementStatus, Verdict};
use sheets::{Checked, CsvEncoding, PersonReasons, PlanOutError, PlanView, PostingReason};

use crate::{
    cli::PlanRequest,
    files::Output,
    trouble::{Code, Trouble},
    words,
};

/// Each person with the verdicts on every rule.
type Verdicts = Vec<(PersonId, Vec<Verdict>)>;

/// Why everybody is where he is.
pub type Reasons = Vec<PersonReasons>;

/// Why everybody is where he is, in few words.
pub fn reasons(problem: &Problem, plan: &Plan, known: Option<&Warm>) -> Result<Reasons, Unexplained> {
    let reason = |Brief { serves, next, cost, terms }| PostingReason { serves, next, cost, terms };
    let person = |(person, whys): (PersonId, Vec<Why>)| {
        (person, whys.iter().map(|why| why.brief().map(reason)).collect())
    };
    Ok(whys(problem, plan, known)?.into_iter().map(person).collect())
}

/// The documents asked for.
pub fn of(
    request: &PlanRequest,
    problem: &Problem,
    plan: &Plan,
    report: &checker::Report,
    previous: Option<(&Problem, &Plan)>,
    reasons: Option<&Reasons>,
    lang: Lang,
) -> Result<Vec<Output>, Trouble> {
    let editions = problem.editions().map_err(|findings| {
        let what = findings.first().map(|finding| finding.message.en.clone()).unwrap_or_default();
        Trouble::new(Code::EngineFault, words::engine_fault(&what))
    })?;
    let judged = |career: &dyn Fn(usize) -> Career, as_of: AsOf| -> Verdicts {
        let people = problem.people.iter().enumerate();
        people
            .map(|(at, person)| {
                let verdicts = rules::judge(&career(at), &editions, &problem.tables, as_of);
                (person.career.person.clone(), verdicts)
            })
            .collect()
    };
    let served = |at: usize| suppose(problem, &problem.people[at], &plan.people[at]);
    let planned = |at: usize| as_planned(served(at));
    let end = problem.horizon_end().unwrap_or(problem.as_of.valid_on);
    let findings: Vec<kernel::Bilingual> =
        report.findings.iter().map(|finding| finding.message.clone()).collect();
    let view = PlanView {
        problem,
        plan,
        editions: &editions,
        verdicts: &judged(&planned, problem.as_of),
        verdicts_at_end: &judged(&served, AsOf { valid_on: end, known_on: end }),
        checked: Some(Checked {
            feasible: report.feasible,
            objective: &report.objective,
            findings: &findings,
        }),
        reasons: reasons.map(Vec::as_slice),
        previous,
    };
    let failed = |error: PlanOutError| Trouble::new(Code::EngineFault, error.sentence());
    let mut documents = Vec::new();
    if let Some(path) = &request.out {
        let bytes = sheets::plan_workbook(&view, lang).map_err(failed)?;
        documents.push(Output { path: path.clone(), bytes });
    }
    if let Some(path) = &request.csv {
        let bytes = sheets::plan_csv(&view, lang, CsvEncoding::Utf8).map_err(failed)?;
        documents.push(Output { path: path.clone(), bytes });
    }
    if let Some(path) = &request.json {
        documents.push(Output { path: path.clone(), bytes: plan.to_json() });
    }
    Ok(documents)
}

/// The same career with what is only planned marked as planned.
fn as_planned(mut career: Career) -> Career {
    for engagement in &mut career.engagements {
        if engagement.id.as_str().starts_with("plan:") {
            engagement.status = EngagementStatus::Planned;
        }
    }
    career
}
