//! CSV in: one file for each sheet, named after it, in CP932 or UTF-8 as Excel and others save it.

use encoding_rs::{SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE};

use crate::{
    book::RawSheet,
    finding::{Code, Message},
    package::Limits,
    value::Cell,
    xlsx::{too_long, too_wide},
};

/// A file's text, whatever encoding it is in: by its mark, else UTF-8 if it is that without fault, else CP932.
pub(crate) fn decode(bytes: &[u8]) -> Result<String, Message> {
    let marked = [UTF_8, UTF_16LE, UTF_16BE]
        .into_iter()
        .find(|encoding| encoding_rs::Encoding::for_bom(bytes).is_some_and(|(found, _)| found == *encoding));
    for encoding in marked.map_or_else(|| vec![UTF_8, SHIFT_JIS], |encoding| vec![encoding]) {
        let (text, faults) = encoding.decode_with_bom_removal(bytes);
        if !faults {
            return Ok(text.into_owned());
        }
    }
    Err(Message::new(
        Code::FileEncoding,
        "文字コードが分かりません。「CSV UTF-8」か、Excel の「CSV」（Shift_JIS）で保存し直してください。",
        "The encoding is not known. Save it as “CSV UTF-8”, or as Excel's “CSV” (Shift_JIS).",
    ))
}

/// One file as a sheet, called like the file without folder and ending.
pub(crate) fn open(name: &str, bytes: &[u8], limits: &Limits) -> Result<RawSheet, Message> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let mut sheet = RawSheet { name: stem.to_owned(), ..RawSheet::default() };
    // One kind of line end, so that the reader counts lines as people do.
    let text = decode(bytes)?.replace("\r\n", "\n");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    for record in reader.records() {
        let record = record.map_err(|error| unreadable(&error))?;
        // The row as a spreadsheet would number it; blank lines are passed over by the reader, but keep their number.
        let line = record.position().map_or(1, csv::Position::line);
        let row = u32::try_from(line.saturating_sub(1)).unwrap_or(u32::MAX);
        if sheet.cells.len() >= limits.rows {
            sheet.cut = Some(too_long(limits.rows));
            break;
        }
        for (column, value) in (0..).zip(record.iter()) {
            if column >= limits.columns {
                sheet.cut.get_or_insert_with(|| too_wide(limits.columns));
                break;
            }
            sheet.put(row, column, Cell::Text(value.chars().take(4_000).collect()));
        }
    }
    Ok(sheet)
}

/// A comma, or a tab where a table was saved as text.
fn delimiter(text: &str) -> u8 {
    let start: Vec<&str> = text.lines().take(20).collect();
    let count = |c: char| start.iter().map(|line| line.matches(c).count()).sum::<usize>();
    if count('\t') > count(',') { b'\t' } else { b',' }
}

fn unreadable(error: &csv::Error) -> Message {
    Message::new(
        Code::FileBroken,
        format!("CSV として読めません（{error}）。引用符（\"）の対応を確かめてください。"),
        format!("It cannot be read as CSV ({error}). Check that quotation marks come in pairs."),
    )
}
