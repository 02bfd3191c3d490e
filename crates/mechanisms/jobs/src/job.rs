//! A job as others see it.

use std::fmt;

use chrono::{DateTime, Utc};
use kernel::AccountId;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde_json::Value;
use store::Fault;

use crate::records::row;

/// Which job.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub(crate) String);

impl JobId {
    /// One that stood in an address.
    pub fn given(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// For an address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for JobId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum State {
    /// Nobody works at it.
    #[sea_orm(string_value = "waiting")]
    Waiting,
    /// Somebody does, or did until lately.
    #[sea_orm(string_value = "running")]
    Running,
    /// Its effect is there.
    #[sea_orm(string_value = "done")]
    Done,
    /// It cannot be done.
    #[sea_orm(string_value = "failed")]
    Failed,
    /// Nobody wants it any more, and it has no effect.
    #[sea_orm(string_value = "cancelled")]
    Cancelled,
}

/// A job, as whoever waits for it is shown it.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Which.
    pub id: JobId,
    /// What is done.
    pub kind: String,
    /// How far it is.
    pub state: State,
    /// Who wants it.
    pub by: AccountId,
    /// Since when.
    pub at: DateTime<Utc>,
    /// How much of it is done, of a thousand.
    pub permille: u32,
    /// What is being done, or went wrong.
    pub message: String,
    /// Whether it is to be cancelled.
    pub cancelling: bool,
    /// What came of it.
    pub result: Option<Value>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}

impl TryFrom<row::Model> for Job {
    type Error = Fault;

    fn try_from(row: row::Model) -> Result<Self, Fault> {
        let result =
            row.result.as_deref().map(serde_json::from_str).transpose().map_err(Fault::unreadable)?;
        Ok(Self {
            id: JobId(row.id),
            kind: row.kind,
            state: row.state,
            by: row.by.parse().map_err(Fault::unreadable)?,
            at: row.at,
            permille: u32::try_from(row.permille).unwrap_or(0),
            message: row.message,
            cancelling: row.cancelling,
            result,
            ended_at: row.ended_at,
        })
    }
}
