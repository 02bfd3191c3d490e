//! Opening a database: one connection that writes and several that only read on SQLite, a pool for each on PostgreSQL.

use std::{path::Path, time::Duration};

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr, Statement,
    sqlx::{
        postgres::PgConnectOptions,
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
    },
};

use url::Url;

use crate::{address::Address, fault::Fault};

/// Connections that read, and on PostgreSQL as many that write.
const READERS: u32 = 8;

/// How long a connection, and a lock of another process, is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// What a deed survives once it is acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// A power failure, too: each deed waits for the disk.
    Disk,
    /// The end of the process. For demonstrations.
    Process,
}

/// An open database of one office.
#[derive(Clone, Debug)]
pub struct Store {
    pub(crate) address: Address,
    pub(crate) writer: DatabaseConnection,
    pub(crate) readers: DatabaseConnection,
}

impl Store {
    /// Opens a database that is there.
    pub async fn open(address: Address, durability: Durability) -> Result<Self, Fault> {
        Self::opened(address, durability, false).await
    }

    /// The same; makes the file or schema where there is none.
    pub async fn open_or_make(address: Address, durability: Durability) -> Result<Self, Fault> {
        Self::opened(address, durability, true).await
    }

    async fn opened(address: Address, durability: Durability, make: bool) -> Result<Self, Fault> {
        let opened = match &address {
            Address::Sqlite(file) => Self::sqlite(file, durability, make).await,
            Address::Postgres { url, schema } => Self::postgres((url, schema), durability, make).await,
        };
        let (writer, readers) = opened.map_err(|fault| Fault::Unreachable {
            address: address.clone().into(),
            reason: fault.to_string(),
        })?;
        Ok(Self { address, writer, readers })
    }

    /// Where it is.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Lets go of all connections once they are done.
    pub async fn close(self) {
        let closed = self.readers.close().await.and(self.writer.close().await);
        // Whoever closes has no more use for it, whatever it says.
        drop(closed);
    }

    #[expect(clippy::disallowed_methods, reason = "here databases are opened")]
    async fn sqlite(
        file: &Path,
        durability: Durability,
        make: bool,
    ) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
        let synchronous = match durability {
            Durability::Disk => SqliteSynchronous::Full,
            Durability::Process => SqliteSynchronous::Normal,
        };
        let file = file.to_owned();
        let options = move |writes: bool| {
            let file = file.clone();
            let of = move |_: SqliteConnectOptions| {
                SqliteConnectOptions::new()
                    .filename(&file)
                    .create_if_missing(writes && make)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(synchronous)
                    .foreign_keys(true)
                    .busy_timeout(PATIENCE)
                    .pragma("trusted_schema", "OFF")
                    .pragma("query_only", if writes { "OFF" } else { "ON" })
            };
            let mut options = ConnectOptions::new("sqlite::memory:");
            options.max_connections(if writes { 1 } else { READERS }).acquire_timeout(PATIENCE);
            options.sqlx_logging(false).map_sqlx_sqlite_opts(of);
            options
        };
        let writer = Database::connect(options(true)).await?;
        Ok((writer, Database::connect(options(false)).await?))
    }

    #[expect(clippy::disallowed_methods, reason = "here databases are opened")]
    async fn postgres(
        (url, schema): (&Url, &str),
        durability: Durability,
        make: bool,
    ) -> Result<(DatabaseConnection, DatabaseConnection), DbErr> {
        let commit = match durability {
            Durability::Disk => "on",
            Durability::Process => "off",
        };
        let options = |writes: bool| {
            // So that whoever looks after PostgreSQL sees which office a connection is of.
            let (search_path, name) = (schema.to_owned(), format!("tsunagu {schema}"));
            let mut options = ConnectOptions::new(url.as_str());
            let only_read = if writes { "off" } else { "on" };
            options.max_connections(READERS).acquire_timeout(PATIENCE).sqlx_logging(false);
            options.map_sqlx_postgres_opts(move |of: PgConnectOptions| {
                of.application_name(&name).options([
                    ("search_path", search_path.as_str()),
                    ("TimeZone", "UTC"),
                    ("synchronous_commit", commit),
                    ("default_transaction_read_only", only_read),
                ])
            });
            options
        };
        let writer = Database::connect(options(true)).await?;
        // The name holds nothing but letters, digits and _.
        if make {
            writer.execute_unprepared(&format!("CREATE SCHEMA IF NOT EXISTS {schema}")).await?;
        }
        let ask = format!("SELECT to_regnamespace('{schema}') IS NOT NULL AS there");
        let row = writer.query_one_raw(Statement::from_string(DbBackend::Postgres, ask)).await?;
        if !row.map_or(Ok(false), |row| row.try_get("", "there"))? {
            return Err(DbErr::Custom(format!("there is no schema {schema}")));
        }
        Ok((writer, Database::connect(options(false)).await?))
    }
}
