//! Reading the trace: what concerns a person, for the person and for auditors.

use chrono::{DateTime, Utc};
use kernel::PersonId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Query};
use store::{Fault, Store};

use crate::{
    event::Kind,
    records::{concern, event_row},
};

/// An event, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its id; the next page begins before it.
    pub id: String,
    /// Whether something was changed or seen.
    pub kind: Kind,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub account: String,
    /// As what.
    pub role: String,
    /// What was done, or for what it was read.
    pub deed: String,
    /// The record.
    pub subject: Option<String>,
}

/// What concerns a person, the latest first: no more than so many, before a given one.
pub async fn concerning(
    store: &Store,
    person: &PersonId,
    before: Option<&str>,
    most: u64,
) -> Result<Vec<Seen>, Fault> {
    let of_person = Query::select()
        .column(concern::Column::Event)
        .from(concern::Entity)
        .and_where(concern::Column::Person.eq(person.as_str()))
        .take();
    let mut events = event_row::Entity::find().filter(event_row::Column::Id.in_subquery(of_person));
    if let Some(before) = before {
        events = events.filter(event_row::Column::Id.lt(before));
    }
    let view = store.view().await?;
    let rows = events.order_by_desc(event_row::Column::Id).limit(most).all(&*view).await?;
    let seen = |row: event_row::Model| Seen {
        id: row.id,
        kind: row.kind,
        at: row.at,
        account: row.account,
        role: row.role,
        deed: row.deed,
        subject: row.subject,
    };
    Ok(rows.into_iter().map(seen).collect())
}
