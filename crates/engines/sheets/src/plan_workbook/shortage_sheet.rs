//! 不足と未配置: needs that stay unmet, people without a place and why, people for whom rules and places cannot all be
//! met, and what the past already broke.

use kernel::{Bilingual, PersonId};
use problem::{Cause, ConflictElement, NeedLevel, NeedPlace};
use rules::Activity;
use rust_xlsxwriter::{RowNum, XlsxError};

use super::{
    conflict_words,
    coverage::{NeedLine, area_of},
    labels::{self, pick},
    pen::{Paper, Pen, column},
    reading::{Reading, Row},
    seats::{Seat, place_name, short_area, short_name},
};

const WIDTHS: [usize; 8] = [12, 16, 28, 16, 26, 10, 10, 44];

/// Writes the sheet.
pub(crate) fn write(reading: &Reading<'_>, pen: &mut Pen<'_>) -> Result<(), XlsxError> {
    let name = name(reading);
    let note = pen.say("不足の重いものから順に並べています。", "The gravest come first.");
    pen.open(reading, name, pen.say("不足と未配置", "Shortages and the unplaced"), note)?;
    pen.widths(&WIDTHS)?;
    let at = unplaced(reading, pen, 3)?;
    let at = conflicts(reading, pen, at)?;
    let at = residual(reading, pen, at)?;
    // The list of needs is the long one: it begins a page, and its headings are on each.
    pen.sheet.set_page_breaks(&[at])?;
    shortages(reading, pen, at)?;
    pen.page(reading, Paper::A4Wide, name, Some((at, at + 1)))
}

/// The sheet's name.
pub(crate) fn name(reading: &Reading<'_>) -> &'static str {
    pick(reading.lang, "不足と未配置", "Shortages & unplaced")
}

/// A heading with its count, and the table's headings (an empty one belongs to the one before it); a friendly sentence where there is nothing.
fn section(
    pen: &mut Pen<'_>,
    at: RowNum,
    title: (&str, usize),
    none: &str,
    heads: &[&str],
) -> Result<RowNum, XlsxError> {
    let (heading, head, note) = (pen.look.heading(), pen.look.head(), pen.look.note());
    let text = pick(pen.lang, format!("{}（{}件）", title.0, title.1), format!("{} ({})", title.0, title.1));
    pen.text(at, 0, &text, &heading)?;
    for col in 1..WIDTHS.len() {
        pen.text(at, column(col), "", &heading)?;
    }
    pen.sheet.set_row_height(at, 22)?;
    if title.1 == 0 {
        pen.text(at + 1, 0, none, &note)?;
        return Ok(at + 2);
    }
    let mut first = 0;
    while first < heads.len() {
        let last = first + heads[first + 1..].iter().take_while(|head| head.is_empty()).count();
        pen.across(at + 1, column(first), column(last), heads[first], &head)?;
        first = last + 1;
    }
    pen.height(at + 1, 1)?;
    Ok(at + 2)
}

/// A stretch of periods in which a person is unplaced for one cause.
pub(crate) struct Gap<'r, 'a> {
    /// Who.
    pub row: &'r Row<'a>,
    /// First and last period, from 0.
    pub periods: (usize, usize),
    /// Why.
    pub cause: Cause,
}

/// All stretches of being unplaced, person after person.
pub(crate) fn gaps<'r, 'a>(reading: &'r Reading<'a>) -> Vec<Gap<'r, 'a>> {
    let mut gaps: Vec<Gap<'r, 'a>> = Vec::new();
    for row in &reading.rows {
        let mut open: Option<Gap<'r, 'a>> = None;
        for (period, seat) in row.seats.iter().enumerate() {
            let cause = if let Seat::Unplaced(cause) = seat { Some(*cause) } else { None };
            match (&mut open, cause) {
                (Some(gap), Some(cause)) if gap.cause == cause => gap.periods.1 = period,
                (_, cause) => {
                    gaps.extend(open.take());
                    open = cause.map(|cause| Gap { row, periods: (period, period), cause });
                }
            }
        }
        gaps.extend(open);
    }
    gaps
}

fn unplaced(reading: &Reading<'_>, pen: &mut Pen<'_>, at: RowNum) -> Result<RowNum, XlsxError> {
    let gaps = gaps(reading);
    let heads = [
        pen.say("コード", "Code"),
        pen.say("氏名", "Name"),
        pen.say("期間", "Periods"),
        pen.say("専門", "Specialty"),
        pen.say("理由", "Cause"),
        "",
        "",
        pen.say("次にできること", "What can be done"),
    ];
    let title = (pen.say("未配置の人", "Unplaced people"), gaps.len());
    let none = pen.say("未配置の人はいません。", "Nobody is unplaced.");
    let mut at = section(pen, at, title, none, &heads)?;
    let cell = pen.look.cell();
    for gap in &gaps {
        let (cause, cure) = (labels::cause(gap.cause), labels::cure(gap.cause));
        let texts = [
            gap.row.person.career.person.to_string(),
            gap.row.person.name.clone(),
            periods(reading, gap.periods),
            gap.row.specialty.to_owned(),
            String::new(),
            String::new(),
            String::new(),
            cure.get(pen.lang).to_owned(),
        ];
        pen.row(at, &texts, &cell)?;
        pen.across(at, 4, 6, cause.get(pen.lang), &cell)?;
        at += 1;
    }
    Ok(at + 1)
}

/// Periods from 0 as a phrase.
pub(crate) fn periods(reading: &Reading<'_>, (first, last): (usize, usize)) -> String {
    labels::periods(reading.lang, reading.periods()[first].span, reading.periods()[last].span)
}

/// People who have no career, and people of whom somebody is left out, each with what cannot hold together.
fn conflicts(reading: &Reading<'_>, pen: &mut Pen<'_>, at: RowNum) -> Result<RowNum, XlsxError> {
    let plan = reading.view.plan;
    let impossible = plan.impossible.iter().map(|of| (vec![&of.person], &of.conflict));
    let crowded = plan.crowded.iter().map(|of| (of.people.iter().collect(), &of.conflict));
    let rows: Vec<(Vec<&PersonId>, &Vec<ConflictElement>)> = impossible.chain(crowded).collect();
    let heads = [
        pen.say("コード", "Code"),
        pen.say("氏名", "Name"),
        pen.say("同時には成り立たないもの", "What cannot hold together"),
        "",
        "",
        "",
        "",
        "",
    ];
    let title =
        pen.say("規則と定員をすべては満たせない人", "People for whom rules and places cannot all be met");
    let none = pen.say("そのような人はいません。", "There is nobody like that.");
    let mut at = section(pen, at, (title, rows.len()), none, &heads)?;
    let cell = pen.look.cell();
    for (people, conflict) in rows {
        let words = conflict_words::conflict(reading, conflict);
        let each =
            |of: &dyn Fn(&PersonId) -> String| people.iter().map(|id| of(id)).collect::<Vec<_>>().join("\n");
        pen.text(at, 0, &each(&|id| id.to_string()), &cell)?;
        pen.text(at, 1, &each(&|id| reading.name(id).to_owned()), &cell)?;
        pen.across(at, 2, column(WIDTHS.len() - 1), &words, &cell)?;
        pen.height(at, super::width::lines(&words, 126).max(people.len()))?;
        at += 1;
    }
    Ok(at + 1)
}

fn residual(reading: &Reading<'_>, pen: &mut Pen<'_>, at: RowNum) -> Result<RowNum, XlsxError> {
    let past = &reading.view.plan.residual;
    let heads = [
        pen.say("コード", "Code"),
        pen.say("氏名", "Name"),
        pen.say("規則", "Rule"),
        "",
        pen.say("事実", "What happened"),
        "",
        "",
        "",
    ];
    let title = (pen.say("過去にすでに破られている規則", "Rules that the past already broke"), past.len());
    let none = pen.say("過去の違反はありません。", "No rule was broken in the past.");
    let mut at = section(pen, at, title, none, &heads)?;
    let cell = pen.look.cell();
    for broken in past {
        let rule = reading
            .sentence(&broken.person, &broken.commitment, &broken.rule)
            .map_or(broken.rule.as_str(), |sentence| sentence.get(pen.lang));
        let words = &reading.with_names(broken.sentence.get(pen.lang));
        pen.text(at, 0, broken.person.as_str(), &cell)?;
        pen.text(at, 1, reading.name(&broken.person), &cell)?;
        pen.across(at, 2, 3, rule, &cell)?;
        pen.across(at, 4, column(WIDTHS.len() - 1), words, &cell)?;
        pen.height(at, super::width::lines(rule, 40).max(super::width::lines(words, 84)))?;
        at += 1;
    }
    Ok(at + 1)
}

/// A need missed over a stretch of periods by the same number of heads.
pub(crate) struct Shortage<'a> {
    /// The line in its first period.
    pub line: NeedLine<'a>,
    /// The last period.
    pub last: usize,
}

/// Needs that stay unmet, the gravest first; steps of fairness are no needs of their own.
pub(crate) fn missed<'a>(reading: &Reading<'a>) -> Vec<Shortage<'a>> {
    let mut missed: Vec<Shortage<'a>> = Vec::new();
    for line in
        reading.coverage.lines.iter().filter(|line| line.short > 0 && line.need.level != NeedLevel::Fairness)
    {
        match missed.last_mut() {
            Some(run)
                if run.line.need.id == line.need.id
                    && run.last + 1 == line.period
                    && run.line.short == line.short =>
            {
                run.last = line.period;
            }
            _ => missed.push(Shortage { line: *line, last: line.period }),
        }
    }
    missed.sort_by(|a, b| {
        (a.line.need.level, a.line.period, std::cmp::Reverse(a.line.short), &a.line.need.id).cmp(&(
            b.line.need.level,
            b.line.period,
            std::cmp::Reverse(b.line.short),
            &b.line.need.id,
        ))
    });
    missed
}

fn shortages(reading: &Reading<'_>, pen: &mut Pen<'_>, at: RowNum) -> Result<RowNum, XlsxError> {
    let missed = missed(reading);
    let heads = [
        pen.say("段階", "Level"),
        pen.say("圏域", "Area"),
        pen.say("医療機関", "Facility"),
        pen.say("診療科", "Department"),
        pen.say("期間", "Periods"),
        pen.say("配置／必要", "Heads / need"),
        pen.say("不足（人）", "Missing"),
        pen.say("意味", "Meaning"),
    ];
    let title = (pen.say("満たせない必要数", "Needs that stay unmet"), missed.len());
    let none = pen.say("必要数はすべて満たしています。", "Every need is met.");
    let mut at = section(pen, at, title, none, &heads)?;
    let (cell, middle, bad, attention) =
        (pen.look.cell(), pen.look.middle(), pen.look.bad(), pen.look.attention());
    for shortage in &missed {
        let line = &shortage.line;
        let level = line.need.level.in_words();
        let (sign, format) =
            if line.need.level == NeedLevel::Wanted { ("▲", &attention) } else { ("●", &bad) };
        let problem = reading.view.problem;
        let area = area_of(problem, &line.need.at).and_then(|area| problem.tables.areas.get(area));
        let facility = match &line.need.at {
            NeedPlace::Workplace(place) => {
                match (problem.tables.workplaces.get(place), &line.need.department) {
                    (Some(known), Some(department)) => {
                        place_name(problem, known, department, Activity::Clinical)
                    }
                    _ => short_name(&reading.place_name(place)),
                }
            }
            NeedPlace::Area(_) => pen.say("（圏域全体）", "(whole area)").to_owned(),
        };
        let department = line.need.department.as_ref();
        let texts = [
            String::new(),
            area.map_or_else(String::new, |area| short_area(area.name.get(pen.lang)).to_owned()),
            facility,
            department.map_or(pen.say("全科", "all"), |department| department.as_str()).to_owned(),
            periods(reading, (line.period, shortage.last)),
            String::new(),
            String::new(),
            meaning(line.need.level).get(pen.lang).to_owned(),
        ];
        pen.row(at, &texts, &cell)?;
        pen.text(at, 0, &format!("{sign} {}", level.get(pen.lang)), format)?;
        pen.text(at, 5, &format!("{}／{}", labels::heads(line.staffed.into()), line.need.heads), &middle)?;
        pen.text(at, 6, &labels::heads(line.short.into()), format)?;
        at += 1;
    }
    Ok(at + 1)
}

/// What missing a level means.
fn meaning(level: NeedLevel) -> Bilingual {
    match level {
        NeedLevel::Minimum => {
            Bilingual::new("空けてはならないポストが空きます", "a post that must not stand empty is empty")
        }
        NeedLevel::Critical => {
            Bilingual::new("診療を続けられなくなるおそれがあります", "the service may have to close")
        }
        NeedLevel::Wanted => Bilingual::new("求められた人数に届きません", "fewer than asked for"),
        NeedLevel::Fairness => Bilingual::new("圏域の間の均衡", "balance between areas"),
    }
}
