//! A full disk, and a database that goes away and comes back: a clear answer, nothing half done, and it goes on.

use both::{Engine, Place};
use sea_orm::ConnectionTrait;
use store::{Deed, Durability, Fault, Store};

use crate::ledger::{add, migrated, open_account, sums};

#[test]
fn a_full_disk_is_told_and_nothing_is_half_done() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let place = Place::new(Engine::Sqlite);
        let store = migrated(&place).await;
        let account = open_account(&store).await.expect("an account");
        // SQLite takes it as it takes a disk without room.
        pages(&store, "max_page_count = 1").await.expect("no more pages than there are");
        let mut added = 0;
        let full = loop {
            match store.write(|write| Box::pin(add(write, account, 1))).await {
                Ok(_) => added += 1,
                Err(fault) => break fault,
            }
        };
        assert!(matches!(full, Fault::Full), "{full:?}");
        assert_eq!(sums(&store).await, [(added, added)], "what was acknowledged, and no more");
        pages(&store, "max_page_count = 100000").await.expect("there is room again");
        store.write(|write| Box::pin(add(write, account, 1))).await.expect("it goes on");
        assert_eq!(sums(&store).await, [(added + 1, added + 1)]);
    });
}

async fn pages(store: &Store, pragma: &str) -> Result<(), Fault> {
    let pragma = format!("PRAGMA {pragma}");
    store
        .write(|write| -> Deed<'_, (), Fault> {
            let pragma = pragma.clone();
            Box::pin(async move {
                write.execute_unprepared(&pragma).await?;
                Ok(())
            })
        })
        .await
}

#[test]
fn a_database_that_goes_away_is_told_and_comes_back() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let place = Place::new(Engine::Postgres);
        let store = migrated(&place).await;
        let account = open_account(&store).await.expect("an account");
        let admin =
            Store::open(place.address.clone(), Durability::Process).await.expect("another connection");
        let lost = store
            .write(|write| -> Deed<'_, (), Fault> {
                let admin = &admin;
                Box::pin(async move {
                    add(write, account, 5).await?;
                    thrown_out(admin, write).await;
                    add(write, account, 5).await.map(drop)
                })
            })
            .await;
        assert!(matches!(lost, Err(Fault::Gone(_))), "{lost:?}");
        store
            .write(|write| Box::pin(add(write, account, 1)))
            .await
            .expect("it goes on by another connection");
        assert_eq!(sums(&store).await, [(1, 1)]);
    });
}

/// Ends the connection of a deed, as a restart of PostgreSQL does.
async fn thrown_out(admin: &Store, write: &store::Write<'_>) {
    let own = sea_orm::Statement::from_string(write.get_database_backend(), "SELECT pg_backend_pid() AS pid");
    let row = write.query_one_raw(own).await.expect("it can be asked").expect("a row");
    let pid: i32 = row.try_get("", "pid").expect("a number");
    let view = admin.view().await.expect("a view");
    view.execute_unprepared(&format!("SELECT pg_terminate_backend({pid})")).await.expect("it is thrown out");
}
