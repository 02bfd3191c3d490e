//! 区分別の勤務月数: at least, or at most, so many months in a class of place or activity.
//!
//! Why: service is owed where physicians are short (四年以上を医師少数区域等で), and some service is limited
//! (大学病院は二年まで).
//!
//! Met: 48 months in shortage areas, 36 in one hospital and 12 in another. Broken: 24 are missing and the obligation
//! lasts only 20 months more; or 25 months at a university hospital where 24 are allowed.

use kernel::{Bilingual, Date, Fraction};

use crate::{
    amount,
    asked::{Asked, Span, up_to},
    counting::Tally,
    edition::{MonthsInClass, Within},
    kinds::composition::worse,
    outcome::{Missing, Outcome},
    verdict::Standing,
    wording::{Progress, day_ja, months_en, months_ja},
};

/// The counts that both limits are held against.
struct Counts {
    done: Tally,
    planned: Tally,
    most: Option<Fraction>,
    span: Span,
}

pub(super) fn check(asked: &Asked<'_>, rule: &MonthsInClass) -> Result<Outcome, Missing> {
    let span = asked.span(rule.within)?;
    let done = up_to(asked.pieces(&asked.now.done, &rule.at)?, span.done_until);
    let most = asked.most_within(&span, &done)?;
    let done = asked.count(&done)?;
    let needed = rule.least.as_ref().map(|least| asked.at_least(least)).transpose()?.map(amount::whole);
    let allowed = rule.most.as_ref().map(|most| asked.at_most(most)).transpose()?.map(amount::whole);
    let as_done =
        asked.now.plans_nothing() && matches!(&span.planned_until, Ok(until) if *until == span.done_until);
    let planned = || {
        if as_done {
            return Ok(done.clone());
        }
        let until = span.planned_until.clone()?;
        asked.count(&up_to(asked.pieces(&asked.now.planned, &rule.at)?, until))
    };
    let planned = match planned() {
        Ok(planned) => planned,
        Err(_) if settled(&done, needed, allowed) => done.clone(),
        Err(missing) => return Err(missing),
    };
    let counts = Counts { done, planned, most, span };
    let least = needed.map(|needed| at_least(asked, rule, &counts, needed)).transpose()?;
    let most = allowed.map(|allowed| at_most(asked, rule.within, &counts, allowed));
    let mut outcome = match (least, most) {
        (Some(least), Some(most)) if worse(most.standing, least.standing) => most,
        (Some(least), _) => least,
        (None, Some(most)) => most,
        (None, None) => return Err(Missing::new("月数の定め", "a number of months")),
    };
    for (_, place) in rule.at.place.values.iter().filter(|_| asked.tells()) {
        outcome.facts.extend(asked.facts(place));
    }
    Ok(outcome)
}

/// Whether what is done decides, whatever else is planned.
fn settled(done: &Tally, needed: Option<Fraction>, allowed: Option<Fraction>) -> bool {
    match allowed {
        Some(allowed) => done.months() > allowed,
        None => needed.is_some_and(|needed| done.months() >= needed),
    }
}

fn what() -> Bilingual {
    Bilingual::new("対象となる勤務", "service of the kind required")
}

fn at_least(
    asked: &Asked<'_>,
    rule: &MonthsInClass,
    counts: &Counts,
    needed: Fraction,
) -> Result<Outcome, Missing> {
    let (done, planned) = (counts.done.months(), counts.planned.months());
    let mut spare = counts.most.map(|most| amount::minus(most, needed));
    // Where such service does not use up the obligation, any amount of it still fits in.
    let lasts = rule.within == Within::Obligation && counts.span.done_until.is_none();
    if lasts && spare.is_some_and(|spare| spare < Fraction::whole(0)) && !asked.owes_all(&rule.at)? {
        spare = None;
    }
    let standing = if done >= needed {
        Standing::Met
    } else if planned >= needed {
        Standing::OnTrack
    } else if spare.is_some_and(|spare| spare < Fraction::whole(0)) {
        Standing::Broken
    } else {
        Standing::AtRisk
    };
    if !asked.tells() {
        return Ok(Outcome::silent(standing));
    }
    let slack = spare.map(amount::floor).filter(|_| standing != Standing::Met);
    let by = counts.span.by;
    let words = Progress { what: what(), done, planned, needed, by, slack };
    Ok(outcome(counts, needed, slack, standing, words.sentence(standing)))
}

fn at_most(asked: &Asked<'_>, within: Within, counts: &Counts, allowed: Fraction) -> Outcome {
    let (done, planned) = (counts.done.months(), counts.planned.months());
    let over = match within {
        Within::Always => false,
        _ => {
            let end: Option<Date> = counts.span.done_until;
            end.is_some_and(|end| end <= asked.now.on)
        }
    };
    let standing = if done > allowed {
        Standing::Broken
    } else if planned > allowed {
        Standing::AtRisk
    } else if over {
        Standing::Met
    } else {
        Standing::OnTrack
    };
    if !asked.tells() {
        return Outcome::silent(standing);
    }
    let slack = Some(amount::floor(amount::minus(allowed, planned)));
    outcome(counts, allowed, slack, standing, most_sentence(standing, done, planned, allowed, counts.span.by))
}

fn most_sentence(
    standing: Standing,
    done: Fraction,
    planned: Fraction,
    allowed: Fraction,
    by: Option<Date>,
) -> Bilingual {
    let until_ja = by.map_or_else(String::new, |by| format!("（{}まで）", day_ja(by.previous())));
    let until_en = by.map_or_else(String::new, |by| format!(" (until {})", by.previous()));
    let (done_ja, planned_ja, allowed_ja) = (months_ja(done), months_ja(planned), months_ja(allowed));
    let (done_en, planned_en, allowed_en) = (months_en(done), months_en(planned), months_en(allowed));
    match standing {
        Standing::Broken => Bilingual::new(
            format!("対象となる勤務は{done_ja}で、上限の{allowed_ja}を超えています{until_ja}。"),
            format!("{done_en} of such service exceed the {allowed_en} allowed{until_en}."),
        ),
        Standing::AtRisk => Bilingual::new(
            format!(
                "予定どおりでは対象となる勤務が{planned_ja}となり、上限の{allowed_ja}を超えます{until_ja}。"
            ),
            format!(
                "What is planned brings such service to {planned_en}; {allowed_en} are allowed{until_en}."
            ),
        ),
        _ => Bilingual::new(
            format!(
                "対象となる勤務は{done_ja}（予定を含めて{planned_ja}）で、上限の{allowed_ja}以内です{until_ja}。"
            ),
            format!(
                "{done_en} of such service ({planned_en} with what is planned), within the {allowed_en} allowed{until_en}."
            ),
        ),
    }
}

fn outcome(
    counts: &Counts,
    needed: Fraction,
    slack: Option<kernel::Months>,
    standing: Standing,
    sentence: Bilingual,
) -> Outcome {
    Outcome {
        counted: counts.done.rows(),
        done: Some(counts.done.months()),
        planned: Some(counts.planned.months()),
        needed: Some(needed),
        by: counts.span.by,
        slack,
        ..Outcome::new(standing, sentence)
    }
}
