//! 名簿を書く: a roster as a workbook that an official can go on with, and the empty template.
//!
//! Every sheet has its title, a frozen row of headings with a note on each, drop-downs, date formats and a print setup.
//! Every text is written as a text, so that a name beginning with `=` can never become a formula.

use kernel::{Date, Lang};
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format, FormatAlign,
    FormatBorder, Formula, Note, Workbook, Worksheet, XlsxError,
};
use thiserror::Error;

use crate::{
    choice::{LEAVE_KINDS, SCHEMES, SPECIALTIES},
    guide,
    roster::{FIRST_ROW, HEADER_ROW, Roster},
    table::{Column, Offer, SheetKey, SheetTable, one},
    value::{Kind, Written},
};

/// Why a roster cannot be written.
#[derive(Debug, Error)]
pub enum Unwritable {
    /// More rows than the format has.
    #[error("sheet `{sheet}` would have {rows} rows; at most {MOST_ROWS} are written")]
    TooManyRows {
        /// The sheet.
        sheet: &'static str,
        /// Its rows.
        rows: usize,
    },
    /// The writer of the format refused a cell: a text beyond 32,767 characters.
    #[error("the workbook cannot be written: {0}")]
    Format(#[from] XlsxError),
}

/// Rows to which drop-downs reach, and beyond which nothing is read back.
const MOST_ROWS: usize = 100_000;

/// 名簿のひな形: the workbook with no record in it.
pub fn template(lang: Lang) -> Result<Vec<u8>, Unwritable> {
    write_roster(&Roster::default(), lang)
}

/// The roster as a workbook (.xlsx). The same roster gives the same bytes.
pub fn write_roster(roster: &Roster, lang: Lang) -> Result<Vec<u8>, Unwritable> {
    let mut book = Workbook::new();
    let created = roster.settings.valid_on.and_then(|day| excel_day(day).ok());
    let created = created.map_or_else(|| ExcelDateTime::from_ymd(2000, 1, 1), Ok)?;
    let title = if roster.settings.title.is_empty() { "Tsunagu" } else { &roster.settings.title };
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&created));
    let styles = Styles::new();
    guide::write(book.add_worksheet(), roster, lang)?;
    for table in Roster::tables() {
        let sheet = book.add_worksheet().set_name(table.name_in(lang))?;
        match table.key {
            SheetKey::Settings => settings(sheet, table, roster, &styles, lang)?,
            _ => records(sheet, table, roster, &styles, lang)?,
        }
    }
    choices(book.add_worksheet(), lang)?;
    Ok(book.save_to_buffer()?)
}

struct Styles {
    title: Format,
    required: Format,
    optional: Format,
    text: Format,
    remark: Format,
    day: Format,
    month: Format,
    number: Format,
    middle: Format,
}

impl Styles {
    fn new() -> Self {
        let cell = || Format::new().set_align(FormatAlign::VerticalCenter);
        let heading = || {
            Format::new()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_border(FormatBorder::Thin)
        };
        Self {
            title: Format::new().set_bold().set_font_size(14),
            required: heading()
                .set_bold()
                .set_background_color(Color::RGB(0x1F_4E_79))
                .set_font_color(Color::White),
            optional: heading().set_background_color(Color::RGB(0xDD_E8_F3)),
            text: cell(),
            remark: cell().set_text_wrap().set_font_color(Color::RGB(0x40_40_40)),
            day: cell().set_num_format("yyyy/m/d").set_align(FormatAlign::Center),
            month: cell().set_num_format("yyyy/m").set_align(FormatAlign::Center),
            number: cell().set_num_format("0"),
            middle: cell().set_align(FormatAlign::Center),
        }
    }

    fn of(&self, kind: Kind) -> &Format {
        match kind {
            Kind::Day => &self.day,
            Kind::Month => &self.month,
            Kind::Number | Kind::Share | Kind::FiscalYear => &self.number,
            Kind::Flag => &self.middle,
            Kind::Text | Kind::List | Kind::Choice(_) => &self.text,
        }
    }
}

/// A sheet of records: title, headings, one record a row.
fn records(
    sheet: &mut Worksheet,
    table: &SheetTable,
    roster: &Roster,
    styles: &Styles,
    lang: Lang,
) -> Result<(), Unwritable> {
    let rows = roster.rows(table.key);
    if rows.count() > MOST_ROWS {
        return Err(Unwritable::TooManyRows { sheet: table.name[0], rows: rows.count() });
    }
    let header = HEADER_ROW - 1;
    sheet.write_string_with_format(
        0,
        0,
        format!("{}　{}", table.name_in(lang), one(table.about, lang)),
        &styles.title,
    )?;
    sheet.set_row_height(header, 32)?;
    let mut total = 0;
    for (place, column) in (0_u16..).zip(table.columns) {
        let style = if column.required() { &styles.required } else { &styles.optional };
        sheet.write_string_with_format(header, place, column.heading_in(lang), style)?;
        sheet.insert_note(header, place, &note(column, lang))?;
        sheet.set_column_format(place, styles.of(column.kind))?;
        if let Some(list) = drop_down(column, lang)? {
            let last = FIRST_ROW - 2 + u32::try_from(MOST_ROWS).unwrap_or(0);
            sheet.add_data_validation(FIRST_ROW - 1, place, last, place, &list)?;
        }
        let mut width = width(column, lang);
        for (row, index) in (FIRST_ROW - 1..).zip(0..rows.count()) {
            let value = rows.cell(index, column.key);
            if let Written::Text(text) = &value {
                width = width.max((display_width(text) + 2).min(WIDEST));
            }
            write(sheet, (row, place), &value, styles.of(column.kind), lang)?;
        }
        sheet.set_column_width(place, width)?;
        total += width;
    }
    let last_row = HEADER_ROW - 1 + u32::try_from(rows.count()).unwrap_or(0);
    sheet.autofilter(header, 0, last_row, u16::try_from(table.columns.len() - 1).unwrap_or(0))?;
    sheet.set_freeze_panes(HEADER_ROW, 2)?;
    sheet.set_repeat_rows(0, header)?.set_repeat_columns(0, 1)?;
    print_setup(sheet, total);
    Ok(())
}

/// 設定: one setting a row.
fn settings(
    sheet: &mut Worksheet,
    table: &SheetTable,
    roster: &Roster,
    styles: &Styles,
    lang: Lang,
) -> Result<(), Unwritable> {
    let header = HEADER_ROW - 1;
    sheet.write_string_with_format(
        0,
        0,
        format!("{}　{}", table.name_in(lang), one(table.about, lang)),
        &styles.title,
    )?;
    for (place, heading) in (0_u16..).zip([["項目", "Setting"], ["値", "Value"], ["説明", "Note"]]) {
        sheet.write_string_with_format(header, place, one(heading, lang), &styles.required)?;
    }
    for (row, column) in (FIRST_ROW - 1..).zip(table.columns) {
        let style = if column.required() { &styles.required } else { &styles.optional };
        sheet.write_string_with_format(row, 0, column.heading_in(lang), style)?;
        let value = roster.rows(SheetKey::Settings).cell(0, column.key);
        let format =
            styles.of(column.kind).clone().set_border(FormatBorder::Thin).set_align(FormatAlign::Left);
        sheet.set_row_height(row, 20)?;
        sheet.write_blank(row, 1, &format)?;
        write(sheet, (row, 1), &value, &format, lang)?;
        sheet.write_string_with_format(row, 2, one(column.note, lang), &styles.remark)?;
        if let Some(list) = drop_down(column, lang)? {
            sheet.add_data_validation(row, 1, row, 1, &list)?;
        }
    }
    for (place, width) in (0_u16..).zip([34, 36, 70]) {
        sheet.set_column_width(place, width)?;
    }
    sheet.set_freeze_panes(HEADER_ROW, 1)?;
    print_setup(sheet, 0);
    Ok(())
}

/// A4, or for a wide sheet A3 and two pages abreast.
fn print_setup(sheet: &mut Worksheet, width: u32) {
    let (a3, a4) = (8, 9);
    let wide = width > 200;
    sheet.set_paper_size(if wide { a3 } else { a4 }).set_landscape();
    sheet.set_print_fit_to_pages(if width > 300 { 2 } else { 1 }, 0);
    sheet.set_header("&L&A").set_footer("&C&P / &N");
}

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    value: &Written,
    format: &Format,
    lang: Lang,
) -> Result<(), XlsxError> {
    match value {
        Written::Nothing => return Ok(()),
        Written::Text(text) => sheet.write_string_with_format(row, column, text, format)?,
        Written::Number(number) => sheet.write_number_with_format(row, column, *number as f64, format)?,
        Written::Mark => sheet.write_string_with_format(row, column, "○", format)?,
        Written::Choice(choice) => sheet.write_string_with_format(row, column, choice.word(lang), format)?,
        Written::Day(day) => write_day(sheet, (row, column), *day, format)?,
        Written::Month(month) => write_day(sheet, (row, column), month.first_day(), format)?,
    };
    Ok(())
}

/// A day as Excel's own; as a text before 1900, where Excel has none.
fn write_day<'a>(
    sheet: &'a mut Worksheet,
    (row, column): (u32, u16),
    day: Date,
    format: &Format,
) -> Result<&'a mut Worksheet, XlsxError> {
    match excel_day(day) {
        Ok(excel) => sheet.write_datetime_with_format(row, column, &excel, format),
        Err(_) => sheet.write_string_with_format(row, column, day.to_string(), format),
    }
}

fn excel_day(day: Date) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(day.year()).unwrap_or(0);
    ExcelDateTime::from_ymd(
        year,
        u8::try_from(day.month()).unwrap_or(0),
        u8::try_from(day.day()).unwrap_or(0),
    )
}

/// The note of a heading: whether it must be filled in, what to write, and in which form.
fn note(column: &Column, lang: Lang) -> Note {
    let need = match column.required() {
        true => one(["【必須】", "Required. "], lang),
        false => one(["【任意】", "Optional. "], lang),
    };
    let form = match column.kind {
        Kind::Text | Kind::Number => "",
        Kind::List => one(["複数のときは「、」で区切ります。", "Separate several by 、."], lang),
        Kind::Flag => one(["○ か空欄。", "○ or empty."], lang),
        Kind::Day => {
            one(["日付は 2027/4/1、R9.4.1、令和9年4月1日 のどれでも。", "A day: 2027/4/1, R9.4.1."], lang)
        }
        Kind::Month => one(["年月は 2027/4、R9.4、令和9年4月 のどれでも。", "A month: 2027/4, R9.4."], lang),
        Kind::FiscalYear => {
            one(["年度は 2027、R9、令和9年度 のどれでも。", "A fiscal year: 2027, R9."], lang)
        }
        Kind::Share => one(["1〜100。", "1 to 100."], lang),
        Kind::Choice(_) => one(["選択肢から選びます。", "Choose from the list."], lang),
    };
    let text = format!("{need}{}\n{form}", one(column.note, lang));
    Note::new(text.trim_end()).add_author_prefix(false).set_width(280).set_height(110)
}

/// The widest column, in characters.
const WIDEST: u32 = 40;

/// Columns that a text takes on the screen: a Japanese character takes two.
pub(crate) fn display_width(text: &str) -> u32 {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

/// Width in characters: of the heading, and of what usually stands below it.
fn width(column: &Column, lang: Lang) -> u32 {
    let heading = display_width(column.heading_in(lang));
    let usual = match (column.kind, column.offer) {
        (Kind::Day | Kind::Month, _) => 12,
        (Kind::Flag | Kind::Number | Kind::Share | Kind::FiscalYear, _) => 8,
        (Kind::Choice(_), _) => 14,
        (Kind::List, _) => 24,
        (Kind::Text, Offer::Nothing) => 18,
        (Kind::Text, _) => 16,
    };
    // A long heading wraps into two lines.
    usual.max((heading / 2 + 3).min(26))
}

fn drop_down(column: &Column, lang: Lang) -> Result<Option<DataValidation>, XlsxError> {
    let list = match (column.kind, column.offer) {
        (Kind::Choice(shown), _) => {
            let words: Vec<&str> = shown.iter().map(|choice| choice.word(lang)).collect();
            DataValidation::new()
                .allow_list_strings(&words)?
                .set_error_message(one(["選択肢から選んでください。", "Choose from the list."], lang))?
        }
        (Kind::Flag, _) => DataValidation::new()
            .allow_list_strings(&["○"])?
            .set_error_style(DataValidationErrorStyle::Warning),
        (Kind::Text, Offer::Of(key)) => {
            range(&format!("'{}'!$A${FIRST_ROW}:$A${MOST_ROWS}", Roster::table(key).name_in(lang)))
        }
        (Kind::Text, Offer::Departments) => hidden('A', SPECIALTIES.len(), lang),
        (Kind::Text, Offer::LeaveKinds) => hidden('B', LEAVE_KINDS.len(), lang),
        (Kind::Text, Offer::Schemes) => hidden('C', SCHEMES.len(), lang),
        _ => return Ok(None),
    };
    Ok(Some(list))
}

/// A list that proposes: other words (a name instead of an id, a department of one's own) are let through.
fn range(range: &str) -> DataValidation {
    DataValidation::new().allow_list_formula(Formula::new(format!("={range}"))).show_error_message(false)
}

fn hidden(column: char, count: usize, lang: Lang) -> DataValidation {
    range(&format!("'{}'!${column}$2:${column}${}", one(CHOICES, lang), count + 1))
}

/// Name of the sheet with the long lists.
pub(crate) const CHOICES: [&str; 2] = ["選択肢", "Choices"];

/// The long lists on a hidden sheet of their own: a list within a cell's rule holds 255 characters only.
fn choices(sheet: &mut Worksheet, lang: Lang) -> Result<(), XlsxError> {
    sheet.set_name(one(CHOICES, lang))?.set_hidden(true);
    let words = |list: &'static [crate::choice::Shown]| list.iter().map(|choice| choice.word(lang)).collect();
    let lists: [([&str; 2], Vec<&str>); 3] = [
        (["診療科", "Departments"], SPECIALTIES.to_vec()),
        (["休業の種類", "Kinds of leave"], words(LEAVE_KINDS)),
        (["体系", "Schemes"], words(SCHEMES)),
    ];
    for (place, (heading, list)) in (0_u16..).zip(lists) {
        sheet.write_string(0, place, one(heading, lang))?;
        for (row, word) in (1_u32..).zip(list) {
            sheet.write_string(row, place, word)?;
        }
    }
    Ok(())
}
