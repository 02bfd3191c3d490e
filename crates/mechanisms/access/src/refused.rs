//! What is refused, and why.

use chrono::TimeDelta;
use store::{AsFault, Fault};
use thiserror::Error;

use crate::password::Weakness;

/// Why somebody is not let in, or a secret is not taken.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// The address, the password or the code is wrong: which is not told.
    #[error("the address, the password or the code is wrong")]
    Wrong,
    /// It was wrong too often; after this time it may be tried again.
    #[error("too many attempts: try again in {} seconds", .0.num_seconds().max(1))]
    Later(TimeDelta),
    /// The password would be guessed.
    #[error(transparent)]
    Weak(#[from] Weakness),
    /// The link was used, withdrawn, is too old or never was.
    #[error("this link is not valid any more: ask for another one")]
    NoInvitation,
    /// Somebody has an account with this address already.
    #[error("there is an account with this address already")]
    Taken,
    /// There is no such account, or it is closed.
    #[error("there is no such account")]
    NoAccount,
}

/// Why something was not done.
#[derive(Debug, Error)]
pub enum Trouble {
    /// It was refused.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The database is in trouble.
    #[error(transparent)]
    Store(#[from] Fault),
}

impl AsFault for Trouble {
    fn as_fault(&self) -> Option<&Fault> {
        match self {
            Self::Store(fault) => Some(fault),
            Self::Refused(_) => None,
        }
    }
}

impl From<sea_orm::DbErr> for Trouble {
    fn from(fault: sea_orm::DbErr) -> Self {
        Self::Store(fault.into())
    }
}
