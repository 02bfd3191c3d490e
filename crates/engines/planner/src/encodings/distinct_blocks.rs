//! ブロック: a saturating counter of ticks for each block of the scheme.

use rules::{AfterLoss, Bound, DistinctBlocks, Place, Scheduled, Tested, Where, Within};

use crate::{
    choice::Choice,
    encoding::{Ahead, Context, Encoding, Question, Several, State},
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
    let blocks = Blocks { counters: Several::new(counters.collect(), lasting), needed: rule.blocks };
    while_owed::limit(facts, bound, rule.within, Box::new(blocks))
}

/// State: that of each block's counter.
struct Blocks<'a> {
    counters: Several<'a>,
    needed: usize,
}

impl Encoding for Blocks<'_> {
    fn start(&self) -> State {
        self.counters.start()
    }

    fn effect(&self, period: usize, choice: &Choice) -> State {
        self.counters.effect(period, choice)
    }

    fn step(&self, state: &[i32], context: &Context<'_>) -> State {
        self.counters.step(state, context)
    }

    /// Only the blocks that are furthest matter, and not which they are.
    fn question(&self, state: &[i32]) -> Question {
        let mut blocks = self.counters.questions(state);
        if blocks.iter().any(|block| block.about[0] == 0) {
            return Question::whole(state);
        }
        blocks.sort_unstable_by_key(|block| std::cmp::Reverse(block.about[1]));
        blocks.truncate(self.needed);
        let short = blocks.iter().any(|block| block.ahead != Ahead::No);
        Question {
            about: blocks.iter().map(|block| block.about[1]).collect(),
            ahead: if short { Ahead::Yes } else { Ahead::No },
        }
    }

    fn lasting(&self) -> bool {
        self.counters.lasting()
    }

    fn looks_at_stays(&self) -> bool {
        self.counters.looks_at_stays()
    }
}
