//! An edition as prose, and what an official is told of a broken one: read here as people will read it.

use std::{fs, path::PathBuf};

use kernel::Lang;
use rules::{Edition, explain, lint};

fn fixture(name: &str) -> String {
    let path =
        PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("fixtures/editions").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Compares with the fixture; where it differs, shows the whole text, to be read before it is kept.
fn reads_as(name: &str, text: &str) {
    let kept =
        PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("fixtures/editions").join(name);
    let expected = fs::read_to_string(kept).unwrap_or_default();
    assert!(expected == text, "{name} now reads:\n{text}");
}

fn findings(document: &str, lang: Lang) -> String {
    let lines: Vec<_> = lint(&fixture(document)).iter().map(|finding| finding.to_line(lang)).collect();
    lines.join("\n") + "\n"
}

#[test]
fn an_edition_reads_as_a_summary_in_japanese() {
    let edition = Edition::from_toml(&fixture("sound.toml")).unwrap();
    reads_as("sound.ja.txt", &explain(&edition, Lang::Ja));
}

#[test]
fn an_edition_reads_as_a_summary_in_english() {
    let edition = Edition::from_toml(&fixture("sound.toml")).unwrap();
    reads_as("sound.en.txt", &explain(&edition, Lang::En));
}

#[test]
fn every_slip_of_a_typed_edition_is_told_in_japanese() {
    reads_as("slips.ja.txt", &findings("slips.toml", Lang::Ja));
}

#[test]
fn every_slip_of_a_typed_edition_is_told_in_english() {
    reads_as("slips.en.txt", &findings("slips.toml", Lang::En));
}

#[test]
fn broken_toml_is_told_with_its_line() {
    reads_as("syntax.ja.txt", &findings("syntax.toml", Lang::Ja));
    reads_as("syntax.en.txt", &findings("syntax.toml", Lang::En));
}

#[test]
fn contradictions_are_told_in_both_languages() {
    reads_as("contradictions.ja.txt", &findings("contradictions.toml", Lang::Ja));
    reads_as("contradictions.en.txt", &findings("contradictions.toml", Lang::En));
}
