//! Readings of many requests at once.

use both::Engine;
use serde_json::json;
use trace::{Event, Kind, Readings, Signer, address_of_readings, concerning, seal, verify};

use crate::office::{hanako, minute, opened};

fn page_of(person: usize) -> Event {
    let shown = json!({ "query": format!("/people/p{person}"), "classes": ["personal"] });
    let person = format!("p{person}").parse().expect("an id");
    Event::read(hanako(), minute(0), "directory.person_page", shown).concerning([person])
}

#[test]
fn each_reading_is_there_once_it_is_acknowledged() {
    both::engines(async |place| {
        let store = opened(place).await;
        let readings = Readings::begin(store.clone());
        let mut requests = tokio::task::JoinSet::new();
        for person in 0..400 {
            let (readings, store) = (readings.clone(), store.clone());
            requests.spawn(async move {
                readings.record(page_of(person)).await.expect("it can be traced");
                let person = format!("p{person}").parse().expect("an id");
                let seen = concerning(&store, &person, None, 9).await.expect("it can be read");
                assert_eq!(seen.len(), 1);
                assert_eq!(seen[0].kind, Kind::Read);
            });
        }
        requests.join_all().await;
        seal(&store, minute(1)).await.expect("it can be sealed").expect("something is new");
        let signer = Signer::new().expect("a key");
        let report = verify(&store, &[], &signer.verifier()).await.expect("it can be verified");
        assert_eq!((report.sealed, report.is_whole()), (400, true));
    });
}

#[test]
fn what_cannot_be_traced_is_told_to_whoever_read_it() {
    both::engines(async |place| {
        // There are no tables yet.
        let readings = Readings::begin(place.open().await);
        let refused = readings.record(page_of(1)).await;
        assert!(refused.is_err(), "it must not leave the house");
    });
}

#[test]
fn on_sqlite_readings_have_a_file_of_their_own() {
    both::engines(async |place| {
        let address = address_of_readings(&place.address).expect("an address");
        match place.engine {
            Engine::Sqlite => assert_eq!(address.file(), Some(place.file("office-readings.db").as_path())),
            Engine::Postgres => assert_eq!(address, place.address),
        }
    });
}
