//! A plan read as facts.

use kernel::{Months, Period, Share};
use problem::{
    Cause, Exclusion, PartTimePeriod, Path, Pattern, PatternPart, Person, PersonPlan, PlanPeriod, Problem,
    Resolution, Step, suppose,
};
use rules::{Activity, Component, Engagement, EngagementStatus, Known, Leave, TrainingProgramme, Workplace};

use crate::office::{a, akagi, days, office, span};

fn started(graduated: Option<&str>, licensed: Option<&str>) -> Option<kernel::Date> {
    let mut person = akagi();
    person.career.graduated = graduated.map(a);
    person.career.licensed = licensed.map(a);
    person.service_start()
}

#[test]
fn service_starts_in_the_april_after_graduation() {
    assert_eq!(started(Some("2027-03-25"), Some("2027-05-10")), Some(a("2027-04-01")));
    assert_eq!(started(Some("2027-04-01"), None), Some(a("2027-04-01")));
    assert_eq!(started(Some("2027-04-02"), None), Some(a("2028-04-01")));
}

#[test]
fn without_graduation_service_starts_in_the_month_of_the_licence() {
    assert_eq!(started(None, Some("2027-05-10")), Some(a("2027-05-01")));
    assert_eq!(started(None, None), None);
}

fn away(periods: &[(&str, &str)]) -> bool {
    let mut person = akagi();
    let leave = |(from, until): &(&str, &str)| Leave {
        kind: a("childcare"),
        period: days(from, until),
        known: Known::default(),
    };
    person.career.leaves = periods.iter().map(leave).collect();
    person.away_throughout(span("2027-04", "2028-04"))
}

#[test]
fn leave_covers_a_period_day_by_day() {
    assert!(away(&[("2027-04-01", "2028-04-01")]));
    assert!(away(&[("2027-10-15", "2029-01-01"), ("2027-01-01", "2027-10-15")]));
    assert!(!away(&[("2027-04-02", "2028-04-01")]), "a day late");
    assert!(!away(&[("2027-04-01", "2028-03-31")]), "a day short");
    assert!(!away(&[("2027-04-01", "2027-10-15"), ("2027-10-16", "2028-04-01")]), "a day between");
}

#[test]
fn an_open_leave_lasts() {
    let mut person = akagi();
    let period = Period::since(a("2027-01-01"));
    person.career.leaves = vec![Leave { kind: a("illness"), period, known: Known::default() }];
    assert!(person.away_throughout(span("2027-04", "2040-04")));
}

fn with_pattern(parts: &[(&str, i32, Option<i32>, u8)]) -> Problem {
    let mut office = office();
    let parts = parts.iter().map(|(post, after, months, share)| PatternPart {
        post: a(post),
        after: Months(*after),
        months: months.map(Months),
        share: Share::percent(*share).unwrap(),
        side: false,
    });
    office.patterns = vec![Pattern { id: a("mix"), name: "例示".to_owned(), parts: parts.collect() }];
    office
}

/// Percent of each post that the pattern takes over a year.
fn usage(problem: &Problem, person: &Person) -> Vec<u32> {
    let year = span("2027-04", "2028-04");
    let parts = problem.parts(person, &Step::Pattern(a("mix")), year);
    let on = year.from.first_day();
    parts.iter().map(|part| part.usage(part.worked_by(person, on), year.length())).collect()
}

#[test]
fn a_part_takes_its_share_for_its_months_rounded_up() {
    let halves = [("yamazato-general", 0, Some(6), 100), ("kawabe-general", 6, None, 100)];
    assert_eq!(usage(&with_pattern(&halves), &akagi()), [50, 50]);
    // 60 % for five months of twelve: 25; 40 % for twelve: 40; 70 % for seven: 40.83…, so 41.
    let mixed = [
        ("yamazato-general", 0, Some(5), 60),
        ("kawabe-general", 0, None, 40),
        ("yamazato-general", 5, None, 70),
    ];
    assert_eq!(usage(&with_pattern(&mixed), &akagi()), [25, 40, 41]);
}

#[test]
fn who_works_part_time_takes_no_more_than_that() {
    let mut person = akagi();
    let share = Share::percent(50).unwrap();
    person.part_time = vec![PartTimePeriod { period: days("2027-04-01", "2028-04-01"), share }];
    let week = [("yamazato-general", 0, None, 60), ("kawabe-general", 0, None, 40)];
    assert_eq!(usage(&with_pattern(&week), &person), [50, 40]);
}

#[test]
fn a_pattern_that_does_not_fill_the_period_means_nothing() {
    assert_eq!(usage(&with_pattern(&[("yamazato-general", 0, Some(11), 100)]), &akagi()), [0; 0]);
    assert_eq!(usage(&with_pattern(&[("nowhere", 0, None, 100)]), &akagi()), [0; 0]);
    let late = [("yamazato-general", 0, None, 50), ("kawabe-general", 12, None, 50)];
    assert_eq!(usage(&with_pattern(&late), &akagi()), [0; 0]);
}

#[test]
fn a_post_is_offered_where_it_exists_throughout() {
    let mut office = office();
    let year = office.horizon[0];
    office.posts[0].span = span("2027-04", "2028-04");
    assert!(office.offers(&office.posts[0], &year));
    office.posts[0].span = span("2027-05", "2028-04");
    assert!(!office.offers(&office.posts[0], &year));
    let zones = PlanPeriod { resolution: Resolution::Zone, ..year };
    assert!(!office.offers(&office.posts[1], &zones), "a facility cannot be named there");
}

#[test]
fn a_zone_is_excluded_only_with_all_it_stands_for() {
    let mut office = office();
    let zone = Workplace {
        name: "吾妻・小規模群".to_owned(),
        area: Some(a("agatsuma")),
        classes: Vec::new(),
        instructors: Vec::new(),
        stands_for: vec![a("yamazato"), a("kawabe")],
    };
    office.tables.workplaces.insert(a("zone"), zone);
    let mut person = akagi();
    let exclusion = |id: &str| Exclusion { workplace: a(id), why: "親族の経営".to_owned() };
    person.excluded = vec![exclusion("yamazato")];
    assert!(office.excludes(&person, &a("yamazato")));
    assert!(!office.excludes(&person, &a("zone")));
    person.excluded.push(exclusion("kawabe"));
    assert!(office.excludes(&person, &a("zone")));
}

fn steps(steps: Vec<Step>) -> PersonPlan {
    PersonPlan { person: a("akagi"), path: 0, steps }
}

fn worked(period: Period) -> Engagement {
    Engagement {
        id: a("past"),
        workplace: a("kawabe"),
        employer: None,
        department: a("総合診療科"),
        activity: Activity::Clinical,
        period,
        share: Share::FULL,
        side: false,
        status: EngagementStatus::Verified,
        known: Known::default(),
    }
}

#[test]
fn a_posting_becomes_an_engagement_after_what_lies_before_the_horizon() {
    let office = office();
    let mut person = akagi();
    person.career.engagements = vec![worked(Period::since(a("2025-04-01")))];
    let career = suppose(&office, &person, &steps(vec![Step::Post(a("yamazato-general"))]));
    let periods: Vec<_> = career
        .engagements
        .iter()
        .map(|work| (work.id.to_string(), work.workplace.to_string(), work.period))
        .collect();
    assert_eq!(
        periods,
        [
            ("past".to_owned(), "kawabe".to_owned(), days("2025-04-01", "2027-04-01")),
            ("plan:0:0".to_owned(), "yamazato".to_owned(), days("2027-04-01", "2028-04-01")),
        ]
    );
    assert_eq!(career.engagements[1].status, EngagementStatus::Served);
}

#[test]
fn steps_without_work_add_nothing() {
    for step in [Step::Leave, Step::NotYet, Step::Released, Step::Unplaced(Cause::Full), Step::Outside] {
        let career = suppose(&office(), &akagi(), &steps(vec![step]));
        assert_eq!(career.engagements, []);
    }
}

#[test]
fn enrolment_in_the_programme_begins_with_the_first_clinical_posting() {
    let mut office = office();
    let programme = TrainingProgramme {
        name: "例示".to_owned(),
        specialty: a("総合診療科"),
        months: Months(36),
        core_months: Months(0),
        components: vec![Component {
            departments: vec![a("内科")], classes: Vec::new(), months: Months(12)
        }],
        sites: Vec::new(),
        source: "例示".to_owned(),
        attested: Vec::new(),
    };
    office.tables.programmes.insert(a("sogo"), programme);
    office.horizon.push(PlanPeriod { span: span("2028-04", "2029-04"), resolution: Resolution::Facility });
    let mut person = akagi();
    person.paths = vec![Path { specialty: a("総合診療科"), programme: Some(a("sogo")), price: 0 }];
    let late = steps(vec![Step::Unplaced(Cause::Full), Step::Post(a("kawabe-general"))]);
    let career = suppose(&office, &person, &late);
    assert_eq!(career.enrolments.len(), 1);
    assert_eq!(career.enrolments[0].period, Period::since(a("2028-04-01")));
    // Whoever is enrolled already stays as recorded.
    person.career.enrolments = career.enrolments;
    person.career.enrolments[0].period = Period::since(a("2026-04-01"));
    let again = suppose(&office, &person, &late);
    assert_eq!(again.enrolments, person.career.enrolments);
}
