//! What a cell holds, and how each type of value is read from it and written to it.
//!
//! Reading is lenient where people type: full-width digits, eras, units (12名), ○×. What can mean two things is refused
//! with what is accepted.

use kernel::{Date, FiscalYear, Months, SearchKey, Share, YearMonth, Yen};

use crate::{
    choice::{Choice, Shown},
    finding::{Code, Message},
};

/// A cell that is not empty, as a file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A number, as its shortest digits.
    Number(String),
    /// A number that the file shows as a day.
    Day(Date),
    /// TRUE or FALSE.
    Flag(bool),
    /// A formula's error: `#N/A`.
    Error(String),
    /// A formula without a result.
    Uncalculated,
}

impl Cell {
    /// The cell as one would read it aloud.
    pub fn text(&self) -> String {
        match self {
            Cell::Text(text) | Cell::Number(text) | Cell::Error(text) => text.trim().to_owned(),
            Cell::Day(day) => day.to_string(),
            Cell::Flag(true) => "TRUE".to_owned(),
            Cell::Flag(false) => "FALSE".to_owned(),
            Cell::Uncalculated => "=".to_owned(),
        }
    }
}

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text.
    Text,
    /// Several texts, separated by 、.
    List,
    /// ○ or empty.
    Flag,
    /// A day.
    Day,
    /// A month.
    Month,
    /// 年度.
    FiscalYear,
    /// A whole number.
    Number,
    /// Percent of full time.
    Share,
    /// One of these.
    Choice(&'static [Shown]),
}

/// What is to be written into a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// Nothing.
    Nothing,
    /// A text.
    Text(String),
    /// A number.
    Number(i64),
    /// A day.
    Day(Date),
    /// A month, as its first day.
    Month(YearMonth),
    /// ○.
    Mark,
    /// One of the choices of the column.
    Choice(&'static Shown),
}

/// A value with what was odd about it.
pub type Understood<T> = Result<(T, Option<Message>), Message>;

/// A type of value that a column can hold.
pub trait Value: Sized {
    /// What the column is said to hold.
    const KIND: Kind;
    /// Reads a cell that is neither empty nor an error.
    fn read(cell: &Cell) -> Understood<Self>;
    /// What is written for it.
    fn written(&self) -> Written;
}

/// The longest text of a cell that is taken, in characters.
const LONGEST_TEXT: usize = 2_000;

fn text(cell: &Cell) -> Result<String, Message> {
    let text = cell.text();
    let length = text.chars().count();
    if length > LONGEST_TEXT {
        return Err(Message::new(
            Code::CellText,
            format!("文字が多すぎます（{length}文字）。{LONGEST_TEXT}文字までで入力してください。"),
            format!("The text has {length} characters; at most {LONGEST_TEXT} are accepted."),
        ));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(Message::new(
            Code::CellText,
            "制御文字が含まれています。セルを打ち直してください。",
            "The text holds a control character; type it again.",
        ));
    }
    Ok(text.split(['\n', '\r', '\t']).map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned())
}

impl Value for String {
    const KIND: Kind = Kind::Text;
    fn read(cell: &Cell) -> Understood<Self> {
        Ok((text(cell)?, None))
    }
    fn written(&self) -> Written {
        if self.is_empty() { Written::Nothing } else { Written::Text(self.clone()) }
    }
}

impl Value for Vec<String> {
    const KIND: Kind = Kind::List;
    fn read(cell: &Cell) -> Understood<Self> {
        let text = text(cell)?;
        let parts = text.split(['、', ',', '，', '､', ';', '；', '／', '/']).map(str::trim);
        Ok((parts.filter(|part| !part.is_empty()).map(str::to_owned).collect(), None))
    }
    fn written(&self) -> Written {
        if self.is_empty() { Written::Nothing } else { Written::Text(self.join("、")) }
    }
}

impl Value for bool {
    const KIND: Kind = Kind::Flag;
    fn read(cell: &Cell) -> Understood<Self> {
        let text = cell.text();
        let folded = SearchKey::of(&text);
        let yes = [
            "○", "〇", "◯", "●", "◎", "✓", "✔", "レ", "o", "yes", "y", "true", "1", "はい", "有", "あり",
            "済",
        ];
        let no = ["×", "✕", "✗", "x", "no", "n", "false", "0", "いいえ", "無", "なし", "-", "ー"];
        let among = |list: &[&str]| list.iter().any(|word| SearchKey::of(word).matches(&folded));
        if among(&yes) {
            Ok((true, None))
        } else if among(&no) {
            Ok((false, None))
        } else {
            Err(Message::new(
                Code::CellChoice,
                "○（はい）か ×（いいえ）で入力してください。空欄は × と同じです。",
                "Enter ○ (yes) or × (no); an empty cell means no.",
            ))
        }
    }
    fn written(&self) -> Written {
        if *self { Written::Mark } else { Written::Nothing }
    }
}

impl Value for Option<Date> {
    const KIND: Kind = Kind::Day;
    fn read(cell: &Cell) -> Understood<Self> {
        let (day, odd) = day(cell, |text| Date::read(text).map(|read| (read.value, read.note)))?;
        Ok((Some(day), odd))
    }
    fn written(&self) -> Written {
        self.map_or(Written::Nothing, Written::Day)
    }
}

impl Value for Option<YearMonth> {
    const KIND: Kind = Kind::Month;
    /// A day counts as its month if it is the first or the last one of it.
    fn read(cell: &Cell) -> Understood<Self> {
        let whole = |day: Date| {
            let month = day.year_month();
            (day == month.first_day() || day == month.last_day()).then_some(month)
        };
        if let Ok((day, odd)) = day(cell, |text| Date::read(text).map(|read| (read.value, read.note))) {
            return match whole(day) {
                Some(month) => Ok((Some(month), odd)),
                None => Err(Message::new(
                    Code::CellTime,
                    format!(
                        "{}は月の初日でも末日でもありません。年月（令和9年4月、2027/4）で入力してください。",
                        day.to_era()
                    ),
                    format!(
                        "{day} is neither the first nor the last day of a month; enter a month such as 2027-04."
                    ),
                )),
            };
        }
        match YearMonth::read(&cell.text()) {
            Ok(read) => Ok((Some(read.value), read.note.map(|note| odd(note.sentence())))),
            Err(error) => Err(Message { code: Code::CellTime, text: error.sentence() }),
        }
    }
    fn written(&self) -> Written {
        self.map_or(Written::Nothing, Written::Month)
    }
}

impl Value for Option<FiscalYear> {
    const KIND: Kind = Kind::FiscalYear;
    fn read(cell: &Cell) -> Understood<Self> {
        match FiscalYear::read(&cell.text()) {
            Ok(read) => Ok((Some(read.value), read.note.map(|note| odd(note.sentence())))),
            Err(error) => match cell {
                Cell::Day(day) => Ok((Some(day.fiscal_year()), None)),
                _ => Err(Message { code: Code::CellTime, text: error.sentence() }),
            },
        }
    }
    fn written(&self) -> Written {
        self.map_or(Written::Nothing, |year| Written::Number(i64::from(year.year())))
    }
}

/// Days of Excel's calendar that a number without a date format may mean: 1954 to 2173.
const SERIALS: std::ops::Range<i64> = 20_000..100_000;

fn odd(text: kernel::Bilingual) -> Message {
    Message { code: Code::CellOdd, text }
}

fn day(
    cell: &Cell,
    read: impl Fn(&str) -> Result<(Date, Option<kernel::EraNote>), kernel::Unreadable>,
) -> Result<(Date, Option<Message>), Message> {
    if let Cell::Day(day) = cell {
        return Ok((*day, None));
    }
    let text = cell.text();
    if let (Cell::Number(_), Ok(serial)) = (cell, text.parse::<i64>())
        && SERIALS.contains(&serial)
        && let Some(day) = from_serial(serial)
    {
        let note = Message::new(
            Code::CellOdd,
            format!("日付の書式がない数値を{}として読みました。", day.to_era()),
            format!("A number without a date format was read as {day}."),
        );
        return Ok((day, Some(note)));
    }
    match read(&text) {
        Ok((day, note)) => Ok((day, note.map(|note| odd(note.sentence())))),
        Err(error) => Err(Message { code: Code::CellTime, text: error.sentence() }),
    }
}

/// The day of an Excel serial number, in the calendar that begins in 1900.
pub(crate) fn from_serial(serial: i64) -> Option<Date> {
    let start = Date::from_ymd(1899, 12, 30)?;
    let whole_years = i32::try_from(serial / 366).ok()?;
    let mut day = start.plus_months(whole_years.checked_mul(12)?);
    while day.days_since(start) < serial {
        day = day.next();
    }
    (day.days_since(start) == serial).then_some(day)
}

/// A whole number with what people hang on: 12名, １，２００円, 6か月, 100%.
pub(crate) fn whole_number(cell: &Cell) -> Result<i64, Message> {
    let text = cell.text();
    let folded = SearchKey::of(&text).folded().replace(',', "");
    let units =
        ["ケ月間", "カ月間", "ケ月", "カ月", "月", "人", "名", "円", "点", "%", "年", "件", "位", "回"];
    let bare = units.iter().find_map(|unit| folded.strip_suffix(unit)).unwrap_or(&folded);
    let bare = bare.strip_prefix("第").unwrap_or(bare).trim_start_matches('¥');
    let bare = bare.strip_suffix(".0").or_else(|| bare.strip_suffix(".00")).unwrap_or(bare);
    let negative = bare.strip_prefix(['△', '▲']).map(|digits| format!("-{digits}"));
    negative.as_deref().unwrap_or(bare).parse().map_err(|_| {
        Message::new(
            Code::CellNumber,
            format!("「{}」は整数として読めません。12 のように数だけを入力してください。", shown(&text)),
            format!("“{}” is not a whole number; enter digits only, such as 12.", shown(&text)),
        )
    })
}

/// At most the first 40 characters, as messages quote them.
pub(crate) fn shown(text: &str) -> String {
    let start: String = text.chars().take(40).collect();
    if start.len() < text.len() { format!("{start}…") } else { start }
}

fn between<T>(cell: &Cell, least: i64, most: i64, make: impl FnOnce(i64) -> Option<T>) -> Result<T, Message> {
    let number = whole_number(cell)?;
    let value = (least..=most).contains(&number).then(|| make(number)).flatten();
    value.ok_or_else(|| {
        Message::new(
            Code::CellNumber,
            format!("{number}は範囲の外です。{least}から{most}までの整数で入力してください。"),
            format!("{number} is out of range; enter a whole number from {least} to {most}."),
        )
    })
}

impl Value for Option<u32> {
    const KIND: Kind = Kind::Number;
    fn read(cell: &Cell) -> Understood<Self> {
        between(cell, 0, 100_000, |number| u32::try_from(number).ok()).map(|number| (Some(number), None))
    }
    fn written(&self) -> Written {
        self.map_or(Written::Nothing, |number| Written::Number(i64::from(number)))
    }
}

impl Value for Option<i64> {
    const KIND: Kind = Kind::Number;
    fn read(cell: &Cell) -> Understood<Self> {
        between(cell, 0, 1_000_000_000, Some).map(|number| (Some(number), None))
    }
    fn written(&self) -> Written {
        self.map_or(Written::Nothing, Written::Number)
    }
}

impl Value for Option<Months> {
    const KIND: Kind = Kind::Number;
    fn read(cell: &Cell) -> Understood<Self> {
        let months = between(cell, 0, 600, |number| i32::try_from(number).ok())?;
        Ok((Some(Months(months)), None))
    }
    fn written(&self) -> Written {
        self.map_or(Written::Nothing, |months| Written::Number(i64::from(months.0)))
    }
}

impl Value for Option<Yen> {
    const KIND: Kind = Kind::Number;
    fn read(cell: &Cell) -> Understood<Self> {
        between(cell, 0, 1_000_000_000, Some).map(|amount| (Some(Yen(amount)), None))
    }
    fn written(&self) -> Written {
        self.map_or(Written::Nothing, |amount| Written::Number(amount.0))
    }
}

impl Value for Option<Share> {
    const KIND: Kind = Kind::Share;
    /// 60, 60%, 0.6, 常勤. A bare 1 is full time.
    fn read(cell: &Cell) -> Understood<Self> {
        let text = SearchKey::of(&cell.text()).folded().to_owned();
        if text == "常勤" || text == "1" || text == "1.0" {
            return Ok((Some(Share::FULL), None));
        }
        let tenths = text.strip_prefix("0.").filter(|rest| matches!(rest.len(), 1 | 2));
        let percent = match tenths.map(|rest| format!("{rest:0<2}").parse::<u8>()) {
            Some(Ok(percent)) => Some(percent),
            _ => whole_number(cell).ok().and_then(|percent| u8::try_from(percent).ok()),
        };
        let share = percent.and_then(|percent| Share::percent(percent).ok());
        share.map(|share| (Some(share), None)).ok_or_else(|| {
            Message::new(
                Code::CellNumber,
                format!(
                    "「{}」は勤務割合として読めません。1から100までの％（60 など）で入力してください。",
                    shown(&cell.text())
                ),
                format!(
                    "“{}” is no share of full time; enter whole percent from 1 to 100.",
                    shown(&cell.text())
                ),
            )
        })
    }
    fn written(&self) -> Written {
        self.map_or(Written::Nothing, |share| Written::Number(i64::from(share.as_percent())))
    }
}

impl<T: Choice> Value for Option<T> {
    const KIND: Kind = Kind::Choice(T::SHOWN);
    fn read(cell: &Cell) -> Understood<Self> {
        let text = cell.text();
        match Shown::find(T::SHOWN, &text).and_then(|place| T::VALUES.get(place)) {
            Some(value) => Ok((Some(*value), None)),
            None => {
                let ja: Vec<&str> = T::SHOWN.iter().map(|choice| choice.ja).collect();
                let en: Vec<&str> = T::SHOWN.iter().map(|choice| choice.en).collect();
                Err(Message::new(
                    Code::CellChoice,
                    format!(
                        "「{}」は選択肢にありません。{}のどれかを入力してください。",
                        shown(&text),
                        ja.join("・")
                    ),
                    format!("“{}” is not among the choices: {}.", shown(&text), en.join(", ")),
                ))
            }
        }
    }
    fn written(&self) -> Written {
        let place = self.and_then(|value| T::VALUES.iter().position(|other| *other == value));
        place.and_then(|place| T::SHOWN.get(place)).map_or(Written::Nothing, Written::Choice)
    }
}
