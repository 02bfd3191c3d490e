//! What can go wrong with a job.

use store::{AsFault, Fault};
use thiserror::Error;

/// Why something of a job was not done.
#[derive(Debug, Error)]
pub enum Trouble {
    /// Another took over, for the lease had ended; or the job was cancelled. Whatever the deed did is undone.
    #[error("somebody else has this job by now")]
    Lost,
    /// There is no such job.
    #[error("there is no such job")]
    NoJob,
    /// The database is in trouble.
    #[error(transparent)]
    Store(#[from] Fault),
}

impl AsFault for Trouble {
    fn as_fault(&self) -> Option<&Fault> {
        match self {
            Self::Store(fault) => Some(fault),
            Self::Lost | Self::NoJob => None,
        }
    }
}

impl From<sea_orm::DbErr> for Trouble {
    fn from(fault: sea_orm::DbErr) -> Self {
        Self::Store(fault.into())
    }
}
