//! What whoever works at a job does.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::Value;
use store::{Deed, Fault, Store, Write};

use crate::{
    job::{JobId, State},
    lost::Trouble,
    records::{free, had, row},
};

/// How often a job is begun before it is given up: what kills whoever works at it would kill the next one, too.
const MOST: i32 = 5;

/// A job that somebody works at, for a while.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Which.
    pub id: JobId,
    /// What is to be done.
    pub kind: String,
    /// With what.
    pub input: Value,
    /// How often it was claimed: an effect bears it.
    pub token: i32,
}

/// How far the work is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress<'p> {
    /// Of a thousand.
    pub permille: u32,
    /// What is being done.
    pub message: &'p str,
}

/// What whoever works is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beat {
    /// Go on.
    On,
    /// Nobody wants it any more: [`fail`] it, which makes it cancelled.
    Cancel,
}

/// Takes the oldest job of these kinds that is free, for a while; none where there is none.
pub async fn claim(
    store: &Store,
    kinds: &[&str],
    at: DateTime<Utc>,
    lease: TimeDelta,
) -> Result<Option<Claim>, Fault> {
    store
        .write(|write| -> Deed<'_, Option<Claim>, Fault> { Box::pin(claim_in(write, kinds, (at, lease))) })
        .await
}

async fn claim_in(
    write: &Write<'_>,
    kinds: &[&str],
    (at, lease): (DateTime<Utc>, TimeDelta),
) -> Result<Option<Claim>, Fault> {
    loop {
        let oldest =
            row::Entity::find().filter(row::Column::Kind.is_in(kinds.iter().copied())).filter(free(at));
        let Some(found) = oldest.order_by_asc(row::Column::Id).one(&**write).await? else { return Ok(None) };
        let id = JobId(found.id.clone());
        if found.cancelling || found.token >= MOST {
            let state = if found.cancelling { State::Cancelled } else { State::Failed };
            let given_up = row::ActiveModel {
                id: Set(found.id),
                state: Set(state),
                ended_at: Set(Some(at)),
                ..Default::default()
            };
            row::Entity::update(given_up).exec(&**write).await?;
            continue;
        }
        let token = found.token + 1;
        let taken = row::ActiveModel {
            id: Set(found.id),
            state: Set(State::Running),
            token: Set(token),
            lease_until: Set(Some(at + lease)),
            ..Default::default()
        };
        row::Entity::update(taken).exec(&**write).await?;
        let input = serde_json::from_str(&found.input);
        let input = input.map_err(Fault::unreadable)?;
        return Ok(Some(Claim { id, kind: found.kind, input, token }));
    }
}

/// Says how far the work is, and has the job for another while.
pub async fn beat(
    store: &Store,
    claim: &Claim,
    progress: Progress<'_>,
    (at, lease): (DateTime<Utc>, TimeDelta),
) -> Result<Beat, Trouble> {
    store
        .write(|write| -> Deed<'_, Beat, Trouble> {
            Box::pin(async move {
                let change = row::ActiveModel {
                    lease_until: Set(Some(at + lease)),
                    permille: Set(i32::try_from(progress.permille.min(1_000)).unwrap_or(1_000)),
                    message: Set(progress.message.to_owned()),
                    ..Default::default()
                };
                mine(write, claim, change).await?;
                let found =
                    row::Entity::find_by_id(claim.id.as_str()).one(&**write).await?.ok_or(Trouble::Lost)?;
                Ok(if found.cancelling { Beat::Cancel } else { Beat::On })
            })
        })
        .await
}

/// Ends a job within the deed that has its effect. Refused where another took over: then the deed is undone.
pub async fn finish(
    write: &Write<'_>,
    claim: &Claim,
    result: &Value,
    at: DateTime<Utc>,
) -> Result<(), Trouble> {
    let change = row::ActiveModel {
        state: Set(State::Done),
        permille: Set(1_000),
        result: Set(Some(result.to_string())),
        ended_at: Set(Some(at)),
        ..Default::default()
    };
    mine(write, claim, change).await
}

/// Ends a job that cannot be done, or that nobody wants any more. It has no effect.
pub async fn fail(store: &Store, claim: &Claim, why: &str, at: DateTime<Utc>) -> Result<State, Trouble> {
    store
        .write(|write| -> Deed<'_, State, Trouble> {
            Box::pin(async move {
                let found =
                    row::Entity::find_by_id(claim.id.as_str()).one(&**write).await?.ok_or(Trouble::Lost)?;
                let state = if found.cancelling { State::Cancelled } else { State::Failed };
                let change = row::ActiveModel {
                    state: Set(state),
                    message: Set(why.to_owned()),
                    ended_at: Set(Some(at)),
                    ..Default::default()
                };
                mine(write, claim, change).await?;
                Ok(state)
            })
        })
        .await
}

/// Changes a job as long as this claim has it.
async fn mine(write: &Write<'_>, claim: &Claim, change: row::ActiveModel) -> Result<(), Trouble> {
    let changed =
        row::Entity::update_many().set(change).filter(had(&claim.id, claim.token)).exec(&**write).await?;
    if changed.rows_affected == 1 { Ok(()) } else { Err(Trouble::Lost) }
}
