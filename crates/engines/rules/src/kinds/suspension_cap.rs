//! 中断の上限: leaves of these kinds come to so many months at most.
//!
//! Why: an obligation may be suspended, but not for ever (中断は通算して六年を限度とする).
//!
//! Met: 24 months abroad where 36 are allowed. Broken: 37 months.

use kernel::{Bilingual, Months};

use crate::{
    amount,
    asked::Asked,
    edition::{Place, SuspensionCap},
    leaves::months_of,
    outcome::Outcome,
    verdict::Standing,
};

pub(super) fn check(asked: &Asked<'_>, rule: &SuspensionCap) -> Outcome {
    let free = asked.free_from().0;
    let end = free.map_or(asked.now.on, |day| day.min(asked.now.on));
    let done = months_of(asked.leaves(), &rule.kinds, Some(end));
    let known = months_of(asked.leaves(), &rule.kinds, free);
    let standing = if done > rule.most {
        Standing::Broken
    } else if known > rule.most {
        Standing::AtRisk
    } else if free.is_some() {
        Standing::Met
    } else {
        Standing::OnTrack
    };
    Outcome {
        done: Some(amount::whole(done)),
        planned: Some(amount::whole(known)),
        needed: Some(amount::whole(rule.most)),
        slack: Some(rule.most - known),
        facts: asked.facts(&Place::default()),
        ..Outcome::new(standing, sentence(standing, done, known, rule.most))
    }
}

fn sentence(standing: Standing, done: Months, known: Months, most: Months) -> Bilingual {
    match standing {
        Standing::Broken => Bilingual::new(
            format!("中断は通算{done}か月で、上限の{most}か月を超えています。"),
            format!("Suspended for {done} months in all; {most} are allowed."),
        ),
        Standing::AtRisk => Bilingual::new(
            format!("予定どおりでは中断が通算{known}か月となり、上限の{most}か月を超えます。"),
            format!("As planned, suspension comes to {known} months; {most} are allowed."),
        ),
        _ => Bilingual::new(
            format!("中断は通算{done}か月（予定を含めて{known}か月）で、上限の{most}か月以内です。"),
            format!("Suspended for {done} months ({known} with what is planned), within the {most} allowed."),
        ),
    }
}
