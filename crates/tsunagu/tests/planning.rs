//! `tsunagu plan` and `tsunagu check` as a coordinator runs them, on some people of the demonstration office.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

use crate::ran::{Ran, folder, names_in, root, tsunagu};

/// The roster of the demonstration office.
fn roster() -> String {
    root().join("data/gunma/roster.xlsx").display().to_string()
}

/// A few people of the office, the one with a conflict among them, as a problem document.
fn few_people(here: &Path) {
    let ran = tsunagu(here, &["plan", &roster(), "--problem", "office.json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let mut problem: Value = serde_json::from_slice(&fs::read(here.join("office.json")).unwrap()).unwrap();
    let id = |person: &Value| person["career"]["person"].as_str().unwrap().to_owned();
    let soon_free = |person: &Value| person["career"]["entered"].as_i64().unwrap() <= 2013;
    let people = problem["people"].as_array().unwrap();
    let kept: Vec<Value> = people.iter().filter(|person| soon_free(person)).step_by(3).cloned().collect();
    let bound = people.iter().find(|person| id(person) == conflicted(&problem)).cloned();
    let ids: BTreeSet<String> = kept.iter().chain(&bound).map(id).collect();
    let kept: Vec<Value> = people.iter().filter(|person| ids.contains(&id(person))).cloned().collect();
    problem["people"] = kept.into();
    let held = |pin: &Value| ids.contains(pin["person"].as_str().unwrap());
    problem["pins"] = problem["pins"].as_array().unwrap().iter().filter(|pin| held(pin)).cloned().collect();
    problem["couples"] = Value::Array(Vec::new());
    fs::write(here.join("few.json"), problem.to_string()).unwrap();
}

/// Whose firm pin the README tells of: the one for a whole year.
fn conflicted(problem: &Value) -> String {
    let pins = problem["pins"].as_array().unwrap();
    let pin = pins.iter().find(|pin| pin["why"].as_str().unwrap().contains("医局決定")).unwrap();
    pin["person"].as_str().unwrap().to_owned()
}

/// A folder of the test's own with a plan of them and all its documents: tests may run beside each other.
pub fn planned(test: &str) -> PathBuf {
    let here = folder(test);
    few_people(&here);
    let ran = plan(&here, "plan", &[]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    fs::write(here.join("said.json"), &ran.out).unwrap();
    here
}

fn plan(here: &Path, name: &str, more: &[&str]) -> Ran {
    let [xlsx, json, csv, problem] =
        ["xlsx", "json", "csv", "problem.json"].map(|end| format!("{name}.{end}"));
    let mut args =
        vec!["--format", "json", "plan", "few.json", "--work", "60", "--out", &xlsx, "--json", &json];
    args.extend(["--csv", &csv, "--problem", &problem]);
    args.extend(more);
    tsunagu(here, &args)
}

fn said(here: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(here.join("said.json")).unwrap()).unwrap()
}

#[test]
fn a_plan_writes_all_documents_that_were_asked_for_and_nothing_else() {
    let here = planned("documents");
    for name in ["plan.xlsx", "plan.json", "plan.csv", "plan.problem.json"] {
        assert!(fs::metadata(here.join(name)).unwrap().len() > 1000, "{name}");
    }
    let left: Vec<_> = names_in(&here).into_iter().filter(|name| name.ends_with(".tmp")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn the_one_person_whose_rules_cannot_all_be_met_is_listed_and_the_others_are_planned() {
    let said = said(&planned("conflicted"));
    let impossible = said["impossible"].as_array().unwrap().clone();
    assert_eq!(impossible.len(), 1, "{impossible:#?}");
    assert!(impossible[0]["person"].as_str().unwrap().starts_with("H25-"));
    assert!(said["posted"].as_u64().unwrap() > 0);
}

#[test]
fn the_plan_passes_a_check_of_its_own() {
    let ran = tsunagu(&planned("checked"), &["check", "plan.problem.json", "plan.json"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("成立"), "{}", ran.out);
}

#[test]
fn the_same_work_makes_the_same_bytes() {
    let here = planned("again");
    assert_eq!(plan(&here, "again", &[]).code, 0);
    for end in ["json", "csv", "xlsx"] {
        let [one, other] =
            ["plan", "again"].map(|name| fs::read(here.join(format!("{name}.{end}"))).unwrap());
        assert!(one == other, "{end} differs");
    }
}

#[test]
fn a_plan_that_was_changed_by_hand_is_found_out() {
    let here = planned("changed");
    let mut changed: Value = serde_json::from_slice(&fs::read(here.join("plan.json")).unwrap()).unwrap();
    changed["objective"]["total"] = 1.into();
    fs::write(here.join("changed.json"), changed.to_string()).unwrap();
    let ran = tsunagu(&here, &["--format", "json", "check", "plan.problem.json", "changed.json"]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["accepted"], false);
}

#[test]
fn a_plan_of_another_roster_is_refused() {
    let here = planned("other");
    let ran = tsunagu(&here, &["check", "office.json", "plan.json"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("[other-problem]"), "{}", ran.err);
}

#[test]
fn check_says_what_it_read() {
    let ran = tsunagu(&folder("check"), &["check", &roster()]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("医師 280人"), "{}", ran.out);
}

#[test]
fn a_problem_alone_can_be_written_without_planning() {
    let here = folder("only-problem");
    let ran = tsunagu(&here, &["plan", &roster(), "--problem", "problem.json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(names_in(&here), ["problem.json"]);
}

#[test]
fn what_was_published_before_is_kept_where_nothing_speaks_against_it() {
    let here = planned("next");
    let ran = plan(&here, "next", &["--previous", "plan.json", "--previous-problem", "plan.problem.json"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
}

#[test]
fn a_plan_says_why_and_why_not() {
    let here = planned("why");
    let plan: Value = serde_json::from_slice(&fs::read(here.join("plan.json")).unwrap()).unwrap();
    let person = plan["people"][0]["person"].as_str().unwrap();
    let about = ["plan.problem.json", "plan.json", "--person", person, "--period", "2027-04"];
    let why = tsunagu(&here, &[&["why"][..], &about].concat());
    assert_eq!(why.code, 0, "{}{}", why.out, why.err);
    assert!(why.out.contains("さんは、令和9年"), "{}", why.out);
    let asked =
        [&["--format", "json", "why-not"][..], &about, &["--at", "oku-tone", "--for", "physician"]].concat();
    let why_not = tsunagu(&here, &asked);
    assert_eq!(why_not.code, 0, "{}{}", why_not.out, why_not.err);
    let answer: Value = serde_json::from_str(&why_not.out).unwrap();
    assert!(answer["answers"][0]["text"]["en"].is_string(), "{answer}");
    for (place, month) in [("nowhere", "2027-04"), ("oku-tone", "1999-04"), ("oku-tone", "soon")] {
        let asked = [
            "why-not",
            "plan.problem.json",
            "plan.json",
            "--person",
            person,
            "--at",
            place,
            "--period",
            month,
        ];
        let ran = tsunagu(&here, &asked);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("[not-in-problem]"), "{}", ran.err);
    }
    let nobody = tsunagu(&here, &["why", "plan.problem.json", "plan.json", "--person", "nobody"]);
    assert!(nobody.err.contains("[not-in-problem]"), "{}", nobody.err);
}

#[cfg(unix)]
#[test]
fn ctrl_c_keeps_the_best_plan() {
    use std::{
        io::{BufRead, BufReader},
        process::{Command, Stdio},
    };
    let here = folder("ctrl-c");
    few_people(&here);
    let mut running = Command::new(env!("CARGO_BIN_EXE_tsunagu"))
        .args(["--lang", "en", "plan", "few.json", "--out", "plan.xlsx", "--work", "100000000"])
        .current_dir(&here)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(running.stderr.take().unwrap()).lines();
    let _improving = lines.map_while(Result::ok).find(|line| line.contains("improving")).unwrap();
    let sent = Command::new("kill").args(["-INT", &running.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let ended = running.wait_with_output().unwrap();
    let out = String::from_utf8(ended.stdout).unwrap();
    assert_eq!(ended.status.code(), Some(0), "{out}");
    assert!(out.contains("Interrupted"), "{out}");
    assert!(here.join("plan.xlsx").exists());
}
