//! What is traced.

use std::fmt;

use chrono::{DateTime, SubsecRound, Utc};
use kernel::{AccountId, PersonId};
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde_json::Value;

/// Who does something, and as what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub account: AccountId,
    /// In which role.
    pub role: String,
}

/// Whether something was changed or seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Kind {
    /// Changed.
    #[sea_orm(string_value = "change")]
    Change,
    /// Seen.
    #[sea_orm(string_value = "read")]
    Read,
}

/// The record that was changed or seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Of what kind: `facility`, `loan`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
}

impl fmt::Display for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.kind, self.id)
    }
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Whether something was changed or seen.
    pub kind: Kind,
    /// When, to the microsecond.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub actor: Actor,
    /// What was done, or for what it was read: `directory.rename_facility`, `directory.person_page`.
    pub deed: &'static str,
    /// The record, if it is one.
    pub subject: Option<Subject>,
    /// Whom it concerns: whose data was changed or shown.
    pub concerns: Vec<PersonId>,
    /// Of a change what was before and after, and why; of a reading what was asked, and the classes that were shown.
    pub body: Value,
}

impl Event {
    /// Something that was done.
    pub fn change(actor: Actor, at: DateTime<Utc>, deed: &'static str, body: Value) -> Self {
        Self {
            kind: Kind::Change,
            at: at.trunc_subsecs(6),
            actor,
            deed,
            subject: None,
            concerns: Vec::new(),
            body,
        }
    }

    /// Something that was seen.
    pub fn read(actor: Actor, at: DateTime<Utc>, deed: &'static str, body: Value) -> Self {
        Self { kind: Kind::Read, ..Self::change(actor, at, deed, body) }
    }

    /// To one record.
    pub fn of(self, subject: Subject) -> Self {
        Self { subject: Some(subject), ..self }
    }

    /// Of these people. Each is told once.
    pub fn concerning(self, people: impl IntoIterator<Item = PersonId>) -> Self {
        let mut concerns: Vec<PersonId> = people.into_iter().collect();
        concerns.sort();
        concerns.dedup();
        Self { concerns, ..self }
    }
}
