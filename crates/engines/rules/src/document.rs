//! 版の文書: reading an edition from TOML, or from the JSON of the same tree, with every finding at once.
//!
//! ```toml
//! id = "example-2024"
//! name = { ja = "例示県キャリア形成プログラム", en = "Career programme of Example Prefecture" }
//! issuer = "例示県"
//! validity = { from = "2024-04-01" }
//! source = { title = "例示県キャリア形成プログラム", url = "https://example.jp/", read-on = "2026-11-01" }
//!
//! [counting]
//! unit = "calendar-months"        # or "thirtieths", or "days" with days-per-month
//! full-time-from = 80             # percent of full time from which work counts as full time
//! part-time = "pro-rata"          # or "half", "none"
//! concurrent = "sum"              # or "largest"
//! side-posts = false
//! leave.childcare = "stops"       # or "counts", "neither", or { service, cap, stops-loan }
//!
//! [[rule]]
//! id = "shortage-area"
//! kind = "months-in-class"        # the kinds and the parameters of each: `kinds.rs`
//! force = "must"                  # or "principle", "effort", "may"
//! subject = "person"              # or "programme", "office", "hospital"
//! at = { class = "shortage-area" }
//! least = [{ from = "2024-04-01", value = 48 }]
//! dated-by = "entry"
//! within = { months = 120, after = "graduation" }
//! sentence = { ja = "四年以上を医師少数区域等で勤務するものとする。", en = "…" }
//! source = { title = "同 第五条", url = "https://example.jp/5", read-on = "2026-11-01" }
//! ```
//!
//! A key is declared where it is read (`fields.rs`); the schema and the complaints about unknown and missing keys come
//! from the same line. No text, however broken or hostile, makes the reader fail otherwise than by findings.

mod checks;
mod editions;
mod fields;
mod finding;
mod kinds;
mod nearest;
mod places;
mod scalars;
mod tree;
mod writing;

use kernel::Bilingual;
use serde_json::{Map, Value, json};
use toml::de::DeTable;

pub use finding::{Finding, FindingCode, Severity};

use crate::edition::{Edition, Parameters, Requirement, Rule};
use fields::{Found, Shape};
use tree::{Lines, Node, Spot, TooDeep};

/// The longest text read, in bytes. The longest real edition is far below a tenth of it.
pub const LONGEST_DOCUMENT: usize = 1 << 20;

/// How deep tables and lists may lie in one another.
pub const DEEPEST_NESTING: usize = 32;

/// Keys of a rule that say what it is; a waiver cannot replace them.
const FIXED_KEYS: [&str; 10] =
    ["id", "kind", "force", "subject", "sentence", "source", "course", "binds", "confirmed", "note"];

impl Edition {
    /// Reads an edition from TOML; otherwise all errors, in the order of the text.
    pub fn from_toml(text: &str) -> Result<Edition, Vec<Finding>> {
        let mut found = Found::default();
        let edition = toml_tree(text, &mut found).and_then(|root| read(&root, &mut found));
        conclude(edition, found)
    }

    /// Reads an edition from the JSON of the same tree; otherwise all errors, without lines.
    pub fn from_document(document: Map<String, Value>) -> Result<Edition, Vec<Finding>> {
        let mut found = Found::default();
        let edition = json_tree(&document, &mut found).and_then(|root| read(&root, &mut found));
        conclude(edition, found)
    }

    /// The edition's document as TOML, its keys in the order in which an official reads them.
    pub fn to_toml(&self) -> String {
        writing::written(&self.document)
    }
}

/// Everything wrong or doubtful in an edition's TOML, in the order of the text. Empty: nothing.
pub fn lint(text: &str) -> Vec<Finding> {
    let mut found = Found::default();
    if let Some(root) = toml_tree(text, &mut found) {
        read(&root, &mut found);
        checks::warnings(&root, &mut found);
    }
    in_order(found.findings)
}

/// The JSON Schema of an edition's document.
pub fn edition_schema() -> Value {
    let mut schema = Edition::schema();
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = "Edition".into();
    schema["$defs"] = json!({
        "rule": editions::rule_schema(),
        "requirement": kinds::schemas(|_| ()),
        "how-many": places::how_many_schema(),
    });
    schema
}

impl Rule {
    /// The requirement with some of the rule's keys replaced, as a waiver does; none where the result is no valid rule.
    pub fn with_replaced(&self, replaces: &Parameters) -> Option<Requirement> {
        self.replaced(replaces).ok()
    }

    /// The same, with what is wrong in the replacement.
    pub fn replaced(&self, replaces: &Parameters) -> Result<Requirement, Vec<Finding>> {
        let mut found = Found::default();
        for key in replaces.0.keys().filter(|key| FIXED_KEYS.contains(&key.as_str())) {
            let message = Bilingual::new(
                format!(
                    "特例で「{key}」は変えられません。条の値（月数・場所など）だけを置き換えてください。"
                ),
                format!("a waiver cannot replace `{key}`, only parameters such as months and places."),
            );
            found.within(key, |found| found.error(FindingCode::Contradiction, None, message));
        }
        let mut keys = self.parameters.0.clone();
        keys.extend(replaces.0.clone());
        let read = json_tree(&keys, &mut found).and_then(|root| Rule::read(&root, &mut found));
        conclude(read.map(|rule| rule.requirement), found)
    }
}

fn read(root: &Node, found: &mut Found) -> Option<Edition> {
    found.rule_ids = checks::rule_ids(root);
    let edition = Edition::read(root, found);
    checks::references(root, found);
    edition
}

/// The value if there is no error; otherwise the errors.
fn conclude<T>(value: Option<T>, found: Found) -> Result<T, Vec<Finding>> {
    match value {
        Some(value) if found.findings.is_empty() => Ok(value),
        _ => Err(in_order(found.findings)),
    }
}

fn in_order(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by_key(|finding| {
        let last = finding.code == FindingCode::TooMany;
        (last, finding.line, finding.column)
    });
    findings
}

fn toml_tree(text: &str, found: &mut Found) -> Option<Node> {
    if text.len() > LONGEST_DOCUMENT {
        let message = Bilingual::new(
            format!("文書が大きすぎます（{}バイト）。{LONGEST_DOCUMENT}バイトまで読みます。", text.len()),
            format!("the document is too large ({} bytes); up to {LONGEST_DOCUMENT} are read.", text.len()),
        );
        found.error(FindingCode::TooLarge, None, message);
        return None;
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = Lines::of(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let spot = error.span().map(|span| lines.spot(span.start));
        found.error(FindingCode::Syntax, spot, syntax(error.message()));
    }
    if !errors.is_empty() {
        return None;
    }
    deep_enough(Node::from_toml(table.get_ref(), &lines, DEEPEST_NESTING), found)
}

fn json_tree(document: &Map<String, Value>, found: &mut Found) -> Option<Node> {
    deep_enough(Node::from_json(document, DEEPEST_NESTING), found)
}

fn deep_enough(root: Result<Node, TooDeep>, found: &mut Found) -> Option<Node> {
    match root {
        Ok(root) => Some(root),
        Err(TooDeep(spot)) => {
            too_deep(spot, found);
            None
        }
    }
}

fn too_deep(spot: Option<Spot>, found: &mut Found) {
    let message = Bilingual::new(
        format!("表や一覧の入れ子が{DEEPEST_NESTING}段を超えています。"),
        format!("tables and lists are nested deeper than {DEEPEST_NESTING}."),
    );
    found.error(FindingCode::TooDeep, spot, message);
}

fn syntax(message: &str) -> Bilingual {
    let message = tree::cut(message, 120);
    Bilingual::new(
        format!(
            "TOMLとして読めません（{message}）。引用符・かっこ・「=」の閉じ忘れや重複がないか確かめてください。"
        ),
        format!(
            "this is no TOML ({message}); look for an unclosed quotation mark or bracket, a missing `=` or a key given twice."
        ),
    )
}
