//! The file before it is parsed: which kind it is, and whether it is small enough to be opened at all.
//!
//! A workbook is a ZIP archive. What its entries claim to unpack to is not believed: they are unpacked once, counted,
//! and thrown away, before anything holds them in memory.

use std::{
    borrow::Cow,
    io::{Cursor, Read},
};

use zip::ZipArchive;

use crate::{
    csv_book::decode,
    finding::{Code, Message},
};

/// What is read at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Bytes that it unpacks to.
    pub unpacked_bytes: u64,
    /// Entries of the archive.
    pub entries: usize,
    /// Rows of one sheet.
    pub rows: usize,
    /// Columns of one sheet.
    pub columns: u32,
}

impl Default for Limits {
    /// A roster of 2,000 people takes about 1 MB, 20 MB unpacked and 20,000 rows in its longest sheet; with thirty years
    /// of postings for 3,000 people it is 63,000 rows.
    fn default() -> Self {
        Self {
            file_bytes: 40_000_000,
            unpacked_bytes: 300_000_000,
            entries: 5_000,
            rows: 100_000,
            columns: 256,
        }
    }
}

/// A file that may be opened.
pub(crate) enum Package {
    /// An Excel workbook; whether it holds macros.
    Workbook { macros: bool },
    /// CSV files in an archive, by name.
    CsvFiles(Vec<(String, Vec<u8>)>),
}

/// Looks at the file's first bytes and, if it is an archive, at all its entries.
pub(crate) fn inspect(bytes: &[u8], limits: &Limits) -> Result<Package, Message> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(too_large(bytes.len() as u64, limits.file_bytes));
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(compound_file(bytes));
    }
    if !bytes.starts_with(b"PK") {
        return Err(not_a_workbook("Excel の .xlsx ではありません", "is not an Excel .xlsx file"));
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error.to_string()))?;
    if archive.len() > limits.entries {
        return Err(too_many_entries(archive.len(), limits.entries));
    }
    count_unpacked(&mut archive, limits)?;
    let names: Vec<String> = archive.file_names().filter_map(Result::ok).map(Cow::into_owned).collect();
    let has = |name: &str| names.iter().any(|other| other.eq_ignore_ascii_case(name));
    if has("xl/workbook.bin") {
        return Err(not_a_workbook("Excel バイナリ ブック（.xlsb）です", "is a binary workbook (.xlsb)"));
    }
    if has("mimetype") {
        return Err(not_a_workbook("LibreOffice の文書（.ods など）です", "is an OpenDocument file (.ods)"));
    }
    if has("[Content_Types].xml") {
        if !names.iter().any(|name| name.to_ascii_lowercase().ends_with("workbook.xml")) {
            return Err(not_a_workbook(
                "Word など、Excel 以外の文書です",
                "is a document of another program",
            ));
        }
        return Ok(Package::Workbook { macros: names.iter().any(|name| name.ends_with("vbaProject.bin")) });
    }
    csv_files(&mut archive)
}

/// Unpacks every entry into nothing and counts, so that no entry can claim less than it is.
fn count_unpacked(archive: &mut ZipArchive<Cursor<&[u8]>>, limits: &Limits) -> Result<(), Message> {
    let mut left = limits.unpacked_bytes;
    for place in 0..archive.len() {
        let entry = archive.by_index(place).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) => encrypted(),
            error => broken(&error.to_string()),
        })?;
        if entry.encrypted() {
            return Err(encrypted());
        }
        if entry.size() > left {
            return Err(bomb(limits.unpacked_bytes));
        }
        let counted = std::io::copy(&mut entry.take(left + 1), &mut std::io::sink());
        let counted = counted.map_err(|error| broken(&error.to_string()))?;
        left = left.checked_sub(counted).ok_or_else(|| bomb(limits.unpacked_bytes))?;
    }
    Ok(())
}

fn csv_files(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Package, Message> {
    let mut files = Vec::new();
    for place in 0..archive.len() {
        let mut entry = archive.by_index(place).map_err(|error| broken(&error.to_string()))?;
        // Archives made on Japanese Windows name their files in CP932 without saying so.
        let name = decode(entry.name_raw()).unwrap_or_default();
        let hidden =
            name.contains("__MACOSX") || name.rsplit('/').next().is_some_and(|file| file.starts_with('.'));
        if entry.is_dir() || hidden || !name.to_ascii_lowercase().ends_with(".csv") {
            continue;
        }
        let mut content = Vec::new();
        entry.read_to_end(&mut content).map_err(|error| broken(&error.to_string()))?;
        files.push((name, content));
    }
    if files.is_empty() {
        return Err(not_a_workbook(
            "ZIP の中に Excel ブックも CSV もありません",
            "is an archive without a workbook or CSV",
        ));
    }
    Ok(Package::CsvFiles(files))
}

/// The old container: an encrypted workbook, or the format before .xlsx.
fn compound_file(bytes: &[u8]) -> Message {
    let marker: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(marker.len()).any(|window| window == marker) {
        encrypted()
    } else {
        not_a_workbook("旧形式の Excel（.xls）などです", "is of the old Excel format (.xls) or the like")
    }
}

fn encrypted() -> Message {
    Message::new(
        Code::FileEncrypted,
        "パスワードで保護されたファイルです。Excel で開き、パスワードを外して保存し直してください。",
        "The file is protected by a password. Open it in Excel, remove the password and save it again.",
    )
}

fn not_a_workbook(ja: &str, en: &str) -> Message {
    Message::new(
        Code::FileKind,
        format!("{ja}。Excel で開き、「Excel ブック（.xlsx）」として保存し直してください。"),
        format!("The file {en}. Open it in Excel and save it as an Excel workbook (.xlsx)."),
    )
}

pub(crate) fn broken(detail: &str) -> Message {
    Message::new(
        Code::FileBroken,
        format!(
            "ファイルが壊れていて読めません（{detail}）。Excel で開いて保存し直すか、もう一度受け取ってください。"
        ),
        format!("The file is damaged ({detail}). Open it in Excel and save it again, or have it sent again."),
    )
}

pub(crate) fn too_large(bytes: u64, most: u64) -> Message {
    let megabytes = |bytes: u64| bytes / 1_000_000;
    Message::new(
        Code::FileTooLarge,
        format!(
            "ファイルが大きすぎます（{} MB）。{} MB まで読めます。画像や使わないシートを取り除いてください。",
            megabytes(bytes),
            megabytes(most)
        ),
        format!(
            "The file has {} MB; at most {} MB are read. Remove pictures and sheets that are not needed.",
            megabytes(bytes),
            megabytes(most)
        ),
    )
}

fn bomb(most: u64) -> Message {
    Message::new(
        Code::FileTooLarge,
        format!("展開すると {} MB を超えるため開きません。正しい名簿か確かめてください。", most / 1_000_000),
        format!(
            "It unpacks to more than {} MB and is not opened. Make sure it is the right file.",
            most / 1_000_000
        ),
    )
}

fn too_many_entries(entries: usize, most: usize) -> Message {
    Message::new(
        Code::FileTooLarge,
        format!(
            "中に {entries} 個のファイルがあるため開きません（{most} 個まで）。正しい名簿か確かめてください。"
        ),
        format!(
            "It holds {entries} entries, more than {most}, and is not opened. Make sure it is the right file."
        ),
    )
}
