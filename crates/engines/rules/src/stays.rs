//! 在籍: a stay is consecutive work at one workplace, however the records are split. Only leaves may lie between;
//! a gap without leave ends it.

use kernel::Date;

use crate::{facts::Leave, leaves::all_on_leave, records::Record, tables::Tables};

/// Consecutive work at one workplace.
#[derive(Clone, Debug)]
pub(crate) struct Stay<'a> {
    /// Its records in order of time.
    pub records: Vec<Record<'a>>,
    /// First day.
    pub from: Date,
    /// First day after it.
    pub until: Date,
}

/// All stays in order of their first day. Work at two places side by side makes two stays.
pub(crate) fn stays<'a>(records: &[Record<'a>], leaves: &[Leave], tables: &Tables) -> Vec<Stay<'a>> {
    let mut stays: Vec<Stay<'a>> = Vec::new();
    for record in records {
        let goes_on = stays.iter_mut().rev().find(|stay| continues(stay, record, leaves, tables));
        match goes_on {
            Some(stay) => {
                stay.until = stay.until.max(record.until);
                stay.records.push(*record);
            }
            None => stays.push(Stay { records: vec![*record], from: record.from, until: record.until }),
        }
    }
    stays
}

fn continues(stay: &Stay<'_>, record: &Record<'_>, leaves: &[Leave], tables: &Tables) -> bool {
    let same =
        |last: &Record<'_>| tables.may_be_same_stay(&last.engagement.workplace, &record.engagement.workplace);
    // Days are compared before names are.
    let joined = record.from <= stay.until || all_on_leave(leaves, stay.until, record.from);
    joined && stay.records.last().is_some_and(same)
}

/// The first day of the stay that a record belongs to.
pub(crate) fn began(stays: &[Stay<'_>], record: &Record<'_>) -> Date {
    let holds = |stay: &&Stay<'_>| {
        stay.records.iter().any(|row| {
            row.engagement.id == record.engagement.id && row.from <= record.from && record.from < row.until
        })
    };
    stays.iter().find(holds).map_or(record.from, |stay| stay.from)
}
