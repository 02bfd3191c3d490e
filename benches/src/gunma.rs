//! The demonstration office as `tsunagu plan` reads it: the workbook of `data/gunma` with the editions of `editions`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use kernel::Lang;
use problem::Problem;
use rules::Edition;
use sheets::{Editions, ReadOptions, Roster};

use crate::{Trouble, scale};

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// The roster. Every person in it is made up.
pub fn roster() -> Result<Roster, Trouble> {
    roster_in(&read(&at("data/gunma/roster.xlsx"))?)
}

/// The planning problem.
pub fn problem() -> Result<Problem, Trouble> {
    problem_in(&read(&at("data/gunma/roster.xlsx"))?, &editions()?)
}

/// The roster and the problem with another number of people.
pub fn with_people(people: usize) -> Result<(Roster, Problem), Trouble> {
    let scaled = scale::to_people(&roster()?, people);
    let problem = problem_in(&workbook(&scaled)?, &editions()?)?;
    Ok((scaled, problem))
}

/// A roster as a workbook.
pub fn workbook(roster: &Roster) -> Result<Vec<u8>, Trouble> {
    sheets::write_roster(roster, Lang::Ja).map_err(|fault| fault.to_string())
}

/// A workbook as a roster.
pub fn roster_in(workbook: &[u8]) -> Result<Roster, Trouble> {
    sheets::read(workbook, &ReadOptions::default()).map_err(|findings| first(&findings))
}

/// A workbook as a planning problem.
pub fn problem_in(workbook: &[u8], editions: &Editions) -> Result<Problem, Trouble> {
    let reading = sheets::read_all(workbook, &ReadOptions::default());
    reading.to_problem(editions).map(|(problem, _)| problem).map_err(|findings| first(&findings))
}

fn first(findings: &[sheets::CellFinding]) -> Trouble {
    let finding = findings.first().map(|finding| {
        let cell = finding.cell.as_deref().unwrap_or_default();
        format!("{}!{cell}: {}", finding.sheet.as_deref().unwrap_or_default(), finding.message.en)
    });
    format!("{} findings in the workbook, first: {}", findings.len(), finding.unwrap_or_default())
}

/// All shipped editions.
pub fn editions() -> Result<Editions, Trouble> {
    let folder = at("editions");
    let trouble = |fault| format!("{}: {fault}", folder.display());
    let mut editions = Editions::new();
    for entry in fs::read_dir(&folder).map_err(trouble)? {
        let path = entry.map_err(trouble)?.path();
        let name = path.to_string_lossy();
        if name.ends_with(".toml") && !name.ends_with(".cases.toml") {
            let text = String::from_utf8_lossy(&read(&path)?).into_owned();
            let edition = Edition::from_toml(&text).map_err(|findings| format!("{name}: {findings:?}"))?;
            editions.insert(edition.id.clone(), edition);
        }
    }
    Ok(editions)
}

/// The bytes of a file.
pub fn read(path: &Path) -> Result<Vec<u8>, Trouble> {
    fs::read(path).map_err(|fault| format!("{}: {fault}", path.display()))
}
