//! The fixture that LibreOffice saved: what is read from it, and all that is found in it.

use kernel::{FiscalYear, Months, Share};
use sheets::{Code, ReadOptions, Reading, read_all};

use crate::example::{short, some};

fn officials() -> Reading {
    read_all(include_bytes!("../fixtures/officials.xlsx"), &ReadOptions::default())
}

#[test]
fn what_cannot_be_read_is_named_by_cell() {
    let reading = officials();
    let expected =
        [(Code::CellFormulaError, "①医師名簿（県内）", "F6"), (Code::CellDitto, "２．勤務歴", "C4")];
    assert_eq!(short(&reading.errors), expected);
    assert_eq!(reading.errors[0].read, "#N/A");
}

#[test]
fn what_is_odd_is_noted_by_cell() {
    let reading = officials();
    let expected = [
        (Code::ColumnUnknown, "①医師名簿（県内）", "A4"),
        (Code::RowSkipped, "①医師名簿（県内）", "B7"),
        (Code::CellOdd, "２．勤務歴", "D4"),
        (Code::RowSkipped, "２．勤務歴", "A5"),
        (Code::ColumnUnknown, "医療機関一覧", "A1"),
        (Code::SheetUnknown, "メモ", ""),
    ];
    assert_eq!(short(&reading.roster.notes), expected);
}

#[test]
fn everything_else_is_read_as_it_was_meant() {
    let roster = officials().roster;
    assert_eq!(roster.settings.title, "例示県　令和9年度配置計画");
    assert_eq!(
        (roster.settings.valid_on, roster.settings.horizon_from),
        (some("2026-12-01"), some("2027-04"))
    );
    assert_eq!((roster.settings.near_periods, roster.settings.far_periods), (Some(2), Some(0)));
    let first = &roster.physicians[0];
    assert_eq!((first.id.as_str(), first.name.as_str(), first.remark.as_str()), ("D001", "架空　花子", ""));
    assert_eq!((first.entered, first.graduated), (Some(FiscalYear::new(2014)), some("2020-03-15")));
    assert_eq!(roster.physicians[1].remark, "留学");
    let [before, now] = &roster.engagements[..] else { panic!("two engagements") };
    assert_eq!((before.from, before.through), (some("2020-04-01"), some("2022-03-31")));
    assert_eq!((now.person.as_str(), now.from, now.through), ("架空　花子", some("2022-04-01"), None));
    assert_eq!(now.share, Share::percent(60).ok());
    assert_eq!((roster.posts[0].most, roster.posts[0].wanted), (Some(3), Some(2)));
    assert_eq!(roster.settings.far_months, None::<Months>);
}
