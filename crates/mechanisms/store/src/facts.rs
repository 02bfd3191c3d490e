//! Facts: what is true from a day to a day, and was known from an hour on.
//!
//! Nothing is overwritten. What was recorded stays, and stays true of what was known then; it is only *superseded*:
//!
//! - a **change** is new in the world: from a day on something else is true. The fact ends there, and another begins;
//! - a **correction** was wrong on paper: what was recorded never was so, and another takes its place;
//! - an **end**, where from a day on nothing of the kind is true.
//!
//! So each list and statistic can be asked as of a day, and as of what was known on another: [`as_of`].

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime, Utc};
use kernel::{AsOf, Date, Period};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ColumnTrait, Condition, EntityTrait, IntoActiveModel, Iterable,
    ModelTrait, PrimaryKeyToColumn, QueryFilter,
    sea_query::{ColumnDef, Expr, TableCreateStatement, ValueType},
};
use thiserror::Error;

use crate::{fault::Fault, stamp::Stamp, write::Write};

/// Hours by which Japan is ahead of UTC: a day of knowledge is a day there.
const AHEAD: i32 = 9;

/// A table of facts. Its columns of time are those that [`columns`] makes.
pub trait Fact: EntityTrait {
    /// The first day on which it is true.
    fn valid_from() -> Self::Column;
    /// The first day on which it is true no more; none while no end is known.
    fn valid_until() -> Self::Column;
    /// When it was recorded.
    fn recorded_at() -> Self::Column;
    /// By whom.
    fn recorded_by() -> Self::Column;
    /// When something else took its place; none while it stands.
    fn superseded_at() -> Self::Column;
}

/// Names the columns of time of an entity whose `Column` calls them as [`columns`] does.
#[macro_export]
macro_rules! fact {
    ($entity:ty, $column:ident) => {
        impl $crate::facts::Fact for $entity {
            fn valid_from() -> Self::Column {
                $column::ValidFrom
            }
            fn valid_until() -> Self::Column {
                $column::ValidUntil
            }
            fn recorded_at() -> Self::Column {
                $column::RecordedAt
            }
            fn recorded_by() -> Self::Column {
                $column::RecordedBy
            }
            fn superseded_at() -> Self::Column {
                $column::SupersededAt
            }
        }
    };
}

/// Why a fact cannot be changed so.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadFact {
    /// It would end on the day it begins, or before.
    #[error("it begins on {from} and cannot end on {until}")]
    EndsBeforeItBegins {
        /// Its first day.
        from: NaiveDate,
        /// The first day on which it would be true no more.
        until: NaiveDate,
    },
    /// It ended already.
    #[error("it ended on {0} already")]
    Ended(NaiveDate),
    /// Somebody else changed it meanwhile.
    #[error("somebody else has changed this since it was read")]
    Superseded,
}

/// Adds the columns of time to a table.
pub fn columns(table: &mut TableCreateStatement) -> &mut TableCreateStatement {
    table
        .col(ColumnDef::new("valid_from").date().not_null())
        .col(ColumnDef::new("valid_until").date())
        .col(ColumnDef::new("recorded_at").timestamp_with_time_zone().not_null())
        .col(ColumnDef::new("recorded_by").text().not_null())
        .col(ColumnDef::new("superseded_at").timestamp_with_time_zone())
}

/// What was true on one day, as far as was known at the end of another.
pub fn as_of<F: Fact>(at: AsOf) -> Condition {
    let on: NaiveDate = at.valid_on.into();
    known_by::<F>(end_of(at.known_on))
        .add(F::valid_from().lte(on))
        .add(Condition::any().add(F::valid_until().is_null()).add(F::valid_until().gt(on)))
}

/// What is known now: all periods of it.
pub fn known<F: Fact>() -> Condition {
    Condition::all().add(F::superseded_at().is_null())
}

/// What was known before an hour: all periods of it.
fn known_by<F: Fact>(hour: DateTime<Utc>) -> Condition {
    let stood = Condition::any().add(F::superseded_at().is_null()).add(F::superseded_at().gte(hour));
    Condition::all().add(F::recorded_at().lt(hour)).add(stood)
}

/// The hour at which a day ends in Japan.
fn end_of(day: Date) -> DateTime<Utc> {
    let next: NaiveDate = NaiveDate::from(day).succ_opt().unwrap_or(NaiveDate::MAX);
    let japan = FixedOffset::east_opt(AHEAD * 3600);
    let hour = japan.and_then(|japan| next.and_time(NaiveTime::MIN).and_local_timezone(japan).single());
    hour.map_or(DateTime::<Utc>::MAX_UTC, |hour| hour.to_utc())
}

type ModelOf<A> = <<A as ActiveModelTrait>::Entity as EntityTrait>::Model;

/// Records what is true in a period.
pub async fn record<A>(
    write: &Write<'_>,
    mut row: A,
    period: Period,
    stamp: &Stamp,
) -> Result<ModelOf<A>, Fault>
where
    A: ActiveModelTrait + ActiveModelBehavior + Send,
    A::Entity: Fact,
    ModelOf<A>: IntoActiveModel<A>,
{
    let until: Option<NaiveDate> = period.until.map(NaiveDate::from);
    let from = NaiveDate::from(period.from);
    if let Some(until) = until.filter(|until| *until <= from) {
        return Err(BadFact::EndsBeforeItBegins { from, until }.into());
    }
    row.set(A::Entity::valid_from(), from.into());
    row.set(A::Entity::valid_until(), until.into());
    row.set(A::Entity::recorded_at(), stamp.at.into());
    row.set(A::Entity::recorded_by(), stamp.by.as_str().into());
    row.set(A::Entity::superseded_at(), None::<DateTime<Utc>>.into());
    Ok(row.insert(&**write).await?)
}

/// From a day on something else is true: the fact ends there, and the other is true for as long as it was to be.
pub async fn change<A>(
    write: &Write<'_>,
    fact: &ModelOf<A>,
    from: Date,
    other: A,
    stamp: &Stamp,
) -> Result<ModelOf<A>, Fault>
where
    A: ActiveModelTrait + ActiveModelBehavior + Send,
    A::Entity: Fact,
    ModelOf<A>: IntoActiveModel<A> + Clone + Sync,
{
    let until = times::<A>(fact)?.until;
    end::<A>(write, fact, from, stamp).await?;
    record(write, other, Period { from, until }, stamp).await
}

/// From a day on it is true no more, and nothing takes its place.
pub async fn end<A>(
    write: &Write<'_>,
    fact: &ModelOf<A>,
    on: Date,
    stamp: &Stamp,
) -> Result<ModelOf<A>, Fault>
where
    A: ActiveModelTrait + ActiveModelBehavior + Send,
    A::Entity: Fact,
    ModelOf<A>: IntoActiveModel<A> + Clone + Sync,
{
    let Period { from, until } = times::<A>(fact)?;
    if let Some(ended) = until.filter(|until| *until <= on) {
        return Err(BadFact::Ended(ended.into()).into());
    }
    withdraw::<A>(write, fact, stamp).await?;
    let mut copy = fact.clone().into_active_model().reset_all();
    for key in <<A::Entity as EntityTrait>::PrimaryKey as Iterable>::iter() {
        copy.not_set(key.into_column());
    }
    record(write, copy, Period { from, until: Some(on) }, stamp).await
}

/// It never was so: something else was, in a period of its own.
pub async fn correct<A>(
    write: &Write<'_>,
    fact: &ModelOf<A>,
    (other, period): (A, Period),
    stamp: &Stamp,
) -> Result<ModelOf<A>, Fault>
where
    A: ActiveModelTrait + ActiveModelBehavior + Send,
    A::Entity: Fact,
    ModelOf<A>: IntoActiveModel<A> + Sync,
{
    withdraw::<A>(write, fact, stamp).await?;
    record(write, other, period, stamp).await
}

/// It never was so, and nothing takes its place. Refused where something did already.
pub async fn withdraw<A>(write: &Write<'_>, fact: &ModelOf<A>, stamp: &Stamp) -> Result<(), Fault>
where
    A: ActiveModelTrait,
    A::Entity: Fact,
{
    let mut update = <A::Entity as EntityTrait>::update_many()
        .col_expr(A::Entity::superseded_at(), Expr::value(stamp.at))
        .filter(known::<A::Entity>());
    for key in <<A::Entity as EntityTrait>::PrimaryKey as Iterable>::iter() {
        let column = key.into_column();
        update = update.filter(column.eq(fact.get(column)));
    }
    match update.exec(&**write).await?.rows_affected {
        0 => Err(BadFact::Superseded.into()),
        _ => Ok(()),
    }
}

/// The period of a fact.
fn times<A>(fact: &ModelOf<A>) -> Result<Period, Fault>
where
    A: ActiveModelTrait,
    A::Entity: Fact,
{
    let day = |day: NaiveDate| Date::try_from(day).map_err(Fault::unreadable);
    let of_type = |_| Fault::unreadable("a day of a fact is no date");
    let from: NaiveDate = ValueType::try_from(fact.get(A::Entity::valid_from())).map_err(of_type)?;
    let until: Option<NaiveDate> =
        ValueType::try_from(fact.get(A::Entity::valid_until())).map_err(of_type)?;
    Ok(Period { from: day(from)?, until: until.map(day).transpose()? })
}
