//! Sessions: seen, ended, and over by themselves.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::AccountId;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};
use store::{Fault, Store, View, Write};

use crate::{accounts, secret::Secret};

/// How long a session lasts without a request, and in all.
const IDLE: TimeDelta = TimeDelta::minutes(60);
const WHOLE: TimeDelta = TimeDelta::hours(12);

/// A request is noted no more often than this: it need not write each time.
const NOTED: TimeDelta = TimeDelta::minutes(1);

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "sessions")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub hash: String,
        /// By which it is named where it is listed and ended.
        #[sea_orm(column_type = "Text", unique)]
        pub name: String,
        #[sea_orm(column_type = "Text", indexed)]
        pub account: String,
        pub is_complete: bool,
        pub begun_at: DateTimeUtc,
        pub seen_at: DateTimeUtc,
        pub ended_at: Option<DateTimeUtc>,
        #[sea_orm(column_type = "Text")]
        pub origin: String,
        #[sea_orm(column_type = "Text")]
        pub agent: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// From where and with what somebody signs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Browser {
    /// The network address.
    pub origin: String,
    /// What the browser says of itself.
    pub agent: String,
}

/// A session that is not over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// By which it is named where it is listed and ended; no secret.
    pub name: String,
    /// Whose it is.
    pub account: AccountId,
    /// Whether the second factor was given, or none is needed: else nothing may be seen.
    pub is_complete: bool,
    /// Since when.
    pub begun_at: DateTime<Utc>,
    /// When the last request was.
    pub seen_at: DateTime<Utc>,
    /// From where, and with what.
    pub browser: Browser,
}

impl TryFrom<row::Model> for Session {
    type Error = Fault;

    fn try_from(row: row::Model) -> Result<Self, Fault> {
        let account = row.account.parse();
        Ok(Self {
            name: row.name,
            account: account.map_err(Fault::unreadable)?,
            is_complete: row.is_complete,
            begun_at: row.begun_at,
            seen_at: row.seen_at,
            browser: Browser { origin: row.origin, agent: row.agent },
        })
    }
}

/// Begins a session.
pub(crate) async fn begin(
    write: &Write<'_>,
    account: &str,
    (is_complete, browser): (bool, &Browser),
    at: DateTime<Utc>,
) -> Result<Secret, Fault> {
    let (secret, name) = (Secret::new()?, Secret::new()?);
    let short = |text: &str| text.chars().take(300).collect::<String>();
    let row = row::ActiveModel {
        hash: Set(secret.hash()),
        name: Set(name.text()[..16].to_owned()),
        account: Set(account.to_owned()),
        is_complete: Set(is_complete),
        begun_at: Set(at),
        seen_at: Set(at),
        ended_at: Set(None),
        origin: Set(short(&browser.origin)),
        agent: Set(short(&browser.agent)),
    };
    row::Entity::insert(row).exec_without_returning(&**write).await?;
    Ok(secret)
}

/// The session of a cookie, unless it is over; notes that it was used.
pub async fn session(store: &Store, cookie: &Secret, at: DateTime<Utc>) -> Result<Option<Session>, Fault> {
    let view = store.view().await?;
    let Some(found) = living(row::Entity::find_by_id(cookie.hash()), at).one(&*view).await? else {
        return Ok(None);
    };
    drop(view);
    if at - found.seen_at >= NOTED {
        store
            .write(|write| -> store::Deed<'_, (), Fault> {
                Box::pin(async move {
                    let seen =
                        row::ActiveModel { hash: Set(cookie.hash()), seen_at: Set(at), ..Default::default() };
                    row::Entity::update(seen).exec(&**write).await?;
                    Ok(())
                })
            })
            .await?;
    }
    Session::try_from(found).map(Some)
}

/// The sessions of an account that are not over, the latest first.
pub async fn sessions_of(view: &View, account: &AccountId, at: DateTime<Utc>) -> Result<Vec<Session>, Fault> {
    let own = row::Entity::find().filter(row::Column::Account.eq(account.as_str()));
    let rows = living(own, at).order_by_desc(row::Column::SeenAt).all(&**view).await?;
    rows.into_iter().map(Session::try_from).collect()
}

fn living(of: sea_orm::Select<row::Entity>, at: DateTime<Utc>) -> sea_orm::Select<row::Entity> {
    of.filter(row::Column::EndedAt.is_null())
        .filter(row::Column::SeenAt.gt(at - IDLE))
        .filter(row::Column::BegunAt.gt(at - WHOLE))
}

/// Ends one session of an account, by its name.
pub async fn end(write: &Write<'_>, account: &AccountId, name: &str, at: DateTime<Utc>) -> Result<(), Fault> {
    let ended = row::ActiveModel { ended_at: Set(Some(at)), ..Default::default() };
    let of = row::Entity::update_many().set(ended).filter(row::Column::EndedAt.is_null());
    let of = of.filter(row::Column::Account.eq(account.as_str())).filter(row::Column::Name.eq(name));
    of.exec(&**write).await?;
    Ok(())
}

/// Ends all sessions of an account but one.
pub async fn end_others(write: &Write<'_>, own: &Session, at: DateTime<Utc>) -> Result<u64, Fault> {
    let ended = row::ActiveModel { ended_at: Set(Some(at)), ..Default::default() };
    let of = row::Entity::update_many().set(ended).filter(row::Column::EndedAt.is_null());
    let of = of
        .filter(row::Column::Account.eq(own.account.as_str()))
        .filter(row::Column::Name.ne(own.name.as_str()));
    Ok(of.exec(&**write).await?.rows_affected)
}

pub(crate) async fn end_all(
    on: &impl ConnectionTrait,
    account: &str,
    at: DateTime<Utc>,
) -> Result<(), DbErr> {
    let ended = row::ActiveModel { ended_at: Set(Some(at)), ..Default::default() };
    let of = row::Entity::update_many().set(ended).filter(row::Column::EndedAt.is_null());
    of.filter(row::Column::Account.eq(account)).exec(on).await.map(drop)
}

/// The account of a session's secret, whether it is complete or not.
pub(crate) async fn account_of(
    on: &impl ConnectionTrait,
    cookie: &Secret,
    at: DateTime<Utc>,
) -> Result<Option<(row::Model, accounts::row::Model)>, DbErr> {
    let Some(session) = living(row::Entity::find_by_id(cookie.hash()), at).one(on).await? else {
        return Ok(None);
    };
    let account = accounts::row::Entity::find_by_id(session.account.as_str())
        .filter(accounts::row::Column::State.eq(accounts::row::State::Active))
        .one(on)
        .await?;
    Ok(account.map(|account| (session, account)))
}
