//! Reading a roster of 2,000 people from a workbook, beside openpyxl on the same file.

use std::{env, fs, process::Command};

use kernel::Lang;
use serde::Deserialize;
use sheets::ReadOptions;

use crate::{
    Trouble,
    growth::ratio,
    gunma,
    measure::{count, median, shown},
    scale,
};

const PEOPLE: usize = 2_000;

/// Reads every cell with openpyxl, timed without starting Python.
const PEER: &str = include_str!("../read_with_openpyxl.py");

/// What the peer says.
#[derive(Debug, Deserialize)]
struct Peer {
    versions: String,
    cells: usize,
    read_only_micros: u64,
    normal_micros: u64,
}

/// The table of reading.
pub fn table() -> Result<String, Trouble> {
    let roster = scale::to_people(&gunma::roster()?, PEOPLE);
    let editions = gunma::editions()?;
    let workbook = sheets::write_roster(&roster, Lang::Ja).map_err(|fault| fault.to_string())?;
    gunma::problem_in(&workbook, &editions)?;
    let reading = median(|| {
        sheets::read_all(&workbook, &ReadOptions::default());
    });
    let whole = median(|| {
        let _ = sheets::read_all(&workbook, &ReadOptions::default()).to_problem(&editions);
    });
    let beside = |micros: u128| ratio(reading.as_micros(), micros);
    let mut rows = vec![
        format!("| `sheets`: every cell typed, every finding at its cell | {} | ×1.00 |", shown(reading)),
        format!(
            "| `sheets`: the same, and the planning problem made of it | {} | {} |",
            shown(whole),
            beside(whole.as_micros())
        ),
    ];
    let peer = peer(&workbook)?;
    for (mode, micros) in peer.iter().flat_map(|peer| {
        [("read-only, values alone", peer.read_only_micros), ("normal, values alone", peer.normal_micros)]
    }) {
        let taken = shown(std::time::Duration::from_micros(micros));
        rows.push(format!("| openpyxl, {mode} | {taken} | {} |", beside(micros.into())));
    }
    let about = match &peer {
        Some(peer) => format!("{} cells; {}", count(peer.cells), peer.versions),
        None => "openpyxl is not installed here, so the peer was left out".to_owned(),
    };
    Ok(format!(
        "{} people, {} engagements, {} KiB; {about}.\n\n| reader | median of three | beside ours |\n|---|--:|--:|\n{}",
        count(PEOPLE),
        count(roster.engagements.len()),
        count(workbook.len() / 1_024),
        rows.join("\n"),
    ))
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
