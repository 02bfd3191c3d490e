//! The table of jobs, and what whoever wants one does.

use chrono::{DateTime, Utc};
use kernel::AccountId;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};
use serde_json::Value;
use store::{Fault, Migration, Room, Stamp, View, Write};
use uuid::{ContextV7, Timestamp, Uuid};

use crate::{
    job::{Job, JobId, State},
    lost::Trouble,
};

pub(crate) mod row {
    use sea_orm::entity::prelude::*;

    use crate::job::State;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "jobs")]
    pub struct Model {
        /// In order of time.
        #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
        pub id: String,
        #[sea_orm(column_type = "Text")]
        pub kind: String,
        #[sea_orm(column_type = "Text")]
        pub input: String,
        #[sea_orm(indexed)]
        pub state: State,
        #[sea_orm(column_type = "Text", indexed)]
        pub by: String,
        pub at: DateTimeUtc,
        /// How often it was claimed: who has a smaller number has it no more.
        pub token: i32,
        pub lease_until: Option<DateTimeUtc>,
        pub permille: i32,
        #[sea_orm(column_type = "Text")]
        pub message: String,
        pub cancelling: bool,
        #[sea_orm(column_type = "Text", nullable)]
        pub result: Option<String>,
        pub ended_at: Option<DateTimeUtc>,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// The table of jobs.
pub const ROOM: Room = Room {
    name: "jobs",
    steps: &[Migration { name: "jobs", up: |write| Box::pin(write.make_table(row::Entity)) }],
};

/// Wants something done, within the deed that wants it.
pub async fn enqueue(
    write: &Write<'_>,
    kind: &'static str,
    input: &Value,
    stamp: &Stamp,
) -> Result<JobId, Fault> {
    let seconds = u64::try_from(stamp.at.timestamp()).unwrap_or(0);
    let time = Timestamp::from_unix(ContextV7::new(), seconds, stamp.at.timestamp_subsec_nanos());
    let row = row::Model {
        id: Uuid::new_v7(time).to_string(),
        kind: kind.to_owned(),
        input: input.to_string(),
        state: State::Waiting,
        by: stamp.by.as_str().to_owned(),
        at: stamp.at,
        token: 0,
        lease_until: None,
        permille: 0,
        message: String::new(),
        cancelling: false,
        result: None,
        ended_at: None,
    };
    let id = JobId(row.id.clone());
    row::Entity::insert(row.into_active_model()).exec_without_returning(&**write).await?;
    Ok(id)
}

/// A job, if there is such a one.
pub async fn job(view: &View, id: &JobId) -> Result<Option<Job>, Fault> {
    let row = row::Entity::find_by_id(id.as_str()).one(&**view).await?;
    row.map(Job::try_from).transpose()
}

/// The jobs of an account, the latest first.
pub async fn jobs_of(view: &View, account: &AccountId, most: u64) -> Result<Vec<Job>, Fault> {
    let own = row::Entity::find().filter(row::Column::By.eq(account.as_str()));
    let rows = own.order_by_desc(row::Column::Id).limit(most).all(&**view).await?;
    rows.into_iter().map(Job::try_from).collect()
}

/// Wants it no more: what nobody works at is cancelled at once, whoever works at one is told at the next beat. What has
/// ended stays as it is.
pub async fn cancel(write: &Write<'_>, id: &JobId, at: DateTime<Utc>) -> Result<State, Trouble> {
    let found = row::Entity::find_by_id(id.as_str()).one(&**write).await?.ok_or(Trouble::NoJob)?;
    let (state, ended_at) = match found.state {
        State::Waiting => (State::Cancelled, Some(at)),
        State::Running => (State::Running, None),
        ended => return Ok(ended),
    };
    let change = row::ActiveModel {
        id: Set(found.id),
        state: Set(state),
        cancelling: Set(true),
        ended_at: Set(ended_at),
        ..Default::default()
    };
    row::Entity::update(change).exec(&**write).await?;
    Ok(state)
}

/// What may be claimed: waiting, or left by somebody whose lease has ended.
pub(crate) fn free(at: DateTime<Utc>) -> sea_orm::Condition {
    let left = row::Column::State.eq(State::Running).and(row::Column::LeaseUntil.lte(at));
    sea_orm::Condition::any().add(row::Column::State.eq(State::Waiting)).add(left)
}

/// The one that is claimed, if it is still had by this claim.
pub(crate) fn had(id: &JobId, token: i32) -> Expr {
    let own = row::Column::Id.eq(id.as_str()).and(row::Column::Token.eq(token));
    own.and(row::Column::State.eq(State::Running))
}
