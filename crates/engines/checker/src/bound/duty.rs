//! 義務年限: the months owed under one commitment, counted period by period.

use kernel::{Date, Fraction, Months};
use rules::{Bound, Concurrency, Leave, MonthsOwed, Unit, extension};

use super::{
    service::{Begun, Given, Service, Ticks, Worked},
    watch::Limit,
};

/// The clock of months owed.
///
/// State: ticks that are certain, and ticks that are possible, up to as many as are owed.
#[derive(Debug)]
pub(super) struct Clock<'a> {
    pub service: Service<'a>,
    pub target: i64,
    /// Months owed.
    pub needed: Months,
    /// First day too late.
    by: Option<Date>,
    /// Whether service may count or not: then nothing is certain.
    vague: bool,
}

/// How a clock stands in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Months are still owed at its end.
    Runs,
    /// The last month owed ends with it.
    EndsWith,
    /// It may end on some day within, or may have ended before.
    MayEnd,
    /// All was served before.
    Over,
}

impl<'a> Clock<'a> {
    /// The clock of a bound rule; none where it cannot be told how it runs.
    pub fn new(bound: &Bound<'a>, owed: &MonthsOwed) -> Option<Self> {
        let by = match &owed.window {
            Some(window) => Some(deadline(bound, window)?),
            None => None,
        };
        let service = Service::new(bound, &owed.at, (None, by))?;
        let needed = bound.at_least(&owed.owed)?;
        let target = service.ticks.target(needed).max(1);
        let vague = owed.concurrent_with_others == Concurrency::InSequence;
        Some(Self { service, target, needed, by, vague })
    }

    /// What work gives.
    pub fn effect(&self, works: &[Worked<'a>], begun: Begun<'_>) -> [i64; 4] {
        let Given { least, most, early, whole } = self.service.given(works, begun);
        [if self.vague { 0 } else { least }, most, early, i64::from(whole)]
    }

    /// The state before the horizon.
    pub fn start(&self, history: &[Worked<'a>], begun: Begun<'_>) -> [i64; 2] {
        let Given { least, most, .. } = self.service.given(history, begun);
        [if self.vague { 0 } else { least }, most].map(|ticks| ticks.min(self.target))
    }

    /// One period on.
    pub fn step(&self, state: &mut [i64], effect: &[i64]) -> Phase {
        let before = [state[0], state[1]];
        let exact = before[0] == before[1] && effect[0] == effect[1];
        let after = before[1].saturating_add(effect[1]);
        state[0] = before[0].saturating_add(effect[0]).min(self.target);
        state[1] = after.min(self.target);
        if before[0] >= self.target {
            return Phase::Over;
        }
        if after < self.target {
            return Phase::Runs;
        }
        let in_last_month = before[1].saturating_add(effect[2]) < self.target;
        let whole_months = self.service.ticks.counting.unit == Unit::CalendarMonths;
        if exact && in_last_month && effect[3] == 1 && (whole_months || after == self.target) {
            return Phase::EndsWith;
        }
        Phase::MayEnd
    }

    /// Whether all is surely served, and whether it may be.
    pub fn served(&self, state: &[i64]) -> (bool, bool) {
        (state[0] >= self.target, state[1] >= self.target)
    }

    /// Most months that may still be owed.
    pub fn left(&self, state: &[i64]) -> Fraction {
        missing(Fraction::whole(i64::from(self.needed.0)), self.service.ticks.months(state[0]))
    }

    /// Least ticks that may still be owed with so many served.
    pub fn left_ticks(&self, served: i64) -> i64 {
        let ticks = self.ticks();
        ticks.whole(i64::from(self.needed.0)).saturating_sub(ticks.rounded(served)).max(0)
    }

    pub fn ticks(&self) -> &Ticks<'a> {
        &self.service.ticks
    }

    /// The window in which the months owed are to be served.
    pub fn limit(&self) -> Limit {
        self.by.map_or(Limit::Always, Limit::Deadline)
    }

    /// Whether the months owed can surely no longer be served in their window.
    pub fn is_lost(&self, state: &[i64], on: Date) -> bool {
        let Some(by) = self.by.filter(|_| state[1] < self.target) else { return false };
        let reach = state[1].saturating_add(self.service.ticks.ahead(on, by));
        self.service.ticks.months(reach) < Fraction::whole(i64::from(self.needed.0))
    }
}

/// The most that may be missing of so many months.
pub(super) fn missing(needed: Fraction, done: Fraction) -> Fraction {
    if done >= needed { Fraction::whole(0) } else { sum(needed, done, -1).unwrap_or(needed) }
}

/// Whether two counts of months together are surely less than a third.
pub(super) fn falls_short(one: Fraction, other: Fraction, needed: Fraction) -> bool {
    sum(one, other, 1).is_some_and(|sum| sum < needed)
}

/// A sum or difference; none where its parts do not fit.
fn sum(one: Fraction, other: Fraction, sign: i128) -> Option<Fraction> {
    let wide = |fraction: Fraction| (i128::from(fraction.numerator()), i128::from(fraction.denominator()));
    let ((a, b), (c, d)) = (wide(one), wide(other));
    let top = a.checked_mul(d)?.checked_add(sign * c.checked_mul(b)?)?;
    let bottom = b.checked_mul(d)?;
    Fraction::new(i64::try_from(top).ok()?, i64::try_from(bottom).ok()?).ok()
}

/// The first day too late of a deadline, leaves included; none where it cannot be told.
pub(super) fn deadline(bound: &Bound<'_>, deadline: &rules::Deadline) -> Option<Date> {
    let plain = bound.deadline(deadline)?;
    if !deadline.extended_by_leave {
        return Some(plain);
    }
    let leaves: &[Leave] = &bound.career.leaves;
    let months = extension(bound.counting, leaves, bound.anchor(deadline.from)?, plain).ok()?;
    Some(plain.plus_months(months.0))
}
