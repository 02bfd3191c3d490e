//! The plan as CSV.

use kernel::Lang;
use sheets::{CsvEncoding, PlanOutError, PlanView, plan_csv};

use crate::plan_sample::{Sample, sample};

fn view(sample: &Sample) -> PlanView<'_> {
    PlanView {
        problem: &sample.problem,
        plan: &sample.plan,
        editions: &sample.editions,
        verdicts: &sample.now,
        verdicts_at_end: &sample.end,
        checked: None,
        reasons: None,
        previous: None,
    }
}

fn records(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn utf8_begins_with_its_mark_and_ends_lines_as_excel_does() {
    let bytes = plan_csv(&view(&sample()), Lang::Ja, CsvEncoding::Utf8).unwrap();
    assert!(bytes.starts_with(b"\xEF\xBB\xBF"));
    let text = std::str::from_utf8(&bytes[3..]).unwrap();
    assert!(text.ends_with("\r\n"));
    let rows = records(text);
    assert_eq!(rows.len(), 40 * 8 + 4 + 1);
    assert_eq!(rows[0][..3], ["医師コード", "氏名", "入学年度"]);
    assert_eq!(rows[1][1], "髙﨑 𠮷郎");
    assert_eq!(rows[1][5..7], ["2027-04-01", "2027-09-30"]);
}

#[test]
fn cp932_lists_every_character_it_would_lose_and_writes_nothing() {
    let refused = plan_csv(&view(&sample()), Lang::Ja, CsvEncoding::Cp932).unwrap_err();
    let PlanOutError::Unmappable(lost) = &refused else { panic!("{refused:?}") };
    assert_eq!(lost.iter().map(|lost| lost.character).collect::<String>(), "𠮷");
    assert_eq!((lost[0].row, lost[0].column.as_str(), lost[0].cells), (2, "氏名", 8));
    let sentence = refused.sentence();
    assert!(sentence.ja.contains("「𠮷」（U+20BB7、2行目の氏名「髙﨑 𠮷郎」"), "{}", sentence.ja);
    assert!(sentence.en.contains("U+20BB7"));
}

#[test]
fn cp932_keeps_the_characters_of_its_extensions() {
    let mut sample = sample();
    sample.problem.people[0].name = "髙﨑 德郎".into();
    let bytes = plan_csv(&view(&sample), Lang::Ja, CsvEncoding::Cp932).unwrap();
    let (text, _, broken) = encoding_rs::SHIFT_JIS.decode(&bytes);
    assert!(!broken);
    assert_eq!(records(&text)[1][1], "髙﨑 德郎");
}

#[test]
fn characters_that_come_back_as_others_count_as_lost() {
    let mut sample = sample();
    sample.problem.people[0].name = "髙﨑−¥〜".into();
    let refused = plan_csv(&view(&sample), Lang::Ja, CsvEncoding::Cp932).unwrap_err();
    let PlanOutError::Unmappable(lost) = refused else { panic!() };
    let mut characters: Vec<char> = lost.iter().map(|lost| lost.character).collect();
    characters.sort_unstable();
    let mut expected = vec!['−', '¥', '〜'];
    expected.sort_unstable();
    assert_eq!(characters, expected);
}

#[test]
fn a_text_that_a_spreadsheet_would_run_gets_an_apostrophe() {
    let mut sample = sample();
    for (person, name) in ["=1+1", "+81", "-2", "@SUM(A1)", "＝1"].iter().enumerate() {
        sample.problem.people[person].name = (*name).into();
    }
    let bytes = plan_csv(&view(&sample), Lang::Ja, CsvEncoding::Utf8).unwrap();
    for row in records(std::str::from_utf8(&bytes[3..]).unwrap()).iter().skip(1) {
        assert!(!row[1].starts_with(['=', '+', '-', '@', '＝']), "{}", row[1]);
    }
}
