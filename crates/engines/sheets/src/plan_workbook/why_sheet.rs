//! 配置の理由: for each posting what it serves, and the next best with what that would cost.

use rust_xlsxwriter::{Format, RowNum, XlsxError};

use problem::Cause;

use super::{
    PostingReason,
    labels::{self, pick},
    pen::{Paper, Pen, column},
    physician_sheet::{edge, seat_format},
    reading::{Reading, Row},
    seats::Seat,
    width::{self, listed},
};

const HEAD: RowNum = 3;
const WIDTHS: [usize; 9] = [9, 15, 16, 24, 11, 62, 30, 9, 34];
const SERVES: usize = 5;
/// Half-width columns of what a posting serves: it is written smaller, so a few more fit than its width.
const SERVES_WIDTH: usize = WIDTHS[SERVES] + 4;

/// Writes the sheet.
pub(crate) fn write(reading: &Reading<'_>, pen: &mut Pen<'_>) -> Result<(), XlsxError> {
    let name = name(reading);
    let note = pen.say(
        "一行が一つの配置。「次善」は、ほかの人を動かさずこの期間だけ別にするときの最もよい進路。「点差」はそのとき案が悪くなる点数。",
        "One posting a row. Next best: the person's best career with anything else in the period, nobody else moving; \
         the difference is what it costs more.",
    );
    pen.open(reading, name, pen.say("配置の理由", "Why each posting"), note)?;
    pen.widths(&WIDTHS)?;
    let heads = [
        pen.say("コード", "Code"),
        pen.say("氏名", "Name"),
        pen.say("期間", "Period"),
        pen.say("勤務先", "Facility"),
        pen.say("診療科", "Department"),
        pen.say("この配置でかなうこと", "What it serves"),
        pen.say("次善", "Next best"),
        pen.say("点差", "Difference"),
        pen.say("点差の内訳（＋は悪くなる）", "By term (+: worse)"),
    ];
    let head = pen.look.head();
    pen.row(HEAD, &heads, &head)?;
    pen.sheet.set_row_height(HEAD, 24)?;
    let mut at = HEAD + 1;
    for row in &reading.rows {
        let mut first = true;
        for (period, reason) in reasons(reading, row) {
            posting(reading, pen, at, (row, period, reason), first)?;
            (at, first) = (at + 1, false);
        }
    }
    if at == HEAD + 1 {
        let note = pen.look.note();
        pen.text(at, 0, pen.say("配置はありません。", "There is no posting."), &note)?;
        at += 1;
    }
    pen.sheet.autofilter(HEAD, 0, at - 1, column(heads.len() - 1))?;
    pen.sheet.set_freeze_panes(HEAD + 1, 3)?.set_zoom(85);
    pen.page(reading, Paper::A4Wide, name, Some((HEAD, HEAD)))
}

/// The sheet's name.
pub(crate) fn name(reading: &Reading<'_>) -> &'static str {
    pick(reading.lang, "配置の理由", "Why")
}

/// The periods in which there was something to choose. Those whose rules cannot all be met have a list of their own.
fn reasons<'a>(
    reading: &Reading<'a>,
    row: &Row<'_>,
) -> impl Iterator<Item = (usize, &'a PostingReason)> + use<'a> {
    let all = reading.view.reasons.unwrap_or_default();
    let of = all.iter().find(|(person, _)| *person == row.person.career.person);
    let of = of.map_or(&[][..], |(_, reasons)| reasons);
    let told: Vec<_> = of.iter().zip(&row.seats).enumerate().collect();
    let told = told.into_iter().filter(|(_, (_, seat))| !matches!(seat, Seat::Unplaced(Cause::Impossible)));
    let told: Vec<_> = told.filter_map(|(period, (reason, _))| Some((period, reason.as_ref()?))).collect();
    told.into_iter()
}

fn posting(
    reading: &Reading<'_>,
    pen: &mut Pen<'_>,
    at: RowNum,
    (row, period, reason): (&Row<'_>, usize, &PostingReason),
    first: bool,
) -> Result<(), XlsxError> {
    let lang = pen.lang;
    let small = |format: Format| edge(format.set_font_size(9), first);
    let (cell, middle, figure) = (small(pen.look.cell()), small(pen.look.middle()), small(pen.look.figure()));
    let seat = &row.seats[period];
    let name = if first { cell.clone().set_bold() } else { cell.clone() };
    let department = seat.main().map_or("", |part| part.post.department.as_str());
    let serves: Vec<String> = reason.serves.iter().map(|words| words.get(lang).to_owned()).collect();
    let serves = listed(&serves, pick(lang, "、", "; "), SERVES_WIDTH);
    let (next, terms) = (reason.next.get(lang), reason.terms.get(lang));
    pen.text(at, 0, row.person.career.person.as_str(), &cell)?;
    pen.text(at, 1, &row.person.name, &name)?;
    pen.text(at, 2, &labels::period(lang, reading.periods()[period].span), &middle)?;
    let place = seat.headline(reading.view.problem, lang);
    pen.text(at, 3, &place, &small(seat_format(pen, seat)))?;
    pen.text(at, 4, department, &middle)?;
    pen.text(at, column(SERVES), &serves, &cell)?;
    pen.text(at, 6, next, &cell)?;
    match reason.cost {
        Some(cost) => pen.number(at, 7, cost, &figure)?,
        None => pen.text(at, 7, pen.say("－", "–"), &middle)?,
    }
    pen.text(at, 8, terms, &cell)?;
    let tallest = [(1, row.person.name.as_str()), (3, &place), (6, next), (8, terms)].into_iter();
    let tallest = tallest.map(|(col, text)| pen.lines(col, text)).max().unwrap_or(1);
    pen.height(at, tallest.max(width::lines(&serves, SERVES_WIDTH)))
}
