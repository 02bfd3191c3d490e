//! ブロック: a saturating counter of ticks for each block of the scheme.

use rules::{AfterLoss, Bound, DistinctBlocks, Place, Scheduled, Tested, Where, Within};

use crate::{
    encoding::{Encoding, Several},
    encodings::{
        Facts,
        months_in_class::Counter,
        service::{Service, deadline, target},
        while_owed,
    },
};

/// The encoding.
pub fn encode<'a>(facts: &'a Facts<'a>, bound: &Bound<'a>, rule: &DistinctBlocks) -> Box<dyn Encoding + 'a> {
    let until = match &rule.within {
        Within::Deadline(by) => deadline(facts, bound, by),
        _ => None,
    };
    let enough = target(bound.counting, rule.least);
    let blocks = bound.tables.classes.iter().filter(|(_, class)| class.scheme == rule.scheme);
    let counters = blocks.map(|(block, _)| {
        let place = Place { classes: vec![block.clone()], ..Place::default() };
        let at = Where {
            place: Scheduled::always(place),
            tested: Tested::EachMonth,
            after_loss: AfterLoss::Nothing,
        };
        Box::new(Counter::new(Service::new(facts, bound, &at, until), enough)) as Box<dyn Encoding + 'a>
    });
    let lasting = rule.within != Within::Obligation;
    while_owed::limit(facts, bound, rule.within, Box::new(Several::new(counters.collect(), lasting)))
}
