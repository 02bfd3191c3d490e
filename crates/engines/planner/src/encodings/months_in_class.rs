//! 区分別の勤務月数: a saturating counter of ticks; with the first days of stays where the class is tested at their
//! start.

use rules::{
    Bound, Counting, MonthsInClass, Rounding, Within,
    counting::{rounded, ticks_per_month},
};

use crate::{
    choice::Choice,
    encoding::{Ahead, Context, Encoding, Question, State},
    encodings::{
        Facts,
        service::{Service, deadline, saturate, target},
        while_owed,
    },
};

/// The encoding.
pub fn encode<'a>(facts: &'a Facts<'a>, bound: &Bound<'a>, rule: &MonthsInClass) -> Box<dyn Encoding + 'a> {
    let until = match &rule.within {
        Within::Deadline(by) => deadline(facts, bound, by),
        _ => None,
    };
    // Where a number cannot be told the rule cannot be judged, whatever was done.
    let least = rule.least.as_ref().and_then(|least| bound.at_least(least));
    let most = rule.most.as_ref().and_then(|most| bound.at_most(most));
    let too_many =
        most.map_or(0, |most| (i64::from(most.0) + 1).saturating_mul(ticks_per_month(bound.counting.unit)));
    let enough = least.map_or(0, |least| target(bound.counting, least)).max(too_many);
    let counter = Counter::new(Service::new(facts, bound, &rule.at, until), enough);
    let counter = Counter {
        fills_up: rule.most.is_none().then(|| counter.fills_up(bound.counting)).flatten(),
        // While the obligation lasts, other work may still make room for what is missing.
        lasting: rule.within != Within::Obligation || rule.least.is_none(),
        ..counter
    };
    while_owed::limit(facts, bound, rule.within, Box::new(counter))
}

/// Ticks, up to as many as could matter: of the whole career, or since the start of the horizon where those before it
/// hang on stays. State: whether they can be counted, ticks, stays.
pub struct Counter<'a> {
    service: Service<'a>,
    /// Ticks before the horizon, where they can be told.
    before: Option<i64>,
    enough: i64,
    /// Where what is missing is held against the months left: how the sum is rounded, and the ticks of a month.
    fills_up: Option<(Rounding, i64)>,
    lasting: bool,
}

impl<'a> Counter<'a> {
    /// A counter that stops at so many ticks.
    pub fn new(service: Service<'a>, enough: i64) -> Self {
        Self { before: service.before(), service, enough, fills_up: None, lasting: true }
    }

    /// How the sum is rounded; none where it cannot be from the ticks at hand.
    fn fills_up(&self, counting: &Counting) -> Option<(Rounding, i64)> {
        let exact = self.before.is_some() || counting.rounding == Rounding::None;
        exact.then(|| (counting.rounding, ticks_per_month(counting.unit)))
    }
}

impl Encoding for Counter<'_> {
    fn start(&self) -> State {
        let mut state = vec![1, saturate(self.before.unwrap_or(0).min(self.enough))];
        state.extend(self.service.stays());
        state
    }

    fn effect(&self, period: usize, choice: &Choice) -> State {
        self.service.effect(period, choice)
    }

    fn step(&self, state: &[i32], context: &Context<'_>) -> State {
        let (stays, given) = self.service.step(&state[2..], context);
        let mut next = match given.ticks {
            None => vec![0, 0],
            Some(_) if state[0] == 0 => vec![0, 0],
            Some(more) => vec![1, saturate((i64::from(state[1]) + more).min(self.enough))],
        };
        next.extend(stays);
        next
    }

    fn question(&self, state: &[i32]) -> Question {
        let ticks = i64::from(state[1]);
        match self.fills_up {
            _ if state[0] == 0 || ticks >= self.enough => Question::done(state[..2].to_vec()),
            Some((rounding, per_month)) => {
                let ticks = rounded(rounding, ticks, per_month);
                Question { about: vec![1], ahead: Ahead::Sum { ticks, per_month } }
            }
            None => Question::whole(&state[..2]),
        }
    }

    fn lasting(&self) -> bool {
        self.lasting
    }

    fn looks_at_stays(&self) -> bool {
        self.service.looks_at_stays()
    }
}
