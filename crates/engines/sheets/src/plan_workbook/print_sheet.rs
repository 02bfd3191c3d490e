//! 印刷用: the plan as a table on A4 for the meeting. The periods planned by facility each have a column; what lies
//! further away is one column of words. No colour, era dates, ruled lines.

use kernel::Lang;
use problem::Resolution;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, RowNum, XlsxError};

use super::{
    labels::{self, pick},
    look::GREY,
    pen::{Paper, Pen, column},
    physician_sheet::cohort,
    reading::{Reading, Row},
    seats::{Seat, short_area},
    width::{height, lines},
};

const HEAD: RowNum = 3;
const SIDE: usize = 4;
/// Most periods with a column of their own on A4.
const MOST: usize = 5;
const CELL: usize = 22;
const LATER: usize = 48;
/// Points of the lowest row: room for a remark in ink.
const ROOMY: f64 = 24.0;

/// Writes the sheet.
pub(crate) fn write(reading: &Reading<'_>, pen: &mut Pen<'_>) -> Result<(), XlsxError> {
    let name = name(reading);
    let note = pen.say(
        "先の年度は見通しであり、決定ではありません。",
        "The later years are an outlook, not a decision.",
    );
    pen.open(reading, name, pen.say("配置計画（案）", "Placement plan (proposal)"), note)?;
    let near = near(reading);
    let later = near < reading.periods().len();
    let mut widths = vec![5, 16, 9, 12];
    widths.extend(vec![CELL; near]);
    if later {
        widths.push(LATER);
    }
    pen.widths(&widths)?;
    heads(reading, pen, near, later)?;
    let (mut listed, mut free, mut students) = (Vec::new(), Vec::new(), Vec::new());
    for row in &reading.rows {
        let all = |is: fn(&Seat<'_>) -> bool, periods: usize| row.seats[..periods].iter().all(is);
        if all(|seat| matches!(seat, Seat::Released), row.seats.len()) {
            free.push(row);
        } else if all(|seat| matches!(seat, Seat::NotYet), near) {
            students.push(row);
        } else {
            listed.push(row);
        }
    }
    for (place, row) in listed.iter().enumerate() {
        write_row(reading, pen, place, row, near)?;
    }
    let (at, width) = (HEAD + 1 + listed.len() as RowNum, SIDE + near + usize::from(later));
    let (count, words) = (free.len(), "計画の始まりまでに義務を終える人");
    let text = pick(
        pen.lang,
        format!("このほか、{words}（{count}人）: "),
        format!("Besides, {count} whose obligation ends before the plan begins: "),
    );
    let at = closing(pen, at, &text, &free, width)?;
    let until = labels::years_of(pen.lang, reading.periods()[near.max(1) - 1].span);
    let count = students.len();
    let text = pick(
        pen.lang,
        format!("このほか、{until}末まで在学中の人（{count}人。見通しは「医師別」にあります）: "),
        format!("Besides, {count} who study until the end of {until} (outlook: by physician): "),
    );
    closing(pen, at, &text, &students, width)?;
    pen.sheet.set_freeze_panes(HEAD + 1, 2)?;
    let title = pen.say("配置計画（案）", "Placement plan (proposal)");
    pen.page(reading, Paper::A4Wide, title, Some((HEAD, HEAD)))?;
    pen.sheet.set_print_black_and_white(true).set_print_center_horizontally(true);
    Ok(())
}

/// The sheet's name.
pub(crate) fn name(reading: &Reading<'_>) -> &'static str {
    pick(reading.lang, "印刷", "Print")
}

/// How many periods have a column of their own.
fn near(reading: &Reading<'_>) -> usize {
    let named =
        reading.periods().iter().take_while(|period| period.resolution == Resolution::Facility).count();
    if named == 0 { reading.periods().len().min(MOST) } else { named.min(MOST) }
}

fn heads(reading: &Reading<'_>, pen: &mut Pen<'_>, near: usize, later: bool) -> Result<(), XlsxError> {
    let mut heads: Vec<String> = [
        pen.say("番号", "No."),
        pen.say("氏名", "Name"),
        pen.say("入学年度", "Entered"),
        pen.say("専門", "Specialty"),
    ]
    .map(str::to_owned)
    .to_vec();
    heads.extend(reading.periods()[..near].iter().map(|period| labels::period(pen.lang, period.span)));
    if later {
        heads.push(pen.say("その後の見通し", "Later, in outline").to_owned());
    }
    let head = ruled(pen.look.head().set_background_color(rust_xlsxwriter::Color::White));
    pen.row(HEAD, &heads, &head)?;
    pen.sheet.set_row_height(HEAD, 30)?;
    Ok(())
}

/// Those without a posting in the columns: a line of names instead of a row of nothing each. Gives the next row.
fn closing(
    pen: &mut Pen<'_>,
    at: RowNum,
    text: &str,
    people: &[&Row<'_>],
    width: usize,
) -> Result<RowNum, XlsxError> {
    if people.is_empty() {
        return Ok(at);
    }
    let names: Vec<&str> = people.iter().map(|row| row.person.name.as_str()).collect();
    let text = format!("{text}{}", names.join(pick(pen.lang, "、", ", ")));
    let format = ruled(pen.look.cell()).set_font_size(9);
    pen.across(at, 0, column(width - 1), &text, &format)?;
    let across = 5 + 16 + 9 + 12 + (width - SIDE) * CELL;
    pen.height(at, lines(&text, across))?;
    Ok(at + 1)
}

fn ruled(format: Format) -> Format {
    format.set_border(FormatBorder::Thin).set_border_color(GREY)
}

fn write_row(
    reading: &Reading<'_>,
    pen: &mut Pen<'_>,
    place: usize,
    row: &Row<'_>,
    near: usize,
) -> Result<(), XlsxError> {
    let at = HEAD + 1 + place as RowNum;
    let (cell, middle) = (ruled(pen.look.cell()), ruled(pen.look.middle()));
    pen.number(at, 0, place as i128 + 1, &middle)?;
    pen.text(at, 1, &row.person.name, &cell)?;
    pen.text(at, 2, &cohort(reading, row), &middle)?;
    pen.text(at, 3, row.specialty, &middle)?;
    let mut tallest = 1;
    for period in 0..near {
        let text = text(reading, row, period);
        tallest = tallest.max(lines(&text, CELL - 2));
        pen.text(at, column(SIDE + period), &text, &middle)?;
    }
    if near < row.seats.len() {
        let later = outline(reading, row, near);
        // It is written smaller: a tenth more fits.
        tallest = tallest.max(lines(&later, LATER + 3));
        let small = ruled(pen.look.cell()).set_font_size(9).set_align(FormatAlign::Left);
        pen.text(at, column(SIDE + near), &later, &small)?;
    }
    pen.sheet.set_row_height(at, height(tallest).max(ROOMY))?;
    Ok(())
}

fn text(reading: &Reading<'_>, row: &Row<'_>, period: usize) -> String {
    let (seat, lang) = (&row.seats[period], reading.lang);
    let headline = seat.headline(reading.view.problem, lang);
    let Some(part) = seat.main() else {
        return if matches!(seat, Seat::Unplaced(_)) { format!("▲{headline}") } else { headline };
    };
    let area = part.area().and_then(|area| reading.view.problem.tables.areas.get(area));
    let zone = area.filter(|_| !part.workplace.stands_for.is_empty());
    let headline = match zone {
        Some(area) => format!("{} {headline}", short_area(area.name.get(lang))),
        None => headline,
    };
    match seat.doing(lang, row.specialty) {
        Some(doing) => pick(lang, format!("{headline}（{doing}）"), format!("{headline} ({doing})")),
        None => headline,
    }
}

/// The later periods in words, alike ones drawn together: 「R12～13 北毛、R14～ 義務終了」.
fn outline(reading: &Reading<'_>, row: &Row<'_>, near: usize) -> String {
    let mut runs: Vec<(usize, usize, String)> = Vec::new();
    for period in near..row.seats.len() {
        let text = text(reading, row, period);
        match runs.last_mut() {
            Some(run) if run.2 == text => run.1 = period,
            _ => runs.push((period, period, text)),
        }
    }
    let lang = reading.lang;
    let parts = runs.iter().map(|(first, last, text)| {
        let from = reading.periods()[*first].span.from.fiscal_year();
        let to = reading.periods()[*last].span.until.plus(-1).fiscal_year();
        let years = match (from == to, lang) {
            (true, Lang::Ja) => from.to_era_short(),
            (true, Lang::En) => format!("FY{from}"),
            (false, Lang::Ja) => {
                format!("{}～{}", from.to_era_short().trim_end_matches("年度"), to.to_era_short())
            }
            (false, Lang::En) => format!("FY{from}–{to}"),
        };
        format!("{years} {text}")
    });
    parts.collect::<Vec<_>>().join("\n")
}
