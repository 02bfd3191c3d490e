//! A story that a test tells, run on SQLite and on PostgreSQL: whatever one of them does otherwise is found by the test that
//! needs it.
//!
//! PostgreSQL is Debian's own, in a throw-away cluster that the first test starts and that ends when no test has used it for
//! a minute.

mod cluster;

use std::{
    fmt, fs,
    path::{Path, PathBuf},
};

use store::{Address, Durability, Store};
use tempfile::TempDir;

/// The two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// A schema of its own.
    Postgres,
}

impl fmt::Display for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// A place for an office, where no database is yet, and a folder that goes with it.
#[derive(Debug)]
pub struct Place {
    /// On which engine.
    pub engine: Engine,
    /// Where its database is to be.
    pub address: Address,
    folder: TempDir,
}

impl Place {
    /// A new one.
    pub fn new(engine: Engine) -> Self {
        let folder = TempDir::new().expect("the system's temporary folder can be written");
        let address = match engine {
            Engine::Sqlite => Address::Sqlite(folder.path().join("office.db")),
            Engine::Postgres => cluster::address(&name(folder.path())),
        };
        Self { engine, address, folder }
    }

    /// Opens the database, as a real office does; makes it where there is none yet.
    pub async fn open(&self) -> Store {
        let opened = Store::open_or_make(self.address.clone(), Durability::Disk).await;
        opened.unwrap_or_else(|fault| panic!("{}: {fault}", self.address))
    }

    /// Its address as somebody types it.
    pub fn typed(&self) -> String {
        match &self.address {
            Address::Sqlite(file) => format!("sqlite:{}", file.display()),
            Address::Postgres { url, schema } => format!("{url}&schema={schema}"),
        }
    }

    /// Takes its databases away, as if the machine were gone. Nobody may have them open.
    pub fn remove(&self) {
        match &self.address {
            Address::Sqlite(file) => {
                let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let entries = fs::read_dir(self.folder.path()).expect("its folder can be read");
                for entry in entries.flatten() {
                    let name = entry.file_name().to_string_lossy().into_owned();
                    if name.starts_with(&stem) && name.contains(".db") {
                        fs::remove_file(entry.path()).expect("its files can be removed");
                    }
                }
            }
            Address::Postgres { schema, .. } => cluster::forget(schema),
        }
    }

    /// A file in its folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// Tells a story on each.
pub fn engines(story: impl AsyncFn(&Place)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.expect("a runtime can be started");
    for engine in [Engine::Sqlite, Engine::Postgres] {
        eprintln!("on {engine}:");
        let place = Place::new(engine);
        runtime.block_on(story(&place));
    }
}

/// The name of a schema after that of a folder, which nobody else has.
fn name(folder: &Path) -> String {
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let letters: String =
        name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| format!("{byte:02x}")).collect();
    format!("o{letters}")
}
