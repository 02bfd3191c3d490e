//! 専門研修: how far a career is in the training of its programme, and whether the person is a trainee.

use std::{borrow::Cow, cell::RefCell, collections::BTreeMap};

use kernel::{Date, Fraction, Months, Period, ProgrammeId, WorkplaceId};
use problem::{Path, Person};
use rules::{Activity, Counting, Rounding, Site, SiteRole, Tables, TrainingProgramme, training::Progress};

use super::{
    ground::Ground,
    lists::Lists,
    service::{Ticks, Worked},
};

/// How a person comes to be in a programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Enrolled<'a> {
    /// Never, on this path.
    Never,
    /// By the records, once.
    Recorded(&'a ProgrammeId, Period),
    /// With the first clinical post.
    Joining(&'a ProgrammeId),
    /// In several: which one counts is not looked at.
    Unclear,
}

impl<'a> Enrolled<'a> {
    /// How it is on one of the person's paths.
    pub fn on(person: &'a Person, path: &'a Path) -> Self {
        match (person.career.enrolments.as_slice(), &path.programme) {
            ([], None) => Self::Never,
            ([], Some(programme)) => Self::Joining(programme),
            ([row], programme) if programme.as_ref().is_none_or(|joins| *joins == row.programme) => {
                Self::Recorded(&row.programme, row.period)
            }
            _ => Self::Unclear,
        }
    }

    /// The programme, if it is clear which.
    pub fn programme(self, ground: &Ground<'a>) -> Option<&'a TrainingProgramme> {
        match self {
            Self::Recorded(id, _) | Self::Joining(id) => ground.problem.tables.programmes.get(id),
            Self::Never | Self::Unclear => None,
        }
    }
}

/// What a programme demands, and what work gives toward each demand: in all, at core sites, by component.
#[derive(Debug)]
pub(super) struct Syllabus<'a> {
    programme: &'a TrainingProgramme,
    /// Its sites, by workplace: there may be hundreds.
    sites: BTreeMap<&'a WorkplaceId, Vec<&'a Site>>,
    tables: &'a Tables,
    enrolment: Period,
    until: Option<Date>,
    pub ticks: Ticks<'a>,
    /// Ticks that fulfil each demand; 0: nothing is demanded.
    targets: Vec<i64>,
    /// Months still needed, by what is done.
    known: RefCell<(Lists, Vec<Fraction>)>,
}

impl<'a> Syllabus<'a> {
    /// The demands of a programme, for somebody enrolled in some days; none where they cannot be counted.
    pub fn new(
        (programme, tables): (&'a TrainingProgramme, &'a Tables),
        person: &'a Person,
        counting: Cow<'a, Counting>,
        enrolment: Period,
        until: Option<Date>,
    ) -> Option<Self> {
        let mut classes = programme.components.iter().flat_map(|component| &component.classes);
        if !classes.all(|class| tables.classes.contains_key(class)) {
            return None;
        }
        let ticks = Ticks::new(counting, &person.career.leaves)?;
        let components = programme.components.iter().map(|component| component.months);
        let demands = [programme.months, programme.core_months].into_iter().chain(components);
        let target = |months: Months| if months.0 > 0 { ticks.target(months).max(1) } else { 0 };
        let targets = demands.map(target).collect();
        let mut sites: BTreeMap<&WorkplaceId, Vec<&Site>> = BTreeMap::new();
        programme.sites.iter().for_each(|site| sites.entry(&site.workplace).or_default().push(site));
        Some(Self { programme, sites, tables, enrolment, until, ticks, targets, known: RefCell::default() })
    }

    /// How many demands there are.
    pub fn demands(&self) -> usize {
        self.targets.len()
    }

    /// What work gives toward each demand, if the person is enrolled and past initial training.
    pub fn effect(&self, works: &[Worked<'a>]) -> Vec<i64> {
        let mut days = vec![Vec::new(); self.targets.len()];
        for work in works.iter().filter(|work| work.activity == Activity::Clinical) {
            let enrolled = work.within(Some(self.enrolment.from), self.enrolment.until);
            let Some(work) = enrolled.and_then(|work| work.within(None, self.until)) else { continue };
            if !self.programme.teaches(work.department) {
                continue;
            }
            for (from, until) in self.constant_parts(&work) {
                let then = self.sites_at(work.workplace).filter(|site| site.period.contains(from));
                let Some(role) = then.map(|site| site.role).min() else { continue };
                let piece = (from, until, work.share.as_percent(), work.side);
                let components = self.programme.components.iter().map(|component| {
                    self.programme.departments(component).contains(work.department)
                        && component.is_earned_at(self.tables, work.workplace, from) == Some(true)
                });
                let demands = [true, role == SiteRole::Core].into_iter().chain(components);
                for (days, counts) in days.iter_mut().zip(demands) {
                    days.extend(counts.then_some(piece));
                }
            }
        }
        let demanded = days.into_iter().zip(&self.targets);
        demanded.map(|(days, target)| if *target == 0 { 0 } else { self.ticks.of(days).0 }).collect()
    }

    fn sites_at(&self, workplace: &WorkplaceId) -> impl Iterator<Item = &'a Site> {
        self.sites.get(workplace).into_iter().flatten().copied()
    }

    /// Work cut where sites and the place's classes begin or end.
    fn constant_parts(&self, work: &Worked<'_>) -> Vec<(Date, Date)> {
        let sites = self.sites_at(work.workplace);
        let classes = self.tables.workplaces.get(work.workplace).into_iter().flat_map(|place| &place.classes);
        let periods = sites.map(|site| site.period).chain(classes.map(|row| row.period));
        let mut cuts: Vec<Date> =
            periods.flat_map(|period| std::iter::once(period.from).chain(period.until)).collect();
        cuts.retain(|day| work.from < *day && *day < work.until);
        cuts.extend([work.from, work.until]);
        cuts.sort_unstable();
        cuts.dedup();
        cuts.windows(2).map(|pair| (pair[0], pair[1])).collect()
    }

    /// Whether a month of work at one post takes no more than a month off what is still needed: nothing is rounded, and
    /// no site changes within a month what it serves.
    pub fn is_steady(&self) -> bool {
        let first = |day: Date| day.day() == 1;
        let places =
            self.programme.sites.iter().filter_map(|site| self.tables.workplaces.get(&site.workplace));
        let classes = places.flat_map(|place| &place.classes).map(|row| row.period);
        let mut periods = self.programme.sites.iter().map(|site| site.period).chain(classes);
        let months = periods.all(|period| first(period.from) && period.until.is_none_or(first));
        months && self.ticks.counting.rounding == Rounding::None
    }

    /// Adds what a period gives, up to what is demanded.
    pub fn add(&self, state: &mut [i64], effect: &[i64]) {
        for ((done, more), target) in state.iter_mut().zip(effect).zip(&self.targets) {
            *done = done.saturating_add(*more).min(*target);
        }
    }

    /// Fulfils everything.
    pub fn fill(&self, state: &mut [i64]) {
        state.copy_from_slice(&self.targets);
    }

    /// Whether not everything is fulfilled, even with so much more. No more is said of what nothing gives.
    pub fn is_out_of_reach(&self, state: &[i64], more: &[i64]) -> bool {
        let more = more.iter().chain(std::iter::repeat(&0));
        let mut demands = state.iter().zip(more).zip(&self.targets);
        demands.any(|((done, more), target)| done.saturating_add(*more) < *target)
    }

    /// Whether what is missing fits into so many ticks, whatever part of it is done first: then all months of components
    /// add up.
    pub fn surely_fits(&self, state: &[i64], room: i64) -> bool {
        let missing = |number: usize, months: Months| {
            let done = self.ticks.rounded(state[number]);
            self.ticks.whole(i64::from(months.0)).saturating_sub(done).max(0)
        };
        let components = self.programme.components.iter().zip(2..);
        let sum = components
            .fold(0_i64, |sum, (component, number)| sum.saturating_add(missing(number, component.months)));
        let most = missing(0, self.programme.months).max(missing(1, self.programme.core_months)).max(sum);
        most <= self.ticks.rounded(room)
    }

    /// Whether everything is fulfilled: never, where nothing is demanded.
    pub fn is_complete(&self, state: &[i64]) -> bool {
        let all = state.iter().zip(&self.targets).all(|(done, target)| done >= target);
        all && self.targets.iter().any(|target| *target > 0)
    }

    /// Least months that are still needed.
    pub fn remaining(&self, state: &[i64]) -> Fraction {
        let (lists, known) = &mut *self.known.borrow_mut();
        if let Some(known) = known.get(lists.number(state) as usize) {
            return *known;
        }
        let months = |number: usize| self.ticks.months(state[number]);
        let components = (2..state.len()).map(months).collect();
        let progress = Progress { total: months(0), core: months(1), components, complete_on: None };
        let remaining = progress.remaining(self.programme, self.tables);
        known.push(remaining);
        remaining
    }
}
