//! Capacities: posts, workplaces, and trainees for each instructor.

use kernel::Share;
use problem::{Instructs, PartTimePeriod, PlaceLimit, Problem, Step};
use rules::Instructors;

use crate::cast::{a, at, codes, days, office, person, plan, span, with};

const NOTHING: [&str; 0] = [];

#[test]
fn a_post_takes_no_more_than_it_can() {
    let mut office = office();
    assert_eq!(codes(&office, with("akagi", 2, at("chuo-general"))), ["post-over-full"]);
    office.posts[0].most = 3;
    assert_eq!(codes(&office, with("akagi", 2, at("chuo-general"))), NOTHING);
}

#[test]
fn half_a_week_leaves_half_a_post() {
    let mut office = office();
    let half = Share::percent(50).unwrap();
    for id in ["akagi", "haruna"] {
        let part_time = PartTimePeriod { period: days("2027-04-01", "2030-04-01"), share: half };
        person(&mut office, id).part_time = vec![part_time];
    }
    assert_eq!(codes(&office, with("haruna", 0, at("yamazato-general"))), NOTHING);
    person(&mut office, "haruna").part_time[0].share = Share::percent(51).unwrap();
    assert_eq!(codes(&office, with("haruna", 0, at("yamazato-general"))), ["post-over-full"]);
}

#[test]
fn a_side_part_takes_its_share_of_the_post() {
    // 40 of 川辺診療所's hundred percent are taken on two days a week: no room for another full head.
    let mut plan = with("akagi", 0, Step::Pattern(a("shared-week")));
    assert_eq!(codes(&office(), plan.clone()), NOTHING);
    plan.people[1].steps[0] = at("kawabe-general");
    assert_eq!(codes(&office(), plan), ["post-over-full"]);
}

#[test]
fn a_workplace_takes_no_more_than_its_limit() {
    let mut office = office();
    let limit =
        |until: &str, most| vec![PlaceLimit { workplace: a("chuo"), span: span("2027-04", until), most }];
    office.place_limits = limit("2029-10", 3);
    assert_eq!(codes(&office, plan()), NOTHING);
    office.place_limits = limit("2029-10", 2);
    assert_eq!(codes(&office, plan()), ["place-over-full"]);
    // 2028: 榛名, 妙義 and 白根. A limit that ends in the year before does not hold then.
    office.place_limits = limit("2028-10", 2);
    assert_eq!(codes(&office, plan()), NOTHING);
}

/// 榛名 and another trainee at 中央病院 総合診療科 in the half-year of 2029.
fn taught_by(count: u32) -> Problem {
    let mut office = office();
    office.trainees_per_instructor = Some(1);
    let chuo = office.tables.workplaces.get_mut("chuo").unwrap();
    let period = days("2020-04-01", "2040-04-01");
    chuo.instructors = vec![Instructors { department: a("総合診療科"), period, count }];
    office
}

#[test]
fn trainees_need_instructors() {
    assert_eq!(codes(&taught_by(2), plan()), NOTHING);
    assert_eq!(codes(&taught_by(1), plan()), ["too-few-instructors"]);
}

#[test]
fn a_posted_instructor_gives_room() {
    let mut office = taught_by(1);
    office.posts[0].most = 3;
    let with_akagi = with("akagi", 2, at("chuo-general"));
    assert_eq!(codes(&office, with_akagi.clone()), ["too-few-instructors"]);
    let period = days("2029-04-01", "2030-04-01");
    person(&mut office, "akagi").instructs = vec![Instructs { department: a("総合診療科"), period }];
    assert_eq!(codes(&office, with_akagi), NOTHING);
    assert_eq!(codes(&office, plan()), ["too-few-instructors"]);
}

#[test]
fn where_instructors_are_unknown_nothing_is_forbidden() {
    let mut office = taught_by(0);
    office.tables.workplaces.get_mut("chuo").unwrap().instructors.clear();
    assert_eq!(codes(&office, plan()), NOTHING);
}
