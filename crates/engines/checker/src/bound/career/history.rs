//! Where a career stands when the horizon begins: what was done before it, as the rules remember it.

use kernel::Date;
use rules::{Activity, EngagementStatus, all_on_leave, training::INITIAL_TRAINING_MONTHS};

use super::{
    Career, ENROLLED, Enrolled, HEAD, INITIAL, NO_STAY, NONE_OLD, OLD, ONE_OLD, SOME_OLD, SOME_STAY, STAY,
    State, Syllabus, Worked,
};

impl<'a> Career<'a> {
    /// What was done before the horizon, and when the stays began that may go on.
    pub(super) fn history(&self) -> (Vec<Worked<'a>>, Vec<Date>) {
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
                    began: None,
                },
            ))
        });
        let mut worked: Vec<_> = worked.collect();
        worked.sort_by_key(|(id, _, work)| (work.from, work.until, *id));
        let mut worked: Vec<Worked<'a>> = worked.into_iter().map(|(_, _, work)| work).collect();
        let alive = self.date(&mut worked);
        (worked, alive)
    }

    /// Tells of all work when its stay began, main or beside, as the rules see stays; answers that of those that may go on
    /// into the horizon.
    fn date(&self, history: &mut [Worked<'a>]) -> Vec<Date> {
        let (tables, leaves) = (&self.ground.problem.tables, &self.person.career.leaves);
        let mut stays: Vec<Worked<'a>> = Vec::new();
        for work in history {
            let goes_on = |stay: &&mut Worked<'a>| {
                let joined = work.from <= stay.until || all_on_leave(leaves, stay.until, work.from);
                joined && tables.may_be_same_stay(stay.workplace, work.workplace)
            };
            work.began = Some(work.from);
            match stays.iter_mut().rev().find(goes_on) {
                Some(stay) => {
                    work.began = stay.began;
                    (stay.workplace, stay.until) = (work.workplace, stay.until.max(work.until));
                }
                None => stays.push(*work),
            }
        }
        let alive = stays.iter().filter(|stay| all_on_leave(leaves, stay.until, self.ground.day(0)));
        alive.filter_map(|stay| stay.began).collect()
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

    /// Whether work beside a main post may go on into the horizon.
    fn works_beside(&self, history: &[Worked<'a>]) -> bool {
        let (leaves, start) = (&self.person.career.leaves, self.ground.day(0));
        history.iter().any(|work| work.side && all_on_leave(leaves, work.until, start))
    }

    /// The state at the beginning of the horizon.
    pub fn start(&self) -> State {
        let (history, _) = self.history();
        let (book, stays_begun) = (&self.book, self.begun(&[]));
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
        state.extend(book.clocks.iter().flat_map(|clock| clock.watch.start(&history, stays_begun)));
        state.extend(book.classes.iter().flat_map(|rule| rule.watch.start(&history, stays_begun)));
        for one in book.any.iter().flat_map(|rule| &rule.watch.of) {
            state.extend(one.start(&history, stays_begun));
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
        let watched = self.watches_stays();
        if self.by_stay {
            state[OLD] = match open.as_slice() {
                _ if self.works_beside(&history) => SOME_OLD,
                [] => NONE_OLD,
                [_] => ONE_OLD,
                _ => SOME_OLD,
            };
        }
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
}
