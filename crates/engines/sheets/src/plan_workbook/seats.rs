//! What a person does in a period, looked up: the place behind a post, the parts behind a pattern.

use std::collections::BTreeSet;

use kernel::{AreaId, DepartmentId, Lang, Months, WorkplaceId};
use problem::{Cause, OutsideWish, Pattern, Post, Problem};
use rules::{Activity, Workplace};

use super::labels::{self, pick};

/// What a person does in a period.
#[derive(Clone, Debug)]
pub(crate) enum Seat<'a> {
    /// Before the licence.
    NotYet,
    /// At one post, or several by a pattern: the first part is the main one.
    Posted(Vec<Part<'a>>, Option<&'a Pattern>),
    /// At the wanted place outside the prefecture.
    Outside(&'a OutsideWish),
    /// On leave for all months.
    Leave,
    /// Nowhere, and why.
    Unplaced(Cause),
    /// 義務終了.
    Released,
}

/// A part of a period at one post.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part<'a> {
    /// The post.
    pub post: &'a Post,
    /// Its place.
    pub workplace: &'a Workplace,
    /// Percent of full time there.
    pub share: u8,
    /// Months of the period there.
    pub months: Months,
    /// A side post.
    pub side: bool,
    /// Percent of a head of the whole period that it fills.
    pub usage: u32,
}

impl<'a> Part<'a> {
    /// 二次医療圏.
    pub fn area(&self) -> Option<&'a AreaId> {
        self.workplace.area.as_ref()
    }
}

impl<'a> Seat<'a> {
    /// The main part, where posted.
    pub fn main(&self) -> Option<&Part<'a>> {
        match self {
            Seat::Posted(parts, _) => parts.first(),
            _ => None,
        }
    }

    /// All parts, where posted.
    pub fn parts(&self) -> &[Part<'a>] {
        match self {
            Seat::Posted(parts, _) => parts,
            _ => &[],
        }
    }

    /// The workplace, inside or outside the prefecture.
    pub fn workplace(&self) -> Option<&'a WorkplaceId> {
        match self {
            Seat::Posted(parts, _) => parts.first().map(|part| &part.post.workplace),
            Seat::Outside(wish) => Some(&wish.workplace),
            _ => None,
        }
    }

    /// The first line of a cell: the place, or the state in a word.
    pub fn headline(&self, problem: &Problem, lang: Lang) -> String {
        match self {
            Seat::NotYet => pick(lang, "在学中", "student").to_owned(),
            Seat::Posted(parts, _) => {
                let place = parts.first().map_or_else(String::new, |part| {
                    place_name(problem, part.workplace, &part.post.department, part.post.activity)
                });
                let others: BTreeSet<&WorkplaceId> = parts.iter().map(|part| &part.post.workplace).collect();
                match others.len().saturating_sub(1) {
                    0 => place,
                    more => pick(lang, format!("{place} 他{more}"), format!("{place} +{more}")),
                }
            }
            Seat::Outside(wish) => {
                let name =
                    problem.tables.workplaces.get(&wish.workplace).map(|place| short_name(&place.name));
                let name = name.unwrap_or_default();
                pick(lang, format!("県外 {name}"), format!("outside: {name}"))
            }
            Seat::Leave => pick(lang, "休業", "leave").to_owned(),
            Seat::Unplaced(_) => pick(lang, "未配置", "UNPLACED").to_owned(),
            Seat::Released => pick(lang, "義務終了", "released").to_owned(),
        }
    }

    /// The second line: area, departments where they are not just the specialty, activity, part time, and what else
    /// is to be known.
    pub fn detail(&self, problem: &Problem, lang: Lang, specialty: &str, remarks: Remarks) -> String {
        let mut notes: Vec<String> = Vec::new();
        if let Seat::Unplaced(cause) = self {
            notes.push(short_cause(*cause, lang).to_owned());
        }
        if let Some(part) = self.main() {
            let area = part.area().and_then(|area| problem.tables.areas.get(area));
            notes.extend(area.map(|area| short_area(area.name.get(lang)).to_owned()));
            notes.extend(self.doing(lang, specialty));
            if part.share < 100 {
                notes.push(format!("{}%", part.share));
            }
        }
        if remarks.partly_away {
            notes.push(pick(lang, "一部休業", "partly on leave").to_owned());
        }
        if remarks.decided {
            notes.push(pick(lang, "決定済", "decided").to_owned());
        }
        notes.join(pick(lang, "・", ", "))
    }

    /// What is done, where it is not clinical work of the specialty alone: the activity, or the departments.
    pub fn doing(&self, lang: Lang, specialty: &str) -> Option<String> {
        let main = self.main()?;
        if let Some(activity) = labels::activity(main.post.activity) {
            return Some(activity.get(lang).to_owned());
        }
        let mut departments: Vec<&str> =
            self.parts().iter().map(|part| part.post.department.as_str()).collect();
        departments.dedup();
        (departments != [specialty]).then(|| departments.join("＋"))
    }
}

/// What else is to be known of a person's period.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Remarks {
    /// A firm pin fixed it.
    pub decided: bool,
    /// A leave takes some of its days, not all of its months.
    pub partly_away: bool,
}

/// A workplace's name where its area and department stand beside it: a zone's 「吾妻・第2群（内科）」 is only 「第2群」.
pub(crate) fn place_name(
    problem: &Problem,
    workplace: &Workplace,
    department: &DepartmentId,
    activity: Activity,
) -> String {
    let name = short_name(&workplace.name);
    if workplace.stands_for.is_empty() {
        return name;
    }
    let area = workplace.area.as_ref().and_then(|area| problem.tables.areas.get(area));
    let area = area.map_or("", |area| short_area(&area.name.ja));
    let group = name.strip_prefix(area).and_then(|rest| rest.strip_prefix('・')).unwrap_or(&name);
    let work = if activity == Activity::InitialTraining { "初期臨床研修" } else { department.as_str() };
    group.replace(&format!("（{work}）"), "")
}

/// An area's name without what all areas are called: 「前橋保健医療圏」 → 「前橋」.
pub(crate) fn short_area(name: &str) -> &str {
    let kinds = ["保健医療圏", "二次医療圏", "医療圏", "圏域"];
    kinds.iter().find_map(|kind| name.strip_suffix(kind)).filter(|short| !short.is_empty()).unwrap_or(name)
}

/// The cause in a word or two, for a narrow cell.
fn short_cause(cause: Cause, lang: Lang) -> &'static str {
    match cause {
        Cause::NoPost => pick(lang, "ポストなし", "no post"),
        Cause::Full => pick(lang, "満員", "full"),
        Cause::Dearer => pick(lang, "他を優先", "dearer"),
        Cause::Impossible => pick(lang, "規則が両立せず", "rules conflict"),
    }
}

/// Bodies whose name in front of a hospital's own says nothing to those who know the prefecture.
const BODIES: [&str; 17] = [
    "独立行政法人国立病院機構",
    "独立行政法人地域医療機能推進機構",
    "独立行政法人労働者健康安全機構",
    "地方独立行政法人",
    "独立行政法人",
    "国立大学法人",
    "国立病院機構",
    "社会医療法人社団",
    "社会医療法人財団",
    "社会医療法人",
    "医療法人社団",
    "医療法人財団",
    "医療法人",
    "公益財団法人",
    "一般財団法人",
    "社会福祉法人",
    "公益社団法人",
];

/// A facility's name without the body that runs it: 「独立行政法人国立病院機構 渋川医療センター」 → 「渋川医療センター」.
pub(crate) fn short_name(name: &str) -> String {
    let own = BODIES.iter().find_map(|body| name.strip_prefix(body)).map(str::trim_start);
    let Some(own) = own else { return name.to_owned() };
    let after_space = own.rsplit_once([' ', '　']).map_or(own, |(_, last)| last);
    let short = if after_space.chars().count() >= 4 { after_space } else { own };
    if short.chars().count() >= 3 { short.to_owned() } else { name.to_owned() }
}
