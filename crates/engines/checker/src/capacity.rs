//! Places: no post and no workplace takes more than it can.

use std::collections::BTreeMap;

use crate::{report::Finding, world::World};

pub(crate) fn check(world: &World<'_>, findings: &mut Vec<Finding>) {
    for (period, planned) in world.periods() {
        posts(world, period, findings);
        let limits = world.problem.place_limits.iter();
        for limit in limits.filter(|limit| {
            limit.span.from <= planned.span.from && planned.span.until <= limit.span.until
        }) {
            let used = world.staffed(period, None, |taken| *taken.workplace == limit.workplace);
            if used > limit.most * 100 {
                findings.push(over("place-limit", limit.workplace.as_str(), used, limit.most).in_period(period));
            }
        }
    }
}

fn posts(world: &World<'_>, period: usize, findings: &mut Vec<Finding>) {
    let mut used: BTreeMap<_, u32> = BTreeMap::new();
    for (_, taken) in world.work(period) {
        if let Some(post) = taken.post {
            *used.entry(post).or_default() += taken.usage;
        }
    }
    for post in &world.problem.posts {
        let used = used.get(&post.id).copied().unwrap_or(0);
        if used > post.most * 100 {
            findings.push(over("post-over-full", post.id.as_str(), used, post.most).in_period(period));
        }
    }
}

fn over(code: &'static str, place: &str, used: u32, most: u32) -> Finding {
    Finding::new(
        code,
        format!("「{place}」の上限は {most} 人ですが、常勤換算 {used}% が配置されています。"),
        format!("`{place}` takes {most} at most; {used}% of a full-time head are placed there."),
    )
}
