//! The kinds of rule by their names in documents, and the parameters of each.

use kernel::{Bilingual, Months, Share};
use serde_json::{Value, json};

use super::fields::{Fields, Found, Shape, choices, table_schema, unknown_word};
use super::finding::FindingCode;
use super::places::how_many_if_given;
use super::tree::Node;
use crate::edition::{
    Attested, Concurrency, DistinctBlocks, EmployerAndWorkplace, HowMany, InitialTraining, MilestoneBy,
    MinimumStay, MonthsInClass, MonthsOwed, NoticeOfChange, OutsidePrefecture, Place, Release, Requirement,
    StayInEachGroup, Supervision, SuspensionCap, TrainingMonths,
};

/// A kind of rule as documents name it.
pub(super) struct Kind {
    /// Its word under `kind`.
    pub name: &'static str,
    /// Its Japanese name.
    pub ja: &'static str,
    /// Reads its parameters.
    pub read: fn(&mut Fields<'_>) -> Option<Requirement>,
}

/// All kinds, most important first.
pub(super) const KINDS: &[Kind] = &[
    Kind { name: "months-owed", ja: "義務年限", read: months_owed },
    Kind { name: "months-in-class", ja: "区分別の勤務月数", read: months_in_class },
    Kind { name: "minimum-stay", ja: "最低勤務期間", read: minimum_stay },
    Kind { name: "stay-in-each-group", ja: "各群での勤務", read: stay_in_each_group },
    Kind { name: "distinct-blocks", ja: "異なるブロックでの勤務", read: distinct_blocks },
    Kind { name: "training-months", ja: "専門研修の月数", read: training_months },
    Kind { name: "milestone-by", ja: "期限までの到達", read: milestone_by },
    Kind { name: "initial-training", ja: "初期臨床研修", read: initial_training },
    Kind { name: "suspension-cap", ja: "中断の上限", read: suspension_cap },
    Kind { name: "supervision", ja: "指導医", read: supervision },
    Kind { name: "notice-of-change", ja: "異動の予告", read: notice_of_change },
    Kind { name: "release", ja: "義務の終了", read: release },
    Kind { name: "outside-prefecture", ja: "県外での勤務", read: outside_prefecture },
    Kind { name: "employer-and-workplace", ja: "所属と勤務先", read: employer_and_workplace },
    Kind { name: "attested", ja: "確認事項", read: attested },
    Kind { name: "all-of", ja: "すべて", read: all_of },
    Kind { name: "any-of", ja: "いずれか", read: any_of },
    Kind { name: "at-least", ja: "いくつか以上", read: at_least },
    Kind { name: "if-then", ja: "条件つき", read: if_then },
    Kind { name: "not-known", ja: "内容不明", read: not_known },
];

choices! {
    Concurrency { "at-once" => Concurrency::AtOnce, "in-sequence" => Concurrency::InSequence }
}

/// Reads what a table's `kind` names. None with `known` false: the kind itself is missing or unknown, so that nothing
/// can be said of the other keys.
pub(super) fn requirement(fields: &mut Fields<'_>, known: &mut bool) -> Option<Requirement> {
    *known = false;
    let name: String = fields.must("kind")?;
    match KINDS.iter().find(|kind| kind.name == name) {
        Some(kind) => {
            *known = true;
            (kind.read)(fields)
        }
        None => {
            let words: Vec<&str> = KINDS.iter().map(|kind| kind.name).collect();
            fields.complain("kind", FindingCode::UnknownWord, unknown_word(&name, &words));
            None
        }
    }
}

impl Shape for Requirement {
    fn accepted() -> Bilingual {
        Bilingual::new("kind を持つ表", "a table with a `kind`")
    }
    fn schema() -> Value {
        json!({ "$ref": "#/$defs/requirement" })
    }
    fn read(node: &Node, found: &mut Found) -> Option<Self> {
        let mut fields = Fields::of(node, found, Self::accepted)?;
        let mut known = false;
        let value = requirement(&mut fields, &mut known);
        if known {
            fields.finish();
        }
        value
    }
}

/// One JSON Schema per kind: the keys that every such table has, then those of the kind.
pub(super) fn schemas(common: impl Fn(&mut Fields<'_>)) -> Value {
    let of_kind = |kind: &Kind| {
        let mut schema = table_schema(|fields| {
            fields.must::<String>("kind");
            common(fields);
            (kind.read)(fields);
        });
        schema["properties"]["kind"] = json!({ "const": kind.name, "description": kind.ja });
        schema
    };
    json!({ "oneOf": KINDS.iter().map(of_kind).collect::<Vec<_>>() })
}

fn months_owed(fields: &mut Fields<'_>) -> Option<Requirement> {
    let owed = fields.must("owed");
    let at = fields.must("at");
    let window = fields.may("window");
    let concurrent_with_others = fields.or("concurrency", Concurrency::default());
    Some(Requirement::MonthsOwed(MonthsOwed { owed: owed?, at: at?, window, concurrent_with_others }))
}

fn months_in_class(fields: &mut Fields<'_>) -> Option<Requirement> {
    let at = fields.must("at");
    let least = how_many_if_given(fields, "least");
    let most = how_many_if_given(fields, "most");
    let within = fields.must("within");
    if !fields.has("least") && !fields.has("most") {
        fields.missing("least", Bilingual::new("least か most の月数", "least or most, in months"));
    }
    if let Some((low, high)) = least.as_ref().zip(most.as_ref()).and_then(crossed) {
        let message = Bilingual::new(
            format!("most（{high}）が least（{low}）より小さいので、満たせません。"),
            format!("most ({high}) is less than least ({low}), so nobody can meet it."),
        );
        fields.complain("most", FindingCode::Contradiction, message);
    }
    Some(Requirement::MonthsInClass(MonthsInClass { at: at?, least, most, within: within? }))
}

/// The two bounds, where the higher lies below the lower for everybody.
fn crossed((least, most): (&HowMany, &HowMany)) -> Option<(String, String)> {
    match (least, most) {
        (HowMany::LoanRatio(low), HowMany::LoanRatio(high)) if high < low => {
            Some((low.to_string(), high.to_string()))
        }
        (HowMany::Fixed(low), HowMany::Fixed(high)) => {
            match (low.values.as_slice(), high.values.as_slice()) {
                ([(None, low)], [(None, high)]) if high < low => Some((low.to_string(), high.to_string())),
                _ => None,
            }
        }
        _ => None,
    }
}

fn minimum_stay(fields: &mut Fields<'_>) -> Option<Requirement> {
    let least = fields.must("least");
    let at = fields.or("at", Place::default());
    Some(Requirement::MinimumStay(MinimumStay { least: least?, at }))
}

fn stay_in_each_group(fields: &mut Fields<'_>) -> Option<Requirement> {
    let groups = fields.some("groups");
    let least = fields.must("least");
    let within = fields.must("within");
    Some(Requirement::StayInEachGroup(StayInEachGroup { groups: groups?, least: least?, within: within? }))
}

fn distinct_blocks(fields: &mut Fields<'_>) -> Option<Requirement> {
    let scheme = fields.must("scheme");
    let blocks: Option<u32> = fields.must("blocks");
    let least = fields.must("least");
    let within = fields.must("within");
    Some(Requirement::DistinctBlocks(DistinctBlocks {
        scheme: scheme?,
        blocks: blocks? as usize,
        least: least?,
        within: within?,
    }))
}

fn training_months(fields: &mut Fields<'_>) -> Option<Requirement> {
    let within = fields.must("within");
    Some(Requirement::TrainingMonths(TrainingMonths { within: within? }))
}

fn milestone_by(fields: &mut Fields<'_>) -> Option<Requirement> {
    let milestone = fields.must("milestone");
    let deadline = fields.must("by");
    let after_training = fields.may("after-training");
    Some(Requirement::MilestoneBy(MilestoneBy { milestone: milestone?, deadline: deadline?, after_training }))
}

fn initial_training(fields: &mut Fields<'_>) -> Option<Requirement> {
    let months = fields.must("months");
    let at = fields.must("at");
    Some(Requirement::InitialTraining(InitialTraining { months: months?, at: at? }))
}

fn suspension_cap(fields: &mut Fields<'_>) -> Option<Requirement> {
    let kinds = fields.some("kinds");
    let most = fields.must("most");
    Some(Requirement::SuspensionCap(SuspensionCap { kinds: kinds?, most: most? }))
}

fn supervision(fields: &mut Fields<'_>) -> Option<Requirement> {
    let least = fields.must("least");
    Some(Requirement::Supervision(Supervision { least: least? }))
}

fn notice_of_change(fields: &mut Fields<'_>) -> Option<Requirement> {
    let least = fields.must("least");
    Some(Requirement::NoticeOfChange(NoticeOfChange { least: least? }))
}

fn release(fields: &mut Fields<'_>) -> Option<Requirement> {
    let requires = fields.some("requires");
    Some(Requirement::Release(Release { requires: requires? }))
}

fn outside_prefecture(fields: &mut Fields<'_>) -> Option<Requirement> {
    let most = fields.must("most");
    let activities = fields.or("activity", Vec::new());
    let from_month: Option<Months> = fields.may("from-month");
    let until_month: Option<Months> = fields.may("until-month");
    if let (Some(from), Some(until)) = (from_month, until_month)
        && until <= from
    {
        let message = Bilingual::new(
            format!("until-month（{until}）が from-month（{from}）より後になっていません。"),
            format!("until-month ({until}) does not come after from-month ({from})."),
        );
        fields.complain("until-month", FindingCode::OutOfOrder, message);
    }
    Some(Requirement::OutsidePrefecture(OutsidePrefecture {
        most: most?,
        activities,
        from_month,
        until_month,
    }))
}

fn employer_and_workplace(fields: &mut Fields<'_>) -> Option<Requirement> {
    let at = fields.or("at", Place::default());
    let secondment = fields.must("secondment");
    let least_share = fields.must::<Share>("least-share");
    Some(Requirement::EmployerAndWorkplace(EmployerAndWorkplace {
        at,
        secondment: secondment?,
        least_share: least_share?,
    }))
}

fn attested(fields: &mut Fields<'_>) -> Option<Requirement> {
    let fact = fields.must("fact");
    Some(Requirement::Attested(Attested { fact: fact? }))
}

fn all_of(fields: &mut Fields<'_>) -> Option<Requirement> {
    fields.some("of").map(Requirement::AllOf)
}

fn any_of(fields: &mut Fields<'_>) -> Option<Requirement> {
    fields.some("of").map(Requirement::AnyOf)
}

fn at_least(fields: &mut Fields<'_>) -> Option<Requirement> {
    let count: Option<u32> = fields.must("count");
    let of: Option<Vec<Requirement>> = fields.some("of");
    let (count, of) = (count? as usize, of?);
    if count > of.len() {
        let parts = of.len();
        let message = Bilingual::new(
            format!("{parts}件のうち{count}件以上は満たせません。"),
            format!("{count} of {parts} cannot be met."),
        );
        fields.complain("count", FindingCode::Contradiction, message);
    }
    Some(Requirement::AtLeast { count, of })
}

fn if_then(fields: &mut Fields<'_>) -> Option<Requirement> {
    let when = fields.must("when");
    let then: Option<Requirement> = fields.must("then");
    Some(Requirement::IfThen { when: when?, then: Box::new(then?) })
}

fn not_known(fields: &mut Fields<'_>) -> Option<Requirement> {
    let missing = fields.must("missing");
    Some(Requirement::NotKnown { missing: missing? })
}
