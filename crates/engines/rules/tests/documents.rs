//! An edition's document: what is read from it, and what an official is told where something is wrong.

use rules::{Edition, Finding, FindingCode, HowMany, Requirement, Within, edition_schema, lint};

/// An edition with one rule of each composition, to be bent by the tests.
const SOUND: &str = include_str!("../fixtures/editions/sound.toml");

fn errors(text: &str) -> Vec<Finding> {
    Edition::from_toml(text).expect_err("the document is broken")
}

fn codes(text: &str) -> Vec<(FindingCode, String)> {
    errors(text).into_iter().map(|finding| (finding.code, finding.at)).collect()
}

#[test]
fn a_sound_document_is_read_in_the_regulations_own_order() {
    let edition = Edition::from_toml(SOUND).expect("sound");
    let ids: Vec<_> = edition.rules.iter().map(|rule| rule.id.to_string()).collect();
    assert_eq!(ids, ["owed", "shortage-or-specialty", "release"]);
    let Requirement::MonthsOwed(owed) = &edition.rules[0].requirement else { panic!("months owed first") };
    assert_eq!(owed.owed, HowMany::LoanRatio("5/3".parse().unwrap()));
    let Requirement::AnyOf(parts) = &edition.rules[1].requirement else { panic!("any of") };
    let Requirement::MonthsInClass(months) = &parts[0] else { panic!("months in a class") };
    assert_eq!(months.within, Within::Obligation);
    let Some(HowMany::Fixed(least)) = &months.least else { panic!("months by date of entry") };
    assert_eq!(least.values.len(), 2);
}

#[test]
fn toml_and_the_json_of_its_tree_give_the_same_edition() {
    let edition = Edition::from_toml(SOUND).expect("sound");
    let again = Edition::from_document(edition.document.clone()).expect("the same tree");
    assert_eq!(edition, again);
    assert_eq!(Edition::from_toml(&edition.to_toml()).expect("what was written"), edition);
}

#[test]
fn a_written_edition_begins_with_what_an_official_looks_for() {
    let written = Edition::from_toml(SOUND).expect("sound").to_toml();
    let keys: Vec<_> =
        written.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key).collect();
    assert_eq!(keys[..4], ["id", "name", "issuer", "validity"]);
    let rule = written.split("[[rule]]").nth(1).expect("a rule");
    assert!(rule.starts_with("\nid = \"owed\"\nkind = \"months-owed\"\nforce = \"must\"\n"), "{rule}");
}

#[test]
fn a_waiver_replaces_parameters_and_never_what_a_rule_is() {
    let edition = Edition::from_toml(SOUND).expect("sound");
    let owed = &edition.rules[0];
    let replaces = |text: &str| rules::Parameters(toml::from_str(text).unwrap());
    let Some(Requirement::MonthsOwed(replaced)) = owed.with_replaced(&replaces("owed = 100")) else {
        panic!("still months owed")
    };
    assert_eq!(replaced.owed, HowMany::Fixed(rules::Scheduled::always(kernel::Months(100))));
    assert_eq!(owed.with_replaced(&replaces("kind = \"not-known\"")), None);
    assert_eq!(owed.with_replaced(&replaces("owed = \"many\"")), None);
    assert_eq!(owed.with_replaced(&replaces("colour = 1")), None);
}

#[test]
fn months_in_a_class_are_said_in_every_way_that_months_owed_are() {
    let with = |least: &str| {
        let text = SOUND.replace("least = [{ value = 36 }, { from = 2024-04-01, value = 48 }]", least);
        let text = text.replace("dated-by = \"entry\"\n", "");
        let edition = Edition::from_toml(&text).expect("sound");
        let Requirement::AnyOf(parts) = &edition.rules[1].requirement else { panic!("any of") };
        let Requirement::MonthsInClass(months) = &parts[0] else { panic!("months in a class") };
        months.least.clone().expect("a least number")
    };
    let ratio = HowMany::LoanRatio("2/3".parse().unwrap());
    let fixed = HowMany::Fixed(rules::Scheduled::always(kernel::Months(48)));
    assert_eq!(with("least = 48"), fixed);
    assert_eq!(with("least = { months = 48 }"), fixed);
    assert_eq!(with("least = { loan-ratio = \"2/3\" }"), ratio);
    let largest = HowMany::LargestOf(vec![fixed, ratio]);
    assert_eq!(with("least = { largest-of = [48, { loan-ratio = \"2/3\" }] }"), largest);
    let steps = HowMany::Steps(vec![(kernel::Months(24), kernel::Months(16))]);
    assert_eq!(with("least = { steps = [{ up-to = 24, owed = 16 }] }"), steps);
}

#[test]
fn a_most_below_its_least_is_found_where_both_are_parts_of_the_loan() {
    let bounds = |least: &str, most: &str| {
        let bounds = format!("least = {{ loan-ratio = \"{least}\" }}, most = {{ loan-ratio = \"{most}\" }}");
        SOUND.replace("least = 48", &bounds)
    };
    let found = [(FindingCode::Contradiction, "rule[2].of[2].then.most".to_owned())];
    assert_eq!(codes(&bounds("2/3", "1/2")), found);
    assert!(Edition::from_toml(&bounds("2/3", "2/3")).is_ok());
}

#[test]
fn all_findings_come_at_once_each_at_its_own_line() {
    let text = SOUND
        .replace("force = \"must\"", "force = \"musst\"")
        .replace("rounding", "ruonding")
        .replace("loan-ratio = \"5/3\"", "loan-ratio = \"5:3\"")
        .replace("requires = [\"shortage-or-specialty\"]", "requires = [\"shortage\"]");
    let found = codes(&text);
    let at = |path: &str| found.iter().find(|(_, at)| at == path).map(|(code, _)| *code);
    assert_eq!(at("counting.ruonding"), Some(FindingCode::UnknownKey));
    assert_eq!(at("rule[1].owed.loan-ratio"), Some(FindingCode::WrongValue));
    assert_eq!(at("rule[1].force"), Some(FindingCode::UnknownWord));
    assert_eq!(at("rule[3].requires[1]"), Some(FindingCode::UnknownRule));
    assert!(errors(&text).iter().all(|finding| finding.line.is_some_and(|line| line > 1)));
}

#[test]
fn hostile_texts_end_in_findings() {
    let deep = format!("a = {}{}", "[".repeat(60), "]".repeat(60));
    assert_eq!(codes(&deep), [(FindingCode::TooDeep, String::new())]);
    let deeper = format!("a = {}{}", "[".repeat(50_000), "]".repeat(50_000));
    assert_eq!(codes(&deeper)[0].0, FindingCode::Syntax);
    let long = "#".repeat(2 << 20);
    assert_eq!(codes(&long), [(FindingCode::TooLarge, String::new())]);
    let references = format!("[[rule]]\nid = 'a'\nrequires = [{}]", "'b',".repeat(100_000));
    assert_eq!(errors(&references).len(), 201);
    let many: String = (0..20_000).map(|n| format!("k{n} = 1\n")).collect();
    let found = errors(&many);
    assert_eq!(found.len(), 201);
    assert_eq!(found[200].code, FindingCode::TooMany);
}

#[test]
fn an_empty_text_is_told_what_an_edition_needs() {
    let found = errors("");
    assert!(found.iter().all(|finding| finding.code == FindingCode::MissingKey));
    assert_eq!(found.len(), 7);
    assert_eq!(lint(""), found);
}

#[test]
fn the_schema_knows_every_kind() {
    let schema = edition_schema();
    let kinds = schema["$defs"]["rule"]["oneOf"].as_array().expect("one schema per kind");
    assert_eq!(kinds.len(), 20);
    assert!(kinds.iter().all(|kind| kind["properties"]["sentence"].is_object()));
    assert_eq!(schema["required"].as_array().map(Vec::len), Some(7));
}
