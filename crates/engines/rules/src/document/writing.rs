//! Writing an edition's document as TOML, its keys in the order in which an official reads them.

use serde_json::{Map, Value};

/// Keys of the document's head.
const HEAD: &[&str] = &[
    "id",
    "name",
    "issuer",
    "validity",
    "source",
    "binds",
    "fictitious",
    "assumed",
    "course",
    "counting",
    "rule",
];

/// Keys of how service is counted.
const COUNTING: &[&str] =
    &["unit", "days-per-month", "rounding", "full-time-from", "part-time", "concurrent", "side-posts"];

/// Keys of a rule before its parameters, and after them.
const BEFORE: &[&str] = &["id", "kind", "force", "subject", "course", "binds"];
const AFTER: &[&str] = &["sentence", "source", "confirmed", "note"];

/// The document as TOML. Reading it gives the same document.
pub(super) fn written(document: &Map<String, Value>) -> String {
    let mut text = String::new();
    let apart = |key: &str, value: &Value| {
        key == "counting" && value.is_object() || key == "rule" && is_tables(value)
    };
    let head: Vec<(&String, &Value)> = ordered(document, HEAD, &[]);
    for (key, value) in head.iter().filter(|(key, value)| !apart(key, value)) {
        entry(&mut text, key, value);
    }
    if let Some(Value::Object(counting)) = document.get("counting") {
        text.push_str("\n[counting]\n");
        for (key, value) in ordered(counting, COUNTING, &[]) {
            entry(&mut text, key, value);
        }
    }
    if let Some(rules) = document.get("rule").filter(|rules| is_tables(rules)) {
        for rule in rules.as_array().into_iter().flatten().filter_map(Value::as_object) {
            self::rule(&mut text, rule);
        }
    }
    text
}

fn rule(text: &mut String, rule: &Map<String, Value>) {
    text.push_str("\n[[rule]]\n");
    let parts = rule.get("of").filter(|parts| is_tables(parts));
    for (key, value) in ordered(rule, BEFORE, AFTER) {
        if key != "of" || parts.is_none() {
            entry(text, key, value);
        }
    }
    for part in parts.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object) {
        text.push_str("\n[[rule.of]]\n");
        for (key, value) in ordered(part, &["kind"], &[]) {
            entry(text, key, value);
        }
    }
}

/// Whether a value is a list of tables, and of nothing else.
fn is_tables(value: &Value) -> bool {
    value.as_array().is_some_and(|items| !items.is_empty() && items.iter().all(Value::is_object))
}

/// The entries of a table: the first keys, then all others, then the last ones.
fn ordered<'a>(table: &'a Map<String, Value>, first: &[&str], last: &[&str]) -> Vec<(&'a String, &'a Value)> {
    let mut entries: Vec<_> = table.iter().filter(|(_, value)| !value.is_null()).collect();
    entries.sort_by_key(|(key, _)| {
        let place = |keys: &[&str]| keys.iter().position(|known| known == key);
        match (place(first), place(last)) {
            (Some(at), _) => (0, at),
            (None, None) => (1, 0),
            (None, Some(at)) => (2, at),
        }
    });
    entries
}

fn entry(text: &mut String, key: &str, value: &Value) {
    text.push_str(&format!("{} = {}\n", bare(key), inline(value)));
}

fn bare(key: &str) -> String {
    let plain =
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    if plain { key.to_owned() } else { quoted(key) }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            control if control.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(control))),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

fn inline(value: &Value) -> String {
    match value {
        Value::Null => "\"\"".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => quoted(text),
        Value::Array(items) if is_tables(value) => {
            let items: Vec<String> = items.iter().map(|item| format!("  {},\n", inline(item))).collect();
            format!("[\n{}]", items.concat())
        }
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Object(table) => {
            let entries: Vec<String> = ordered(table, &["from", "title", "ja"], &["read-on", "en"])
                .into_iter()
                .map(|(key, value)| format!("{} = {}", bare(key), inline(value)))
                .collect();
            if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
        }
    }
}
