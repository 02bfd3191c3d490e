//! The certificate: why no plan can cost less than so much. A tree of decisions whose leaves carry one price for each
//! thing that people share; at these prices everybody may be looked at alone, and people who share things with nobody
//! else may have a tree of their own.
//!
//! A dual is what one more of a row is worth, in `1 / scale` points: of room never more than nothing, of what is needed
//! never less. A row that is not mentioned has the dual 0. Any duals give a bound that holds; good ones give a high one.

use kernel::{AreaId, DepartmentId, NeedId, PatternId, PersonId, PostId, WorkplaceId, YearMonth};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The schema a certificate names.
pub const CERTIFICATE_SCHEMA: &str = "tsunagu-certificate/3";

/// Most decisions one after the other: what a JSON document can nest, in a part as well.
pub const DEEPEST_TREE: usize = 50;

/// The finest scale of duals.
pub const FINEST_SCALE: i64 = 1_000_000;

/// The largest dual, either way.
pub const LARGEST_DUAL: i64 = 1_000_000_000_000_000;

/// 証明書: a claimed bound on the objective of every plan, with what proves it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// Always [`CERTIFICATE_SCHEMA`].
    pub schema: String,
    /// SHA-256 of the problem document it is about.
    pub problem: String,
    /// Duals are whole numbers of `1 / scale` points.
    pub scale: i64,
    /// A divisor of every objective that a plan can have; the bound is rounded up to it. 1 is always one.
    pub divisor: i64,
    /// No plan costs less.
    pub bound: i128,
    /// What proves it.
    pub tree: Node,
}

/// All plans that are left after the decisions above.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Node {
    /// Two kinds of plan: those in which something is decided so, and all others.
    Branch {
        /// What is decided.
        on: Decision,
        /// Plans in which it is so.
        then: Box<Node>,
        /// Plans in which it is not.
        otherwise: Box<Node>,
    },
    /// Duals that bound these plans from below. In a part: those that differ.
    Leaf {
        /// Each row once.
        duals: Vec<RowDual>,
        /// People who are looked at apart. In a part: nobody.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        apart: Vec<Apart>,
    },
    /// There are no such plans: the decisions leave this person no career.
    NoCareer {
        /// Who.
        person: PersonId,
    },
}

/// People who are looked at apart from all others, by a tree of their own. No two parts change the dual of one row; nor
/// does another part change a line of an area of which one changes a step or the worst share, or what counts in a
/// prefecture's worst share that one changes or decides on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Apart {
    /// Who. Nobody is in two parts.
    pub people: Vec<PersonId>,
    /// Decisions on them, and duals in the place of those of the leaf above.
    pub tree: Node,
}

impl Node {
    /// Duals, and nobody apart.
    pub fn leaf(duals: Vec<RowDual>) -> Self {
        Self::Leaf { duals, apart: Vec::new() }
    }

    /// How many leaves it has, those of parts apart.
    pub fn leaves(&self) -> usize {
        match self {
            Self::Branch { then, otherwise, .. } => then.leaves() + otherwise.leaves(),
            Self::Leaf { .. } | Self::NoCareer { .. } => 1,
        }
    }
}

/// Something that is so in some plans, and in all others is not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Decision {
    /// A person is at a place in a planning period.
    Place {
        /// Who.
        person: PersonId,
        /// First month of the planning period.
        period: YearMonth,
        /// Where.
        at: DecidedPlace,
        /// On which path: its position in the person's list; none: on any.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        path: Option<usize>,
    },
    /// The worst share of the areas of a prefecture is no more than so much in a planning period.
    WorstShare {
        /// One of the areas.
        area: AreaId,
        /// First month of the planning period.
        period: YearMonth,
        /// Per mille.
        permille: u32,
    },
}

/// Where a decision puts somebody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DecidedPlace {
    /// At a post, or by a pattern whose main part is, of this workplace.
    Workplace(WorkplaceId),
    /// At just this post.
    Post(PostId),
    /// By this pattern.
    Pattern(PatternId),
    /// Outside the prefecture, as wished.
    Outside,
    /// At no place, and not released.
    Nowhere,
}

/// What one more of a row is worth.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RowDual {
    /// Of what.
    pub row: Row,
    /// How much, in `1 / scale` points.
    pub dual: i64,
}

/// Something that people share in a planning period, which is named by its first month. Amounts are percent of a
/// full-time head.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Row {
    /// 定員: room of a post for one percent of a head. 0 or less.
    Post {
        /// The post.
        post: PostId,
        /// The period.
        period: YearMonth,
    },
    /// 施設の上限: room of a workplace for one percent of a head; of several limits the tightest. 0 or less.
    Place {
        /// The workplace.
        workplace: WorkplaceId,
        /// The period.
        period: YearMonth,
    },
    /// 指導医: room of a department's instructors for one percent of a trainee. 0 or less.
    Instructors {
        /// The workplace.
        workplace: WorkplaceId,
        /// 診療科.
        department: DepartmentId,
        /// The period.
        period: YearMonth,
    },
    /// 必要数: all that one percent of a head more spares the need line, its own price and that of its area's share
    /// missing. 0 or more.
    Need {
        /// The line.
        need: NeedId,
        /// The period.
        period: YearMonth,
    },
    /// 不足率の段階: what one percent more missing in an area costs by a step of its share. 0 or more, up to the step's
    /// price.
    Step {
        /// The area.
        area: AreaId,
        /// The period.
        period: YearMonth,
        /// The step's share.
        permille: u32,
    },
    /// 最も不足する圏域: what one percent more missing in an area costs for the sake of its prefecture's worst share. 0 or
    /// more; what all areas of a prefecture come to is no more than the price of the worst share, whatever it is.
    WorstShare {
        /// The area.
        area: AreaId,
        /// The period.
        period: YearMonth,
    },
    /// 世帯: what is taken off the price of a person's posting in an area, for the sake of the other of the household.
    /// Either sign, up to the price of being out of reach.
    Household {
        /// Whose posting.
        person: PersonId,
        /// The other one.
        partner: PersonId,
        /// Where; none: at a place in no area.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        area: Option<AreaId>,
        /// The period.
        period: YearMonth,
    },
}
