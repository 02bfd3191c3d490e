//! Reading rosters of 2,000 people from workbooks, beside openpyxl on the same files.

use std::{env, fs, process::Command, time::Duration};

use serde::Deserialize;
use sheets::{Editions, ReadOptions, Roster};

use crate::{
    Trouble, careers,
    growth::ratio,
    gunma,
    measure::{count, median, shown},
};

const PEOPLE: usize = 2_000;

/// Reads every cell with openpyxl; timed without starting Python.
const PEER: &str = include_str!("../read_with_openpyxl.py");

/// What the peer says.
#[derive(Debug, Deserialize)]
struct Peer {
    versions: String,
    cells: usize,
    read_only_micros: u64,
    normal_micros: u64,
}

/// A workbook, and how long reading it took.
struct Book {
    engagements: usize,
    bytes: usize,
    reading: Duration,
    /// Not where facts lie ahead that only a longer plan could hold.
    with_problem: Option<Duration>,
    peer: Option<Peer>,
}

/// The table of reading.
pub fn table() -> Result<String, Trouble> {
    let editions = gunma::editions()?;
    let (roster, problem) = gunma::with_people(PEOPLE)?;
    let long = careers::in_roster(&roster, &careers::of_people(&problem));
    let books = [Book::of(&roster, &editions)?, Book::of(&long, &editions)?];
    let row = |what: &str, cell: &dyn Fn(&Book) -> String| {
        format!("| {what} | {} | {} |", cell(&books[0]), cell(&books[1]))
    };
    let taken = |what: &str, taken: &dyn Fn(&Book) -> Option<Duration>| {
        row(what, &|book| match taken(book) {
            Some(taken) => {
                format!("{} {}", shown(taken), ratio(book.reading.as_micros(), taken.as_micros()))
            }
            None => "–".to_owned(),
        })
    };
    let mut rows = vec![
        "| | as recorded | thirty years each |".to_owned(),
        "|---|--:|--:|".to_owned(),
        row("engagements", &|book| count(book.engagements)),
        row("KiB", &|book| count(book.bytes / 1_024)),
        taken("**`sheets`: every cell typed, every finding at its cell**", &|book| Some(book.reading)),
        taken("`sheets`: the same, and the planning problem made of it", &|book| book.with_problem),
    ];
    let peer = |micros: fn(&Peer) -> u64| {
        move |book: &Book| book.peer.as_ref().map(|peer| Duration::from_micros(micros(peer)))
    };
    let about = match &books[0].peer {
        Some(Peer { versions, .. }) => {
            rows.insert(4, row("cells", &|book| count(book.peer.as_ref().map_or(0, |peer| peer.cells))));
            rows.push(taken("openpyxl, read-only: values alone", &peer(|peer| peer.read_only_micros)));
            rows.push(taken("openpyxl, normal: values alone", &peer(|peer| peer.normal_micros)));
            versions
        }
        None => "openpyxl is not installed here, so the peer was left out",
    };
    Ok(format!("{} people; each time the median of three; {about}.\n\n{}", count(PEOPLE), rows.join("\n")))
}

impl Book {
    fn of(roster: &Roster, editions: &Editions) -> Result<Self, Trouble> {
        let workbook = gunma::workbook(roster)?;
        let read = || sheets::read_all(&workbook, &ReadOptions::default());
        gunma::roster_in(&workbook)?; // so that it is not a heap of findings that is timed
        let whole = read().to_problem(editions).is_ok();
        Ok(Self {
            engagements: roster.engagements.len(),
            bytes: workbook.len(),
            reading: median(|| drop(read())),
            with_problem: whole.then(|| median(|| drop(read().to_problem(editions)))),
            peer: peer(&workbook)?,
        })
    }
}

/// The peer on the same file; none where Python or openpyxl is missing.
fn peer(workbook: &[u8]) -> Result<Option<Peer>, Trouble> {
    let path = env::temp_dir().join(format!("tsunagu-benches-{}-peer.xlsx", std::process::id()));
    fs::write(&path, workbook).map_err(|fault| format!("{}: {fault}", path.display()))?;
    let output = Command::new("python3").args(["-c", PEER]).arg(&path).output();
    let _ = fs::remove_file(&path);
    let Ok(output) = output else { return Ok(None) };
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let missing = said.contains("ModuleNotFoundError");
        return if missing { Ok(None) } else { Err(format!("openpyxl: {said}")) };
    }
    serde_json::from_slice(&output.stdout).map(Some).map_err(|fault| format!("openpyxl's answer: {fault}"))
}
