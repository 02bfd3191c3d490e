//! What a career is asked on its way: is it in initial training, how far is training, is the obligation served.

use std::collections::BTreeMap;

use kernel::{AsOf, Date, EditionId, Fraction, Months};
use rules::{
    Edition, RecordClass, Standing, all_on_leave, judge, obligations_served,
    training::{in_initial_training, is_trainee, progress},
};

use crate::world::{by_id, career_of, edition_of, tables};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn edition(rules: &str) -> BTreeMap<EditionId, Edition> {
    let counting = r#"
title = "経過"
[edition.counting]
unit = "calendar-months"
rounding = "none"
full-time-from = 100
part-time = "pro-rata"
concurrent = "sum"
side-posts = false
leave.childcare = "stops"
"#;
    by_id(&edition_of(&format!("{counting}{rules}")))
}

const OWED: &str =
    "[[edition.rule]]\nid = 'owed'\nkind = 'months-owed'\nowed = 12\nat = { class = '特定病院' }\n";

const RESIDENT: &str = r#"
enrolment = [{ programme = "内科専門研修", from = "2017-04-01" }]
posting = [
  { at = "中央病院", from = "2015-04-01", through = "2017-03-31", activity = "initial-training" },
  { at = "大学病院", from = "2017-04-01", through = "2018-03-31" },
  { at = "北病院", from = "2018-04-01", through = "2020-03-31" },
]
"#;

#[test]
fn initial_training_ends_with_its_24th_month() {
    let career = career_of(RESIDENT);
    assert!(in_initial_training(&career, day("2015-04-01"), Months(24)));
    assert!(in_initial_training(&career, day("2017-03-31"), Months(24)));
    assert!(!in_initial_training(&career, day("2017-04-01"), Months(24)));
}

#[test]
fn months_on_leave_make_initial_training_longer() {
    let facts =
        format!("{RESIDENT}leave = [{{ kind = 'childcare', from = '2016-04-01', through = '2016-06-30' }}]");
    assert!(in_initial_training(&career_of(&facts), day("2017-04-01"), Months(24)));
}

#[test]
fn a_recorded_end_of_initial_training_needs_no_postings() {
    let career = career_of("milestone = [{ milestone = 'initial-training', on = '2017-03-31' }]");
    assert!(!in_initial_training(&career, day("2015-04-01"), Months(24)));
}

#[test]
fn training_is_complete_after_36_months_12_of_them_at_the_core() {
    let (career, tables) = (career_of(RESIDENT), tables());
    let editions = edition(OWED);
    let counting = &editions.values().next().unwrap().counting;
    let at = |on: &str| progress(&career, &tables, counting, day(on)).unwrap();
    assert_eq!(at("2018-04-01").total, Fraction::whole(12));
    assert_eq!(at("2018-04-01").core, Fraction::whole(12));
    assert_eq!(at("2020-03-01").complete_on, None);
    assert_eq!(at("2020-04-01").complete_on, Some(day("2020-04-01")));
    let trainee = |on: &str| is_trainee(&career, &tables, counting, day(on));
    assert!(!trainee("2016-04-01"), "still in initial training");
    assert!(trainee("2017-04-01"));
    assert!(trainee("2020-03-01"));
    assert!(!trainee("2020-04-01"), "complete");
}

#[test]
fn a_period_lies_in_leave_if_every_day_of_it_does() {
    let leaves = career_of(
        "leave = [
            { kind = 'childcare', from = '2019-04-01', through = '2019-06-30' },
            { kind = 'illness', from = '2019-07-01', through = '2019-07-31' },
        ]",
    );
    let away = |from: &str, until: &str| all_on_leave(&leaves.leaves, day(from), day(until));
    assert!(away("2019-04-01", "2019-08-01"), "two leaves without a gap");
    assert!(!away("2019-03-31", "2019-08-01"), "a day before");
    assert!(!away("2019-04-01", "2019-08-02"), "a day after");
    assert!(away("2030-04-01", "2030-04-01"), "no day at all");
}

#[test]
fn who_owes_no_months_is_never_released() {
    let (career, tables) = (career_of(RESIDENT), tables());
    let editions = edition(
        "[[edition.rule]]\nid = 'stay'\nkind = 'minimum-stay'\nleast = 6\nat = { activity = 'clinical' }\n",
    );
    assert_eq!(obligations_served(&career, &editions, &tables, day("2030-04-01")), None);
}

#[test]
fn the_obligation_is_served_from_the_day_after_its_last_month() {
    let (career, tables) = (career_of(RESIDENT), tables());
    let editions = edition(OWED);
    let served = |on: &str| obligations_served(&career, &editions, &tables, day(on));
    assert_eq!(served("2016-03-01"), Some(false));
    assert_eq!(served("2016-04-01"), Some(true));
}

#[test]
fn an_obligation_that_cannot_be_judged_is_not_served() {
    let (career, mut tables) = (career_of(RESIDENT), tables());
    tables.classes.clear();
    let editions = edition(OWED);
    assert_eq!(obligations_served(&career, &editions, &tables, day("2030-04-01")), Some(false));
}

#[test]
fn a_verdict_names_the_classes_of_the_facts_it_rests_on() {
    let facts =
        format!("{RESIDENT}leave = [{{ kind = 'childcare', from = '2019-04-01', through = '2019-06-30' }}]");
    let (career, tables, editions) = (career_of(&facts), tables(), edition(OWED));
    let verdicts = judge(&career, &editions, &tables, AsOf::on(day("2020-04-01")));
    assert_eq!(verdicts[0].standing, Standing::Met);
    let classes: Vec<RecordClass> = verdicts[0].facts.iter().copied().collect();
    assert_eq!(classes, [RecordClass::Public, RecordClass::Personal, RecordClass::Sensitive]);
}

#[test]
fn what_is_judged_depends_on_what_was_known() {
    let posting = |at: &str| {
        format!(
            "posting = [{{ at = '{at}', from = '2015-04-01', through = '2016-03-31', recorded = '2016-05-01' }}]"
        )
    };
    let (career, tables, editions) = (career_of(&posting("北病院")), tables(), edition(OWED));
    let standing = |known_on: &str| {
        let as_of = AsOf { valid_on: day("2016-04-01"), known_on: day(known_on) };
        judge(&career, &editions, &tables, as_of)[0].standing
    };
    assert_eq!(standing("2016-04-30"), Standing::AtRisk);
    assert_eq!(standing("2016-05-01"), Standing::Met);
}
