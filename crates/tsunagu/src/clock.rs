//! The clock of a search. Here, and nowhere else, is it read: a limit stops the search at the next unit of work, and what
//! is shown on the way says when.

use std::time::{Duration, Instant};

use planner::{Go, Patience, Progress};
use problem::{Apart, Certificate, Node, Problem};

use crate::rehearsal::Rehearsal;

/// With how many people it is rehearsed what comes after a search.
const FEW: usize = 12;

/// So many times what the rehearsal says is left for it: careers with work in them take longer to judge.
const TIMES: u32 = 2;

/// Leaves of the tree that is rehearsed, and leaves for which room is left: trees over more people than are mixed at once
/// end sooner.
const LEAVES: usize = 5;
const ROOM_FOR_LEAVES: usize = 30;

/// When a search began, and how long it may take.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    began: Instant,
    limit: Option<Duration>,
    /// The part of the limit that is for the search.
    search: Option<Duration>,
    /// What it takes to check the plan and a certificate without trees, and one person in one leaf of a tree.
    check: Duration,
    leaf: Duration,
}

impl Clock {
    /// It begins now.
    #[expect(
        clippy::disallowed_methods,
        reason = "clock time enters at the front door only, and only to stop and to show"
    )]
    pub fn start(limit: Option<Duration>) -> Self {
        let (check, leaf) = Default::default();
        Self { began: Instant::now(), limit, search: limit, check, leaf }
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
        let began = *self;
        let timed = |play: &dyn Fn()| {
            let before = began.elapsed();
            play();
            began.elapsed().saturating_sub(before)
        };
        let (some, few) = (timed(&|| rehearsal.play()), count(rehearsal.people()));
        let [one, many] = [1, LEAVES].map(|leaves| timed(&|| rehearsal.play_tree(leaves)));
        self.leaf = many.saturating_sub(one) / few / count(LEAVES - 1);
        rehearsal.with_nobody();
        let nobody = timed(&|| rehearsal.play());
        let all = count(problem.people.len());
        self.check = (nobody + some.saturating_sub(nobody) / few * all) * TIMES;
        let trees = self.leaf * all * count(ROOM_FOR_LEAVES);
        self.search = Some(limit.saturating_sub(self.check + trees).max(limit / 2));
    }

    /// The certificate without those trees for which no time is left, the largest first.
    pub fn affordable(&self, mut certificate: Certificate) -> Certificate {
        let (Some(limit), Node::Leaf { apart, .. }) = (self.limit, &mut certificate.tree) else {
            return certificate;
        };
        let left = limit.saturating_sub(self.elapsed()).saturating_sub(self.check / 2);
        apart.sort_by_key(careers);
        let mut taken = Duration::ZERO;
        apart.retain(|part| {
            taken += self.leaf * careers(part);
            taken <= left
        });
        certificate
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

/// How many careers the leaves of a part's tree ask for.
fn careers(part: &Apart) -> u32 {
    count(part.tree.leaves() * part.people.len())
}

/// A number of people to share by.
fn count(people: usize) -> u32 {
    u32::try_from(people).unwrap_or(u32::MAX).max(1)
}

/// The part of a time that is for the regions up to the one at hand: it is shared out by people.
fn until_here(whole: Duration, seen: &Progress) -> Duration {
    (whole / count(seen.of)).saturating_mul(count(seen.through))
}
