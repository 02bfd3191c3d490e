//! 指導医: a trainee works only where an instructor of the department is on that date.
//!
//! Why: months without an instructor teach nobody, and no programme may count them. Tested on the first day of each
//! posting and of each month of it, from the end of initial training to the completion of training.
//!
//! Met: an instructor of internal medicine on every first of the month. Broken: the instructor left on 31 March and
//! the trainee still worked there in April. A workplace of which no instructor is recorded at all is unknown.

use kernel::{Bilingual, Date, Period};

use crate::{
    asked::Asked,
    edition::Supervision,
    facts::{Activity, RecordClass},
    outcome::{Missing, Outcome},
    records::Record,
    training::as_trainee,
    verdict::Standing,
    wording::day_ja,
};

pub(super) fn check(asked: &Asked<'_>, rule: &Supervision) -> Result<Outcome, Missing> {
    let (free, planned_free) = asked.free_from();
    let past = alone(asked, rule, &asked.while_bound(&asked.now.done, free));
    let standing_and_sentence = match past {
        Ok(Some(found)) => (Standing::Broken, words(Standing::Broken, &found, rule.least)),
        Err(missing) => return Err(missing),
        Ok(None) => match alone(asked, rule, &asked.while_bound(&asked.now.planned, planned_free))? {
            Some(found) => (Standing::AtRisk, words(Standing::AtRisk, &found, rule.least)),
            None if free.is_some() => (Standing::Met, kept(rule.least)),
            None => (Standing::OnTrack, kept(rule.least)),
        },
    };
    let (standing, sentence) = standing_and_sentence;
    let mut outcome = Outcome::new(standing, sentence);
    outcome.facts.insert(RecordClass::Internal);
    Ok(outcome)
}

/// A day on which a trainee had too few instructors.
struct Alone {
    on: Date,
    workplace: String,
    department: String,
    instructors: u32,
}

/// The first day with too few instructors. A known one comes before any that cannot be told.
fn alone(asked: &Asked<'_>, rule: &Supervision, records: &[Record<'_>]) -> Result<Option<Alone>, Missing> {
    let (career, tables) = (asked.bound.career, asked.bound.tables);
    let periods = as_trainee(career, tables, asked.bound.counting, records, asked.as_of)?;
    let mut unknown = None;
    for record in records.iter().filter(|record| record.engagement.activity == Activity::Clinical) {
        let place = &record.engagement.workplace;
        let days = days(record).into_iter().filter(|day| works_as_trainee(asked, &periods, *day));
        for on in days {
            let Some(workplace) = tables.workplaces.get(place).filter(|row| !row.instructors.is_empty())
            else {
                unknown.get_or_insert_with(|| {
                    Missing::new(
                        format!("「{place}」の指導医の台帳"),
                        format!("the instructors of “{place}”"),
                    )
                });
                break;
            };
            let instructors = workplace.instructors_on(&record.engagement.department, on);
            if instructors < rule.least {
                let department = record.engagement.department.to_string();
                let workplace = asked.name(place);
                return Ok(Some(Alone { on, workplace, department, instructors }));
            }
        }
    }
    unknown.map_or(Ok(None), Err)
}

fn works_as_trainee(asked: &Asked<'_>, periods: &[Period], day: Date) -> bool {
    periods.iter().any(|period| period.contains(day))
        && !asked.leaves().iter().any(|leave| leave.period.contains(day))
}

/// The first day of a posting, and of each month of it.
fn days(record: &Record<'_>) -> Vec<Date> {
    let last = record.until.previous().year_month();
    let later = (record.from.year_month().index() + 1..=last.index())
        .map(|index| kernel::YearMonth::from_index(index).first_day());
    std::iter::once(record.from).chain(later).collect()
}

fn words(standing: Standing, found: &Alone, least: u32) -> Bilingual {
    let Alone { on, workplace, department, instructors } = found;
    let day = day_ja(*on);
    match standing {
        Standing::Broken => Bilingual::new(
            format!(
                "{day}に「{workplace}」の{department}の指導医が{instructors}人で、必要な{least}人に足りませんでした。"
            ),
            format!(
                "On {on}, {department} at “{workplace}” had {instructors} instructors; {least} are needed."
            ),
        ),
        _ => Bilingual::new(
            format!(
                "予定では{day}に「{workplace}」の{department}の指導医が{instructors}人で、必要な{least}人に足りません。"
            ),
            format!(
                "As planned, {department} at “{workplace}” has {instructors} instructors on {on}; {least} are needed."
            ),
        ),
    }
}

fn kept(least: u32) -> Bilingual {
    Bilingual::new(
        format!("専門研修中の勤務先には、いつも指導医が{least}人以上います。"),
        format!("Wherever the person trains there are always {least} or more instructors."),
    )
}
