//! まず見るところ: what a coordinator should look at first, the gravest on top, each with the sheet that tells more.

use std::collections::BTreeSet;

use kernel::{Bilingual, Lang, PersonId};
use problem::NeedLevel;
use rules::{Standing, Verdict};

use super::{
    area_sheet, changes_sheet,
    reading::{Reading, Row},
    rules_sheet, shortage_sheet,
};

/// Something to look at.
pub(crate) struct Pointer {
    /// Whether it cannot wait.
    pub grave: bool,
    /// What it is.
    pub sentence: Bilingual,
    /// The sheet that tells more.
    pub sheet: &'static str,
}

/// Everything worth a look; empty if nothing is.
pub(crate) fn pointers(reading: &Reading<'_>) -> Vec<Pointer> {
    let (short, rules) = (shortage_sheet::name(reading), rules_sheet::name(reading));
    let (grave_needs, wanted_needs) = missed(reading);
    let all = [
        (true, short, findings(reading)),
        (true, short, impossible(reading)),
        (true, short, crowded(reading)),
        (true, short, unplaced(reading)),
        (true, rules, broken(reading)),
        (true, short, grave_needs),
        (false, short, residual(reading)),
        (false, rules, at_risk(reading)),
        (false, area_sheet::name(reading), wanted_needs),
        (false, rules, unjudged(reading)),
        (false, changes_sheet::name(reading), changed(reading)),
    ];
    all.into_iter()
        .filter_map(|(grave, sheet, sentence)| Some(Pointer { grave, sentence: sentence?, sheet }))
        .collect()
}

/// The sentence, if there is anything to say.
fn some(count: usize, ja: String, en: String) -> Option<Bilingual> {
    (count > 0).then(|| Bilingual::new(ja, en))
}

fn findings(reading: &Reading<'_>) -> Option<Bilingual> {
    const SHOWN: usize = 3;
    let findings = reading.view.checked.map_or(&[][..], |checked| checked.findings);
    let first =
        |lang| findings.iter().take(SHOWN).map(|finding| finding.get(lang)).collect::<Vec<_>>().join(" ");
    let count = findings.len();
    some(
        count,
        format!("検査の指摘が{count}件あります。{}", first(Lang::Ja)),
        format!("Faults found by the check: {count}. {}", first(Lang::En)),
    )
}

fn impossible(reading: &Reading<'_>) -> Option<Bilingual> {
    let people: Vec<&str> =
        reading.view.plan.impossible.iter().map(|person| reading.name(&person.person)).collect();
    let (count, names) = (people.len(), names(&people));
    some(
        count,
        format!(
            "規則をすべては満たせない人が{count}人います（{}）。何が両立しないかを確かめてください。",
            names.ja
        ),
        format!(
            "People whose rules cannot all be met: {count} ({}). See what cannot hold together.",
            names.en
        ),
    )
}

/// People who cannot all be placed: the conflicts of several.
fn crowded(reading: &Reading<'_>) -> Option<Bilingual> {
    let crowded = &reading.view.plan.crowded;
    let people: BTreeSet<&PersonId> = crowded.iter().flat_map(|of| &of.people).collect();
    let people: Vec<&str> = people.into_iter().map(|person| reading.name(person)).collect();
    let (count, names) = (crowded.len(), names(&people));
    some(
        count,
        format!(
            "定員や指導医が足りず、全員は配置できない組が{count}組あります（{}）。何人なら足りるかを確かめてください。",
            names.ja
        ),
        format!(
            "Groups too large for the places or instructors there are: {count} ({}). See how many would be enough.",
            names.en
        ),
    )
}

fn unplaced(reading: &Reading<'_>) -> Option<Bilingual> {
    let mut people: Vec<&PersonId> =
        shortage_sheet::gaps(reading).iter().map(|gap| &gap.row.person.career.person).collect();
    people.dedup();
    let people: Vec<&str> = people.into_iter().map(|person| reading.name(person)).collect();
    let (count, names) = (people.len(), names(&people));
    some(
        count,
        format!("配置先のない期間がある人が{count}人います（{}）。", names.ja),
        format!("People with periods without a place: {count} ({}).", names.en),
    )
}

/// Rules broken at the end that were not broken before: those of the past and of impossible people are told apart.
fn broken(reading: &Reading<'_>) -> Option<Bilingual> {
    let plan = reading.view.plan;
    let known = |row: &Row<'_>, verdict: &Verdict| {
        let person = &row.person.career.person;
        plan.impossible.iter().any(|row| row.person == *person)
            || plan.residual.iter().any(|past| {
                past.person == *person && past.commitment == verdict.commitment && past.rule == verdict.rule
            })
    };
    let people =
        people_with(reading, |row, verdict| verdict.standing == Standing::Broken && !known(row, verdict));
    let (count, names) = (people.len(), names(&people));
    some(
        count,
        format!("配置案の終わりに、新たに「違反」となる規則のある人が{count}人います（{}）。", names.ja),
        format!("People with a rule newly broken at the end: {count} ({}).", names.en),
    )
}

/// Needs missed: minimum and critical ones, and wanted ones.
fn missed(reading: &Reading<'_>) -> (Option<Bilingual>, Option<Bilingual>) {
    let missed = shortage_sheet::missed(reading);
    let grave = missed.iter().filter(|run| run.line.need.level != NeedLevel::Wanted).count();
    let wanted = missed.len() - grave;
    (
        some(
            grave,
            format!("最低・危機の必要数を満たせないところが{grave}件あります。"),
            format!("Minimum or critical needs that stay unmet: {grave}."),
        ),
        some(
            wanted,
            format!("希望の必要数に届かないところが{wanted}件あります。"),
            format!("Wanted needs that stay unmet: {wanted}."),
        ),
    )
}

fn residual(reading: &Reading<'_>) -> Option<Bilingual> {
    let count = reading.view.plan.residual.len();
    some(
        count,
        format!("過去にすでに破られている規則が{count}件あります。配置では直せません。"),
        format!("Rules that the past already broke: {count}. Placement cannot mend that."),
    )
}

/// A rule at risk is no news while the obligation goes on after the plan: those people are counted apart.
fn at_risk(reading: &Reading<'_>) -> Option<Bilingual> {
    let goes_on = |row: &Row<'_>| {
        let owed = reading.obligation(&row.end).map(|verdict| (verdict.done, verdict.needed));
        matches!(owed, Some((Some(done), Some(needed))) if done < needed)
    };
    let open = |verdict: &Verdict| verdict.standing == Standing::AtRisk;
    let all = people_with(reading, |_, verdict| open(verdict)).len();
    let ended = people_with(reading, |row, verdict| open(verdict) && !goes_on(row));
    let (count, names, later) = (ended.len(), names(&ended), all - ended.len());
    let (listed_ja, listed_en) = match count {
        0 => (String::new(), String::new()),
        _ => (format!("（{}）", names.ja), format!(" ({})", names.en)),
    };
    some(
        all,
        format!(
            "義務の月数を終えても「要注意」の規則が残る人が{count}人います{listed_ja}。\
             ほかに、計画の後も義務が続き、これから満たす規則が残る人が{later}人います。"
        ),
        format!(
            "People who have served their months and still have a rule at risk: {count}{listed_en}. \
             Besides, {later} whose obligation goes on after the plan have rules still to meet."
        ),
    )
}

fn unjudged(reading: &Reading<'_>) -> Option<Bilingual> {
    let count = people_with(reading, |_, verdict| verdict.standing == Standing::CannotBeJudged).len();
    some(
        count,
        format!("表や事実が足りず判定できない規則のある人が{count}人います。"),
        format!("People with a rule that cannot be judged for want of a table or fact: {count}."),
    )
}

fn changed(reading: &Reading<'_>) -> Option<Bilingual> {
    let before = changes_sheet::before(reading)?;
    let count = changes_sheet::people(&changes_sheet::changes(reading, &before));
    some(
        count,
        format!("前回から配置が変わる人が{count}人います。"),
        format!("People placed elsewhere than before: {count}."),
    )
}

/// People with such a verdict at the end of the plan.
fn people_with<'a>(reading: &Reading<'a>, is: impl Fn(&Row<'_>, &Verdict) -> bool) -> Vec<&'a str> {
    let rows = reading.rows.iter().filter(|row| row.end.iter().any(|verdict| is(row, verdict)));
    rows.map(|row| row.person.name.as_str()).collect()
}

/// The first few names, and how many more.
fn names(names: &[&str]) -> Bilingual {
    const SHOWN: usize = 4;
    let shown = &names[..names.len().min(SHOWN)];
    match names.len() - shown.len() {
        0 => Bilingual::new(shown.join("、"), shown.join(", ")),
        more => Bilingual::new(
            format!("{} ほか{more}人", shown.join("、")),
            format!("{} and {more} more", shown.join(", ")),
        ),
    }
}
