//! The command line: languages, help, exit codes.

use crate::ran::{folder, tsunagu, with_variables};

#[test]
fn help_is_japanese_unless_asked_otherwise() {
    let here = folder("help");
    let ja = tsunagu(&here, &["--help"]);
    assert_eq!(ja.code, 0);
    assert!(ja.out.contains("使い方") && ja.out.contains("終了コード"), "{}", ja.out);
    let en = tsunagu(&here, &["--lang", "en", "--help"]);
    assert!(en.out.contains("Usage:") && en.out.contains("Exit codes:"), "{}", en.out);
}

#[test]
fn the_language_comes_from_the_argument_then_the_own_variable_then_the_locale() {
    let here = folder("language");
    let english = |args: &[&str], variables: &[(&str, &str)]| {
        with_variables(&here, args, variables).out.contains("Usage:")
    };
    assert!(english(&["plan", "--help"], &[("LANG", "en_US.UTF-8")]));
    assert!(!english(&["plan", "--help"], &[("LANG", "en_US.UTF-8"), ("TSUNAGU_LANG", "ja")]));
    assert!(english(&["plan", "--help", "--lang=en"], &[("TSUNAGU_LANG", "ja")]));
    assert!(!english(&["plan", "--help"], &[("LANG", "C.UTF-8")]), "no language named: Japanese");
}

#[test]
fn every_command_teaches_by_an_example() {
    let here = folder("examples");
    for command in ["plan", "replan", "check", "why", "why-not", "rules", "template", "demo"] {
        let ran = tsunagu(&here, &[command, "--help"]);
        assert_eq!(ran.code, 0);
        assert!(ran.out.contains("例:") && ran.out.contains(&format!("tsunagu {command}")), "{}", ran.out);
    }
}

#[test]
fn a_wrong_argument_is_answered_in_the_readers_language_with_exit_code_2() {
    let here = folder("wrong-argument");
    let ja = tsunagu(&here, &["plan", "a.xlsx", "--wrok", "5"]);
    assert_eq!(ja.code, 2);
    assert!(ja.err.contains("「--wrok」という指定はありません"), "{}", ja.err);
    let en = tsunagu(&here, &["--lang", "en", "plan", "a.xlsx", "--wrok", "5"]);
    assert_eq!(en.code, 2);
    assert!(en.err.contains("unexpected argument '--wrok'"), "{}", en.err);
}

#[test]
fn a_wrong_value_is_answered_with_the_values_there_are() {
    let said = |args: &[&str]| tsunagu(&folder("wrong-value"), args).err;
    let minutes = ["plan", "a.xlsx", "--out", "b.xlsx", "--minutes", "-1"];
    assert!(said(&minutes).contains("1 から 10080 までの整数"), "{}", said(&minutes));
    let minutes = [&["--lang", "en"][..], &minutes].concat();
    assert!(said(&minutes).contains("a whole number from 1 to 10080"), "{}", said(&minutes));
    let nothing = said(&["--lang", "en", "plan"]);
    assert!(nothing.contains("<ROSTER>"), "{nothing}");
    let schema = said(&["--lang", "en", "schema", "roster"]);
    assert!(schema.contains("problem, plan, certificate, edition"), "{schema}");
}

#[test]
fn minutes_and_work_exclude_each_other() {
    let ran = tsunagu(
        &folder("two-limits"),
        &["plan", "a.xlsx", "--out", "b.xlsx", "--minutes", "1", "--work", "9"],
    );
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("同時に指定できません"), "{}", ran.err);
}

#[test]
fn errors_for_programs_are_one_json_document() {
    let ran = tsunagu(&folder("json-error"), &["--format", "json", "demo", "saitama"]);
    assert_eq!(ran.code, 2);
    assert!(ran.out.is_empty());
    let error: serde_json::Value = serde_json::from_str(&ran.err).unwrap();
    assert_eq!(error["error"]["code"], "unknown-demo");
    assert_eq!(error["error"]["kind"], "not-found");
    assert!(error["error"]["message"]["ja"].as_str().unwrap().contains("saitama"));
}

#[test]
fn schemas_are_json_schemas() {
    let here = folder("schemas");
    for args in [
        vec!["schema", "problem"],
        vec!["schema", "plan"],
        vec!["schema", "certificate"],
        vec!["schema", "edition"],
        vec!["rules", "schema"],
    ] {
        let ran = tsunagu(&here, &args);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let schema: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
        assert!(schema["$schema"].as_str().unwrap().starts_with("https://json-schema.org/"));
    }
}
