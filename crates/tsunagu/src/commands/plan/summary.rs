//! What is told of a plan when it is written: how many are placed and how many not, what it costs by term, who cannot be
//! planned, what to type to repeat it.

use std::collections::BTreeMap;

use kernel::Lang;
use problem::{Cause, Plan, Problem, Step, Term};
use serde_json::{Value, json};

use super::Searched;
use crate::{
    memory::{MEBIBYTE, most_held},
    output::Speaker,
    words,
};

/// Steps of a plan by kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Counts {
    posted: usize,
    outside: usize,
    leave: usize,
    not_yet: usize,
    released: usize,
    unplaced: BTreeMap<Cause, usize>,
}

/// Tells it.
pub fn tell(problem: &Problem, ended: &Searched, paths: &[String], speaker: Speaker) {
    let counts = counts(&ended.plan);
    let text = text(problem, ended, &counts, paths, speaker.lang);
    speaker.result(&text, &value(problem, ended, &counts, paths));
}

/// The files written, for programs.
pub fn files(paths: &[String]) -> Value {
    json!({ "files": paths })
}

fn counts(plan: &Plan) -> Counts {
    let mut counts = Counts::default();
    for step in plan.people.iter().flat_map(|person| &person.steps) {
        match step {
            Step::Post(_) | Step::Pattern(_) => counts.posted += 1,
            Step::Outside => counts.outside += 1,
            Step::Leave => counts.leave += 1,
            Step::NotYet => counts.not_yet += 1,
            Step::Released => counts.released += 1,
            Step::Unplaced(cause) => *counts.unplaced.entry(*cause).or_default() += 1,
        }
    }
    counts
}

fn text(problem: &Problem, ended: &Searched, counts: &Counts, paths: &[String], lang: Lang) -> String {
    let mut lines = vec![words::plan_title(&problem.title, problem.as_of.valid_on).get(lang).to_owned()];
    if ended.interrupted {
        lines.push(words::kept_on_interrupt().get(lang).to_owned());
    }
    let unplaced: usize = counts.unplaced.values().sum();
    let sizes = [problem.people.len(), problem.horizon.len(), counts.posted + counts.outside, unplaced];
    lines.push(words::plan_sizes(sizes, counts.leave, counts.not_yet, counts.released).get(lang).to_owned());
    for (cause, count) in &counts.unplaced {
        lines.push(format!("  {}: {count}", words::cause(*cause).get(lang)));
    }
    for impossible in &ended.plan.impossible {
        let name = problem.people.iter().find(|person| person.career.person == impossible.person);
        let name = name.map_or("", |person| person.name.as_str());
        lines.push(words::impossible(impossible.person.as_str(), name).get(lang).to_owned());
    }
    if !ended.plan.residual.is_empty() {
        lines.push(words::residual(ended.plan.residual.len()).get(lang).to_owned());
    }
    let total = ended.plan.objective.total;
    lines.push(words::objective(total).get(lang).to_owned());
    if let Some(bound) = ended.plan.bound {
        lines.push(words::bound(bound, total).get(lang).to_owned());
    }
    if let Some(certificate) = &ended.certificate {
        lines.push(words::certified(certificate.bound, total).get(lang).to_owned());
    }
    lines.extend(words::regions(&ended.regions).map(|said| said.get(lang).to_owned()));
    for (term, points) in &ended.plan.objective.terms {
        lines.push(format!("  {}: {points}", words::term(*term).get(lang)));
    }
    let states = words::states(ended.sizes.most(), planner::STATES_AT_MOST, ended.sizes.not_all_tried);
    lines.push(states.get(lang).to_owned());
    lines.push(words::memory(ended.memory.div_ceil(MEBIBYTE), most_held()).get(lang).to_owned());
    lines.push(words::repeat(ended.plan.work, ended.out_of_time).get(lang).to_owned());
    lines.push(words::written(paths).get(lang).to_owned());
    lines.join("\n")
}

fn value(problem: &Problem, ended: &Searched, counts: &Counts, paths: &[String]) -> Value {
    let terms: BTreeMap<&Term, String> =
        ended.plan.objective.terms.iter().map(|(term, points)| (term, points.to_string())).collect();
    let states = ended.sizes.rules.iter().map(|(rule, (people, states, most))| {
        (rule, json!({ "people": people, "states": states, "most": most }))
    });
    let states: BTreeMap<&String, Value> = states.collect();
    json!({
        "problem": ended.plan.problem,
        "people": problem.people.len(),
        "periods": problem.horizon.len(),
        "posted": counts.posted,
        "outside": counts.outside,
        "leave": counts.leave,
        "not-yet": counts.not_yet,
        "released": counts.released,
        "unplaced": counts.unplaced,
        "impossible": ended.plan.impossible,
        "crowded": ended.plan.crowded,
        "residual": ended.plan.residual.len(),
        "objective": { "total": ended.plan.objective.total.to_string(), "terms": terms },
        "bound": ended.plan.bound.map(|bound| bound.to_string()),
        "work": ended.plan.work,
        "states": {
            "at-most-a-period": planner::STATES_AT_MOST,
            "people-not-all-tried": ended.sizes.not_all_tried,
            "by-rule": states,
        },
        "memory": { "counted-mib": ended.memory.div_ceil(MEBIBYTE), "held-mib": most_held() },
        "interrupted": ended.interrupted,
        "out-of-time": ended.out_of_time,
        "files": paths,
    })
}
