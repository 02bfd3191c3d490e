//! Days, months, fiscal years and years as officials type them: 令和6年4月1日, R6.4.1, 平成３１年５月１日, H31/5/1, 令和元年, ㋿,
//! 2027/4/1, 20270401, 令和9年4月, 令和9年度, H21.
//!
//! A day that an era no longer has (平成31年5月1日, 昭和65年) is what many forms were printed with in advance: it is read
//! and converted, with a note. A day that no calendar has (2月30日) is refused. A two-digit year without its era is refused
//! as well, for 6.4.1 may be 1994, 2006 or 2024.
//!
//! This is for what people type. In documents a day has one form only, that of its `FromStr`.

use std::fmt;

use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use crate::{Bilingual, Date, Era, FiscalYear, MonthSpan, Period, YearMonth, era::long_year};

/// A value as it was understood, and what the reader of the file should be told about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read<T, N = EraNote> {
    /// What was understood.
    pub value: T,
    /// What was odd about it, if anything.
    pub note: Option<N>,
}

impl<T, N> Read<T, N> {
    /// The same note on another value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Read<U, N> {
        Read { value: change(self.value), note: self.note }
    }
}

/// What was odd about a time that could be read nevertheless.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EraNote {
    /// The era had ended, or had not begun: 平成31年5月1日.
    OutsideEra {
        /// The era as written.
        era: Era,
        /// What was read.
        read: String,
        /// What it was taken for, written rightly.
        means: String,
    },
    /// A day of Meiji 1–5, when the old calendar was in use; taken as Gregorian.
    OldCalendar {
        /// What was read.
        read: String,
    },
}

impl EraNote {
    /// The note in words.
    pub fn sentence(&self) -> Bilingual {
        match self {
            EraNote::OutsideEra { era, read, means } => {
                let first = era.first_day();
                let (lasted, held) = match era.last_day() {
                    Some(last) => (
                        format!("{}から{}まで", first.to_era(), last.to_era()),
                        format!("{} was {first} to {last}", era.romaji()),
                    ),
                    None => (format!("{}から", first.to_era()), format!("{} began on {first}", era.romaji())),
                };
                Bilingual::new(
                    format!("「{read}」は{era}の期間（{lasted}）にありません。{means}として読みました。"),
                    format!("“{read}” does not exist: {held}. It was read as {means}."),
                )
            }
            EraNote::OldCalendar { read } => Bilingual::new(
                format!("「{read}」は旧暦の時代の日付です。西暦と同じ月日として読みました。"),
                format!(
                    "“{read}” is of the years of the old calendar. Its month and day were taken as Gregorian."
                ),
            ),
        }
    }
}

/// What was asked for when a text was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A day, a month, a fiscal year or a year.
    Any,
    /// A day.
    Day,
    /// A month.
    Month,
    /// A fiscal year.
    FiscalYear,
}

impl Wanted {
    /// What is accepted, by examples.
    pub fn accepted(self) -> Bilingual {
        match self {
            Wanted::Any => Bilingual::new(
                "令和9年4月1日、R9.4.1、2027/4/1（日）、令和9年4月（月）、令和9年度（年度）",
                "2027-04-01, R9.4.1, 令和9年4月1日 (a day), 2027-04 (a month), 令和9年度 (a fiscal year)",
            ),
            Wanted::Day => Bilingual::new(
                "令和9年4月1日、R9.4.1、2027/4/1 のような年月日",
                "a day such as 2027-04-01, R9.4.1 or 令和9年4月1日",
            ),
            Wanted::Month => Bilingual::new(
                "令和9年4月、R9.4、2027/4 のような年月",
                "a month such as 2027-04, R9.4 or 令和9年4月",
            ),
            Wanted::FiscalYear => Bilingual::new(
                "令和9年度、R9、2027年度 のような年度",
                "a fiscal year such as 2027, R9 or 令和9年度",
            ),
        }
    }
}

/// Why a text was not read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", self.sentence().en)]
pub struct Unreadable {
    /// What was read, at most its first 40 characters.
    pub read: String,
    /// What was asked for.
    pub wanted: Wanted,
    /// What is wrong with it.
    pub why: Why,
}

/// What is wrong with a text that was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It has none of the accepted forms.
    Form,
    /// It is a time, but not of the kind asked for: a month where a day is needed.
    OtherKind,
    /// Its form is right, but no calendar has it: 2月30日.
    NotInCalendar,
}

impl Unreadable {
    /// What was read, what is wrong, what is accepted.
    pub fn sentence(&self) -> Bilingual {
        let Self { read, wanted, why } = self;
        let accepted = wanted.accepted();
        let (ja, en) = match why {
            Why::Form => ("は日付として読めません", "cannot be read as a date"),
            Why::OtherKind => ("では、求められているものが決まりません", "is a time of another kind"),
            Why::NotInCalendar => ("は暦にありません", "is not in the calendar"),
        };
        Bilingual::new(
            format!("「{read}」{ja}。{}で入力してください。", accepted.ja),
            format!("“{read}” {en}. Accepted: {}.", accepted.en),
        )
    }
}

/// A time as a person wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Written {
    /// 令和9年4月1日.
    Day(Date),
    /// 令和9年4月.
    Month(YearMonth),
    /// 令和9年度.
    FiscalYear(FiscalYear),
    /// 令和9年, the calendar year.
    Year(i32),
}

impl Written {
    /// Reads a day, month, fiscal year or year, whichever it is.
    pub fn read(text: &str) -> Result<Read<Written>, Unreadable> {
        read_as(text, Wanted::Any)
    }

    fn period(self) -> Period {
        match self {
            Written::Day(day) => Period { from: day, until: Some(day.next()) },
            Written::Month(month) => MonthSpan { from: month, until: month.plus(1) }.period(),
            Written::FiscalYear(year) => year.period(),
            Written::Year(year) => {
                let january = YearMonth::from_index(year.saturating_mul(12));
                MonthSpan { from: january, until: january.plus(12) }.period()
            }
        }
    }
}

impl fmt::Display for Written {
    /// In the right era: 令和元年5月1日.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Written::Day(day) => day.to_era(),
            Written::Month(month) => month.to_era(),
            Written::FiscalYear(year) => year.to_era(),
            Written::Year(_) => {
                let last = self.period().last_day();
                last.map_or_else(String::new, |last| long_year(Era::of(last), last.year()))
            }
        };
        f.pad(&text)
    }
}

impl Date {
    /// Reads a day as officials type it.
    pub fn read(text: &str) -> Result<Read<Date>, Unreadable> {
        let read = read_as(text, Wanted::Day)?;
        match read.value {
            Written::Day(day) => Ok(read.map(|_| day)),
            _ => Err(unreadable(text, Wanted::Day, Why::OtherKind)),
        }
    }
}

impl YearMonth {
    /// Reads a month as officials type it; the first day of a month stands for it, as spreadsheets store one.
    pub fn read(text: &str) -> Result<Read<YearMonth>, Unreadable> {
        let read = read_as(text, Wanted::Month)?;
        match read.value {
            Written::Month(month) => Ok(read.map(|_| month)),
            Written::Day(day) if day.day() == 1 => Ok(read.map(|_| day.year_month())),
            _ => Err(unreadable(text, Wanted::Month, Why::OtherKind)),
        }
    }
}

impl FiscalYear {
    /// Reads a fiscal year as officials type it; a bare year such as H21 or 2027 stands for one.
    pub fn read(text: &str) -> Result<Read<FiscalYear>, Unreadable> {
        let read = read_as(text, Wanted::FiscalYear)?;
        match read.value {
            Written::FiscalYear(year) => Ok(read.map(|_| year)),
            Written::Year(year) => Ok(read.map(|_| FiscalYear::new(year))),
            _ => Err(unreadable(text, Wanted::FiscalYear, Why::OtherKind)),
        }
    }
}

/// The longest text looked at, in characters; the longest sensible one is shorter than half of it.
const LONGEST: usize = 40;

fn unreadable(text: &str, wanted: Wanted, why: Why) -> Unreadable {
    Unreadable { read: text.trim().chars().take(LONGEST).collect(), wanted, why }
}

fn read_as(text: &str, wanted: Wanted) -> Result<Read<Written>, Unreadable> {
    let bad = |why| unreadable(text, wanted, why);
    if text.chars().count() > LONGEST {
        return Err(bad(Why::Form));
    }
    let plain = plain(text);
    let (parts, era) = parts(&plain).ok_or_else(|| bad(Why::Form))?;
    let value = parts.value(era).ok_or_else(|| bad(Why::NotInCalendar))?;
    let note = era.and_then(|era| note(era, value, text.trim()));
    Ok(Read { value, note })
}

fn note(era: Era, value: Written, read: &str) -> Option<EraNote> {
    let (read, gregorian_since) = (read.to_owned(), Date::from_ymd(1873, 1, 1)?);
    if !era.period().overlaps(value.period()) {
        Some(EraNote::OutsideEra { era, read, means: value.to_string() })
    } else if matches!(value, Written::Day(day) if day < gregorian_since) {
        Some(EraNote::OldCalendar { read })
    } else {
        None
    }
}

/// One width, one case, one kind of hyphen, no blanks, no midnight that a spreadsheet hung on.
fn plain(text: &str) -> String {
    let text: String = text.trim().nfkc().collect::<String>().to_uppercase();
    let day = ["T00:00:00", " 00:00:00", " 0:00:00", " 00:00", " 0:00"]
        .iter()
        .find_map(|midnight| text.strip_suffix(midnight))
        .unwrap_or(&text);
    day.chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}') { '-' } else { c })
        .collect()
}

/// Year, month and day as numbers, not yet looked up in a calendar.
#[derive(Clone, Copy)]
struct Parts {
    year: i32,
    month: Option<u32>,
    day: Option<u32>,
    fiscal: bool,
}

impl Parts {
    fn value(self, era: Option<Era>) -> Option<Written> {
        let year = era.map_or(self.year, |era| era.first_year() + self.year - 1);
        let january = YearMonth::new(year, 1)?;
        match (self.month, self.day) {
            (None, _) if self.fiscal => FiscalYear::try_from(year).ok().map(Written::FiscalYear),
            (None, _) => Some(Written::Year(january.year())),
            (Some(month), None) => YearMonth::new(year, month).map(Written::Month),
            (Some(month), Some(day)) => Date::from_ymd(year, month, day).map(Written::Day),
        }
    }
}

fn parts(plain: &str) -> Option<(Parts, Option<Era>)> {
    if let Some(packed) = packed(plain) {
        return Some((packed, None));
    }
    let (era, rest) = leading_era(plain);
    let (year, rest) = leading_year(rest, era)?;
    let (month, day, fiscal) = match rest.strip_prefix('年').or_else(|| rest.strip_prefix(['/', '.', '-'])) {
        None if rest.is_empty() => (None, None, false),
        None => return None,
        Some("") if rest == "年" => (None, None, false),
        Some("度") => (None, None, true),
        Some(rest) => {
            let (month, rest) = leading_number(rest)?;
            match rest {
                "" | "月" => (Some(month), None, false),
                _ => {
                    let (day, rest) = leading_number(rest.strip_prefix(['月', '/', '.', '-'])?)?;
                    matches!(rest, "" | "日").then_some((Some(month), Some(day), false))?
                }
            }
        }
    };
    Some((Parts { year, month, day, fiscal }, era))
}

/// 20270401 or 202704.
fn packed(plain: &str) -> Option<Parts> {
    if !matches!(plain.len(), 6 | 8) || !plain.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let day = plain.get(6..8).and_then(|day| day.parse().ok());
    Some(Parts { year: plain[..4].parse().ok()?, month: plain[4..6].parse().ok(), day, fiscal: false })
}

fn leading_era(plain: &str) -> (Option<Era>, &str) {
    for era in Era::ALL {
        let (kanji, letter) = (era.kanji(), era.letter());
        let first = kanji.chars().next().unwrap_or(letter);
        let rest = plain
            .strip_prefix(kanji)
            .or_else(|| plain.strip_prefix(first))
            .or_else(|| plain.strip_prefix(letter).map(|rest| rest.strip_prefix('.').unwrap_or(rest)));
        if let Some(rest) = rest {
            return (Some(era), rest);
        }
    }
    (None, plain.strip_prefix("西暦").unwrap_or(plain))
}

/// A year of the era (元, 6, 31) or four Gregorian digits.
fn leading_year(text: &str, era: Option<Era>) -> Option<(i32, &str)> {
    if era.is_some()
        && let Some(rest) = text.strip_prefix('元')
    {
        return Some((1, rest));
    }
    let (year, rest) = leading_number(text)?;
    let digits = text.len() - rest.len();
    let well = if era.is_some() { digits <= 3 && (1..=150).contains(&year) } else { digits == 4 };
    well.then_some((year as i32, rest))
}

fn leading_number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number = text.get(..end).filter(|digits| (1..=4).contains(&digits.len()))?;
    Some((number.parse().ok()?, &text[end..]))
}
