//! 指導医: progress in the programme, for only trainees are tested, and whether instructors lacked or are not known.

use std::collections::BTreeSet;

use rules::{Activity, Bound, Supervision};

use crate::{
    choice::Choice,
    encoding::{Context, Encoding, Question, State},
    encodings::{Facts, training::Training, while_owed},
};

/// The encoding.
pub fn encode<'a>(facts: &'a Facts<'a>, bound: &Bound<'a>, rule: Supervision) -> Box<dyn Encoding + 'a> {
    let training = Training::new(facts, bound.counting).until_complete();
    while_owed::while_owed(facts, bound, Box::new(Watched { facts, training, least: rule.least }), false)
}

/// State: length of the progress, the progress, then what happened to the trainee: 1 unknown, 2 too few. Where that
/// depends on the day on which training began or was complete: the period, each month's answer, and that day.
struct Watched<'a> {
    facts: &'a Facts<'a>,
    training: Training<'a>,
    least: u32,
}

impl Watched<'_> {
    /// For each month of each clinical part: 0 enough instructors or nothing to test, 1 unknown, 2 too few.
    fn months(&self, choice: &Choice) -> State {
        let mut answers = State::new();
        for part in choice.parts.iter().filter(|part| part.engagement.activity == Activity::Clinical) {
            let work = &part.engagement;
            let Some(last) = work.period.last_day() else { continue };
            let later = work.period.from.year_month().index() + 1..=last.year_month().index();
            let later = later.map(|month| kernel::YearMonth::from_index(month).first_day());
            for day in std::iter::once(work.period.from).chain(later) {
                if self.facts.career.leaves.iter().any(|leave| leave.period.contains(day)) {
                    answers.push(0);
                    continue;
                }
                answers.push(match self.facts.ground.instructors(part.place, &work.department, day) {
                    None => 1,
                    Some(count) if count < self.least => 2,
                    Some(_) => 0,
                });
            }
        }
        answers
    }
}

impl Encoding for Watched<'_> {
    fn start(&self) -> State {
        let training = self.training.start();
        let mut state = vec![training.len() as i32];
        state.extend(training);
        state
    }

    fn effect(&self, period: usize, choice: &Choice) -> State {
        let training = self.training.effect(period, choice);
        let mut effect = vec![training.len() as i32];
        effect.extend(training);
        let months = self.months(choice);
        if months.iter().all(|answer| *answer == 0) {
            return effect;
        }
        let alike = months.iter().all(|answer| *answer == months[0]);
        effect.extend(if alike { vec![months[0]] } else { months });
        effect
    }

    fn step(&self, state: &[i32], context: &Context<'_>) -> State {
        let (training, happened) = state[1..].split_at(state[0] as usize);
        let (of_training, answers) = context.effect[1..].split_at(context.effect[0] as usize);
        if self.training.is_complete(training) {
            return state.to_vec();
        }
        let after = self.training.step(training, &Context { effect: of_training, ..*context });
        let complete = self.training.is_complete(&after);
        let mut next = vec![after.len() as i32];
        next.extend_from_slice(&after);
        next.extend_from_slice(happened);
        match self.training.is_trainee(context.period, training, &after) {
            _ if answers.is_empty() => {}
            Some(false) => {}
            Some(true) if !complete || answers.len() == 1 => {
                let new = |answer: &&i32| **answer != 0 && !happened.contains(answer);
                next.extend(answers.iter().filter(new).collect::<BTreeSet<_>>());
            }
            _ => {
                next.push(-1 - context.period as i32);
                next.extend_from_slice(answers);
                if complete {
                    next.push(self.training.complete_on(training, of_training));
                }
            }
        }
        next
    }

    /// Whether the programme has begun and what happened to the trainee; progress only where that hangs on the days of
    /// the training or cannot be told.
    fn question(&self, state: &[i32]) -> Question {
        let (training, happened) = state[1..].split_at(state[0] as usize);
        let plain = happened.iter().all(|answer| *answer >= 0) && !training.contains(&-1);
        let began = [i32::from(training[1] > 0)];
        Question::done(if plain { [&began, happened].concat() } else { state.to_vec() })
    }

    fn looks_ahead(&self) -> bool {
        false
    }

    fn looks_at_stays(&self) -> bool {
        false
    }
}
