//! Sealing: what is new goes under a tree, and its root onto the chain.

use std::collections::BTreeMap;

use chrono::{DateTime, SubsecRound, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect, SqlErr, sea_query::Query,
};
use store::{Deed, Fault, Store, Write};

use crate::{
    merkle::{self, Hash},
    records::{concern, event_row, hash, leaf, seal_row},
};

/// Most events under one seal, and most that are looked up at a time.
const MOST: u64 = 10_000;
const AT_ONCE: usize = 1_000;

/// What the first seal says of the one before it.
pub(crate) const BEGINNING: &str = "";

/// A seal: what was traced up to it can no more be altered unseen, once its hash has left the machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// From 1 on, without a gap.
    pub number: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// How many events are under it.
    pub count: i32,
    /// Of everything up to here, as 64 hexadecimal digits.
    pub hash: Hash,
}

/// Seals what is not sealed yet, no more than ten thousand events; none where there is nothing, or another process was
/// first.
pub async fn seal(store: &Store, at: DateTime<Utc>) -> Result<Option<Seal>, Fault> {
    let at = at.trunc_subsecs(6);
    let sealed = store
        .write(|write| -> Deed<'_, Option<Seal>, Fault> {
            Box::pin(async move { Ok(seal_in(write, at).await?) })
        })
        .await;
    match sealed {
        Err(Fault::Broken(fault))
            if matches!(fault.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) =>
        {
            Ok(None)
        }
        sealed => sealed,
    }
}

async fn seal_in(write: &Write<'_>, at: DateTime<Utc>) -> Result<Option<Seal>, DbErr> {
    let sealed = Query::select().column(leaf::Column::Event).from(leaf::Entity).take();
    let new = event_row::Entity::find().filter(event_row::Column::Id.not_in_subquery(sealed));
    let new = new.order_by_asc(event_row::Column::Id).limit(MOST).all(&**write).await?;
    if new.is_empty() {
        return Ok(None);
    }
    let last = seal_row::Entity::find().order_by_desc(seal_row::Column::Number).one(&**write).await?;
    let number = last.as_ref().map_or(1, |last| last.number + 1);
    let previous = last.map_or(BEGINNING.to_owned(), |last| last.hash);
    let concerns = concerns_of(&**write, &new).await?;
    let hashes: Vec<Hash> = new.iter().map(|row| hash(row, concerns_in(&concerns, &row.id))).collect();
    let row = seal_row::Model {
        number,
        at,
        count: i32::try_from(new.len()).unwrap_or(i32::MAX),
        root: merkle::root(&hashes),
        previous,
        hash: String::new(),
    };
    let row = seal_row::Model { hash: hash_of(&row), ..row };
    seal_row::Entity::insert(row.clone().into_active_model()).exec_without_returning(&**write).await?;
    let leaf = |(position, (row, hash)): (i32, (&event_row::Model, Hash))| leaf::ActiveModel {
        seal: Set(number),
        position: Set(position),
        event: Set(row.id.clone()),
        hash: Set(hash),
    };
    let leaves: Vec<leaf::ActiveModel> = (0..).zip(new.iter().zip(hashes)).map(leaf).collect();
    for some in leaves.chunks(AT_ONCE) {
        leaf::Entity::insert_many(some.to_vec()).exec_without_returning(&**write).await?;
    }
    Ok(Some(Seal { number, at, count: row.count, hash: row.hash }))
}

/// The hash of a seal by what it says.
pub(crate) fn hash_of(seal: &seal_row::Model) -> Hash {
    let (number, at) = (seal.number.to_string(), seal.at.timestamp_micros().to_string());
    merkle::seal(&[&number, &at, &seal.count.to_string(), &seal.root, &seal.previous])
}

/// Whom events concern, by event, in order.
pub(crate) async fn concerns_of(
    on: &impl ConnectionTrait,
    events: &[event_row::Model],
) -> Result<BTreeMap<String, Vec<String>>, DbErr> {
    let mut concerns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for some in events.chunks(AT_ONCE) {
        let ids = some.iter().map(|row| row.id.as_str());
        let rows = concern::Entity::find().filter(concern::Column::Event.is_in(ids)).all(on).await?;
        rows.into_iter().for_each(|row| concerns.entry(row.event).or_default().push(row.person));
    }
    concerns.values_mut().for_each(|people| people.sort());
    Ok(concerns)
}

pub(crate) fn concerns_in<'c>(concerns: &'c BTreeMap<String, Vec<String>>, event: &str) -> &'c [String] {
    concerns.get(event).map_or(&[], Vec::as_slice)
}
