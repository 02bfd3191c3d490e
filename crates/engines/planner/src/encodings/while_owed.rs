//! 義務の間に: what must happen before the months owed are served. Beside its own count such a rule needs the clock. In
//! the period in which the clock runs out, work counts up to the very day; after that nothing changes.

use std::{cell::RefCell, collections::HashMap};

use kernel::Date;
use rules::{Bound, Within};

use crate::{
    choice::Choice,
    encoding::{Context, Encoding, Question, Register, Several, State},
    encodings::{Facts, day_number, service::Clock},
};

/// A count, held against the limit in time.
pub fn limit<'a>(
    facts: &'a Facts<'a>,
    bound: &Bound<'a>,
    within: Within,
    inner: Box<dyn Encoding + 'a>,
) -> Box<dyn Encoding + 'a> {
    if within == Within::Obligation { while_owed(facts, bound, inner, false) } else { inner }
}

/// A count that looks at the time only in which the months owed are not served. `keeps_day`: whether the day on which
/// they are matters beside the count.
pub fn while_owed<'a>(
    facts: &'a Facts<'a>,
    bound: &Bound<'a>,
    inner: Box<dyn Encoding + 'a>,
    keeps_day: bool,
) -> Box<dyn Encoding + 'a> {
    match facts.clock(bound) {
        None => inner,
        Some(clock) if clock.in_sequence() => {
            let mut parts: Vec<Box<dyn Encoding + 'a>> = vec![Box::new(History::new(inner))];
            parts.extend(facts.owed_in_sequence(bound).into_iter().map(|clock| Box::new(clock) as _));
            parts.push(Box::new(clock));
            Box::new(Several::new(parts, false))
        }
        Some(clock) => Box::new(WhileOwed {
            clock,
            lasting: inner.lasting(),
            inner,
            keeps_day,
            samples: RefCell::default(),
        }),
    }
}

/// State: length of the clock, the clock, then the count; or, once all is served, -1, the day if it matters, and the
/// count as it was on that day.
struct WhileOwed<'a> {
    clock: Clock<'a>,
    inner: Box<dyn Encoding + 'a>,
    /// Whether the day on which all is served matters beside the count.
    keeps_day: bool,
    lasting: bool,
    /// A choice of each effect.
    samples: RefCell<HashMap<State, Choice>>,
}

fn join(first: &[i32], second: &[i32]) -> State {
    let mut joined = vec![first.len() as i32];
    joined.extend_from_slice(first);
    joined.extend_from_slice(second);
    joined
}

fn split(joined: &[i32]) -> (&[i32], &[i32]) {
    joined[1..].split_at(joined[0] as usize)
}

impl WhileOwed<'_> {
    /// The count as it is on the day on which all is served: the choice is cut there.
    fn cut(&self, inner: &[i32], context: &Context<'_>, served: Date) -> State {
        let samples = self.samples.borrow();
        let Some(choice) = samples.get(context.effect) else { return inner.to_vec() };
        let facts = self.clock.facts();
        let cut = choice.before(facts.ground, &facts.career, context.period, served);
        let effect = self.inner.effect(context.period, &cut);
        self.inner.step(inner, &Context { effect: &effect, ..*context })
    }
}

impl Encoding for WhileOwed<'_> {
    fn start(&self) -> State {
        let clock = self.clock.start();
        if self.clock.is_served(&clock) { vec![-1, 0] } else { join(&clock, &self.inner.start()) }
    }

    fn effect(&self, period: usize, choice: &Choice) -> State {
        let effect = join(&self.clock.effect(period, choice), &self.inner.effect(period, choice));
        self.samples.borrow_mut().entry(effect.clone()).or_insert_with(|| choice.clone());
        effect
    }

    fn step(&self, state: &[i32], context: &Context<'_>) -> State {
        if state[0] < 0 {
            return state.to_vec();
        }
        let (clock, inner) = split(state);
        let (of_clock, of_inner) = split(context.effect);
        let (after, served) = self.clock.advance(clock, &Context { effect: of_clock, ..*context });
        match served {
            None if !self.inner.looks_ahead() => {
                let inner = self.inner.step(inner, &Context { effect: of_inner, ..*context });
                join(&self.clock.forget(after, context.period), &inner)
            }
            None => join(&after, &self.inner.step(inner, &Context { effect: of_inner, ..*context })),
            Some(day) => {
                let mut next = vec![-1, if self.keeps_day { day_number(day) } else { 0 }];
                next.extend(self.cut(inner, context, day));
                next
            }
        }
    }

    fn question(&self, state: &[i32]) -> Question {
        if state[0] < 0 {
            // Nothing more can be done in time.
            let mut about = state[..2].to_vec();
            if state.len() > 2 {
                about.extend(self.inner.question(&state[2..]).alone());
            }
            return Question::done(about);
        }
        let (clock, inner) = split(state);
        let inner = self.inner.question(inner);
        Question::done(join(&self.clock.seen(clock, inner.ahead), &inner.about))
    }

    fn lasting(&self) -> bool {
        self.lasting
    }

    fn looks_at_stays(&self) -> bool {
        self.clock.looks_at_stays() || self.inner.looks_at_stays()
    }
}

/// Everything that ever happened, as far as it means anything to a rule.
pub struct History<'a> {
    inner: Box<dyn Encoding + 'a>,
    effects: Register,
}

impl<'a> History<'a> {
    /// The history of a rule's effects.
    pub fn new(inner: Box<dyn Encoding + 'a>) -> Self {
        Self { inner, effects: Register::default() }
    }
}

impl Encoding for History<'_> {
    fn start(&self) -> State {
        State::new()
    }

    fn effect(&self, period: usize, choice: &Choice) -> State {
        vec![self.effects.number(self.inner.effect(period, choice))]
    }

    fn step(&self, state: &[i32], context: &Context<'_>) -> State {
        let links = context.link.iter().flatten().map(|stay| stay.map_or(-1, |stay| stay as i32));
        state.iter().copied().chain(context.effect.iter().copied()).chain(links).collect()
    }

    fn lasting(&self) -> bool {
        self.inner.lasting()
    }
}
