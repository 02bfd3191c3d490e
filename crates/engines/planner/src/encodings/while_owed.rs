//! 義務の間に: what must happen before the months owed are served. Beside its own count such a rule needs the clock,
//! and all of the period in which the clock runs out, for then the very day matters. After that nothing changes.

use rules::{Bound, Within};

use crate::{
    choice::Choice,
    encoding::{Context, Encoding, Register, Several, State},
    encodings::{Facts, service::Clock},
};

/// A count, held against the limit in time.
pub fn limit<'a>(
    facts: &'a Facts<'a>,
    bound: &Bound<'a>,
    within: Within,
    inner: Box<dyn Encoding + 'a>,
) -> Box<dyn Encoding + 'a> {
    if within == Within::Obligation { while_owed(facts, bound, inner) } else { inner }
}

/// A count that looks at the time only in which the months owed are not served.
pub fn while_owed<'a>(
    facts: &'a Facts<'a>,
    bound: &Bound<'a>,
    inner: Box<dyn Encoding + 'a>,
) -> Box<dyn Encoding + 'a> {
    match facts.clock(bound) {
        None => inner,
        Some(clock) if clock.in_sequence() => {
            let mut parts: Vec<Box<dyn Encoding + 'a>> = vec![Box::new(History::new(inner))];
            parts.extend(facts.owed_in_sequence(bound).into_iter().map(|clock| Box::new(clock) as _));
            parts.push(Box::new(clock));
            Box::new(Several::new(parts, false))
        }
        Some(clock) => Box::new(WhileOwed { clock, inner }),
    }
}

struct WhileOwed<'a> {
    clock: Clock<'a>,
    inner: Box<dyn Encoding + 'a>,
}

/// Two lists in one, and what follows them.
fn split(joined: &[i32]) -> (&[i32], &[i32], &[i32]) {
    let (first, rest) = joined[1..].split_at(joined[0] as usize);
    let (second, rest) = rest[1..].split_at(rest[0] as usize);
    (first, second, rest)
}

fn join(first: &[i32], second: &[i32], rest: &[i32]) -> State {
    let mut joined = vec![first.len() as i32];
    joined.extend_from_slice(first);
    joined.push(second.len() as i32);
    joined.extend_from_slice(second);
    joined.extend_from_slice(rest);
    joined
}

impl Encoding for WhileOwed<'_> {
    fn start(&self) -> State {
        join(&self.clock.start_state(), &self.inner.start(), &[])
    }

    fn effect(&self, period: usize, choice: &Choice) -> State {
        join(&self.clock.effect_of(period, choice), &self.inner.effect(period, choice), &[])
    }

    fn step(&self, state: &[i32], context: &Context<'_>) -> State {
        let (clock, inner, record) = split(state);
        if self.clock.served(clock) {
            return state.to_vec();
        }
        let (of_clock, of_inner, _) = split(context.effect);
        let after = self.clock.after(clock, &Context { effect: of_clock, ..*context });
        if self.clock.served(&after) {
            let links = context.link.iter().flatten().map(|stay| stay.map_or(-1, |stay| stay as i32));
            let record: State = of_inner.iter().copied().chain(links).collect();
            return join(&after, inner, &record);
        }
        let inner = self.inner.step(inner, &Context { effect: of_inner, ..*context });
        join(&after, &inner, record)
    }

    fn lasting(&self) -> bool {
        false
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
