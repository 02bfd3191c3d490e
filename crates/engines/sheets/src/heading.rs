//! 見出し: which sheet, which row of headings and which columns a file means.
//!
//! Headings are found in any order, below title rows, in two rows under a merged one, with line breaks, full width, and
//! marks such as （必須） or ＊.

use std::collections::BTreeMap;

use kernel::SearchKey;

use crate::{
    book::RawSheet,
    table::{Column, SheetTable},
};

/// How many rows at the top are searched for the headings.
const SEARCHED_ROWS: usize = 40;

/// The headings that were found.
pub(crate) struct Headings {
    /// The row they stand in, from 0.
    pub row: u32,
    /// Which column (from 0) holds what.
    pub columns: BTreeMap<u32, &'static Column>,
    /// Headings that say nothing to us.
    pub unknown: BTreeMap<u32, String>,
    /// Columns whose heading means the same as that of another, better one.
    pub twice: Vec<(u32, &'static Column)>,
}

/// The table a sheet's name means.
pub(crate) fn table_named<'a>(name: &str, tables: &[&'a SheetTable]) -> Option<&'a SheetTable> {
    let whole = SearchKey::of(name);
    let numbered = SearchKey::of(bare_name(name));
    let bracketed = SearchKey::of(bare_name(&bare(name)));
    [&whole, &numbered, &bracketed].into_iter().find_map(|wanted| {
        tables
            .iter()
            .find(|table| {
                table.name.iter().chain(table.other).any(|name| SearchKey::of(name).matches(wanted))
            })
            .copied()
    })
}

/// Without number and marks: 「01_医師」「【医師】」「２．医師一覧シート」. What else is in brackets is left out by the caller.
fn bare_name(name: &str) -> &str {
    let name = name.trim().trim_start_matches(|c: char| {
        c.is_numeric()
            || matches!(c, '_' | '.' | '．' | '-' | '－' | ' ' | '　' | '、' | ')' | '）' | '【' | '■' | '●')
    });
    let name = name.trim_end_matches(['】', '　', ' ']);
    name.strip_suffix("シート").or_else(|| name.strip_suffix("一覧")).unwrap_or(name)
}

/// How well a heading fits: its own words fit better than other words for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Other,
    Own,
}

/// The words of a sheet's headings, folded, with the column each means.
struct Words(BTreeMap<String, (Fit, &'static Column)>);

impl Words {
    fn of(table: &'static SheetTable) -> Self {
        let mut words = BTreeMap::new();
        let folded = |word: &str| SearchKey::of(word).folded().to_owned();
        for column in table.columns {
            for word in column.heading {
                words.insert(folded(word), (Fit::Own, column));
                words.entry(folded(&bare(word))).or_insert((Fit::Own, column));
            }
        }
        for column in table.columns {
            for word in column.other {
                words.entry(folded(word)).or_insert((Fit::Other, column));
            }
        }
        Self(words)
    }

    /// The column that a heading means.
    fn column(&self, heading: &str) -> Option<(Fit, &'static Column)> {
        let find = |text: &str| self.0.get(SearchKey::of(text).folded()).copied();
        find(heading).or_else(|| find(&bare(heading)))
    }
}

/// Without what is in brackets and without marks: 「氏名（必須）」「＊氏名」「※氏名」.
fn bare(heading: &str) -> String {
    let mut depth = 0_u32;
    let mut bare = String::new();
    for c in heading.chars() {
        match c {
            '(' | '（' | '[' | '［' | '【' | '〔' => depth += 1,
            ')' | '）' | ']' | '］' | '】' | '〕' => depth = depth.saturating_sub(1),
            '*' | '＊' | '※' | '★' | '◎' | '●' | '■' | '▼' | '▲' => {}
            c if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    bare
}

/// The best row of headings among the first rows; none if no row has two of them (one, in a sheet with fewer needed).
pub(crate) fn find(sheet: &RawSheet, table: &'static SheetTable) -> Option<Headings> {
    let enough = table.columns.iter().filter(|column| column.required()).count().clamp(1, 2);
    let rows = sheet.cells.keys().take(SEARCHED_ROWS).copied();
    let words = Words::of(table);
    let mut best: Option<Headings> = None;
    for row in rows {
        let found = headings_in(sheet, &words, row);
        let better = best.as_ref().is_none_or(|best| found.columns.len() > best.columns.len());
        if found.columns.len() >= enough && better {
            best = Some(found);
        }
    }
    best
}

fn headings_in(sheet: &RawSheet, words: &Words, row: u32) -> Headings {
    let mut found: BTreeMap<&'static str, (Fit, u32)> = BTreeMap::new();
    let mut headings =
        Headings { row, columns: BTreeMap::new(), unknown: BTreeMap::new(), twice: Vec::new() };
    for (place, text) in texts(sheet, row) {
        let Some((fit, column)) = text.iter().find_map(|text| words.column(text)) else {
            if let Some(own) = sheet.cell(row, place) {
                headings.unknown.insert(place, own.text());
            }
            continue;
        };
        match found.get(column.key).copied() {
            Some((earlier, _)) if earlier >= fit => headings.twice.push((place, column)),
            earlier => {
                if let Some((_, other)) = earlier {
                    headings.columns.remove(&other);
                    headings.twice.push((other, column));
                }
                found.insert(column.key, (fit, place));
                headings.columns.insert(place, column);
            }
        }
    }
    headings
}

/// Each column of the row with what its heading may read as: its own text, that under the merged heading above it
/// (貸与 over 開始月: 貸与開始月), and the one above alone where it is merged down.
fn texts(sheet: &RawSheet, row: u32) -> Vec<(u32, Vec<String>)> {
    let above = row.checked_sub(1);
    let mut columns: Vec<u32> = sheet.cells.get(&row).into_iter().flat_map(BTreeMap::keys).copied().collect();
    for region in &sheet.merged {
        let downward = region.rows.0 < region.rows.1 && (region.rows.0..=region.rows.1).contains(&row);
        if downward && !columns.contains(&region.columns.0) {
            columns.push(region.columns.0);
        }
    }
    columns.sort_unstable();
    let read = |column: u32| {
        let own = sheet.merged_text(row, column);
        let over = above.and_then(|above| sheet.merged_text(above, column));
        let mut texts = Vec::new();
        if let (Some(own), Some(over)) = (&own, &over) {
            texts.push(format!("{over}{own}"));
        }
        texts.extend(own);
        (column, texts)
    };
    columns.into_iter().map(read).collect()
}

/// Where each setting stands, in a sheet that lies on its side: its row by key, and the column of the values.
pub(crate) struct Labels {
    /// Rows, from 0.
    pub rows: BTreeMap<u32, &'static Column>,
    /// The column of the values, from 0.
    pub values: u32,
    /// Labels that say nothing to us, by row and column.
    pub unknown: BTreeMap<(u32, u32), String>,
}

/// Finds the labels: the column that holds most of them, and the values in the column headed 値 or the one beside.
pub(crate) fn find_labels(sheet: &RawSheet, table: &'static SheetTable) -> Option<Labels> {
    let words = Words::of(table);
    let mut by_column: BTreeMap<u32, BTreeMap<u32, &'static Column>> = BTreeMap::new();
    for (row, cells) in &sheet.cells {
        for (place, cell) in cells.range(..10) {
            if let Some((_, column)) = words.column(&cell.text()) {
                by_column.entry(*place).or_default().insert(*row, column);
            }
        }
    }
    let (labels, rows) = by_column.into_iter().max_by_key(|(_, rows)| rows.len())?;
    let headed =
        sheet.cells.values().flat_map(|cells| cells.range(labels + 1..labels + 10)).find(|(_, cell)| {
            ["値", "設定値", "内容", "入力欄", "Value"]
                .iter()
                .any(|word| SearchKey::of(word).matches(&SearchKey::of(&cell.text())))
        });
    let values = headed.map_or(labels + 1, |(place, _)| *place);
    let first = rows.keys().next().copied().unwrap_or(0);
    let unknown =
        sheet.cells.range(first..).filter(|(row, _)| !rows.contains_key(row)).filter_map(|(row, cells)| {
            cells.get(&values)?;
            cells.get(&labels).map(|cell| ((*row, labels), cell.text()))
        });
    Some(Labels { values, unknown: unknown.collect(), rows })
}
