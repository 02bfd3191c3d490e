//! Passwords: what is too easily guessed, and how they are kept.

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use store::Fault;
use thiserror::Error;
use tokio::task::spawn_blocking;
use zxcvbn::{Score, zxcvbn};

/// 医療情報システムの安全管理に関するガイドライン 6.0: thirteen characters need no regular change.
const LEAST: usize = 13;

/// Longer ones are no safer, but cost time.
const MOST: usize = 256;

/// Of no password: what is compared where there is no account, so that it takes as long.
const OF_NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$dHN1bmFndW5vYm9keQ$nQPBmbvlA9LdRIxB0cBzcZeOz4oJGMlDWBEFJvlRC8Q";

/// Why a password would be guessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Weakness {
    /// Too few characters.
    #[error("a password has at least {LEAST} characters, this one has {0}")]
    Short(usize),
    /// Too many.
    #[error("a password has at most {MOST} characters, this one has {0}")]
    Long(usize),
    /// It is made of words, names, dates or keys in a row, or is on lists of leaked passwords.
    #[error(
        "this password is easily guessed: take words that do not belong together, or let a program choose one"
    )]
    Guessable,
}

/// What is wrong with a password. `known`: what others know of whoever chooses it, such as name, address and office.
pub fn weakness(password: &str, known: &[&str]) -> Option<Weakness> {
    let length = password.chars().count();
    if length < LEAST {
        Some(Weakness::Short(length))
    } else if length > MOST {
        Some(Weakness::Long(length))
    } else {
        (zxcvbn(password, known).score() < Score::Three).then_some(Weakness::Guessable)
    }
}

/// What is kept of a password.
pub(crate) async fn hashed(password: &str) -> Result<String, Fault> {
    let password = password.to_owned();
    let hashed = spawn_blocking(move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string())
    });
    let hashed = hashed.await.map_err(Fault::other)?;
    hashed.map_err(Fault::other)
}

/// Whether a password is the one that was kept; takes as long where none was.
pub(crate) async fn is_right(password: &str, kept: Option<String>) -> Result<bool, Fault> {
    let password = password.to_owned();
    let compared = spawn_blocking(move || {
        let hash = PasswordHash::new(kept.as_deref().unwrap_or(OF_NOBODY));
        let right =
            hash.is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
        right && kept.is_some()
    });
    compared.await.map_err(Fault::other)
}

#[cfg(test)]
mod tests {
    use argon2::{Argon2, Params, password_hash::phc::PasswordHash};

    use super::OF_NOBODY;

    /// Else whoever measures would learn which addresses have an account.
    #[test]
    fn where_there_is_no_account_as_much_is_computed() {
        let hash = PasswordHash::new(OF_NOBODY).expect("a hash like others");
        let of_nobody = Params::try_from(&hash).expect("its cost");
        let of_others = Argon2::default().params().clone();
        let cost = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
        assert_eq!(cost(&of_nobody), cost(&of_others));
        assert_eq!(hash.hash.map(|hash| hash.len()), Some(Params::DEFAULT_OUTPUT_LEN));
    }
}
