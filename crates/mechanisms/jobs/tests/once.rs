//! The effect of a job is there exactly once.

use jobs::{Beat, Progress, State, Trouble, beat, claim, job};
use serde_json::json;

use crate::ledger::{KIND, LEASE, effects, opened, second, take_effect, wanted};

#[test]
fn a_job_is_claimed_by_one_and_has_its_effect() {
    both::engines(async |place| {
        let store = opened(place).await;
        let id = wanted(&store, 0).await;
        let own = claim(&store, &[KIND], second(1), LEASE).await.expect("it can be asked").expect("a job");
        assert_eq!((&own.id, &own.input, own.token), (&id, &json!({ "of": 7 }), 1));
        assert_eq!(
            claim(&store, &[KIND], second(2), LEASE).await.expect("it can be asked"),
            None,
            "it is had"
        );
        take_effect(&store, &own, 3).await.expect("it has its effect");
        let view = store.view().await.expect("a view");
        let ended = job(&view, &id).await.expect("it can be read").expect("a job");
        assert_eq!(
            (ended.state, ended.permille, ended.result),
            (State::Done, 1_000, Some(json!({ "counted": 7 })))
        );
        assert_eq!(effects(&store).await, 1);
        assert!(matches!(take_effect(&store, &own, 4).await, Err(Trouble::Lost)), "it was done");
        assert_eq!(effects(&store).await, 1);
    });
}

#[test]
fn who_was_away_too_long_has_no_effect() {
    both::engines(async |place| {
        let store = opened(place).await;
        wanted(&store, 0).await;
        let asleep = claim(&store, &[KIND], second(0), LEASE).await.expect("it can be asked").expect("a job");
        assert_eq!(claim(&store, &[KIND], second(29), LEASE).await.expect("it can be asked"), None);
        let other =
            claim(&store, &[KIND], second(30), LEASE).await.expect("it can be asked").expect("he took over");
        assert_eq!((&other.id, other.token), (&asleep.id, 2));
        assert!(matches!(take_effect(&store, &asleep, 31).await, Err(Trouble::Lost)));
        assert_eq!(effects(&store).await, 0, "what he did is undone");
        let progress = Progress { permille: 500, message: "half" };
        assert!(matches!(beat(&store, &asleep, progress, (second(31), LEASE)).await, Err(Trouble::Lost)));
        take_effect(&store, &other, 32).await.expect("the other's is there");
        assert_eq!(effects(&store).await, 1);
    });
}

#[test]
fn who_says_how_far_he_is_keeps_it() {
    both::engines(async |place| {
        let store = opened(place).await;
        let id = wanted(&store, 0).await;
        let own = claim(&store, &[KIND], second(0), LEASE).await.expect("it can be asked").expect("a job");
        for (seconds, permille) in [(20, 250), (40, 500), (60, 5_000)] {
            let progress = Progress { permille, message: "counting" };
            let told = beat(&store, &own, progress, (second(seconds), LEASE)).await;
            assert_eq!(told.expect("he has it"), Beat::On);
        }
        assert_eq!(claim(&store, &[KIND], second(89), LEASE).await.expect("it can be asked"), None);
        let view = store.view().await.expect("a view");
        let seen = job(&view, &id).await.expect("it can be read").expect("a job");
        assert_eq!((seen.state, seen.permille, seen.message.as_str()), (State::Running, 1_000, "counting"));
    });
}

#[test]
fn of_many_who_claim_each_has_another() {
    both::engines(async |place| {
        let store = std::sync::Arc::new(opened(place).await);
        for seconds in 0..12 {
            wanted(&store, seconds).await;
        }
        let mut hands = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let store = std::sync::Arc::clone(&store);
            hands.spawn(async move {
                let mut done = 0;
                while let Some(own) =
                    claim(&store, &[KIND], second(20), LEASE).await.expect("it can be asked")
                {
                    take_effect(&store, &own, 21).await.expect("it has its effect");
                    done += 1;
                }
                done
            });
        }
        let done: i32 = hands.join_all().await.into_iter().sum();
        assert_eq!((done, effects(&store).await), (12, 12));
    });
}

#[test]
fn what_kills_everybody_is_given_up() {
    both::engines(async |place| {
        let store = opened(place).await;
        let id = wanted(&store, 0).await;
        for time in 0..5 {
            let own = claim(&store, &[KIND], second(time * 30), LEASE).await.expect("it can be asked");
            assert!(own.is_some(), "time {time}");
        }
        assert_eq!(claim(&store, &[KIND], second(150), LEASE).await.expect("it can be asked"), None);
        let view = store.view().await.expect("a view");
        let given_up = job(&view, &id).await.expect("it can be read").expect("a job");
        assert_eq!((given_up.state, given_up.ended_at), (State::Failed, Some(second(150))));
    });
}
