//! `tsunagu restore`: an office brought back from a backup, to where its database is to be and is not. That it was brought
//! back is an event of its trace.

use std::path::Path;

use serde_json::json;
use store::{Backup, Deed, Fault};
use trace::{Event, Subject, address_of_readings, record};

use super::{
    actor,
    backup::{LABEL, Label, OFFICE, READINGS},
    now, wait,
};
use crate::{
    commands::Outcome,
    files,
    offices::{Office, Offices, trouble},
    output::Speaker,
    trouble::{Code, Trouble},
    words::office as words,
};

/// Brings an office back.
pub fn run(offices: &Offices, office: &str, from: &Path, speaker: Speaker) -> Result<Outcome, Trouble> {
    let office = offices.office(office)?;
    let label = files::read_text(&from.join(LABEL))?;
    let label: Label = serde_json::from_str(&label)
        .map_err(|fault| Trouble::new(Code::BackupRefused, words::no_label(from, &fault.to_string())))?;
    if label.office != office.id {
        return Err(Trouble::new(Code::BackupRefused, words::other_office(&label.office, &office.id)));
    }
    wait(restored(offices, office, from, &label))?;
    let said = words::restored(&office.id, &label.at.to_rfc3339());
    speaker.result(said.get(speaker.lang), &json!({ "office": office.id, "of": label.at }));
    Ok(Outcome::Fine)
}

async fn restored(offices: &Offices, office: &Office, from: &Path, label: &Label) -> Result<(), Trouble> {
    let failed = |fault: Fault| trouble(&fault);
    let address = offices.address(office)?;
    Backup::at(from.join(OFFICE)).restore(&address).await.map_err(failed)?;
    if label.files.iter().any(|file| file == READINGS) {
        let readings = address_of_readings(&address)
            .map_err(|bad| Trouble::new(Code::BackupRefused, words::no_label(from, &bad.to_string())))?;
        Backup::at(from.join(READINGS)).restore(&readings).await.map_err(failed)?;
    }
    let opened = offices.open(office).await?;
    let recorded = opened
        .store
        .write(|write| -> Deed<'_, (), Fault> {
            Box::pin(async move {
                let body = json!({ "after": { "state_of": label.at, "made_by": label.version } });
                let event = Event::change(actor(), now(), "office.restore", body);
                record(write, &event.of(Subject { kind: "office", id: office.id.clone() })).await
            })
        })
        .await;
    opened.close().await;
    recorded.map_err(failed)
}
