//! 医師別: physicians down, years across; each cell the place, tinted by area, with the area in words below it.

use kernel::WorkplaceId;
use rules::Standing;
use rust_xlsxwriter::{Format, FormatBorder, RowNum, XlsxError};

use super::{
    labels::{self, pick, sign},
    look::{GREY, RED},
    pen::{Paper, Pen, column, period_heads, side_heads},
    reading::{Reading, Row},
    seats::{Seat, short_area},
    width::{columns, lines},
};

/// Columns left of the periods.
const SIDE: usize = 6;
/// Half-width columns of a period.
const CELL: usize = 23;

/// Writes the sheet.
pub(crate) fn write(reading: &Reading<'_>, pen: &mut Pen<'_>) -> Result<(), XlsxError> {
    let name = name(reading);
    let note = pen.say(
        "色は圏域（2行目に圏域名）。太字は勤務先が変わる期間、斜体は圏域と病院群だけを決めた期間。",
        "Colour is the area, named in the second line. Bold: the workplace changes. Italic: area and group only.",
    );
    pen.open(reading, name, pen.say("医師別の配置", "Placement by physician"), note)?;
    let mut widths = vec![10, 15, 9, 11, 10, 9];
    widths.extend(vec![CELL; reading.periods().len()]);
    pen.widths(&widths)?;
    let head = 2 + legend(reading, pen)?;
    let heads = [
        pen.say("コード", "Code"),
        pen.say("氏名", "Name"),
        pen.say("入学年度", "Entered"),
        pen.say("専門", "Specialty"),
        pen.say("義務（月）", "Owed (m)"),
        pen.say("規則", "Rules"),
    ];
    side_heads(pen, head, &heads)?;
    period_heads(pen, reading, head, column(SIDE))?;
    let first = head + 2;
    for (place, row) in reading.rows.iter().enumerate() {
        let new_cohort = place > 0 && reading.rows[place - 1].cohort != row.cohort;
        person(reading, pen, first + place as RowNum, row, new_cohort)?;
    }
    let last = first + reading.rows.len().saturating_sub(1) as RowNum;
    let last_col = column(SIDE + reading.periods().len() - 1);
    pen.sheet.autofilter(head + 1, 0, last.max(first), last_col)?;
    counts(reading, pen, last + 2)?;
    pen.sheet.set_freeze_panes(first, 4)?.set_zoom(85);
    pen.sheet.set_repeat_columns(0, 3)?;
    pen.page(reading, Paper::A3Wide, name, Some((head, head + 1)))
}

/// The sheet's name.
pub(crate) fn name(reading: &Reading<'_>) -> &'static str {
    pick(reading.lang, "医師別", "By physician")
}

/// The special cells and the areas' tints, above the headings: how many rows they take.
fn legend(reading: &Reading<'_>, pen: &mut Pen<'_>) -> Result<RowNum, XlsxError> {
    let small = |format: Format| format.set_font_size(9);
    let states = [
        (pen.say("凡例", "Key"), pen.look.plain()),
        (pen.say("休業", "leave"), pen.look.leave()),
        (pen.say("県外", "outside"), pen.look.outside()),
        (pen.say("未配置", "unplaced"), pen.look.bad()),
        (pen.say("義務終了", "released"), pen.look.quiet()),
    ];
    for (place, (text, format)) in states.into_iter().enumerate() {
        pen.text(2, column(place), text, &small(format))?;
    }
    let areas = &reading.view.problem.tables.areas;
    let (a_row, mut rows) = (reading.periods().len(), 1);
    for (place, (area, known)) in areas.iter().enumerate() {
        let (line, col) = ((place / a_row) as RowNum, place % a_row);
        let tint = small(pen.look.area(Some(area)));
        pen.text(2 + line, column(SIDE + col), short_area(known.name.get(pen.lang)), &tint)?;
        rows = rows.max(line + 1);
    }
    for line in 0..rows {
        pen.sheet.set_row_height(2 + line, 18)?;
    }
    Ok(rows)
}

/// A line above whoever is first of a cohort.
pub(crate) fn edge(format: Format, new_cohort: bool) -> Format {
    match new_cohort {
        true => format.set_border_top(FormatBorder::Medium).set_border_top_color(GREY),
        false => format,
    }
}

/// The first three columns of a person's row: id, name, cohort.
pub(crate) fn who(
    reading: &Reading<'_>,
    pen: &mut Pen<'_>,
    at: RowNum,
    row: &Row<'_>,
    new_cohort: bool,
) -> Result<(), XlsxError> {
    let (cell, middle) = (edge(pen.look.cell(), new_cohort), edge(pen.look.middle(), new_cohort));
    pen.text(at, 0, row.person.career.person.as_str(), &cell.clone().set_font_size(9))?;
    pen.text(at, 1, &row.person.name, &cell.set_bold())?;
    pen.text(at, 2, &cohort(reading, row), &middle)
}

fn person(
    reading: &Reading<'_>,
    pen: &mut Pen<'_>,
    at: RowNum,
    row: &Row<'_>,
    new_cohort: bool,
) -> Result<(), XlsxError> {
    let edge = |format: Format| edge(format, new_cohort);
    let lang = pen.lang;
    let middle = edge(pen.look.middle());
    who(reading, pen, at, row, new_cohort)?;
    let open = if row.was_open { pick(lang, "（未定）", " (open)") } else { "" };
    pen.text(at, 3, &format!("{}{open}", row.specialty), &middle)?;
    pen.text(at, 4, &obligation(reading, row), &middle)?;
    let (signs, standing) = standings(row);
    pen.text(
        at,
        5,
        &signs,
        &edge(standing.map_or_else(|| pen.look.middle(), |standing| pen.look.standing(standing))),
    )?;
    let mut tallest = 2;
    let mut before = start_place(reading, row);
    for (place, seat) in row.seats.iter().enumerate() {
        let headline = seat.headline(reading.view.problem, lang);
        let detail = seat.detail(reading.view.problem, lang, row.specialty, row.remarks[place]);
        tallest = tallest.max(lines(&headline, CELL + 1) + usize::from(!detail.is_empty()));
        let moved = moves(reading, &mut before, seat);
        let format = edge(seat_format(pen, seat));
        let tone = if matches!(seat, Seat::Unplaced(_)) { Tone::Bad } else { Tone::of(moved) };
        let zone = seat.main().is_some_and(|part| !part.workplace.stands_for.is_empty());
        two_lines(pen, at, column(SIDE + place), (&headline, &detail), (tone, zone), &format)?;
    }
    let name_lines = columns(&row.person.name).div_ceil(12);
    pen.sheet.set_row_height(at, super::width::height(tallest.max(name_lines)))?;
    Ok(())
}

/// How the first line of a cell speaks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tone {
    /// It goes on.
    Plain,
    /// Something begins here.
    Strong,
    /// Something is missing.
    Bad,
}

impl Tone {
    fn of(moved: bool) -> Self {
        if moved { Tone::Strong } else { Tone::Plain }
    }
}

/// The place in the first line, area and remarks small in the second.
fn two_lines(
    pen: &mut Pen<'_>,
    row: RowNum,
    col: u16,
    (headline, detail): (&str, &str),
    (tone, zone): (Tone, bool),
    format: &Format,
) -> Result<(), XlsxError> {
    let voiced = |format: Format| match tone {
        Tone::Plain => format,
        Tone::Strong => format.set_bold(),
        Tone::Bad => format.set_bold().set_font_color(RED),
    };
    if detail.is_empty() || headline.is_empty() {
        return pen.text(row, col, headline, &voiced(format.clone()));
    }
    let main = voiced(if zone { pen.look.plain().set_italic() } else { pen.look.plain() });
    let small = pen.look.plain().set_font_size(8);
    let headline: String = headline.chars().take(400).collect();
    let detail = format!("\n{}", detail.chars().take(400).collect::<String>());
    pen.sheet.write_rich_string_with_format(row, col, &[(&main, &headline), (&small, &detail)], format)?;
    Ok(())
}

/// The format of a seat.
pub(crate) fn seat_format(pen: &Pen<'_>, seat: &Seat<'_>) -> Format {
    match seat {
        Seat::Posted(..) => pen.look.area(seat.main().and_then(|part| part.area())),
        Seat::Outside(_) => pen.look.outside(),
        Seat::Leave => pen.look.leave(),
        Seat::Unplaced(_) => pen.look.bad(),
        Seat::NotYet | Seat::Released => pen.look.quiet(),
    }
}

/// Whether the workplace changes; remembers the place for the next period.
fn moves<'a>(reading: &Reading<'a>, before: &mut Option<&'a WorkplaceId>, seat: &Seat<'a>) -> bool {
    let Some(here) = seat.workplace() else { return false };
    let same = before.is_none_or(|before| reading.view.problem.tables.may_be_same_stay(before, here));
    *before = Some(here);
    !same
}

/// The main workplace of the last engagement before the horizon.
fn start_place<'a>(reading: &Reading<'a>, row: &Row<'a>) -> Option<&'a WorkplaceId> {
    let start = reading.periods().first()?.span.from.first_day();
    let earlier = row.person.career.engagements.iter().filter(|row| !row.side && row.period.from < start);
    earlier.max_by_key(|row| row.period.from).map(|row| &row.workplace)
}

/// 入学年度 in words; that of the licence where the entry is unknown.
pub(crate) fn cohort(reading: &Reading<'_>, row: &Row<'_>) -> String {
    let year = row.cohort.map(|year| pick(reading.lang, year.to_era_short(), format!("FY{year}")));
    year.unwrap_or_else(|| pick(reading.lang, "不明", "unknown").to_owned())
}

/// Months of the obligation: served as of the date, of those owed.
pub(crate) fn obligation(reading: &Reading<'_>, row: &Row<'_>) -> String {
    let Some(verdict) = reading.obligation(&row.now) else { return "－".to_owned() };
    match (verdict.done, verdict.needed) {
        (Some(done), Some(needed)) => {
            format!("{}／{}", labels::months(reading.lang, done), labels::months(reading.lang, needed))
        }
        _ => "？".to_owned(),
    }
}

/// The worst standing now and at the end, as signs, with the number of rules that cannot be judged; and the standing
/// whose format the cell takes.
pub(crate) fn standings(row: &Row<'_>) -> (String, Option<Standing>) {
    let (now, end) = (worst(&row.now), worst(&row.end));
    let signs = match (now, end) {
        (Some(now), Some(end)) => format!("{} → {}", sign(now), sign(end)),
        (Some(one), None) | (None, Some(one)) => sign(one).to_owned(),
        (None, None) => "－".to_owned(),
    };
    let last = if row.end.is_empty() { &row.now } else { &row.end };
    let unjudged = last.iter().filter(|verdict| verdict.standing == Standing::CannotBeJudged).count();
    let signs =
        if unjudged == 0 { signs } else { format!("{signs}\n{}{unjudged}", sign(Standing::CannotBeJudged)) };
    (signs, end.or(now))
}

/// The worst standing among the rules that can be judged.
fn worst(verdicts: &[&rules::Verdict]) -> Option<Standing> {
    const ORDER: [Standing; 5] =
        [Standing::Broken, Standing::AtRisk, Standing::OnTrack, Standing::Waived, Standing::Met];
    ORDER.into_iter().find(|standing| verdicts.iter().any(|verdict| verdict.standing == *standing))
}

/// People by state in each period, below the grid.
fn counts(reading: &Reading<'_>, pen: &mut Pen<'_>, at: RowNum) -> Result<(), XlsxError> {
    for (line, (label, count)) in tallies(reading).iter().enumerate() {
        let row = at + line as RowNum;
        let (cell, figure) = (pen.look.total(pen.look.cell()), pen.look.total(pen.look.figure()));
        pen.across(row, 0, column(SIDE - 1), label.get(pen.lang), &cell)?;
        for (place, people) in count.iter().enumerate() {
            pen.number(row, column(SIDE + place), (*people).into(), &figure)?;
        }
    }
    Ok(())
}

/// How many people are in which state, by period.
pub(crate) fn tallies(reading: &Reading<'_>) -> Vec<(kernel::Bilingual, Vec<u32>)> {
    use kernel::Bilingual;
    type Is = fn(&Seat<'_>) -> bool;
    let kinds: [(Bilingual, Is); 6] = [
        (Bilingual::new("県内に配置", "posted in the prefecture"), |seat| {
            matches!(seat, Seat::Posted(..))
        }),
        (Bilingual::new("県外", "outside the prefecture"), |seat| matches!(seat, Seat::Outside(_))),
        (Bilingual::new("休業", "on leave"), |seat| matches!(seat, Seat::Leave)),
        (Bilingual::new("未配置", "unplaced"), |seat| matches!(seat, Seat::Unplaced(_))),
        (Bilingual::new("在学中", "students"), |seat| matches!(seat, Seat::NotYet)),
        (Bilingual::new("義務終了", "released"), |seat| matches!(seat, Seat::Released)),
    ];
    let of = |is: Is| {
        (0..reading.periods().len())
            .map(|period| reading.rows.iter().filter(|row| is(&row.seats[period])).count() as u32)
            .collect()
    };
    kinds.into_iter().map(|(label, is)| (label, of(is))).collect()
}
