//! 氏名: names kept exactly as their owner writes them, with kana and former names.
//!
//! No character is replaced: 𠮷 stays 𠮷, 辻󠄀 keeps its variation selector (IVS). Searching folds a copy, see
//! [`SearchKey`](crate::SearchKey). A character of the private use area (外字) means something else on every machine, so
//! it is kept, with a note.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use crate::{Bilingual, Date, Period, Read};

/// One part of a name, exactly as written but for blanks around it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct NamePart(String);

/// フリガナ: the reading of a name, in full-width katakana whatever was typed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Kana(String);

/// 氏名: the name a person goes by now, its reading, and the names before.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonName {
    /// 氏.
    pub family: NamePart,
    /// 名; none where a name has one part only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<NamePart>,
    /// フリガナ of the whole name, its parts separated by one blank.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kana: Option<Kana>,
    /// 旧姓・旧名, each with the time it was in use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<FormerName>,
}

/// 旧姓・旧名: a name in use for a period.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FormerName {
    /// 氏.
    pub family: NamePart,
    /// 名, where that changed too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<NamePart>,
    /// フリガナ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kana: Option<Kana>,
    /// When it was in use.
    pub period: Period,
}

/// Why a text is no name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", self.sentence().en)]
pub enum BadName {
    /// Nothing, or only blanks.
    Empty,
    /// Longer than [`NamePart::LONGEST`] characters.
    TooLong(usize),
    /// A control character.
    Control,
    /// A reading with something other than kana.
    NotKana(String),
}

/// What is odd about a name that is kept nevertheless.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NameNote {
    /// Characters of the private use area (外字).
    PrivateUse(Vec<char>),
}

impl NamePart {
    /// The longest part accepted, in characters.
    pub const LONGEST: usize = 80;

    /// One part of a name, with a note where it holds 外字.
    pub fn read(text: &str) -> Result<Read<Self, NameNote>, BadName> {
        let value = Self::try_from(text.to_owned())?;
        let private: Vec<char> = value.0.chars().filter(|c| is_private_use(*c)).collect();
        let note = (!private.is_empty()).then_some(NameNote::PrivateUse(private));
        Ok(Read { value, note })
    }

    /// The part as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PersonName {
    /// Reads a whole name from one cell: 氏 up to the first blank (of any width), 名 after it.
    pub fn read(text: &str) -> Result<Read<Self, NameNote>, BadName> {
        let whole = NamePart::read(text)?;
        let (family, given) = match whole.value.0.split_once(char::is_whitespace) {
            Some((family, given)) => (family, Some(NamePart::try_from(given.to_owned())?)),
            None => (whole.value.as_str(), None),
        };
        let family = NamePart::try_from(family.to_owned())?;
        Ok(Read { value: Self { family, given, kana: None, former: Vec::new() }, note: whole.note })
    }

    /// The name in use on a day, as one text: a former one where its period holds the day.
    pub fn on(&self, day: Date) -> String {
        match self.former.iter().find(|name| name.period.contains(day)) {
            Some(former) => joined(&former.family, former.given.as_ref().or(self.given.as_ref())),
            None => self.to_string(),
        }
    }
}

impl fmt::Display for PersonName {
    /// 氏, a full-width blank, 名.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&joined(&self.family, self.given.as_ref()))
    }
}

impl fmt::Display for NamePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl Kana {
    /// The reading in full-width katakana.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Kana {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for NamePart {
    type Error = BadName;
    fn try_from(text: String) -> Result<Self, BadName> {
        checked(text.trim()).map(|name| Self(name.to_owned()))
    }
}

impl From<NamePart> for String {
    fn from(part: NamePart) -> String {
        part.0
    }
}

impl TryFrom<String> for Kana {
    type Error = BadName;
    fn try_from(text: String) -> Result<Self, BadName> {
        let kana: String = checked(text.trim())?.nfkc().map(katakana).map(long_mark).collect();
        let kana = kana.split_whitespace().collect::<Vec<_>>().join(" ");
        let well = |c: char| matches!(c, '\u{30A1}'..='\u{30FA}' | '・' | 'ー' | 'ヽ' | 'ヾ' | ' ');
        if kana.chars().all(well) { Ok(Self(kana)) } else { Err(BadName::NotKana(text.trim().to_owned())) }
    }
}

impl From<Kana> for String {
    fn from(kana: Kana) -> String {
        kana.0
    }
}

impl BadName {
    /// What is wrong, and what is accepted.
    pub fn sentence(&self) -> Bilingual {
        let longest = NamePart::LONGEST;
        match self {
            BadName::Empty => Bilingual::new("氏名が空です。", "The name is empty."),
            BadName::TooLong(length) => Bilingual::new(
                format!("氏名が長すぎます（{length}文字）。{longest}文字までです。"),
                format!("The name has {length} characters; at most {longest} are accepted."),
            ),
            BadName::Control => Bilingual::new(
                "氏名に改行などの制御文字があります。取り除いてください。",
                "The name holds a line break or other control character; remove it.",
            ),
            BadName::NotKana(read) => Bilingual::new(
                format!(
                    "フリガナ「{read}」に仮名でない文字があります。カタカナかひらがなで入力してください。"
                ),
                format!("The reading “{read}” holds something other than kana; use katakana or hiragana."),
            ),
        }
    }
}

impl NameNote {
    /// The note in words.
    pub fn sentence(&self) -> Bilingual {
        let NameNote::PrivateUse(characters) = self;
        let list: Vec<String> = characters.iter().map(|c| format!("U+{:04X}", u32::from(*c))).collect();
        let list = list.join(", ");
        Bilingual::new(
            format!(
                "外字（{list}）があります。ほかの機械では別の字になります。Unicode の字か異体字（IVS）に置き換えてください。"
            ),
            format!(
                "The name holds private-use characters ({list}), which look different on every machine. Use a Unicode character or an ideographic variation instead."
            ),
        )
    }
}

/// Hiragana as katakana, all else as it is.
pub(crate) fn katakana(c: char) -> char {
    match c {
        '\u{3041}'..='\u{3096}' | 'ゝ' | 'ゞ' => char::from_u32(u32::from(c) + 0x60).unwrap_or(c),
        _ => c,
    }
}

/// Hyphens and dashes, which stand for ー in a reading typed in a hurry.
fn long_mark(c: char) -> char {
    if matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}') { 'ー' } else { c }
}

fn checked(name: &str) -> Result<&str, BadName> {
    let length = name.chars().count();
    if length == 0 {
        Err(BadName::Empty)
    } else if length > NamePart::LONGEST {
        Err(BadName::TooLong(length))
    } else if name.chars().any(char::is_control) {
        Err(BadName::Control)
    } else {
        Ok(name)
    }
}

fn joined(family: &NamePart, given: Option<&NamePart>) -> String {
    match given {
        Some(given) => format!("{family}\u{3000}{given}"),
        None => family.0.clone(),
    }
}

fn is_private_use(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}')
}
