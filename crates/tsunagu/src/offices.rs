//! 運営主体の一覧: `offices.toml`, which offices there are, under which host names, and where their databases lie.

use std::{
    collections::BTreeSet,
    fs::{self, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use store::{Address, Durability, Room, Store};
use trace::{Signer, address_of_readings};

use crate::{
    files::{self, Output},
    trouble::{Code, Trouble},
    words::office as words,
};

/// The rooms whose tables an office has.
pub const ROOMS: [Room; 2] = [trace::ROOM, access::ROOM];
/// And those of its readings.
pub const ROOMS_OF_READINGS: [Room; 1] = [trace::ROOM];

/// Who acts where nobody signed in: the program itself.
pub const PROGRAM: &str = "tsunagu";

/// All offices of this machine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offices {
    /// Where it was read; databases and keys lie relative to it.
    #[serde(skip)]
    file: PathBuf,
    /// The offices.
    #[serde(default, rename = "office")]
    pub offices: Vec<Office>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// Short, for commands and file names.
    pub id: String,
    /// As it is called.
    pub name: String,
    /// Under which it is served.
    pub hosts: Vec<String>,
    /// `sqlite:FILE`, or `postgres://…?schema=NAME`.
    pub database: String,
}

/// An office's open databases.
#[derive(Debug)]
pub struct Opened {
    /// Its own.
    pub store: Store,
    /// Where readings are traced: a second file on SQLite, the same on PostgreSQL.
    pub readings: Store,
}

impl Offices {
    /// Those of a file; none where there is no such file yet.
    pub fn read(file: &Path) -> Result<Self, Trouble> {
        let mut offices = match file.exists() {
            true => toml::from_str::<Self>(&files::read_text(file)?)
                .map_err(|fault| wrong(file, &fault.to_string()))?,
            false => Self::default(),
        };
        file.clone_into(&mut offices.file);
        let (mut ids, mut hosts) = (BTreeSet::new(), BTreeSet::new());
        for office in &offices.offices {
            if !is_id(&office.id) || !ids.insert(&office.id) {
                return Err(wrong(file, &format!("id = \"{}\"", office.id)));
            }
            if let Some(host) = office.hosts.iter().find(|host| !hosts.insert(host.as_str())) {
                return Err(wrong(file, &format!("hosts: {host}")));
            }
            offices.address(office)?;
        }
        Ok(offices)
    }

    /// The office of an id.
    pub fn office(&self, id: &str) -> Result<&Office, Trouble> {
        let known: Vec<&str> = self.offices.iter().map(|office| office.id.as_str()).collect();
        let found = self.offices.iter().find(|office| office.id == id);
        found.ok_or_else(|| Trouble::new(Code::UnknownOffice, words::unknown_office(id, &self.file, &known)))
    }

    /// Those of an id, or all.
    pub fn chosen(&self, id: Option<&str>) -> Result<Vec<&Office>, Trouble> {
        match id {
            Some(id) => Ok(vec![self.office(id)?]),
            None => Ok(self.offices.iter().collect()),
        }
    }

    /// The file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Its folder, in which databases and keys lie.
    pub fn folder(&self) -> &Path {
        self.file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }

    /// That an office can be added: its id, its host and its database are nobody else's.
    pub fn add_checked(&self, office: &Office) -> Result<(), Trouble> {
        let taken = |other: &Office| {
            other.id == office.id
                || other.database == office.database
                || other.hosts.iter().any(|host| office.hosts.contains(host))
        };
        if let Some(other) = self.offices.iter().find(|other| taken(other)) {
            return Err(Trouble::new(Code::OfficeExists, words::office_exists(&other.id, &self.file)));
        }
        self.address(office).map(drop)
    }

    /// Adds one; the file is written at once.
    pub fn add(&mut self, office: Office) -> Result<(), Trouble> {
        self.add_checked(&office)?;
        self.offices.push(office);
        let text = toml::to_string(self).map_err(|fault| wrong(&self.file, &fault.to_string()))?;
        files::write_all(&[Output { path: self.file.clone(), bytes: text.into_bytes() }])
    }

    /// Where an office's database lies.
    pub fn address(&self, office: &Office) -> Result<Address, Trouble> {
        let address =
            office.database.parse().map_err(|bad: store::BadAddress| wrong(&self.file, &bad.to_string()))?;
        Ok(match address {
            Address::Sqlite(file) => Address::Sqlite(self.beside(&file)),
            postgres => postgres,
        })
    }

    /// Opens an office's databases.
    pub async fn open(&self, office: &Office) -> Result<Opened, Trouble> {
        let [address, readings] = self.addresses(office)?;
        let open =
            async |address| Store::open(address, Durability::Disk).await.map_err(|fault| trouble(&fault));
        Ok(Opened { store: open(address).await?, readings: open(readings).await? })
    }

    /// Where they lie: its own, and that of its readings.
    fn addresses(&self, office: &Office) -> Result<[Address; 2], Trouble> {
        let address = self.address(office)?;
        let readings = address_of_readings(&address).map_err(|bad| wrong(&self.file, &bad.to_string()))?;
        Ok([address, readings])
    }

    /// That the file of an office's database is there, where it is one.
    pub fn is_there(&self, office: &Office) -> Result<(), Trouble> {
        let address = self.address(office)?;
        match address.file().filter(|file| !file.exists()) {
            Some(file) => Err(Trouble::new(Code::NoDatabase, words::no_database_file(&office.id, file))),
            None => Ok(()),
        }
    }

    /// Makes the databases of an office; refused where there is one already.
    pub async fn open_new(&self, office: &Office) -> Result<Opened, Trouble> {
        let address = self.address(office)?;
        let there = || Trouble::new(Code::OfficeExists, words::database_exists(&address.to_string()));
        if address.file().is_some_and(Path::exists) {
            return Err(there());
        }
        let [own, readings] = self.addresses(office)?;
        let make = async |address| {
            Store::open_or_make(address, Durability::Disk).await.map_err(|fault| trouble(&fault))
        };
        let opened = Opened { store: make(own).await?, readings: make(readings).await? };
        match opened.store.pending(&ROOMS).await {
            Ok(pending) if pending.len() == ROOMS.iter().map(|room| room.steps.len()).sum::<usize>() => {
                Ok(opened)
            }
            _ => Err(there()),
        }
    }

    /// Opens the databases of an office that is there already, migrated as this program needs it.
    pub async fn open_there(&self, office: &Office) -> Result<Opened, Trouble> {
        self.is_there(office)?;
        let opened = self.open(office).await?;
        opened.store.is_migrated(&ROOMS).await.map_err(|fault| trouble(&fault))?;
        opened.readings.is_migrated(&ROOMS_OF_READINGS).await.map_err(|fault| trouble(&fault))?;
        Ok(opened)
    }

    /// A new secret by which an office signs the roots of its trace, in a file that only its owner reads.
    pub fn new_key(&self, id: &str) -> Result<(Signer, PathBuf), Trouble> {
        let path = self.key_file(id);
        let signer =
            Signer::new().map_err(|fault| cannot_write(&path, io::Error::other(fault.to_string())))?;
        let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let written = opened.and_then(|mut file| {
            file.write_all(format!("{}\n", signer.secret()).as_bytes())?;
            file.sync_all()
        });
        written.map_err(|fault| cannot_write(&path, fault))?;
        Ok((signer, path))
    }

    /// The one that it has.
    pub fn key(&self, id: &str) -> Result<Signer, Trouble> {
        let path = self.key_file(id);
        let text = fs::read_to_string(&path)
            .map_err(|fault| Trouble::new(Code::CannotRead, crate::words::cannot_read(&path, &fault)))?;
        Signer::from_secret(&text).map_err(|bad| wrong(&path, &bad.to_string()))
    }

    fn key_file(&self, id: &str) -> PathBuf {
        self.beside(Path::new(&format!("{id}.key")))
    }

    fn beside(&self, file: &Path) -> PathBuf {
        self.file.parent().map_or_else(|| file.to_owned(), |folder| folder.join(file))
    }
}

impl Opened {
    /// Lets go of both.
    pub async fn close(self) {
        self.store.close().await;
        self.readings.close().await;
    }

    /// Whether readings lie in a database of their own.
    pub fn apart(&self) -> bool {
        self.store.address() != self.readings.address()
    }
}

/// Whether a text can be an office's id: it stands in file names and commands.
pub fn is_id(text: &str) -> bool {
    let letters = |letter: char| matches!(letter, 'a'..='z' | '0'..='9' | '-');
    !text.is_empty()
        && text.len() <= 40
        && text.chars().all(letters)
        && text.starts_with(|of: char| of.is_ascii_lowercase())
}

/// What a database's fault means at the front door.
pub fn trouble(fault: &store::Fault) -> Trouble {
    use store::Fault;
    let code = match fault {
        Fault::Unreachable { .. } | Fault::Gone(_) => Code::NoDatabase,
        Fault::Behind(_) => Code::DatabaseBehind,
        Fault::Newer { .. } | Fault::Renamed { .. } => Code::DatabaseNewer,
        Fault::Busy => Code::DatabaseBusy,
        Fault::Full => Code::DatabaseFull,
        Fault::Backup(_) => Code::BackupRefused,
        Fault::Fact(_) | Fault::Broken(_) => Code::DatabaseFault,
    };
    Trouble::new(code, words::database(fault))
}

fn wrong(file: &Path, what: &str) -> Trouble {
    Trouble::new(Code::OfficesFile, words::offices_file(file, what))
}

fn cannot_write(path: &Path, fault: io::Error) -> Trouble {
    Trouble::new(Code::CannotWrite, crate::words::cannot_write(path, &fault))
}
