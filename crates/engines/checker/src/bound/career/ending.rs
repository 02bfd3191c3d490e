//! Whether a career may end, and whether it can still end well.

use kernel::Months;
use problem::for_months;

use super::{Career, ENROLLED, End, HEAD, LOOSE, OUTSIDE, SOME_STAY, Syllabus, take};

impl Career<'_> {
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
            let asked = rule.binds && state[LOOSE] == 0 && state[ENROLLED] == 1;
            let certain = limit.until().is_some_and(|day| self.steady || day <= on);
            if asked && certain && !rule.watch.is_complete(done) {
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
        let mut lost = book.overdue.iter().any(|by| *by <= end.on);
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
}
