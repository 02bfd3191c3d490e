//! 指摘: what is wrong or odd in a workbook, by sheet and cell: what was read, and what was expected.

use kernel::Bilingual;
use serde::Serialize;

/// A finding at a cell, a sheet or the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CellFinding {
    /// Which kind of finding; `docs/errors.md` explains each.
    pub code: Code,
    /// The sheet as the file calls it; none: the file itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// The cell: `C12`; none: the whole sheet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// What was read there.
    pub read: String,
    /// What is wrong, what was expected, what to do.
    pub message: Bilingual,
}

/// A code and its sentence, before it is known from which cell they come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Which kind of finding.
    pub code: Code,
    /// What is wrong, what was expected.
    pub text: Bilingual,
}

impl Message {
    /// A finding in both languages.
    pub fn new(code: Code, ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self { code, text: Bilingual::new(ja, en) }
    }
}

impl CellFinding {
    /// A finding on the file as a whole.
    pub fn of_file(message: Message) -> Self {
        Self { code: message.code, sheet: None, cell: None, read: String::new(), message: message.text }
    }

    /// A finding on a sheet as a whole.
    pub fn of_sheet(sheet: impl Into<String>, message: Message) -> Self {
        Self { sheet: Some(sheet.into()), ..Self::of_file(message) }
    }
}

/// Findings up to a number that somebody will read; the rest are counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Findings {
    kept: Vec<CellFinding>,
    more: usize,
}

impl Findings {
    /// As many as are kept. A sheet with a wrong column has one in each row; a thousand say it well enough.
    const MOST: usize = 1_000;

    /// Keeps one more, made only if there is room.
    pub fn add(&mut self, finding: impl FnOnce() -> CellFinding) {
        if self.kept.len() < Self::MOST {
            self.kept.push(finding());
        } else {
            self.more += 1;
        }
    }

    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// All that were kept, and how many more there are.
    pub fn into_list(self) -> Vec<CellFinding> {
        let Self { mut kept, more } = self;
        if more > 0 {
            let message = Message::new(
                Code::TooMany,
                format!("このほかに{more}件あります。初めの{}件だけを示しました。", Self::MOST),
                format!("There are {more} more; only the first {} are shown.", Self::MOST),
            );
            kept.push(CellFinding::of_file(message));
        }
        kept
    }
}

/// The address of a cell, `C12`, from its column (from 0) and its row (from 1).
pub fn address(column: u32, row: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.reverse();
    format!("{}{row}", letters.into_iter().collect::<String>())
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// The kinds of findings.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        pub enum Code {
            $($(#[$doc])* #[serde(rename = $text)] $name,)*
        }

        impl Code {
            /// All of them, in the order of `docs/errors.md`.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The code as it is shown: `sheet-no-header`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Code::$name => $text,)*
                }
            }
        }
    };
}

codes! {
    /// The file is not a workbook that is read here.
    FileKind = "file-kind",
    /// The file is encrypted.
    FileEncrypted = "file-encrypted",
    /// The file, or what it unpacks to, is too large.
    FileTooLarge = "file-too-large",
    /// The file is damaged.
    FileBroken = "file-broken",
    /// The text is in no encoding that is read here.
    FileEncoding = "file-encoding",
    /// The file holds macros, which are not run.
    FileMacros = "file-macros",
    /// A sheet that is needed is not there.
    SheetMissing = "sheet-missing",
    /// A sheet with a name that is not known.
    SheetUnknown = "sheet-unknown",
    /// Two sheets with one name.
    SheetTwice = "sheet-twice",
    /// No row of headings was found.
    SheetNoHeader = "sheet-no-header",
    /// More rows or columns than are read.
    SheetTooLong = "sheet-too-long",
    /// A column that is needed is not there.
    ColumnMissing = "column-missing",
    /// A heading that is not known.
    ColumnUnknown = "column-unknown",
    /// A heading that stands twice.
    ColumnTwice = "column-twice",
    /// A row was left out: a total, a remark, a repeated heading.
    RowSkipped = "row-skipped",
    /// A cell that is needed is empty.
    CellEmpty = "cell-empty",
    /// A formula gave an error.
    CellFormulaError = "cell-formula-error",
    /// A formula was never calculated.
    CellFormulaUncalculated = "cell-formula-uncalculated",
    /// 〃 or 同上.
    CellDitto = "cell-ditto",
    /// Not a date, month or fiscal year.
    CellTime = "cell-time",
    /// Not a whole number, or out of its range.
    CellNumber = "cell-number",
    /// Not one of the choices.
    CellChoice = "cell-choice",
    /// A text that cannot be taken.
    CellText = "cell-text",
    /// A value that could be read but was odd.
    CellOdd = "cell-odd",
    /// Something that no other row describes.
    UnknownReference = "unknown-reference",
    /// An edition that was not given.
    UnknownEdition = "unknown-edition",
    /// The same id, or the same row, twice.
    Duplicate = "duplicate",
    /// Two rows that cannot both hold.
    Contradiction = "contradiction",
    /// A period that ends before it begins.
    PeriodReversed = "period-reversed",
    /// Two periods that overlap and must not.
    PeriodOverlap = "period-overlap",
    /// A time before or after it can be.
    OutOfTime = "out-of-time",
    /// Numbers that do not fit together.
    OutOfOrder = "out-of-order",
    /// The problem that came out was refused.
    Refused = "refused",
    /// More findings than are shown.
    TooMany = "too-many",
}
