//! One person's career as a chain of states: what all rules and the training remember together, and what the work of a
//! period makes of it.

use std::{borrow::Cow, collections::BTreeSet};

use kernel::{Date, Months, ProgrammeId, WorkplaceId, YearMonth};
use problem::{Path, Person, for_months};
use rules::{
    Activity, EngagementStatus, all_on_leave, training::INITIAL_TRAINING, training::INITIAL_TRAINING_MONTHS,
};

use super::{
    blocks::OF_ONE,
    duty::Phase,
    ground::Ground,
    rulebook::{Rulebook, syllabus},
    schooling::{Enrolled, Syllabus},
    service::Worked,
    watch::{End, Limit},
};

/// What is remembered, as numbers: first the training, then each rule, then the stay under way.
type State = Vec<i64>;

/// Room to work out one state after the other.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// The state that was worked out last.
    pub state: State,
    /// How each clock then stands.
    phases: Vec<Phase>,
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
const HEAD: usize = 4;

/// The first numbers of an effect.
const WORK_STAYS: usize = 0;
const WORK_INITIAL: usize = 1;
const WORK_CLINICAL: usize = 2;
const WORK_MIXED: usize = 3;
const WORK_OUTSIDE: usize = 4;
const WORK_HEAD: usize = 5;

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
        let named = book.named();
        let mut career = Self { ground, person, enrolled, syllabus: None, book, trained, steady, named };
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

    /// What was done before the horizon.
    fn history(&self) -> Vec<Worked<'a>> {
        let start = self.ground.day(0);
        let done =
            self.person.career.engagements.iter().filter(|row| row.status != EngagementStatus::Planned);
        let worked = done.filter_map(|row| {
            let period = row.period.before(start)?;
            Some((
                row.id.as_str(),
                row.side,
                Worked {
                    workplace: &row.workplace,
                    department: &row.department,
                    activity: row.activity,
                    from: period.from,
                    until: period.until?,
                    share: row.share,
                    side: row.side,
                },
            ))
        });
        let mut worked: Vec<_> = worked.collect();
        worked.sort_by_key(|(id, _, work)| (work.from, work.until, *id));
        worked.into_iter().map(|(_, _, work)| work).collect()
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

    /// The stays of the past, each with its work; and those that are still under way.
    fn past_stays(&self, history: &[Worked<'a>]) -> (Vec<Vec<Worked<'a>>>, Vec<usize>) {
        let (tables, leaves) = (&self.ground.problem.tables, &self.person.career.leaves);
        let mut stays: Vec<Vec<Worked<'a>>> = Vec::new();
        let end = |stay: &Vec<Worked<'_>>| stay.iter().map(|work| work.until).max();
        for work in history.iter().filter(|work| !work.side) {
            let goes_on = |stay: &&mut Vec<Worked<'a>>| {
                let same =
                    stay.last().is_some_and(|last| tables.may_be_same_stay(last.workplace, work.workplace));
                same && end(stay)
                    .is_some_and(|until| work.from <= until || all_on_leave(leaves, until, work.from))
            };
            match stays.iter_mut().rev().find(goes_on) {
                Some(stay) => stay.push(*work),
                None => stays.push(vec![*work]),
            }
        }
        let start = self.ground.day(0);
        let alive =
            |stay: &Vec<Worked<'_>>| end(stay).is_some_and(|until| all_on_leave(leaves, until, start));
        let open = (0..stays.len()).filter(|number| alive(&stays[*number])).collect();
        (stays, open)
    }

    /// The state at the beginning of the horizon.
    pub fn start(&self) -> State {
        let (history, book) = (self.history(), &self.book);
        let initial = self.initial_months(&history);
        let begun = initial.get(INITIAL_TRAINING_MONTHS.0.unsigned_abs() as usize - 1).map(|month| {
            let last = history.iter().filter(|work| work.activity == Activity::InitialTraining);
            let last = last.map(|work| work.until).max().filter(|until| until.year_month() == *month);
            last.unwrap_or(month.plus(1).first_day())
        });
        let trains = |syllabus: &Syllabus<'a>| {
            let mut done = vec![0; syllabus.demands()];
            let after = history.iter().filter(|_| self.trained || begun.is_some());
            let after: Vec<Worked<'a>> =
                after.filter_map(|work| work.within(begun.filter(|_| !self.trained), None)).collect();
            if matches!(self.enrolled, Enrolled::Recorded(..)) {
                syllabus.add(&mut done, &syllabus.effect(&after));
            }
            done
        };
        let mut state = vec![0; HEAD];
        state[INITIAL] = (initial.len() as i64).min(self.initial_enough());
        state[ENROLLED] = i64::from(matches!(self.enrolled, Enrolled::Recorded(..)));
        state.extend(self.syllabus.iter().flat_map(trains));
        state.extend(book.training.iter().flat_map(|(rule, _)| trains(&rule.watch)));
        state.extend(book.clocks.iter().flat_map(|clock| clock.watch.start(&history)));
        state.extend(book.classes.iter().flat_map(|rule| rule.watch.start(&history)));
        for one in book.any.iter().flat_map(|rule| &rule.watch.of) {
            state.extend(one.start(&history));
        }
        state.extend(book.outside.iter().map(|rule| rule.start(&history)));
        state.extend(book.blocks.iter().flat_map(|rule| rule.watch.start(&history)));
        let (stays, open) = self.past_stays(&history);
        let mut under_way = Vec::new();
        for rule in &book.groups {
            let mut reached = 0;
            let mut going_on = vec![0; rule.watch.groups.len()];
            for (number, stay) in stays.iter().enumerate() {
                let mut ticks = vec![0; rule.watch.groups.len()];
                rule.watch.step(&mut reached, &mut ticks, &rule.watch.effect(stay), (true, false));
                if open == [number] {
                    going_on = ticks;
                }
            }
            state.push(reached);
            under_way.extend(going_on);
        }
        let watched = !book.groups.is_empty() || !book.stays.is_empty();
        state.push(match open.as_slice() {
            [_] if watched => STAY,
            [_, _, ..] if watched => SOME_STAY,
            _ => NO_STAY,
        });
        let open_stay: &[Worked<'a>] = if let [one] = open.as_slice() { &stays[*one] } else { &[] };
        for rule in &book.stays {
            let [ticks, tested] = rule.effect(open_stay);
            state.extend([ticks.min(rule.target), tested]);
        }
        state.extend(under_way);
        state
    }

    /// What work of a period means. `outside`: months given outside the prefecture.
    pub fn effect(&self, works: &[Worked<'a>], outside: Months, (from, until): (Date, Date)) -> Effect {
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
        ];
        effect.extend(self.syllabus.iter().flat_map(|syllabus| syllabus.effect(works)));
        effect.extend(book.training.iter().flat_map(|(rule, _)| rule.watch.effect(works)));
        effect.extend(book.clocks.iter().flat_map(|clock| clock.watch.effect(works)));
        effect.extend(book.classes.iter().flat_map(|rule| rule.watch.effect(works)));
        for one in book.any.iter().flat_map(|rule| &rule.watch.of) {
            effect.extend(one.effect(works));
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
        let (book, mut work) = (&self.book, &effect[WORK_HEAD..]);
        let Scratch { state: next, phases } = scratch;
        next.clear();
        next.extend_from_slice(state);
        let (head, mut rest) = next.split_at_mut(HEAD);
        let trained = self.trained || head[INITIAL] >= i64::from(INITIAL_TRAINING_MONTHS.0);
        if !trained && effect[WORK_MIXED] == 1 {
            head[LOOSE] = 1;
        }
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
        if book.stays.is_empty() && book.groups.is_empty() {
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
        scratch.state.clear();
        scratch.state.extend_from_slice(state);
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

    /// Whether every way on surely ends in a broken rule, though nothing is broken yet: not even full-time work of the
    /// kind asked for, from now to the limit, would do.
    pub fn is_doomed(&self, state: &[i64], period: usize) -> bool {
        if self.person.career.leaves.iter().any(|leave| leave.period.until.is_none()) {
            return false;
        }
        let (book, mut rest) = (&self.book, &state[HEAD..]);
        let on = self.ground.day(period);
        let end = End { on, clocks: &book.clocks, state: &state[self.clocks_at()..] };
        take(&mut rest, self.syllabus.as_ref().map_or(0, Syllabus::demands));
        let mut doomed = false;
        for (rule, limit) in &book.training {
            let done = take(&mut rest, rule.watch.demands());
            let asked = self.steady && rule.binds && state[LOOSE] == 0 && state[ENROLLED] == 1;
            if asked && matches!(limit, Limit::Deadline(_)) && !rule.watch.is_complete(done) {
                doomed |= end.has_no_room(*limit, &rule.watch.ticks, rule.watch.remaining(done));
            }
        }
        for rule in &book.clocks {
            doomed |= rule.watch.is_lost(take(&mut rest, 2), on) && rule.binds;
        }
        for rule in &book.classes {
            doomed |= rule.binds && rule.watch.is_doomed(take(&mut rest, 2), &end, self.is_whole());
        }
        for rule in &book.any {
            let of = take(&mut rest, rule.watch.numbers());
            doomed |= rule.binds && rule.watch.is_doomed(of, &end, self.is_whole());
        }
        doomed
    }

    /// Whether work is always at one post at full time.
    fn is_whole(&self) -> bool {
        let shares = self.person.part_time.is_empty();
        shares && self.ground.problem.patterns.is_empty()
    }

    /// What is still to be paid if the career ends when a period begins; none if some rule is then surely broken.
    pub fn end(&self, state: &[i64], period: usize) -> Option<i128> {
        let (book, mut rest) = (&self.book, &state[HEAD..]);
        let clocks_at = self.clocks_at();
        let end = End { on: self.ground.day(period), clocks: &book.clocks, state: &state[clocks_at..] };
        let mut lost = false;
        let unmet = |released_by: Option<usize>| released_by.is_some_and(|clock| end.served(clock).0);
        take(&mut rest, self.syllabus.as_ref().map_or(0, Syllabus::demands));
        for (rule, limit) in &book.training {
            let done = take(&mut rest, rule.watch.demands());
            let remaining = rule.watch.remaining(done);
            if state[LOOSE] == 0 && state[ENROLLED] == 1 && remaining > kernel::Fraction::whole(0) {
                lost |= rule.binds && end.has_no_room(*limit, &rule.watch.ticks, remaining);
                lost |= unmet(rule.released_by);
            }
        }
        for rule in &book.clocks {
            lost |= rule.watch.is_lost(take(&mut rest, 2), end.on) && rule.binds;
        }
        for rule in &book.classes {
            let of = take(&mut rest, 2);
            lost |= rule.binds && rule.watch.is_lost(of, &end);
            lost |= unmet(rule.released_by) && !rule.watch.may_be_met(of);
        }
        for rule in &book.any {
            let of = take(&mut rest, rule.watch.numbers());
            lost |= rule.binds && rule.watch.is_lost(of, &end);
            lost |= unmet(rule.released_by) && !rule.watch.may_be_met(of);
        }
        take(&mut rest, book.outside.len());
        for rule in &book.blocks {
            let of = take(&mut rest, rule.watch.blocks.len());
            lost |= rule.binds && rule.watch.is_lost(of, &end);
            lost |= unmet(rule.released_by) && !rule.watch.may_be_met(of);
        }
        let reached = take(&mut rest, book.groups.len());
        let (kind, mut stay) = (rest[0], &rest[1 + 2 * book.stays.len()..]);
        for (rule, reached) in book.groups.iter().zip(reached) {
            let stay = take(&mut stay, rule.watch.groups.len());
            let certain = kind != SOME_STAY;
            lost |= rule.binds && certain && rule.watch.is_lost(*reached, stay, &end);
            lost |= unmet(rule.released_by) && !rule.watch.may_be_met(*reached);
        }
        let missing =
            Months(i32::try_from((self.wanted_outside() - state[OUTSIDE]).max(0)).unwrap_or(i32::MAX));
        let points = i128::from(for_months(self.ground.problem.rates.outside_unmet, missing));
        (!lost).then_some(points)
    }

    fn wanted_outside(&self) -> i64 {
        self.person.outside.as_ref().map_or(0, |wish| i64::from(wish.months.0))
    }
}
