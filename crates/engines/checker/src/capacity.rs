//! 定員: no post and no workplace takes more people than it can.

use std::collections::BTreeMap;

use kernel::PostId;

use crate::{report::Finding, world::World};

pub(crate) fn check(world: &World<'_>, findings: &mut Vec<Finding>) {
    for (period, planned) in world.periods() {
        posts(world, period, findings);
        let staff = world.staff(period);
        let limits = world.problem.place_limits.iter();
        for limit in limits.filter(|limit| limit.span.covers(planned.span)) {
            let used = staff.at(&limit.workplace, None);
            if used > u64::from(limit.most) * 100 {
                let name = world.name(&limit.workplace);
                findings.push(over("place-over-full", name, used, limit.most).in_period(period));
            }
        }
    }
}

fn posts(world: &World<'_>, period: usize, findings: &mut Vec<Finding>) {
    let mut used: BTreeMap<&PostId, u64> = BTreeMap::new();
    for (_, taken) in world.work(period) {
        if let Some(post) = taken.post {
            *used.entry(post).or_default() += u64::from(taken.usage);
        }
    }
    for post in &world.problem.posts {
        let used = used.get(&post.id).copied().unwrap_or(0);
        if used > u64::from(post.most) * 100 {
            let name = format!("{}（{}）", world.name(&post.workplace), post.department);
            findings.push(over("post-over-full", &name, used, post.most).in_period(period));
        }
    }
}

fn over(code: &'static str, place: &str, used: u64, most: u32) -> Finding {
    Finding::new(
        code,
        format!(
            "{place} に常勤換算 {used}% が配置されていますが、上限は {most} 人です。{} 人分を移してください。",
            (used - u64::from(most) * 100).div_ceil(100)
        ),
        format!(
            "{place} has {used}% of a full-time head and takes {most} at most. Move {} of them elsewhere.",
            (used - u64::from(most) * 100).div_ceil(100)
        ),
    )
}
