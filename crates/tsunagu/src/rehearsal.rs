//! What comes after a search, tried beforehand with a few people: the check of a plan and of a certificate. How long that
//! takes is the time to leave for it.

use std::collections::BTreeSet;

use kernel::PersonId;
use problem::{
    Apart, CERTIFICATE_SCHEMA, Cause, Certificate, DecidedPlace, Decision, Node, Objective, PLAN_SCHEMA,
    PersonPlan, Plan, Problem, Step,
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

    /// Recomputes a certificate that proves little, by a tree of so many leaves over all of the people.
    pub fn play_tree(&self, leaves: usize) {
        let problem = &self.0;
        let people: Vec<PersonId> =
            problem.people.iter().map(|person| person.career.person.clone()).collect();
        let (Some(person), Some(first)) = (people.first(), problem.horizon.first()) else { return };
        let on = Decision::Place {
            person: person.clone(),
            period: first.span.from,
            at: DecidedPlace::Nowhere,
            path: None,
        };
        let leaf = || Node::leaf(Vec::new());
        let tree = (1..leaves).fold(leaf(), |below, _| Node::Branch {
            on: on.clone(),
            then: Box::new(leaf()),
            otherwise: Box::new(below),
        });
        let tree = Node::Leaf { duals: Vec::new(), apart: vec![Apart { people, tree }] };
        drop(checker::bound(problem, &certificate(problem.hash(), tree)));
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
        drop(checker::bound(problem, &certificate(hash, Node::leaf(Vec::new()))));
    }
}

fn certificate(problem: String, tree: Node) -> Certificate {
    Certificate {
        schema: CERTIFICATE_SCHEMA.to_owned(),
        problem,
        scale: SCALE,
        divisor: 1,
        bound: i128::MIN,
        tree,
    }
}
