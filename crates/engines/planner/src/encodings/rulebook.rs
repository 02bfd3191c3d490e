//! All rules of one person on one path: the state of each by its encoding, and what the rules say of it.
//!
//! What a rule says is asked of `rules` itself, once for each question that its states put and each boundary, on one
//! career of such a state.

use std::{cell::RefCell, collections::BTreeSet};

use kernel::{AsOf, CommitmentId, Period, ProgrammeId, RuleId};
use problem::{Stage, Step, for_months, stage, supposed};
use rules::{
    Activity, Bound, Career, Counting, Enrolment, Force, Known, Requirement, Rule, Standing, Stands, Subject,
    bind, obligations_served,
};

use crate::{
    automaton::{Conditions, Ending, Label, Owed, Required},
    choice::{Choice, Link, begins_training},
    encoding::{Context, Encoding, Register, Several, State},
    encodings::{Facts, training::Training},
};

/// One career of a joint state: the choices that led to it.
pub type Example<'e, 'c> = &'e dyn Fn() -> Vec<&'c Choice>;

/// The encodings of one person on one path.
pub struct Rulebook<'a> {
    facts: &'a Facts<'a>,
    parts: Vec<Entry<'a>>,
    /// Parts from here on are looked at by releases only.
    last: usize,
    releases: Vec<Release>,
    ask: Ask,
    supposed: RefCell<Supposed<'a>>,
}

/// Of what the rules are asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ask {
    /// Each question once.
    #[default]
    EachQuestion,
    /// Each state, whatever its question: slow, to hold questions against states.
    EachState,
}

struct Entry<'a> {
    name: String,
    encoding: Box<dyn Encoding + 'a>,
    rule: Option<(CommitmentId, RuleId)>,
    states: Register,
    questions: Register,
    /// The question of each state that was seen.
    question_of: RefCell<Vec<Option<u32>>>,
    /// Effects by period.
    effects: Vec<Register>,
}

/// The parts that a release looks at: the rule of the months owed, and the rules that are required. Its verdict follows
/// from theirs, so it needs no state of its own.
struct Release {
    owed: Option<usize>,
    required: Vec<usize>,
}

/// What is known of a state at a boundary.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What it means to a career that passes or ends here.
    pub label: Label,
    /// Bits of the stage: a choice may be taken whose gates share one.
    pub gate: u8,
    /// Whether a rule is broken that stays so, whatever follows.
    pub hopeless: bool,
}

/// How many states an encoding took.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StatesOf {
    /// The commitment and rule, or what else it counts.
    pub rule: String,
    /// Distinct states.
    pub states: usize,
}

/// Stages as bits: initial training, neither, then a trainee of each programme.
const INITIAL: u8 = 1;
const INDEPENDENT: u8 = 2;
const FIRST_PROGRAMME: u8 = 4;

impl<'a> Rulebook<'a> {
    /// Whether the person is in initial training, a trainee, or neither.
    const STAGE: usize = 0;
    /// Whether all obligations are served.
    const DUTIES: usize = 1;
    /// Wanted time outside the prefecture.
    const OUTSIDE: usize = 2;
    /// What decides which choices are open and how long the obligation lasts, the latter first.
    pub const FRAME: [usize; 3] = [Self::DUTIES, Self::STAGE, Self::OUTSIDE];

    /// The rules that must hold and are not broken already, but for those left out.
    pub fn new(
        facts: &'a Facts<'a>,
        counting: &'a Counting,
        left_out: &BTreeSet<(CommitmentId, RuleId)>,
        ask: Ask,
    ) -> Self {
        let periods = facts.ground.periods.len();
        let mut parts = vec![
            Entry::new("stage", None, Box::new(Training::new(facts, counting).until_complete()), periods),
            Entry::new("duties", None, Box::new(duties(facts)), periods),
            Entry::new("outside-wanted", None, Box::new(OutsideMonths { facts }), periods),
        ];
        let enforced: Vec<Bound<'a>> = facts
            .enforced()
            .into_iter()
            .filter(|(bound, whole)| *whole && !left_out.contains(&id_of(bound)))
            .map(|(bound, _)| bound)
            .collect();
        let (releases, others): (Vec<_>, Vec<_>) =
            enforced.iter().partition(|bound| facts.conditions_of(bound).is_some());
        for bound in others {
            parts.push(Entry::new(
                &name_of(bound),
                Some(id_of(bound)),
                facts.of_rule(bound, bound.rule),
                periods,
            ));
        }
        let mut rulebook = Self {
            facts,
            last: parts.len(),
            parts,
            releases: Vec::new(),
            ask,
            supposed: RefCell::new(Supposed::new(facts)),
        };
        for bound in releases {
            let Some((owed, required)) = facts.conditions_of(bound) else { continue };
            let owed = owed.map(|owed| rulebook.place(bound, owed));
            let required = required.into_iter().map(|rule| rulebook.place(bound, rule)).collect();
            rulebook.releases.push(Release { owed, required });
        }
        rulebook
    }

    /// The part of a rule of the same commitment; it gets one if it has none.
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

    /// Offers of one kind in a period mean the same to every part; none: this one is like no other.
    pub fn kind(&self, period: usize, offer: usize) -> Option<u32> {
        self.facts.kind(period, offer)
    }

    /// The parts of the rules.
    pub fn rules(&self) -> std::ops::Range<usize> {
        Self::FRAME.len()..self.parts.len()
    }

    /// Releases all of whose rules are among these parts, the last of which was not before.
    pub fn releases_decided_by(&self, parts: &[usize]) -> Vec<usize> {
        let Some((last, before)) = parts.split_last() else { return Vec::new() };
        let decided = |of: &Release| {
            let mut looked_at = of.required.iter().chain(&of.owed);
            looked_at.clone().any(|part| part == last)
                && looked_at.all(|part| part == last || before.contains(part))
        };
        (0..self.releases.len()).filter(|release| decided(&self.releases[*release])).collect()
    }

    /// The state of a part at the start.
    pub fn start(&self, part: usize) -> u32 {
        let part = &self.parts[part];
        part.states.number(part.encoding.start()) as u32
    }

    /// What a choice means to a part.
    pub fn effect(&self, part: usize, period: usize, choice: &Choice) -> u32 {
        let part = &self.parts[part];
        part.effects[period].number(part.encoding.effect(period, choice)) as u32
    }

    /// Whether it matters to a part which stays go on.
    pub fn looks_at_stays(&self, part: usize) -> bool {
        self.parts[part].encoding.looks_at_stays()
    }

    /// The state of a part after a period.
    pub fn step(&self, part: usize, state: u32, period: usize, link: &Link, effect: u32) -> u32 {
        let part = &self.parts[part];
        let (before, effect) = (part.states.get(state as i32), part.effects[period].get(effect as i32));
        let next = part.encoding.step(&before, &Context { period, link, effect: &effect });
        drop((before, effect));
        part.states.number(next) as u32
    }

    /// The number of the question that a state puts to a part.
    pub fn question(&self, part: usize, state: u32) -> u32 {
        if part == Self::OUTSIDE || self.ask == Ask::EachState {
            return state;
        }
        let part = &self.parts[part];
        let place = state as usize;
        let known = part.question_of.borrow().get(place).copied().flatten();
        known.unwrap_or_else(|| {
            let question = part.encoding.question(&part.states.get(state as i32));
            let number = part.questions.number(question.alone()) as u32;
            let mut known = part.question_of.borrow_mut();
            let length = known.len().max(part.states.len());
            known.resize(length, None);
            known[place] = Some(number);
            number
        })
    }

    /// What a part says of a state at a boundary. `ends`: whether the career ends there.
    pub fn see(&self, part: usize, state: u32, at: usize, ends: bool, example: Example<'_, '_>) -> Seen {
        let goes_on = at < self.facts.ground.periods.len();
        let mut seen = Seen { label: Label::default(), gate: u8::MAX, hopeless: false };
        match part {
            Self::STAGE if goes_on => {
                seen.gate = self.gate(at, example);
                seen.label.trainee = seen.gate >= FIRST_PROGRAMME;
            }
            Self::DUTIES if goes_on => seen.label.released = self.released(at, example),
            Self::OUTSIDE if ends => seen.label.ending.price = self.end_price(state),
            Self::STAGE | Self::DUTIES | Self::OUTSIDE => {}
            _ => self.judge(part, at, ends, example, &mut seen),
        }
        seen
    }

    /// What a rule says, where it matters.
    fn judge(&self, part: usize, at: usize, ends: bool, example: Example<'_, '_>, seen: &mut Seen) {
        let enforced = part < self.last;
        let lasting = enforced && self.parts[part].encoding.lasting();
        if !lasting && !ends {
            return;
        }
        if !ends {
            seen.hopeless =
                self.asked(part, at, example, |bound, as_of| bound.is_broken(as_of)) == Some(true);
            return;
        }
        let stands = self.asked(part, at, example, |bound, as_of| bound.stands(as_of));
        let standing = stands.map(|stands| stands.standing);
        seen.hopeless = lasting && standing == Some(Standing::Broken);
        seen.label.ending = if enforced && stands.is_some_and(Stands::fails) {
            Ending::never()
        } else {
            Ending { conditions: self.conditions(part, standing), ..Ending::default() }
        };
    }

    /// What a part's standing means to each release.
    fn conditions(&self, part: usize, standing: Option<Standing>) -> Vec<Conditions> {
        let owed = match standing {
            Some(Standing::Met) => Owed::Met,
            Some(Standing::CannotBeJudged) => Owed::Unjudged,
            _ => Owed::Open,
        };
        let required = match standing {
            Some(Standing::Broken) => Required::Broken,
            Some(Standing::OnTrack | Standing::AtRisk) => Required::Open,
            _ => Required::Fine,
        };
        let of = |release: &Release| Conditions {
            owed: if release.owed == Some(part) { owed } else { Owed::Unseen },
            required: if release.required.contains(&part) { required } else { Required::Fine },
        };
        self.releases.iter().map(of).collect()
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
        for (place, programme) in self.facts.programmes.iter().enumerate() {
            let stage = Stage::Trainee(programme);
            let fits = |post: &problem::Post| {
                post.department == path.specialty
                    || stage.has_component_at(post, ground.periods[period].first)
            };
            if posts().all(fits) {
                gates |= bit(place);
            }
        }
        gates
    }

    /// The bit of the stage at the start of a period.
    fn gate(&self, period: usize, example: Example<'_, '_>) -> u8 {
        let facts = self.facts;
        let mut supposed = self.supposed.borrow_mut();
        let career = supposed.career(&example());
        let on = facts.ground.boundary(period);
        let of = (facts.person, facts.path_number);
        match stage(facts.tables(), &facts.ground.editions, of, career, on) {
            Stage::InitialTraining => INITIAL,
            Stage::Independent => INDEPENDENT,
            Stage::Trainee(programme) => {
                let is_it = |id: &&ProgrammeId| {
                    let known = facts.tables().programmes.get(*id);
                    known.is_some_and(|known| std::ptr::eq(known, programme))
                };
                bit(facts.programme_ids.iter().position(is_it).unwrap_or(usize::MAX))
            }
        }
    }

    /// Whether the obligation is over at the start of a period.
    fn released(&self, at: usize, example: Example<'_, '_>) -> bool {
        let facts = self.facts;
        let ground = facts.ground;
        if facts.not_yet(at) {
            return false;
        }
        let mut supposed = self.supposed.borrow_mut();
        let career = supposed.career(&example());
        let on = ground.boundary(at);
        obligations_served(career, &ground.editions, facts.tables(), on) == Some(true)
    }

    /// What a rule says at a boundary; none if it is not in force then.
    fn asked<T>(
        &self,
        part: usize,
        at: usize,
        example: Example<'_, '_>,
        ask: impl Fn(&Bound<'_>, AsOf) -> T,
    ) -> Option<T> {
        let facts = self.facts;
        let (commitment, rule) = self.parts[part].rule.as_ref()?;
        let mut bound = facts.bound(at).iter();
        let bound = bound.find(|bound| bound.commitment.id == *commitment && bound.rule.id == *rule)?;
        let mut supposed = self.supposed.borrow_mut();
        let bound = Bound { career: supposed.career(&example()), ..bound.clone() };
        Some(ask(&bound, facts.as_of(at)))
    }

    /// Whether a choice of so many months outside the prefecture is still wanted.
    pub fn wanted(&self, part: usize, state: u32, period: usize, choice: &Choice) -> bool {
        if part != Self::OUTSIDE || choice.step != Step::Outside {
            return true;
        }
        let months = self.facts.ground.periods[period].months.0;
        self.facts.person.outside.as_ref().is_some_and(|wish| self.given(state) + months <= wish.months.0)
    }

    /// What is charged at the end of the career: time outside the prefecture that was wanted and not given.
    fn end_price(&self, state: u32) -> i64 {
        let Some(wish) = &self.facts.person.outside else { return 0 };
        let unmet = kernel::Months((wish.months.0 - self.given(state)).max(0));
        for_months(self.facts.ground.problem.rates.outside_unmet, unmet)
    }

    /// Months outside the prefecture that were given.
    fn given(&self, state: u32) -> i32 {
        self.parts[Self::OUTSIDE].states.get(state as i32)[0]
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
            encoding,
            rule,
            states: Register::default(),
            questions: Register::default(),
            question_of: RefCell::default(),
            effects: (0..periods).map(|_| Register::default()).collect(),
        }
    }
}

/// A person's career with the postings of one way through the horizon, as the problem reads a plan: the facts before
/// it are kept, what follows them is written anew each time.
struct Supposed<'a> {
    facts: &'a Facts<'a>,
    career: Career,
    /// How many engagements and enrolments are facts.
    before: (usize, usize),
}

impl<'a> Supposed<'a> {
    fn new(facts: &'a Facts<'a>) -> Self {
        let career = supposed(facts.ground.problem, facts.person, facts.path_number, &[]);
        let before = (career.engagements.len(), career.enrolments.len());
        Self { facts, career, before }
    }

    fn career(&mut self, choices: &[&Choice]) -> &Career {
        self.career.engagements.truncate(self.before.0);
        self.career.enrolments.truncate(self.before.1);
        let parts = choices.iter().flat_map(|choice| &choice.parts);
        self.career.engagements.extend(parts.map(|part| part.engagement.clone()));
        let begins = choices.iter().position(|choice| begins_training(choice));
        let programme = self.facts.path().and_then(|path| path.programme.as_ref());
        if let (Some(programme), Some(period)) = (programme, begins)
            && !self.career.enrolments.iter().any(|row| row.programme == *programme)
        {
            let period = Period::since(self.facts.ground.boundary(period));
            self.career.enrolments.push(Enrolment {
                programme: programme.clone(),
                period,
                known: Known::default(),
            });
        }
        &self.career
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

    fn looks_at_stays(&self) -> bool {
        false
    }
}

/// The bit of a trainee of one of the person's programmes, by its place among them.
fn bit(place: usize) -> u8 {
    FIRST_PROGRAMME << place.min(5)
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

    /// Rules on the person that must hold, and whether they are whole today: what the past broke is not planned against.
    pub fn enforced(&'a self) -> Vec<(Bound<'a>, bool)> {
        let problem = self.ground.problem;
        let today = bind(&self.person.career, &self.ground.editions, self.tables(), problem.as_of);
        let mut enforced: Vec<(Bound<'a>, bool)> = Vec::new();
        for at in self.bindings() {
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
                    let whole = now.is_none_or(|now| !now.stands(problem.as_of).fails());
                    enforced.push((bound.clone(), whole));
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
}
