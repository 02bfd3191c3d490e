//! What the program says: results on standard output, everything else on standard error. As text in the reader's
//! language, or as one JSON document.

use std::io::{self, Write};

use kernel::{Bilingual, Lang};

use crate::trouble::Trouble;

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// For programs: one JSON document.
    Json,
}

/// Who is spoken to, and how.
#[derive(Clone, Copy, Debug)]
pub struct Speaker {
    /// In which language.
    pub lang: Lang,
    /// In which form.
    pub format: Format,
}

impl Speaker {
    /// A result: the text for people, or the value for programs. A reader who went away (`| head`) is no error.
    pub fn result(self, text: &str, value: &serde_json::Value) {
        let line = match self.format {
            Format::Text => text.to_owned(),
            Format::Json => pretty(value),
        };
        say(&mut io::stdout().lock(), &line);
    }

    /// A document that is the result itself (a schema, a prose, a workbook on standard output).
    pub fn document(self, text: &str) {
        say(&mut io::stdout().lock(), text);
    }

    /// A remark on the way.
    pub fn remark(self, message: &Bilingual) {
        say(&mut io::stderr().lock(), message.get(self.lang));
    }

    /// Trouble.
    pub fn trouble(self, trouble: &Trouble) {
        let text = match self.format {
            Format::Text => trouble.as_text(self.lang),
            Format::Json => pretty(&trouble.as_json()),
        };
        say(&mut io::stderr().lock(), &text);
    }
}

/// JSON with two blanks of indent.
pub fn pretty(value: &serde_json::Value) -> String {
    format!("{value:#}")
}

fn say(to: &mut dyn Write, text: &str) {
    let end = if text.ends_with('\n') { "" } else { "\n" };
    // A closed pipe means that nobody listens any more.
    let _ = write!(to, "{text}{end}").and_then(|()| to.flush());
}
