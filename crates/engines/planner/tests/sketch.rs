//! Sketches: plans for whoever waits no longer than until there is one.

use checker::check;
use planner::{Go, Limits, Phase, Planned, planned};
use problem::{Problem, Step};

use crate::plans::crowd;

/// What comes of a problem if somebody stops as soon as a plan is told of, and what that plan is told to cost.
fn stopped(problem: &Problem) -> (Planned, Option<i128>) {
    let mut told = None;
    let planned = planned(problem, &Limits::default(), &mut |seen| {
        if seen.phase.begins() {
            return Go::On;
        }
        told = told.or(Some(seen.objective));
        Go::Stop
    });
    (planned.unwrap(), told)
}

/// Whether it is a sketch: of what is compiled for everybody a bound is known.
fn is_sketch(planned: &Planned) -> bool {
    planned.plan.bound.is_none()
}

#[test]
fn whoever_stops_at_the_first_plan_gets_one_that_keeps_every_rule_and_costs_what_was_told() {
    let mut sketches = 0;
    for seed in 0..40 {
        let problem = crowd(seed, 2 + seed as usize % 5);
        let (planned, told) = stopped(&problem);
        let report = check(&problem, &planned.plan);
        assert!(report.accepts(), "seed {seed}: {:#?}", report.findings);
        if is_sketch(&planned) {
            sketches += 1;
            assert_eq!(told, Some(planned.plan.objective.total), "seed {seed}");
        }
    }
    assert!(sketches > 20, "{sketches} sketches");
}

#[test]
fn nobody_whose_own_rules_can_be_met_is_missing_from_a_sketch() {
    for seed in 0..20 {
        let problem = crowd(seed, 4);
        let (sketch, _) = stopped(&problem);
        if !is_sketch(&sketch) {
            continue;
        }
        let searched =
            planned(&problem, &Limits { work: 200, ..Limits::default() }, &mut |_| Go::On).unwrap();
        let impossible = |planned: &Planned| -> Vec<_> {
            planned.plan.impossible.iter().map(|of| of.person.clone()).collect()
        };
        assert_eq!(impossible(&sketch), impossible(&searched), "seed {seed}");
    }
}

#[test]
fn a_sketch_keeps_firm_pins() {
    let mut kept = 0;
    for seed in 0..40 {
        let mut problem = crowd(seed, 3);
        let (before, _) = stopped(&problem);
        // What was sketched for one is pinned for him.
        let Some((period, Step::Post(post))) =
            before.plan.people[0].steps.iter().enumerate().find(|(_, step)| matches!(step, Step::Post(_)))
        else {
            continue;
        };
        problem.pins.push(problem::Pin {
            person: before.plan.people[0].person.clone(),
            span: problem.horizon[period].span,
            at: problem::PinPlace::Post(post.clone()),
            soft_price: None,
            why: String::new(),
        });
        let (after, _) = stopped(&problem);
        assert!(check(&problem, &after.plan).accepts(), "seed {seed}");
        assert_eq!(after.plan.people[0].steps[period], Step::Post(post.clone()), "seed {seed}");
        kept += usize::from(is_sketch(&after));
    }
    assert!(kept > 10, "{kept} sketches");
}

#[test]
fn a_plan_is_told_of_before_careers_are_compiled() {
    let problem = crowd(3, 4);
    let mut phases = Vec::new();
    let limits = Limits { work: 20, ..Limits::default() };
    planned(&problem, &limits, &mut |seen| {
        phases.push(seen.phase);
        Go::On
    })
    .unwrap();
    let first = |phase| phases.iter().position(|of| *of == phase);
    assert!(first(Phase::Sketch) < first(Phase::Improve) && first(Phase::Improve) < first(Phase::Compile));
}
