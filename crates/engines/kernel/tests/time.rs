//! Days, months, fiscal years and periods.

use kernel::{AsOf, BadTime, Date, FiscalYear, MonthSpan, Months, Period, YearMonth};
use proptest::prelude::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn month(text: &str) -> YearMonth {
    text.parse().unwrap()
}

#[test]
fn a_fiscal_year_begins_in_april() {
    for (text, year) in
        [("2027-03-31", 2026), ("2027-04-01", 2027), ("2027-04-02", 2027), ("2028-03-31", 2027)]
    {
        assert_eq!(day(text).fiscal_year(), FiscalYear::new(year), "{text}");
    }
    assert_eq!(FiscalYear::new(2027).months().length(), Months(12));
    assert_eq!(FiscalYear::new(2027).period().last_day(), Some(day("2028-03-31")));
}

#[test]
fn postgraduate_years_count_from_the_april_on_or_after_graduation() {
    for (graduated, from) in
        [("2027-03-31", "2027-04-01"), ("2027-04-01", "2027-04-01"), ("2027-04-02", "2028-04-01")]
    {
        assert_eq!(day(graduated).april_on_or_after(), day(from), "{graduated}");
    }
}

#[test]
fn documents_know_one_form_of_day_and_month() {
    for text in [
        "2027-4-1",
        "2027/04/01",
        "20270401",
        "2027-04-31",
        "2023-02-29",
        "1599-12-31",
        "3000-01-01",
        "+027-04-01",
        "",
    ] {
        assert_eq!(text.parse::<Date>(), Err(BadTime::Date(text.to_owned())));
    }
    for text in ["2027-4", "2027-13", "2027-00", "27-04", "2027", "+027-04", "2027-+4"] {
        assert_eq!(text.parse::<YearMonth>(), Err(BadTime::Month(text.to_owned())));
    }
    assert_eq!(serde_json::to_string(&day("2024-02-29")).unwrap(), "\"2024-02-29\"");
}

#[test]
fn a_fiscal_year_outside_the_calendar_is_refused() {
    for (text, well) in
        [("1599", false), ("1600", true), ("2999", true), ("3000", false), ("2147483647", false)]
    {
        assert_eq!(serde_json::from_str::<FiscalYear>(text).is_ok(), well, "{text}");
    }
    assert_eq!(FiscalYear::new(i32::MAX).plus(1).first_month(), month("2999-12"));
}

#[test]
fn the_ends_of_the_calendar_hold() {
    assert_eq!(day("2999-12-31").next(), day("2999-12-31"));
    assert_eq!(day("1600-01-01").previous(), day("1600-01-01"));
    assert_eq!(month("2999-12").last_day(), day("2999-12-31"));
    assert_eq!(month("2999-12").days(), 31);
    assert_eq!(month("2999-12").plus(i32::MAX), month("2999-12"));
    assert_eq!(month("1600-01").plus(i32::MIN), month("1600-01"));
}

#[test]
fn months_later_stay_within_the_month() {
    assert_eq!(day("2027-01-31").plus_months(1), day("2027-02-28"));
    assert_eq!(day("2028-01-31").plus_months(1), day("2028-02-29"));
    assert_eq!(day("2027-03-31").plus_months(-1), day("2027-02-28"));
    assert_eq!(day("2027-04-01").plus_months(120), day("2037-04-01"));
    assert_eq!(day("2027-04-01").days_since(day("2026-04-01")), 365);
}

#[test]
fn the_inclusive_end_of_the_law_is_the_day_before_the_half_open_one() {
    let year = Period::through(day("2027-04-01"), day("2028-03-31")).unwrap();
    assert_eq!(year.until, Some(day("2028-04-01")));
    for (text, inside) in [("2027-03-31", false), ("2027-04-01", true), ("2027-04-02", true)] {
        assert_eq!(year.contains(day(text)), inside, "{text}");
    }
    for (text, inside) in [("2028-03-30", true), ("2028-03-31", true), ("2028-04-01", false)] {
        assert_eq!(year.contains(day(text)), inside, "{text}");
    }
    assert_eq!(year.to_string(), "2027-04-01–2028-03-31");
    assert!(Period::new(day("2027-04-02"), day("2027-04-01")).is_err());
}

#[test]
fn an_empty_period_holds_and_overlaps_nothing() {
    let empty = Period::new(day("2027-04-01"), day("2027-04-01")).unwrap();
    assert!(empty.is_empty() && !empty.contains(day("2027-04-01")) && empty.last_day().is_none());
    assert!(!empty.overlaps(Period::since(day("2020-01-01"))));
    assert_eq!(empty.before(day("2028-01-01")), None);
    let backwards = Period { from: day("2027-04-02"), until: Some(day("2027-04-01")) };
    assert!(backwards.is_empty() && backwards.before(day("2028-01-01")).is_none());
}

#[test]
fn a_span_that_ends_before_it_begins_has_no_months() {
    let span = MonthSpan { from: month("2027-05"), until: month("2027-04") };
    assert_eq!((span.length(), span.months().count()), (Months(0), 0));
}

#[test]
fn a_span_covers_what_ends_with_it_and_overlaps_what_shares_a_month() {
    let span = |from: &str, until: &str| MonthSpan { from: month(from), until: month(until) };
    let year = span("2027-04", "2028-04");
    assert!(year.covers(year) && year.covers(span("2027-10", "2028-04")));
    assert!(!year.covers(span("2027-10", "2028-05")) && !year.covers(span("2027-03", "2027-10")));
    assert!(year.overlaps(span("2028-03", "2029-04")) && span("2027-03", "2027-05").overlaps(year));
    assert!(!year.overlaps(span("2028-04", "2029-04")) && !span("2026-04", "2027-04").overlaps(year));
    let (empty, reversed) = (span("2027-10", "2027-10"), span("2028-01", "2027-10"));
    assert!(year.covers(empty) && !year.overlaps(empty) && !year.overlaps(reversed));
}

#[test]
fn documents_of_periods() {
    let open: Period = serde_json::from_str(r#"{"from":"2027-04-01"}"#).unwrap();
    assert_eq!(open, Period::since(day("2027-04-01")));
    assert_eq!(serde_json::to_string(&open).unwrap(), r#"{"from":"2027-04-01"}"#);
    assert!(serde_json::from_str::<Period>(r#"{"from":"2027-04-01","to":"2028-04-01"}"#).is_err());
    assert_eq!(AsOf::on(day("2027-04-01")).known_on, day("2027-04-01"));
}

#[test]
fn sums_of_months_stop_at_the_ends() {
    assert_eq!(Months(i32::MAX) + Months(1), Months(i32::MAX));
    assert_eq!(Months(i32::MIN) - Months(1), Months(i32::MIN));
}

fn any_day() -> impl Strategy<Value = Date> {
    (1990..2060, 1..=12_u32, 1..=31_u32)
        .prop_filter_map("in the calendar", |(y, m, d)| Date::from_ymd(y, m, d))
}

fn any_period() -> impl Strategy<Value = Period> {
    (any_day(), proptest::option::of(any_day())).prop_map(|(from, until)| Period { from, until })
}

proptest! {
    #[test]
    fn a_period_is_what_lies_before_a_day_and_what_lies_since(period in any_period(), cut in any_day(), probe in any_day()) {
        let before = period.before(cut).is_some_and(|part| part.contains(probe));
        let since = period.since_day(cut).is_some_and(|part| part.contains(probe));
        prop_assert!(!(before && since));
        prop_assert_eq!(before || since, period.contains(probe));
    }

    #[test]
    fn intersection_holds_the_days_of_both(a in any_period(), b in any_period(), probe in any_day()) {
        let both = a.intersect(b).is_some_and(|part| part.contains(probe));
        prop_assert_eq!(both, a.contains(probe) && b.contains(probe));
        prop_assert_eq!(a.intersect(b), b.intersect(a));
    }

    #[test]
    fn the_months_of_a_fiscal_year_lie_in_it(year in 1600..2999_i32) {
        let year = FiscalYear::new(year);
        prop_assert!(year.months().months().all(|month| month.fiscal_year() == year));
        prop_assert_eq!(year.first_month().plus(-1).fiscal_year(), year.plus(-1));
        prop_assert_eq!(year.first_month().plus(12).fiscal_year(), year.plus(1));
    }

    #[test]
    fn a_day_lies_between_the_ends_of_its_month(day in any_day()) {
        let month = day.year_month();
        prop_assert!(month.first_day() <= day && day <= month.last_day());
        prop_assert_eq!(month.last_day().next(), month.plus(1).first_day());
        prop_assert_eq!(YearMonth::from_index(month.index()), month);
        prop_assert_eq!(day.to_string().parse(), Ok(day));
        prop_assert_eq!(month.to_string().parse(), Ok(month));
    }

    #[test]
    fn the_next_day_is_one_later(day in any_day()) {
        prop_assert_eq!(day.next().days_since(day), 1);
        prop_assert_eq!(day.next().previous(), day);
    }
}
