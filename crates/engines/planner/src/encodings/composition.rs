//! 組合せ: the states of all parts side by side; of a condition also when the programme began, for the specialty is the
//! programme's.

use rules::{Bound, Requirement};

use crate::{
    choice::{Choice, begins_training},
    encoding::{Context, Encoding, Question, Several, State},
    encodings::{Facts, requirement},
};

/// All of several parts.
pub fn encode<'a>(facts: &'a Facts<'a>, bound: &Bound<'a>, of: &[Requirement]) -> Box<dyn Encoding + 'a> {
    let parts = of.iter().map(|part| requirement(facts, bound, part));
    // A part that is broken may be outweighed, or concern the person no more.
    Box::new(Several::new(parts.collect(), false))
}

/// A part under a condition.
pub fn conditional<'a>(
    facts: &'a Facts<'a>,
    bound: &Bound<'a>,
    then: &Requirement,
) -> Box<dyn Encoding + 'a> {
    Box::new(Several::new(vec![Box::new(Enrolled { facts }), requirement(facts, bound, then)], false))
}

/// When the path's programme is entered: the period, plus one.
pub struct Enrolled<'a> {
    /// The person.
    pub facts: &'a Facts<'a>,
}

impl Encoding for Enrolled<'_> {
    fn start(&self) -> State {
        vec![0]
    }

    fn effect(&self, _: usize, choice: &Choice) -> State {
        let enters = self.facts.path().is_some_and(|path| path.programme.is_some());
        vec![i32::from(enters && begins_training(choice))]
    }

    fn step(&self, state: &[i32], context: &Context<'_>) -> State {
        match (state[0], context.effect[0]) {
            (0, 1) => vec![context.period as i32 + 1],
            _ => state.to_vec(),
        }
    }

    fn question(&self, state: &[i32]) -> Question {
        Question::done(state.to_vec())
    }

    fn looks_at_stays(&self) -> bool {
        false
    }
}
