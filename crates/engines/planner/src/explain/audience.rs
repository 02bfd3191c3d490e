//! Who may read what: the coordinator reads of colleagues, the physician reads rules and counts, never persons.

use serde::Serialize;

/// For whom an explanation is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    /// 調整担当: whoever makes the plan.
    #[default]
    Coordinator,
    /// 本人.
    Physician,
}

/// Of what kind a fact is, and so who may read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// A rule, with its sentence.
    Rule,
    /// Numbers of people, months and points.
    Count,
    /// What a workplace offers.
    Place,
    /// The person's own record.
    Own,
    /// The record of somebody else.
    Colleague,
}

impl Audience {
    /// Whether facts of a class are for this reader.
    pub fn reads(self, class: Class) -> bool {
        self == Self::Coordinator || class != Class::Colleague
    }
}
