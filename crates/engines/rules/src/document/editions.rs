//! An edition's document: its head, how it counts, its courses and rules.

use std::collections::BTreeMap;

use kernel::{Bilingual, Date, Fraction, LeaveKind, Months, Period, Share};
use serde_json::{Value, json};

use super::fields::{Fields, Found, Shape, choices, table_schema, tables};
use super::finding::FindingCode;
use super::kinds::{requirement, schemas};
use super::tree::{Node, json_map};
use crate::edition::{
    Cohorts, Concurrent, Counting, Course, Edition, Force, LeaveEffect, Parameters, PartTime, Requirement,
    Rounding, Rule, ServiceDuringLeave, Source, Subject, Unit,
};

choices! {
    Force {
        "must" => Force::Must,
        "principle" => Force::Principle,
        "effort" => Force::Effort,
        "may" => Force::May,
    }
    Subject {
        "person" => Subject::Person,
        "programme" => Subject::Programme,
        "office" => Subject::Office,
        "hospital" => Subject::Hospital,
    }
    Rounding { "none" => Rounding::None, "down" => Rounding::Down, "up" => Rounding::Up }
    PartTime { "pro-rata" => PartTime::ProRata, "half" => PartTime::Half, "none" => PartTime::None }
    Concurrent { "sum" => Concurrent::Sum, "largest" => Concurrent::Largest }
    ServiceDuringLeave {
        "counts" => ServiceDuringLeave::Counts,
        "neither" => ServiceDuringLeave::Neither,
        "stops" => ServiceDuringLeave::Stops,
    }
    UnitWord {
        "calendar-months" => UnitWord::CalendarMonths,
        "thirtieths" => UnitWord::Thirtieths,
        "days" => UnitWord::Days,
    }
}

/// The unit's word; days also need how many make a month.
enum UnitWord {
    CalendarMonths,
    Thirtieths,
    Days,
}

fn unit(fields: &mut Fields<'_>) -> Option<Unit> {
    let word = fields.must("unit");
    let days_per_month: Option<Fraction> = fields.may("days-per-month");
    match word? {
        UnitWord::CalendarMonths => Some(Unit::CalendarMonths),
        UnitWord::Thirtieths => Some(Unit::Thirtieths),
        UnitWord::Days if !fields.has("days-per-month") => {
            let accepted = Bilingual::new(
                "1か月とみなす日数（30 や \"365/12\"）",
                "the days of a month (30 or \"365/12\")",
            );
            fields.missing("days-per-month", accepted);
            None
        }
        UnitWord::Days => {
            let days_per_month = days_per_month?;
            if days_per_month < Fraction::whole(28) || days_per_month > Fraction::whole(31) {
                let message = Bilingual::new(
                    format!("1か月を{days_per_month}日とはできません。28から31までとしてください。"),
                    format!("a month cannot have {days_per_month} days; write 28 to 31."),
                );
                fields.complain("days-per-month", FindingCode::OutOfRange, message);
            }
            Some(Unit::Days { days_per_month })
        }
    }
}

fn counting(fields: &mut Fields<'_>) -> Option<Counting> {
    let unit = unit(fields);
    let rounding = fields.or("rounding", Rounding::default());
    let full_time_from = fields.must::<Share>("full-time-from");
    let part_time = fields.must("part-time");
    let concurrent = fields.must("concurrent");
    let side_posts = fields.must("side-posts");
    let leaves = fields.or("leave", Effects::default()).0;
    let leave_caps = fields.or("leave-caps", Caps::default()).0;
    Some(Counting {
        unit: unit?,
        rounding,
        full_time_from: full_time_from?,
        part_time: part_time?,
        concurrent: concurrent?,
        side_posts: side_posts?,
        leaves,
        leave_caps,
    })
}

/// What each kind of leave does.
#[derive(Default)]
struct Effects(BTreeMap<LeaveKind, LeaveEffect>);

/// Caps by name.
#[derive(Default)]
struct Caps(BTreeMap<String, Months>);

/// Reads a table whose keys the writer chooses.
fn map<K: std::str::FromStr + Ord, V: Shape>(
    node: &Node,
    found: &mut Found,
    accepted: Bilingual,
) -> Option<BTreeMap<K, V>> {
    let Some(table) = node.table() else {
        found.wrong(node, accepted);
        return None;
    };
    let mut sound = true;
    let mut read = BTreeMap::new();
    for (key, node) in table {
        let entry = found.within(key, |found| match key.parse() {
            Ok(key) => Some((key, V::read(node, found)?)),
            Err(_) => {
                found.wrong(node, accepted.clone());
                None
            }
        });
        sound &= entry.is_some();
        read.extend(entry);
    }
    sound.then_some(read)
}

impl Shape for Effects {
    fn accepted() -> Bilingual {
        Bilingual::new(
            "休業の種類ごとの扱い（childcare = \"stops\" など）",
            "kinds of leave and what each does (childcare = \"stops\")",
        )
    }
    fn schema() -> Value {
        json!({ "type": "object", "additionalProperties": LeaveEffect::schema() })
    }
    fn read(node: &Node, found: &mut Found) -> Option<Self> {
        map(node, found, Self::accepted()).map(Effects)
    }
}

impl Shape for Caps {
    fn accepted() -> Bilingual {
        Bilingual::new("上限の名前と月数（study = 24 など）", "names of caps with their months (study = 24)")
    }
    fn schema() -> Value {
        json!({ "type": "object", "additionalProperties": Months::schema() })
    }
    fn read(node: &Node, found: &mut Found) -> Option<Self> {
        map(node, found, Self::accepted()).map(Caps)
    }
}

fn leave_effect(fields: &mut Fields<'_>) -> Option<LeaveEffect> {
    let service = fields.must("service");
    let cap: Option<String> = fields.may("cap");
    let stops_loan = fields.or("stops-loan", false);
    Some(LeaveEffect { service: service?, cap, stops_loan })
}

impl Shape for LeaveEffect {
    fn accepted() -> Bilingual {
        Bilingual::new(
            "\"counts\"（勤務とみなす）・\"neither\"（数えず止めず）・\"stops\"（中断）、または { service = \"stops\", cap = \"…\", stops-loan = true }",
            "\"counts\", \"neither\" or \"stops\", or { service = \"stops\", cap = \"…\", stops-loan = true }",
        )
    }
    fn schema() -> Value {
        let table = table_schema(|fields| {
            leave_effect(fields);
        });
        json!({ "anyOf": [ServiceDuringLeave::schema(), table] })
    }
    fn read(node: &Node, found: &mut Found) -> Option<Self> {
        if node.text().is_some() {
            let service = ServiceDuringLeave::read(node, found)?;
            return Some(LeaveEffect { service, cap: None, stops_loan: false });
        }
        let mut fields = Fields::of(node, found, Self::accepted)?;
        let value = leave_effect(&mut fields);
        fields.finish();
        value
    }
}

fn period(fields: &mut Fields<'_>) -> Option<Period> {
    let from: Option<Date> = fields.must("from");
    let until: Option<Date> = fields.may("until");
    let through: Option<Date> = fields.may("through");
    if fields.has("until") && fields.has("through") {
        let message = Bilingual::new(
            "until（その日を含まない）と through（その日まで）は、どちらか一方だけ書いてください。",
            "write either `until` (that day not included) or `through` (that day included).",
        );
        fields.complain("through", FindingCode::Contradiction, message);
        return None;
    }
    let (from, until) = (from?, until.or(through.map(Date::next)));
    if until.is_some_and(|until| until <= from) {
        let key = if fields.has("until") { "until" } else { "through" };
        let message = Bilingual::new("終わりが始まりより前です。", "it ends before it begins.");
        fields.complain(key, FindingCode::OutOfOrder, message);
        return None;
    }
    Some(Period { from, until })
}

fn source(fields: &mut Fields<'_>) -> Option<Source> {
    let title: Option<String> = fields.must("title");
    let url = fields.may("url");
    let read_on = fields.may("read-on");
    Some(Source { title: title?, url, read_on })
}

fn course(fields: &mut Fields<'_>) -> Option<Course> {
    let id = fields.must("id");
    let name = fields.must("name");
    Some(Course { id: id?, name: name? })
}

/// Confirmed on, by whom.
struct Confirmed(Date, String);

fn confirmed(fields: &mut Fields<'_>) -> Option<Confirmed> {
    let on = fields.must("on");
    let by = fields.must("by");
    Some(Confirmed(on?, by?))
}

tables! {
    Counting {
        "数え方の表（unit・full-time-from・part-time・concurrent・side-posts など）",
        "a table of how service is counted (unit, full-time-from, part-time, concurrent, side-posts)",
        counting
    }
    Period {
        "{ from = \"2013-04-01\" } の形の期間（終わりは until か through）",
        "a period such as { from = \"2013-04-01\" } (its end: until or through)",
        period
    }
    Source {
        "{ title = \"…\", url = \"…\", read-on = \"2026-11-01\" } の形の出典",
        "a source such as { title = \"…\", url = \"…\", read-on = \"2026-11-01\" }",
        source
    }
    Course {
        "{ id = \"…\", name = { ja = \"…\", en = \"…\" } } の形のコース",
        "a course such as { id = \"…\", name = { ja = \"…\", en = \"…\" } }",
        course
    }
    Confirmed {
        "{ on = \"2026-11-01\", by = \"医務課\" } の形の表",
        "a table such as { on = \"2026-11-01\", by = \"…\" }",
        confirmed
    }
    Edition {
        "版の文書",
        "the document of an edition",
        edition
    }
}

/// What every rule says beside its kind and parameters. It demands nothing yet.
fn rule_head(fields: &mut Fields<'_>) -> Option<Rule> {
    let id = fields.must("id");
    let force = fields.must("force");
    let subject = fields.must("subject");
    let sentence = fields.must("sentence");
    let source = fields.must("source");
    let courses = fields.or("course", Vec::new());
    let binds = fields.or("binds", Cohorts::default());
    let confirmed: Option<Confirmed> = fields.may("confirmed");
    let note = fields.may("note");
    let counting = fields.may("counting");
    Some(Rule {
        id: id?,
        sentence: sentence?,
        source: source?,
        force: force?,
        subject: subject?,
        courses,
        binds,
        confirmed: confirmed.map(|Confirmed(on, by)| (on, by)),
        note,
        requirement: Requirement::AllOf(Vec::new()),
        counting,
        parameters: Parameters(json_map(fields.table())),
    })
}

impl Shape for Rule {
    fn accepted() -> Bilingual {
        Bilingual::new(
            "id・kind・sentence などを持つ [[rule]] の表",
            "a [[rule]] table with id, kind, sentence and so on",
        )
    }
    fn schema() -> Value {
        json!({ "$ref": "#/$defs/rule" })
    }
    fn read(node: &Node, found: &mut Found) -> Option<Self> {
        let mut fields = Fields::of(node, found, Self::accepted)?;
        let rule = rule_head(&mut fields);
        let mut known = false;
        let demanded = requirement(&mut fields, &mut known);
        if known {
            fields.finish();
        }
        Some(Rule { requirement: demanded?, ..rule? })
    }
}

/// The JSON Schema of a rule: one for each kind.
pub(super) fn rule_schema() -> Value {
    schemas(|fields| {
        rule_head(fields);
    })
}

fn edition(fields: &mut Fields<'_>) -> Option<Edition> {
    let id = fields.must("id");
    let name = fields.must("name");
    let issuer: Option<String> = fields.must("issuer");
    let validity = fields.must("validity");
    let source = fields.must("source");
    let binds = fields.or("binds", Cohorts::default());
    let fictitious = fields.or("fictitious", false);
    let assumed = fields.or("assumed", Vec::new());
    let courses = fields.or("course", Vec::new());
    let counting = fields.must("counting");
    let rules = fields.some("rule");
    Some(Edition {
        id: id?,
        name: name?,
        issuer: issuer?,
        validity: validity?,
        source: source?,
        binds,
        courses,
        fictitious,
        assumed,
        counting: counting?,
        rules: rules?,
        document: json_map(fields.table()),
    })
}
