//! 各群での勤務: one stay of at least so many months in each of a set of groups.
//!
//! Why: a career shall see the large, the middle and the small hospital (三つの病院群それぞれで一か所以上).
//!
//! Met: two years in a hospital of each of three groups. Broken: one group is missing, a stay there takes twelve
//! months, and the obligation lasts eleven more.

use kernel::{Bilingual, ClassId, Fraction, Share};

use crate::{
    amount,
    asked::{Asked, Span, up_to},
    counting::{Piece, Tally},
    edition::{AfterLoss, Place, Scheduled, StayInEachGroup, Tested, Where},
    leaves::all_on_leave,
    outcome::{Missing, Outcome},
    records::Record,
    stays::{Stay, stays},
    verdict::{Counted, Standing},
    wording::{day_ja, months_en, months_ja},
};

pub(super) fn check(asked: &Asked<'_>, rule: &StayInEachGroup) -> Result<Outcome, Missing> {
    asked.classes_known(&rule.groups)?;
    let span = asked.span(rule.within)?;
    let least = amount::whole(rule.least);
    let done = reached(asked, rule, &asked.now.done, span.done_until)?;
    let needed = rule.groups.len() as i64;
    let lacking: Vec<&Group> = done.iter().filter(|group| group.best < least).collect();
    let as_done =
        asked.now.plans_nothing() && matches!(&span.planned_until, Ok(until) if *until == span.done_until);
    let ahead =
        || span.planned_until.clone().and_then(|until| reached(asked, rule, &asked.now.planned, until));
    let planned = match if as_done { Ok(done.clone()) } else { ahead() } {
        // What is done suffices, whatever else is planned.
        Err(_) if lacking.is_empty() => done.clone(),
        planned => planned?,
    };
    let begun = lacking.iter().map(|group| group.under_way).max().unwrap_or(Fraction::whole(0));
    let all = lacking.iter().fold(Fraction::whole(0), |sum, _| amount::plus(sum, least));
    let remaining = amount::missing(all, begun);
    let spare = asked.room(&span)?.map(|room| amount::minus(room, remaining));
    let standing = if lacking.is_empty() {
        Standing::Met
    } else if planned.iter().all(|group| group.best >= least) {
        Standing::OnTrack
    } else if spare.is_some_and(|spare| spare < Fraction::whole(0)) {
        Standing::Broken
    } else {
        Standing::AtRisk
    };
    if !asked.tells() {
        return Ok(Outcome::silent(standing));
    }
    let count = |groups: &[Group]| groups.iter().filter(|group| group.best >= least).count() as i64;
    let names: Vec<Bilingual> = lacking.iter().map(|group| name(asked, &group.class)).collect();
    Ok(Outcome {
        counted: done.iter().filter_map(|group| group.row.clone()).collect(),
        done: Some(Fraction::whole(count(&done))),
        planned: Some(Fraction::whole(count(&planned))),
        needed: Some(Fraction::whole(needed)),
        by: span.by,
        slack: spare.map(amount::floor).filter(|_| standing != Standing::Met),
        facts: asked.facts(&Place { classes: rule.groups.clone(), ..Place::default() }),
        ..Outcome::new(standing, sentence(standing, &names, needed, least, remaining, &span))
    })
}

/// How far one group is reached.
#[derive(Clone)]
struct Group {
    class: ClassId,
    /// The longest stay at one workplace, in months.
    best: Fraction,
    /// Months of the stay under way today.
    under_way: Fraction,
    row: Option<Counted>,
}

fn reached<'a>(
    asked: &Asked<'a>,
    rule: &StayInEachGroup,
    records: &[Record<'a>],
    until: Option<kernel::Date>,
) -> Result<Vec<Group>, Missing> {
    let main: Vec<Record<'a>> = records.iter().filter(|record| !record.engagement.side).copied().collect();
    let stays = stays(&main, asked.leaves(), asked.bound.tables);
    let today = asked.now.on;
    let mut groups = Vec::new();
    for class in &rule.groups {
        let zero = Fraction::whole(0);
        let mut group = Group { class: class.clone(), best: zero, under_way: zero, row: None };
        for stay in &stays {
            let months = in_class(asked, class, stay, until)?.months();
            let goes_on = stay.until >= today || all_on_leave(asked.leaves(), stay.until, today);
            if goes_on && stay.from < today {
                group.under_way = group.under_way.max(months);
            }
            if months > group.best {
                let engagement = stay.records[0].engagement.id.clone();
                group.row = Some(Counted { engagement, months });
                group.best = months;
            }
        }
        groups.push(group);
    }
    Ok(groups)
}

/// Months of a stay while its workplace belongs to the class; part time is a stay like any other.
fn in_class<'a>(
    asked: &Asked<'a>,
    class: &ClassId,
    stay: &Stay<'a>,
    until: Option<kernel::Date>,
) -> Result<Tally, Missing> {
    let pieces = asked.pieces(&stay.records, &class_of(class))?;
    let full: Vec<Piece<'a>> =
        up_to(pieces, until).into_iter().map(|piece| Piece { share: Share::FULL, ..piece }).collect();
    asked.count(&full)
}

/// Work in a class, whatever is done there.
pub(super) fn class_of(class: &ClassId) -> Where {
    let place = Place { classes: vec![class.clone()], ..Place::default() };
    Where { place: Scheduled::always(place), tested: Tested::EachMonth, after_loss: AfterLoss::Nothing }
}

/// The name of a class as its table has it.
pub(super) fn name(asked: &Asked<'_>, class: &ClassId) -> Bilingual {
    match asked.bound.tables.classes.get(class) {
        Some(class) => class.name.clone(),
        None => Bilingual::new(class.as_str(), class.as_str()),
    }
}

fn sentence(
    standing: Standing,
    lacking: &[Bilingual],
    needed: i64,
    least: Fraction,
    remaining: Fraction,
    span: &Span,
) -> Bilingual {
    let ja: Vec<&str> = lacking.iter().map(|name| name.ja.as_str()).collect();
    let en: Vec<&str> = lacking.iter().map(|name| name.en.as_str()).collect();
    let (ja, en) = (ja.join("、"), en.join(", "));
    let (least_ja, least_en) = (months_ja(least), months_en(least));
    let (rest_ja, rest_en) = (months_ja(remaining), months_en(remaining));
    let by_ja = span.by.map_or_else(String::new, |by| format!("{}までに", day_ja(by.previous())));
    let by_en = span.by.map_or_else(String::new, |by| format!(" by {}", by.previous()));
    match standing {
        Standing::Met => Bilingual::new(
            format!("{needed}群のすべてで{least_ja}以上勤務しています。"),
            format!("Stays of {least_en} or more in all {needed} groups."),
        ),
        Standing::OnTrack => Bilingual::new(
            format!("残る{ja}でも、予定どおり勤務すれば{least_ja}以上になります。"),
            format!("Still to come: {en}. What is planned gives {least_en} or more there."),
        ),
        Standing::Broken => Bilingual::new(
            format!("{ja}での勤務（各{least_ja}以上、あと{rest_ja}）を{by_ja}終えることはできません。"),
            format!("{en}: the {rest_en} of stays still needed no longer fit{by_en}."),
        ),
        _ => Bilingual::new(
            format!("{ja}での勤務（各{least_ja}以上、あと{rest_ja}）を{by_ja}予定に加える必要があります。"),
            format!("{en}: stays of {least_en} each ({rest_en} in all) must still be planned{by_en}."),
        ),
    }
}
