//! 終了の条件: the clock, and the states of all rules that are required.

use rules::{Bound, Release};

use crate::{
    encoding::{Encoding, Several},
    encodings::Facts,
};

/// The encoding.
pub fn encode<'a>(facts: &'a Facts<'a>, bound: &Bound<'a>, rule: &Release) -> Box<dyn Encoding + 'a> {
    let clock = facts.clock(bound).map(|clock| Box::new(clock) as Box<dyn Encoding + 'a>);
    let required = rule.requires.iter().flat_map(|id| {
        let other = bound.edition.rules.iter().find(|other| other.id == *id)?;
        (!matches!(other.requirement, rules::Requirement::Release(_))).then(|| facts.of_rule(bound, other))
    });
    let parts: Vec<_> = clock.into_iter().chain(required).collect();
    Box::new(Several::new(parts, false))
}
