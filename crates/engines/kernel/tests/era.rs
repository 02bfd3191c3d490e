//! Days into eras: the days around each change, in threes.

use kernel::{Date, Era, FiscalYear, Written, YearMonth};
use proptest::prelude::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn the_days_around_each_change_of_era() {
    let threes = [
        ("1912-07-29", "明治45年7月29日"),
        ("1912-07-30", "大正元年7月30日"),
        ("1912-07-31", "大正元年7月31日"),
        ("1926-12-24", "大正15年12月24日"),
        ("1926-12-25", "昭和元年12月25日"),
        ("1926-12-26", "昭和元年12月26日"),
        ("1989-01-07", "昭和64年1月7日"),
        ("1989-01-08", "平成元年1月8日"),
        ("1989-01-09", "平成元年1月9日"),
        ("2019-04-30", "平成31年4月30日"),
        ("2019-05-01", "令和元年5月1日"),
        ("2019-05-02", "令和元年5月2日"),
    ];
    for (gregorian, era) in threes {
        assert_eq!(day(gregorian).to_era(), era);
        assert_eq!(Date::read(era).unwrap().value, day(gregorian), "{era}");
        assert_eq!(Date::read(era).unwrap().note, None, "{era}");
    }
}

#[test]
fn before_meiji_a_day_keeps_its_gregorian_year() {
    assert_eq!(day("1868-01-24").to_era(), "1868年1月24日");
    assert_eq!(day("1868-01-25").to_era(), "明治元年1月25日");
    assert_eq!(day("1868-01-26").to_era(), "明治元年1月26日");
    assert_eq!(day("1868-01-24").to_era_short(), "1868.1.24");
}

#[test]
fn short_forms() {
    assert_eq!(day("2019-05-01").to_era_short(), "R1.5.1");
    assert_eq!(day("1989-01-07").to_era_short(), "S64.1.7");
}

#[test]
fn a_month_of_two_eras_belongs_to_the_one_it_ends_in() {
    let month = |text: &str| text.parse::<YearMonth>().unwrap().to_era();
    assert_eq!(month("1988-12"), "昭和63年12月");
    assert_eq!(month("1989-01"), "平成元年1月");
    assert_eq!(month("2019-04"), "平成31年4月");
    assert_eq!(month("2019-05"), "令和元年5月");
}

#[test]
fn fiscal_years_of_two_eras() {
    assert_eq!(FiscalYear::new(1988).to_era(), "昭和63年度");
    assert_eq!(FiscalYear::new(1989).to_era(), "平成元年度");
    assert_eq!(FiscalYear::new(2018).to_era(), "平成30年度");
    assert_eq!(FiscalYear::new(2019).to_era(), "令和元年度");
    assert_eq!(FiscalYear::new(2027).to_era(), "令和9年度");
    assert_eq!(FiscalYear::new(2027).to_era_short(), "R9年度");
}

#[test]
fn eras_meet_without_gap_or_overlap() {
    for pair in Era::ALL.windows(2) {
        assert_eq!(pair[0].last_day().map(Date::next), Some(pair[1].first_day()));
    }
    assert_eq!(Era::Reiwa.last_day(), None);
    assert_eq!(Era::Reiwa.to_string(), "令和");
}

/// From Meiji to 令和150年, the last year that is read.
fn any_day() -> impl Strategy<Value = Date> {
    (1869..=2168, 1..=12_u32, 1..=31_u32)
        .prop_filter_map("in the calendar", |(y, m, d)| Date::from_ymd(y, m, d))
}

proptest! {
    #[test]
    fn a_day_written_in_its_era_is_the_same_day(day in any_day()) {
        for text in [day.to_era(), day.to_era_short()] {
            prop_assert_eq!(Date::read(&text).map(|read| read.value), Ok(day));
        }
    }

    #[test]
    fn months_and_fiscal_years_written_in_their_era_are_the_same(year in 1870..=2100_i32, month in 1..=12_u32) {
        let month = YearMonth::new(year, month).unwrap();
        prop_assert_eq!(YearMonth::read(&month.to_era()).map(|read| (read.value, read.note)), Ok((month, None)));
        let year = FiscalYear::new(year);
        for text in [year.to_era(), year.to_era_short()] {
            prop_assert_eq!(FiscalYear::read(&text).map(|read| (read.value, read.note)), Ok((year, None)));
        }
    }

    #[test]
    fn what_is_displayed_is_read_again(day in any_day()) {
        for written in [Written::Day(day), Written::Month(day.year_month()), Written::Year(day.year())] {
            prop_assert_eq!(Written::read(&written.to_string()).map(|read| read.value), Ok(written));
        }
    }
}
