//! 県外での勤務: how long, when and for what a person may work outside the prefecture while bound.
//!
//! Why: a time of study elsewhere is allowed, but the obligation is to the prefecture (県外研修は二年以内、卒後六年目以降).
//!
//! Met: 24 months at a university hospital elsewhere in the sixth and seventh year. Broken: 25 months, or in the third
//! year.

use kernel::{Bilingual, Date, Fraction};

use crate::{
    amount,
    asked::Asked,
    counting::Piece,
    edition::{AfterLoss, Anchor, OutsidePrefecture, Place, Scheduled, Tested, Where},
    outcome::{Missing, Outcome},
    records::Record,
    verdict::Standing,
    wording::{day_ja, months_en, months_ja},
};

pub(super) fn check(asked: &Asked<'_>, rule: &OutsidePrefecture) -> Result<Outcome, Missing> {
    let (free, planned_free) = asked.free_from();
    let allowed = amount::whole(rule.most);
    let done = Outside::of(asked, rule, &asked.while_bound(&asked.now.done, free))?;
    let too_long = |outside: &Outside| (outside.months > allowed).then(|| long(outside.months, allowed));
    let past = done.wrong.clone().or_else(|| too_long(&done));
    let planned = match Outside::of(asked, rule, &asked.while_bound(&asked.now.planned, planned_free)) {
        // What is done is too much, whatever else is planned.
        Err(_) if past.is_some() => done.clone(),
        planned => planned?,
    };
    let future = planned.wrong.clone().or_else(|| too_long(&planned));
    let (standing, sentence) = match (past, future) {
        (Some(found), _) => (Standing::Broken, found),
        (None, Some(found)) => (Standing::AtRisk, planned_words(&found)),
        (None, None) if free.is_some() => (Standing::Met, kept(done.months, planned.months, allowed)),
        (None, None) => (Standing::OnTrack, kept(done.months, planned.months, allowed)),
    };
    Ok(Outcome {
        counted: done.counted,
        done: Some(done.months),
        planned: Some(planned.months),
        needed: Some(allowed),
        slack: Some(amount::floor(amount::minus(allowed, planned.months))),
        facts: asked.facts(&Place { in_prefecture: Some(false), ..Place::default() }),
        ..Outcome::new(standing, sentence)
    })
}

/// Work outside the prefecture.
#[derive(Clone)]
struct Outside {
    months: Fraction,
    counted: Vec<crate::verdict::Counted>,
    /// The first posting at a wrong time or for a wrong purpose, in words.
    wrong: Option<Bilingual>,
}

impl Outside {
    fn of<'a>(asked: &Asked<'a>, rule: &OutsidePrefecture, records: &[Record<'a>]) -> Result<Self, Missing> {
        let place = Place { in_prefecture: Some(false), ..Place::default() };
        let place = Scheduled::always(place);
        let outside = Where { place, tested: Tested::EachMonth, after_loss: AfterLoss::Nothing };
        let mut pieces: Vec<Piece<'a>> = Vec::new();
        let mut wrong = None;
        for record in records {
            let parts = asked.pieces(std::slice::from_ref(record), &outside)?;
            if parts.is_empty() {
                continue;
            }
            if wrong.is_none() {
                wrong = purpose(asked, rule, record).or(time(asked, rule, record)?);
            }
            pieces.extend(parts);
        }
        let tally = asked.count(&pieces)?;
        Ok(Self { months: tally.months(), counted: tally.rows(), wrong })
    }
}

fn purpose(asked: &Asked<'_>, rule: &OutsidePrefecture, record: &Record<'_>) -> Option<Bilingual> {
    let allowed = rule.activities.is_empty() || rule.activities.contains(&record.engagement.activity);
    let (place, from) = (asked.name(&record.engagement.workplace), record.from);
    (!allowed).then(|| {
        Bilingual::new(
            format!("{}からの県外「{place}」での勤務は、認められた目的のものではありません。", day_ja(from)),
            format!(
                "Work outside the prefecture at “{place}” from {from} is for no purpose that is allowed."
            ),
        )
    })
}

fn time(
    asked: &Asked<'_>,
    rule: &OutsidePrefecture,
    record: &Record<'_>,
) -> Result<Option<Bilingual>, Missing> {
    if rule.from_month.is_none() && rule.until_month.is_none() {
        return Ok(None);
    }
    let graduated = asked.bound.anchor(Anchor::Graduation);
    let graduated = graduated.ok_or_else(|| Missing::new("卒業の日", "the day of graduation"))?;
    let early: Option<Date> = rule.from_month.map(|months| graduated.plus_months(months.0));
    let late: Option<Date> = rule.until_month.map(|months| graduated.plus_months(months.0));
    let too_early = early.is_some_and(|day| record.from < day);
    let too_late = late.is_some_and(|day| day < record.until);
    let (place, from) = (asked.name(&record.engagement.workplace), record.from);
    Ok((too_early || too_late).then(|| {
        let (ja, en) = (span_ja(early, late), span_en(early, late));
        Bilingual::new(
            format!("{}からの県外「{place}」での勤務は、認められた期間（{ja}）の外です。", day_ja(from)),
            format!(
                "Work outside the prefecture at “{place}” from {from} lies outside the time allowed ({en})."
            ),
        )
    }))
}

fn span_ja(from: Option<Date>, until: Option<Date>) -> String {
    let from = from.map_or_else(String::new, |day| format!("{}から", day_ja(day)));
    let until = until.map_or_else(String::new, |day| format!("{}まで", day_ja(day.previous())));
    format!("{from}{until}")
}

fn span_en(from: Option<Date>, until: Option<Date>) -> String {
    let from = from.map(|day| format!("from {day}"));
    let until = until.map(|day| format!("to {}", day.previous()));
    from.into_iter().chain(until).collect::<Vec<_>>().join(" ")
}

fn long(months: Fraction, allowed: Fraction) -> Bilingual {
    Bilingual::new(
        format!("県外での勤務が{}で、上限の{}を超えています。", months_ja(months), months_ja(allowed)),
        format!("{} outside the prefecture exceed the {} allowed.", months_en(months), months_en(allowed)),
    )
}

fn planned_words(found: &Bilingual) -> Bilingual {
    Bilingual::new(format!("予定のままでは違反となります。{}", found.ja), format!("As planned: {}", found.en))
}

fn kept(done: Fraction, planned: Fraction, allowed: Fraction) -> Bilingual {
    Bilingual::new(
        format!(
            "県外での勤務は{}（予定を含めて{}）で、上限の{}以内です。",
            months_ja(done),
            months_ja(planned),
            months_ja(allowed)
        ),
        format!(
            "{} outside the prefecture ({} with what is planned), within the {} allowed.",
            months_en(done),
            months_en(planned),
            months_en(allowed)
        ),
    )
}
