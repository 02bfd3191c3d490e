//! Municipality and institution codes. Municipalities: four of 群馬県 as 総務省 publishes them. Institution: the one sample
//! known to pass the check, and the two of the JP Core guide that do not.

use kernel::{BadCode, CodeNote, FeeTable, InstitutionCode, InstitutionNumber, MunicipalityCode};
use proptest::prelude::*;

const GUNMA: [(&str, &str); 4] =
    [("10201", "102016"), ("10202", "102024"), ("10449", "104493"), ("10525", "105252")];

#[test]
fn check_digits_of_gunma() {
    for (five, six) in GUNMA {
        assert_eq!(five.parse::<MunicipalityCode>().unwrap().to_string(), six);
        assert_eq!(six.parse::<MunicipalityCode>().unwrap().jis(), five);
        assert_eq!(six.parse::<MunicipalityCode>().unwrap().prefecture(), 10);
    }
    // 10000 is the prefecture itself.
    assert_eq!("１００００5".parse::<MunicipalityCode>().unwrap().to_string(), "100005");
}

#[test]
fn a_wrong_check_digit_is_an_error_that_names_the_right_one() {
    let error = "102015".parse::<MunicipalityCode>().unwrap_err();
    assert_eq!(
        error.sentence().ja,
        "「102015」の検査数字（6桁目）が合いません。先頭5桁が正しければ 102016 です。"
    );
    assert!(matches!(error, BadCode::MunicipalityCheckDigit { right, .. } if right.to_string() == "102016"));
}

#[test]
fn what_is_no_municipality() {
    for text in ["", "1020", "1020167", "前橋市", "10201a", "00201", "48001", "-10201x"] {
        assert!(text.parse::<MunicipalityCode>().is_err(), "{text}");
    }
    assert!(matches!("48001".parse::<MunicipalityCode>(), Err(BadCode::NoSuchPrefecture(_))));
    assert!(MunicipalityCode::from_jis(100_000).is_err());
}

#[test]
fn documents_hold_the_six_digits_and_accept_five() {
    let code: MunicipalityCode = serde_json::from_str("\"10201\"").unwrap();
    assert_eq!(serde_json::to_string(&code).unwrap(), "\"102016\"");
    assert!(serde_json::from_str::<MunicipalityCode>("\"102015\"").is_err());
}

#[test]
fn an_institution_that_fails_its_check_digit_is_kept_with_a_note() {
    let good = InstitutionCode::read("0110113719").unwrap();
    assert_eq!(good.note, None);
    for sample in ["1311234567", "1319876543"] {
        let read = InstitutionCode::read(sample).unwrap();
        assert_eq!(read.value.as_str(), sample);
        assert_eq!(read.note, Some(CodeNote::CheckDigit(read.value.clone())));
        assert!(read.note.unwrap().sentence().ja.contains(sample));
        assert!(serde_json::from_str::<InstitutionCode>(&format!("\"{sample}\"")).is_ok());
    }
}

#[test]
fn seven_digits_within_a_prefecture_make_ten() {
    let ten: InstitutionCode = "01,1,0113719".parse().unwrap();
    let seven: InstitutionNumber = "0113719".parse().unwrap();
    assert_eq!(ten.number(), seven);
    assert_eq!(seven.within(1, FeeTable::Medical), Ok(ten));
    assert_eq!(seven.within(10, FeeTable::Dental).unwrap().as_str(), "1030113719");
    assert_eq!(seven.within(10, FeeTable::Pharmacy).unwrap().as_str(), "1040113719");
    assert!(seven.within(48, FeeTable::Medical).is_err());
}

#[test]
fn what_is_no_institution() {
    for text in ["", "011011371", "01101137190", "医療機関", "０１１０１１３７1九"] {
        assert!(InstitutionCode::read(text).is_err(), "{text}");
        assert!(text.parse::<InstitutionNumber>().is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn a_municipality_survives_writing(five in 1_000_u32..48_000) {
        let code = MunicipalityCode::from_jis(five).unwrap();
        prop_assert_eq!(code.to_string().parse(), Ok(code));
        prop_assert_eq!(code.jis().parse(), Ok(code));
    }

    #[test]
    fn one_wrong_digit_of_six_never_passes_but_where_ten_and_nought_meet(five in 1_000_u32..48_000, wrong in 0_u32..10) {
        let code = MunicipalityCode::from_jis(five).unwrap();
        let typed = format!("{five:05}{wrong}");
        prop_assert_eq!(typed.parse::<MunicipalityCode>().is_ok(), wrong == code.check_digit());
    }

    #[test]
    fn exactly_one_last_digit_fits_an_institution(nine in "[0-9]{9}") {
        let fitting = (0..10).filter(|last| InstitutionCode::read(&format!("{nine}{last}")).unwrap().note.is_none());
        prop_assert_eq!(fitting.count(), 1);
    }
}
