//! 勤務歴・休業・個別特例・異動の通知: the records of careers, and what cannot hold among them.

use std::collections::BTreeMap;

use kernel::{CommitmentId, Date, EngagementId, LeaveKind, PersonId, RuleId, Share, WorkplaceId};
use rules::{Activity, Engagement, EngagementStatus, Known, Leave, Notice, Parameters, Waiver};
use serde_json::{Map, Value};

use super::{Build, contradiction, people::People};
use crate::{
    choice::{LEAVE_KINDS, Shown},
    finding::{Code, Message},
    nearest::nearest,
    rows::career::{EngagementRow, WaiverRow},
    table::SheetKey::{Engagements, Leaves, Notices, Waivers},
};

/// Training begins in April, the licence is registered some weeks later: so many months before it are no slip.
const LICENCE_LAG: i32 = 3;

impl Build<'_> {
    /// Hands each engagement to its person, and tests it against the person's others.
    pub fn engagements(&mut self, people: &mut People) {
        let mut taken: BTreeMap<PersonId, Vec<(Engagement, u32)>> = BTreeMap::new();
        for row in &self.roster.engagements {
            let at = |column| (Engagements, row.row, column);
            let person: Option<PersonId> = self.refer(|names| &names.people, at("person"), &row.person);
            let Some(engagement) = self.engagement(row) else { continue };
            let Some(id) = person else { continue };
            let Some(person) = people.get(&id) else { continue };
            self.check_begin(row, person.career.graduated, person.career.licensed);
            let others = taken.entry(id).or_default();
            if let Some(message) = clash(&engagement, others) {
                self.error(at("from"), &engagement.period.from.to_string(), message);
            }
            person.career.engagements.push(engagement.clone());
            others.push((engagement, row.row));
        }
    }

    fn engagement(&mut self, row: &EngagementRow) -> Option<Engagement> {
        let at = |column| (Engagements, row.row, column);
        let text = if row.id.is_empty() { format!("勤務歴:{}", row.row) } else { row.id.clone() };
        let id: Option<EngagementId> = self.id(at("id"), &text);
        let workplace = self.refer(|names| &names.facilities, at("workplace"), &row.workplace);
        let employer: Option<WorkplaceId> =
            self.refer(|names| &names.facilities, at("employer"), &row.employer);
        let department = self.department(at("department"), &row.department);
        let period = self.period(at("through"), row.from, row.through);
        let begun = row.from.zip(self.roster.settings.valid_on).is_some_and(|(from, day)| from <= day);
        let status = match row.status {
            Some(status @ (EngagementStatus::Served | EngagementStatus::Verified)) if !begun => {
                let message = contradiction(
                    "まだ始まっていない勤務です。状態を「予定」か「内定」にしてください。",
                    "This has not begun yet; its status must be planned or confirmed.",
                );
                self.error(at("status"), "", message);
                status
            }
            Some(status) => status,
            None if begun => EngagementStatus::Served,
            None => EngagementStatus::Planned,
        };
        let workplace: WorkplaceId = workplace?;
        Some(Engagement {
            id: id?,
            employer: employer.filter(|employer| *employer != workplace),
            workplace,
            department: department?,
            activity: row.activity.unwrap_or(Activity::Clinical),
            period: period?,
            share: row.share.unwrap_or(Share::FULL),
            side: row.side,
            status,
            known: Known::default(),
        })
    }

    /// Work before graduation or before the licence.
    fn check_begin(&mut self, row: &EngagementRow, graduated: Option<Date>, licensed: Option<Date>) {
        let Some(from) = row.from else { return };
        let at = (Engagements, row.row, "from");
        if let Some(day) = graduated.filter(|day| from < *day) {
            self.error(at, &from.to_string(), too_early("卒業日", "graduation", day));
        } else if let Some(day) = licensed.filter(|day| from < day.plus_months(-LICENCE_LAG)) {
            self.error(at, &from.to_string(), too_early("医籍登録日", "the licence", day));
        }
    }

    /// Hands each leave to its person.
    pub fn leaves(&mut self, people: &mut People) {
        for row in &self.roster.leaves {
            let at = |column| (Leaves, row.row, column);
            let person: Option<PersonId> = self.refer(|names| &names.people, at("person"), &row.person);
            let kind = self.leave_kind(row.row, &row.kind);
            let period = self.period(at("through"), row.from, row.through);
            let (Some(person), Some(kind), Some(period)) = (person, kind, period) else { continue };
            let Some(person) = people.get(&person) else { continue };
            if person.career.graduated.is_some_and(|day| period.from < day) {
                self.note(at("from"), &period.from.to_string(), leave_of_student());
            }
            if let Some(other) = person.career.leaves.iter().find(|other| other.period.overlaps(period)) {
                let message = leaves_overlap(&other.period.to_string());
                self.error(at("from"), &period.from.to_string(), message);
            }
            person.career.leaves.push(Leave { kind, period, known: Known::default() });
        }
    }

    /// The key that editions use for a kind of leave; another word is an edition's own, with a note.
    fn leave_kind(&mut self, row: u32, text: &str) -> Option<LeaveKind> {
        let at = (Leaves, row, "kind");
        if let Some(shown) = Shown::find(LEAVE_KINDS, text).and_then(|place| LEAVE_KINDS.get(place)) {
            return self.id(at, shown.key);
        }
        if !text.is_empty() {
            let guess = nearest(text, LEAVE_KINDS.iter().map(|kind| kind.ja));
            let (ja, en) = guess.map_or_else(Default::default, |guess| {
                (
                    format!("「{guess}」のことなら直してください。"),
                    format!(" If “{guess}” is meant, correct it."),
                )
            });
            let message = Message::new(
                Code::CellChoice,
                format!(
                    "「{text}」は一覧にない休業の種類です。{ja}版がこの種類を知らなければ、判定できません。"
                ),
                format!(
                    "“{text}” is no kind of leave on the list.{en} Unless the edition knows it, nothing can be judged."
                ),
            );
            self.note(at, text, message);
        }
        self.id(at, text)
    }

    /// Rows of one person, commitment, rule and first day make one waiver.
    pub fn waivers(&mut self, people: &mut People) {
        for row in &self.roster.waivers {
            let at = |column| (Waivers, row.row, column);
            let person: Option<PersonId> = self.refer(|names| &names.people, at("person"), &row.person);
            let commitment: Option<CommitmentId> = self.id(at("commitment"), &row.commitment);
            let rule: Option<RuleId> = self.id(at("rule"), &row.rule);
            let period = self.period(at("through"), row.from, row.through);
            let (Some(person), Some(commitment), Some(rule), Some(period), Some(decided_on)) =
                (person, commitment, rule, period, row.decided_on)
            else {
                continue;
            };
            let Some(person) = people.get(&person) else { continue };
            let replaces = Parameters(Map::from_iter([(row.parameter.clone(), parameter(&row.value))]));
            let edition = person.career.commitments.iter().find(|other| other.id == commitment);
            self.check_waiver(row, edition.map(|commitment| commitment.edition.as_str()), &replaces);
            let same =
                person.career.waivers.iter_mut().find(|other| {
                    other.commitment == commitment && other.rule == rule && other.period == period
                });
            match same {
                Some(waiver) => waiver.replaces.0.extend(replaces.0),
                None => person.career.waivers.push(Waiver {
                    commitment,
                    rule,
                    replaces,
                    ground: row.ground.clone(),
                    decided_by: row.decided_by.clone(),
                    decided_on,
                    period,
                    known: Known::default(),
                }),
            }
        }
    }

    /// A waiver of a commitment, rule or key that there is not.
    fn check_waiver(&mut self, row: &WaiverRow, edition: Option<&str>, replaces: &Parameters) {
        let at = |column| (Waivers, row.row, column);
        let Some(edition) = edition else {
            let message = Message::new(
                Code::UnknownReference,
                format!(
                    "この人に約束「{}」はありません。「義務・約束」の約束IDを入力してください。",
                    row.commitment
                ),
                format!(
                    "This person has no commitment “{}”; enter an id from the sheet Commitments.",
                    row.commitment
                ),
            );
            return self.error(at("commitment"), &row.commitment, message);
        };
        let Some(edition) = self.editions.get(edition) else { return };
        let Some(rule) = edition.rules.iter().find(|rule| rule.id.as_str() == row.rule) else {
            let rules: Vec<&str> = edition.rules.iter().map(|rule| rule.id.as_str()).collect();
            let message = Message::new(
                Code::UnknownReference,
                format!("版「{}」に規則「{}」はありません。規則: {}", edition.id, row.rule, rules.join("、")),
                format!(
                    "Edition “{}” has no rule “{}”. Its rules: {}",
                    edition.id,
                    row.rule,
                    rules.join(", ")
                ),
            );
            return self.error(at("rule"), &row.rule, message);
        };
        if let Err(findings) = rule.replaced(replaces) {
            let ja: Vec<String> = findings.iter().map(|finding| finding.message.ja.clone()).collect();
            let en: Vec<String> = findings.iter().map(|finding| finding.message.en.clone()).collect();
            self.error(at("value"), &row.value, Message::new(Code::Refused, ja.join(" "), en.join(" ")));
        }
    }

    /// Hands each notice to its person.
    pub fn notices(&mut self, people: &mut People) {
        for row in &self.roster.notices {
            let at = |column| (Notices, row.row, column);
            let person: Option<PersonId> = self.refer(|names| &names.people, at("person"), &row.person);
            let (Some(person), Some(given), Some(effective)) = (person, row.given, row.effective) else {
                continue;
            };
            if let Some(person) = people.get(&person) {
                person.career.notices.push(Notice { given, effective, known: Known::default() });
            }
        }
    }
}

/// A whole number, JSON, or a text as it stands.
fn parameter(text: &str) -> Value {
    if let Ok(number) = text.parse::<i64>() {
        return Value::from(number);
    }
    let structured = text.starts_with(['{', '[', '"']) || matches!(text, "true" | "false");
    let parsed = structured.then(|| serde_json::from_str(text).ok()).flatten();
    parsed.unwrap_or_else(|| Value::from(text))
}

/// Why a main engagement cannot lie beside earlier rows: together they are more than full time, or the same twice.
fn clash(new: &Engagement, others: &[(Engagement, u32)]) -> Option<Message> {
    for (other, row) in others.iter().filter(|(other, _)| other.period.overlaps(new.period)) {
        if other.workplace == new.workplace
            && other.department == new.department
            && other.period == new.period
        {
            return Some(Message::new(
                Code::Duplicate,
                format!("{row}行目と同じ勤務です。どちらかを消してください。"),
                format!("Row {row} holds the same engagement; remove one of them."),
            ));
        }
        let shares = u32::from(other.share.as_percent()) + u32::from(new.share.as_percent());
        if !other.side && !new.side && shares > 100 {
            return Some(Message::new(
                Code::PeriodOverlap,
                format!(
                    "{row}行目の主たる勤務（{}）と期間が重なり、勤務割合が合わせて{shares}%です。期間か割合を直すか、応援なら「兼務」を ○ にしてください。",
                    other.period
                ),
                format!(
                    "It overlaps the main engagement of row {row} ({}), together {shares}%. Correct period or share, or mark it as a side post.",
                    other.period
                ),
            ));
        }
    }
    None
}

fn too_early(ja: &str, en: &str, day: Date) -> Message {
    Message::new(
        Code::OutOfTime,
        format!("{ja}（{}）より前の勤務です。どちらかの日付を直してください。", day.to_era()),
        format!("This lies before {en} ({day}); correct one of the two days."),
    )
}

fn leave_of_student() -> Message {
    Message::new(
        Code::OutOfTime,
        "卒業日より前の休業です。在学中の休学なら、ここには要りません。",
        "This leave lies before graduation; a student's is not needed here.",
    )
}

fn leaves_overlap(period: &str) -> Message {
    Message::new(
        Code::PeriodOverlap,
        format!(
            "同じ人の別の休業（{period}）と期間が重なります。続く休業なら、前の終わりの翌日から始めてください。"
        ),
        format!(
            "It overlaps another leave of the same person ({period}). If one follows the other, begin on the day after."
        ),
    )
}
