//! Secrets that are given out once: in a link, in a cookie, on a sheet of paper.

use std::fmt;

use kernel::hex;
use sha2::{Digest, Sha256};
use store::Fault;

/// Bytes that nobody guesses.
const LENGTH: usize = 24;

/// A secret. It is shown to nobody but whom it is for; the database knows its hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A new one.
    pub fn new() -> Result<Self, Fault> {
        Ok(Self(hex(&random::<LENGTH>()?)))
    }

    /// One that somebody gives.
    pub fn given(text: &str) -> Self {
        Self(text.trim().to_owned())
    }

    /// For the link or the cookie.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// What the database knows of it. It was not chosen by anybody, so nothing slow is needed.
    pub(crate) fn hash(&self) -> String {
        hex(&Sha256::digest(self.0.as_bytes()))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret(…)")
    }
}

/// Bytes from the system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], Fault> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(Fault::other)?;
    Ok(bytes)
}
