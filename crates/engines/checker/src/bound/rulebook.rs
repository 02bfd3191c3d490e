//! The rules that bind one person, each as what is remembered of a career: a state is a list of numbers, and so is what
//! the work of a period means to all rules together.
//!
//! A rule that is not modelled, or not for this person, allows everything. So the careers allowed here are all that the
//! rules allow, and perhaps more.

use std::{borrow::Cow, collections::BTreeSet};

use kernel::{CommitmentId, Date, MilestoneId, Months, Period, RuleId, WorkplaceId};
use problem::Person;
use rules::{
    Bound, Concurrency, Counting, Force, MinimumStay, MonthsInClass, MonthsOwed, Place, Release, Requirement,
    Subject, Where, Within, all_on_leave, bind,
};

use super::{
    blocks::{AnyWatch, BlocksWatch},
    duty::{Clock, deadline},
    ground::Ground,
    schooling::{Enrolled, Syllabus},
    service::{Service, Ticks, Worked},
    watch::{ClassWatch, GroupsWatch, InitialWatch, Limit, OutsideWatch},
};
use crate::rules_kept::broken;

/// A rule under watch.
#[derive(Debug)]
pub(super) struct Watched<W> {
    pub watch: W,
    /// Whether a plan must keep it.
    pub binds: bool,
    /// The clock of a commitment whose release asks for it.
    pub released_by: Option<usize>,
}

/// 最低勤務期間: a stay's ticks, and whether it is tested.
#[derive(Debug)]
pub(super) struct StayWatch<'a> {
    bound: Bound<'a>,
    at: Place,
    ticks: Ticks<'a>,
    pub target: i64,
    pub clock: Option<usize>,
    /// Whether some place stands for others.
    zones: bool,
}

/// All rules of one person on one path.
#[derive(Debug, Default)]
pub(super) struct Rulebook<'a> {
    pub clocks: Vec<Watched<Clock<'a>>>,
    /// Whether any months are owed, and whether all that are have a clock here.
    pub owes: bool,
    pub all_clear: bool,
    pub classes: Vec<Watched<ClassWatch<'a>>>,
    pub any: Vec<Watched<AnyWatch<'a>>>,
    pub outside: Vec<OutsideWatch<'a>>,
    pub blocks: Vec<Watched<BlocksWatch<'a>>>,
    pub groups: Vec<Watched<GroupsWatch<'a>>>,
    pub training: Vec<(Watched<Syllabus<'a>>, Limit)>,
    /// From when on it is too late for what nothing in a career can bring about.
    pub overdue: Vec<Date>,
    pub initial: Vec<InitialWatch<'a>>,
    pub stays: Vec<StayWatch<'a>>,
    /// Instructors that a trainee needs where he works.
    pub instructors: u32,
}

impl<'a> StayWatch<'a> {
    fn new(bound: &Bound<'a>, rule: &MinimumStay, clock: Option<usize>, start: Date) -> Option<Self> {
        let mut classes = rule.at.classes.iter();
        if !classes.all(|class| bound.tables.classes.contains_key(class)) {
            return None;
        }
        // A stay that ended before the commitment began is not tested, unless it goes on after a leave.
        let (leaves, from) = (&bound.career.leaves, bound.commitment.from);
        let until = |period: Period| period.until.map_or(start, |end| end.min(start));
        let mut ends = bound.career.engagements.iter().map(|row| until(row.period));
        if ends.any(|end| end <= from && all_on_leave(leaves, end, start)) {
            return None;
        }
        let ticks = Ticks::new(Cow::Borrowed(bound.counting), &bound.career.leaves)?;
        let target = ticks.target(rule.least);
        let zones = bound.tables.workplaces.values().any(|place| !place.stands_for.is_empty());
        Some(Self { bound: bound.clone(), at: rule.at.clone(), ticks, target, clock, zones })
    }

    /// Ticks of work of one stay at full share, and whether the rule is tested on it.
    pub fn effect(&self, stay: &[Worked<'a>]) -> [i64; 2] {
        if stay.iter().all(|work| self.is_never_tested(work)) {
            return [0, 0];
        }
        let days = stay.iter().map(|work| (work.from, work.until, 100, work.side)).collect();
        let tested = stay.iter().any(|work| {
            let of = rules::Work {
                workplace: work.workplace,
                department: work.department,
                activity: work.activity,
            };
            self.bound.tables.matches(&self.at, of, work.from) == Some(true)
        });
        [self.ticks.of(days).0, i64::from(tested)]
    }
}

impl StayWatch<'_> {
    /// Whether no stay with such work is ever tested: its place is none that the rule names, on any day. A stay that
    /// may go on in a zone is left open.
    fn is_never_tested(&self, work: &Worked<'_>) -> bool {
        let tables = self.bound.tables;
        let Some(place) = tables.workplaces.get(work.workplace) else { return false };
        let listed = |class: &kernel::ClassId| place.classes.iter().any(|row| row.class == *class);
        let named = self.at.workplaces.is_empty() || self.at.workplaces.contains(work.workplace);
        let classed = self.at.classes.is_empty() || self.at.classes.iter().any(listed);
        let inside = self.at.in_prefecture.is_none_or(|inside| place.in_prefecture() == inside);
        !(self.zones || named && classed && inside)
    }
}

impl<'a> Rulebook<'a> {
    /// No rules, and nothing said of when they end.
    pub fn vague(person: &Person) -> Self {
        Self { owes: !person.career.commitments.is_empty(), all_clear: false, ..Self::default() }
    }

    /// Counts at certain places.
    fn services(&self) -> impl Iterator<Item = &Service<'a>> {
        let clocks = self.clocks.iter().map(|rule| &rule.watch.service);
        let any = self.any.iter().flat_map(|rule| &rule.watch.of);
        let classes = self.classes.iter().map(|rule| &rule.watch).chain(any).map(|watch| &watch.service);
        clocks.chain(classes)
    }

    /// Whether it may matter when a stay began.
    pub fn is_by_stay(&self) -> bool {
        self.services().any(Service::is_by_stay)
    }

    /// Workplaces that a rule names.
    pub fn named(&self) -> BTreeSet<WorkplaceId> {
        let counted = self.services().flat_map(Service::named);
        let initial = self.initial.iter().map(|watch| &watch.at);
        let places = self.stays.iter().map(|watch| &watch.at).chain(initial);
        counted.chain(places.flat_map(|place| &place.workplaces)).cloned().collect()
    }

    /// The rules of a person as they stand at the beginning of the horizon; `detailed`: those too that tell many careers
    /// apart.
    pub fn new(ground: &'a Ground<'a>, person: &'a Person, enrolled: Enrolled<'a>, detailed: bool) -> Self {
        let career = &person.career;
        let (problem, start) = (ground.problem, ground.day(0));
        let as_of = kernel::AsOf { valid_on: start, known_on: problem.as_of.known_on };
        let mut book = Rulebook { all_clear: true, ..Rulebook::default() };
        let always = career.commitments.iter().all(|row| row.known.is_always() && row.ended.is_none())
            && career.loans.iter().all(|row| row.known.is_always())
            && career.waivers.iter().all(|row| row.known.is_always());
        let bound = bind(career, &ground.editions, &problem.tables, as_of);
        let of_others = |bound: &Bound<'_>| {
            bound.rule.subject != Subject::Person && matches!(bound.requirement, Requirement::MonthsOwed(_))
        };
        if !always || bound.iter().any(of_others) {
            // What binds changes on the way; whoever may owe something may be released at any time.
            return Self::vague(person);
        }
        let past: BTreeSet<(CommitmentId, RuleId)> = broken(problem, &ground.editions, career, problem.as_of)
            .into_iter()
            .map(|verdict| (verdict.commitment, verdict.rule))
            .collect();
        let binds = |bound: &Bound<'_>| {
            let named = (bound.commitment.id.clone(), bound.rule.id.clone());
            matches!(bound.rule.force, Force::Must | Force::Principle) && !past.contains(&named)
        };
        let waived = |bound: &Bound<'_>| {
            let mut waivers = career.waivers.iter();
            waivers.any(|row| row.commitment == bound.commitment.id && row.rule == bound.rule.id)
        };
        let told = bound.iter().filter(|bound| bound.applies() && bound.rule.subject == Subject::Person);
        let (owing, others): (Vec<&Bound<'a>>, Vec<_>) =
            told.partition(|bound| matches!(bound.requirement, Requirement::MonthsOwed(_)));
        let mut duties: Vec<Duty<'_, 'a>> = Vec::new();
        for bound in owing {
            let Requirement::MonthsOwed(owed) = &bound.requirement else { continue };
            book.owes = true;
            let clock = Clock::new(bound, owed).filter(|_| !waived(bound));
            let number = clock.map(|watch| {
                book.clocks.push(Watched { watch, binds: binds(bound), released_by: None });
                book.clocks.len() - 1
            });
            book.all_clear &= number.is_some();
            // The first rule of a commitment that owes months is its clock.
            if duties.iter().all(|duty| duty.bound.commitment.id != bound.commitment.id) {
                duties.push(Duty { bound, owed, clock: number });
            }
        }
        let releases: Vec<(&Bound<'a>, &Release)> = others
            .iter()
            .filter_map(|bound| match &bound.requirement {
                Requirement::Release(release) if !waived(bound) => Some((*bound, release)),
                _ => None,
            })
            .filter(|(bound, _)| binds(bound))
            .collect();
        for bound in others.iter().filter(|bound| !waived(bound)) {
            let duty = duties.iter().find(|duty| duty.bound.commitment.id == bound.commitment.id).copied();
            let clock = duty.and_then(|duty| duty.clock);
            let asked = releases.iter().any(|(of, release)| {
                of.commitment.id == bound.commitment.id && release.requires.contains(&bound.rule.id)
            });
            let added = Added {
                ground,
                person,
                enrolled,
                bound,
                binds: binds(bound),
                released_by: clock.filter(|_| asked),
                clock,
                duty,
                detailed,
            };
            if added.binds || added.released_by.is_some() {
                added.to(&mut book);
            }
        }
        book
    }
}

/// The months owed under a commitment, and their clock if it can be told how it runs.
#[derive(Clone, Copy)]
struct Duty<'r, 'a> {
    bound: &'r Bound<'a>,
    owed: &'r MonthsOwed,
    clock: Option<usize>,
}

/// One rule on its way into the book.
struct Added<'r, 'a> {
    ground: &'a Ground<'a>,
    person: &'a Person,
    enrolled: Enrolled<'a>,
    bound: &'r Bound<'a>,
    binds: bool,
    released_by: Option<usize>,
    clock: Option<usize>,
    duty: Option<Duty<'r, 'a>>,
    /// Whether rules that tell many careers apart are watched.
    detailed: bool,
}

impl<'a> Added<'_, 'a> {
    fn limit(&self, within: Within) -> Option<Limit> {
        match within {
            Within::Always => Some(Limit::Always),
            Within::Deadline(of) => deadline(self.bound, &of).map(Limit::Deadline),
            Within::Obligation => self.clock.map(Limit::Obligation),
        }
    }

    fn watched<W>(&self, watch: W) -> Watched<W> {
        Watched { watch, binds: self.binds, released_by: self.released_by }
    }

    /// Whether a plan must keep the rule from the horizon's beginning to a day that can be told.
    fn is_told_while_bound(&self) -> bool {
        let told = self.duty.is_none() || self.clock.is_some();
        told && self.binds && self.bound.commitment.from <= self.ground.day(0)
    }

    fn class_watch(&self, rule: &MonthsInClass) -> Option<ClassWatch<'a>> {
        let (bound, day) = (self.bound, self.ground.day(0));
        let owed = self.duty.is_some_and(|duty| uses_up(duty.bound, duty.owed, bound, &rule.at, day));
        ClassWatch::new(bound, rule, self.limit(rule.within)?, owed)
    }

    fn is_recorded(&self, milestone: &MilestoneId) -> bool {
        self.person.career.milestones.iter().any(|row| row.milestone == *milestone)
    }

    /// Asks for the training of the programme within a limit.
    fn train(&self, book: &mut Rulebook<'a>, limit: Limit) -> Option<()> {
        let counting = Cow::Borrowed(self.bound.counting);
        let syllabus = syllabus(self.ground, self.person, self.enrolled, counting, limit.until())?;
        book.training.push((self.watched(syllabus), limit));
        Some(())
    }

    /// Puts the rule under watch, if it is of a kind that is modelled and nothing it needs is missing.
    fn to(&self, book: &mut Rulebook<'a>) -> Option<()> {
        let bound = self.bound;
        match &bound.requirement {
            Requirement::MonthsInClass(rule) => {
                let watch = self.class_watch(rule)?;
                book.classes.push(self.watched(watch));
            }
            Requirement::OutsidePrefecture(rule) if self.is_told_while_bound() => {
                book.outside.push(OutsideWatch::new(bound, rule, self.clock)?);
            }
            Requirement::AnyOf(of) if self.detailed => {
                let of = of.iter().map(|one| match one {
                    Requirement::MonthsInClass(rule) if rule.most.is_none() => self.class_watch(rule),
                    _ => None,
                });
                let watch = AnyWatch { of: of.collect::<Option<_>>()? };
                book.any.push(self.watched(watch));
            }
            Requirement::DistinctBlocks(rule) if self.detailed => {
                let watch = BlocksWatch::new(bound, rule, self.limit(rule.within)?)?;
                book.blocks.push(self.watched(watch));
            }
            Requirement::StayInEachGroup(rule) => {
                let watch = GroupsWatch::new(bound, rule, self.limit(rule.within)?)?;
                book.groups.push(self.watched(watch));
            }
            Requirement::TrainingMonths(rule) => self.train(book, self.limit(rule.within)?)?,
            Requirement::MilestoneBy(rule) if !self.is_recorded(&rule.milestone) => {
                let by = deadline(bound, &rule.deadline)?;
                match rule.after_training {
                    Some(lag) => self.train(book, Limit::CompleteOn(last_with(by, lag)))?,
                    None if self.binds => book.overdue.push(by),
                    None => {}
                }
            }
            Requirement::MinimumStay(rule) if self.is_told_while_bound() => {
                book.stays.push(StayWatch::new(bound, rule, self.clock, self.ground.day(0))?);
            }
            Requirement::Supervision(rule)
                if self.is_told_while_bound()
                    && *bound.counting == self.person.training_counting(&self.ground.editions) =>
            {
                book.instructors = book.instructors.max(rule.least);
            }
            Requirement::InitialTraining(rule) if self.binds => {
                book.initial.push(InitialWatch::new(bound, rule)?);
            }
            _ => {}
        }
        Some(())
    }
}

/// The last day from which so many months are over on a day.
fn last_with(by: Date, lag: Months) -> Date {
    let back = by.plus_months(-lag.0);
    // The months before it may have more days than the month of the day itself.
    let days = std::iter::successors(Some(back), |day| Some(day.next()));
    days.take_while(|day| day.plus_months(lag.0) <= by).last().unwrap_or(back)
}

/// What the programme of somebody enrolled asks for; none where that is unclear.
pub(super) fn syllabus<'a>(
    ground: &'a Ground<'a>,
    person: &'a Person,
    enrolled: Enrolled<'a>,
    counting: Cow<'a, Counting>,
    until: Option<Date>,
) -> Option<Syllabus<'a>> {
    let programme = enrolled.programme(ground)?;
    let period = match enrolled {
        Enrolled::Recorded(_, period) => period,
        _ => Period::since(ground.day(0)),
    };
    Syllabus::new((programme, &ground.problem.tables), person, counting, period, until)
}

/// Whether service at the inner places, at any time in the horizon or after it, surely counts toward the months owed,
/// and is counted alike.
fn uses_up(of: &Bound<'_>, owed: &MonthsOwed, bound: &Bound<'_>, inner: &Where, start: Date) -> bool {
    let alike = of.counting == bound.counting && owed.concurrent_with_others == Concurrency::AtOnce;
    alike && rules::contains(bound, start, &owed.at, inner)
}
