//! The programme editions: those built into the program, and a folder of the office's own, which comes first.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use kernel::EditionId;
use rules::Edition;

use crate::{
    files,
    trouble::{Code, Detail, Trouble},
    words,
};

/// Name and text of every edition file built in, in order of name.
pub const FILES: &[(&str, &str)] = &include!(concat!(env!("OUT_DIR"), "/editions.rs"));

/// All editions at hand: the shipped ones, and those of a folder in place of shipped ones of the same id.
pub fn editions(folder: Option<&Path>) -> Result<BTreeMap<EditionId, Edition>, Trouble> {
    let mut editions = BTreeMap::new();
    for (name, text) in FILES {
        let edition = read(name, text)?;
        editions.insert(edition.id.clone(), edition);
    }
    if let Some(folder) = folder {
        editions.extend(from_folder(folder)?);
    }
    Ok(editions)
}

/// The editions of a folder.
pub fn from_folder(folder: &Path) -> Result<BTreeMap<EditionId, Edition>, Trouble> {
    let mut editions = BTreeMap::new();
    for path in toml_files(folder)? {
        let edition = read(&path.display().to_string(), &files::read_text(&path)?)?;
        editions.insert(edition.id.clone(), edition);
    }
    Ok(editions)
}

/// One edition from its text.
pub fn read(name: &str, text: &str) -> Result<Edition, Trouble> {
    Edition::from_toml(text).map_err(|findings| {
        Trouble::new(Code::EditionFindings, words::edition_findings(name, findings.len()))
            .with_details(findings.iter().map(|finding| detail(name, finding)).collect())
    })
}

/// A finding with its file and line in front.
pub fn detail(name: &str, finding: &rules::Finding) -> Detail {
    let line = finding.line.map(|line| format!(":{line}")).unwrap_or_default();
    let column = finding.column.map(|column| format!(":{column}")).unwrap_or_default();
    let place = if finding.at.is_empty() { String::new() } else { format!(" {}", finding.at) };
    let code = serde_json::to_value(finding.code).ok();
    Detail {
        at: format!("{name}{line}{column}{place}"),
        code: code.as_ref().and_then(|code| code.as_str()).unwrap_or_default().to_owned(),
        message: finding.message.clone(),
    }
}

fn toml_files(folder: &Path) -> Result<Vec<PathBuf>, Trouble> {
    if folder.is_file() {
        return Err(Trouble::new(Code::NotAFile, words::not_a_folder(folder)));
    }
    let entries = fs::read_dir(folder).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Trouble::new(Code::FileNotFound, words::file_not_found(folder)),
        _ => Trouble::new(Code::CannotRead, words::cannot_read(folder, &error)),
    })?;
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let is_edition = |path: &PathBuf| {
        let name = path.to_string_lossy();
        name.ends_with(".toml") && !name.ends_with(".cases.toml") && path.is_file()
    };
    let mut paths: Vec<PathBuf> = paths.filter(is_edition).collect();
    paths.sort();
    Ok(paths)
}
