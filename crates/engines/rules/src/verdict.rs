//! What a rule says of a person as of a date: one of seven standings, with the months and postings behind it, what is
//! still needed and by when, and a sentence for people.

use std::collections::BTreeSet;

use kernel::{Bilingual, CommitmentId, Date, EditionId, EngagementId, Fraction, Months, RuleId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{edition::Force, facts::RecordClass};

/// How a rule stands for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// 達成: what is done meets it, and nothing later can undo that.
    Met,
    /// 順調: planned and confirmed postings meet it.
    OnTrack,
    /// 要注意: they do not, but some continuation for this person alone still could.
    AtRisk,
    /// 違反: no continuation can.
    Broken,
    /// 特例: only by a waiver's replaced parameters.
    Waived,
    /// 対象外.
    NotApplicable,
    /// 判定不能: a table or fact is missing.
    CannotBeJudged,
}

/// A rule's verdict on a person as of a date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// The commitment whose rule it is.
    pub commitment: CommitmentId,
    /// Its edition.
    pub edition: EditionId,
    /// The rule.
    pub rule: RuleId,
    /// How strictly it binds.
    pub force: Force,
    /// How it stands.
    pub standing: Standing,
    /// Postings that count, with the months each gives, in order of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counted: Vec<Counted>,
    /// Months (or, for sets, elements) counted so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<Fraction>,
    /// The same with planned and confirmed postings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned: Option<Fraction>,
    /// Months (or elements) needed, or allowed at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needed: Option<Fraction>,
    /// First day too late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Date>,
    /// Months to spare before it can no longer be met; none where no limit runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slack: Option<Months>,
    /// The months owed are served, and what must hold at release does not yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub overdue: bool,
    /// The verdict in words.
    pub sentence: Bilingual,
    /// Classes of the facts used, so that a reader sees only what he may.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub facts: BTreeSet<RecordClass>,
    /// Tables or facts that are missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Bilingual>,
}

impl Verdict {
    /// Whether the rule would not be kept if the obligation ended today.
    pub fn fails(&self) -> bool {
        self.standing == Standing::Broken || self.overdue
    }
}

/// A posting that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// The posting.
    pub engagement: EngagementId,
    /// Months it gives.
    pub months: Fraction,
}
