//! The cases beside the kinds: data that an official reads and extends. Each names its rule, the facts, the day, and
//! the verdict with its sum written out; the sum is checked against the postings that the verdict counts.

use std::{collections::BTreeSet, fs, path::PathBuf};

use kernel::Fraction;
use rules::{Edition, KINDS, Standing, Tables, Verdict, bind, judge};

use crate::world::{Case, CaseFile, by_id, tables};

fn folder() -> PathBuf {
    PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("cases")
}

fn files() -> Vec<(String, CaseFile)> {
    let mut files: Vec<(String, CaseFile)> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .filter(|path| path.file_name().is_some_and(|name| name != "places.toml"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let text = fs::read_to_string(&path).unwrap();
            let file = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}.toml: {error}"));
            (name, file)
        })
        .collect();
    files.sort_by(|(a, _), (b, _)| a.cmp(b));
    files
}

#[test]
fn every_case_has_the_verdict_that_it_states() {
    let tables = tables();
    let mut wrong = Vec::new();
    for (name, file) in files() {
        let edition = file.edition();
        for case in &file.cases {
            let findings = compare(case, &edition, &tables);
            wrong.extend(findings.into_iter().map(|what| format!("{name}.toml 「{}」: {what}", case.title)));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn how_a_rule_stands_without_words_is_what_its_verdict_says() {
    let tables = tables();
    for (name, file) in files() {
        let edition = file.edition();
        let editions = by_id(&edition);
        for case in &file.cases {
            let (career, as_of) = (case.career_under(&edition.id), case.as_of());
            let known = career.known_on(as_of);
            let bound = bind(&known, &editions, &tables, as_of);
            let verdicts = judge(&career, &editions, &tables, as_of);
            assert_eq!(bound.len(), verdicts.len());
            for (bound, verdict) in bound.iter().zip(verdicts) {
                let (stands, said) =
                    (bound.stands(as_of), format!("{name}.toml 「{}」: {}", case.title, verdict.rule));
                assert_eq!((stands.standing, stands.overdue), (verdict.standing, verdict.overdue), "{said}");
                assert_eq!(stands.fails(), verdict.fails(), "{said}");
                assert_eq!(bound.is_broken(as_of), verdict.standing == Standing::Broken, "{said}");
            }
        }
    }
}

#[test]
fn every_kind_of_rule_has_a_case() {
    let mut seen = BTreeSet::new();
    for (_, file) in files() {
        for rule in file.edition["rule"].as_array().unwrap() {
            let id = rule["id"].as_str().unwrap();
            if file.cases.iter().any(|case| case.rule == id) {
                seen.insert(rule["kind"].as_str().unwrap().to_owned());
            }
        }
    }
    let without: Vec<&str> = KINDS.into_iter().filter(|kind| !seen.contains(*kind)).collect();
    assert!(without.is_empty(), "no case in cases/ for: {without:?}");
}

#[test]
fn every_file_of_a_kind_has_its_file_of_cases() {
    let kinds = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("src/kinds");
    for entry in fs::read_dir(kinds).unwrap() {
        let path = entry.unwrap().path();
        let cases = folder().join(path.file_stem().unwrap()).with_extension("toml");
        assert!(cases.exists(), "{} is missing", cases.display());
    }
}

fn verdict(case: &Case, edition: &Edition, tables: &Tables) -> Verdict {
    let verdicts = judge(&case.career_under(&edition.id), &by_id(edition), tables, case.as_of());
    let mut of_rule = verdicts
        .into_iter()
        .filter(|verdict| verdict.commitment.as_str() == "this" && verdict.rule.as_str() == case.rule);
    of_rule.next().unwrap_or_else(|| panic!("「{}」: no rule {}", case.title, case.rule))
}

pub fn compare(case: &Case, edition: &Edition, tables: &Tables) -> Vec<String> {
    let verdict = verdict(case, edition, tables);
    let expect = &case.expect;
    let mut wrong = Vec::new();
    if verdict.standing != expect.standing {
        let (found, said) = (verdict.standing, expect.standing);
        wrong.push(format!("{found:?}, not {said:?} — {}", verdict.sentence.ja));
    }
    let mut number = |what: &str, found: Option<Fraction>, said: &Option<String>| {
        if let Some(said) = said
            && found != Some(said.parse().unwrap())
        {
            wrong.push(format!("{what} is {found:?}, not {said}"));
        }
    };
    number("done", verdict.done, &expect.done);
    number("planned", verdict.planned, &expect.planned);
    number("needed", verdict.needed, &expect.needed);
    if expect.by.is_some() && verdict.by != expect.by {
        wrong.push(format!("by is {:?}", verdict.by));
    }
    if expect.slack.is_some() && verdict.slack.map(|slack| slack.0) != expect.slack {
        wrong.push(format!("slack is {:?}", verdict.slack));
    }
    if expect.overdue.is_some_and(|overdue| verdict.overdue != overdue) {
        wrong.push(format!("overdue is {:?}", verdict.overdue));
    }
    if let Some(sum) = &expect.sum {
        wrong.extend(check_sum(sum, &verdict));
    }
    if let Some(says) = &expect.says
        && !verdict.sentence.ja.contains(says.as_str())
    {
        wrong.push(format!("says: {}", verdict.sentence.ja));
    }
    if let Some(missing) = &expect.missing
        && !verdict.missing.iter().any(|text| text.ja.contains(missing.as_str()))
    {
        wrong.push(format!("missing: {:?}", verdict.missing));
    }
    wrong
}

/// "12 + 12 + 6 = 30": each addend is a posting that the verdict counts, in order of time, and the sum is right.
fn check_sum(sum: &str, verdict: &Verdict) -> Option<String> {
    let (left, right) = sum.split_once('=').expect("a sum is written like 12 + 6 = 18");
    let addends: Vec<Fraction> = left.split('+').map(|addend| addend.parse().unwrap()).collect();
    let counted: Vec<Fraction> = verdict.counted.iter().map(|row| row.months).collect();
    let total: Fraction = right.parse().unwrap();
    if addends != counted {
        let rows: Vec<String> = counted.iter().map(Fraction::to_string).collect();
        return Some(format!("the sum is {}, not {left}", rows.join(" + ")));
    }
    let common: i64 = addends.iter().chain([&total]).map(|part| part.denominator()).product();
    let parts = |part: &Fraction| part.numerator() * (common / part.denominator());
    (addends.iter().map(parts).sum::<i64>() != parts(&total)).then(|| format!("{sum} is wrong arithmetic"))
}
