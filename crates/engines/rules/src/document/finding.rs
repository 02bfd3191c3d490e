//! What is wrong in an edition's document, said to the official who wrote it: what was read, where, what is accepted.

use std::fmt;

use kernel::{Bilingual, Lang};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether a finding keeps the edition from being used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// 誤り: the edition cannot be used.
    Error,
    /// 注意: it can be used, but somebody should look.
    Warning,
}

/// What is wrong, as a code that stays the same while its sentence may be bettered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FindingCode {
    /// The text is no TOML.
    Syntax,
    /// The document is larger than is read.
    TooLarge,
    /// Tables lie in one another deeper than is read.
    TooDeep,
    /// There are more findings than are listed.
    TooMany,
    /// A key that does not exist here.
    UnknownKey,
    /// A key that must be given.
    MissingKey,
    /// A value of another type or form than the key takes.
    WrongValue,
    /// A word that is none of those the key takes.
    UnknownWord,
    /// A number, date or fraction outside what makes sense.
    OutOfRange,
    /// A list that must not be empty.
    EmptyList,
    /// Dates, or steps of a table, that do not ascend.
    OutOfOrder,
    /// An id given twice.
    DuplicateId,
    /// A reference to a rule that the edition does not have.
    UnknownRule,
    /// A reference to a course that the edition does not have.
    UnknownCourse,
    /// A reference to a cap that the counting does not have.
    UnknownCap,
    /// A threshold dated by the day of service.
    DatedByService,
    /// Keys that contradict each other.
    Contradiction,
    /// Warning: a source without the day on which it was read.
    NotDated,
    /// Warning: rules that nobody has confirmed.
    NotConfirmed,
    /// Warning: an assumption that the office must confirm.
    Assumed,
    /// Warning: a rule that cannot be judged.
    NotKnown,
    /// Warning: a combination that is allowed but hardly meant.
    Doubtful,
}

/// One thing wrong in an edition's document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// How grave.
    pub severity: Severity,
    /// What is wrong.
    pub code: FindingCode,
    /// Where, as a path of keys; places in a list are counted from 1: `rule[3].least`. Empty: the document as a whole.
    pub at: String,
    /// The id of the rule it lies in, if it lies in one that has an id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Line of the TOML text, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Column of the TOML text in characters, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// What is wrong, what was read and what is accepted.
    pub message: Bilingual,
}

impl Finding {
    /// Whether it keeps the edition from being used.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// One line for people: place, severity and message.
    pub fn to_line(&self, lang: Lang) -> String {
        let severity = match (self.severity, lang) {
            (Severity::Error, Lang::Ja) => "誤り",
            (Severity::Warning, Lang::Ja) => "注意",
            (Severity::Error, Lang::En) => "error",
            (Severity::Warning, Lang::En) => "warning",
        };
        let spot = match (self.line, self.column, lang) {
            (Some(line), Some(column), Lang::Ja) => format!("{line}行目{column}文字目"),
            (Some(line), Some(column), Lang::En) => format!("line {line}, column {column}"),
            (.., Lang::Ja) if self.at.is_empty() => "文書全体".to_owned(),
            (.., Lang::En) if self.at.is_empty() => "the document".to_owned(),
            _ => String::new(),
        };
        let gap = if spot.is_empty() || self.at.is_empty() { "" } else { " " };
        let path = match (&self.rule, lang) {
            (Some(rule), Lang::Ja) => format!("{}（条 {rule}）", self.at),
            (Some(rule), Lang::En) => format!("{} (rule {rule})", self.at),
            (None, _) => self.at.clone(),
        };
        let message = self.message.get(lang);
        match lang {
            Lang::Ja => format!("{severity}　{spot}{gap}{path}：{message}"),
            Lang::En => format!("{severity}: {spot}{gap}{path}: {message}"),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_line(Lang::En))
    }
}
