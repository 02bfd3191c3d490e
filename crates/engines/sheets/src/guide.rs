//! はじめに: the first sheet of the workbook, which tells an official how to fill it in.

use kernel::Lang;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, FormatUnderline, Url, Worksheet, XlsxError};

use crate::{roster::Roster, table::one, write::display_width};

/// Its name.
pub(crate) const NAME: [&str; 2] = ["はじめに", "Read me"];

const STEPS: [[&str; 2]; 8] = [
    [
        "1. 下の表の順にシートを埋めます。使わないシートは空のままでかまいません。",
        "1. Fill in the sheets in the order below; leave those you do not use empty.",
    ],
    [
        "2. 見出しの色が濃い列は必須、薄い列は任意です。見出しに書き方の説明（メモ）があります。",
        "2. A dark heading must be filled in, a light one may be. Each heading carries a note.",
    ],
    [
        "3. いまの名簿から貼り付けてかまいません。列の順序、見出しの上の題名行、全角の数字、合計行はそのままで読めます。",
        "3. You may paste from your own lists: order of columns, title rows, full-width digits and totals do not matter.",
    ],
    [
        "4. 日付は 2027/4/1、R9.4.1、令和9年4月1日 のどれでも読みます。「6.4.1」のように年が決まらないものは読みません。",
        "4. Days may be written 2027/4/1, R9.4.1 or 令和9年4月1日; “6.4.1”, which has no era, is refused.",
    ],
    ["5. 「（まで）」の日付と月は、その日・その月を含みます。", "5. Last days and months are included."],
    ["6. 「〃」や「同上」は使わず、値を入力してください。", "6. Do not write 〃; write the value."],
    [
        "7. 点数は、年ごとに何がどれだけ惜しいかの交換比率です。空欄なら標準の値を使います。",
        "7. Prices say what is worth how much a year; an empty one takes the standard.",
    ],
    [
        "8. `tsunagu check` が、直すところをセルの番地とともに一度にすべて示します。",
        "8. `tsunagu check` shows everything to put right at once, by cell.",
    ],
];

pub(crate) fn write(sheet: &mut Worksheet, roster: &Roster, lang: Lang) -> Result<(), XlsxError> {
    sheet.set_name(one(NAME, lang))?;
    let title = Format::new().set_bold().set_font_size(18);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let cell = wrapped.clone().set_border(FormatBorder::Thin);
    let heading =
        cell.clone().set_bold().set_background_color(Color::RGB(0x1F_4E_79)).set_font_color(Color::White);
    let mut row = 0;
    let own = roster.settings.title.as_str();
    let name = if own.is_empty() {
        one(["配置計画の名簿", "Roster for a placement plan"], lang)
    } else {
        own
    };
    sheet.write_string_with_format(row, 0, name, &title)?;
    row += 1;
    if roster.settings.fictitious {
        let warning = Format::new().set_bold().set_font_color(Color::RGB(0xB0_00_20));
        let text =
            one(["この名簿の人物はすべて架空です。", "All people in this workbook are fictitious."], lang);
        sheet.write_string_with_format(row, 0, text, &warning)?;
    }
    row += 1;
    for step in STEPS {
        sheet.merge_range(row, 0, row, 2, one(step, lang), &wrapped)?;
        sheet.set_row_height(row, height(&[(one(step, lang), 130)]))?;
        row += 1;
    }
    row += 1;
    for (place, text) in (0_u16..).zip([
        ["シート", "Sheet"],
        ["一行が表すもの", "What a row is"],
        ["必須の列", "Required columns"],
    ]) {
        sheet.write_string_with_format(row, place, one(text, lang), &heading)?;
    }
    let linked = cell.clone().set_font_color(Color::RGB(0x05_63_C1)).set_underline(FormatUnderline::Single);
    for table in Roster::tables() {
        row += 1;
        let required: Vec<&str> = table
            .columns
            .iter()
            .filter(|column| column.required())
            .map(|column| column.heading_in(lang))
            .collect();
        let required = required.join(one(["、", ", "], lang));
        let (name, about) = (table.name_in(lang), one(table.about, lang));
        let link = Url::new(format!("internal:'{name}'!A1"));
        sheet.write_url_with_options(row, 0, link, name, "", Some(&linked))?;
        sheet.write_string_with_format(row, 1, about, &cell)?;
        sheet.write_string_with_format(row, 2, &required, &cell)?;
        sheet.set_row_height(row, height(&[(about, 74), (&required, 50)]))?;
    }
    for (place, width) in (0_u16..).zip([22, 64, 44]) {
        sheet.set_column_width(place, width)?;
    }
    let a4 = 9;
    sheet.set_paper_size(a4).set_print_fit_to_pages(1, 1);
    Ok(())
}

/// Height of a row in points for texts that wrap in cells of so many characters.
fn height(texts: &[(&str, u32)]) -> u32 {
    let lines = texts.iter().map(|(text, width)| display_width(text).div_ceil(*width)).max();
    lines.unwrap_or(1).max(1) * 16 + 4
}
