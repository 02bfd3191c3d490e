//! ポスト・必要数・勤務の型: where people can go and are needed.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{DepartmentId, MonthSpan, Months, NeedId, PatternId, PostId, Share, WorkplaceId};
use problem::{Need, NeedLevel, NeedPlace, Pattern, PatternPart, Post};

use super::{Build, contradiction};
use crate::{
    finding::{Code, Message},
    rows::demand::{NeedRow, PostRow},
    table::SheetKey::{Needs, Patterns, Posts},
};

/// Price of one head missing for a year, where a row names none. Fairness has no standard price.
fn standard_price(level: NeedLevel) -> i64 {
    match level {
        NeedLevel::Minimum => 12_000,
        NeedLevel::Critical => 6_000,
        NeedLevel::Wanted => 1_200,
        NeedLevel::Fairness => 600,
    }
}

impl Build<'_> {
    /// The posts, and what they and the sheet of needs ask for.
    pub fn posts(&mut self) -> (Vec<Post>, Vec<Need>) {
        let mut posts: Vec<Post> = Vec::new();
        let mut ids: BTreeSet<PostId> = BTreeSet::new();
        let mut asking: BTreeMap<(WorkplaceId, DepartmentId), Vec<MonthSpan>> = BTreeMap::new();
        let mut needs = Vec::new();
        for row in &self.roster.posts {
            let Some(post) = self.post(row) else { continue };
            if !ids.insert(post.id.clone()) {
                if row.id.is_empty() {
                    self.error((Posts, row.row, "id"), "", needs_id(post.id.as_str()));
                }
                continue;
            }
            self.check_numbers(row);
            if row.minimum.or(row.critical).or(row.wanted).is_some() {
                let spans = asking.entry((post.workplace.clone(), post.department.clone())).or_default();
                if spans.iter().any(|span| span.period().overlaps(post.span.period())) {
                    self.note((Posts, row.row, "department"), &row.department, counted_together());
                }
                spans.push(post.span);
            }
            needs.extend(self.needs_of(row, &post));
            posts.push(post);
        }
        for row in &self.roster.needs {
            needs.extend(self.need(row));
        }
        (posts, needs)
    }

    fn post(&mut self, row: &PostRow) -> Option<Post> {
        let at = |column| (Posts, row.row, column);
        let workplace: Option<WorkplaceId> =
            self.refer(|names| &names.facilities, at("workplace"), &row.workplace);
        let department = self.department(at("department"), &row.department);
        let employer: Option<WorkplaceId> =
            self.refer(|names| &names.facilities, at("employer"), &row.employer);
        let span = self.span(at("through"), row.from, row.through);
        let (workplace, department, span) = (workplace?, department?, span?);
        if self.horizon.is_some_and(|horizon| !horizon.period().overlaps(span.period())) {
            self.note(at("from"), &span.from.to_string(), beyond_horizon());
        }
        let text = if row.id.is_empty() { format!("{workplace}/{department}") } else { row.id.clone() };
        let id: PostId = self.id(at("id"), &text)?;
        Some(Post {
            id,
            employer: employer.filter(|employer| *employer != workplace),
            workplace,
            department,
            activity: row.activity.unwrap_or_default(),
            span,
            most: row.most?,
        })
    }

    /// Minimum and critical must fit in; a wish for more than fits, or numbers out of order, are noted.
    fn check_numbers(&mut self, row: &PostRow) {
        let most = row.most.unwrap_or(u32::MAX);
        let at = |column| (Posts, row.row, column);
        for (column, ja, en, heads) in
            [("minimum", "最低", "minimum", row.minimum), ("critical", "危機", "critical", row.critical)]
        {
            if let Some(heads) = heads.filter(|heads| *heads > most) {
                let message = Message::new(
                    Code::OutOfOrder,
                    format!("{ja}（{heads}）が上限（{most}）より多くなっています。"),
                    format!("The {en} ({heads}) is more than the most ({most})."),
                );
                self.error(at(column), &heads.to_string(), message);
            }
        }
        if let Some(heads) = row.wanted.filter(|heads| *heads > most) {
            let message = Message::new(
                Code::OutOfOrder,
                format!("希望（{heads}）が上限（{most}）より多いため、満たせません。"),
                format!("What is wanted ({heads}) is more than the most ({most}) and cannot be met."),
            );
            self.note(at("wanted"), &heads.to_string(), message);
        }
        let ordered = [row.minimum, row.critical, row.wanted];
        let given: Vec<u32> = ordered.into_iter().flatten().collect();
        if !given.is_sorted() {
            let message = Message::new(
                Code::OutOfOrder,
                "最低 ≦ 危機 ≦ 希望 の順になっていません。危機は最低を、希望は危機を含む人数です。",
                "Minimum, critical and wanted should rise: each includes the one before.",
            );
            self.note(at("wanted"), "", message);
        }
    }

    fn needs_of(&mut self, row: &PostRow, post: &Post) -> Vec<Need> {
        let levels = [
            (NeedLevel::Minimum, "最低", row.minimum, row.minimum_price),
            (NeedLevel::Critical, "危機", row.critical, row.critical_price),
            (NeedLevel::Wanted, "希望", row.wanted, row.wanted_price),
        ];
        let mut needs = Vec::new();
        for (level, name, heads, price) in levels {
            let Some(heads) = heads.filter(|heads| *heads > 0) else { continue };
            let Some(id) = self.id::<NeedId>((Posts, row.row, "id"), &format!("{}/{name}", post.id)) else {
                continue;
            };
            needs.push(Need {
                id,
                level,
                at: NeedPlace::Workplace(post.workplace.clone()),
                department: Some(post.department.clone()),
                span: post.span,
                heads,
                price: price.unwrap_or(standard_price(level)),
            });
        }
        needs
    }

    fn need(&mut self, row: &NeedRow) -> Option<Need> {
        let at = |column| (Needs, row.row, column);
        if row.area.is_empty() == row.workplace.is_empty() {
            let message = contradiction(
                "圏域か医療機関のどちらか一つだけを入力してください。",
                "Enter either an area or a facility.",
            );
            self.error(at("area"), &row.area, message);
        }
        let area = self.refer(|names| &names.areas, at("area"), &row.area).map(NeedPlace::Area);
        let workplace =
            self.refer(|names| &names.facilities, at("workplace"), &row.workplace).map(NeedPlace::Workplace);
        let department = if row.department.is_empty() {
            None
        } else {
            Some(self.department(at("department"), &row.department)?)
        };
        let span = self.span(at("through"), row.from, row.through);
        let text = if row.id.is_empty() { format!("必要数:{}", row.row) } else { row.id.clone() };
        let id = self.id(at("id"), &text)?;
        let level = row.level?;
        Some(Need {
            id,
            level,
            at: area.or(workplace)?,
            department,
            span: span?,
            heads: row.heads?,
            price: row.price.unwrap_or(standard_price(level)),
        })
    }

    /// Rows of one id make one pattern.
    pub fn patterns(&mut self, posts: &[Post]) -> Vec<Pattern> {
        let mut patterns: Vec<Pattern> = Vec::new();
        let mut rows: BTreeMap<PatternId, u32> = BTreeMap::new();
        for row in &self.roster.patterns {
            let at = |column| (Patterns, row.row, column);
            let id: Option<PatternId> = self.id(at("id"), &row.id);
            let post = self.post_named(at("post"), &row.post, posts);
            let (Some(id), Some(post)) = (id, post) else { continue };
            rows.entry(id.clone()).or_insert(row.row);
            let part = PatternPart {
                post,
                after: row.after.unwrap_or(Months(0)),
                months: row.months,
                share: row.share.unwrap_or(Share::FULL),
                side: row.side,
            };
            match patterns.iter_mut().find(|pattern| pattern.id == id) {
                Some(pattern) => pattern.parts.push(part),
                None => {
                    let name = if row.name.is_empty() { row.id.clone() } else { row.name.clone() };
                    patterns.push(Pattern { id, name, parts: vec![part] });
                }
            }
        }
        for pattern in &patterns {
            let first = pattern.parts.iter().filter(|part| part.after == Months(0));
            let total: u32 = first.map(|part| u32::from(part.share.as_percent())).sum();
            if !(1..=100).contains(&total) {
                let row = rows.get(&pattern.id).copied().unwrap_or_default();
                let message = Message::new(
                    Code::OutOfOrder,
                    format!(
                        "型「{}」の初めの勤務割合は合わせて{total}%です。1〜100%にしてください。",
                        pattern.name
                    ),
                    format!(
                        "The shares at the start of pattern “{}” come to {total}%; they must come to 1–100%.",
                        pattern.name
                    ),
                );
                self.error((Patterns, row, "share"), &total.to_string(), message);
            }
        }
        patterns
    }

    /// A post by its id; also by the id made of facility and department, where the sheet gives none.
    pub fn post_named(&mut self, at: super::At, text: &str, posts: &[Post]) -> Option<PostId> {
        if let Some(post) = posts.iter().find(|post| post.id.as_str() == text) {
            return Some(post.id.clone());
        }
        self.refer(|names| &names.posts, at, text)
    }
}

fn needs_id(id: &str) -> Message {
    Message::new(
        Code::Duplicate,
        format!(
            "同じ医療機関・診療科のポスト「{id}」がほかにもあります。ポストIDを入力して区別してください。"
        ),
        format!("There is another post “{id}” of this facility and department; give each an id."),
    )
}

fn counted_together() -> Message {
    Message::new(
        Code::Duplicate,
        "同じ医療機関・診療科・時期の別のポストにも必要数があります。必要数は医療機関と診療科で数えるため、二重になります。",
        "Another post of this facility, department and time states needs as well. Needs count by facility and department, so they add up.",
    )
}

fn beyond_horizon() -> Message {
    Message::new(
        Code::OutOfTime,
        "計画期間と重ならないポストです。計画には使われません。",
        "This post lies outside the plan and is not used.",
    )
}
