//! The difference between two plans as lines for an official, in both languages.

use kernel::{Bilingual, WorkplaceId, grouped};

use super::{Because, Difference, Doing, Move, NeedChange};
use crate::{NeedPlace, Problem};

impl Difference<'_> {
    /// One line each: who moves, who has no career any more, needs, and the cost.
    pub fn lines(&self) -> Vec<Bilingual> {
        let mut lines = vec![self.headline()];
        lines.extend(self.moves.iter().map(|of| moved(self.problem, of)));
        lines.extend(self.lost.iter().map(|person| {
            Bilingual::new(
                format!("{}さん：規則をすべて満たす進路がなくなりました。", person.name),
                format!("{}: no career meets every rule any more.", person.name),
            )
        }));
        lines.extend(self.needs.iter().filter_map(|of| needed(self.problem, of)));
        lines.push(self.cost());
        lines
    }

    fn headline(&self) -> Bilingual {
        match (self.people(), self.moves.len()) {
            (0, _) => Bilingual::new("だれの配置も変わりません。", "Nobody's posting changes."),
            (people, moves) => Bilingual::new(
                format!("{people}人の配置が変わります（{moves}件）。"),
                format!("People who are elsewhere now: {people} ({moves} changes)."),
            ),
        }
    }

    fn cost(&self) -> Bilingual {
        let mut terms: Vec<_> = self.after.minus(self.before).into_iter().collect();
        terms.sort_by_key(|(term, points)| (std::cmp::Reverse(points.abs()), *term));
        let named = |term: &crate::Term| term.in_words().0;
        let ja: Vec<String> =
            terms.iter().map(|(term, points)| format!("{} {}", named(term).ja, signed(*points))).collect();
        let en: Vec<String> =
            terms.iter().map(|(term, points)| format!("{} {}", named(term).en, signed(*points))).collect();
        let (before, after) = (number(self.before.total), number(self.after.total));
        let because = |all: String, open: &str, close: &str| match all.is_empty() {
            true => all,
            false => format!("{open}{all}{close}"),
        };
        Bilingual::new(
            format!("点数：{before} → {after}{}", because(ja.join("、"), "（", "）")),
            format!("Points: {before} → {after}{}", because(en.join(", "), " (", ")")),
        )
    }
}

fn moved(problem: &Problem, of: &Move<'_>) -> Bilingual {
    let (when, now) = (of.span.in_words(), doing(problem, of.now));
    let before = of.before.map_or_else(|| Bilingual::new("（新規）", "(new)"), |of| doing(problem, of));
    let why = match of.because {
        Because::Newcomer => Bilingual::new("新しく加わるため", "takes part for the first time"),
        Because::Pinned => Bilingual::new("固定されたため", "pinned"),
        Because::Leave => Bilingual::new("休業のため", "on leave"),
        Because::Refused => Bilingual::new("配置できなくなったため", "cannot be sent there any more"),
        Because::Closed => Bilingual::new("そのポストがなくなるため", "the post is there no more"),
        Because::Own => Bilingual::new("本人の変更に伴う", "follows from another change about the person"),
        Because::Others => Bilingual::new("ほかの変更に伴う調整", "makes room for the other changes"),
    };
    let name = &of.person.name;
    Bilingual::new(
        format!("{name}さん：{} {} → {}（{}）", when.ja, before.ja, now.ja, why.ja),
        format!("{name}, {}: {} → {} ({})", when.en, before.en, now.en, why.en),
    )
}

fn doing(problem: &Problem, of: Doing<'_>) -> Bilingual {
    match of {
        Doing::At(place, department) => {
            let name = name(problem, place);
            // A zone's name holds its department.
            match name.contains(department.as_str()) {
                true => Bilingual::new(&name, &name),
                false => Bilingual::new(format!("{name}（{department}）"), format!("{name} ({department})")),
            }
        }
        Doing::Outside => Bilingual::new("県外での勤務", "outside the prefecture"),
        Doing::Leave => Bilingual::new("休業", "on leave"),
        Doing::NotYet => Bilingual::new("就業前", "not in service yet"),
        Doing::Unplaced => Bilingual::new("未配置", "unplaced"),
        Doing::Released => Bilingual::new("義務終了", "free of every obligation"),
    }
}

fn needed(problem: &Problem, of: &NeedChange<'_>) -> Option<Bilingual> {
    let need = problem.needs.iter().find(|need| need.id == *of.need)?;
    let (level, when) = (need.level.in_words(), of.span.in_words());
    let at = match &need.at {
        NeedPlace::Workplace(place) => Bilingual::new(name(problem, place), name(problem, place)),
        NeedPlace::Area(area) => problem
            .tables
            .areas
            .get(area)
            .map_or_else(|| Bilingual::new(area.to_string(), area.to_string()), |area| area.name.clone()),
    };
    let department = need.department.as_ref().map_or_else(String::new, |of| format!(" {of}"));
    let (before, now) = (heads(of.before), heads(of.now));
    Some(Bilingual::new(
        format!("{}{department}の{}（{}）：不足 {before}人 → {now}人", at.ja, level.ja, when.ja),
        format!("{}{department}, {} ({}): {before} missing → {now}", at.en, level.en, when.en),
    ))
}

fn name(problem: &Problem, place: &WorkplaceId) -> String {
    let known = problem.tables.workplaces.get(place);
    known.map_or_else(|| place.to_string(), |place| place.name.clone())
}

/// Percent of a head as heads: 2, 0.5.
fn heads(percent: u32) -> String {
    let (whole, rest) = (percent / 100, percent % 100);
    if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:02}").trim_end_matches('0').to_owned() }
}

fn number(points: i128) -> String {
    format!("{}{}", if points < 0 { "−" } else { "" }, grouped(points.unsigned_abs()))
}

fn signed(points: i128) -> String {
    format!("{}{}", if points < 0 { "−" } else { "+" }, grouped(points.unsigned_abs()))
}
