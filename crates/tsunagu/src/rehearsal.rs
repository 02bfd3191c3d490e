//! What comes after a search, tried beforehand with a few people: the check of a plan and of a certificate. How long that
//! takes is the time to leave for it.

use std::collections::BTreeSet;

use kernel::PersonId;
use problem::{
    CERTIFICATE_SCHEMA, Cause, Certificate, Node, Objective, PLAN_SCHEMA, PersonPlan, Plan, Problem, Step,
};

/// Parts of a point in the certificate that is tried.
const SCALE: i64 = 10_000;

/// The problem with some of its people, from all over the list.
pub struct Rehearsal(Problem);

impl Rehearsal {
    /// With so many people.
    pub fn with(problem: &Problem, people: usize) -> Self {
        let every = problem.people.len().div_ceil(people.max(1)).max(1);
        let mut few =
            Problem { people: Vec::new(), pins: Vec::new(), previous: Vec::new(), ..problem.clone() };
        few.people = problem.people.iter().step_by(every).cloned().collect();
        let ids: BTreeSet<&PersonId> = few.people.iter().map(|person| &person.career.person).collect();
        few.pins = problem.pins.iter().filter(|pin| ids.contains(&pin.person)).cloned().collect();
        few.couples.retain(|couple| ids.contains(&couple.people.0) && ids.contains(&couple.people.1));
        Self(few)
    }

    /// How many people they are.
    pub fn people(&self) -> usize {
        self.0.people.len()
    }

    /// Nobody is left: what remains is the same whoever there is.
    pub fn with_nobody(&mut self) {
        (self.0.people, self.0.pins, self.0.couples) = Default::default();
    }

    /// Checks a plan that places nobody, and a certificate that proves little.
    pub fn play(&self) {
        let problem = &self.0;
        let idle = || problem.horizon.iter().map(|_| Step::Unplaced(Cause::Full)).collect();
        let of = |person: &problem::Person| PersonPlan {
            person: person.career.person.clone(),
            path: 0,
            steps: idle(),
        };
        let hash = problem.hash();
        let plan = Plan {
            schema: PLAN_SCHEMA.to_owned(),
            problem: hash.clone(),
            people: problem.people.iter().map(of).collect(),
            impossible: Vec::new(),
            crowded: Vec::new(),
            residual: Vec::new(),
            objective: Objective::default(),
            bound: None,
            work: 0,
        };
        drop(checker::check(problem, &plan));
        let certificate = Certificate {
            schema: CERTIFICATE_SCHEMA.to_owned(),
            problem: hash,
            scale: SCALE,
            divisor: 1,
            bound: i128::MIN,
            tree: Node::leaf(Vec::new()),
        };
        drop(checker::bound(problem, &certificate));
    }
}
