//! Officials' habits: each is read as it was meant, or refused with what is accepted.

use kernel::{FiscalYear, Months, Share};
use rust_xlsxwriter::{Format, Workbook};
use sheets::{Code, ReadOptions, read_all, rows::people::PhysicianRow};

use crate::example::{FACILITIES, POSTS, SETTINGS, put, read_physicians, short, some, workbook};

fn only_physician(rows: &[&[&str]]) -> PhysicianRow {
    let reading = read_physicians(rows);
    assert_eq!(reading.errors, []);
    assert_eq!(reading.roster.physicians.len(), 1);
    reading.roster.physicians[0].clone()
}

#[test]
fn title_rows_other_order_line_breaks_and_full_width_do_not_matter() {
    let person = only_physician(&[
        &["令和８年度　医師名簿"],
        &["", "", "", "（令和8年12月1日現在）"],
        &[],
        &["基本\n領域", "ＩＤ", "入学 年度", "氏名（必須）", "医籍登録\n年月日", "※電話"],
        &["内科 ", "００１", "Ｈ２６", " 架空　花子 ", "令和2年4月20日", "027"],
    ]);
    assert_eq!(
        (person.id.as_str(), person.name.as_str(), person.specialty.as_str()),
        ("００１", "架空　花子", "内科")
    );
    assert_eq!(person.entered, Some(FiscalYear::new(2014)));
    assert_eq!(person.licensed, some("2020-04-20"));
    assert_eq!(person.row, 5);
}

#[test]
fn days_are_read_in_every_form_officials_type() {
    let forms = [
        "R6.4.1",
        "令和6年4月1日",
        "2024/4/1",
        "2024-04-01",
        "#day 2024-04-01",
        "45383",
        "20240401",
        "Ｒ６．４．１",
    ];
    for form in forms {
        let person = only_physician(&[&["ID", "氏名", "基本領域", "卒業"], &["D1", "架空", "内科", form]]);
        assert_eq!(person.graduated, some("2024-04-01"), "{form}");
    }
}

#[test]
fn a_day_without_its_era_is_refused_with_what_is_accepted() {
    let reading = read_physicians(&[&["ID", "氏名", "基本領域", "卒業"], &["D1", "架空", "内科", "6.4.1"]]);
    assert_eq!(short(&reading.errors), [(Code::CellTime, "医師", "D2")]);
    assert_eq!(reading.errors[0].read, "6.4.1");
    assert!(reading.errors[0].message.ja.contains("R9.4.1"));
}

#[test]
fn a_serial_number_and_a_day_after_its_era_are_read_with_a_note() {
    let reading = read_physicians(&[
        &["ID", "氏名", "基本領域", "卒業", "医籍登録日"],
        &["D1", "架空", "内科", "45383", "平成31年5月1日"],
    ]);
    assert_eq!(reading.errors, []);
    assert_eq!(short(&reading.roster.notes), [(Code::CellOdd, "医師", "D2"), (Code::CellOdd, "医師", "E2")]);
    assert_eq!(reading.roster.physicians[0].licensed, some("2019-05-01"));
}

#[test]
fn cached_results_of_formulas_are_read() {
    let person = only_physician(&[&["ID", "氏名", "基本領域"], &["D1", "=A1&B1|架空　花子", "内科"]]);
    assert_eq!(person.name, "架空　花子");
}

#[test]
fn a_formula_error_is_a_finding_at_its_cell() {
    let reading = read_physicians(&[&["ID", "氏名", "基本領域"], &["D1", "=VLOOKUP(1,A:B,2)|#N/A", "内科"]]);
    assert_eq!(short(&reading.errors), [(Code::CellFormulaError, "医師", "B2")]);
    assert_eq!(reading.errors[0].read, "#N/A");
}

#[test]
fn blank_total_remark_and_repeated_heading_rows_are_passed_over_with_a_note() {
    let reading = read_physicians(&[
        &["ID", "氏名", "基本領域"],
        &["D1", "架空　花子", "内科"],
        &[" ", "　", ""],
        &["小　計", "1名"],
        &["ID", "氏名", "基本領域"],
        &["D2", "例示　次郎", "外科"],
        &["合計", "2"],
        &["※ 令和8年12月1日現在"],
    ]);
    assert_eq!(reading.errors, []);
    assert_eq!(reading.roster.physicians.len(), 2);
    let skipped = |cell| (Code::RowSkipped, "医師", cell);
    assert_eq!(short(&reading.roster.notes), [skipped("A4"), skipped("A5"), skipped("A7"), skipped("A8")]);
}

#[test]
fn ditto_marks_are_refused() {
    let reading = read_physicians(&[
        &["ID", "氏名", "基本領域"],
        &["D1", "架空　花子", "内科"],
        &["D2", "例示　次郎", "〃"],
    ]);
    assert_eq!(short(&reading.errors), [(Code::CellDitto, "医師", "C3")]);
}

#[test]
fn a_missing_column_names_the_heading_that_may_be_meant() {
    let reading = read_physicians(&[&["ID", "氏　名", "基本領城"], &["D1", "架空", "内科"]]);
    assert_eq!(short(&reading.errors), [(Code::ColumnMissing, "医師", "A1")]);
    assert!(reading.errors[0].message.ja.contains("「基本領城」がこれに当たるなら"));
    assert_eq!(short(&reading.roster.notes), [(Code::ColumnUnknown, "医師", "C1")]);
}

#[test]
fn every_problem_is_reported_at_once() {
    let reading = read_physicians(&[
        &["ID", "氏名", "基本領域", "入学年度", "希望外の点数"],
        &["D1", "", "内科", "昔", "たくさん"],
        &["D2", "例示", "", "H26", "３００点"],
    ]);
    let codes = [
        (Code::CellEmpty, "医師", "B2"),
        (Code::CellTime, "医師", "D2"),
        (Code::CellNumber, "医師", "E2"),
        (Code::CellEmpty, "医師", "C3"),
    ];
    assert_eq!(short(&reading.errors), codes);
    assert_eq!(reading.roster.physicians[1].unlisted, Some(300));
}

#[test]
fn merged_headings_in_two_rows_are_read_together() {
    let mut book = Workbook::new();
    for (name, rows) in [SETTINGS, FACILITIES, POSTS] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (row, cells) in (0_u32..).zip(rows) {
            for (column, text) in (0_u16..).zip(*cells) {
                put(sheet, row, column, text);
            }
        }
    }
    let sheet = book.add_worksheet().set_name("０２ 義務・約束").unwrap();
    let plain = Format::new();
    for (column, heading) in [(0, "医師ID"), (1, "種類"), (2, "版"), (3, "相手方"), (4, "開始日")]
    {
        sheet.merge_range(0, column, 1, column, heading, &plain).unwrap();
    }
    sheet.merge_range(0, 5, 0, 6, "貸与", &plain).unwrap();
    for (column, text) in [(5, "開始月"), (6, "終了月")] {
        put(sheet, 1, column, text);
    }
    for (column, text) in
        (0_u16..).zip(["D1", "修学資金", "例示2013", "例示県", "H26.4.1", "平成26年4月", "2020/3/31"])
    {
        put(sheet, 2, column, text);
    }
    let bytes = book.save_to_buffer().unwrap();
    let reading = read_all(&bytes, &ReadOptions::default());
    assert_eq!(short(&reading.errors), [(Code::SheetMissing, "", "")], "医師 only");
    let loan = &reading.roster.commitments[0];
    assert_eq!((loan.loan_from, loan.loan_through), (some("2014-04"), some("2020-03")));
    assert_eq!((loan.row, loan.from), (3, some("2014-04-01")));
}

#[test]
fn a_cell_merged_down_holds_for_each_of_its_rows() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("勤務歴").unwrap();
    for (column, text) in (0_u16..).zip(["氏名", "勤務先", "診療科", "開始日"]) {
        put(sheet, 0, column, text);
    }
    sheet.merge_range(1, 0, 2, 0, "架空　花子", &Format::new()).unwrap();
    for row in [1, 2] {
        for (column, text) in (1_u16..).zip(["F1", "内科", "R2.4.1"]) {
            put(sheet, row, column, text);
        }
    }
    let reading = read_all(&book.save_to_buffer().unwrap(), &ReadOptions::default());
    let people: Vec<&str> = reading.roster.engagements.iter().map(|row| row.person.as_str()).collect();
    assert_eq!(people, ["架空　花子", "架空　花子"]);
}

#[test]
fn numbers_shares_and_marks_are_read_with_what_people_hang_on() {
    let rows: &[&[&str]] = &[
        &["医師ID", "勤務先", "診療科", "開始日", "勤務割合", "兼務"],
        &["D1", "F1", "内科", "R2.4.1", "６０％", "○"],
        &["D1", "F1", "内科", "R2.4.1", "0.6", "×"],
        &["D1", "F1", "内科", "R2.4.1", "常勤", ""],
    ];
    let programmes: &[&[&str]] =
        &[&["ID", "名称", "領域", "研修期間", "根拠"], &["P1", "例示", "内科", "36か月", "整備基準"]];
    let bytes = workbook(&[("勤務歴", rows), ("研修プログラム", programmes)]);
    let reading = read_all(&bytes, &ReadOptions::default());
    let read: Vec<_> = reading.roster.engagements.iter().map(|row| (row.share, row.side)).collect();
    let sixty = Share::percent(60).ok();
    assert_eq!(read, [(sixty, true), (sixty, false), (Some(Share::FULL), false)]);
    assert_eq!(reading.roster.programmes[0].months, Some(Months(36)));
}

#[test]
fn a_sheet_of_another_name_is_passed_over_with_the_name_that_may_be_meant() {
    let bytes = workbook(&[
        SETTINGS,
        ("医師", &[&["ID", "氏名", "基本領域"]]),
        FACILITIES,
        POSTS,
        ("勤無歴", &[&["x"]]),
        ("メモ", &[&["x"]]),
    ]);
    let reading = read_all(&bytes, &ReadOptions::default());
    assert_eq!(
        short(&reading.roster.notes),
        [(Code::SheetUnknown, "勤無歴", ""), (Code::SheetUnknown, "メモ", "")]
    );
    assert!(reading.roster.notes[0].message.ja.contains("「勤務歴」のことなら"));
}

#[test]
fn two_sheets_of_one_meaning_are_refused() {
    let bytes =
        workbook(&[SETTINGS, ("医師", &[&["ID", "氏名", "基本領域"]]), ("医師名簿", &[]), FACILITIES, POSTS]);
    let reading = read_all(&bytes, &ReadOptions::default());
    assert_eq!(short(&reading.errors), [(Code::SheetTwice, "医師名簿", "")]);
}
