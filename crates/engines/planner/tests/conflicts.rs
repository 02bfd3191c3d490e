//! Laws of bounds and conflicts: asking for less never costs more, no bound passes the best plan, a conflict stays one
//! whatever is added, and is gone when any one of its elements is cured.

use std::collections::BTreeSet;

use kernel::PersonId;
use problem::{ConflictElement, Exclusion, Pin, PinPlace, Plan, Problem, Step};
use serde_json::Value;

use crate::{
    plans::{crowd, solve},
    town::{Dice, a, town},
};

/// Enough for the best plan of so small a town.
const WORK: u64 = 4_000;

fn pin(person: &PersonId, post: &str, period: usize, problem: &Problem) -> Pin {
    Pin {
        person: person.clone(),
        span: problem.horizon[period].span,
        at: PinPlace::Post(a(post)),
        soft_price: None,
        why: String::new(),
    }
}

/// Everything that must hold of the plans of a problem and of one that asks for less.
fn less_costs_no_more(strict: &Problem, relaxed: &Problem, said: &str) -> bool {
    let (strict, relaxed) = (solve(strict, WORK), solve(relaxed, WORK));
    for plan in [&strict, &relaxed] {
        assert!(
            plan.bound.is_none_or(|bound| bound <= plan.objective.total),
            "{said}: a bound above its plan"
        );
    }
    // Whoever has no career has a price of his own kind.
    let without = |plan: &Plan| plan.impossible.iter().map(|of| of.person.clone()).collect::<Vec<_>>();
    if without(&strict) != without(&relaxed) {
        return false;
    }
    assert!(relaxed.bound.is_none_or(|bound| bound <= strict.objective.total), "{said}: a bound too high");
    let proven = relaxed.bound == Some(relaxed.objective.total);
    assert!(!proven || relaxed.objective.total <= strict.objective.total, "{said}: less costs more");
    proven
}

/// Without a rule of the edition.
fn without_rule(problem: &Problem, rule: &str) -> Problem {
    let mut relaxed = problem.clone();
    for document in relaxed.editions.values_mut() {
        if let Some(Value::Array(rules)) = document.get_mut("rule") {
            rules.retain(|of| of["id"] != rule);
        }
    }
    relaxed
}

#[test]
fn asking_for_less_never_costs_more() {
    let mut proven = 0;
    for seed in 0..16 {
        let mut problem = crowd(seed, 3);
        problem.couples.clear();
        problem.rates.worst_share = 0;
        problem.people[1].excluded = vec![
            Exclusion { workplace: a("ko"), why: String::new() },
            Exclusion { workplace: a("hei"), why: String::new() },
        ];
        let pinned = problem.people[2].career.person.clone();
        problem.pins = vec![pin(&pinned, "p-tei", 1, &problem)];
        let mut unpinned = problem.clone();
        unpinned.pins.clear();
        let mut unexcluded = problem.clone();
        unexcluded.people[1].excluded.pop();
        let mut wider = problem.clone();
        wider.posts.iter_mut().for_each(|post| post.most += 1);
        for (what, relaxed) in [
            ("no pin", unpinned),
            ("an exclusion fewer", unexcluded),
            ("a place more", wider),
            ("a rule fewer", without_rule(&problem, "class")),
        ] {
            proven += usize::from(less_costs_no_more(&problem, &relaxed, &format!("seed {seed}, {what}")));
        }
    }
    assert!(proven > 8, "only {proven} of the cases were compared");
}

/// The problem with one element of a conflict cured.
fn cured(problem: &Problem, element: &ConflictElement) -> Problem {
    let mut cured = problem.clone();
    let person = |cured: &mut Problem, id: &PersonId| {
        cured.people.iter().position(|of| of.career.person == *id).unwrap()
    };
    match element {
        ConflictElement::Rule { rule, .. } => return without_rule(problem, rule.as_str()),
        ConflictElement::Pin(number) => {
            cured.pins.remove(*number);
        }
        ConflictElement::Exclusion { person: id, number } => {
            let person = person(&mut cured, id);
            cured.people[person].excluded.remove(*number);
        }
        ConflictElement::Leave { person: id, number } => {
            let person = person(&mut cured, id);
            cured.people[person].career.leaves.remove(*number);
        }
        ConflictElement::Post { post, enough, .. } => {
            let post = cured.posts.iter_mut().find(|of| of.id == *post).unwrap();
            post.most = *enough;
        }
        other => panic!("{other:?} is not of this town"),
    }
    cured
}

/// A town where several people are pinned to the one place of 丁.
fn pinned_together(seed: u64) -> Problem {
    let mut problem = crowd(seed, 4);
    let ids: Vec<PersonId> = problem.people.iter().map(|person| person.career.person.clone()).collect();
    problem.pins = ids.iter().map(|person| pin(person, "p-tei", 1, &problem)).collect();
    problem
}

/// Only these people, with their pins.
fn only(problem: &Problem, people: &BTreeSet<PersonId>) -> Problem {
    let mut only = problem.clone();
    only.people.retain(|person| people.contains(&person.career.person));
    only.pins.retain(|pin| people.contains(&pin.person));
    only.couples.clear();
    only
}

/// Conflicts of people who are in each other's way.
fn joint(problem: &Problem, plan: &Plan) -> Vec<(BTreeSet<PersonId>, Vec<ConflictElement>)> {
    let of = |conflict: &Vec<ConflictElement>| {
        let people = conflict.iter().filter_map(|element| element.person(problem).cloned());
        (people.collect::<BTreeSet<_>>(), conflict.clone())
    };
    plan.impossible.iter().map(|listed| of(&listed.conflict)).filter(|(people, _)| people.len() > 1).collect()
}

#[test]
fn a_conflict_is_gone_when_any_one_of_its_elements_is_cured() {
    let mut seen = 0;
    for seed in 0..10 {
        let problem = pinned_together(seed);
        for (people, _) in joint(&problem, &solve(&problem, 100)) {
            // The same conflict among those alone whom it concerns: pins are counted anew.
            let alone = only(&problem, &people);
            let plan = solve(&alone, 100);
            let [(_, conflict)] = &joint(&alone, &plan)[..] else {
                panic!("seed {seed}: {:?}", plan.impossible)
            };
            for element in conflict {
                let plan = solve(&cured(&alone, element), 100);
                assert_eq!(plan.impossible, [], "seed {seed}: {element:?} does not cure {conflict:?}");
            }
            seen += 1;
        }
    }
    assert!(seen > 3, "only {seen} conflicts");
}

#[test]
fn a_conflict_stays_one_when_unrelated_people_and_posts_are_added() {
    let mut seen = 0;
    for seed in 0..10 {
        let problem = pinned_together(seed);
        for (people, _) in joint(&problem, &solve(&problem, 100)) {
            let alone = only(&problem, &people);
            let mut more = alone.clone();
            let mut newcomer = town(&mut Dice(seed + 100)).people.remove(0);
            newcomer.career.person = a("newcomer");
            more.people.push(newcomer);
            let post = more.posts.iter().find(|post| post.id.as_str() == "p-ko").unwrap().clone();
            more.posts.push(problem::Post { id: a("p-ko-second"), ..post });
            let (before, after) = (joint(&alone, &solve(&alone, 100)), joint(&more, &solve(&more, 100)));
            assert_eq!(before, after, "seed {seed}");
            seen += 1;
        }
    }
    assert!(seen > 3, "only {seen} conflicts");
}

#[test]
fn too_many_people_for_the_places_are_told_with_the_places() {
    let mut seen = 0;
    for seed in 0..10 {
        let mut problem = crowd(seed, 4);
        problem.posts.retain(|post| ["p-ko", "p-tei"].contains(&post.id.as_str()));
        problem.patterns.clear();
        let plan = solve(&problem, 500);
        for crowded in &plan.crowded {
            let alone = only(&problem, &crowded.people.iter().cloned().collect());
            let told = &solve(&alone, 500).crowded[..];
            assert_eq!(told, std::slice::from_ref(crowded), "seed {seed}");
            for element in &crowded.conflict {
                let plan = solve(&cured(&alone, element), 2_000);
                assert_eq!(plan.crowded, [], "seed {seed}: {element:?} does not cure it");
            }
            for left in &crowded.people {
                let others = crowded.people.iter().filter(|person| *person != left).cloned().collect();
                assert_eq!(
                    solve(&only(&problem, &others), 500).crowded,
                    [],
                    "seed {seed}: {left} is not needed"
                );
            }
            seen += 1;
        }
        let left_out = |steps: &[Step]| steps.iter().any(|step| matches!(step, Step::Unplaced(_)));
        let mut people = plan.crowded.iter().flat_map(|crowded| &crowded.people);
        let of = |id: &PersonId| plan.people.iter().find(|of| of.person == *id).unwrap();
        assert!(plan.crowded.is_empty() || people.any(|id| left_out(&of(id).steps)), "seed {seed}");
    }
    assert!(seen > 3, "only {seen} conflicts");
}
