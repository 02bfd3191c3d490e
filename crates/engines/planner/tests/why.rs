//! Why and why not: held against trying every plan of a small town.

use checker::check;
use planner::{
    Go, Limits,
    explain::{Answer, explaining},
    plan,
};
use problem::{Cause, Couple, Need, NeedLevel, NeedPlace, PinPlace, Plan, Problem, ShareStep, Step};

use crate::town::{Dice, a, bind, counting, edition, rule, span, town};

/// Two people who want the same few posts, and the needs of two areas.
fn pair(seed: u64) -> Problem {
    let mut dice = Dice(seed);
    let mut problem = town(&mut dice);
    let rules = rule("owed", "months-owed", "owed = 108\nat = { in-prefecture = true }")
        + &rule("class", "months-in-class", "at = { class = \"shortage\" }\nleast = 6\nwithin = \"obligation\"")
        + &rule("stay", "minimum-stay", "least = 12\nat = {}");
    let edition = edition(&counting(&mut dice), &rules);
    bind(&mut dice, &mut problem, &edition);
    let mut another = town(&mut dice);
    bind(&mut dice, &mut another, &edition);
    let mut person = another.people.remove(0);
    person.career.person = a("betsu");
    person.name = "別".to_owned();
    problem.people.push(person);
    let need = |id: &str, level, place: &str, heads, price| Need {
        id: a(id),
        level,
        at: NeedPlace::Area(a(place)),
        department: None,
        span: span("2020-04", "2040-04"),
        heads,
        price,
    };
    problem.needs = vec![
        need("hills", NeedLevel::Critical, "hills", 1, 1_000),
        need("plain", NeedLevel::Wanted, "plain", 1, 700),
        need("hills-more", NeedLevel::Wanted, "hills", 2, 300),
    ];
    problem.rates.worst_share = 1;
    problem.rates.share_steps = vec![ShareStep { permille: 250, price: 50 }];
    problem.couples = vec![Couple { people: (a("hito"), a("betsu")) }];
    problem
}

fn solve(problem: &Problem) -> Plan {
    plan(problem, &Limits { work: 150, seed: 7 }, &mut |_| Go::On).unwrap()
}

/// Every way through the horizon that a person could go by his own rules, everybody else doing nothing the rules mind.
fn careers(problem: &Problem, number: usize) -> Vec<Vec<Step>> {
    let mut alone = problem.clone();
    alone.people = vec![problem.people[number].clone()];
    alone.pins.retain(|pin| pin.person == alone.people[0].career.person);
    alone.couples.clear();
    let template = solve(&alone);
    let mut steps: Vec<Step> = alone.posts.iter().map(|post| Step::Post(post.id.clone())).collect();
    steps.extend(alone.patterns.iter().map(|pattern| Step::Pattern(pattern.id.clone())));
    steps.extend([Step::NotYet, Step::Outside, Step::Leave, Step::Released, Step::Unplaced(Cause::Full)]);
    let mut all: Vec<Vec<Step>> = vec![Vec::new()];
    for _ in &alone.horizon {
        all = all.iter().flat_map(|begun| steps.iter().map(|step| [begun.as_slice(), &[step.clone()]].concat())).collect();
    }
    all.retain(|steps| {
        let mut plan = template.clone();
        plan.impossible.clear();
        plan.people[0].steps.clone_from(steps);
        check(&alone, &plan).feasible
    });
    all
}

/// Every plan that the checker finds carried out by the rules, with what it costs.
fn all_plans(problem: &Problem, template: &Plan, careers: &[Vec<Vec<Step>>]) -> Vec<([Vec<Step>; 2], i128)> {
    let mut all = Vec::new();
    for (one, other) in careers[0].iter().flat_map(|one| careers[1].iter().map(move |other| (one, other))) {
        let mut plan = template.clone();
        plan.people[0].steps.clone_from(one);
        plan.people[1].steps.clone_from(other);
        let report = check(problem, &plan);
        if report.feasible {
            all.push(([one.clone(), other.clone()], report.objective.total));
        }
    }
    all
}

fn is_at(problem: &Problem, person: usize, period: usize, step: &Step, at: &PinPlace) -> bool {
    let parts = problem.parts(&problem.people[person], step, problem.horizon[period].span);
    let Some(main) = parts.first() else { return false };
    match at {
        PinPlace::Outside => *step == Step::Outside,
        PinPlace::Workplace(place) => {
            main.workplace == place || problem.tables.workplaces[main.workplace].stands_for.contains(place)
        }
        PinPlace::Post(post) => main.post == Some(post),
    }
}

fn places() -> Vec<PinPlace> {
    let mut places: Vec<PinPlace> =
        ["ko", "otsu", "hei", "tei"].map(|place| PinPlace::Workplace(a(place))).into();
    places.push(PinPlace::Outside);
    places
}

#[test]
fn the_true_cost_lies_in_the_interval() {
    let (mut costs, mut forbidden, mut exact) = (0, 0, 0);
    for seed in 0..16 {
        let problem = pair(seed);
        let planned = solve(&problem);
        let careers: Vec<_> = (0..2).map(|person| careers(&problem, person)).collect();
        if !planned.impossible.is_empty() || careers[0].len() * careers[1].len() > 12_000 {
            continue;
        }
        let all = all_plans(&problem, &planned, &careers);
        explaining(&problem, &planned, |explainer| {
            for id in problem.people.iter().map(|person| &person.career.person) {
                let number = problem.people.iter().position(|person| person.career.person == *id).unwrap();
                let person = explainer.person(id)?;
                for (period, at) in (0..3).flat_map(|period| places().into_iter().map(move |at| (period, at))) {
                    let there = all.iter().filter(|(steps, _)| is_at(&problem, number, period, &steps[number][period], &at));
                    let truth = there.map(|(_, total)| total - planned.objective.total).min();
                    let told = format!("seed {seed}: {id} at {at:?} in {period}, truly {truth:?}");
                    match explainer.why_not(person, &at, period).answer {
                        Answer::Already => assert!(truth.is_some_and(|truth| truth <= 0), "{told}"),
                        Answer::Forbidden { reasons } => {
                            forbidden += 1;
                            assert!(truth.is_none() && !reasons.is_empty(), "{told}: {reasons:?}");
                        }
                        Answer::Cost { least, most } => {
                            eprintln!("{told}: {least} .. {:?}, gap {:?}", most.as_ref().map(|f|f.cost), planned.bound.map(|b| planned.objective.total-b));
                            costs += 1;
                            assert!(truth.is_none_or(|truth| least <= truth), "{told}: {least}");
                            if let Some(found) = most {
                                exact += usize::from(found.cost == least);
                                assert!(truth.is_some_and(|truth| truth <= found.cost), "{told}: {found:?}");
                                assert_eq!(found.by_term.values().sum::<i128>(), found.cost, "{told}");
                            }
                        }
                    }
                }
            }
            Ok(())
        })
        .unwrap();
    }
    eprintln!("{costs} costs, {exact} of them exact, {forbidden} forbidden");
    assert!(costs > 20 && forbidden > 20, "{costs} costs, {forbidden} forbidden");
}
