//! Facts with both dates: what is true on a day, as far as was known on another.

use kernel::{AsOf, Date, Period};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Table};
use store::{
    Deed, Fault, Migration, Room, Stamp, Store,
    facts::{self, BadFact},
};

use crate::ledger::{hour, stamp};

mod name {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "names")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub hospital: i64,
        pub name: String,
        pub valid_from: Date,
        pub valid_until: Option<Date>,
        pub recorded_at: DateTimeUtc,
        pub recorded_by: String,
        pub superseded_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}

    store::fact!(Entity, Column);
}

const ROOM: Room = Room {
    name: "names",
    steps: &[Migration {
        name: "names",
        up: |write| {
            Box::pin(async move {
                let mut table = Table::create();
                let id = sea_orm::sea_query::ColumnDef::new("id")
                    .big_integer()
                    .auto_increment()
                    .primary_key()
                    .take();
                let hospital = sea_orm::sea_query::ColumnDef::new("hospital").big_integer().not_null().take();
                let name = sea_orm::sea_query::ColumnDef::new("name").text().not_null().take();
                table.table("names").col(id).col(hospital).col(name);
                write.execute(facts::columns(&mut table)).await.map(drop)
            })
        },
    }],
};

const HOSPITAL: i64 = 4;

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

fn named(name: &str) -> name::ActiveModel {
    name::ActiveModel { hospital: Set(HOSPITAL), name: Set(name.to_owned()), ..Default::default() }
}

/// From a day on.
fn since(from: &str) -> Period {
    Period { from: day(from), until: None }
}

/// The hospital's name on a day, as was known on another.
async fn name_on(store: &Store, valid_on: &str, known_on: &str) -> Vec<String> {
    let at = AsOf { valid_on: day(valid_on), known_on: day(known_on) };
    let view = store.view().await.expect("a view");
    let found = name::Entity::find().filter(facts::as_of::<name::Entity>(at)).all(&*view).await;
    found.expect("names can be read").into_iter().map(|found| found.name).collect()
}

async fn standing(store: &Store) -> Vec<name::Model> {
    let view = store.view().await.expect("a view");
    let found = name::Entity::find().filter(facts::known::<name::Entity>());
    found.order_by_asc(name::Column::ValidFrom).all(&*view).await.expect("names can be read")
}

/// 渋川総合病院, which became 渋川医療センター on 2016-04-01 (recorded on the 2nd of November at noon).
async fn hospital(store: &Store) {
    store.migrate(&[ROOM], &stamp(hour(1, 0))).await.expect("its table is made");
    let (first, then) = (stamp(hour(1, 12)), stamp(hour(2, 12)));
    store
        .write(|write| -> Deed<'_, (), Fault> {
            Box::pin(async {
                let old = facts::record(write, named("渋川総合病院"), since("1950-01-01"), &first).await?;
                facts::change(write, &old, day("2016-04-01"), named("渋川医療センター"), &then)
                    .await
                    .map(drop)
            })
        })
        .await
        .expect("it can be recorded");
}

async fn deed<'a>(
    store: &'a Store,
    deed: impl for<'t> Fn(&'t store::Write<'a>) -> Deed<'t, (), Fault> + Send + Sync,
) -> Result<(), Fault> {
    store.write(deed).await
}

#[test]
fn a_change_ends_one_name_and_begins_another() {
    both::engines(async |place| {
        let store = place.open().await;
        hospital(&store).await;
        assert_eq!(name_on(&store, "2016-03-31", "2026-11-30").await, ["渋川総合病院"]);
        assert_eq!(name_on(&store, "2016-04-01", "2026-11-30").await, ["渋川医療センター"]);
        assert_eq!(name_on(&store, "1949-12-31", "2026-11-30").await, [""; 0]);
        assert_eq!(standing(&store).await.len(), 2);
    });
}

#[test]
fn what_was_not_known_yet_is_not_told_of_an_earlier_day() {
    both::engines(async |place| {
        let store = place.open().await;
        hospital(&store).await;
        assert_eq!(name_on(&store, "2020-01-01", "2026-10-31").await, [""; 0], "nothing was recorded");
        assert_eq!(name_on(&store, "2020-01-01", "2026-11-01").await, ["渋川総合病院"], "as it was believed");
        assert_eq!(name_on(&store, "2020-01-01", "2026-11-02").await, ["渋川医療センター"]);
    });
}

#[test]
fn a_day_of_knowledge_ends_at_midnight_in_japan() {
    both::engines(async |place| {
        let store = place.open().await;
        store.migrate(&[ROOM], &stamp(hour(1, 0))).await.expect("its table is made");
        // 15:00 in Greenwich is midnight in Japan.
        let (before, at) = (hour(10, 15) - chrono::TimeDelta::seconds(1), hour(10, 15));
        for (name, at) in [("夜の記録", before), ("翌日の記録", at)] {
            let stamp = stamp(at);
            deed(&store, |write| {
                Box::pin(async {
                    facts::record(write, named(name), since("2026-01-01"), &stamp).await.map(drop)
                })
            })
            .await
            .expect("it can be recorded");
        }
        assert_eq!(name_on(&store, "2026-06-01", "2026-11-10").await, ["夜の記録"]);
        assert_eq!(name_on(&store, "2026-06-01", "2026-11-11").await.len(), 2);
    });
}

#[test]
fn a_correction_takes_the_place_of_what_never_was_so() {
    both::engines(async |place| {
        let store = place.open().await;
        hospital(&store).await;
        let last = standing(&store).await.pop().expect("the present name");
        let stamp = stamp(hour(5, 12));
        let period = since("2016-04-02");
        deed(&store, |write| {
            Box::pin(async {
                let right = (named("渋川医療センター"), period);
                facts::correct(write, &last, right, &stamp).await.map(drop)
            })
        })
        .await
        .expect("it can be corrected");
        assert_eq!(name_on(&store, "2016-04-01", "2026-11-30").await, [""; 0], "as is known now");
        assert_eq!(
            name_on(&store, "2016-04-01", "2026-11-04").await,
            ["渋川医療センター"],
            "as was believed"
        );
    });
}

#[test]
fn of_two_who_change_the_same_the_second_is_told() {
    both::engines(async |place| {
        let store = place.open().await;
        hospital(&store).await;
        let read = standing(&store).await.pop().expect("the present name");
        let change = async |to: &str, stamp: &Stamp| {
            deed(&store, |write| {
                Box::pin(async {
                    facts::change(write, &read, day("2027-04-01"), named(to), stamp).await.map(drop)
                })
            })
            .await
        };
        change("北毛医療センター", &stamp(hour(6, 1))).await.expect("the first changes it");
        let second = change("しぶかわ病院", &stamp(hour(6, 2))).await;
        assert!(matches!(second, Err(Fault::Fact(BadFact::Superseded))), "{second:?}");
        assert_eq!(name_on(&store, "2027-04-01", "2026-11-30").await, ["北毛医療センター"]);
    });
}

#[test]
fn a_fact_neither_ends_before_it_begins_nor_twice() {
    both::engines(async |place| {
        let store = place.open().await;
        hospital(&store).await;
        let names = standing(&store).await;
        let end = async |which: usize, on: &str| {
            let stamp = stamp(hour(6, 1));
            let fact = &names[which];
            deed(&store, |write| {
                Box::pin(async {
                    facts::end::<name::ActiveModel>(write, fact, day(on), &stamp).await.map(drop)
                })
            })
            .await
        };
        let early = end(1, "2016-04-01").await;
        assert!(matches!(early, Err(Fault::Fact(BadFact::EndsBeforeItBegins { .. }))), "{early:?}");
        let late = end(0, "2016-04-01").await;
        assert!(matches!(late, Err(Fault::Fact(BadFact::Ended(_)))), "{late:?}");
        assert_eq!(standing(&store).await, names, "nothing changed");
        end(1, "2030-04-01").await.expect("it can be closed");
        assert_eq!(name_on(&store, "2030-03-31", "2026-11-30").await, ["渋川医療センター"]);
        assert_eq!(name_on(&store, "2030-04-01", "2026-11-30").await, [""; 0]);
    });
}
