//! Signing in: slowly for those who guess, and without telling anybody which accounts there are.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{AccountId, hex};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict,
};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{Deed, Fault, Store, Write};
use trace::{Actor, Event, Subject, record};

use crate::{
    accounts::{row, throttle},
    action::Action,
    class::Class,
    invitation::in_small_letters,
    password::is_right,
    policy::Policy,
    refused::{Refused, Trouble},
    relation::Relation,
    role::Role,
    secret::Secret,
    session::{Browser, begin},
};

/// So often one may err before one has to wait, and then twice as long each time, up to this.
const FREE: i32 = 5;
const LONGEST: TimeDelta = TimeDelta::minutes(15);

/// From one place many may err before all there have to wait: an office goes out by one address.
const FREE_FROM_A_PLACE: i32 = 50;

/// After so long it is forgotten.
const FORGOTTEN: TimeDelta = TimeDelta::hours(24);

/// What somebody gives to sign in.
#[derive(Clone, Copy)]
pub struct Given<'g> {
    /// The address.
    pub mail: &'g str,
    /// The password.
    pub password: &'g str,
}

/// Whether a role sees of others what is sensitive, so that a password alone does not do.
pub fn needs_second_factor(policy: &Policy, role: Role) -> bool {
    [Class::Sensitive, Class::Confidential, Class::Clinical].into_iter().any(|class| {
        let grant = policy.grant(role, Action::View, class);
        grant.0.iter().any(|way| !way.all.contains(&Relation::OwnRecord))
    })
}

/// Signs in. The session is complete unless the account has a second factor, which is to be given then.
pub async fn sign_in(
    store: &Store,
    given: Given<'_>,
    browser: &Browser,
    at: DateTime<Utc>,
) -> Result<Secret, Trouble> {
    let mail = in_small_letters(given.mail);
    let keys = keys(&mail, browser);
    let view = store.view().await?;
    wait_is_over(&*view, &keys, at).await?;
    let account = row::Entity::find()
        .filter(row::Column::Mail.eq(mail.as_str()))
        .filter(row::Column::State.eq(row::State::Active))
        .one(&*view)
        .await
        .map_err(Fault::from)?;
    drop(view);
    let whose = account.as_ref().map(|account| account.id.clone());
    let kept = account.as_ref().and_then(|account| account.password.clone());
    let is_right = is_right(given.password, kept).await?;
    let Some(account) = account.filter(|_| is_right) else {
        store
            .write(|write| -> Deed<'_, (), Fault> {
                let (keys, whose) = (keys.clone(), whose.clone());
                Box::pin(async move {
                    failed(write, &keys, at).await?;
                    traced(write, whose.as_deref(), "access.sign_in_refused", (browser, at)).await
                })
            })
            .await?;
        return Err(Refused::Wrong.into());
    };
    store
        .write(|write| -> Deed<'_, Secret, Trouble> {
            let (account, key) = (account.clone(), keys[0].0.clone());
            Box::pin(async move {
                throttle::Entity::delete_by_id(key).exec(&**write).await?;
                traced(write, Some(&account.id), "access.sign_in", (browser, at)).await?;
                let is_complete = !account.totp_confirmed;
                Ok(begin(write, &account.id, (is_complete, browser), at).await?)
            })
        })
        .await
}

/// As what somebody acts who is not in yet.
const AT_THE_DOOR: &str = "signing-in";

/// Who is meant where nobody has such an address.
const NOBODY: &str = "nobody";

/// Leaves the trace of an attempt.
pub(crate) async fn traced(
    write: &Write<'_>,
    account: Option<&str>,
    deed: &'static str,
    (browser, at): (&Browser, DateTime<Utc>),
) -> Result<(), Fault> {
    let id = account.unwrap_or(NOBODY);
    let account: AccountId = id.parse().map_err(Fault::unreadable)?;
    let body = json!({ "from": browser.origin, "with": browser.agent });
    let event = Event::change(Actor { account, role: AT_THE_DOOR.to_owned() }, at, deed, body);
    record(write, &event.of(Subject { kind: "account", id: id.to_owned() })).await
}

/// By whom and from where it is tried, and how often that may go wrong. Addresses are hashed: somebody may have typed a
/// password there.
fn keys(mail: &str, browser: &Browser) -> [(String, i32); 2] {
    let hash = |what: &str, text: &str| {
        let digest = Sha256::digest(text.as_bytes());
        format!("{what}:{}", hex(&digest[..12]))
    };
    [(hash("mail", mail), FREE), (hash("from", &browser.origin), FREE_FROM_A_PLACE)]
}

/// Refuses where it went wrong too often lately.
pub(crate) async fn wait_is_over(
    on: &impl ConnectionTrait,
    keys: &[(String, i32)],
    at: DateTime<Utc>,
) -> Result<(), Trouble> {
    for (key, free) in keys {
        let Some(known) = throttle::Entity::find_by_id(key.as_str()).one(on).await? else { continue };
        let too_many = u32::try_from(known.failures - free).unwrap_or(0);
        let wait = LONGEST.min(TimeDelta::seconds(1 << too_many.min(20)));
        let over = known.last_at + wait;
        if too_many > 0 && at < over && at - known.last_at < FORGOTTEN {
            return Err(Refused::Later(over - at).into());
        }
    }
    Ok(())
}

/// Notes that it went wrong once more.
pub(crate) async fn failed(
    write: &Write<'_>,
    keys: &[(String, i32)],
    at: DateTime<Utc>,
) -> Result<(), Fault> {
    for (key, _) in keys {
        let known = throttle::Entity::find_by_id(key.as_str()).one(&**write).await?;
        let known = known.filter(|known| at - known.last_at < FORGOTTEN);
        let row = throttle::ActiveModel {
            key: Set(key.clone()),
            failures: Set(known.map_or(0, |known| known.failures) + 1),
            last_at: Set(at),
        };
        let again = [throttle::Column::Failures, throttle::Column::LastAt];
        let over = OnConflict::column(throttle::Column::Key).update_columns(again).to_owned();
        throttle::Entity::insert(row).on_conflict(over).exec_without_returning(&**write).await?;
    }
    Ok(())
}

impl std::fmt::Debug for Given<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Given(…)")
    }
}
