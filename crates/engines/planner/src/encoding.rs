//! What every kind of rule gives to the dynamic programme: a few small integers that say all the rule needs to know of
//! a career so far, and how a period changes them.
//!
//! An encoding never says whether its rule is broken. It says which careers the rule cannot tell apart, now or after
//! any common continuation; what the rule then says of them is asked of the rule itself, on one career. So planner and
//! checker cannot disagree about what a rule means, and a new kind needs no more than its state. Tests compare the two
//! for every kind on random careers: two careers of one state must be judged alike.
//!
//! Most of a state matters later only. What matters today is its [`Question`]: the rule is asked once for each question
//! and day. A kind that does not say what that is has each state asked about.

use std::{
    cell::{Ref, RefCell},
    collections::HashMap,
    hash::BuildHasherDefault,
};

use crate::{
    choice::{Choice, Link, Of},
    random::Mix,
};

/// The state of one rule: small integers.
pub type State = Vec<i32>;

/// What a step sees beside the state.
#[derive(Clone, Copy, Debug)]
pub struct Context<'c> {
    /// The planning period.
    pub period: usize,
    /// Which stays under way the choice continues.
    pub link: &'c Link,
    /// What the choice means to this rule: the answer of [`Encoding::effect`].
    pub effect: &'c [i32],
}

impl Context<'_> {
    /// The stay under way that a stay of the choice continues.
    pub fn continues(&self, of: Of, stay: usize) -> Option<usize> {
        self.link[of as usize].get(stay).copied().flatten()
    }
}

/// What a rule is asked about a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The part of the state that the answer hangs on.
    pub about: State,
    /// How far it also hangs on the months owed that are left.
    pub ahead: Ahead,
}

/// How far an answer hangs on the months owed that are left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ahead {
    /// Not at all.
    No,
    /// On their sum with so many ticks, of which a month has so many; both are rounded before.
    Sum {
        /// What is done.
        ticks: i64,
        /// Ticks of a month.
        per_month: i64,
    },
    /// In any way.
    Yes,
}

impl Question {
    /// About a whole state.
    pub fn whole(state: &[i32]) -> Self {
        Self { about: state.to_vec(), ahead: Ahead::Yes }
    }

    /// All of it, for one who does not know what is left.
    pub fn alone(self) -> State {
        let mut about = self.about;
        if let Ahead::Sum { ticks, .. } = self.ahead {
            about.push(ticks as i32);
        }
        about
    }

    /// About what was done alone.
    pub fn done(about: State) -> Self {
        Self { about, ahead: Ahead::No }
    }
}

/// A rule kind inside the dynamic programme.
pub trait Encoding {
    /// The state at the start of the horizon, from the person's facts before it.
    fn start(&self) -> State;

    /// What a choice in a period means to this rule. Choices with equal effects on all rules are one class of choices.
    fn effect(&self, period: usize, choice: &Choice) -> State;

    /// The state after the period. Total: every state and choice has an answer.
    fn step(&self, state: &[i32], context: &Context<'_>) -> State;

    /// What of a state the rule looks at when it is asked today: states of one question are judged alike at the same
    /// boundary, whatever may follow. The whole state, unless the kind knows better.
    fn question(&self, state: &[i32]) -> Question {
        Question::whole(state)
    }

    /// Whether it matters to a step which stays the choice continues.
    fn looks_at_stays(&self) -> bool {
        true
    }

    /// Whether a question may hang on the months owed that are left.
    fn looks_ahead(&self) -> bool {
        true
    }

    /// Whether the rule, once broken, stays so whatever follows; careers that break it can then be left at once.
    fn lasting(&self) -> bool {
        true
    }
}

/// Several encodings side by side: a composition, a rule with a waiver, a rule that looks at others.
pub struct Several<'a> {
    parts: Vec<Box<dyn Encoding + 'a>>,
    lasting: bool,
    effects: Register,
    states: Register,
    questions: Register,
}

impl<'a> Several<'a> {
    /// All of them. `lasting`: see [`Encoding::lasting`].
    pub fn new(parts: Vec<Box<dyn Encoding + 'a>>, lasting: bool) -> Self {
        let [effects, states, questions] = std::array::from_fn(|_| Register::default());
        Self { parts, lasting, effects, states, questions }
    }

    /// The question of each part.
    pub fn questions(&self, state: &[i32]) -> Vec<Question> {
        let parts = self.parts.iter().zip(state);
        parts.map(|(part, state)| part.question(&self.states.get(*state))).collect()
    }
}

impl Encoding for Several<'_> {
    fn start(&self) -> State {
        self.parts.iter().map(|part| self.states.number(part.start())).collect()
    }

    fn effect(&self, period: usize, choice: &Choice) -> State {
        self.parts.iter().map(|part| self.effects.number(part.effect(period, choice))).collect()
    }

    fn step(&self, state: &[i32], context: &Context<'_>) -> State {
        let parts = self.parts.iter().zip(state).zip(context.effect);
        let next = parts.map(|((part, state), effect)| {
            let (state, effect) = (self.states.get(*state), self.effects.get(*effect));
            let next = part.step(&state, &Context { effect: &effect, ..*context });
            drop((state, effect));
            self.states.number(next)
        });
        next.collect()
    }

    fn question(&self, state: &[i32]) -> Question {
        let mut whole = Question::done(State::new());
        for question in self.questions(state) {
            let ahead = question.ahead;
            whole.about.push(self.questions.number(question.alone()));
            if ahead != Ahead::No {
                whole.ahead = Ahead::Yes;
            }
        }
        whole
    }

    fn lasting(&self) -> bool {
        self.lasting && self.parts.iter().all(|part| part.lasting())
    }

    fn looks_at_stays(&self) -> bool {
        self.parts.iter().any(|part| part.looks_at_stays())
    }
}

/// A rule that no choice can change: attested, not known, a cap on leaves that are known already.
pub struct Constant;

impl Encoding for Constant {
    fn start(&self) -> State {
        State::new()
    }

    fn effect(&self, _: usize, _: &Choice) -> State {
        State::new()
    }

    fn step(&self, _: &[i32], _: &Context<'_>) -> State {
        State::new()
    }

    fn question(&self, _: &[i32]) -> Question {
        Question::done(State::new())
    }

    fn looks_at_stays(&self) -> bool {
        false
    }

    fn looks_ahead(&self) -> bool {
        false
    }
}

/// Numbers for lists: equal lists have equal numbers. Only looked up, never walked.
#[derive(Debug, Default)]
pub struct Register {
    inner: RefCell<Lists>,
}

#[derive(Debug, Default)]
struct Lists {
    all: Vec<State>,
    numbers: HashMap<State, i32, BuildHasherDefault<Mix>>,
}

impl Register {
    /// The number of a list.
    pub fn number(&self, list: State) -> i32 {
        let mut inner = self.inner.borrow_mut();
        if let Some(known) = inner.numbers.get(&list) {
            return *known;
        }
        let new = inner.all.len() as i32;
        inner.all.push(list.clone());
        inner.numbers.insert(list, new);
        new
    }

    /// The list of a number.
    pub fn get(&self, number: i32) -> Ref<'_, [i32]> {
        Ref::map(self.inner.borrow(), |inner| inner.all[number as usize].as_slice())
    }

    /// How many lists there are.
    pub fn len(&self) -> usize {
        self.inner.borrow().all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
