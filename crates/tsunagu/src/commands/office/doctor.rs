//! `tsunagu doctor`: what is wrong with an installation, and what to do about it.

use kernel::Bilingual;
use serde_json::json;
use store::{Durability, Room, Store};

use super::{some, wait};
use crate::{
    commands::Outcome,
    offices::{Office, Offices, ROOMS, ROOMS_OF_READINGS, trouble},
    output::Speaker,
    trouble::Trouble,
    words::office as words,
};

/// Looks after one office, or all.
pub fn run(offices: &Offices, office: Option<&str>, speaker: Speaker) -> Result<Outcome, Trouble> {
    let chosen = offices.chosen(office)?;
    some(&chosen, offices)?;
    let mut outcome = Outcome::Fine;
    for office in chosen {
        // What keeps an office from being opened is a finding here, so that others are looked at all the same.
        let found = wait(ailments(offices, office)).unwrap_or_else(|trouble| vec![trouble.message]);
        let said = words::ailments(&office.id, &found);
        let told: Vec<_> = found.iter().map(|of| of.get(speaker.lang)).collect();
        speaker.result(said.get(speaker.lang), &json!({ "office": office.id, "findings": told }));
        outcome = if found.is_empty() { outcome } else { Outcome::Findings };
    }
    Ok(outcome)
}

async fn ailments(offices: &Offices, office: &Office) -> Result<Vec<Bilingual>, Trouble> {
    offices.is_there(office)?;
    let opened = offices.open(office).await?;
    let mut found = of(&opened.store, &ROOMS).await?;
    if opened.apart() {
        found.extend(of(&opened.readings, &ROOMS_OF_READINGS).await?);
    }
    opened.close().await;
    found.extend(offices.key(&office.id).err().map(|trouble| trouble.message));
    Ok(found)
}

async fn of(store: &Store, rooms: &[Room]) -> Result<Vec<Bilingual>, Trouble> {
    let ailments = store.ailments(Durability::Disk).await.map_err(|fault| trouble(&fault))?;
    let mut found: Vec<Bilingual> = ailments.iter().map(words::ailment).collect();
    let behind = store.is_migrated(rooms).await;
    found.extend(behind.err().map(|fault| trouble(&fault).message));
    Ok(found)
}
