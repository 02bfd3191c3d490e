//! What of a state can make no difference any more, whatever is done until the horizon ends. It is put the same way in all
//! states, so that far fewer are told apart; which ways are open, and what they cost, stays as it is.

use super::{Career, HEAD, INITIAL, Limit, NONE_OLD, OLD, Scratch, Ticks, WORK_HEAD, take_mut};
use crate::bound::{
    choices::Classes,
    watch::{ClassWatch, whole_months},
};

/// How a clock may run until the horizon ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Whether its months are not even possibly served by then.
    never: bool,
    /// Least ticks that are then still owed.
    left: i64,
    /// Most ticks with which it is never served.
    most: i64,
    /// Whether some rule still looks at it.
    used: bool,
}

/// Least ticks within a rule's limit that are free at the beginning of a period or of a later one, by period. None: that
/// depends on a clock.
type Room = Option<Vec<i64>>;

/// More than any career has.
const PLENTY: i64 = i64::MAX / 4;

/// What can still come.
#[derive(Debug)]
pub(in crate::bound) struct Settling<'c, 'a> {
    career: &'c Career<'a>,
    /// By period, and by number of an effect: most that all work from then on gives.
    ahead: Vec<Vec<i64>>,
    /// By period: whether it may still matter when a stay began.
    by_stay: Vec<bool>,
    training: Vec<Room>,
    clocks: Vec<Room>,
    classes: Vec<Room>,
    any: Vec<Vec<Room>>,
    blocks: Vec<Room>,
    groups: Vec<Room>,
}

impl<'c, 'a> Settling<'c, 'a> {
    /// `classes`: what work of each period can mean.
    pub fn new(career: &'c Career<'a>, classes: &[Classes]) -> Self {
        let book = &career.book;
        let room = |limit, ticks: &Ticks<'_>| career.room(limit, ticks);
        let of_class = |watch: &ClassWatch<'_>| room(watch.limit, &watch.service.ticks);
        Self {
            career,
            ahead: ahead(career, classes),
            by_stay: by_stay(career, classes),
            training: book.training.iter().map(|(rule, limit)| room(*limit, &rule.watch.ticks)).collect(),
            clocks: book.clocks.iter().map(|rule| room(rule.watch.limit(), rule.watch.ticks())).collect(),
            classes: book.classes.iter().map(|rule| of_class(&rule.watch)).collect(),
            any: book.any.iter().map(|rule| rule.watch.of.iter().map(of_class).collect()).collect(),
            blocks: book.blocks.iter().map(|rule| room(rule.watch.limit, rule.watch.ticks())).collect(),
            groups: book.groups.iter().map(|rule| room(rule.watch.limit, rule.watch.ticks())).collect(),
        }
    }

    /// Puts what makes no difference from a period on the same way in all states.
    pub fn settle(&self, scratch: &mut Scratch, period: usize) {
        let (book, career) = (&self.career.book, self.career);
        let Scratch { state, paces, .. } = scratch;
        let (head, mut rest) = state.split_at_mut(HEAD);
        if career.trained {
            head[INITIAL] = 0;
        }
        if !self.by_stay[period] {
            head[OLD] = NONE_OLD;
        }
        let mut ahead = self.ahead[period].get(WORK_HEAD..).unwrap_or_default();
        if let Some(syllabus) = &career.syllabus {
            let done = take_mut(&mut rest, syllabus.demands());
            if syllabus.is_out_of_reach(done, next(&mut ahead, syllabus.demands())) {
                done.fill(0);
            }
        }
        let demands: usize = book.training.iter().map(|(rule, _)| rule.watch.demands()).sum();
        let mut training = take_mut(&mut rest, demands);
        next(&mut ahead, demands);
        let clocks = take_mut(&mut rest, 2 * book.clocks.len());
        paces.clear();
        for (clock, of) in book.clocks.iter().zip(clocks.chunks_exact(2)) {
            let more = next(&mut ahead, 4);
            let [least, most] = [0, 1].map(|number| more.get(number).copied().unwrap_or(0));
            let left = clock.watch.left_ticks(of[0].saturating_add(least));
            let most = clock.watch.target.saturating_sub(1).saturating_sub(most);
            paces.push(Pace { never: of[1] <= most, left, most, used: false });
        }
        let at = |room: &Room| room.as_ref().map(|room| room[period]);
        // Whether no release asks for it, nor a plan.
        let asked = |paces: &[Pace], binds: bool, released_by: Option<usize>| {
            let unasked = released_by.is_none_or(|clock| paces[clock].never);
            (unasked, unasked && !binds)
        };
        for ((rule, limit), room) in book.training.iter().zip(&self.training) {
            let done = take_mut(&mut training, rule.watch.demands());
            let (unasked, idle) = asked(paces, rule.binds, rule.released_by);
            if idle || unasked && at(room).is_some_and(|room| rule.watch.surely_fits(done, room)) {
                rule.watch.fill(done);
            } else if !rule.watch.is_complete(done) {
                look(paces, *limit);
            }
        }
        for (rule, room) in book.classes.iter().zip(&self.classes) {
            let (of, watch) = (take_mut(&mut rest, 2), &rule.watch);
            let (unasked, idle) = asked(paces, rule.binds, rule.released_by);
            if !watch.has_most() {
                of[0] = 0;
                if idle || unasked && watch.is_safe(of, at(room), left(paces, watch.limit)) {
                    of[1] = watch.enough;
                }
            }
            if watch.has_most() || of[1] < watch.enough {
                look(paces, watch.limit);
            }
        }
        next(&mut ahead, 2 * book.classes.len());
        for (rule, rooms) in book.any.iter().zip(&self.any) {
            let (of, watch) = (take_mut(&mut rest, rule.watch.numbers()), &rule.watch);
            next(&mut ahead, watch.numbers());
            let (unasked, idle) = asked(paces, rule.binds, rule.released_by);
            let mut each = watch.of.iter().zip(of.chunks_exact(2)).zip(rooms);
            let safe = each.any(|((one, of), room)| one.is_safe(of, at(room), left(paces, one.limit)));
            let settled = watch.may_be_met(of) || idle || unasked && safe;
            for (one, of) in watch.of.iter().zip(of.chunks_exact_mut(2)) {
                of[0] = 0;
                if settled {
                    of[1] = one.enough;
                } else {
                    look(paces, one.limit);
                }
            }
        }
        for (rule, of) in book.outside.iter().zip(take_mut(&mut rest, book.outside.len())) {
            let more = next(&mut ahead, 2).first().copied().unwrap_or(0);
            if rule.surely_allows(of.saturating_add(more)) {
                *of = 0;
            }
        }
        for (rule, room) in book.blocks.iter().zip(&self.blocks) {
            let (of, watch) = (take_mut(&mut rest, rule.watch.blocks.len()), &rule.watch);
            let (unasked, idle) = asked(paces, rule.binds, rule.released_by);
            if idle || unasked && at(room).is_some_and(|room| watch.surely_fits(of, room)) {
                of.fill(watch.target);
            } else if !watch.may_be_met(of) {
                look(paces, watch.limit);
            }
        }
        let reached = take_mut(&mut rest, book.groups.len());
        take_mut(&mut rest, 1 + 2 * book.stays.len());
        for ((rule, reached), room) in book.groups.iter().zip(reached).zip(&self.groups) {
            let (ticks, watch) = (take_mut(&mut rest, rule.watch.groups.len()), &rule.watch);
            let (unasked, idle) = asked(paces, rule.binds, rule.released_by);
            if idle || unasked && at(room).is_some_and(|room| watch.surely_fits(*reached, room)) {
                *reached = watch.all();
                ticks.fill(0);
            } else if !watch.may_be_met(*reached) {
                look(paces, watch.limit);
            }
        }
        let clocks = book.clocks.iter().zip(clocks.chunks_exact_mut(2)).zip(&*paces).zip(&self.clocks);
        for (((clock, of), pace), room) in clocks {
            let in_time = at(room).is_some_and(|room| of[1].saturating_add(room) >= clock.watch.target);
            if pace.never && !pace.used && (in_time || !clock.binds) {
                of.fill(pace.most);
            }
        }
    }
}

/// The next numbers; none are left where there is no work at all.
fn next<'s>(numbers: &mut &'s [i64], count: usize) -> &'s [i64] {
    let (taken, rest) = numbers.split_at(count.min(numbers.len()));
    *numbers = rest;
    taken
}

/// A rule with such a limit still looks at its clock.
fn look(paces: &mut [Pace], limit: Limit) {
    if let Limit::Obligation(clock) = limit {
        paces[clock].used = true;
    }
}

/// Least ticks that are owed when the horizon ends, if the months owed are surely not served by then.
fn left(paces: &[Pace], limit: Limit) -> Option<i64> {
    let Limit::Obligation(clock) = limit else { return None };
    Some(paces[clock]).filter(|pace| pace.never).map(|pace| pace.left)
}

/// Most that work gives from each period on, whenever its stay began.
fn ahead(career: &Career<'_>, classes: &[Classes]) -> Vec<Vec<i64>> {
    let of = |classes: &Classes| {
        let mut most: Vec<i64> = Vec::new();
        for effect in classes.effects.iter().flat_map(|effect| career.both(effect)) {
            most.resize(effect.len(), 0);
            most.iter_mut().zip(effect).for_each(|(most, number)| *most = *number.max(most));
        }
        most
    };
    let mut ahead: Vec<Vec<i64>> = vec![Vec::new()];
    for classes in classes.iter().rev() {
        let (mut most, later) = (of(classes), &ahead[ahead.len() - 1]);
        most.resize(most.len().max(later.len()), 0);
        most.iter_mut().zip(later).for_each(|(most, later)| *most = most.saturating_add(*later).min(PLENTY));
        ahead.push(most);
    }
    ahead.reverse();
    ahead
}

/// Whether some work from a period on means something else in a stay that may have begun before the horizon.
fn by_stay(career: &Career<'_>, classes: &[Classes]) -> Vec<bool> {
    let differs = |classes: &Classes| {
        classes.effects.iter().map(|effect| career.both(effect)).any(|[recent, old]| recent != old)
    };
    let last = classes.iter().rposition(differs);
    (0..=classes.len()).map(|period| last.is_some_and(|last| period <= last)).collect()
}

impl Career<'_> {
    fn room(&self, limit: Limit, ticks: &Ticks<'_>) -> Room {
        let free = |on| match limit {
            Limit::Always => Some(PLENTY),
            Limit::Obligation(_) => None,
            Limit::Deadline(by) => Some(ticks.ahead(on, by)),
            Limit::CompleteOn(day) => Some(ticks.whole(whole_months(on, day))),
        };
        let mut room: Vec<i64> = Vec::new();
        for period in (0..=self.ground.periods()).rev() {
            let least = room.last().copied().unwrap_or(PLENTY);
            room.push(least.min(free(self.ground.day(period))?));
        }
        room.reverse();
        Some(room)
    }
}
