//! An office with jobs whose effect can be counted.

use both::Place;
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use jobs::{Claim, JobId, Trouble, enqueue, finish};
use sea_orm::{ActiveValue::Set, EntityTrait, PaginatorTrait};
use serde_json::json;
use store::{Deed, Fault, Migration, Room, Stamp, Store};

pub const KIND: &str = "count";
pub const LEASE: TimeDelta = TimeDelta::seconds(30);

pub mod effect {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "effects")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub job: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

const ROOM: Room = Room {
    name: "effects",
    steps: &[Migration { name: "effects", up: |write| Box::pin(write.make_table(effect::Entity)) }],
};

/// So many seconds after the office opened.
pub fn second(seconds: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 12, 1, 0, 0, 0).single().expect("a day") + TimeDelta::seconds(seconds)
}

pub fn stamp(seconds: i64) -> Stamp {
    Stamp { at: second(seconds), by: "hanako".parse().expect("an id") }
}

pub async fn opened(place: &Place) -> Store {
    let store = place.open().await;
    store.migrate(&[jobs::ROOM, ROOM], &stamp(0)).await.expect("its tables are made");
    store
}

pub async fn wanted(store: &Store, seconds: i64) -> JobId {
    let stamp = stamp(seconds);
    let wanted = store.write(|write| -> Deed<'_, JobId, Fault> { Box::pin(enqueue_counting(write, &stamp)) });
    wanted.await.expect("it can be wanted")
}

async fn enqueue_counting(write: &store::Write<'_>, stamp: &Stamp) -> Result<JobId, Fault> {
    enqueue(write, KIND, &json!({ "of": 7 }), stamp).await
}

/// The effect and the end of a job, in one deed.
pub async fn take_effect(store: &Store, claim: &Claim, seconds: i64) -> Result<(), Trouble> {
    store
        .write(|write| -> Deed<'_, (), Trouble> {
            Box::pin(async move {
                let effect = effect::ActiveModel { job: Set(claim.id.to_string()), ..Default::default() };
                effect::Entity::insert(effect).exec(&**write).await?;
                finish(write, claim, &json!({ "counted": 7 }), second(seconds)).await
            })
        })
        .await
}

pub async fn effects(store: &Store) -> u64 {
    let view = store.view().await.expect("a view");
    effect::Entity::find().count(&*view).await.expect("they can be counted")
}
