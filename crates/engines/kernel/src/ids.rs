//! The one registry of id kinds, in alphabetical order. An id is a short text an office can read and type;
//! its copies share it.

use std::{borrow::Borrow, fmt, str::FromStr, sync::Arc};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a text cannot be an id.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadId {
    /// Nothing, or only blanks.
    #[error("an id must not be empty")]
    Empty,
    /// Longer than [`LONGEST`] characters.
    #[error("an id has at most {LONGEST} characters, this one has {0}")]
    TooLong(usize),
    /// A control character, which no one could type again.
    #[error("an id must not hold control characters")]
    Control,
}

/// The longest id accepted, in characters.
pub const LONGEST: usize = 120;

fn parse(text: &str) -> Result<Arc<str>, BadId> {
    let text = text.trim();
    let length = text.chars().count();
    if length == 0 {
        Err(BadId::Empty)
    } else if length > LONGEST {
        Err(BadId::TooLong(length))
    } else if text.chars().any(char::is_control) {
        Err(BadId::Control)
    } else {
        Ok(text.into())
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(try_from = "String", into = "String")]
        #[schemars(with = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id's text.
            pub fn as_str(&self) -> &str { &self.0 }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> { parse(text).map(Self) }
        }

        impl TryFrom<String> for $name {
            type Error = BadId;
            fn try_from(text: String) -> Result<Self, BadId> { parse(&text).map(Self) }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String { id.0.as_ref().to_owned() }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str { &self.0 }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(&self.0) }
        }
    )*};
}

ids! {
    /// アカウント: whoever signs in, or a program that acts by itself.
    AccountId
    /// 二次医療圏: a secondary medical area.
    AreaId
    /// A class of places within a scheme: 医師少数区域, 北毛, 小規模医療機関群 …
    ClassId
    /// 義務・約束: one commitment of one person.
    CommitmentId
    /// コース: a course within an edition.
    CourseId
    /// 診療科・基本領域: a department of a facility, named by its specialty.
    DepartmentId
    /// 版: a programme edition.
    EditionId
    /// 勤務: one engagement.
    EngagementId
    /// 休業・休職の種類: `maternity`, `childcare`, `illness`, `study-abroad`, `graduate-school`, …
    LeaveKind
    /// A dated achievement: `board-certificate`, `licence`, …
    MilestoneId
    /// 必要数: one line of demand.
    NeedId
    /// 貸与者・当事者: the lender or other party to a commitment.
    PartyId
    /// 勤務の型: a pattern of time.
    PatternId
    /// A physician, student, resident or trainee.
    PersonId
    /// ポスト: facility × department × period.
    PostId
    /// 都道府県: a prefecture.
    PrefectureId
    /// 専門研修プログラム.
    ProgrammeId
    /// 条: a rule within an edition.
    RuleId
    /// A way of classing places: `block`, `hospital-group`, `designation`.
    SchemeId
    /// 医療機関 or a zone of several.
    WorkplaceId
}
