//! 概要: what this plan is, what to look at first, people by state, and the objective term by term.

use kernel::{Bilingual, Lang};
use rust_xlsxwriter::{RowNum, XlsxError};

use super::{
    area_sheet, brief_sheet, changes_sheet,
    coverage::Balance,
    data_sheets, facility_sheet, labels,
    labels::{grouped, pick},
    legend_sheet,
    look::BLUE,
    pen::{Paper, Pen, column},
    physician_sheet::{self, tallies},
    pointers::pointers,
    print_sheet,
    reading::Reading,
    rules_sheet,
    seats::short_area,
    shortage_sheet,
    terms::{self, rate},
    why_sheet,
    width::lines,
    wishes::granted,
};

/// Columns of the sheet: label, value, and what spreads to the right.
const WIDTHS: [usize; 10] = [24, 13, 11, 11, 11, 11, 11, 11, 11, 11];
const LAST: u16 = 9;

/// Writes the sheet.
pub(crate) fn write(reading: &Reading<'_>, pen: &mut Pen<'_>) -> Result<(), XlsxError> {
    let name = pick(reading.lang, "概要", "Summary");
    let note = pen.say("この配置案は提案です。決めるのは人です。", "This plan is a proposal. People decide.");
    pen.open(reading, name, pen.say("配置案の概要", "The plan in brief"), note)?;
    pen.sheet.set_tab_color(BLUE);
    pen.widths(&WIDTHS)?;
    let at = facts(reading, pen, 3)?;
    let at = first(reading, pen, at)?;
    let terms = people(reading, pen, at)?;
    let terms = areas(reading, pen, terms)?;
    pen.sheet.set_page_breaks(&[terms])?;
    let at = objective(reading, pen, terms)?;
    let at = sheets(reading, pen, at)?;
    repeat(reading, pen, at)?;
    pen.page(reading, Paper::A4, name, None)
}

fn section(pen: &mut Pen<'_>, at: RowNum, title: &str) -> Result<RowNum, XlsxError> {
    let heading = pen.look.heading();
    pen.text(at, 0, title, &heading)?;
    for col in 1..=LAST {
        pen.text(at, col, "", &heading)?;
    }
    pen.sheet.set_row_height(at, 22)?;
    Ok(at + 1)
}

/// A label and its value, over the width of the page.
fn fact(pen: &mut Pen<'_>, at: RowNum, label: &str, value: &str) -> Result<(), XlsxError> {
    let (label_format, cell) = (pen.look.total(pen.look.cell()), pen.look.cell());
    pen.text(at, 0, label, &label_format)?;
    pen.across(at, 1, LAST, value, &cell)?;
    pen.height(at, lines(value, 96))
}

fn facts(reading: &Reading<'_>, pen: &mut Pen<'_>, at: RowNum) -> Result<RowNum, XlsxError> {
    let lang = pen.lang;
    let problem = reading.view.problem;
    let mut at = at;
    let checked = match reading.view.checked {
        None => pen.say("まだ検査していません。", "Not checked yet.").to_owned(),
        Some(checked) if checked.feasible => pen
            .say(
                "○ 独立の検査に合格（すべての規則・定員・固定を守っています）",
                "○ Passed the independent check: every rule, limit and pin is kept",
            )
            .to_owned(),
        Some(checked) => pick(
            lang,
            format!("× 検査で{}件の指摘があります。この案は使わないでください。", checked.findings.len()),
            format!("× The check found {} faults. Do not use this plan.", checked.findings.len()),
        ),
    };
    let mut facts = vec![(pen.say("検査", "Check"), checked)];
    if problem.fictitious {
        facts.push((
            pen.say("架空", "Fictitious"),
            pen.say("人物はすべて架空です。実在の人とは関係ありません。", "All people are made up.")
                .to_owned(),
        ));
    }
    facts.push((
        pen.say("時点", "As of"),
        labels::as_of(lang, problem.as_of).trim_start_matches(pen.say("時点 ", "as of ")).to_owned(),
    ));
    if let (Some(first), Some(last)) = (reading.periods().first(), reading.periods().last()) {
        let count = reading.periods().len();
        let span = labels::periods(lang, first.span, last.span);
        facts.push((
            pen.say("計画期間", "Horizon"),
            pick(lang, format!("{span}（{count}期間）"), format!("{span} ({count} periods)")),
        ));
    }
    facts.push((pen.say("対象", "People"), scope(reading)));
    let total = grouped(reading.view.plan.objective.total);
    let points = pick(
        lang,
        format!("{total}点（小さいほどよい。内訳は下の表）"),
        format!("{total} points (lower is better; terms below)"),
    );
    facts.push((pen.say("点数の合計", "Objective"), points));
    for (label, value) in &facts {
        fact(pen, at, label, value)?;
        at += 1;
    }
    Ok(at + 1)
}

fn scope(reading: &Reading<'_>) -> String {
    let problem = reading.view.problem;
    let (people, posts) = (problem.people.len(), problem.posts.len());
    let places = problem.tables.workplaces.values();
    let places = places.filter(|place| place.in_prefecture() && place.stands_for.is_empty()).count();
    pick(
        reading.lang,
        format!("医師・学生 {people}人、医療機関 {places}か所、ポスト {posts}"),
        format!("{people} physicians and students, {places} facilities, {posts} posts"),
    )
}

fn first(reading: &Reading<'_>, pen: &mut Pen<'_>, at: RowNum) -> Result<RowNum, XlsxError> {
    let mut at = section(pen, at, pick(reading.lang, "まず見るところ", "What to look at first"))?;
    let pointers = pointers(reading);
    if pointers.is_empty() {
        let good = pen.look.cell();
        let text = pen.say("○ すぐに手を打つべきことはありません。", "○ Nothing needs attention at once.");
        pen.across(at, 0, LAST, text, &good)?;
        return Ok(at + 2);
    }
    for pointer in &pointers {
        let format = if pointer.grave { pen.look.bad() } else { pen.look.attention() };
        let (cell, link) = (pen.look.cell(), pen.look.link());
        let sign = if pointer.grave {
            pen.say("● 重要", "● grave")
        } else {
            pen.say("▲ 確認", "▲ check")
        };
        let sentence = pointer.sentence.get(pen.lang);
        pen.text(at, 0, sign, &format)?;
        pen.across(at, 1, LAST - 3, sentence, &cell)?;
        pen.across(at, LAST - 2, LAST, "", &link)?;
        pen.link(at, LAST - 2, pointer.sheet, &format!("→ {}", pointer.sheet), &link)?;
        pen.height(at, lines(sentence, 64))?;
        at += 1;
    }
    Ok(at + 1)
}

fn people(reading: &Reading<'_>, pen: &mut Pen<'_>, at: RowNum) -> Result<RowNum, XlsxError> {
    let title = pick(reading.lang, "期間ごとの人数", "People by period");
    let at = by_period(reading, pen, at, title, &tallies(reading))?;
    if reading.view.problem.people.iter().all(|person| person.wishes.is_empty()) {
        return Ok(at);
    }
    let title = pick(reading.lang, "配置された人の希望のかない方", "What those posted got of their wishes");
    by_period(reading, pen, at, title, &granted(reading))
}

/// A table of counts, a column a period.
fn by_period(
    reading: &Reading<'_>,
    pen: &mut Pen<'_>,
    at: RowNum,
    title: &str,
    counts: &[(Bilingual, Vec<u32>)],
) -> Result<RowNum, XlsxError> {
    let mut at = section(pen, at, title)?;
    let (head, cell, figure) = (pen.look.head(), pen.look.cell(), pen.look.figure());
    let shown = reading.periods().len().min(usize::from(LAST));
    pen.text(at, 0, pen.say("人数", "People"), &head)?;
    for place in 0..shown {
        let label = labels::period(pen.lang, reading.periods()[place].span);
        pen.text(at, column(1 + place), &on_two_lines(&label), &head)?;
    }
    pen.sheet.set_row_height(at, 30)?;
    at += 1;
    for (label, counts) in counts {
        pen.text(at, 0, label.get(pen.lang), &cell)?;
        for (place, count) in counts.iter().take(shown).enumerate() {
            pen.number(at, column(1 + place), (*count).into(), &figure)?;
        }
        pen.height(at, 1)?;
        at += 1;
    }
    Ok(at + 1)
}

/// 「令和9年度前期」 with its half below, so that a narrow column breaks it there.
fn on_two_lines(period: &str) -> String {
    period.replacen("年度", "年度\n", 1).trim_end().to_owned()
}

/// Heads missing in each area, averaged over each fiscal year.
fn areas(reading: &Reading<'_>, pen: &mut Pen<'_>, at: RowNum) -> Result<RowNum, XlsxError> {
    let problem = reading.view.problem;
    let title =
        pick(reading.lang, "圏域ごとの不足（人、年度平均）", "Heads missing by area, averaged over the year");
    let mut at = section(pen, at, title)?;
    let (head, cell) = (pen.look.head(), pen.look.cell());
    let years = area_sheet::years(reading);
    let shown = &years[..years.len().min(usize::from(LAST))];
    pen.text(at, 0, pen.say("圏域", "Area"), &head)?;
    for (place, year) in shown.iter().enumerate() {
        pen.text(at, column(1 + place), &labels::fiscal_year(pen.lang, *year), &head)?;
    }
    pen.height(at, 1)?;
    for (area, known) in &problem.tables.areas {
        at += 1;
        pen.text(at, 0, short_area(known.name.get(pen.lang)), &cell)?;
        for (place, year) in shown.iter().enumerate() {
            let balance = reading.coverage.balance(problem, area, None, *year).unwrap_or_default();
            let missing = labels::heads(balance.short);
            let (text, format) = match balance {
                Balance { needed: 0, .. } => ("－".to_owned(), pen.look.middle()),
                Balance { short: 0, .. } => ("○".to_owned(), pen.look.middle()),
                Balance { grave: true, .. } => (format!("● {missing}"), pen.look.bad()),
                _ => (format!("▲ {missing}"), pen.look.attention()),
            };
            pen.text(at, column(1 + place), &text, &format)?;
        }
        pen.height(at, 1)?;
    }
    let note = pen.look.note();
    let signs = pen.say(
        "●は最低・危機の必要数に届かないところを含む、▲は希望の不足、○は充足、－は必要数なし。",
        "● a minimum or critical need is missed, ▲ a wanted one, ○ all met, － no need.",
    );
    pen.text(at + 1, 0, signs, &note)?;
    Ok(at + 3)
}

fn objective(reading: &Reading<'_>, pen: &mut Pen<'_>, at: RowNum) -> Result<RowNum, XlsxError> {
    let mut at = section(
        pen,
        at,
        pick(reading.lang, "点数の内訳（小さいほどよい）", "The objective, term by term (lower is better)"),
    )?;
    let (head, cell, figure) = (pen.look.head(), pen.look.cell(), pen.look.figure());
    let claimed = &reading.view.plan;
    pen.text(at, 0, pen.say("項目", "Term"), &head)?;
    pen.text(at, 1, pen.say("点数", "Points"), &head)?;
    pen.text(at, 2, pen.say("割合", "Share"), &head)?;
    pen.across(at, 3, 5, pen.say("交換比率", "Exchange rate"), &head)?;
    pen.across(at, 6, LAST, pen.say("意味", "Meaning"), &head)?;
    pen.sheet.set_row_height(at, 20)?;
    at += 1;
    for term in terms::TERMS {
        let points = claimed.objective.terms.get(&term).copied().unwrap_or(0);
        let rate = rate(reading, term);
        if points == 0 && rate.ja.is_empty() {
            continue;
        }
        let (word, meaning) = term.in_words();
        pen.text(at, 0, word.get(pen.lang), &cell)?;
        pen.number(at, 1, points, &figure)?;
        pen.text(at, 2, &share(points, claimed.objective.total), &figure)?;
        pen.across(at, 3, 5, rate.get(pen.lang), &cell)?;
        pen.across(at, 6, LAST, meaning.get(pen.lang), &cell)?;
        pen.height(at, lines(rate.get(pen.lang), 30).max(lines(meaning.get(pen.lang), 41)))?;
        at += 1;
    }
    let (sum, total) = (pen.look.total(cell.clone()), pen.look.total(figure.clone()));
    pen.text(at, 0, pen.say("合計", "Total"), &sum)?;
    pen.number(at, 1, claimed.objective.total, &total)?;
    pen.text(at, 2, "", &total)?;
    pen.across(at, 3, LAST, &agreement(reading), &sum)?;
    pen.height(at, 1)?;
    let Some(bound) = claimed.bound else { return Ok(at + 2) };
    pen.text(at + 1, 0, pen.say("証明された下限", "Proven bound"), &cell)?;
    pen.number(at + 1, 1, bound, &figure)?;
    pen.text(at + 1, 2, "", &figure)?;
    pen.across(at + 1, 3, LAST, &nearness(reading.lang, claimed.objective.total, bound), &cell)?;
    pen.height(at + 1, 1)?;
    Ok(at + 3)
}

/// How far the plan is from the best there could be, in words.
fn nearness(lang: Lang, total: i128, bound: i128) -> String {
    if bound >= total {
        return pick(
            lang,
            "これより点数の小さい案はない（最善であることの証明済み）",
            "no plan has fewer points: this one is proven to be the best",
        )
        .to_owned();
    }
    let hundredths = ((total - bound) * 10_000).checked_div(total.max(1)).unwrap_or(0);
    let gap = format!("{}.{:02}%", hundredths / 100, hundredths % 100);
    pick(
        lang,
        format!("これより小さい案はない。この案との差は最大 {gap}"),
        format!("no plan has fewer points; this one is at most {gap} above the best"),
    )
}

/// Whether the checker comes to the same terms.
fn agreement(reading: &Reading<'_>) -> String {
    let lang = reading.lang;
    match reading.view.checked {
        None => String::new(),
        Some(checked) if *checked.objective == reading.view.plan.objective => pick(
            lang,
            "○ 独立の検査で計算し直した値と、項目ごとに一致",
            "○ equal, term by term, to what the check recomputed",
        )
        .to_owned(),
        Some(checked) => {
            let total = grouped(checked.objective.total);
            pick(
                lang,
                format!("× 検査で計算し直した値 {total}点と違います"),
                format!("× the check recomputed {total} points"),
            )
        }
    }
}

fn share(points: i128, total: i128) -> String {
    match (points * 1000).checked_div(total) {
        Some(permille) => format!("{}.{}%", permille / 10, (permille % 10).abs()),
        None => "－".to_owned(),
    }
}

fn sheets(reading: &Reading<'_>, pen: &mut Pen<'_>, at: RowNum) -> Result<RowNum, XlsxError> {
    let mut at = section(pen, at, pick(reading.lang, "この帳票のシート", "Sheets"))?;
    let sheets = [
        (physician_sheet::name(reading), "だれが、いつ、どこで働くか", "who works where and when"),
        (
            facility_sheet::name(reading),
            "どの医療機関に、だれがいるか。希望数・定員との比較",
            "who is at each facility, against need and room",
        ),
        (
            area_sheet::name(reading),
            "どの圏域で、何科が、何年に足りないか",
            "which area lacks what in which year",
        ),
        (
            why_sheet::name(reading),
            "配置ごとに、かなうことと、次善とその点差",
            "what each posting serves, and the next best with its cost",
        ),
        (
            brief_sheet::name(reading),
            "一人一行: 義務の月数と、残る規則（印刷用）",
            "one line a person: months owed and rules still open, for print",
        ),
        (
            rules_sheet::name(reading),
            "一人ひとりの規則すべての状況と、その理由（画面用）",
            "how each person's rules stand, and why, for the screen",
        ),
        (
            shortage_sheet::name(reading),
            "未配置の人、規則が両立しない人、過去の違反、満たせない必要数",
            "the unplaced, conflicts, past breaches, unmet needs",
        ),
        (changes_sheet::name(reading), "前回の配置案との違い", "differences from the plan before"),
        (
            print_sheet::name(reading),
            "会議で配る表（A4横、白黒）",
            "a table to hand out (A4, black and white)",
        ),
        (data_sheets::postings_name(reading), "機械判読用: 人×期間", "for machines: person × period"),
        (data_sheets::needs_name(reading), "機械判読用: 必要数×期間", "for machines: need × period"),
        (legend_sheet::name(reading), "色・記号・用語の意味", "colours, signs and terms"),
    ];
    let (cell, link) = (pen.look.cell(), pen.look.link());
    let told = |name: &str| name != why_sheet::name(reading) || reading.view.reasons.is_some();
    for (name, ja, en) in sheets.into_iter().filter(|(name, ..)| told(name)) {
        pen.link(at, 0, name, name, &link)?;
        pen.across(at, 1, LAST, pick(reading.lang, ja, en), &cell)?;
        pen.height(at, 1)?;
        at += 1;
    }
    Ok(at + 1)
}

/// What it takes to come to the same plan again.
fn repeat(reading: &Reading<'_>, pen: &mut Pen<'_>, at: RowNum) -> Result<RowNum, XlsxError> {
    let at =
        section(pen, at, pick(reading.lang, "同じ案をもう一度作るために", "To come to the same plan again"))?;
    let (hash, work) = (pen.say("問題の識別値（SHA-256）", "Problem (SHA-256)"), pen.say("作業量", "Work"));
    fact(pen, at, hash, &reading.view.plan.problem)?;
    let units = reading.view.plan.work;
    let amount = grouped(units.into());
    let again = pick(
        pen.lang,
        format!("{amount}単位（--work {units} を付けて作ると同じ案になります）"),
        format!("{amount} units (--work {units} gives the same plan)"),
    );
    fact(pen, at + 1, work, &again)?;
    Ok(at + 3)
}
