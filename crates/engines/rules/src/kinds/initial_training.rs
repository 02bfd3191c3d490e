//! 初期臨床研修: the first months after the licence, at one of these places.
//!
//! Why: nobody practises before it (医師法 16条の2), and a programme may ask for a core hospital of the prefecture.
//!
//! Met: 24 months at a core hospital. Broken: initial training somewhere else, or other clinical work before its end.

use kernel::{Bilingual, Fraction};

use crate::{
    amount,
    asked::Asked,
    edition::InitialTraining,
    facts::Activity,
    outcome::{Missing, Outcome},
    records::Record,
    training::{initial_done_on, initial_months, is_initial, milestone_recorded},
    verdict::{Counted, Standing},
    wording::{day_ja, months_en, months_ja},
};

pub(super) fn check(asked: &Asked<'_>, rule: &InitialTraining) -> Result<Outcome, Missing> {
    asked.classes_known(&rule.at.classes)?;
    let needed = amount::whole(rule.months);
    let months = |records: &[Record<'_>]| initial_months(records, asked.leaves()).len() as i64;
    let done = Fraction::whole(months(&asked.now.done));
    let planned = Fraction::whole(months(&asked.now.planned));
    let over = milestone_recorded(asked.bound.career);
    let breach = match breach(asked, rule, &asked.now.done, over)? {
        Some(found) => Some((Standing::Broken, found)),
        None => breach(asked, rule, &asked.now.planned, over)?.map(|found| (Standing::AtRisk, found)),
    };
    let (standing, sentence) = match breach {
        Some((standing, found)) => (standing, found),
        None => progress(over, done, planned, needed),
    };
    let counted = asked.now.done.iter().filter(|record| is_initial(record)).map(|record| Counted {
        engagement: record.engagement.id.clone(),
        months: Fraction::whole(months(std::slice::from_ref(record))),
    });
    Ok(Outcome {
        counted: counted.collect(),
        done: Some(done),
        planned: Some(planned),
        needed: Some(needed),
        facts: asked.facts(&rule.at),
        ..Outcome::new(standing, sentence)
    })
}

/// The first posting that breaks the rule, in words.
fn breach(
    asked: &Asked<'_>,
    rule: &InitialTraining,
    records: &[Record<'_>],
    over: bool,
) -> Result<Option<Bilingual>, Missing> {
    let done_on = initial_done_on(records, asked.leaves(), rule.months);
    for record in records {
        let (place, from) = (asked.name(&record.engagement.workplace), record.from);
        if is_initial(record) {
            let matches = asked.bound.tables.matches(&rule.at, record.work(), from);
            if !matches.ok_or_else(|| Missing::workplace(&record.engagement.workplace))? {
                return Ok(Some(Bilingual::new(
                    format!(
                        "{}からの初期臨床研修の施設「{place}」は、定められた施設ではありません。",
                        day_ja(from)
                    ),
                    format!("Initial training from {from} is at “{place}”, which is none of the places set."),
                )));
            }
        }
        let practises = record.engagement.activity == Activity::Clinical && !record.engagement.side;
        if practises && !over && done_on.is_none_or(|day| from < day) {
            return Ok(Some(Bilingual::new(
                format!("初期臨床研修を終える前に、{}から「{place}」で診療に従事しています。", day_ja(from)),
                format!("Clinical work at “{place}” from {from} begins before initial training is done."),
            )));
        }
    }
    Ok(None)
}

fn progress(over: bool, done: Fraction, planned: Fraction, needed: Fraction) -> (Standing, Bilingual) {
    let (done_ja, done_en) = (months_ja(done), months_en(done));
    let (needed_ja, needed_en) = (months_ja(needed), months_en(needed));
    if over {
        let met = Bilingual::new("初期臨床研修を修了しています。", "Initial training is completed.");
        (Standing::Met, met)
    } else if done >= needed {
        let met = Bilingual::new(
            format!("初期臨床研修{needed_ja}を、定められた施設で終えています。"),
            format!("{needed_en} of initial training were done at the places set."),
        );
        (Standing::Met, met)
    } else if planned >= needed {
        let on_track = Bilingual::new(
            format!("初期臨床研修は{needed_ja}のうち{done_ja}で、残りも予定されています。"),
            format!("{done_en} of {needed_en} of initial training; the rest is planned."),
        );
        (Standing::OnTrack, on_track)
    } else {
        let at_risk = Bilingual::new(
            format!(
                "初期臨床研修は{needed_ja}のうち{done_ja}です。あと{}が予定されていません。",
                months_ja(amount::missing(needed, planned))
            ),
            format!(
                "{done_en} of {needed_en} of initial training; {} still to be planned.",
                months_en(amount::missing(needed, planned))
            ),
        );
        (Standing::AtRisk, at_risk)
    }
}
