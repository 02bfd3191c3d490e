//! 所属と勤務地: whether a main post ever broke the terms, and whether one could not be tested.

use rules::{Bound, EmployerAndWorkplace, Work};

use crate::{
    choice::Choice,
    encoding::{Context, Encoding, Question, State},
    encodings::{Facts, while_owed},
};

/// The encoding.
pub fn encode<'a>(
    facts: &'a Facts<'a>,
    bound: &Bound<'a>,
    rule: &EmployerAndWorkplace,
) -> Box<dyn Encoding + 'a> {
    while_owed::while_owed(
        facts,
        bound,
        Box::new(Terms { facts, bound: bound.clone(), rule: rule.clone() }),
        false,
    )
}

/// State: the kinds of posting that broke the terms or could not be tested, in order of time, each once.
struct Terms<'a> {
    facts: &'a Facts<'a>,
    bound: Bound<'a>,
    rule: EmployerAndWorkplace,
}

impl Encoding for Terms<'_> {
    fn start(&self) -> State {
        State::new()
    }

    fn effect(&self, period: usize, choice: &Choice) -> State {
        let first = self.facts.ground.periods[period].first;
        let mut effect = State::new();
        for work in choice.parts.iter().map(|part| &part.engagement).filter(|work| !work.side) {
            let of =
                Work { workplace: &work.workplace, department: &work.department, activity: work.activity };
            let seconded = work.employer.as_ref().is_some_and(|employer| *employer != work.workplace);
            let breach = (seconded && !self.rule.secondment) || work.share < self.rule.least_share;
            let answer = match self.bound.tables.matches(&self.rule.at, of, work.period.from) {
                Some(true) if breach => 1,
                None => 2,
                _ => continue,
            };
            // Work that begins after the months owed are served is not tested.
            effect.extend([answer, work.period.from.days_since(first) as i32]);
        }
        effect
    }

    fn step(&self, state: &[i32], context: &Context<'_>) -> State {
        let mut next = state.to_vec();
        for answer in context.effect.chunks_exact(2) {
            if !next.contains(&answer[0]) {
                next.push(answer[0]);
            }
        }
        next
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
