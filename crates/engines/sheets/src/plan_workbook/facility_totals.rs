//! 医療機関の計: all departments of a facility together, against its limit and against needs that name no department.

use kernel::WorkplaceId;
use problem::{NeedLevel, NeedPlace, PlanPeriod};
use rust_xlsxwriter::{Format, FormatAlign, RowNum, XlsxError};

use super::{
    labels::{self, pick},
    pen::{Pen, column},
    reading::Reading,
};

/// Whether a facility's total says more than its departments: several of them, a limit, or a need of all together.
pub(crate) fn says_more(reading: &Reading<'_>, workplace: &WorkplaceId, departments: usize) -> bool {
    let problem = reading.view.problem;
    let at_all = NeedPlace::Workplace(workplace.clone());
    departments > 1
        || problem.place_limits.iter().any(|limit| limit.workplace == *workplace)
        || problem.needs.iter().any(|need| need.department.is_none() && need.at == at_all)
}

/// Writes the row of a total; the columns beside it are written by the caller.
pub(crate) fn write(
    reading: &Reading<'_>,
    pen: &mut Pen<'_>,
    at: RowNum,
    first: u16,
    workplace: &WorkplaceId,
) -> Result<(), XlsxError> {
    for place in 0..reading.periods().len() {
        let (text, state) = total(reading, workplace, place);
        let format = match state {
            State::Fine => pen.look.total(pen.look.cell()),
            State::Short => left(pen.look.attention()).set_bold(),
            State::Grave => left(pen.look.bad()),
        };
        pen.text(at, first + column(place), &text, &format)?;
    }
    Ok(())
}

fn left(format: Format) -> Format {
    format.set_align(FormatAlign::Left).set_indent(1)
}

enum State {
    Fine,
    Short,
    Grave,
}

/// 「▲ 7／8（上限20）」.
fn total(reading: &Reading<'_>, workplace: &WorkplaceId, period: usize) -> (String, State) {
    let (problem, planned) = (reading.view.problem, reading.periods()[period]);
    let at_all = NeedPlace::Workplace(workplace.clone());
    let staffed = reading.coverage.at(problem, period, &at_all, None);
    let zone = problem.tables.workplaces.get(workplace).is_some_and(|place| !place.stands_for.is_empty());
    if staffed == 0 && zone != (planned.resolution == problem::Resolution::Zone) {
        return ("－".to_owned(), State::Fine);
    }
    let lines = reading.coverage.lines.iter().filter(|line| {
        line.period == period
            && line.need.department.is_none()
            && line.need.at == at_all
            && line.need.level != NeedLevel::Fairness
    });
    let (mut heads, mut short, mut grave) = (0, 0, false);
    for line in lines {
        heads = heads.max(line.need.heads);
        short = short.max(line.short);
        grave |= line.short > 0 && line.need.level != NeedLevel::Wanted;
    }
    let (sign, state) = match (heads, short, grave) {
        (0, ..) => ("", State::Fine),
        (_, 0, _) => ("○ ", State::Fine),
        (_, _, true) => ("● ", State::Grave),
        _ => ("▲ ", State::Short),
    };
    let mut text = format!("{sign}{}", labels::heads(staffed.into()));
    if heads > 0 {
        text.push_str(&format!("／{heads}"));
    }
    if let Some(most) = limit(reading, workplace, planned) {
        text.push_str(&pick(reading.lang, format!("（上限{most}）"), format!(" (limit {most})")));
    }
    (text, state)
}

/// The least of the facility's limits in the period.
fn limit(reading: &Reading<'_>, workplace: &WorkplaceId, period: PlanPeriod) -> Option<u32> {
    let limits =
        reading.view.problem.place_limits.iter().filter(|limit| {
            limit.workplace == *workplace && limit.span.period().overlaps(period.span.period())
        });
    limits.map(|limit| limit.most).min()
}
