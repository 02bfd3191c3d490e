//! Whatever the owner of the database does to the trace is found.

use both::Place;
use store::Store;
use trace::{Finding, SignedRoot, Signer, verify};

use crate::office::{do_it, minute, renamed, sealed, tamper};

/// What is found once the owner has done something, beside roots that left the machine before.
fn found(statement: &str, expected: &dyn Fn(&[Finding]) -> bool) {
    both::engines(async |place| {
        let signer = Signer::new().expect("a key");
        let (store, roots) = sealed(place, &signer).await;
        let before = findings(&store, &roots, &signer).await;
        assert_eq!(before, [], "nothing was done yet");
        tamper(place, &store, statement).await;
        let findings = findings(&store, &roots, &signer).await;
        assert!(expected(&findings), "{statement}: {findings:?}");
    });
}

async fn findings(store: &Store, roots: &[SignedRoot], signer: &Signer) -> Vec<Finding> {
    verify(store, roots, &signer.verifier()).await.expect("it can be verified").findings
}

/// The event in such a place under a seal.
fn event_at(seal: i64, position: i32) -> String {
    format!("(SELECT event FROM trace_leaves WHERE seal = {seal} AND position = {position})")
}

#[test]
fn an_event_that_is_altered() {
    for change in [
        "account = 'taro'",
        "role = 'director'",
        "deed = 'directory.person_page'",
        "kind = 'read'",
        "subject = 'facility:9'",
        "subject = NULL",
        "at = '2026-12-01T00:02:01.000000+00:00'",
        "digest = ''",
    ] {
        let statement = format!("UPDATE trace_events SET {change} WHERE id = {}", event_at(1, 2));
        found(&statement, &|findings| {
            findings.iter().any(|one| matches!(one, Finding::Altered { seal: 1, .. }))
        });
    }
}

#[test]
fn what_was_written_of_it() {
    let forged = r#"body = '{"before":null}'"#;
    for change in [forged, "salt = ''", "salt = NULL", "body = NULL"] {
        let statement = format!("UPDATE trace_events SET {change} WHERE id = {}", event_at(2, 0));
        found(&statement, &|findings| matches!(findings, [Finding::BodyAltered { .. }]));
    }
}

#[test]
fn whom_it_concerns() {
    let event = event_at(3, 1);
    for statement in [
        format!("DELETE FROM trace_concerns WHERE person = 'p1' AND event = {event}"),
        format!("UPDATE trace_concerns SET person = 'p9' WHERE person = 'p1' AND event = {event}"),
        format!("INSERT INTO trace_concerns (event, person) VALUES ({event}, 'p3')"),
    ] {
        found(&statement, &|findings| matches!(findings, [Finding::Altered { seal: 3, .. }]));
    }
}

#[test]
fn an_event_that_is_removed() {
    let statement = format!("DELETE FROM trace_events WHERE id = {}", event_at(1, 0));
    found(&statement, &|findings| matches!(findings, [Finding::Removed { seal: 1, .. }]));
    let without_leaf = "DELETE FROM trace_leaves WHERE seal = 1 AND position = 3";
    found(without_leaf, &|findings| findings == [Finding::OutOfOrder { seal: 1 }]);
}

#[test]
fn events_in_another_order() {
    let swapped = "UPDATE trace_leaves SET position = CASE position WHEN 0 THEN 101 ELSE 100 END \
                   WHERE seal = 3 AND position < 2";
    found(swapped, &|findings| findings == [Finding::OutOfOrder { seal: 3 }]);
}

#[test]
fn an_end_that_is_cut_off() {
    let last = "DELETE FROM trace_seals WHERE number = 3";
    found(last, &|findings| findings == [Finding::CutOff { seal: 3 }]);
    found("DELETE FROM trace_seals WHERE number = 1", &|findings| {
        findings.contains(&Finding::ChainBroken { seal: 2 })
            && findings.contains(&Finding::CutOff { seal: 1 })
    });
}

#[test]
fn a_seal_that_is_altered() {
    for change in ["count = 2", "root = hash", "previous = ''", "number = 7"] {
        let statement = format!("UPDATE trace_seals SET {change} WHERE number = 2");
        found(&statement, &|findings| {
            findings
                .iter()
                .any(|one| matches!(one, Finding::ChainBroken { .. } | Finding::OutOfOrder { seal: 2 }))
        });
    }
}

/// Everything is consistent in itself, but it is not what left the machine.
#[test]
fn a_trace_that_is_written_anew() {
    both::engines(async |place| {
        let signer = Signer::new().expect("a key");
        let (_, roots) = sealed(place, &signer).await;
        let elsewhere = Place::new(place.engine);
        let (other, own) = sealed(&elsewhere, &signer).await;
        assert_eq!(findings(&other, &own, &signer).await, []);
        let found = findings(&other, &roots, &signer).await;
        assert_eq!(found, [1, 2, 3].map(|seal| Finding::Rewritten { seal }));
    });
}

#[test]
fn an_older_state_that_is_put_back() {
    both::engines(async |place| {
        let signer = Signer::new().expect("a key");
        let (store, mut roots) = sealed(place, &signer).await;
        let backup = store.backup(place.file("trace.backup")).await.expect("a backup");
        do_it(&store, &renamed(20)).await;
        let seal =
            trace::seal(&store, minute(20)).await.expect("it can be sealed").expect("something is new");
        roots.push(signer.sign("gunma", &seal));
        assert_eq!(findings(&store, &roots, &signer).await, []);
        store.close().await;
        place.remove();
        backup.restore(&place.address).await.expect("it can be put back");
        let back = place.open().await;
        assert_eq!(findings(&back, &roots, &signer).await, [Finding::CutOff { seal: 4 }]);
        do_it(&back, &renamed(21)).await;
        trace::seal(&back, minute(21)).await.expect("it can be sealed").expect("something is new");
        assert_eq!(
            findings(&back, &roots, &signer).await,
            [Finding::Rewritten { seal: 4 }],
            "as if it had gone on"
        );
    });
}
