//! 規則の要点: one line a person for print: months served and owed, how the rules stand, and those that are not plainly
//! met. Every rule with its sentence and words is in the sheet of rules, which is for the screen.

use rules::{Requirement, Standing, Verdict};
use rust_xlsxwriter::{Format, RowNum, XlsxError};

use super::{
    labels::{self, pick, sign},
    pen::{Paper, Pen, column},
    physician_sheet::{edge, standings, who},
    reading::{Reading, Row},
    width::lines,
};

const HEAD: RowNum = 3;
const WIDTHS: [usize; 10] = [9, 15, 9, 11, 8, 8, 8, 10, 13, 76];

/// Writes the sheet.
pub(crate) fn write(reading: &Reading<'_>, pen: &mut Pen<'_>) -> Result<(), XlsxError> {
    let name = name(reading);
    let note = pen.say(
        "一人一行。達成・順調・対象外の規則は省いています（◎達成　○順調　△要注意　×違反　◇特例　？判定不能）。計画の後も義務が続く人は△が残ります。",
        "One line a person; rules that are met, on track or not applicable are left out \
         (◎ met ○ on track △ at risk × broken ◇ waived ？ cannot be judged). △ remains while an obligation goes on after the plan.",
    );
    pen.open(reading, name, pen.say("規則の要点", "Rules in brief"), note)?;
    pen.widths(&WIDTHS)?;
    let heads = [
        pen.say("コード", "Code"),
        pen.say("氏名", "Name"),
        pen.say("入学年度", "Entered"),
        pen.say("専門", "Specialty"),
        pen.say("義務 済", "Served"),
        pen.say("終わり", "At the end"),
        pen.say("必要", "Owed"),
        pen.say("期限", "By"),
        pen.say("規則", "Rules"),
        pen.say(
            "計画の終わりに残る規則（終わりの数／必要な数、期限）",
            "Rules still open at the end of the plan (there / needed, by)",
        ),
    ];
    let head = pen.look.head();
    pen.row(HEAD, &heads, &head)?;
    pen.sheet.set_row_height(HEAD, 30)?;
    let bound: Vec<&Row<'_>> = reading.rows.iter().filter(|row| !row.now.is_empty()).collect();
    for (place, row) in bound.iter().enumerate() {
        let new_cohort = place > 0 && bound[place - 1].cohort != row.cohort;
        person(reading, pen, HEAD + 1 + place as RowNum, row, new_cohort)?;
    }
    let last = HEAD + bound.len().max(1) as RowNum;
    pen.sheet.autofilter(HEAD, 0, last, column(heads.len() - 1))?;
    pen.sheet.set_freeze_panes(HEAD + 1, 2)?.set_zoom(85);
    pen.page(reading, Paper::A4Wide, name, Some((HEAD, HEAD)))
}

/// The sheet's name.
pub(crate) fn name(reading: &Reading<'_>) -> &'static str {
    pick(reading.lang, "規則の要点", "Rules in brief")
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
    let (cell, middle) = (edge(pen.look.cell()), edge(pen.look.middle()));
    who(reading, pen, at, row, new_cohort)?;
    pen.text(at, 3, row.specialty, &middle)?;
    let (now, end) = (reading.obligation(&row.now), reading.obligation(&row.end));
    let months = |verdict: Option<&Verdict>, of: fn(&Verdict) -> Option<kernel::Fraction>| {
        verdict.and_then(of).map_or_else(|| "－".to_owned(), |months| labels::months(lang, months))
    };
    pen.text(at, 4, &months(now, |verdict| verdict.done), &middle)?;
    pen.text(at, 5, &months(end, |verdict| verdict.done), &middle)?;
    pen.text(at, 6, &months(now, |verdict| verdict.needed), &middle)?;
    let by = now.and_then(|verdict| verdict.by).map(|by| labels::day(lang, by.previous()));
    pen.text(at, 7, &by.unwrap_or_default(), &middle)?;
    let (signs, standing) = standings(row);
    let signs = signs.replace('\n', " ");
    let format = standing.map_or_else(|| pen.look.middle(), |standing| pen.look.standing(standing));
    pen.text(at, 8, &signs, &edge(format))?;
    let open = open(reading, row);
    pen.text(at, 9, &open, &cell.set_font_size(9))?;
    // It is written smaller: a tenth more fits.
    let open_lines = lines(&open, WIDTHS[9] + 4);
    let tallest = open_lines.max(pen.lines(1, &row.person.name)).max(pen.lines(8, &signs));
    pen.height(at, tallest)
}

/// The rules that are not plainly met at the end: what a broken one says in a line of its own, the others in a row.
fn open(reading: &Reading<'_>, row: &Row<'_>) -> String {
    let lang = reading.lang;
    let verdicts = if row.end.is_empty() { &row.now } else { &row.end };
    let of = |standing: Standing| verdicts.iter().filter(move |verdict| verdict.standing == standing);
    let mut lines: Vec<String> = of(Standing::Broken)
        .filter(|verdict| !repeats(reading, verdict))
        .map(|verdict| {
            let sentence = reading.with_names(verdict.sentence.get(lang));
            format!("{} {}: {sentence}", sign(verdict.standing), words(reading, verdict))
        })
        .collect();
    for standing in [Standing::AtRisk, Standing::Waived, Standing::CannotBeJudged] {
        let these: Vec<String> = of(standing)
            .filter(|verdict| !repeats(reading, verdict))
            .map(|verdict| format!("{}{}", words(reading, verdict), figures(reading, verdict)))
            .collect();
        let these = counted(&these);
        if !these.is_empty() {
            lines.push(format!("{} {}", sign(standing), these.join(pick(lang, "、", ", "))));
        }
    }
    lines.join("\n")
}

/// Alike words once, with how many there are: 「内容が未定×2」.
fn counted(words: &[String]) -> Vec<String> {
    let mut counts: Vec<(&String, usize)> = Vec::new();
    for word in words {
        match counts.iter_mut().find(|(known, _)| *known == word) {
            Some((_, count)) => *count += 1,
            None => counts.push((word, 1)),
        }
    }
    let written = counts.into_iter().map(|(word, count)| match count {
        1 => word.clone(),
        more => format!("{word}×{more}"),
    });
    written.collect()
}

/// Whether a rule only says again what the row has: the conditions of release, and the months owed while they go on.
fn repeats(reading: &Reading<'_>, verdict: &Verdict) -> bool {
    reading.rule(verdict).is_some_and(|rule| match rule.requirement {
        Requirement::Release(_) => true,
        Requirement::MonthsOwed(_) => verdict.standing == Standing::AtRisk,
        _ => false,
    })
}

fn words(reading: &Reading<'_>, verdict: &Verdict) -> String {
    let rule = reading.rule(verdict);
    rule.map_or_else(
        || verdict.rule.to_string(),
        |rule| rule.requirement.in_few_words().get(reading.lang).to_owned(),
    )
}

/// 「（24／48、R15.3.31）」: there at the end, needed, last day.
fn figures(reading: &Reading<'_>, verdict: &Verdict) -> String {
    let lang = reading.lang;
    let mut parts: Vec<String> = Vec::new();
    if let (Some(done), Some(needed)) = (verdict.done, verdict.needed) {
        parts.push(format!("{}／{}", labels::months(lang, done), labels::months(lang, needed)));
    }
    parts.extend(verdict.by.map(|by| labels::day(lang, by.previous())));
    match parts.is_empty() {
        true => String::new(),
        false => pick(lang, format!("（{}）", parts.join("、")), format!(" ({})", parts.join(", "))),
    }
}
