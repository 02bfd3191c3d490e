//! The cases beside the shipped editions (`editions/*.cases.toml`), and what a change of edition means for those bound.

use std::{collections::BTreeMap, fs, path::PathBuf};

use kernel::{Date, EditionId};
use rules::{Edition, judge};
use serde::Deserialize;

use crate::{
    cases::compare,
    world::{Case, tables_of},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EditionCases {
    title: String,
    #[serde(rename = "case")]
    cases: Vec<Case>,
}

fn folder() -> PathBuf {
    PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("../../../editions")
}

fn read(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap_or_else(|error| panic!("editions/{name}: {error}"))
}

fn editions() -> BTreeMap<EditionId, Edition> {
    let names = fs::read_dir(folder()).unwrap().map(|file| file.unwrap().file_name());
    names
        .filter_map(|name| name.into_string().ok())
        .filter(|name| name.ends_with(".toml") && !name.ends_with(".cases.toml"))
        .map(|name| Edition::from_toml(&read(&name)).unwrap())
        .map(|edition| (edition.id.clone(), edition))
        .collect()
}

fn cases(edition: &EditionId) -> EditionCases {
    let name = format!("{edition}.cases.toml");
    toml::from_str(&read(&name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn every_case_of_every_edition_has_the_verdict_that_it_states() {
    let tables = tables_of(&read("places.cases.toml"));
    let mut wrong = Vec::new();
    for (id, edition) in editions() {
        let file = cases(&id);
        for case in &file.cases {
            let findings = compare(case, &edition, &tables);
            wrong.extend(
                findings.into_iter().map(|what| format!("{} 「{}」: {what}", file.title, case.title)),
            );
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// Rules by which a person bound by the edition since the day is judged on the as-of date.
fn judged_by(edition: &str, bound_from: &str, as_of: &str) -> Vec<String> {
    let text = format!(
        "title = ''\nrule = ''\nas-of = '{as_of}'\nbound-from = '{bound_from}'\nexpect = {{ standing = 'met' }}"
    );
    let case: Case = toml::from_str(&text).unwrap();
    let career = case.career_under(&edition.parse().unwrap());
    let verdicts = judge(&career, &editions(), &tables_of(&read("places.cases.toml")), case.as_of());
    verdicts.into_iter().map(|verdict| verdict.edition.to_string()).collect()
}

#[test]
fn one_edition_ends_the_day_before_the_next_begins() {
    let editions = editions();
    let open_on = |day: Date| {
        let real = editions.values().filter(|edition| !edition.fictitious && edition.validity.contains(day));
        real.map(|edition| edition.id.to_string()).filter(|id| id.starts_with("gunma")).collect::<Vec<_>>()
    };
    assert_eq!(open_on(day("2023-05-17")), ["gunma-2013"]);
    assert_eq!(open_on(day("2023-05-18")), ["gunma-now"]);
}

#[test]
fn whoever_is_bound_by_the_old_edition_stays_under_it() {
    let old = judged_by("gunma-2013", "2022-04-01", "2026-04-01");
    assert!(!old.is_empty() && old.iter().all(|edition| edition == "gunma-2013"), "{old:?}");
    let new = judged_by("gunma-now", "2024-04-01", "2026-04-01");
    assert!(!new.is_empty() && new.iter().all(|edition| edition == "gunma-now"), "{new:?}");
}
