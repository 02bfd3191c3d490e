//! Hashes: of events, of their trees (as RFC 6962 builds them), of seals.

use kernel::hex;
use sha2::{Digest, Sha256};

/// A hash, as 64 hexadecimal digits.
pub type Hash = String;

/// What hashes of different things begin with, so that none passes for another.
const LEAF: u8 = 0;
const NODE: u8 = 1;
const BODY: u8 = 2;
const SEAL: u8 = 3;

/// Of fields, each with its length, so that nothing can move from one to the next.
fn of(what: u8, fields: &[&str]) -> Hash {
    let mut hash = Sha256::new();
    hash.update([what]);
    for field in fields {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field.as_bytes());
    }
    hex(&hash.finalize())
}

/// Of an event.
pub fn leaf(fields: &[&str]) -> Hash {
    of(LEAF, fields)
}

/// Of what was written of it, with its salt.
pub fn body(salt: &str, body: &str) -> Hash {
    of(BODY, &[salt, body])
}

/// Of a seal.
pub fn seal(fields: &[&str]) -> Hash {
    of(SEAL, fields)
}

/// The root over leaves: the left half is the largest power of two that leaves something to the right.
pub fn root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => of(NODE, &[]),
        [one] => one.clone(),
        many => {
            let left = 1 << (many.len() - 1).ilog2();
            of(NODE, &[&root(&many[..left]), &root(&many[left..])])
        }
    }
}

/// Hexadecimal digits as bytes.
pub fn bytes<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let fits = digits.len() == 2 * N && digits.is_ascii();
    for (number, byte) in bytes.iter_mut().enumerate().filter(|_| fits) {
        *byte = u8::from_str_radix(&digits[2 * number..2 * number + 2], 16).ok()?;
    }
    fits.then_some(bytes)
}
