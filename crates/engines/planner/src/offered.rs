//! What one person is offered in a planning period. What a choice does is the same for many people and is kept once;
//! what it costs each of them is told term by term, and the same prices are kept once for each person.

use std::{collections::BTreeMap, sync::Arc};

use problem::{Step, Term};

use crate::staffing::Use;

/// What something costs, term by term.
pub type Points = Vec<(Term, i64)>;

/// What a choice does.
#[derive(Debug)]
pub struct Work {
    /// What the plan says of it.
    pub step: Step,
    /// What it takes and gives.
    pub usage: Use,
    /// The area, if posted inside.
    pub area: Option<usize>,
    /// Its number among all that several may be offered; none: it is one person's own.
    pub number: Option<u32>,
}

/// What a choice costs somebody by itself.
#[derive(Debug)]
pub struct Cost {
    /// The sum.
    pub points: i64,
    /// Term by term.
    pub terms: Points,
}

/// A choice of one person.
#[derive(Clone, Debug)]
pub struct Offered {
    /// What it does.
    pub work: Arc<Work>,
    /// What it costs.
    pub cost: Arc<Cost>,
}

impl Offered {
    /// What the plan says of it.
    pub fn step(&self) -> &Step {
        &self.work.step
    }

    /// What it takes and gives.
    pub fn usage(&self) -> &Use {
        &self.work.usage
    }

    /// The area, if posted inside.
    pub fn area(&self) -> Option<usize> {
        self.work.area
    }

    /// What it costs by itself.
    pub fn points(&self) -> i64 {
        self.cost.points
    }

    /// Whether it meets needs by whole heads only.
    pub fn takes_whole_heads(&self) -> bool {
        self.usage().needs.iter().all(|(_, amount)| amount % 100 == 0)
    }
}

impl From<Points> for Cost {
    fn from(terms: Points) -> Self {
        Self { points: terms.iter().map(|(_, points)| points).sum(), terms }
    }
}

/// Costs, each once.
#[derive(Debug, Default)]
pub struct Costs(BTreeMap<Points, Arc<Cost>>);

impl Costs {
    /// A cost, kept where it is new.
    pub fn of(&mut self, terms: Points) -> Arc<Cost> {
        if let Some(known) = self.0.get(&terms) {
            return Arc::clone(known);
        }
        let cost = Arc::new(Cost::from(terms.clone()));
        self.0.insert(terms, Arc::clone(&cost));
        cost
    }
}
