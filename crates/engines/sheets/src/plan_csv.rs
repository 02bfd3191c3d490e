//! 配置案のCSV: the rows of the machine-readable sheet, for Excel in UTF-8 with BOM or in CP932.
//!
//! CP932 has no place for some names (𠮷, 鷗 of some origins, ～ of others). Such a file is never written with
//! replacements: every character that would not survive is listed, and the caller can take UTF-8.

use std::collections::BTreeMap;

use csv::{QuoteStyle, Terminator, WriterBuilder};
use encoding_rs::SHIFT_JIS;
use kernel::{Bilingual, Lang};

use crate::plan_workbook::{DataRow, Datum, PlanOutError, PlanView, Reading, data_rows, headings};

/// How a CSV is encoded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CsvEncoding {
    /// UTF-8 with the mark that lets Excel know.
    #[default]
    Utf8,
    /// CP932 (Windows-31J), for older programs.
    Cp932,
}

/// A character that the encoding has no place for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmappable {
    /// The character.
    pub character: char,
    /// In how many cells it stands.
    pub cells: usize,
    /// The first such cell: row, from 1, the heading being row 1.
    pub row: usize,
    /// Its column's heading.
    pub column: String,
    /// Its text.
    pub text: String,
}

/// The plan as CSV: comma, CRLF, one heading row, western dates.
pub fn plan_csv(view: &PlanView<'_>, lang: Lang, encoding: CsvEncoding) -> Result<Vec<u8>, PlanOutError> {
    let reading = Reading::of(view, lang)?;
    let heads = headings(&reading);
    let rows: Vec<Vec<String>> = data_rows(&reading).into_iter().map(cells).collect();
    if encoding == CsvEncoding::Cp932 {
        let lost = unmappable(&heads, &rows);
        if !lost.is_empty() {
            return Err(PlanOutError::Unmappable(lost));
        }
    }
    let mut writer = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::Necessary)
        .from_writer(Vec::new());
    writer.write_record(&heads)?;
    for row in &rows {
        writer.write_record(row)?;
    }
    let bytes = writer.into_inner().map_err(|error| PlanOutError::Table(error.into_error().into()))?;
    Ok(match encoding {
        CsvEncoding::Utf8 => [&b"\xEF\xBB\xBF"[..], &bytes].concat(),
        CsvEncoding::Cp932 => SHIFT_JIS.encode(&String::from_utf8_lossy(&bytes)).0.into_owned(),
    })
}

/// A row as texts. Text that a spreadsheet would take for a formula gets an apostrophe in front; numbers stay numbers.
fn cells(row: DataRow) -> Vec<String> {
    let cell = |datum| match datum {
        Datum::Empty => String::new(),
        Datum::Number(number) => number.to_string(),
        Datum::Day(day) => day.to_string(),
        Datum::Text(text) => harmless(text),
    };
    row.into_iter().map(cell).collect()
}

fn harmless(text: String) -> String {
    let starts = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if text.starts_with(starts) { format!("'{text}") } else { text }
}

/// Characters that do not come back from CP932 as they were, each with the first cell it stands in.
fn unmappable(heads: &[String], rows: &[Vec<String>]) -> Vec<Unmappable> {
    let mut lost: BTreeMap<char, Unmappable> = BTreeMap::new();
    let all = std::iter::once(heads).chain(rows.iter().map(Vec::as_slice));
    for (row, cells) in all.enumerate() {
        for (col, text) in cells.iter().enumerate() {
            let mut seen: Vec<char> = text.chars().filter(|character| !survives(*character)).collect();
            seen.sort_unstable();
            seen.dedup();
            for character in seen {
                let column = heads.get(col).cloned().unwrap_or_default();
                let first = Unmappable { character, cells: 0, row: row + 1, column, text: text.clone() };
                lost.entry(character).or_insert(first).cells += 1;
            }
        }
    }
    lost.into_values().collect()
}

/// Whether a character comes back as itself: 〜, − and ¥ are encoded, but read back as others.
fn survives(character: char) -> bool {
    if character.is_ascii() {
        return true;
    }
    let text = character.to_string();
    let (bytes, _, had_unmappables) = SHIFT_JIS.encode(&text);
    !had_unmappables && SHIFT_JIS.decode_without_bom_handling(&bytes).0 == text
}

/// What is lost and what to do, in both languages.
pub(crate) fn unmappable_sentence(characters: &[Unmappable]) -> Bilingual {
    const SHOWN: usize = 20;
    let list = |each: &dyn Fn(&Unmappable) -> String, gap: &str| {
        characters.iter().take(SHOWN).map(each).collect::<Vec<_>>().join(gap)
    };
    let more = characters.len().saturating_sub(SHOWN);
    let ja = |lost: &Unmappable| {
        format!(
            "「{}」（U+{:04X}、{}行目の{}「{}」など{}か所）",
            lost.character,
            u32::from(lost.character),
            lost.row,
            lost.column,
            lost.text,
            lost.cells
        )
    };
    let en = |lost: &Unmappable| {
        format!(
            "{} (U+{:04X}, row {}, {} “{}”, {} cells)",
            lost.character,
            u32::from(lost.character),
            lost.row,
            lost.column,
            lost.text,
            lost.cells
        )
    };
    let (more_ja, more_en) = if more == 0 {
        (String::new(), String::new())
    } else {
        (format!("ほか{more}字"), format!("; {more} more"))
    };
    Bilingual::new(
        format!(
            "CP932で表せない文字が{}字あるため、書き出していません。{}{more_ja}。UTF-8を選べばそのまま書き出せます。",
            characters.len(),
            list(&ja, "、")
        ),
        format!(
            "Nothing was written: CP932 cannot hold {} characters: {}{more_en}. UTF-8 keeps them all.",
            characters.len(),
            list(&en, "; ")
        ),
    )
}
