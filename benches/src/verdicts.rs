//! Verdicts of all rules for 2,000 people with 30 years of facts each, as of two days of every career.

use std::{collections::BTreeMap, time::Duration};

use kernel::{AsOf, EditionId};
use problem::Problem;
use rules::{Edition, Standing};

use crate::{
    Trouble,
    careers::{self, LongCareer, YEARS},
    gunma,
    measure::{count, median, shown, timed},
};

const PEOPLE: usize = 2_000;

/// A year in which most are still bound.
const BOUND: i32 = 9;

/// How long people wait for an answer before they think that it hangs.
const AT_ONCE: &str = "100 ms";

/// The table of verdicts.
pub fn table() -> Result<String, Trouble> {
    let (_, problem) = gunma::with_people(PEOPLE)?;
    let editions = problem.editions().map_err(|findings| format!("{findings:?}"))?;
    let careers = careers::of_people(&problem);
    let facts = careers.iter().map(LongCareer::facts).sum();
    let bench = Bench { problem: &problem, editions: &editions, careers: &careers };
    let [end, bound] = [YEARS, BOUND].map(|years| bench.measure(years));
    let rows = [
        ("verdicts", count(end.verdicts()), count(bound.verdicts()), ""),
        ("of them: met, on track", count(end.of(&GOOD)), count(bound.of(&GOOD)), ""),
        ("at risk, broken, waived", count(end.of(&BAD)), count(bound.of(&BAD)), ""),
        ("not applicable, not to be judged", count(end.of(&OPEN)), count(bound.of(&OPEN)), ""),
        ("**everybody**", shown(end.all), shown(bound.all), "none stated"),
        ("**a person, mean**", shown(end.mean()), shown(bound.mean()), ""),
        ("**a person, slowest**", shown(end.slowest), shown(bound.slowest), AT_ONCE),
    ];
    let rows = rows.map(|(what, end, bound, limit)| format!("| {what} | {end} | {bound} | {limit} |"));
    Ok(format!(
        "{} people, {} dated facts, {} editions; one thread.\n\n\
         | | at the end of the {YEARS} years | as known in year {BOUND} | limit |\n|---|--:|--:|--:|\n{}",
        count(PEOPLE),
        count(facts),
        count(editions.len()),
        rows.join("\n"),
    ))
}

const GOOD: [Standing; 2] = [Standing::Met, Standing::OnTrack];
const BAD: [Standing; 3] = [Standing::AtRisk, Standing::Broken, Standing::Waived];
const OPEN: [Standing; 2] = [Standing::NotApplicable, Standing::CannotBeJudged];

struct Bench<'b> {
    problem: &'b Problem,
    editions: &'b BTreeMap<EditionId, Edition>,
    careers: &'b [LongCareer],
}

/// What was measured as of one day of every career.
struct Measured {
    standings: BTreeMap<Standing, usize>,
    all: Duration,
    slowest: Duration,
}

impl Bench<'_> {
    fn measure(&self, years: i32) -> Measured {
        let judge = |of: &LongCareer, as_of: AsOf| {
            rules::judge(&of.career, self.editions, &self.problem.tables, as_of)
        };
        let mut standings = BTreeMap::new();
        let all = median(|| {
            standings.clear();
            for career in self.careers {
                for verdict in judge(career, career.after(years)) {
                    *standings.entry(verdict.standing).or_default() += 1;
                }
            }
        });
        // The best of three, so that one person is not slow because the machine looked away.
        let of_one = |career: &LongCareer| {
            let taken = [(); 3].map(|()| timed(|| judge(career, career.after(years))).0);
            taken.into_iter().min().unwrap_or_default()
        };
        let slowest = self.careers.iter().map(of_one).max().unwrap_or_default();
        Measured { standings, all, slowest }
    }
}

impl Measured {
    fn verdicts(&self) -> usize {
        self.standings.values().sum()
    }

    fn of(&self, standings: &[Standing]) -> usize {
        standings.iter().filter_map(|standing| self.standings.get(standing)).sum()
    }

    fn mean(&self) -> Duration {
        self.all / PEOPLE as u32
    }
}
