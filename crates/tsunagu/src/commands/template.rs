//! `tsunagu template`: an empty roster workbook to begin with.

use std::path::PathBuf;

use serde_json::json;

use crate::{
    commands::Outcome,
    files::{self, Output},
    output::Speaker,
    trouble::{Code, Trouble},
    words,
};

/// Writes the workbook; never over a file that is there, which may be somebody's roster.
pub fn run(out: Option<PathBuf>, speaker: Speaker) -> Result<Outcome, Trouble> {
    let path = out.unwrap_or_else(|| PathBuf::from("roster.xlsx"));
    if path.is_file() {
        return Err(Trouble::new(Code::SameFile, words::already_there(&path)));
    }
    let bytes = sheets::template(speaker.lang)
        .map_err(|error| Trouble::new(Code::EngineFault, words::engine_fault(&error.to_string())))?;
    files::write_all(&[Output { path: path.clone(), bytes }])?;
    let shown = path.display().to_string();
    speaker.result(words::template_written(&shown).get(speaker.lang), &json!({ "files": [shown] }));
    Ok(Outcome::Fine)
}
