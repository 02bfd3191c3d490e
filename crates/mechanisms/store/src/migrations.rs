//! How tables come to be and change: each room has its steps, which are only ever added to.

use std::{collections::BTreeMap, fmt, future::Future, pin::Pin};

use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, IntoActiveModel, IsolationLevel,
    Schema, Statement,
};

use crate::{door::Store, fault::Fault, stamp::Stamp, write::Write};

/// A number that nobody else locks, for one migration at a time on PostgreSQL.
const LOCK: i64 = 7_326_001;

/// A room's steps, in order. One that was released is never changed or taken away.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// The room's name, as of its crate.
    pub name: &'static str,
    /// Its steps.
    pub steps: &'static [Migration],
}

/// One step.
#[derive(Clone, Copy)]
pub struct Migration {
    /// What it adds, in a few words.
    pub name: &'static str,
    /// Adds it. All steps of a migration are one deed: nothing is left half done.
    pub up: for<'t> fn(&'t Write<'t>) -> Up<'t>,
}

/// A step under way.
pub type Up<'t> = Pin<Box<dyn Future<Output = Result<(), DbErr>> + Send + 't>>;

impl fmt::Debug for Migration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name)
    }
}

/// 移行の記録: steps that were done.
mod record {
    use sea_orm::entity::prelude::*;

    /// A step that was done.
    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "migrations")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub room: String,
        #[sea_orm(primary_key, auto_increment = false)]
        pub number: i32,
        #[sea_orm(column_type = "Text")]
        pub name: String,
        pub done_at: DateTimeUtc,
        #[sea_orm(column_type = "Text")]
        pub done_by: String,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

impl Store {
    /// Does what is missing of the steps of these rooms, in order: all of it or nothing. Answers which, as `room: step`.
    pub async fn migrate(&self, rooms: &[Room], stamp: &Stamp) -> Result<Vec<String>, Fault> {
        // Whoever waited for the lock sees what was done meanwhile.
        self.attempt(&|write| Box::pin(all_of(write, rooms, stamp)), IsolationLevel::ReadCommitted).await
    }

    /// Which steps of these rooms are to be done still, as `room: step`.
    pub async fn pending(&self, rooms: &[Room]) -> Result<Vec<String>, Fault> {
        let view = self.view().await?;
        let done = if has_table(&view).await? { done(&*view).await? } else { BTreeMap::new() };
        let missing = missing(rooms, &done)?;
        Ok(missing.into_iter().map(|(room, _, step)| format!("{room}: {}", step.name)).collect())
    }

    /// That nothing is to be done.
    pub async fn is_migrated(&self, rooms: &[Room]) -> Result<(), Fault> {
        match self.pending(rooms).await?.len() {
            0 => Ok(()),
            behind => Err(Fault::Behind(behind)),
        }
    }
}

async fn all_of(write: &Write<'_>, rooms: &[Room], stamp: &Stamp) -> Result<Vec<String>, Fault> {
    lock(write).await?;
    let table = Schema::new(write.get_database_backend());
    write.execute(table.create_table_from_entity(record::Entity).if_not_exists()).await?;
    let done = done(&**write).await?;
    let mut names = Vec::new();
    for (room, number, step) in missing(rooms, &done)? {
        (step.up)(write).await?;
        record(write, (room, number, step), stamp).await?;
        names.push(format!("{room}: {}", step.name));
    }
    Ok(names)
}

/// Waits until nobody else migrates. SQLite has one writer anyway.
async fn lock(write: &Write<'_>) -> Result<(), DbErr> {
    if write.get_database_backend() == DbBackend::Postgres {
        write.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({LOCK})")).await?;
    }
    Ok(())
}

async fn has_table(view: &crate::View) -> Result<bool, DbErr> {
    let catalogue = match view.get_database_backend() {
        DbBackend::Postgres => "SELECT to_regclass('migrations') IS NOT NULL AS there",
        _ => "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'migrations') AS there",
    };
    let statement = Statement::from_string(view.get_database_backend(), catalogue);
    let row = view.query_one_raw(statement).await?;
    row.map_or(Ok(false), |row| row.try_get("", "there"))
}

/// What was done, by room and number.
async fn done(on: &impl ConnectionTrait) -> Result<BTreeMap<(String, i32), String>, DbErr> {
    let rows = record::Entity::find().all(on).await?;
    Ok(rows.into_iter().map(|row| ((row.room, row.number), row.name)).collect())
}

async fn record(
    write: &Write<'_>,
    (room, number, step): (&str, i32, &Migration),
    stamp: &Stamp,
) -> Result<(), DbErr> {
    let row = record::Model {
        room: room.to_owned(),
        number,
        name: step.name.to_owned(),
        done_at: stamp.at,
        done_by: stamp.by.as_str().to_owned(),
    };
    row.into_active_model().insert(&**write).await.map(drop)
}

type Missing<'r> = Vec<(&'r str, i32, &'r Migration)>;

/// What is missing; an error where the database knows other steps than this program.
fn missing<'r>(rooms: &'r [Room], done: &BTreeMap<(String, i32), String>) -> Result<Missing<'r>, Fault> {
    let mut missing = Vec::new();
    for room in rooms {
        let known = i32::try_from(room.steps.len()).unwrap_or(i32::MAX);
        let last = done.keys().filter(|(of, _)| of == room.name).map(|(_, number)| *number).max();
        if let Some(found) = last.filter(|found| *found > known) {
            return Err(Fault::Newer { room: room.name.to_owned(), found, known });
        }
        for (number, step) in (1..).zip(room.steps) {
            match done.get(&(room.name.to_owned(), number)) {
                None => missing.push((room.name, number, step)),
                Some(found) if found == step.name => {}
                Some(found) => {
                    return Err(Fault::Renamed {
                        room: room.name.to_owned(),
                        number,
                        found: found.clone(),
                        known: step.name.to_owned(),
                    });
                }
            }
        }
    }
    Ok(missing)
}
