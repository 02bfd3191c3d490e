//! Parts of the time that somebody waits.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use planner::Patience;

/// Somebody who waits for a hundred seconds, and the seconds gone.
fn waits() -> (Patience, Arc<AtomicU64>) {
    let gone = Arc::new(AtomicU64::new(0));
    let clock = Arc::clone(&gone);
    let left = move || Duration::from_secs(100u64.saturating_sub(clock.load(Ordering::Relaxed)));
    (Patience::told_by(left), gone)
}

#[test]
fn a_part_of_the_time_is_one_of_what_is_left_when_it_begins() {
    let (whole, gone) = waits();
    let quarter = whole.part(1, 4);
    assert_eq!(quarter.left(), Duration::from_secs(25));
    gone.store(20, Ordering::Relaxed);
    assert_eq!((quarter.left(), whole.left()), (Duration::from_secs(5), Duration::from_secs(80)));
    assert_eq!(whole.part(1, 4).left(), Duration::from_secs(20));
    gone.store(25, Ordering::Relaxed);
    assert!(quarter.is_over() && !whole.is_over());
}

#[test]
fn parts_of_parts_end_no_later_than_the_whole() {
    let (whole, gone) = waits();
    // More than all is all; of nothing there is all.
    let parts = [whole.part(3, 2), whole.part(1, 0), whole.part(2, 3).part(1, 2), whole.part(0, 5)];
    assert_eq!(parts.each_ref().map(|part| part.left().as_secs()), [100, 100, 33, 0]);
    gone.store(100, Ordering::Relaxed);
    assert!(parts.iter().all(Patience::is_over));
}
