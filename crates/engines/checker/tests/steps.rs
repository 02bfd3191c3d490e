//! Steps a person can take, and those nobody can.

use kernel::{Months, Share};
use problem::{Cause, Exclusion, Impossible, OutsideWish, PatternPart, Pin, PinPlace, Resolution, Step};
use rules::{Activity, Known, Leave};

use crate::cast::{a, at, codes, days, office, person, plan, span, with};

const NOTHING: [&str; 0] = [];

#[test]
fn a_right_plan_has_no_finding() {
    assert_eq!(codes(&office(), plan()), NOTHING);
}

#[test]
fn nobody_is_placed_before_graduation() {
    assert_eq!(codes(&office(), with("shirane", 0, at("kawabe-general"))), ["step-forced"]);
}

#[test]
fn a_graduate_is_no_longer_before_graduation() {
    assert_eq!(codes(&office(), with("akagi", 0, Step::NotYet)), ["step-forced"]);
}

fn away(from: &str, until: &str) -> Leave {
    Leave { kind: a("childcare"), period: days(from, until), known: Known::default() }
}

#[test]
fn leave_of_a_whole_period_is_stated_as_leave() {
    let mut office = office();
    person(&mut office, "akagi").career.leaves = vec![away("2028-04-01", "2029-04-01")];
    assert_eq!(codes(&office, plan()), ["step-forced"]);
    assert_eq!(codes(&office, with("akagi", 1, Step::Leave)), NOTHING);
}

#[test]
fn leave_that_ends_a_day_early_leaves_the_period_to_be_planned() {
    let mut office = office();
    person(&mut office, "akagi").career.leaves = vec![away("2028-04-01", "2029-03-31")];
    assert_eq!(codes(&office, plan()), NOTHING);
    assert_eq!(codes(&office, with("akagi", 1, Step::Leave)), ["step-forced"]);
}

#[test]
fn two_leaves_together_cover_a_period() {
    let mut office = office();
    person(&mut office, "akagi").career.leaves =
        vec![away("2028-08-15", "2029-06-01"), away("2028-02-01", "2028-08-15")];
    assert_eq!(codes(&office, with("akagi", 1, Step::Leave)), NOTHING);
}

#[test]
fn nobody_without_months_owed_is_released() {
    assert_eq!(codes(&office(), with("akagi", 2, Step::Released)), ["step-forced"]);
}

#[test]
fn a_post_must_exist_throughout_the_period() {
    let mut office = office();
    office.posts[1].span = span("2020-04", "2029-03");
    let mut short = plan();
    short.people[0].steps = vec![at("yamazato-general"), at("yamazato-general"), at("kawabe-general")];
    assert_eq!(codes(&office, short.clone()), ["post-not-offered"]);
    office.posts[1].span = span("2020-04", "2029-04");
    assert_eq!(codes(&office, short), NOTHING);
}

#[test]
fn a_facility_cannot_be_named_in_a_period_planned_by_zone() {
    let mut office = office();
    office.horizon[2].resolution = Resolution::Zone;
    let mut plan = plan();
    for person in &mut plan.people {
        person.steps[2] = Step::Unplaced(Cause::NoPost);
    }
    assert_eq!(codes(&office, plan.clone()), NOTHING);
    plan.people[0].steps[2] = at("yamazato-general");
    assert_eq!(codes(&office, plan), ["post-not-offered"]);
}

#[test]
fn a_pattern_must_fill_the_period() {
    let mut office = office();
    let halves = |post: &str, after: i32| PatternPart {
        post: a(post),
        after: Months(after),
        months: Some(Months(6)),
        share: Share::FULL,
        side: false,
    };
    office.patterns[0].parts = vec![halves("yamazato-general", 0), halves("kawabe-general", 6)];
    assert_eq!(codes(&office, with("akagi", 0, Step::Pattern(a("shared-week")))), NOTHING);
    office.patterns[0].parts.pop();
    assert_eq!(codes(&office, with("akagi", 0, Step::Pattern(a("shared-week")))), ["pattern-not-offered"]);
}

#[test]
fn nobody_is_sent_to_an_excluded_place() {
    let mut office = office();
    let exclusion = Exclusion { workplace: a("kawabe"), why: "親族の経営".to_owned() };
    person(&mut office, "akagi").excluded = vec![exclusion];
    assert_eq!(codes(&office, plan()), NOTHING);
    assert_eq!(codes(&office, with("akagi", 2, at("kawabe-general"))), ["place-excluded"]);
    // Not even for two days a week.
    assert_eq!(codes(&office, with("akagi", 0, Step::Pattern(a("shared-week")))), ["place-excluded"]);
}

#[test]
fn initial_training_is_done_at_its_own_posts() {
    assert_eq!(codes(&office(), with("myogi", 1, at("kawabe-general"))), ["initial-training"]);
}

#[test]
fn posts_of_initial_training_are_for_nobody_else() {
    assert_eq!(codes(&office(), with("akagi", 0, at("chuo-initial"))), ["initial-training"]);
}

#[test]
fn a_third_year_is_no_longer_initial_training() {
    assert_eq!(codes(&office(), with("myogi", 2, at("chuo-initial"))), ["initial-training"]);
}

#[test]
fn a_specialist_works_in_the_own_specialty_only() {
    assert_eq!(codes(&office(), with("akagi", 0, at("chuo-internal"))), ["department"]);
}

#[test]
fn a_trainee_may_work_in_a_component_department_of_the_programme() {
    assert_eq!(codes(&office(), with("haruna", 0, at("chuo-internal"))), NOTHING);
    assert_eq!(codes(&office(), with("haruna", 0, at("chuo-surgery"))), ["department"]);
}

#[test]
fn a_component_counts_at_sites_of_the_programme_only() {
    let mut office = office();
    office.posts[3].workplace = a("kawabe");
    assert_eq!(codes(&office, with("haruna", 0, at("chuo-internal"))), ["department"]);
}

#[test]
fn research_is_done_in_the_own_specialty() {
    let mut office = office();
    office.posts[3].activity = Activity::Research;
    assert_eq!(codes(&office, with("haruna", 0, at("chuo-internal"))), ["department"]);
}

#[test]
fn who_joins_a_programme_after_initial_training_is_its_trainee() {
    assert_eq!(codes(&office(), with("myogi", 2, at("chuo-internal"))), NOTHING);
}

fn wants_a_year_outside(span: Option<kernel::MonthSpan>) -> problem::Problem {
    let mut office = office();
    person(&mut office, "akagi").outside = Some(OutsideWish {
        workplace: a("toto"),
        department: a("総合診療科"),
        activity: Activity::Clinical,
        months: Months(12),
        span,
    });
    office
}

#[test]
fn nobody_is_sent_outside_unwished() {
    assert_eq!(codes(&office(), with("akagi", 0, Step::Outside)), ["outside-not-wanted"]);
    let late = wants_a_year_outside(Some(span("2028-04", "2030-04")));
    assert_eq!(codes(&late, with("akagi", 0, Step::Outside)), ["outside-not-wanted"]);
    assert_eq!(codes(&late, with("akagi", 1, Step::Outside)), NOTHING);
}

#[test]
fn nobody_is_outside_for_longer_than_wished() {
    let mut plan = with("akagi", 0, Step::Outside);
    let office = wants_a_year_outside(None);
    assert_eq!(codes(&office, plan.clone()), NOTHING);
    plan.people[0].steps[2] = Step::Outside;
    assert_eq!(codes(&office, plan), ["outside-too-long"]);
}

fn pinned(at: PinPlace, from: &str, until: &str) -> problem::Problem {
    let mut office = office();
    let why = "医局の決定".to_owned();
    office.pins = vec![Pin { person: a("akagi"), span: span(from, until), at, soft_price: None, why }];
    office
}

#[test]
fn a_firm_pin_holds_in_every_period_it_overlaps() {
    let office = pinned(PinPlace::Post(a("kawabe-general")), "2029-03", "2029-05");
    let mut followed = plan();
    followed.people[0].steps = vec![at("yamazato-general"), at("kawabe-general"), at("kawabe-general")];
    assert_eq!(codes(&office, followed.clone()), NOTHING);
    followed.people[0].steps[1] = at("yamazato-general");
    assert_eq!(codes(&office, followed), ["pin-not-kept"]);
}

#[test]
fn a_pin_to_a_workplace_is_kept_by_the_main_part_of_a_pattern() {
    let at_main = pinned(PinPlace::Workplace(a("yamazato")), "2027-04", "2028-04");
    let week = with("akagi", 0, Step::Pattern(a("shared-week")));
    assert_eq!(codes(&at_main, week.clone()), NOTHING);
    let at_side = pinned(PinPlace::Workplace(a("kawabe")), "2027-04", "2028-04");
    assert_eq!(codes(&at_side, week), ["pin-not-kept"]);
}

#[test]
fn being_unplaced_keeps_no_firm_pin() {
    let office = pinned(PinPlace::Post(a("yamazato-general")), "2027-04", "2028-04");
    assert_eq!(codes(&office, with("akagi", 0, Step::Unplaced(Cause::Dearer))), ["pin-not-kept"]);
}

#[test]
fn a_pin_outside_holds_the_person_outside() {
    let mut office = wants_a_year_outside(None);
    office.pins = pinned(PinPlace::Outside, "2027-04", "2028-04").pins;
    assert_eq!(codes(&office, plan()), ["pin-not-kept"]);
    assert_eq!(codes(&office, with("akagi", 0, Step::Outside)), NOTHING);
}

#[test]
fn an_impossible_person_is_unplaced_throughout_and_listed() {
    let never = Step::Unplaced(Cause::Impossible);
    assert_eq!(codes(&office(), with("akagi", 0, never.clone())), ["step-impossible"]);

    let mut office = pinned(PinPlace::Post(a("kawabe-general")), "2027-04", "2028-04");
    person(&mut office, "akagi").career.leaves = vec![away("2028-04-01", "2029-04-01")];
    let mut plan = plan();
    plan.impossible = vec![Impossible { person: a("akagi"), conflict: Vec::new() }];
    plan.people[0].steps = vec![never.clone(), Step::Leave, never];
    assert_eq!(codes(&office, plan.clone()), NOTHING);
    plan.people[0].steps[2] = at("yamazato-general");
    assert_eq!(codes(&office, plan), ["step-impossible"]);
}
