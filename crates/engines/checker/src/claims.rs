//! What a plan claims of itself: which problem it answers, whom it plans, what it costs.

use std::collections::BTreeSet;

use problem::{Objective, PLAN_SCHEMA, Plan, Problem, Step, Term};

use crate::report::Finding;

/// Findings that make the plan unreadable for this problem.
pub(crate) fn shape(problem: &Problem, plan: &Plan) -> Vec<Finding> {
    let mut findings = Vec::new();
    if plan.schema != PLAN_SCHEMA {
        findings.push(Finding::new(
            "plan-schema",
            format!("計画の書式が「{}」です。「{PLAN_SCHEMA}」が必要です。", plan.schema),
            format!("The plan's schema is `{}`; `{PLAN_SCHEMA}` is needed.", plan.schema),
        ));
    }
    if plan.problem != problem.hash() {
        findings.push(Finding::new(
            "plan-other-problem",
            "この計画は別の問題に対するものです。同じ名簿からつくり直してください。".to_owned(),
            "This plan answers another problem. Make it anew from the same roster.".to_owned(),
        ));
    }
    people(problem, plan, &mut findings);
    names(problem, plan, &mut findings);
    findings
}

fn people(problem: &Problem, plan: &Plan, findings: &mut Vec<Finding>) {
    let asked = problem.people.iter().map(|person| &person.career.person);
    let planned = plan.people.iter().map(|person| &person.person);
    if !asked.eq(planned) {
        findings.push(Finding::new(
            "plan-people",
            "計画の人が問題の人と一致しません（人数か順序）。".to_owned(),
            "The people of the plan are not those of the problem, in its order.".to_owned(),
        ));
        return;
    }
    for (person, planned) in problem.people.iter().zip(&plan.people) {
        if planned.steps.len() != problem.horizon.len() || planned.path >= person.paths.len() {
            let (have, need) = (planned.steps.len(), problem.horizon.len());
            findings.push(
                Finding::new(
                    "plan-steps",
                    format!("{} の計画は {have} 期間です。{need} 期間と、候補にある基本領域が必要です。", person.name),
                    format!("{} has {have} steps; {need} are needed, on a path that exists.", person.name),
                )
                .of(&planned.person),
            );
        }
    }
}

fn names(problem: &Problem, plan: &Plan, findings: &mut Vec<Finding>) {
    let posts: BTreeSet<_> = problem.posts.iter().map(|post| &post.id).collect();
    let patterns: BTreeSet<_> = problem.patterns.iter().map(|pattern| &pattern.id).collect();
    for person in &plan.people {
        for (period, step) in person.steps.iter().enumerate() {
            let unknown = match step {
                Step::Post(id) if !posts.contains(id) => id.to_string(),
                Step::Pattern(id) if !patterns.contains(id) => id.to_string(),
                _ => continue,
            };
            findings.push(
                Finding::new(
                    "plan-unknown-post",
                    format!("ポストか勤務の型「{unknown}」は問題にありません。"),
                    format!("There is no post or pattern `{unknown}` in the problem."),
                )
                .of(&person.person)
                .in_period(period),
            );
        }
    }
}

/// Every term of the objective that the plan claims otherwise than it is.
pub(crate) fn objective(plan: &Plan, true_objective: &Objective, findings: &mut Vec<Finding>) {
    let claimed = &plan.objective;
    let terms: BTreeSet<Term> = claimed.terms.keys().chain(true_objective.terms.keys()).copied().collect();
    for term in terms {
        let says = claimed.terms.get(&term).copied().unwrap_or(0);
        let is = true_objective.terms.get(&term).copied().unwrap_or(0);
        if says != is {
            findings.push(Finding::new(
                "objective-term",
                format!("目的関数の {term:?} は {says} と書かれていますが、計算すると {is} です。"),
                format!("The objective's term {term:?} is claimed to be {says}; it is {is}."),
            ));
        }
    }
    if claimed.total != true_objective.total {
        let (says, is) = (claimed.total, true_objective.total);
        findings.push(Finding::new(
            "objective-total",
            format!("目的関数の合計は {says} と書かれていますが、計算すると {is} です。"),
            format!("The objective is claimed to be {says}; it is {is}."),
        ));
    }
}
