//! What the checker says of a plan.

use std::fmt;

use kernel::{Bilingual, Lang, PersonId};
use problem::{Objective, Plan, Term};
use serde::Serialize;

/// The checker's report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether the plan keeps every hard rule and capacity. What it says of itself may still be wrong.
    pub feasible: bool,
    /// Everything that is wrong, claims included; empty: the plan is feasible and all it says of itself is true.
    pub findings: Vec<Finding>,
    /// The objective, recomputed; empty where the plan could not be laid over the problem.
    pub objective: Objective,
    /// The total that the plan claims.
    pub claimed_total: i128,
}

/// Something wrong in a plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Finding {
    /// Its kind; stays the same while the sentence may be bettered.
    pub code: &'static str,
    /// Whose.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// In which planning period: position in the horizon, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<usize>,
    /// What is wrong, and what to do.
    pub message: Bilingual,
}

impl Report {
    /// Of a plan that cannot be laid over the problem.
    pub(crate) fn unreadable(findings: Vec<Finding>, plan: &Plan) -> Self {
        Self {
            feasible: false,
            findings,
            objective: Objective::default(),
            claimed_total: plan.objective.total,
        }
    }

    /// Whether the plan is feasible and every claim in it is true.
    pub fn accepts(&self) -> bool {
        self.findings.is_empty()
    }
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

/// A term as the plan document names it: `unmet-minimum`.
pub(crate) fn term_key(term: Term) -> String {
    serde_json::to_value(term).ok().and_then(|key| key.as_str().map(str::to_owned)).unwrap_or_default()
}

impl fmt::Display for Finding {
    /// `rule-broken 10234 [2]: …` in English; see [`Finding::line`].
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line(Lang::En))
    }
}

impl Finding {
    /// One line for people: code, person, period (counted from 1) and message.
    pub fn line(&self, lang: Lang) -> String {
        let person = self.person.as_ref().map(|person| format!(" {person}")).unwrap_or_default();
        let period = self.period.map(|period| format!(" [{}]", period + 1)).unwrap_or_default();
        format!("{}{person}{period}: {}", self.code, self.message.get(lang))
    }
}

impl Report {
    /// The whole report for people: findings, the objective term by term, and the verdict in a line.
    pub fn prose(&self, lang: Lang) -> String {
        let mut lines: Vec<String> = self.findings.iter().map(|finding| finding.line(lang)).collect();
        lines.extend(
            self.objective.terms.iter().map(|(term, points)| format!("  {}: {points}", term_key(*term))),
        );
        let (total, wrong) = (self.objective.total, self.findings.len());
        lines.push(match (lang, self.accepts(), self.feasible) {
            (Lang::Ja, true, _) => format!("すべての規則と定員を守っています。目的関数 {total}"),
            (Lang::Ja, false, true) => {
                format!("規則と定員は守っていますが、計画の記載に誤りが {wrong} 件あります。目的関数 {total}")
            }
            (Lang::Ja, false, false) => format!("この計画は実施できません。指摘 {wrong} 件。目的関数 {total}"),
            (Lang::En, true, _) => format!("Every rule and capacity is kept. Objective {total}"),
            (Lang::En, false, true) => format!(
                "Every rule and capacity is kept, but {wrong} statements of the plan are not true. Objective {total}"
            ),
            (Lang::En, false, false) => {
                format!("The plan cannot be carried out: {wrong} findings. Objective {total}")
            }
        });
        lines.join("\n")
    }
}
