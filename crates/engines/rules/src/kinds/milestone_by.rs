//! 期限までの到達: a milestone, such as a board certificate, before a deadline.
//!
//! Why: a career path ends in a specialist (専門医を十年以内に取得). Where the milestone needs the training of the
//! person's programme first, so many months lie between its completion and the certificate.
//!
//! Met: the certificate is recorded before the deadline. Broken: the deadline has passed; or training still needs
//! 12 months, the examination 6, and the deadline is in 17.

use kernel::{Bilingual, Date, Months};

use crate::{
    amount,
    asked::Asked,
    edition::{MilestoneBy, Place, Unit},
    outcome::{Missing, Outcome},
    training,
    verdict::Standing,
    wording::{capital, day_ja, months_en},
};

pub(super) fn check(asked: &Asked<'_>, rule: &MilestoneBy) -> Result<Outcome, Missing> {
    let by = asked.by(&rule.deadline)?;
    let reached = asked
        .bound
        .career
        .milestones
        .iter()
        .filter(|row| row.milestone == rule.milestone && row.on < asked.now.on)
        .map(|row| row.on)
        .min();
    if let Some(on) = reached {
        let standing = if on < by { Standing::Met } else { Standing::Broken };
        return Ok(answer(asked, by, standing, recorded(rule, standing, on, by)));
    }
    match rule.after_training {
        None if by <= asked.now.on => Ok(answer(asked, by, Standing::Broken, passed(rule, by))),
        None => Ok(answer(asked, by, Standing::AtRisk, not_yet(rule, by))),
        Some(lag) => after_training(asked, rule, by, lag),
    }
}

fn after_training(asked: &Asked<'_>, rule: &MilestoneBy, by: Date, lag: Months) -> Result<Outcome, Missing> {
    let programme = asked.bound.programme(asked.now.on).ok_or_else(Missing::enrolment)?;
    let (career, counting, tables) = (asked.bound.career, asked.bound.counting, asked.bound.tables);
    let (done, _) = training::progress_of(career, tables, counting, programme, &asked.now.done)?;
    if let Some(day) = done.complete_on {
        let certificate = day.plus_months(lag.0);
        return Ok(if certificate <= by {
            answer(asked, by, Standing::AtRisk, record_it(rule, day, by))
        } else {
            answer(asked, by, Standing::Broken, too_late(rule, certificate, by))
        });
    }
    let (planned, _) = training::progress_of(career, tables, counting, programme, &asked.now.planned)?;
    if let Some(certificate) = planned.complete_on.map(|day| day.plus_months(lag.0))
        && certificate <= by
        && asked.now.on < by
    {
        return Ok(answer(asked, by, Standing::OnTrack, expected(rule, certificate, by)));
    }
    let remaining = amount::ceil(done.remaining(programme.1, tables));
    let earliest = starts(asked).plus_months(remaining.0 + lag.0);
    Ok(if earliest > by {
        answer(asked, by, Standing::Broken, too_late(rule, earliest, by))
    } else {
        let slack = Months(by.year_month().index() - earliest.year_month().index());
        let outcome = answer(asked, by, Standing::AtRisk, not_planned(rule, remaining, lag, by, slack));
        Outcome { slack: Some(slack), ..outcome }
    })
}

/// From when further months can be counted: where calendar months are, the present one may still count whole.
fn starts(asked: &Asked<'_>) -> Date {
    match asked.bound.counting.unit {
        Unit::CalendarMonths => asked.now.on.year_month().first_day(),
        _ => asked.now.on,
    }
}

fn answer(asked: &Asked<'_>, by: Date, standing: Standing, sentence: Bilingual) -> Outcome {
    Outcome { by: Some(by), facts: asked.facts(&Place::default()), ..Outcome::new(standing, sentence) }
}

/// What officials call the milestone.
fn name(rule: &MilestoneBy) -> Bilingual {
    match rule.milestone.as_str() {
        "board-certificate" => Bilingual::new("専門医の取得", "the board certificate"),
        "licence" => Bilingual::new("医籍登録", "the licence"),
        "initial-training" => Bilingual::new("初期臨床研修の修了", "the end of initial training"),
        other => Bilingual::new(format!("「{other}」"), format!("“{other}”")),
    }
}

fn recorded(rule: &MilestoneBy, standing: Standing, on: Date, by: Date) -> Bilingual {
    let (name, last) = (name(rule), by.previous());
    if standing == Standing::Met {
        Bilingual::new(
            format!("{}は{}で、期限の{}までです。", name.ja, day_ja(on), day_ja(last)),
            format!("{}: {on}, before the deadline ({last}).", capital(&name.en)),
        )
    } else {
        Bilingual::new(
            format!("{}は{}で、期限の{}を過ぎていました。", name.ja, day_ja(on), day_ja(last)),
            format!("{}: {on}, after the deadline ({last}).", capital(&name.en)),
        )
    }
}

fn passed(rule: &MilestoneBy, by: Date) -> Bilingual {
    let (name, last) = (name(rule), by.previous());
    Bilingual::new(
        format!("{}の記録がないまま、期限の{}を過ぎました。", name.ja, day_ja(last)),
        format!("{} is not recorded and the deadline ({last}) has passed.", capital(&name.en)),
    )
}

fn not_yet(rule: &MilestoneBy, by: Date) -> Bilingual {
    let (name, last) = (name(rule), by.previous());
    Bilingual::new(
        format!("{}はまだ記録されていません。期限は{}です。", name.ja, day_ja(last)),
        format!("{} is not recorded yet; the deadline is {last}.", capital(&name.en)),
    )
}

fn record_it(rule: &MilestoneBy, complete: Date, by: Date) -> Bilingual {
    let (name, last) = (name(rule), by.previous());
    Bilingual::new(
        format!(
            "研修は{}に修了していますが、{}の記録がありません。取得した日を登録してください（期限は{}）。",
            day_ja(complete.previous()),
            name.ja,
            day_ja(last)
        ),
        format!(
            "Training was complete on {}, but {} is not recorded. Record its date (deadline {last}).",
            complete.previous(),
            name.en
        ),
    )
}

fn too_late(rule: &MilestoneBy, earliest: Date, by: Date) -> Bilingual {
    let (name, last) = (name(rule), by.previous());
    Bilingual::new(
        format!(
            "{}は早くても{}で、期限の{}に間に合いません。",
            name.ja,
            day_ja(earliest.previous()),
            day_ja(last)
        ),
        format!(
            "{} comes on {} at the earliest, after the deadline ({last}).",
            capital(&name.en),
            earliest.previous()
        ),
    )
}

fn expected(rule: &MilestoneBy, certificate: Date, by: Date) -> Bilingual {
    let (name, last, day) = (name(rule), by.previous(), certificate.previous());
    Bilingual::new(
        format!("予定どおりなら{}は{}で、期限の{}に間に合います。", name.ja, day_ja(day), day_ja(last)),
        format!("As planned, {} comes on {day}, in time for {last}.", name.en),
    )
}

fn not_planned(rule: &MilestoneBy, remaining: Months, lag: Months, by: Date, slack: Months) -> Bilingual {
    let (name, last) = (name(rule), by.previous());
    Bilingual::new(
        format!(
            "{}には研修があと{remaining}か月、その後{lag}か月かかります。期限の{}に間に合う予定がありません（余裕は{slack}か月）。",
            name.ja,
            day_ja(last)
        ),
        format!(
            "{} needs {} more of training and {} after it; nothing planned meets {last} ({} to spare).",
            capital(&name.en),
            months_en(amount::whole(remaining)),
            months_en(amount::whole(lag)),
            months_en(amount::whole(slack)),
        ),
    )
}
