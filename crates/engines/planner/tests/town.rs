//! A made-up town of four hospitals in two areas, and people whose careers and rules are drawn at random from a seed.
//!
//! 甲 and 乙 lie in the hills (a shortage area), 丙 and 丁 in the plain. 乙 is called a shortage area for a time only.

use std::str::FromStr;

use kernel::{AsOf, Bilingual, Date, MonthSpan, Months, Period, Share};
use problem::{
    OutsideWish, PROBLEM_SCHEMA, PartTimePeriod, Path, Pattern, PatternPart, Person, PlanPeriod, Post,
    Problem, Rates, Resolution, Wish, WishPlace, with_zones,
};
use rules::{
    Activity, Area, Attestation, Career, Class, Commitment, Component, Edition, Engagement, EngagementStatus,
    Enrolment, Instructors, Instrument, Known, Leave, Loan, Membership, Milestone, Notice, Parameters, Site,
    SiteRole, Tables, TrainingProgramme, Waiver, Workplace,
};

/// An id, a day, a month from its text.
pub fn a<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

pub fn span(from: &str, until: &str) -> MonthSpan {
    MonthSpan { from: a(from), until: a(until) }
}

pub fn days(from: &str, until: &str) -> Period {
    Period::new(a(from), a(until)).unwrap()
}

/// A tiny generator, so that a failing seed can be told and tried again.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % sides.max(1)
    }

    pub fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }

    pub fn shuffle<T>(&mut self, rows: &mut [T]) {
        for last in (1..rows.len()).rev() {
            rows.swap(last, self.roll(last + 1));
        }
    }

    pub fn word<'p>(&mut self, of: &[&'p str]) -> &'p str {
        of[self.roll(of.len())]
    }

    pub fn pick<'p, T>(&mut self, of: &'p [T]) -> &'p T {
        &of[self.roll(of.len())]
    }
}

/// An edition of the rules given as TOML tables.
pub fn edition(counting: &str, rules: &str) -> Edition {
    let text = format!(
        r#"
id = "town"
name = {{ ja = "例示", en = "example" }}
issuer = "例示県"
validity = {{ from = "2010-04-01" }}
source = {{ title = "例示" }}
fictitious = true
{counting}
{rules}
"#
    );
    Edition::from_toml(&text).unwrap_or_else(|findings| panic!("{findings:#?}\n{text}"))
}

/// A way of counting, drawn at random.
pub fn counting(dice: &mut Dice) -> String {
    let unit = dice.pick(&[
        "\"calendar-months\"",
        "\"thirtieths\"",
        "\"days\"\ndays-per-month = \"365/12\"",
        "\"thirtieths\"",
    ]);
    let rounding = dice.pick(&["none", "down", "up"]);
    let full = dice.pick(&["100", "80", "50"]);
    let part = dice.pick(&["pro-rata", "half", "none"]);
    let concurrent = dice.pick(&["sum", "largest"]);
    let side = dice.pick(&["true", "false"]);
    let childcare =
        dice.pick(&["\"stops\"", "\"neither\"", "\"counts\"", "{ service = \"stops\", cap = \"family\" }"]);
    format!(
        r#"
[counting]
unit = {unit}
rounding = "{rounding}"
full-time-from = {full}
part-time = "{part}"
concurrent = "{concurrent}"
side-posts = {side}
[counting.leave]
childcare = {childcare}
illness = "stops"
[counting.leave-caps]
family = 6
"#
    )
}

/// A rule's table.
pub fn rule(id: &str, kind: &str, rest: &str) -> String {
    format!(
        r#"
[[rule]]
id = "{id}"
kind = "{kind}"
force = "must"
subject = "person"
sentence = {{ ja = "例示。", en = "An example." }}
source = {{ title = "例示" }}
{rest}
"#
    )
}

/// The town with one person, before rules.
pub fn town(dice: &mut Dice) -> Problem {
    let ends: &[&str] = if dice.one_in(2) {
        &["2027-04", "2028-04", "2028-10", "2029-10"]
    } else {
        &["2027-04", "2027-10", "2028-04", "2029-04"]
    };
    let horizon: Vec<PlanPeriod> = ends
        .windows(2)
        .map(|pair| PlanPeriod { span: span(pair[0], pair[1]), resolution: Resolution::Facility })
        .collect();
    let mut problem = Problem {
        schema: PROBLEM_SCHEMA.to_owned(),
        title: "例示".to_owned(),
        fictitious: true,
        as_of: AsOf::on(a("2027-04-01")),
        horizon,
        editions: Default::default(),
        tables: tables(dice),
        people: vec![physician(dice)],
        posts: vec![
            post("p-ko", "ko", "総合診療", 1),
            post("p-otsu", "otsu", "総合診療", 1),
            post("p-hei", "hei", "総合診療", 1),
            post("p-hei-internal", "hei", "内科", 1),
            Post { activity: Activity::InitialTraining, ..post("p-hei-initial", "hei", "臨床研修", 2) },
            Post { employer: Some(a("hei")), ..post("p-tei", "tei", "総合診療", 1) },
        ],
        patterns: patterns(dice),
        needs: Vec::new(),
        place_limits: Vec::new(),
        trainees_per_instructor: None,
        reach: Vec::new(),
        couples: Vec::new(),
        pins: Vec::new(),
        rates: Rates { wish_ranks: vec![0, 37, 111], ..Rates::standard() },
        previous: Vec::new(),
    };
    records(&mut Dice(dice.0), &mut problem);
    if dice.one_in(4) {
        problem.horizon[2].resolution = Resolution::Zone;
        problem = with_zones(&problem);
    }
    problem
}

/// What offices keep on record: an attestation about the programme, and changes that were announced.
fn records(dice: &mut Dice, problem: &mut Problem) {
    let on = a(dice.word(&["2026-04-01", "2028-04-01", "2040-04-01"]));
    let row = Attestation { fact: "joint-authorship".to_owned(), on, by: "例示".to_owned() };
    problem.tables.programmes.values_mut().for_each(|programme| programme.attested.push(row.clone()));
    if dice.one_in(2) {
        let given = a(dice.word(&["2027-01-10", "2027-03-10"]));
        let effective = a(dice.word(&["2027-04-01", "2028-04-01"]));
        problem.people[0].career.notices.push(Notice { given, effective, known: Known::default() });
    }
}

fn patterns(dice: &mut Dice) -> Vec<Pattern> {
    let part = |post: &str, after: i32, months: Option<i32>, share: u8, side: bool| PatternPart {
        post: a(post),
        after: Months(after),
        months: months.map(Months),
        share: Share::percent(share).unwrap(),
        side,
    };
    let parts = match dice.roll(3) {
        0 => return Vec::new(),
        1 => vec![part("p-hei", 0, None, 60, false), part("p-ko", 0, None, 40, true)],
        _ => vec![part("p-ko", 0, Some(4), 100, false), part("p-otsu", 4, None, 100, false)],
    };
    vec![Pattern { id: a("shared"), name: "例示".to_owned(), parts }]
}

fn tables(dice: &mut Dice) -> Tables {
    let area = |ja: &str, en: &str| Area { name: Bilingual::new(ja, en), prefecture: None };
    let class = |scheme: &str, ja: &str| Class {
        scheme: a(scheme),
        name: Bilingual::new(ja, ja),
        source: "例示".to_owned(),
        fictitious: true,
    };
    let changes = dice.word(&["2028-04-01", "2027-04-01", "2027-10-01", "2040-04-01"]);
    let shortage = |until: &str| Membership { class: a("shortage"), period: days("2010-04-01", until) };
    let ever = |id: &str| Membership { class: a(id), period: Period::since(a("2010-04-01")) };
    let programme = TrainingProgramme {
        name: "例示プログラム".to_owned(),
        specialty: a("総合診療"),
        months: Months([12, 18, 24][dice.roll(3)]),
        core_months: Months([0, 6][dice.roll(2)]),
        components: components(dice),
        sites: vec![
            Site { workplace: a("otsu"), role: SiteRole::Affiliated, period: Period::since(a("2027-04-01")) },
            Site { workplace: a("hei"), role: SiteRole::Core, period: Period::since(a("2010-04-01")) },
            Site { workplace: a("ko"), role: SiteRole::Affiliated, period: Period::since(a("2010-04-01")) },
        ],
        source: "例示".to_owned(),
        attested: Vec::new(),
    };
    let hospital = |name: &str, area: Option<&str>, classes: Vec<Membership>, instructors: u32| Workplace {
        name: name.to_owned(),
        area: area.map(a),
        classes,
        instructors: if instructors == 9 {
            Vec::new()
        } else {
            let period = days("2010-04-01", if instructors == 2 { "2028-07-01" } else { "2050-04-01" });
            vec![Instructors { department: a("総合診療"), period, count: instructors }]
        },
        stands_for: Vec::new(),
    };
    let mut number = || [0, 1, 1, 2, 9][dice.roll(5)];
    Tables {
        areas: [(a("hills"), area("山", "hills")), (a("plain"), area("野", "plain"))].into(),
        classes: [
            (a("shortage"), class("designation", "医師少数区域")),
            (a("north"), class("block", "北")),
            (a("south"), class("block", "南")),
            (a("small"), class("group", "小")),
            (a("large"), class("group", "大")),
        ]
        .into(),
        workplaces: [
            (
                a("ko"),
                hospital(
                    "甲",
                    Some("hills"),
                    vec![shortage("2050-04-01"), ever("north"), ever("small")],
                    number(),
                ),
            ),
            (
                a("otsu"),
                hospital(
                    "乙",
                    Some("hills"),
                    vec![shortage(changes), ever("north"), ever("large")],
                    number(),
                ),
            ),
            (a("hei"), hospital("丙", Some("plain"), vec![ever("south"), ever("large")], number())),
            (a("tei"), hospital("丁", Some("plain"), vec![ever("south"), ever("small")], number())),
            (a("away"), hospital("県外", None, Vec::new(), 9)),
        ]
        .into(),
        programmes: [(a("sogo"), programme)].into(),
    }
}

/// 内科 anywhere; and the specialty itself at places of a class, one of which is given and taken away.
fn components(dice: &mut Dice) -> Vec<Component> {
    let class = dice.word(&["shortage", "north", "small"]);
    let mut months = || Months([0, 6, 12][dice.roll(3)]);
    vec![
        Component { departments: vec![a("内科")], classes: Vec::new(), months: months() },
        Component { departments: Vec::new(), classes: vec![a(class)], months: months() },
    ]
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

/// Somebody in the third to ninth year after graduation, or a graduate of this spring.
fn physician(dice: &mut Dice) -> Person {
    let mut career = Career::new(a("hito"));
    let graduated: Date =
        a(dice.word(&["2019-03-25", "2022-03-25", "2025-03-25", "2026-03-25", "2027-03-25"]));
    career.entered = Some(graduated.fiscal_year().plus(-6));
    career.graduated = Some(graduated);
    career.licensed = Some(graduated.next().next());
    history(dice, &mut career, graduated.april_on_or_after());
    if dice.one_in(3) {
        let kind = a(dice.word(&["childcare", "illness", "childcare", "childcare"]));
        let period = match dice.roll(4) {
            0 => days("2027-06-10", "2027-09-01"),
            1 => days("2027-12-01", "2028-12-01"),
            2 => days("2027-02-01", "2027-08-01"),
            _ => days("2028-04-01", "2028-10-01"),
        };
        career.leaves.push(Leave { kind, period, known: Known::default() });
    }
    let programme = dice.one_in(2).then(|| a("sogo"));
    let wish =
        |place: &str, rank: u8| Wish { place: WishPlace::Workplace(a(place)), rank, span: None, price: None };
    let mut person = Person {
        name: "人".to_owned(),
        career,
        paths: vec![Path { specialty: a("総合診療"), programme, price: 0 }],
        wishes: vec![wish(dice.word(&["ko", "otsu", "hei", "tei"]), 1), wish(dice.word(&["ko", "tei"]), 2)],
        unlisted: None,
        excluded: Vec::new(),
        windows: Vec::new(),
        outside: None,
        part_time: Vec::new(),
        instructs: Vec::new(),
        reported: Default::default(),
    };
    if dice.one_in(4) {
        let share = Share::percent([50, 60, 80][dice.roll(3)]).unwrap();
        person.part_time = vec![PartTimePeriod { period: days("2027-10-01", "2028-08-01"), share }];
    }
    if dice.one_in(3) {
        person.outside = Some(OutsideWish {
            workplace: a("away"),
            department: a("総合診療"),
            activity: *dice.pick(&[Activity::Clinical, Activity::Research]),
            months: Months([6, 12, 24][dice.roll(3)]),
            span: None,
        });
    }
    person
}

fn history(dice: &mut Dice, career: &mut Career, from: Date) {
    let start: Date = a("2027-04-01");
    let mut day = from;
    let mut number = 0;
    let mut work = |career: &mut Career, place: &str, activity, period: Period, share: u8| {
        number += 1;
        career.engagements.push(Engagement {
            id: a(&format!("e{number}")),
            workplace: a(place),
            employer: None,
            department: if activity == Activity::InitialTraining {
                a("臨床研修")
            } else {
                a("総合診療")
            },
            activity,
            period,
            share: Share::percent(share).unwrap(),
            side: false,
            status: EngagementStatus::Served,
            known: Known::default(),
        });
    };
    let trained = day.plus_months(24).min(start);
    if day < start {
        work(career, "hei", Activity::InitialTraining, Period::new(day, trained).unwrap(), 100);
        if day.plus_months(24) <= start && dice.one_in(2) {
            career.milestones.push(Milestone {
                milestone: a("initial-training"),
                on: trained,
                known: Known::default(),
            });
        }
        day = trained;
    }
    if day < start && dice.one_in(2) {
        let period = Period::since(day);
        career.enrolments.push(Enrolment { programme: a("sogo"), period, known: Known::default() });
    }
    while day < start {
        let until = day.plus_months([3, 6, 12, 18][dice.roll(4)]).min(start);
        let place = dice.word(&["ko", "otsu", "hei", "tei"]);
        if !dice.one_in(8) {
            let share = [100, 100, 100, 60][dice.roll(4)];
            work(career, place, Activity::Clinical, Period::new(day, until).unwrap(), share);
        }
        day = until;
    }
}

/// Binds the person to the edition.
pub fn bind(dice: &mut Dice, problem: &mut Problem, edition: &Edition) {
    let career = &mut problem.people[0].career;
    let from: Date = career.graduated.unwrap().plus_months(-72).fiscal_year().first_month().first_day();
    career.commitments.push(Commitment {
        id: a("loan"),
        instrument: Instrument::LoanContract,
        edition: edition.id.clone(),
        course: None,
        party: a("ken"),
        from,
        ended: None,
        consent: None,
        known: Known::default(),
    });
    let months = [24, 36, 48][dice.roll(3)];
    let period = Period::new(from, from.plus_months(months)).unwrap();
    career.loans.push(Loan {
        commitment: a("loan"),
        period,
        monthly: kernel::Yen(150_000),
        known: Known::default(),
    });
    problem.editions.insert(edition.id.clone(), edition.document.clone());
}

/// A waiver of one rule's parameter from a day on.
pub fn waive(problem: &mut Problem, rule: &str, key: &str, value: i64, from: &str) {
    let mut replaces = Parameters::default();
    replaces.0.insert(key.to_owned(), value.into());
    problem.people[0].career.waivers.push(Waiver {
        commitment: a("loan"),
        rule: a(rule),
        replaces,
        ground: "例示".to_owned(),
        decided_by: "例示".to_owned(),
        decided_on: a("2027-03-01"),
        period: Period::since(a(from)),
        known: Known::default(),
    });
}
