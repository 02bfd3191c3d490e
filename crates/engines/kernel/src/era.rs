//! 元号: the Japanese eras since Meiji, and days, months and fiscal years written in them.
//!
//! First days after the 元号を改める政令 and its forerunners: 大正 1912-07-30, 昭和 1926-12-25, 平成 1989-01-08, 令和
//! 2019-05-01. 明治 is counted from 1868-01-25 as JIS X 0301 does. Until 1872 Japan kept the old calendar, so an older
//! Meiji day is only a number here. How people type all this is read by [`Written`](crate::Written).

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Bilingual, Date, FiscalYear, MonthSpan, Period, YearMonth};

/// 元号: an era, oldest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Era {
    /// 明治, to 29 July 1912.
    Meiji,
    /// 大正, to 24 December 1926.
    Taisho,
    /// 昭和, to 7 January 1989.
    Showa,
    /// 平成, to 30 April 2019.
    Heisei,
    /// 令和, since 1 May 2019.
    Reiwa,
}

impl Era {
    /// All eras, oldest first.
    pub const ALL: [Era; 5] = [Era::Meiji, Era::Taisho, Era::Showa, Era::Heisei, Era::Reiwa];

    /// The era a day lies in; none before Meiji.
    pub fn of(day: Date) -> Option<Era> {
        Era::ALL.into_iter().rev().find(|era| era.first_day() <= day)
    }

    /// 令和.
    pub fn kanji(self) -> &'static str {
        match self {
            Era::Meiji => "明治",
            Era::Taisho => "大正",
            Era::Showa => "昭和",
            Era::Heisei => "平成",
            Era::Reiwa => "令和",
        }
    }

    /// Reiwa.
    pub fn romaji(self) -> &'static str {
        match self {
            Era::Meiji => "Meiji",
            Era::Taisho => "Taishō",
            Era::Showa => "Shōwa",
            Era::Heisei => "Heisei",
            Era::Reiwa => "Reiwa",
        }
    }

    /// R, the letter of the short form R1.5.1.
    pub fn letter(self) -> char {
        match self {
            Era::Meiji => 'M',
            Era::Taisho => 'T',
            Era::Showa => 'S',
            Era::Heisei => 'H',
            Era::Reiwa => 'R',
        }
    }

    /// The Gregorian year of its 元年.
    pub fn first_year(self) -> i32 {
        self.first_day().year()
    }

    /// Its first day.
    pub fn first_day(self) -> Date {
        let (year, month, day) = match self {
            Era::Meiji => (1868, 1, 25),
            Era::Taisho => (1912, 7, 30),
            Era::Showa => (1926, 12, 25),
            Era::Heisei => (1989, 1, 8),
            Era::Reiwa => (2019, 5, 1),
        };
        Date::from_ymd(year, month, day).expect("the first day of an era is in the calendar")
    }

    /// Its last day; none while it lasts.
    pub fn last_day(self) -> Option<Date> {
        self.period().last_day()
    }

    /// From its first day up to the first day of the next era.
    pub fn period(self) -> Period {
        let next = Era::ALL.into_iter().find(|era| *era > self);
        Period { from: self.first_day(), until: next.map(Era::first_day) }
    }

    /// The number that a Gregorian year has in this era: 2019 is 1 in 令和 and 31 in 平成.
    pub fn year_of(self, gregorian: i32) -> i32 {
        gregorian - self.first_year() + 1
    }
}

impl fmt::Display for Era {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.kanji())
    }
}

impl Date {
    /// 令和元年5月1日; 1867年12月31日 before Meiji.
    pub fn to_era(self) -> String {
        format!("{}{}月{}日", long_year(Era::of(self), self.year()), self.month(), self.day())
    }

    /// R1.5.1; 1867.12.31 before Meiji.
    pub fn to_era_short(self) -> String {
        format!("{}.{}.{}", short_year(Era::of(self), self.year()), self.month(), self.day())
    }
}

impl YearMonth {
    /// 令和9年4月. A month of two eras belongs to the one it ends in.
    pub fn to_era(self) -> String {
        format!("{}{}月", long_year(Era::of(self.last_day()), self.year()), self.month())
    }
}

impl MonthSpan {
    /// A fiscal year, or the months: 「令和10年度」, 「令和10年4月から令和10年9月まで」.
    pub fn in_words(self) -> Bilingual {
        let year = self.from.fiscal_year();
        if year.months() == self {
            return Bilingual::new(year.to_era(), format!("fiscal {year}"));
        }
        let last = self.until.plus(-1);
        Bilingual::new(
            format!("{}から{}まで", self.from.to_era(), last.to_era()),
            format!("{} to {last}", self.from),
        )
    }
}

impl FiscalYear {
    /// 令和9年度. A fiscal year of two eras is 元年度 of the new one if that began before the calendar year was out, as
    /// 2019 became 令和元年度.
    pub fn to_era(self) -> String {
        format!("{}度", long_year(self.named_after(), self.year()))
    }

    /// R9年度.
    pub fn to_era_short(self) -> String {
        format!("{}年度", short_year(self.named_after(), self.year()))
    }

    fn named_after(self) -> Option<Era> {
        Era::of(self.first_month().plus(8).last_day())
    }
}

/// 令和元年, 令和9年; 1867年 without an era.
pub(crate) fn long_year(era: Option<Era>, gregorian: i32) -> String {
    match era.map(|era| (era, era.year_of(gregorian))) {
        Some((era, 1)) => format!("{era}元年"),
        Some((era, year)) => format!("{era}{year}年"),
        None => format!("{gregorian}年"),
    }
}

fn short_year(era: Option<Era>, gregorian: i32) -> String {
    match era {
        Some(era) => format!("{}{}", era.letter(), era.year_of(gregorian)),
        None => gregorian.to_string(),
    }
}
