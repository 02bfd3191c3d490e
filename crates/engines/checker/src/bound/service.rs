//! 算入: what work gives toward a count, by the counting functions of the rules. Work of one period counts by itself, so
//! counts add up over periods.
//!
//! Where it matters when a stay began, which a career looked at period by period does not say, work gives a least and a
//! most: over all days on which the stay could have begun.

use std::{borrow::Cow, cell::RefCell, collections::BTreeMap};

use kernel::{Date, DepartmentId, Fraction, Months, Share, WorkplaceId};
use rules::{
    Activity, AfterLoss, Bound, Counting, DatedBy, Leave, Rounding, Tested, Where, Work,
    counting::{Piece, count, rounded, ticks_per_month},
};

/// Work at one place for some days.
#[derive(Clone, Copy, Debug)]
pub(super) struct Worked<'a> {
    pub workplace: &'a WorkplaceId,
    pub department: &'a DepartmentId,
    pub activity: Activity,
    pub from: Date,
    pub until: Date,
    pub share: Share,
    pub side: bool,
    /// First day of its stay, where that is known.
    pub began: Option<Date>,
}

/// When a stay of the horizon may have begun.
#[derive(Clone, Copy, Debug)]
pub(super) struct Begun<'s> {
    /// On one of these days.
    pub earlier: &'s [Date],
    /// Or not before this one.
    pub since: Date,
}

impl<'a> Worked<'a> {
    /// The part of it that lies in some days.
    pub fn within(self, from: Option<Date>, until: Option<Date>) -> Option<Self> {
        let from = from.map_or(self.from, |day| day.max(self.from));
        let until = until.map_or(self.until, |day| day.min(self.until));
        (from < until).then_some(Self { from, until, ..self })
    }

    fn work(&self) -> Work<'a> {
        Work { workplace: self.workplace, department: self.department, activity: self.activity }
    }
}

/// What work of a period gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Given {
    /// Ticks that are certain.
    pub least: i64,
    /// Ticks that are possible.
    pub most: i64,
    /// Of the possible ones, those before the last month that gives any.
    pub early: i64,
    /// Whether one piece of work gives them that lasts to the end of the period.
    pub whole: bool,
}

/// A way of counting, for one person.
#[derive(Debug)]
pub(super) struct Ticks<'a> {
    pub counting: Cow<'a, Counting>,
    leaves: &'a [Leave],
    per_month: i64,
    known: RefCell<BTreeMap<Vec<Days>, (i64, i64)>>,
    ahead: RefCell<BTreeMap<(Date, Date), i64>>,
}

/// Days of work: from, until, percent, whether beside a main post.
type Days = (Date, Date, u8, bool);

impl<'a> Ticks<'a> {
    /// None where some leave is of a kind whose effect is not said.
    pub fn new(counting: Cow<'a, Counting>, leaves: &'a [Leave]) -> Option<Self> {
        let said = leaves.iter().all(|leave| counting.leaves.contains_key(&leave.kind));
        let per_month = ticks_per_month(counting.unit);
        let (known, ahead) = Default::default();
        said.then_some(Self { counting, leaves, per_month, known, ahead })
    }

    /// Ticks of days of work before rounding: in all, and without the last month that gives any.
    pub fn of(&self, mut days: Vec<Days>) -> (i64, i64) {
        days.sort_unstable();
        if let Some(known) = self.known.borrow().get(&days) {
            return *known;
        }
        let ticks = ticks(&self.counting, self.leaves, &days);
        self.known.borrow_mut().insert(days, ticks);
        ticks
    }

    /// Ticks at which so many months are reached.
    pub fn target(&self, months: Months) -> i64 {
        let whole = self.whole(i64::from(months.0));
        match self.counting.rounding {
            Rounding::Up => whole.saturating_sub(self.per_month).saturating_add(1),
            Rounding::None | Rounding::Down => whole,
        }
    }

    /// Ticks rounded as is counted.
    pub fn rounded(&self, ticks: i64) -> i64 {
        rounded(self.counting.rounding, ticks, self.per_month)
    }

    /// Ticks of so many whole months.
    pub fn whole(&self, months: i64) -> i64 {
        months.saturating_mul(self.per_month)
    }

    /// Ticks in months, rounded as is counted.
    pub fn months(&self, ticks: i64) -> Fraction {
        Fraction::new(self.rounded(ticks), self.per_month).unwrap_or_else(|_| Fraction::whole(0))
    }

    /// Most ticks of full-time work from one day to another; leaves without end may end on the first.
    pub fn ahead(&self, from: Date, until: Date) -> i64 {
        if until <= from {
            return 0;
        }
        *self.ahead.borrow_mut().entry((from, until)).or_insert_with(|| {
            let ended: Vec<Leave> = self.leaves.iter().filter_map(|leave| ended(leave, from)).collect();
            ticks(&self.counting, &ended, &[(from, until, 100, false)]).0
        })
    }
}

fn ended(leave: &Leave, day: Date) -> Option<Leave> {
    let mut leave = leave.clone();
    leave.period.until = Some(leave.period.until.unwrap_or(day));
    (!leave.period.is_empty()).then_some(leave)
}

fn ticks(counting: &Counting, leaves: &[Leave], days: &[Days]) -> (i64, i64) {
    let pieces: Vec<Piece<'_>> = days
        .iter()
        .filter_map(|(from, until, share, side)| {
            let share = Share::percent(*share).ok()?;
            Some(Piece { engagement: None, share, side: *side, from: *from, until: *until })
        })
        .collect();
    let Ok(tally) = count(counting, leaves, &pieces) else { return (0, 0) };
    let all = tally.sum();
    let last = tally.by_month().last().map_or(0, |(_, ticks)| ticks);
    (all, all - last)
}

/// A count of work at certain places.
#[derive(Debug)]
pub(super) struct Service<'a> {
    bound: Bound<'a>,
    at: Where,
    pub ticks: Ticks<'a>,
    from: Option<Date>,
    until: Option<Date>,
}

impl<'a> Service<'a> {
    /// Work that counts for a bound rule in some days; none where that cannot be told.
    pub fn new(bound: &Bound<'a>, at: &Where, (from, until): (Option<Date>, Option<Date>)) -> Option<Self> {
        let mut classes = at.place.values.iter().flat_map(|(_, place)| &place.classes);
        if !classes.all(|class| bound.tables.classes.contains_key(class)) {
            return None;
        }
        let ticks = Ticks::new(Cow::Borrowed(bound.counting), &bound.career.leaves)?;
        Some(Self { bound: bound.clone(), at: at.clone(), ticks, from, until })
    }

    /// Workplaces that it names.
    pub fn named(&self) -> impl Iterator<Item = &WorkplaceId> {
        self.at.place.values.iter().flat_map(|(_, place)| &place.workplaces)
    }

    /// Whether it may matter when a stay began.
    pub fn is_by_stay(&self) -> bool {
        self.at.tested == Tested::AtStart || self.at.after_loss == AfterLoss::ForThoseThere
    }

    /// What work gives that lasts, or whose last part lasts, until the end of its period. `begun`: when stays may have
    /// begun that are not known by themselves.
    pub fn given(&self, works: &[Worked<'a>], begun: Begun<'_>) -> Given {
        let (mut least, mut most) = (Vec::new(), Vec::new());
        let end = works.iter().map(|work| work.until).max();
        for work in works.iter().filter_map(|work| work.within(self.from, self.until)) {
            let mut from = work.from;
            for cut in self.cuts(&work).into_iter().chain([work.until]) {
                if from < cut && cut <= work.until {
                    let days = (from, cut, work.share.as_percent(), work.side);
                    let (certain, possible) = self.covers(&work, from, begun);
                    least.extend(certain.then_some(days));
                    most.extend(possible.then_some(days));
                    from = cut;
                }
            }
        }
        let whole =
            works.len() == 1 && least == most && most.len() == 1 && most.first().map(|days| days.1) == end;
        let (possible, early) = self.ticks.of(most.clone());
        let certain = if least == most { possible } else { self.ticks.of(least).0 };
        Given { least: certain.min(possible), most: possible, early, whole }
    }

    /// The same where it does not matter when stays began.
    pub fn given_whenever(&self, works: &[Worked<'a>]) -> Given {
        let since = works.iter().map(|work| work.from).min();
        since.map_or(Given::default(), |since| self.given(works, Begun { earlier: &[], since }))
    }

    /// Days on which the place's classes or the rule's own values change, in order.
    fn cuts(&self, work: &Worked<'_>) -> Vec<Date> {
        let mut cuts = self.changes(work);
        if self.at.place.dated_by == DatedBy::Service {
            cuts.extend(self.at.place.values.iter().filter_map(|(from, _)| *from));
        }
        cuts.sort_unstable();
        cuts
    }

    fn changes(&self, work: &Worked<'_>) -> Vec<Date> {
        let known = self.bound.tables.workplaces.get(work.workplace);
        let rows = known.into_iter().flat_map(|place| &place.classes);
        rows.flat_map(|row| std::iter::once(row.period.from).chain(row.period.until)).collect()
    }

    /// Whether work on a day surely counts, and whether it may.
    fn covers(&self, work: &Worked<'a>, day: Date, begun: Begun<'_>) -> (bool, bool) {
        let covers = |began: Date| self.bound.covers(&self.at, work.work(), began, day).unwrap_or(false);
        let first = covers(work.began.unwrap_or(work.from));
        if !self.is_by_stay() || work.began.is_some() {
            return (first, first);
        }
        let days = self.changes(work).into_iter().flat_map(|change| [change.previous(), change]);
        let days = days.filter(|began| begun.since <= *began).chain([begun.since]);
        let days = days.chain(begun.earlier.iter().copied());
        let other = days.filter(|began| *began < work.from).any(|began| covers(began) != first);
        (first && !other, first || other)
    }
}
