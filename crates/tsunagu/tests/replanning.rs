//! `tsunagu replan` as a coordinator runs it, on some people of the demonstration office.

use std::{fs, path::Path};

use problem::{Plan, Problem, Step};
use serde_json::Value;

use crate::{
    planning::planned,
    ran::{Ran, tsunagu},
};

fn replan(here: &Path, more: &[&str]) -> Ran {
    let mut args = vec!["replan", "plan.problem.json", "plan.json", "--work", "60"];
    args.extend(more);
    tsunagu(here, &args)
}

fn read(here: &Path) -> (Problem, Plan) {
    let bytes = |name: &str| fs::read(here.join(name)).unwrap();
    (Problem::from_json(&bytes("plan.problem.json")).unwrap(), Plan::from_json(&bytes("plan.json")).unwrap())
}

/// Somebody who is at a post in the first period: the id, the name and the workplace.
fn posted(problem: &Problem, plan: &Plan) -> (String, String, String) {
    let mut people = problem.people.iter().zip(&plan.people);
    let found = people.find_map(|(person, of)| match &of.steps[0] {
        Step::Post(_) => {
            let main = problem.parts(person, &of.steps[0], problem.horizon[0].span).remove(0);
            Some((of.person.to_string(), person.name.clone(), main.workplace.to_string()))
        }
        _ => None,
    });
    found.unwrap()
}

#[test]
fn a_refusal_moves_the_person_and_is_told_in_words() {
    let here = planned("replan-refusal");
    let (problem, plan) = read(&here);
    let (id, name, workplace) = posted(&problem, &plan);
    let refused = format!("{id}={workplace}");
    let ran = replan(&here, &["--refuse", &refused, "--json", "new.json", "--problem", "new.problem.json"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains(&format!("{name}さん：")) && ran.out.contains("点数："), "{}", ran.out);
    let check = tsunagu(&here, &["check", "new.problem.json", "new.json"]);
    assert_eq!(check.code, 0, "{}{}", check.out, check.err);
    let new: problem::Plan = serde_json::from_slice(&fs::read(here.join("new.json")).unwrap()).unwrap();
    let of = new.people.iter().find(|of| of.person.as_str() == id).unwrap();
    let person = problem.person(&of.person).unwrap();
    for (step, period) in of.steps.iter().zip(&problem.horizon) {
        let parts = problem.parts(person, step, period.span);
        assert!(parts.iter().all(|part| part.workplace.as_str() != workplace), "from the first period on");
    }
    let colon = replan(&here, &["--refuse", &format!("{id}:{workplace}"), "--json", "colon.json"]);
    assert_eq!(colon.code, 0, "{}{}", colon.out, colon.err);
    assert!(fs::read(here.join("new.json")).unwrap() == fs::read(here.join("colon.json")).unwrap());
}

#[test]
fn nothing_changed_is_said_to_change_nothing_more_than_it_is_worth() {
    let here = planned("replan-nothing");
    let ran = replan(&here, &["--json", "new.json"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    let total = |name: &str| {
        let plan: Value = serde_json::from_slice(&fs::read(here.join(name)).unwrap()).unwrap();
        plan["objective"]["total"].as_i64().unwrap()
    };
    assert!(total("new.json") <= total("plan.json"));
}

#[test]
fn changes_that_cannot_be_are_refused() {
    let here = planned("replan-refused");
    let (problem, plan) = read(&here);
    let (id, _, workplace) = posted(&problem, &plan);
    let month = problem.horizon[0].span.from;
    let other = problem.posts.iter().find(|post| {
        let zone = !problem.tables.workplaces[&post.workplace].stands_for.is_empty();
        post.workplace.as_str() != workplace && !zone
    });
    let other = &other.unwrap().workplace;
    let cases: [(&[&str], &str); 6] = [
        (&["--pin", "nobody=x"], "bad-change"),
        (&["--pin", &format!("nobody={workplace}@{month}")], "not-in-problem"),
        (&["--pin", &format!("{id}=nowhere@{month}")], "not-in-problem"),
        (&["--leave", &format!("{id}@1999-01..1999-03")], "not-in-problem"),
        (&["--close", &format!("{workplace}@soon")], "bad-change"),
        (
            &["--pin", &format!("{id}={workplace}@{month}"), "--pin", &format!("{id}={other}@{month}")],
            "changes-contradict",
        ),
    ];
    for (changes, code) in cases {
        let ran = replan(&here, &[changes, &["--json", "new.json"][..]].concat());
        assert_eq!(ran.code, 2, "{changes:?}: {}", ran.out);
        assert!(ran.err.contains(&format!("[{code}]")), "{changes:?}: {}", ran.err);
    }
}
