//! Places, dates of validity, deadlines: the parts that several kinds of rule share.

use kernel::{Bilingual, Date, Months};
use serde_json::{Value, json};

use super::fields::{Fields, Found, Shape, choices, table_schema, tables, unknown_word};
use super::finding::FindingCode;
use super::tree::{Node, Tree};
use crate::edition::{
    AfterLoss, Anchor, Cohorts, Condition, DatedBy, Deadline, HowMany, Place, Scheduled, Tested, Where,
    Within,
};
use crate::facts::Activity;

choices! {
    Activity {
        "initial-training" => Activity::InitialTraining,
        "clinical" => Activity::Clinical,
        "research" => Activity::Research,
        "abroad" => Activity::Abroad,
    }
    DatedBy { "entry" => DatedBy::Entry, "service" => DatedBy::Service }
    Tested {
        "each-month" => Tested::EachMonth,
        "at-start" => Tested::AtStart,
        "at-entry" => Tested::AtEntry,
    }
    AfterLoss {
        "nothing" => AfterLoss::Nothing,
        "for-those-there" => AfterLoss::ForThoseThere,
        "for-those-bound" => AfterLoss::ForThoseBound,
    }
    Anchor {
        "commitment" => Anchor::Commitment,
        "graduation" => Anchor::Graduation,
        "licence" => Anchor::Licence,
    }
}

/// Values by the day from which each holds. Written as the value alone, or as a list of `{ from, value }`.
struct Values<T>(Vec<(Option<Date>, T)>);

impl<T: Shape> Shape for Values<T> {
    fn accepted() -> Bilingual {
        let one = T::accepted();
        Bilingual::new(
            format!("{}、または [{{ from = \"2024-04-01\", value = … }}] の一覧", one.ja),
            format!("{}, or a list of {{ from = \"2024-04-01\", value = … }}", one.en),
        )
    }

    fn schema() -> Value {
        let dated = table_schema(|fields| {
            fields.may::<Date>("from");
            fields.must::<T>("value");
        });
        json!({ "anyOf": [T::schema(), { "type": "array", "minItems": 1, "items": dated }] })
    }

    fn read(node: &Node, found: &mut Found) -> Option<Self> {
        let Tree::List(items) = &node.value else {
            return T::read(node, found).map(|value| Values(vec![(None, value)]));
        };
        dated_items(node, items, found, |fields| fields.must("value")).map(Values)
    }
}

/// The items of a list of dated values, which must ascend; only the first may have no date.
fn dated_items<T>(
    list: &Node,
    items: &[Node],
    found: &mut Found,
    read: impl Fn(&mut Fields<'_>) -> Option<T>,
) -> Option<Vec<(Option<Date>, T)>> {
    if items.is_empty() {
        let message = Bilingual::new("一覧が空です。", "the list is empty.");
        found.error(FindingCode::EmptyList, list.spot, message);
        return None;
    }
    let mut values = Vec::new();
    let mut sound = true;
    let mut before: Option<Date> = None;
    for (at, item) in items.iter().enumerate() {
        let value = found.item(at, |found| {
            let accepted = || Bilingual::new("from を持つ表", "a table with `from`");
            let mut fields = Fields::of(item, found, accepted)?;
            let from: Option<Date> = if at == 0 { fields.may("from") } else { fields.must("from") };
            let value = read(&mut fields);
            if let (Some(before), Some(from)) = (before, from)
                && from <= before
            {
                fields.complain("from", FindingCode::OutOfOrder, out_of_order(before, from));
            }
            before = from.or(before);
            fields.finish();
            Some((from, value?))
        });
        sound &= value.is_some();
        values.extend(value);
    }
    sound.then_some(values)
}

fn out_of_order(before: Date, from: Date) -> Bilingual {
    Bilingual::new(
        format!("{from}が前の{before}より後になっていません。早い日から順に書いてください。"),
        format!("{from} does not come after {before} above it; write the dates in ascending order."),
    )
}

/// A number of months, said in any way, if the key is given; values by entry are dated as the sibling key `dated-by`
/// says.
pub(super) fn how_many_if_given(fields: &mut Fields<'_>, key: &'static str) -> Option<HowMany> {
    let (values, other) = match fields.may(key) {
        Some(Number::Dated(values)) => (Some(values), None),
        Some(Number::Other(months)) => (None, Some(months)),
        None => (None, None),
    };
    scheduled_months(fields, key, values).map(HowMany::Fixed).or(other)
}

/// A number of months as a rule may say it: by date of entry, or in another way.
enum Number {
    Dated(Values<Months>),
    Other(HowMany),
}

impl Shape for Number {
    fn accepted() -> Bilingual {
        let (one, list) = (HowMany::accepted(), "[{ from = \"2024-04-01\", value = 48 }]");
        Bilingual::new(format!("{}、または {list} の一覧", one.ja), format!("{}, or a list {list}", one.en))
    }
    fn schema() -> Value {
        json!({ "anyOf": [HowMany::schema(), Values::<Months>::schema()] })
    }
    fn read(node: &Node, found: &mut Found) -> Option<Self> {
        match node.value {
            Tree::Table(_) => HowMany::read(node, found).map(Number::Other),
            _ => Values::read(node, found).map(Number::Dated),
        }
    }
}

fn scheduled_months(
    fields: &mut Fields<'_>,
    key: &'static str,
    values: Option<Values<Months>>,
) -> Option<Scheduled<Months>> {
    let dated_by: Option<DatedBy> = fields.may("dated-by");
    let values = values?.0;
    let dated = values.iter().any(|(from, _)| from.is_some());
    match dated_by {
        Some(DatedBy::Service) if dated => {
            let message = Bilingual::new(
                format!(
                    "「{key}」は人ごとに一つの値です。勤務日では変わりません。dated-by = \"entry\" としてください。"
                ),
                format!(
                    "`{key}` is one value for a person and cannot change with the day of service; write dated-by = \"entry\"."
                ),
            );
            fields.complain("dated-by", FindingCode::DatedByService, message);
            None
        }
        None if dated && !fields.has("dated-by") => {
            fields.missing("dated-by", DatedBy::accepted());
            None
        }
        _ => Some(Scheduled { dated_by: DatedBy::Entry, values }),
    }
}

fn place(fields: &mut Fields<'_>) -> Option<Place> {
    Some(Place {
        classes: fields.or("class", Vec::new()),
        workplaces: fields.or("workplace", Vec::new()),
        departments: fields.or("department", Vec::new()),
        activities: fields.or("activity", Vec::new()),
        in_prefecture: fields.may("in-prefecture"),
    })
}

/// The places of a rule: one set, or several by date under `places`.
struct Places(Vec<(Option<Date>, Place)>);

impl Shape for Places {
    fn accepted() -> Bilingual {
        Bilingual::new(
            "[{ from = \"2024-04-01\", class = \"…\" }] の一覧",
            "a list of { from = \"2024-04-01\", class = \"…\" }",
        )
    }
    fn schema() -> Value {
        let dated = table_schema(|fields| {
            fields.may::<Date>("from");
            place(fields);
        });
        json!({ "type": "array", "minItems": 1, "items": dated })
    }
    fn read(node: &Node, found: &mut Found) -> Option<Self> {
        match &node.value {
            Tree::List(items) => dated_items(node, items, found, place).map(Places),
            _ => {
                found.wrong(node, Self::accepted());
                None
            }
        }
    }
}

fn where_it_counts(fields: &mut Fields<'_>) -> Option<Where> {
    let always = place(fields)?;
    let dated: Option<Places> = fields.may("places");
    let dated_by: Option<DatedBy> = fields.may("dated-by");
    let tested = fields.or("tested", Tested::default());
    let after_loss = fields.or("after-loss", AfterLoss::default());
    let place = if !fields.has("places") {
        Scheduled::always(always)
    } else if always != Place::default() {
        let message = Bilingual::new(
            "「places」と class・workplace などは併せて書けません。一方にまとめてください。",
            "`places` cannot stand beside class, workplace and the like; write all in one of them.",
        );
        fields.complain("places", FindingCode::Contradiction, message);
        return None;
    } else if !fields.has("dated-by") {
        fields.missing("dated-by", DatedBy::accepted());
        return None;
    } else {
        Scheduled { dated_by: dated_by?, values: dated?.0 }
    };
    Some(Where { place, tested, after_loss })
}

fn deadline(fields: &mut Fields<'_>) -> Option<Deadline> {
    let loan_ratio = fields.may("loan-ratio");
    let months: Option<Months> = fields.may("months");
    let from = fields.must("after");
    let extended_by_leave = fields.or("extended-by-leave", false);
    if !fields.has("months") && !fields.has("loan-ratio") {
        fields.missing("months", Months::accepted());
    }
    Some(Deadline { loan_ratio, months: months.unwrap_or_default(), from: from?, extended_by_leave })
}

fn cohorts(fields: &mut Fields<'_>) -> Option<Cohorts> {
    let cohorts = Cohorts { from: fields.may("entered-from"), through: fields.may("entered-through") };
    if let (Some(from), Some(through)) = (cohorts.from, cohorts.through)
        && through < from
    {
        let message = Bilingual::new(
            format!("{through}年度は始まりの{from}年度より前です。"),
            format!("{through} lies before the first cohort {from}."),
        );
        fields.complain("entered-through", FindingCode::OutOfOrder, message);
    }
    Some(cohorts)
}

fn condition(fields: &mut Fields<'_>) -> Option<Condition> {
    let specialties = fields.or("specialty", Vec::new());
    let courses = fields.or("course", Vec::new());
    let condition = Condition { specialties, courses, cohorts: cohorts(fields)? };
    if fields.table().is_empty() {
        fields.missing(
            "specialty",
            Bilingual::new("specialty・course・entered-from のいずれか", "specialty, course or entered-from"),
        );
    }
    Some(condition)
}

tables! {
    Place {
        "{ class = \"…\" } の形の表（class・workplace・department・activity・in-prefecture）",
        "a table such as { class = \"…\" } (class, workplace, department, activity, in-prefecture)",
        place
    }
    Where {
        "{ class = \"…\" } の形の表（数える勤務先・業務）",
        "a table such as { class = \"…\" }: the places and kinds of work that count",
        where_it_counts
    }
    Deadline {
        "{ months = 120, after = \"graduation\" } の形の期限",
        "a deadline such as { months = 120, after = \"graduation\" }",
        deadline
    }
    Cohorts {
        "{ entered-from = 2009 } の形の表（入学年度）",
        "a table such as { entered-from = 2009 } (fiscal years of entry)",
        cohorts
    }
    Condition {
        "{ specialty = \"…\" } の形の条件",
        "a condition such as { specialty = \"…\" }",
        condition
    }
}

impl Shape for Within {
    fn accepted() -> Bilingual {
        let deadline = Deadline::accepted();
        Bilingual::new(
            format!("\"always\"・\"obligation\"（義務年限のうち）・{}", deadline.ja),
            format!("\"always\", \"obligation\" (while it lasts), or {}", deadline.en),
        )
    }
    fn schema() -> Value {
        json!({ "anyOf": [{ "enum": ["always", "obligation"] }, Deadline::schema()] })
    }
    fn read(node: &Node, found: &mut Found) -> Option<Self> {
        match node.text() {
            Some("always") => Some(Within::Always),
            Some("obligation") => Some(Within::Obligation),
            Some(other) => {
                found.error(
                    FindingCode::UnknownWord,
                    node.spot,
                    unknown_word(other, &["always", "obligation"]),
                );
                None
            }
            None if node.table().is_some() => Deadline::read(node, found).map(Within::Deadline),
            None => {
                found.wrong(node, Self::accepted());
                None
            }
        }
    }
}

/// A line of a step table: up to so many loan months, so many owed.
struct Step(Months, Months);

fn step(fields: &mut Fields<'_>) -> Option<Step> {
    let up_to = fields.must("up-to");
    let owed = fields.must("owed");
    Some(Step(up_to?, owed?))
}

tables! {
    Step {
        "{ up-to = 24, owed = 36 } の形の表",
        "a table such as { up-to = 24, owed = 36 } (loan months, months owed)",
        step
    }
}

fn steps(fields: &mut Fields<'_>) -> Option<HowMany> {
    let steps: Vec<(Months, Months)> =
        fields.some("steps")?.into_iter().map(|Step(up_to, owed)| (up_to, owed)).collect();
    if steps.windows(2).any(|pair| pair[1].0 <= pair[0].0) {
        let message = Bilingual::new(
            "up-to を小さい順に書いてください。",
            "write the steps in ascending order of `up-to`.",
        );
        fields.complain("steps", FindingCode::OutOfOrder, message);
        return None;
    }
    Some(HowMany::Steps(steps))
}

fn how_many(fields: &mut Fields<'_>) -> Option<HowMany> {
    let ways = ["loan-ratio", "months", "steps", "largest-of"];
    let given: Vec<&str> = ways.into_iter().filter(|way| fields.has(way)).collect();
    let ratio = fields.may("loan-ratio").map(HowMany::LoanRatio);
    let dated: Option<Values<Months>> = fields.may("months");
    let fixed = scheduled_months(fields, "months", dated).map(HowMany::Fixed);
    let stepped =
        if fields.has("steps") { steps(fields) } else { fields.may::<Vec<Step>>("steps").and(None) };
    let largest = fields.may::<Vec<HowMany>>("largest-of").map(HowMany::LargestOf);
    match given.as_slice() {
        [_] => ratio.or(fixed).or(stepped).or(largest),
        [] => {
            fields.missing("loan-ratio", HowMany::accepted());
            None
        }
        [_, second, ..] => {
            let message = Bilingual::new(
                format!("{}は併せて書けません。大きい方なら largest-of を使ってください。", given.join("と")),
                format!(
                    "{} cannot stand together; for the larger of them use largest-of.",
                    given.join(" and ")
                ),
            );
            fields.complain(second, FindingCode::Contradiction, message);
            None
        }
    }
}

impl Shape for HowMany {
    fn accepted() -> Bilingual {
        Bilingual::new(
            "月数、または { loan-ratio = \"5/3\" }・{ steps = […] }・{ largest-of = […] } の表",
            "a number of months, or a table { loan-ratio = \"5/3\" }, { steps = […] } or { largest-of = […] }",
        )
    }
    fn schema() -> Value {
        json!({ "$ref": "#/$defs/how-many" })
    }
    fn read(node: &Node, found: &mut Found) -> Option<Self> {
        match node.value {
            Tree::Integer(_) => {
                Months::read(node, found).map(|months| HowMany::Fixed(Scheduled::always(months)))
            }
            _ => {
                let mut fields = Fields::of(node, found, Self::accepted)?;
                let value = how_many(&mut fields);
                fields.finish();
                value
            }
        }
    }
}

/// The JSON Schema of [`HowMany`], which refers to itself.
pub(super) fn how_many_schema() -> Value {
    let table = table_schema(|fields| {
        how_many(fields);
    });
    json!({ "anyOf": [Months::schema(), table] })
}
