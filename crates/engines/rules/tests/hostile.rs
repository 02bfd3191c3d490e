//! No text and no tree makes the reader of editions fail otherwise than by findings.

use proptest::prelude::*;
use rules::{Edition, Finding, lint};
use serde_json::{Map, Value, json};

const SOUND: &str = include_str!("../fixtures/editions/sound.toml");
const DEMO: &str = include_str!("../../../../editions/gunma-demo.toml");

/// Keys and words that the reader knows, so that random trees get far into it.
const KNOWN: &[&str] = &[
    "id",
    "name",
    "ja",
    "en",
    "issuer",
    "validity",
    "from",
    "until",
    "source",
    "title",
    "counting",
    "unit",
    "full-time-from",
    "part-time",
    "concurrent",
    "side-posts",
    "leave",
    "leave-caps",
    "rule",
    "kind",
    "force",
    "subject",
    "sentence",
    "at",
    "class",
    "least",
    "most",
    "within",
    "owed",
    "steps",
    "up-to",
    "largest-of",
    "of",
    "count",
    "when",
    "then",
    "requires",
    "dated-by",
    "places",
    "value",
    "months",
    "loan-ratio",
    "after",
    "course",
];

const WORDS: &[&str] = &[
    "any-of",
    "at-least",
    "if-then",
    "months-owed",
    "months-in-class",
    "days",
    "entry",
    "service",
    "must",
    "5/3",
    "2024-04-01",
    "9/0",
    "stops",
    "obligation",
    "licence",
    "",
    "３分の５",
    "\u{0}",
];

fn tree() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        Just(Value::Null),
        Just(json!(1.5)),
        prop::sample::select(WORDS).prop_map(Value::from),
    ];
    leaf.prop_recursive(8, 120, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::btree_map(prop::sample::select(KNOWN), inner, 0..8).prop_map(table),
        ]
    })
}

fn table(entries: std::collections::BTreeMap<&str, Value>) -> Value {
    Value::Object(entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// A sound text with lines taken out, doubled, swapped, and pieces written over.
fn bent() -> impl Strategy<Value = String> {
    let act =
        (0..5_u8, any::<prop::sample::Index>(), any::<prop::sample::Index>(), prop::sample::select(WORDS));
    (prop::sample::select(&[SOUND, DEMO][..]), prop::collection::vec(act, 1..12)).prop_map(|(text, acts)| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for (act, one, other, word) in acts {
            let (one, other) = (one.index(lines.len()), other.index(lines.len()));
            match act {
                0 if lines.len() > 1 => drop(lines.remove(one)),
                1 => lines.insert(other, lines[one].clone()),
                2 => lines.swap(one, other),
                3 => lines[one] = lines[one].replacen('"', word, 1),
                _ => lines[one] = lines[one].replace(" = ", &format!(" = {word}")),
            }
        }
        lines.join("\n")
    })
}

fn well_told(text: &str, findings: &[Finding]) -> Result<(), TestCaseError> {
    let lines = text.lines().count().max(1) as u32 + 1;
    for finding in findings {
        prop_assert!(!finding.message.ja.is_empty() && !finding.message.en.is_empty());
        prop_assert!(finding.line.is_none_or(|line| (1..=lines).contains(&line)), "{finding}");
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_read_or_told(text in any::<String>()) {
        well_told(&text, &lint(&text))?;
    }

    #[test]
    fn any_bent_edition_is_read_or_told(text in bent()) {
        let findings = lint(&text);
        well_told(&text, &findings)?;
        let errors = findings.iter().any(Finding::is_error);
        let read = Edition::from_toml(&text);
        prop_assert_eq!(read.is_err(), errors);
        if let Ok(edition) = read {
            prop_assert_eq!(Edition::from_toml(&edition.to_toml()), Ok(edition));
        }
    }

    #[test]
    fn any_tree_is_read_or_told(value in tree()) {
        let document = match value {
            Value::Object(map) => map,
            other => Map::from_iter([("rule".to_owned(), other)]),
        };
        if let Err(findings) = Edition::from_document(document) {
            well_told("", &findings)?;
        }
    }

    #[test]
    fn any_replacement_gives_a_rule_or_none(value in tree()) {
        let edition = Edition::from_toml(SOUND).unwrap();
        let replaces = match value {
            Value::Object(map) => map,
            other => Map::from_iter([("owed".to_owned(), other)]),
        };
        for rule in &edition.rules {
            let _ = rule.with_replaced(&rules::Parameters(replaces.clone()));
        }
    }
}
