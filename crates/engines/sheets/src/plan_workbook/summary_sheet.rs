//! 概要: what this plan is, what to look at first, people by state, and the objective term by term.

use kernel::Bilingual;
use problem::{NeedLevel, Term};
use rules::Standing;
use rust_xlsxwriter::{RowNum, XlsxError};

use super::{
    area_sheet, changes_sheet, data_sheets, facility_sheet, labels,
    labels::{TERMS, grouped, pick},
    legend_sheet,
    pen::{Paper, Pen, column},
    physician_sheet::{self, tallies},
    print_sheet,
    reading::Reading,
    rules_sheet, shortage_sheet,
    width::lines,
};

/// Columns of the sheet: label, value, and what spreads to the right.
const WIDTHS: [usize; 10] = [24, 13, 11, 11, 11, 11, 11, 11, 11, 11];
const LAST: u16 = 9;

/// Writes the sheet.
pub(crate) fn write(reading: &Reading<'_>, pen: &mut Pen<'_>) -> Result<(), XlsxError> {
    let name = pick(reading.lang, "概要", "Summary");
    let note = pen.say("この配置案は提案です。決めるのは人です。", "This plan is a proposal. People decide.");
    pen.open(reading, name, pen.say("配置案の概要", "The plan in brief"), note)?;
    pen.widths(&WIDTHS)?;
    let at = facts(reading, pen, 3)?;
    let at = first(reading, pen, at)?;
    let at = people(reading, pen, at)?;
    let at = objective(reading, pen, at)?;
    let end = sheets(reading, pen, at)?;
    repeat(reading, pen, end)?;
    pen.sheet.set_page_breaks(&[at])?;
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
        pen.say("基準日", "As of"),
        labels::as_of(lang, problem.as_of).trim_start_matches("基準日 ").to_owned(),
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

/// What to look at first: sign, sentence, the sheet to open.
struct Pointer {
    grave: bool,
    sentence: Bilingual,
    sheet: &'static str,
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
        pen.across(at, 1, LAST - 2, sentence, &cell)?;
        pen.across(at, LAST - 1, LAST, "", &link)?;
        pen.link(at, LAST - 1, pointer.sheet, &format!("→ {}", pointer.sheet), &link)?;
        pen.height(at, lines(sentence, 74))?;
        at += 1;
    }
    Ok(at + 1)
}

fn pointers(reading: &Reading<'_>) -> Vec<Pointer> {
    let mut pointers = Vec::new();
    let mut point = |count: usize, grave: bool, sheet: &'static str, ja: String, en: String| {
        if count > 0 {
            pointers.push(Pointer { grave, sentence: Bilingual::new(ja, en), sheet });
        }
    };
    let short = shortage_sheet::name(reading);
    let findings = reading.view.checked.map_or(&[][..], |checked| checked.findings);
    let list = |lang| findings.iter().take(3).map(|finding| finding.get(lang)).collect::<Vec<_>>().join(" ");
    point(
        findings.len(),
        true,
        short,
        format!("検査の指摘が{}件あります。{}", findings.len(), list(kernel::Lang::Ja)),
        format!("The check found {} faults. {}", findings.len(), list(kernel::Lang::En)),
    );
    let impossible = &reading.view.plan.impossible;
    let names = names(impossible.iter().map(|person| reading.name(&person.person)));
    point(
        impossible.len(),
        true,
        short,
        format!(
            "規則をすべては満たせない人が{}人います（{}）。何が両立しないかを確かめてください。",
            impossible.len(),
            names.ja
        ),
        format!(
            "{} people cannot meet all their rules ({}). See what cannot hold together.",
            impossible.len(),
            names.en
        ),
    );
    let mut unplaced: Vec<&str> =
        shortage_sheet::gaps(reading).iter().map(|gap| gap.row.person.name.as_str()).collect();
    unplaced.dedup();
    let names = self::names(unplaced.iter().copied());
    point(
        unplaced.len(),
        true,
        short,
        format!("配置先のない期間がある人が{}人います（{}）。", unplaced.len(), names.ja),
        format!("{} people have periods without a place ({}).", unplaced.len(), names.en),
    );
    let missed = shortage_sheet::missed(reading);
    let grave = missed.iter().filter(|run| run.line.need.level != NeedLevel::Wanted).count();
    let wanted = missed.len() - grave;
    point(
        grave,
        true,
        short,
        format!("最低・危機の必要数を満たせないところが{grave}件あります。"),
        format!("{grave} minimum or critical needs stay unmet."),
    );
    let broken = people_with(reading, Standing::Broken);
    let residual = reading.view.plan.residual.len();
    point(
        broken.len(),
        true,
        rules_sheet::name(reading),
        format!(
            "配置案の終わりに「違反」の規則が残る人が{}人います（{}）。",
            broken.len(),
            self::names(broken.iter().copied()).ja
        ),
        format!(
            "{} people have a rule broken at the end ({}).",
            broken.len(),
            self::names(broken.iter().copied()).en
        ),
    );
    point(
        residual,
        false,
        short,
        format!("過去にすでに破られている規則が{residual}件あります。配置では直せません。"),
        format!("The past already broke {residual} rules. Placement cannot mend that."),
    );
    let risk = people_with(reading, Standing::AtRisk);
    point(
        risk.len(),
        false,
        rules_sheet::name(reading),
        format!("配置案の終わりに「要注意」の規則が残る人が{}人います。", risk.len()),
        format!("{} people have a rule at risk at the end.", risk.len()),
    );
    point(
        wanted,
        false,
        area_sheet::name(reading),
        format!("希望の必要数に届かないところが{wanted}件あります。"),
        format!("{wanted} wanted needs stay unmet."),
    );
    let unjudged = people_with(reading, Standing::CannotBeJudged);
    point(
        unjudged.len(),
        false,
        rules_sheet::name(reading),
        format!("表や事実が足りず判定できない規則がある人が{}人います。", unjudged.len()),
        format!("{} people have a rule that cannot be judged for want of a table or fact.", unjudged.len()),
    );
    if let Some(before) = changes_sheet::before(reading) {
        let changes = changes_sheet::changes(reading, &before);
        let people = changes_sheet::people(&changes);
        point(
            people,
            false,
            changes_sheet::name(reading),
            format!("前回から配置が変わる人が{people}人います。"),
            format!("{people} people are placed elsewhere than before."),
        );
    }
    pointers
}

/// The first few names, and how many more.
fn names<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> Bilingual {
    const SHOWN: usize = 4;
    let more = names.len().saturating_sub(SHOWN);
    let shown: Vec<&str> = names.take(SHOWN).collect();
    if more == 0 {
        return Bilingual::new(shown.join("、"), shown.join(", "));
    }
    Bilingual::new(
        format!("{} ほか{more}人", shown.join("、")),
        format!("{} and {more} more", shown.join(", ")),
    )
}

/// People with such a standing at the end of the plan.
fn people_with<'a>(reading: &Reading<'a>, standing: Standing) -> Vec<&'a str> {
    let rows = reading.rows.iter().filter(|row| row.end.iter().any(|verdict| verdict.standing == standing));
    rows.map(|row| row.person.name.as_str()).collect()
}

fn people(reading: &Reading<'_>, pen: &mut Pen<'_>, at: RowNum) -> Result<RowNum, XlsxError> {
    let mut at = section(pen, at, pick(reading.lang, "期間ごとの人数", "People by period"))?;
    let (head, cell, figure) = (pen.look.head(), pen.look.cell(), pen.look.figure());
    let shown = reading.periods().len().min(usize::from(LAST));
    pen.text(at, 0, pen.say("状態", "State"), &head)?;
    for place in 0..shown {
        let label = labels::period(pen.lang, reading.periods()[place].span);
        pen.text(at, column(1 + place), &label, &head)?;
    }
    pen.sheet.set_row_height(at, 30)?;
    at += 1;
    for (label, counts) in tallies(reading) {
        pen.text(at, 0, label.get(pen.lang), &cell)?;
        for (place, count) in counts.iter().take(shown).enumerate() {
            pen.number(at, column(1 + place), (*count).into(), &figure)?;
        }
        at += 1;
    }
    Ok(at + 1)
}

fn objective(reading: &Reading<'_>, pen: &mut Pen<'_>, at: RowNum) -> Result<RowNum, XlsxError> {
    let mut at = section(
        pen,
        at,
        pick(reading.lang, "点数の内訳（小さいほどよい）", "The objective, term by term (lower is better)"),
    )?;
    let (head, cell, figure) = (pen.look.head(), pen.look.cell(), pen.look.figure());
    let claimed = &reading.view.plan.objective;
    pen.text(at, 0, pen.say("項目", "Term"), &head)?;
    pen.text(at, 1, pen.say("点数", "Points"), &head)?;
    pen.text(at, 2, pen.say("割合", "Share"), &head)?;
    pen.across(at, 3, 5, pen.say("交換比率", "Exchange rate"), &head)?;
    pen.across(at, 6, LAST, pen.say("意味", "Meaning"), &head)?;
    pen.sheet.set_row_height(at, 20)?;
    at += 1;
    for term in TERMS {
        let points = claimed.terms.get(&term).copied().unwrap_or(0);
        let rate = rate(reading, term);
        if points == 0 && rate.ja.is_empty() {
            continue;
        }
        let (word, meaning) = explain(term);
        pen.text(at, 0, word.get(pen.lang), &cell)?;
        pen.number(at, 1, points, &figure)?;
        pen.text(at, 2, &share(points, claimed.total), &figure)?;
        pen.across(at, 3, 5, rate.get(pen.lang), &cell)?;
        pen.across(at, 6, LAST, meaning.get(pen.lang), &cell)?;
        pen.height(at, lines(rate.get(pen.lang), 30).max(lines(meaning.get(pen.lang), 41)))?;
        at += 1;
    }
    let (sum, total) = (pen.look.total(cell), pen.look.total(figure));
    pen.text(at, 0, pen.say("合計", "Total"), &sum)?;
    pen.number(at, 1, claimed.total, &total)?;
    pen.text(at, 2, "", &total)?;
    pen.across(at, 3, LAST, &agreement(reading), &sum)?;
    Ok(at + 2)
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

/// The price of a term, in words; empty where the problem prices nothing of the kind.
fn rate(reading: &Reading<'_>, term: Term) -> Bilingual {
    let rates = &reading.view.problem.rates;
    let a_year = |price: i64| {
        let price = grouped(price.into());
        Bilingual::new(format!("1年につき{price}点"), format!("{price} a year"))
    };
    let each = |price: i64| {
        let price = grouped(price.into());
        Bilingual::new(format!("1回につき{price}点"), format!("{price} each time"))
    };
    match term {
        Term::UnmetMinimum => needs(reading, NeedLevel::Minimum),
        Term::UnmetCritical => needs(reading, NeedLevel::Critical),
        Term::UnmetWanted => needs(reading, NeedLevel::Wanted),
        Term::Fairness => needs(reading, NeedLevel::Fairness),
        Term::WorstShare if rates.worst_share == 0 => Bilingual::default(),
        Term::WorstShare => {
            let price = grouped(rates.worst_share.into());
            Bilingual::new(
                format!("不足率0.1%・1年につき{price}点"),
                format!("{price} a year for each 0.1 %"),
            )
        }
        Term::Unplaced => a_year(rates.unplaced),
        Term::Wish => {
            let ranks: Vec<String> = rates.wish_ranks.iter().map(|price| grouped((*price).into())).collect();
            let unlisted = grouped(rates.wish_unlisted.into());
            Bilingual::new(
                format!("第1希望から順に1年{}点、希望外{unlisted}点", ranks.join("・")),
                format!("a year at wish 1, 2, …: {}; at none: {unlisted}", ranks.join(", ")),
            )
        }
        Term::Specialty => Bilingual::new("専門ごとに本人が示した点数", "as given for each specialty"),
        Term::Window => a_year(rates.window),
        Term::MoveWorkplace => each(rates.move_workplace),
        Term::MoveArea => each(rates.move_area),
        Term::OutsideUnmet => a_year(rates.outside_unmet),
        Term::CoupleApart => a_year(rates.couple_apart),
        Term::SoftPin => Bilingual::new("要望ごとに決めた点数", "as given for each request"),
        Term::Change => a_year(rates.change),
    }
}

/// From the lowest to the highest price among the needs of a level.
fn needs(reading: &Reading<'_>, level: NeedLevel) -> Bilingual {
    let prices =
        || reading.view.problem.needs.iter().filter(|need| need.level == level).map(|need| need.price);
    let (Some(least), Some(most)) = (prices().min(), prices().max()) else { return Bilingual::default() };
    let (low, high) = (grouped(least.into()), grouped(most.into()));
    let (ja, en) = if least == most {
        (low.clone(), low)
    } else {
        (format!("{low}～{high}"), format!("{low}–{high}"))
    };
    Bilingual::new(format!("1人・1年の不足につき{ja}点"), format!("{en} for a head missing for a year"))
}

/// A term's name and what it stands for.
fn explain(term: Term) -> (Bilingual, Bilingual) {
    let (ja, en, meaning_ja, meaning_en) = match term {
        Term::UnmetMinimum => {
            ("最低の不足", "Unmet minimum", "空けてはならないポストの空き", "posts that must not stand empty")
        }
        Term::UnmetCritical => {
            ("危機の不足", "Unmet critical need", "診療が続けられなくなる不足", "below this a service closes")
        }
        Term::UnmetWanted => {
            ("希望の不足", "Unmet wanted need", "医療機関・圏域が求める人数への不足", "fewer than asked for")
        }
        Term::Fairness => {
            ("圏域間の公平", "Fairness", "不足が一部の圏域に偏ること", "shortage piling up in some areas")
        }
        Term::WorstShare => {
            ("最悪の不足率", "Worst share", "最も不足する圏域の不足率", "share missing in the worst area")
        }
        Term::Unplaced => ("未配置", "Unplaced", "配置先のない人", "people without a place"),
        Term::Wish => ("本人の希望", "Wishes", "希望の順位が下がること", "lower-ranked wishes"),
        Term::Specialty => {
            ("専門の選択", "Choice of specialty", "未定だった専門の選び方", "choice among open specialties")
        }
        Term::Window => (
            "希望の時期",
            "Wanted time",
            "不足地域勤務などが望む時期から外れること",
            "shortage-area service at another time than wanted",
        ),
        Term::MoveWorkplace => ("勤務先の異動", "Moves", "勤務先が変わること", "changes of workplace"),
        Term::MoveArea => (
            "圏域をまたぐ異動",
            "Moves between areas",
            "圏域が変わること（異動に加算）",
            "changes of area, on top",
        ),
        Term::OutsideUnmet => (
            "県外の希望",
            "Outside, not given",
            "希望した県外勤務がかなわないこと",
            "wanted time outside that was not given",
        ),
        Term::CoupleApart => (
            "夫婦の別居",
            "Couples apart",
            "通える範囲にそろわない期間",
            "couples out of reach of each other",
        ),
        Term::SoftPin => ("要望", "Requests", "医局・本人などの要望に沿わないこと", "soft pins not followed"),
        Term::Change => {
            ("前回からの変更", "Changes", "公表した配置を変えること", "differences from what was published")
        }
    };
    (Bilingual::new(ja, en), Bilingual::new(meaning_ja, meaning_en))
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
            rules_sheet::name(reading),
            "一人ひとりの規則の状況と、その理由",
            "how each person's rules stand, and why",
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
    for (name, ja, en) in sheets {
        pen.link(at, 0, name, name, &link)?;
        pen.across(at, 1, LAST, pick(reading.lang, ja, en), &cell)?;
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
    let amount = grouped(reading.view.plan.work.into());
    fact(pen, at + 1, work, &pick(reading.lang, format!("{amount}単位"), format!("{amount} units")))?;
    Ok(at + 3)
}
