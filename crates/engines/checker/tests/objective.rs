//! Every term of the objective, with the sum written out.
//!
//! The office's plan alone costs one move of 赤城 from 中央病院 (Maebashi) to 山里病院 (Agatsuma): 60 + 60.

use kernel::Months;
use problem::{
    Cause, Couple, Need, NeedLevel, NeedPlace, OutsideWish, Path, Pin, PinPlace, Plan, Problem,
    PublishedPosting, ShareStep, Step, Term, WantedWindow, Wish, WishPlace,
};
use rules::Activity;

use crate::cast::{a, at, honest, office, person, plan, served, span, with};

/// The points of a term. The report's sum must be that of all terms.
fn points(problem: &Problem, plan: Plan, term: Term) -> i128 {
    let report = checker::check(problem, &honest(problem, plan));
    assert!(report.accepts(), "{:#?}", report.findings);
    assert_eq!(report.objective.total, report.objective.terms.values().sum::<i128>());
    report.objective.terms.get(&term).copied().unwrap_or(0)
}

fn need(level: NeedLevel, at: NeedPlace, heads: u32, price: i64) -> Need {
    let id = format!("{level:?}-{at:?}-{heads}");
    Need { id: a(&id), level, at, department: None, span: span("2027-04", "2029-10"), heads, price }
}

#[test]
fn the_plan_alone_costs_one_move() {
    let report = checker::check(&office(), &honest(&office(), plan()));
    assert_eq!(report.objective.total, 60 + 60);
}

#[test]
fn each_missing_head_costs_its_price_a_year() {
    // 吾妻 asks for two, 赤城 is there: one is missing for a year, a year and half a year.
    for (level, term) in [
        (NeedLevel::Minimum, Term::UnmetMinimum),
        (NeedLevel::Critical, Term::UnmetCritical),
        (NeedLevel::Wanted, Term::UnmetWanted),
        (NeedLevel::Fairness, Term::Fairness),
    ] {
        let mut office = office();
        office.needs = vec![need(level, NeedPlace::Area(a("agatsuma")), 2, 1000)];
        assert_eq!(points(&office, plan(), term), 1000 + 1000 + 500);
    }
}

#[test]
fn a_need_of_a_workplace_or_department_is_met_only_there() {
    let mut office = office();
    office.needs = vec![need(NeedLevel::Wanted, NeedPlace::Workplace(a("kawabe")), 1, 100)];
    assert_eq!(points(&office, plan(), Term::UnmetWanted), 100 + 100 + 50);
    // Two days a week there: 60 % of a head missing in the first year.
    let week = with("akagi", 0, Step::Pattern(a("shared-week")));
    assert_eq!(points(&office, week, Term::UnmetWanted), 60 + 100 + 50);
    office.needs[0].at = NeedPlace::Area(a("maebashi"));
    office.needs[0].department = Some(a("内科"));
    assert_eq!(points(&office, with("haruna", 1, at("chuo-internal")), Term::UnmetWanted), 100 + 50);
}

#[test]
fn a_need_holds_in_periods_wholly_within_its_span() {
    let mut office = office();
    office.needs = vec![need(NeedLevel::Wanted, NeedPlace::Area(a("agatsuma")), 2, 1000)];
    office.needs[0].span = span("2027-05", "2029-10");
    assert_eq!(points(&office, plan(), Term::UnmetWanted), 1000 + 500);
}

#[test]
fn the_deeper_the_shortage_the_dearer() {
    let mut office = office();
    let at = || NeedPlace::Area(a("agatsuma"));
    office.needs = vec![need(NeedLevel::Wanted, at(), 2, 300), need(NeedLevel::Wanted, at(), 3, 100)];
    office.horizon.truncate(1);
    let mut plan = plan();
    plan.people.iter_mut().for_each(|person| person.steps.truncate(1));
    // One of two missing, and two of three.
    assert_eq!(points(&office, plan.clone(), Term::UnmetWanted), 300 + 2 * 100);
    plan.people[0].steps[0] = Step::Unplaced(Cause::Dearer);
    assert_eq!(points(&office, plan, Term::UnmetWanted), 2 * 300 + 3 * 100);
}

#[test]
fn the_worst_area_pays_by_the_mille() {
    let mut office = office();
    office.rates.worst_share = 12;
    office.needs = vec![
        need(NeedLevel::Wanted, NeedPlace::Area(a("agatsuma")), 3, 0),
        need(NeedLevel::Wanted, NeedPlace::Area(a("maebashi")), 4, 0),
    ];
    // 吾妻 misses 2 of 3 (667 ‰, rounded up) throughout; 前橋 at most 2 of 4. A half-year costs 6.
    assert_eq!(points(&office, plan(), Term::WorstShare), 667 * 12 + 667 * 12 + 667 * 6);
}

#[test]
fn each_prefecture_pays_for_its_own_worst_area() {
    let mut office = office();
    office.rates.worst_share = 12;
    let hills = need(NeedLevel::Wanted, NeedPlace::Area(a("agatsuma")), 3, 0);
    let plain = need(NeedLevel::Wanted, NeedPlace::Area(a("maebashi")), 4, 0);
    let mut of = |needs: Vec<problem::Need>, prefectures: [Option<&str>; 2]| {
        office.needs = needs;
        for (area, prefecture) in ["agatsuma", "maebashi"].into_iter().zip(prefectures) {
            let area = office.tables.areas.get_mut(&a::<kernel::AreaId>(area)).unwrap();
            area.prefecture = prefecture.map(a);
        }
        points(&office, plan(), Term::WorstShare)
    };
    let alone = [of(vec![hills.clone()], [None; 2]), of(vec![plain.clone()], [None; 2])];
    let both = || vec![hills.clone(), plain.clone()];
    assert_eq!(of(both(), [Some("gunma"), Some("tochigi")]), alone[0] + alone[1]);
    assert_eq!(of(both(), [Some("gunma"); 2]), alone[0]);
    assert!(alone[1] > 0);
}

#[test]
fn each_head_beyond_a_step_pays_on_top() {
    let mut office = office();
    office.rates.share_steps =
        vec![ShareStep { permille: 400, price: 100 }, ShareStep { permille: 500, price: 20 }];
    office.needs = vec![need(NeedLevel::Wanted, NeedPlace::Area(a("agatsuma")), 3, 0)];
    // 2 of 3 are missing; 40 % and 50 % of 3 come to one head each. A half-year costs half.
    assert_eq!(points(&office, plan(), Term::ShareSteps), 120 + 120 + 60);
    office.rates.share_steps = vec![ShareStep { permille: 667, price: 100 }];
    assert_eq!(points(&office, plan(), Term::ShareSteps), 0);
}

#[test]
fn a_year_unplaced_has_its_price() {
    let mut plan = with("akagi", 0, Step::Unplaced(Cause::Full));
    plan.people[0].steps[2] = Step::Unplaced(Cause::NoPost);
    assert_eq!(points(&office(), plan, Term::Unplaced), 24_000 + 12_000);
}

fn wish(place: WishPlace, rank: u8) -> Wish {
    Wish { place, rank, span: None, price: None }
}

#[test]
fn a_wish_costs_the_price_of_its_rank() {
    // Ranks cost 0, 60, 120, 180 a year; no wish 300. 赤城 is at 山里病院 for two years and a half.
    for (rank, a_year) in [(1, 0), (2, 60), (3, 120), (4, 180), (9, 180)] {
        let mut office = office();
        person(&mut office, "akagi").wishes = vec![wish(WishPlace::Workplace(a("yamazato")), rank)];
        assert_eq!(points(&office, plan(), Term::Wish), a_year + a_year + a_year / 2);
    }
}

#[test]
fn of_several_wishes_that_fit_the_cheapest_counts() {
    let mut office = office();
    person(&mut office, "akagi").wishes = vec![
        wish(WishPlace::Workplace(a("yamazato")), 4),
        wish(WishPlace::Area(a("agatsuma")), 2),
        Wish { price: Some(50), ..wish(WishPlace::Class(a("shortage")), 3) },
    ];
    assert_eq!(points(&office, plan(), Term::Wish), 50 + 50 + 25);
}

#[test]
fn a_place_in_no_wish_has_its_price_where_there_are_wishes() {
    let mut office = office();
    let wishes =
        vec![Wish { span: Some(span("2028-04", "2030-04")), ..wish(WishPlace::Workplace(a("chuo")), 1) }];
    person(&mut office, "akagi").wishes = wishes;
    // No wish for 2027; 300 for 2028 and half of it for the half-year.
    assert_eq!(points(&office, plan(), Term::Wish), 300 + 150);
    person(&mut office, "akagi").unlisted = Some(100);
    assert_eq!(points(&office, plan(), Term::Wish), 100 + 100 + 50);
}

#[test]
fn an_open_specialty_costs_its_choice_once() {
    let mut office = office();
    let surgery = Path { specialty: a("外科"), programme: None, price: 70 };
    person(&mut office, "akagi").paths.push(surgery);
    let mut plan = with("akagi", 0, at("chuo-surgery"));
    plan.people[0].steps = vec![at("chuo-surgery"), at("chuo-surgery"), at("chuo-surgery")];
    plan.people[0].path = 1;
    assert_eq!(points(&office, plan, Term::Specialty), 70);
}

#[test]
fn service_outside_the_wanted_window_has_its_price() {
    let mut office = office();
    person(&mut office, "akagi").windows =
        vec![WantedWindow { class: a("shortage"), span: span("2028-04", "2029-04") }];
    // 2027 is too early, the half-year of 2029 too late.
    assert_eq!(points(&office, plan(), Term::Window), 240 + 120);
}

#[test]
fn a_change_of_workplace_costs_and_of_area_on_top() {
    let mut plan = plan();
    plan.people[0].steps = vec![at("yamazato-general"), at("kawabe-general"), at("yamazato-general")];
    // 中央 → 山里 (other area) → 川辺 (same area) → 山里 (same area).
    assert_eq!(points(&office(), plan.clone(), Term::MoveWorkplace), 60 + 60 + 60);
    assert_eq!(points(&office(), plan, Term::MoveArea), 60);
}

#[test]
fn time_without_work_is_no_move() {
    let unplaced = with("akagi", 1, Step::Unplaced(Cause::Dearer));
    assert_eq!(points(&office(), unplaced, Term::MoveWorkplace), 60);
}

#[test]
fn a_first_posting_is_no_move() {
    let mut office = office();
    person(&mut office, "akagi").career.engagements.clear();
    assert_eq!(points(&office, plan(), Term::MoveWorkplace), 0);
}

#[test]
fn the_latest_main_engagement_before_the_horizon_is_where_one_comes_from() {
    let mut office = office();
    let work = &mut person(&mut office, "akagi").career.engagements;
    work.push(served("earlier", "kawabe", "総合診療科", crate::cast::days("2024-04-01", "2025-04-01")));
    let mut side = served("side", "kawabe", "総合診療科", crate::cast::days("2026-04-01", "2027-05-01"));
    side.side = true;
    work.push(side);
    assert_eq!(points(&office, plan(), Term::MoveArea), 60);
}

fn wants_a_year_outside() -> Problem {
    let mut office = office();
    person(&mut office, "akagi").outside = Some(OutsideWish {
        workplace: a("toto"),
        department: a("総合診療科"),
        activity: Activity::Research,
        months: Months(12),
        span: None,
    });
    office
}

#[test]
fn only_the_return_from_outside_is_a_move() {
    let outside = with("akagi", 1, Step::Outside);
    // 中央 → 山里: 60 + 60; 山里 → outside: nothing; outside → 山里: 60 + 60.
    assert_eq!(points(&wants_a_year_outside(), outside.clone(), Term::MoveWorkplace), 60 + 60);
    assert_eq!(points(&wants_a_year_outside(), outside, Term::MoveArea), 60 + 60);
}

#[test]
fn wanted_months_outside_that_are_not_given_have_their_price() {
    let office = wants_a_year_outside();
    assert_eq!(points(&office, plan(), Term::OutsideUnmet), 360);
    assert_eq!(points(&office, with("akagi", 2, Step::Outside), Term::OutsideUnmet), 180);
    assert_eq!(points(&office, with("akagi", 1, Step::Outside), Term::OutsideUnmet), 0);
}

#[test]
fn a_couple_out_of_reach_has_its_price() {
    let mut office = office();
    office.couples = vec![Couple { people: (a("haruna"), a("akagi")) }];
    assert_eq!(points(&office, plan(), Term::CoupleApart), 480 + 480 + 240);
    office.reach = vec![(a("agatsuma"), a("maebashi"))];
    assert_eq!(points(&office, plan(), Term::CoupleApart), 0);
    office.reach.clear();
    let together = with("haruna", 0, at("kawabe-general"));
    assert_eq!(points(&office, together, Term::CoupleApart), 480 + 240);
}

#[test]
fn a_soft_pin_that_is_not_followed_has_its_price() {
    let mut office = office();
    office.pins = vec![Pin {
        person: a("akagi"),
        span: span("2028-04", "2030-04"),
        at: PinPlace::Workplace(a("kawabe")),
        soft_price: Some(90),
        why: String::new(),
    }];
    assert_eq!(points(&office, plan(), Term::SoftPin), 90 + 45);
    assert_eq!(points(&office, with("akagi", 2, at("kawabe-general")), Term::SoftPin), 90);
}

#[test]
fn a_difference_from_what_was_published_has_its_price() {
    let mut office = office();
    let published = |workplace: Option<&str>, price| PublishedPosting {
        person: a("akagi"),
        span: span("2027-04", "2028-04"),
        workplace: workplace.map(a),
        price,
    };
    office.previous = vec![published(Some("yamazato"), None)];
    assert_eq!(points(&office, plan(), Term::Change), 0);
    office.previous = vec![published(Some("chuo"), None)];
    assert_eq!(points(&office, plan(), Term::Change), 240);
    office.previous = vec![published(None, Some(500))];
    assert_eq!(points(&office, plan(), Term::Change), 500);
    let unplaced = with("akagi", 0, Step::Unplaced(Cause::Dearer));
    assert_eq!(points(&office, unplaced, Term::Change), 500);
}
