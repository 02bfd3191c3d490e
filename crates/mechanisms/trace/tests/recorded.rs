//! Changes and what is said of them.

use both::Place;
use sea_orm::ConnectionTrait;
use store::{Deed, Fault, Store};
use trace::{Kind, Signer, concerning, purge, record, seal, verify};

use crate::office::{do_it, minute, opened, renamed, sealed};

async fn about(store: &Store, person: &str) -> Vec<(Kind, String, String)> {
    let person = person.parse().expect("an id");
    let seen = concerning(store, &person, None, 100).await.expect("it can be read");
    seen.into_iter().map(|seen| (seen.kind, seen.account, seen.deed)).collect()
}

#[test]
fn a_change_that_is_undone_leaves_no_trace_and_none_goes_without() {
    both::engines(async |place| {
        let store = opened(place).await;
        let undone: Result<(), Fault> = store
            .write(|write| {
                Box::pin(async move {
                    record(write, &renamed(0)).await?;
                    Err(Fault::Full)
                })
            })
            .await;
        assert!(undone.is_err());
        assert_eq!(about(&store, "p1").await, []);
        do_it(&store, &renamed(1)).await;
        let change = (Kind::Change, "hanako".to_owned(), "directory.rename_facility".to_owned());
        assert_eq!(about(&store, "p1").await, std::slice::from_ref(&change));
        assert_eq!(about(&store, "p2").await, [change], "each is told once");
        assert_eq!(about(&store, "p3").await, []);
    });
}

#[test]
fn the_latest_comes_first_page_by_page() {
    both::engines(async |place| {
        let store = opened(place).await;
        for minutes in [5, 1, 3, 2, 4] {
            do_it(&store, &renamed(minutes)).await;
        }
        let person = "p1".parse().expect("an id");
        let first = concerning(&store, &person, None, 3).await.expect("a page");
        let rest = concerning(&store, &person, Some(&first[2].id), 3).await.expect("a page");
        let at: Vec<_> = first.iter().chain(&rest).map(|seen| seen.at).collect();
        assert_eq!(at, [5, 4, 3, 2, 1].map(minute));
    });
}

/// Whoever is not the owner of the database, or does not know better.
#[test]
fn the_database_itself_refuses_to_alter_it() {
    both::engines(async |place: &Place| {
        let signer = Signer::new().expect("a key");
        let (store, _) = sealed(place, &signer).await;
        for statement in [
            "UPDATE trace_events SET account = 'taro'",
            "UPDATE trace_events SET body = NULL, salt = NULL, role = 'director'",
            "UPDATE trace_events SET body = '{}'",
            "DELETE FROM trace_events",
            "DELETE FROM trace_concerns WHERE person = 'p1'",
            "UPDATE trace_concerns SET person = 'p9'",
            "UPDATE trace_leaves SET position = position + 100",
            "DELETE FROM trace_seals WHERE number = 3",
        ] {
            let refused = store
                .write(|write| -> Deed<'_, (), Fault> {
                    Box::pin(async move {
                        write.execute_unprepared(statement).await?;
                        Ok(())
                    })
                })
                .await;
            let said = refused.expect_err(statement).to_string();
            assert!(said.contains("the trace is never altered"), "{statement}: {said}");
        }
    });
}

#[test]
fn what_was_written_can_be_purged_and_that_it_happened_stays() {
    both::engines(async |place| {
        let signer = Signer::new().expect("a key");
        let (store, roots) = sealed(place, &signer).await;
        let purged = store.write(|write| Box::pin(purge(write, minute(5), Kind::Change))).await;
        assert_eq!(purged.expect("it can be purged"), 5);
        let again = store.write(|write| Box::pin(purge(write, minute(5), Kind::Change))).await;
        assert_eq!(again.expect("nothing is left"), 0);
        let report = verify(&store, &roots, &signer.verifier()).await.expect("it can be verified");
        assert!(report.is_whole(), "{:?}", report.findings);
        assert_eq!(about(&store, "p1").await.len(), 10);
    });
}

#[test]
fn of_two_who_seal_at_once_each_event_is_sealed_once() {
    both::engines(async |place| {
        let (store, other) = (opened(place).await, place.open().await);
        for minutes in 0..20 {
            do_it(&store, &renamed(minutes)).await;
        }
        let (one, two) = tokio::join!(seal(&store, minute(30)), seal(&other, minute(30)));
        let sealed = [one.expect("one seals"), two.expect("the other too, or not")];
        let counts: i32 = sealed.iter().flatten().map(|seal| seal.count).sum();
        assert_eq!(counts, 20);
        assert_eq!(seal(&store, minute(31)).await.expect("nothing is new"), None);
        let signer = Signer::new().expect("a key");
        let report = verify(&store, &[], &signer.verifier()).await.expect("it can be verified");
        assert_eq!((report.sealed, report.waiting, report.is_whole()), (20, 0, true));
    });
}
