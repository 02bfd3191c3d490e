//! Rules: none that was whole before the plan is broken under it; what the past broke is listed, once.

use std::collections::BTreeSet;

use kernel::{AsOf, CommitmentId, PersonId, RuleId};
use rules::{Career, Force, Standing, Verdict, bind};

use crate::{
    report::Finding,
    steps::released_by,
    world::{Placed, World},
};

pub(crate) fn check(world: &World<'_>, findings: &mut Vec<Finding>) {
    let mut residual = BTreeSet::new();
    for placed in &world.people {
        let before = broken(world, &placed.person.career, world.problem.as_of);
        residual.extend(before.iter().map(|verdict| named(&placed.plan.person, verdict)));
        if placed.impossible {
            continue;
        }
        let old: BTreeSet<_> = before.iter().map(|verdict| (&verdict.commitment, &verdict.rule)).collect();
        for verdict in broken(world, &placed.career, as_of_end(world, placed)) {
            if !old.contains(&(&verdict.commitment, &verdict.rule)) {
                let rule = &verdict.rule;
                findings.push(
                    Finding::new(
                        "rule-broken",
                        format!("規則「{rule}」に違反します。{}", verdict.sentence.ja),
                        format!("The rule `{rule}` is broken. {}", verdict.sentence.en),
                    )
                    .of(&placed.plan.person),
                );
            }
        }
    }
    let listed: BTreeSet<_> = world
        .plan
        .residual
        .iter()
        .map(|row| (row.person.clone(), row.commitment.clone(), row.rule.clone()))
        .collect();
    for (person, _, rule) in listed.symmetric_difference(&residual) {
        findings.push(
            Finding::new(
                "residual-list",
                format!("過去の違反の一覧が事実と合いません（規則「{rule}」）。"),
                format!("The list of past breaches does not agree with the facts (rule `{rule}`)."),
            )
            .of(person),
        );
    }
}

fn named(person: &PersonId, verdict: &Verdict) -> (PersonId, CommitmentId, RuleId) {
    (person.clone(), verdict.commitment.clone(), verdict.rule.clone())
}

/// The day on which the plan's rules are judged: release, or the end of the horizon.
fn as_of_end(world: &World<'_>, placed: &Placed<'_>) -> AsOf {
    let starts = world.periods().map(|(_, period)| period.span.from.first_day());
    let release = starts.into_iter().find(|start| released_by(world, placed, *start));
    let end = world.problem.horizon_end();
    let valid_on = release.or(end).unwrap_or(world.problem.as_of.valid_on);
    AsOf { valid_on, known_on: world.problem.as_of.known_on }
}

/// Rules on the person that must hold, and do not.
fn broken(world: &World<'_>, career: &Career, as_of: AsOf) -> Vec<Verdict> {
    bind(career, world.editions, world.tables(), as_of)
        .into_iter()
        .filter(|bound| bound.rule.subject == rules::Subject::Person)
        .filter(|bound| matches!(bound.rule.force, Force::Must | Force::Principle))
        .map(|bound| bound.judge(as_of))
        .filter(|verdict| verdict.standing == Standing::Broken)
        .collect()
}
