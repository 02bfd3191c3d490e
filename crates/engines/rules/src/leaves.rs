//! 休業・休職: what leaves do to the clock. Which days give no service, and by how many months a window is pushed back.
//!
//! A leave's months are the calendar months that it and its neighbours cover wholly: a month worked in part is a month
//! of service where calendar months are counted, so it must not extend the window as well. Kinds that follow each
//! other without a gap (産休, then 育休) are taken together; a month belongs to the kind that holds its first day.
//! A cap shared by a group of kinds is used up in order of time.

use std::collections::BTreeMap;

use kernel::{Date, LeaveKind, Months, Period, YearMonth};

use crate::{
    counting::UnknownLeave,
    edition::{Counting, LeaveEffect, ServiceDuringLeave},
    facts::Leave,
};

/// Days on which no service is credited: leaves that do not count, and those beyond the cap of leaves that do.
pub(crate) fn idle(counting: &Counting, leaves: &[Leave]) -> Vec<Period> {
    let effect = |leave: &Leave| counting.leaves.get(&leave.kind);
    let mut idle: Vec<Period> = leaves
        .iter()
        .filter(|leave| effect(leave).is_some_and(|effect| effect.service != ServiceDuringLeave::Counts))
        .map(|leave| leave.period)
        .collect();
    let counted: Vec<&Leave> = leaves
        .iter()
        .filter(|leave| {
            effect(leave)
                .is_some_and(|effect| effect.service == ServiceDuringLeave::Counts && effect.cap.is_some())
        })
        .collect();
    if !counted.is_empty() {
        let (_, beyond) = within_caps(counting, &counted, None);
        idle.extend(
            beyond
                .into_iter()
                .map(|month| Period { from: month.first_day(), until: Some(month.plus(1).first_day()) }),
        );
    }
    idle
}

/// By how many months leaves that stop the clock push back a window: those between its first day and its end, within
/// the caps. Applied once, to the window before any extension.
pub fn extension(
    counting: &Counting,
    leaves: &[Leave],
    from: Date,
    until: Date,
) -> Result<Months, UnknownLeave> {
    let window = Period { from, until: Some(until) };
    let unlisted = leaves
        .iter()
        .find(|leave| !counting.leaves.contains_key(&leave.kind) && leave.period.overlaps(window));
    if let Some(leave) = unlisted {
        return Err(UnknownLeave(leave.kind.clone()));
    }
    let stopping: Vec<&Leave> = leaves
        .iter()
        .filter(|leave| {
            counting.leaves.get(&leave.kind).is_some_and(|effect| effect.service == ServiceDuringLeave::Stops)
        })
        .collect();
    let (within, _) = within_caps(counting, &stopping, Some(window));
    Ok(Months(within.len() as i32))
}

/// Months wholly covered by leaves of these kinds: within the window, if one is given; before a day, if one is given.
pub(crate) fn months_of(leaves: &[Leave], kinds: &[LeaveKind], before: Option<Date>) -> Months {
    let of_kind: Vec<Period> = leaves
        .iter()
        .filter(|leave| kinds.contains(&leave.kind))
        .filter_map(|leave| match before {
            Some(day) => leave.period.before(day),
            None => Some(leave.period),
        })
        .collect();
    Months(covered_months(&of_kind, None).len() as i32)
}

/// Calendar months that periods cover wholly when taken together, in order. A period without end covers nothing
/// beyond its first month that is still open: how long it will last is not known.
pub fn covered_months(periods: &[Period], window: Option<Period>) -> Vec<YearMonth> {
    let mut clipped: Vec<(Date, Date)> = periods
        .iter()
        .filter_map(|period| match window {
            Some(window) => period.intersect(window),
            None => Some(*period),
        })
        .filter_map(|period| Some((period.from, period.until?)))
        .filter(|(from, until)| from < until)
        .collect();
    clipped.sort();
    let mut joined: Vec<(Date, Date)> = Vec::new();
    for (from, until) in clipped {
        match joined.last_mut() {
            Some((_, end)) if from <= *end => *end = until.max(*end),
            _ => joined.push((from, until)),
        }
    }
    joined.into_iter().flat_map(|(from, until)| whole_months(from, until)).collect()
}

fn whole_months(from: Date, until: Date) -> impl Iterator<Item = YearMonth> {
    let month = from.year_month();
    let first = if month.first_day() == from { month } else { month.plus(1) };
    (first.index()..until.year_month().index()).map(YearMonth::from_index)
}

/// Wholly covered months that lie within the caps of their groups, and those beyond.
fn within_caps(
    counting: &Counting,
    leaves: &[&Leave],
    window: Option<Period>,
) -> (Vec<YearMonth>, Vec<YearMonth>) {
    let periods: Vec<Period> = leaves.iter().map(|leave| leave.period).collect();
    let mut used: BTreeMap<&str, i32> = BTreeMap::new();
    let (mut within, mut beyond) = (Vec::new(), Vec::new());
    for month in covered_months(&periods, window) {
        let day = month.first_day();
        let effects = leaves
            .iter()
            .filter(|leave| leave.period.contains(day))
            .filter_map(|leave| counting.leaves.get(&leave.kind));
        match effects.min_by_key(|effect| effect.cap.as_deref()) {
            Some(LeaveEffect { cap: Some(group), .. }) => {
                let cap = counting.leave_caps.get(group).map_or(i32::MAX, |cap| cap.0);
                let spent = used.entry(group).or_default();
                if *spent < cap {
                    *spent += 1;
                    within.push(month);
                } else {
                    beyond.push(month);
                }
            }
            _ => within.push(month),
        }
    }
    (within, beyond)
}

/// Whether every day of a period lies in some leave; true of an empty one.
pub fn all_on_leave(leaves: &[Leave], from: Date, until: Date) -> bool {
    let mut day = from;
    while day < until {
        let reach = leaves
            .iter()
            .filter(|leave| leave.period.contains(day))
            .map(|leave| leave.period.until.unwrap_or(until))
            .max();
        match reach {
            Some(next) => day = next,
            None => return false,
        }
    }
    true
}
