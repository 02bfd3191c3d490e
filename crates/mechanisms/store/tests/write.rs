//! One way to write: wholly or not at all, and as if nobody else did.

use std::sync::Arc;

use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};
use store::Fault;

use crate::ledger::{add, entry, migrated, open_account, sums};

#[test]
fn what_is_refused_leaves_nothing() {
    both::engines(async |place| {
        let store = migrated(place).await;
        let account = open_account(&store).await.expect("an account");
        let refused: Result<(), Fault> = store
            .write(|write| {
                Box::pin(async move {
                    add(write, account, 5).await?;
                    Err(Fault::Full)
                })
            })
            .await;
        assert!(matches!(refused, Err(Fault::Full)));
        assert_eq!(sums(&store).await, [(0, 0)]);
    });
}

#[test]
fn of_many_who_add_to_one_sum_none_is_lost() {
    both::engines(async |place| {
        let store = Arc::new(migrated(place).await);
        let account = open_account(&store).await.expect("an account");
        let mut clerks = tokio::task::JoinSet::new();
        for clerk in 1..=4 {
            let store = Arc::clone(&store);
            clerks.spawn(async move {
                for _ in 0..10 {
                    let added = store.write(|write| Box::pin(add(write, account, clerk))).await;
                    added.expect("it can be added");
                }
            });
        }
        while let Some(done) = clerks.join_next().await {
            done.expect("no clerk fails");
        }
        assert_eq!(sums(&store).await, [(100, 100)]);
    });
}

#[test]
fn a_view_sees_one_moment() {
    both::engines(async |place| {
        let store = migrated(place).await;
        let account = open_account(&store).await.expect("an account");
        let view = store.view().await.expect("a view");
        assert_eq!(entry::Entity::find().count(&*view).await.expect("a number"), 0);
        store.write(|write| Box::pin(add(write, account, 1))).await.expect("it can be added");
        assert_eq!(entry::Entity::find().count(&*view).await.expect("a number"), 0);
        assert_eq!(sums(&store).await, [(1, 1)]);
    });
}

#[test]
fn nothing_can_be_changed_through_a_view() {
    both::engines(async |place| {
        let store = migrated(place).await;
        let view = store.view().await.expect("a view");
        let changed = view.execute_unprepared("INSERT INTO accounts (sum) VALUES (1)").await;
        assert!(changed.is_err());
        drop(view);
        assert_eq!(sums(&store).await, []);
    });
}

#[test]
fn a_deed_that_is_dropped_half_way_leaves_nothing_and_holds_up_nobody() {
    both::engines(async |place| {
        let store = migrated(place).await;
        let account = open_account(&store).await.expect("an account");
        let dropped = store.write(|write| -> store::Deed<'_, (), Fault> {
            Box::pin(async move {
                add(write, account, 5).await?;
                std::future::pending().await
            })
        });
        let dropped = tokio::time::timeout(std::time::Duration::from_millis(200), dropped).await;
        assert!(dropped.is_err(), "it was given up");
        store.write(|write| Box::pin(add(write, account, 2))).await.expect("it can be added");
        assert_eq!(sums(&store).await, [(2, 2)]);
    });
}

#[test]
fn a_row_that_names_no_other_is_refused() {
    both::engines(async |place| {
        let store = migrated(place).await;
        store
            .write(|write| -> store::Deed<'_, (), Fault> {
                Box::pin(async move {
                    let child = "CREATE TABLE child (account bigint NOT NULL REFERENCES accounts (id))";
                    write.execute_unprepared(child).await?;
                    Ok(())
                })
            })
            .await
            .expect("a table can be made");
        let orphan = store
            .write(|write| -> store::Deed<'_, (), Fault> {
                Box::pin(async move {
                    write.execute_unprepared("INSERT INTO child VALUES (7)").await?;
                    Ok(())
                })
            })
            .await;
        assert!(orphan.is_err());
    });
}

#[test]
fn a_healthy_database_has_no_ailment() {
    both::engines(async |place| {
        let store = migrated(place).await;
        open_account(&store).await.expect("an account");
        let ailments = store.ailments(store::Durability::Process).await.expect("it can be looked at");
        assert_eq!(ailments, []);
    });
}
