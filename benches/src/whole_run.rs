//! The whole run over size, as `tsunagu plan` does it: read a roster, compile, plan, check. Each size is a process of
//! its own, so that its peak memory is its own.

use std::{
    env, fs,
    path::Path,
    process::{Command, Stdio},
    time::Duration,
};

use problem::Step;
use serde::{Deserialize, Serialize};

use crate::{
    Trouble,
    growth::{power, ratio},
    gunma,
    measure::{self, count, grouped, mebibytes, shown, timed},
    planning, scale,
};

/// One size.
#[derive(Debug, Serialize, Deserialize)]
struct Run {
    people: usize,
    reading: Duration,
    compiling: Duration,
    first_plan: Duration,
    improving: Duration,
    closing: Duration,
    checking: Duration,
    peak_bytes: Option<u64>,
    joint_states: u64,
    merged_states: u64,
    re_insertions: u64,
    re_insertion: Duration,
    unplaced: usize,
    impossible: usize,
    objective: i64,
}

/// The tables over sizes, with so many re-insertions allowed for each person.
pub fn table(sizes: &[usize], work: u64) -> Result<String, Trouble> {
    let roster = gunma::roster()?;
    let mut runs = Vec::new();
    for people in sizes {
        eprintln!("  {people} people …");
        let scaled = scale::to_people(&roster, *people);
        runs.push(in_its_own_process(&gunma::workbook(&scaled)?, *people as u64 * work)?);
    }
    Ok(format!(
        "At most {work} re-insertions for each person; compiled on all cores, searched on one; every plan was accepted by the checker.\n\n\
         {}\n\n{}",
        curve(&runs),
        outcomes(&runs),
    ))
}

fn in_its_own_process(workbook: &[u8], work: u64) -> Result<Run, Trouble> {
    let path = env::temp_dir().join(format!("tsunagu-benches-{}-roster.xlsx", std::process::id()));
    fs::write(&path, workbook).map_err(|fault| format!("{}: {fault}", path.display()))?;
    let this = env::current_exe().map_err(|fault| fault.to_string())?;
    let mut command = Command::new(this);
    command.arg("one-size").arg(&path).arg(work.to_string()).stderr(Stdio::inherit());
    let output = command.output().map_err(|fault| fault.to_string());
    let _ = fs::remove_file(&path);
    let output = output?;
    if !output.status.success() {
        return Err("a size of the whole run failed; what it said stands above".to_owned());
    }
    serde_json::from_slice(&output.stdout).map_err(|fault| format!("the answer of a size: {fault}"))
}

/// One size in this process; answers in JSON.
pub fn one_size(workbook: &Path, work: u64) -> Result<String, Trouble> {
    let (reading, problem) = timed(|| gunma::problem_in(&gunma::read(workbook)?, &gunma::editions()?));
    let problem = problem?;
    let planned = planning::plan(&problem, work)?;
    let (checking, report) = timed(|| checker::check(&problem, &planned.plan));
    if !report.accepts() {
        return Err(format!("the checker refuses the plan: {:?}", report.findings.first()));
    }
    let idle =
        |person: &&problem::PersonPlan| person.steps.iter().any(|step| matches!(step, Step::Unplaced(_)));
    let states = |name: &str| planned.sizes.rules.get(name).map_or(0, |(_, states, _)| *states);
    let run = Run {
        people: problem.people.len(),
        reading,
        compiling: planned.compiling,
        first_plan: planned.first_plan,
        improving: planned.improving,
        closing: planned.closing,
        checking,
        peak_bytes: measure::peak_bytes(),
        joint_states: states("joint"),
        merged_states: states("merged"),
        re_insertions: planned.re_insertions,
        re_insertion: planned.re_insertion(),
        unplaced: planned.plan.people.iter().filter(idle).count(),
        impossible: planned.plan.impossible.len(),
        objective: i64::try_from(planned.plan.objective.total).unwrap_or(i64::MAX),
    };
    serde_json::to_string(&run).map_err(|fault| fault.to_string())
}

impl Run {
    fn whole(&self) -> Duration {
        self.reading + self.compiling + self.first_plan + self.improving + self.closing + self.checking
    }
}

/// A column of the curve: its heading, the figure, and how it is written.
type Column = (&'static str, fn(&Run) -> u128, fn(&Run) -> String);

const COLUMNS: [Column; 7] = [
    ("reading", |run| run.reading.as_micros(), |run| shown(run.reading)),
    ("compiling", |run| run.compiling.as_micros(), |run| shown(run.compiling)),
    ("first plan", |run| run.first_plan.as_micros(), |run| shown(run.first_plan)),
    ("improving", |run| run.improving.as_micros(), |run| shown(run.improving)),
    ("checking", |run| run.checking.as_micros(), |run| shown(run.checking)),
    ("**whole run**", |run| run.whole().as_micros(), |run| shown(run.whole())),
    (
        "**peak memory**",
        |run| run.peak_bytes.unwrap_or(0).into(),
        |run| run.peak_bytes.map_or_else(|| "not told".to_owned(), mebibytes),
    ),
];

/// Each figure with its ratio to the size before, and at the foot the power of the size with which it grows.
fn curve(runs: &[Run]) -> String {
    let headings = COLUMNS.map(|(heading, ..)| heading).join(" | ");
    let mut rows = vec![format!("| people | {headings} |"), format!("|--:|{}", "--:|".repeat(COLUMNS.len()))];
    for (number, run) in runs.iter().enumerate() {
        let before = number.checked_sub(1).map(|before| &runs[before]);
        let beside = |before: u128, now: u128| format!(" {}", ratio(before, now));
        let people = before.map(|before| beside(before.people as u128, run.people as u128));
        let cells = COLUMNS.map(|(_, figure, written)| {
            let ratio = before.map(|before| beside(figure(before), figure(run)));
            written(run) + &ratio.unwrap_or_default()
        });
        rows.push(format!("| {}{} | {} |", count(run.people), people.unwrap_or_default(), cells.join(" | ")));
    }
    if let [first, .., last] = runs {
        let powers =
            COLUMNS.map(|(_, figure, _)| power((first.people, last.people), (figure(first), figure(last))));
        rows.push(format!("| grows with the power | {} |", powers.join(" | ")));
    }
    rows.join("\n")
}

/// What came out, so that a time can be weighed against it.
fn outcomes(runs: &[Run]) -> String {
    let mut rows = vec![
        "| people | compiling a person | joint states | merged | re-insertions | each | unplaced at some time | \
         impossible | objective for a person |"
            .to_owned(),
        "|--:|--:|--:|--:|--:|--:|--:|--:|--:|".to_owned(),
    ];
    for run in runs {
        let people = run.people.max(1);
        rows.push(format!(
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            count(run.people),
            shown(run.compiling / u32::try_from(people).unwrap_or(u32::MAX)),
            grouped(run.joint_states),
            grouped(run.merged_states),
            grouped(run.re_insertions),
            shown(run.re_insertion),
            count(run.unplaced),
            count(run.impossible),
            grouped(run.objective / people as i64),
        ));
    }
    rows.join("\n")
}
