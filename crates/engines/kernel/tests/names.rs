//! Names are kept to the code point.

use kernel::{BadName, Date, FormerName, Kana, NameNote, NamePart, Period, PersonName};
use proptest::prelude::*;

/// 辻 with one dot, by its variation selector (IVS).
const TSUJI: &str = "辻\u{E0100}";

fn part(text: &str) -> NamePart {
    NamePart::read(text).unwrap().value
}

fn kana(text: &str) -> Kana {
    Kana::try_from(text.to_owned()).unwrap()
}

#[test]
fn variants_and_rare_characters_are_kept_exactly() {
    for name in [TSUJI, "𠮷田", "髙橋", "﨑", "ﾔﾏﾀﾞ", "O’Brien", "渡邊\u{E0101}"] {
        let read = NamePart::read(&format!("\u{3000}{name} ")).unwrap();
        assert_eq!(read.value.as_str(), name);
        assert_eq!(read.note, None);
        let json = serde_json::to_string(&read.value).unwrap();
        assert_eq!(serde_json::from_str::<NamePart>(&json).unwrap(), read.value);
    }
}

#[test]
fn a_private_use_character_is_kept_with_a_note() {
    let read = PersonName::read("\u{E000}田\u{3000}太郎").unwrap();
    assert_eq!(read.value.family.as_str(), "\u{E000}田");
    assert_eq!(read.note, Some(NameNote::PrivateUse(vec!['\u{E000}'])));
    assert!(read.note.unwrap().sentence().ja.contains("U+E000"));
}

#[test]
fn a_whole_name_is_cut_at_its_first_blank() {
    for text in ["山田 太郎", "山田\u{3000}太郎", " 山田  太郎 "] {
        let name = PersonName::read(text).unwrap().value;
        assert_eq!((name.family, name.given), (part("山田"), Some(part("太郎"))), "{text}");
    }
    assert_eq!(PersonName::read("山田太郎").unwrap().value.given, None);
    assert_eq!(PersonName::read("リー アン マリー").unwrap().value.given, Some(part("アン マリー")));
}

#[test]
fn a_former_name_is_the_name_of_its_time() {
    let married: Date = "2024-06-01".parse().unwrap();
    let former = FormerName {
        family: part("前田"),
        given: None,
        kana: Some(kana("マエダ")),
        period: Period { from: "1995-01-01".parse().unwrap(), until: Some(married) },
    };
    let name =
        PersonName { family: part("後藤"), given: Some(part("花")), kana: None, former: vec![former] };
    assert_eq!(name.on(married.previous()), "前田\u{3000}花");
    assert_eq!(name.on(married), "後藤\u{3000}花");
    assert_eq!(name.on(married.next()), "後藤\u{3000}花");
    let json = serde_json::to_string(&name).unwrap();
    assert_eq!(serde_json::from_str::<PersonName>(&json).unwrap(), name);
}

#[test]
fn readings_become_full_width_katakana() {
    for text in ["やまだ たろう", "ﾔﾏﾀﾞ\u{3000}ﾀﾛｳ", "ヤマダ  タロウ"] {
        assert_eq!(kana(text).as_str(), "ヤマダ タロウ");
    }
    assert_eq!(kana("ｼﾞｮ-ｼﾞ").as_str(), "ジョージ");
    assert_eq!(kana("ヴァン・デル").as_str(), "ヴァン・デル");
    assert!(matches!(Kana::try_from("山田".to_owned()), Err(BadName::NotKana(_))));
    assert!(matches!(Kana::try_from("Yamada".to_owned()), Err(BadName::NotKana(_))));
}

#[test]
fn what_is_no_name() {
    assert_eq!(NamePart::read(" \u{3000} ").unwrap_err(), BadName::Empty);
    assert_eq!(NamePart::read("山\n田").unwrap_err(), BadName::Control);
    assert_eq!(NamePart::read(&"山".repeat(81)).unwrap_err(), BadName::TooLong(81));
    assert_eq!(part(&"山".repeat(80)).as_str().chars().count(), 80);
}

proptest! {
    #[test]
    fn a_part_is_never_changed(text in "\\PC{1,80}") {
        if let Ok(read) = NamePart::read(&text) {
            prop_assert_eq!(read.value.as_str(), text.trim());
        }
    }

    #[test]
    fn a_reading_read_again_is_the_same(text in "[ぁ-ゖァ-ヺｦ-ﾟー・ -]{1,20}") {
        if let Ok(once) = Kana::try_from(text) {
            prop_assert_eq!(Kana::try_from(once.as_str().to_owned()), Ok(once));
        }
    }
}
