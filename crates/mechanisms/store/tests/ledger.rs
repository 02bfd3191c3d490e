//! A room to test with: accounts, whose sums are always those of their entries.

use chrono::{DateTime, TimeZone, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::ExprTrait,
};
use store::{Fault, Migration, Room, Stamp, Store, Write};

pub mod account {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "accounts")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub sum: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub mod entry {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "entries")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub account: i64,
        pub amount: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub const ROOM: Room = Room {
    name: "ledger",
    steps: &[
        Migration { name: "accounts", up: |write| Box::pin(write.make_table(account::Entity)) },
        Migration { name: "entries", up: |write| Box::pin(write.make_table(entry::Entity)) },
    ],
};

/// An hour of a day of November 2026, in UTC.
pub fn hour(day: u32, hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, day, hour, 0, 0).single().expect("November has this day")
}

pub fn stamp(at: DateTime<Utc>) -> Stamp {
    Stamp { at, by: "hanako".parse().expect("an id") }
}

pub async fn migrated(place: &both::Place) -> Store {
    let store = place.open().await;
    store.migrate(&[ROOM], &stamp(hour(1, 0))).await.expect("the ledger's tables are made");
    store
}

/// Adds an account.
pub async fn open_account(store: &Store) -> Result<i64, Fault> {
    store
        .write(|write| {
            Box::pin(async move {
                let account = account::ActiveModel { sum: Set(0), ..Default::default() };
                Ok(account::Entity::insert(account).exec(&**write).await?.last_insert_id)
            })
        })
        .await
}

/// Reads a sum, adds to it, and writes both the sum and the entry: what goes wrong where two do so at a time.
pub async fn add(write: &Write<'_>, account: i64, amount: i64) -> Result<i64, Fault> {
    let found = account::Entity::find_by_id(account).one(&**write).await?;
    let mut of: account::ActiveModel = found.expect("the account is there").into();
    let sum = of.sum.take().unwrap_or_default() + amount;
    of.sum = Set(sum);
    account::Entity::update(of).exec(&**write).await?;
    let entry = entry::ActiveModel { account: Set(account), amount: Set(amount), ..Default::default() };
    Ok(entry::Entity::insert(entry).exec(&**write).await?.last_insert_id)
}

/// Of each account: its sum, and that of its entries.
pub async fn sums(store: &Store) -> Vec<(i64, i64)> {
    let view = store.view().await.expect("the store can be read");
    let accounts = account::Entity::find().order_by_asc(account::Column::Id).all(&*view).await;
    let mut sums = Vec::new();
    for account in accounts.expect("accounts can be read") {
        let of_entries: Option<Option<i64>> = entry::Entity::find()
            .select_only()
            .expr(entry::Column::Amount.sum().cast_as("bigint"))
            .filter(entry::Column::Account.eq(account.id))
            .into_tuple()
            .one(&*view)
            .await
            .expect("entries can be read");
        sums.push((account.sum, of_entries.flatten().unwrap_or(0)));
    }
    sums
}
