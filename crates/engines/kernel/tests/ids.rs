//! Ids are short texts that a person can type.

use kernel::{BadId, PersonId};

#[test]
fn blanks_around_an_id_are_not_part_of_it() {
    assert_eq!("\u{3000}G-001 ".parse::<PersonId>().unwrap().as_str(), "G-001");
    assert_eq!("前橋 太郎".parse::<PersonId>().unwrap().to_string(), "前橋 太郎");
}

#[test]
fn what_is_no_id() {
    assert_eq!("".parse::<PersonId>(), Err(BadId::Empty));
    assert_eq!(" \t".parse::<PersonId>(), Err(BadId::Empty));
    assert_eq!("a\nb".parse::<PersonId>(), Err(BadId::Control));
    assert_eq!("医".repeat(121).parse::<PersonId>(), Err(BadId::TooLong(121)));
    assert!("医".repeat(120).parse::<PersonId>().is_ok());
    assert!(serde_json::from_str::<PersonId>("\"\"").is_err());
}
