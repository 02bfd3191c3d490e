//! The tables of the sheets: what one declaration must hold to.

use std::collections::BTreeMap;

use kernel::{Lang, SearchKey};
use sheets::{Roster, table::Offer, value::Kind};

#[test]
fn no_heading_of_a_sheet_means_two_columns() {
    for table in Roster::tables() {
        let mut meant: BTreeMap<String, &str> = BTreeMap::new();
        for column in table.columns {
            let headings = column.heading.iter().chain(column.other);
            for heading in headings {
                let key = SearchKey::of(heading).folded().to_owned();
                let other = meant.insert(key, column.key);
                assert!(other.is_none_or(|other| other == column.key), "{}: {heading}", table.name[0]);
            }
        }
    }
}

#[test]
fn no_name_means_two_sheets() {
    let mut meant = BTreeMap::new();
    for table in Roster::tables() {
        for name in table.name.iter().chain(table.other) {
            let other = meant.insert(SearchKey::of(name).folded().to_owned(), table.key);
            assert!(other.is_none_or(|other| other == table.key), "{name}");
        }
    }
}

#[test]
fn every_column_explains_itself_in_both_languages() {
    for table in Roster::tables() {
        for column in table.columns {
            assert!(column.note.iter().all(|note| !note.is_empty()), "{}.{}", table.name[0], column.key);
        }
    }
}

#[test]
fn a_sheet_that_others_refer_to_begins_with_its_id() {
    for table in Roster::tables() {
        for column in table.columns {
            if let Offer::Of(key) = column.offer {
                assert_eq!(Roster::table(key).columns[0].key, "id", "{}.{}", table.name[0], column.key);
                assert!(matches!(column.kind, Kind::Text));
            }
        }
    }
}

#[test]
fn the_template_is_the_same_bytes_each_time() {
    assert_eq!(sheets::template(Lang::Ja).unwrap(), sheets::template(Lang::Ja).unwrap());
    assert!(sheets::template(Lang::En).unwrap().len() > 10_000);
}
