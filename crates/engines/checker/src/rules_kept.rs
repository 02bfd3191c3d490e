//! 義務・規則: no rule that binds a person and was not broken before is broken by the plan.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{AsOf, CommitmentId, EditionId, RuleId};
use problem::{Problem, Residual};
use rules::{Career, Edition, Force, Subject, Verdict};

use crate::{
    report::Finding,
    world::{Placed, World},
};

pub(crate) fn check(world: &World<'_>, findings: &mut Vec<Finding>) {
    for placed in world.people.iter().filter(|placed| !placed.impossible) {
        let before: BTreeSet<(CommitmentId, RuleId)> =
            broken_today(world, placed).into_iter().map(|broken| (broken.commitment, broken.rule)).collect();
        let as_of = AsOf { valid_on: judged_on(world, placed), known_on: world.problem.as_of.known_on };
        for verdict in broken(world.problem, world.editions, &placed.career, as_of) {
            if !before.contains(&(verdict.commitment.clone(), verdict.rule.clone())) {
                findings.push(finding(placed, &verdict));
            }
        }
    }
}

/// What already lies in the past and breaks a rule, for everybody, in the problem's order.
pub(crate) fn residual(world: &World<'_>) -> Vec<Residual> {
    let people = world.people.iter();
    people
        .flat_map(|placed| {
            broken_today(world, placed).into_iter().map(|verdict| Residual {
                person: placed.plan.person.clone(),
                commitment: verdict.commitment,
                rule: verdict.rule,
                sentence: verdict.sentence,
            })
        })
        .collect()
}

/// The day of release, else the end of the horizon.
fn judged_on(world: &World<'_>, placed: &Placed<'_>) -> kernel::Date {
    let released = placed.released_from.map(|period| world.first_day(period));
    let end = world.problem.horizon_end();
    released.or(end).unwrap_or(world.problem.as_of.valid_on)
}

fn broken_today(world: &World<'_>, placed: &Placed<'_>) -> Vec<Verdict> {
    broken(world.problem, world.editions, &placed.person.career, world.problem.as_of)
}

/// Rules tested on the person that must hold, or hold in principle, and do not.
pub(crate) fn broken(
    problem: &Problem,
    editions: &BTreeMap<EditionId, Edition>,
    career: &Career,
    as_of: AsOf,
) -> Vec<Verdict> {
    let mut verdicts = rules::judge(career, editions, &problem.tables, as_of);
    verdicts.retain(|verdict| {
        let edition = editions.get(&verdict.edition);
        let rule = edition.and_then(|edition| edition.rules.iter().find(|rule| rule.id == verdict.rule));
        verdict.fails()
            && matches!(verdict.force, Force::Must | Force::Principle)
            && rule.is_some_and(|rule| rule.subject == Subject::Person)
    });
    verdicts
}

fn finding(placed: &Placed<'_>, verdict: &Verdict) -> Finding {
    let name = &placed.person.name;
    let (rule, edition) = (&verdict.rule, &verdict.edition);
    Finding::new(
        "rule-broken",
        format!("この計画では {name} が「{edition}」の「{rule}」に反します。{}", verdict.sentence.ja),
        format!("Under this plan {name} breaks `{rule}` of `{edition}`. {}", verdict.sentence.en),
    )
    .of(&placed.plan.person)
}
