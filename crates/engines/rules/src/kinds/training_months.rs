//! 専門研修の月数: the months of the person's own training programme, in all, at the core site and by component.
//!
//! Why: only accredited places of the person's own programme count; a posting elsewhere makes training longer.
//!
//! Met: 36 months at sites of the programme, 12 of them at the core. Broken: 20 months are still needed and the
//! deadline is in 18.

use kernel::{Bilingual, Fraction, Months};

use crate::{
    amount,
    asked::{Asked, up_to},
    edition::{Place, TrainingMonths},
    outcome::{Missing, Outcome},
    records::Record,
    tables::{Component, Tables, TrainingProgramme},
    training::{self, Progress},
    verdict::Standing,
    wording::{day_ja, months_en, months_ja},
};

pub(super) fn check(asked: &Asked<'_>, rule: &TrainingMonths) -> Result<Outcome, Missing> {
    let (id, programme) = asked.bound.programme(asked.now.on).ok_or_else(Missing::enrolment)?;
    let (span, tables) = (asked.span(rule.within)?, asked.bound.tables);
    let progress = |records: &[Record<'_>], until| {
        let within = cut(records, until);
        let (progress, pieces) = training::progress_of(
            asked.bound.career,
            tables,
            asked.bound.counting,
            (id, programme),
            &within,
        )?;
        let rows = if asked.tells() { asked.count(&up_to(pieces, until))?.rows() } else { Vec::new() };
        Ok::<_, Missing>((progress, rows))
    };
    let (done, counted) = progress(&asked.now.done, span.done_until)?;
    let zero = Fraction::whole(0);
    let remaining = done.remaining(programme, tables);
    let as_done =
        asked.now.plans_nothing() && matches!(&span.planned_until, Ok(until) if *until == span.done_until);
    let ahead = || span.planned_until.clone().and_then(|until| progress(&asked.now.planned, until));
    let planned = match if as_done { Ok((done.clone(), Vec::new())) } else { ahead() } {
        // What is done suffices, whatever else is planned.
        Err(_) if remaining == zero => done.clone(),
        planned => planned?.0,
    };
    let spare = asked.room(&span)?.map(|room| amount::minus(room, remaining));
    let standing = if remaining == zero {
        Standing::Met
    } else if !as_done && planned.remaining(programme, tables) == zero {
        Standing::OnTrack
    } else if spare.is_some_and(|spare| spare < zero) {
        Standing::Broken
    } else {
        Standing::AtRisk
    };
    if !asked.tells() {
        return Ok(Outcome::silent(standing));
    }
    Ok(Outcome {
        counted,
        done: Some(done.total),
        planned: Some(planned.total),
        needed: Some(amount::whole(programme.months)),
        by: span.by,
        slack: spare.map(amount::floor).filter(|_| standing != Standing::Met),
        facts: asked.facts(&Place { in_prefecture: Some(true), ..Place::default() }),
        ..Outcome::new(
            standing,
            sentence(standing, (programme, tables), remaining, (&done, &planned), span.by),
        )
    })
}

fn cut<'a>(records: &[Record<'a>], until: Option<kernel::Date>) -> Vec<Record<'a>> {
    let Some(day) = until else { return records.to_vec() };
    let before = records.iter().filter(|record| record.from < day);
    before.map(|record| Record { until: record.until.min(day), ..*record }).collect()
}

fn sentence(
    standing: Standing,
    (programme, tables): (&TrainingProgramme, &Tables),
    rest: Fraction,
    (done, planned): (&Progress, &Progress),
    by: Option<kernel::Date>,
) -> Bilingual {
    let name = &programme.name;
    let (total, needed) = (done.total, amount::whole(programme.months));
    let head_ja = format!("「{name}」の研修は{}（修了には{}）です。", months_ja(total), months_ja(needed));
    let head_en = format!("{} in “{name}”, which takes {}.", months_en(total), amount::written(needed));
    let lacking = lacking(programme, tables, planned);
    let by_ja = by.map_or_else(String::new, |by| format!("{}までに", day_ja(by.previous())));
    let by_en = by.map_or_else(String::new, |by| format!(" by {}", by.previous()));
    let (ja, en) = match standing {
        Standing::Met => ("必要な月数を満たしています。".to_owned(), "All that it needs is done.".to_owned()),
        Standing::OnTrack => match planned.complete_on {
            Some(day) => (
                format!("予定どおりなら{}に修了します。", day_ja(day.previous())),
                format!("As planned it ends on {}.", day.previous()),
            ),
            None => ("予定どおりなら修了します。".to_owned(), "As planned it will be complete.".to_owned()),
        },
        Standing::Broken => (
            format!("あと{}が必要で、{by_ja}終えることはできません。", months_ja(rest)),
            format!("The {} still needed no longer fit{by_en}.", months_en(rest)),
        ),
        _ => (
            format!(
                "予定を含めて{}が足りません。{by_ja}自分のプログラムの施設での勤務を予定に加える必要があります。",
                lacking.ja
            ),
            format!(
                "Missing, even with what is planned: {}. Work at sites of the programme must be planned{by_en}.",
                lacking.en
            ),
        ),
    };
    Bilingual::new(format!("{head_ja}{ja}"), format!("{head_en} {en}"))
}

/// Where the months of a component are earned: its departments, then the classes of places.
fn name(programme: &TrainingProgramme, tables: &Tables, component: &Component) -> Bilingual {
    let departments: Vec<&str> = programme.departments(component).iter().map(|name| name.as_str()).collect();
    let classes: Vec<&Bilingual> = component
        .classes
        .iter()
        .filter_map(|class| tables.classes.get(class))
        .map(|class| &class.name)
        .collect();
    let ja: Vec<&str> = classes.iter().map(|name| name.ja.as_str()).collect();
    let en: Vec<&str> = classes.iter().map(|name| name.en.as_str()).collect();
    let (in_ja, in_en) = (departments.join("・"), departments.join("/"));
    if classes.is_empty() {
        return Bilingual::new(format!("{in_ja}であと"), format!("in {in_en}"));
    }
    Bilingual::new(
        format!("{}の{in_ja}であと", ja.join("・")),
        format!("in {in_en} at a place of the class {}", en.join("/")),
    )
}

/// What is missing, and where: in all, at the core site, by component.
fn lacking(programme: &TrainingProgramme, tables: &Tables, progress: &Progress) -> Bilingual {
    let needs = |months: Months, done: Fraction| amount::missing(amount::whole(months), done);
    let mut rows = vec![
        (Bilingual::new("合計であと", "in all"), needs(programme.months, progress.total)),
        (Bilingual::new("基幹施設であと", "at the core site"), needs(programme.core_months, progress.core)),
    ];
    for (component, done) in programme.components.iter().zip(&progress.components) {
        rows.push((name(programme, tables, component), needs(component.months, *done)));
    }
    rows.retain(|(_, months)| *months > Fraction::whole(0));
    let ja: Vec<String> =
        rows.iter().map(|(place, months)| format!("{}{}", place.ja, months_ja(*months))).collect();
    let en: Vec<String> =
        rows.iter().map(|(place, months)| format!("{} {}", months_en(*months), place.en)).collect();
    Bilingual::new(ja.join("、"), en.join(", "))
}
