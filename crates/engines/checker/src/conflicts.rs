//! What a plan says leaves people out. Whether it truly does is for the planner to prove; that it speaks of this problem,
//! of room that is too small for what it calls enough, and of people whom the plan does leave out, is checked.

use kernel::{DepartmentId, PersonId, WorkplaceId, YearMonth};
use problem::{ConflictElement, Person, Step};

use crate::{report::Finding, world::World};

/// Elements that the problem does not have, and people who are placed all the same.
pub(crate) fn check(world: &World<'_>, findings: &mut Vec<Finding>) {
    for listed in &world.plan.impossible {
        elements(world, &listed.person, &listed.conflict, findings);
    }
    for crowded in &world.plan.crowded {
        for person in crowded.people.iter().filter(|id| of(world, id).is_none()) {
            findings.push(Finding::new(
                "plan-unknown-person",
                format!("全員は配置できない人に「{person}」がいますが、問題にその人はいません。"),
                format!("`{person}` is listed among people who cannot all be placed, but is nobody of the problem."),
            ));
        }
        let Some(first) = crowded.people.first() else { continue };
        elements(world, first, &crowded.conflict, findings);
        if crowded.people.iter().all(|person| is_placed(world, person)) {
            let finding = Finding::new(
                "conflict-untrue",
                "全員は配置できないとされた人が、この案では全員配置されています。".to_owned(),
                "People who are said not to fit all at once are all placed by this very plan.".to_owned(),
            );
            findings.push(finding.of(first));
        }
    }
}

/// `whose`: who is told of.
fn elements(world: &World<'_>, whose: &PersonId, conflict: &[ConflictElement], findings: &mut Vec<Finding>) {
    let strange = conflict.iter().filter(|element| !is_known(world, element)).count();
    if strange > 0 {
        let finding = Finding::new(
            "conflict-unknown",
            format!("両立しないとされたもののうち{strange}件が、問題にないか、すでに足りています。"),
            format!("Elements of the conflict that the problem does not have, or has enough of: {strange}."),
        );
        findings.push(finding.of(whose));
    }
}

/// Whether the problem has the rule or fact; of room, whether it has less than is called enough.
fn is_known(world: &World<'_>, element: &ConflictElement) -> bool {
    let problem = world.problem;
    match element {
        ConflictElement::Rule { person, commitment, rule, .. } => of(world, person).is_some_and(|person| {
            let mut bound = person.career.commitments.iter().filter(|known| known.id == *commitment);
            bound.any(|bound| {
                let edition = world.editions.get(&bound.edition);
                edition.is_some_and(|edition| edition.rules.iter().any(|known| known.id == *rule))
            })
        }),
        ConflictElement::Pin(number) => problem.pins.get(*number).is_some_and(|pin| pin.soft_price.is_none()),
        ConflictElement::Exclusion { person, number } => {
            of(world, person).is_some_and(|person| *number < person.excluded.len())
        }
        ConflictElement::Leave { person, number } => {
            of(world, person).is_some_and(|person| *number < person.career.leaves.len())
        }
        ConflictElement::Post { post, period, enough } => {
            let known = problem.posts.iter().find(|known| known.id == *post);
            begins(world, *period) && known.is_some_and(|post| post.most < *enough)
        }
        ConflictElement::Workplace { workplace, period, enough } => {
            let limits = problem.place_limits.iter().filter(|limit| limit.workplace == *workplace);
            begins(world, *period) && limits.map(|limit| limit.most).min().is_some_and(|most| most < *enough)
        }
        ConflictElement::Instructors { workplace, department, period, enough } => {
            let here = instructors(world, workplace, department, *period);
            begins(world, *period) && here.is_some_and(|count| count < *enough)
        }
        ConflictElement::TooManyCareers => true,
    }
}

fn of<'w>(world: &World<'w>, id: &PersonId) -> Option<&'w Person> {
    world.problem.people.iter().find(|person| person.career.person == *id)
}

fn begins(world: &World<'_>, month: YearMonth) -> bool {
    world.problem.horizon.iter().any(|period| period.span.from == month)
}

fn instructors(
    world: &World<'_>,
    workplace: &WorkplaceId,
    department: &DepartmentId,
    month: YearMonth,
) -> Option<u32> {
    let workplace = world.problem.tables.workplaces.get(workplace)?;
    Some(workplace.instructors_on(department, month.first_day()))
}

/// Whether somebody is unplaced in no period.
fn is_placed(world: &World<'_>, id: &PersonId) -> bool {
    let placed = world.people.iter().find(|placed| placed.person.career.person == *id);
    placed.is_some_and(|placed| !placed.plan.steps.iter().any(|step| matches!(step, Step::Unplaced(_))))
}
