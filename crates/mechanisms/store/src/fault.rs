//! What can go wrong with a database, and what to do about it.

use std::fmt::Display;

use sea_orm::{DbErr, RuntimeErr, sqlx};
use thiserror::Error;

use crate::address::Address;

/// What went wrong. Nothing is half done after any of them.
#[derive(Debug, Error)]
pub enum Fault {
    /// There is no database, or it does not answer.
    #[error("the database {address} cannot be opened: {reason}")]
    Unreachable {
        /// Where it should be.
        address: Box<Address>,
        /// What the driver says.
        reason: String,
    },
    /// The connection was lost, or the database did not answer in time. A deed that was under way is undone, unless it was
    /// being acknowledged at that moment: who does it again looks first.
    #[error("the database does not answer: {0}")]
    Gone(String),
    /// Others wrote the same all the while; nothing was changed.
    #[error("others were writing the same; nothing was changed, try again")]
    Busy,
    /// There is no room left on the disk; nothing was changed.
    #[error("the disk of the database is full; nothing was changed")]
    Full,
    /// The database was migrated by a newer Tsunagu.
    #[error("{room} of this database is at step {found}, this Tsunagu knows {known}: use a newer one")]
    Newer {
        /// The room.
        room: String,
        /// The last step that the database has.
        found: i32,
        /// The last one that this program knows.
        known: i32,
    },
    /// A step was done under another name: the program or the database is not what it was.
    #[error("step {number} of {room} was done as \"{found}\", this Tsunagu knows it as \"{known}\"")]
    Renamed {
        /// The room.
        room: String,
        /// Which step.
        number: i32,
        /// Its name in the database.
        found: String,
        /// Its name here.
        known: String,
    },
    /// Steps are missing that this program needs.
    #[error("{0} steps are to be done: run `tsunagu migrate`")]
    Behind(usize),
    /// A fact would end before it begins, or is no longer what was known.
    #[error(transparent)]
    Fact(#[from] crate::facts::BadFact),
    /// A backup could not be made or brought back.
    #[error("backup: {0}")]
    Backup(String),
    /// Anything else that the database says.
    #[error("the database says: {0}")]
    Broken(#[source] DbErr),
}

impl Fault {
    /// Something in the database that this program cannot read.
    pub fn unreadable(bad: impl Display) -> Self {
        Self::Broken(DbErr::Type(bad.to_string()))
    }

    /// Something beside the database that must not fail.
    pub fn other(fault: impl Display) -> Self {
        Self::Broken(DbErr::Custom(fault.to_string()))
    }
}

/// What codes of the two systems say: of SQLite with what it adds to its primary codes.
const TOO_MANY_WRITERS: [&str; 6] = ["40001", "40P01", "5", "261", "517", "6"];
/// It is being shut down, starts, or the connection is lost.
const GONE: [&str; 7] = ["57P01", "57P02", "57P03", "08000", "08003", "08006", "08001"];
const NO_ROOM: [&str; 4] = ["53100", "13", "3338", "4874"];

impl From<DbErr> for Fault {
    fn from(fault: DbErr) -> Self {
        match code(&fault).as_deref() {
            Some(code) if TOO_MANY_WRITERS.contains(&code) => Self::Busy,
            Some(code) if NO_ROOM.contains(&code) => Self::Full,
            Some(code) if GONE.contains(&code) => Self::Gone(fault.to_string()),
            None if is_lost(&fault) => Self::Gone(fault.to_string()),
            _ => Self::Broken(fault),
        }
    }
}

/// The code by which the database tells what is wrong.
fn code(fault: &DbErr) -> Option<String> {
    driver(fault)?.as_database_error()?.code().map(|code| code.into_owned())
}

/// Whether the database said nothing at all.
fn is_lost(fault: &DbErr) -> bool {
    let lost = |fault: &sqlx::Error| {
        matches!(
            fault,
            sqlx::Error::Io(_)
                | sqlx::Error::PoolTimedOut
                | sqlx::Error::PoolClosed
                | sqlx::Error::WorkerCrashed
        )
    };
    matches!(fault, DbErr::ConnectionAcquire(_)) || driver(fault).is_some_and(lost)
}

fn driver(fault: &DbErr) -> Option<&sqlx::Error> {
    match fault {
        DbErr::Exec(RuntimeErr::SqlxError(inner))
        | DbErr::Query(RuntimeErr::SqlxError(inner))
        | DbErr::Conn(RuntimeErr::SqlxError(inner)) => Some(inner),
        _ => None,
    }
}
