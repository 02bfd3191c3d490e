//! 規則: every rule of every person, with its own sentence, how it stands now and at the end, and the months behind it.

use kernel::Fraction;
use rules::{Standing, Verdict};
use rust_xlsxwriter::{Format, FormatBorder, RowNum, XlsxError};

use super::{
    labels::{self, pick, sign},
    look::GREY,
    pen::{Paper, Pen, column},
    reading::{Reading, Row},
};

const HEAD: RowNum = 3;
const WIDTHS: [usize; 15] = [9, 15, 23, 18, 7, 42, 12, 12, 8, 8, 8, 11, 9, 44, 38];

/// Writes the sheet.
pub(crate) fn write(reading: &Reading<'_>, pen: &mut Pen<'_>) -> Result<(), XlsxError> {
    let name = name(reading);
    let note = pen.say(
        "◎達成　○順調　△要注意　×違反　◇特例　－対象外　？判定不能。見出しの▼で絞り込めます。印刷は「規則の要点」を使ってください。",
        "◎ met ○ on track △ at risk × broken ◇ waived － not applicable ？ cannot be judged. Filter with ▼. \
         To print, use “Rules in brief”.",
    );
    pen.open(reading, name, pen.say("一人ひとりの規則", "Each person's rules"), note)?;
    pen.widths(&WIDTHS)?;
    let heads = [
        pen.say("コード", "Code"),
        pen.say("氏名", "Name"),
        pen.say("義務・約束", "Commitment"),
        pen.say("規則（版での名）", "Rule (its name)"),
        pen.say("拘束", "Force"),
        pen.say("原文", "Sentence"),
        pen.say("時点の判定", "Now"),
        pen.say("終わりの判定", "At the end"),
        pen.say("済（月）", "Done"),
        pen.say("予定込", "Planned"),
        pen.say("必要", "Needed"),
        pen.say("期限", "By"),
        pen.say("余裕（月）", "Slack"),
        pen.say("時点の説明", "In words, now"),
        pen.say("計画の終わりの説明（違うとき）", "In words, at the end, if different"),
    ];
    let head = pen.look.head();
    pen.row(HEAD, &heads, &head)?;
    pen.sheet.set_row_height(HEAD, 30)?;
    let formats = Formats::new(pen);
    let mut at = HEAD + 1;
    for row in &reading.rows {
        for (place, verdict) in row.now.iter().enumerate() {
            write_row(reading, pen, at, row, (verdict, place == 0), &formats)?;
            at += 1;
        }
    }
    if at == HEAD + 1 {
        let note = pen.look.note();
        pen.text(
            at,
            0,
            pen.say("義務・約束の規則がある人はいません。", "Nobody is bound by a rule."),
            &note,
        )?;
        at += 1;
    }
    pen.sheet.autofilter(HEAD, 0, at - 1, column(heads.len() - 1))?;
    pen.sheet.set_freeze_panes(HEAD + 1, 2)?.set_zoom(85);
    pen.page(reading, Paper::A3Wide, name, Some((HEAD, HEAD)))?;
    // All rows of all people are hundreds of pages: on paper the sheet is one that says where to print.
    pen.sheet.set_print_area(0, 0, HEAD, column(heads.len() - 1))?;
    Ok(())
}

/// The sheet's name.
pub(crate) fn name(reading: &Reading<'_>) -> &'static str {
    pick(reading.lang, "規則", "Rules")
}

/// Formats of a row; the first row of a person has a stronger rule above it.
struct Formats {
    first: RowFormats,
    later: RowFormats,
}

struct RowFormats {
    cell: Format,
    name: Format,
    middle: Format,
    figure: Format,
    first: bool,
}

impl Formats {
    fn new(pen: &Pen<'_>) -> Self {
        let row = |first: bool| {
            let edge = |format: Format| edge(format.set_font_size(9), first);
            let name = if first { pen.look.cell().set_bold() } else { pen.look.cell().set_font_color(GREY) };
            RowFormats {
                cell: edge(pen.look.cell()),
                name: edge(name),
                middle: edge(pen.look.middle()),
                figure: edge(pen.look.figure()),
                first,
            }
        };
        Self { first: row(true), later: row(false) }
    }
}

fn edge(format: Format, first: bool) -> Format {
    if first { format.set_border_top(FormatBorder::Medium).set_border_top_color(GREY) } else { format }
}

fn write_row(
    reading: &Reading<'_>,
    pen: &mut Pen<'_>,
    at: RowNum,
    row: &Row<'_>,
    (verdict, first): (&Verdict, bool),
    formats: &Formats,
) -> Result<(), XlsxError> {
    let lang = pen.lang;
    let formats = if first { &formats.first } else { &formats.later };
    let same = |other: &&Verdict| other.commitment == verdict.commitment && other.rule == verdict.rule;
    let end = row.end.iter().copied().find(same);
    let original = reading.rule(verdict).map_or("", |rule| rule.sentence.get(lang));
    let edition = reading.edition_name(verdict);
    let kind = reading.rule(verdict).map(|rule| rule.requirement.in_few_words());
    let rule = kind.map_or_else(String::new, |kind| format!("{}\n", kind.get(lang))) + verdict.rule.as_str();
    let now_words = words(reading, verdict);
    let end_words = end.map(|end| words(reading, end)).filter(|end| *end != now_words).unwrap_or_default();
    pen.text(at, 0, row.person.career.person.as_str(), &formats.cell)?;
    pen.text(at, 1, &row.person.name, &formats.name)?;
    pen.text(at, 2, &edition, &formats.cell)?;
    pen.text(at, 3, &rule, &formats.cell)?;
    pen.text(at, 4, labels::force(verdict.force).get(lang), &formats.middle)?;
    pen.text(at, 5, original, &formats.cell)?;
    standing(pen, at, 6, Some(verdict.standing), formats)?;
    standing(pen, at, 7, end.map(|end| end.standing), formats)?;
    for (col, value) in [(8, verdict.done), (9, verdict.planned), (10, verdict.needed)] {
        figure(pen, at, col, value, formats)?;
    }
    let by = verdict.by.map(|by| labels::day(lang, by.previous())).unwrap_or_default();
    pen.text(at, 11, &by, &formats.middle)?;
    match verdict.slack {
        Some(slack) => pen.number(at, 12, slack.0.into(), &formats.figure)?,
        None => pen.text(at, 12, "", &formats.middle)?,
    }
    pen.text(at, 13, &now_words, &formats.cell)?;
    pen.text(at, 14, &end_words, &formats.cell)?;
    let tallest =
        [(2, edition.as_str()), (3, rule.as_str()), (5, original), (13, &now_words), (14, &end_words)]
            .into_iter()
            .map(|(col, text)| pen.lines(col, text))
            .max();
    pen.height(at, tallest.unwrap_or(1))
}

/// The verdict in words, with what is missing where it cannot be judged.
fn words(reading: &Reading<'_>, verdict: &Verdict) -> String {
    let lang = reading.lang;
    let mut text = reading.with_names(verdict.sentence.get(lang));
    let missing: Vec<String> =
        verdict.missing.iter().map(|missing| reading.with_names(missing.get(lang))).collect();
    if !missing.is_empty() && verdict.standing == Standing::CannotBeJudged && !text.contains(&missing[0]) {
        let list = missing.join(pick(lang, "、", ", "));
        text.push_str(&pick(lang, format!("（足りないもの: {list}）"), format!(" (missing: {list})")));
    }
    text
}

fn standing(
    pen: &mut Pen<'_>,
    at: RowNum,
    col: u16,
    standing: Option<Standing>,
    formats: &RowFormats,
) -> Result<(), XlsxError> {
    let Some(standing) = standing else { return pen.text(at, col, "", &formats.middle) };
    let word = labels::standing(standing);
    let format = edge(pen.look.standing(standing).set_font_size(9), formats.first);
    pen.text(at, col, &format!("{} {}", sign(standing), word.get(pen.lang)), &format)
}

/// A whole number as a number, a fraction as text.
fn figure(
    pen: &mut Pen<'_>,
    at: RowNum,
    col: u16,
    value: Option<Fraction>,
    formats: &RowFormats,
) -> Result<(), XlsxError> {
    match value {
        Some(value) if value.denominator() == 1 => {
            pen.number(at, col, value.numerator().into(), &formats.figure)
        }
        Some(value) => pen.text(at, col, &labels::months(pen.lang, value), &formats.figure),
        None => pen.text(at, col, "", &formats.figure),
    }
}
