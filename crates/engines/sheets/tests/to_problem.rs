//! From roster to planning problem: what comes out, and every row that cannot hold by its cell.
//!
//! Each case takes the small office of `example.rs`, changes one thing, and names the cell that must be found.

use std::{collections::BTreeMap, fs, path::Path};

use kernel::{Lang, MonthSpan, Months};
use problem::{NeedLevel, NeedPlace, PinPlace, Resolution, ShareStep};
use rules::{Edition, EngagementStatus};
use sheets::{
    CellFinding, Code, ReadOptions, Roster,
    choice::WishKind,
    read, read_all,
    rows::{
        career::{EngagementRow, LeaveRow},
        demand::PinRow,
        people::{CommitmentRow, CoupleRow, PhysicianRow, WishRow},
        places::FacilityRow,
    },
    write_roster,
};

use crate::example::{FACILITIES, POSTS, SETTINGS, office, short, some, to, workbook};

const EDITION: &str = r#"
id = "example-2013"
name = { ja = "例示", en = "Example" }
issuer = "例示県"
validity = { from = "2010-04-01" }
source = { title = "例示" }
binds = { entered-from = 2010, entered-through = 2019 }

[counting]
unit = "calendar-months"
rounding = "none"
full-time-from = 100
part-time = "pro-rata"
concurrent = "sum"
side-posts = false

[[rule]]
id = "stay"
kind = "minimum-stay"
force = "must"
subject = "person"
least = 12
sentence = { ja = "一年以上とする。", en = "A year or more." }
source = { title = "例示" }
"#;

fn editions() -> sheets::Editions {
    let edition = Edition::from_toml(EDITION).unwrap();
    BTreeMap::from([(edition.id.clone(), edition)])
}

fn findings(change: impl FnOnce(&mut Roster)) -> Vec<CellFinding> {
    let mut office = office();
    change(&mut office);
    office.to_problem(&editions()).unwrap_err()
}

fn notes(change: impl FnOnce(&mut Roster)) -> Vec<CellFinding> {
    let mut office = office();
    change(&mut office);
    office.to_problem_with_notes(&editions()).unwrap().1
}

/// The one change gives the one finding at the cell.
#[track_caller]
fn found(code: Code, sheet: &str, cell: &str, change: impl FnOnce(&mut Roster)) {
    assert_eq!(short(&findings(change)), [(code, sheet, cell)]);
}

#[track_caller]
fn noted(code: Code, sheet: &str, cell: &str, change: impl FnOnce(&mut Roster)) {
    assert_eq!(short(&notes(change)), [(code, sheet, cell)]);
}

#[test]
fn the_office_becomes_a_problem_without_a_word() {
    let (problem, notes) = office().to_problem_with_notes(&editions()).unwrap();
    assert_eq!(notes, []);
    assert_eq!(problem.validate(), []);
    assert_eq!(problem.horizon.len(), 2);
    assert_eq!(problem.horizon[1].span, MonthSpan { from: to("2027-10"), until: to("2028-04") });
    assert_eq!(problem.trainees_per_instructor, Some(3));
    assert_eq!((problem.rates.change, problem.rates.unplaced), (200, 24_000));
    assert_eq!(problem.rates.wish_ranks, [0, 50]);
    let steps = [(250, 600), (500, 1_200)].map(|(permille, price)| ShareStep { permille, price });
    assert_eq!(problem.rates.share_steps, steps);
    assert_eq!(problem.reach, [(to("A1"), to("A2"))]);
    assert_eq!(problem.place_limits[0].most, 5);
    assert_eq!(problem.editions.len(), 1);
    let tables = &problem.tables;
    assert_eq!(tables.classes["shortage"].scheme, to("designation"));
    assert!(tables.workplaces["F2"].is(&to("shortage"), to("2027-04-01")));
    assert_eq!(tables.workplaces["X1"].area, None);
    assert_eq!(tables.programmes["P1"].components[0].departments, [to("内科"), to("総合診療")]);
    assert_eq!(tables.programmes["P1"].components[0].classes, [to("shortage")]);
}

#[test]
fn a_step_of_shortage_is_a_share_and_its_points() {
    for text in ["250", "1200=5", "x=5", "250=y"] {
        found(Code::CellNumber, "設定", "B25", |roster| roster.settings.share_steps = vec![text.into()]);
    }
}

#[test]
fn needs_of_a_post_come_with_their_own_or_the_standard_price() {
    let problem = office().to_problem(&editions()).unwrap();
    let prices: Vec<_> = problem.needs.iter().map(|need| (need.level, need.heads, need.price)).collect();
    use NeedLevel::{Critical, Minimum, Wanted};
    assert_eq!(
        prices,
        [
            (Minimum, 1, 12_000),
            (Critical, 2, 6_000),
            (Wanted, 3, 1_200),
            (Minimum, 1, 9_000),
            (Wanted, 2, 500)
        ]
    );
    assert_eq!(problem.needs[3].at, NeedPlace::Workplace(to("F2")));
    assert_eq!(problem.needs[4].at, NeedPlace::Area(to("A2")));
}

#[test]
fn people_come_with_their_whole_career() {
    let problem = office().to_problem(&editions()).unwrap();
    let [first, second, third] = &problem.people[..] else { panic!("three people") };
    assert_eq!(first.career.loans[0].period.to_string(), "2014-04-01–2020-03-31");
    assert_eq!(first.career.leaves[0].kind, to("childcare"));
    assert_eq!(first.career.enrolments[0].programme, to("P1"));
    assert_eq!(first.paths[0].programme, None, "enrolled already");
    assert_eq!(first.career.waivers[0].replaces.0["least"], 6);
    assert_eq!(first.career.milestones.len(), 2);
    assert_eq!(first.instructs[0].department, to("内科"));
    assert_eq!(first.reported["旧姓"], "仮名");
    assert_eq!(second.paths.len(), 2);
    assert_eq!((second.paths[0].programme.clone(), second.paths[1].price), (Some(to("P1")), 120));
    assert_eq!(third.outside.as_ref().unwrap().months, Months(12));
    assert_eq!(third.excluded[0].why, "親族の経営");
    assert_eq!(problem.couples[0].people, (to("D1"), to("D2")));
    assert_eq!(problem.previous[0].workplace, Some(to("F1")));
}

#[test]
fn far_periods_are_planned_by_zone() {
    let mut office = office();
    office.settings.far_periods = Some(3);
    let problem = office.to_problem(&editions()).unwrap();
    assert_eq!(problem.horizon.len(), 5);
    assert_eq!(problem.horizon[4].resolution, Resolution::Zone);
    assert!(problem.tables.workplaces.values().any(|place| !place.stands_for.is_empty()));
}

#[test]
fn an_agreed_engagement_holds_its_person_in_the_periods_it_wholly_covers() {
    let mut office = office();
    office.engagements.push(EngagementRow {
        person: "D2".into(),
        workplace: "F1".into(),
        department: "内科".into(),
        from: some("2026-04-01"),
        through: some("2027-12-31"),
        ..Default::default()
    });
    let (problem, notes) = office.to_problem_with_notes(&editions()).unwrap();
    let pins: Vec<_> = problem.pins.iter().filter(|pin| pin.person == to("D2")).collect();
    assert_eq!(pins.len(), 1);
    assert_eq!(pins[0].span, problem.horizon[0].span);
    assert_eq!(pins[0].at, PinPlace::Workplace(to("F1")));
    assert_eq!(
        short(&notes),
        [(Code::OutOfTime, "勤務歴", "H6")],
        "the second period is covered in part only"
    );
}

#[test]
fn a_planned_or_open_ended_engagement_holds_nobody() {
    let problem = office().to_problem(&editions()).unwrap();
    assert!(problem.pins.iter().all(|pin| pin.person == to("D3")));
}

#[test]
fn references_that_lead_nowhere_name_what_may_be_meant() {
    let findings = findings(|office| office.engagements[1].workplace = "例示中央病印".into());
    assert_eq!(short(&findings), [(Code::UnknownReference, "勤務歴", "C4")]);
    assert_eq!(findings[0].read, "例示中央病印");
    assert!(findings[0].message.ja.contains("「例示中央病院」のことなら"));
}

#[test]
fn unknown_people_editions_classes_posts_and_programmes_are_found() {
    use Code::{UnknownEdition, UnknownReference};
    found(UnknownReference, "休業", "A3", |office| office.leaves[0].person = "D9".into());
    found(UnknownEdition, "義務・約束", "D3", |office| {
        office.commitments[0].edition = "example-2031".into()
    });
    found(UnknownReference, "義務・約束", "E3", |office| office.commitments[0].course = "c".into());
    found(UnknownReference, "区域・指定", "B3", |office| office.designations[0].class = "山村".into());
    found(UnknownReference, "勤務の型", "C4", |office| office.patterns[1].post = "F9".into());
    found(UnknownReference, "医師", "L4", |office| office.physicians[1].programme = "P9".into());
    found(UnknownReference, "個別特例", "C3", |office| office.waivers[0].rule = "r9".into());
    found(UnknownReference, "医療機関", "D3", |office| office.facilities[0].area = "南部".into());
}

#[test]
fn a_name_that_two_people_bear_must_be_an_id() {
    let findings = findings(|office| {
        office.physicians[2].name = office.physicians[0].name.clone();
        office.leaves[0].person = "架空　花子".into();
    });
    assert_eq!(short(&findings), [(Code::UnknownReference, "休業", "A3")]);
    assert!(findings[0].message.ja.contains("D1、D3"));
}

#[test]
fn ids_stand_once() {
    found(Code::Duplicate, "医師", "A6", |office| {
        let again =
            PhysicianRow {
                id: "ｄ3".into(), name: "例示　三郎".into(), ..office.physicians[2].clone()
            };
        office.physicians.push(again);
    });
    found(Code::Duplicate, "ポスト", "A4", |office| office.posts[1].id = "F1-内科".into());
    found(Code::Duplicate, "勤務歴", "G5", |office| {
        office.engagements[2] = EngagementRow { row: 0, ..office.engagements[0].clone() }
    });
}

#[test]
fn two_rows_of_one_name_and_cohort_are_noted() {
    noted(Code::Duplicate, "医師", "B5", |office| {
        office.physicians[2].name = office.physicians[0].name.clone();
        office.physicians[2].entered = office.physicians[0].entered;
        office.couples.clear();
        office.leaves.clear();
    });
}

#[test]
fn main_postings_that_overlap_beyond_full_time_are_found() {
    let overlap = |share: u8| {
        move |office: &mut Roster| {
            office.engagements.push(EngagementRow {
                person: "D1".into(),
                workplace: "F2".into(),
                department: "内科".into(),
                from: some("2025-04-01"),
                share: kernel::Share::percent(share).ok(),
                ..Default::default()
            });
        }
    };
    found(Code::PeriodOverlap, "勤務歴", "G6", overlap(41));
    assert_eq!(notes(overlap(40)), [], "60% and 40% are full time");
}

#[test]
fn work_before_graduation_or_licence_is_found() {
    found(Code::OutOfTime, "勤務歴", "G3", |office| office.engagements[0].from = some("2020-03-14"));
    found(Code::OutOfTime, "勤務歴", "G3", |office| {
        office.physicians[0].graduated = None;
        office.engagements[0].from = some("2020-01-19");
    });
    assert_eq!(
        notes(|office| office.engagements[0].from = some("2020-04-01")),
        [],
        "training begins before the licence is registered"
    );
}

#[test]
fn work_that_has_not_begun_cannot_have_been_served() {
    found(Code::Contradiction, "勤務歴", "K3", |office| {
        office.engagements[0] = EngagementRow {
            person: "D2".into(),
            workplace: "F1".into(),
            department: "内科".into(),
            from: some("2027-04-01"),
            through: some("2028-03-31"),
            status: Some(EngagementStatus::Served),
            ..Default::default()
        };
    });
}

#[test]
fn periods_that_end_before_they_begin_are_found() {
    use Code::PeriodReversed;
    found(PeriodReversed, "休業", "D3", |office| office.leaves[0].through = some("2024-05-31"));
    found(PeriodReversed, "ポスト", "G4", |office| office.posts[1].through = some("2027-03"));
    found(PeriodReversed, "義務・約束", "L3", |office| {
        office.commitments[0].loan_through = some("2014-03")
    });
    found(PeriodReversed, "固定", "C3", |office| office.pins[0].through = some("2027-03"));
}

#[test]
fn leaves_that_overlap_are_found() {
    let second = |from: &'static str| {
        move |office: &mut Roster| {
            office.leaves.push(LeaveRow {
                person: "D1".into(),
                kind: "産休".into(),
                from: some(from),
                through: some("2025-06-30"),
                ..Default::default()
            });
        }
    };
    found(Code::PeriodOverlap, "休業", "C4", second("2025-03-31"));
    assert_eq!(notes(second("2025-04-01")), []);
}

#[test]
fn wishes_that_contradict_each_other_are_found() {
    let wish =
        |row: WishRow| move |office: &mut Roster| office.wishes.push(WishRow { person: "D1".into(), ..row });
    let place = |rank, workplace: &str| WishRow {
        kind: Some(WishKind::Place),
        rank: Some(rank),
        workplace: workplace.into(),
        ..Default::default()
    };
    found(Code::Contradiction, "希望", "C8", wish(place(1, "F2")));
    found(Code::Contradiction, "希望", "C8", wish(place(2, "F1")));
    found(
        Code::Contradiction,
        "希望",
        "D3",
        wish(WishRow {
            kind: Some(WishKind::Excluded),
            workplace: "F1".into(),
            why: "健康".into(),
            ..Default::default()
        }),
    );
    found(Code::CellEmpty, "希望", "C8", wish(WishRow { rank: None, ..place(2, "F2") }));
    found(Code::Contradiction, "希望", "D8", wish(WishRow { area: "中部".into(), ..place(2, "F2") }));
    found(
        Code::CellEmpty,
        "希望",
        "G8",
        wish(WishRow { kind: Some(WishKind::Window), class: "shortage".into(), ..Default::default() }),
    );
    found(
        Code::Contradiction,
        "希望",
        "D8",
        wish(WishRow {
            kind: Some(WishKind::Outside),
            months: Some(Months(6)),
            workplace: "F1".into(),
            ..Default::default()
        }),
    );
}

#[test]
fn a_loan_needs_both_its_months_and_its_amount() {
    found(Code::CellEmpty, "義務・約束", "L3", |office| office.commitments[0].loan_through = None);
    noted(Code::CellEmpty, "義務・約束", "K3", |office| {
        office.commitments[0] = CommitmentRow {
            loan_from: None,
            loan_through: None,
            monthly: None,
            ..office.commitments[0].clone()
        };
    });
}

#[test]
fn a_loan_paid_with_a_gap_is_two_rows_of_one_commitment() {
    let mut office = office();
    office.commitments[0].loan_through = some("2016-03");
    office.commitments.push(CommitmentRow {
        loan_from: some("2017-04"),
        loan_through: some("2021-03"),
        ..office.commitments[0].clone()
    });
    let problem = office.to_problem(&editions()).unwrap();
    let career = &problem.people[0].career;
    assert_eq!((career.commitments.len(), career.loans.len()), (1, 2));
    found(Code::Contradiction, "義務・約束", "B4", |office| {
        office.commitments.push(CommitmentRow {
            party: "例示市".into(),
            loan_from: some("2021-04"),
            loan_through: some("2021-05"),
            ..office.commitments[0].clone()
        });
    });
}

#[test]
fn a_pin_lies_within_the_plan_at_one_place() {
    let pin = |row: PinRow| {
        move |office: &mut Roster| {
            office.pins[0] = PinRow {
                from: row.from.or(office.pins[0].from),
                through: row.through.or(office.pins[0].through),
                person: "D3".into(),
                ..row
            };
        }
    };
    found(
        Code::OutOfTime,
        "固定",
        "B3",
        pin(PinRow {
            from: some("2028-04"),
            through: some("2029-03"),
            workplace: "F2".into(),
            ..Default::default()
        }),
    );
    found(
        Code::Contradiction,
        "固定",
        "D3",
        pin(PinRow { workplace: "F2".into(), outside: true, ..Default::default() }),
    );
    found(Code::Contradiction, "固定", "A4", |office| {
        office.pins.push(PinRow { workplace: "F1".into(), ..office.pins[0].clone() });
    });
}

#[test]
fn a_post_takes_at_least_what_it_must_not_lack() {
    found(Code::OutOfOrder, "ポスト", "I4", |office| office.posts[1].minimum = Some(2));
    noted(Code::OutOfOrder, "ポスト", "M3", |office| office.posts[0].wanted = Some(4));
}

#[test]
fn what_is_odd_is_noted_and_does_not_hinder() {
    noted(Code::OutOfTime, "義務・約束", "D3", |office| {
        office.physicians[0].entered = Some(kernel::FiscalYear::new(2020))
    });
    noted(Code::UnknownReference, "勤務歴", "E3", |office| {
        office.engagements[0].department = "内科科".into()
    });
    noted(Code::CellChoice, "休業", "B3", |office| office.leaves[0].kind = "サバティカル".into());
    noted(Code::CellOdd, "医療機関", "F3", |office| {
        office.facilities[0].municipality_code = "102017".into()
    });
    noted(Code::UnknownReference, "前回計画", "A3", |office| office.previous[0].person = "退職者".into());
}

#[test]
fn a_couple_is_two_people() {
    found(Code::Contradiction, "世帯", "B3", |office| {
        office.couples[0] = CoupleRow { one: "D1".into(), other: "架空花子".into(), ..Default::default() }
    });
}

#[test]
fn a_plan_cannot_begin_in_the_past() {
    found(Code::OutOfTime, "設定", "B7", |office| {
        office.settings.horizon_from = some("2026-10");
        office.posts[1].from = None;
        office.posts[1].through = None;
        office.previous.clear();
        office.pins.clear();
    });
}

#[test]
fn facilities_may_name_areas_that_no_sheet_lists() {
    let mut office = office();
    office.areas.clear();
    office.facilities[1].area = "北部".into();
    office.facilities.push(FacilityRow {
        id: "F3".into(),
        name: "第三".into(),
        area: "南部".into(),
        ..Default::default()
    });
    office.needs.clear();
    let problem = office.to_problem(&editions()).unwrap();
    assert_eq!(problem.tables.areas.len(), 3);
}

#[test]
fn cells_that_cannot_be_read_and_what_the_others_say_are_reported_together() {
    let physicians: &[&[&str]] = &[&["ID", "氏名", "基本領域", "卒業"], &["D1", "架空", "内科", "昔"]];
    let engagements: &[&[&str]] =
        &[&["氏名", "勤務先", "診療科", "開始日"], &["架空", "F9", "内科", "R2.4.1"]];
    let bytes = workbook(&[SETTINGS, ("医師", physicians), FACILITIES, POSTS, ("勤務歴", engagements)]);
    let reading = read_all(&bytes, &ReadOptions::default());
    let findings = reading.to_problem(&BTreeMap::new()).unwrap_err();
    assert_eq!(short(&findings), [(Code::CellTime, "医師", "D2"), (Code::UnknownReference, "勤務歴", "B2")]);
}

#[test]
fn a_sheet_that_is_missing_has_no_cells_to_find_fault_with() {
    let physicians: &[&[&str]] = &[&["ID", "氏名", "基本領域"], &["D1", "架空", "内科"]];
    let reading = read_all(&workbook(&[("医師", physicians), FACILITIES, POSTS]), &ReadOptions::default());
    let findings = reading.to_problem(&BTreeMap::new()).unwrap_err();
    let codes: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::SheetMissing]);
}

#[test]
fn a_name_that_everybody_bears_is_answered_shortly() {
    let ids: Vec<String> = (10..60).map(|number| format!("D{number}")).collect();
    let people: Vec<[&str; 3]> = ids.iter().map(|id| [id.as_str(), "架空", "内科"]).collect();
    let mut physicians: Vec<&[&str]> = vec![&["ID", "氏名", "基本領域"]];
    physicians.extend(people.iter().map(|row| row.as_slice()));
    let engagements: &[&[&str]] =
        &[&["氏名", "勤務先", "診療科", "開始日"], &["架空", "例示中央病院", "内科", "R2.4.1"]];
    let bytes = workbook(&[SETTINGS, ("医師", &physicians), FACILITIES, POSTS, ("勤務歴", engagements)]);
    let findings = read_all(&bytes, &ReadOptions::default()).to_problem(&BTreeMap::new()).unwrap_err();
    assert_eq!(short(&findings), [(Code::UnknownReference, "勤務歴", "A2")]);
    let said = &findings[0].message.ja;
    assert!(said.contains("50") && said.contains("D17…") && !said.contains("D18"), "{said}");
}

#[test]
fn initial_training_is_a_known_department() {
    let physicians: &[&[&str]] = &[&["ID", "氏名", "基本領域"], &["D1", "架空", "内科"]];
    let engagements: &[&[&str]] =
        &[&["氏名", "勤務先", "診療科", "開始日"], &["架空", "例示中央病院", "臨床研修", "R2.4.1"]];
    let bytes = workbook(&[SETTINGS, ("医師", physicians), FACILITIES, POSTS, ("勤務歴", engagements)]);
    let (_, notes) = read_all(&bytes, &ReadOptions::default()).to_problem(&BTreeMap::new()).unwrap();
    assert_eq!(notes, []);
}

#[test]
fn findings_of_a_file_stand_at_the_files_own_cells() {
    let physicians: &[&[&str]] =
        &[&["題名"], &[], &["", "基本領域", "氏名", "ID"], &["", "内科", "架空", "D1"]];
    let posts: &[&[&str]] = &[&["上限", "最低", "診療科", "医療機関"], &["1", "2", "内科", "例示中央病院"]];
    let bytes = workbook(&[SETTINGS, ("医師", physicians), FACILITIES, ("定員", posts)]);
    let roster = read(&bytes, &ReadOptions::default()).unwrap();
    let findings = roster.to_problem(&BTreeMap::new()).unwrap_err();
    assert_eq!(short(&findings), [(Code::OutOfOrder, "定員", "B2")]);
}

#[test]
fn what_was_written_and_read_again_is_the_same_problem() {
    let office = office();
    let again = read(&write_roster(&office, Lang::En).unwrap(), &ReadOptions::default()).unwrap();
    assert_eq!(again.to_problem(&editions()).unwrap(), office.to_problem(&editions()).unwrap());
}

#[test]
fn the_demonstration_office_is_read_without_a_finding() {
    let root = Path::new(&std::env::var("CARGO_MANIFEST_DIR").unwrap()).join("../../..");
    let edition = fs::read_to_string(root.join("editions/gunma-demo.toml")).unwrap();
    let edition = Edition::from_toml(&edition).unwrap();
    let bytes = fs::read(root.join("data/gunma/roster.xlsx")).unwrap();
    let roster = read(&bytes, &ReadOptions::default()).unwrap();
    let mut editions = sheets::Editions::new();
    for file in fs::read_dir(root.join("editions")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|end| end == "toml")
            && !path.to_string_lossy().ends_with(".cases.toml")
        {
            let edition = Edition::from_toml(&fs::read_to_string(path).unwrap()).unwrap();
            editions.insert(edition.id.clone(), edition);
        }
    }
    editions.insert(edition.id.clone(), edition);
    let (problem, notes) = roster.to_problem_with_notes(&editions).unwrap();
    assert!(problem.people.len() > 200);
    assert_eq!(short(&notes), []);
}
