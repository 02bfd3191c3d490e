//! なぜ: why a plan has somebody where he is, and what it would take to have him elsewhere.
//!
//! Every question is asked of a world of its own: everybody where the plan has him, and one person whose careers are
//! only those that answer the question. Of the others no more is compiled than where they stand, until a question needs
//! to move them; [`whys`] asks about everybody at once. What is said is data first; [`Why`] and [`WhyNot`] carry with each fact who may
//! see it, and become prose for one [`Audience`] in [`words`].

mod audience;
mod brief;
mod facts;
mod room;
pub(crate) mod seating;
mod standing;
mod why;
mod why_not;
mod whys;
mod words;

use kernel::{MonthSpan, PersonId, YearMonth};
use problem::{Objective, PersonPlan, Plan, Problem, Step};
use rayon::prelude::*;
use thiserror::Error;

use crate::{
    compile::Compiler,
    fault::Fault,
    ground::Ground,
    objective,
    plan::{by_id, editions},
    prices::Records,
    seats::{Candidate, Seat, Seats},
    staffing::Staffing,
};

pub use audience::{Audience, Class};
pub use brief::Brief;
pub use facts::{Doing, Place, Reason, Who};
pub use why::{Fact, Next, Why};
pub use why_not::{Answer, Found, WhyNot};
pub use whys::whys;

/// Why a question has no answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unexplained {
    /// The document is no planning problem.
    #[error(transparent)]
    Problem(#[from] Fault),
    /// The plan answers another problem.
    #[error("the plan answers another problem")]
    OtherPlan,
    /// The plan has somebody do what he cannot: it would not pass the checker.
    #[error("the plan of {0} is none that the rules allow; check the plan first")]
    NotAllowed(PersonId),
    /// The plan puts more people somewhere than there is room for: it would not pass the checker.
    #[error("the plan puts too many people in one place; check the plan first")]
    TooFull,
    /// Nobody of that id takes part.
    #[error("nobody of the id {0} takes part")]
    NoSuchPerson(PersonId),
    /// No planning period holds that month.
    #[error("no planning period holds {0}")]
    NoSuchPeriod(YearMonth),
}

/// Lets `ask` put questions about a plan.
pub fn explaining<T>(
    problem: &Problem,
    plan: &Plan,
    ask: impl FnOnce(&mut Explainer<'_>) -> Result<T, Unexplained>,
) -> Result<T, Unexplained> {
    compiling(problem, plan, |compiler| {
        let steps = seating::steps(compiler.ground.problem, plan)?;
        let standing = |person: usize| compiler.standing(person, steps[person]);
        let candidates: Vec<Candidate> = (0..steps.len()).into_par_iter().map(standing).collect();
        let whole = vec![false; candidates.len()];
        ask(&mut Explainer::new(compiler, plan, steps, candidates, whole)?)
    })
}

/// What a plan is explained with.
fn compiling<T>(
    problem: &Problem,
    plan: &Plan,
    explain: impl FnOnce(&Compiler<'_>) -> Result<T, Unexplained>,
) -> Result<T, Unexplained> {
    let editions = editions(problem)?;
    if plan.problem != problem.hash() {
        return Err(Unexplained::OtherPlan);
    }
    let sorted = &by_id(problem);
    let ground = Ground::new(sorted, editions);
    let records = Records::of(sorted);
    let staffing = Staffing::new(&ground);
    explain(&Compiler::new(&ground, &records, &staffing))
}

/// A plan with everybody where it has him, ready to be asked about.
pub struct Explainer<'a> {
    compiler: &'a Compiler<'a>,
    plan: &'a Plan,
    /// What the plan says of each person, in the compiler's order.
    steps: Vec<&'a PersonPlan>,
    candidates: Vec<Candidate>,
    /// Whose careers are all compiled; the others only stand where they are.
    whole: Vec<bool>,
    /// Everybody's career in the plan; none for people listed as impossible.
    seats: Vec<Option<Seat>>,
    /// People who have a career in the plan.
    planned: Vec<usize>,
    /// What all of them take together.
    staffing: Staffing,
    objective: Objective,
    /// Good charges for the whole plan, once asked for.
    charged: Option<why_not::Charging>,
}

impl<'a> Explainer<'a> {
    fn new(
        compiler: &'a Compiler<'a>,
        plan: &'a Plan,
        steps: Vec<&'a PersonPlan>,
        candidates: Vec<Candidate>,
        whole: Vec<bool>,
    ) -> Result<Self, Unexplained> {
        let seats = seating::seats(compiler.ground.problem, &candidates, plan)?;
        let planned = (0..seats.len()).filter(|person| seats[*person].is_some()).collect();
        let (staffing, objective) = (compiler.staffing.clone(), Objective::default());
        let charged = None;
        let mut explainer =
            Self { compiler, plan, steps, candidates, whole, seats, planned, staffing, objective, charged };
        let world = explainer.world();
        if !world.staffing.overfull().is_empty() {
            return Err(Unexplained::TooFull);
        }
        (explainer.objective, explainer.staffing) = (objective::of(&world), world.staffing);
        Ok(explainer)
    }

    /// Compiles all careers of these people.
    fn know(&mut self, people: impl IntoIterator<Item = usize>) -> Result<(), Unexplained> {
        let unknown: Vec<usize> = people.into_iter().filter(|person| !self.whole[*person]).collect();
        let compiled = |person: usize| (person, self.compiler.candidate(person, &mut Vec::new()));
        let compiled: Vec<(usize, Candidate)> = unknown.into_par_iter().map(compiled).collect();
        for (person, candidate) in compiled {
            if let Some(seat) = &mut self.seats[person] {
                let plan = self.steps[person];
                let known = seating::seat(&candidate, plan);
                *seat = known.ok_or_else(|| Unexplained::NotAllowed(plan.person.clone()))?;
            }
            self.candidates[person] = candidate;
            self.whole[person] = true;
        }
        Ok(())
    }

    /// The position of a person.
    pub fn person(&self, id: &PersonId) -> Result<usize, Unexplained> {
        let people = &self.ground().problem.people;
        let found = people.iter().position(|person| person.career.person == *id);
        found.ok_or_else(|| Unexplained::NoSuchPerson(id.clone()))
    }

    /// The planning period that holds a month.
    pub fn period(&self, month: YearMonth) -> Result<usize, Unexplained> {
        let periods = &self.ground().periods;
        let found = periods.iter().position(|of| of.span.from <= month && month < of.span.until);
        found.ok_or(Unexplained::NoSuchPeriod(month))
    }

    /// How many planning periods there are.
    pub fn periods(&self) -> usize {
        self.ground().periods.len()
    }

    fn ground(&self) -> &'a Ground<'a> {
        self.compiler.ground
    }

    fn span(&self, period: usize) -> MonthSpan {
        self.ground().periods[period].span
    }

    /// What the plan has a person do in a period.
    fn step(&self, person: usize, period: usize) -> &'a Step {
        &self.steps[person].steps[period]
    }

    /// Everybody where the plan has him.
    fn world(&self) -> Seats<'_> {
        let mut seats = self.empty_world();
        for (person, seat) in self.seats.iter().enumerate() {
            if let Some(seat) = seat {
                seats.place(person, seat.clone());
            }
        }
        seats
    }

    /// Nobody anywhere yet.
    fn empty_world(&self) -> Seats<'_> {
        Seats::new(self.ground(), &self.candidates, self.compiler.staffing.clone())
    }

    /// Asks in a world where a person has other careers than his own.
    fn with_careers<T>(&mut self, of: Candidate, ask: impl FnOnce(&Self) -> T) -> T {
        let person = of.person;
        let own = std::mem::replace(&mut self.candidates[person], of);
        let seat = self.seats[person].take();
        let answer = ask(self);
        self.candidates[person] = own;
        self.seats[person] = seat;
        answer
    }
}
