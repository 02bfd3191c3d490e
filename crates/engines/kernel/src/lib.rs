//! The words of Tsunagu: what every other crate means by an id, a day, a fiscal year (年度), a period, a month of
//! service, a share of full time, yen, an exact fraction, a code, a name.
//!
//! Nothing here reads a clock, a file or the network. The as-of date is always an argument.
//!
//! ```
//! use kernel::{Date, FiscalYear, Period};
//!
//! // 令和9年度: the law's inclusive 「令和10年3月31日まで」 is the half-open period that ends on 1 April.
//! let year = FiscalYear::new(2027).period();
//! let law = Period::through("2027-04-01".parse()?, "2028-03-31".parse()?)?;
//! assert_eq!(year, law);
//! assert_eq!(law.until, Some("2028-04-01".parse::<Date>()?));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod codes;
mod era;
mod fraction;
mod grouped;
mod hexadecimal;
mod ids;
mod language;
mod names;
mod search;
mod share;
mod time;
mod written;
mod yen;

pub use codes::{BadCode, CodeNote, FeeTable, InstitutionCode, InstitutionNumber, MunicipalityCode};
pub use era::Era;
pub use fraction::{BadFraction, Fraction};
pub use grouped::grouped;
pub use hexadecimal::hex;
pub use ids::{
    AccountId, AreaId, BadId, ClassId, CommitmentId, CourseId, DepartmentId, EditionId, EngagementId,
    LeaveKind, MilestoneId, NeedId, PartyId, PatternId, PersonId, PostId, PrefectureId, ProgrammeId, RuleId,
    SchemeId, WorkplaceId,
};
pub use language::{Bilingual, Lang};
pub use names::{BadName, FormerName, Kana, NameNote, NamePart, PersonName};
pub use search::SearchKey;
pub use share::{BadShare, Share};
pub use time::{AsOf, BadPeriod, BadTime, Date, FiscalYear, MonthSpan, Months, Period, YearMonth};
pub use written::{EraNote, Read, Unreadable, Wanted, Why, Written};
pub use yen::Yen;
