//! Bad input: a clear report, exit code 2, and nothing changed.

use std::fs;

use crate::ran::{folder, names_in, root, tsunagu};

#[test]
fn a_missing_file_is_named() {
    let here = folder("missing");
    let ran = tsunagu(&here, &["plan", "名簿.xlsx", "--out", "plan.xlsx"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("名簿.xlsx") && ran.err.contains("[file-not-found]"), "{}", ran.err);
    assert!(names_in(&here).is_empty(), "nothing is left behind");
}

#[test]
fn a_folder_is_no_file() {
    let here = folder("folder");
    fs::create_dir(here.join("roster.xlsx")).unwrap();
    let ran = tsunagu(&here, &["check", "roster.xlsx"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("[not-a-file]"), "{}", ran.err);
}

#[test]
fn an_old_or_encrypted_workbook_is_told_from_rubbish() {
    let here = folder("old");
    fs::write(here.join("old.xls"), [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]).unwrap();
    let ran = tsunagu(&here, &["check", "old.xls"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("[unknown-format]") && ran.err.contains("パスワード"), "{}", ran.err);
    fs::write(here.join("rubbish.xlsx"), "これは名簿ではありません").unwrap();
    let ran = tsunagu(&here, &["check", "rubbish.xlsx"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("[unknown-format]"), "{}", ran.err);
}

#[test]
fn broken_json_is_shown_with_its_place() {
    let here = folder("broken-json");
    fs::write(here.join("problem.json"), "{\n  \"schema\": \"tsunagu-problem/1\",\n  \"title\": }\n")
        .unwrap();
    let ran = tsunagu(&here, &["plan", "problem.json", "--out", "plan.xlsx"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("[broken-document]") && ran.err.contains('3'), "{}", ran.err);
    assert_eq!(names_in(&here), ["problem.json"]);
}

#[test]
fn of_a_workbook_that_cannot_be_opened_nothing_else_is_said() {
    let here = folder("truncated");
    let whole = fs::read(root().join("data/gunma/roster.xlsx")).unwrap();
    fs::write(here.join("half.xlsx"), &whole[..whole.len() / 2]).unwrap();
    let ran = tsunagu(&here, &["plan", "half.xlsx", "--out", "plan.xlsx"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("[file-broken]") && !ran.err.contains("[cell-empty]"), "{}", ran.err);
    assert_eq!(names_in(&here), ["half.xlsx"]);
}

#[test]
fn an_empty_file_is_no_document() {
    let here = folder("empty");
    fs::write(here.join("problem.json"), "").unwrap();
    assert_eq!(tsunagu(&here, &["check", "problem.json"]).code, 2);
}

#[test]
fn an_output_that_cannot_be_written_is_refused_before_any_work() {
    let here = folder("unwritable");
    fs::write(here.join("problem.json"), "{}").unwrap();
    let ran = tsunagu(&here, &["plan", "problem.json", "--out", "no/such/folder/plan.xlsx"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("[cannot-write]"), "{}", ran.err);
}

#[test]
fn an_output_never_replaces_the_input() {
    let here = folder("same-file");
    fs::write(here.join("roster.xlsx"), "名簿").unwrap();
    let ran = tsunagu(&here, &["plan", "roster.xlsx", "--out", "./roster.xlsx"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("[same-file]"), "{}", ran.err);
    assert_eq!(fs::read_to_string(here.join("roster.xlsx")).unwrap(), "名簿");
}

#[test]
fn a_plan_that_would_be_written_nowhere_is_not_made() {
    let ran = tsunagu(&folder("nowhere"), &["plan", "roster.xlsx"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--out"), "{}", ran.err);
}

#[test]
fn a_template_never_overwrites_a_roster() {
    let here = folder("template");
    assert_eq!(tsunagu(&here, &["template"]).code, 0);
    let first = fs::read(here.join("roster.xlsx")).unwrap();
    let ran = tsunagu(&here, &["template"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("[same-file]"), "{}", ran.err);
    assert_eq!(fs::read(here.join("roster.xlsx")).unwrap(), first);
}
