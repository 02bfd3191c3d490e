//! 名簿を読む: a file as a roster, with every problem at once.

use kernel::SearchKey;

use crate::{
    book::RawSheet,
    csv_book,
    finding::{CellFinding, Code, Message},
    guide,
    heading::table_named,
    nearest::nearest,
    package::{self, Limits, Package},
    roster::Roster,
    table::{SheetKey, SheetTable},
    tabular::Reader,
    write, xlsx,
};

/// How a file is read.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// What is read at most.
    pub limits: Limits,
}

/// A file as far as it could be read, and all that is wrong in it.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The roster. Where a cell could not be read, its field is empty. What was odd stands in its notes.
    pub roster: Roster,
    /// What is wrong; empty: the roster is complete.
    pub errors: Vec<CellFinding>,
}

/// Sheets without which there is nothing to plan.
const NEEDED: [SheetKey; 4] =
    [SheetKey::Settings, SheetKey::Physicians, SheetKey::Facilities, SheetKey::Posts];

/// Reads a workbook (.xlsx, .xlsm), or a ZIP archive of CSV files; every problem at once.
pub fn read(bytes: &[u8], options: &ReadOptions) -> Result<Roster, Vec<CellFinding>> {
    read_all(bytes, options).into_result()
}

/// Reads CSV files, each named after its sheet (`医師.csv`); every problem at once.
pub fn read_csv(files: &[(String, Vec<u8>)], options: &ReadOptions) -> Result<Roster, Vec<CellFinding>> {
    read_csv_all(files, options).into_result()
}

/// Reads a file as far as it goes, so that the problems of its cells and of what they say can be shown together.
pub fn read_all(bytes: &[u8], options: &ReadOptions) -> Reading {
    match package::inspect(bytes, &options.limits) {
        Ok(Package::CsvFiles(files)) => read_csv_all(&files, options),
        Ok(Package::Workbook { macros }) => match xlsx::open(bytes, &options.limits) {
            Ok(sheets) => {
                let mut reading = sheets_in(sheets);
                if macros {
                    reading.roster.notes.insert(0, CellFinding::of_file(ignored_macros()));
                }
                reading
            }
            Err(message) => Reading::failed(message),
        },
        Err(message) => Reading::failed(message),
    }
}

/// Reads CSV files as far as they go.
pub fn read_csv_all(files: &[(String, Vec<u8>)], options: &ReadOptions) -> Reading {
    let bytes: u64 = files.iter().map(|(_, content)| content.len() as u64).sum();
    if bytes > options.limits.unpacked_bytes {
        return Reading::failed(package::too_large(bytes, options.limits.unpacked_bytes));
    }
    let mut sheets = Vec::new();
    let mut errors = Vec::new();
    for (name, content) in files {
        match csv_book::open(name, content, &options.limits) {
            Ok(sheet) => sheets.push(sheet),
            Err(message) => errors.push(CellFinding::of_sheet(name, message)),
        }
    }
    let mut reading = sheets_in(sheets);
    errors.append(&mut reading.errors);
    Reading { errors, ..reading }
}

impl Reading {
    fn failed(message: Message) -> Self {
        Self { roster: Roster::default(), errors: vec![CellFinding::of_file(message)] }
    }

    /// The roster, if nothing is wrong.
    pub fn into_result(self) -> Result<Roster, Vec<CellFinding>> {
        if self.errors.is_empty() { Ok(self.roster) } else { Err(self.errors) }
    }
}

fn sheets_in(sheets: Vec<RawSheet>) -> Reading {
    let tables = Roster::tables();
    let mut reader = Reader::default();
    let mut found: Vec<(SheetKey, String)> = Vec::new();
    for mut sheet in sheets {
        let Some(table) = table_named(&sheet.name, &tables) else {
            if let Some(finding) = unknown_sheet(&sheet, &tables) {
                reader.notes.add(|| finding);
            }
            continue;
        };
        if let Some((_, other)) = found.iter().find(|(key, _)| *key == table.key) {
            reader.errors.add(|| CellFinding::of_sheet(&sheet.name, sheet_twice(table, other)));
            continue;
        }
        found.push((table.key, sheet.name.clone()));
        if let Some(message) = sheet.cut.take() {
            reader.errors.add(|| CellFinding::of_sheet(&sheet.name, message));
        }
        sheet.spread_merged();
        match table.key {
            SheetKey::Settings => reader.settings(&sheet, table),
            _ => reader.records(&sheet, table),
        }
    }
    for key in NEEDED.into_iter().filter(|key| !found.iter().any(|(other, _)| other == key)) {
        reader.errors.add(|| CellFinding::of_file(missing_sheet(Roster::table(key))));
    }
    let Reader { mut roster, errors, notes } = reader;
    roster.notes = notes.into_list();
    Reading { roster, errors: errors.into_list() }
}

fn unknown_sheet(sheet: &RawSheet, tables: &[&SheetTable]) -> Option<CellFinding> {
    let ours = guide::NAME.iter().chain(&write::CHOICES);
    let name = SearchKey::of(&sheet.name);
    if sheet.hidden || sheet.cells.is_empty() || ours.into_iter().any(|own| SearchKey::of(own).matches(&name))
    {
        return None;
    }
    let guess = nearest(&sheet.name, tables.iter().map(|table| table.name[0]));
    let (ja, en) = guess.map_or_else(Default::default, |guess| {
        (
            format!("「{guess}」のことなら、シート名を直してください。"),
            format!(" If “{guess}” is meant, rename it."),
        )
    });
    let message = Message::new(
        Code::SheetUnknown,
        format!("シート「{}」は使いません。{ja}", sheet.name),
        format!("The sheet “{}” is not used.{en}", sheet.name),
    );
    Some(CellFinding::of_sheet(&sheet.name, message))
}

fn sheet_twice(table: &SheetTable, other: &str) -> Message {
    Message::new(
        Code::SheetTwice,
        format!(
            "「{}」に当たるシートが二つあります（「{other}」とこのシート）。一つにまとめてください。",
            table.name[0]
        ),
        format!("Two sheets mean “{}”: “{other}” and this one. Put them together.", table.name[1]),
    )
}

fn missing_sheet(table: &SheetTable) -> Message {
    Message::new(
        Code::SheetMissing,
        format!("シート「{}」がありません。{}", table.name[0], table.about[0]),
        format!("The sheet “{}” ({}) is missing. {}", table.name[1], table.name[0], table.about[1]),
    )
}

fn ignored_macros() -> Message {
    Message::new(
        Code::FileMacros,
        "マクロが含まれています。マクロは実行せず、値だけを読みました。",
        "The file holds macros. They were not run; only values were read.",
    )
}
