//! Every edition that ships with the program, held to the form that offices may rely on.

use std::{collections::BTreeSet, fs, path::PathBuf};

use rules::{Edition, Rule, lint};

/// The texts of all editions, by file name.
fn texts() -> Vec<(String, String)> {
    let folder = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("../../../editions");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut texts: Vec<_> = files
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), path))
        .filter(|(name, _)| name.ends_with(".toml") && !name.ends_with(".cases.toml"))
        .map(|(name, path)| (name, fs::read_to_string(path).unwrap()))
        .collect();
    texts.sort();
    texts
}

fn editions() -> Vec<(String, Edition)> {
    let read = |(name, text): (String, String)| match Edition::from_toml(&text) {
        Ok(edition) => (name, edition),
        Err(findings) => {
            let lines: Vec<_> = findings.iter().map(ToString::to_string).collect();
            panic!("{name}:\n{}", lines.join("\n"))
        }
    };
    texts().into_iter().map(read).collect()
}

#[test]
fn every_edition_is_read_and_its_file_bears_its_id() {
    let editions = editions();
    assert!(editions.len() >= 9);
    let mut ids = BTreeSet::new();
    for (name, edition) in &editions {
        assert_eq!(*name, format!("{}.toml", edition.id));
        assert!(ids.insert(edition.id.clone()), "{name}: the id is used twice");
    }
}

#[test]
fn lint_finds_no_error_in_any_edition() {
    for (name, text) in texts() {
        let errors: Vec<_> = lint(&text).into_iter().filter(rules::Finding::is_error).collect();
        assert_eq!(errors, [], "{name}");
    }
}

#[test]
fn every_rule_has_its_sentence_in_both_languages_and_a_source() {
    for (name, edition) in editions() {
        assert!(!edition.source.title.is_empty(), "{name}");
        for Rule { id, sentence, source, .. } in &edition.rules {
            assert!(!source.title.is_empty(), "{name} {id}");
            assert!(!sentence.ja.is_ascii(), "{name} {id}: Japanese");
            assert!(sentence.en.split_whitespace().count() > 2, "{name} {id}: English");
        }
    }
}

#[test]
fn an_edition_that_invents_says_so() {
    for (name, edition) in editions() {
        let invented = edition.rules.iter().any(|rule| rule.source.title.contains("架空"));
        assert_eq!(invented, edition.fictitious, "{name}");
        assert!(!edition.assumed.is_empty(), "{name}: no source here says how service is counted");
    }
}

#[test]
fn every_edition_survives_being_written_and_read_again() {
    for (name, edition) in editions() {
        assert_eq!(Edition::from_toml(&edition.to_toml()).as_ref(), Ok(&edition), "{name}");
        assert_eq!(Edition::from_document(edition.document.clone()).as_ref(), Ok(&edition), "{name}");
    }
}

#[test]
fn the_guides_to_writing_editions_name_every_kind() {
    let folder = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("../../../docs/guide");
    for guide in ["editions.ja.md", "editions.en.md"] {
        let text = fs::read_to_string(folder.join(guide)).unwrap();
        for kind in rules::KINDS {
            assert!(text.contains(&format!("`{kind}`")), "{guide} does not name {kind}");
        }
        let example =
            text.split("```toml").nth(1).and_then(|rest| rest.split("```").next()).expect("an example");
        let errors: Vec<_> = lint(example).into_iter().filter(rules::Finding::is_error).collect();
        assert!(errors.is_empty(), "{guide}: {errors:?}");
    }
}
