//! A made-up office of forty people, ten areas and fourteen facilities, with one case of everything a plan can say.
//! Shared by the tests and by the example that writes workbooks to look at.

use std::collections::BTreeMap;

use kernel::{
    AsOf, Bilingual, Date, EditionId, FiscalYear, Fraction, MonthSpan, Months, Period, PersonId, Share,
    YearMonth,
};
use problem::{
    Cause, ConflictElement, Exclusion, Impossible, Need, NeedLevel, NeedPlace, Objective, OutsideWish,
    PLAN_SCHEMA, PROBLEM_SCHEMA, Path, Pattern, PatternPart, Person, PersonPlan, Pin, PinPlace, PlaceLimit,
    Plan, PlanPeriod, Post, Problem, PublishedPosting, Rates, Residual, Resolution, Step, Term, Wish,
    WishPlace,
};
use rules::{
    Activity, Area, Career, Commitment, Edition, Engagement, EngagementStatus, Force, Instrument, Leave,
    Standing, Tables, Verdict, Workplace,
};

/// The sample.
pub struct Sample {
    /// The problem.
    pub problem: Problem,
    /// The plan.
    pub plan: Plan,
    /// The editions.
    pub editions: BTreeMap<EditionId, Edition>,
    /// Verdicts as of the date.
    pub now: Vec<(PersonId, Vec<Verdict>)>,
    /// Verdicts as of the end.
    pub end: Vec<(PersonId, Vec<Verdict>)>,
}

fn id<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn span(from: &str, until: &str) -> MonthSpan {
    MonthSpan { from: from.parse::<YearMonth>().unwrap(), until: until.parse::<YearMonth>().unwrap() }
}

const AREAS: [(&str, &str, &str); 10] = [
    ("a01", "前橋", "Maebashi"),
    ("a02", "渋川", "Shibukawa"),
    ("a03", "伊勢崎", "Isesaki"),
    ("a04", "高崎・安中", "Takasaki-Annaka"),
    ("a05", "藤岡", "Fujioka"),
    ("a06", "富岡", "Tomioka"),
    ("a07", "吾妻", "Agatsuma"),
    ("a08", "沼田", "Numata"),
    ("a09", "桐生", "Kiryu"),
    ("a10", "太田・館林", "Ota-Tatebayashi"),
];

const PLACES: [(&str, &str, &str); 14] = [
    ("p01", "国立大学法人群馬大学医学部附属病院", "a01"),
    ("p02", "前橋赤十字病院", "a01"),
    ("p03", "独立行政法人国立病院機構渋川医療センター", "a02"),
    ("p04", "伊勢崎市民病院", "a03"),
    ("p05", "独立行政法人国立病院機構高崎総合医療センター", "a04"),
    ("p06", "公立藤岡総合病院", "a05"),
    ("p07", "公立富岡総合病院", "a06"),
    ("p08", "原町赤十字病院", "a07"),
    ("p09", "西吾妻福祉病院", "a07"),
    ("p10", "利根中央病院", "a08"),
    ("p11", "独立行政法人国立病院機構沼田病院", "a08"),
    ("p12", "桐生厚生総合病院", "a09"),
    ("p13", "群馬県立がんセンター", "a10"),
    ("p14", "館林厚生病院", "a10"),
];

const ZONES: [(&str, &str, &str, &[&str]); 3] = [
    ("z1", "吾妻・中小病院群", "a07", &["p08", "p09"]),
    ("z2", "沼田・中小病院群", "a08", &["p10", "p11"]),
    ("z3", "前橋・大規模病院群", "a01", &["p01", "p02"]),
];

const SPECIALTIES: [&str; 6] = ["内科", "総合診療", "外科", "小児科", "産婦人科", "救急科"];

const NAMES: [&str; 40] = [
    "髙﨑 𠮷郎",
    "渡邉 葵",
    "佐藤 陽翔",
    "鈴木 結菜",
    "高橋 蓮",
    "田中 さくら",
    "伊藤 湊",
    "渡辺 凛",
    "山本 大翔",
    "中村 陽葵",
    "小林 樹",
    "加藤 芽依",
    "吉田 悠真",
    "山田 莉子",
    "佐々木 蒼",
    "山口 美咲",
    "松本 颯太",
    "井上 杏",
    "木村 朝陽",
    "林 心春",
    "斎藤 律",
    "清水 紬",
    "山崎 暖",
    "森 詩",
    "池田 碧",
    "橋本 花",
    "阿部 新",
    "石川 澪",
    "前田 岳",
    "藤田 楓",
    "後藤 奏",
    "小川 柚希",
    "岡田 隼人",
    "長谷川 クリスティーナ万里子",
    "村上 凪",
    "近藤 梓",
    "石井 匠",
    "坂本 百合",
    "遠藤 旭",
    "青木 茜",
];

fn horizon() -> Vec<PlanPeriod> {
    let period = |from, until, resolution| PlanPeriod { span: span(from, until), resolution };
    vec![
        period("2027-04", "2027-10", Resolution::Facility),
        period("2027-10", "2028-04", Resolution::Facility),
        period("2028-04", "2028-10", Resolution::Facility),
        period("2028-10", "2029-04", Resolution::Facility),
        period("2029-04", "2030-04", Resolution::Facility),
        period("2030-04", "2031-04", Resolution::Facility),
        period("2031-04", "2032-04", Resolution::Zone),
        period("2032-04", "2034-04", Resolution::Zone),
    ]
}

fn tables() -> Tables {
    let mut tables = Tables::default();
    for (area, ja, en) in AREAS {
        tables.areas.insert(id(area), Area { name: Bilingual::new(ja, en), prefecture: None });
    }
    let mut place = |place: &str, name: &str, area: Option<&str>, stands_for: &[&str]| {
        let workplace = Workplace {
            name: name.to_owned(),
            area: area.map(id),
            classes: Vec::new(),
            instructors: Vec::new(),
            stands_for: stands_for.iter().map(|place| id(place)).collect(),
        };
        tables.workplaces.insert(id(place), workplace);
    };
    for (known, name, area) in PLACES {
        place(known, name, Some(area), &[]);
    }
    for (zone, name, area, stands_for) in ZONES {
        place(zone, name, Some(area), stands_for);
    }
    place("out", "東京例示大学病院", None, &[]);
    tables
}

fn posts() -> Vec<Post> {
    let mut posts = Vec::new();
    let mut post = |post: String, workplace: &str, department: &str, activity, range: (&str, &str), most| {
        posts.push(Post {
            id: id(&post),
            workplace: id(workplace),
            department: id(department),
            activity,
            employer: None,
            span: span(range.0, range.1),
            most,
        });
    };
    for (place, _, _) in PLACES {
        for (number, specialty) in SPECIALTIES.iter().enumerate() {
            let room = if place == "p01" { 8 } else { 2 };
            post(
                format!("{place}-{number}"),
                place,
                specialty,
                Activity::Clinical,
                ("2027-04", "2031-04"),
                room,
            );
        }
    }
    post("p01-r".into(), "p01", "内科", Activity::InitialTraining, ("2027-04", "2031-04"), 10);
    for (zone, _, _, _) in ZONES {
        for (number, specialty) in SPECIALTIES.iter().enumerate() {
            post(format!("{zone}-{number}"), zone, specialty, Activity::Clinical, ("2031-04", "2034-04"), 6);
        }
    }
    posts
}

fn needs() -> Vec<Need> {
    let mut needs = Vec::new();
    for (place, (workplace, _, area)) in PLACES.iter().enumerate() {
        for (number, specialty) in SPECIALTIES.iter().enumerate().take(3) {
            let mut need = |level, heads, price| {
                needs.push(Need {
                    id: id(&format!("{workplace}-{number}-{heads}")),
                    level,
                    at: NeedPlace::Workplace(id(workplace)),
                    department: Some(id(specialty)),
                    span: span("2027-04", "2031-04"),
                    heads,
                    price,
                });
            };
            let level = if place % 5 == 0 { NeedLevel::Minimum } else { NeedLevel::Critical };
            if (place + number) % 3 == 0 {
                need(level, 1, 12_000);
            }
            if (place + number) % 2 == 0 {
                need(NeedLevel::Wanted, 2, 2_400);
            }
        }
        needs.push(Need {
            id: id(&format!("{workplace}-area")),
            level: NeedLevel::Wanted,
            at: NeedPlace::Area(id(area)),
            department: Some(id("総合診療")),
            span: span("2031-04", "2034-04"),
            heads: 1,
            price: 1_200,
        });
    }
    needs
}

fn engagement(place: &str, department: &str) -> Engagement {
    Engagement {
        id: id("e1"),
        workplace: id(place),
        employer: None,
        department: id(department),
        activity: Activity::Clinical,
        period: Period::new(day("2025-04-01"), day("2027-04-01")).unwrap(),
        share: Share::FULL,
        side: false,
        status: EngagementStatus::Verified,
        known: Default::default(),
    }
}

fn wish(place: WishPlace, rank: u8) -> Wish {
    Wish { place, rank, span: None, price: None }
}

fn person(number: usize, name: &str) -> Person {
    let mut career = Career::new(id(&format!("G{:03}", number + 1)));
    let cohort = 2010 + (number as i32 * 2) / 5;
    career.entered = (number != 17).then(|| FiscalYear::new(cohort));
    career.licensed = Date::from_ymd(cohort + 6, 4, 1);
    career.commitments = vec![Commitment {
        id: id(&format!("c{number}")),
        instrument: Instrument::LoanContract,
        edition: id("rei-2013"),
        course: None,
        party: id("例示県"),
        from: FiscalYear::new(cohort).first_month().first_day(),
        ended: None,
        consent: None,
        known: Default::default(),
    }];
    if number.is_multiple_of(3) {
        career.engagements = vec![engagement(PLACES[number % 14].0, SPECIALTIES[number % 6])];
    }
    if number == 5 {
        let period = Period::new(day("2027-10-01"), day("2028-10-01")).unwrap();
        career.leaves = vec![Leave { kind: id("childcare"), period, known: Default::default() }];
    }
    let path = |specialty: &str| Path { specialty: id(specialty), programme: None, price: 0 };
    let paths = if number == 38 {
        vec![path("小児科"), path("内科")]
    } else {
        vec![path(SPECIALTIES[number % 6])]
    };
    Person {
        name: name.to_owned(),
        career,
        paths,
        wishes: if number.is_multiple_of(2) {
            vec![wish(WishPlace::Area(id("a01")), 1), wish(WishPlace::Workplace(id("p10")), 2)]
        } else {
            Vec::new()
        },
        unlisted: None,
        excluded: if number == 9 {
            vec![Exclusion { workplace: id("p10"), why: "親族の経営".into() }]
        } else {
            Vec::new()
        },
        windows: Vec::new(),
        outside: (number == 7).then(|| OutsideWish {
            workplace: id("out"),
            department: id("小児科"),
            activity: Activity::Clinical,
            months: Months(12),
            span: None,
        }),
        part_time: Vec::new(),
        instructs: Vec::new(),
        reported: BTreeMap::from([(
            "区分".to_owned(),
            if number.is_multiple_of(4) { "自治医大" } else { "地域枠" }.to_owned(),
        )]),
    }
}

/// A problem with one case of everything.
pub fn problem() -> Problem {
    Problem {
        schema: PROBLEM_SCHEMA.into(),
        title: "令和9年度からの配置計画（例示県）".into(),
        fictitious: true,
        as_of: AsOf::on(day("2026-11-20")),
        horizon: horizon(),
        editions: BTreeMap::new(),
        tables: tables(),
        people: NAMES.iter().enumerate().map(|(number, name)| person(number, name)).collect(),
        posts: posts(),
        patterns: vec![Pattern {
            id: id("pt1"),
            name: "週3日 原町赤十字病院・週2日 西吾妻福祉病院".into(),
            parts: vec![
                PatternPart {
                    post: id("p08-0"),
                    after: Months(0),
                    months: None,
                    share: Share::percent(60).unwrap(),
                    side: false,
                },
                PatternPart {
                    post: id("p09-0"),
                    after: Months(0),
                    months: None,
                    share: Share::percent(40).unwrap(),
                    side: true,
                },
            ],
        }],
        needs: needs(),
        place_limits: vec![PlaceLimit { workplace: id("p02"), span: span("2027-04", "2031-04"), most: 9 }],
        trainees_per_instructor: Some(3),
        reach: Vec::new(),
        couples: Vec::new(),
        pins: vec![
            Pin {
                person: id("G003"),
                span: span("2027-04", "2028-04"),
                at: PinPlace::Post(id("p10-2")),
                soft_price: None,
                why: "内示済み".into(),
            },
            Pin {
                person: id("G010"),
                span: span("2028-04", "2029-04"),
                at: PinPlace::Workplace(id("p10")),
                soft_price: None,
                why: "医局の決定".into(),
            },
        ],
        rates: Rates::standard(),
        previous: Vec::new(),
    }
}

/// Where a person goes, by a plain rule of the number; a few by hand.
fn steps(number: usize) -> Vec<Step> {
    let specialty = if number == 38 { 3 } else { number % 6 };
    let mut steps: Vec<Step> = (0..8)
        .map(|period| {
            if period >= 6 {
                Step::Post(id(&format!("z{}-{specialty}", 1 + (number + period) % 3)))
            } else {
                Step::Post(id(&format!("{}-{specialty}", PLACES[(number * 5 + period / 2) % 14].0)))
            }
        })
        .collect();
    match number {
        2 => steps[..2].fill(Step::Post(id("p10-2"))),
        5 => steps[1..3].fill(Step::Leave),
        6 => steps[..4].fill(Step::Pattern(id("pt1"))),
        7 => steps[2..4].fill(Step::Outside),
        9 => steps.fill(Step::Unplaced(Cause::Impossible)),
        11 => steps[3] = Step::Unplaced(Cause::Full),
        23 => steps[4..6].fill(Step::Unplaced(Cause::NoPost)),
        36.. => {
            steps[..2].fill(Step::NotYet);
            steps[2..5].fill(Step::Post(id("p01-r")));
        }
        _ => {}
    }
    if number < 5 {
        steps[6..].fill(Step::Released);
    }
    steps
}

/// A plan for [`problem`], drawn up by hand and not optimal.
pub fn plan() -> Plan {
    let people = (0..NAMES.len()).map(|number| PersonPlan {
        person: id(&format!("G{:03}", number + 1)),
        path: 0,
        steps: steps(number),
    });
    let mut objective = Objective::default();
    for (term, points) in [
        (Term::UnmetMinimum, 36_000),
        (Term::UnmetCritical, 84_000),
        (Term::UnmetWanted, 61_200),
        (Term::Unplaced, 120_000),
        (Term::Wish, 7_380),
        (Term::MoveWorkplace, 5_940),
        (Term::MoveArea, 5_100),
        (Term::CoupleApart, 480),
    ] {
        objective.add(term, points);
    }
    let rule = |rule: &str| ConflictElement::Rule {
        person: id("G010"),
        commitment: id("c9"),
        rule: id(rule),
        sentence: Bilingual::new("同一の医療機関に一年以上勤務する。", "At least a year at one facility."),
    };
    let exclusion = ConflictElement::Exclusion { person: id("G010"), number: 0 };
    Plan {
        schema: PLAN_SCHEMA.into(),
        problem: "3b1f0c6a9d2e4f58a7c1e0b93d6f2a4c8e5b7d1f0a3c6e9b2d5f8a1c4e7b0d3f".into(),
        people: people.collect(),
        impossible: vec![Impossible {
            person: id("G010"),
            conflict: vec![rule("minimum-stay"), ConflictElement::Pin(1), exclusion],
        }],
        crowded: Vec::new(),
        residual: vec![Residual {
            person: id("G001"),
            commitment: id("c0"),
            rule: id("minimum-stay"),
            sentence: Bilingual::new(
                "「p08」での勤務は令和6年4月から令和6年9月までの6月で、1年に満たないまま終わりました。",
                "The stay at “p08” lasted 6 months and ended before a year was out.",
            ),
        }],
        objective,
        bound: None,
        work: 18_240,
    }
}

const EDITION: &str = r#"
id = "rei-2013"
name = { ja = "例示県キャリア形成プログラム（平成25年版）", en = "Example programme (2013)" }
issuer = "例示県"
validity = { from = 2013-04-01 }
source = { title = "例示県医師修学資金貸与条例" }
fictitious = true

[counting]
unit = "calendar-months"
full-time-from = 100
part-time = "pro-rata"
concurrent = "sum"
side-posts = false
leave.childcare = "stops"

[[rule]]
id = "months-owed"
kind = "months-owed"
force = "must"
subject = "person"
owed = 108
at = { in-prefecture = true, tested = "each-month", after-loss = "nothing" }
sentence = { ja = "貸与を受けた期間の二分の三に相当する期間、県内の指定する医療機関において医師として勤務するものとする。", en = "Work as a physician in designated facilities of the prefecture for three halves of the loan's length." }
source = { title = "同 第三条" }

[[rule]]
id = "minimum-stay"
kind = "minimum-stay"
force = "principle"
subject = "person"
least = 12
sentence = { ja = "同一の医療機関における勤務期間は、原則として一年以上とする。", en = "At least a year at one facility." }
source = { title = "同 第四条" }

[[rule]]
id = "shortage"
kind = "not-known"
force = "must"
subject = "person"
missing = { ja = "医師少数区域等の指定の表", en = "the table of shortage areas" }
sentence = { ja = "義務年限のうち四年以上を医師少数区域等に所在する医療機関で勤務するものとする。", en = "At least four years of it in areas short of physicians." }
source = { title = "同 第五条" }
"#;

fn verdicts(number: usize, at_end: bool) -> Vec<Verdict> {
    let verdict =
        |rule: &str, standing, figures: (Option<Fraction>, Option<i64>), ja: &str, en: &str| Verdict {
            commitment: id(&format!("c{number}")),
            edition: id("rei-2013"),
            rule: id(rule),
            force: Force::Must,
            standing,
            counted: Vec::new(),
            done: figures.0,
            planned: figures.0.map(|_| Fraction::whole(108)),
            needed: figures.1.map(Fraction::whole),
            by: Some(day("2036-04-01")),
            slack: Some(Months(14)),
            overdue: false,
            sentence: Bilingual::new(ja, en),
            facts: Default::default(),
            missing: Vec::new(),
        };
    let done = if at_end { Fraction::whole(108) } else { Fraction::new(number as i64 * 5 + 1, 2).unwrap() };
    let owed = if at_end { Standing::Met } else { Standing::OnTrack };
    let stay = match number {
        0 => Standing::Broken,
        12 | 19 if at_end => Standing::AtRisk,
        _ => owed,
    };
    vec![
        verdict(
            "months-owed",
            owed,
            (Some(done), Some(108)),
            "108月のうち予定を含めて108月になる見込みです。令和18年3月31日までに必要で、14月の余裕があります。",
            "108 of 108 months with what is planned; 14 months to spare.",
        ),
        verdict(
            "minimum-stay",
            stay,
            (Some(Fraction::whole(12)), Some(12)),
            "どの勤務も1年以上続きます。",
            "Every stay lasts a year.",
        ),
        verdict(
            "shortage",
            Standing::CannotBeJudged,
            (None, Some(48)),
            "医師少数区域等の指定の表がないため判定できません。",
            "Cannot be judged without the table of shortage areas.",
        ),
    ]
}

/// All of it.
pub fn sample() -> Sample {
    let all = |at_end| {
        (0..NAMES.len())
            .map(|number| (id(&format!("G{:03}", number + 1)), verdicts(number, at_end)))
            .collect()
    };
    let edition = Edition::from_toml(EDITION).unwrap();
    Sample {
        problem: problem(),
        plan: plan(),
        editions: BTreeMap::from([(edition.id.clone(), edition)]),
        now: all(false),
        end: all(true),
    }
}

/// Postings published before, one of which the plan changes.
pub fn published() -> Vec<PublishedPosting> {
    let posting = |person: &str, workplace: &str| PublishedPosting {
        person: id(person),
        span: span("2027-04", "2028-04"),
        workplace: Some(id(workplace)),
        price: None,
    };
    vec![posting("G003", "p10"), posting("G004", "p13")]
}
