//! 長い仕事: long work with progress, cancel and result, in the office's own database.
//!
//! A job is [`enqueue`]d within the deed that wants it, so it is there if and only if that deed was done. Whoever works
//! [`claim`]s one for a while (a lease) and [`beat`]s while at it; when he is gone his lease ends and another takes over.
//! Each claim bears a number greater than the one before. To [`finish`] is part of the deed that has the job's effect, and is
//! refused by an older number: so the effect is there exactly once, however often the work was begun.

mod job;
mod lost;
mod records;
mod work;

pub use job::{Job, JobId, State};
pub use lost::Trouble;
pub use records::{ROOM, cancel, enqueue, job, jobs_of};
pub use work::{Beat, Claim, Progress, beat, claim, fail, finish};
