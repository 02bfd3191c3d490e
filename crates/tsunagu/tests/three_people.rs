//! The page of three people followed by hand says what the program judges: each posting's months, sum, day, standing.
//!
//! The page is read as its reader reads it: a part for each person, in it a table whose rows are engagements and whose
//! columns are rules, and one whose rows are rules. A heading in backticks is a rule.

use std::{collections::BTreeMap, fs};

use rules::{Standing, Verdict};

use crate::{demo::with_editions, ran::root};

const PAGES: [&str; 2] = ["docs/guide/three-people.ja.md", "docs/guide/three-people.en.md"];
const PEOPLE: [&str; 3] = ["H21-01", "H25-01", "H26-01"];

/// Verdicts by rule, on the facts of the roster alone.
type Judged = BTreeMap<String, Verdict>;

fn judged(person: &str) -> Judged {
    let office = with_editions();
    let editions = office.editions().unwrap();
    let career = &office.people.iter().find(|row| row.career.person.as_str() == person).unwrap().career;
    let verdicts = rules::judge(career, &editions, &office.tables, office.as_of);
    verdicts.into_iter().map(|verdict| (verdict.rule.to_string(), verdict)).collect()
}

/// The rows of the tables in a person's part of a page, cell by cell, each with the headings of its table.
fn rows(page: &str, person: &str) -> Vec<(Vec<String>, Vec<String>)> {
    let text = fs::read_to_string(root().join(page)).unwrap();
    let part = text.split("\n## ").find(|part| part.lines().next().unwrap().contains(person)).unwrap();
    let cells = |line: &str| -> Vec<String> {
        line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    let (mut rows, mut headings) = (Vec::new(), None);
    for line in part.lines() {
        match (line.starts_with('|'), &headings) {
            (false, _) => headings = None,
            (true, None) => headings = Some(cells(line)),
            (true, Some(headings)) if !line.starts_with("|---") => rows.push((headings.clone(), cells(line))),
            _ => {}
        }
    }
    rows
}

/// The rule that a cell names in backticks and nothing else.
fn rule(cell: &str) -> Option<&str> {
    cell.strip_prefix('`')?.strip_suffix('`')
}

/// The number in a cell such as `48以下` or `中毛 12`; none in an empty one.
fn number(cell: &str) -> Option<i64> {
    let digits: String = cell.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn whole(fraction: Option<kernel::Fraction>) -> Option<i64> {
    fraction.map(|months| months.to_string().parse().unwrap())
}

fn standing(word: &str) -> Standing {
    match word {
        "達成" | "met" => Standing::Met,
        "順調" | "on track" => Standing::OnTrack,
        "要注意" | "at risk" => Standing::AtRisk,
        "違反" | "broken" => Standing::Broken,
        other => panic!("{other} is no standing"),
    }
}

fn counted(verdict: &Verdict, engagement: &str) -> Option<i64> {
    let row = verdict.counted.iter().find(|row| row.engagement.as_str() == engagement);
    whole(row.map(|row| row.months))
}

#[test]
fn every_month_of_every_posting_is_what_the_program_counts() {
    for (page, person) in PAGES.into_iter().flat_map(|page| PEOPLE.map(|person| (page, person))) {
        let judged = judged(person);
        let mut seen = 0;
        for (headings, cells) in rows(page, person) {
            let engagement = cells[0].as_str();
            let of_rules = headings.iter().zip(&cells).filter_map(|(head, cell)| Some((rule(head)?, cell)));
            for (rule, cell) in of_rules.filter(|_| engagement.starts_with(person)) {
                let expected = counted(&judged[rule], engagement);
                assert_eq!(number(cell), expected, "{page} {engagement} {rule}");
                seen += usize::from(expected.is_some());
            }
        }
        let in_columns = ["months-owed", "shortage-or-specialty", "training", "three-of-four-blocks"];
        let all: usize = judged
            .iter()
            .filter(|(rule, _)| in_columns.contains(&rule.as_str()) || rule.starts_with("town-"))
            .map(|(_, verdict)| verdict.counted.len())
            .sum();
        assert_eq!(seen, all, "{page}: the table of {person} leaves postings out");
    }
}

#[test]
fn every_sum_day_and_standing_is_what_the_program_judges() {
    for (page, person) in PAGES.into_iter().flat_map(|page| PEOPLE.map(|person| (page, person))) {
        let judged = judged(person);
        let mut listed = Vec::new();
        for (_, cells) in rows(page, person) {
            let Some(rule) = rule(&cells[0]) else { continue };
            let verdict = &judged[rule];
            let at = format!("{page} {person} {rule}");
            let sum: Vec<i64> = verdict.counted.iter().filter_map(|row| whole(Some(row.months))).collect();
            if let Some((terms, total)) = cells[1].split_once('=') {
                assert_eq!(terms.split('+').filter_map(number).collect::<Vec<_>>(), sum, "{at}: the terms");
                assert_eq!(number(total), Some(sum.iter().sum()), "{at}: the sum");
            }
            assert_eq!(number(&cells[2]), whole(verdict.done), "{at}: done");
            assert_eq!(number(&cells[3]), whole(verdict.needed), "{at}: needed");
            let by = verdict.by.map_or_else(String::new, |by| by.previous().to_string());
            assert_eq!(cells[4], by, "{at}: the last day");
            assert_eq!(number(&cells[5]), verdict.slack.map(|months| i64::from(months.0)), "{at}: slack");
            assert_eq!(standing(&cells[6]), verdict.standing, "{at}");
            listed.push(rule.to_owned());
        }
        let open = judged.values().filter(|row| row.standing == Standing::AtRisk);
        let forgotten: Vec<String> =
            open.map(|row| row.rule.to_string()).filter(|rule| !listed.contains(rule)).collect();
        assert!(forgotten.is_empty(), "{page} says nothing of {person}'s {forgotten:?}");
    }
}

#[test]
fn every_sum_in_the_text_is_right() {
    for page in PAGES {
        let text = fs::read_to_string(root().join(page)).unwrap().replace("**", "");
        for line in text.lines().filter(|line| line.contains('=')) {
            for at in line.match_indices(" = ").map(|(at, _)| at) {
                let total = line[at + 3..].chars().take_while(char::is_ascii_digit).collect::<String>();
                let is_term =
                    |letter: &char| letter.is_ascii_digit() || [' ', '+', '−', '(', ')'].contains(letter);
                let reversed: String = line[..at].chars().rev().take_while(is_term).collect();
                let terms: String = reversed.chars().rev().collect();
                if terms.contains(['+', '−']) && !total.is_empty() {
                    assert_eq!(value(&terms), number(&total).unwrap(), "{page}: {line}");
                }
            }
        }
    }
}

/// The value of a sum such as `77 − (120 − 91)`: a parenthesis after a minus turns the signs in it.
fn value(terms: &str) -> i64 {
    let (mut sum, mut sign, mut turned) = (0, 1, 1);
    for term in terms.replace('(', " ( ").replace(')', " ) ").split_whitespace() {
        match term {
            "+" => sign = turned,
            "−" => sign = -turned,
            "(" => turned = sign,
            ")" => turned = 1,
            digits => sum += sign * digits.parse::<i64>().unwrap(),
        }
    }
    sum
}

#[test]
fn the_pin_that_cannot_hold_is_the_one_of_the_page() {
    let office = with_editions();
    let pins: Vec<_> = office.pins.iter().filter(|pin| pin.person.as_str() == "H25-01").collect();
    assert_eq!(pins.len(), 1);
    let (from, until) = (pins[0].span.from.to_string(), pins[0].span.until.to_string());
    assert_eq!((from.as_str(), until.as_str()), ("2027-04", "2028-04"));
    assert!(pins[0].soft_price.is_none(), "it is firm");
}
