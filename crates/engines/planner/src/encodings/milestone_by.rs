//! 期限つきの到達: nothing to plan for, or progress in the programme, whose last month must come early enough.

use rules::{Bound, MilestoneBy};

use crate::{
    encoding::{Constant, Encoding},
    encodings::{Facts, training::Training},
};

/// The encoding.
pub fn encode<'a>(facts: &'a Facts<'a>, bound: &Bound<'a>, rule: &MilestoneBy) -> Box<dyn Encoding + 'a> {
    match rule.after_training {
        None => Box::new(Constant),
        Some(_) => Box::new(Training::new(facts, bound.counting).keeping_day()),
    }
}
