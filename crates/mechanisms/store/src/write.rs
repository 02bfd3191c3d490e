//! The one way to change something.

use std::{future::Future, marker::PhantomData, ops::Deref, pin::Pin, time::Duration};

use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait, IsolationLevel, Schema,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use crate::{door::Store, fault::Fault};

/// How often a deed is done anew when others wrote the same meanwhile, and how long is waited before: a little longer each
/// time.
const ATTEMPTS: u32 = 12;
const PAUSE: Duration = Duration::from_millis(3);

/// What is being done: all of it, or nothing. `'a` is what the deed borrows.
#[derive(Debug)]
pub struct Write<'a> {
    transaction: DatabaseTransaction,
    borrows: PhantomData<&'a ()>,
}

impl Deref for Write<'_> {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.transaction
    }
}

impl Write<'_> {
    /// Makes the table of an entity, with its indexes.
    pub async fn make_table<E: EntityTrait>(&self, entity: E) -> Result<(), DbErr> {
        let schema = Schema::new(self.get_database_backend());
        self.execute(&schema.create_table_from_entity(entity)).await?;
        for index in schema.create_index_from_entity(entity) {
            self.execute(&index).await?;
        }
        Ok(())
    }
}

/// A deed under way.
pub type Deed<'t, T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 't>>;

impl Store {
    /// Does something wholly or not at all, as if nobody else wrote at the same time: on SQLite nobody does, PostgreSQL
    /// makes sure. Where others wrote the same meanwhile it is done anew, so a deed changes nothing but the database.
    ///
    /// An error undoes everything. Once it answers `Ok`, the deed is as durable as the store was opened for.
    pub async fn write<'a, T, E, F>(&'a self, deed: F) -> Result<T, E>
    where
        T: Send,
        E: From<Fault> + AsFault + Send,
        F: for<'t> Fn(&'t Write<'a>) -> Deed<'t, T, E> + Send + Sync,
    {
        let mut attempt = 1;
        loop {
            match self.attempt(&deed, IsolationLevel::Serializable).await {
                Err(error) if attempt < ATTEMPTS && matches!(error.as_fault(), Some(Fault::Busy)) => {
                    tokio::time::sleep(PAUSE * attempt * attempt).await;
                    attempt += 1;
                }
                done => return done,
            }
        }
    }

    /// Does it once. Where whoever does it waits for a lock first, it is to see what others did until then: then each
    /// statement sees a moment of its own, and nobody else's work is looked out for.
    pub(crate) async fn attempt<'a, T, E, F>(&'a self, deed: &F, isolation: IsolationLevel) -> Result<T, E>
    where
        E: From<Fault>,
        F: for<'t> Fn(&'t Write<'a>) -> Deed<'t, T, E>,
    {
        let write = self.begin_write(isolation).await?;
        match deed(&write).await {
            Ok(done) => {
                write.transaction.commit().await.map_err(Fault::from)?;
                Ok(done)
            }
            Err(refused) => {
                // What cannot even be undone is undone when the connection is gone; the reason is worth more than that.
                drop(write.transaction.rollback().await);
                Err(refused)
            }
        }
    }

    #[expect(clippy::disallowed_methods, reason = "here a deed begins")]
    async fn begin_write<'a>(&self, isolation: IsolationLevel) -> Result<Write<'a>, Fault> {
        let is_sqlite = self.writer.get_database_backend() == DbBackend::Sqlite;
        let options = TransactionOptions {
            isolation_level: (!is_sqlite).then_some(isolation),
            access_mode: (!is_sqlite).then_some(AccessMode::ReadWrite),
            sqlite_transaction_mode: is_sqlite.then_some(SqliteTransactionMode::Immediate),
        };
        let transaction = self.writer.begin_with_options(options).await?;
        Ok(Write { transaction, borrows: PhantomData })
    }
}

/// An error that may be one of the database: what a deed answers.
pub trait AsFault {
    /// The fault of the database, if it is one.
    fn as_fault(&self) -> Option<&Fault>;
}

impl AsFault for Fault {
    fn as_fault(&self) -> Option<&Fault> {
        Some(self)
    }
}
