//! Accounts, and the roles that they hold from a day to a day.

use kernel::{AccountId, AsOf, Period};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{ColumnDef, Table},
};
use store::{Fault, Migration, Room, Stamp, View, Write, facts};
use thiserror::Error;

use crate::{
    refused::{Refused, Trouble},
    role::Role,
    session,
    who::Scope,
};

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    /// How far an account is.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
    #[sea_orm(rs_type = "String", db_type = "Text")]
    pub enum State {
        #[sea_orm(string_value = "invited")]
        Invited,
        #[sea_orm(string_value = "active")]
        Active,
        #[sea_orm(string_value = "closed")]
        Closed,
    }

    #[derive(Clone, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "accounts")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub id: String,
        #[sea_orm(column_type = "Text")]
        pub name: String,
        /// In small letters.
        #[sea_orm(column_type = "Text", unique)]
        pub mail: String,
        pub state: State,
        #[sea_orm(column_type = "Text", nullable)]
        pub password: Option<String>,
        /// The secret of the second factor.
        #[sea_orm(column_type = "Text", nullable)]
        pub totp: Option<String>,
        pub totp_confirmed: bool,
        /// The last step of which a code was taken: none is taken twice.
        pub totp_step: Option<i64>,
    }

    impl std::fmt::Debug for Model {
        fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            write!(formatter, "Account({:?}, {:?})", self.id, self.state)
        }
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod assignment {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "assignments")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        pub account: String,
        pub role: String,
        pub scope: String,
        pub scope_id: Option<String>,
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

pub(crate) mod invitation {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "invitations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub hash: String,
        #[sea_orm(column_type = "Text")]
        pub account: String,
        pub expires_at: DateTimeUtc,
        pub used_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

pub(crate) mod recovery_code {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "recovery_codes")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub hash: String,
        #[sea_orm(column_type = "Text", indexed)]
        pub account: String,
        pub used_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// How often something went wrong lately, by whom or from where it was tried.
pub(crate) mod throttle {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "throttles")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub key: String,
        pub failures: i32,
        pub last_at: DateTimeUtc,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The tables of access.
pub const ROOM: Room = Room {
    name: "access",
    steps: &[Migration { name: "accounts, roles, sessions", up: |write| Box::pin(tables(write)) }],
};

async fn tables(write: &Write<'_>) -> Result<(), DbErr> {
    write.make_table(row::Entity).await?;
    write.make_table(invitation::Entity).await?;
    write.make_table(recovery_code::Entity).await?;
    write.make_table(throttle::Entity).await?;
    write.make_table(session::row::Entity).await?;
    let text = |name: &'static str| ColumnDef::new(name).text().not_null().take();
    let mut table = Table::create();
    table.table(assignment::Entity);
    table.col(ColumnDef::new("id").big_integer().auto_increment().primary_key());
    table.col(text("account")).col(text("role")).col(text("scope")).col(ColumnDef::new("scope_id").text());
    write.execute(facts::columns(&mut table)).await.map(drop)
}

/// An account, as others may know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// The name of whoever it is of.
    pub name: String,
    /// The address.
    pub mail: String,
}

/// A role that an account holds, for whom or what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assignment {
    /// The role.
    pub role: Role,
    /// For whom or what.
    pub scope: Scope,
}

/// What is recorded as an assignment but is none.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{role} for {scope} is no assignment")]
pub struct BadAssignment {
    role: String,
    scope: String,
}

impl TryFrom<&row::Model> for Account {
    type Error = Fault;

    fn try_from(row: &row::Model) -> Result<Self, Fault> {
        let id = row.id.parse().map_err(Fault::unreadable)?;
        Ok(Self { id, name: row.name.clone(), mail: row.mail.clone() })
    }
}

/// Gives an account a role for a time.
pub async fn assign(
    write: &Write<'_>,
    account: &AccountId,
    Assignment { role, scope }: &Assignment,
    period: Period,
    stamp: &Stamp,
) -> Result<(), Trouble> {
    active_or_invited(&**write, account.as_str()).await?;
    let (kind, id) = scope.parts();
    let row = assignment::ActiveModel {
        account: Set(account.as_str().to_owned()),
        role: Set(role.name().to_owned()),
        scope: Set(kind.to_owned()),
        scope_id: Set(id.map(str::to_owned)),
        ..Default::default()
    };
    facts::record(write, row, period, stamp).await?;
    Ok(())
}

/// The roles that an account holds, as of a date.
pub async fn assignments_of(view: &View, account: &AccountId, at: AsOf) -> Result<Vec<Assignment>, Fault> {
    let rows = assignment::Entity::find()
        .filter(assignment::Column::Account.eq(account.as_str()))
        .filter(facts::as_of::<assignment::Entity>(at))
        .order_by_asc(assignment::Column::Id)
        .all(&**view)
        .await?;
    let read = |row: assignment::Model| {
        let role = Role::named(&row.role);
        let scope = Scope::from_parts(&row.scope, row.scope_id.as_deref());
        let read = role.zip(scope).map(|(role, scope)| Assignment { role, scope });
        // A role that this program does not know gives nobody a right, but nobody may overlook it, either.
        let bad = BadAssignment { role: row.role, scope: row.scope };
        read.ok_or_else(|| Fault::unreadable(bad))
    };
    rows.into_iter().map(read).collect()
}

/// Closes an account for good, and ends its sessions.
pub async fn close(write: &Write<'_>, account: &AccountId, stamp: &Stamp) -> Result<(), Trouble> {
    let row = active_or_invited(&**write, account.as_str()).await?;
    let closed = row::ActiveModel {
        id: Set(row.id),
        state: Set(row::State::Closed),
        password: Set(None),
        totp: Set(None),
        totp_confirmed: Set(false),
        ..Default::default()
    };
    row::Entity::update(closed).exec(&**write).await?;
    session::end_all(&**write, account.as_str(), stamp.at).await?;
    Ok(())
}

pub(crate) async fn active_or_invited(
    on: &impl ConnectionTrait,
    account: &str,
) -> Result<row::Model, Trouble> {
    let found =
        row::Entity::find_by_id(account).filter(row::Column::State.ne(row::State::Closed)).one(on).await?;
    Ok(found.ok_or(Refused::NoAccount)?)
}
