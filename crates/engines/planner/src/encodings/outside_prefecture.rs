//! 県外勤務: every period with work outside the prefecture, as it was. There are few, for it is wanted for a time only.

use rules::{Activity, Bound, OutsidePrefecture};

use crate::{
    choice::Choice,
    encoding::{Context, Encoding, Question, State},
    encodings::{Facts, day_number, while_owed},
};

/// The encoding.
pub fn encode<'a>(
    facts: &'a Facts<'a>,
    bound: &Bound<'a>,
    _rule: &OutsidePrefecture,
) -> Box<dyn Encoding + 'a> {
    while_owed::while_owed(facts, bound, Box::new(Away { facts }), false)
}

struct Away<'a> {
    facts: &'a Facts<'a>,
}

impl Encoding for Away<'_> {
    fn start(&self) -> State {
        State::new()
    }

    fn effect(&self, period: usize, choice: &Choice) -> State {
        let mut effect = State::new();
        for part in choice.parts.iter().filter(|part| !self.facts.inside(part)) {
            let work = &part.engagement;
            let activity = match work.activity {
                Activity::InitialTraining => 0,
                Activity::Clinical => 1,
                Activity::Research => 2,
                Activity::Abroad => 3,
            };
            let known = self.facts.ground.problem.tables.workplaces.contains_key(&work.workplace);
            effect.extend([
                period as i32,
                activity,
                day_number(work.period.from),
                work.period.until.map_or(0, day_number),
                i32::from(work.share.as_percent()),
                i32::from(work.side) + 2 * i32::from(known),
            ]);
        }
        effect
    }

    fn step(&self, state: &[i32], context: &Context<'_>) -> State {
        state.iter().chain(context.effect).copied().collect()
    }

    fn question(&self, state: &[i32]) -> Question {
        Question::done(state.to_vec())
    }

    fn looks_ahead(&self) -> bool {
        false
    }

    fn looks_at_stays(&self) -> bool {
        false
    }
}
