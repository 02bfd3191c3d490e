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
