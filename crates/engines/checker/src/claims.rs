//! What a plan claims of itself: which problem it answers, whom it plans, what the past broke, what it all costs.

use std::collections::BTreeSet;

use kernel::PersonId;
use problem::{Objective, PLAN_SCHEMA, Plan, Problem, Residual, Step, Term};
use rules::Verdict;

use crate::{
    report::{Finding, term_key},
    rules_kept,
    world::World,
};

/// Why the plan cannot be laid over this problem at all.
pub(crate) fn shape(problem: &Problem, plan: &Plan) -> Vec<Finding> {
    let mut findings = Vec::new();
    if plan.schema != PLAN_SCHEMA {
        findings.push(Finding::new(
            "plan-schema",
            format!("計画の書式が「{}」です。読めるのは「{PLAN_SCHEMA}」です。", plan.schema),
            format!("The plan's schema is `{}`; `{PLAN_SCHEMA}` is needed.", plan.schema),
        ));
    }
    let hash = problem.hash();
    if plan.problem != hash {
        findings.push(Finding::new(
            "plan-other-problem",
            format!(
                "この計画は別の問題（{}）に対するものです。この問題（{hash}）から作り直してください。",
                plan.problem
            ),
            format!(
                "This plan answers another problem ({}). Make it anew from this one ({hash}).",
                plan.problem
            ),
        ));
    }
    if people(problem, plan, &mut findings) {
        steps(problem, plan, &mut findings);
        names(problem, plan, &mut findings);
    }
    findings
}

fn people(problem: &Problem, plan: &Plan, findings: &mut Vec<Finding>) -> bool {
    let asked: Vec<&PersonId> = problem.people.iter().map(|person| &person.career.person).collect();
    let planned: Vec<&PersonId> = plan.people.iter().map(|person| &person.person).collect();
    if asked == planned {
        return true;
    }
    let differs = (0..asked.len().max(planned.len())).find(|place| asked.get(*place) != planned.get(*place));
    let place = differs.unwrap_or(0);
    let id = |people: &[&PersonId]| people.get(place).map_or("–".to_owned(), |id| id.to_string());
    let (need, have) = (id(&asked), id(&planned));
    findings.push(Finding::new(
        "plan-people",
        format!(
            "計画の人は {} 人、問題の人は {} 人です。{} 人目は「{need}」のはずですが「{have}」です。全員を問題の順に書いてください。",
            planned.len(),
            asked.len(),
            place + 1
        ),
        format!(
            "The plan has {} people and the problem {}. Number {} should be `{need}` and is `{have}`. Give all of them in the problem's order.",
            planned.len(),
            asked.len(),
            place + 1
        ),
    ));
    false
}

fn steps(problem: &Problem, plan: &Plan, findings: &mut Vec<Finding>) {
    let need = problem.horizon.len();
    for (person, planned) in problem.people.iter().zip(&plan.people) {
        let (name, have) = (&person.name, planned.steps.len());
        if have != need {
            let finding = Finding::new(
                "plan-steps",
                format!("{name} の計画は {have} 期間分です。計画期間は {need} あります。"),
                format!("{name} has {have} steps; the horizon has {need} periods."),
            );
            findings.push(finding.of(&planned.person));
        }
        if planned.path >= person.paths.len() {
            let (path, paths) = (planned.path, person.paths.len());
            let finding = Finding::new(
                "plan-path",
                format!("{name} の基本領域が候補の {path} 番（0 から数えて）ですが、候補は {paths} つです。"),
                format!("{name} takes path {path} (counted from 0) of {paths}."),
            );
            findings.push(finding.of(&planned.person));
        }
    }
    let known: BTreeSet<_> = problem.people.iter().map(|person| &person.career.person).collect();
    for listed in plan.impossible.iter().filter(|listed| !known.contains(&listed.person)) {
        let person = &listed.person;
        findings.push(Finding::new(
            "plan-unknown-person",
            format!("規則をすべては満たせない人に「{person}」がいますが、問題にその人はいません。"),
            format!("`{person}` is listed as impossible, but is nobody of the problem."),
        ));
    }
}

fn names(problem: &Problem, plan: &Plan, findings: &mut Vec<Finding>) {
    let posts: BTreeSet<_> = problem.posts.iter().map(|post| &post.id).collect();
    let patterns: BTreeSet<_> = problem.patterns.iter().map(|pattern| &pattern.id).collect();
    for person in &plan.people {
        for (period, step) in person.steps.iter().enumerate() {
            let unknown = match step {
                Step::Post(id) if !posts.contains(id) => ("ポスト", "post", id.as_str()),
                Step::Pattern(id) if !patterns.contains(id) => ("勤務の型", "pattern", id.as_str()),
                _ => continue,
            };
            let (ja, en, id) = unknown;
            let finding = Finding::new(
                "plan-unknown-post",
                format!("{ja}「{id}」は問題にありません。"),
                format!("There is no {en} `{id}` in the problem."),
            );
            findings.push(finding.of(&person.person).in_period(period));
        }
    }
}

/// Rules the past already broke that the plan keeps silent about, and those it lists without reason.
pub(crate) fn residual(world: &World<'_>, past: Vec<Vec<Verdict>>, findings: &mut Vec<Finding>) {
    let key = |row: &Residual| (row.person.clone(), row.commitment.clone(), row.rule.clone());
    let truly: BTreeSet<_> = rules_kept::residual(world, past).iter().map(key).collect();
    let listed: BTreeSet<_> = world.plan.residual.iter().map(key).collect();
    for (person, commitment, rule) in truly.difference(&listed) {
        let finding = Finding::new(
            "residual-missing",
            format!("{person} の「{commitment}」の「{rule}」は現時点ですでに違反ですが、一覧にありません。"),
            format!(
                "`{rule}` of `{commitment}` is already broken for {person}, and the plan does not list it."
            ),
        );
        findings.push(finding.of(person));
    }
    for (person, commitment, rule) in listed.difference(&truly) {
        let finding = Finding::new(
            "residual-untrue",
            format!(
                "{person} の「{commitment}」の「{rule}」は違反済みとされていますが、現時点では違反ではありません。"
            ),
            format!(
                "The plan lists `{rule}` of `{commitment}` as already broken for {person}; today it is not."
            ),
        );
        findings.push(finding.of(person));
    }
}

/// Every term of the objective that the plan claims otherwise than it is.
pub(crate) fn objective(plan: &Plan, recomputed: &Objective, findings: &mut Vec<Finding>) {
    let claimed = &plan.objective;
    let terms: BTreeSet<Term> = claimed.terms.keys().chain(recomputed.terms.keys()).copied().collect();
    for term in terms {
        let says = claimed.terms.get(&term).copied().unwrap_or(0);
        let is = recomputed.terms.get(&term).copied().unwrap_or(0);
        if says != is {
            let key = term_key(term);
            findings.push(Finding::new(
                "objective-term",
                format!("目的関数の項 `{key}` は {says} とされていますが、計算すると {is} です。"),
                format!("The term `{key}` of the objective is claimed to be {says}; it is {is}."),
            ));
        }
    }
    if claimed.total != recomputed.total {
        let (says, is) = (claimed.total, recomputed.total);
        findings.push(Finding::new(
            "objective-total",
            format!("目的関数の合計は {says} とされていますが、計算すると {is} です。"),
            format!("The objective is claimed to be {says}; it is {is}."),
        ));
    }
}
