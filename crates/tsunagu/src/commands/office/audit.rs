//! `tsunagu audit`: roots of the trace leave the machine, and whether it is what it was is looked at.

use std::path::{Path, PathBuf};

use serde_json::json;
use store::Store;
use trace::{Finding, SignedRoot, Signer, seal};

use super::{now, wait};
use crate::{
    commands::Outcome,
    files::{self, Output},
    offices::{Office, Offices, trouble},
    output::Speaker,
    trouble::{Code, Trouble},
    words::office as words,
};

/// The chain of readings beside that of the office.
fn of_readings(office: &str) -> String {
    format!("{office}/readings")
}

/// Seals what is new, and adds the signed roots to a file or prints them, a line each.
pub fn roots(
    offices: &Offices,
    office: &str,
    out: Option<&Path>,
    speaker: Speaker,
) -> Result<Outcome, Trouble> {
    let office = offices.office(office)?;
    let signer = offices.key(&office.id)?;
    let signed = wait(sealed(offices, office, &signer))?;
    let lines: String =
        signed.iter().map(|root| format!("{}\n", serde_json::to_string(root).unwrap_or_default())).collect();
    match out {
        None => speaker.document(&lines),
        Some(path) => {
            let before = if path.exists() { files::read_text(path)? } else { String::new() };
            let bytes = (before + &lines).into_bytes();
            files::write_all(&[Output { path: path.to_owned(), bytes }])?;
            let said = words::roots_written(signed.len(), path);
            speaker.result(said.get(speaker.lang), &json!({ "roots": signed.len(), "file": path }));
        }
    }
    Ok(Outcome::Fine)
}

async fn sealed(offices: &Offices, office: &Office, signer: &Signer) -> Result<Vec<SignedRoot>, Trouble> {
    let opened = offices.open_there(office).await?;
    let mut signed = Vec::from_iter(all_of(&opened.store, (&office.id, signer)).await?);
    if opened.apart() {
        signed.extend(all_of(&opened.readings, (&of_readings(&office.id), signer)).await?);
    }
    opened.close().await;
    Ok(signed)
}

/// Seals everything; answers the last root.
async fn all_of(store: &Store, (chain, signer): (&str, &Signer)) -> Result<Option<SignedRoot>, Trouble> {
    let mut last = None;
    while let Some(seal) = seal(store, now()).await.map_err(|fault| trouble(&fault))? {
        last = Some(signer.sign(chain, &seal));
    }
    Ok(last)
}

/// Looks whether the trace is what it was, also by roots that left the machine.
pub fn verify(
    offices: &Offices,
    office: &str,
    files: &[PathBuf],
    speaker: Speaker,
) -> Result<Outcome, Trouble> {
    let office = offices.office(office)?;
    let signer = offices.key(&office.id)?;
    let mut roots = Vec::new();
    for path in files {
        for line in files::read_text(path)?.lines().filter(|line| !line.trim().is_empty()) {
            let root: SignedRoot = serde_json::from_str(line).map_err(|fault| {
                Trouble::new(Code::BrokenDocument, words::no_root(path, &fault.to_string()))
            })?;
            roots.push(root);
        }
    }
    let found = wait(verified(offices, office, &signer, &roots))?;
    let said = words::verified(&office.id, &found, roots.len());
    let told: Vec<String> = found
        .iter()
        .flat_map(|of| &of.findings)
        .map(|of| words::finding(of).get(speaker.lang).to_owned())
        .collect();
    let chains: Vec<_> = found
        .iter()
        .map(|of| json!({ "chain": of.chain, "seals": of.seals, "sealed": of.sealed, "waiting": of.waiting }))
        .collect();
    let value = json!({ "office": office.id, "chains": chains, "roots": roots.len(), "findings": told });
    speaker.result(said.get(speaker.lang), &value);
    Ok(if told.is_empty() { Outcome::Fine } else { Outcome::Findings })
}

/// What was found of a chain.
#[derive(Clone, Debug)]
pub struct Found {
    /// Which.
    pub chain: String,
    /// Its seals.
    pub seals: u64,
    /// Events under them.
    pub sealed: u64,
    /// Events that wait for a seal.
    pub waiting: u64,
    /// What is not as it was.
    pub findings: Vec<Finding>,
}

async fn verified(
    offices: &Offices,
    office: &Office,
    signer: &Signer,
    roots: &[SignedRoot],
) -> Result<Vec<Found>, Trouble> {
    let opened = offices.open_there(office).await?;
    let mut chains = vec![(office.id.clone(), &opened.store)];
    if opened.apart() {
        chains.push((of_readings(&office.id), &opened.readings));
    }
    let strangers = roots.iter().filter(|root| chains.iter().all(|(chain, _)| *chain != root.chain));
    let mut strangers: Vec<Finding> =
        strangers.map(|root| Finding::NotSigned { seal: root.number }).collect();
    let mut found = Vec::new();
    for (chain, store) in &chains {
        let own: Vec<SignedRoot> = roots.iter().filter(|root| root.chain == *chain).cloned().collect();
        let report = trace::verify(store, &own, &signer.verifier()).await.map_err(|fault| trouble(&fault))?;
        let mut findings = report.findings;
        findings.append(&mut strangers);
        let (seals, sealed, waiting) = (report.seals, report.sealed, report.waiting);
        found.push(Found { chain: chain.clone(), seals, sealed, waiting, findings });
    }
    opened.close().await;
    Ok(found)
}
