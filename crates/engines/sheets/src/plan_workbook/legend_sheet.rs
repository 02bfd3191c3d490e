//! 用語と凡例: what the colours, signs and words of the other sheets mean.

use kernel::Bilingual;
use rules::Standing;
use rust_xlsxwriter::{Format, RowNum, XlsxError};

use super::{
    data_rows,
    labels::{self, pick, sign},
    pen::{Paper, Pen},
    reading::Reading,
    width::lines,
};

/// Writes the sheet.
pub(crate) fn write(reading: &Reading<'_>, pen: &mut Pen<'_>) -> Result<(), XlsxError> {
    let name = name(reading);
    let note = pen.say("色だけで区別しているところはありません。", "Nothing is told by colour alone.");
    pen.open(reading, name, pen.say("用語と凡例", "Terms and key"), note)?;
    pen.widths(&[22, 84])?;
    let at = section(pen, 3, pen.say("圏域の色", "Colours of the areas"))?;
    let at = areas(reading, pen, at)?;
    let at = section(pen, at, pen.say("医師別のます目", "Cells of the physicians' sheet"))?;
    let at = cells(pen, at)?;
    let at = section(pen, at, pen.say("規則の状況", "How a rule stands"))?;
    let at = standings(pen, at)?;
    let at = section(pen, at, pen.say("用語", "Terms"))?;
    let at = terms(pen, at)?;
    let at = section(pen, at, pen.say("データの読み方", "Reading the data sheets"))?;
    let plain = pen.look.plain().set_text_wrap();
    for (at, text) in (at..).zip(data_rows::explain(pen.lang)) {
        pen.across(at, 0, 1, text, &plain)?;
        pen.height(at, lines(text, 100))?;
    }
    pen.page(reading, Paper::A4, name, None)
}

/// The sheet's name.
pub(crate) fn name(reading: &Reading<'_>) -> &'static str {
    pick(reading.lang, "用語と凡例", "Terms & key")
}

fn section(pen: &mut Pen<'_>, at: RowNum, title: &str) -> Result<RowNum, XlsxError> {
    let heading = pen.look.heading();
    pen.text(at, 0, title, &heading)?;
    pen.text(at, 1, "", &heading)?;
    pen.sheet.set_row_height(at, 22)?;
    Ok(at + 1)
}

fn entry(pen: &mut Pen<'_>, at: RowNum, sample: (&str, &Format), meaning: &str) -> Result<(), XlsxError> {
    let cell = pen.look.cell();
    pen.text(at, 0, sample.0, sample.1)?;
    pen.text(at, 1, meaning, &cell)?;
    let tallest = pen.lines(1, meaning).max(pen.lines(0, sample.0));
    pen.height(at, tallest)
}

fn areas(reading: &Reading<'_>, pen: &mut Pen<'_>, mut at: RowNum) -> Result<RowNum, XlsxError> {
    for (area, known) in &reading.view.problem.tables.areas {
        let places = reading.view.problem.tables.workplaces.values();
        let count =
            places.filter(|place| place.area.as_ref() == Some(area) && place.stands_for.is_empty()).count();
        let tint = pen.look.area(Some(area));
        let meaning =
            pick(pen.lang, format!("この圏域の医療機関（{count}か所）"), format!("its facilities ({count})"));
        entry(pen, at, (known.name.get(pen.lang), &tint), &meaning)?;
        at += 1;
    }
    Ok(at + 1)
}

fn cells(pen: &mut Pen<'_>, mut at: RowNum) -> Result<RowNum, XlsxError> {
    let kinds: [(Format, Bilingual, Bilingual); 9] = [
        (
            pen.look.middle().set_bold(),
            Bilingual::new("太字の医療機関名", "Facility in bold"),
            Bilingual::new(
                "勤務先がその期間から変わります。細字は前の期間から続く勤務です。",
                "The workplace changes with this period. Not bold: it goes on.",
            ),
        ),
        (
            pen.look.middle().set_italic(),
            Bilingual::new("斜体の名前", "Name in italics"),
            Bilingual::new(
                "先の年度なので、病院を決めず、圏域と病院群だけを決めています。",
                "A far year: only area and hospital group are planned.",
            ),
        ),
        (
            pen.look.middle(),
            Bilingual::new("決定済", "decided"),
            Bilingual::new(
                "すでに決まっている、または固定した配置です。",
                "Decided or pinned before planning.",
            ),
        ),
        (
            pen.look.leave(),
            Bilingual::new("休業", "leave"),
            Bilingual::new(
                "期間のすべての月が休業です。休業の種類や理由は、配る資料なので載せません。",
                "On leave in all months. Kind and reason are left out: this file is handed on.",
            ),
        ),
        (
            pen.look.middle(),
            Bilingual::new("一部休業", "partly on leave"),
            Bilingual::new(
                "期間の一部が休業です。休業でない月にこの医療機関で勤務します。",
                "On leave for some of the time, at this place for the rest.",
            ),
        ),
        (
            pen.look.outside(),
            Bilingual::new("県外", "outside"),
            Bilingual::new(
                "希望による県外での勤務・研修です。",
                "Wanted work or training outside the prefecture.",
            ),
        ),
        (
            pen.look.quiet(),
            Bilingual::new("義務終了・在学中", "released / student"),
            Bilingual::new(
                "義務をすべて終えた期間、または免許を得る前の期間です。配置しません。",
                "The obligation is served, or the licence is still to come: not placed.",
            ),
        ),
        (
            pen.look.bad(),
            Bilingual::new("未配置", "unplaced"),
            Bilingual::new(
                "配置先が見つかっていません。理由は2行目と「不足と未配置」にあります。",
                "No place was found; the cause is in the second line and on the sheet of shortages.",
            ),
        ),
        (
            pen.look.middle(),
            Bilingual::new("初期研修", "initial training"),
            Bilingual::new(
                "免許取得後の初期臨床研修です。診療科名が書かれているときは、専門とは別の科で勤務します。",
                "Initial clinical training. Where a department is named, it is not the specialty itself.",
            ),
        ),
    ];
    for (format, sample, meaning) in &kinds {
        entry(pen, at, (sample.get(pen.lang), format), meaning.get(pen.lang))?;
        at += 1;
    }
    Ok(at + 1)
}

fn standings(pen: &mut Pen<'_>, mut at: RowNum) -> Result<RowNum, XlsxError> {
    let all: [(Standing, Bilingual); 7] = [
        (Standing::Met, Bilingual::new("済んだ勤務だけで満たしています。", "What is done meets it.")),
        (Standing::OnTrack, Bilingual::new("この配置案どおりなら満たせます。", "The plan meets it.")),
        (
            Standing::AtRisk,
            Bilingual::new(
                "このままでは満たせませんが、まだ道はあります。",
                "The plan does not meet it, but there still is a way.",
            ),
        ),
        (
            Standing::Broken,
            Bilingual::new("もうどのような配置でも満たせません。", "No placement can meet it any more."),
        ),
        (
            Standing::Waived,
            Bilingual::new("個別の特例により満たしています。", "Met by a waiver's parameters."),
        ),
        (
            Standing::NotApplicable,
            Bilingual::new("この人には当てはまらない規則です。", "The rule does not concern this person."),
        ),
        (
            Standing::CannotBeJudged,
            Bilingual::new(
                "表や事実が足りないため、判定していません。",
                "A table or fact is missing, so no verdict is given.",
            ),
        ),
    ];
    for (standing, meaning) in &all {
        let word = labels::standing(*standing);
        let format = pen.look.standing(*standing);
        entry(
            pen,
            at,
            (&format!("{} {}", sign(*standing), word.get(pen.lang)), &format),
            meaning.get(pen.lang),
        )?;
        at += 1;
    }
    Ok(at + 1)
}

fn terms(pen: &mut Pen<'_>, mut at: RowNum) -> Result<RowNum, XlsxError> {
    let terms = [
        (
            ("配置案", "plan"),
            (
                "一人ひとりについて、期間ごとの勤務先を提案するものです。決めるのは人です。",
                "A proposal of where each person works in each period. People decide.",
            ),
        ),
        (
            ("時点", "as-of date"),
            (
                "事実をその日の時点で見ています。把握日は、その日までに記録された事実だけを使うという意味です。",
                "Facts are taken as of this day; “known on” is the day up to which records were used.",
            ),
        ),
        (
            ("義務（月）", "owed (months)"),
            (
                "時点までに算入された月数／返還が免除されるまでに必要な月数。",
                "Months counted by the as-of date, of the months owed.",
            ),
        ),
        (
            ("規則の「○ → ◎」", "rules “○ → ◎”"),
            (
                "左は時点、右は配置案をすべて勤めた後の、最も悪い状況です。「？2」は判定できない規則が2つあるという意味です。",
                "Worst standing on the as-of date, then after serving the whole plan. “？2”: two rules cannot be judged.",
            ),
        ),
        (
            ("義務・原則・努力・許容", "must, principle, effort, may"),
            (
                "規則の拘束の強さ。努力と許容は報告だけで、違反とは扱いません。",
                "How strictly a rule binds. Effort and may are reported, never broken.",
            ),
        ),
        (
            ("最低・危機・希望", "minimum, critical, wanted"),
            (
                "必要数の段階。最低は空けてはならない人数、危機は診療を続けられる人数、希望は求められた人数です。",
                "Levels of need: must not stand empty; the service closes below it; asked for.",
            ),
        ),
        (
            ("定員", "room"),
            (
                "そのポストに同時に受け入れられる最大の人数（常勤換算）。",
                "Most full-time heads a post takes at a time.",
            ),
        ),
        (
            ("圏域・病院群単位", "zone"),
            (
                "先の年度は、病院を一つに決めず、圏域と病院群で計画します。",
                "Far years are planned by area and hospital group, not by named hospital.",
            ),
        ),
        (
            ("点数", "points"),
            (
                "よしあしを一つの数にまとめた値。小さいほどよい案です。内訳は「概要」にあります。",
                "All prices in one number; lower is better. The summary has its terms.",
            ),
        ),
        (
            ("次善・点差", "next best, difference"),
            (
                "ほかの人を動かさず、その期間だけ別にするときの、本人の最もよい進路と、案が悪くなる点数。マイナスなら、案によくなる余地があります。",
                "The person's best career with anything else in the period, nobody else moving, and what it costs more; below zero, the plan could be better.",
            ),
        ),
        (
            ("作業量", "work"),
            (
                "計算の量。同じ問題を同じ作業量で解くと、同じ案になります。",
                "How much was computed. The same problem with the same work gives the same plan.",
            ),
        ),
    ];
    let sample = pen.look.cell().set_bold();
    for ((ja, en), (meaning_ja, meaning_en)) in terms {
        entry(pen, at, (pick(pen.lang, ja, en), &sample), pick(pen.lang, meaning_ja, meaning_en))?;
        at += 1;
    }
    Ok(at + 1)
}
