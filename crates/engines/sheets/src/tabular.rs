//! One sheet in: its rows as records, with everything that is wrong or odd in them.

use kernel::SearchKey;

use crate::{
    book::RawSheet,
    finding::{CellFinding, Code, Findings, Message, address},
    heading::{self, Headings},
    nearest::nearest,
    roster::{Roster, SheetOrigin},
    table::{Column, SheetKey, SheetTable},
    value::{Cell, shown},
};

/// What reading came to: the roster as far as it could be read, and what was wrong and odd.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    pub roster: Roster,
    pub errors: Findings,
    pub notes: Findings,
}

type Cells = Vec<(&'static Column, u32, Cell)>;

impl Reader {
    /// Takes over a sheet of records.
    pub fn records(&mut self, sheet: &RawSheet, table: &'static SheetTable) {
        let Some(headings) = heading::find(sheet, table) else {
            if !sheet.cells.is_empty() {
                self.errors.add(|| CellFinding::of_sheet(&sheet.name, no_header(table)));
            }
            return;
        };
        let places = headings.columns.iter().map(|(place, column)| (column.key, *place)).collect();
        self.roster.origin.note(table.key, SheetOrigin { name: sheet.name.clone(), places, values: 0 });
        self.check_headings(sheet, table, &headings);
        for (row, cells) in sheet.cells.range(headings.row + 1..) {
            let mut mapped: Cells = Vec::new();
            for (place, column) in &headings.columns {
                if let Some(cell) = cells.get(place) {
                    mapped.push((column, *place, cell.clone()));
                }
            }
            if mapped.is_empty() {
                continue;
            }
            if let Some((place, message)) = left_out(&mapped, table, &headings) {
                let read = mapped
                    .iter()
                    .find(|(_, at, _)| *at == place)
                    .map_or_else(String::new, |(.., cell)| cell.text());
                self.note(sheet, (place, *row), &read, message);
                continue;
            }
            self.record(sheet, table, &headings, *row, mapped);
        }
    }

    fn record(&mut self, sheet: &RawSheet, table: &SheetTable, headings: &Headings, row: u32, mapped: Cells) {
        for (place, column) in &headings.columns {
            if column.required() && !mapped.iter().any(|(_, at, _)| at == place) {
                self.error(sheet, (*place, row), "", empty(column));
            }
        }
        self.take(sheet, table.key, row, mapped, |_, place| (place, row));
    }

    /// 設定: a sheet on its side, one setting a row.
    pub fn settings(&mut self, sheet: &RawSheet, table: &'static SheetTable) {
        let Some(labels) = heading::find_labels(sheet, table) else {
            self.errors.add(|| CellFinding::of_sheet(&sheet.name, no_header(table)));
            return;
        };
        let places = labels.rows.iter().map(|(row, column)| (column.key, *row + 1)).collect();
        let origin = SheetOrigin { name: sheet.name.clone(), places, values: labels.values };
        self.roster.origin.note(table.key, origin);
        for ((row, place), text) in &labels.unknown {
            self.note(sheet, (*place, *row), text, unknown_heading(text, table, &[]));
        }
        let mut mapped: Cells = Vec::new();
        for (row, column) in &labels.rows {
            match sheet.cell(*row, labels.values) {
                Some(cell) => mapped.push((column, *row, cell.clone())),
                None if column.required() => self.error(sheet, (labels.values, *row), "", empty(column)),
                None => {}
            }
        }
        for column in table.columns.iter().filter(|column| column.required()) {
            if !labels.rows.values().any(|found| found.key == column.key) {
                self.errors
                    .add(|| CellFinding::of_sheet(&sheet.name, missing_column(column, [].into_iter())));
            }
        }
        self.take(sheet, table.key, 0, mapped, |_, row| (labels.values, row));
    }

    /// Hands the cells of one record to the roster, and files what was wrong or odd in them.
    fn take(
        &mut self,
        sheet: &RawSheet,
        key: SheetKey,
        row: u32,
        mapped: Cells,
        at: impl Fn(&Column, u32) -> (u32, u32),
    ) {
        let mut good = Vec::new();
        for (column, place, cell) in &mapped {
            match refused(cell) {
                Some(message) => self.error(sheet, at(column, *place), &cell.text(), message),
                None => good.push((*column, cell.clone())),
            }
        }
        for (column, outcome) in self.roster.take(key, row + 1, &good) {
            let Some((_, place, cell)) = mapped.iter().find(|(other, ..)| other.key == column.key) else {
                continue;
            };
            match outcome {
                Ok(odd) => self.note(sheet, at(column, *place), &cell.text(), odd),
                Err(wrong) => self.error(sheet, at(column, *place), &cell.text(), wrong),
            }
        }
    }

    fn check_headings(&mut self, sheet: &RawSheet, table: &SheetTable, headings: &Headings) {
        let found: Vec<&str> = headings.columns.values().map(|column| column.key).collect();
        for column in table.columns.iter().filter(|column| column.required() && !found.contains(&column.key))
        {
            let message = missing_column(column, headings.unknown.values().map(String::as_str));
            let mut finding = CellFinding::of_sheet(&sheet.name, message);
            finding.cell = Some(address(0, headings.row + 1));
            self.errors.add(|| finding);
        }
        for (place, text) in &headings.unknown {
            self.note(sheet, (*place, headings.row), text, unknown_heading(text, table, &found));
        }
        for (place, column) in &headings.twice {
            let read = sheet.cell(headings.row, *place).map_or_else(String::new, Cell::text);
            self.note(sheet, (*place, headings.row), &read, twice(column));
        }
    }

    fn error(&mut self, sheet: &RawSheet, (column, row): (u32, u32), read: &str, message: Message) {
        self.errors.add(|| at_cell(sheet, (column, row), read, message));
    }

    fn note(&mut self, sheet: &RawSheet, (column, row): (u32, u32), read: &str, message: Message) {
        self.notes.add(|| at_cell(sheet, (column, row), read, message));
    }
}

fn at_cell(sheet: &RawSheet, (column, row): (u32, u32), read: &str, message: Message) -> CellFinding {
    CellFinding {
        code: message.code,
        sheet: Some(sheet.name.clone()),
        cell: Some(address(column, row + 1)),
        read: shown(read),
        message: message.text,
    }
}

/// Why a row is no record: a total, a remark below the table, the headings printed once more.
fn left_out(mapped: &Cells, table: &SheetTable, headings: &Headings) -> Option<(u32, Message)> {
    let (_, place, first) = mapped.first()?;
    let complete = table
        .columns
        .iter()
        .filter(|column| column.required())
        .all(|column| mapped.iter().any(|(other, ..)| other.key == column.key));
    let is = |cell: &Cell, words: &[&str]| {
        let key = SearchKey::of(&cell.text());
        words.iter().any(|word| SearchKey::of(word).matches(&key))
    };
    let totals = ["合計", "総合計", "小計", "計", "総計", "累計", "平均", "total", "subtotal", "sum"];
    if !complete && let Some((_, place, _)) = mapped.iter().find(|(.., cell)| is(cell, &totals)) {
        let message = Message::new(
            Code::RowSkipped,
            "合計の行として読み飛ばしました。",
            "This row was passed over as a total.",
        );
        return Some((*place, message));
    }
    let repeated = mapped.iter().all(|(column, _, cell)| is(cell, &column.heading) || is(cell, column.other));
    if repeated && mapped.len() * 2 >= headings.columns.len() {
        let message = Message::new(
            Code::RowSkipped,
            "見出しの繰り返しとして読み飛ばしました。",
            "This row was passed over: the headings once more.",
        );
        return Some((*place, message));
    }
    let text = first.text();
    let remark =
        ["※", "＊", "*", "注", "（注", "(注", "備考", "■", "・"].iter().any(|mark| text.starts_with(mark));
    if mapped.len() == 1 && remark && !complete {
        let message = Message::new(
            Code::RowSkipped,
            "注記の行として読み飛ばしました。",
            "This row was passed over as a remark.",
        );
        return Some((*place, message));
    }
    None
}

/// Why a cell cannot be taken whatever its column holds.
fn refused(cell: &Cell) -> Option<Message> {
    let ditto = ["〃", "″", "々", "\"", "''", "同上", "同左", "↓"];
    match cell {
        Cell::Error(error) => Some(Message::new(
            Code::CellFormulaError,
            format!("数式の結果が {error} です。数式を直すか、値を入力してください。"),
            format!("The formula gives {error}. Put the formula right or enter the value."),
        )),
        Cell::Uncalculated => Some(Message::new(
            Code::CellFormulaUncalculated,
            "数式の結果が保存されていません。Excel で開いて計算し、保存し直してください。",
            "The result of the formula was not saved. Open the file in Excel, let it calculate, and save it again.",
        )),
        Cell::Text(text) if ditto.contains(&text.trim()) => Some(Message::new(
            Code::CellDitto,
            "「〃」「同上」は読めません。並べ替えると意味が変わるためです。値を入力してください。",
            "“Ditto” is not read, for it would mean something else after sorting. Enter the value.",
        )),
        _ => None,
    }
}

pub(crate) fn empty(column: &Column) -> Message {
    Message::new(
        Code::CellEmpty,
        format!("「{}」が空です。{}", column.heading[0], column.note[0]),
        format!("“{}” is empty. {}", column.heading[1], column.note[1]),
    )
}

fn no_header(table: &SheetTable) -> Message {
    let list = |place: usize| {
        let required = table.columns.iter().filter(|column| column.required());
        required.map(|column| column.heading[place]).collect::<Vec<_>>()
    };
    Message::new(
        Code::SheetNoHeader,
        format!("見出しの行が見つかりません。「{}」の見出しを一行に並べてください。", list(0).join("」「")),
        format!("No row of headings was found. Put these headings in one row: {}.", list(1).join(", ")),
    )
}

fn missing_column<'a>(column: &Column, unknown: impl Iterator<Item = &'a str>) -> Message {
    let guess = nearest(column.heading[0], unknown);
    let (ja, en) = guess.map_or_else(Default::default, |guess| {
        (
            format!("「{guess}」がこれに当たるなら、見出しを直してください。"),
            format!(" If “{guess}” is meant, change its heading."),
        )
    });
    Message::new(
        Code::ColumnMissing,
        format!("必須の列「{}」がありません。{ja}", column.heading[0]),
        format!("The required column “{}” ({}) is missing.{en}", column.heading[1], column.heading[0]),
    )
}

fn unknown_heading(text: &str, table: &SheetTable, found: &[&str]) -> Message {
    let open = table.columns.iter().filter(|column| !found.contains(&column.key));
    let guess = nearest(text, open.map(|column| column.heading[0]));
    let (ja, en) = guess.map_or_else(Default::default, |guess| {
        (
            format!("「{guess}」のことなら、見出しを直してください。"),
            format!(" If “{guess}” is meant, change the heading."),
        )
    });
    Message::new(
        Code::ColumnUnknown,
        format!("見出し「{}」は使いません。{ja}", shown(text)),
        format!("The heading “{}” is not used.{en}", shown(text)),
    )
}

fn twice(column: &Column) -> Message {
    Message::new(
        Code::ColumnTwice,
        format!("「{}」に当たる列がほかにもあります。この列は使いません。", column.heading[0]),
        format!("Another column means “{}” as well; this one is not used.", column.heading[1]),
    )
}
