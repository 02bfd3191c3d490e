//! The figures of `docs/benchmarks.md`, each beside its named limit or peer, measured in one run.
//!
//! Without arguments every table is measured and printed as Markdown. With `--write docs/benchmarks.md` the tables of
//! that page are replaced as well; its prose stays. People in the figures are made up: those of the demonstration
//! office, in larger numbers.

mod careers;
mod chart;
mod gap;
mod growth;
mod gunma;
mod machine;
mod measure;
mod moments;
mod page;
mod planning;
mod ppp;
mod reading;
mod replanning;
mod requests;
mod scale;
mod states;
mod verdicts;
mod whole_run;
mod workbook;

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand, ValueEnum};

use crate::{
    machine::Meanwhile,
    page::{Figures, Page},
    ppp::Size,
};

/// Why a figure could not be measured, in a sentence.
type Trouble = String;

/// Measures the figures of docs/benchmarks.md.
#[derive(Debug, Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct Request {
    /// Which tables; all if none is named.
    tables: Vec<Table>,
    /// A page whose tables are to be replaced.
    #[arg(long, value_name = "PAGE")]
    write: Option<PathBuf>,
    /// How many people, for the whole run.
    #[arg(long, value_delimiter = ',', default_values_t = [100, 300, 1_000, 3_000])]
    sizes: Vec<usize>,
    /// Re-insertions allowed for each person, for the whole run.
    #[arg(long, default_value_t = 20)]
    work: u64,
    /// How many pins, one after the other, for planning anew.
    #[arg(long, default_value_t = 20)]
    pins: usize,
    /// How long the demonstration office is planned.
    #[arg(long, default_value_t = 120)]
    seconds: u64,
    /// Sizes of the public benchmark, also for planning anew.
    #[arg(long, value_delimiter = ',', ignore_case = true, default_value = "XS,S,G,M")]
    instances: Vec<Size>,
    /// Seeds of its generator.
    #[arg(long, value_delimiter = ',', default_values_t = [1])]
    seeds: Vec<u64>,
    /// Seconds of its peers, where they are to have others than we.
    #[arg(long, value_name = "SECONDS")]
    peer_seconds: Option<u64>,
    #[command(subcommand)]
    part: Option<Part>,
}

/// A table of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Table {
    /// Verdicts of all rules.
    Verdicts,
    /// States of the encodings, and the time of a re-insertion.
    Planner,
    /// Reading a workbook, beside openpyxl.
    Reading,
    /// The whole run over size.
    WholeRun,
    /// The public benchmark, beside CP-SAT and HiGHS.
    Ppp,
    /// The workbook of the demonstration office, with its gap.
    Workbook,
    /// Planning anew after a pin.
    Replanning,
    /// What policy and trace cost a request, on both databases.
    Requests,
}

/// What a process of its own does for a table.
#[derive(Debug, Subcommand)]
enum Part {
    /// One size of the whole run; answers in JSON.
    #[command(hide = true)]
    OneSize {
        /// The roster.
        workbook: PathBuf,
        /// Most re-insertions.
        work: u64,
    },
}

fn main() -> ExitCode {
    let request = Request::parse();
    let done = match &request.part {
        Some(Part::OneSize { workbook, work }) => whole_run::one_size(workbook, *work).map(say),
        None => measure_all(&request),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}

/// Measures the tables in the order of the page; the page is written after each, so that nothing measured is lost.
fn measure_all(request: &Request) -> Result<(), Trouble> {
    for table in Table::value_variants() {
        if !request.tables.is_empty() && !request.tables.contains(table) {
            continue;
        }
        let name = table.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default();
        eprintln!("measuring {name} …");
        let meanwhile = Meanwhile::begins();
        let mut figures = measured(*table, request)?;
        figures.text = format!("{}\n\n{}", figures.text, meanwhile.ends());
        if let Some(path) = &request.write {
            write(path, &name, &figures)?;
        }
        say(page::block(&name, &figures.text));
    }
    Ok(())
}

fn measured(table: Table, request: &Request) -> Result<Figures, Trouble> {
    let text = match table {
        Table::Verdicts => verdicts::table(),
        Table::Planner => states::table(),
        Table::Reading => reading::table(),
        Table::WholeRun => whole_run::table(&request.sizes, request.work),
        Table::Ppp => return ppp::figures(&request.instances, &request.seeds, request.peer_seconds),
        Table::Workbook => workbook::table(request.seconds),
        Table::Replanning => replanning::table(&request.instances, &request.seeds, request.pins),
        Table::Requests => requests::table(),
    };
    text.map(Figures::from)
}

fn write(path: &Path, name: &str, figures: &Figures) -> Result<(), Trouble> {
    let put = |path: &Path, text: &str| {
        fs::write(path, text).map_err(|fault| format!("{}: {fault}", path.display()))
    };
    let page = fs::read_to_string(path).map_err(|fault| format!("{}: {fault}", path.display()))?;
    let page = Page::new(page).with(name, &figures.text).ok_or_else(|| {
        format!("{}: no place for the table; add the lines\n{}", path.display(), page::block(name, ""))
    })?;
    for (file, picture) in &figures.pictures {
        put(&path.with_file_name(file), picture)?;
    }
    put(path, page.text())
}

#[expect(clippy::print_stdout, reason = "a bench speaks on stdout")]
fn say(text: String) {
    println!("{text}\n");
}
