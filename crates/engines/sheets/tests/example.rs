//! A small fictitious office: three physicians, three facilities, and a way to lay out sheets as officials do.

use kernel::{FiscalYear, MonthSpan, Months, Share, Yen};
use problem::NeedLevel;
use rules::{Activity, EngagementStatus, Instrument, SiteRole};
use rust_xlsxwriter::{Format, Formula, Workbook};
use sheets::{
    CellFinding, Code, ReadOptions, Reading, Roster,
    choice::WishKind,
    rows::{
        career::{EngagementRow, LeaveRow, NoticeRow, WaiverRow},
        demand::{NeedRow, PatternRow, PinRow, PostRow, PreviousRow},
        people::{CommitmentRow, CoupleRow, PartTimeRow, PhysicianRow, WishRow},
        places::{AreaRow, ClassRow, DesignationRow, FacilityRow, InstructorRow},
        settings::SettingsRow,
        training::{AttestationRow, ComponentRow, ProgrammeRow, SiteRow},
    },
};

/// Text as an id, name or date: whatever the field is.
pub fn to<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().unwrap()
}

pub fn some<T: std::str::FromStr>(text: &str) -> Option<T>
where
    T::Err: std::fmt::Debug,
{
    Some(to(text))
}

/// Every sheet holds at least one row, and every column a value somewhere.
pub fn office() -> Roster {
    Roster {
        settings: settings(),
        physicians: physicians(),
        areas: vec![
            AreaRow {
                id: "A1".into(),
                name: "中部".into(),
                name_en: "Chubu".into(),
                reach: vec!["A2".into()],
                ..Default::default()
            },
            AreaRow { id: "A2".into(), name: "北部".into(), ..Default::default() },
        ],
        facilities: facilities(),
        posts: posts(),
        ..careers(places(demand(Roster::default())))
    }
}

fn settings() -> SettingsRow {
    SettingsRow {
        title: "例示県 配置計画".into(),
        fictitious: true,
        valid_on: some("2026-12-01"),
        known_on: some("2026-12-01"),
        horizon_from: some("2027-04"),
        near_periods: Some(2),
        near_months: Some(Months(6)),
        far_periods: Some(0),
        far_months: Some(Months(12)),
        trainees_per_instructor: Some(3),
        wish_ranks: vec!["0".into(), "50".into()],
        share_steps: vec!["250=600".into(), "５００＝1200点".into()],
        change: Some(200),
        ..Default::default()
    }
}

fn physicians() -> Vec<PhysicianRow> {
    vec![
        PhysicianRow {
            id: "D1".into(),
            name: "架空　花子".into(),
            kana: "カクウ ハナコ".into(),
            former_name: "仮名".into(),
            entered: Some(FiscalYear::new(2014)),
            graduated: some("2020-03-15"),
            licensed: some("2020-04-20"),
            track: "地域枠".into(),
            university: "例示大学".into(),
            sex: "女".into(),
            specialty: "内科".into(),
            programme: "P1".into(),
            enrolled_from: some("2022-04-01"),
            enrolled_until: some("2025-03-31"),
            initial_training_on: some("2022-03-31"),
            certified_on: some("2026-01-10"),
            instructor_from: some("2027-01-10"),
            unlisted: Some(400),
            remark: "=HYPERLINK(\"http://example.jp\")".into(),
            ..Default::default()
        },
        PhysicianRow {
            id: "D2".into(),
            name: "𠮷田　太郎".into(),
            entered: Some(FiscalYear::new(2018)),
            graduated: some("2024-03-15"),
            licensed: some("2024-04-20"),
            specialty: "内科".into(),
            programme: "P1".into(),
            second_specialty: "総合診療".into(),
            ..Default::default()
        },
        PhysicianRow {
            id: "D3".into(),
            name: "例示　次郎".into(),
            specialty: "総合診療".into(),
            licensed: some("2019-04-20"),
            graduated: some("2019-03-15"),
            ..Default::default()
        },
    ]
}

fn facilities() -> Vec<FacilityRow> {
    vec![
        FacilityRow {
            id: "F1".into(),
            name: "例示中央病院".into(),
            area: "中部".into(),
            most: Some(5),
            municipality: "例示市".into(),
            municipality_code: "102016".into(),
            ..Default::default()
        },
        FacilityRow {
            id: "F2".into(), name: "例示北病院".into(), area: "A2".into(), ..Default::default()
        },
        FacilityRow { id: "X1".into(), name: "県外大学病院".into(), ..Default::default() },
    ]
}

fn posts() -> Vec<PostRow> {
    vec![
        PostRow {
            id: "F1-内科".into(),
            workplace: "F1".into(),
            department: "内科".into(),
            most: Some(3),
            minimum: Some(1),
            critical: Some(2),
            wanted: Some(3),
            ..Default::default()
        },
        PostRow {
            id: "F2-総合".into(),
            workplace: "例示北病院".into(),
            department: "総合診療".into(),
            from: some("2027-04"),
            through: some("2028-03"),
            most: Some(1),
            minimum: Some(1),
            minimum_price: Some(9_000),
            ..Default::default()
        },
        PostRow {
            id: "F2-内科".into(),
            workplace: "F2".into(),
            department: "内科".into(),
            employer: "F1".into(),
            activity: Some(Activity::Clinical),
            most: Some(2),
            ..Default::default()
        },
    ]
}

fn careers(roster: Roster) -> Roster {
    Roster {
        commitments: vec![CommitmentRow {
            person: "D1".into(),
            id: "C1".into(),
            instrument: Some(Instrument::LoanContract),
            edition: "example-2013".into(),
            party: "例示県".into(),
            from: some("2014-04-01"),
            consent_on: some("2014-04-01"),
            consent_text: "同意書第1号".into(),
            loan_from: some("2014-04"),
            loan_through: some("2020-03"),
            monthly: Some(Yen(150_000)),
            ..Default::default()
        }],
        engagements: vec![
            EngagementRow {
                person: "D1".into(),
                workplace: "F1".into(),
                department: "内科".into(),
                activity: Some(Activity::InitialTraining),
                from: some("2020-05-01"),
                through: some("2022-03-31"),
                status: Some(EngagementStatus::Verified),
                ..Default::default()
            },
            EngagementRow {
                person: "D1".into(),
                id: "E2".into(),
                workplace: "例示中央病院".into(),
                department: "内科".into(),
                from: some("2022-04-01"),
                share: Some(Share::percent(60).unwrap()),
                ..Default::default()
            },
            EngagementRow {
                person: "D1".into(),
                workplace: "F2".into(),
                department: "内科".into(),
                from: some("2023-04-01"),
                through: some("2024-03-31"),
                share: Some(Share::percent(20).unwrap()),
                side: true,
                ..Default::default()
            },
        ],
        leaves: vec![LeaveRow {
            person: "D1".into(),
            kind: "育児休業".into(),
            from: some("2024-06-01"),
            through: some("2025-03-31"),
            ..Default::default()
        }],
        part_time: vec![PartTimeRow {
            person: "D1".into(),
            from: some("2025-04-01"),
            through: None,
            share: Some(Share::percent(60).unwrap()),
            ..Default::default()
        }],
        waivers: vec![WaiverRow {
            person: "D1".into(),
            commitment: "C1".into(),
            rule: "stay".into(),
            parameter: "least".into(),
            value: "6".into(),
            ground: "育児".into(),
            decided_by: "運営委員会".into(),
            decided_on: some("2025-02-01"),
            from: some("2025-04-01"),
            through: None,
            ..Default::default()
        }],
        notices: vec![NoticeRow {
            person: "D1".into(),
            given: some("2024-01-10"),
            effective: some("2024-04-01"),
            ..Default::default()
        }],
        wishes: vec![
            WishRow {
                person: "D1".into(),
                kind: Some(WishKind::Place),
                rank: Some(1),
                workplace: "F1".into(),
                from: some("2027-04"),
                through: some("2029-03"),
                price: Some(10),
                ..Default::default()
            },
            WishRow {
                person: "D2".into(),
                kind: Some(WishKind::Place),
                rank: Some(1),
                area: "北部".into(),
                ..Default::default()
            },
            WishRow {
                person: "D2".into(),
                kind: Some(WishKind::Window),
                class: "shortage".into(),
                from: some("2027-04"),
                through: some("2028-03"),
                ..Default::default()
            },
            WishRow {
                person: "D3".into(),
                kind: Some(WishKind::Outside),
                workplace: "X1".into(),
                months: Some(Months(12)),
                ..Default::default()
            },
            WishRow {
                person: "D3".into(),
                kind: Some(WishKind::Excluded),
                workplace: "F1".into(),
                why: "親族の経営".into(),
                ..Default::default()
            },
        ],
        couples: vec![CoupleRow { one: "D1".into(), other: "D2".into(), ..Default::default() }],
        ..roster
    }
}

fn places(roster: Roster) -> Roster {
    let from = some("2010-04-01");
    Roster {
        programmes: vec![ProgrammeRow {
            id: "P1".into(),
            name: "例示内科プログラム".into(),
            specialty: "内科".into(),
            months: Some(Months(36)),
            core_months: Some(Months(12)),
            source: "整備基準".into(),
            ..Default::default()
        }],
        components: vec![ComponentRow {
            programme: "P1".into(),
            departments: vec!["内科".into(), "総合診療".into()],
            classes: vec!["医師少数区域".into()],
            months: Some(Months(12)),
            ..Default::default()
        }],
        sites: vec![SiteRow {
            programme: "P1".into(),
            workplace: "F1".into(),
            role: Some(SiteRole::Core),
            from,
            ..Default::default()
        }],
        attestations: vec![AttestationRow {
            programme: "P1".into(),
            fact: "committee-review".into(),
            on: some("2020-10-01"),
            by: "例示県".into(),
            ..Default::default()
        }],
        classes: vec![ClassRow {
            id: "shortage".into(),
            scheme: "指定".into(),
            name: "医師少数区域".into(),
            source: "例示".into(),
            fictitious: true,
            ..Default::default()
        }],
        designations: vec![DesignationRow {
            workplace: "F2".into(),
            class: "医師少数区域".into(),
            from,
            ..Default::default()
        }],
        instructors: vec![InstructorRow {
            workplace: "F1".into(),
            department: "内科".into(),
            from,
            count: Some(2),
            ..Default::default()
        }],
        ..roster
    }
}

fn demand(roster: Roster) -> Roster {
    let year = MonthSpan { from: to("2027-04"), until: to("2028-03") };
    Roster {
        needs: vec![NeedRow {
            level: Some(NeedLevel::Wanted),
            area: "A2".into(),
            department: "内科".into(),
            heads: Some(2),
            price: Some(500),
            ..Default::default()
        }],
        patterns: vec![
            PatternRow {
                id: "W1".into(),
                name: "週3日中央・週2日北".into(),
                post: "F1-内科".into(),
                share: Some(Share::percent(60).unwrap()),
                ..Default::default()
            },
            PatternRow {
                id: "W1".into(),
                post: "F2-内科".into(),
                share: Some(Share::percent(40).unwrap()),
                side: true,
                ..Default::default()
            },
        ],
        pins: vec![PinRow {
            person: "D3".into(),
            from: Some(year.from),
            through: Some(year.until),
            workplace: "F2".into(),
            why: "2026-10 会議".into(),
            ..Default::default()
        }],
        previous: vec![PreviousRow {
            person: "D1".into(),
            from: Some(year.from),
            through: Some(year.until),
            workplace: "F1".into(),
            ..Default::default()
        }],
        ..roster
    }
}

/// A workbook of sheets that are laid out by hand: each a name and rows of cells. A cell that begins with `=` is a
/// formula (`=text|result`), one that begins with `#day ` a day of Excel's own, one of digits a number.
pub fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0_u32..).zip(*rows) {
            for (column, text) in (0_u16..).zip(*cells) {
                put(sheet, row, column, text);
            }
        }
    }
    book.save_to_buffer().unwrap()
}

pub fn put(sheet: &mut rust_xlsxwriter::Worksheet, row: u32, column: u16, text: &str) {
    if text.is_empty() {
    } else if let Some(formula) = text.strip_prefix('=') {
        let (formula, result) = formula.split_once('|').unwrap_or((formula, ""));
        sheet.write_formula(row, column, Formula::new(formula).set_result(result)).unwrap();
    } else if let Some(day) = text.strip_prefix("#day ") {
        let day = rust_xlsxwriter::ExcelDateTime::parse_from_str(day).unwrap();
        let format = Format::new().set_num_format("[$-411]ggge\"年\"m\"月\"d\"日\"");
        sheet.write_datetime_with_format(row, column, &day, &format).unwrap();
    } else if text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() < 9 {
        sheet.write_number(row, column, text.parse::<u32>().unwrap()).unwrap();
    } else {
        sheet.write_string(row, column, text).unwrap();
    }
}

/// The needed sheets besides 医師, small and right.
pub const SETTINGS: (&str, &[&[&str]]) = (
    "設定",
    &[&["項目", "値"], &["計画の題名", "例示"], &["時点", "R8.12.1"], &["計画開始月", "令和9年4月"]],
);
pub const FACILITIES: (&str, &[&[&str]]) =
    ("医療機関", &[&["医療機関ID", "名称", "圏域"], &["F1", "例示中央病院", "中部"]]);
pub const POSTS: (&str, &[&[&str]]) = ("ポスト", &[&["医療機関", "診療科", "上限"], &["F1", "内科", "2"]]);

/// Reads a workbook whose 医師 sheet has these rows.
pub fn read_physicians(rows: &[&[&str]]) -> Reading {
    let bytes = workbook(&[SETTINGS, ("医師", rows), FACILITIES, POSTS]);
    sheets::read_all(&bytes, &ReadOptions::default())
}

/// Findings in short: code, sheet, cell.
pub fn short(findings: &[CellFinding]) -> Vec<(Code, &str, &str)> {
    let text = |text: &Option<String>| text.as_deref().map_or("", |text| text.to_owned().leak());
    findings.iter().map(|finding| (finding.code, text(&finding.sheet), text(&finding.cell))).collect()
}
