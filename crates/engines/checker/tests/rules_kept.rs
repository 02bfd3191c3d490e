//! Rules of an edition under a plan, past breaches, and release.

use kernel::CommitmentId;
use problem::{Impossible, Problem, Residual, Step};
use rules::{Commitment, Instrument, Known};
use serde_json::{Map, Value, json};

use crate::cast::{a, at, codes, days, honest, office, person, plan, served, with};

const NOTHING: [&str; 0] = [];

/// A rule under an invented edition.
pub fn rule(kind: &str, force: &str, parameters: Value) -> Value {
    let mut rule = json!({
        "id": kind,
        "kind": kind,
        "force": force,
        "subject": "person",
        "sentence": { "ja": "例示", "en": "example" },
        "source": { "title": "例示", "read-on": "2026-11-01" },
    });
    let parameters: Map<String, Value> = serde_json::from_value(parameters).unwrap();
    rule.as_object_mut().unwrap().extend(parameters);
    rule
}

/// The office with 赤城 bound since 2014 by these rules.
fn bound(rules: Vec<Value>) -> Problem {
    let mut office = office();
    bound_by(&mut office, "akagi", rules);
    assert_eq!(office.validate(), []);
    office
}

/// Binds somebody since 2014 by these rules.
pub fn bound_by(office: &mut Problem, who: &str, rules: Vec<Value>) {
    let edition = json!({
        "id": "example",
        "name": { "ja": "例示", "en": "example" },
        "issuer": "例示県",
        "validity": { "from": "2013-04-01" },
        "source": { "title": "例示", "read-on": "2026-11-01" },
        "fictitious": true,
        "counting": {
            "unit": "calendar-months", "full-time-from": 80, "part-time": "pro-rata",
            "concurrent": "largest", "side-posts": false, "leave": { "childcare": "stops" },
        },
        "rule": rules,
    });
    office.editions.insert(a("example"), serde_json::from_value(edition).unwrap());
    person(office, who).career.commitments = vec![Commitment {
        id: commitment(),
        instrument: Instrument::CareerProgramme,
        edition: a("example"),
        course: None,
        party: a("example-prefecture"),
        from: a("2014-04-01"),
        ended: None,
        consent: None,
        known: Known::default(),
    }];
}

fn commitment() -> CommitmentId {
    a("programme")
}

fn stay_of_two_years(force: &str) -> Problem {
    bound(vec![rule("minimum-stay", force, json!({ "least": 24 }))])
}

#[test]
fn a_plan_that_breaks_a_rule_is_refused() {
    // A year at 山里病院, then 川辺診療所: the stay is short.
    let short = with("akagi", 0, at("kawabe-general"));
    let mut long = with("akagi", 2, at("kawabe-general"));
    assert_eq!(codes(&stay_of_two_years("must"), long.clone()), NOTHING);
    assert_eq!(codes(&stay_of_two_years("must"), short.clone()), ["rule-broken"]);
    assert_eq!(codes(&stay_of_two_years("principle"), short.clone()), ["rule-broken"]);
    long.people[0].steps[1] = at("kawabe-general");
    assert_eq!(codes(&stay_of_two_years("must"), long), ["rule-broken"]);
}

#[test]
fn a_rule_that_should_only_be_kept_refuses_nothing() {
    assert_eq!(codes(&stay_of_two_years("effort"), with("akagi", 0, at("kawabe-general"))), NOTHING);
}

#[test]
fn an_impossible_person_breaks_no_rule() {
    let never = Step::Unplaced(problem::Cause::Impossible);
    let office = bound(vec![rule(
        "months-in-class",
        "must",
        json!({
            "at": { "class": "shortage" }, "least": 48, "within": { "months": 204, "after": "commitment" },
        }),
    )]);
    let mut plan = with("akagi", 0, never.clone());
    plan.people[0].steps = vec![never.clone(), never.clone(), never];
    plan.impossible = vec![Impossible { person: a("akagi"), conflict: Vec::new() }];
    assert_eq!(codes(&office, plan), NOTHING);
}

#[test]
fn a_rule_that_can_no_longer_be_met_is_broken_before_its_deadline() {
    // 48 months in shortage areas within 17 years of April 2014, that is before April 2031. From April 2027 there are
    // 48 months left, so the whole horizon is spent there, and the rest after it.
    let office = bound(vec![rule(
        "months-in-class",
        "must",
        json!({
            "at": { "class": "shortage" }, "least": 48, "within": { "months": 204, "after": "commitment" },
        }),
    )]);
    assert_eq!(codes(&office, plan()), NOTHING);
    assert_eq!(codes(&office, with("akagi", 2, Step::Unplaced(problem::Cause::Dearer))), ["rule-broken"]);
}

/// 赤城 left 川辺診療所 after a year, before the as-of date.
fn broken_before() -> Problem {
    let mut office = stay_of_two_years("must");
    let career = &mut person(&mut office, "akagi").career;
    career.engagements.push(served("early", "kawabe", "総合診療科", days("2024-04-01", "2025-04-01")));
    office
}

#[test]
fn what_the_past_broke_is_listed_and_not_planned_against() {
    let office = broken_before();
    let mut plan = plan();
    assert_eq!(codes_with_claims(&office, plan.clone()), ["residual-missing"]);
    plan.residual = vec![Residual {
        person: a("akagi"),
        commitment: commitment(),
        rule: a("minimum-stay"),
        sentence: Default::default(),
    }];
    assert_eq!(codes(&office, plan.clone()), NOTHING);
    // Broken is broken: another short stay is no new finding.
    plan.people[0].steps[1] = at("kawabe-general");
    assert_eq!(codes(&office, plan), NOTHING);
}

/// As [`codes`], where the plan can be carried out but says something untrue.
fn codes_with_claims(problem: &Problem, plan: problem::Plan) -> Vec<&'static str> {
    let report = checker::check(problem, &honest(problem, plan));
    assert!(report.feasible);
    report.findings.iter().map(|finding| finding.code).collect()
}

/// 48 months owed, of which 赤城 has served 24 at 中央病院.
fn owes_four_years(more: Vec<Value>) -> Problem {
    let mut rules = vec![rule("months-owed", "must", json!({ "owed": 48, "at": {} }))];
    rules.extend(more);
    bound(rules)
}

#[test]
fn who_has_served_what_is_owed_is_released() {
    let office = owes_four_years(Vec::new());
    assert_eq!(codes(&office, plan()), ["step-forced"], "released in the half-year of 2029");
    assert_eq!(codes(&office, with("akagi", 2, Step::Released)), NOTHING);
}

#[test]
fn nobody_is_released_early() {
    let office = owes_four_years(Vec::new());
    let mut early = with("akagi", 2, Step::Released);
    early.people[0].steps[1] = Step::Released;
    assert_eq!(codes(&office, early), ["step-forced"]);
    let mut idle = with("akagi", 2, Step::Released);
    idle.people[0].steps[0] = Step::Unplaced(problem::Cause::Dearer);
    assert_eq!(codes(&office, idle), ["step-forced"], "twelve months are still owed");
}

#[test]
fn rules_are_judged_on_the_day_of_release() {
    // Sixty months at one hospital: 赤城 has two years there when released, and nobody is held beyond that.
    let office = owes_four_years(vec![rule("minimum-stay", "must", json!({ "least": 60 }))]);
    let mut office = office;
    person(&mut office, "akagi").career.engagements.clear();
    let career = &mut person(&mut office, "akagi").career;
    career.engagements = vec![served("long", "yamazato", "総合診療科", days("2025-04-01", "2027-04-01"))];
    assert_eq!(codes(&office, with("akagi", 2, Step::Released)), NOTHING);
}

#[test]
fn nobody_is_released_while_a_condition_is_open() {
    // The shortage area could still be reached by 2031, but the months owed are served before.
    let by = json!({ "months": 204, "after": "commitment" });
    let shortage = |least: u32| json!({ "at": { "class": "shortage" }, "least": least, "within": by });
    let released = |least: u32| {
        let required = rule("months-in-class", "effort", shortage(least));
        let release = rule("release", "must", json!({ "requires": ["months-in-class"] }));
        codes(&owes_four_years(vec![required, release]), with("akagi", 2, Step::Released))
    };
    assert_eq!(released(23), NOTHING);
    assert_eq!(released(24), NOTHING);
    assert_eq!(released(25), ["rule-broken"]);
}
