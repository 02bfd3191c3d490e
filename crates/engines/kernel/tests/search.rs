//! Search keys fold what people cannot see and keep what they can.

use kernel::SearchKey;
use proptest::prelude::*;

fn same(left: &str, right: &str) {
    let (left, right) = (SearchKey::of(left), SearchKey::of(right));
    assert!(left.matches(&right), "{left:?} {right:?}");
}

#[test]
fn width_case_and_kana_do_not_matter() {
    same("あいだ", "アイダ");
    same("ｱｲﾀﾞ", "アイダ");
    same("カ゛", "ガ");
    same("ＧＭネットワーク", "gmねっとわーく");
    same("山田　太郎", "山田太郎");
    same("ゝ", "ヽ");
    same("①", "1");
    same("Straße", "STRASSE");
    same("辻\u{E0100}", "辻");
}

#[test]
fn characters_that_code_pages_swap_do_not_matter() {
    same("〜", "～");
    same("10−1", "10－1");
    same("10‐1", "10―1");
    same("10ー1", "10-1");
    same("タ－ミナル", "ターミナル");
    same("ﾀ-ﾐﾅﾙ", "ターミナル");
    same("¥", "＼");
    same("￥", "\\");
    same("霞ヶ関", "霞ケ関");
}

#[test]
fn different_names_stay_different() {
    for (left, right) in
        [("高橋", "髙橋"), ("吉田", "𠮷田"), ("ハナ", "バナ"), ("きよう", "きょう"), ("オノ", "オーノ")]
    {
        assert!(!SearchKey::of(left).matches(&SearchKey::of(right)), "{left} {right}");
    }
}

#[test]
fn the_original_stays_beside_the_key() {
    let text = "𠮷田 ﾊﾅｺ 辻\u{E0100}";
    assert_eq!(SearchKey::of(text).original(), text);
    assert!(SearchKey::of(text).contains(&SearchKey::of("はなこ")));
    assert!(SearchKey::of(text).contains(&SearchKey::of("")));
}

proptest! {
    #[test]
    fn folding_twice_is_folding_once(text in "\\PC{0,30}") {
        let once = SearchKey::of(&text);
        let twice = SearchKey::of(once.folded());
        prop_assert_eq!(twice.folded(), once.folded());
    }

    #[test]
    fn folding_japanese_twice_is_folding_once(text in "[ぁ-ゟ゠-ヿ｡-ﾟ\u{3099}\u{309A}ー\u{2010}-\u{2015}−－〜～¥\\\\￥ａ-ｚÀ-ỿΑ-ω]{0,30}") {
        let once = SearchKey::of(&text);
        let twice = SearchKey::of(once.folded());
        prop_assert_eq!(twice.folded(), once.folded());
    }
}
