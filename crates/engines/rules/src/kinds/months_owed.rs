//! 義務年限: so many months of service are owed, at places that count, within a window.
//!
//! Why: the loan is forgiven for service, and the ordinance says how much, where and by when.
//!
//! Met: 120 months owed, served from April 2017 to March 2027. Broken: 120 owed within twelve years of the licence,
//! and 90 are left when only 80 months remain.

use kernel::{Bilingual, Fraction, Months};

use crate::{
    amount,
    asked::Asked,
    edition::MonthsOwed,
    obligation,
    outcome::{Missing, Outcome},
    verdict::Standing,
    wording::Progress,
};

pub(super) fn check(asked: &Asked<'_>, owed: &MonthsOwed) -> Result<Outcome, Missing> {
    let duty = obligation::duty(asked, owed)?;
    let needed = amount::whole(duty.needed);
    let planned = duty.ahead?.tally.months();
    let spare = duty.reach.map(|reach| amount::minus(amount::minus(reach, needed), duty.before));
    let standing = if duty.done >= needed {
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
    let slack: Option<Months> = spare.map(amount::floor).filter(|_| standing != Standing::Met);
    let words = Progress {
        what: Bilingual::new("義務に算入される勤務", "service that counts toward the obligation"),
        done: duty.done,
        planned,
        needed,
        by: duty.by,
        slack,
    };
    Ok(Outcome {
        counted: duty.tally.rows(),
        done: Some(duty.done),
        planned: Some(planned),
        needed: Some(needed),
        by: duty.by,
        slack,
        facts: owed
            .at
            .place
            .values
            .iter()
            .map(|(_, place)| asked.facts(place))
            .reduce(|a, b| &a | &b)
            .unwrap_or_default(),
        ..Outcome::new(standing, words.sentence(standing))
    })
}
