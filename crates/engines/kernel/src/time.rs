//! Days, months, fiscal years (年度, April to March), periods, and the as-of date.
//!
//! A [`Period`] is half-open in days; the law's inclusive 「まで」 has its own constructor, [`Period::through`].
//! A [`MonthSpan`] is half-open in whole months: what a planning horizon is cut into.

use std::{fmt, ops, str::FromStr};

use chrono::{Datelike, Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why a text is no date, month or year.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadTime {
    /// Not a day of the Gregorian calendar in the form `2027-04-01`.
    #[error("`{0}` is not a date like 2027-04-01")]
    Date(String),
    /// Not a month in the form `2027-04`.
    #[error("`{0}` is not a month like 2027-04")]
    Month(String),
    /// A fiscal year outside 1600 to 2999.
    #[error("{0} is not a fiscal year between 1600 and 2999")]
    FiscalYear(i32),
}

/// A period that would end before it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a period cannot end ({until}) before it begins ({from})")]
pub struct BadPeriod {
    /// First day.
    pub from: Date,
    /// First day after it.
    pub until: Date,
}

/// A day, 1600 to 2999. Written `2027-04-01`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "NaiveDate")]
pub struct Date(NaiveDate);

impl Date {
    /// The day of a year, month (1–12) and day of the month, if the calendar has it.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).and_then(Self::within)
    }

    fn within(day: NaiveDate) -> Option<Self> {
        (1600..3000).contains(&day.year()).then_some(Self(day))
    }

    /// The Gregorian year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month of the year, 1–12.
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// The day of the month, 1–31.
    pub fn day(self) -> u32 {
        self.0.day()
    }

    /// The month this day lies in.
    pub fn year_month(self) -> YearMonth {
        YearMonth::from_index(self.0.year() * 12 + self.0.month0() as i32)
    }

    /// 年度: the fiscal year this day lies in.
    pub fn fiscal_year(self) -> FiscalYear {
        self.year_month().fiscal_year()
    }

    /// The 1 April on or after this day: what 卒後年 counts from.
    pub fn april_on_or_after(self) -> Self {
        let april = self.fiscal_year().first_month().first_day();
        if self == april { april } else { self.fiscal_year().plus(1).first_month().first_day() }
    }

    /// The day after; the last day of 2999 stays where it is.
    pub fn next(self) -> Self {
        self.0.checked_add_days(Days::new(1)).and_then(Self::within).unwrap_or(self)
    }

    /// The day before; the first day of 1600 stays where it is.
    pub fn previous(self) -> Self {
        self.0.checked_sub_days(Days::new(1)).and_then(Self::within).unwrap_or(self)
    }

    /// So many days later (earlier if negative); stays within the calendar.
    pub fn plus_days(self, days: i64) -> Self {
        let count = Days::new(days.unsigned_abs());
        let moved = if days < 0 { self.0.checked_sub_days(count) } else { self.0.checked_add_days(count) };
        moved.and_then(Self::within).unwrap_or(self)
    }

    /// The same day of the month so many months later (earlier if negative); the month's last day where it is shorter.
    pub fn plus_months(self, months: i32) -> Self {
        let month = self.year_month().plus(months);
        let day = self.day().min(month.days());
        Self::from_ymd(month.year(), month.month(), day).unwrap_or(self)
    }

    /// Days from `earlier` to this day; negative if this day is before it.
    pub fn days_since(self, earlier: Date) -> i64 {
        (self.0 - earlier.0).num_days()
    }
}

impl FromStr for Date {
    type Err = BadTime;
    fn from_str(text: &str) -> Result<Self, BadTime> {
        let bad = || BadTime::Date(text.to_owned());
        let (year_month, day) = text.trim().rsplit_once('-').ok_or_else(bad)?;
        let month: YearMonth = year_month.parse().map_err(|_| bad())?;
        let day = digits(day, 2).ok_or_else(bad)?;
        Self::from_ymd(month.year(), month.month(), day).ok_or_else(bad)
    }
}

/// A number written with exactly so many digits: one form only in documents, so that equal documents are equal bytes.
fn digits(text: &str, length: usize) -> Option<u32> {
    let well = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    well.then(|| text.parse().ok()).flatten()
}

impl From<Date> for NaiveDate {
    fn from(day: Date) -> Self {
        day.0
    }
}

impl TryFrom<NaiveDate> for Date {
    type Error = BadTime;

    /// The same day, where it lies within the calendar.
    fn try_from(day: NaiveDate) -> Result<Self, BadTime> {
        Date::within(day).ok_or_else(|| BadTime::Date(day.to_string()))
    }
}

impl TryFrom<String> for Date {
    type Error = BadTime;
    fn try_from(text: String) -> Result<Self, BadTime> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> String {
        date.to_string()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A month of a year. Written `2027-04`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", extend("pattern" = r"^\d{4}-(0[1-9]|1[0-2])$"))]
pub struct YearMonth(i32);

impl YearMonth {
    /// The month (1–12) of a Gregorian year.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        ((1600..3000).contains(&year) && (1..=12).contains(&month))
            .then(|| Self(year * 12 + month as i32 - 1))
    }

    /// The month with this number of months since January of year 0, kept within 1600 to 2999.
    pub fn from_index(index: i32) -> Self {
        Self(index.clamp(1600 * 12, 3000 * 12 - 1))
    }

    /// Months since January of year 0.
    pub fn index(self) -> i32 {
        self.0
    }

    /// The Gregorian year.
    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// The month of the year, 1–12.
    pub fn month(self) -> u32 {
        self.0.rem_euclid(12) as u32 + 1
    }

    /// 年度 this month lies in.
    pub fn fiscal_year(self) -> FiscalYear {
        FiscalYear((self.0 - 3).div_euclid(12))
    }

    /// So many months later (earlier if negative).
    pub fn plus(self, months: i32) -> Self {
        Self::from_index(self.0.saturating_add(months))
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        Date(NaiveDate::from_ymd_opt(self.year(), self.month(), 1).unwrap_or(NaiveDate::MIN))
    }

    /// Its last day.
    pub fn last_day(self) -> Date {
        let (year, month) =
            if self.month() == 12 { (self.year() + 1, 1) } else { (self.year(), self.month() + 1) };
        let next = NaiveDate::from_ymd_opt(year, month, 1);
        next.and_then(|day| day.pred_opt()).map_or_else(|| self.first_day(), Date)
    }

    /// Its number of days, 28–31.
    pub fn days(self) -> u32 {
        match self.month() {
            2 => 28 + u32::from(NaiveDate::from_yo_opt(self.year(), 366).is_some()),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }
}

impl FromStr for YearMonth {
    type Err = BadTime;
    fn from_str(text: &str) -> Result<Self, BadTime> {
        let bad = || BadTime::Month(text.to_owned());
        let (year, month) = text.trim().split_once('-').ok_or_else(bad)?;
        let year = digits(year, 4).ok_or_else(bad)?;
        Self::new(year as i32, digits(month, 2).ok_or_else(bad)?).ok_or_else(bad)
    }
}

impl TryFrom<String> for YearMonth {
    type Error = BadTime;
    fn try_from(text: String) -> Result<Self, BadTime> {
        text.parse()
    }
}

impl From<YearMonth> for String {
    fn from(month: YearMonth) -> String {
        month.to_string()
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

impl fmt::Debug for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// 年度: April of this Gregorian year to March of the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "i32", into = "i32")]
#[schemars(with = "i32", extend("minimum" = 1600, "maximum" = 2999))]
pub struct FiscalYear(i32);

impl FiscalYear {
    /// The fiscal year that begins in April of this Gregorian year.
    pub const fn new(year: i32) -> Self {
        Self(year)
    }

    /// The Gregorian year it begins in.
    pub fn year(self) -> i32 {
        self.0
    }

    /// So many years later (earlier if negative).
    pub fn plus(self, years: i32) -> Self {
        Self(self.0.saturating_add(years))
    }

    /// Its April.
    pub fn first_month(self) -> YearMonth {
        YearMonth::from_index(self.0.saturating_mul(12).saturating_add(3))
    }

    /// 1 April to 31 March.
    pub fn period(self) -> Period {
        self.months().period()
    }

    /// April to March.
    pub fn months(self) -> MonthSpan {
        MonthSpan { from: self.first_month(), until: self.plus(1).first_month() }
    }
}

impl TryFrom<i32> for FiscalYear {
    type Error = BadTime;
    fn try_from(year: i32) -> Result<Self, BadTime> {
        if (1600..3000).contains(&year) { Ok(Self(year)) } else { Err(BadTime::FiscalYear(year)) }
    }
}

impl From<FiscalYear> for i32 {
    fn from(year: FiscalYear) -> i32 {
        year.0
    }
}

impl fmt::Display for FiscalYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A number of months; may be negative (a shortfall of slack). Sums stop at the ends of 32 bits.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(transparent)]
pub struct Months(pub i32);

impl ops::Add for Months {
    type Output = Months;
    fn add(self, other: Months) -> Months {
        Months(self.0.saturating_add(other.0))
    }
}

impl ops::Sub for Months {
    type Output = Months;
    fn sub(self, other: Months) -> Months {
        Months(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for Months {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A half-open period of days: from its first day up to, not including, `until`; open-ended without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// First day after it; none: still going on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

impl Period {
    /// From a day up to, not including, another.
    pub fn new(from: Date, until: Date) -> Result<Self, BadPeriod> {
        if until < from { Err(BadPeriod { from, until }) } else { Ok(Self { from, until: Some(until) }) }
    }

    /// The law's inclusive form: 「from から last まで」.
    pub fn through(from: Date, last: Date) -> Result<Self, BadPeriod> {
        Self::new(from, last.next())
    }

    /// From a day on, without end.
    pub fn since(from: Date) -> Self {
        Self { from, until: None }
    }

    /// Whether the day lies in it.
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    /// Whether it holds no day at all.
    pub fn is_empty(self) -> bool {
        self.until.is_some_and(|until| until <= self.from)
    }

    /// Its last day, 「まで」; none if it is open-ended or empty.
    pub fn last_day(self) -> Option<Date> {
        if self.is_empty() { None } else { self.until.map(Date::previous) }
    }

    /// The days both share, if any.
    pub fn intersect(self, other: Period) -> Option<Period> {
        let from = self.from.max(other.from);
        let until = match (self.until, other.until) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let both = Period { from, until };
        (!both.is_empty()).then_some(both)
    }

    /// Whether both share a day.
    pub fn overlaps(self, other: Period) -> bool {
        self.intersect(other).is_some()
    }

    /// What lies before the day, if any.
    pub fn before(self, day: Date) -> Option<Period> {
        if self.from >= day {
            return None;
        }
        Some(Period { from: self.from, until: Some(self.until.map_or(day, |until| until.min(day))) })
            .filter(|part| !part.is_empty())
    }

    /// What lies on or after the day, if any.
    pub fn since_day(self, day: Date) -> Option<Period> {
        self.intersect(Period::since(day))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.last_day() {
            Some(last) => write!(f, "{}–{last}", self.from),
            None => write!(f, "{}–", self.from),
        }
    }
}

/// A half-open span of whole months.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MonthSpan {
    /// First month.
    pub from: YearMonth,
    /// First month after it.
    pub until: YearMonth,
}

impl MonthSpan {
    /// How many months it holds; zero if it ends before it begins.
    pub fn length(self) -> Months {
        Months((self.until.index() - self.from.index()).max(0))
    }

    /// Its months in order.
    pub fn months(self) -> impl DoubleEndedIterator<Item = YearMonth> + Clone {
        (self.from.index()..self.until.index()).map(YearMonth::from_index)
    }

    /// Whether it holds every month of another.
    pub fn covers(self, other: MonthSpan) -> bool {
        self.from <= other.from && other.until <= self.until
    }

    /// Whether both hold some month.
    pub fn overlaps(self, other: MonthSpan) -> bool {
        self.from.max(other.from) < self.until.min(other.until)
    }

    /// The same span in days.
    pub fn period(self) -> Period {
        Period { from: self.from.first_day(), until: Some(self.until.first_day()) }
    }
}

/// The two dates of every question: what was true on one day, as far as was known on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AsOf {
    /// 時点: the day the facts are asked for.
    pub valid_on: Date,
    /// 把握日: the day up to which records count as known.
    pub known_on: Date,
}

impl AsOf {
    /// Valid and known on the same day.
    pub fn on(day: Date) -> Self {
        Self { valid_on: day, known_on: day }
    }
}
