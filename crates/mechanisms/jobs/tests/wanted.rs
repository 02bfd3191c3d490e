//! Wanting something, and wanting it no more.

use jobs::{Beat, JobId, Progress, State, Trouble, beat, cancel, claim, enqueue, fail, job, jobs_of};
use serde_json::json;
use store::{Deed, Fault, Store};

use crate::ledger::{KIND, LEASE, effects, opened, second, stamp, take_effect, wanted};

async fn cancelled(store: &Store, id: &JobId, seconds: i64) -> Result<State, Trouble> {
    let at = second(seconds);
    store.write(|write| -> Deed<'_, State, Trouble> { Box::pin(cancel(write, id, at)) }).await
}

async fn state(store: &Store, id: &JobId) -> State {
    let view = store.view().await.expect("a view");
    job(&view, id).await.expect("it can be read").expect("a job").state
}

#[test]
fn a_job_is_there_if_the_deed_that_wants_it_was_done() {
    both::engines(async |place| {
        let store = opened(place).await;
        let stamp = stamp(0);
        let undone: Result<(), Fault> = store
            .write(|write| {
                Box::pin(async {
                    enqueue(write, KIND, &json!(null), &stamp).await?;
                    Err(Fault::Full)
                })
            })
            .await;
        assert!(undone.is_err());
        assert_eq!(claim(&store, &[KIND], second(1), LEASE).await.expect("it can be asked"), None);
    });
}

#[test]
fn what_nobody_works_at_is_cancelled_at_once() {
    both::engines(async |place| {
        let store = opened(place).await;
        let id = wanted(&store, 0).await;
        assert_eq!(cancelled(&store, &id, 1).await.expect("it can be cancelled"), State::Cancelled);
        assert_eq!(claim(&store, &[KIND], second(2), LEASE).await.expect("it can be asked"), None);
        assert!(matches!(cancelled(&store, &JobId::given("another"), 1).await, Err(Trouble::NoJob)));
    });
}

#[test]
fn who_works_at_it_is_told_and_it_has_no_effect() {
    both::engines(async |place| {
        let store = opened(place).await;
        let id = wanted(&store, 0).await;
        let own = claim(&store, &[KIND], second(1), LEASE).await.expect("it can be asked").expect("a job");
        assert_eq!(cancelled(&store, &id, 2).await.expect("it can be cancelled"), State::Running);
        let told = beat(&store, &own, Progress { permille: 10, message: "" }, (second(3), LEASE)).await;
        assert_eq!(told.expect("he has it"), Beat::Cancel);
        assert_eq!(fail(&store, &own, "cancelled", second(4)).await.expect("he ends it"), State::Cancelled);
        assert!(matches!(take_effect(&store, &own, 5).await, Err(Trouble::Lost)));
        assert_eq!((state(&store, &id).await, effects(&store).await), (State::Cancelled, 0));
    });
}

#[test]
fn what_is_to_be_cancelled_is_not_taken_over() {
    both::engines(async |place| {
        let store = opened(place).await;
        let id = wanted(&store, 0).await;
        claim(&store, &[KIND], second(1), LEASE).await.expect("it can be asked").expect("a job");
        cancelled(&store, &id, 2).await.expect("it can be cancelled");
        assert_eq!(claim(&store, &[KIND], second(100), LEASE).await.expect("it can be asked"), None);
        assert_eq!(state(&store, &id).await, State::Cancelled);
    });
}

#[test]
fn what_has_ended_cannot_be_cancelled() {
    both::engines(async |place| {
        let store = opened(place).await;
        let id = wanted(&store, 0).await;
        let own = claim(&store, &[KIND], second(1), LEASE).await.expect("it can be asked").expect("a job");
        take_effect(&store, &own, 2).await.expect("it has its effect");
        assert_eq!(cancelled(&store, &id, 3).await.expect("it can be asked"), State::Done);
        assert_eq!(state(&store, &id).await, State::Done);
    });
}

#[test]
fn jobs_are_listed_by_who_wants_them_and_claimed_by_kind() {
    both::engines(async |place| {
        let store = opened(place).await;
        let (first, second_one) = (wanted(&store, 0).await, wanted(&store, 5).await);
        let view = store.view().await.expect("a view");
        let listed = jobs_of(&view, &"hanako".parse().expect("an id"), 10).await.expect("a list");
        assert_eq!(listed.iter().map(|job| &job.id).collect::<Vec<_>>(), [&second_one, &first]);
        assert_eq!(jobs_of(&view, &"taro".parse().expect("an id"), 10).await.expect("a list"), []);
        drop(view);
        assert_eq!(claim(&store, &["another"], second(9), LEASE).await.expect("it can be asked"), None);
        let own = claim(&store, &[KIND], second(9), LEASE).await.expect("it can be asked").expect("a job");
        assert_eq!(own.id, first, "the oldest");
        let failed = fail(&store, &own, "no such file", second(10)).await.expect("he ends it");
        assert_eq!(failed, State::Failed);
    });
}
