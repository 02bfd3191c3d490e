//! 版: a programme edition as an official reads it: who it binds, how it counts, and its rules in the regulation's
//! own order.
//!
//! These are the decoded types. The exchange form is TOML (`document.rs` reads it and finds what is wrong in it);
//! inside a planning problem the same tree travels as JSON.

use std::collections::BTreeMap;

use kernel::{
    Bilingual, ClassId, CourseId, Date, DepartmentId, EditionId, FiscalYear, Fraction, LeaveKind,
    MilestoneId, Months, Period, RuleId, SchemeId, Share, WorkplaceId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::facts::Activity;

/// 版: one programme edition. An edition in use is never edited; a new one supersedes it for those who consent to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Edition {
    /// Its id.
    pub id: EditionId,
    /// Its name.
    pub name: Bilingual,
    /// Who issued it.
    pub issuer: String,
    /// From when to when new commitments are made under it.
    pub validity: Period,
    /// The text it follows.
    pub source: Source,
    /// Entry cohorts (入学年度) it binds; both ends included.
    pub binds: Cohorts,
    /// Courses inside it.
    pub courses: Vec<Course>,
    /// 架空: made up for demonstration.
    pub fictitious: bool,
    /// What the sources do not say and this edition takes for granted, until the office confirms it.
    pub assumed: Vec<Bilingual>,
    /// How service is counted, unless a rule says otherwise.
    pub counting: Counting,
    /// Its rules in the regulation's own order.
    pub rules: Vec<Rule>,
    /// The document as it was read, for exchange and display.
    pub document: Map<String, Value>,
}

/// A range of entry cohorts, both ends included; open without an end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cohorts {
    /// First cohort.
    pub from: Option<FiscalYear>,
    /// Last cohort.
    pub through: Option<FiscalYear>,
}

/// コース inside an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// Its id.
    pub id: CourseId,
    /// Its name.
    pub name: Bilingual,
}

/// Where a sentence or value comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The document and article.
    pub title: String,
    /// Where it can be read.
    pub url: Option<String>,
    /// When it was read.
    pub read_on: Option<Date>,
}

/// One rule of an edition.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Its id.
    pub id: RuleId,
    /// 原文 verbatim, and in English.
    pub sentence: Bilingual,
    /// Where the sentence stands.
    pub source: Source,
    /// How strictly it binds.
    pub force: Force,
    /// Whom or what it is tested on.
    pub subject: Subject,
    /// Only for these courses; empty: for all.
    pub courses: Vec<CourseId>,
    /// Only for these entry cohorts.
    pub binds: Cohorts,
    /// Last confirmed on, by whom.
    pub confirmed: Option<(Date, String)>,
    /// Where texts differ: which is followed, who decided.
    pub note: Option<String>,
    /// What it demands.
    pub requirement: Requirement,
    /// Its own way of counting, where it differs from the edition's.
    pub counting: Option<Counting>,
    /// The rule's table as it was read; a waiver replaces keys of it.
    pub parameters: Parameters,
}

/// The parameters of a rule as written: key → value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Parameters(pub Map<String, Value>);

/// How strictly a rule binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Force {
    /// 義務: must.
    Must,
    /// 原則: must, unless a reason is recorded.
    Principle,
    /// 努力: should; reported, never broken.
    Effort,
    /// 許容: may.
    May,
}

/// Whom or what a rule is tested on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// The person's career.
    Person,
    /// How the programme is written or approved.
    Programme,
    /// What the office provides.
    Office,
    /// What the hospital provides.
    Hospital,
}

/// What a rule demands: one kind with its parameters, or a composition of several.
///
/// In order of importance. Each kind's check, sentences and cases lie in `kinds/`, in a file of its name.
#[derive(Clone, Debug, PartialEq)]
pub enum Requirement {
    /// 義務年限: months owed at places that count, within a window.
    MonthsOwed(MonthsOwed),
    /// Least or most months in a class of place or activity.
    MonthsInClass(MonthsInClass),
    /// 最低勤務期間 at one workplace.
    MinimumStay(MinimumStay),
    /// One stay in each of a set of groups.
    StayInEachGroup(StayInEachGroup),
    /// A number of distinct blocks, with least months in each.
    DistinctBlocks(DistinctBlocks),
    /// Months by component at accredited places of the person's own training programme.
    TrainingMonths(TrainingMonths),
    /// A milestone by a deadline.
    MilestoneBy(MilestoneBy),
    /// 初期臨床研修 at a core hospital.
    InitialTraining(InitialTraining),
    /// A cap on suspension.
    SuspensionCap(SuspensionCap),
    /// 指導医 on that date.
    Supervision(Supervision),
    /// Notice of change.
    NoticeOfChange(NoticeOfChange),
    /// What must hold at release.
    Release(Release),
    /// Work outside the prefecture: how long, when, for what.
    OutsidePrefecture(OutsidePrefecture),
    /// Employed where, seconded from where.
    EmployerAndWorkplace(EmployerAndWorkplace),
    /// Something attested about the programme, office or hospital.
    Attested(Attested),
    /// All of them.
    AllOf(Vec<Requirement>),
    /// Any of them.
    AnyOf(Vec<Requirement>),
    /// At least so many of them.
    AtLeast {
        /// How many.
        count: usize,
        /// Of which.
        of: Vec<Requirement>,
    },
    /// If the condition holds for the person, then the requirement.
    IfThen {
        /// The condition.
        when: Condition,
        /// The requirement.
        then: Box<Requirement>,
    },
    /// The sentence is known, its parameters are not: cannot be judged.
    NotKnown {
        /// What is missing.
        missing: Bilingual,
    },
}

/// A condition on the person. All that are given must hold; within a list, any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Condition {
    /// 基本領域 of the person's training programme.
    pub specialties: Vec<DepartmentId>,
    /// Courses chosen.
    pub courses: Vec<CourseId>,
    /// Entry cohorts.
    pub cohorts: Cohorts,
}

/// A value that may change over time: by the person's entry, or by the day of service. Said explicitly, never guessed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheduled<T> {
    /// What the dates mean.
    pub dated_by: DatedBy,
    /// Values in order of their start; the first may have none.
    pub values: Vec<(Option<Date>, T)>,
}

/// What the dates of a [`Scheduled`] value mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatedBy {
    /// The first day of the commitment: a new value binds newcomers only.
    Entry,
    /// The day of service.
    Service,
}

/// A set of places and kinds of work: within a list any matches, all lists together must. An empty list matches all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// Classes of places.
    pub classes: Vec<ClassId>,
    /// Named workplaces.
    pub workplaces: Vec<WorkplaceId>,
    /// Departments.
    pub departments: Vec<DepartmentId>,
    /// Activities.
    pub activities: Vec<Activity>,
    /// 県内 or 県外.
    pub in_prefecture: Option<bool>,
}

/// When a class of place is tested.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tested {
    /// For each month of service.
    #[default]
    EachMonth,
    /// On the first day of the stay; what holds then holds for the whole stay.
    AtStart,
    /// On the first day of the commitment.
    AtEntry,
}

/// What a place that loses its designation still gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AfterLoss {
    /// Nothing from that day.
    #[default]
    Nothing,
    /// It goes on counting for those whose stay there began before.
    ForThoseThere,
    /// It goes on counting for those who were bound before.
    ForThoseBound,
}

/// Which work counts, and when that is tested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Where {
    /// The places and kinds of work.
    pub place: Scheduled<Place>,
    /// When it is tested.
    pub tested: Tested,
    /// After a designation is lost.
    pub after_loss: AfterLoss,
}

impl Where {
    /// Work of any kind, wherever it is done.
    pub(crate) fn anywhere() -> Self {
        let place = Scheduled { dated_by: DatedBy::Entry, values: vec![(None, Place::default())] };
        Self { place, tested: Tested::default(), after_loss: AfterLoss::default() }
    }
}

/// From which day of a person's life a deadline runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// First day of the commitment.
    Commitment,
    /// The 1 April after graduation (卒後年 counts from April).
    Graduation,
    /// 医籍登録.
    Licence,
}

/// A deadline: so many months, or a ratio of the loan months, or both, after an anchor. First day too late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// Times the loan months.
    pub loan_ratio: Option<Fraction>,
    /// Plus so many months.
    pub months: Months,
    /// After this.
    pub from: Anchor,
    /// Whether leaves that stop the clock push it back.
    pub extended_by_leave: bool,
}

/// By when a requirement must be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// No limit.
    Always,
    /// While the obligation of the same commitment lasts: before its months owed are served.
    Obligation,
    /// Before a day.
    Deadline(Deadline),
}

/// 月数の定め: how many months are owed, or needed, or allowed. What a ratio leaves over is rounded against the person:
/// up where so many are the least, down where they are the most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HowMany {
    /// A ratio of the loan months (72 × 5/3 = 120), rounded to whole months.
    LoanRatio(Fraction),
    /// A fixed number.
    Fixed(Scheduled<Months>),
    /// By loan months: up to and including so many → so many.
    Steps(Vec<(Months, Months)>),
    /// The largest of several.
    LargestOf(Vec<HowMany>),
}

/// 義務年限.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthsOwed {
    /// How many.
    pub owed: HowMany,
    /// Where they count.
    pub at: Where,
    /// By when.
    pub window: Option<Deadline>,
    /// Whether the same service may also credit commitments of other parties.
    pub concurrent_with_others: Concurrency,
}

/// Whether the same service credits several commitments of one person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Concurrency {
    /// 同時: it credits this one whatever others it credits.
    #[default]
    AtOnce,
    /// 順次: only service after the commitments that began earlier are served.
    InSequence,
}

/// Least or most months in a class of place or activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthsInClass {
    /// Where they count.
    pub at: Where,
    /// At least so many.
    pub least: Option<HowMany>,
    /// At most so many.
    pub most: Option<HowMany>,
    /// By when the least must be reached, and while which the most holds.
    pub within: Within,
}

/// 最低勤務期間: a stay that has begun lasts at least so long, unless the person is released; leaves interrupt nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinimumStay {
    /// At least so many months.
    pub least: Months,
    /// Stays it is tested on.
    pub at: Place,
}

/// One stay in each of a set of groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StayInEachGroup {
    /// The groups, as classes.
    pub groups: Vec<ClassId>,
    /// Of at least so many months, at one workplace.
    pub least: Months,
    /// By when.
    pub within: Within,
}

/// A number of distinct blocks, with least months in each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistinctBlocks {
    /// The scheme whose classes are the blocks.
    pub scheme: SchemeId,
    /// How many blocks.
    pub blocks: usize,
    /// Months in each, in all stays together.
    pub least: Months,
    /// By when.
    pub within: Within,
}

/// Months by component at accredited places of the person's own training programme. Work elsewhere extends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrainingMonths {
    /// By when.
    pub within: Within,
}

/// A milestone by a deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MilestoneBy {
    /// Which.
    pub milestone: MilestoneId,
    /// Reached before this.
    pub deadline: Deadline,
    /// Whether it needs the training of the person's programme first, and so many months between (examination).
    pub after_training: Option<Months>,
}

/// 初期臨床研修: the first months after the licence, at one of these places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InitialTraining {
    /// How long.
    pub months: Months,
    /// Where.
    pub at: Place,
}

/// A cap on suspension: leaves of these kinds, so many months in all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuspensionCap {
    /// Which kinds.
    pub kinds: Vec<LeaveKind>,
    /// At most so many months.
    pub most: Months,
}

/// A trainee works only where a 指導医 of the department is on that date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supervision {
    /// At least so many.
    pub least: u32,
}

/// A change of posting is announced so many months before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoticeOfChange {
    /// At least so many months.
    pub least: Months,
}

/// What must hold when the months owed are served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// Rules of the same edition.
    pub requires: Vec<RuleId>,
}

/// Work outside the prefecture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsidePrefecture {
    /// At most so many months in all.
    pub most: Months,
    /// Only for these activities; empty: any.
    pub activities: Vec<Activity>,
    /// Only from this month after graduation (1 April) on.
    pub from_month: Option<Months>,
    /// And before this one.
    pub until_month: Option<Months>,
}

/// Employed where, seconded from where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmployerAndWorkplace {
    /// Work it is tested on.
    pub at: Place,
    /// Whether the employer may be another than the workplace (在籍出向・派遣).
    pub secondment: bool,
    /// Least share of full time at the workplace (常勤).
    pub least_share: Share,
}

/// Something attested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attested {
    /// The fact: `joint-authorship`, `committee-review`, …
    pub fact: String,
}

/// How service is counted. Counting is regulated, so each of these is said by the edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counting {
    /// What is counted.
    pub unit: Unit,
    /// How the total is rounded to whole months.
    pub rounding: Rounding,
    /// From this share of full time on, work counts as full time.
    pub full_time_from: Share,
    /// What less than that gives.
    pub part_time: PartTime,
    /// Posts at the same time.
    pub concurrent: Concurrent,
    /// Whether side posts count.
    pub side_posts: bool,
    /// What each kind of leave does. A kind that is not listed makes the count unknown.
    pub leaves: BTreeMap<LeaveKind, LeaveEffect>,
    /// Caps shared by kinds of leave: group name → most months that stop the clock.
    pub leave_caps: BTreeMap<String, Months>,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 暦月: the first and the last month both count, a shared month once.
    CalendarMonths,
    /// Days, with so many to the month.
    Days {
        /// What the edition takes as a month.
        days_per_month: Fraction,
    },
    /// A whole calendar month is one; of others each day is a thirtieth.
    Thirtieths,
}

/// How a total is rounded to whole months.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rounding {
    /// Not at all.
    #[default]
    None,
    /// 切捨て.
    Down,
    /// 切上げ.
    Up,
}

/// What part time gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartTime {
    /// Its share.
    ProRata,
    /// Half.
    Half,
    /// Nothing.
    None,
}

/// Posts at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Concurrent {
    /// Their shares add up, to full time at most.
    Sum,
    /// The largest counts alone.
    Largest,
}

/// What a leave does to the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaveEffect {
    /// Its effect on service.
    pub service: ServiceDuringLeave,
    /// The group of kinds whose cap it shares; beyond the cap it neither counts nor stops.
    pub cap: Option<String>,
    /// Whether loan payments stop from the next month.
    pub stops_loan: bool,
}

/// A leave's effect on service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceDuringLeave {
    /// 勤務とみなす: counts as service.
    Counts,
    /// Neither counts nor stops the clock.
    Neither,
    /// 中断: does not count, and extends the window by its length.
    Stops,
}
