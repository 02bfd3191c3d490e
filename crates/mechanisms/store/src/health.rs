//! What is wrong with a database, for `tsunagu doctor`.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

use crate::{
    door::{Durability, Store},
    fault::Fault,
    view::View,
};

/// Something that is wrong, or soon will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ailment {
    /// The file is damaged: what SQLite says of it, line by line.
    Damaged(Vec<String>),
    /// Rows name others that are not there, in these tables.
    Dangling(Vec<String>),
    /// What is acknowledged would not survive a power failure.
    NotDurable,
    /// Text is put in the order of a language, so that lists differ from those of other offices: which.
    Collated(String),
    /// Older than what the texts of Tsunagu are tried on.
    Old(String),
}

/// The oldest PostgreSQL that is tried, as it tells its number.
const OLDEST: i64 = 130_000;

impl Store {
    /// Looks for what is wrong. `durability`: what this office wants.
    pub async fn ailments(&self, durability: Durability) -> Result<Vec<Ailment>, Fault> {
        let view = self.view().await?;
        let found = match view.get_database_backend() {
            DbBackend::Sqlite => self.of_sqlite(&view, durability).await?,
            _ => of_postgres(&view, durability).await?,
        };
        Ok(found)
    }

    async fn of_sqlite(&self, view: &View, durability: Durability) -> Result<Vec<Ailment>, DbErr> {
        let mut found = Vec::new();
        let damage = texts(view, "PRAGMA integrity_check", "integrity_check").await?;
        if damage != ["ok"] {
            found.push(Ailment::Damaged(damage));
        }
        let mut dangling = texts(view, "PRAGMA foreign_key_check", "table").await?;
        dangling.dedup();
        if !dangling.is_empty() {
            found.push(Ailment::Dangling(dangling));
        }
        let statement = Statement::from_string(DbBackend::Sqlite, "PRAGMA synchronous");
        let row = self.writer.query_one_raw(statement).await?;
        let synchronous: i32 = row.map_or(Ok(0), |row| row.try_get("", "synchronous"))?;
        if durability == Durability::Disk && synchronous < 2 {
            found.push(Ailment::NotDurable);
        }
        Ok(found)
    }
}

async fn of_postgres(view: &View, durability: Durability) -> Result<Vec<Ailment>, DbErr> {
    let mut found = Vec::new();
    let collation = "SELECT datcollate AS said FROM pg_database WHERE datname = current_database()";
    let collation = texts(view, collation, "said").await?;
    found.extend(collation.into_iter().filter(|of| !of.starts_with('C')).map(Ailment::Collated));
    let settings =
        "SELECT name || '=' || setting AS said FROM pg_settings WHERE name IN ('fsync', 'full_page_writes')";
    let settings = texts(view, settings, "said").await?;
    if durability == Durability::Disk && settings.iter().any(|setting| setting.ends_with("=off")) {
        found.push(Ailment::NotDurable);
    }
    let version = "SELECT current_setting('server_version_num') AS said";
    let version = texts(view, version, "said").await?;
    let old = |version: &String| version.parse::<i64>().is_ok_and(|version| version < OLDEST);
    found.extend(version.into_iter().filter(old).map(Ailment::Old));
    Ok(found)
}

async fn texts(view: &View, query: &str, column: &str) -> Result<Vec<String>, DbErr> {
    let rows = view.query_all_raw(Statement::from_string(view.get_database_backend(), query)).await?;
    rows.iter().map(|row| row.try_get("", column)).collect()
}
