//! What officials type into date cells.

use kernel::{Date, EraNote, FiscalYear, Wanted, Why, Written, YearMonth};
use proptest::prelude::*;

fn reads(text: &str, day: &str) {
    let read = Date::read(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(read.value.to_string(), day, "{text}");
    assert_eq!(read.note, None, "{text}");
}

#[test]
fn one_day_in_its_many_forms() {
    for text in [
        "令和6年4月1日",
        "令和６年４月１日",
        " 令和 6年 4月 1日 ",
        "R6.4.1",
        "Ｒ６．４．１",
        "r6/4/1",
        "R6-4-1",
        "R.6.4.1",
        "令6.4.1",
        "㋿6年4月1日",
        "2024/4/1",
        "2024.4.1",
        "2024-4-1",
        "2024年4月1日",
        "西暦2024年4月1日",
        "20240401",
        "2024−04−01",
        "2024/04/01 0:00",
        "2024-04-01T00:00:00",
    ] {
        reads(text, "2024-04-01");
    }
}

#[test]
fn every_era_by_its_letter_its_first_character_and_its_square() {
    for text in ["明治45年7月29日", "明45.7.29", "M45.7.29", "㍾45年7月29日"] {
        reads(text, "1912-07-29");
    }
    for text in ["大正15年12月24日", "大15.12.24", "T15/12/24", "㍽15年12月24日"] {
        reads(text, "1926-12-24");
    }
    for text in ["昭和64年1月7日", "昭64.1.7", "S64.1.7", "㍼64年1月7日"] {
        reads(text, "1989-01-07");
    }
    for text in ["平成３１年４月３０日", "平31.4.30", "H31/4/30", "㍻31年4月30日"] {
        reads(text, "2019-04-30");
    }
}

#[test]
fn a_day_after_its_era_is_converted_with_a_note() {
    for (text, day, means) in [
        ("平成31年5月1日", "2019-05-01", "令和元年5月1日"),
        ("H31/5/1", "2019-05-01", "令和元年5月1日"),
        ("平成３１年５月１日", "2019-05-01", "令和元年5月1日"),
        ("昭和64年1月8日", "1989-01-08", "平成元年1月8日"),
        ("平成39年3月31日", "2027-03-31", "令和9年3月31日"),
        ("令和元年4月30日", "2019-04-30", "平成31年4月30日"),
    ] {
        let read = Date::read(text).unwrap();
        assert_eq!(read.value.to_string(), day);
        let Some(EraNote::OutsideEra { means: note, read: was, .. }) = &read.note else { panic!("{text}") };
        assert_eq!((note.as_str(), was.as_str()), (means, text));
    }
}

#[test]
fn the_note_says_what_was_read_and_what_it_was_taken_for() {
    let sentence = Date::read("平成31年5月1日").unwrap().note.unwrap().sentence();
    assert_eq!(
        sentence.ja,
        "「平成31年5月1日」は平成の期間（平成元年1月8日から平成31年4月30日まで）にありません。令和元年5月1日として読みました。"
    );
    assert_eq!(
        sentence.en,
        "“平成31年5月1日” does not exist: Heisei was 1989-01-08 to 2019-04-30. It was read as 令和元年5月1日."
    );
}

#[test]
fn years_and_months_after_their_era_carry_the_note_too() {
    let year = Written::read("昭和65年").unwrap();
    assert_eq!(year.value, Written::Year(1990));
    assert!(matches!(year.note, Some(EraNote::OutsideEra { means, .. }) if means == "平成2年"));
    let month = YearMonth::read("平成31年5月").unwrap();
    assert_eq!(month.value.to_string(), "2019-05");
    assert!(month.note.is_some());
    let fiscal = FiscalYear::read("平成32年度").unwrap();
    assert_eq!(fiscal.value, FiscalYear::new(2020));
    assert!(matches!(fiscal.note, Some(EraNote::OutsideEra { means, .. }) if means == "令和2年度"));
    // 2019 was both: 平成31年度 until April was over, 令和元年度 after.
    for both in ["平成31年度", "令和元年度"] {
        assert_eq!(FiscalYear::read(both).unwrap().value, FiscalYear::new(2019));
        assert_eq!(FiscalYear::read(both).unwrap().note, None);
    }
}

#[test]
fn a_day_of_the_old_calendar_is_noted() {
    let read = Date::read("明治5年11月9日").unwrap();
    assert!(matches!(read.note, Some(EraNote::OldCalendar { .. })));
    assert_eq!(Date::read("明治6年1月1日").unwrap().note, None);
}

#[test]
fn months_fiscal_years_and_years() {
    let read = |text: &str| Written::read(text).unwrap().value;
    let month = Written::Month("2027-04".parse().unwrap());
    for text in ["令和9年4月", "R9.4", "2027/4", "2027年4月", "202704"] {
        assert_eq!(read(text), month, "{text}");
    }
    for text in ["令和9年度", "R9年度", "2027年度", "Ｒ９年度"] {
        assert_eq!(read(text), Written::FiscalYear(FiscalYear::new(2027)), "{text}");
    }
    for text in ["令和元年", "令和1年", "R1", "2019年", "2019"] {
        assert_eq!(read(text), Written::Year(2019), "{text}");
    }
    assert_eq!(FiscalYear::read("H21").unwrap().value, FiscalYear::new(2009));
    assert_eq!(YearMonth::read("2027/4/1").unwrap().value.to_string(), "2027-04");
}

#[test]
fn a_day_no_calendar_has_is_refused() {
    for text in ["2月30日", "令和6年2月30日", "2023/2/29", "令和5年13月1日", "20270431", "令和6年4月0日"]
    {
        let error = Date::read(text).unwrap_err();
        let why = if text == "2月30日" { Why::Form } else { Why::NotInCalendar };
        assert_eq!((error.why, error.wanted, error.read.as_str()), (why, Wanted::Day, text));
    }
    let sentence = Date::read("令和6年2月30日").unwrap_err().sentence();
    assert_eq!(
        sentence.ja,
        "「令和6年2月30日」は暦にありません。令和9年4月1日、R9.4.1、2027/4/1 のような年月日で入力してください。"
    );
    assert_eq!(
        sentence.en,
        "“令和6年2月30日” is not in the calendar. Accepted: a day such as 2027-04-01, R9.4.1 or 令和9年4月1日."
    );
}

#[test]
fn what_cannot_be_told_apart_is_refused() {
    for text in [
        "",
        " ",
        "6.4.1",
        "24/4/1",
        "未定",
        "#N/A",
        "R0.4.1",
        "令和0年",
        "R2027.4.1",
        "2027/4/1/2",
        "2027//4",
        "令和年",
        "元年",
        "平成",
        "2027年4",
        "46113",
    ] {
        let result = Date::read(text);
        assert!(result.is_err(), "{text}: {result:?}");
    }
    assert_eq!(Date::read("令和9年4月").unwrap_err().why, Why::OtherKind);
    assert_eq!(YearMonth::read("2027/4/2").unwrap_err().why, Why::OtherKind);
    assert_eq!(FiscalYear::read("2027/4").unwrap_err().why, Why::OtherKind);
    assert_eq!(Date::read("2999/12/31").unwrap().value.to_string(), "2999-12-31");
    assert!(Date::read("3000/1/1").is_err());
    assert!(Date::read("9999/12/31").is_err());
}

#[test]
fn a_huge_text_is_cut_in_the_message() {
    let error = Date::read(&"令".repeat(1_000_000)).unwrap_err();
    assert_eq!(error.read.chars().count(), 40);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,45}") {
        let _ = Written::read(&text);
    }

    #[test]
    fn no_text_made_of_dates_makes_it_panic(text in "[令和平成RHS元年月日度0-9０-９./\\-−㋿ ]{0,20}") {
        let _ = Written::read(&text);
    }
}
