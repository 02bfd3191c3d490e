//! Reading: one moment, whatever others write meanwhile.

use std::ops::Deref;

use sea_orm::{
    AccessMode, DatabaseTransaction, DbBackend, IsolationLevel, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};

use crate::{door::Store, fault::Fault};

/// The database as it was at one moment. Nothing can be changed through it.
#[derive(Debug)]
pub struct View(DatabaseTransaction);

impl Deref for View {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &DatabaseTransaction {
        &self.0
    }
}

impl Store {
    /// The database as it is now.
    #[expect(clippy::disallowed_methods, reason = "here reading begins")]
    pub async fn view(&self) -> Result<View, Fault> {
        let is_sqlite = self.readers.get_database_backend() == DbBackend::Sqlite;
        let options = TransactionOptions {
            isolation_level: (!is_sqlite).then_some(IsolationLevel::RepeatableRead),
            access_mode: (!is_sqlite).then_some(AccessMode::ReadOnly),
            sqlite_transaction_mode: is_sqlite.then_some(SqliteTransactionMode::Deferred),
        };
        Ok(View(self.readers.begin_with_options(options).await?))
    }
}
