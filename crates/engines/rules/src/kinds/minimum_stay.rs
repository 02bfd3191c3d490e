//! 最低勤務期間: a stay at one workplace lasts at least so long, unless the person is released at its end.
//!
//! Why: a department cannot plan with somebody who leaves after four months. Leaves interrupt nothing, but their
//! months do not make a stay longer unless they count as service. Part time is a stay like any other.
//!
//! Met: twelve months at one hospital, childcare leave, then somewhere else. Broken: eleven months, then somewhere
//! else.

use kernel::{Bilingual, Fraction, Share};

use crate::{
    amount,
    asked::{Asked, Wanted},
    counting::Piece,
    edition::MinimumStay,
    leaves::all_on_leave,
    outcome::{Missing, Outcome},
    records::Record,
    stays::{Stay, stays},
    verdict::{Counted, Standing},
    wording::{day_ja, months_en, months_ja},
};

pub(super) fn check(asked: &Asked<'_>, rule: &MinimumStay) -> Result<Outcome, Missing> {
    asked.classes_known(&rule.at.classes)?;
    let least = amount::whole(rule.least);
    let done = lengths(asked, rule, &asked.now.done)?;
    let ended = |stay: &Stay<'_>| {
        stay.until < asked.now.on && !all_on_leave(asked.leaves(), stay.until, asked.now.on)
    };
    let short = |stay: &Stay<'_>, months: Fraction, free: Option<kernel::Date>| {
        months < least && free.is_none_or(|day| stay.until < day)
    };
    if asked.wanted == Wanted::Breach && !done.iter().any(|(stay, months)| ended(stay) && *months < least) {
        return Ok(Outcome::silent(Standing::OnTrack));
    }
    let (free, planned_free) = asked.free_from();
    let broken = done.iter().find(|(stay, months)| ended(stay) && short(stay, *months, free));
    let ahead = || {
        if asked.now.plans_nothing() { Ok(done.clone()) } else { lengths(asked, rule, &asked.now.planned) }
    };
    let planned = match ahead() {
        // A stay that was too short stays so, whatever else is planned.
        Err(_) if broken.is_some() => Vec::new(),
        planned => planned?,
    };
    let last = asked.now.planned.iter().map(|record| record.from).max();
    let risky = planned.iter().find(|(stay, months)| {
        short(stay, *months, planned_free) && last.is_some_and(|last| stay.until <= last)
    });
    let (standing, stay) = match (broken, risky) {
        (Some(stay), _) => (Standing::Broken, Some(stay)),
        (None, Some(stay)) => (Standing::AtRisk, Some(stay)),
        (None, None) if free.is_some() => (Standing::Met, None),
        (None, None) => (Standing::OnTrack, None),
    };
    if !asked.tells() {
        return Ok(Outcome::silent(standing));
    }
    let under_way = done.iter().filter(|(stay, _)| !ended(stay)).max_by_key(|(stay, _)| stay.from);
    let shown = stay.or(under_way);
    Ok(Outcome {
        counted: shown.map(|(stay, months)| row(stay, *months)).into_iter().collect(),
        done: shown.map(|(_, months)| *months),
        needed: Some(least),
        facts: asked.facts(&rule.at),
        ..Outcome::new(standing, sentence(asked, standing, shown, least))
    })
}

/// Stays the rule is tested on, with their months: each counted at full share.
fn lengths<'a>(
    asked: &Asked<'a>,
    rule: &MinimumStay,
    records: &[Record<'a>],
) -> Result<Vec<(Stay<'a>, Fraction)>, Missing> {
    let main: Vec<Record<'a>> = records.iter().filter(|record| !record.engagement.side).copied().collect();
    let mut tested = Vec::new();
    for stay in stays(&main, asked.leaves(), asked.bound.tables) {
        if stay.until <= asked.bound.commitment.from {
            continue;
        }
        let mut any = false;
        for record in &stay.records {
            any |= asked
                .bound
                .tables
                .matches(&rule.at, record.work(), record.from)
                .ok_or_else(|| Missing::workplace(&record.engagement.workplace))?;
        }
        if any {
            let pieces: Vec<Piece<'_>> = stay
                .records
                .iter()
                .map(|record| Piece { share: Share::FULL, ..record.piece(record.from, record.until) })
                .collect();
            let months = asked.count(&pieces)?.months();
            tested.push((stay, months));
        }
    }
    Ok(tested)
}

fn row(stay: &Stay<'_>, months: Fraction) -> Counted {
    Counted { engagement: stay.records[0].engagement.id.clone(), months }
}

fn sentence(
    asked: &Asked<'_>,
    standing: Standing,
    shown: Option<&(Stay<'_>, Fraction)>,
    least: Fraction,
) -> Bilingual {
    let (least_ja, least_en) = (months_ja(least), months_en(least));
    let Some((stay, months)) = shown else {
        return Bilingual::new(
            format!("最低勤務期間（{least_ja}）に満たない異動はありません。"),
            format!("No stay ended before the least of {least_en}."),
        );
    };
    let (place, from) = (asked.name(&stay.records[0].engagement.workplace), stay.from);
    let (from_ja, months_ja, months_en) = (day_ja(from), months_ja(*months), months_en(*months));
    match standing {
        Standing::Broken => Bilingual::new(
            format!(
                "「{place}」での{from_ja}からの勤務は{months_ja}で終わり、最低勤務期間の{least_ja}に足りません。"
            ),
            format!("The stay at “{place}” from {from} ended after {months_en}; the least is {least_en}."),
        ),
        Standing::AtRisk => Bilingual::new(
            format!(
                "予定では「{place}」での{from_ja}からの勤務が{months_ja}で終わり、最低勤務期間の{least_ja}に足りません。"
            ),
            format!(
                "As planned, the stay at “{place}” from {from} ends after {months_en}; the least is {least_en}."
            ),
        ),
        _ => Bilingual::new(
            format!(
                "最低勤務期間（{least_ja}）に満たない異動はありません。現在の「{place}」での勤務は{months_ja}です。"
            ),
            format!(
                "No stay ended before the least of {least_en}. The present one at “{place}” has {months_en}."
            ),
        ),
    }
}
