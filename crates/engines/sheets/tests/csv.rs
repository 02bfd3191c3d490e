//! CSV as Excel and others save it.

use sheets::{Code, ReadOptions, read_csv, read_csv_all};

use crate::example::short;

const FILES: [(&str, &str); 4] = [
    ("設定.csv", "項目,値\r\n計画の題名,例示\r\n時点,R8.12.1\r\n計画開始月,2027/4\r\n"),
    ("医師.csv", "医師名簿\r\n\r\nID,氏名,基本領域\r\nD1,\"髙橋　①子\",内科\r\n"),
    ("医療機関.csv", "医療機関ID,名称\r\nF1,例示中央病院\r\n"),
    ("ポスト.csv", "医療機関,診療科,上限\r\nF1,内科,2\r\n"),
];

fn files(encode: impl Fn(&str) -> Vec<u8>) -> Vec<(String, Vec<u8>)> {
    FILES.iter().map(|(name, text)| (format!("folder/{name}"), encode(text))).collect()
}

#[test]
fn cp932_and_utf_8_with_and_without_mark_are_told_apart() {
    let cp932 = |text: &str| encoding_rs::SHIFT_JIS.encode(text).0.into_owned();
    let marked = |text: &str| format!("\u{feff}{text}").into_bytes();
    let utf_16 = |text: &str| {
        let units = std::iter::once(0xFEFF_u16).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
    };
    type Encode<'a> = &'a dyn Fn(&str) -> Vec<u8>;
    let encodings: [(&str, Encode<'_>); 4] = [
        ("cp932", &cp932),
        ("utf-8", &|text: &str| text.as_bytes().to_vec()),
        ("marked", &marked),
        ("utf-16", &utf_16),
    ];
    for (name, encode) in encodings {
        let roster = read_csv(&files(encode), &ReadOptions::default()).unwrap();
        assert_eq!(roster.physicians[0].name, "髙橋　①子", "{name}");
        assert_eq!(roster.physicians[0].row, 4, "blank lines keep their number");
    }
}

#[test]
fn bytes_of_no_encoding_are_refused_by_file() {
    let mut files = files(|text| text.as_bytes().to_vec());
    files[1].1.extend([0xFD, 0xFF, 0xFF]);
    let reading = read_csv_all(&files, &ReadOptions::default());
    assert_eq!(reading.errors[0].code, Code::FileEncoding);
    assert_eq!(reading.errors[0].sheet.as_deref(), Some("folder/医師.csv"));
}

#[test]
fn a_table_with_tabs_is_read_as_well() {
    let files = files(|text| text.replace(',', "\t").into_bytes());
    let reading = read_csv_all(&files, &ReadOptions::default());
    assert_eq!(short(&reading.errors), []);
}
