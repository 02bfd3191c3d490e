//! 異動の予告: a change of posting is announced so many months before it takes effect.
//!
//! Why: a family needs time to move (異動は三か月前までに通知する).
//!
//! Met: told on 1 January of a change on 1 April. Broken: told on 2 January.

use kernel::{Bilingual, Months};

use crate::{
    asked::Asked, edition::NoticeOfChange, facts::Notice, outcome::Outcome, verdict::Standing,
    wording::day_ja,
};

pub(super) fn check(asked: &Asked<'_>, rule: &NoticeOfChange) -> Outcome {
    let from = asked.bound.commitment.from;
    let free = asked.free_from().0;
    let bound = |notice: &&Notice| {
        from <= notice.effective
            && free.is_none_or(|day| notice.effective < day)
            && notice.given <= asked.now.on
    };
    let late = |notice: &&Notice| notice.given.plus_months(rule.least.0) > notice.effective;
    let notices = asked.bound.career.notices.iter();
    match notices.filter(bound).filter(late).min_by_key(|notice| notice.effective) {
        Some(notice) => Outcome::new(Standing::Broken, too_late(notice, rule.least)),
        None => {
            let standing = if free.is_some() { Standing::Met } else { Standing::OnTrack };
            Outcome::new(standing, in_time(rule.least))
        }
    }
}

fn too_late(notice: &Notice, least: Months) -> Bilingual {
    let Notice { given, effective, .. } = notice;
    Bilingual::new(
        format!(
            "{}の異動の予告は{}で、{least}か月前までに行われていません。",
            day_ja(*effective),
            day_ja(*given)
        ),
        format!("The change of {effective} was announced on {given}, less than {least} months before."),
    )
}

fn in_time(least: Months) -> Bilingual {
    Bilingual::new(
        format!("{least}か月前より遅い異動の予告はありません。"),
        format!("No change was announced less than {least} months before."),
    )
}
