//! The smallest values of an edition's document: texts in two languages, numbers, dates, fractions, ids, lists.

use kernel::{
    Bilingual, ClassId, CourseId, Date, DepartmentId, EditionId, FiscalYear, Fraction, LeaveKind,
    MilestoneId, Months, RuleId, SchemeId, Share, WorkplaceId, Written,
};
use serde_json::{Value, json};

use super::fields::{Fields, Found, Shape, table_schema, tables};
use super::finding::FindingCode;
use super::tree::{Node, Tree};

/// 100 years: no regulation counts further.
const MOST_MONTHS: i64 = 1200;

/// The largest ratio and denominator that a regulation could mean.
const MOST_RATIO: i64 = 1000;

impl Shape for String {
    fn accepted() -> Bilingual {
        Bilingual::new("引用符で囲んだ文字", "a text in quotation marks")
    }
    fn schema() -> Value {
        json!({ "type": "string", "minLength": 1 })
    }
    fn read(node: &Node, found: &mut Found) -> Option<Self> {
        match node.text() {
            Some(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
            _ => {
                found.wrong(node, Self::accepted());
                None
            }
        }
    }
}

impl Shape for bool {
    fn accepted() -> Bilingual {
        Bilingual::new("true か false（引用符なし）", "true or false, without quotation marks")
    }
    fn schema() -> Value {
        json!({ "type": "boolean" })
    }
    fn read(node: &Node, found: &mut Found) -> Option<Self> {
        match node.value {
            Tree::Bool(value) => Some(value),
            _ => {
                found.wrong(node, Self::accepted());
                None
            }
        }
    }
}

/// A whole number within bounds; none, with a finding, otherwise.
fn whole(node: &Node, found: &mut Found, from: i64, to: i64, accepted: Bilingual) -> Option<i64> {
    match node.value {
        Tree::Integer(value) if (from..=to).contains(&value) => Some(value),
        Tree::Integer(value) => {
            let message = Bilingual::new(
                format!("{value}は範囲の外です。{from}から{to}までの数を書いてください。"),
                format!("{value} is out of range; write a number from {from} to {to}."),
            );
            found.error(FindingCode::OutOfRange, node.spot, message);
            None
        }
        _ => {
            found.wrong(node, accepted);
            None
        }
    }
}

impl Shape for Months {
    fn accepted() -> Bilingual {
        Bilingual::new(
            "月数の整数（引用符なし、4年なら 48）",
            "a whole number of months without quotation marks (4 years: 48)",
        )
    }
    fn schema() -> Value {
        json!({ "type": "integer", "minimum": 0, "maximum": MOST_MONTHS, "description": "months" })
    }
    fn read(node: &Node, found: &mut Found) -> Option<Self> {
        whole(node, found, 0, MOST_MONTHS, Self::accepted()).map(|months| Months(months as i32))
    }
}

impl Shape for u32 {
    fn accepted() -> Bilingual {
        Bilingual::new("1以上の整数（引用符なし）", "a whole number from 1, without quotation marks")
    }
    fn schema() -> Value {
        json!({ "type": "integer", "minimum": 1, "maximum": 1000 })
    }
    fn read(node: &Node, found: &mut Found) -> Option<Self> {
        whole(node, found, 1, 1000, Self::accepted()).map(|number| number as u32)
    }
}

impl Shape for Share {
    fn accepted() -> Bilingual {
        Bilingual::new("常勤に対する割合（％、1から100の整数）", "a share of full time in percent, 1 to 100")
    }
    fn schema() -> Value {
        json!({ "type": "integer", "minimum": 1, "maximum": 100, "description": "percent of full time" })
    }
    fn read(node: &Node, found: &mut Found) -> Option<Self> {
        whole(node, found, 1, 100, Self::accepted()).and_then(|number| Share::percent(number as u8).ok())
    }
}

impl Shape for FiscalYear {
    fn accepted() -> Bilingual {
        Bilingual::new(
            "西暦4桁の年度（引用符なし、令和6年度なら 2024）",
            "a fiscal year such as 2024 (April 2024 to March 2025)",
        )
    }
    fn schema() -> Value {
        json!({ "type": "integer", "minimum": 1900, "maximum": 2999, "description": "fiscal year" })
    }
    fn read(node: &Node, found: &mut Found) -> Option<Self> {
        whole(node, found, 1900, 2999, Self::accepted()).map(|year| FiscalYear::new(year as i32))
    }
}

impl Shape for Date {
    fn accepted() -> Bilingual {
        Bilingual::new("\"2024-04-01\" の形の日付", "a date in the form \"2024-04-01\"")
    }
    fn schema() -> Value {
        json!({ "type": "string", "format": "date" })
    }
    fn read(node: &Node, found: &mut Found) -> Option<Self> {
        let text = node.text();
        if let Some(date) = text.and_then(|text| text.parse().ok()) {
            return Some(date);
        }
        let mut accepted = Self::accepted();
        if let Some(meant) = text.and_then(written_day) {
            accepted = Bilingual::new(format!("\"{meant}\""), format!("\"{meant}\""));
        }
        found.wrong(node, accepted);
        None
    }
}

/// The day that an official's way of writing means: 令和6年4月1日.
fn written_day(text: &str) -> Option<Date> {
    match Written::read(text).ok()?.value {
        Written::Day(date) => Some(date),
        _ => None,
    }
}

impl Shape for Fraction {
    fn accepted() -> Bilingual {
        Bilingual::new("\"5/3\" の形の分数（3分の5）か整数", "a fraction such as \"5/3\", or a whole number")
    }
    fn schema() -> Value {
        json!({
            "anyOf": [
                { "type": "string", "pattern": r"^\d+(/\d+|\.\d{1,6})?$" },
                { "type": "number", "exclusiveMinimum": 0 },
            ],
            "description": "an exact fraction: 5/3, 3/2, 1.5, 2",
        })
    }
    fn read(node: &Node, found: &mut Found) -> Option<Self> {
        let fraction: Option<Fraction> = match &node.value {
            Tree::Integer(value) => Some(Fraction::whole(*value)),
            Tree::Decimal(text) | Tree::Text(text) => text.parse().ok(),
            _ => None,
        };
        let Some(fraction) = fraction else {
            found.wrong(node, Self::accepted());
            return None;
        };
        let sound = fraction.numerator() > 0
            && fraction <= Fraction::whole(MOST_RATIO)
            && fraction.denominator() <= MOST_RATIO * MOST_RATIO;
        if !sound {
            let message = Bilingual::new(
                format!("{fraction}は範囲の外です。0より大きく{MOST_RATIO}以下の分数を書いてください。"),
                format!("{fraction} is out of range; write a fraction above 0 and up to {MOST_RATIO}."),
            );
            found.error(FindingCode::OutOfRange, node.spot, message);
        }
        sound.then_some(fraction)
    }
}

macro_rules! ids {
    ($($type:ident $ja:literal $en:literal)*) => {$(
        impl Shape for $type {
            fn accepted() -> Bilingual {
                Bilingual::new(concat!($ja, "（引用符で囲む）"), concat!($en, " in quotation marks"))
            }
            fn schema() -> Value {
                json!({ "type": "string", "minLength": 1, "maxLength": 120, "description": $en })
            }
            fn read(node: &Node, found: &mut Found) -> Option<Self> {
                let id = node.text().and_then(|text| text.parse().ok());
                if id.is_none() {
                    found.wrong(node, Self::accepted());
                }
                id
            }
        }
    )*};
}

ids! {
    ClassId "区分のid" "the id of a class of places"
    CourseId "コースのid" "the id of a course"
    DepartmentId "診療科・基本領域のid" "the id of a department"
    EditionId "版のid" "the id of an edition"
    LeaveKind "休業の種類のid" "the id of a kind of leave"
    MilestoneId "到達事項のid" "the id of a milestone"
    RuleId "条のid" "the id of a rule"
    SchemeId "区分方式のid" "the id of a way of classing"
    WorkplaceId "医療機関のid" "the id of a workplace"
}

fn bilingual(fields: &mut Fields<'_>) -> Option<Bilingual> {
    let ja: Option<String> = fields.must("ja");
    let en: Option<String> = fields.must("en");
    Some(Bilingual { ja: ja?, en: en? })
}

tables! {
    Bilingual {
        "{ ja = \"日本語\", en = \"英語\" } の形の表",
        "a table { ja = \"Japanese\", en = \"English\" }",
        bilingual
    }
}

/// A list; a single value stands for a list of one.
impl<T: Shape> Shape for Vec<T> {
    fn accepted() -> Bilingual {
        let one = T::accepted();
        Bilingual::new(
            format!("{}（複数なら [ ] で並べる）", one.ja),
            format!("{}, or a list of such", one.en),
        )
    }
    fn schema() -> Value {
        json!({ "anyOf": [{ "type": "array", "items": T::schema() }, T::schema()] })
    }
    fn read(node: &Node, found: &mut Found) -> Option<Self> {
        let Tree::List(items) = &node.value else {
            return T::read(node, found).map(|one| vec![one]);
        };
        let read: Vec<Option<T>> =
            items.iter().enumerate().map(|(at, item)| found.item(at, |found| T::read(item, found))).collect();
        read.into_iter().collect()
    }
}
