//! Whoever works is killed at any moment; the effects of all jobs are there once each.

use std::{
    process::{Child, Command, Stdio},
    time::Duration,
};

use both::Place;
use chrono::{DateTime, TimeDelta, Utc};
use jobs::{State, claim, jobs_of};
use sea_orm::EntityTrait;
use store::{Durability, Store};

use crate::ledger::{KIND, effect, effects, opened, take_effect, wanted};

const WORKER: &str = "TSUNAGU_WORKER_AT";
const JOBS: usize = 120;

/// So short that a test need not wait for whoever was killed.
const SHORT: TimeDelta = TimeDelta::milliseconds(50);

#[test]
fn each_job_has_its_effect_once_whoever_is_killed() {
    if let Ok(address) = std::env::var(WORKER) {
        return work_until_killed(&address);
    }
    both::engines(async |place| {
        let store = opened(place).await;
        for _ in 0..JOBS {
            wanted(&store, 0).await;
        }
        for time in 0..6u64 {
            let (before, mut worker) = (effects(&store).await, worker_at(place));
            while effects(&store).await == before {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            tokio::time::sleep(Duration::from_micros(time * 2_900)).await;
            worker.kill().expect("it can be killed");
            worker.wait().expect("it is gone");
        }
        // The rest is done here, asked for when the lease of whoever was killed last has ended.
        while let Some(own) = claim(&store, &[KIND], now() + SHORT, SHORT).await.expect("it can be asked") {
            take_effect(&store, &own, 0).await.expect("it has its effect");
        }
        let view = store.view().await.expect("a view");
        let all = jobs_of(&view, &"hanako".parse().expect("an id"), 1_000).await.expect("a list");
        let done: Vec<String> =
            all.iter().filter(|job| job.state == State::Done).map(|job| job.id.to_string()).collect();
        assert!(all.iter().all(|job| matches!(job.state, State::Done | State::Failed)), "all have ended");
        assert!(done.len() >= JOBS - 2, "{} of {JOBS}", done.len());
        let mut had: Vec<String> =
            effect::Entity::find().all(&*view).await.expect("effects").into_iter().map(|of| of.job).collect();
        had.sort();
        let mut done = done;
        done.sort();
        assert_eq!(had, done, "once each, and none of what was not done");
    });
}

fn worker_at(place: &Place) -> Child {
    Command::new(std::env::current_exe().expect("this program"))
        .args(["killed::each_job_has_its_effect_once_whoever_is_killed", "--exact"])
        .env(WORKER, place.typed())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a worker begins")
}

fn work_until_killed(address: &str) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let address = address.parse().expect("an address");
        let store = Store::open(address, Durability::Disk).await.expect("it can be opened");
        loop {
            if let Some(own) = claim(&store, &[KIND], now(), SHORT).await.expect("it can be asked") {
                tokio::time::sleep(Duration::from_millis(8)).await;
                // Whoever was too slow has lost it to another; there is none here, so it is there for the next.
                drop(take_effect(&store, &own, 0).await);
            }
        }
    });
}

#[expect(
    clippy::disallowed_methods,
    reason = "leases of processes that are killed end by the clock on the wall"
)]
fn now() -> DateTime<Utc> {
    std::time::SystemTime::now().into()
}
