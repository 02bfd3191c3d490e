//! The planning problem: one self-contained document, valid on one date and known on one date.

use std::collections::BTreeMap;

use kernel::{
    AreaId, AsOf, ClassId, DepartmentId, EditionId, MonthSpan, Months, NeedId, PatternId, Period, PersonId,
    PostId, ProgrammeId, Share, WorkplaceId,
};
use rules::{Activity, Career, Tables};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::rates::Rates;

/// The schema a problem document names.
pub const PROBLEM_SCHEMA: &str = "tsunagu-problem/1";

/// 配置計画の問題: who is to be placed, where, under which rules, at which prices.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Problem {
    /// Always [`PROBLEM_SCHEMA`].
    pub schema: String,
    /// What it is, in a line.
    pub title: String,
    /// 架空: the people are made up.
    #[serde(default)]
    pub fictitious: bool,
    /// Valid on, known on.
    pub as_of: AsOf,
    /// Planning periods, one after the other without gap; their resolution coarsens with distance.
    pub horizon: Vec<PlanPeriod>,
    /// The editions that commitments name, as documents (the tree of their TOML form).
    #[serde(default)]
    pub editions: BTreeMap<EditionId, Map<String, Value>>,
    /// Places, classes, programmes.
    pub tables: Tables,
    /// Who takes part.
    pub people: Vec<Person>,
    /// Where people can be placed.
    pub posts: Vec<Post>,
    /// Ways to share a period's time between several posts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<Pattern>,
    /// How many are needed where, and what each missing one costs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Need>,
    /// Most people a workplace can take in all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub place_limits: Vec<PlaceLimit>,
    /// Most trainees for each instructor of a department; none: no such limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trainees_per_instructor: Option<u32>,
    /// Areas within reach of each other for a household; an area is always within reach of itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reach: Vec<(AreaId, AreaId)>,
    /// People who share a household.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub couples: Vec<Couple>,
    /// What is already decided or asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pins: Vec<Pin>,
    /// Exchange rates of the objective.
    pub rates: Rates,
    /// The plan published before, whose changes have a price.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub previous: Vec<PublishedPosting>,
}

/// A planning period of whole months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlanPeriod {
    /// Its months.
    pub span: MonthSpan,
    /// Named facilities, or zones.
    pub resolution: Resolution,
}

/// How exactly a period is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Resolution {
    /// By facility.
    Facility,
    /// By zone: area × hospital group.
    Zone,
}

/// A physician, student or resident who takes part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Name as written.
    pub name: String,
    /// Facts of the career: commitments, service so far, leaves known, fixed future postings.
    pub career: Career,
    /// Specialties in question. One: chosen. Several: still open, with what each costs in wish.
    pub paths: Vec<Path>,
    /// Ranked wishes for places and times.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wishes: Vec<Wish>,
    /// A year at a place in no wish, instead of the rate's price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unlisted: Option<i64>,
    /// Places the person cannot be sent to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<Exclusion>,
    /// When service in a class of places is wanted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub windows: Vec<WantedWindow>,
    /// Work outside the prefecture that is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside: Option<OutsideWish>,
    /// When the person works less than full time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub part_time: Vec<PartTimePeriod>,
    /// Departments in which the person is 指導医, by period: gives room for trainees where posted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub instructs: Vec<Instructs>,
    /// Reported, never priced: 性別, 大学, 区分.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reported: BTreeMap<String, String>,
}

/// A specialty the person follows or may follow, with the training programme to enrol in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Path {
    /// 基本領域: departments of this name employ the person.
    pub specialty: DepartmentId,
    /// The programme, if the person is not enrolled yet; enrolment then begins after initial training.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<ProgrammeId>,
    /// What choosing it costs, once.
    #[serde(default)]
    pub price: i64,
}

/// A wish for a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// Where.
    pub place: WishPlace,
    /// 第1希望 is 1.
    pub rank: u8,
    /// When; none: at any time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<MonthSpan>,
    /// A year there costs this, instead of the price of its rank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<i64>,
}

/// What a wish names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WishPlace {
    /// A facility. A zone that stands for it matches as well.
    Workplace(WorkplaceId),
    /// An area.
    Area(AreaId),
    /// A class of places.
    Class(ClassId),
}

/// A place a person cannot be sent to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exclusion {
    /// The place.
    pub workplace: WorkplaceId,
    /// Why: 親族の経営, 健康 …
    pub why: String,
}

/// When service in a class of places is wanted; a year of it outside the span has a price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WantedWindow {
    /// The class.
    pub class: ClassId,
    /// When it is wanted.
    pub span: MonthSpan,
}

/// Work outside the prefecture that is wanted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OutsideWish {
    /// Where: a workplace outside the prefecture.
    pub workplace: WorkplaceId,
    /// 診療科 there.
    pub department: DepartmentId,
    /// To do what.
    #[serde(default)]
    pub activity: Activity,
    /// How long. More is never given.
    pub months: Months,
    /// When; none: at any time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<MonthSpan>,
}

/// A time of less than full-time work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartTimePeriod {
    /// From when to when.
    pub period: Period,
    /// Share of full time.
    pub share: Share,
}

/// A department and period in which a person is 指導医.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Instructs {
    /// 診療科.
    pub department: DepartmentId,
    /// From when to when.
    pub period: Period,
}

/// ポスト: a workplace's department that can employ people for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// Where.
    pub workplace: WorkplaceId,
    /// 診療科.
    pub department: DepartmentId,
    /// What is done there. A post of initial training takes those in their first months after the licence.
    #[serde(default)]
    pub activity: Activity,
    /// Who employs; none: the workplace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employer: Option<WorkplaceId>,
    /// Months in which it exists. It is offered in planning periods that lie wholly within.
    pub span: MonthSpan,
    /// Most people at a time, in full-time heads.
    pub most: u32,
}

/// A way to share a period's time between posts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pattern {
    /// Its id.
    pub id: PatternId,
    /// Its name: 「週3日A病院・週2日B診療所」.
    pub name: String,
    /// Its parts: first the main one. Parts of one month range lie side by side, others follow one another.
    pub parts: Vec<PatternPart>,
}

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PatternPart {
    /// Which post.
    pub post: PostId,
    /// After so many months of the period.
    #[serde(default)]
    pub after: Months,
    /// For so many months; none: to the end of the period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months: Option<Months>,
    /// Share of full time.
    #[serde(default)]
    pub share: Share,
    /// A side post.
    #[serde(default)]
    pub side: bool,
}

/// 必要数: so many are needed; each one short costs its price a year. Several lines at one place stack up, so that the
/// deeper the shortage the dearer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Need {
    /// Its id.
    pub id: NeedId,
    /// Which level.
    pub level: NeedLevel,
    /// Where.
    pub at: NeedPlace,
    /// 診療科; none: all together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentId>,
    /// When. It holds in planning periods that lie wholly within.
    pub span: MonthSpan,
    /// How many full-time heads.
    pub heads: u32,
    /// Price of one head missing for a year.
    pub price: i64,
}

/// How grave a shortage is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NeedLevel {
    /// 最低: a post that must not stand empty.
    Minimum,
    /// 危機: below this the service closes.
    Critical,
    /// 希望: what is asked for.
    Wanted,
    /// 公平: a step of fairness between areas.
    Fairness,
}

/// Where people are needed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NeedPlace {
    /// At one workplace.
    Workplace(WorkplaceId),
    /// Anywhere in an area.
    Area(AreaId),
}

/// Most people a workplace can take in all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PlaceLimit {
    /// The workplace.
    pub workplace: WorkplaceId,
    /// When.
    pub span: MonthSpan,
    /// Most full-time heads.
    pub most: u32,
}

/// Two people who share a household: each period in which both are posted out of reach has a price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Couple {
    /// The two.
    pub people: (PersonId, PersonId),
}

/// A choice that is already made, or asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// Whose.
    pub person: PersonId,
    /// When: every planning period that overlaps it.
    pub span: MonthSpan,
    /// Where.
    pub at: PinPlace,
    /// Firm: nothing else is allowed. Soft: a year elsewhere costs this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub soft_price: Option<i64>,
    /// Who decided, why.
    #[serde(default)]
    pub why: String,
}

/// Where a pin holds somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PinPlace {
    /// At a post.
    Post(PostId),
    /// At any post of a workplace, or of a zone that stands for it.
    Workplace(WorkplaceId),
    /// Outside the prefecture.
    Outside,
}

/// What was published before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PublishedPosting {
    /// Whose.
    pub person: PersonId,
    /// When.
    pub span: MonthSpan,
    /// Where; none: outside the prefecture.
    pub workplace: Option<WorkplaceId>,
    /// What a year of difference costs, instead of the rate's price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<i64>,
}
