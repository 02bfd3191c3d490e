//! 医療機関別: each facility's departments down, periods across; who is there, against what is wanted and what fits.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{AreaId, DepartmentId, WorkplaceId};
use problem::{NeedLevel, NeedPlace};
use rules::Activity;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, RowNum, XlsxError};

use super::{
    facility_totals,
    labels::{self, pick},
    look::GREY,
    pen::{Paper, Pen, column, period_heads, side_heads},
    reading::Reading,
    seats::{place_name, short_area, short_name},
    width::{lines, listed},
};

const SIDE: usize = 3;
const HEAD: RowNum = 3;
const CELL: usize = 24;

/// A line: a facility's department, doing one thing.
type Line<'a> = (&'a WorkplaceId, &'a DepartmentId, Activity);

/// Writes the sheet.
pub(crate) fn write(reading: &Reading<'_>, pen: &mut Pen<'_>) -> Result<(), XlsxError> {
    let name = name(reading);
    let note = pen.say(
        "1行目: 配置人数／希望数（定員）。●は最低・危機の不足、▲は希望の不足、○は充足。",
        "First line: heads / wanted (room). ● minimum or critical need missed, ▲ wanted need missed, ○ met.",
    );
    pen.open(reading, name, pen.say("医療機関別の配置", "Placement by facility"), note)?;
    let mut widths = vec![12, 26, 14];
    widths.extend(vec![CELL; reading.periods().len()]);
    pen.widths(&widths)?;
    side_heads(
        pen,
        HEAD,
        &[pen.say("圏域", "Area"), pen.say("医療機関", "Facility"), pen.say("診療科", "Department")],
    )?;
    period_heads(pen, reading, HEAD, column(SIDE))?;
    let first = HEAD + 2;
    let (lines, left_out) = shown(reading);
    let people = people(reading);
    let mut at = first;
    for facility in lines.chunk_by(|a, b| together(reading, a, b)) {
        for (place, line) in facility.iter().enumerate() {
            write_line(reading, pen, at, line, &people, place == 0)?;
            at += 1;
        }
        let workplace = facility[0].0;
        let one = facility.iter().all(|line| line.0 == workplace);
        if one && facility_totals::says_more(reading, workplace, facility.len()) {
            write_total(reading, pen, at, workplace)?;
            at += 1;
        }
    }
    pen.sheet.autofilter(HEAD + 1, 0, at.max(first + 1) - 1, column(SIDE + reading.periods().len() - 1))?;
    if left_out > 0 {
        let note = pen.look.note();
        let text = pick(
            pen.lang,
            format!("必要数がなく、だれも配置しない{left_out}の診療科は載せていません。"),
            format!("{left_out} departments without a need and without anybody posted are left out."),
        );
        pen.text(at + 1, 0, &text, &note)?;
    }
    pen.sheet.set_freeze_panes(first, column(SIDE))?.set_zoom(85);
    pen.page(reading, Paper::A3Wide, name, Some((HEAD, HEAD + 1)))
}

/// The sheet's name.
pub(crate) fn name(reading: &Reading<'_>) -> &'static str {
    pick(reading.lang, "医療機関別", "By facility")
}

/// The lines that say something, facilities before zones within each area; and how many were left out.
fn shown<'a>(reading: &Reading<'a>) -> (Vec<Line<'a>>, usize) {
    let problem = reading.view.problem;
    let all: BTreeSet<Line<'a>> =
        problem.posts.iter().map(|post| (&post.workplace, &post.department, post.activity)).collect();
    let filled: BTreeSet<Line<'a>> = reading
        .rows
        .iter()
        .flat_map(|row| row.seats.iter().flat_map(|seat| seat.parts()))
        .map(|part| (&part.post.workplace, &part.post.department, part.post.activity))
        .collect();
    let needed: BTreeSet<(&WorkplaceId, &DepartmentId)> = problem
        .needs
        .iter()
        .filter_map(|need| match (&need.at, &need.department) {
            (NeedPlace::Workplace(place), Some(department)) => Some((place, department)),
            _ => None,
        })
        .collect();
    let says = |line: &Line<'a>| {
        filled.contains(line) || (line.2 == Activity::Clinical && needed.contains(&(line.0, line.1)))
    };
    let total = all.len();
    let mut lines: Vec<Line<'a>> = all.into_iter().filter(says).collect();
    let place = |id: &WorkplaceId| problem.tables.workplaces.get(id);
    lines.sort_by_cached_key(|line| {
        let workplace = place(line.0);
        let area = workplace.and_then(|place| place.area.as_ref());
        let zone = workplace.is_some_and(|place| !place.stands_for.is_empty());
        let named = if zone { label(reading, line) } else { String::new() };
        (area.is_none(), area, zone, named, line.0, line.2, line.1)
    });
    let left_out = total - lines.len();
    (lines, left_out)
}

/// Who is at which line in which period, with the percent of a head each fills.
type People<'a> = BTreeMap<(Line<'a>, usize), Vec<(&'a str, u32)>>;

fn people<'a>(reading: &Reading<'a>) -> People<'a> {
    let mut people: People<'a> = BTreeMap::new();
    for row in &reading.rows {
        for (period, seat) in row.seats.iter().enumerate() {
            for part in seat.parts() {
                let line = (&part.post.workplace, &part.post.department, part.post.activity);
                people.entry((line, period)).or_default().push((&row.person.name, part.usage));
            }
        }
    }
    people
}

fn write_line(
    reading: &Reading<'_>,
    pen: &mut Pen<'_>,
    at: RowNum,
    line: &Line<'_>,
    people: &People<'_>,
    first: bool,
) -> Result<(), XlsxError> {
    let edge = |format: Format| match first {
        true => format.set_border_top(FormatBorder::Medium).set_border_top_color(GREY),
        false => format,
    };
    let cell = edge(pen.look.cell());
    let (area, area_name) = area(reading, line.0);
    pen.text(at, 0, area_name, &edge(pen.look.area(area)))?;
    let place = label(reading, line);
    let named = if first { cell.clone().set_bold() } else { cell.clone().set_font_color(GREY) };
    pen.text(at, 1, &place, &named)?;
    let doing =
        labels::activity(line.2).map_or_else(String::new, |activity| format!("\n{}", activity.get(pen.lang)));
    let department = format!("{}{doing}", line.1);
    pen.text(at, 2, &department, &cell)?;
    let mut tallest = lines(&place, 23).max(lines(&department, 11));
    for period in 0..reading.periods().len() {
        let here = people.get(&(*line, period)).map_or(&[][..], Vec::as_slice);
        let (text, state) = cell_text(reading, line, period, here);
        let format = match state {
            State::NotOffered => pen.look.quiet(),
            State::Free => pen.look.middle().set_font_color(GREY),
            State::Grave => left(pen.look.bad()),
            State::Short => left(pen.look.attention()),
            State::Fine => pen.look.cell(),
        };
        tallest = tallest.max(lines(&text, CELL - 2));
        pen.text(at, column(SIDE + period), &text, &edge(format.unset_bold()))?;
    }
    pen.height(at, tallest)
}

/// The name that a line's place has in the sheet.
fn label(reading: &Reading<'_>, line: &Line<'_>) -> String {
    let problem = reading.view.problem;
    let workplace = problem.tables.workplaces.get(line.0);
    workplace.map_or_else(|| line.0.to_string(), |workplace| place_name(problem, workplace, line.1, line.2))
}

/// Whether two lines belong to one place: the same facility, or zones of one name in one area.
fn together(reading: &Reading<'_>, a: &Line<'_>, b: &Line<'_>) -> bool {
    let zone = |line: &Line<'_>| {
        reading.view.problem.tables.workplaces.get(line.0).filter(|place| !place.stands_for.is_empty())
    };
    a.0 == b.0
        || zone(a).zip(zone(b)).is_some_and(|(one, other)| one.area == other.area)
            && label(reading, a) == label(reading, b)
}

/// The facility's total below its departments.
fn write_total(
    reading: &Reading<'_>,
    pen: &mut Pen<'_>,
    at: RowNum,
    workplace: &WorkplaceId,
) -> Result<(), XlsxError> {
    let (area, area_name) = area(reading, workplace);
    let (tint, cell) = (pen.look.area(area), pen.look.total(pen.look.cell()));
    pen.text(at, 0, area_name, &tint)?;
    pen.text(at, 1, &short_name(&reading.place_name(workplace)), &cell.clone().set_font_color(GREY))?;
    pen.text(at, 2, pen.say("全科の計", "all together"), &cell)?;
    facility_totals::write(reading, pen, at, column(SIDE), workplace)?;
    pen.height(at, 1)
}

/// The area of a workplace, and its name.
fn area<'a>(reading: &Reading<'a>, workplace: &WorkplaceId) -> (Option<&'a AreaId>, &'a str) {
    let tables = &reading.view.problem.tables;
    let area = tables.workplaces.get(workplace).and_then(|place| place.area.as_ref());
    let name = area.and_then(|area| tables.areas.get(area));
    (area, name.map_or("－", |area| short_area(area.name.get(reading.lang))))
}

/// How a cell looks.
enum State {
    NotOffered,
    Free,
    Grave,
    Short,
    Fine,
}

/// Text to the left, as in the cells around it.
fn left(format: Format) -> Format {
    format.set_align(FormatAlign::Left).set_indent(1)
}

/// 「▲ 2／3（定員4）」 and the names; an empty post says how many it could take, one that is not offered says so.
fn cell_text(reading: &Reading<'_>, line: &Line<'_>, period: usize, here: &[(&str, u32)]) -> (String, State) {
    let lang = reading.lang;
    let room = room(reading, line, period);
    let demand = if line.2 == Activity::Clinical { demand(reading, line, period) } else { Demand::default() };
    let own: u32 = here.iter().map(|(_, usage)| *usage).sum();
    if demand.heads == 0 && here.is_empty() {
        return match room {
            0 => ("－".to_owned(), State::NotOffered),
            _ => (pick(lang, format!("空き {room}"), format!("free {room}")), State::Free),
        };
    }
    let (sign, state) = match demand {
        Demand { heads: 0, .. } => ("", State::Fine),
        Demand { short: 0, .. } => ("○ ", State::Fine),
        Demand { grave: true, .. } => ("● ", State::Grave),
        _ => ("▲ ", State::Short),
    };
    let staffed = if demand.heads > 0 { demand.staffed } else { own };
    let mut text = format!("{sign}{}", labels::heads(staffed.into()));
    if demand.heads > 0 {
        text.push_str(&format!("／{}", demand.heads));
    }
    text.push_str(&pick(lang, format!("（定員{room}）"), format!(" (room {room})")));
    if staffed > own {
        text.push_str(pick(lang, "\n※初期研修などを含む", "\n* with initial trainees"));
    }
    let names: Vec<String> = here
        .iter()
        .map(|(name, usage)| if *usage < 100 { format!("{name}({usage}%)") } else { (*name).to_owned() })
        .collect();
    if !names.is_empty() {
        text.push('\n');
        text.push_str(&listed(&names, pick(lang, "、", ", "), CELL - 3));
    }
    (text, state)
}

/// Most heads of a line's posts offered in a period.
fn room(reading: &Reading<'_>, line: &Line<'_>, period: usize) -> u32 {
    let (problem, planned) = (reading.view.problem, &reading.periods()[period]);
    let posts = problem.posts.iter();
    let posts = posts.filter(|post| (&post.workplace, &post.department, post.activity) == *line);
    posts.filter(|post| problem.offers(post, planned)).map(|post| post.most).sum()
}

/// What is asked of a line in a period.
#[derive(Clone, Copy, Default)]
struct Demand {
    /// Heads at the highest line of need.
    heads: u32,
    /// Percent of heads there, whatever they do.
    staffed: u32,
    /// Percent of heads missing.
    short: u32,
    /// Whether a minimum or critical line is missed.
    grave: bool,
}

fn demand(reading: &Reading<'_>, line: &Line<'_>, period: usize) -> Demand {
    let here = reading.coverage.lines.iter().filter(|known| {
        known.period == period
            && known.need.level != NeedLevel::Fairness
            && known.need.department.as_ref() == Some(line.1)
            && matches!(&known.need.at, NeedPlace::Workplace(place) if place == line.0)
    });
    here.fold(Demand::default(), |sum, known| Demand {
        heads: sum.heads.max(known.need.heads),
        staffed: known.staffed,
        short: sum.short.max(known.short),
        grave: sum.grave || (known.short > 0 && known.need.level != NeedLevel::Wanted),
    })
}
