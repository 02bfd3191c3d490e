//! Under which conditions a table was measured: the day, the commit, the machine, and how busy others kept it.

use std::{fs, process::Command, thread, time::SystemTime};

use chrono::{DateTime, Utc};

use crate::measure::Clock;

/// Ticks of the system's own counts of processor time in a second, on every Linux in use.
const TICKS: u128 = 100;

/// What the machine did while a table was measured.
pub struct Meanwhile {
    clock: Clock,
    ticks: Option<Ticks>,
}

/// Processor time since the machine was started.
#[derive(Clone, Copy, Debug)]
struct Ticks {
    all: u64,
    ours: u64,
}

impl Meanwhile {
    /// Measuring begins.
    pub fn begins() -> Self {
        Self { clock: Clock::start(), ticks: Ticks::now() }
    }

    /// Measuring is over: the line below the table.
    pub fn ends(self) -> String {
        format!(
            "Measured on {} at {}, {}, {}; {}. The table took {} in all.",
            today(),
            commit(),
            cores(),
            compiler(),
            self.others(),
            crate::measure::shown(self.clock.shows()),
        )
    }

    /// How much of the machine other processes took.
    fn others(&self) -> String {
        let (Some(before), Some(now)) = (self.ticks, Ticks::now()) else {
            return "how busy the machine was is not known here".to_owned();
        };
        let ticks = (now.all - before.all).saturating_sub(now.ours - before.ours);
        let possible = (self.clock.shows().as_millis() * TICKS / 1_000).max(1);
        let tenths = u128::from(ticks) * 10 / possible;
        if tenths == 0 {
            return "nothing else was running".to_owned();
        }
        format!("meanwhile other processes kept {}.{} cores busy", tenths / 10, tenths % 10)
    }
}

impl Ticks {
    fn now() -> Option<Self> {
        let all = fs::read_to_string("/proc/stat").ok()?;
        // user, nice, system, idle, waiting, interrupts, soft interrupts: all but idling and waiting.
        let all: Vec<u64> =
            all.lines().next()?.split_whitespace().skip(1).filter_map(|field| field.parse().ok()).collect();
        let all = all.first()? + all.get(1)? + all.get(2)? + all.get(5)? + all.get(6)?;
        let ours = fs::read_to_string("/proc/self/stat").ok()?;
        // Behind the name in brackets, fields 14 to 17: our own time and that of children that have ended.
        let (_, ours) = ours.rsplit_once(')')?;
        let ours = ours.split_whitespace().skip(11).take(4).filter_map(|field| field.parse::<u64>().ok());
        Some(Self { all, ours: ours.sum() })
    }
}

#[expect(clippy::disallowed_methods, reason = "a figure says on which day it was measured")]
fn today() -> String {
    DateTime::<Utc>::from(SystemTime::now()).date_naive().to_string()
}

/// The commit, and whether more than the page of figures and its pictures was changed since.
fn commit() -> String {
    let Some(commit) = said("git", &["rev-parse", "--short", "HEAD"]) else {
        return format!("version {}", env!("CARGO_PKG_VERSION"));
    };
    let changed = said("git", &["status", "--porcelain", "--", ".", ":!docs/benchmarks.md", ":!docs/images"]);
    let changed = changed.is_some_and(|files| !files.is_empty());
    format!("commit {commit}{}", if changed { " with changes" } else { "" })
}

fn cores() -> String {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let about = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = about.lines().find_map(|line| line.strip_prefix("model name"));
    let model = model.map(|model| model.trim_start_matches([' ', '\t', ':'])).unwrap_or("a kind not known");
    format!("{cores} cores ({model})")
}

fn compiler() -> String {
    let version = said("rustc", &["--version"]).unwrap_or_default();
    version.split(" (").next().filter(|version| !version.is_empty()).unwrap_or("rustc").to_owned()
}

/// What a program says, if it runs here.
fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
