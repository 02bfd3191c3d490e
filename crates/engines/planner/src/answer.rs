//! The plan as a document: steps, the causes of being unplaced, past breaches, the objective.

use problem::{Cause, PLAN_SCHEMA, PersonPlan, Plan, Residual, Step};
use rayon::prelude::*;
use rules::{Force, Subject, bind};

use crate::{
    ground::Ground,
    objective,
    seats::{Seat, Seats},
};

/// The plan that the seats make, which does not say yet of which problem; whom no plan could place is told beside it.
pub fn plan(seats: &mut Seats<'_>, bound: Option<i128>) -> Plan {
    let ground = seats.ground;
    let objective = objective::of(seats);
    let people = (0..seats.candidates.len()).map(|person| of_person(seats, person)).collect();
    Plan {
        schema: PLAN_SCHEMA.to_owned(),
        problem: String::new(),
        people,
        impossible: Vec::new(),
        crowded: Vec::new(),
        residual: residual(ground),
        objective,
        bound,
        work: seats.work,
    }
}

fn of_person(seats: &mut Seats<'_>, person: usize) -> PersonPlan {
    let candidate = &seats.candidates[person];
    let id = seats.ground.problem.people[person].career.person.clone();
    let Some(seat) = seats.seats[person].clone() else {
        let steps = candidate.unplaced.iter().map(|(step, _)| step.clone()).collect();
        return PersonPlan { person: id, path: 0, steps };
    };
    let does = |period| candidate.does(&seat, period).map_or(Step::Released, |of| of.step().clone());
    let mut steps: Vec<Step> = (0..seat.taken.len()).map(does).collect();
    for (period, step) in steps.iter_mut().enumerate() {
        if matches!(step, Step::Unplaced(_)) {
            *step = Step::Unplaced(cause(seats, person, &seat, period));
        }
    }
    PersonPlan { person: id, path: candidate.ways[seat.way].path, steps }
}

/// Why a person is unplaced in a period: nothing offered that stage and specialty allow, everything that the rules
/// allow taken, or something free that would have cost more elsewhere.
fn cause(seats: &mut Seats<'_>, person: usize, seat: &Seat, period: usize) -> Cause {
    let way = &seats.candidates[person].ways[seat.way];
    let mut at = way.start();
    for (before, taken) in seat.taken[..period].iter().enumerate() {
        let next = taken.choice().and_then(|choice| way.follow(before, at, choice));
        let Some((next, _)) = next else { return Cause::NoPost };
        at = next;
    }
    let offers = &seats.candidates[person].offers[seat.way][period];
    let posts = |choice: &usize| matches!(offers[*choice].step(), Step::Post(_) | Step::Pattern(_));
    let allowed: Vec<usize> =
        (0..offers.len()).filter(posts).filter(|choice| way.follow(period, at, *choice).is_some()).collect();
    if allowed.is_empty() {
        return Cause::NoPost;
    }
    let trainee = seat.taken[period].trainee();
    let free = allowed.into_iter().any(|choice| seats.has_room(person, seat, period, choice, trainee));
    if free { Cause::Dearer } else { Cause::Full }
}

/// Rules on persons that today's facts already break.
fn residual(ground: &Ground<'_>) -> Vec<Residual> {
    let problem = ground.problem;
    let of_one = |person: &problem::Person| -> Vec<Residual> {
        let bound = bind(&person.career, &ground.editions, &problem.tables, problem.as_of).into_iter();
        let binding = bound.filter(|bound| {
            let must = matches!(bound.rule.force, Force::Must | Force::Principle);
            must && bound.rule.subject == Subject::Person
        });
        let verdicts = binding.map(|bound| bound.judge(problem.as_of)).filter(|verdict| verdict.fails());
        let residual = verdicts.map(|verdict| Residual {
            person: person.career.person.clone(),
            commitment: verdict.commitment,
            rule: verdict.rule,
            sentence: verdict.sentence,
        });
        residual.collect()
    };
    problem.people.par_iter().flat_map_iter(of_one).collect()
}
