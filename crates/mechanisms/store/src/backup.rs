//! Backup and restore, each by what its database does best: SQLite copies itself into a file, PostgreSQL has `pg_dump`.
//!
//! Nothing is ever restored over something: an office is brought back into a file or schema that is not there yet.

use std::{
    io,
    path::{Path, PathBuf},
    process::Stdio,
};

use sea_orm::{ConnectionTrait, DbBackend, Statement};
use tokio::{fs, process::Command};
use url::Url;

use crate::{address::Address, door::Store, fault::Fault};

/// What the files of both begin with.
const OF_SQLITE: &[u8] = b"SQLite format 3\0";
const OF_POSTGRES: &[u8] = b"PGDMP";

/// A file that holds an office as it was at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup(PathBuf);

impl Backup {
    /// A file that was made before.
    pub fn at(file: impl Into<PathBuf>) -> Self {
        Self(file.into())
    }

    /// The file.
    pub fn file(&self) -> &Path {
        &self.0
    }

    /// Makes an office of it where there is none yet. Whatever goes wrong leaves nothing behind.
    pub async fn restore(&self, to: &Address) -> Result<(), Fault> {
        let head = head(&self.0).await.map_err(|fault| failed(&self.0, &fault))?;
        match to {
            Address::Sqlite(file) if head.starts_with(OF_SQLITE) => self.restore_file(file).await,
            Address::Postgres { url, schema } if head.starts_with(OF_POSTGRES) => {
                self.restore_schema(to, url, schema).await
            }
            _ => Err(Fault::Backup(format!("{} is no backup of a database like {to}", self.0.display()))),
        }
    }

    async fn restore_file(&self, file: &Path) -> Result<(), Fault> {
        if fs::try_exists(file).await.unwrap_or(true) {
            return Err(Fault::Backup(format!("{} is there already", file.display())));
        }
        let part = file.with_extension("part");
        let copied = fs::copy(&self.0, &part).await.map(drop);
        let checked = match copied {
            Ok(()) => checked(&part).await,
            Err(fault) => Err(failed(&part, &fault)),
        };
        let done = match checked {
            Ok(()) => fs::rename(&part, file).await.map_err(|fault| failed(file, &fault)),
            Err(fault) => Err(fault),
        };
        if done.is_err() {
            // What could not be used is of no use; why says the error.
            drop(fs::remove_file(&part).await);
        }
        done
    }

    async fn restore_schema(&self, to: &Address, url: &Url, schema: &str) -> Result<(), Fault> {
        let listed = run(Command::new("pg_restore").arg("--list").arg(&self.0), None).await?;
        let mut words = listed.lines().filter_map(|line| line.split(" SCHEMA - ").nth(1));
        let of = words.next().and_then(|of| of.split(' ').next()).unwrap_or_default();
        if of != schema {
            return Err(Fault::Backup(format!("it is of the schema {of:?}, which {to} is not")));
        }
        let mut command = Command::new("pg_restore");
        command.args([
            "--single-transaction",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            "--dbname",
        ]);
        run(command.arg(without_password(url).as_str()).arg(&self.0), url.password()).await.map(drop)
    }
}

impl Store {
    /// Writes the office as it is now into a file that is not there yet, while others go on.
    pub async fn backup(&self, file: impl Into<PathBuf>) -> Result<Backup, Fault> {
        let file = file.into();
        if fs::try_exists(&file).await.unwrap_or(true) {
            return Err(Fault::Backup(format!("{} is there already", file.display())));
        }
        match &self.address {
            Address::Sqlite(_) => {
                let path = file.to_str().ok_or_else(|| Fault::Backup("the name is no text".to_owned()))?;
                let copy = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [path.into()]);
                self.writer.execute_raw(copy).await?;
                checked(&file).await?;
            }
            Address::Postgres { url, schema } => {
                let mut command = Command::new("pg_dump");
                command.args([
                    "--format=custom",
                    "--no-owner",
                    "--no-privileges",
                    "--schema",
                    schema,
                    "--file",
                ]);
                let command = command.arg(&file).arg("--dbname").arg(without_password(url).as_str());
                run(command, url.password()).await?;
            }
        }
        let written = fs::File::open(&file).await;
        let on_disk = match written {
            Ok(written) => written.sync_all().await,
            Err(fault) => Err(fault),
        };
        on_disk.map_err(|fault| failed(&file, &fault))?;
        Ok(Backup(file))
    }
}

/// That a file is a whole database.
async fn checked(file: &Path) -> Result<(), Fault> {
    let store = Store::open(Address::Sqlite(file.to_owned()), crate::Durability::Process).await?;
    let ailments = store.ailments(crate::Durability::Process).await;
    store.close().await;
    match ailments?.as_slice() {
        [] => Ok(()),
        ailments => Err(Fault::Backup(format!("{} is damaged: {ailments:?}", file.display()))),
    }
}

/// The URL as others may see it in the list of processes.
fn without_password(url: &Url) -> Url {
    let mut url = url.clone();
    // Only URLs without a host refuse, and those have no password.
    let _ = url.set_password(None);
    url
}

/// Runs a tool of PostgreSQL; answers what it wrote.
async fn run(command: &mut Command, password: Option<&str>) -> Result<String, Fault> {
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    let name = command.as_std().get_program().to_string_lossy().into_owned();
    let ran = command.stdin(Stdio::null()).kill_on_drop(true).output().await;
    let ran = ran.map_err(|fault| Fault::Backup(format!("{name} of PostgreSQL does not run: {fault}")))?;
    if ran.status.success() {
        Ok(String::from_utf8_lossy(&ran.stdout).into_owned())
    } else {
        Err(Fault::Backup(format!("{name}: {}", String::from_utf8_lossy(&ran.stderr).trim())))
    }
}

async fn head(file: &Path) -> io::Result<Vec<u8>> {
    use tokio::io::AsyncReadExt;
    let mut head = Vec::new();
    fs::File::open(file).await?.take(OF_SQLITE.len() as u64).read_to_end(&mut head).await?;
    Ok(head)
}

fn failed(file: &Path, fault: &io::Error) -> Fault {
    Fault::Backup(format!("{}: {fault}", file.display()))
}
