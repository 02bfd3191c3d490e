//! 指導医: trainees of a department are no more than its instructors may have.

use std::collections::BTreeMap;

use kernel::{DepartmentId, WorkplaceId};
use problem::Stage;

use crate::{report::Finding, world::World};

pub(crate) fn check(world: &World<'_>, findings: &mut Vec<Finding>) {
    let Some(ratio) = world.problem.trainees_per_instructor else { return };
    for (period, _) in world.periods() {
        let mut trainees: BTreeMap<(&WorkplaceId, &DepartmentId), u32> = BTreeMap::new();
        for (placed, taken) in world.work(period) {
            if placed.stages[period] == Stage::Trainee && taken.post.is_some() {
                *trainees.entry((taken.workplace, taken.department)).or_default() += taken.usage;
            }
        }
        for ((workplace, department), used) in trainees {
            let Some(instructors) = instructors(world, period, workplace, department) else { continue };
            if used > 100 * ratio * instructors {
                findings.push(
                    Finding::new(
                        "too-few-instructors",
                        format!("「{workplace}」{department} の専攻医は常勤換算 {used}% ですが、指導医 {instructors} 人では {} 人までです。", ratio * instructors),
                        format!("`{workplace}` has {used}% of trainees in {department}; {instructors} instructors may have {}.", ratio * instructors),
                    )
                    .in_period(period),
                );
            }
        }
    }
}

/// Instructors on the first day: those of the tables, and posted people who instruct. None where the tables say
/// nothing of the workplace's instructors.
fn instructors(world: &World<'_>, period: usize, workplace: &WorkplaceId, department: &DepartmentId) -> Option<u32> {
    let day = world.first_day(period);
    let place = world.tables().workplaces.get(workplace)?;
    if place.instructors.is_empty() {
        return None;
    }
    let posted = world.work(period).filter(|(placed, taken)| {
        let instructs = placed.person.instructs.iter();
        let mut instructs = instructs.filter(|row| row.department == *department && row.period.contains(day));
        taken.workplace == workplace && instructs.next().is_some()
    });
    Some(place.instructors_on(department, day) + posted.count() as u32)
}
