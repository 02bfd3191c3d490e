//! Planning anew after a pin, from the warm state of one process: one random period of one person is pinned to another
//! workplace, where the rules leave him a career. Each pin starts from the same published plan.

use std::time::Duration;

use planner::{
    Go, Limits,
    warm::{Warm, planned_warm},
};
use problem::{Pin, PinPlace, Problem, Step};

use crate::{
    Trouble,
    gap::{gap, percent},
    gunma,
    measure::{Clock, shown},
    ppp::{self, Size},
};

/// How long the plan is made to begin with.
const TO_BEGIN_WITH: Duration = Duration::from_secs(30);

/// When the gap is looked at.
const MARKS: [Duration; 3] = [Duration::from_millis(500), Duration::from_secs(1), Duration::from_secs(5)];

/// Draws for a pin that leaves a career.
const DRAWS: usize = 200;

/// A row for the demonstration office and one for each instance of the public benchmark.
pub fn table(sizes: &[Size], seeds: &[u64], pins: usize) -> Result<String, Trouble> {
    let mut lines = vec![
        "| problem | people | gap before | first plan and bound, median | p95 | gap then | after 0.5 s | 1 s | 5 s |".to_owned(),
        "|---|---|---|---|---|---|---|---|---|".to_owned(),
    ];
    let mut add = |line: String| {
        // A table takes minutes; what is measured is seen at once.
        eprintln!("{line}");
        lines.push(line);
    };
    add(row("data/gunma", gunma::problem()?, pins)?);
    for size in sizes {
        for seed in seeds {
            add(row(&format!("{}-{seed}", size.name()), ppp::problem(*size, *seed)?, pins)?);
        }
    }
    Ok(lines.join("\n"))
}

fn row(name: &str, mut problem: Problem, pins: usize) -> Result<String, Trouble> {
    let limits = Limits { work: u64::MAX, ..Limits::default() };
    let clock = Clock::start();
    let in_time = || if clock.shows() < TO_BEGIN_WITH { Go::On } else { Go::Stop };
    let (planned, warm) =
        planned_warm(&problem, &limits, &mut |_| in_time()).map_err(|fault| fault.to_string())?;
    problem.previous = problem.published(&planned.plan);
    let few = Limits { work: 0, ..limits };
    let (planned, warm) = warm.replan(&problem, &few, &mut |_| Go::On).map_err(|fault| fault.to_string())?;
    let before = gap(Some(planned.plan.objective.total), planned.plan.bound);
    let mut dice = Dice(1);
    let mut runs = Vec::with_capacity(pins);
    for _ in 0..pins {
        let changed = pinned(&problem, &warm, &mut dice).ok_or("no pin leaves anybody a career")?;
        runs.push(run(&changed, &warm)?);
    }
    let mut first: Vec<Duration> = runs.iter().map(|run| run.first.0).collect();
    first.sort();
    let median = |gaps: Vec<Option<u64>>| {
        let mut gaps: Vec<u64> = gaps.into_iter().flatten().collect();
        gaps.sort_unstable();
        percent(gaps.get(gaps.len() / 2).copied())
    };
    let marks = (0..MARKS.len()).map(|mark| median(runs.iter().map(|run| run.marks[mark]).collect()));
    let at = |part: usize| first.get((first.len() * part / 100).min(first.len().saturating_sub(1)));
    let shown_at = |part| at(part).map_or_else(String::new, |taken| shown(*taken));
    Ok(format!(
        "| {name} | {} | {} | {} | {} | {} | {} |",
        problem.people.len(),
        percent(before),
        shown_at(50),
        shown_at(95),
        median(runs.iter().map(|run| run.first.1).collect()),
        marks.collect::<Vec<_>>().join(" | ")
    ))
}

/// When there was a legal plan with a bound, and gaps in millionths.
struct Run {
    first: (Duration, Option<u64>),
    marks: [Option<u64>; MARKS.len()],
}

fn run(changed: &Problem, warm: &Warm) -> Result<Run, Trouble> {
    let limits = Limits { work: u64::MAX, ..Limits::default() };
    let mut first = None;
    let mut marks = [None; MARKS.len()];
    let clock = Clock::start();
    let (planned, _) = warm
        .replan(changed, &limits, &mut |told| {
            let now = clock.shows();
            if told.bound.is_some() {
                let gap = gap(Some(told.objective), told.bound);
                first.get_or_insert((now, gap));
                MARKS.iter().zip(&mut marks).filter(|(at, _)| now <= **at).for_each(|(_, mark)| *mark = gap);
            }
            if MARKS.last().is_some_and(|last| now >= *last) { Go::Stop } else { Go::On }
        })
        .map_err(|fault| fault.to_string())?;
    // A plan that is finished early stays what it is.
    if clock.shows() < MARKS[MARKS.len() - 1] {
        marks[MARKS.len() - 1] = gap(Some(planned.plan.objective.total), planned.plan.bound);
    }
    Ok(Run { first: first.ok_or("no plan with a bound was told of")?, marks })
}

/// The problem with one more firm pin, which leaves everybody a career.
fn pinned(problem: &Problem, warm: &Warm, dice: &mut Dice) -> Option<Problem> {
    let few = Limits { work: 0, ..Limits::default() };
    (0..DRAWS).find_map(|_| {
        let of = dice.pick(&warm.plan().people)?;
        let period = dice.below(problem.horizon.len());
        let Step::Post(here) = &of.steps[period] else { return None };
        let here = problem.posts.iter().find(|post| post.id == *here)?;
        let others: Vec<_> = problem
            .posts
            .iter()
            .filter(|post| post.department == here.department && post.workplace != here.workplace)
            .collect();
        let at = PinPlace::Workplace(dice.pick(&others)?.workplace.clone());
        let span = problem.horizon[period].span;
        let mut changed = problem.clone();
        changed.pins.push(Pin { person: of.person.clone(), span, at, soft_price: None, why: String::new() });
        let (planned, _) = warm.replan(&changed, &few, &mut |_| Go::On).ok()?;
        (planned.plan.impossible.len() == warm.plan().impossible.len()).then_some(changed)
    })
}

/// A tiny generator: the pins are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most.max(1)
    }

    fn pick<'p, T>(&mut self, of: &'p [T]) -> Option<&'p T> {
        let at = self.below(of.len());
        of.get(at)
    }
}
