//! What is written is read back as it was, in both languages, and changes no bytes the second time.

use kernel::Lang;
use sheets::{ReadOptions, Roster, read, write_roster};

use crate::example::office;

/// Without rows' numbers and origins, which only a file has.
fn bare(roster: &Roster) -> Roster {
    let bytes = write_roster(roster, Lang::Ja).unwrap();
    let mut first = read(&bytes, &ReadOptions::default()).unwrap();
    first.notes.clear();
    first
}

#[test]
fn a_roster_written_is_read_back_cell_by_cell() {
    let office = office();
    for lang in [Lang::Ja, Lang::En] {
        let bytes = write_roster(&office, lang).unwrap();
        let read = read(&bytes, &ReadOptions::default()).unwrap();
        assert_eq!(read.notes, []);
        assert_eq!(read.physicians[1].name, "𠮷田　太郎");
        assert_eq!(read.physicians.len(), office.physicians.len());
        // Written again in one language, both are the same bytes: nothing was lost or changed.
        assert_eq!(write_roster(&read, Lang::Ja).unwrap(), write_roster(&office, Lang::Ja).unwrap());
    }
}

#[test]
fn each_record_knows_its_row() {
    let read = bare(&office());
    assert_eq!(read.physicians.iter().map(|row| row.row).collect::<Vec<_>>(), [3, 4, 5]);
}

#[test]
fn the_template_asks_for_what_is_missing() {
    let findings = read(&sheets::template(Lang::Ja).unwrap(), &ReadOptions::default()).unwrap_err();
    let cells: Vec<&str> = findings.iter().filter_map(|finding| finding.cell.as_deref()).collect();
    assert_eq!(cells, ["B3", "B5", "B7"], "title, valid on, first month");
}

#[test]
fn a_text_that_looks_like_a_formula_stays_a_text() {
    let read = bare(&office());
    assert_eq!(read.physicians[0].remark, "=HYPERLINK(\"http://example.jp\")");
}
