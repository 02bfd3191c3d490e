//! The clock of a search. Here, and nowhere else, is it read: a limit stops the search at the next unit of work, and what
//! is shown on the way says when.

use std::time::{Duration, Instant};

use planner::{Go, Patience, Progress};
use problem::Problem;

use crate::rehearsal::Rehearsal;

/// With how many people it is rehearsed what comes after a search.
const FEW: usize = 40;

/// So many times what the rehearsal says is left for it: careers with work in them take longer to judge.
const TIMES: u32 = 2;

/// When a search began, and how long it may take.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    began: Instant,
    limit: Option<Duration>,
    /// The part of the limit that is for the search.
    search: Option<Duration>,
}

impl Clock {
    /// It begins now.
    #[expect(
        clippy::disallowed_methods,
        reason = "clock time enters at the front door only, and only to stop and to show"
    )]
    pub fn start(limit: Option<Duration>) -> Self {
        Self { began: Instant::now(), limit, search: limit }
    }

    /// How long it took so far.
    pub fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    /// Leaves room within the limit for what comes after the search, which is rehearsed with a few people: never more
    /// than half of the time.
    pub fn leave_room_to_check(&mut self, problem: &Problem) {
        let Some(limit) = self.limit else { return };
        let mut rehearsal = Rehearsal::with(problem, FEW);
        let played = |rehearsal: &Rehearsal| {
            let before = self.elapsed();
            rehearsal.play();
            self.elapsed().saturating_sub(before)
        };
        let (some, few) = (played(&rehearsal), count(rehearsal.people()));
        rehearsal.with_nobody();
        let nobody = played(&rehearsal);
        let everybody = nobody + some.saturating_sub(nobody) / few * count(problem.people.len());
        self.search = Some(limit.saturating_sub(everybody * TIMES).max(limit / 2));
    }

    /// How long it is until the time for the search is over.
    pub fn patience(&self) -> Option<Patience> {
        let (began, limit) = (self.began, self.search?);
        Some(Patience::told_by(move || limit.saturating_sub(began.elapsed())))
    }

    /// Whether the time for the search is over.
    pub fn out_of_time(&self) -> bool {
        self.search.is_some_and(|limit| self.elapsed() >= limit)
    }

    /// Whether to go on. `stop`: whether it is to stop whatever the time.
    pub fn says(&self, stop: bool, seen: &Progress) -> Go {
        let region_over = || self.search.is_some_and(|limit| self.elapsed() >= until_here(limit, seen));
        match stop || self.out_of_time() {
            true => Go::Stop,
            false if region_over() => Go::Next,
            false => Go::On,
        }
    }
}

/// A number of people to share by.
fn count(people: usize) -> u32 {
    u32::try_from(people).unwrap_or(u32::MAX).max(1)
}

/// The part of a time that is for the regions up to the one at hand: it is shared out by people.
fn until_here(whole: Duration, seen: &Progress) -> Duration {
    (whole / count(seen.of)).saturating_mul(count(seen.through))
}
