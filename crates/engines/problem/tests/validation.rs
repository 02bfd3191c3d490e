//! Each finding provoked by one change of a sound document.

use kernel::{Months, Share};
use problem::{
    Couple, Exclusion, Need, NeedLevel, NeedPlace, Path, Pattern, PatternPart, Pin, PinPlace, PlaceLimit,
    Problem, PublishedPosting, Resolution, Wish, WishPlace,
};
use rules::{Enrolment, Known};

use crate::office::{a, days, fixture, office, span};

/// The findings of the office after a change, as code and place.
fn after(change: impl FnOnce(&mut Problem)) -> Vec<String> {
    let mut office = office();
    change(&mut office);
    let findings = office.validate();
    findings.iter().for_each(|finding| assert!(finding.message.ja != finding.message.en));
    findings.iter().map(|finding| format!("{} {}", finding.code, finding.at)).collect()
}

#[test]
fn a_sound_document_has_no_finding() {
    assert_eq!(after(|_| ()), [""; 0]);
}

#[test]
fn the_horizon_is_there_and_has_no_gap() {
    assert_eq!(after(|office| office.horizon.clear()), ["horizon-empty horizon"]);
    let push = |from: &'static str, until: &'static str, resolution| {
        move |office: &mut Problem| {
            office.horizon.push(problem::PlanPeriod { span: span(from, until), resolution });
        }
    };
    assert_eq!(after(push("2028-05", "2029-04", Resolution::Facility)), ["horizon-gap horizon[1]"]);
    assert_eq!(after(push("2028-04", "2028-04", Resolution::Facility)), ["span-empty horizon[1]"]);
    assert_eq!(
        after(|office| {
            office.horizon[0].resolution = Resolution::Zone;
            push("2028-04", "2029-04", Resolution::Facility)(office);
        }),
        ["horizon-refines horizon[1]"]
    );
}

#[test]
fn ids_stand_once() {
    assert_eq!(after(|office| office.posts.push(office.posts[0].clone())), ["duplicate-name posts[2]"]);
    let twice = |office: &mut Problem| office.people.push(office.people[0].clone());
    assert_eq!(after(twice), ["duplicate-name people[2]"]);
}

#[test]
fn everybody_has_a_specialty_that_costs_nothing_negative() {
    assert_eq!(after(|office| office.people[0].paths.clear()), ["paths-empty people[0].paths"]);
    assert_eq!(after(|office| office.people[0].paths[0].price = -1), ["price-negative people[0].paths"]);
}

#[test]
fn what_a_person_names_exists() {
    assert_eq!(
        after(|office| {
            let person = &mut office.people[0];
            let wish = |place| Wish { place, rank: 1, span: None, price: None };
            person.wishes = vec![
                wish(WishPlace::Workplace(a("w"))),
                wish(WishPlace::Area(a("x"))),
                wish(WishPlace::Class(a("y"))),
            ];
            person.excluded = vec![Exclusion { workplace: a("w"), why: String::new() }];
            let programme = Some(a("p"));
            person.paths = vec![Path { specialty: a("総合診療科"), programme, price: 0 }];
            let period = days("2026-04-01", "2027-04-01");
            person.career.enrolments = vec![Enrolment { programme: a("p"), period, known: Known::default() }];
        }),
        [
            "unknown-name people[0].paths",
            "unknown-name people[0].career.enrolments",
            "unknown-name people[0].wishes",
            "unknown-name people[0].wishes",
            "unknown-name people[0].wishes",
            "unknown-name people[0].excluded",
        ]
    );
}

#[test]
fn a_commitment_names_an_edition_of_the_document() {
    let mut problem = fixture("no_plan_exists");
    problem.people[0].career.commitments[0].edition = a("nowhere");
    let findings = problem.validate();
    assert_eq!(findings.len(), 1);
    assert!(findings[0].message.ja.contains("版「nowhere」"), "{}", findings[0].message.ja);
}

#[test]
fn an_edition_that_cannot_be_read_is_found_with_its_place() {
    let mut problem = fixture("no_plan_exists");
    let edition = problem.editions.values_mut().next().unwrap();
    edition.get_mut("rule").unwrap()[0]["least"] = "two years".into();
    let findings = problem.validate();
    assert_eq!(findings[0].code, "edition");
    assert_eq!(findings[0].at, "editions.example-stay.rule[1].least");
}

#[test]
fn a_record_that_was_not_known_is_refused() {
    assert_eq!(
        after(|office| {
            office.people[0].career.milestones[0].known.until = Some(a("2026-01-01"));
        }),
        ["record-not-known people[0].career.milestones[0]"]
    );
}

#[test]
fn posts_and_needs_are_at_facilities_that_exist() {
    assert_eq!(after(|office| office.posts[0].workplace = a("w")), ["unknown-name posts[0].workplace"]);
    let reversed = |office: &mut Problem| office.posts[0].span = span("2028-04", "2027-04");
    assert_eq!(after(reversed), ["span-empty posts[0].span"]);
    assert_eq!(
        after(|office| {
            office.needs = vec![Need {
                id: a("n"),
                level: NeedLevel::Wanted,
                at: NeedPlace::Area(a("x")),
                department: None,
                span: span("2027-04", "2028-04"),
                heads: 1,
                price: -5,
            }];
            let span = span("2027-04", "2028-04");
            office.place_limits = vec![PlaceLimit { workplace: a("w"), span, most: 1 }];
        }),
        [
            "unknown-name needs[0].at",
            "price-negative needs[0].price",
            "unknown-name place_limits[0].workplace"
        ]
    );
}

fn pattern(parts: &[(&str, i32, Option<i32>, u8)]) -> impl FnOnce(&mut Problem) {
    let parts = parts.iter().map(|(post, after, months, share)| PatternPart {
        post: a(post),
        after: Months(*after),
        months: months.map(Months),
        share: Share::percent(*share).unwrap(),
        side: false,
    });
    let pattern = Pattern { id: a("mix"), name: "例示".to_owned(), parts: parts.collect() };
    |office| office.patterns = vec![pattern]
}

#[test]
fn nobody_works_more_than_full_time_by_a_pattern() {
    const Y: &str = "yamazato-general";
    const K: &str = "kawabe-general";
    assert_eq!(after(pattern(&[(Y, 0, None, 60), (K, 0, None, 40)])), [""; 0]);
    assert_eq!(after(pattern(&[(Y, 0, None, 60), (K, 0, None, 41)])), ["pattern-share patterns[0].parts"]);
    // One after the other is no overlap; one that begins before the other ends is.
    assert_eq!(after(pattern(&[(Y, 0, Some(6), 100), (K, 6, None, 100)])), [""; 0]);
    assert_eq!(
        after(pattern(&[(Y, 0, Some(7), 100), (K, 6, None, 100)])),
        ["pattern-share patterns[0].parts"]
    );
    assert_eq!(after(pattern(&[])), ["pattern-empty patterns[0]"]);
    assert_eq!(after(pattern(&[(Y, 0, Some(0), 50)])), ["pattern-months patterns[0].parts"]);
    assert_eq!(after(pattern(&[("p", 0, None, 50)])), ["unknown-name patterns[0].parts"]);
}

fn pin(at: PinPlace, from: &str, until: &str, soft_price: Option<i64>) -> Pin {
    Pin { person: a("akagi"), span: span(from, until), at, soft_price, why: String::new() }
}

#[test]
fn pins_name_people_and_posts_that_exist() {
    assert_eq!(
        after(|office| {
            office.pins = vec![pin(PinPlace::Post(a("p")), "2027-04", "2028-04", Some(-1))];
            office.pins[0].person = a("nobody");
        }),
        ["unknown-name pins[0].person", "price-negative pins[0].soft_price", "unknown-name pins[0].at"]
    );
}

#[test]
fn two_firm_pins_hold_nobody_at_two_places_at_once() {
    let there = PinPlace::Workplace(a("yamazato"));
    let post = PinPlace::Post(a("yamazato-general"));
    let elsewhere = PinPlace::Workplace(a("kawabe"));
    let two = |other: PinPlace, from: &'static str, soft| {
        let there = there.clone();
        after(move |office| {
            office.pins = vec![pin(there, "2027-04", "2028-04", None), pin(other, from, "2029-04", soft)];
        })
    };
    assert_eq!(two(elsewhere.clone(), "2027-04", None), ["pins-contradict pins[1]"]);
    assert_eq!(two(PinPlace::Outside, "2027-04", None), ["pins-contradict pins[1]"]);
    assert_eq!(two(post, "2027-04", None), [""; 0]);
    assert_eq!(two(elsewhere.clone(), "2028-04", None), [""; 0], "one after the other");
    assert_eq!(two(elsewhere, "2027-04", Some(10)), [""; 0], "a soft pin is only a price");
}

#[test]
fn a_couple_is_two_people_who_exist() {
    let couple = |one: &str, other: &str| vec![Couple { people: (a(one), a(other)) }];
    assert_eq!(after(|office| office.couples = couple("akagi", "akagi")), ["couple-alone couples[0]"]);
    assert_eq!(after(|office| office.couples = couple("akagi", "x")), ["unknown-name couples[0]"]);
}

#[test]
fn what_was_published_names_what_exists() {
    assert_eq!(
        after(|office| {
            office.previous = vec![PublishedPosting {
                person: a("x"),
                span: span("2027-04", "2028-04"),
                workplace: Some(a("w")),
                price: Some(-1),
            }];
        }),
        [
            "unknown-name previous[0].person",
            "unknown-name previous[0].workplace",
            "price-negative previous[0].price"
        ]
    );
}

#[test]
fn tables_name_areas_classes_and_facilities_that_exist() {
    assert_eq!(
        after(|office| {
            let place = office.tables.workplaces.get_mut("yamazato").unwrap();
            place.area = Some(a("x"));
            place.stands_for = vec![a("w")];
            office.reach = vec![(a("agatsuma"), a("y"))];
        }),
        [
            "unknown-name tables.workplaces.yamazato.area",
            "unknown-name tables.workplaces.yamazato.stands_for",
            "unknown-name reach[0]"
        ]
    );
}

#[test]
fn no_rate_is_negative() {
    assert_eq!(after(|office| office.rates.wish_ranks[1] = -1), ["price-negative rates.wish_ranks"]);
}
