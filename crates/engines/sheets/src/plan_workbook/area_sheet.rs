//! 圏域×診療科×年: heads against need for each area's departments and fiscal year, averaged over the year's months.

use std::collections::BTreeSet;

use kernel::{AreaId, DepartmentId, FiscalYear, Lang};
use problem::NeedLevel;
use rust_xlsxwriter::{Format, FormatBorder, RowNum, XlsxError};

use super::{
    coverage::{Balance, area_of},
    labels::{self, pick},
    look::GREY,
    pen::{Paper, Pen, column},
    reading::Reading,
    seats::short_area,
};

const SIDE: usize = 2;
const HEAD: RowNum = 3;

/// Writes the sheet.
pub(crate) fn write(reading: &Reading<'_>, pen: &mut Pen<'_>) -> Result<(), XlsxError> {
    let name = name(reading);
    let note = pen.say(
        "配置人数／必要数（年度平均、常勤換算）。●は最低・危機の不足、▲は希望の不足、○は充足。余る所と足りない所があるときは、足りない所の計を（不足…）に示します。",
        "Heads / need, averaged over the fiscal year. ● minimum or critical need missed, ▲ wanted need missed, ○ met. \
         (−…) adds up the places that lack heads where others have more than they need.",
    );
    pen.open(
        reading,
        name,
        pen.say("どの圏域で、何科が、何年に足りないか", "Which area lacks which specialty in which year"),
        note,
    )?;
    let years = years(reading);
    let mut widths = vec![14, 14];
    widths.extend(vec![24; years.len()]);
    pen.widths(&widths)?;
    let head = pen.look.head();
    pen.text(HEAD, 0, pen.say("圏域", "Area"), &head)?;
    pen.text(HEAD, 1, pen.say("診療科", "Department"), &head)?;
    for (place, year) in years.iter().enumerate() {
        pen.text(HEAD, column(SIDE + place), &labels::fiscal_year(pen.lang, *year), &head)?;
    }
    pen.sheet.set_row_height(HEAD, 22)?;
    let mut at = prefecture(reading, pen, HEAD + 1, &years)?;
    for (area, known) in &reading.view.problem.tables.areas {
        let departments = departments(reading, area);
        if departments.is_empty() {
            continue;
        }
        let area_name = short_area(known.name.get(pen.lang)).to_owned();
        for department in departments.into_iter().map(Some).chain([None]) {
            let balances: Vec<Balance> = years
                .iter()
                .map(|year| {
                    reading
                        .coverage
                        .balance(reading.view.problem, area, department, *year)
                        .unwrap_or_default()
                })
                .collect();
            let tint = pen.look.area(Some(area));
            line(pen, at, (&area_name, tint), department, &balances)?;
            at += 1;
        }
    }
    pen.sheet.autofilter(HEAD, 0, at.max(HEAD + 2) - 1, column(SIDE + years.len() - 1))?;
    pen.sheet.set_freeze_panes(HEAD + 1, column(SIDE))?;
    pen.page(reading, Paper::A4Wide, name, Some((HEAD, HEAD)))
}

/// The sheet's name.
pub(crate) fn name(reading: &Reading<'_>) -> &'static str {
    pick(reading.lang, "圏域×診療科×年", "Area × specialty × year")
}

/// The fiscal years of the horizon.
pub(crate) fn years(reading: &Reading<'_>) -> Vec<FiscalYear> {
    let first = reading.periods().first().map(|period| period.span.from.fiscal_year());
    let last = reading.periods().last().map(|period| period.span.until.plus(-1).fiscal_year());
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    (first.year()..=last.year()).map(FiscalYear::new).collect()
}

/// Departments of an area that are needed or filled at some time.
fn departments<'a>(reading: &Reading<'a>, area: &AreaId) -> BTreeSet<&'a DepartmentId> {
    let problem = reading.view.problem;
    let here = |place: &kernel::WorkplaceId| {
        problem.tables.workplaces.get(place).is_some_and(|place| place.area.as_ref() == Some(area))
    };
    let filled = reading.coverage.filled().filter(|(place, _)| here(place)).map(|(_, department)| department);
    let needed = problem.needs.iter().filter(|need| need.level != NeedLevel::Fairness);
    let needed = needed
        .filter(|need| area_of(problem, &need.at) == Some(area))
        .filter_map(|need| need.department.as_ref());
    filled.chain(needed).collect()
}

/// The whole prefecture: the areas' balances added up, so that what one has too many hides nothing another lacks.
fn prefecture(
    reading: &Reading<'_>,
    pen: &mut Pen<'_>,
    first: RowNum,
    years: &[FiscalYear],
) -> Result<RowNum, XlsxError> {
    let problem = reading.view.problem;
    let all: BTreeSet<&DepartmentId> =
        problem.tables.areas.keys().flat_map(|area| departments(reading, area)).collect();
    let mut at = first;
    for department in all.into_iter().map(Some).chain([None]) {
        let of = |year: FiscalYear| {
            let areas = problem.tables.areas.keys();
            let each = areas.filter_map(|area| reading.coverage.balance(problem, area, department, year));
            each.fold(Balance::default(), Balance::plus)
        };
        let balances: Vec<Balance> = years.iter().map(|year| of(*year)).collect();
        let name = pen.say("県全体", "prefecture");
        let format = pen.look.total(pen.look.middle());
        line(pen, at, (name, format), department, &balances)?;
        at += 1;
    }
    Ok(at)
}

fn line(
    pen: &mut Pen<'_>,
    at: RowNum,
    (area, area_format): (&str, Format),
    department: Option<&DepartmentId>,
    balances: &[Balance],
) -> Result<(), XlsxError> {
    let sums = department.is_none();
    let edge = |format: Format| match sums {
        true => format.set_bold().set_border_bottom(FormatBorder::Medium).set_border_bottom_color(GREY),
        false => format,
    };
    let cell = if sums { pen.look.total(pen.look.cell()) } else { pen.look.cell() };
    pen.text(at, 0, area, &edge(area_format))?;
    let all = pen.say("全科の計", "all together");
    pen.text(at, 1, department.map_or(all, |department| department.as_str()), &edge(cell))?;
    let mut tallest = 1;
    for (place, balance) in balances.iter().enumerate() {
        let text = cell_text(balance, pen.lang);
        tallest = tallest.max(pen.lines(column(SIDE + place), &text));
        let format = match balance {
            Balance { short: 0, .. } if sums => pen.look.total(pen.look.middle()),
            Balance { short: 0, .. } => pen.look.middle(),
            Balance { grave: true, .. } => pen.look.bad(),
            _ => pen.look.attention(),
        };
        pen.text(at, column(SIDE + place), &text, &edge(format))?;
    }
    pen.height(at, tallest)
}

/// 「▲ 2.5／4」.
fn cell_text(balance: &Balance, lang: Lang) -> String {
    let staffed = labels::heads(balance.staffed);
    match balance {
        Balance { needed: 0, staffed: 0, .. } => "－".to_owned(),
        Balance { needed: 0, .. } => staffed,
        Balance { short: 0, .. } => format!("○ {staffed}／{}", labels::heads(balance.needed)),
        Balance { needed, short, grave, .. } => {
            let sign = if *grave { "●" } else { "▲" };
            let text = format!("{sign} {staffed}／{}", labels::heads(*needed));
            // Where one place has too many and another too few, the two figures alone would hide the shortage.
            if needed.saturating_sub(balance.staffed) == *short {
                return text;
            }
            let short = labels::heads(*short);
            pick(lang, format!("{text} (不足{short})"), format!("{text} (−{short})"))
        }
    }
}
