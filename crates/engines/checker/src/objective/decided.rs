//! 既定・公表済み: what it costs not to follow a soft pin, and to change what was published before.

use problem::{Objective, Problem, PublishedPosting, Step, Term};

use super::yearly;
use crate::{
    steps::follows,
    world::{Main, World},
};

/// Whether the step is one that could have been otherwise.
fn is_chosen(step: &Step) -> bool {
    !matches!(step, Step::NotYet | Step::Leave | Step::Released)
}

/// Soft pins that are not followed.
pub(super) fn soft_pin(world: &World<'_>, objective: &mut Objective) {
    for placed in &world.people {
        let pins = world.problem.pins.iter().filter(|pin| pin.person == placed.plan.person);
        for (pin, price) in pins.filter_map(|pin| Some((pin, pin.soft_price?))) {
            for (period, planned) in world.periods() {
                let concerns = pin.span.overlaps(planned.span) && is_chosen(placed.step(period));
                if concerns && !follows(world.problem, placed.main(period), &pin.at) {
                    objective.add(Term::SoftPin, yearly(world, period, price));
                }
            }
        }
    }
}

/// Postings that differ from what was published.
pub(super) fn change(world: &World<'_>, objective: &mut Objective) {
    for placed in &world.people {
        let published = world.problem.previous.iter().filter(|row| row.person == placed.plan.person);
        for row in published {
            let price = row.price.unwrap_or(world.problem.rates.change);
            for (period, planned) in world.periods() {
                let concerns = row.span.overlaps(planned.span) && is_chosen(placed.step(period));
                if concerns && !is_as_published(world.problem, placed.main(period), row) {
                    objective.add(Term::Change, yearly(world, period, price));
                }
            }
        }
    }
}

/// Whether somebody's main work is where it was published to be.
pub(crate) fn is_as_published(
    problem: &Problem,
    main: Option<Main<'_>>,
    published: &PublishedPosting,
) -> bool {
    main.is_some_and(|main| match &published.workplace {
        Some(before) => problem.tables.may_be_same_stay(before, main.workplace),
        None => main.post.is_none(),
    })
}
