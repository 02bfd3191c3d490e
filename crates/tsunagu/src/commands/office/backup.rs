//! `tsunagu backup`: an office as it is at one moment, in a folder.

use std::path::Path;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{now, wait};
use crate::{
    commands::Outcome,
    files::{self, Output},
    offices::{Office, Offices, trouble},
    output::{Speaker, pretty},
    trouble::{Code, Trouble},
    words::office as words,
};

/// The files of a backup.
pub const OFFICE: &str = "office.backup";
pub const READINGS: &str = "readings.backup";
pub const LABEL: &str = "label.json";

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// The office.
    pub office: String,
    /// As it is called.
    pub name: String,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// By which version.
    pub version: String,
    /// Its files.
    pub files: Vec<String>,
}

/// Makes a backup in a folder that is not there yet, or is empty.
pub fn run(offices: &Offices, office: &str, out: &Path, speaker: Speaker) -> Result<Outcome, Trouble> {
    let office = offices.office(office)?;
    let is_empty = std::fs::read_dir(out).map(|mut entries| entries.next().is_none());
    if !is_empty.unwrap_or(!out.exists()) {
        return Err(Trouble::new(Code::BackupRefused, words::not_empty(out)));
    }
    files::make_folder(out)?;
    let label = wait(made(offices, office, out))?;
    // The label comes last: a folder without it is no backup.
    let text = pretty(&serde_json::to_value(&label).unwrap_or_default()) + "\n";
    files::write_all(&[Output { path: out.join(LABEL), bytes: text.into_bytes() }])?;
    let said = words::backup_made(&office.id, out, &label.files);
    speaker
        .result(said.get(speaker.lang), &json!({ "office": office.id, "folder": out, "files": label.files }));
    Ok(Outcome::Fine)
}

async fn made(offices: &Offices, office: &Office, out: &Path) -> Result<Label, Trouble> {
    offices.is_there(office)?;
    let opened = offices.open(office).await?;
    let at = now();
    let mut made = vec![OFFICE.to_owned()];
    opened.store.backup(out.join(OFFICE)).await.map_err(|fault| trouble(&fault))?;
    if opened.apart() {
        opened.readings.backup(out.join(READINGS)).await.map_err(|fault| trouble(&fault))?;
        made.push(READINGS.to_owned());
    }
    opened.close().await;
    let version = env!("CARGO_PKG_VERSION").to_owned();
    Ok(Label { office: office.id.clone(), name: office.name.clone(), at, version, files: made })
}
