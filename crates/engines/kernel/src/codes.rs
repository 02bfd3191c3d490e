//! Codes that others issue: municipalities (全国地方公共団体コード) and insured medical institutions (医療機関コード).
//!
//! A wrong check digit of a municipality is an error, for the right one can be named. That of an institution is a note
//! only: published samples and real facilities carry numbers that fail it, and to refuse them would lose the facility.

use std::{fmt, str::FromStr};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

use crate::{Bilingual, Read};

/// 全国地方公共団体コード: a municipality or prefecture. Written with its check digit, `102016`; `10201` is read as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", extend("pattern" = "^[0-9]{5,6}$"))]
pub struct MunicipalityCode(u32);

/// 医療機関コード (10桁): prefecture, fee table, and the seven digits of the institution. Written `0110113719`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", extend("pattern" = "^[0-9]{10}$"))]
pub struct InstitutionCode(String);

/// 医療機関番号 (7桁): an institution within one prefecture and fee table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String", extend("pattern" = "^[0-9]{7}$"))]
pub struct InstitutionNumber(String);

/// 点数表: which table of fees an institution bills by, the third digit of its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum FeeTable {
    /// 医科.
    Medical,
    /// 歯科.
    Dental,
    /// 調剤.
    Pharmacy,
}

/// Why a text is no code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", self.sentence().en)]
pub enum BadCode {
    /// Not five or six digits.
    NotAMunicipality(String),
    /// The first two digits are no prefecture, 01 to 47.
    NoSuchPrefecture(String),
    /// The sixth digit is not the one that the first five give.
    MunicipalityCheckDigit {
        /// The code as read.
        read: String,
        /// The code with the right check digit.
        right: MunicipalityCode,
    },
    /// Not ten digits.
    NotAnInstitution(String),
    /// Not seven digits.
    NotAnInstitutionNumber(String),
}

/// What is odd about a code that is kept nevertheless.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeNote {
    /// The last digit is not the Luhn check digit of the others.
    CheckDigit(InstitutionCode),
}

impl MunicipalityCode {
    /// Adds the check digit to the five digits of JIS X 0402.
    pub fn from_jis(five: u32) -> Result<Self, BadCode> {
        match five {
            1_000..48_000 => Ok(Self(five)),
            0..=99_999 => Err(BadCode::NoSuchPrefecture(format!("{five:05}"))),
            _ => Err(BadCode::NotAMunicipality(five.to_string())),
        }
    }

    /// The five digits of JIS X 0402: 10201.
    pub fn jis(self) -> String {
        format!("{:05}", self.0)
    }

    /// The prefecture, 1–47.
    pub fn prefecture(self) -> u32 {
        self.0 / 1_000
    }

    /// The sixth digit: 6, 5, 4, 3, 2 times the five digits, summed; what is left to a multiple of 11; its last digit.
    pub fn check_digit(self) -> u32 {
        let digit = |place: u32| self.0 / 10_u32.pow(place) % 10;
        let sum: u32 = (0..5).map(|place| digit(place) * (place + 2)).sum();
        (11 - sum % 11) % 10
    }
}

impl FromStr for MunicipalityCode {
    type Err = BadCode;
    fn from_str(text: &str) -> Result<Self, BadCode> {
        let bad = || BadCode::NotAMunicipality(shown(text));
        let digits = digits(text).filter(|digits| matches!(digits.len(), 5 | 6)).ok_or_else(bad)?;
        let code = Self::from_jis(digits[..5].parse().map_err(|_| bad())?)?;
        if digits.len() == 6 && digits != code.to_string() {
            return Err(BadCode::MunicipalityCheckDigit { read: digits, right: code });
        }
        Ok(code)
    }
}

impl fmt::Display for MunicipalityCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:05}{}", self.0, self.check_digit())
    }
}

impl InstitutionCode {
    /// Reads a code as it is printed; a failing check digit becomes a note.
    pub fn read(text: &str) -> Result<Read<Self, CodeNote>, BadCode> {
        let value: Self = text.parse()?;
        let note = (!value.check_digit_fits()).then(|| CodeNote::CheckDigit(value.clone()));
        Ok(Read { value, note })
    }

    /// The ten digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The seven digits within the prefecture and fee table.
    pub fn number(&self) -> InstitutionNumber {
        InstitutionNumber(self.0[3..].to_owned())
    }

    /// Whether the ten digits pass the Luhn sum.
    pub fn check_digit_fits(&self) -> bool {
        let digits = self.0.bytes().rev().map(|byte| u32::from(byte - b'0')).enumerate();
        let sum: u32 = digits
            .map(|(place, digit)| if place % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 })
            .sum();
        sum.is_multiple_of(10)
    }
}

impl InstitutionNumber {
    /// The seven digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The ten-digit code in a prefecture (1–47).
    pub fn within(&self, prefecture: u32, table: FeeTable) -> Result<InstitutionCode, BadCode> {
        if !(1..=47).contains(&prefecture) {
            return Err(BadCode::NoSuchPrefecture(format!("{prefecture:02}")));
        }
        Ok(InstitutionCode(format!("{prefecture:02}{}{}", table.digit(), self.0)))
    }
}

impl FeeTable {
    fn digit(self) -> u32 {
        match self {
            FeeTable::Medical => 1,
            FeeTable::Dental => 3,
            FeeTable::Pharmacy => 4,
        }
    }
}

impl FromStr for InstitutionCode {
    type Err = BadCode;
    fn from_str(text: &str) -> Result<Self, BadCode> {
        let ten = digits(text).filter(|digits| digits.len() == 10);
        ten.map(Self).ok_or_else(|| BadCode::NotAnInstitution(shown(text)))
    }
}

impl FromStr for InstitutionNumber {
    type Err = BadCode;
    fn from_str(text: &str) -> Result<Self, BadCode> {
        let seven = digits(text).filter(|digits| digits.len() == 7);
        seven.map(Self).ok_or_else(|| BadCode::NotAnInstitutionNumber(shown(text)))
    }
}

impl fmt::Display for InstitutionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Display for InstitutionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// The digits of a code in one width, without blanks, commas and hyphens between them (`10,1234,5`).
fn digits(text: &str) -> Option<String> {
    let text: String =
        text.chars().take(40).nfkc().filter(|c| !c.is_whitespace() && !matches!(c, ',' | '-')).collect();
    text.bytes().all(|byte| byte.is_ascii_digit()).then_some(text)
}

fn shown(text: &str) -> String {
    text.trim().chars().take(40).collect()
}

impl BadCode {
    /// What was read, what is wrong, what is accepted.
    pub fn sentence(&self) -> Bilingual {
        match self {
            BadCode::NotAMunicipality(read) => Bilingual::new(
                format!(
                    "「{read}」は市区町村コードではありません。5桁（10201）か検査数字付き6桁（102016）で入力してください。先頭の 0 が落ちていないかも確かめてください。"
                ),
                format!(
                    "“{read}” is no municipality code. Give 5 digits (10201) or 6 with the check digit (102016), and see that a leading 0 was not dropped."
                ),
            ),
            BadCode::NoSuchPrefecture(read) => Bilingual::new(
                format!("「{read}」の都道府県番号がありません。01 から 47 までです。"),
                format!("“{read}” has no prefecture number between 01 and 47."),
            ),
            BadCode::MunicipalityCheckDigit { read, right } => Bilingual::new(
                format!("「{read}」の検査数字（6桁目）が合いません。先頭5桁が正しければ {right} です。"),
                format!(
                    "“{read}” has a wrong check digit (the sixth). If the first five are right, it is {right}."
                ),
            ),
            BadCode::NotAnInstitution(read) => Bilingual::new(
                format!(
                    "「{read}」は医療機関コードではありません。10桁（都道府県2桁、点数表1桁、番号7桁）で入力してください。"
                ),
                format!(
                    "“{read}” is no institution code. Give 10 digits: prefecture (2), fee table (1), number (7)."
                ),
            ),
            BadCode::NotAnInstitutionNumber(read) => Bilingual::new(
                format!("「{read}」は医療機関番号ではありません。7桁で入力してください。"),
                format!("“{read}” is no institution number. Give 7 digits."),
            ),
        }
    }
}

impl CodeNote {
    /// The note in words.
    pub fn sentence(&self) -> Bilingual {
        let CodeNote::CheckDigit(code) = self;
        Bilingual::new(
            format!(
                "医療機関コード {code} の検査数字が合いません。打ち間違いでないか確かめてください（このまま取り込みます）。"
            ),
            format!(
                "The check digit of institution code {code} does not fit. See that it is typed rightly; it is kept as it is."
            ),
        )
    }
}

impl TryFrom<String> for MunicipalityCode {
    type Error = BadCode;
    fn try_from(text: String) -> Result<Self, BadCode> {
        text.parse()
    }
}

impl From<MunicipalityCode> for String {
    fn from(code: MunicipalityCode) -> String {
        code.to_string()
    }
}

impl TryFrom<String> for InstitutionCode {
    type Error = BadCode;
    fn try_from(text: String) -> Result<Self, BadCode> {
        text.parse()
    }
}

impl From<InstitutionCode> for String {
    fn from(code: InstitutionCode) -> String {
        code.0
    }
}

impl TryFrom<String> for InstitutionNumber {
    type Error = BadCode;
    fn try_from(text: String) -> Result<Self, BadCode> {
        text.parse()
    }
}

impl From<InstitutionNumber> for String {
    fn from(code: InstitutionNumber) -> String {
        code.0
    }
}
