//! 義務・規則: no rule that binds a person and was not broken before is broken by the plan.

use std::collections::BTreeMap;

use kernel::{AsOf, EditionId};
use problem::{Problem, Residual};
use rayon::prelude::*;
use rules::{Career, Edition, Force, Subject, Verdict};

use crate::{
    report::Finding,
    world::{Placed, World},
};

/// `past`: see [`broken_today`].
pub(crate) fn check(world: &World<'_>, past: &[Vec<Verdict>], findings: &mut Vec<Finding>) {
    let of_one = |(placed, past): (&Placed<'_>, &Vec<Verdict>)| -> Vec<Finding> {
        if placed.impossible {
            return Vec::new();
        }
        let as_of = AsOf { valid_on: judged_on(world, placed), known_on: world.problem.as_of.known_on };
        let now = broken(world.problem, world.editions, &placed.career, as_of).into_iter();
        let same =
            |one: &Verdict, other: &Verdict| one.commitment == other.commitment && one.rule == other.rule;
        let new = now.filter(|verdict| !past.iter().any(|before| same(before, verdict)));
        new.map(|verdict| finding(placed, &verdict)).collect()
    };
    findings.par_extend(world.people.par_iter().zip(past).flat_map_iter(of_one));
}

/// What already lies in the past and breaks a rule, for everybody, in the problem's order.
pub(crate) fn residual(world: &World<'_>, past: Vec<Vec<Verdict>>) -> Vec<Residual> {
    let of_one = |(placed, past): (&Placed<'_>, Vec<Verdict>)| {
        let person = placed.plan.person.clone();
        past.into_iter().map(move |verdict| Residual {
            person: person.clone(),
            commitment: verdict.commitment,
            rule: verdict.rule,
            sentence: verdict.sentence,
        })
    };
    world.people.iter().zip(past).flat_map(of_one).collect()
}

/// The day of release, else the end of the horizon.
fn judged_on(world: &World<'_>, placed: &Placed<'_>) -> kernel::Date {
    let released = placed.released_from.map(|period| world.first_day(period));
    let end = world.problem.horizon_end();
    released.or(end).unwrap_or(world.problem.as_of.valid_on)
}

/// What everybody has broken already, in the problem's order.
pub(crate) fn broken_today(world: &World<'_>) -> Vec<Vec<Verdict>> {
    let today = world.problem.as_of;
    let of_one = |placed: &Placed<'_>| broken(world.problem, world.editions, &placed.person.career, today);
    world.people.par_iter().map(of_one).collect()
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
