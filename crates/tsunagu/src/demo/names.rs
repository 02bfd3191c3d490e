//! Names of people who do not exist: common family and given names, put together by chance, with readings.
//!
//! Among them are the characters that break systems: 髙, 﨑, 邉, 𠮷 (outside the basic plane), and 辻󠄀 and 葛󠄀 with
//! their variation selectors.

use std::collections::BTreeSet;

use crate::demo::random::Random;

/// 氏 and its reading.
const FAMILY: &[(&str, &str)] = &[
    ("新井", "アライ"),
    ("高橋", "タカハシ"),
    ("小林", "コバヤシ"),
    ("佐藤", "サトウ"),
    ("清水", "シミズ"),
    ("鈴木", "スズキ"),
    ("斎藤", "サイトウ"),
    ("田村", "タムラ"),
    ("星野", "ホシノ"),
    ("中島", "ナカジマ"),
    ("関口", "セキグチ"),
    ("金井", "カナイ"),
    ("渡辺", "ワタナベ"),
    ("木村", "キムラ"),
    ("吉田", "ヨシダ"),
    ("岡田", "オカダ"),
    ("茂木", "モギ"),
    ("松本", "マツモト"),
    ("須藤", "ストウ"),
    ("石井", "イシイ"),
    ("小池", "コイケ"),
    ("阿部", "アベ"),
    ("黒澤", "クロサワ"),
    ("天田", "アマダ"),
    ("狩野", "カノウ"),
    ("井上", "イノウエ"),
    ("櫻井", "サクライ"),
    ("林", "ハヤシ"),
    ("角田", "ツノダ"),
    ("小野里", "オノザト"),
    ("高山", "タカヤマ"),
    ("都丸", "トマル"),
    ("生方", "ウブカタ"),
    ("登坂", "トサカ"),
    ("割田", "ワリタ"),
    ("髙﨑", "タカサキ"),
    ("渡邉", "ワタナベ"),
    ("𠮷田", "ヨシダ"),
    ("辻\u{e0100}", "ツジ"),
    ("葛\u{e0100}城", "カツラギ"),
    ("齋藤", "サイトウ"),
    ("髙橋", "タカハシ"),
    ("富澤", "トミザワ"),
    ("福田", "フクダ"),
    ("荻原", "オギワラ"),
    ("長谷川", "ハセガワ"),
    ("萩原", "ハギワラ"),
    ("飯塚", "イイヅカ"),
    ("武井", "タケイ"),
    ("今井", "イマイ"),
];

/// 名, its reading, and whether it is counted as a woman's.
const GIVEN: &[(&str, &str, bool)] = &[
    ("健太", "ケンタ", false),
    ("翔", "ショウ", false),
    ("大輔", "ダイスケ", false),
    ("拓也", "タクヤ", false),
    ("直樹", "ナオキ", false),
    ("亮", "リョウ", false),
    ("悠斗", "ユウト", false),
    ("陽介", "ヨウスケ", false),
    ("和也", "カズヤ", false),
    ("智之", "トモユキ", false),
    ("颯太", "ソウタ", false),
    ("誠", "マコト", false),
    ("蓮", "レン", false),
    ("駿", "シュン", false),
    ("隼人", "ハヤト", false),
    ("匠", "タクミ", false),
    ("美咲", "ミサキ", true),
    ("彩香", "アヤカ", true),
    ("由佳", "ユカ", true),
    ("優子", "ユウコ", true),
    ("麻衣", "マイ", true),
    ("愛", "アイ", true),
    ("真由美", "マユミ", true),
    ("沙織", "サオリ", true),
    ("千尋", "チヒロ", true),
    ("遥", "ハルカ", true),
    ("葵", "アオイ", true),
    ("結衣", "ユイ", true),
    ("さくら", "サクラ", true),
    ("陽菜", "ヒナ", true),
    ("七海", "ナナミ", true),
    ("美穂", "ミホ", true),
];

/// A name of nobody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// 氏名.
    pub written: String,
    /// フリガナ.
    pub kana: String,
    /// 女性.
    pub female: bool,
}

/// Gives every name once.
#[derive(Debug, Default)]
pub struct Names {
    given: BTreeSet<String>,
}

impl Names {
    /// A name that nobody in this office has yet.
    pub fn next(&mut self, chance: &mut Random) -> Name {
        loop {
            let (family, family_kana) = FAMILY[chance.below(FAMILY.len())];
            let (given, given_kana, female) = GIVEN[chance.below(GIVEN.len())];
            let written = format!("{family}\u{3000}{given}");
            if self.given.insert(written.clone()) {
                return Name { written, kana: format!("{family_kana} {given_kana}"), female };
            }
        }
    }
}
