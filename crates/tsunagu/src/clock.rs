//! The clock of a search. Here, and nowhere else, is it read: a limit stops the search at the next unit of work, and what
//! is shown on the way says when.

use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use chrono::{DateTime, FixedOffset, Utc};
use kernel::Date;
use planner::{Go, Patience, Progress};
use problem::{Apart, Certificate, Node, Problem};

use crate::rehearsal::Rehearsal;

/// Hours by which Japan is ahead of UTC.
const AHEAD: i32 = 9;

/// What the clock on the wall shows.
#[expect(clippy::disallowed_methods, reason = "the front door is where time comes in")]
pub fn now() -> DateTime<Utc> {
    std::time::SystemTime::now().into()
}

/// The day that it is in Japan.
pub fn today(now: DateTime<Utc>) -> Date {
    let japan = FixedOffset::east_opt(AHEAD * 3600).expect("it is less than a day ahead");
    Date::try_from(now.with_timezone(&japan).date_naive()).expect("the clock shows a day of the calendar")
}

/// With how many people it is rehearsed what comes after a search: what all share takes as long with few as with more.
const FEW: usize = 12;
const MORE: usize = 36;

/// Of many people one in so many: a few from all over a country say little of it.
const OF_MANY: usize = 100;

/// So many times what the rehearsal says is left for it: careers with work in them take longer to judge.
const TIMES: u32 = 2;

/// Leaves of the tree that is rehearsed.
const LEAVES: usize = 5;

/// Leaves for which room is left for each person, within so small a part of the limit: a better plan is worth more than
/// a certificate of all that was proven. A tree over everybody, without which little is, gets the room that it needs.
const ROOM_FOR_LEAVES: usize = 30;
const PART_FOR_LEAVES: u32 = 30;

/// The largest part of the limit that is left: the first careers that are judged take longest, and few say little of many.
const PART_AT_MOST: u32 = 4;

/// A part of the limit that is left besides, for steps that are under way when the time for the search is over.
const PART_FOR_STEPS: u32 = 60;

/// When a search began, and how long it may take.
#[derive(Clone, Debug)]
pub struct Clock {
    began: Instant,
    limit: Option<Duration>,
    /// What was rehearsed, once there was a first plan.
    room: Arc<OnceLock<Room>>,
    /// Careers that the trees told so far ask for.
    to_check: Arc<AtomicUsize>,
}

/// The time to leave for what comes after a search.
#[derive(Clone, Copy, Debug)]
struct Room {
    /// To check the plan, and a certificate without trees.
    check: Duration,
    /// For one person in one leaf of a tree.
    leaf: Duration,
    /// For all leaves.
    leaves: Duration,
}

impl Clock {
    /// It begins now.
    #[expect(
        clippy::disallowed_methods,
        reason = "clock time enters at the front door only, and only to stop and to show"
    )]
    pub fn start(limit: Option<Duration>) -> Self {
        Self { began: Instant::now(), limit, room: Arc::default(), to_check: Arc::default() }
    }

    /// How long it took so far.
    pub fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    /// Leaves room within the limit for what comes after the search, which is rehearsed with a few people as soon as there
    /// is a first plan.
    pub fn leave_room_to_check(&self, problem: &Problem, seen: &Progress) {
        if self.limit.is_some() && !seen.phase.begins() {
            self.room.get_or_init(|| self.rehearsed(problem));
            self.to_check.store(seen.to_check, Ordering::Relaxed);
        }
    }

    fn rehearsed(&self, problem: &Problem) -> Room {
        let rehearsal = Rehearsal::with(problem, FEW);
        let timed = |play: &dyn Fn()| {
            let before = self.elapsed();
            play();
            self.elapsed().saturating_sub(before)
        };
        let (some, few) = (timed(&|| rehearsal.play()), count(rehearsal.people()));
        let [one, many] = [1, LEAVES].map(|leaves| timed(&|| rehearsal.play_tree(leaves)));
        let leaf = many.saturating_sub(one) / few / count(LEAVES - 1);
        let mut rehearsal = Rehearsal::with(problem, MORE.max(problem.people.len() / OF_MANY));
        let (most, more) = (timed(&|| rehearsal.play()), count(rehearsal.people()));
        rehearsal.with_nobody();
        let nobody = timed(&|| rehearsal.play());
        let all = count(problem.people.len());
        let each = match more.checked_sub(few) {
            Some(others @ 1..) => most.saturating_sub(some) / others,
            _ => some.saturating_sub(nobody) / few,
        };
        let check = (most.max(nobody) + each * all) * TIMES;
        Room { check, leaf, leaves: leaf * all * count(ROOM_FOR_LEAVES) }
    }

    /// The certificate without those trees for which no time is left, the largest first.
    pub fn affordable(&self, mut certificate: Certificate) -> Certificate {
        let (Some(limit), Some(room)) = (self.limit, self.room.get()) else { return certificate };
        let Node::Leaf { apart, .. } = &mut certificate.tree else { return certificate };
        let left = limit.saturating_sub(self.elapsed()).saturating_sub(room.check / TIMES);
        apart.sort_by_key(careers);
        let mut taken = Duration::ZERO;
        apart.retain(|part| {
            taken += room.leaf * careers(part);
            taken <= left
        });
        certificate
    }

    /// The part of the limit that is for the search.
    fn search(&self) -> Option<Duration> {
        let limit = self.limit?;
        let room = self.room.get().map(|room| {
            let trees = room.leaf * u32::try_from(self.to_check.load(Ordering::Relaxed)).unwrap_or(u32::MAX);
            room.check + trees.max(room.leaves.min(limit / PART_FOR_LEAVES))
        });
        Some(limit - limit / PART_FOR_STEPS - room.unwrap_or_default().min(limit / PART_AT_MOST))
    }

    /// How long it is until the time for the search is over.
    pub fn patience(&self) -> Option<Patience> {
        let clock = self.clone();
        self.limit.map(|_| {
            Patience::told_by(move || clock.search().unwrap_or_default().saturating_sub(clock.elapsed()))
        })
    }

    /// Whether the time for the search is over.
    pub fn out_of_time(&self) -> bool {
        self.search().is_some_and(|limit| self.elapsed() >= limit)
    }

    /// Whether to go on. `stop`: whether it is to stop whatever the time.
    pub fn says(&self, stop: bool) -> Go {
        if stop || self.out_of_time() { Go::Stop } else { Go::On }
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
