//! What can go wrong at the front door: a closed list of codes, each of one kind, each with a page-long life in
//! `docs/errors.md`. A message says what, where, and what to do next.

use kernel::{Bilingual, Lang};
use serde::Serialize;

/// The kinds of trouble, by who has to act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The input is wrong: correct it.
    Invalid,
    /// The input is refused as it stands: too large, not permitted.
    Refused,
    /// Something named does not exist.
    NotFound,
    /// Two things given do not belong together.
    Conflict,
    /// Tsunagu itself is wrong: report it.
    Fault,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $text:literal $kind:ident)*) => {
        /// The closed list of codes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// Every code, in the order of `docs/errors.md`.
            pub const ALL: &'static [Code] = &[$(Code::$name,)*];

            /// The code as it is shown and documented.
            pub fn text(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// Whose turn it is.
            pub fn kind(self) -> Kind {
                match self { $(Code::$name => Kind::$kind,)* }
            }
        }
    };
}

codes! {
    /// The command line itself cannot be understood.
    Usage "usage" Invalid
    /// No such file or folder.
    FileNotFound "file-not-found" NotFound
    /// A folder where a file is needed, or the other way round.
    NotAFile "not-a-file" Invalid
    /// The file cannot be read.
    CannotRead "cannot-read" Refused
    /// Larger than any workbook of this kind can be.
    TooLarge "too-large" Refused
    /// Neither an .xlsx workbook nor a JSON document.
    UnknownFormat "unknown-format" Invalid
    /// A workbook with findings, by sheet and cell.
    WorkbookFindings "workbook-findings" Invalid
    /// A JSON document that cannot be read.
    BrokenDocument "broken-document" Invalid
    /// A problem document whose parts do not fit together.
    ProblemFindings "problem-findings" Invalid
    /// An edition with findings, by line.
    EditionFindings "edition-findings" Invalid
    /// No edition of that id.
    UnknownEdition "unknown-edition" NotFound
    /// No demonstration office of that name.
    UnknownDemo "unknown-demo" NotFound
    /// Nobody, no period or no workplace of that name in the problem.
    NotInProblem "not-in-problem" NotFound
    /// A change that cannot be understood.
    BadChange "bad-change" Invalid
    /// Changes that cannot hold together, or not with the roster.
    ChangesContradict "changes-contradict" Conflict
    /// The plan answers another problem.
    OtherProblem "other-problem" Conflict
    /// A plan that the checker does not accept cannot be explained.
    PlanNotAccepted "plan-not-accepted" Conflict
    /// An output would replace an input, or two outputs are one file.
    SameFile "same-file" Conflict
    /// The output cannot be written.
    CannotWrite "cannot-write" Refused
    /// Stopped before there was any plan.
    Interrupted "interrupted" Refused
    /// The list of offices cannot be understood.
    OfficesFile "offices-file" Invalid
    /// No office of that id.
    UnknownOffice "unknown-office" NotFound
    /// The id, host name or database of another office.
    OfficeExists "office-exists" Conflict
    /// The database is not there, or does not answer.
    NoDatabase "no-database" NotFound
    /// Steps of the tables are missing.
    DatabaseBehind "database-behind" Refused
    /// The database belongs to a newer Tsunagu.
    DatabaseNewer "database-newer" Conflict
    /// Others wrote the same all the while.
    DatabaseBusy "database-busy" Refused
    /// There is no room left on its disk.
    DatabaseFull "database-full" Refused
    /// A backup that cannot be made or brought back.
    BackupRefused "backup-refused" Refused
    /// There was not work enough to prove anything.
    NoCertificate "no-certificate" Refused
    /// The plan did not pass the checker; nothing was written.
    PlanFailsCheck "plan-fails-check" Fault
    /// The database says something that must not be.
    DatabaseFault "database-fault" Fault
    /// An engine could not do what it must always be able to do.
    EngineFault "engine-fault" Fault
}

/// One place where something is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// Where: sheet and cell, line and column, or the path inside a document.
    pub at: String,
    /// The finding's own code.
    pub code: String,
    /// What is wrong and what was expected.
    pub message: Bilingual,
}

/// What went wrong, ready to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Its code.
    pub code: Code,
    /// What, where, and what to do next.
    pub message: Bilingual,
    /// Each place where something is wrong, in order.
    pub details: Vec<Detail>,
}

impl Trouble {
    /// Trouble without details.
    pub fn new(code: Code, message: Bilingual) -> Self {
        Self { code, message, details: Vec::new() }
    }

    /// The same trouble with its places.
    pub fn with_details(mut self, details: Vec<Detail>) -> Self {
        self.details = details;
        self
    }

    /// The exit code: 3 for a fault, 130 when interrupted, otherwise 2.
    pub fn exit_code(&self) -> u8 {
        match (self.code, self.code.kind()) {
            (Code::Interrupted, _) => 130,
            (_, Kind::Fault) => 3,
            _ => 2,
        }
    }

    /// As lines for people.
    pub fn as_text(&self, lang: Lang) -> String {
        let mut text = format!("{} [{}]\n", self.message.get(lang), self.code.text());
        for detail in &self.details {
            text.push_str(&detail.as_text(lang));
        }
        text
    }

    /// As one JSON document for programs.
    pub fn as_json(&self) -> serde_json::Value {
        serde_json::json!({ "error": {
            "code": self.code.text(),
            "kind": self.code.kind(),
            "message": self.message,
            "details": self.details,
        }})
    }
}

impl Detail {
    /// The place and what is said of it, in both languages.
    pub fn as_line(&self) -> Bilingual {
        let at = if self.at.is_empty() { String::new() } else { format!("{}: ", self.at) };
        Bilingual::new(format!("{at}{}", self.message.ja), format!("{at}{}", self.message.en))
    }

    /// As one line for people.
    pub fn as_text(&self, lang: Lang) -> String {
        format!("  {} [{}]\n", self.as_line().get(lang), self.code)
    }
}
