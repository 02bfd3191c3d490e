//! The facts of one person's career, as records with periods: what every rule is judged on.
//!
//! Nothing here is derived. Credited months, verdicts and training progress are computed from these records.

use std::borrow::Cow;

use kernel::{
    AsOf, CommitmentId, CourseId, Date, DepartmentId, EditionId, EngagementId, FiscalYear, LeaveKind,
    MilestoneId, PartyId, Period, PersonId, ProgrammeId, RuleId, Share, WorkplaceId, Yen,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Parameters;

/// When a record was known: from the day it was recorded until the day a correction superseded it.
///
/// Facts are never overwritten, so "what did we know when we decided?" can always be asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// Day of recording; none: known from the beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// Day on which a later record superseded this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

impl Known {
    /// Whether the record was known on the day.
    pub fn on(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }

    /// For `skip_serializing_if`.
    pub fn is_always(&self) -> bool {
        *self == Self::default()
    }
}

/// Who may see a fact. A reader sees only the classes that he may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RecordClass {
    /// Anybody: designations, published editions.
    Public,
    /// Staff: posts, capacities.
    Internal,
    /// The person and those who care for the career: postings, commitments.
    Personal,
    /// Health and family: the kinds and reasons of leaves.
    Sensitive,
}

/// One person's career.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Career {
    /// The person.
    pub person: PersonId,
    /// 入学年度.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered: Option<FiscalYear>,
    /// Day of graduation, expected or past.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub graduated: Option<Date>,
    /// 医籍登録: day of the licence, expected or past.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licensed: Option<Date>,
    /// What binds the person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commitments: Vec<Commitment>,
    /// What was lent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub loans: Vec<Loan>,
    /// Where the person worked, works and is to work.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub engagements: Vec<Engagement>,
    /// When the person was or will be away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub leaves: Vec<Leave>,
    /// 専門研修: membership of training programmes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enrolments: Vec<Enrolment>,
    /// Dated achievements, such as a board certificate.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub milestones: Vec<Milestone>,
    /// Changes of posting that were announced.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<Notice>,
    /// 個別特例: parameters replaced for this person.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waivers: Vec<Waiver>,
}

impl Career {
    /// A career without any record yet.
    pub fn new(person: PersonId) -> Self {
        Self {
            person,
            entered: None,
            graduated: None,
            licensed: None,
            commitments: Vec::new(),
            loans: Vec::new(),
            engagements: Vec::new(),
            leaves: Vec::new(),
            enrolments: Vec::new(),
            milestones: Vec::new(),
            notices: Vec::new(),
            waivers: Vec::new(),
        }
    }

    /// The same career with only the records that were known on the as-of date, without a copy where all were.
    pub(crate) fn as_known(&self, as_of: AsOf) -> Cow<'_, Career> {
        let day = as_of.known_on;
        let all = self.commitments.iter().all(|record| record.known.on(day))
            && self.loans.iter().all(|record| record.known.on(day))
            && self.engagements.iter().all(|record| record.known.on(day))
            && self.leaves.iter().all(|record| record.known.on(day))
            && self.enrolments.iter().all(|record| record.known.on(day))
            && self.milestones.iter().all(|record| record.known.on(day))
            && self.notices.iter().all(|record| record.known.on(day))
            && self.waivers.iter().all(|record| record.known.on(day));
        if all { Cow::Borrowed(self) } else { Cow::Owned(self.known_on(as_of)) }
    }

    /// The same career with only the records that were known on the as-of date.
    pub fn known_on(&self, as_of: AsOf) -> Career {
        let mut known = self.clone();
        let day = as_of.known_on;
        known.commitments.retain(|record| record.known.on(day));
        known.loans.retain(|record| record.known.on(day));
        known.engagements.retain(|record| record.known.on(day));
        known.leaves.retain(|record| record.known.on(day));
        known.enrolments.retain(|record| record.known.on(day));
        known.milestones.retain(|record| record.known.on(day));
        known.notices.retain(|record| record.known.on(day));
        known.waivers.retain(|record| record.known.on(day));
        known
    }
}

/// What kind of instrument binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Instrument {
    /// 貸与条例・契約: months owed, places that count, exemption, repayment.
    LoanContract,
    /// キャリア形成プログラム, applied by consent, with or without a loan.
    CareerProgramme,
    /// コース chosen inside a programme.
    Course,
}

/// 義務・約束: what binds a person, by an edition that a later one never rewrites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Commitment {
    /// Its id.
    pub id: CommitmentId,
    /// Loan contract, programme or course.
    pub instrument: Instrument,
    /// The edition consented to.
    pub edition: EditionId,
    /// The course chosen inside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<CourseId>,
    /// Lender or other party: a prefecture, a municipality, a university.
    pub party: PartyId,
    /// First day bound; the date by which cohort-dated values are chosen.
    pub from: Date,
    /// Released, repaid or otherwise ended on this day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Date>,
    /// Consent: its day and the text consented to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// When this record was known.
    #[serde(default, skip_serializing_if = "Known::is_always")]
    pub known: Known,
}

/// 同意.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Its day.
    pub on: Date,
    /// The text, or where it is kept.
    pub text: String,
}

/// 修学資金の貸与 under one commitment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Loan {
    /// The commitment it founds.
    pub commitment: CommitmentId,
    /// The months it is paid for.
    pub period: Period,
    /// A month's amount.
    pub monthly: Yen,
    /// When this record was known.
    #[serde(default, skip_serializing_if = "Known::is_always")]
    pub known: Known,
}

/// How sure an engagement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EngagementStatus {
    /// 予定: in a plan only. Never counts as done, even when its days have passed.
    Planned,
    /// 内定: agreed by person and hospital.
    Confirmed,
    /// 勤務: took place, or is taking place.
    Served,
    /// 確認済: took place and was verified (現況届).
    Verified,
}

/// What the person does there.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Activity {
    /// 初期臨床研修.
    InitialTraining,
    /// 診療. Training for a specialty is clinical work at a site of the person's own programme.
    #[default]
    Clinical,
    /// 研究のみ (graduate school without clinical work).
    Research,
    /// Study or work abroad.
    Abroad,
}

/// 勤務: who works where, employed by whom, doing what, for which share of full time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Engagement {
    /// Its id.
    pub id: EngagementId,
    /// Where the work is done.
    pub workplace: WorkplaceId,
    /// Who employs; none: the workplace itself. Else the person is seconded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employer: Option<WorkplaceId>,
    /// 診療科.
    pub department: DepartmentId,
    /// What is done.
    #[serde(default)]
    pub activity: Activity,
    /// From when to when.
    pub period: Period,
    /// Share of full time.
    #[serde(default)]
    pub share: Share,
    /// 兼務・非常勤応援: a side post beside the main one.
    #[serde(default)]
    pub side: bool,
    /// How sure.
    pub status: EngagementStatus,
    /// When this record was known.
    #[serde(default, skip_serializing_if = "Known::is_always")]
    pub known: Known,
}

/// 休業・休職.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Leave {
    /// Which kind; what it does to a clock is a parameter of the edition.
    pub kind: LeaveKind,
    /// From when to when.
    pub period: Period,
    /// When this record was known.
    #[serde(default, skip_serializing_if = "Known::is_always")]
    pub known: Known,
}

/// 専門研修プログラムへの登録.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    /// The programme.
    pub programme: ProgrammeId,
    /// From when to when; open while training goes on.
    pub period: Period,
    /// When this record was known.
    #[serde(default, skip_serializing_if = "Known::is_always")]
    pub known: Known,
}

/// A dated achievement.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Milestone {
    /// Which: `board-certificate`, …
    pub milestone: MilestoneId,
    /// Reached on this day.
    pub on: Date,
    /// When this record was known.
    #[serde(default, skip_serializing_if = "Known::is_always")]
    pub known: Known,
}

/// A change of posting and when it was announced.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Day the person was told.
    pub given: Date,
    /// Day the change takes effect.
    pub effective: Date,
    /// When this record was known.
    #[serde(default, skip_serializing_if = "Known::is_always")]
    pub known: Known,
}

/// 個別特例: replaces parameters of one rule for one person; it does not switch the rule off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The commitment whose rule is changed.
    pub commitment: CommitmentId,
    /// The rule.
    pub rule: RuleId,
    /// The parameters in their new form; the others stay as the edition has them.
    pub replaces: Parameters,
    /// Ground.
    pub ground: String,
    /// Who decided.
    pub decided_by: String,
    /// When.
    pub decided_on: Date,
    /// From when to when it holds.
    pub period: Period,
    /// When this record was known.
    #[serde(default, skip_serializing_if = "Known::is_always")]
    pub known: Known,
}

impl Eq for Waiver {}
