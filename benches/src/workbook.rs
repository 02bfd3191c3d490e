//! The workbook of the demonstration office, planned for a fixed time: when there was a plan, how far it was from its
//! bound as time went on, and what is proven of it in the end.

use std::time::Duration;

use planner::{Go, Limits, Phase, Planned};
use problem::{Certificate, Problem};

use crate::{
    Trouble,
    gap::{gap, percent},
    gunma,
    measure::{Clock, count, grouped, shown, timed},
    moments::{Moment, until, within},
};

/// Gaps in between, in seconds.
const MARKS: [u64; 6] = [5, 10, 30, 60, 120, 300];

/// The table, for so many seconds of planning.
pub fn table(seconds: u64) -> Result<String, Trouble> {
    let (reading, problem) = timed(gunma::problem);
    let problem = problem?;
    let limit = Duration::from_secs(seconds);
    let (taken, run) = timed(|| run(&problem, limit));
    let Run { planned, moments } = run?;
    let Planned { plan, certificate, .. } = planned;
    if !checker::check(&problem, &plan).accepts() {
        return Err("the checker refuses the plan of the demonstration office".to_owned());
    }
    let (objective, certified) = (plan.objective.total, certified(&problem, certificate));
    let time = |taken: Option<Duration>| taken.map_or_else(|| "–".to_owned(), shown);
    let whole = |number: Option<i128>| number.map_or_else(|| "–".to_owned(), grouped);
    let mut rows = vec![
        ("reading the workbook".to_owned(), shown(reading)),
        ("first plan of everybody".to_owned(), time(moments.first().map(|moment| moment.at))),
        ("within 1 % of its bound".to_owned(), time(within(&moments, 10_000))),
    ];
    for mark in MARKS.into_iter().filter(|mark| *mark < seconds) {
        let then = until(&moments, Duration::from_secs(mark)).and_then(|moment| moment.gap());
        rows.push((format!("gap after {mark} s"), percent(then)));
    }
    rows.extend([
        ("the whole run".to_owned(), shown(taken)),
        ("objective".to_owned(), grouped(objective)),
        ("proven bound".to_owned(), whole(plan.bound)),
        ("**gap**".to_owned(), format!("**{}**", percent(gap(Some(objective), plan.bound)))),
        (
            "gap to what is certified".to_owned(),
            percent(gap(Some(objective), certified.as_ref().ok().copied())),
        ),
        ("certified by the checker".to_owned(), certified.map_or_else(|why| why, grouped)),
    ]);
    let rows: Vec<String> = rows.iter().map(|(what, figure)| format!("| {what} | {figure} |")).collect();
    let head = format!("{} people, {} planning periods.", count(problem.people.len()), problem.horizon.len());
    Ok(format!("{head}\n\n| | measured |\n|---|--:|\n{}", rows.join("\n")))
}

struct Run {
    planned: Planned,
    moments: Vec<Moment>,
}

fn run(problem: &Problem, limit: Duration) -> Result<Run, Trouble> {
    let limits = Limits { work: u64::MAX, ..Limits::default() };
    let clock = Clock::start();
    let mut moments = Vec::new();
    let planned = planner::planned(problem, &limits, &mut |told| {
        let at = clock.shows();
        if !matches!(told.phase, Phase::Compile | Phase::Construct | Phase::Eject) {
            moments.push(Moment { at, objective: told.objective, bound: told.bound });
        }
        if at < limit { Go::On } else { Go::Stop }
    });
    Ok(Run { planned: planned.map_err(|fault| fault.to_string())?, moments })
}

/// What the checker finds proven, whatever the certificate claims; otherwise why it does not.
fn certified(problem: &Problem, certificate: Option<Certificate>) -> Result<i128, String> {
    let own = certificate.ok_or("no certificate")?;
    let bound = checker::bound(problem, &Certificate { bound: i128::MIN, ..own });
    bound.map(|bound| bound.certified).map_err(|findings| {
        let first = findings.first().map_or("", |finding| finding.message.en.as_str());
        format!("refused: {first}")
    })
}
