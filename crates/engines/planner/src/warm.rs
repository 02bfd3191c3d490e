//! Planning anew after a change, from what is known of the problem before: a leave, a refusal, a closure, a newcomer, a
//! pin.
//!
//! A [`Warm`] state holds a plan, the careers that everybody's rules allow, charges and good careers. Whoever is not
//! concerned by a change keeps what was compiled for him; charges mean the same wherever a row has the same name, so a
//! first plan and its bound need one look at everybody instead of a search.

mod keep;

use std::collections::BTreeMap;

use kernel::{PersonId, WorkplaceId};
use problem::{PersonPlan, Plan, Problem};

use crate::{
    columns::{
        names::{self, Name},
        search::Columns,
    },
    compile::Compiler,
    explain::seating,
    fault::Fault,
    limits::{Go, Limits, Progress},
    plan::{Begin, Planned, by_id, planned_from},
    search::resume::Before,
    seats::{Candidate, Seat, Seats},
};

/// What is known of a problem that was planned.
#[derive(Clone, Debug)]
pub struct Warm {
    /// The problem, its rows by id.
    problem: Problem,
    /// Its plan.
    plan: Plan,
    /// What was found out while it was planned.
    known: Known,
}

/// What a search finds out; nothing where there was none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    /// Everybody's careers.
    candidates: Vec<Candidate>,
    /// Every workplace that is named, for careers know them by number.
    places: Vec<WorkplaceId>,
    /// Charges by the names of rows.
    charges: BTreeMap<(Name, usize), i64>,
    /// What everybody's cheapest career costs at them, where that is known.
    prices: Vec<Option<i64>>,
    /// Good careers: whose, and which.
    careers: Vec<(usize, Seat)>,
}

/// The same as [`planned`](crate::planned), and what it leaves for [`Warm::replan`].
pub fn planned_warm(
    problem: &Problem,
    limits: &Limits,
    watch: &mut dyn FnMut(&Progress) -> Go,
) -> Result<(Planned, Warm), Fault> {
    planned_from(problem, Begin::Anew, limits, watch)
}

impl Warm {
    /// A plan of which nothing else is known.
    pub fn of_plan(problem: &Problem, plan: &Plan) -> Self {
        Self { problem: by_id(problem), plan: plan.clone(), known: Known::default() }
    }

    pub(crate) fn new(problem: Problem, plan: &Plan, known: Known) -> Self {
        Self { problem, plan: plan.clone(), known }
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// A plan for the problem as it is now. It keeps what the problem says was published where that costs less than its
    /// price. The first plan that `watch` is told of is legal, and its bound holds.
    pub fn replan(
        &self,
        changed: &Problem,
        limits: &Limits,
        watch: &mut dyn FnMut(&Progress) -> Go,
    ) -> Result<(Planned, Self), Fault> {
        planned_from(changed, Begin::From(self), limits, watch)
    }

    /// What is known as it concerns the problem that is compiled now.
    pub(crate) fn before(&self, compiler: &Compiler<'_>, candidates: &[Candidate]) -> Before<'_> {
        let now = compiler.ground.problem;
        let planned = seating::placed(&self.plan);
        let seats = now.people.iter().zip(candidates).map(|(person, candidate)| {
            seating::seat(candidate, &self.steps_now(now, planned.get(&person.career.person)?)?)
        });
        let seats = seats.collect();
        let (prices, careers) = (self.prices(now, candidates), self.careers(now, candidates));
        Before { seats, charges: &self.known.charges, prices, careers }
    }

    /// What cheapest careers cost at the charges, of those who keep theirs. Nothing where households changed: then their
    /// rows are others.
    fn prices(&self, now: &Problem, candidates: &[Candidate]) -> Vec<Option<i64>> {
        let before = &self.problem;
        let same_people = before.people.len() == now.people.len()
            && before
                .people
                .iter()
                .zip(&now.people)
                .all(|(one, other)| one.career.person == other.career.person);
        if !same_people || before.couples != now.couples || before.reach != now.reach {
            return vec![None; candidates.len()];
        }
        let known = self.known.candidates.iter().zip(&self.known.prices);
        let mut prices: Vec<Option<i64>> = known
            .zip(candidates)
            .map(|((before, price), now)| price.filter(|_| keep::tells_apart_the_same(before, now)))
            .collect();
        prices.resize(candidates.len(), None);
        prices
    }

    /// A person's plan by the periods of now; none where one of them was none before.
    fn steps_now(&self, now: &Problem, plan: &PersonPlan) -> Option<PersonPlan> {
        if self.problem.horizon == now.horizon {
            return Some(plan.clone());
        }
        let step = |period: &problem::PlanPeriod| {
            let number = self.problem.horizon.iter().position(|before| before == period)?;
            plan.steps.get(number).cloned()
        };
        let steps = now.horizon.iter().map(step).collect::<Option<_>>()?;
        Some(PersonPlan { steps, ..plan.clone() })
    }

    /// Good careers that are careers now.
    fn careers(&self, now: &Problem, candidates: &[Candidate]) -> Vec<(usize, Seat)> {
        let id = |person: &problem::Person| person.career.person.clone();
        let numbers: BTreeMap<PersonId, usize> =
            now.people.iter().enumerate().map(|(number, person)| (id(person), number)).collect();
        let numbers: Vec<Option<usize>> =
            self.problem.people.iter().map(|person| numbers.get(&id(person)).copied()).collect();
        let career = |(person, seat): &(usize, Seat)| {
            let (before, number) = (&self.known.candidates[*person], numbers[*person]?);
            if keep::tells_apart_the_same(before, &candidates[number]) {
                return Some((number, seat.clone()));
            }
            let said = seating::said(before, id(&self.problem.people[*person]), seat);
            Some((number, seating::seat(&candidates[number], &self.steps_now(now, &said)?)?))
        };
        self.known.careers.iter().filter_map(career).collect()
    }
}

impl Known {
    /// What a search left.
    pub(crate) fn of(seats: &Seats<'_>, columns: Columns) -> Self {
        let places = seats.ground().places.iter().copied().cloned().collect();
        let charges = names::by_name(&names::names(seats, &columns.rows), &columns.best.charges);
        let careers: Vec<_> =
            columns.pool.columns.into_iter().map(|column| (column.person, column.seat)).collect();
        let prices = columns.prices;
        Self { candidates: seats.candidates.to_vec(), places, charges, prices, careers }
    }
}
