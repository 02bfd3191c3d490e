//! 義務年限: a saturating counter of ticks, with the very pieces of the period in which the last month is served.

use rules::{Bound, MonthsOwed};

use crate::{
    encoding::{Encoding, Several},
    encodings::{Facts, service::Clock},
};

/// The encoding: one clock; or, where commitments are served one after the other (順次), the clocks of all.
pub fn encode<'a>(facts: &'a Facts<'a>, bound: &Bound<'a>, owed: &MonthsOwed) -> Box<dyn Encoding + 'a> {
    let own = Clock::new(facts, bound, owed);
    if !own.in_sequence() {
        return Box::new(own);
    }
    let clocks = facts.owed_in_sequence(bound);
    let clocks = clocks.into_iter().map(|clock| Box::new(clock) as Box<dyn Encoding + 'a>);
    Box::new(Several::new(
        std::iter::once(Box::new(own) as Box<dyn Encoding + 'a>).chain(clocks).collect(),
        true,
    ))
}
