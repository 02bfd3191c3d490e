//! データ: the machine-readable sheets. One heading row, one datum a cell, nothing merged, no marks in numbers.

use problem::{NeedLevel, NeedPlace};
use rust_xlsxwriter::{RowNum, XlsxError};

use super::{
    coverage::area_of,
    data_rows::{DataRow, Datum, data_rows, headings},
    labels::pick,
    look::GREY,
    pen::{Paper, Pen, column},
    reading::Reading,
    width::columns,
};

/// The postings.
pub(crate) fn write_postings(reading: &Reading<'_>, pen: &mut Pen<'_>) -> Result<(), XlsxError> {
    let name = postings_name(reading);
    table(reading, pen, name, &headings(reading), &data_rows(reading))
}

/// The needs, in every period in which they hold.
pub(crate) fn write_needs(reading: &Reading<'_>, pen: &mut Pen<'_>) -> Result<(), XlsxError> {
    let name = needs_name(reading);
    let heads: Vec<String> = NEEDS.iter().map(|(ja, en)| pick(reading.lang, *ja, *en).to_owned()).collect();
    table(reading, pen, name, &heads, &need_rows(reading))
}

/// The sheet's name.
pub(crate) fn postings_name(reading: &Reading<'_>) -> &'static str {
    pick(reading.lang, "データ", "Data")
}

/// The sheet's name.
pub(crate) fn needs_name(reading: &Reading<'_>) -> &'static str {
    pick(reading.lang, "データ_必要数", "Data_needs")
}

const NEEDS: [(&str, &str); 13] = [
    ("必要数コード", "need"),
    ("段階", "level"),
    ("期間番号", "period"),
    ("開始日", "first_day"),
    ("終了日", "last_day"),
    ("圏域コード", "area"),
    ("医療機関コード", "workplace"),
    ("医療機関名", "workplace_name"),
    ("診療科", "department"),
    ("必要人数", "heads"),
    ("配置換算百分率", "staffed_percent"),
    ("不足換算百分率", "short_percent"),
    ("一人一年の価格", "price_a_head_a_year"),
];

fn need_rows(reading: &Reading<'_>) -> Vec<DataRow> {
    let problem = reading.view.problem;
    let text = |text: &str| Datum::Text(text.to_owned());
    let rows = reading.coverage.lines.iter().map(|line| {
        let span = reading.periods()[line.period].span;
        let workplace = if let NeedPlace::Workplace(place) = &line.need.at { Some(place) } else { None };
        vec![
            text(line.need.id.as_str()),
            text(level(line.need.level)),
            Datum::Number(i64::try_from(line.period + 1).unwrap_or(0)),
            Datum::Day(span.from.first_day()),
            span.period().last_day().map_or(Datum::Empty, Datum::Day),
            area_of(problem, &line.need.at).map_or(Datum::Empty, |area| text(area.as_str())),
            workplace.map_or(Datum::Empty, |place| text(place.as_str())),
            workplace.map_or(Datum::Empty, |place| text(&reading.place_name(place))),
            line.need.department.as_ref().map_or(Datum::Empty, |department| text(department.as_str())),
            Datum::Number(line.need.heads.into()),
            Datum::Number(line.staffed.into()),
            Datum::Number(line.short.into()),
            Datum::Number(line.need.price),
        ]
    });
    rows.collect()
}

fn level(level: NeedLevel) -> &'static str {
    match level {
        NeedLevel::Minimum => "minimum",
        NeedLevel::Critical => "critical",
        NeedLevel::Wanted => "wanted",
        NeedLevel::Fairness => "fairness",
    }
}

fn table(
    reading: &Reading<'_>,
    pen: &mut Pen<'_>,
    name: &str,
    heads: &[String],
    rows: &[DataRow],
) -> Result<(), XlsxError> {
    pen.sheet.set_name(name)?.set_tab_color(GREY);
    let (head, plain) = (pen.look.head().unset_text_wrap(), pen.look.plain());
    let (whole, day) = (plain.clone().set_num_format("0"), plain.clone().set_num_format("yyyy-mm-dd"));
    pen.widths(&widths(heads, rows))?;
    for (col, text) in heads.iter().enumerate() {
        pen.text(0, column(col), text, &head)?;
    }
    for (place, row) in rows.iter().enumerate() {
        let at = place as RowNum + 1;
        for (col, datum) in row.iter().enumerate() {
            match datum {
                Datum::Empty => {}
                Datum::Text(text) => pen.text(at, column(col), text, &plain)?,
                Datum::Number(number) => pen.number(at, column(col), (*number).into(), &whole)?,
                Datum::Day(date) => pen.date(at, column(col), *date, &day)?,
            }
        }
    }
    let last = rows.len().max(1) as RowNum;
    pen.sheet.autofilter(0, 0, last, column(heads.len() - 1))?;
    pen.sheet.set_freeze_panes(1, 2)?;
    pen.page(reading, Paper::A3Wide, name, Some((0, 0)))?;
    // For machines: whoever prints the whole workbook gets the headings and not fifty pages of codes.
    pen.sheet.set_print_area(0, 0, 0, column(heads.len() - 1))?;
    Ok(())
}

/// As wide as the longest of the first rows, within reason.
fn widths(heads: &[String], rows: &[DataRow]) -> Vec<usize> {
    let of = |col: usize| {
        let longest = rows.iter().take(400).filter_map(|row| match row.get(col) {
            Some(Datum::Text(text)) => Some(columns(text)),
            Some(Datum::Day(_)) => Some(10),
            _ => None,
        });
        longest.chain([columns(&heads[col]) + 3]).max().unwrap_or(8)
    };
    (0..heads.len()).map(|col| (of(col) + 2).clamp(8, 40)).collect()
}
