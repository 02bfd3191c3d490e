//! `tsunagu rules`: editions for those who write and read them.

use std::path::{Path, PathBuf};

use rules::{Edition, Finding, Severity, lint as lint_text};
use serde_json::{Value, json};

use crate::{
    commands::Outcome,
    files,
    output::Speaker,
    shipped,
    trouble::{Code, Trouble},
    words,
};

/// Says what is wrong in edition files, and what somebody should look at. Only errors count as findings.
pub fn lint(paths: &[PathBuf], speaker: Speaker) -> Result<Outcome, Trouble> {
    let mut found: Vec<(String, Finding)> = Vec::new();
    for path in paths {
        let text = files::read_text(path)?;
        let name = path.display().to_string();
        found.extend(lint_text(&text).into_iter().map(|finding| (name.clone(), finding)));
    }
    let errors = found.iter().filter(|(_, finding)| finding.severity == Severity::Error).count();
    let warnings = found.len() - errors;
    let mut text: String =
        found.iter().map(|(name, finding)| format!("{name}: {}\n", finding.to_line(speaker.lang))).collect();
    text.push_str(words::linted(paths.len(), errors, warnings).get(speaker.lang));
    let findings: Vec<Value> =
        found.iter().map(|(name, finding)| json!({ "file": name, "finding": finding })).collect();
    speaker.result(
        &text,
        &json!({ "files": paths.len(), "errors": errors, "warnings": warnings, "findings": findings }),
    );
    Ok(if errors == 0 { Outcome::Fine } else { Outcome::Findings })
}

/// Prints an edition as prose.
pub fn explain(edition: &str, folder: Option<&Path>, speaker: Speaker) -> Result<Outcome, Trouble> {
    let edition = find(edition, folder)?;
    let prose = rules::explain(&edition, speaker.lang);
    speaker.result(&prose, &json!({ "edition": edition.id, "text": prose }));
    Ok(Outcome::Fine)
}

/// An edition by its id, or in a file.
fn find(name: &str, folder: Option<&Path>) -> Result<Edition, Trouble> {
    let path = Path::new(name);
    if path.is_file() {
        return shipped::read(name, &files::read_text(path)?);
    }
    let editions = shipped::editions(folder)?;
    match editions.get(name) {
        Some(edition) => Ok(edition.clone()),
        None => {
            let known: Vec<String> = editions.keys().map(ToString::to_string).collect();
            Err(Trouble::new(Code::UnknownEdition, words::unknown_edition(name, &known)))
        }
    }
}
