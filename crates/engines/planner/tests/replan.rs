//! Planning anew: after each kind of change the plan is accepted and its bound is none too high, whoever need not move
//! stays, and the same change gives the same bytes.

use checker::check;
use kernel::PersonId;
use planner::{
    Go, Limits, Progress, STATES_AT_MOST,
    warm::{Warm, planned_warm},
};
use problem::{Couple, Exclusion, Pin, PinPlace, Plan, Problem, Step};
use rules::{Known, Leave};

use crate::{
    exact::best,
    plans::crowd,
    town::{a, days, span},
};

/// Seeds tried for each kind of change.
const SEEDS: u64 = 4;

const LIMITS: Limits = Limits { work: 3_000, seed: 7, patience: None, memory: None, states: STATES_AT_MOST };

/// A problem, a plan of it, and what is known then; the plan is published.
fn begin(seed: u64) -> (Problem, Warm) {
    let mut problem = crowd(seed, 5);
    let (planned, warm) = planned_warm(&problem, &LIMITS, &mut |_| Go::On).unwrap();
    problem.previous = problem.published(&planned.plan);
    (problem, warm)
}

/// The plan after a change, beside one made from nothing: neither may undercut the other's bound.
fn hold(warm: &Warm, changed: &Problem, said: &str) -> Plan {
    let mut first: Option<Progress> = None;
    let mut watch = |told: &Progress| {
        if told.bound.is_some() {
            first.get_or_insert(*told);
        }
        Go::On
    };
    let (planned, next) = warm.replan(changed, &LIMITS, &mut watch).unwrap();
    let plan = planned.plan;
    let report = check(changed, &plan);
    assert!(report.accepts(), "{said}: {:#?}", report.findings);
    assert_eq!(next.plan(), &plan, "{said}");
    let cold = planner::plan(changed, &LIMITS, &mut |_| Go::On).unwrap();
    if plan.impossible == cold.impossible {
        assert!(plan.bound <= Some(cold.objective.total), "{said}: {plan:?}\n{cold:?}");
        assert!(cold.bound <= Some(plan.objective.total), "{said}: {plan:?}\n{cold:?}");
    }
    if let (Some(told), true) = (first, plan.impossible.is_empty()) {
        assert!(told.bound.unwrap() <= plan.objective.total.min(cold.objective.total), "{said}");
        assert!(told.objective >= plan.objective.total, "{said}");
    }
    let of_plan = Warm::of_plan(changed, &cold);
    let (again, _) = of_plan.replan(changed, &LIMITS, &mut |_| Go::On).unwrap();
    assert!(again.plan.objective.total <= cold.objective.total, "{said}: worse than the plan that there was");
    plan
}

/// Tries a change on several towns; `change` answers whether there was anything to change.
fn kind(change: impl Fn(u64, &mut Problem, &Plan) -> bool) {
    let mut tried = 0;
    for seed in 0..SEEDS {
        let (mut problem, warm) = begin(seed);
        if change(seed, &mut problem, warm.plan()) {
            hold(&warm, &problem, &format!("seed {seed}"));
            tried += 1;
        }
    }
    assert!(tried > 0);
}

/// A post where somebody is in some period, with the person and the period.
fn posting(plan: &Plan, seed: u64) -> Option<(PersonId, usize, kernel::PostId)> {
    let people = plan.people.iter().cycle().skip(seed as usize).take(plan.people.len());
    let mut posts = people.flat_map(|of| {
        of.steps.iter().enumerate().filter_map(|(period, step)| match step {
            Step::Post(post) => Some((of.person.clone(), period, post.clone())),
            _ => None,
        })
    });
    posts.next()
}

#[test]
fn nothing_changed_costs_no_more() {
    kind(|_, _, _| true);
}

#[test]
fn a_pin() {
    kind(|seed, problem, plan| {
        let Some((_, period, post)) = posting(plan, seed) else { return false };
        let person = problem.people[(seed as usize + 1) % problem.people.len()].career.person.clone();
        let span = problem.horizon[period].span;
        problem.pins.push(Pin {
            person,
            span,
            at: PinPlace::Post(post),
            soft_price: None,
            why: String::new(),
        });
        true
    });
}

#[test]
fn a_leave() {
    kind(|seed, problem, _| {
        let person = &mut problem.people[seed as usize % 5];
        person.career.leaves.push(Leave {
            kind: a("childcare"),
            period: days("2028-04-01", "2029-04-01"),
            known: Known::default(),
        });
        problem.validate().is_empty()
    });
}

#[test]
fn a_refusal() {
    kind(|seed, problem, plan| {
        let Some((id, _, post)) = posting(plan, seed) else { return false };
        let workplace = problem.posts.iter().find(|of| of.id == post).unwrap().workplace.clone();
        let person = problem.people.iter_mut().find(|person| person.career.person == id).unwrap();
        person.excluded.push(Exclusion { workplace, why: "辞退".to_owned() });
        true
    });
}

#[test]
fn a_closure() {
    kind(|seed, problem, plan| {
        let Some((_, period, id)) = posting(plan, seed) else { return false };
        let from = problem.horizon[period].span.from;
        let post = problem.posts.iter_mut().find(|of| of.id == id).unwrap();
        post.span.until = from;
        problem.validate().is_empty()
    });
}

#[test]
fn fewer_places() {
    kind(|seed, problem, plan| {
        let Some((_, _, id)) = posting(plan, seed) else { return false };
        problem.posts.iter_mut().filter(|of| of.id == id).for_each(|post| post.most = 0);
        true
    });
}

#[test]
fn newcomers_and_leavers() {
    kind(|seed, problem, _| {
        let mut newcomer = crowd(seed + 100, 1).people.remove(0);
        newcomer.career.person = a("hito-0a");
        problem.people.push(newcomer);
        let gone = problem.people.remove(2).career.person;
        problem.previous.retain(|posting| posting.person != gone);
        problem.couples = vec![Couple { people: (a("hito"), a("hito-3")) }];
        true
    });
}

#[test]
fn one_person_gets_the_best_of_all_careers_again() {
    for seed in 0..SEEDS {
        let mut problem = crowd(seed, 1);
        problem.couples.clear();
        let (planned, warm) = planned_warm(&problem, &LIMITS, &mut |_| Go::On).unwrap();
        problem.previous = problem.published(&planned.plan);
        problem.people[0].excluded.push(Exclusion { workplace: a("hei"), why: "辞退".to_owned() });
        let (again, _) = warm.replan(&problem, &LIMITS, &mut |_| Go::On).unwrap();
        let Some((total, _)) = best(&problem, &again.plan.residual) else { continue };
        assert_eq!(again.plan.objective.total, total, "seed {seed}");
        assert!(again.plan.bound <= Some(total), "seed {seed}");
    }
}

#[test]
fn whoever_need_not_move_stays() {
    for seed in 0..SEEDS {
        let (mut problem, warm) = begin(seed);
        problem.rates.change = 1_000_000;
        problem.people[1].excluded.push(Exclusion { workplace: a("tei"), why: "辞退".to_owned() });
        let plan = hold(&warm, &problem, &format!("seed {seed}"));
        let legal = |plan: &Plan| {
            let old = Plan { problem: problem.hash(), ..plan.clone() };
            check(&problem, &old).feasible
        };
        if legal(warm.plan()) {
            assert_eq!(problem.published(&plan), problem.previous, "seed {seed}");
        }
    }
}

#[test]
fn the_same_change_gives_the_same_bytes() {
    let (mut problem, warm) = begin(3);
    let person = problem.people[0].career.person.clone();
    let at = PinPlace::Workplace(a("hei"));
    problem.pins.push(Pin {
        person,
        span: span("2027-04", "2028-04"),
        at,
        soft_price: Some(500),
        why: String::new(),
    });
    let again = || warm.replan(&problem, &LIMITS, &mut |_| Go::On).unwrap().0.plan.to_json();
    assert_eq!(again(), again());
}
