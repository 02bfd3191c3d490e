//! `tsunagu rules`: editions for those who write and read them.

use std::fs;

use crate::ran::{folder, tsunagu};

#[test]
fn lint_names_file_line_and_remedy_of_broken_toml() {
    let here = folder("lint-broken");
    fs::write(here.join("broken.toml"), "id = \"x\"\nname = [\n").unwrap();
    let ran = tsunagu(&here, &["rules", "lint", "broken.toml"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("broken.toml") && ran.out.contains("行"), "{}", ran.out);
}

#[test]
fn lint_shows_every_mistake_of_an_edition_at_once() {
    let here = folder("lint-many");
    fs::write(here.join("edition.toml"), "id = \"x\"\nnmae = \"y\"\n").unwrap();
    let ran = tsunagu(&here, &["--lang", "en", "rules", "lint", "edition.toml"]);
    assert_eq!(ran.code, 1);
    assert!(ran.out.lines().count() > 3, "{}", ran.out);
    assert!(ran.out.contains("nmae"), "{}", ran.out);
}

#[test]
fn lint_of_a_missing_file_is_an_error_and_not_a_finding() {
    let ran = tsunagu(&folder("lint-missing"), &["rules", "lint", "nothing.toml"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("[file-not-found]"), "{}", ran.err);
}
