//! Wrong and hostile files get a clear report: no panic, no memory without end.

use std::io::{Cursor, Write};

use kernel::Lang;
use proptest::prelude::*;
use sheets::{Code, Limits, ReadOptions, read, read_all};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::example::{office, workbook};

fn code(bytes: &[u8]) -> Code {
    code_within(bytes, Limits::default())
}

fn code_within(bytes: &[u8], limits: Limits) -> Code {
    read(bytes, &ReadOptions { limits }).unwrap_err()[0].code
}

fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn files_of_another_kind_are_named() {
    assert_eq!(code(b""), Code::FileKind);
    assert_eq!(code(b"%PDF-1.7"), Code::FileKind);
    assert_eq!(code(&[0xD0, 0xCF, 0x11, 0xE0, 0, 0]), Code::FileKind);
    assert_eq!(
        code(&archive(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")])),
        Code::FileKind
    );
    assert_eq!(code(&archive(&[("[Content_Types].xml", b""), ("word/document.xml", b"")])), Code::FileKind);
    assert_eq!(code(&archive(&[("[Content_Types].xml", b""), ("xl/workbook.bin", b"")])), Code::FileKind);
    assert_eq!(code(&archive(&[("photo.jpg", b"")])), Code::FileKind);
    assert_eq!(code(b"PK\x03\x04 and nothing more"), Code::FileBroken);
    assert_eq!(
        code(&archive(&[("[Content_Types].xml", b"<"), ("xl/workbook.xml", b"<workbook")])),
        Code::FileBroken
    );
}

#[test]
fn an_encrypted_workbook_asks_for_one_without_password() {
    let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(code(&bytes), Code::FileEncrypted);
}

#[test]
fn a_file_of_200_megabytes_is_not_opened() {
    let mut bytes = archive(&[]);
    bytes.resize(200_000_000, 0);
    assert_eq!(code(&bytes), Code::FileTooLarge);
}

#[test]
fn what_unpacks_to_too_much_is_not_opened() {
    let zeros = vec![b' '; 4_000_000];
    let bomb = archive(&[
        ("[Content_Types].xml", b""),
        ("xl/workbook.xml", b""),
        ("xl/worksheets/sheet1.xml", &zeros),
    ]);
    assert!(bomb.len() < 20_000);
    let limits = Limits { unpacked_bytes: 1_000_000, ..Limits::default() };
    assert_eq!(code_within(&bomb, limits), Code::FileTooLarge);
}

#[test]
fn an_entry_that_claims_to_be_small_is_counted_as_it_unpacks() {
    let zeros = vec![b' '; 4_000_000];
    let mut bomb = archive(&[("[Content_Types].xml", b""), ("xl/workbook.xml", &zeros)]);
    // Both places that state the unpacked size now say 10 bytes.
    let size = 4_000_000_u32.to_le_bytes();
    let places: Vec<usize> =
        bomb.windows(4).enumerate().filter(|(_, four)| *four == size).map(|(at, _)| at).collect();
    assert_eq!(places.len(), 2);
    for place in places {
        bomb[place..place + 4].copy_from_slice(&10_u32.to_le_bytes());
    }
    let limits = Limits { unpacked_bytes: 1_000_000, ..Limits::default() };
    assert!(matches!(code_within(&bomb, limits), Code::FileTooLarge | Code::FileBroken));
}

#[test]
fn thousands_of_entries_are_not_opened() {
    let names: Vec<String> = (0..30).map(|number| format!("{number}.csv")).collect();
    let entries: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    assert_eq!(
        code_within(&archive(&entries), Limits { entries: 20, ..Limits::default() }),
        Code::FileTooLarge
    );
}

#[test]
fn more_rows_than_are_read_is_a_finding_on_the_sheet() {
    let row: &[&str] = &["D1", "架空", "内科"];
    let mut rows: Vec<&[&str]> = vec![&["ID", "氏名", "基本領域"]];
    rows.extend(std::iter::repeat_n(row, 2_000));
    let bytes = workbook(&[("医師", &rows)]);
    let reading = read_all(&bytes, &ReadOptions { limits: Limits { rows: 1_000, ..Limits::default() } });
    assert_eq!(reading.errors[0].code, Code::SheetTooLong);
    assert_eq!(reading.roster.physicians.len(), 999);
}

#[test]
fn a_cell_at_the_far_end_of_a_sheet_takes_no_memory() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet().set_name("医師").unwrap();
    for (column, text) in (0_u16..).zip(["ID", "氏名", "基本領域"]) {
        sheet.write_string(0, column, text).unwrap();
    }
    sheet.write_string(1_048_575, 16_383, "x").unwrap();
    let reading = read_all(&book.save_to_buffer().unwrap(), &ReadOptions::default());
    assert_eq!(reading.errors[0].code, Code::SheetTooLong);
}

#[test]
fn csv_files_in_an_archive_are_read() {
    let bytes = archive(&[("名簿/医師.csv", "ID,氏名,基本領域\nD1,架空,内科\n".as_bytes())]);
    assert_eq!(read_all(&bytes, &ReadOptions::default()).roster.physicians.len(), 1);
}

#[test]
fn findings_without_end_are_counted_after_a_thousand() {
    let row: &[&str] = &["D1", "", ""];
    let mut rows: Vec<&[&str]> = vec![&["ID", "氏名", "基本領域"]];
    rows.extend(std::iter::repeat_n(row, 2_000));
    let bytes = workbook(&[("医師", &rows)]);
    let errors = read_all(&bytes, &ReadOptions::default()).errors;
    assert_eq!(errors.len(), 1_001);
    assert_eq!(errors[1_000].code, Code::TooMany);
    assert!(errors[1_000].message.ja.contains("3003件"), "{}", errors[1_000].message.ja);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// A damaged workbook is read or refused, never fatal.
    #[test]
    fn changed_bytes_never_panic(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = OFFICE.with(Clone::clone);
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let _ = read_all(&bytes, &ReadOptions::default());
    }

    /// The same for what lies inside the archive, behind its checksums.
    #[test]
    fn changed_sheets_never_panic(
        entry in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut archive = zip::ZipArchive::new(Cursor::new(OFFICE.with(Clone::clone))).unwrap();
        let mut entries = Vec::new();
        for place in 0..archive.len() {
            let mut file = archive.by_index(place).unwrap();
            let mut content = Vec::new();
            std::io::copy(&mut file, &mut content).unwrap();
            entries.push((file.name().unwrap().into_owned(), content));
        }
        let count = entries.len();
        let content = &mut entries[entry.index(count)].1;
        for (place, byte) in changes {
            if !content.is_empty() {
                let place = place.index(content.len());
                content[place] = byte;
            }
        }
        let entries: Vec<(&str, &[u8])> = entries.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
        let _ = read_all(&self::archive(&entries), &ReadOptions::default());
    }

    /// Any text at all in a cell is a value, a note or a finding.
    #[test]
    fn any_text_in_any_cell_never_panics(texts in prop::collection::vec("\\PC{0,20}", 12)) {
        let cells: Vec<&str> = texts.iter().map(String::as_str).collect();
        let rows: Vec<(String, Vec<u8>)> = ["医師", "義務・約束", "勤務歴", "希望", "ポスト", "設定"]
            .iter()
            .map(|name| {
                let table = sheets::Roster::tables().into_iter().find(|table| table.name[0] == *name).unwrap();
                let mut writer = ::csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
                writer.write_record(table.columns.iter().map(|column| column.heading[0])).unwrap();
                writer.write_record(table.columns.iter().enumerate().map(|(place, _)| cells[place % cells.len()])).unwrap();
                ((*name).to_owned(), writer.into_inner().unwrap())
            })
            .collect();
        let _ = sheets::read_csv_all(&rows, &ReadOptions::default());
    }
}

thread_local! {
    static OFFICE: Vec<u8> = sheets::write_roster(&office(), Lang::Ja).unwrap();
}
