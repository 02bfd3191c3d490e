//! 指導医: a department has no more trainees than its instructors may have. A colleague on the roster who instructs
//! gives room where posted.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{DepartmentId, WorkplaceId};
use problem::{Person, Stage};

use crate::{report::Finding, world::World};

pub(crate) fn check(world: &World<'_>, findings: &mut Vec<Finding>) {
    let Some(ratio) = world.problem.trainees_per_instructor else { return };
    for (period, _) in world.periods() {
        let posted = posted(world, period);
        for ((workplace, department), used) in trainees(world, period) {
            let posted = posted.get(workplace).map_or(&[][..], Vec::as_slice);
            let Some(instructors) = instructors(world, period, (workplace, department), posted) else {
                continue;
            };
            let most = u64::from(ratio) * instructors;
            if used > 100 * most {
                let place = world.name(workplace);
                let finding = Finding::new(
                    "too-few-instructors",
                    format!(
                        "{place} {department} の専攻医は常勤換算 {used}% ですが、指導医 {instructors} 人が指導できるのは {most} 人までです。専攻医を移すか、指導医を配置してください。"
                    ),
                    format!(
                        "{place} has {used}% of trainees in {department}; its {instructors} instructors may have {most}. Move trainees elsewhere, or post an instructor there."
                    ),
                );
                findings.push(finding.in_period(period));
            }
        }
    }
}

/// Percent of trainees by workplace and department.
fn trainees<'w>(world: &'w World<'_>, period: usize) -> BTreeMap<(&'w WorkplaceId, &'w DepartmentId), u64> {
    let mut used = BTreeMap::new();
    for (placed, taken) in world.work(period) {
        if matches!(placed.stages[period], Stage::Trainee(_)) {
            *used.entry((taken.workplace, taken.department)).or_default() += u64::from(taken.usage);
        }
    }
    used
}

/// People who instruct in any department, by the workplaces where they are posted.
fn posted<'w>(world: &'w World<'_>, period: usize) -> BTreeMap<&'w WorkplaceId, Vec<&'w Person>> {
    let mut posted: BTreeMap<&WorkplaceId, Vec<&Person>> = BTreeMap::new();
    let instruct = world.people.iter().filter(|placed| !placed.person.instructs.is_empty());
    for placed in instruct.filter(|placed| placed.is_posted(period)) {
        let workplaces: BTreeSet<_> = placed.taken[period].iter().map(|taken| taken.workplace).collect();
        workplaces.into_iter().for_each(|workplace| posted.entry(workplace).or_default().push(placed.person));
    }
    posted
}

/// Instructors on the first day: those of the tables, and people posted there who instruct. None where the tables say
/// nothing of the workplace's instructors: what is unknown forbids nothing.
fn instructors(
    world: &World<'_>,
    period: usize,
    (workplace, department): (&WorkplaceId, &DepartmentId),
    posted: &[&Person],
) -> Option<u64> {
    let day = world.first_day(period);
    let place = world.workplace(workplace).filter(|place| !place.instructors.is_empty())?;
    let instructs = |person: &&&Person| {
        let mut instructs = person.instructs.iter();
        instructs.any(|row| row.department == *department && row.period.contains(day))
    };
    let posted = posted.iter().filter(instructs).count();
    Some(u64::from(place.instructors_on(department, day)) + posted as u64)
}
