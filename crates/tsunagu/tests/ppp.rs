//! The public benchmark: the translation is right where every case's proven optimum is a plan of the translated
//! problem, accepted at exactly the optimum.

use std::{collections::BTreeMap, fs, path::PathBuf};

use planner::{Go, Limits, Phase};
use problem::{Objective, PLAN_SCHEMA, PersonPlan, Plan, Problem, Step};
use serde_json::{Value, json};
use tsunagu::ppp::{self, Element, Instance, Seat};

use crate::ran::{folder, root, tsunagu};

type Assigned = BTreeMap<usize, BTreeMap<i32, Seat>>;

fn cases() -> Vec<(PathBuf, Value)> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(root().join("benches/ppp/cases")).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
        (path, value)
    };
    paths.into_iter().map(read).collect()
}

fn instance(case: &Value) -> Instance {
    ppp::read(&serde_json::to_vec(case).unwrap()).unwrap_or_else(|found| panic!("{found:#?}"))
}

/// The answer as a plan of the translated problem, at the objective that the checker finds.
fn plan(instance: &Instance, problem: &Problem, assigned: &Assigned) -> Plan {
    let people = instance.physicians.iter().map(|person| {
        let row = assigned.get(&person.id).cloned().unwrap_or_default();
        let step = |year: i32| match row.get(&year) {
            Some(Seat::Hospital(hospital)) => {
                Step::Post(format!("h{hospital}-s{}", person.spec).parse().unwrap())
            }
            Some(Seat::Outside) => Step::Outside,
            None if year < person.start && person.pgy <= person.start - year => Step::NotYet,
            None if year < person.start || person.leaves.contains(&year) => Step::Leave,
            None => Step::Released,
        };
        PersonPlan {
            person: format!("p{}", person.id).parse().unwrap(),
            path: 0,
            steps: (0..instance.years).map(step).collect(),
        }
    });
    let mut plan = Plan {
        schema: PLAN_SCHEMA.to_owned(),
        problem: problem.hash(),
        people: people.collect(),
        impossible: Vec::new(),
        crowded: Vec::new(),
        residual: Vec::new(),
        objective: Objective::default(),
        bound: None,
        work: 0,
    };
    plan.objective = checker::check(problem, &plan).objective;
    plan
}

#[test]
fn every_proven_optimum_is_a_plan_at_exactly_that_objective() {
    let mut proven = 0;
    for (path, case) in cases() {
        let Some(optimum) = case["optimum"].as_i64() else { continue };
        let instance = instance(&case);
        let problem = ppp::problem(&instance);
        assert_eq!(problem.validate(), [], "{}", path.display());
        let assigned: Assigned = serde_json::from_value(case["optimal_plan"]["assign"].clone()).unwrap();
        let plan = plan(&instance, &problem, &assigned);
        let report = checker::check(&problem, &plan);
        assert!(report.accepts(), "{}: {:#?}", path.display(), report.findings);
        assert_eq!(report.objective.total, i128::from(optimum), "{}", path.display());
        let said = ppp::assignment(&instance, &plan).unwrap();
        assert_eq!(serde_json::to_value(&said.assign).unwrap(), serde_json::to_value(&assigned).unwrap());
        proven += 1;
    }
    assert_eq!(proven, 10);
}

#[test]
fn what_has_no_plan_is_translated_as_well() {
    for (path, case) in cases() {
        let problem = ppp::problem(&instance(&case));
        assert_eq!(problem.validate(), [], "{}", path.display());
        assert!(problem.editions().is_ok(), "{}", path.display());
    }
}

/// The conflict that a plan of an instance tells; nothing if it places everybody.
fn conflict(instance: &Instance) -> Vec<Element> {
    let planned = |instance: &Instance| {
        let problem = ppp::problem(instance);
        let limits = Limits { work: 5_000, seed: 1, ..Limits::default() };
        let plan = planner::plan(&problem, &limits, &mut |_| Go::On).unwrap();
        let report = checker::check(&problem, &plan);
        assert!(report.accepts(), "{:#?}", report.findings);
        (problem, plan)
    };
    let (problem, plan) = planned(instance);
    if ppp::assignment(instance, &plan).is_some() {
        return Vec::new();
    }
    let mut cures = |of: &Instance| ppp::assignment(of, &planned(of).1).is_some();
    let conflict = ppp::conflict(instance, &problem, &plan, &mut cures);
    assert!(!conflict.is_empty(), "neither a plan nor what forbids it");
    conflict
}

#[test]
fn what_has_no_plan_has_a_conflict_that_each_relaxation_cures() {
    let mut known = 0;
    for (path, case) in cases().into_iter().filter(|(_, case)| case["feasible"] == json!(false)) {
        let instance = instance(&case);
        let found = conflict(&instance);
        for element in &found {
            let left = conflict(&element.relax.apply(&instance));
            assert_eq!(left, [], "{}: {element:?} cures nothing", path.display());
        }
        if let Some(expected) = case["conflict"].as_array() {
            let found: Vec<Value> = found.iter().map(|of| serde_json::to_value(of).unwrap()).collect();
            let same = found.len() == expected.len() && expected.iter().all(|of| found.contains(of));
            assert!(same, "{}: {found:#?}", path.display());
            known += 1;
        }
    }
    assert_eq!(known, 3);
}

#[test]
fn every_finding_of_a_wrong_instance_comes_at_once_each_at_its_place() {
    let places = |change: &dyn Fn(&mut Value)| -> Vec<String> {
        let (_, mut case) = cases().remove(3);
        change(&mut case["instance"]);
        let found = ppp::read(&serde_json::to_vec(&case).unwrap()).unwrap_err();
        found.into_iter().map(|detail| detail.at).collect()
    };
    assert_eq!(places(&|of| of["schema"] = json!("ppp-2")), ["schema"]);
    assert_eq!(places(&|of| of["physicians"][0]["fixed"] = json!({ "0": -7 })), [""]);
    assert_eq!(
        places(&|of| {
            of["hospitals"][0]["area"] = json!(99);
            of["demand"][2][1] = json!(77);
            of["weights"]["move"] = json!(-1);
            of["physicians"][1]["prefer"] = json!({ "1000": 5 });
            of["physicians"][1]["start"] = json!(-3);
            of["physicians"][2]["id"] = json!(0);
        }),
        [
            "physicians[2].id",
            "weights",
            "hospitals[0].area",
            "demand[2]",
            "physicians[1].start",
            "physicians[1].prefer, fixed, previous, init.hosp",
        ]
    );
    for bytes in [&b""[..], b"[1, 2]", b"{\"instance\": 3}", b"\xFF\xFE", b"{\"schema\": \"ppp-1\"}"] {
        assert!(ppp::read(bytes).is_err());
    }
}

#[test]
fn the_command_writes_an_answer_and_one_line() {
    let here = folder("ppp");
    let case = |name: &str| root().join(format!("benches/ppp/cases/{name}.json")).display().to_string();
    let run =
        |name: &str| tsunagu(&here, &["bench", "ppp", &case(name), "--out", "plan.json", "--work", "50"]);
    let ran = run("micro-48");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.out.lines().count(), 1);
    let line: Value = serde_json::from_str(&ran.out).unwrap();
    assert!(line["objective"].as_i64().unwrap() >= 33_185, "{line}");
    let answer: Value = serde_json::from_slice(&fs::read(here.join("plan.json")).unwrap()).unwrap();
    assert_eq!(answer["assign"].as_object().unwrap().len(), 4);
    fs::remove_file(here.join("plan.json")).unwrap();
    let none = run("infeasible-certificate-deadline");
    assert_eq!((none.code, here.join("plan.json").exists()), (2, false), "{}", none.err);
    assert!(none.out.contains("\"status\":\"infeasible\""), "{}", none.out);
    let unreadable = tsunagu(&here, &["bench", "ppp", "no-such-file.json", "--out", "plan.json"]);
    assert_eq!(unreadable.code, 1, "2 would say that there is no plan");
}

/// Two copies of an instance as two prefectures of one.
fn twice(case: &Value) -> Value {
    let mut both = case.clone();
    let offset = |of: &str| case["instance"][of].as_array().map_or(0, Vec::len) as i64;
    let (areas, hospitals, physicians) = (offset("areas"), offset("hospitals"), offset("physicians"));
    let more = |value: &Value, by: i64| json!(value.as_i64().unwrap() + by);
    let seat = |value: &Value| if value.as_i64() == Some(-1) { json!(-1) } else { more(value, hospitals) };
    let rows = |of: &str| case["instance"][of].as_array().unwrap().clone();
    let add = |both: &mut Value, of: &str, row: Value| {
        both["instance"][of].as_array_mut().unwrap().push(row);
    };
    for mut area in rows("areas") {
        area["id"] = more(&area["id"], areas);
        area["pref"] = json!(1);
        add(&mut both, "areas", area);
    }
    for mut hospital in rows("hospitals") {
        hospital["id"] = more(&hospital["id"], hospitals);
        hospital["pref"] = json!(1);
        hospital["area"] = more(&hospital["area"], areas);
        add(&mut both, "hospitals", hospital);
    }
    for mut need in rows("demand") {
        need[0] = more(&need[0], areas);
        add(&mut both, "demand", need);
    }
    for mut person in rows("physicians") {
        person["id"] = more(&person["id"], physicians);
        person["pref"] = json!(1);
        person["init"]["hosp"] = seat(&person["init"]["hosp"]);
        let prefer = person["prefer"].as_object().unwrap().clone().into_iter();
        let prefer = prefer
            .map(|(hospital, price)| (seat(&json!(hospital.parse::<i64>().unwrap())).to_string(), price));
        person["prefer"] = Value::Object(prefer.collect());
        for seated in person["fixed"].as_object_mut().unwrap().values_mut() {
            *seated = seat(seated);
        }
        add(&mut both, "physicians", person);
    }
    both
}

#[test]
fn two_prefectures_cost_what_each_costs() {
    let cases = cases();
    let (_, case) = cases.iter().find(|(_, case)| case["case"] == "micro-42").unwrap();
    let optimum = i128::from(case["optimum"].as_i64().unwrap());
    let both = instance(&twice(case));
    let problem = ppp::problem(&both);
    let limits = Limits { work: 40_000, seed: 1, ..Limits::default() };
    let planned = planner::planned(&problem, &limits, &mut |_| Go::On).unwrap();
    assert_eq!(planned.regions.len(), 2, "both are planned");
    let report = checker::check(&problem, &planned.plan);
    assert!(report.accepts(), "{:#?}", report.findings);
    assert_eq!(report.objective.total, 2 * optimum);
    assert_eq!(planned.plan.bound, Some(2 * optimum));
    let certificate = planned.certificate.unwrap();
    assert!(checker::bound(&problem, &certificate).unwrap().certified <= 2 * optimum);
}

#[test]
fn whoever_stops_early_has_a_plan_of_every_region() {
    let cases = cases();
    let (_, case) = cases.iter().find(|(_, case)| case["case"] == "micro-42").unwrap();
    let both = instance(&twice(case));
    let problem = ppp::problem(&both);
    let mut complete = false;
    let planned = planner::planned(&problem, &Limits::default(), &mut |seen| {
        complete |= seen.phase == Phase::Improve && seen.unplaced == 0;
        if complete { Go::Stop } else { Go::On }
    });
    let planned = planned.unwrap();
    assert!(complete, "no first plan was told of");
    assert_eq!(planned.regions.len(), 2);
    assert!(ppp::assignment(&both, &planned.plan).is_some(), "somebody is not placed");
    assert!(checker::check(&problem, &planned.plan).accepts());
}
