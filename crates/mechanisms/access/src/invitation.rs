//! Invitations: the only way to an account.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, SqlErr,
};
use store::{Deed, Stamp, Store, Write};

use crate::{
    accounts::{Account, invitation, row},
    password::{hashed, weakness},
    refused::{Refused, Trouble},
    secret::{Secret, random},
};

/// How long a link may be used.
const VALID: TimeDelta = TimeDelta::days(7);

/// Somebody who was invited.
#[derive(Clone, Debug)]
pub struct Invited {
    /// The new account.
    pub account: Account,
    /// For the link.
    pub link: Secret,
    /// Until when it may be used.
    pub expires_at: DateTime<Utc>,
}

/// Invites somebody to an account; again, where the account was not taken up yet: then the earlier link is void.
pub async fn invite(write: &Write<'_>, name: &str, mail: &str, stamp: &Stamp) -> Result<Invited, Trouble> {
    let mail = in_small_letters(mail);
    let known = row::Entity::find().filter(row::Column::Mail.eq(mail.as_str())).one(&**write).await?;
    let account = match known {
        Some(known) if known.state == row::State::Invited => {
            void(write, &known.id).await?;
            known
        }
        Some(_) => return Err(Refused::Taken.into()),
        None => {
            let account = row::Model {
                id: Secret::new()?.text()[..16].to_owned(),
                name: name.trim().to_owned(),
                mail,
                state: row::State::Invited,
                password: None,
                totp: None,
                totp_confirmed: false,
                totp_step: None,
            };
            let inserted =
                row::Entity::insert(account.clone().into_active_model()).exec_without_returning(&**write);
            inserted.await.map_err(|fault| match fault.sql_err() {
                Some(SqlErr::UniqueConstraintViolation(_)) => Trouble::from(Refused::Taken),
                _ => Trouble::from(fault),
            })?;
            account
        }
    };
    let (link, expires_at) = (Secret::new()?, stamp.at + VALID);
    let row = invitation::ActiveModel {
        hash: Set(link.hash()),
        account: Set(account.id.clone()),
        expires_at: Set(expires_at),
        used_at: Set(None),
    };
    invitation::Entity::insert(row).exec_without_returning(&**write).await?;
    Ok(Invited { account: Account::try_from(&account)?, link, expires_at })
}

/// Takes up an account by the link, with a password.
pub async fn accept(
    store: &Store,
    link: &Secret,
    password: &str,
    at: DateTime<Utc>,
) -> Result<Account, Trouble> {
    // The link first: a password is not even looked at for whoever has none.
    let invited = invited(&*store.view().await?, link, at).await?;
    let known = [invited.name.as_str(), invited.mail.as_str()];
    if let Some(weakness) = weakness(password, &known) {
        return Err(Refused::from(weakness).into());
    }
    let password = hashed(password).await?;
    store
        .write(|write| -> Deed<'_, Account, Trouble> {
            let password = password.clone();
            Box::pin(async move {
                let account = self::invited(&**write, link, at).await?;
                let used = invitation::ActiveModel {
                    hash: Set(link.hash()),
                    used_at: Set(Some(at)),
                    ..Default::default()
                };
                invitation::Entity::update(used).exec(&**write).await?;
                let active = row::ActiveModel {
                    id: Set(account.id.clone()),
                    state: Set(row::State::Active),
                    password: Set(Some(password)),
                    ..Default::default()
                };
                row::Entity::update(active).exec(&**write).await?;
                Ok(Account::try_from(&account)?)
            })
        })
        .await
}

/// Whom a link invites, as long as it holds.
async fn invited(on: &impl ConnectionTrait, link: &Secret, at: DateTime<Utc>) -> Result<row::Model, Trouble> {
    let found = invitation::Entity::find_by_id(link.hash())
        .filter(invitation::Column::UsedAt.is_null())
        .filter(invitation::Column::ExpiresAt.gt(at))
        .one(on)
        .await?
        .ok_or(Refused::NoInvitation)?;
    let account = row::Entity::find_by_id(found.account).filter(row::Column::State.eq(row::State::Invited));
    Ok(account.one(on).await?.ok_or(Refused::NoInvitation)?)
}

async fn void(write: &Write<'_>, account: &str) -> Result<(), Trouble> {
    let earlier = invitation::Entity::delete_many().filter(invitation::Column::Account.eq(account));
    earlier.filter(invitation::Column::UsedAt.is_null()).exec(&**write).await?;
    Ok(())
}

/// Addresses differ by more than the size of letters.
pub(crate) fn in_small_letters(mail: &str) -> String {
    mail.trim().to_lowercase()
}

/// Ten codes of sixteen letters and digits each, for paper.
pub(crate) fn recovery_codes() -> Result<Vec<String>, Trouble> {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567890";
    let code = |_| {
        let letters: Vec<char> =
            random::<16>()?.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
        let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
        Ok(groups.join("-"))
    };
    (0..10).map(code).collect()
}
