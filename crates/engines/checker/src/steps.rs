//! Steps: what a person may do in a period, each person for himself, rules of editions apart.

use kernel::Date;
use problem::{Cause, PinPlace, PlanPeriod, Post, Stage, Step};
use rules::Activity;

use crate::{
    report::Finding,
    world::{Placed, World},
};

pub(crate) fn check(world: &World<'_>, findings: &mut Vec<Finding>) {
    for placed in &world.people {
        for (period, planned) in world.periods() {
            let wrong = step(world, placed, period, planned);
            findings.extend(wrong.into_iter().map(|finding| finding.of(&placed.plan.person).in_period(period)));
        }
        outside(world, placed, findings);
    }
}

fn step(world: &World<'_>, placed: &Placed<'_>, period: usize, planned: &PlanPeriod) -> Vec<Finding> {
    let step = &placed.plan.steps[period];
    let name = &placed.person.name;
    if let Some(must) = forced(world, placed, planned) {
        if *step == must {
            return Vec::new();
        }
        return vec![Finding::new(
            "step-forced",
            format!("{name} はこの期間 {} でなければなりませんが、{} です。", said_ja(&must), said_ja(step)),
            format!("{name} must be {} in this period, and is {}.", said_en(&must), said_en(step)),
        )];
    }
    let mut findings = Vec::new();
    match step {
        Step::NotYet | Step::Leave | Step::Released => findings.push(Finding::new(
            "step-without-ground",
            format!("{name} をこの期間 {} とする事実がありません。", said_ja(step)),
            format!("No fact makes {name} {} in this period.", said_en(step)),
        )),
        Step::Post(_) | Step::Pattern(_) => {
            posts(world, placed, period, planned, &mut findings);
            pins(world, placed, period, planned, &mut findings);
        }
        Step::Outside | Step::Unplaced(_) => pins(world, placed, period, planned, &mut findings),
    }
    findings
}

/// The step that facts alone decide, if they do.
fn forced(world: &World<'_>, placed: &Placed<'_>, planned: &PlanPeriod) -> Option<Step> {
    let start = planned.span.from.first_day();
    if placed.person.service_start().is_none_or(|service| start < service) {
        return Some(Step::NotYet);
    }
    if !placed.impossible && released_by(world, placed, start) {
        return Some(Step::Released);
    }
    if placed.person.away_throughout(planned.span) {
        return Some(Step::Leave);
    }
    placed.impossible.then_some(Step::Unplaced(Cause::Impossible))
}

/// 義務終了: whether every obligation is served before the day.
pub(crate) fn released_by(world: &World<'_>, placed: &Placed<'_>, day: Date) -> bool {
    rules::obligations_served(&placed.career, world.editions, world.tables(), day) == Some(true)
}

fn posts(
    world: &World<'_>,
    placed: &Placed<'_>,
    period: usize,
    planned: &PlanPeriod,
    findings: &mut Vec<Finding>,
) {
    let by_id = world.problem.posts_by_id();
    let stage = placed.stages[period];
    for taken in &placed.taken[period] {
        let Some(post) = taken.post.and_then(|id| by_id.get(id)) else { continue };
        let id = &post.id;
        if !world.problem.offers(post, planned) {
            findings.push(Finding::new(
                "post-not-offered",
                format!("ポスト「{id}」はこの期間にはありません。"),
                format!("The post `{id}` is not offered in this period."),
            ));
        }
        if world.problem.excludes(placed.person, &post.workplace) {
            findings.push(Finding::new(
                "place-excluded",
                format!("{} は「{}」に配置できません（除外）。", placed.person.name, post.workplace),
                format!("{} cannot be sent to `{}` (excluded).", placed.person.name, post.workplace),
            ));
        }
        if !fits(world, placed, post, stage, planned) {
            findings.push(Finding::new(
                "post-of-other-stage",
                format!("ポスト「{id}」（{}）は {} の診療科・段階に合いません。", post.department, placed.person.name),
                format!("The post `{id}` ({}) does not fit {}'s specialty or stage.", post.department, placed.person.name),
            ));
        }
    }
}

/// Whether stage and specialty of the person fit the post.
fn fits(world: &World<'_>, placed: &Placed<'_>, post: &Post, stage: Stage, planned: &PlanPeriod) -> bool {
    let training_post = post.activity == Activity::InitialTraining;
    if (stage == Stage::InitialTraining) != training_post {
        return false;
    }
    if training_post {
        return true;
    }
    let path = &placed.person.paths[placed.plan.path];
    post.department == path.specialty
        || (stage == Stage::Trainee && world.problem.is_component(placed.person, path, post, planned))
}

fn pins(
    world: &World<'_>,
    placed: &Placed<'_>,
    period: usize,
    planned: &PlanPeriod,
    findings: &mut Vec<Finding>,
) {
    for pin in world.problem.pins.iter().filter(|pin| pin.soft_price.is_none()) {
        let now = pin.span.from < planned.span.until && planned.span.from < pin.span.until;
        if pin.person == placed.plan.person && now && !follows(world, placed, period, &pin.at) {
            findings.push(Finding::new(
                "pin-not-followed",
                format!("{} は固定された配置（{:?}）に従っていません。", placed.person.name, pin.at),
                format!("{} does not follow a firm pin ({:?}).", placed.person.name, pin.at),
            ));
        }
    }
}

/// Whether a step follows a pin.
pub(crate) fn follows(world: &World<'_>, placed: &Placed<'_>, period: usize, at: &PinPlace) -> bool {
    let main = placed.main(period);
    match at {
        PinPlace::Outside => placed.plan.steps[period] == Step::Outside,
        PinPlace::Post(post) => main.and_then(|taken| taken.post) == Some(post),
        PinPlace::Workplace(workplace) => main.is_some_and(|taken| {
            taken.workplace == workplace
                || world
                    .tables()
                    .workplaces
                    .get(taken.workplace)
                    .is_some_and(|zone| zone.stands_for.contains(workplace))
        }),
    }
}

fn outside(world: &World<'_>, placed: &Placed<'_>, findings: &mut Vec<Finding>) {
    let mut months = 0;
    for (period, planned) in world.periods() {
        if placed.plan.steps[period] != Step::Outside {
            continue;
        }
        months += planned.span.length().0;
        let wish = placed.person.outside.as_ref();
        let within = wish.is_some_and(|wish| {
            wish.span.is_none_or(|span| span.from <= planned.span.from && planned.span.until <= span.until)
        });
        if !within || wish.is_some_and(|wish| months > wish.months.0) {
            findings.push(
                Finding::new(
                    "outside-not-wanted",
                    format!("{} の県外勤務は、希望の時期か長さを超えています。", placed.person.name),
                    format!("{} is outside the prefecture longer or at other times than wanted.", placed.person.name),
                )
                .of(&placed.plan.person)
                .in_period(period),
            );
        }
    }
}

fn said_ja(step: &Step) -> &'static str {
    match step {
        Step::NotYet => "免許前",
        Step::Post(_) | Step::Pattern(_) => "配置",
        Step::Outside => "県外",
        Step::Leave => "休業",
        Step::Unplaced(_) => "未配置",
        Step::Released => "義務終了",
    }
}

fn said_en(step: &Step) -> &'static str {
    match step {
        Step::NotYet => "before the licence",
        Step::Post(_) | Step::Pattern(_) => "posted",
        Step::Outside => "outside the prefecture",
        Step::Leave => "on leave",
        Step::Unplaced(_) => "unplaced",
        Step::Released => "released",
    }
}
