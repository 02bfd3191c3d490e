//! Reading a table key by key: each key is named once, where it is read, and that is also its declaration. From it come
//! the complaint about a missing key, the list of known keys for an unknown one, and the published schema.

use kernel::Bilingual;
use serde_json::{Value, json};

use super::finding::{Finding, FindingCode, Severity};
use super::nearest::nearest;
use super::tree::{Node, Spot, Table, Tree, short};

/// The most findings listed for one document.
pub(super) const MOST_FINDINGS: usize = 200;

/// Everything found so far, and where the reading stands.
#[derive(Default)]
pub(super) struct Found {
    pub findings: Vec<Finding>,
    /// The ids of the document's rules, in their order, to name the rule a finding lies in.
    pub rule_ids: Vec<Option<String>>,
    path: Vec<Step>,
}

enum Step {
    Key(String),
    Item(usize),
}

impl Found {
    /// Reads something one key deeper.
    pub fn within<T>(&mut self, key: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(Step::Key(short(key)));
        let value = read(self);
        self.path.pop();
        value
    }

    /// Reads one item of a list, counted from 0.
    pub fn item<T>(&mut self, index: usize, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(Step::Item(index));
        let value = read(self);
        self.path.pop();
        value
    }

    /// The path as people read it: `rule[3].least`.
    fn path(&self) -> String {
        let mut path = String::new();
        for step in &self.path {
            match step {
                Step::Key(key) if path.is_empty() => path.push_str(key),
                Step::Key(key) => path.extend([".", key]),
                Step::Item(index) => path.push_str(&format!("[{}]", index + 1)),
            }
        }
        path
    }

    /// The id of the rule that the reading stands in.
    fn rule(&self) -> Option<String> {
        match self.path.as_slice() {
            [Step::Key(key), Step::Item(at), ..] if key == "rule" => self.rule_ids.get(*at)?.clone(),
            _ => None,
        }
    }

    pub fn error(&mut self, code: FindingCode, spot: Option<Spot>, message: Bilingual) {
        self.push(Severity::Error, code, spot, message);
    }

    pub fn warning(&mut self, code: FindingCode, spot: Option<Spot>, message: Bilingual) {
        self.push(Severity::Warning, code, spot, message);
    }

    fn push(&mut self, severity: Severity, code: FindingCode, spot: Option<Spot>, message: Bilingual) {
        if self.is_full() {
            return;
        }
        let full = self.findings.len() == MOST_FINDINGS;
        let at = if full { String::new() } else { self.path() };
        let (code, message, spot) = match full {
            true => (FindingCode::TooMany, too_many(), None),
            false => (code, message, spot),
        };
        let rule = if full { None } else { self.rule() };
        let severity = if full { Severity::Error } else { severity };
        let (line, column) = (spot.map(|spot| spot.line), spot.map(|spot| spot.column));
        let finding = Finding { severity, code, at, rule, line, column, message };
        // A key that serves two parameters (`dated-by`) is read twice and complained about once.
        if !self.findings.contains(&finding) {
            self.findings.push(finding);
        }
    }

    /// Whether nothing more is listed.
    pub fn is_full(&self) -> bool {
        self.findings.len() > MOST_FINDINGS
    }

    /// The value is not what its key takes.
    pub fn wrong(&mut self, node: &Node, accepted: Bilingual) {
        let read = node.shown();
        self.error(
            FindingCode::WrongValue,
            node.spot,
            Bilingual::new(
                format!("{}は使えません。{}を書いてください。", read.ja, accepted.ja),
                format!("{} cannot be used here; write {}.", read.en, accepted.en),
            ),
        );
    }
}

fn too_many() -> Bilingual {
    Bilingual::new(
        format!(
            "指摘が{MOST_FINDINGS}件を超えたため、残りは省きました。直してからもう一度確かめてください。"
        ),
        format!(
            "there are more than {MOST_FINDINGS} findings; the rest is left out. Correct these, then look again."
        ),
    )
}

/// What can be read from a node.
pub(super) trait Shape: Sized {
    /// What is accepted, in words that complete 「…を書いてください」 and "write …".
    fn accepted() -> Bilingual;

    /// Its JSON Schema; a reference where it is defined apart.
    fn schema() -> Value;

    /// The value; none if something is wrong with it, which is then among the findings.
    fn read(node: &Node, found: &mut Found) -> Option<Self>;
}

/// A table being read.
pub(super) struct Fields<'a> {
    node: &'a Node,
    table: &'a Table,
    pub found: &'a mut Found,
    asked: Vec<Asked>,
}

struct Asked {
    key: &'static str,
    required: bool,
    schema: fn() -> Value,
}

impl<'a> Fields<'a> {
    /// Begins to read a node that must be a table.
    pub fn of(node: &'a Node, found: &'a mut Found, accepted: impl FnOnce() -> Bilingual) -> Option<Self> {
        match &node.value {
            Tree::Table(table) => Some(Self { node, table, found, asked: Vec::new() }),
            _ => {
                found.wrong(node, accepted());
                None
            }
        }
    }

    /// The table as it was read.
    pub fn table(&self) -> &'a Table {
        self.table
    }

    /// Whether the key is given.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// A key that must be given.
    pub fn must<T: Shape>(&mut self, key: &'static str) -> Option<T> {
        self.asked.push(Asked { key, required: true, schema: T::schema });
        let Some(node) = self.table.get(key) else {
            self.missing(key, T::accepted());
            return None;
        };
        self.found.within(key, |found| T::read(node, found))
    }

    /// A key that may be given.
    pub fn may<T: Shape>(&mut self, key: &'static str) -> Option<T> {
        self.asked.push(Asked { key, required: false, schema: T::schema });
        let node = self.table.get(key)?;
        self.found.within(key, |found| T::read(node, found))
    }

    /// A key that may be given, and what holds without it.
    pub fn or<T: Shape>(&mut self, key: &'static str, otherwise: T) -> T {
        self.may(key).unwrap_or(otherwise)
    }

    /// A list that must be given and not be empty.
    pub fn some<T: Shape>(&mut self, key: &'static str) -> Option<Vec<T>>
    where
        Vec<T>: Shape,
    {
        let list: Vec<T> = self.must(key)?;
        if list.is_empty() {
            let spot = self.table.get(key).and_then(|node| node.spot);
            let message = Bilingual::new(
                format!("「{key}」が空です。少なくとも1つ書いてください。"),
                format!("`{key}` is empty; write at least one."),
            );
            self.found.within(key, |found| found.error(FindingCode::EmptyList, spot, message));
            return None;
        }
        Some(list)
    }

    /// Complains about a key that is not given.
    pub fn missing(&mut self, key: &str, accepted: Bilingual) {
        let message = Bilingual::new(
            format!("「{key}」がありません。{}を書いてください。", accepted.ja),
            format!("`{key}` is missing; write {}.", accepted.en),
        );
        self.found.error(FindingCode::MissingKey, self.node.spot, message);
    }

    /// Complains about the value under a key.
    pub fn complain(&mut self, key: &str, code: FindingCode, message: Bilingual) {
        let spot = self.table.get(key).map_or(self.node.spot, |node| node.spot);
        self.found.within(key, |found| found.error(code, spot, message));
    }

    /// Ends the reading: every key that nobody asked for is unknown.
    pub fn finish(self) {
        let mut known: Vec<&str> = Vec::new();
        for asked in &self.asked {
            if !known.contains(&asked.key) {
                known.push(asked.key);
            }
        }
        for (key, node) in self.table.iter().filter(|(key, _)| !known.contains(&key.as_str())) {
            if self.found.is_full() {
                return;
            }
            let message = unknown_key(key, &known);
            self.found.within(key, |found| found.error(FindingCode::UnknownKey, node.spot, message));
        }
    }

    /// The keys asked for, as the `properties` and `required` of a JSON Schema.
    fn described(&self) -> (serde_json::Map<String, Value>, Vec<Value>) {
        let properties = self.asked.iter().map(|asked| (asked.key.to_owned(), (asked.schema)())).collect();
        let required = self.asked.iter().filter(|asked| asked.required);
        (properties, required.map(|asked| asked.key.into()).collect())
    }
}

/// The JSON Schema of a table, from the keys that its reader asks for.
pub(super) fn table_schema(read: impl FnOnce(&mut Fields<'_>)) -> Value {
    let empty = Node { value: Tree::Table(Table::new()), spot: None };
    let mut unused = Found::default();
    let Some(mut fields) = Fields::of(&empty, &mut unused, Bilingual::default) else {
        return json!({ "type": "object" });
    };
    read(&mut fields);
    let (properties, required) = fields.described();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn unknown_key(key: &str, known: &[&str]) -> Bilingual {
    let read = short(key);
    let near = nearest(key, known.iter().copied());
    let (hint_ja, hint_en) = match near {
        Some(near) => (format!("「{near}」のことでしょうか。"), format!(" Is `{near}` meant?")),
        None => (String::new(), String::new()),
    };
    Bilingual::new(
        format!("「{read}」という項目はここにはありません。{hint_ja}使える項目：{}。", known.join("、")),
        format!("there is no key `{read}` here.{hint_en} Known keys: {}.", known.join(", ")),
    )
}

/// The complaint about a word that is none of the accepted ones, with the nearest of them.
pub(super) fn unknown_word(read: &str, words: &[&str]) -> Bilingual {
    let near = nearest(read, words.iter().copied());
    let (hint_ja, hint_en) = match near {
        Some(near) => (format!("「{near}」のことでしょうか。"), format!(" Is `{near}` meant?")),
        None => (String::new(), String::new()),
    };
    let read = short(read);
    Bilingual::new(
        format!("「{read}」は使えない語です。{hint_ja}使える語：{}。", words.join("、")),
        format!("`{read}` is no accepted word.{hint_en} Accepted: {}.", words.join(", ")),
    )
}

/// Gives a type its [`Shape`] by a function that reads a table.
macro_rules! tables {
    ($($type:ty { $ja:literal, $en:literal, $read:path })*) => {$(
        impl Shape for $type {
            fn accepted() -> Bilingual {
                Bilingual::new($ja, $en)
            }
            fn schema() -> Value {
                let mut schema = table_schema(|fields| { $read(fields); });
                schema["description"] = $en.into();
                schema
            }
            fn read(node: &Node, found: &mut Found) -> Option<Self> {
                let mut fields = Fields::of(node, found, Self::accepted)?;
                let value = $read(&mut fields);
                fields.finish();
                value
            }
        }
    )*};
}

/// Gives an enumeration its [`Shape`] as a choice between words.
macro_rules! choices {
    ($($type:ty { $($word:literal => $value:expr),+ $(,)? })*) => {$(
        impl Shape for $type {
            fn accepted() -> Bilingual {
                let words = [$(concat!("\"", $word, "\"")),+];
                Bilingual::new(words.join("・"), words.join(" or "))
            }
            fn schema() -> Value {
                json!({ "enum": [$($word),+] })
            }
            fn read(node: &Node, found: &mut Found) -> Option<Self> {
                match node.text() {
                    $(Some($word) => Some($value),)+
                    Some(other) => {
                        let message = $crate::document::fields::unknown_word(other, &[$($word),+]);
                        found.error(FindingCode::UnknownWord, node.spot, message);
                        None
                    }
                    None => {
                        found.wrong(node, Self::accepted());
                        None
                    }
                }
            }
        }
    )*};
}

pub(super) use {choices, tables};
