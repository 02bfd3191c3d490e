//! 専門研修の月数: progress in the programme, held against the limit in time.

use rules::{Bound, TrainingMonths};

use crate::{
    encoding::Encoding,
    encodings::{Facts, training::Training, while_owed},
};

/// The encoding.
pub fn encode<'a>(facts: &'a Facts<'a>, bound: &Bound<'a>, rule: &TrainingMonths) -> Box<dyn Encoding + 'a> {
    // A programme entered later starts from nothing, so a breach before that may be no breach after it.
    let progress = Training::new(facts, bound.counting).until(facts.limit_day(bound, rule.within));
    while_owed::limit(facts, bound, rule.within, Box::new(progress))
}
