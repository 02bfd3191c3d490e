//! What makes a document no problem at all: names that nothing bears, periods that are none, choices that contradict.
//!
//! A wish that cannot be met or a rule that is broken is no finding here: that is for the plan to say.

use std::collections::BTreeSet;

use kernel::{Bilingual, MonthSpan, PostId, WorkplaceId};

use crate::{NeedPlace, PinPlace, Problem, Resolution, WishPlace};

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
        people(self, &mut findings);
        posts(self, &mut findings);
        needs(self, &mut findings);
        pins(self, &mut findings);
        couples(self, &mut findings);
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

fn people(problem: &Problem, findings: &mut Findings) {
    for (number, person) in problem.people.iter().enumerate() {
        let at = format!("people[{number}]");
        if person.paths.is_empty() {
            findings.add(
                "paths-empty",
                format!("{at}.paths"),
                format!("{} の基本領域がありません。決まっていなければ候補を書いてください。", person.name),
                format!("{} has no specialty. Give the candidates if it is still open.", person.name),
            );
        }
        for path in &person.paths {
            let programme = path.programme.iter().filter(|id| !problem.tables.programmes.contains_key(*id));
            programme.for_each(|id| findings.unknown(format!("{at}.paths"), PROGRAMME, id));
        }
        for commitment in &person.career.commitments {
            if !problem.editions.contains_key(&commitment.edition) {
                findings.unknown(format!("{at}.career.commitments"), ("版", "edition"), &commitment.edition);
            }
        }
        for row in &person.career.enrolments {
            if !problem.tables.programmes.contains_key(&row.programme) {
                findings.unknown(format!("{at}.career.enrolments"), PROGRAMME, &row.programme);
            }
        }
        for work in &person.career.engagements {
            workplace(problem, findings, format!("{at}.career.engagements"), &work.workplace);
        }
        for row in &person.excluded {
            workplace(problem, findings, format!("{at}.excluded"), &row.workplace);
        }
        for wish in &person.wishes {
            let at = format!("{at}.wishes");
            match &wish.place {
                WishPlace::Workplace(id) => workplace(problem, findings, at, id),
                WishPlace::Area(id) if !problem.tables.areas.contains_key(id) => {
                    findings.unknown(at, AREA, id)
                }
                WishPlace::Class(id) if !problem.tables.classes.contains_key(id) => {
                    findings.unknown(at, CLASS, id)
                }
                WishPlace::Area(_) | WishPlace::Class(_) => {}
            }
        }
        if let Some(outside) = &person.outside {
            workplace(problem, findings, format!("{at}.outside"), &outside.workplace);
        }
    }
}

const AREA: (&str, &str) = ("圏域", "area");
const CLASS: (&str, &str) = ("区分", "class");
const PROGRAMME: (&str, &str) = ("研修プログラム", "training programme");

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
        let first = pattern.parts.iter().filter(|part| part.after.0 == 0);
        let total: u32 = first.map(|part| u32::from(part.share.as_percent())).sum();
        if pattern.parts.is_empty() || total > 100 {
            findings.add(
                "pattern-share",
                at,
                format!(
                    "勤務の型「{}」の割合は合わせて {total}% です。1～100% にしてください。",
                    pattern.name
                ),
                format!(
                    "The shares of pattern `{}` come to {total}%. They must come to 1–100%.",
                    pattern.name
                ),
            );
        }
    }
}

const POST: (&str, &str) = ("ポスト", "post");

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
            NeedPlace::Area(id) if !problem.tables.areas.contains_key(id) => {
                findings.unknown(format!("{at}.at"), AREA, id);
            }
            NeedPlace::Area(_) => {}
        }
        if need.price < 0 {
            negative(findings, format!("{at}.price"), need.price);
        }
    }
}

fn negative(findings: &mut Findings, at: String, price: i64) {
    findings.add(
        "price-negative",
        at,
        format!("価格 {price} は負です。0 以上にしてください。"),
        format!("The price {price} is negative. It must be 0 or more."),
    );
}

fn pins(problem: &Problem, findings: &mut Findings) {
    let posts = problem.posts_by_id();
    let people: BTreeSet<_> = problem.people.iter().map(|person| &person.career.person).collect();
    for (number, pin) in problem.pins.iter().enumerate() {
        let at = format!("pins[{number}]");
        if !people.contains(&pin.person) {
            findings.unknown(format!("{at}.person"), PERSON, &pin.person);
        }
        span(findings, &at, pin.span);
        match &pin.at {
            PinPlace::Post(id) if !posts.contains_key(id) => findings.unknown(format!("{at}.at"), POST, id),
            PinPlace::Workplace(id) => workplace(problem, findings, format!("{at}.at"), id),
            PinPlace::Post(_) | PinPlace::Outside => {}
        }
    }
}

const PERSON: (&str, &str) = ("医師", "person");

fn couples(problem: &Problem, findings: &mut Findings) {
    let people: BTreeSet<_> = problem.people.iter().map(|person| &person.career.person).collect();
    for (number, couple) in problem.couples.iter().enumerate() {
        let at = format!("couples[{number}]");
        let (one, other) = &couple.people;
        for person in [one, other] {
            if !people.contains(person) {
                findings.unknown(at.clone(), PERSON, person);
            }
        }
        if one == other {
            findings.add(
                "couple-alone",
                at,
                format!("「{one}」が自分自身と世帯になっています。相手を書いてください。"),
                format!("`{one}` is coupled with the same person. Name the other one."),
            );
        }
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
    for (key, price) in prices {
        if price < 0 {
            negative(findings, format!("rates.{key}"), price);
        }
    }
}
