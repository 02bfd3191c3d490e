//! Whoever acts.

use kernel::{AccountId, AreaId, PersonId, ProgrammeId, WorkplaceId};

use crate::role::Role;

/// For whom or what a role is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The whole office.
    Office,
    /// A facility.
    Workplace(WorkplaceId),
    /// A 医局, by its id.
    Faculty(String),
    /// A training programme.
    Programme(ProgrammeId),
    /// Oneself.
    Person(PersonId),
    /// A municipality or area.
    Area(AreaId),
    /// A care team, by its id.
    Team(String),
}

/// Whoever acts, in the one role in which he does so now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// Who.
    pub account: AccountId,
    /// As what.
    pub role: Role,
    /// For whom.
    pub scope: Scope,
}

impl Scope {
    /// Its kind, and whose or which it is, as it is recorded.
    pub(crate) fn parts(&self) -> (&'static str, Option<&str>) {
        match self {
            Self::Office => ("office", None),
            Self::Workplace(id) => ("workplace", Some(id.as_str())),
            Self::Faculty(id) => ("faculty", Some(id)),
            Self::Programme(id) => ("programme", Some(id.as_str())),
            Self::Person(id) => ("person", Some(id.as_str())),
            Self::Area(id) => ("area", Some(id.as_str())),
            Self::Team(id) => ("team", Some(id)),
        }
    }

    /// The same read back; none where it is no scope.
    pub(crate) fn from_parts(kind: &str, id: Option<&str>) -> Option<Self> {
        Some(match (kind, id) {
            ("office", None) => Self::Office,
            ("workplace", Some(id)) => Self::Workplace(id.parse().ok()?),
            ("faculty", Some(id)) => Self::Faculty(id.to_owned()),
            ("programme", Some(id)) => Self::Programme(id.parse().ok()?),
            ("person", Some(id)) => Self::Person(id.parse().ok()?),
            ("area", Some(id)) => Self::Area(id.parse().ok()?),
            ("team", Some(id)) => Self::Team(id.to_owned()),
            _ => return None,
        })
    }
}
