//! What makes a document no problem at all: names that nothing bears, periods that are none, choices that contradict.
//!
//! A wish that cannot be met or a rule that is broken is no finding here: that is for the plan to say.

mod people;
mod pins;
mod tables;

use std::collections::BTreeSet;

use kernel::{AreaId, Bilingual, ClassId, MonthSpan, PersonId, PostId, ProgrammeId, WorkplaceId};

use crate::{NeedPlace, Pattern, PatternPart, Problem, Resolution};

/// Something wrong in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its kind, as listed in the documentation of errors.
    pub code: &'static str,
    /// Where: the path in the document, or line and column.
    pub at: String,
    /// What was read, what is wrong, what to do.
    pub message: Bilingual,
}

impl Problem {
    /// Every finding at once; none: the document is a problem.
    pub fn validate(&self) -> Vec<Finding> {
        let mut findings = Findings(Vec::new());
        horizon(self, &mut findings);
        unique_ids(self, &mut findings);
        findings.0.extend(self.editions().err().unwrap_or_default());
        tables::check(self, &mut findings);
        people::check(self, &mut findings);
        posts(self, &mut findings);
        needs(self, &mut findings);
        pins::check(self, &mut findings);
        published(self, &mut findings);
        rates(self, &mut findings);
        findings.0
    }
}

struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, code: &'static str, at: String, ja: String, en: String) {
        self.0.push(Finding { code, at, message: Bilingual::new(ja, en) });
    }

    fn unknown(&mut self, at: String, what: (&str, &str), id: &dyn std::fmt::Display) {
        let (ja, en) = what;
        self.add(
            "unknown-name",
            at,
            format!("{ja}「{id}」がこの文書にありません。名前を確かめるか、{ja}を加えてください。"),
            format!("There is no {en} `{id}` in this document. Check the name, or add the {en}."),
        );
    }
}

fn horizon(problem: &Problem, findings: &mut Findings) {
    if problem.horizon.is_empty() {
        findings.add(
            "horizon-empty",
            "horizon".to_owned(),
            "計画期間がありません。少なくとも一つの期間を書いてください。".to_owned(),
            "There is no planning period. Give at least one.".to_owned(),
        );
    }
    for (number, period) in problem.horizon.iter().enumerate() {
        if period.span.length().0 == 0 {
            findings.add(
                "span-empty",
                format!("horizon[{number}]"),
                format!("期間 {}～{} は空か逆です。", period.span.from, period.span.until),
                format!("The period {} to {} is empty or reversed.", period.span.from, period.span.until),
            );
        }
    }
    for (number, pair) in problem.horizon.windows(2).enumerate() {
        if pair[0].span.until != pair[1].span.from {
            findings.add(
                "horizon-gap",
                format!("horizon[{}]", number + 1),
                format!(
                    "前の期間は {} の前月までなのに、この期間は {} から始まります。続けてください。",
                    pair[0].span.until, pair[1].span.from
                ),
                format!(
                    "The period before ends before {}, this one begins in {}. They must follow each other.",
                    pair[0].span.until, pair[1].span.from
                ),
            );
        }
        if pair[0].resolution == Resolution::Zone && pair[1].resolution == Resolution::Facility {
            findings.add(
                "horizon-refines",
                format!("horizon[{}]", number + 1),
                "遠い期間は近い期間より粗くなければなりません。圏域単位の後に施設単位の期間は置けません。"
                    .to_owned(),
                "Resolution only coarsens with distance: no period by facility can follow one by zone."
                    .to_owned(),
            );
        }
    }
}

fn unique_ids(problem: &Problem, findings: &mut Findings) {
    duplicates(findings, "people", problem.people.iter().map(|person| person.career.person.as_str()));
    duplicates(findings, "posts", problem.posts.iter().map(|post| post.id.as_str()));
    duplicates(findings, "patterns", problem.patterns.iter().map(|pattern| pattern.id.as_str()));
    duplicates(findings, "needs", problem.needs.iter().map(|need| need.id.as_str()));
}

fn duplicates<'a>(findings: &mut Findings, list: &str, ids: impl Iterator<Item = &'a str>) {
    let mut seen = BTreeSet::new();
    for (number, id) in ids.enumerate() {
        if !seen.insert(id) {
            findings.add(
                "duplicate-name",
                format!("{list}[{number}]"),
                format!("「{id}」が二度あります。名前は一度だけ使えます。"),
                format!("`{id}` stands twice. A name can be used once."),
            );
        }
    }
}

const AREA: (&str, &str) = ("圏域", "area");
const CLASS: (&str, &str) = ("区分", "class");
const PERSON: (&str, &str) = ("医師", "person");
const POST: (&str, &str) = ("ポスト", "post");
const PROGRAMME: (&str, &str) = ("研修プログラム", "training programme");

fn area(problem: &Problem, findings: &mut Findings, at: String, id: &AreaId) {
    if !problem.tables.areas.contains_key(id) {
        findings.unknown(at, AREA, id);
    }
}

fn class(problem: &Problem, findings: &mut Findings, at: String, id: &ClassId) {
    if !problem.tables.classes.contains_key(id) {
        findings.unknown(at, CLASS, id);
    }
}

fn programme(problem: &Problem, findings: &mut Findings, at: String, id: &ProgrammeId) {
    if !problem.tables.programmes.contains_key(id) {
        findings.unknown(at, PROGRAMME, id);
    }
}

fn person(problem: &Problem, findings: &mut Findings, at: String, id: &PersonId) {
    if !problem.people.iter().any(|person| person.career.person == *id) {
        findings.unknown(at, PERSON, id);
    }
}

fn workplace(problem: &Problem, findings: &mut Findings, at: String, id: &WorkplaceId) {
    if !problem.tables.workplaces.contains_key(id) {
        findings.unknown(at, ("医療機関", "facility"), id);
    }
}

fn posts(problem: &Problem, findings: &mut Findings) {
    for (number, post) in problem.posts.iter().enumerate() {
        let at = format!("posts[{number}]");
        workplace(problem, findings, format!("{at}.workplace"), &post.workplace);
        span(findings, &at, post.span);
    }
    let known: BTreeSet<&PostId> = problem.posts.iter().map(|post| &post.id).collect();
    for (number, pattern) in problem.patterns.iter().enumerate() {
        let at = format!("patterns[{number}]");
        for part in &pattern.parts {
            if !known.contains(&part.post) {
                findings.unknown(format!("{at}.parts"), POST, &part.post);
            }
        }
        if pattern.parts.is_empty() {
            findings.add(
                "pattern-empty",
                at.clone(),
                format!("勤務の型「{}」に勤務先がありません。", pattern.name),
                format!("The pattern `{}` has no part.", pattern.name),
            );
        }
        pattern_time(findings, &at, pattern);
    }
}

fn pattern_time(findings: &mut Findings, at: &str, pattern: &Pattern) {
    let end =
        |part: &PatternPart| part.months.map_or(i32::MAX, |months| part.after.0.saturating_add(months.0));
    for part in &pattern.parts {
        if part.after.0 < 0 || part.months.is_some_and(|months| months.0 <= 0) {
            findings.add(
                "pattern-months",
                format!("{at}.parts"),
                format!("勤務の型「{}」に、月数が負または 0 の部分があります。", pattern.name),
                format!("A part of the pattern `{}` begins before the period or has no month.", pattern.name),
            );
        }
        let beside =
            pattern.parts.iter().filter(|other| other.after <= part.after && part.after.0 < end(other));
        let total: u32 = beside.map(|part| u32::from(part.share.as_percent())).sum();
        if total > 100 {
            findings.add(
                "pattern-share",
                format!("{at}.parts"),
                format!(
                    "勤務の型「{}」では {} か月目から割合が合わせて {total}% になります。100% までにしてください。",
                    pattern.name,
                    part.after.0.saturating_add(1)
                ),
                format!(
                    "The shares of the pattern `{}` come to {total}% from month {} on. They may come to 100%.",
                    pattern.name,
                    part.after.0.saturating_add(1)
                ),
            );
            return;
        }
    }
}

fn span(findings: &mut Findings, at: &str, span: MonthSpan) {
    if span.length().0 == 0 {
        findings.add(
            "span-empty",
            format!("{at}.span"),
            format!("期間 {}～{} は空か逆です。", span.from, span.until),
            format!("The span {} to {} is empty or reversed.", span.from, span.until),
        );
    }
}

fn needs(problem: &Problem, findings: &mut Findings) {
    for (number, need) in problem.needs.iter().enumerate() {
        let at = format!("needs[{number}]");
        span(findings, &at, need.span);
        match &need.at {
            NeedPlace::Workplace(id) => workplace(problem, findings, format!("{at}.at"), id),
            NeedPlace::Area(id) => area(problem, findings, format!("{at}.at"), id),
        }
        price(findings, format!("{at}.price"), need.price);
    }
    for (number, limit) in problem.place_limits.iter().enumerate() {
        let at = format!("place_limits[{number}]");
        span(findings, &at, limit.span);
        workplace(problem, findings, format!("{at}.workplace"), &limit.workplace);
    }
}

fn price(findings: &mut Findings, at: String, price: i64) {
    if price < 0 {
        findings.add(
            "price-negative",
            at,
            format!("価格 {price} は負です。0 以上にしてください。"),
            format!("The price {price} is negative. It must be 0 or more."),
        );
    }
}

fn published(problem: &Problem, findings: &mut Findings) {
    for (number, row) in problem.previous.iter().enumerate() {
        let at = format!("previous[{number}]");
        span(findings, &at, row.span);
        person(problem, findings, format!("{at}.person"), &row.person);
        if let Some(id) = &row.workplace {
            workplace(problem, findings, format!("{at}.workplace"), id);
        }
        price(findings, format!("{at}.price"), row.price.unwrap_or(0));
    }
}

fn rates(problem: &Problem, findings: &mut Findings) {
    let rates = &problem.rates;
    let mut prices = vec![
        ("unplaced", rates.unplaced),
        ("wish_unlisted", rates.wish_unlisted),
        ("window", rates.window),
        ("move_workplace", rates.move_workplace),
        ("move_area", rates.move_area),
        ("outside_unmet", rates.outside_unmet),
        ("change", rates.change),
        ("couple_apart", rates.couple_apart),
        ("worst_share", rates.worst_share),
    ];
    prices.extend(rates.wish_ranks.iter().map(|price| ("wish_ranks", *price)));
    prices.extend(rates.share_steps.iter().map(|step| ("share_steps", step.price)));
    for (key, points) in prices {
        price(findings, format!("rates.{key}"), points);
    }
}
