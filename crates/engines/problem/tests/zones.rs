//! 粗視化: whoever is posted to a zone could be posted to one of its facilities, as far as any rule can tell.

use std::collections::BTreeSet;

use kernel::{Bilingual, Months, Period, WorkplaceId};
use problem::{Need, NeedLevel, NeedPlace, Pin, PinPlace, PlanPeriod, Post, Problem, Resolution, with_zones};
use proptest::prelude::*;
use rules::{Class, Instructors, Membership, Site, SiteRole, TrainingProgramme, Workplace};

use crate::office::{a, days, office, span};

const DEPARTMENTS: [&str; 2] = ["総合診療科", "内科"];

/// A near year by facility, two far years by zone, four hospitals that differ as the seed says.
fn country(seeds: [u8; 4]) -> Problem {
    let mut problem = office();
    let period = |from: &str, until: &str, resolution| PlanPeriod { span: span(from, until), resolution };
    problem.horizon = vec![
        period("2027-04", "2028-04", Resolution::Facility),
        period("2028-04", "2029-04", Resolution::Zone),
        period("2029-04", "2030-04", Resolution::Zone),
    ];
    problem.people.clear();
    problem.posts.clear();
    for id in ["small", "shortage"] {
        let scheme = if id == "small" { "hospital-group" } else { "designation" };
        let name = Bilingual::new(if id == "small" { "小規模群" } else { "医師少数区域" }, id);
        let class = Class { scheme: a(scheme), name, source: "例示".to_owned(), fictitious: true };
        problem.tables.classes.insert(a(id), class);
    }
    let programme = TrainingProgramme {
        name: "例示".to_owned(),
        specialty: a("総合診療科"),
        months: Months(36),
        core_months: Months(0),
        components: Vec::new(),
        sites: Vec::new(),
        source: "例示".to_owned(),
        attested: Vec::new(),
    };
    problem.tables.programmes.insert(a("sogo"), programme);
    for (number, seed) in seeds.into_iter().enumerate() {
        add_hospital(&mut problem, number, seed);
    }
    problem
}

fn add_hospital(problem: &mut Problem, number: usize, seed: u8) {
    let id: WorkplaceId = a(&format!("h{number}"));
    let bit = |place: u8| seed >> place & 1 == 1;
    let ever = Period::since(a("2010-04-01"));
    let mut classes = Vec::new();
    if bit(0) {
        classes.push(Membership { class: a("small"), period: ever });
    }
    if bit(1) {
        let until = if bit(2) { "2029-04-01" } else { "2040-04-01" };
        classes.push(Membership { class: a("shortage"), period: days("2010-04-01", until) });
    }
    if bit(3) {
        let role = if bit(4) { SiteRole::Core } else { SiteRole::Affiliated };
        let site = Site { workplace: id.clone(), role, period: ever };
        problem.tables.programmes.get_mut("sogo").unwrap().sites.push(site);
    }
    let instructors = DEPARTMENTS.map(|department| Instructors {
        department: a(department),
        period: ever,
        count: u32::from(seed % 3),
    });
    let workplace = Workplace {
        name: format!("病院{number}"),
        area: Some(a(if bit(5) { "maebashi" } else { "agatsuma" })),
        classes,
        instructors: if bit(6) { instructors.to_vec() } else { Vec::new() },
        stands_for: Vec::new(),
    };
    problem.tables.workplaces.insert(id.clone(), workplace);
    for department in DEPARTMENTS {
        problem.posts.push(Post {
            id: a(&format!("{id}-{department}")),
            workplace: id.clone(),
            department: a(department),
            activity: Default::default(),
            employer: None,
            span: span("2027-04", if bit(7) { "2029-04" } else { "2040-04" }),
            most: u32::from(seed % 4) + 1,
        });
    }
}

fn zone_posts(problem: &Problem) -> Vec<(&Post, &Workplace)> {
    let of = problem.posts.iter().map(|post| (post, &problem.tables.workplaces[&post.workplace]));
    of.filter(|(_, place)| !place.stands_for.is_empty()).collect()
}

proptest! {
    #[test]
    fn whoever_is_at_a_zone_could_be_at_one_of_its_facilities(seeds in any::<[u8; 4]>()) {
        let near = country(seeds);
        let far = with_zones(&near);
        let programme = &far.tables.programmes["sogo"];
        for (post, zone) in zone_posts(&far) {
            let open = near.posts.iter().filter(|facility| {
                facility.department == post.department
                    && facility.activity == post.activity
                    && zone.stands_for.contains(&facility.workplace)
                    && facility.span.from <= post.span.from
                    && post.span.until <= facility.span.until
            });
            let open: Vec<&Post> = open.collect();
            prop_assert_eq!(post.most, open.iter().map(|facility| facility.most).sum::<u32>());
            for facility in open {
                let place = &near.tables.workplaces[&facility.workplace];
                prop_assert_eq!(&place.area, &zone.area);
                // On any day, before the horizon too: a rule may ask what held when a stay or a commitment began.
                for day in ["2009-01-01", "2015-04-01", "2028-04-01", "2029-03-31", "2029-04-01", "2039-04-01"] {
                    for class in ["small", "shortage"] {
                        prop_assert_eq!(place.is(&a(class), a(day)), zone.is(&a(class), a(day)));
                    }
                }
                // Sites matter where the programme's months can be earned: in its specialty.
                let concerned = programme.specialty == post.department;
                let by_zone = far.horizon.iter().filter(|period| period.resolution == Resolution::Zone);
                for period in by_zone.filter(|_| concerned) {
                    let day = period.span.from.first_day();
                    let role = |place: &WorkplaceId| programme.role_on(place, day);
                    prop_assert_eq!(role(&facility.workplace), role(&post.workplace));
                }
            }
        }
    }

    #[test]
    fn every_far_post_is_in_exactly_one_zone(seeds in any::<[u8; 4]>()) {
        let near = country(seeds);
        let far = with_zones(&near);
        let heads = |problem: &Problem, period: usize| -> u32 {
            let period = problem.horizon[period];
            problem.posts.iter().filter(|post| problem.offers(post, &period)).map(|post| post.most).sum()
        };
        for period in [1, 2] {
            let span = near.horizon[period].span;
            let open = near.posts.iter().filter(|post| post.span.until >= span.until);
            prop_assert_eq!(heads(&far, period), open.map(|post| post.most).sum::<u32>());
        }
        prop_assert_eq!(heads(&far, 0), heads(&near, 0));
        prop_assert_eq!(far.validate(), vec![]);
    }
}

#[test]
fn zones_are_named_by_area_group_and_department() {
    let far = with_zones(&country([1, 1, 1, 1]));
    let names: BTreeSet<&str> = zone_posts(&far).into_iter().map(|(_, zone)| zone.name.as_str()).collect();
    assert_eq!(names, BTreeSet::from(["吾妻・小規模群（内科）", "吾妻・小規模群（総合診療科）"]));
}

#[test]
fn instructors_of_a_zone_are_those_of_all_its_facilities() {
    // Seeds 65 = small, instructors known, 65 % 3 = 2 of them; four hospitals.
    let far = with_zones(&country([65; 4]));
    for (post, zone) in zone_posts(&far) {
        assert_eq!(zone.instructors_on(&post.department, a("2028-04-01")), 4 * 2);
    }
}

#[test]
fn needs_of_facilities_become_one_convex_need_of_their_zone() {
    let mut near = country([1, 1, 0, 0]);
    let need = |id: &str, at: &str, heads, price| Need {
        id: a(id),
        level: NeedLevel::Wanted,
        at: NeedPlace::Workplace(a(at)),
        department: Some(a("内科")),
        span: span("2027-04", "2030-04"),
        heads,
        price,
    };
    near.needs = vec![need("n0", "h0", 1, 500), need("n1", "h1", 2, 300)];
    let far = with_zones(&near);
    let near_lines: Vec<_> = far.needs.iter().take(2).map(|need| need.span.until).collect();
    assert_eq!(near_lines, [a("2028-04"), a("2028-04")], "facilities are named in the near year only");
    // Of three heads the first missing one costs 300, as do the second, and the third 500 = 300 + 200.
    let lines = far.needs.iter().skip(2).map(|need| (need.heads, need.price)).collect::<Vec<_>>();
    assert_eq!(lines, [(1, 200), (3, 300), (1, 200), (3, 300)]);
}

#[test]
fn a_pin_at_a_post_holds_its_workplace_in_far_years() {
    let mut near = country([1, 1, 0, 0]);
    near.pins = vec![Pin {
        person: a("akagi"),
        span: span("2027-04", "2030-04"),
        at: PinPlace::Post(a("h0-内科")),
        soft_price: None,
        why: String::new(),
    }];
    let pins: Vec<_> = with_zones(&near).pins.into_iter().map(|pin| (pin.span, pin.at)).collect();
    assert_eq!(
        pins,
        [
            (span("2027-04", "2028-04"), PinPlace::Post(a("h0-内科"))),
            (span("2028-04", "2030-04"), PinPlace::Workplace(a("h0"))),
        ]
    );
}

#[test]
fn a_horizon_by_facility_stays_as_it_is() {
    let office = office();
    assert_eq!(with_zones(&office), office);
}
