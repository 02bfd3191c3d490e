//! How far a person's training has come when a period begins.

use kernel::{Months, Period};
use problem::{Person, Problem, Stage};
use rules::{
    Activity, Component, Engagement, EngagementStatus, Enrolment, Known, Site, SiteRole, TrainingProgramme,
};

use crate::office::{a, akagi, days, office};

fn with_programme() -> Problem {
    let mut office = office();
    let site = |id: &str, role| Site { workplace: a(id), role, period: Period::since(a("2010-04-01")) };
    let programme = TrainingProgramme {
        name: "例示".to_owned(),
        specialty: a("総合診療科"),
        months: Months(36),
        core_months: Months(0),
        components: vec![Component {
            departments: vec![a("内科")], classes: Vec::new(), months: Months(12)
        }],
        sites: vec![site("yamazato", SiteRole::Core)],
        source: "例示".to_owned(),
        attested: Vec::new(),
    };
    office.tables.programmes.insert(a("sogo"), programme);
    office
}

fn work(activity: Activity, department: &str, period: Period) -> Engagement {
    Engagement {
        id: a(&format!("{department}-{period}")),
        workplace: a("yamazato"),
        employer: None,
        department: a(department),
        activity,
        period,
        share: kernel::Share::FULL,
        side: false,
        status: EngagementStatus::Served,
        known: Known::default(),
    }
}

fn graduate() -> Person {
    let mut person = akagi();
    person.career.milestones.clear();
    person.career.graduated = Some(a("2023-03-25"));
    person
}

fn stage<'a>(problem: &'a Problem, person: &Person, on: &str) -> Stage<'a> {
    problem.stage(&Default::default(), person, 0, &person.career, a(on))
}

#[test]
fn initial_training_takes_twenty_four_months() {
    let problem = with_programme();
    let mut person = graduate();
    let initial = days("2023-04-01", "2025-04-01");
    person.career.engagements = vec![work(Activity::InitialTraining, "臨床研修", initial)];
    assert_eq!(stage(&problem, &person, "2025-03-31"), Stage::InitialTraining);
    assert_eq!(stage(&problem, &person, "2025-04-01"), Stage::Independent);
}

#[test]
fn a_trainee_is_one_until_the_months_are_complete() {
    let problem = with_programme();
    let mut person = graduate();
    let period = Period::since(a("2025-04-01"));
    person.career.engagements = vec![
        work(Activity::InitialTraining, "臨床研修", days("2023-04-01", "2025-04-01")),
        work(Activity::Clinical, "内科", days("2025-04-01", "2026-04-01")),
        work(Activity::Clinical, "総合診療科", days("2026-04-01", "2029-04-01")),
    ];
    person.career.enrolments = vec![Enrolment { programme: a("sogo"), period, known: Known::default() }];
    assert!(matches!(stage(&problem, &person, "2028-03-01"), Stage::Trainee(_)));
    assert_eq!(stage(&problem, &person, "2028-04-01"), Stage::Independent);
}

#[test]
fn who_is_to_join_the_paths_programme_is_its_trainee() {
    let problem = with_programme();
    let mut person = akagi();
    assert_eq!(stage(&problem, &person, "2027-04-01"), Stage::Independent);
    person.paths[0].programme = Some(a("sogo"));
    assert!(matches!(stage(&problem, &person, "2027-04-01"), Stage::Trainee(_)));
}

#[test]
fn a_component_is_learnt_in_clinical_work_at_a_site() {
    let problem = with_programme();
    let trainee = Stage::Trainee(&problem.tables.programmes["sogo"]);
    let mut post = problem.posts[0].clone();
    let on = a("2027-04-01");
    assert!(!trainee.has_component_at(&post, on), "general practice is the specialty itself");
    post.department = a("内科");
    assert!(trainee.has_component_at(&post, on));
    assert!(!Stage::Independent.has_component_at(&post, on));
    post.activity = Activity::Research;
    assert!(!trainee.has_component_at(&post, on));
    post.activity = Activity::Clinical;
    post.workplace = a("kawabe");
    assert!(!trainee.has_component_at(&post, on), "川辺診療所 is no site");
}
