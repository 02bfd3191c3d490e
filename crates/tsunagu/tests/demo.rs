//! The demonstration office: the same every time, and what its README promises.

use std::{collections::BTreeMap, fs};

use problem::PinPlace;
use tsunagu::demo::{
    self,
    cohorts::members,
    gunma::gunma,
    places::Places,
    posts::{INITIAL, fiscal_years, post_id},
};

use crate::ran::{folder, names_in, root, tsunagu};

#[test]
fn data_gunma_is_what_the_program_writes() {
    let rows = |bytes: &[u8]| sheets::read_all(bytes, &sheets::ReadOptions::default()).roster;
    for (name, bytes) in demo::files().unwrap() {
        let there = fs::read(root().join("data/gunma").join(name)).unwrap();
        // A workbook's looks may change with its writer; its rows may not.
        let same = if name.ends_with(".xlsx") { rows(&there) == rows(&bytes) } else { there == bytes };
        assert!(same, "data/gunma/{name} differs; run `tsunagu demo gunma`");
    }
}

#[test]
fn demo_writes_all_its_files_and_says_what_comes_next() {
    let here = folder("demo");
    let ran = tsunagu(&here, &["demo", "gunma"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let mut names: Vec<String> =
        demo::files().unwrap().into_iter().map(|(name, _)| name.to_owned()).collect();
    names.sort();
    assert_eq!(names_in(&here.join("data/gunma")), names);
    assert!(ran.out.contains("tsunagu plan data/gunma/roster.xlsx"), "{}", ran.out);
}

#[test]
fn ten_areas_and_35_municipalities_add_up_to_the_documents_figures() {
    let places = Places::read();
    assert_eq!(places.areas.len(), 10);
    assert_eq!(places.municipalities.len(), 35);
    assert_eq!(places.areas.iter().map(|area| area.population).sum::<u32>(), 1_900_808, "003:23");
    for municipality in &places.municipalities {
        let code: kernel::MunicipalityCode = municipality.code.parse().unwrap();
        assert!(places.areas.iter().any(|area| area.id == municipality.area), "{code}");
    }
}

#[test]
fn seventeen_base_hospitals_hold_28_dmat_teams() {
    let places = Places::read();
    let base: Vec<u32> =
        places.facilities.iter().filter_map(|facility| facility.dmat_teams.parse().ok()).collect();
    assert_eq!(base.len(), 17);
    assert_eq!(base.iter().sum::<u32>(), 28);
}

#[test]
fn what_is_made_up_says_so() {
    for facility in Places::read().facilities {
        let sourced = !facility.source.is_empty();
        assert_eq!(sourced, !facility.name.contains("架空"), "{}", facility.name);
    }
    assert!(gunma().fictitious);
}

#[test]
fn cohorts_follow_the_documents_and_about_280_remain() {
    let mut by_cohort: BTreeMap<i32, usize> = BTreeMap::new();
    for member in members() {
        *by_cohort.entry(member.entered).or_default() += 1;
    }
    assert!(by_cohort[&2009] <= 5 && by_cohort[&2010] <= 17);
    assert!(by_cohort.range(2011..).all(|(_, people)| *people <= 18));
    assert_eq!(by_cohort.values().sum::<usize>(), 280);
}

#[test]
fn names_hold_the_characters_that_break_systems() {
    let names: String = gunma().people.into_iter().map(|person| person.name).collect();
    for character in ['髙', '﨑', '邉', '𠮷', '\u{e0100}'] {
        assert!(names.contains(character), "{character:?}");
    }
}

#[test]
fn the_year_is_like_a_real_one() {
    let office = gunma();
    let kinds: BTreeMap<String, usize> = office.people.iter().flat_map(|person| &person.career.leaves).fold(
        BTreeMap::new(),
        |mut kinds, leave| {
            *kinds.entry(leave.kind.to_string()).or_default() += 1;
            kinds
        },
    );
    for kind in ["maternity", "childcare", "illness", "graduate-school", "study-abroad"] {
        assert!(kinds.contains_key(kind), "no leave of kind {kind}");
    }
    let count =
        |fits: &dyn Fn(&problem::Person) -> bool| office.people.iter().filter(|person| fits(person)).count();
    assert!(count(&|person| !person.part_time.is_empty()) >= 5);
    assert!(count(&|person| person.paths.len() > 1) >= 40, "undecided specialties");
    assert!(count(&|person| !person.excluded.is_empty()) >= 5);
    assert!(count(&|person| person.outside.is_some()) >= 3);
    assert_eq!(office.couples.len(), 6);
}

#[test]
fn the_generator_depends_on_nothing_but_itself() {
    assert_eq!(gunma(), gunma());
    let first = tsunagu::demo::random::Random::of("H23-01").below(1000);
    assert_eq!(first, tsunagu::demo::random::Random::of("H23-01").below(1000));
}

#[test]
fn the_office_is_a_valid_problem() {
    let findings = with_editions().validate();
    let shown: Vec<String> =
        findings.iter().map(|found| format!("{}: {}", found.at, found.message.en)).collect();
    assert!(findings.is_empty(), "{shown:#?}");
}

/// The office with the editions its people are bound by.
pub fn with_editions() -> problem::Problem {
    let mut office = gunma();
    let named: Vec<_> = office
        .people
        .iter()
        .flat_map(|person| &person.career.commitments)
        .map(|row| row.edition.clone())
        .collect();
    let shipped = tsunagu::shipped::editions(None).unwrap();
    office.editions = shipped
        .into_iter()
        .filter(|(id, _)| named.contains(id))
        .map(|(id, edition)| (id, edition.document))
        .collect();
    office
}

#[test]
fn the_roster_is_read_back_without_a_finding() {
    let (_, workbook) = demo::files().unwrap().into_iter().find(|(name, _)| *name == "roster.xlsx").unwrap();
    let reading = sheets::read_all(&workbook, &sheets::ReadOptions::default());
    let shown = |findings: &[sheets::CellFinding]| {
        let lines: Vec<String> = findings
            .iter()
            .map(|row| format!("{:?} {:?}: {}", row.sheet, row.cell, row.message.en))
            .collect();
        lines.join("\n")
    };
    assert!(reading.errors.is_empty(), "{}", shown(&reading.errors));
    assert!(reading.roster.notes.is_empty(), "{}", shown(&reading.roster.notes));
    assert_eq!(reading.roster.physicians.len(), 280);
}

#[test]
fn only_the_past_breaches_of_the_readme_are_broken_today() {
    let office = with_editions();
    let editions = office.editions().unwrap();
    let mut broken = Vec::new();
    for person in &office.people {
        for verdict in rules::judge(&person.career, &editions, &office.tables, office.as_of) {
            if verdict.standing == rules::Standing::Broken {
                broken.push(format!("{} {}: {}", person.career.person, verdict.rule, verdict.sentence.en));
            }
        }
    }
    let of_rule = |rule: &str| broken.iter().filter(|line| line.contains(&format!(" {rule}: "))).count();
    assert_eq!((of_rule("initial-training"), of_rule("minimum-stay")), (2, 2), "{broken:#?}");
    assert_eq!(broken.len(), 4, "{broken:#?}");
}

#[test]
fn the_roster_means_the_problem_it_was_made_from() {
    let (_, workbook) = demo::files().unwrap().into_iter().find(|(name, _)| *name == "roster.xlsx").unwrap();
    let editions = tsunagu::shipped::editions(None).unwrap();
    let reading = sheets::read_all(&workbook, &sheets::ReadOptions::default());
    let (read, notes) = reading.to_problem(&editions).unwrap_or_else(|findings| panic!("{findings:#?}"));
    assert!(notes.is_empty(), "{notes:#?}");
    let made = problem::with_zones(&with_editions());
    assert!(read.horizon == made.horizon && read.rates == made.rates && read.editions == made.editions);
    for (read, made) in read.people.iter().zip(&made.people) {
        assert_eq!(read, made);
    }
    assert!(read.tables == made.tables, "tables");
    assert!(read.posts == made.posts && read.patterns == made.patterns, "posts and patterns");
    assert!(read.pins == made.pins && read.couples == made.couples, "pins and households");
    assert_eq!(read.place_limits, made.place_limits);
    assert_eq!(read.reach.len(), made.reach.len());
    let sorted = |needs: &[problem::Need]| {
        let mut lines: Vec<_> = needs
            .iter()
            .map(|need| {
                (
                    format!("{:?} {:?} {:?}", need.at, need.department, need.span),
                    need.level,
                    need.heads,
                    need.price,
                )
            })
            .collect();
        lines.sort();
        lines
    };
    for (read, made) in sorted(&read.needs).iter().zip(&sorted(&made.needs)) {
        assert_eq!(read, made);
    }
}

#[test]
fn initial_training_goes_on_where_it_began() {
    let office = gunma();
    let first_year = "2026-04-01".parse().unwrap();
    let begun = office.people.iter().filter_map(|person| {
        let now = person.career.engagements.last()?;
        (now.department.as_str() == INITIAL && now.period.from == first_year).then_some((person, now))
    });
    let begun: Vec<_> = begun.collect();
    assert_eq!(begun.len(), 18);
    for (person, now) in begun {
        let id = &person.career.person;
        let pin = office.pins.iter().find(|pin| pin.person == *id && pin.soft_price.is_none()).unwrap();
        let there = PinPlace::Post(post_id(now.workplace.as_str(), INITIAL).parse().unwrap());
        assert!(pin.at == there && pin.span == fiscal_years(2027, 2027), "{id}");
    }
}
