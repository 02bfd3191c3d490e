//! An office whose trace is looked at: ten changes under three seals, all of them fictitious.

use both::{Engine, Place};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use sea_orm::ConnectionTrait;
use serde_json::json;
use store::{Deed, Fault, Stamp, Store};
use trace::{Actor, Event, ROOM, SignedRoot, Signer, Subject, record, seal};

pub const CHAIN: &str = "gunma";

/// So many minutes after the office opened.
pub fn minute(minutes: i64) -> DateTime<Utc> {
    let opened = Utc.with_ymd_and_hms(2026, 12, 1, 0, 0, 0).single().expect("a day");
    opened + TimeDelta::minutes(minutes)
}

pub fn hanako() -> Actor {
    Actor { account: "hanako".parse().expect("an id"), role: "career-coordinator".to_owned() }
}

/// A hospital gets another name, which concerns two people.
pub fn renamed(minutes: i64) -> Event {
    let body = json!({ "before": { "name": "渋川総合病院" }, "after": { "name": "渋川医療センター" }, "reason": "統合" });
    let people = ["p2", "p1", "p2"].map(|person| person.parse().expect("an id"));
    Event::change(hanako(), minute(minutes), "directory.rename_facility", body)
        .of(Subject { kind: "facility", id: "0412345".to_owned() })
        .concerning(people)
}

pub async fn do_it(store: &Store, event: &Event) {
    let done = store.write(|write| -> Deed<'_, (), Fault> { Box::pin(record(write, event)) }).await;
    done.expect("it can be recorded");
}

pub async fn opened(place: &Place) -> Store {
    let store = place.open().await;
    let stamp = Stamp { at: minute(0), by: "tsunagu".parse().expect("an id") };
    store.migrate(&[ROOM], &stamp).await.expect("its tables are made");
    store
}

/// Ten changes under three seals, and the roots that left the machine.
pub async fn sealed(place: &Place, signer: &Signer) -> (Store, Vec<SignedRoot>) {
    let store = opened(place).await;
    let mut roots = Vec::new();
    for minutes in 0..10 {
        do_it(&store, &renamed(minutes)).await;
        if [3, 4, 9].contains(&minutes) {
            let seal =
                seal(&store, minute(minutes)).await.expect("it can be sealed").expect("something is new");
            roots.push(signer.sign(CHAIN, &seal));
        }
    }
    (store, roots)
}

/// As the owner of the database: nothing keeps him from it.
pub async fn tamper(place: &Place, store: &Store, statement: &str) {
    let free = match place.engine {
        Engine::Postgres => "SET LOCAL session_replication_role = replica".to_owned(),
        Engine::Sqlite => ["events", "concerns", "leaves", "seals"]
            .iter()
            .flat_map(|table| {
                ["kept", "there"].map(|what| format!("DROP TRIGGER IF EXISTS trace_{table}_{what};"))
            })
            .collect(),
    };
    let done = store
        .write(|write| -> Deed<'_, u64, Fault> {
            let (free, statement) = (free.clone(), statement.to_owned());
            Box::pin(async move {
                write.execute_unprepared(&free).await?;
                Ok(write.execute_unprepared(&statement).await?.rows_affected())
            })
        })
        .await;
    assert_ne!(done.expect("he can"), 0, "{statement} does something");
}
