//! `tsunagu rules`: editions for those who write and read them.

use std::path::PathBuf;

use rules::{Finding, Severity, lint as lint_text};
use serde_json::{Value, json};

use crate::{commands::Outcome, files, output::Speaker, trouble::Trouble, words};

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
