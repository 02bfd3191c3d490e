//! Tables come and change step by step: all steps or none, in order, and never backwards.

use sea_orm::{ConnectionTrait, DbErr};
use store::{Address, Fault, Migration, Room, Store};

use crate::ledger::{ROOM, hour, migrated, open_account, stamp, sums};

#[test]
fn what_is_missing_is_done_once() {
    both::engines(async |place| {
        let store = place.open().await;
        let stamp = stamp(hour(1, 0));
        assert_eq!(
            store.pending(&[ROOM]).await.expect("it can be asked"),
            ["ledger: accounts", "ledger: entries"]
        );
        assert!(matches!(store.is_migrated(&[ROOM]).await, Err(Fault::Behind(2))));
        let done = store.migrate(&[ROOM], &stamp).await.expect("it can be done");
        assert_eq!(done, ["ledger: accounts", "ledger: entries"]);
        assert_eq!(store.migrate(&[ROOM], &stamp).await.expect("nothing is left"), [""; 0]);
        store.is_migrated(&[ROOM]).await.expect("nothing is missing");
    });
}

const BROKEN: Room = Room {
    name: "ledger",
    steps: &[
        ROOM.steps[0],
        ROOM.steps[1],
        Migration {
            name: "balances",
            up: |write| {
                Box::pin(async move {
                    write.execute_unprepared("CREATE TABLE balances (id bigint)").await?;
                    write.execute_unprepared("UPDATE accounts SET sum = 1").await?;
                    Err(DbErr::Custom("something is wrong with step 3".to_owned()))
                })
            },
        },
    ],
};

#[test]
fn a_step_that_fails_leaves_the_database_as_it_was() {
    both::engines(async |place| {
        let store = migrated(place).await;
        open_account(&store).await.expect("an account");
        let failed = store.migrate(&[BROKEN], &stamp(hour(2, 0))).await;
        assert!(matches!(failed, Err(Fault::Broken(_))), "{failed:?}");
        assert_eq!(sums(&store).await, [(0, 0)]);
        assert_eq!(store.pending(&[BROKEN]).await.expect("it can be asked"), ["ledger: balances"]);
        let view = store.view().await.expect("a view");
        assert!(view.execute_unprepared("SELECT id FROM balances").await.is_err(), "no table is left of it");
    });
}

#[test]
fn two_who_migrate_at_once_do_each_step_once() {
    both::engines(async |place| {
        let (one, other) = (place.open().await, place.open().await);
        let stamp = stamp(hour(1, 0));
        let rooms = [ROOM];
        let (one, other) = tokio::join!(one.migrate(&rooms, &stamp), other.migrate(&rooms, &stamp));
        let steps = one.expect("one does it").len() + other.expect("the other waits").len();
        assert_eq!(steps, 2);
    });
}

const OLDER: Room = Room { name: "ledger", steps: &[ROOM.steps[0]] };
const OTHER: Room = Room { name: "ledger", steps: &[ROOM.steps[1], ROOM.steps[0]] };

#[test]
fn an_older_program_does_not_open_what_a_newer_one_migrated() {
    both::engines(async |place| {
        let store = migrated(place).await;
        let refused = store.migrate(&[OLDER], &stamp(hour(2, 0))).await;
        assert!(matches!(refused, Err(Fault::Newer { found: 2, known: 1, .. })), "{refused:?}");
        let refused = store.pending(&[OTHER]).await;
        assert!(matches!(refused, Err(Fault::Renamed { number: 1, .. })), "{refused:?}");
    });
}

#[test]
fn offices_on_one_system_know_nothing_of_each_other() {
    both::engines(async |place| {
        let store = migrated(place).await;
        open_account(&store).await.expect("an account");
        let name = format!("z{}", std::process::id());
        let address = place.address.beside(&name).expect("a name");
        let beside = Store::open_or_make(address, store::Durability::Process).await.expect("another office");
        assert_eq!(beside.pending(&[ROOM]).await.expect("it can be asked").len(), 2);
        beside.migrate(&[ROOM], &stamp(hour(1, 0))).await.expect("its tables are made");
        assert_eq!(sums(&beside).await, []);
    });
}

#[test]
fn what_cannot_be_opened_says_where_and_why() {
    both::engines(async |place| {
        let nowhere = match place.address.clone() {
            Address::Sqlite(file) => Address::Sqlite(file.join("no-folder").join("office.db")),
            Address::Postgres { mut url, schema } => {
                url.set_path("nowhere");
                Address::Postgres { url, schema }
            }
        };
        let opened = Store::open(nowhere.clone(), store::Durability::Disk).await;
        let Err(Fault::Unreachable { address, reason }) = opened else { panic!("it cannot be opened") };
        assert_eq!(*address, nowhere);
        assert!(!reason.is_empty());
    });
}

#[test]
fn looking_for_a_database_makes_none() {
    both::engines(async |place| {
        for _ in 0..2 {
            let opened = Store::open(place.address.clone(), store::Durability::Disk).await;
            assert!(matches!(opened, Err(Fault::Unreachable { .. })), "there is none");
        }
        place.open().await.close().await;
        Store::open(place.address.clone(), store::Durability::Disk).await.expect("there is one");
    });
}
