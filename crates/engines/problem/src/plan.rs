//! The plan: what the planner answers. For every person and period a posting, a stated leave, or "unplaced" with its
//! cause; what could not be met; the objective term by term.

use std::collections::BTreeMap;

use kernel::{
    Bilingual, CommitmentId, DepartmentId, PatternId, PersonId, PostId, RuleId, WorkplaceId, YearMonth,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Problem;

/// The schema a plan document names.
pub const PLAN_SCHEMA: &str = "tsunagu-plan/1";

/// 配置案: a proposal. People decide.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Always [`PLAN_SCHEMA`].
    pub schema: String,
    /// SHA-256 of the problem document it answers.
    pub problem: String,
    /// One entry a person, in the problem's order.
    pub people: Vec<PersonPlan>,
    /// People whose own rules cannot all be met, with what forbids it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub impossible: Vec<Impossible>,
    /// People of whom no plan places all throughout, with what forbids it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub crowded: Vec<Crowded>,
    /// Rules broken by what already lies in the past: reported once, not planned against.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub residual: Vec<Residual>,
    /// The objective, term by term.
    pub objective: Objective,
    /// No plan costs less, by the planner's word; a certificate proves it. None where nothing is proven yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bound: Option<i128>,
    /// How much work it took, in units of exact re-insertions.
    pub work: u64,
}

/// One person's way through the horizon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonPlan {
    /// Who.
    pub person: PersonId,
    /// Which of the person's paths (specialties) is taken: position in the problem's list.
    pub path: usize,
    /// One step a planning period.
    pub steps: Vec<Step>,
}

/// What a person does in a planning period.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Before the licence.
    NotYet,
    /// At a post.
    Post(PostId),
    /// At several posts by a pattern.
    Pattern(PatternId),
    /// At the wanted place outside the prefecture.
    Outside,
    /// On leave for all months of the period.
    Leave,
    /// Nowhere, and why.
    Unplaced(Cause),
    /// 義務終了: every obligation is served; the person is free.
    Released,
}

/// Why a person is unplaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// No post of the person's specialty is offered then.
    NoPost,
    /// Every post the rules allow is taken.
    Full,
    /// A post was free, but taking it would have cost more elsewhere.
    Dearer,
    /// The person's own rules cannot all be met: see [`Plan::impossible`].
    Impossible,
}

/// A person who has no career at all: for the rules cannot all be met, or because others are pinned where a pin of his
/// own has him.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Impossible {
    /// Who.
    pub person: PersonId,
    /// Rules, facts and room that cannot hold together; with any one of them cured the others can.
    pub conflict: Vec<ConflictElement>,
}

/// 重なり: people each of whom could be placed throughout, but not all of them. It is proven that no plan does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Crowded {
    /// Who: all but any one of them could be placed throughout.
    pub people: Vec<PersonId>,
    /// Rules, facts and room that leave somebody out; with any one of them cured the others do not.
    pub conflict: Vec<ConflictElement>,
}

/// A rule, fact or limit of room in a conflict. Rules and facts are cured by leaving them out, room by more of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ConflictElement {
    /// A rule of a commitment.
    Rule {
        /// Whose.
        person: PersonId,
        /// The commitment.
        commitment: CommitmentId,
        /// The rule.
        rule: RuleId,
        /// The rule in words.
        sentence: Bilingual,
    },
    /// A firm pin: position in the problem's list.
    Pin(usize),
    /// An excluded place.
    Exclusion {
        /// Whose.
        person: PersonId,
        /// Position in the person's list.
        number: usize,
    },
    /// A leave.
    Leave {
        /// Whose.
        person: PersonId,
        /// Position in the person's list.
        number: usize,
    },
    /// 定員: the places of a post.
    Post {
        /// The post.
        post: PostId,
        /// First month of the planning period in which they are too few.
        period: YearMonth,
        /// So many would be enough.
        enough: u32,
    },
    /// 施設の上限: the places of a workplace, whatever the department.
    Workplace {
        /// The workplace.
        workplace: WorkplaceId,
        /// First month of the planning period in which they are too few.
        period: YearMonth,
        /// So many would be enough.
        enough: u32,
    },
    /// 指導医: the instructors of a department.
    Instructors {
        /// The workplace.
        workplace: WorkplaceId,
        /// 診療科.
        department: DepartmentId,
        /// First month of the planning period in which they are too few.
        period: YearMonth,
        /// So many would be enough, those of the roster who may be placed there apart.
        enough: u32,
    },
    /// Nothing is known to forbid all careers, but there is more to be tried than could be.
    TooManyCareers,
}

impl ConflictElement {
    /// Whose rule or fact it is; none for room, and for pins that the problem does not have.
    pub fn person<'e>(&'e self, problem: &'e Problem) -> Option<&'e PersonId> {
        match self {
            Self::Rule { person, .. } | Self::Exclusion { person, .. } | Self::Leave { person, .. } => {
                Some(person)
            }
            Self::Pin(number) => problem.pins.get(*number).map(|pin| &pin.person),
            Self::Post { .. } | Self::Workplace { .. } | Self::Instructors { .. } | Self::TooManyCareers => {
                None
            }
        }
    }
}

/// A rule that the past already broke.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Residual {
    /// Who.
    pub person: PersonId,
    /// The commitment.
    pub commitment: CommitmentId,
    /// The rule.
    pub rule: RuleId,
    /// The verdict in words.
    pub sentence: Bilingual,
}

/// The objective: one integer sum, and its terms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Objective {
    /// The sum of all terms.
    pub total: i128,
    /// Each term's points.
    pub terms: BTreeMap<Term, i128>,
}

/// A term of the objective.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Term {
    /// Unmet minimum of posts.
    UnmetMinimum,
    /// Unmet critical need.
    UnmetCritical,
    /// Unmet wanted need.
    UnmetWanted,
    /// Steps of fairness between areas.
    Fairness,
    /// Worst share missing.
    WorstShare,
    /// Shares missing in an area beyond the steps.
    ShareSteps,
    /// Unplaced people.
    Unplaced,
    /// Wishes of places.
    Wish,
    /// Choice among open specialties.
    Specialty,
    /// Wanted window for a class of places.
    Window,
    /// Changes of workplace.
    MoveWorkplace,
    /// Changes of area.
    MoveArea,
    /// Wanted time outside the prefecture that was not given.
    OutsideUnmet,
    /// Couples out of reach.
    CoupleApart,
    /// Soft pins not followed.
    SoftPin,
    /// Changes from what was published.
    Change,
}

impl Objective {
    /// What each term is more than that of another, where they differ.
    pub fn minus(&self, other: &Self) -> BTreeMap<Term, i128> {
        let of = |objective: &Self, term: &Term| objective.terms.get(term).copied().unwrap_or(0);
        let terms = self.terms.keys().chain(other.terms.keys());
        let more = terms.map(|term| (*term, of(self, term) - of(other, term)));
        more.filter(|(_, points)| *points != 0).collect()
    }

    /// Adds points to a term and to the sum.
    pub fn add(&mut self, term: Term, points: i128) {
        if points != 0 {
            *self.terms.entry(term).or_default() += points;
            self.total += points;
        }
    }
}
