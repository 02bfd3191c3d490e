//! How a run goes on, and how time and memory grow with the number of people.

use std::time::Duration;

use super::Run;
use crate::{
    chart::{Axis, Curve, Panel, picture as drawn},
    gap::{gap, percent},
    growth::power,
    measure::{count, mebibytes, shown},
    moments::within,
};

/// One per cent, in millionths.
const ONE_PERCENT: u64 = 10_000;

/// The smallest gap in the picture, for what is proven has no logarithm.
const FINEST: u64 = 10;

impl Run {
    fn within_one_percent(&self) -> Option<Duration> {
        within(&self.moments, ONE_PERCENT)
    }

    /// How far the first plan is above what was proven in the end.
    fn first_gap(&self) -> Option<u64> {
        // Progress is told in whole milliseconds.
        let first = self.ours.first_plan?.saturating_sub(Duration::from_millis(1));
        let moment = self.moments.iter().find(|moment| moment.at >= first)?;
        gap(Some(moment.objective), self.ours.bound)
    }
}

/// When there was a plan, when it was good, what it took; at the foot the power of the people with which that grows.
pub fn table(runs: &[Run]) -> String {
    let mut lines = vec![
        "| instance | people | first plan | above the last bound | within 1 % | whole run | memory |"
            .to_owned(),
        "|---|--:|--:|--:|--:|--:|--:|".to_owned(),
    ];
    let time = |taken: Option<Duration>| taken.map_or_else(|| "–".to_owned(), shown);
    for run in runs {
        lines.push(format!(
            "| {} | {} | {} | {} | {} | {} | {} |",
            run.name,
            count(run.people),
            time(run.ours.first_plan),
            percent(run.first_gap()),
            time(run.within_one_percent()),
            shown(run.ours.taken),
            mebibytes(run.ours.bytes()),
        ));
    }
    lines.extend(growth(runs));
    lines.join("\n")
}

fn growth(runs: &[Run]) -> Option<String> {
    let [first, .., last] = runs else { return None };
    if first.people == last.people {
        return None;
    }
    let grown = |figure: &dyn Fn(&Run) -> Option<u128>| match (figure(first), figure(last)) {
        (Some(before), Some(now)) => power((first.people, last.people), (before, now)),
        _ => "–".to_owned(),
    };
    let micros = |taken: Option<Duration>| taken.map(|taken| taken.as_micros());
    Some(format!(
        "| grows with the power | | {} | | {} | | {} |",
        grown(&|run| micros(run.ours.first_plan)),
        grown(&|run| micros(run.within_one_percent())),
        grown(&|run| Some(run.ours.bytes().into())),
    ))
}

/// The same as a picture.
pub fn picture(runs: &[Run]) -> String {
    let people = Axis { text: "people", unit: 1 };
    let seconds = Axis { text: "seconds", unit: 1_000 };
    let over_people = |name: &str, colour, figure: &dyn Fn(&Run) -> Option<u64>| Curve {
        name: name.to_owned(),
        colour,
        points: runs.iter().filter_map(|run| Some((run.people as u64, figure(run)?))).collect(),
    };
    let panels = [
        Panel {
            title: "Gap over time",
            across: seconds,
            up: Axis { text: "gap in per cent", unit: 10_000 },
            curves: runs.iter().enumerate().flat_map(|(colour, run)| over_time(run, colour)).collect(),
        },
        Panel {
            title: "Time over size",
            across: people,
            up: seconds,
            curves: vec![
                over_people("first plan", 0, &|run| run.ours.first_plan.map(millis)),
                over_people("within 1 %", 1, &|run| run.within_one_percent().map(millis)),
            ],
        },
        Panel {
            title: "Memory over size",
            across: people,
            up: Axis { text: "MiB", unit: 1 },
            curves: vec![over_people("peak", 0, &|run| Some(run.ours.bytes() >> 20))],
        },
    ];
    drawn("Tsunagu on ppp-1; C: CP-SAT in the end, H: HiGHS", &panels)
}

/// Our gap as it went down, and the peers' at the end, with their first letter.
fn over_time(run: &Run, colour: usize) -> Vec<Curve> {
    let end = (run.ours.taken, run.ours.gap());
    let told = run.moments.iter().map(|moment| (moment.at, moment.gap())).chain([end]);
    let point = |(at, gap): (Duration, Option<u64>)| Some((millis(at), gap?.max(FINEST)));
    let ours = Curve { name: run.name.clone(), colour, points: told.filter_map(point).collect() };
    let peers = run.peers.iter().filter_map(|(name, answer)| {
        let answer = answer.as_ref().ok()?;
        let points = vec![point((answer.taken, answer.gap()))?];
        Some(Curve { name: name.chars().take(1).collect(), colour, points })
    });
    std::iter::once(ours).chain(peers).collect()
}

fn millis(taken: Duration) -> u64 {
    u64::try_from(taken.as_millis()).unwrap_or(u64::MAX).max(1)
}
