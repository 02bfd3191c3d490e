//! One person's career as a chain of states: what all rules and the training remember together, and what the work of a
//! period makes of it.

mod ending;
mod history;
mod settled;

use std::{borrow::Cow, collections::BTreeSet};

use kernel::{Date, Months, ProgrammeId, WorkplaceId, YearMonth};
use problem::{Path, Person};
use rules::{Activity, all_on_leave, training::INITIAL_TRAINING, training::INITIAL_TRAINING_MONTHS};

use super::{
    blocks::OF_ONE,
    duty::Phase,
    ground::Ground,
    rulebook::{Rulebook, syllabus},
    schooling::{Enrolled, Syllabus},
    service::{Begun, Ticks, Worked},
    watch::{End, Limit},
};

use self::settled::Pace;
pub(super) use self::settled::Settling;

/// What is remembered, as numbers: first the training, then each rule, then the stay under way.
type State = Vec<i64>;

/// Room to work out one state after the other.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// The state that was worked out last.
    pub state: State,
    /// How each clock then stands.
    phases: Vec<Phase>,
    /// How each clock may then still run.
    paces: Vec<Pace>,
}

impl Scratch {
    /// With a state.
    pub fn of(state: State) -> Self {
        Self { state, ..Self::default() }
    }

    /// With the same state as another.
    pub fn set(&mut self, state: &[i64]) {
        self.state.clear();
        self.state.extend_from_slice(state);
    }
}

/// What work of a period means to all rules, as numbers.
type Effect = Vec<i64>;

/// How far training has come when a period begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Initial,
    Trainee,
    Independent,
    /// Past initial training; whether a trainee is not known.
    Unclear,
}

/// Whether a stay is under way.
const NO_STAY: i64 = 0;
const STAY: i64 = 1;
/// Perhaps several, of any length.
const SOME_STAY: i64 = 2;

/// The first numbers of a state.
const LOOSE: usize = 0;
const INITIAL: usize = 1;
const ENROLLED: usize = 2;
const OUTSIDE: usize = 3;
/// Whether a stay may have begun before the horizon.
const OLD: usize = 4;
const HEAD: usize = 5;

/// No stay under way has; the one has, if it goes on; perhaps any that is begun.
const NONE_OLD: i64 = 0;
const ONE_OLD: i64 = 1;
const SOME_OLD: i64 = 2;

/// The first numbers of an effect.
const WORK_STAYS: usize = 0;
const WORK_INITIAL: usize = 1;
const WORK_CLINICAL: usize = 2;
const WORK_MIXED: usize = 3;
const WORK_OUTSIDE: usize = 4;
const WORK_BESIDE: usize = 5;
const WORK_HEAD: usize = 6;

/// How much of the rules is looked at: less where they tell too many careers apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Detail {
    Everything,
    /// Without blocks and alternatives.
    Less,
    /// No rule at all.
    Nothing,
}

/// A person on one path.
#[derive(Debug)]
pub(super) struct Career<'a> {
    ground: &'a Ground<'a>,
    person: &'a Person,
    enrolled: Enrolled<'a>,
    /// What the training asks for, where it is clear.
    syllabus: Option<Syllabus<'a>>,
    book: Rulebook<'a>,
    /// Whether a record says that initial training is over.
    trained: bool,
    /// Whether training goes on a month a month at most.
    steady: bool,
    /// Whether it may matter when a stay began; then work means one thing in a stay that began within the horizon, and
    /// another in one that may have begun before.
    by_stay: bool,
    /// When the stays began that may go on into the horizon.
    alive: Vec<Date>,
    /// Workplaces that a rule names.
    named: BTreeSet<WorkplaceId>,
}

/// Takes the next numbers off a list.
fn take<'s>(numbers: &mut &'s [i64], count: usize) -> &'s [i64] {
    let (taken, rest) = numbers.split_at(count);
    *numbers = rest;
    taken
}

fn take_mut<'s>(numbers: &mut &'s mut [i64], count: usize) -> &'s mut [i64] {
    let (taken, rest) = std::mem::take(numbers).split_at_mut(count);
    *numbers = rest;
    taken
}

impl<'a> Career<'a> {
    /// The career on a path, as far as its rules are looked at.
    pub fn new(ground: &'a Ground<'a>, person: &'a Person, path: &'a Path, detail: Detail) -> Self {
        let vague = detail == Detail::Nothing;
        let enrolled = if vague { Enrolled::Unclear } else { Enrolled::on(person, path) };
        let book = match detail {
            Detail::Nothing => Rulebook::vague(person),
            _ => Rulebook::new(ground, person, enrolled, detail == Detail::Everything),
        };
        let trained = person.career.milestones.iter().any(|row| row.milestone.as_str() == INITIAL_TRAINING);
        let steady = ground.problem.patterns.is_empty()
            && book.training.iter().all(|(rule, _)| rule.watch.is_steady());
        let (named, by_stay) = (book.named(), book.is_by_stay());
        let (syllabus, alive) = (None, Vec::new());
        let mut career =
            Self { ground, person, enrolled, syllabus, book, trained, steady, by_stay, alive, named };
        career.alive = career.history().1;
        career.syllabus = career.own_syllabus();
        career
    }

    fn own_syllabus(&self) -> Option<Syllabus<'a>> {
        let counting = self.person.training_counting(&self.ground.editions);
        syllabus(self.ground, self.person, self.enrolled, Cow::Owned(counting), None)
    }

    /// The programme whose sites matter.
    pub fn programme(&self) -> Option<&'a ProgrammeId> {
        match self.enrolled {
            Enrolled::Recorded(id, _) | Enrolled::Joining(id) => Some(id),
            Enrolled::Never | Enrolled::Unclear => None,
        }
    }

    /// Whether a rule names the workplace.
    pub fn names(&self, workplace: &WorkplaceId) -> bool {
        self.named.contains(workplace)
    }

    /// Instructors that must be where a trainee works.
    pub fn instructors(&self) -> u32 {
        self.book.instructors
    }

    /// Months of initial training in work, by month.
    fn initial_months(&self, works: &[Worked<'_>]) -> Vec<YearMonth> {
        let mut months = Vec::new();
        for work in works.iter().filter(|work| work.activity == Activity::InitialTraining) {
            let last = work.until.previous().year_month();
            for index in work.from.year_month().index()..=last.index() {
                let month = YearMonth::from_index(index);
                let from = work.from.max(month.first_day());
                let until = work.until.min(month.plus(1).first_day());
                if !all_on_leave(&self.person.career.leaves, from, until) {
                    months.push(month);
                }
            }
        }
        months.sort_unstable();
        months.dedup();
        months
    }

    /// After so many months of initial training nothing more is remembered of it.
    fn initial_enough(&self) -> i64 {
        let asked = self.book.initial.iter().map(|watch| watch.months);
        asked.chain([i64::from(INITIAL_TRAINING_MONTHS.0)]).max().unwrap_or(0)
    }

    /// What work of a period means. `outside`: months given outside the prefecture.
    pub fn effect(&self, works: &[Worked<'a>], outside: Months, days: (Date, Date)) -> Effect {
        let mut effect = self.effect_of(works, outside, days, self.begun(&[]));
        if self.by_stay {
            effect.extend(self.effect_of(works, outside, days, self.begun(&self.alive)));
        }
        effect
    }

    /// What it means in both kinds of stays.
    pub fn both<'e>(&self, effect: &'e [i64]) -> [&'e [i64]; 2] {
        if self.by_stay { effect.split_at(effect.len() / 2).into() } else { [effect; 2] }
    }

    /// Within the horizon, or on some days before.
    fn begun<'s>(&self, earlier: &'s [Date]) -> Begun<'s> {
        Begun { earlier, since: self.ground.day(0) }
    }

    /// The same in a stay that began at a certain time.
    fn effect_of(
        &self,
        works: &[Worked<'a>],
        outside: Months,
        (from, until): (Date, Date),
        begun: Begun<'_>,
    ) -> Effect {
        let book = &self.book;
        let main: Vec<Worked<'a>> = works.iter().filter(|work| !work.side).copied().collect();
        let single =
            matches!(main.as_slice(), [one] if (one.from, one.until) == (from, until) && !works[0].side);
        let initial = self.initial_months(works).len() as i64;
        let clinical = works.iter().any(|work| work.activity == Activity::Clinical);
        let mut effect = vec![
            if single { STAY } else { SOME_STAY },
            initial,
            i64::from(clinical && outside.0 == 0),
            i64::from(clinical && initial > 0),
            i64::from(outside.0),
            i64::from(!single || works.len() > 1),
        ];
        effect.extend(self.syllabus.iter().flat_map(|syllabus| syllabus.effect(works)));
        effect.extend(book.training.iter().flat_map(|(rule, _)| rule.watch.effect(works)));
        effect.extend(book.clocks.iter().flat_map(|clock| clock.watch.effect(works, begun)));
        effect.extend(book.classes.iter().flat_map(|rule| rule.watch.effect(works, begun)));
        for one in book.any.iter().flat_map(|rule| &rule.watch.of) {
            effect.extend(one.effect(works, begun));
        }
        effect.extend(book.outside.iter().flat_map(|rule| rule.effect(works)));
        effect.extend(book.blocks.iter().flat_map(|rule| rule.watch.effect(works)));
        effect.extend(book.initial.iter().flat_map(|rule| rule.effect(works)));
        effect.extend(book.groups.iter().flat_map(|rule| rule.watch.effect(&main)));
        effect.extend(book.stays.iter().flat_map(|rule| rule.effect(&main)));
        effect
    }

    /// Works out the state after a period of work; false if a rule is then surely broken. `goes_on`: at the place of the
    /// stay under way.
    pub fn step(&self, state: &[i64], effect: &[i64], goes_on: bool, scratch: &mut Scratch) -> bool {
        let [recent, old] = self.both(effect);
        let kind = state[self.stay_at()];
        let anew = kind != SOME_STAY && (!goes_on || kind == NO_STAY);
        let beside = recent[WORK_BESIDE] == 1;
        let may_be_old = match state[OLD] {
            NONE_OLD => false,
            ONE_OLD => !anew || beside,
            _ => true,
        };
        let effect = if may_be_old { old } else { recent };
        let (book, mut work) = (&self.book, &effect[WORK_HEAD..]);
        scratch.set(state);
        let Scratch { state: next, phases, .. } = scratch;
        let (head, mut rest) = next.split_at_mut(HEAD);
        let trained = self.trained || head[INITIAL] >= i64::from(INITIAL_TRAINING_MONTHS.0);
        if !trained && effect[WORK_MIXED] == 1 {
            head[LOOSE] = 1;
        }
        head[OLD] = match may_be_old {
            false => NONE_OLD,
            true if beside => SOME_OLD,
            true => ONE_OLD,
        };
        let before = head[INITIAL];
        head[INITIAL] = (before + effect[WORK_INITIAL]).min(self.initial_enough());
        if matches!(self.enrolled, Enrolled::Joining(_)) {
            head[ENROLLED] = head[ENROLLED].max(effect[WORK_CLINICAL]);
        }
        head[OUTSIDE] += effect[WORK_OUTSIDE];
        if head[OUTSIDE] > self.wanted_outside() {
            return false;
        }
        let counts = trained && head[ENROLLED] == 1;
        for syllabus in self.syllabi() {
            let (done, more) = (take_mut(&mut rest, syllabus.demands()), take(&mut work, syllabus.demands()));
            if counts {
                syllabus.add(done, more);
            }
        }
        phases.clear();
        for clock in &book.clocks {
            phases.push(clock.watch.step(take_mut(&mut rest, 2), take(&mut work, 4)));
        }
        let mut kept = true;
        for rule in &book.classes {
            kept &= rule.watch.step(take_mut(&mut rest, 2), take(&mut work, 2), phases) || !rule.binds;
        }
        for one in book.any.iter().flat_map(|rule| &rule.watch.of) {
            one.step(take_mut(&mut rest, OF_ONE), take(&mut work, OF_ONE), phases);
        }
        for rule in &book.outside {
            kept &= rule.step(&mut take_mut(&mut rest, 1)[0], take(&mut work, 2), phases);
        }
        for rule in &book.blocks {
            let count = rule.watch.blocks.len();
            rule.watch.step(take_mut(&mut rest, count), take(&mut work, count));
        }
        for rule in &book.initial {
            let of = take(&mut work, 2);
            kept &= of[0] == 0 && (of[1] == 0 || self.trained || before >= rule.months);
        }
        let (reached, stay) = rest.split_at_mut(book.groups.len());
        let (kind, mut stay) = stay.split_at_mut(1);
        let unknown = kind[0] == SOME_STAY || effect[WORK_STAYS] == SOME_STAY;
        let anew = !goes_on || kind[0] == NO_STAY;
        if !self.watches_stays() {
            return kept;
        }
        kind[0] = if unknown { SOME_STAY } else { STAY };
        let mut groups_work = work;
        let group_numbers: usize = book.groups.iter().map(|rule| rule.watch.groups.len()).sum();
        take(&mut work, group_numbers);
        for rule in &book.stays {
            let (now, of) = (take_mut(&mut stay, 2), take(&mut work, 2));
            let (ticks, tested) = if anew { (0, 0) } else { (now[0], now[1]) };
            now[0] = if unknown { 0 } else { ticks.saturating_add(of[0]).min(rule.target) };
            // A stay that is long enough is so whether tested or not.
            now[1] = if unknown || now[0] >= rule.target { 0 } else { tested.max(of[1]) };
        }
        for (rule, reached) in book.groups.iter().zip(reached) {
            let count = rule.watch.groups.len();
            let (ticks, of) = (take_mut(&mut stay, count), take(&mut groups_work, count));
            rule.watch.step(reached, ticks, of, (anew, unknown));
            if unknown {
                ticks.fill(0);
            }
        }
        kept
    }

    fn syllabi(&self) -> impl Iterator<Item = &Syllabus<'a>> {
        self.syllabus.iter().chain(self.book.training.iter().map(|(rule, _)| &rule.watch))
    }

    /// Where the numbers of clocks begin, and those of the stay.
    fn clocks_at(&self) -> usize {
        HEAD + self.syllabi().map(Syllabus::demands).sum::<usize>()
    }

    fn stay_at(&self) -> usize {
        let book = &self.book;
        let pairs = 2 * (book.clocks.len() + book.classes.len());
        let any: usize = book.any.iter().map(|rule| rule.watch.numbers()).sum();
        let blocks: usize = book.blocks.iter().map(|rule| rule.watch.blocks.len()).sum();
        self.clocks_at() + pairs + any + book.outside.len() + blocks + book.groups.len()
    }

    fn clock_served(&self, state: &[i64], clock: usize) -> (bool, bool) {
        let at = self.clocks_at() + 2 * clock;
        self.book.clocks[clock].watch.served(&state[at..at + 2])
    }

    /// Whether it is remembered which stay is under way.
    fn watches_stays(&self) -> bool {
        self.by_stay || !self.book.stays.is_empty() || !self.book.groups.is_empty()
    }

    /// Whether a stay is under way that work at its place would go on with.
    pub fn stays(&self, state: &[i64]) -> bool {
        state[self.stay_at()] == STAY
    }

    /// Whether the stay under way, if any, may end now.
    pub fn may_leave(&self, state: &[i64]) -> bool {
        let stay = &state[self.stay_at()..];
        stay[0] != STAY
            || self.book.stays.iter().zip(stay[1..].chunks_exact(2)).all(|(rule, of)| {
                of[1] == 0
                    || of[0] >= rule.target
                    || rule.clock.is_some_and(|clock| self.clock_served(state, clock).1)
            })
    }

    /// Works out the state after a period without work, in which the stay under way has ended.
    pub fn without_stay(&self, state: &[i64], scratch: &mut Scratch) {
        scratch.set(state);
        scratch.state[OLD] = NONE_OLD;
        scratch.state[self.stay_at()..].fill(0);
    }

    /// How far training has come.
    pub fn stage(&self, state: &[i64], period: usize) -> Stage {
        if !self.trained && state[INITIAL] < i64::from(INITIAL_TRAINING_MONTHS.0) {
            return Stage::Initial;
        }
        let open = match self.enrolled {
            Enrolled::Never => return Stage::Independent,
            Enrolled::Unclear => return Stage::Unclear,
            Enrolled::Recorded(_, period_of) => period_of.contains(self.ground.day(period)),
            Enrolled::Joining(_) => true,
        };
        match &self.syllabus {
            _ if !open || self.enrolled.programme(self.ground).is_none() => Stage::Independent,
            Some(syllabus) if state[LOOSE] == 0 => {
                let done = &state[HEAD..HEAD + syllabus.demands()];
                if syllabus.is_complete(done) { Stage::Independent } else { Stage::Trainee }
            }
            _ => Stage::Unclear,
        }
    }

    /// Whether every obligation is surely served when a period begins, and whether it may be.
    pub fn released(&self, state: &[i64], period: usize) -> (bool, bool) {
        let begun = self.person.service_start().is_some_and(|start| start <= self.ground.day(period));
        if !begun || !self.book.owes {
            return (false, false);
        }
        let served = (0..self.book.clocks.len()).map(|clock| self.clock_served(state, clock));
        let (certain, possible) = served.fold((true, true), |all, one| (all.0 && one.0, all.1 && one.1));
        (certain && self.book.all_clear, possible)
    }

    fn wanted_outside(&self) -> i64 {
        self.person.outside.as_ref().map_or(0, |wish| i64::from(wish.months.0))
    }
}
