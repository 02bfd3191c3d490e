//! What a kind of rule answers, before force, waiver and subject are taken into account.

use std::collections::BTreeSet;

use kernel::{Bilingual, Date, Fraction, LeaveKind, Months, WorkplaceId};

use crate::{
    counting::UnknownLeave,
    facts::RecordClass,
    verdict::{Counted, Standing},
};

/// A table or fact without which nothing can be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Missing(pub Bilingual);

impl Missing {
    pub fn new(ja: impl Into<String>, en: impl Into<String>) -> Self {
        Self(Bilingual::new(ja, en))
    }

    pub fn loan() -> Self {
        Self::new(
            "貸与の記録（必要な月数を貸与月数から求めるため）",
            "the loan, from which the number of months follows",
        )
    }

    pub fn enrolment() -> Self {
        Self::new("専門研修プログラムへの登録", "enrolment in a specialist training programme")
    }

    pub fn obligation() -> Self {
        Self::new("同じ版の義務年限の定め", "a rule of months owed in the same edition")
    }

    pub fn class(class: &str) -> Self {
        Self::new(format!("区分「{class}」の表"), format!("the table of the class “{class}”"))
    }

    pub fn workplace(workplace: &WorkplaceId) -> Self {
        Self::new(format!("医療機関「{workplace}」の台帳"), format!("workplace “{workplace}” in the tables"))
    }
}

impl From<UnknownLeave> for Missing {
    fn from(UnknownLeave(kind): UnknownLeave) -> Self {
        let kind: LeaveKind = kind;
        Self::new(
            format!("休業の種類「{kind}」の取扱い（版の算入方法に定めがありません）"),
            format!("what a leave of the kind “{kind}” does; the edition's counting does not say"),
        )
    }
}

/// How a requirement stands, with the sums behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub standing: Standing,
    pub counted: Vec<Counted>,
    pub done: Option<Fraction>,
    pub planned: Option<Fraction>,
    pub needed: Option<Fraction>,
    pub by: Option<Date>,
    pub slack: Option<Months>,
    pub overdue: bool,
    pub sentence: Bilingual,
    pub facts: BTreeSet<RecordClass>,
    pub missing: Vec<Bilingual>,
}

impl Outcome {
    /// A standing and its sentence; everything else empty.
    pub fn new(standing: Standing, sentence: Bilingual) -> Self {
        Self {
            standing,
            counted: Vec::new(),
            done: None,
            planned: None,
            needed: None,
            by: None,
            slack: None,
            overdue: false,
            sentence,
            facts: BTreeSet::from([RecordClass::Personal]),
            missing: Vec::new(),
        }
    }

    /// A standing that nobody reads about.
    pub fn silent(standing: Standing) -> Self {
        let sentence = Bilingual { ja: String::new(), en: String::new() };
        Self { facts: BTreeSet::new(), ..Self::new(standing, sentence) }
    }

    /// 判定不能.
    pub fn unknown(missing: Vec<Bilingual>) -> Self {
        let ja: Vec<&str> = missing.iter().map(|text| text.ja.as_str()).collect();
        let en: Vec<&str> = missing.iter().map(|text| text.en.as_str()).collect();
        let sentence = Bilingual::new(
            format!("判定できません。不足しているもの：{}。", ja.join("、")),
            format!("Cannot be judged. Missing: {}.", en.join("; ")),
        );
        Self { missing, ..Self::new(Standing::CannotBeJudged, sentence) }
    }

    /// 対象外.
    pub fn not_applicable() -> Self {
        let sentence =
            Bilingual::new("この規定の対象ではありません。", "This rule does not concern the person.");
        Self::new(Standing::NotApplicable, sentence)
    }
}

impl From<Missing> for Outcome {
    fn from(missing: Missing) -> Self {
        Self::unknown(vec![missing.0])
    }
}
