//! The clock of a search. Here, and nowhere else, is it read: a limit stops the search at the next unit of work, and what
//! is shown on the way says when.

use std::time::{Duration, Instant};

use planner::{Go, Patience, Progress};

/// When a search began, and how long it may take.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    began: Instant,
    limit: Option<Duration>,
}

impl Clock {
    /// It begins now.
    #[expect(
        clippy::disallowed_methods,
        reason = "clock time enters at the front door only, and only to stop and to show"
    )]
    pub fn start(limit: Option<Duration>) -> Self {
        Self { began: Instant::now(), limit }
    }

    /// How long it took so far.
    pub fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    /// How long it is until the time is over.
    pub fn patience(&self) -> Option<Patience> {
        let (began, limit) = (self.began, self.limit?);
        Some(Patience::told_by(move || limit.saturating_sub(began.elapsed())))
    }

    /// Whether the time is over.
    pub fn out_of_time(&self) -> bool {
        self.limit.is_some_and(|limit| self.elapsed() >= limit)
    }

    /// Whether to go on. `stop`: whether it is to stop whatever the time.
    pub fn says(&self, stop: bool, seen: &Progress) -> Go {
        let region_over = || self.limit.is_some_and(|limit| self.elapsed() >= until_here(limit, seen));
        match stop || self.out_of_time() {
            true => Go::Stop,
            false if region_over() => Go::Next,
            false => Go::On,
        }
    }
}

/// The part of a time that is for the regions up to the one at hand: it is shared out by people.
fn until_here(whole: Duration, seen: &Progress) -> Duration {
    let count = |people: usize| u32::try_from(people).unwrap_or(u32::MAX).max(1);
    (whole / count(seen.of)).saturating_mul(count(seen.through))
}
