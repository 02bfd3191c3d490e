//! 所属と勤務先: who employs, whether the person may be seconded, and the least share of full time at the workplace.
//!
//! Why: a programme may ask for regular employment by the hospital itself (常勤、当該医療機関の職員として), or allow
//! secondment from a core hospital. Side posts are not tested.
//!
//! Met: employed by the clinic where the work is done, full time. Broken: three days a week, where full time is asked.

use kernel::Bilingual;

use crate::{
    asked::Asked,
    edition::EmployerAndWorkplace,
    outcome::{Missing, Outcome},
    records::Record,
    verdict::Standing,
    wording::day_ja,
};

pub(super) fn check(asked: &Asked<'_>, rule: &EmployerAndWorkplace) -> Result<Outcome, Missing> {
    asked.classes_known(&rule.at.classes)?;
    let (free, planned_free) = asked.free_from();
    let past = violation(asked, rule, &asked.while_bound(&asked.now.done, free))?;
    let future = violation(asked, rule, &asked.while_bound(&asked.now.planned, planned_free))?;
    let (standing, sentence) = match (past, future) {
        (Some(found), _) => (Standing::Broken, found),
        (None, Some(found)) => {
            let sentence = Bilingual::new(
                format!("予定のままでは違反となります。{}", found.ja),
                format!("As planned: {}", found.en),
            );
            (Standing::AtRisk, sentence)
        }
        (None, None) if free.is_some() => (Standing::Met, kept()),
        (None, None) => (Standing::OnTrack, kept()),
    };
    Ok(Outcome { facts: asked.facts(&rule.at), ..Outcome::new(standing, sentence) })
}

fn violation(
    asked: &Asked<'_>,
    rule: &EmployerAndWorkplace,
    records: &[Record<'_>],
) -> Result<Option<Bilingual>, Missing> {
    for record in records.iter().filter(|record| !record.engagement.side) {
        let place = &record.engagement.workplace;
        let tested = asked.bound.tables.matches(&rule.at, record.work(), record.from);
        if !tested.ok_or_else(|| Missing::workplace(place))? {
            continue;
        }
        let from = record.from;
        let (day, name) = (day_ja(from), asked.name(place));
        let seconded = record.engagement.employer.as_ref().filter(|employer| *employer != place);
        if let (Some(employer), false) = (seconded, rule.secondment) {
            return Ok(Some(Bilingual::new(
                format!(
                    "{day}からの「{name}」での勤務は「{employer}」に所属したもので、認められていません。"
                ),
                format!(
                    "Work at “{name}” from {from} is for the employer “{employer}”; secondment is not allowed."
                ),
            )));
        }
        let (share, least) = (record.engagement.share, rule.least_share);
        if share < least {
            return Ok(Some(Bilingual::new(
                format!("{day}からの「{name}」での勤務割合は{share}で、必要な{least}に足りません。"),
                format!("Work at “{name}” from {from} is {share} of full time; {least} is needed."),
            )));
        }
    }
    Ok(None)
}

fn kept() -> Bilingual {
    Bilingual::new(
        "所属と勤務割合の定めに合わない勤務はありません。",
        "No posting breaks the terms of employer and share of full time.",
    )
}
