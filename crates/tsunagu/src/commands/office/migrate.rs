//! `tsunagu migrate`: what is missing of the tables' steps, tried on a copy first where the database is a file.

use serde_json::json;
use store::{Ailment, Durability, Room, Store};

use super::{some, stamp, wait};
use crate::{
    commands::Outcome,
    offices::{Office, Offices, ROOMS, ROOMS_OF_READINGS, trouble},
    output::Speaker,
    trouble::{Code, Trouble},
    words::office as words,
};

/// Migrates one office, or all.
pub fn run(offices: &Offices, office: Option<&str>, speaker: Speaker) -> Result<Outcome, Trouble> {
    let chosen = offices.chosen(office)?;
    some(&chosen, offices)?;
    for office in chosen {
        let steps = wait(migrated(offices, office))?;
        let said = words::migrated(&office.id, &steps);
        speaker.result(said.get(speaker.lang), &json!({ "office": office.id, "steps": steps }));
    }
    Ok(Outcome::Fine)
}

async fn migrated(offices: &Offices, office: &Office) -> Result<Vec<String>, Trouble> {
    offices.is_there(office)?;
    let opened = offices.open(office).await?;
    let mut steps = of(&opened.store, &ROOMS).await?;
    if opened.apart() {
        steps.extend(of(&opened.readings, &ROOMS_OF_READINGS).await?);
    }
    opened.close().await;
    Ok(steps)
}

async fn of(store: &Store, rooms: &[Room]) -> Result<Vec<String>, Trouble> {
    if store.pending(rooms).await.map_err(|fault| trouble(&fault))?.is_empty() {
        return Ok(Vec::new());
    }
    if let Some(file) = store.address().file() {
        let copy = file.with_extension("migrating");
        let tried = tried(store, copy.clone(), rooms).await;
        // Nothing of a trial is of use later; why it failed says the error.
        for end in ["", "-wal", "-shm"] {
            drop(std::fs::remove_file(format!("{}{end}", copy.display())));
        }
        tried?;
    }
    store.migrate(rooms, &stamp()).await.map_err(|fault| trouble(&fault))
}

/// The same on a copy, which must be whole afterwards.
async fn tried(store: &Store, copy: std::path::PathBuf, rooms: &[Room]) -> Result<(), Trouble> {
    let failed = |fault: store::Fault| trouble(&fault);
    store.backup(&copy).await.map_err(failed)?;
    let trial = Store::open(store::Address::Sqlite(copy), Durability::Process).await.map_err(failed)?;
    let migrated = trial.migrate(rooms, &stamp()).await;
    let ailments = trial.ailments(Durability::Process).await;
    trial.close().await;
    migrated.map_err(failed)?;
    let ailments: Vec<Ailment> = ailments.map_err(failed)?;
    match ailments.first() {
        None => Ok(()),
        Some(ailment) => Err(Trouble::new(Code::DatabaseFault, words::ailment(ailment))),
    }
}
