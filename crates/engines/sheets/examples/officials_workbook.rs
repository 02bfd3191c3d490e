//! Writes the workbook behind `fixtures/officials.xlsx`: a roster as an office might keep it, with the habits that a
//! reader must bear. Its formulas have no results yet; LibreOffice gives them when it saves the file (see
//! `fixtures/README.md`).

use std::error::Error;

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Formula, Workbook, Worksheet};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("name the file to write")?;
    let mut book = Workbook::new();
    settings(book.add_worksheet().set_name("設定")?)?;
    physicians(book.add_worksheet().set_name("①医師名簿（県内）")?)?;
    engagements(book.add_worksheet().set_name("２．勤務歴")?)?;
    facilities(book.add_worksheet().set_name("医療機関一覧")?)?;
    posts(book.add_worksheet().set_name("ポスト ")?)?;
    let memo = book.add_worksheet().set_name("メモ")?;
    memo.write_string(0, 0, "係内の覚え書き")?;
    book.save(path)?;
    Ok(())
}

type Done = Result<(), Box<dyn Error>>;

/// A cell that begins with `=` is a formula.
fn rows(sheet: &mut Worksheet, first: u32, rows: &[&[&str]]) -> Done {
    for (row, cells) in (first..).zip(rows) {
        for (column, text) in (0_u16..).zip(*cells) {
            if let Some(formula) = text.strip_prefix('=') {
                sheet.write_formula(row, column, Formula::new(formula))?;
            } else if let Ok(number) = text.parse::<u32>() {
                sheet.write_number(row, column, number)?;
            } else if !text.is_empty() {
                sheet.write_string(row, column, *text)?;
            }
        }
    }
    Ok(())
}

fn settings(sheet: &mut Worksheet) -> Done {
    rows(
        sheet,
        0,
        &[
            &["", "項　目", "設定値"],
            &["", "計画名", "例示県　令和9年度配置計画"],
            &["", "基準日", "令和８年１２月１日"],
            &["", "計画開始", "令和9年4月"],
            &["", "施設まで決める期間の数", "２"],
            &["", "圏域まで決める期間の数", "０"],
        ],
    )
}

/// A title over merged cells, a heading with a line break, half-width kana, a number made by a formula, a formula that
/// gives nothing, one that fails, a total.
fn physicians(sheet: &mut Worksheet) -> Done {
    sheet.merge_range(
        0,
        0,
        0,
        7,
        "地域枠医師名簿（令和8年度）",
        &Format::new().set_align(FormatAlign::Center),
    )?;
    sheet.write_string(1, 7, "令和8年12月1日現在")?;
    rows(
        sheet,
        3,
        &[
            &["№", "氏　名", "ﾌﾘｶﾞﾅ", "入学\n年度", "卒業", "診療科", "医師番号", "備　考"],
            &[
                "1",
                "架空　花子",
                "ｶｸｳ ﾊﾅｺ",
                "Ｈ２６",
                "",
                "内科",
                "=\"D\"&TEXT(A5,\"000\")",
                "=IF(A5=2,\"留学\",\"\")",
            ],
            &[
                "2",
                "例示　次郎",
                "ﾚｲｼﾞ ｼﾞﾛｳ",
                "平成27年度",
                "",
                "=VLOOKUP(9,A5:F6,6,FALSE)",
                "=\"D\"&TEXT(A6,\"000\")",
                "=IF(A6=2,\"留学\",\"\")",
            ],
            &["", "合　計", "=COUNTA(B5:B6)&\"名\""],
        ],
    )?;
    let wareki = Format::new().set_num_format("[$-411]ggge\"年\"m\"月\"d\"日\"");
    sheet.write_datetime_with_format(4, 4, &ExcelDateTime::from_ymd(2020, 3, 15)?, &wareki)?;
    sheet.write_datetime_with_format(5, 4, &ExcelDateTime::from_ymd(2021, 3, 15)?, &wareki)?;
    Ok(())
}

/// Headings in two rows, a name merged down over its rows, a serial number without a date format, ditto marks.
fn engagements(sheet: &mut Worksheet) -> Done {
    let plain = Format::new();
    for (column, heading) in [(0, "氏名"), (1, "病院名"), (2, "科名"), (5, "割合（勤務割合）")]
    {
        sheet.merge_range(0, column, 1, column, heading, &plain)?;
    }
    sheet.write_string(0, 5, "勤務割合\n（％）")?;
    sheet.merge_range(0, 3, 0, 4, "期間", &plain)?;
    rows(
        sheet,
        1,
        &[
            &["", "", "", "自", "至"],
            &["", "例示中央病院", "内科", "R2.4.1", "R4.3.31", "100"],
            &["", "例示北病院", "〃", "44652", "", "=3/5"],
            &["※ 非常勤を除く"],
        ],
    )?;
    sheet.merge_range(2, 0, 3, 0, "架空　花子", &plain)?;
    sheet.set_cell_format(3, 5, &Format::new().set_num_format("0%"))?;
    Ok(())
}

fn facilities(sheet: &mut Worksheet) -> Done {
    rows(
        sheet,
        0,
        &[
            &["番号", "施設ID", "病院名", "二次医療圏"],
            &["1", "F1", "例示中央病院", "中部"],
            &["2", "F2", "例示北病院", "北部"],
        ],
    )
}

fn posts(sheet: &mut Worksheet) -> Done {
    rows(sheet, 0, &[&["病院", "領域", "定員", "要望数"], &["例示中央病院", "内科", "３名", "2"]])
}
