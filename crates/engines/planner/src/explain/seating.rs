//! A plan read back into seats: each step as a choice of the person's own graph.

use std::collections::BTreeMap;

use kernel::PersonId;
use problem::{PersonPlan, Plan, Problem, Step};

use crate::{
    explain::Unexplained,
    offered::Offered,
    reinsert::Taken,
    seats::{Candidate, Seat},
    way::Way,
};

/// What the plan says of each person, in the problem's order.
pub fn steps<'p>(problem: &Problem, plan: &'p Plan) -> Result<Vec<&'p PersonPlan>, Unexplained> {
    let known: BTreeMap<&PersonId, &PersonPlan> = plan.people.iter().map(|of| (&of.person, of)).collect();
    let whole = |of: &&&PersonPlan| of.steps.len() == problem.horizon.len();
    let of = |id: &PersonId| {
        known.get(id).filter(whole).copied().ok_or_else(|| Unexplained::NotAllowed(id.clone()))
    };
    problem.people.iter().map(|person| of(&person.career.person)).collect()
}

/// Everybody's seat; none for people whom the plan lists as impossible.
pub fn seats(
    problem: &Problem,
    candidates: &[Candidate],
    plan: &Plan,
) -> Result<Vec<Option<Seat>>, Unexplained> {
    let (placed, seats) = (placed(plan), seats_of(problem, candidates, plan));
    let mut people = problem.people.iter().map(|person| &person.career.person).zip(&seats);
    match people.find(|(id, seat)| seat.is_none() && placed.contains_key(id)) {
        Some((id, _)) => Err(Unexplained::NotAllowed(id.clone())),
        None => Ok(seats),
    }
}

/// The same, as far as the plan's steps are careers.
pub fn seats_of(problem: &Problem, candidates: &[Candidate], plan: &Plan) -> Vec<Option<Seat>> {
    let planned = placed(plan);
    let people = problem.people.iter().map(|person| &person.career.person).zip(candidates);
    people.map(|(id, candidate)| seat(candidate, planned.get(id)?)).collect()
}

/// What a plan says of everybody whom it gives a career.
pub fn placed(plan: &Plan) -> BTreeMap<&PersonId, &PersonPlan> {
    let mut people: BTreeMap<_, _> = plan.people.iter().map(|of| (&of.person, of)).collect();
    for listed in &plan.impossible {
        people.remove(&listed.person);
    }
    people
}

/// A person's seat; none where the plan's steps are no career of his.
pub fn seat(candidate: &Candidate, plan: &PersonPlan) -> Option<Seat> {
    let number = candidate.ways.iter().position(|way| way.path == plan.path)?;
    let (way, offers) = (&candidate.ways[number], &candidate.offers[number]);
    if offers.len() != plan.steps.len() {
        return None;
    }
    let taken = taken(way, offers, &plan.steps)?;
    Some(Seat { way: number, taken })
}

/// What a plan says of somebody who has a seat.
pub fn said(candidate: &Candidate, person: PersonId, seat: &Seat) -> PersonPlan {
    let of = |period| candidate.does(seat, period).map_or(Step::Released, |of| of.step().clone());
    let steps = (0..seat.taken.len()).map(of).collect();
    PersonPlan { person, path: candidate.ways[seat.way].path, steps }
}

fn taken(way: &Way, offers: &[Vec<Offered>], steps: &[Step]) -> Option<Vec<Taken>> {
    let mut at = way.start();
    let mut taken = Vec::with_capacity(steps.len());
    for (period, step) in steps.iter().enumerate() {
        if way.released(period, at) {
            let rest = steps[period..].iter().all(|step| *step == Step::Released);
            taken.resize(steps.len(), Taken::RELEASED);
            return rest.then_some(taken);
        }
        let choice = offers[period].iter().position(|of| same(of.step(), step))?;
        taken.push(Taken::new(choice, way.trainee(period, at)));
        at = way.follow(period, at, choice)?.0;
    }
    Some(taken)
}

/// Whether two steps are the same, whatever the cause of being unplaced.
fn same(one: &Step, other: &Step) -> bool {
    one == other || matches!((one, other), (Step::Unplaced(_), Step::Unplaced(_)))
}
