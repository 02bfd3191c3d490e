//! The second factor: codes that change every thirty seconds (RFC 6238), and ten on paper for when the telephone is gone.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter};
use store::{Deed, Fault, Store, Write};
use totp_rs::{Builder, Secret as Totp};

use crate::{
    accounts::{recovery_code, row},
    invitation::recovery_codes,
    refused::{Refused, Trouble},
    secret::{Secret, random},
    session::{account_of, row as session},
    sign_in::{failed, wait_is_over},
};

/// So often a code may be wrong before one has to wait.
const FREE: i32 = 5;

/// What an authenticator needs to know, shown once.
#[derive(Clone, PartialEq, Eq)]
pub struct Enrolment {
    /// For the picture that is scanned.
    pub url: String,
    /// To be typed where nothing can be scanned.
    pub secret: String,
}

/// Begins to add a second factor to the account of a session; it counts once [`confirm`]ed. Refused where there is one:
/// that is taken away by whoever keeps accounts.
pub async fn enrol(
    store: &Store,
    cookie: &Secret,
    office: &str,
    at: DateTime<Utc>,
) -> Result<Enrolment, Trouble> {
    let secret = random::<20>()?;
    store
        .write(|write| -> Deed<'_, Enrolment, Trouble> {
            Box::pin(async move {
                let (_, account) = account_of(&**write, cookie, at).await?.ok_or(Refused::NoAccount)?;
                if account.totp_confirmed {
                    return Err(Refused::Taken.into());
                }
                let shown = authenticator(&secret.into(), Some((&account.mail, office)))?;
                let text = Totp::from(secret).to_base32();
                let row = row::ActiveModel {
                    id: Set(account.id),
                    totp: Set(Some(text.clone())),
                    ..Default::default()
                };
                row::Entity::update(row).exec(&**write).await?;
                let url = shown.to_url().map_err(Fault::other)?;
                Ok(Enrolment { url, secret: text })
            })
        })
        .await
}

/// Confirms a second factor by a first code; answers ten codes for paper, shown once.
pub async fn confirm(
    store: &Store,
    cookie: &Secret,
    code: &str,
    at: DateTime<Utc>,
) -> Result<Vec<String>, Trouble> {
    let codes = recovery_codes()?;
    store
        .write(|write| -> Deed<'_, Vec<String>, Trouble> {
            let codes = codes.clone();
            Box::pin(async move {
                let (session, account) = account_of(&**write, cookie, at).await?.ok_or(Refused::NoAccount)?;
                if account.totp_confirmed {
                    return Err(Refused::Taken.into());
                }
                let step = step_of(&account, code, at)?.ok_or(Refused::Wrong)?;
                let row = row::ActiveModel {
                    id: Set(account.id.clone()),
                    totp_confirmed: Set(true),
                    totp_step: Set(Some(step)),
                    ..Default::default()
                };
                row::Entity::update(row).exec(&**write).await?;
                let of = |code: &String| recovery_code::ActiveModel {
                    hash: Set(hash_of(&account.id, code)),
                    account: Set(account.id.clone()),
                    used_at: Set(None),
                };
                recovery_code::Entity::insert_many(codes.iter().map(of))
                    .exec_without_returning(&**write)
                    .await?;
                complete(write, session.hash).await?;
                Ok(codes)
            })
        })
        .await
}

/// Gives the second factor, a code of the authenticator or one from paper, and completes the session. No code is taken
/// twice.
pub async fn second_factor(
    store: &Store,
    cookie: &Secret,
    code: &str,
    at: DateTime<Utc>,
) -> Result<(), Trouble> {
    let given = store
        .write(|write| -> Deed<'_, bool, Trouble> {
            Box::pin(async move {
                let (session, account) = account_of(&**write, cookie, at).await?.ok_or(Refused::NoAccount)?;
                let keys = [(format!("code:{}", account.id), FREE)];
                wait_is_over(&**write, &keys, at).await?;
                let is_taken = match step_of(&account, code, at)? {
                    Some(step) => {
                        let row = row::ActiveModel {
                            id: Set(account.id),
                            totp_step: Set(Some(step)),
                            ..Default::default()
                        };
                        row::Entity::update(row).exec(&**write).await?;
                        true
                    }
                    None => from_paper(write, &account.id, code, at).await?,
                };
                match is_taken {
                    true => complete(write, session.hash).await?,
                    // The failure is to stay, so it is no error here.
                    false => failed(write, &keys, at).await?,
                }
                Ok(is_taken)
            })
        })
        .await?;
    if given { Ok(()) } else { Err(Refused::Wrong.into()) }
}

/// The step of a code, if it is right and none of that step or a later one was taken.
fn step_of(account: &row::Model, code: &str, at: DateTime<Utc>) -> Result<Option<i64>, Trouble> {
    let Some(secret) = &account.totp else { return Ok(None) };
    let secret = Totp::try_from_base32(secret).map_err(Fault::other)?;
    let digits: String = code.chars().filter(|letter| !letter.is_whitespace()).collect();
    let time = u64::try_from(at.timestamp()).unwrap_or(0);
    let step = authenticator(&secret, None)?.check(&digits, time).and_then(|step| i64::try_from(step).ok());
    Ok(step.filter(|step| account.totp_step.is_none_or(|last| *step > last)))
}

/// Takes a code from paper, if there is such a one that was not used.
async fn from_paper(write: &Write<'_>, account: &str, code: &str, at: DateTime<Utc>) -> Result<bool, DbErr> {
    let used = recovery_code::ActiveModel { used_at: Set(Some(at)), ..Default::default() };
    let taken = recovery_code::Entity::update_many()
        .set(used)
        .filter(recovery_code::Column::Hash.eq(hash_of(account, code)))
        .filter(recovery_code::Column::UsedAt.is_null())
        .exec(&**write)
        .await?;
    Ok(taken.rows_affected == 1)
}

fn hash_of(account: &str, code: &str) -> String {
    let letters: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    Secret::given(&format!("{account} {}", letters.to_ascii_lowercase())).hash()
}

async fn complete(write: &Write<'_>, hash: String) -> Result<(), DbErr> {
    let row = session::ActiveModel { hash: Set(hash), is_complete: Set(true), ..Default::default() };
    session::Entity::update(row).exec(&**write).await.map(drop)
}

/// What computes the codes of a secret.
fn authenticator(secret: &Totp, shown: Option<(&str, &str)>) -> Result<totp_rs::Totp, Trouble> {
    let mut builder = Builder::new().with_secret(secret.clone());
    if let Some((account, office)) = shown {
        let plain = |text: &str| text.replace(':', " ");
        builder = builder.with_account_name(plain(account)).with_issuer(Some(plain(office)));
    }
    Ok(builder.build_noncompliant())
}

impl std::fmt::Debug for Enrolment {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Enrolment(…)")
    }
}
