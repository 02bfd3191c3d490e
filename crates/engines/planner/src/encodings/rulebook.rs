//! All rules of one person together: their joint state, and what the rules say of it.
//!
//! A joint state is a list of numbers, one for each encoding, each naming one state of that encoding. What a rule says
//! is asked once for each of its states and boundaries, of `rules` itself, on one career that has the state.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
};

use kernel::{CommitmentId, RuleId};
use problem::{Stage, Step, for_months, supposed};
use rules::{
    Activity, Bound, Counting, Force, Requirement, Rule, Standing, Subject, bind, obligations_served,
};

use crate::{
    choice::{Choice, Link},
    encoding::{Constant, Context, Encoding, Register, Several, State},
    encodings::{Facts, training::Training},
};

/// One career of a joint state: the steps that led to it.
pub type Example<'e> = &'e dyn Fn() -> Vec<Step>;

/// The encodings of one person on one path.
pub struct Rulebook<'a> {
    facts: &'a Facts<'a>,
    parts: Vec<Entry<'a>>,
    /// Parts from here on are looked at by other rules only.
    last: usize,
    /// Answers of rules and stages by encoding, state and boundary.
    answers: RefCell<HashMap<(usize, u32, usize), u8>>,
}

struct Entry<'a> {
    name: String,
    encoding: Box<dyn Encoding + 'a>,
    rule: Option<(CommitmentId, RuleId)>,
    conditions: Option<Conditions>,
    /// Whether it stays met once it is.
    settles: bool,
    states: Register,
    /// Effects by period.
    effects: Vec<Register>,
    /// Steps by period, then state, link and effect.
    steps: RefCell<Vec<Vec<u32>>>,
}

/// A step that was not taken yet.
const UNKNOWN: u32 = u32::MAX;

/// How many effects of a period and links the table of steps has room for.
const EFFECTS: usize = 64;
const LINKS: usize = 8;

/// What a release looks at: the rule of the months owed, and the rules that are required. Its verdict follows from
/// theirs, so it needs no state of its own.
struct Conditions {
    owed: Option<usize>,
    required: Vec<usize>,
}

/// How many states an encoding took.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StatesOf {
    /// The commitment and rule, or what else it counts.
    pub rule: String,
    /// States in all layers together.
    pub states: usize,
}

/// Fixed places in the joint state, before the rules.
const STAGE: usize = 0;
const DUTIES: usize = 1;
const OUTSIDE: usize = 2;
const RULES: usize = 3;

const MET: u8 = 0;
const OPEN: u8 = 1;
const BROKEN: u8 = 2;
const UNJUDGED: u8 = 3;
const PASSED: u8 = 4;

/// The state of a rule that is met, whatever follows.
const SETTLED: u32 = u32::MAX;

/// Stages as bits: initial training, neither, then a trainee of each programme.
const INITIAL: u8 = 1;
const INDEPENDENT: u8 = 2;
const FIRST_PROGRAMME: u8 = 4;

impl<'a> Rulebook<'a> {
    /// The rules that must hold and are not broken already, but for those left out.
    pub fn new(
        facts: &'a Facts<'a>,
        counting: &'a Counting,
        left_out: &BTreeSet<(CommitmentId, RuleId)>,
    ) -> Self {
        let periods = facts.ground.periods.len();
        let mut parts = vec![
            Entry::new("stage", None, Box::new(Training::new(facts, counting)), periods),
            Entry::new("duties", None, Box::new(duties(facts)), periods),
            Entry::new("outside", None, Box::new(OutsideMonths { facts }), periods),
        ];
        let enforced: Vec<Bound<'a>> = facts
            .enforced()
            .into_iter()
            .filter(|(bound, standing)| !left_out.contains(&id_of(bound)) && *standing != Standing::Broken)
            .map(|(bound, _)| bound)
            .collect();
        for bound in &enforced {
            let encoding: Box<dyn Encoding + 'a> = match facts.conditions_of(bound) {
                Some(_) => Box::new(Constant),
                None => facts.of_rule(bound, bound.rule),
            };
            parts.push(Entry::new(&name_of(bound), Some(id_of(bound)), encoding, periods));
        }
        let mut rulebook = Self { facts, last: parts.len(), parts, answers: RefCell::default() };
        for (number, bound) in enforced.iter().enumerate() {
            if let Some((owed, required)) = facts.conditions_of(bound) {
                let owed = owed.map(|owed| rulebook.place(bound, owed));
                let required = required.into_iter().map(|rule| rulebook.place(bound, rule)).collect();
                rulebook.parts[RULES + number].conditions = Some(Conditions { owed, required });
            }
        }
        rulebook
    }

    /// The place of a rule of the same commitment in the joint state; it gets one if it has none.
    fn place(&mut self, bound: &Bound<'a>, rule: &'a Rule) -> usize {
        let id = (bound.commitment.id.clone(), rule.id.clone());
        let known = self.parts.iter().position(|part| part.rule.as_ref() == Some(&id));
        known.unwrap_or_else(|| {
            let name = format!("{} {}", id.0, id.1);
            let encoding = self.facts.of_rule(bound, rule);
            self.parts.push(Entry::new(&name, Some(id), encoding, self.facts.ground.periods.len()));
            self.parts.len() - 1
        })
    }

    /// How many encodings there are.
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The joint state at the start.
    pub fn start(&self) -> Vec<u32> {
        self.parts.iter().map(|part| part.states.number(part.encoding.start()) as u32).collect()
    }

    /// What a choice means to each rule.
    pub fn effects(&self, period: usize, choice: &Choice) -> Vec<u32> {
        let effect =
            |part: &Entry<'a>| part.effects[period].number(part.encoding.effect(period, choice)) as u32;
        self.parts.iter().map(effect).collect()
    }

    /// The joint state after a period.
    pub fn step(
        &self,
        state: &[u32],
        period: usize,
        (number, link): (usize, &Link),
        effects: &[u32],
    ) -> Vec<u32> {
        let parts = self.parts.iter().zip(state).zip(effects);
        parts.map(|((part, state), effect)| part.step(*state, period, (number, link), *effect)).collect()
    }

    /// Bits of the stages in which a choice may be taken.
    pub fn gates(&self, period: usize, choice: &Choice) -> u8 {
        if !choice.is_posted() {
            return u8::MAX;
        }
        let ground = self.facts.ground;
        let posts = || choice.parts.iter().filter_map(|part| part.post).map(|post| ground.post(post));
        if posts().all(|post| post.activity == Activity::InitialTraining) {
            return INITIAL;
        }
        if posts().any(|post| post.activity == Activity::InitialTraining) {
            return 0;
        }
        let Some(path) = self.facts.path() else { return 0 };
        let mut gates = if posts().all(|post| post.department == path.specialty) { INDEPENDENT } else { 0 };
        for (number, programme) in ground.problem.tables.programmes.values().enumerate() {
            let stage = Stage::Trainee(programme);
            let fits = |post: &problem::Post| {
                post.department == path.specialty
                    || stage.has_component_at(post, ground.periods[period].first)
            };
            if self.facts.programmes().contains(&number) && posts().all(fits) {
                gates |= self.bit(number);
            }
        }
        gates
    }

    fn bit(&self, programme: usize) -> u8 {
        let place = self.facts.programmes().iter().position(|known| *known == programme).unwrap_or(5);
        FIRST_PROGRAMME << place.min(5)
    }

    /// The bit of the stage at the start of a period.
    pub fn gate(&self, state: &[u32], period: usize, example: Example<'_>) -> u8 {
        self.answer(STAGE, state, period, || {
            let facts = self.facts;
            let problem = facts.ground.problem;
            let career = supposed(problem, facts.person, facts.path_number, &example());
            let on = facts.ground.boundary(period);
            match problem.stage(&facts.ground.editions, facts.person, facts.path_number, &career, on) {
                Stage::InitialTraining => INITIAL,
                Stage::Independent => INDEPENDENT,
                Stage::Trainee(programme) => {
                    let all = problem.tables.programmes.values();
                    let number = all.into_iter().position(|known| std::ptr::eq(known, programme));
                    self.bit(number.unwrap_or(usize::MAX))
                }
            }
        })
    }

    /// Whether a stage's bit is a trainee's.
    pub fn is_trainee(gate: u8) -> bool {
        gate >= FIRST_PROGRAMME
    }

    /// Whether the obligation is over at the start of a period.
    pub fn released(&self, state: &[u32], at: usize, example: Example<'_>) -> bool {
        let facts = self.facts;
        if facts.not_yet(at) {
            return false;
        }
        self.answer(DUTIES, state, at, || {
            let ground = facts.ground;
            let career = supposed(ground.problem, facts.person, facts.path_number, &example());
            let on = ground.boundary(at);
            u8::from(obligations_served(&career, &ground.editions, &ground.problem.tables, on) == Some(true))
        }) == 1
    }

    /// Whether some rule is broken at a boundary: at the end any, on the way only one that stays so.
    pub fn any_broken(&self, state: &[u32], at: usize, end: bool, example: Example<'_>) -> bool {
        (RULES..self.last)
            .filter(|part| end || self.parts[*part].encoding.lasting())
            .any(|part| self.broken(part, state, at, end, example))
    }

    fn broken(&self, part: usize, state: &[u32], at: usize, end: bool, example: Example<'_>) -> bool {
        match &self.parts[part].conditions {
            None => self.standing(part, state, at, example) == BROKEN,
            Some(_) if !end => false,
            Some(Conditions { owed, required }) => {
                let owed = owed.map(|owed| self.standing(owed, state, at, example));
                let open = |standing: u8| standing == OPEN && owed == Some(MET);
                owed != Some(UNJUDGED)
                    && required
                        .iter()
                        .map(|rule| self.standing(*rule, state, at, example))
                        .any(|standing| standing == BROKEN || open(standing))
            }
        }
    }

    /// How a rule stands at a boundary.
    fn standing(&self, part: usize, state: &[u32], at: usize, example: Example<'_>) -> u8 {
        self.answer(part, state, at, || {
            let facts = self.facts;
            let ground = facts.ground;
            let Some((commitment, rule)) = &self.parts[part].rule else { return MET };
            let career = supposed(ground.problem, facts.person, facts.path_number, &example());
            let as_of = facts.as_of(at);
            let bound = bind(&career, &ground.editions, &ground.problem.tables, as_of);
            let bound =
                bound.iter().find(|bound| bound.commitment.id == *commitment && bound.rule.id == *rule);
            match bound.map(|bound| bound.judge(as_of).standing) {
                Some(Standing::Broken) => BROKEN,
                Some(Standing::OnTrack | Standing::AtRisk) => OPEN,
                Some(Standing::CannotBeJudged) => UNJUDGED,
                Some(Standing::Met) => MET,
                Some(Standing::Waived | Standing::NotApplicable) | None => PASSED,
            }
        })
    }

    /// The joint state with one state for every rule that is met and stays so.
    pub fn settled(&self, state: &[u32], at: usize, example: Example<'_>) -> Vec<u32> {
        let mut settled = state.to_vec();
        for part in RULES..self.parts.len() {
            if settled[part] != SETTLED
                && self.parts[part].settles
                && self.standing(part, state, at, example) == MET
            {
                settled[part] = SETTLED;
            }
        }
        settled
    }

    fn answer(&self, part: usize, state: &[u32], at: usize, ask: impl Fn() -> u8) -> u8 {
        if state[part] == SETTLED && part >= RULES {
            return MET;
        }
        let key = (part, state[part], at);
        if let Some(known) = self.answers.borrow().get(&key) {
            return *known;
        }
        let answer = ask();
        self.answers.borrow_mut().insert(key, answer);
        answer
    }

    /// Whether a choice of so many months outside the prefecture is still wanted.
    pub fn outside_wanted(&self, state: &[u32], period: usize, choice: &Choice) -> bool {
        if choice.step != Step::Outside {
            return true;
        }
        let given = self.parts[OUTSIDE].states.get(state[OUTSIDE] as i32)[0];
        let months = self.facts.ground.periods[period].months.0;
        self.facts.person.outside.as_ref().is_some_and(|wish| given + months <= wish.months.0)
    }

    /// What is charged at the end of the career: time outside the prefecture that was wanted and not given.
    pub fn end_price(&self, state: &[u32]) -> i64 {
        let Some(wish) = &self.facts.person.outside else { return 0 };
        let given = self.parts[OUTSIDE].states.get(state[OUTSIDE] as i32)[0];
        let unmet = kernel::Months((wish.months.0 - given).max(0));
        for_months(self.facts.ground.problem.rates.outside_unmet, unmet)
    }

    /// How many states each encoding took.
    pub fn states(&self) -> Vec<StatesOf> {
        let of = |part: &Entry<'a>| StatesOf { rule: part.name.clone(), states: part.states.len() };
        self.parts.iter().map(of).collect()
    }
}

impl<'a> Entry<'a> {
    fn new(
        name: &str,
        rule: Option<(CommitmentId, RuleId)>,
        encoding: Box<dyn Encoding + 'a>,
        periods: usize,
    ) -> Self {
        Self {
            name: name.to_owned(),
            settles: encoding.lasting(),
            encoding,
            rule,
            conditions: None,
            states: Register::default(),
            effects: (0..periods).map(|_| Register::default()).collect(),
            steps: RefCell::new(vec![Vec::new(); periods]),
        }
    }

    fn step(&self, state: u32, period: usize, (number, link): (usize, &Link), effect: u32) -> u32 {
        if state == SETTLED {
            return SETTLED;
        }
        let fits = number < LINKS && (effect as usize) < EFFECTS;
        let place = (state as usize * LINKS + number) * EFFECTS + effect as usize;
        if fits && let Some(known) = self.steps.borrow()[period].get(place).filter(|known| **known != UNKNOWN)
        {
            return *known;
        }
        let (before, of_choice) = (self.states.get(state as i32), self.effects[period].get(effect as i32));
        let next = self.encoding.step(&before, &Context { period, link, effect: &of_choice });
        let next = self.states.number(next) as u32;
        if fits {
            let mut steps = self.steps.borrow_mut();
            let known = &mut steps[period];
            if known.len() <= place {
                known.resize((state as usize + 1) * LINKS * EFFECTS, UNKNOWN);
            }
            known[place] = next;
        }
        next
    }
}

/// What decides whether all obligations are served: the clocks of all months owed.
fn duties<'a>(facts: &'a Facts<'a>) -> Several<'a> {
    let bound = facts.bound(0);
    let owed = bound.iter().filter(|bound| {
        matches!(bound.rule.requirement, Requirement::MonthsOwed(_))
            && bound.rule.subject == Subject::Person
            && bound.applies()
    });
    Several::new(owed.map(|bound| facts.of_rule(bound, bound.rule)).collect(), false)
}

/// Months outside the prefecture that were given.
struct OutsideMonths<'a> {
    facts: &'a Facts<'a>,
}

impl Encoding for OutsideMonths<'_> {
    fn start(&self) -> State {
        vec![0]
    }

    fn effect(&self, period: usize, choice: &Choice) -> State {
        let months = self.facts.ground.periods[period].months.0;
        vec![if choice.step == Step::Outside { months } else { 0 }]
    }

    fn step(&self, state: &[i32], context: &Context<'_>) -> State {
        vec![state[0].saturating_add(context.effect[0])]
    }
}

fn id_of(bound: &Bound<'_>) -> (CommitmentId, RuleId) {
    (bound.commitment.id.clone(), bound.rule.id.clone())
}

fn name_of(bound: &Bound<'_>) -> String {
    format!("{} {}", bound.commitment.id, bound.rule.id)
}

impl<'a> Facts<'a> {
    /// The rules that a release looks at: of the months owed, and those required; none if it is no release, or if a
    /// waiver or an unknown rule makes its verdict more than a matter of theirs.
    fn conditions_of(&'a self, bound: &Bound<'a>) -> Option<(Option<&'a Rule>, Vec<&'a Rule>)> {
        let Requirement::Release(release) = &bound.rule.requirement else { return None };
        let waived = |rule: &Rule| {
            let mut waivers = self.career.waivers.iter();
            waivers.any(|waiver| waiver.commitment == bound.commitment.id && waiver.rule == rule.id)
        };
        let is_release = |rule: &Rule| matches!(rule.requirement, Requirement::Release(_));
        let find = |id: &RuleId| bound.edition.rules.iter().find(|rule| rule.id == *id);
        let required: Vec<&'a Rule> = release.requires.iter().map(find).collect::<Option<_>>()?;
        let owed = bound.obligation_rule(self.as_of(0)).map(|(owed, _)| owed.rule);
        let plain = |rule: &&Rule| !waived(rule) && rule.subject == Subject::Person;
        let judged = !waived(bound.rule) && bound.applies() && owed.iter().all(plain);
        (judged && !required.iter().any(|rule| is_release(rule))).then_some((owed, required))
    }

    /// Rules on the person that must hold, with how they stand today.
    pub fn enforced(&'a self) -> Vec<(Bound<'a>, Standing)> {
        let problem = self.ground.problem;
        let today = bind(&self.person.career, &self.ground.editions, &problem.tables, problem.as_of);
        let mut enforced: Vec<(Bound<'a>, Standing)> = Vec::new();
        for at in 0..=self.ground.periods.len() {
            for bound in self.bound(at) {
                let must = matches!(bound.rule.force, Force::Must | Force::Principle);
                let same = |other: &Bound<'_>| {
                    other.commitment.id == bound.commitment.id && other.rule.id == bound.rule.id
                };
                if must
                    && bound.rule.subject == Subject::Person
                    && !enforced.iter().any(|(known, _)| same(known))
                {
                    let now = today.iter().find(|other| same(other));
                    let standing = now.map_or(Standing::OnTrack, |now| now.judge(problem.as_of).standing);
                    enforced.push((bound, standing));
                }
            }
        }
        enforced
    }

    /// Whether the person cannot be placed yet in a period.
    pub fn not_yet(&self, period: usize) -> bool {
        let start = self.person.service_start();
        start.is_none_or(|service| self.ground.boundary(period) < service)
    }

    /// Programmes in which the person is or may be a trainee, by position in the tables.
    pub fn programmes(&self) -> Vec<usize> {
        let all = self.ground.problem.tables.programmes.keys().enumerate();
        let own = self.path().and_then(|path| path.programme.as_ref());
        let named = |id: &kernel::ProgrammeId| {
            own == Some(id) || self.career.enrolments.iter().any(|row| row.programme == *id)
        };
        all.filter(|(_, id)| named(id)).map(|(number, _)| number).collect()
    }
}
