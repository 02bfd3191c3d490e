//! Where the database of an office is: `sqlite:var/gunma.db`, or `postgres://user:password@host/database?schema=gunma`.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use thiserror::Error;
use url::Url;

/// The longest name of a schema, in bytes: PostgreSQL cuts off what is longer.
const LONGEST: usize = 63;

/// The database of one office.
#[derive(Clone, PartialEq, Eq)]
pub enum Address {
    /// A file.
    Sqlite(PathBuf),
    /// A schema of a database. What the URL says of user and password is never shown.
    Postgres {
        /// The URL, without the schema.
        url: Url,
        /// The schema.
        schema: String,
    },
}

/// Why a text is no address of a database.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadAddress {
    /// Neither of the two.
    #[error("a database is sqlite:FILE or postgres://USER@HOST/DATABASE?schema=NAME")]
    Neither,
    /// No file is named.
    #[error("sqlite: needs the name of a file after the colon")]
    NoFile,
    /// No URL.
    #[error("this is no URL of PostgreSQL: {0}")]
    NoUrl(String),
    /// No schema is named.
    #[error("the URL names no schema: add ?schema=NAME, one for each office")]
    NoSchema,
    /// A schema that PostgreSQL would not keep as it is written.
    #[error(
        "a schema's name holds small letters, digits and _, begins with a letter, is no longer than {LONGEST} \
         and does not begin with pg_: {0}"
    )]
    BadSchema(String),
}

impl FromStr for Address {
    type Err = BadAddress;

    fn from_str(text: &str) -> Result<Self, BadAddress> {
        let text = text.trim();
        if let Some(file) = text.strip_prefix("sqlite:") {
            return if file.is_empty() { Err(BadAddress::NoFile) } else { Ok(Self::Sqlite(file.into())) };
        }
        if !text.starts_with("postgres://") && !text.starts_with("postgresql://") {
            return Err(BadAddress::Neither);
        }
        let mut url = Url::parse(text).map_err(|fault| BadAddress::NoUrl(fault.to_string()))?;
        let (named, others): (Vec<_>, Vec<_>) =
            url.query_pairs().into_owned().partition(|(key, _)| key == "schema");
        let [(_, schema)] = named.as_slice() else { return Err(BadAddress::NoSchema) };
        let schema = schema_named(schema)?;
        url.set_query(None);
        if !others.is_empty() {
            url.query_pairs_mut().extend_pairs(others);
        }
        Ok(Self::Postgres { url, schema })
    }
}

impl Address {
    /// The same database system, another office: a file beside this one, or another schema.
    pub fn beside(&self, name: &str) -> Result<Self, BadAddress> {
        match self {
            Self::Sqlite(file) => Ok(Self::Sqlite(file.with_file_name(name).with_extension("db"))),
            Self::Postgres { url, .. } => {
                Ok(Self::Postgres { url: url.clone(), schema: schema_named(name)? })
            }
        }
    }

    /// The file, where it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::Sqlite(file) => Some(file),
            Self::Postgres { .. } => None,
        }
    }
}

fn schema_named(name: &str) -> Result<String, BadAddress> {
    let begins = name.starts_with(|letter: char| letter.is_ascii_lowercase());
    let keeps = name.chars().all(|letter| matches!(letter, 'a'..='z' | '0'..='9' | '_'));
    if begins && keeps && name.len() <= LONGEST && !name.starts_with("pg_") {
        Ok(name.to_owned())
    } else {
        Err(BadAddress::BadSchema(name.to_owned()))
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(file) => write!(formatter, "sqlite:{}", file.display()),
            Self::Postgres { url, schema } => {
                let host = url.host_str().unwrap_or("localhost");
                let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
                write!(formatter, "postgres://{host}{port}{}?schema={schema}", url.path())
            }
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
