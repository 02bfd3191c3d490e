//! Documents as bytes: the same problem gives the same bytes and hash, and what cannot be read is said in words.

use problem::{Finding, LARGEST, Plan, Problem, plan_schema, problem_schema};

use crate::office::{FIXTURES, bytes, fixture, office};

#[test]
fn fixtures_are_written_as_they_were_read() {
    for name in FIXTURES {
        let text = String::from_utf8(bytes(name)).unwrap();
        assert_eq!(String::from_utf8(fixture(name).to_json()).unwrap(), text, "{name}");
    }
}

#[test]
fn the_hash_is_of_the_document_and_changes_with_it() {
    let office = office();
    assert_eq!(office.hash(), office.clone().hash());
    assert_eq!(office.hash().len(), 64);
    let mut other = office.clone();
    other.posts[0].most += 1;
    assert_ne!(office.hash(), other.hash());
}

#[test]
fn the_order_of_keys_and_white_space_leaves_the_hash() {
    let value: serde_json::Value = serde_json::from_slice(&bytes("no_plan_exists")).unwrap();
    let compact = serde_json::to_vec(&value).unwrap();
    let read = Problem::from_json(&compact).unwrap();
    assert_eq!(read.hash(), fixture("no_plan_exists").hash());
}

fn refused(text: &str) -> Finding {
    let mut findings = Problem::from_json(text.as_bytes()).unwrap_err();
    assert_eq!(findings.len(), 1, "{findings:?}");
    findings.remove(0)
}

#[test]
fn broken_json_is_named_by_line_and_column() {
    let finding = refused("{\n  \"schema\": ");
    assert_eq!((finding.code, finding.at.as_str()), ("document-json", "2:12"));
    assert_eq!(finding.message.ja, "2 行目の 12 文字目：文書が途中で終わっています。");
}

#[test]
fn an_unknown_key_is_named_with_those_there_are() {
    let text = String::from_utf8(bytes("two_doctors_one_post")).unwrap();
    let finding = refused(&text.replace("\"most\": 1", "\"must\": 1"));
    assert!(
        finding.message.ja.contains("「must」という項目はありません。使える項目："),
        "{:?}",
        finding.message
    );
    assert!(finding.message.en.contains("unknown field `must`"), "{:?}", finding.message);
    let finding = refused(&text.replace("\"most\": 1", "\"most\": \"many\""));
    assert!(
        finding.message.ja.contains("値の種類が違います（読んだもの：string \"many\"、必要なもの：u32）")
    );
    let finding = refused(&text.replace("\"resolution\": \"facility\"", "\"resolution\": \"town\""));
    assert!(finding.message.ja.contains("「town」は使えない言葉です。"), "{:?}", finding.message);
}

#[test]
fn another_kind_of_document_is_refused_as_such() {
    assert_eq!(refused("{ \"schema\": \"tsunagu-plan/1\" }").code, "document-schema");
    assert_eq!(refused("[]").code, "document-schema");
    assert_eq!(Plan::from_json(&office().to_json()).unwrap_err()[0].code, "document-schema");
}

#[test]
fn deep_nesting_is_refused_and_does_not_overflow() {
    let finding = refused(&"[".repeat(1_000_000));
    assert_eq!(finding.message.ja, "1 行目の 128 文字目：入れ子が深すぎます。");
}

#[test]
fn a_document_that_is_too_large_is_not_read() {
    let findings = Problem::from_json(&vec![b' '; LARGEST + 1]).unwrap_err();
    assert_eq!(findings[0].code, "document-too-large");
}

#[test]
fn any_cut_of_a_document_is_refused_with_a_place() {
    let whole = bytes("no_plan_exists");
    let end = whole.len() - 2;
    for cut in (0..end).step_by(97) {
        let findings = Problem::from_json(&whole[..cut]).unwrap_err();
        assert_eq!(findings[0].code, "document-json", "cut at {cut}");
    }
}

#[test]
fn schemas_name_every_field_of_the_documents() {
    let schema = serde_json::to_value(problem_schema()).unwrap();
    let written: serde_json::Value = serde_json::from_slice(&office().to_json()).unwrap();
    for key in written.as_object().unwrap().keys() {
        assert!(schema["properties"].get(key).is_some(), "{key}");
    }
    let plan = serde_json::to_value(plan_schema()).unwrap();
    assert!(plan["properties"].get("objective").is_some());
}
