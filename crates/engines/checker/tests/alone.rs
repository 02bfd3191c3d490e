//! Somebody alone: all careers there are are tried, and the bound is held against the cheapest that the checker accepts.

use problem::{Cause, Certificate, Impossible, Node, PersonPlan, Plan, Problem, Step, Wish, WishPlace};
use rules::{Class, Engagement, Known, Leave};
use serde_json::{Value, json};

use crate::{
    cast::{Dice, a, days, office, person, plan, served},
    rules_kept::{bound_by, rule},
};

/// One person of the office, bound by rules, who would rather be elsewhere.
fn alone(who: &str, rules: Vec<Value>, prefers: &str) -> Problem {
    let mut office = office();
    let class = |scheme: &str| Class {
        scheme: a(scheme),
        ..office.tables.classes[&a::<kernel::ClassId>("shortage")].clone()
    };
    let rows = [
        ("north", "block"),
        ("south", "block"),
        ("large", "group"),
        ("small", "group"),
        ("fading", "fading"),
    ];
    let classes = rows.map(|(id, scheme)| (a(id), class(scheme)));
    office.tables.classes.extend(classes);
    for (place, classes) in
        [("chuo", ["south", "large"]), ("yamazato", ["north", "large"]), ("kawabe", ["north", "small"])]
    {
        let of = office.tables.workplaces.get_mut(&a::<kernel::WorkplaceId>(place)).unwrap();
        let period = kernel::Period::since(a("2010-04-01"));
        of.classes.extend(classes.map(|class| rules::Membership { class: a(class), period }));
    }
    // Places that are no longer, or soon no more, what they were.
    for (place, until) in [("chuo", "2028-04-01"), ("kawabe", "2026-04-01")] {
        let of = office.tables.workplaces.get_mut(&a::<kernel::WorkplaceId>(place)).unwrap();
        of.classes.push(rules::Membership { class: a("fading"), period: days("2010-04-01", until) });
    }
    bound_by(&mut office, who, rules);
    office.people.retain(|person| person.career.person.as_str() == who);
    let place = WishPlace::Workplace(a(prefers));
    person(&mut office, who).wishes = vec![Wish { place, rank: 1, span: None, price: Some(0) }];
    person(&mut office, who).unlisted = Some(700);
    assert_eq!(office.validate(), []);
    office
}

/// The cheapest plan that can be carried out, or that lists the person as impossible.
fn cheapest(problem: &Problem) -> i128 {
    let posts = problem.posts.iter().map(|post| Step::Post(post.id.clone()));
    let patterns = problem.patterns.iter().map(|pattern| Step::Pattern(pattern.id.clone()));
    let choices: Vec<Step> =
        posts.chain(patterns).chain([Step::Unplaced(Cause::Dearer), Step::Leave, Step::Released]).collect();
    let who = &problem.people[0].career.person;
    let hash = problem.hash();
    let planned = |steps: Vec<Step>| {
        let people = vec![PersonPlan { person: who.clone(), path: 0, steps }];
        Plan { people, problem: hash.clone(), ..plan() }
    };
    let mut plans = Vec::new();
    for one in &choices {
        for two in &choices {
            plans.extend(choices.iter().map(|three| planned([one, two, three].map(Step::clone).to_vec())));
        }
    }
    let never = |period: &problem::PlanPeriod| match problem.people[0].away_throughout(period.span) {
        true => Step::Leave,
        false => Step::Unplaced(Cause::Impossible),
    };
    let mut never = planned(problem.horizon.iter().map(never).collect());
    never.impossible = vec![Impossible { person: who.clone(), conflict: Vec::new() }];
    plans.push(never);
    let reports = plans.iter().map(|plan| checker::check(problem, plan));
    reports.filter(|report| report.feasible).map(|report| report.objective.total).min().unwrap()
}

fn bound(problem: &Problem) -> i128 {
    let certificate = Certificate {
        schema: problem::CERTIFICATE_SCHEMA.to_owned(),
        problem: problem.hash(),
        scale: 1,
        divisor: 1,
        bound: -1_000_000_000,
        tree: Node::leaf(Vec::new()),
    };
    checker::bound(problem, &certificate).unwrap().certified
}

/// Before so many months after graduation.
fn after_graduation(months: i64) -> Value {
    json!({ "months": months, "after": "graduation" })
}

#[test]
fn of_a_certificate_after_training_the_bound_knows_as_much_as_the_rule() {
    let mut seen = Vec::new();
    // 榛名 graduated in March 2025 and has 36 months of training to do from April 2027 on, of which 30 have room.
    for months in [48, 60, 66, 67, 70, 72, 73, 78, 79, 85, 97] {
        let certificate = json!({
            "milestone": "board-certificate", "by": after_graduation(months), "after-training": 6,
        });
        let mut problem = alone("haruna", vec![rule("milestone-by", "must", certificate)], "kawabe");
        for patterns in [true, false] {
            if !patterns {
                problem.patterns.clear();
            }
            let least = cheapest(&problem);
            assert_eq!(bound(&problem), least, "within {months} months, with patterns: {patterns}");
            seen.push(least);
        }
    }
    seen.dedup();
    assert!(seen.len() > 3, "the deadlines differ in what they cost: {seen:?}");
}

#[test]
fn a_milestone_that_no_work_brings_about_is_overdue_from_its_day_on() {
    // 赤城 graduated in March 2020.
    for (months, is_late) in [(100, true), (114, true), (115, false)] {
        let certificate = json!({ "milestone": "board-certificate", "by": after_graduation(months) });
        let problem = alone("akagi", vec![rule("milestone-by", "must", certificate)], "kawabe");
        let least = cheapest(&problem);
        assert_eq!(bound(&problem), least);
        assert_eq!(least > 24_000, is_late, "within {months} months: {least}");
    }
}

/// Rules of several kinds, as the dice fall.
fn drawn(dice: &mut Dice) -> Vec<Value> {
    let mut least = |most: i64| 3 + dice.roll(most);
    let (shortage, block, stay, either, owed) = (least(40), least(20), least(20), least(40), least(60));
    let those_there = |class: &str| json!({ "class": class, "after-loss": "for-those-there" });
    let of_there = match dice.roll(3) {
        0 => those_there("fading"),
        1 => json!({ "class": "shortage" }),
        _ => those_there("shortage"),
    };
    let owed_at = match dice.roll(3) {
        0 => json!({ "in-prefecture": true, "after-loss": "for-those-there" }),
        1 => json!({ "class": ["shortage", "large"], "after-loss": "for-those-there" }),
        _ => json!({}),
    };
    let mut within = || match dice.roll(3) {
        0 => json!("obligation"),
        _ => after_graduation(60 + dice.roll(80)),
    };
    let class = |class: &str, least: i64, within: Value| json!({ "kind": "months-in-class", "at": { "class": class }, "least": least, "within": within });
    let by = |within: Value| if within.is_string() { after_graduation(90) } else { within };
    let of = [class("north", either, within()), class("south", either + 6, within())];
    let mut rules = vec![
        rule("months-in-class", "must", json!({ "at": of_there, "least": shortage, "within": within() })),
        rule(
            "distinct-blocks",
            "must",
            json!({ "scheme": "block", "blocks": 2, "least": block, "within": by(within()) }),
        ),
        rule(
            "stay-in-each-group",
            "must",
            json!({ "groups": ["large", "small"], "least": stay, "within": by(within()) }),
        ),
        rule("training-months", "must", json!({ "within": by(within()) })),
        rule("any-of", "must", json!({ "of": of })),
        rule("minimum-stay", "must", json!({ "least": 6 + stay / 2 })),
    ];
    rules.retain(|_| dice.roll(3) == 0);
    rules.push(rule("months-owed", "must", json!({ "owed": owed, "at": owed_at })));
    if rules.iter().any(|rule| rule["kind"] == "months-in-class") && dice.roll(2) == 0 {
        rules.push(rule("release", "must", json!({ "requires": ["months-in-class"] })));
    }
    rules
}

#[test]
fn whatever_the_rules_no_bound_passes_the_cheapest_career() {
    let mut dice = Dice(5);
    let mut exact = 0;
    let tries = 20;
    for _ in 0..tries {
        let rules = drawn(&mut dice);
        let who = ["akagi", "haruna", "myogi"][dice.roll(3) as usize];
        let prefers = ["chuo", "yamazato", "kawabe"][dice.roll(3) as usize];
        let mut problem = alone(who, rules.clone(), prefers);
        let career = &mut problem.people[0].career;
        let (from, until) =
            [("2028-04-01", "2029-04-01"), ("2027-10-01", "2028-01-01")][dice.roll(2) as usize];
        if dice.roll(3) == 0 {
            let kind = a("childcare");
            career.leaves.push(Leave { kind, period: days(from, until), known: Known::default() });
        }
        if dice.roll(3) == 0 {
            let beside = served("beside", "kawabe", "総合診療科", days("2025-10-01", "2027-04-01"));
            career.engagements.push(Engagement { side: true, ..beside });
        }
        let (least, proven) = (cheapest(&problem), bound(&problem));
        assert!(
            proven <= least,
            "{who} near {prefers}: {proven} is proven, {least} is the cheapest: {rules:#?}"
        );
        exact += i32::from(proven == least);
    }
    assert!(exact > tries / 2, "{exact} of {tries} bounds are exact");
}
