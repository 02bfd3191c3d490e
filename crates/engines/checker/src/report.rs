//! What the checker says of a plan.

use kernel::{Bilingual, PersonId};
use problem::{Objective, Plan};
use serde::Serialize;

/// The checker's report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether the plan keeps every hard rule and capacity.
    pub feasible: bool,
    /// Everything that is wrong, claims included; empty: the plan is feasible and says true of itself.
    pub findings: Vec<Finding>,
    /// The objective, recomputed.
    pub objective: Objective,
    /// The total that the plan claims.
    pub claimed: i128,
}

/// Something wrong in a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Its kind, as listed in the documentation of errors.
    pub code: &'static str,
    /// Whose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// In which planning period: position in the horizon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<usize>,
    /// What is wrong, in words.
    pub message: Bilingual,
}

impl Finding {
    pub(crate) fn new(code: &'static str, ja: String, en: String) -> Self {
        Self { code, person: None, period: None, message: Bilingual::new(ja, en) }
    }

    pub(crate) fn of(mut self, person: &PersonId) -> Self {
        self.person = Some(person.clone());
        self
    }

    pub(crate) fn in_period(mut self, period: usize) -> Self {
        self.period = Some(period);
        self
    }

    pub(crate) fn of_document(finding: problem::Finding) -> Self {
        let problem::Finding { code, at, message } = finding;
        Self::new(code, format!("{at}：{}", message.ja), format!("{at}: {}", message.en))
    }
}

impl Report {
    pub(crate) fn unreadable(findings: Vec<Finding>, plan: &Plan) -> Self {
        Self { feasible: false, findings, objective: Objective::default(), claimed: plan.objective.total }
    }

    /// Whether the plan is feasible and every claim in it is true.
    pub fn accepts(&self) -> bool {
        self.findings.is_empty()
    }
}
