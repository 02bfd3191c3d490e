//! The tables of the trace, which the database itself keeps from being altered, and what is written to them.

use kernel::PersonId;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, IntoActiveModel,
    QueryFilter, sea_query::Index,
};
use store::{Fault, Migration, Room, Write};
use uuid::{ContextV7, Timestamp, Uuid};

use crate::{
    event::{Event, Kind},
    merkle,
};

/// Most rows of one statement: both databases limit how many values it may have.
const AT_ONCE: usize = 2_000;

/// An event.
pub mod event_row {
    use sea_orm::entity::prelude::*;

    use crate::event::Kind;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "trace_events")]
    pub struct Model {
        /// In order of time.
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub id: String,
        pub kind: Kind,
        pub at: DateTimeUtc,
        #[sea_orm(column_type = "Text")]
        pub account: String,
        #[sea_orm(column_type = "Text")]
        pub role: String,
        #[sea_orm(column_type = "Text")]
        pub deed: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub subject: Option<String>,
        /// Of salt and body; it stays when they are purged.
        #[sea_orm(column_type = "Text")]
        pub digest: String,
        #[sea_orm(column_type = "Text", nullable)]
        pub salt: Option<String>,
        #[sea_orm(column_type = "Text", nullable)]
        pub body: Option<String>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Whom an event concerns.
pub mod concern {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "trace_concerns")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub event: String,
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub person: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The place of an event under a seal.
pub mod leaf {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "trace_leaves")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub seal: i64,
        #[sea_orm(primary_key, auto_increment = false)]
        pub position: i32,
        #[sea_orm(column_type = "Text", unique)]
        pub event: String,
        #[sea_orm(column_type = "Text")]
        pub hash: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A seal.
pub mod seal_row {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "trace_seals")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i64,
        pub at: DateTimeUtc,
        pub count: i32,
        #[sea_orm(column_type = "Text")]
        pub root: String,
        #[sea_orm(column_type = "Text")]
        pub previous: String,
        #[sea_orm(column_type = "Text")]
        pub hash: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The trace's tables.
pub const ROOM: Room = Room {
    name: "trace",
    steps: &[Migration { name: "events, seals", up: |write| Box::pin(tables(write)) }],
};

async fn tables(write: &Write<'_>) -> Result<(), DbErr> {
    write.make_table(event_row::Entity).await?;
    write.make_table(concern::Entity).await?;
    write.make_table(leaf::Entity).await?;
    write.make_table(seal_row::Entity).await?;
    let mut by_person = Index::create();
    by_person.name("trace_concerns_by_person").table(concern::Entity);
    write.execute(by_person.col(concern::Column::Person).col(concern::Column::Event)).await?;
    write.execute_unprepared(&guards(write.get_database_backend())).await.map(drop)
}

/// What keeps rows as they are, but for purging; who owns the database can take it away, and is found by [`crate::verify`].
fn guards(backend: DbBackend) -> String {
    const PURGED: &str = "NEW.body IS NULL AND NEW.salt IS NULL AND NEW.id = OLD.id AND NEW.kind = OLD.kind \
         AND NEW.at = OLD.at AND NEW.account = OLD.account AND NEW.role = OLD.role AND NEW.deed = OLD.deed \
         AND NEW.digest = OLD.digest AND coalesce(NEW.subject, '') = coalesce(OLD.subject, '')";
    let tables = ["trace_events", "trace_concerns", "trace_leaves", "trace_seals"];
    let of = |table: &str| {
        let unless = if table == "trace_events" { format!("WHEN (NOT ({PURGED}))") } else { String::new() };
        if backend == DbBackend::Postgres {
            format!(
                "CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} FOR EACH ROW {unless} \
                 EXECUTE FUNCTION trace_refuses();
                 CREATE TRIGGER {table}_there BEFORE DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT \
                 EXECUTE FUNCTION trace_refuses();"
            )
        } else {
            let refuse = "BEGIN SELECT RAISE(ABORT, 'the trace is never altered'); END;";
            format!(
                "CREATE TRIGGER {table}_kept BEFORE UPDATE ON {table} {unless} {refuse}
                 CREATE TRIGGER {table}_there BEFORE DELETE ON {table} {refuse}"
            )
        }
    };
    let refuses = "CREATE FUNCTION trace_refuses() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN RAISE EXCEPTION 'the trace is never altered'; END $$;\n";
    let function = if backend == DbBackend::Postgres { refuses } else { "" };
    tables.iter().fold(function.to_owned(), |texts, table| texts + &of(table) + "\n")
}

/// Records a change within the deed that makes it.
pub async fn record(write: &Write<'_>, event: &Event) -> Result<(), Fault> {
    debug_assert_eq!(event.kind, Kind::Change, "readings have a way of their own");
    insert(write, std::slice::from_ref(event)).await
}

/// Writes events.
pub(crate) async fn insert(write: &Write<'_>, events: &[Event]) -> Result<(), Fault> {
    let context = ContextV7::new();
    let (mut rows, mut concerns) = (Vec::with_capacity(events.len()), Vec::new());
    for event in events {
        let row = row(event, &context)?;
        let of = |person: &PersonId| concern::ActiveModel {
            event: Set(row.id.clone()),
            person: Set(person.as_str().to_owned()),
        };
        concerns.extend(event.concerns.iter().map(of));
        rows.push(row.into_active_model());
    }
    for some in rows.chunks(AT_ONCE) {
        event_row::Entity::insert_many(some.to_vec()).exec_without_returning(&**write).await?;
    }
    for some in concerns.chunks(AT_ONCE) {
        concern::Entity::insert_many(some.to_vec()).exec_without_returning(&**write).await?;
    }
    Ok(())
}

fn row(event: &Event, context: &ContextV7) -> Result<event_row::Model, Fault> {
    let seconds = u64::try_from(event.at.timestamp()).unwrap_or(0);
    let time = Timestamp::from_unix(context, seconds, event.at.timestamp_subsec_nanos());
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(Fault::other)?;
    let (salt, body) = (kernel::hex(&salt), event.body.to_string());
    Ok(event_row::Model {
        id: Uuid::new_v7(time).to_string(),
        kind: event.kind,
        at: event.at,
        account: event.actor.account.as_str().to_owned(),
        role: event.actor.role.clone(),
        deed: event.deed.to_owned(),
        subject: event.subject.as_ref().map(ToString::to_string),
        digest: merkle::body(&salt, &body),
        salt: Some(salt),
        body: Some(body),
    })
}

/// The hash of an event as it stands in the database, whether its body does or not.
pub(crate) fn hash(row: &event_row::Model, concerns: &[String]) -> merkle::Hash {
    let kind = match row.kind {
        Kind::Change => "change",
        Kind::Read => "read",
    };
    let at = row.at.timestamp_micros().to_string();
    let subject = row.subject.as_deref().map_or(["no", ""], |subject| ["of", subject]);
    let own = [&row.id, kind, &at, &row.account, &row.role, &row.deed, subject[0], subject[1], &row.digest];
    let fields: Vec<&str> = own.into_iter().chain(concerns.iter().map(String::as_str)).collect();
    merkle::leaf(&fields)
}

/// Takes away what was written of events before an hour, whose time of keeping is over: that they happened stays, and
/// what seals prove. Answers of how many.
pub async fn purge(
    write: &Write<'_>,
    before: chrono::DateTime<chrono::Utc>,
    kind: Kind,
) -> Result<u64, Fault> {
    let empty = event_row::ActiveModel { salt: Set(None), body: Set(None), ..Default::default() };
    let purged = event_row::Entity::update_many()
        .set(empty)
        .filter(event_row::Column::At.lt(before))
        .filter(event_row::Column::Kind.eq(kind))
        .filter(event_row::Column::Body.is_not_null())
        .exec(&**write)
        .await?;
    Ok(purged.rows_affected)
}
