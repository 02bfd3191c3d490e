//! Writing cells: text that stays text, numbers that stay numbers, pages that print.

use std::borrow::Cow;

use kernel::{Date, Lang};
use rust_xlsxwriter::{ColNum, ExcelDateTime, Format, RowNum, Url, Worksheet, XlsxError};

use super::{
    labels::pick,
    look::Look,
    reading::Reading,
    width::{height, lines},
};

/// Excel holds at most 32,767 characters in a cell.
const LONGEST: usize = 32_000;

/// A sheet being written.
pub(crate) struct Pen<'s> {
    /// The sheet.
    pub sheet: &'s mut Worksheet,
    /// The look.
    pub look: &'s Look,
    /// The reader's language.
    pub lang: Lang,
    widths: Vec<usize>,
}

/// Paper.
#[derive(Clone, Copy)]
pub(crate) enum Paper {
    /// A4 upright.
    A4,
    /// A4 lying.
    A4Wide,
    /// A3 lying.
    A3Wide,
}

impl<'s> Pen<'s> {
    /// A pen for a new sheet.
    pub fn new(sheet: &'s mut Worksheet, look: &'s Look, lang: Lang) -> Self {
        Self { sheet, look, lang, widths: Vec::new() }
    }

    /// The text of the reader's language.
    pub fn say(&self, ja: &'static str, en: &'static str) -> &'static str {
        pick(self.lang, ja, en)
    }

    /// Text, whatever it begins with: never a formula.
    pub fn text(&mut self, row: RowNum, col: ColNum, text: &str, format: &Format) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(row, col, cut(text), format)?;
        Ok(())
    }

    /// A whole number. Beyond what Excel keeps exactly it is written as text.
    pub fn number(
        &mut self,
        row: RowNum,
        col: ColNum,
        number: i128,
        format: &Format,
    ) -> Result<(), XlsxError> {
        match i32::try_from(number) {
            Ok(small) => self.sheet.write_number_with_format(row, col, f64::from(small), format)?,
            Err(_) if number.unsigned_abs() < 1 << 53 => {
                self.sheet.write_number_with_format(row, col, number as f64, format)?
            }
            Err(_) => self.sheet.write_string_with_format(row, col, number.to_string(), format)?,
        };
        Ok(())
    }

    /// A day as a date of the Gregorian calendar; text before 1900, where Excel has none.
    pub fn date(&mut self, row: RowNum, col: ColNum, date: Date, format: &Format) -> Result<(), XlsxError> {
        let year = u16::try_from(date.year()).unwrap_or(0);
        match ExcelDateTime::from_ymd(year, date.month() as u8, date.day() as u8) {
            Ok(day) => self.sheet.write_datetime_with_format(row, col, &day, format)?,
            Err(_) => self.sheet.write_string_with_format(row, col, date.to_string(), format)?,
        };
        Ok(())
    }

    /// A link to another sheet.
    pub fn link(
        &mut self,
        row: RowNum,
        col: ColNum,
        sheet: &str,
        text: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        let url = Url::new(format!("internal:'{sheet}'!A1")).set_text(text);
        self.sheet.write_url_with_format(row, col, url, format)?;
        Ok(())
    }

    /// Widths of the first columns, in half-width characters.
    pub fn widths(&mut self, widths: &[usize]) -> Result<(), XlsxError> {
        for (col, width) in widths.iter().enumerate() {
            let col = column(col);
            self.sheet.set_column_width(col, f64::from(u32::try_from(*width).unwrap_or(10)))?;
        }
        self.widths = widths.to_vec();
        Ok(())
    }

    /// The width given to a column.
    pub fn width(&self, col: ColNum) -> usize {
        self.widths.get(usize::from(col)).copied().unwrap_or(9)
    }

    /// A row of texts in one format; the row grows with the longest.
    pub fn row<S: AsRef<str>>(&mut self, row: RowNum, texts: &[S], format: &Format) -> Result<(), XlsxError> {
        for (col, text) in texts.iter().enumerate() {
            self.text(row, column(col), text.as_ref(), format)?;
        }
        let tallest =
            texts.iter().enumerate().map(|(col, text)| self.lines(column(col), text.as_ref())).max();
        self.height(row, tallest.unwrap_or(1))
    }

    /// Lines a text takes in a column.
    pub fn lines(&self, col: ColNum, text: &str) -> usize {
        lines(text, self.width(col).saturating_sub(3))
    }

    /// Gives a row room for so many lines.
    pub fn height(&mut self, row: RowNum, lines: usize) -> Result<(), XlsxError> {
        self.sheet.set_row_height(row, height(lines))?;
        Ok(())
    }

    /// A merged heading over columns; a single cell where there is one.
    pub fn across(
        &mut self,
        row: RowNum,
        first: ColNum,
        last: ColNum,
        text: &str,
        format: &Format,
    ) -> Result<(), XlsxError> {
        if first == last {
            return self.text(row, first, text, format);
        }
        self.sheet.merge_range(row, first, row, last, &cut(text), format)?;
        Ok(())
    }

    /// Name, title and one line of explanation at the top of a sheet; what follows begins in row 3 (counted from 0).
    pub fn open(
        &mut self,
        reading: &Reading<'_>,
        name: &str,
        title: &str,
        note: &str,
    ) -> Result<(), XlsxError> {
        self.sheet.set_name(name)?;
        self.sheet.set_screen_gridlines(false);
        let problem = reading.view.problem;
        let made_up = if problem.fictitious {
            self.say("　【架空のデータ】", "  [fictitious data]")
        } else {
            ""
        };
        let (titled, noted) = (self.look.title(), self.look.note());
        self.text(0, 0, &format!("{title}{made_up}"), &titled)?;
        self.sheet.set_row_height(0, 26)?;
        let as_of = super::labels::as_of(self.lang, problem.as_of);
        self.text(1, 0, &format!("{}　{as_of}　{note}", problem.title), &noted)?;
        self.sheet.set_row_height(1, 16)?;
        Ok(())
    }

    /// Page set-up: header with title and as-of date, footer with the page and, where it is so, that people are made up.
    pub fn page(
        &mut self,
        reading: &Reading<'_>,
        paper: Paper,
        title: &str,
        repeat: Option<(RowNum, RowNum)>,
    ) -> Result<(), XlsxError> {
        let problem = reading.view.problem;
        let as_of = super::labels::as_of(self.lang, problem.as_of);
        let made_up = if problem.fictitious { self.say("架空のデータ", "fictitious data") } else { "" };
        let safe = |text: &str| -> String { text.replace('&', "&&").chars().take(60).collect() };
        self.sheet
            .set_header(format!("&L&9 {}&C&9 {}&R&9 {}", safe(&problem.title), safe(title), safe(&as_of)))
            .set_footer(format!("&L&9 {}&R&9 &P／&N", safe(made_up)))
            .set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3)
            .set_print_fit_to_pages(1, 0);
        match paper {
            Paper::A4 => self.sheet.set_paper_size(9).set_portrait(),
            Paper::A4Wide => self.sheet.set_paper_size(9).set_landscape(),
            Paper::A3Wide => self.sheet.set_paper_size(8).set_landscape(),
        };
        if let Some((first, last)) = repeat {
            self.sheet.set_repeat_rows(first, last)?;
        }
        Ok(())
    }
}

/// As much of a text as a cell holds.
fn cut(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// A column number; sheets end at 16,384.
pub(crate) fn column(index: usize) -> ColNum {
    ColNum::try_from(index).unwrap_or(16_383)
}

/// Two rows of headings over the planning periods: the fiscal years above, the parts of the year below.
pub(crate) fn period_heads(
    pen: &mut Pen<'_>,
    reading: &Reading<'_>,
    row: RowNum,
    first: ColNum,
) -> Result<(), XlsxError> {
    let (group, head) = (pen.look.group(), pen.look.head());
    let lang = pen.lang;
    let labels: Vec<String> =
        reading.periods().iter().map(|period| super::labels::years_of(lang, period.span)).collect();
    let mut start = 0;
    for place in 0..labels.len() {
        let part = super::labels::part_of_year(lang, reading.periods()[place].span);
        pen.text(row + 1, first + column(place), &part, &head)?;
        if labels.get(place + 1) != Some(&labels[place]) {
            pen.across(row, first + column(start), first + column(place), &labels[place], &group)?;
            start = place + 1;
        }
    }
    pen.sheet.set_row_height(row, 20)?.set_row_height(row + 1, 20)?;
    Ok(())
}

/// Headings of the columns left of the periods, over both heading rows.
pub(crate) fn side_heads(pen: &mut Pen<'_>, row: RowNum, heads: &[&str]) -> Result<(), XlsxError> {
    let (group, head) = (pen.look.group(), pen.look.head());
    for (col, text) in heads.iter().enumerate() {
        pen.text(row, column(col), "", &group)?;
        pen.text(row + 1, column(col), text, &head)?;
    }
    Ok(())
}
