//! The commands of whoever runs an office. Each opens the office's databases, does one thing, and says what it did.

mod audit;
mod backup;
mod create;
mod doctor;
mod migrate;
mod restore;

pub use audit::Found;

use std::future::Future;

use store::Stamp;
use trace::Actor;

use crate::{
    cli::office::{Deed, OfficeRequest},
    clock::now,
    commands::Outcome,
    offices::{Offices, PROGRAM},
    output::Speaker,
    trouble::{Code, Trouble},
    words::office as words,
};

/// As what the program acts by itself.
const ROLE: &str = "program";

/// Carries out one of them.
pub fn run(request: &OfficeRequest, speaker: Speaker) -> Result<Outcome, Trouble> {
    let mut offices = Offices::read(&request.offices)?;
    match &request.deed {
        Deed::Create(asked) => create::run(&mut offices, asked, speaker),
        Deed::Migrate(office) => migrate::run(&offices, office.as_deref(), speaker),
        Deed::Backup { office, out } => backup::run(&offices, office, out, speaker),
        Deed::Restore { office, from } => restore::run(&offices, office, from, speaker),
        Deed::Doctor(office) => doctor::run(&offices, office.as_deref(), speaker),
        Deed::Verify { office, roots } => audit::verify(&offices, office, roots, speaker),
        Deed::Roots { office, out } => audit::roots(&offices, office, out.as_deref(), speaker),
    }
}

/// Waits for what is done with databases.
fn wait<T>(work: impl Future<Output = Result<T, Trouble>>) -> Result<T, Trouble> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime
        .map_err(|fault| Trouble::new(Code::EngineFault, crate::words::engine_fault(&fault.to_string())))?;
    runtime.block_on(work)
}

/// Recorded by the program itself.
fn stamp() -> Stamp {
    Stamp { at: now(), by: PROGRAM.parse().expect("the program's name is an id") }
}

fn actor() -> Actor {
    Actor { account: stamp().by, role: ROLE.to_owned() }
}

/// Nothing can be done where no office is known.
fn some(chosen: &[&crate::offices::Office], offices: &Offices) -> Result<(), Trouble> {
    match chosen {
        [] => Err(Trouble::new(Code::UnknownOffice, words::no_office(offices.file()))),
        _ => Ok(()),
    }
}
