//! 前回からの変更: what differs from the plan before, or from what was published; says so where there is neither.

use kernel::WorkplaceId;
use problem::{PlanPeriod, Problem, PublishedPosting};
use rust_xlsxwriter::{RowNum, XlsxError};

use super::{
    labels::pick,
    pen::{Paper, Pen, column},
    reading::{self, Reading, Row},
    seats::Seat,
    shortage_sheet::periods,
};

const HEAD: RowNum = 3;
const WIDTHS: [usize; 7] = [10, 16, 14, 30, 34, 34, 22];

/// Writes the sheet.
pub(crate) fn write(reading: &Reading<'_>, pen: &mut Pen<'_>) -> Result<(), XlsxError> {
    let name = name(reading);
    let Some(before) = before(reading) else {
        let note = pen.say(
            "前回の配置案がないため、比べるものがありません。",
            "No earlier plan was given, so there is nothing to compare with.",
        );
        pen.open(reading, name, pen.say("前回からの変更", "Changes since the last plan"), note)?;
        pen.widths(&WIDTHS)?;
        let plain = pen.look.plain();
        let text = pen.say(
            "前回の配置案（または公表済みの配置）を指定して作ると、人と期間ごとの違いがここに並びます。",
            "Plan again with an earlier plan, or with published postings, and each difference is listed here.",
        );
        pen.text(HEAD, 0, text, &plain)?;
        return pen.page(reading, Paper::A4Wide, name, None);
    };
    let changes = changes(reading, &before);
    let note = pick(
        pen.lang,
        format!(
            "変更は{}件、{}人です。比べられたのは前回の計画と重なる期間だけです。",
            changes.len(),
            people(&changes)
        ),
        format!(
            "{} changes for {} people, in the periods both plans cover.",
            changes.len(),
            people(&changes)
        ),
    );
    pen.open(reading, name, pen.say("前回からの変更", "Changes since the last plan"), &note)?;
    pen.widths(&WIDTHS)?;
    let heads = [
        pen.say("コード", "Code"),
        pen.say("氏名", "Name"),
        pen.say("専門", "Specialty"),
        pen.say("期間", "Periods"),
        pen.say("前回", "Before"),
        pen.say("今回", "Now"),
        pen.say("種類", "Kind"),
    ];
    let (head, cell) = (pen.look.head(), pen.look.cell());
    pen.row(HEAD, &heads, &head)?;
    for (place, change) in changes.iter().enumerate() {
        let texts = [
            change.row.person.career.person.to_string(),
            change.row.person.name.clone(),
            change.row.specialty.to_owned(),
            periods(reading, change.periods),
            change.before.clone(),
            change.now.clone(),
            kind(change, pen.lang).to_owned(),
        ];
        pen.row(HEAD + 1 + place as RowNum, &texts, &cell)?;
    }
    let last = HEAD + changes.len().max(1) as RowNum;
    pen.sheet.autofilter(HEAD, 0, last, column(heads.len() - 1))?;
    pen.sheet.set_freeze_panes(HEAD + 1, 2)?;
    pen.page(reading, Paper::A4Wide, name, Some((HEAD, HEAD)))
}

/// The sheet's name.
pub(crate) fn name(reading: &Reading<'_>) -> &'static str {
    pick(reading.lang, "前回からの変更", "Changes")
}

/// A stretch of periods in which a person is elsewhere than before.
pub(crate) struct Change<'r, 'a> {
    row: &'r Row<'a>,
    periods: (usize, usize),
    before: String,
    now: String,
    still_placed: bool,
}

/// How many people the changes concern.
pub(crate) fn people(changes: &[Change<'_, '_>]) -> usize {
    let mut ids: Vec<_> = changes.iter().map(|change| &change.row.person.career.person).collect();
    ids.dedup();
    ids.len()
}

fn kind(change: &Change<'_, '_>, lang: kernel::Lang) -> &'static str {
    if change.still_placed {
        pick(lang, "勤務先の変更", "another workplace")
    } else {
        pick(lang, "配置の取りやめ", "no longer posted")
    }
}

/// The postings to compare with: of the previous plan, else those the problem records as published.
pub(crate) fn before(reading: &Reading<'_>) -> Option<Vec<PublishedPosting>> {
    if let Some((problem, plan)) = reading.view.previous {
        let rows = reading::rows(problem, plan).ok()?;
        return Some(rows.iter().flat_map(|row| published(problem, row)).collect());
    }
    let published = &reading.view.problem.previous;
    (!published.is_empty()).then(|| published.clone())
}

fn published(problem: &Problem, row: &Row<'_>) -> Vec<PublishedPosting> {
    let posted = row.seats.iter().zip(&problem.horizon).filter_map(|(seat, period)| {
        let workplace = match seat {
            Seat::Posted(parts, _) => Some(parts.first()?.post.workplace.clone()),
            Seat::Outside(_) => None,
            _ => return None,
        };
        Some(PublishedPosting {
            person: row.person.career.person.clone(),
            span: period.span,
            workplace,
            price: None,
        })
    });
    posted.collect()
}

/// All changes, person after person. A leave, the end of the obligation and the years of study are no changes of plan.
pub(crate) fn changes<'r, 'a>(reading: &'r Reading<'a>, before: &[PublishedPosting]) -> Vec<Change<'r, 'a>> {
    let mut changes: Vec<Change<'r, 'a>> = Vec::new();
    for row in &reading.rows {
        let own: Vec<&PublishedPosting> =
            before.iter().filter(|posting| posting.person == row.person.career.person).collect();
        for (place, (seat, period)) in row.seats.iter().zip(reading.periods()).enumerate() {
            let Some(change) = change(reading, row, (place, seat, period), &own) else { continue };
            match changes.last_mut() {
                Some(run)
                    if std::ptr::eq(run.row, row)
                        && run.periods.1 + 1 == place
                        && run.before == change.before
                        && run.now == change.now =>
                {
                    run.periods.1 = place;
                }
                _ => changes.push(change),
            }
        }
    }
    changes
}

fn change<'r, 'a>(
    reading: &Reading<'a>,
    row: &'r Row<'a>,
    seat: (usize, &Seat<'a>, &PlanPeriod),
    own: &[&PublishedPosting],
) -> Option<Change<'r, 'a>> {
    let (place, seat, period) = seat;
    if matches!(seat, Seat::NotYet | Seat::Leave | Seat::Released) {
        return None;
    }
    let then: Vec<&&PublishedPosting> =
        own.iter().filter(|posting| posting.span.period().overlaps(period.span.period())).collect();
    let now = seat.main().map(|part| &part.post.workplace);
    let same = |posting: &PublishedPosting| match (&posting.workplace, now) {
        (Some(before), Some(now)) => reading.view.problem.tables.may_be_same_stay(before, now),
        (None, None) => matches!(seat, Seat::Outside(_)),
        _ => false,
    };
    if then.is_empty() || then.iter().any(|posting| same(posting)) {
        return None;
    }
    let mut names: Vec<String> =
        then.iter().map(|posting| place_name(reading, posting.workplace.as_ref())).collect();
    names.dedup();
    Some(Change {
        row,
        periods: (place, place),
        before: names.join(pick(reading.lang, "、", ", ")),
        now: match seat {
            Seat::Posted(..) => place_name(reading, now),
            _ => seat.headline(reading.view.problem, reading.lang),
        },
        still_placed: !matches!(seat, Seat::Unplaced(_)),
    })
}

fn place_name(reading: &Reading<'_>, workplace: Option<&WorkplaceId>) -> String {
    workplace.map_or_else(
        || pick(reading.lang, "県外", "outside the prefecture").to_owned(),
        |workplace| reading.place_name(workplace),
    )
}
