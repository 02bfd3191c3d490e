//! The fixtures of `problem`: the best plan of each, found here by trying every plan there is, costs what its README
//! says.

use std::fs;

use problem::{Cause, Impossible, Plan, Problem, Step};

use crate::cast::{a, at, honest, plan};

fn fixture(name: &str) -> Problem {
    let bytes = fs::read(format!("../problem/fixtures/{name}/problem.json")).unwrap();
    Problem::from_json(&bytes).unwrap()
}

/// Every plan in which each step is a post or unplaced.
fn every_plan(problem: &Problem) -> Vec<Plan> {
    let mut choices: Vec<Step> = problem.posts.iter().map(|post| Step::Post(post.id.clone())).collect();
    choices.push(Step::Unplaced(Cause::Dearer));
    let steps = problem.people.len() * problem.horizon.len();
    let of_people = |mut number: usize| {
        let mut plan = Plan { people: Vec::new(), ..plan() };
        for person in &problem.people {
            let steps = problem.horizon.iter().map(|_| {
                let step = choices[number % choices.len()].clone();
                number /= choices.len();
                step
            });
            let steps = steps.collect();
            plan.people.push(problem::PersonPlan { person: person.career.person.clone(), path: 0, steps });
        }
        plan
    };
    (0..choices.len().pow(steps as u32)).map(of_people).collect()
}

/// The cheapest plan that the checker accepts.
fn best(problem: &Problem) -> Option<(i128, Plan)> {
    let plans = every_plan(problem).into_iter().filter_map(|plan| {
        let plan = honest(problem, plan);
        checker::check(problem, &plan).accepts().then_some((plan.objective.total, plan))
    });
    plans.min_by_key(|(total, _)| *total)
}

fn steps<const N: usize>(plan: &Plan, steps: [&[Step]; N]) {
    let planned: Vec<&[Step]> = plan.people.iter().map(|person| person.steps.as_slice()).collect();
    assert_eq!(planned, steps);
}

#[test]
fn two_doctors_one_post() {
    let (total, plan) = best(&fixture("two_doctors_one_post")).unwrap();
    steps(&plan, [&[at("yamazato-general")], &[at("kawabe-general")]]);
    assert_eq!(total, 60);
}

#[test]
fn instructor_leaves_midyear() {
    let problem = fixture("instructor_leaves_midyear");
    let (total, plan) = best(&problem).unwrap();
    steps(&plan, [&[at("chuo-general"), at("chuo-general")]]);
    assert_eq!(total, 60 + 60);
    let mut half = plan;
    half.people[0].steps[0] = at("yamazato-general");
    assert_eq!(honest(&problem, half.clone()).objective.total, 60 + 60 + 60);
    half.people[0].steps[1] = at("yamazato-general");
    let codes = crate::cast::codes(&problem, half);
    assert_eq!(codes, ["too-few-instructors"]);
}

#[test]
fn couple_kept_within_reach() {
    let (total, plan) = best(&fixture("couple_kept_within_reach")).unwrap();
    steps(&plan, [&[at("yamazato-general")], &[at("chuo-general")]]);
    assert_eq!(total, 60);
}

#[test]
fn no_plan_exists() {
    let problem = fixture("no_plan_exists");
    assert_eq!(best(&problem), None, "nothing keeps the rule and both pins");
    let mut listed = Plan { people: Vec::new(), ..plan() };
    let never = Step::Unplaced(Cause::Impossible);
    for (person, steps) in [
        ("akagi", vec![never.clone(), never]),
        ("haruna", vec![at("yamazato-general"), at("yamazato-general")]),
    ] {
        listed.people.push(problem::PersonPlan { person: a(person), path: 0, steps });
    }
    listed.impossible = vec![Impossible { person: a("akagi"), conflict: Vec::new() }];
    let listed = honest(&problem, listed);
    assert!(checker::check(&problem, &listed).accepts());
    assert_eq!(listed.objective.total, 2 * 24_000);
}

#[test]
fn any_two_of_the_conflict_without_a_plan_can_hold_together() {
    for left_out in 0..3 {
        let mut problem = fixture("no_plan_exists");
        match left_out {
            0 | 1 => drop(problem.pins.remove(left_out)),
            _ => problem.people[0].career.commitments.clear(),
        }
        assert!(best(&problem).is_some(), "without element {left_out}");
    }
}
