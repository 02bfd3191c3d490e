//! A made-up office: three hospitals, a few posts, four physicians, and a plan that is right. Each test changes one
//! thing.
//!
//! 赤城 is a specialist; 榛名 a trainee in general practice; 妙義 graduates in 2027 and is in initial training for two
//! years; 白根 graduates in 2028.

use std::str::FromStr;

use kernel::{AsOf, Bilingual, Date, MonthSpan, Months, Period};
use problem::{
    Objective, PLAN_SCHEMA, PROBLEM_SCHEMA, Path, Pattern, PatternPart, Person, PersonPlan, Plan, PlanPeriod,
    Post, Problem, Rates, Resolution, Step,
};
use rules::{
    Activity, Area, Career, Class, Component, Engagement, EngagementStatus, Enrolment, Known, Membership,
    Milestone, Site, SiteRole, Tables, TrainingProgramme, Workplace,
};

/// An id, a day, a month, a share from its text.
pub fn a<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

pub fn span(from: &str, until: &str) -> MonthSpan {
    MonthSpan { from: a(from), until: a(until) }
}

pub fn days(from: &str, until: &str) -> Period {
    Period::new(a(from), a(until)).unwrap()
}

fn ever() -> Period {
    Period::since(a("2010-04-01"))
}

/// Two years and a half-year, by facility.
pub fn office() -> Problem {
    let periods = [("2027-04", "2028-04"), ("2028-04", "2029-04"), ("2029-04", "2029-10")];
    Problem {
        schema: PROBLEM_SCHEMA.to_owned(),
        title: "例示".to_owned(),
        fictitious: true,
        as_of: AsOf::on(a("2027-04-01")),
        horizon: periods
            .map(|(from, until)| PlanPeriod { span: span(from, until), resolution: Resolution::Facility })
            .to_vec(),
        editions: Default::default(),
        tables: tables(),
        people: vec![akagi(), haruna(), myogi(), shirane()],
        posts: vec![
            post("chuo-general", "chuo", "総合診療科", 2),
            post("yamazato-general", "yamazato", "総合診療科", 1),
            post("kawabe-general", "kawabe", "総合診療科", 1),
            post("chuo-internal", "chuo", "内科", 1),
            post("chuo-surgery", "chuo", "外科", 1),
            Post { activity: Activity::InitialTraining, ..post("chuo-initial", "chuo", "臨床研修", 2) },
        ],
        patterns: vec![shared_week()],
        needs: Vec::new(),
        place_limits: Vec::new(),
        trainees_per_instructor: None,
        reach: Vec::new(),
        couples: Vec::new(),
        pins: Vec::new(),
        rates: Rates::standard(),
        previous: Vec::new(),
    }
}

fn tables() -> Tables {
    let area = |ja: &str, en: &str| Area { name: Bilingual::new(ja, en), prefecture: None };
    let class = Class {
        scheme: a("designation"),
        name: Bilingual::new("医師少数区域", "shortage area"),
        source: "例示".to_owned(),
        fictitious: true,
    };
    let programme = TrainingProgramme {
        name: "例示総合診療プログラム".to_owned(),
        specialty: a("総合診療科"),
        months: Months(36),
        core_months: Months(6),
        components: vec![Component {
            departments: vec![a("内科")], classes: Vec::new(), months: Months(12)
        }],
        sites: vec![
            Site { workplace: a("chuo"), role: SiteRole::Core, period: ever() },
            Site { workplace: a("yamazato"), role: SiteRole::Affiliated, period: ever() },
        ],
        source: "例示".to_owned(),
        attested: Vec::new(),
    };
    Tables {
        areas: [(a("maebashi"), area("前橋", "Maebashi")), (a("agatsuma"), area("吾妻", "Agatsuma"))].into(),
        classes: [(a("shortage"), class)].into(),
        workplaces: [
            (a("chuo"), hospital("中央病院", Some("maebashi"))),
            (a("yamazato"), hospital("山里病院", Some("agatsuma"))),
            (a("kawabe"), hospital("川辺診療所", Some("agatsuma"))),
            (a("toto"), hospital("東都大学病院", None)),
        ]
        .into(),
        programmes: [(a("sogo"), programme)].into(),
    }
}

fn hospital(name: &str, area: Option<&str>) -> Workplace {
    let shortage = Membership { class: a("shortage"), period: ever() };
    Workplace {
        name: name.to_owned(),
        area: area.map(a),
        classes: if area == Some("agatsuma") { vec![shortage] } else { Vec::new() },
        instructors: Vec::new(),
        stands_for: Vec::new(),
    }
}

pub fn post(id: &str, workplace: &str, department: &str, most: u32) -> Post {
    Post {
        id: a(id),
        workplace: a(workplace),
        department: a(department),
        activity: Activity::Clinical,
        employer: None,
        span: span("2020-04", "2040-04"),
        most,
    }
}

/// Three days a week at 山里病院, two at 川辺診療所.
fn shared_week() -> Pattern {
    let part = |post: &str, share: u8, side: bool| PatternPart {
        post: a(post),
        after: Months(0),
        months: None,
        share: kernel::Share::percent(share).unwrap(),
        side,
    };
    Pattern {
        id: a("shared-week"),
        name: "週3日山里・週2日川辺".to_owned(),
        parts: vec![part("yamazato-general", 60, false), part("kawabe-general", 40, true)],
    }
}

fn physician(id: &str, name: &str, graduated: &str) -> Person {
    let mut career = Career::new(a(id));
    career.graduated = Some(a(graduated));
    Person {
        name: name.to_owned(),
        career,
        paths: vec![Path { specialty: a("総合診療科"), programme: None, price: 0 }],
        wishes: Vec::new(),
        unlisted: None,
        excluded: Vec::new(),
        windows: Vec::new(),
        outside: None,
        part_time: Vec::new(),
        instructs: Vec::new(),
        reported: Default::default(),
    }
}

pub fn served(id: &str, workplace: &str, department: &str, period: Period) -> Engagement {
    Engagement {
        id: a(id),
        workplace: a(workplace),
        employer: None,
        department: a(department),
        activity: Activity::Clinical,
        period,
        share: kernel::Share::FULL,
        side: false,
        status: EngagementStatus::Served,
        known: Known::default(),
    }
}

fn initial_training_done(person: &mut Person, on: Date) {
    person.career.milestones.push(Milestone {
        milestone: a("initial-training"),
        on,
        known: Known::default(),
    });
}

fn akagi() -> Person {
    let mut person = physician("akagi", "赤城", "2020-03-25");
    initial_training_done(&mut person, a("2022-04-01"));
    person.career.engagements =
        vec![served("akagi-1", "chuo", "総合診療科", days("2025-04-01", "2027-04-01"))];
    person
}

fn haruna() -> Person {
    let mut person = physician("haruna", "榛名", "2025-03-25");
    initial_training_done(&mut person, a("2027-04-01"));
    let period = Period::since(a("2027-04-01"));
    person.career.enrolments = vec![Enrolment { programme: a("sogo"), period, known: Known::default() }];
    person
}

fn myogi() -> Person {
    let mut person = physician("myogi", "妙義", "2027-03-25");
    person.paths[0].programme = Some(a("sogo"));
    person
}

fn shirane() -> Person {
    physician("shirane", "白根", "2028-03-25")
}

pub fn at(post: &str) -> Step {
    Step::Post(a(post))
}

/// A plan for the office that breaks nothing.
pub fn plan() -> Plan {
    let people = [
        ("akagi", [at("yamazato-general"), at("yamazato-general"), at("yamazato-general")]),
        ("haruna", [at("chuo-general"), at("chuo-general"), at("chuo-general")]),
        ("myogi", [at("chuo-initial"), at("chuo-initial"), at("chuo-general")]),
        ("shirane", [Step::NotYet, at("chuo-initial"), at("chuo-initial")]),
    ];
    let people =
        people.map(|(person, steps)| PersonPlan { person: a(person), path: 0, steps: steps.to_vec() });
    Plan {
        schema: PLAN_SCHEMA.to_owned(),
        problem: String::new(),
        people: people.to_vec(),
        impossible: Vec::new(),
        crowded: Vec::new(),
        residual: Vec::new(),
        objective: Objective::default(),
        bound: None,
        work: 0,
    }
}

/// A person of the problem.
pub fn person<'p>(problem: &'p mut Problem, id: &str) -> &'p mut Person {
    problem.people.iter_mut().find(|person| person.career.person.as_str() == id).unwrap()
}

/// The plan with one step changed.
pub fn with(person: &str, period: usize, step: Step) -> Plan {
    let mut plan = plan();
    let of = plan.people.iter_mut().find(|planned| planned.person.as_str() == person).unwrap();
    of.steps[period] = step;
    plan
}

/// The plan with the claims filled in that the checker would make.
pub fn honest(problem: &Problem, mut plan: Plan) -> Plan {
    plan.problem = problem.hash();
    plan.objective = checker::check(problem, &plan).objective;
    plan
}

/// The codes of all findings on a plan whose claims are true, each once.
pub fn codes(problem: &Problem, plan: Plan) -> Vec<&'static str> {
    let report = checker::check(problem, &honest(problem, plan));
    let mut codes: Vec<&str> = report.findings.iter().map(|finding| finding.code).collect();
    codes.sort();
    codes.dedup();
    assert_eq!(report.feasible, report.findings.is_empty(), "{:#?}", report.findings);
    codes
}

/// A tiny generator, so that a failing seed can be told and tried again.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as i64 % sides.max(1)
    }
}
