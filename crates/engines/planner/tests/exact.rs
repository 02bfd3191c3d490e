//! Exactness: for every kind of rule, on random rules and careers, the planner's answer for one person is the best of
//! all step sequences that the checker accepts; where the checker accepts none, the person is listed as impossible.
//!
//! This holds the encodings against the declarative checks from both sides: a state that forgot something would allow
//! a career that the checker refuses, or refuse one that it accepts. Beside it, on more cases: a rule asked once for
//! each question gives the same graph as a rule asked for each state.

use checker::check;
use planner::{
    Go, Limits, compile::Compiler, encodings::Ask, ground::Ground, plan, prices::Records, staffing::Staffing,
};
use problem::{Cause, Impossible, Objective, PLAN_SCHEMA, PersonPlan, Plan, Problem, Residual, Step};

use crate::town::{Dice, bind, counting, edition, rule, town, waive};

/// Seeds tried for each kind.
const SEEDS: u64 = 16;

/// Seeds whose graphs are compared.
const GRAPHS: u64 = 48;

/// Plans the problem of one person and tries every sequence of steps beside it.
fn hold_against_everything(problem: &Problem, said: &str) -> bool {
    let limits = Limits { work: 2_000, seed: 1, ..Limits::default() };
    let planned = plan(problem, &limits, &mut |_| Go::On).unwrap_or_else(|fault| panic!("{said}: {fault}"));
    let report = check(problem, &planned);
    assert!(report.accepts(), "{said}: {:#?}\n{:#?}", report.findings, planned.people);
    match best(problem, &planned.residual) {
        Some((total, steps)) => {
            assert!(planned.impossible.is_empty(), "{said}: a career exists: {steps:?}");
            assert_eq!(
                planned.objective.total, total,
                "{said}: planned {:?}, best {steps:?}",
                planned.people[0].steps
            );
            let bound = planned.bound.unwrap_or(0);
            assert!(bound <= total, "{said}: a bound of {bound} above the best, {total}");
            true
        }
        None => {
            assert_eq!(planned.impossible.len(), 1, "{said}: no career exists");
            assert!(!planned.impossible[0].conflict.is_empty(), "{said}: nothing forbids it");
            false
        }
    }
}

/// Compiles the one person of a problem in both ways of asking.
fn hold_questions_against_states(problem: &Problem, said: &str) {
    let ground = Ground::new(problem, problem.editions().unwrap());
    let (records, staffing) = (Records::of(problem), Staffing::new(&ground));
    let mut compiler = Compiler::new(&ground, &records, &staffing);
    let by_question = compiler.candidate(0, &mut Vec::new());
    compiler.ask = Ask::EachState;
    let by_state = compiler.candidate(0, &mut Vec::new());
    assert_eq!(by_question.count, by_state.count, "{said}");
    assert_eq!(by_question.ways.len(), by_state.ways.len(), "{said}");
    for (one, other) in by_question.ways.iter().zip(&by_state.ways) {
        assert_eq!(one.graph, other.graph, "{said}");
    }
}

/// The best of all step sequences that the checker accepts.
pub fn best(problem: &Problem, residual: &[Residual]) -> Option<(i128, Vec<Step>)> {
    let mut choices: Vec<Step> = problem.posts.iter().map(|post| Step::Post(post.id.clone())).collect();
    choices.extend(problem.patterns.iter().map(|pattern| Step::Pattern(pattern.id.clone())));
    if problem.people[0].outside.is_some() {
        choices.push(Step::Outside);
    }
    choices.extend([Step::Unplaced(Cause::Full), Step::NotYet, Step::Leave, Step::Released]);
    let mut best: Option<(i128, Vec<Step>)> = None;
    let mut steps = Vec::new();
    try_all(problem, residual, &choices, &mut steps, &mut best);
    best
}

fn try_all(
    problem: &Problem,
    residual: &[Residual],
    choices: &[Step],
    steps: &mut Vec<Step>,
    best: &mut Option<(i128, Vec<Step>)>,
) {
    if steps.len() == problem.horizon.len() {
        let report = check(problem, &of_steps(problem, residual, steps));
        let better = best.as_ref().is_none_or(|(total, _)| report.objective.total < *total);
        if report.feasible && better {
            *best = Some((report.objective.total, steps.clone()));
        }
        return;
    }
    let period = &problem.horizon[steps.len()];
    let offered = |post: &kernel::PostId| {
        problem.posts.iter().find(|of| of.id == *post).is_some_and(|post| problem.offers(post, period))
    };
    for choice in choices {
        let open = match choice {
            Step::Post(post) => offered(post),
            Step::Pattern(id) => problem
                .patterns
                .iter()
                .filter(|pattern| pattern.id == *id)
                .all(|pattern| pattern.parts.iter().all(|part| offered(&part.post))),
            Step::Leave => problem.people[0].away_throughout(period.span),
            Step::NotYet => {
                problem.people[0].service_start().is_none_or(|day| period.span.from.first_day() < day)
            }
            _ => true,
        };
        if open {
            steps.push(choice.clone());
            try_all(problem, residual, choices, steps, best);
            steps.pop();
        }
    }
}

fn of_steps(problem: &Problem, residual: &[Residual], steps: &[Step]) -> Plan {
    Plan {
        schema: PLAN_SCHEMA.to_owned(),
        problem: problem.hash(),
        people: vec![PersonPlan {
            person: problem.people[0].career.person.clone(),
            path: 0,
            steps: steps.to_vec(),
        }],
        impossible: Vec::<Impossible>::new(),
        crowded: Vec::new(),
        residual: residual.to_vec(),
        objective: Objective::default(),
        bound: None,
        work: 0,
    }
}

/// Tries a rule with parameters drawn at random; some of the cases must have a career, and of some kinds some must have
/// none.
fn kind(name: &str, some_impossible: bool, draw: impl Fn(&mut Dice) -> String) {
    let (mut possible, mut impossible) = (0, 0);
    for seed in 0..GRAPHS {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ name.len() as u64);
        dice.roll(2);
        let mut problem = town(&mut dice);
        let counted = counting(&mut dice);
        let rules = draw(&mut dice);
        let edition = edition(&counted, &rules);
        bind(&mut dice, &mut problem, &edition);
        if name == "waiver" {
            let least = [0, 6, 12][dice.roll(3)];
            let from = *dice.pick(&["2026-04-01", "2028-04-01"]);
            waive(&mut problem, "waiver", "least", least, from);
        }
        hold_questions_against_states(&problem, &format!("{name}, seed {seed}"));
        if seed >= SEEDS {
            continue;
        }
        if seed % 4 == 0 {
            crate::bounds::hold(&problem, seed, &format!("{name}, seed {seed}"));
        }
        if hold_against_everything(&problem, &format!("{name}, seed {seed}")) {
            possible += 1;
        } else {
            impossible += 1;
        }
    }
    assert!(possible > 0, "{name}: no case had a career");
    assert!(!some_impossible || impossible > 0, "{name}: every case had a career");
}

const WITHIN: [&str; 4] = [
    "\"always\"",
    "\"obligation\"",
    "{ months = 96, after = \"graduation\" }",
    "{ months = 60, after = \"graduation\", extended-by-leave = true }",
];

fn owed(dice: &mut Dice) -> String {
    let months = [24, 36, 60, 78, 90][dice.roll(5)];
    let window = dice.pick(&[
        "",
        "window = { months = 120, after = \"graduation\" }",
        "window = { months = 84, after = \"graduation\", extended-by-leave = true }",
    ]);
    let at = dice.pick(&[
        "{ in-prefecture = true }",
        "{ class = \"large\" }",
        "{ activity = [\"clinical\", \"initial-training\"], in-prefecture = true }",
    ]);
    rule("owed", "months-owed", &format!("owed = {months}\nat = {at}\n{window}"))
}

fn place(dice: &mut Dice) -> String {
    let tested = dice.pick(&["", ", tested = \"at-start\"", ", after-loss = \"for-those-there\""]);
    let class = dice.pick(&["shortage", "small", "shortage"]);
    format!("{{ class = \"{class}\"{tested} }}")
}

#[test]
fn no_rule_at_all() {
    kind("nothing", false, |_| rule("known", "not-known", "missing = { ja = \"例示\", en = \"example\" }"));
}

#[test]
fn months_owed() {
    kind("months-owed", false, owed);
}

#[test]
fn months_in_class() {
    kind("months-in-class", false, |dice| {
        let within = *dice.pick(&WITHIN);
        let amount = if dice.one_in(3) {
            format!("most = {}", dice.pick(&["0", "6", "18", "{ loan-ratio = \"1/4\" }"]))
        } else {
            let part = "{ largest-of = [12, { loan-ratio = \"1/3\" }] }";
            format!("least = {}", dice.pick(&["12", "24", "36", "{ loan-ratio = \"2/5\" }", part]))
        };
        let at = place(dice);
        owed(dice) + &rule("class", "months-in-class", &format!("at = {at}\n{amount}\nwithin = {within}"))
    });
}

#[test]
fn minimum_stay() {
    kind("minimum-stay", false, |dice| {
        let least = [6, 12, 18][dice.roll(3)];
        let at = dice.pick(&["{ activity = \"clinical\" }", "{ class = \"north\" }"]);
        owed(dice) + &rule("stay", "minimum-stay", &format!("least = {least}\nat = {at}"))
    });
}

#[test]
fn stay_in_each_group() {
    kind("stay-in-each-group", false, |dice| {
        let least = [6, 12][dice.roll(2)];
        let within = *dice.pick(&WITHIN);
        let rest = format!("groups = [\"small\", \"large\"]\nleast = {least}\nwithin = {within}");
        owed(dice) + &rule("groups", "stay-in-each-group", &rest)
    });
}

#[test]
fn distinct_blocks() {
    kind("distinct-blocks", false, |dice| {
        let least = [6, 12, 18][dice.roll(3)];
        let within = *dice.pick(&WITHIN);
        let rest = format!("scheme = \"block\"\nblocks = 2\nleast = {least}\nwithin = {within}");
        owed(dice) + &rule("blocks", "distinct-blocks", &rest)
    });
}

#[test]
fn training_months() {
    kind("training-months", false, |dice| {
        let within = *dice.pick(&WITHIN);
        owed(dice) + &rule("training", "training-months", &format!("within = {within}"))
    });
}

#[test]
fn milestone_by() {
    kind("milestone-by", true, |dice| {
        let by = [30, 24, 84, 120][dice.roll(4)];
        let lag = dice.pick(&["", "", "after-training = 0", "after-training = 6"]);
        let rest = format!("milestone = \"board\"\nby = {{ months = {by}, after = \"graduation\" }}\n{lag}");
        owed(dice) + &rule("specialist", "milestone-by", &rest)
    });
}

#[test]
fn initial_training() {
    kind("initial-training", false, |dice| {
        let months = [18, 24, 30][dice.roll(3)];
        let at = dice.pick(&["{ class = \"large\" }", "{ class = \"small\" }"]);
        rule("initial", "initial-training", &format!("months = {months}\nat = {at}"))
    });
}

#[test]
fn supervision() {
    kind("supervision", false, |dice| {
        let least = [1, 2][dice.roll(2)];
        owed(dice) + &rule("supervision", "supervision", &format!("least = {least}"))
    });
}

#[test]
fn suspension_cap() {
    kind("suspension-cap", false, |dice| {
        let most = [3, 6, 12][dice.roll(3)];
        owed(dice) + &rule("suspension", "suspension-cap", &format!("kinds = [\"childcare\"]\nmost = {most}"))
    });
}

#[test]
fn outside_prefecture() {
    kind("outside-prefecture", false, |dice| {
        let most = [0, 6, 12][dice.roll(3)];
        let when = dice.pick(&["", "from-month = 72", "until-month = 84"]);
        let what = dice.pick(&["", "activity = [\"research\"]"]);
        owed(dice) + &rule("outside", "outside-prefecture", &format!("most = {most}\n{when}\n{what}"))
    });
}

#[test]
fn employer_and_workplace() {
    kind("employer-and-workplace", false, |dice| {
        let share = [50, 80, 100][dice.roll(3)];
        let secondment = dice.one_in(2);
        let rest =
            format!("at = {{ activity = \"clinical\" }}\nsecondment = {secondment}\nleast-share = {share}");
        owed(dice) + &rule("terms", "employer-and-workplace", &rest)
    });
}

#[test]
fn notice_of_change() {
    kind("notice-of-change", false, |dice| {
        let least = [1, 3, 6][dice.roll(3)];
        owed(dice) + &rule("notice", "notice-of-change", &format!("least = {least}"))
    });
}

#[test]
fn attested() {
    kind("attested", false, |dice| {
        let fact = dice.pick(&["joint-authorship", "committee-review"]);
        let kind = dice.pick(&["any-of", "all-of"]);
        let either = format!(
            r#"
[[rule.of]]
kind = "attested"
fact = "{fact}"
[[rule.of]]
kind = "months-in-class"
at = {{ class = "shortage" }}
least = 24
within = "obligation"
"#
        );
        owed(dice)
            + &rule("joint", "attested", &format!("fact = \"{fact}\""))
            + &rule("either", kind, &either)
    });
}

#[test]
fn release() {
    kind("release", false, |dice| {
        let least = [12, 24][dice.roll(2)];
        let at = place(dice);
        let class = format!("at = {at}\nleast = {least}\nwithin = \"always\"");
        owed(dice)
            + &rule("class", "months-in-class", &class).replace("\"must\"", "\"effort\"")
            + &rule(
                "blocks",
                "distinct-blocks",
                "scheme = \"block\"\nblocks = 2\nleast = 6\nwithin = \"obligation\"",
            )
            + &rule("release", "release", "requires = [\"class\", \"blocks\", \"owed\"]")
    });
}

#[test]
fn compositions() {
    kind("composition", false, |dice| {
        let kind = dice.pick(&["any-of", "all-of", "at-least"]);
        let count = if *kind == "at-least" { "count = 1" } else { "" };
        let least = [12, 24, 36][dice.roll(3)];
        let at = place(dice);
        let parts = format!(
            r#"{count}
[[rule.of]]
kind = "months-in-class"
at = {at}
least = {least}
within = "obligation"
[[rule.of]]
kind = "distinct-blocks"
scheme = "block"
blocks = 2
least = 12
within = "always"
"#
        );
        owed(dice) + &rule("either", kind, &parts)
    });
}

#[test]
fn conditions() {
    kind("if-then", false, |dice| {
        let least = [12, 36][dice.roll(2)];
        let rest = format!(
            "when = {{ specialty = [\"総合診療\"] }}\nthen = {{ kind = \"months-in-class\", at = {{ class = \"small\" }}, least = {least}, within = \"obligation\" }}"
        );
        owed(dice) + &rule("if", "if-then", &rest)
    });
}

#[test]
fn waived_parameters_from_a_day_on() {
    kind("waiver", false, |dice| {
        let at = place(dice);
        let within = *dice.pick(&WITHIN);
        owed(dice) + &rule("waiver", "months-in-class", &format!("at = {at}\nleast = 24\nwithin = {within}"))
    });
}

#[test]
fn every_kind_is_held_against_everything() {
    let tried = include_str!("exact.rs");
    let without: Vec<&str> =
        rules::KINDS.into_iter().filter(|kind| !tried.contains(&format!("\"{kind}\""))).collect();
    assert!(without.is_empty(), "no test here draws: {without:?}");
}
