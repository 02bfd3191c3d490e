//! Roots that leave the machine: signed, so that whoever keeps one knows from whom it is.

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use kernel::hex;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{merkle::bytes, seal::Seal};

/// What is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a key is 64 hexadecimal digits")]
pub struct BadKey;

/// Signs the roots of an office. Its secret stays outside the database.
#[derive(Debug)]
pub struct Signer(SigningKey);

/// Knows the signatures of an office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verifier(VerifyingKey);

/// The hash of a seal, signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedRoot {
    /// The office, and of several chains which.
    pub chain: String,
    /// The seal.
    pub number: i64,
    /// Its hash.
    pub hash: String,
    /// Over all of these, as 128 hexadecimal digits.
    pub signature: String,
}

impl Signer {
    /// A new one.
    pub fn new() -> Result<Self, getrandom::Error> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret)?;
        Ok(Self(SigningKey::from_bytes(&secret)))
    }

    /// One that was kept.
    pub fn from_secret(digits: &str) -> Result<Self, BadKey> {
        bytes(digits.trim()).map(|secret| Self(SigningKey::from_bytes(&secret))).ok_or(BadKey)
    }

    /// To be kept where the database's owner does not come.
    pub fn secret(&self) -> String {
        hex(&self.0.to_bytes())
    }

    /// What knows its signatures.
    pub fn verifier(&self) -> Verifier {
        Verifier(self.0.verifying_key())
    }

    /// Signs a seal of a chain.
    pub fn sign(&self, chain: &str, seal: &Seal) -> SignedRoot {
        let signature = self.0.sign(&said(chain, seal.number, &seal.hash));
        SignedRoot {
            chain: chain.to_owned(),
            number: seal.number,
            hash: seal.hash.clone(),
            signature: hex(&signature.to_bytes()),
        }
    }
}

impl Verifier {
    /// One that was given out.
    pub fn from_key(digits: &str) -> Result<Self, BadKey> {
        let key = bytes(digits.trim()).ok_or(BadKey)?;
        VerifyingKey::from_bytes(&key).map(Self).map_err(|_| BadKey)
    }

    /// To be given out.
    pub fn key(&self) -> String {
        hex(self.0.as_bytes())
    }

    /// Whether the office has signed a root.
    pub fn knows(&self, root: &SignedRoot) -> bool {
        let signature = bytes::<64>(&root.signature).map(|bytes| Signature::from_bytes(&bytes));
        let said = said(&root.chain, root.number, &root.hash);
        signature.is_some_and(|signature| self.0.verify_strict(&said, &signature).is_ok())
    }
}

/// What is signed: the chain last, for it may hold anything.
fn said(chain: &str, number: i64, hash: &str) -> Vec<u8> {
    format!("tsunagu trace 1\n{number}\n{hash}\n{chain}").into_bytes()
}
