//! Bounds: the checker's cheapest career of one person, at random duals, is held against every career there is. It is
//! never dearer than the cheapest that the rules allow; where the rules are of kinds that it models, it is just that.

use checker::{bound, check};
use kernel::{EditionId, YearMonth};
use problem::{
    CERTIFICATE_SCHEMA, Cause, Certificate, Impossible, Node, Objective, PLAN_SCHEMA, PersonPlan, Plan,
    Problem, Row, RowDual, Stage, Step, supposed,
};
use rules::Edition;
use std::collections::BTreeMap;

use crate::town::{Dice, bind, counting, edition, rule, town};

/// Sets of duals tried for each problem.
const DUALS: usize = 4;

/// Findings on what people share; a bound prices it instead of forbidding it.
const SHARED: [&str; 3] = ["post-over-full", "place-over-full", "too-few-instructors"];

/// Every career that the rules allow, and being listed as impossible: the steps and their points.
pub fn every_career(problem: &Problem) -> Vec<(Vec<Step>, i128)> {
    let mut choices: Vec<Step> = problem.posts.iter().map(|post| Step::Post(post.id.clone())).collect();
    choices.extend(problem.patterns.iter().map(|pattern| Step::Pattern(pattern.id.clone())));
    choices.extend([Step::Outside, Step::Unplaced(Cause::Full), Step::NotYet, Step::Leave, Step::Released]);
    let mut careers = Vec::new();
    try_all(problem, false, &choices, &mut Vec::new(), &mut careers);
    let nowhere = [Step::NotYet, Step::Leave, Step::Unplaced(Cause::Impossible)];
    try_all(problem, true, &nowhere, &mut Vec::new(), &mut careers);
    careers
}

fn try_all(
    problem: &Problem,
    impossible: bool,
    choices: &[Step],
    steps: &mut Vec<Step>,
    careers: &mut Vec<(Vec<Step>, i128)>,
) {
    let Some(period) = problem.horizon.get(steps.len()) else {
        let report = check(problem, &of_steps(problem, impossible, steps));
        let hard = |finding: &checker::Finding| {
            let claim = finding.code.starts_with("objective") || finding.code.starts_with("residual");
            !claim && !SHARED.contains(&finding.code)
        };
        if !report.findings.iter().any(hard) {
            careers.push((steps.clone(), report.objective.total));
        }
        return;
    };
    let person = &problem.people[0];
    let not_yet = person.service_start().is_none_or(|day| period.span.from.first_day() < day);
    for choice in choices {
        let open = match choice {
            Step::Post(id) => problem.posts.iter().any(|post| post.id == *id && problem.offers(post, period)),
            Step::Outside => person.outside.is_some(),
            Step::Leave => person.away_throughout(period.span),
            Step::NotYet => not_yet,
            _ => true,
        };
        if open && (not_yet == (*choice == Step::NotYet)) {
            steps.push(choice.clone());
            try_all(problem, impossible, choices, steps, careers);
            steps.pop();
        }
    }
}

fn of_steps(problem: &Problem, impossible: bool, steps: &[Step]) -> Plan {
    let person = problem.people[0].career.person.clone();
    let listed = Impossible { person: person.clone(), conflict: Vec::new() };
    Plan {
        schema: PLAN_SCHEMA.to_owned(),
        problem: problem.hash(),
        people: vec![PersonPlan { person, path: 0, steps: steps.to_vec() }],
        impossible: if impossible { vec![listed] } else { Vec::new() },
        crowded: Vec::new(),
        residual: Vec::new(),
        objective: Objective::default(),
        bound: None,
        work: 0,
    }
}

/// A certificate of one leaf that claims nothing.
pub fn of_duals(problem: &Problem, duals: Vec<RowDual>) -> Certificate {
    Certificate {
        schema: CERTIFICATE_SCHEMA.to_owned(),
        problem: problem.hash(),
        scale: 1,
        divisor: 1,
        bound: i128::from(i64::MIN),
        tree: Node::leaf(duals),
    }
}

/// Duals of posts and of instructors, drawn at random.
fn draw(dice: &mut Dice, problem: &Problem) -> Vec<RowDual> {
    let mut duals = Vec::new();
    for period in &problem.horizon {
        let month = period.span.from;
        for post in &problem.posts {
            if dice.one_in(2) {
                let row = Row::Post { post: post.id.clone(), period: month };
                duals.push(RowDual { row, dual: -(dice.roll(5) as i64) });
            }
        }
        for (id, place) in &problem.tables.workplaces {
            if dice.one_in(2) && !place.instructors.is_empty() {
                let row = Row::Instructors {
                    workplace: id.clone(),
                    department: "総合診療".parse().unwrap(),
                    period: month,
                };
                duals.push(RowDual { row, dual: -(dice.roll(4) as i64) });
            }
        }
    }
    duals
}

/// What the duals come to by themselves.
fn constant(problem: &Problem, duals: &[RowDual]) -> i128 {
    let of = |RowDual { row, dual }: &RowDual| match row {
        Row::Post { post, .. } => {
            let post = problem.posts.iter().find(|of| of.id == *post).unwrap();
            i128::from(*dual) * 100 * i128::from(post.most)
        }
        Row::Instructors { workplace, department, period } => {
            let place = &problem.tables.workplaces[workplace];
            let own = place.instructors_on(department, period.first_day());
            i128::from(*dual) * 100 * i128::from(problem.trainees_per_instructor.unwrap() * own)
        }
        _ => 0,
    };
    duals.iter().map(of).sum()
}

/// What a career pays for the rows it uses.
fn paid(
    problem: &Problem,
    editions: &BTreeMap<EditionId, Edition>,
    duals: &BTreeMap<&Row, i64>,
    steps: &[Step],
) -> i128 {
    let person = &problem.people[0];
    let dual = |row: Row| i128::from(duals.get(&row).copied().unwrap_or(0));
    let mut sum = 0;
    for (number, (step, period)) in steps.iter().zip(&problem.horizon).enumerate() {
        let (day, month): (_, YearMonth) = (period.span.from.first_day(), period.span.from);
        let career = supposed(problem, person, 0, &steps[..number]);
        let trainee = matches!(problem.stage(editions, person, 0, &career, day), Stage::Trainee(_));
        for part in problem.parts(person, step, period.span) {
            let Some(post) = part.post else { continue };
            let usage = i128::from(part.usage(part.worked_by(person, day), period.span.length()));
            sum -= usage * dual(Row::Post { post: post.clone(), period: month });
            if trainee {
                let (workplace, department) = (part.workplace.clone(), part.department.clone());
                sum -= usage * dual(Row::Instructors { workplace, department, period: month });
            }
        }
    }
    sum
}

/// Holds the checker's bound against every career; answers how often it was just the cheapest, and how often not.
pub fn hold(problem: &Problem, seed: u64, said: &str) -> (usize, usize) {
    let problem = Problem { trainees_per_instructor: Some(1), ..problem.clone() };
    let editions = problem.editions().unwrap();
    let careers = every_career(&problem);
    let mut dice = Dice(seed);
    let (mut equal, mut below) = (0, 0);
    for _ in 0..DUALS {
        let duals = draw(&mut dice, &problem);
        let by_row: BTreeMap<&Row, i64> = duals.iter().map(|of| (&of.row, of.dual)).collect();
        let priced =
            careers.iter().map(|(steps, points)| (points + paid(&problem, &editions, &by_row, steps), steps));
        let (cheapest, steps) = priced.min().unwrap();
        let proven = bound(&problem, &of_duals(&problem, duals.clone()))
            .unwrap_or_else(|wrong| panic!("{said}: {wrong:#?}"));
        let career = proven.certified - constant(&problem, &duals);
        assert!(career <= cheapest, "{said}: {career} is said to be least, and {steps:?} costs {cheapest}");
        if career == cheapest {
            equal += 1;
        } else {
            below += 1;
        }
    }
    (equal, below)
}

/// Rules of a kind that the checker models, with parameters drawn at random: the bound is the cheapest career.
fn is_exact(name: &str, draw: impl Fn(&mut Dice) -> String) {
    for seed in 0..16 {
        let mut dice = Dice(seed ^ 0x5851_F42D_4C95_7F2D);
        dice.roll(2);
        let mut problem = town(&mut dice);
        problem.patterns.clear();
        let months = "unit = \"calendar-months\"";
        let counted = counting(&mut dice);
        let unit = counted.lines().find(|line| line.starts_with("unit")).unwrap().to_owned();
        let counted = counted.replace(&unit, months).replace("days-per-month = \"365/12\"\n", "");
        let edition = edition(&counted, &draw(&mut dice));
        bind(&mut dice, &mut problem, &edition);
        let (_, below) = hold(&problem, seed, &format!("{name}, seed {seed}"));
        assert_eq!(below, 0, "{name}, seed {seed}: below the cheapest career");
    }
}

fn owed(dice: &mut Dice) -> String {
    let months = [36, 60, 72, 84, 96][dice.roll(5)];
    let window = dice.pick(&["", "window = { months = 120, after = \"graduation\" }"]);
    rule("owed", "months-owed", &format!("owed = {months}\nat = {{ in-prefecture = true }}\n{window}"))
}

#[test]
fn months_owed_are_exact() {
    is_exact("months-owed", owed);
}

#[test]
fn months_in_class_are_exact() {
    is_exact("months-in-class", |dice| {
        let least = [12, 24, 36][dice.roll(3)];
        let within = dice.pick(&["\"obligation\"", "{ months = 96, after = \"graduation\" }"]);
        owed(dice)
            + &rule(
                "class",
                "months-in-class",
                &format!("at = {{ class = \"small\" }}\nleast = {least}\nwithin = {within}"),
            )
    });
}

#[test]
fn minimum_stays_are_exact() {
    is_exact("minimum-stay", |dice| {
        let least = [6, 12, 18][dice.roll(3)];
        owed(dice)
            + &rule("stay", "minimum-stay", &format!("least = {least}\nat = {{ activity = \"clinical\" }}"))
    });
}

#[test]
fn training_is_exact() {
    is_exact("training-months", |dice| {
        let within = dice.pick(&["\"obligation\"", "{ months = 72, after = \"graduation\" }"]);
        owed(dice) + &rule("training", "training-months", &format!("within = {within}"))
    });
}

#[test]
fn groups_and_release_are_exact() {
    is_exact("release", |dice| {
        let least = [24, 36, 60][dice.roll(3)];
        owed(dice)
            + &rule(
                "class",
                "months-in-class",
                &format!("at = {{ class = \"small\" }}\nleast = {least}\nwithin = \"always\""),
            )
            + &rule(
                "groups",
                "stay-in-each-group",
                "groups = [\"small\", \"large\"]\nleast = 12\nwithin = \"obligation\"",
            )
            + &rule("release", "release", "requires = [\"class\", \"groups\", \"owed\"]")
    });
}

#[test]
fn outside_and_initial_training_are_exact() {
    is_exact("outside", |dice| {
        let most = [0, 6, 12][dice.roll(3)];
        let when = dice.pick(&["", "from-month = 72", "until-month = 84"]);
        owed(dice)
            + &rule("outside", "outside-prefecture", &format!("most = {most}\n{when}"))
            + &rule("initial", "initial-training", "months = 24\nat = { class = \"large\" }")
    });
}
