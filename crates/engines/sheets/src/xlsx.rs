//! .xlsx in: sheets, cells, merged regions. Formulas give the result that the file carries; macros are ignored.

use std::{io::Cursor, panic};

use calamine::{Data, DataRef, ExcelDateTime, Reader, SheetVisible, Xlsx};
use kernel::Date;

use crate::{
    book::{Merged, RawSheet},
    finding::{Code, Message},
    package::{Limits, broken},
    value::Cell,
};

/// Most sheets and merged regions that are looked at.
const MOST_SHEETS: usize = 200;
const MOST_MERGED: usize = 5_000;

/// All sheets of a workbook that [`inspect`](crate::package::inspect) let through.
///
/// The parser is other people's code on other people's bytes: should it fail in a way of its own, the file counts as
/// damaged.
pub(crate) fn open(bytes: &[u8], limits: &Limits) -> Result<Vec<RawSheet>, Message> {
    panic::catch_unwind(|| sheets(bytes, limits)).unwrap_or_else(|_| Err(broken("unexpected content")))
}

fn sheets(bytes: &[u8], limits: &Limits) -> Result<Vec<RawSheet>, Message> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error.to_string()))?;
    let listed: Vec<(String, bool)> = book
        .sheets_metadata()
        .iter()
        .take(MOST_SHEETS)
        .map(|sheet| (sheet.name.clone(), sheet.visible != SheetVisible::Visible))
        .collect();
    Ok(listed.into_iter().map(|(name, hidden)| sheet(&mut book, name, hidden, limits)).collect())
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: String, hidden: bool, limits: &Limits) -> RawSheet {
    let mut sheet = RawSheet { name, hidden, ..RawSheet::default() };
    if let Err(error) = fill(book, &mut sheet, limits)
        && !matches!(error, calamine::XlsxError::NotAWorksheet(_))
    {
        sheet.cut = Some(broken(&error.to_string()));
    }
    let merged = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
    sheet.merged = merged
        .into_iter()
        .take(MOST_MERGED)
        .map(|region| Merged {
            rows: (region.start.0, region.end.0),
            columns: (region.start.1, region.end.1),
        })
        .collect();
    sheet
}

fn fill(
    book: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &mut RawSheet,
    limits: &Limits,
) -> Result<(), calamine::XlsxError> {
    let mut cells = book.worksheet_cells_reader(&sheet.name)?;
    while let Some(record) = cells.next_cell_with_formula_metadata()? {
        let (row, column) = record.pos;
        let Some(cell) = cell(&record.value, record.formula.is_some()) else { continue };
        if column >= limits.columns {
            sheet.cut.get_or_insert_with(|| too_wide(limits.columns));
            continue;
        }
        if !sheet.cells.contains_key(&row) && sheet.cells.len() >= limits.rows {
            sheet.cut = Some(too_long(limits.rows));
            break;
        }
        sheet.put(row, column, cell);
    }
    Ok(())
}

pub(crate) fn too_long(most: usize) -> Message {
    Message::new(
        Code::SheetTooLong,
        format!("行が多すぎます。1シート {most} 行まで読みます。使わない行を取り除いてください。"),
        format!("There are too many rows; at most {most} are read. Remove those that are not needed."),
    )
}

pub(crate) fn too_wide(most: u32) -> Message {
    Message::new(
        Code::SheetTooLong,
        format!("列が多すぎます。1シート {most} 列まで読みます。右の列を取り除いてください。"),
        format!("There are too many columns; at most {most} are read. Remove those to the right."),
    )
}

fn cell(value: &DataRef<'_>, formula: bool) -> Option<Cell> {
    // A cell holds at most 32,767 characters in Excel; one repeated a million times must not fill the memory.
    let text = |text: &str| Cell::Text(text.chars().take(4_000).collect());
    Some(match value {
        DataRef::Empty if formula => Cell::Uncalculated,
        DataRef::Empty => return None,
        DataRef::String(string) => text(string),
        DataRef::SharedString(string) => text(string),
        DataRef::DateTimeIso(string) | DataRef::DurationIso(string) => text(string),
        DataRef::Int(number) => Cell::Number(number.to_string()),
        DataRef::Float(number) => Cell::Number(number.to_string()),
        DataRef::Bool(flag) => Cell::Flag(*flag),
        DataRef::DateTime(time) => day(time),
        DataRef::Error(error) => Cell::Error(Data::Error(error.clone()).to_string()),
    })
}

fn day(time: &ExcelDateTime) -> Cell {
    let (year, month, day, ..) = time.to_ymd_hms_milli();
    let day = Date::from_ymd(i32::from(year), u32::from(month), u32::from(day));
    match day {
        Some(day) if !time.is_duration() && time.as_f64() >= 1.0 => Cell::Day(day),
        _ => Cell::Number(time.as_f64().to_string()),
    }
}
