//! `tsunagu demo`: the demonstration office, the same every time.

use std::path::PathBuf;

use serde_json::json;

use crate::{
    commands::Outcome,
    demo,
    files::{self, Output},
    output::Speaker,
    trouble::{Code, Trouble},
    words,
};

/// Writes the office's files into a folder.
pub fn run(name: &str, out: Option<PathBuf>, speaker: Speaker) -> Result<Outcome, Trouble> {
    if name != "gunma" {
        return Err(Trouble::new(Code::UnknownDemo, words::unknown_demo(name)));
    }
    let folder = out.unwrap_or_else(|| PathBuf::from("data/gunma"));
    files::make_folder(&folder)?;
    let outputs: Vec<Output> =
        demo::files()?.into_iter().map(|(name, bytes)| Output { path: folder.join(name), bytes }).collect();
    files::write_all(&outputs)?;
    let paths: Vec<String> = outputs.iter().map(|output| output.path.display().to_string()).collect();
    speaker.result(words::demo_written(&paths).get(speaker.lang), &json!({ "files": paths }));
    Ok(Outcome::Fine)
}
