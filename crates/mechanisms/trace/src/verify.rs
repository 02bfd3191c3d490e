//! Looking whether the trace is what it was.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use store::{Fault, Store, View};

use crate::{
    merkle::{self, Hash},
    records::{event_row, hash, leaf, seal_row},
    root::{SignedRoot, Verifier},
    seal::{BEGINNING, concerns_in, concerns_of, hash_of},
};

/// Most events that are looked up at a time.
const AT_ONCE: usize = 1_000;

/// Something that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// An event says something else than when it was sealed, or concerns others.
    Altered {
        /// The event.
        event: String,
        /// The seal over it.
        seal: i64,
    },
    /// What was written of an event is not what it was.
    BodyAltered {
        /// The event.
        event: String,
    },
    /// An event is gone.
    Removed {
        /// The event.
        event: String,
        /// The seal that was over it.
        seal: i64,
    },
    /// Events are not in the order in which they were sealed, or not as many.
    OutOfOrder {
        /// The seal over them.
        seal: i64,
    },
    /// A seal says something else than it did, or the one before it is gone.
    ChainBroken {
        /// The seal.
        seal: i64,
    },
    /// A seal is gone whose root left the machine: the end was cut off, or an older state was put back.
    CutOff {
        /// The seal.
        seal: i64,
    },
    /// A seal has another root than the one that left the machine: the trace was written anew.
    Rewritten {
        /// The seal.
        seal: i64,
    },
    /// This office has not signed a root.
    NotSigned {
        /// The seal that it speaks of.
        seal: i64,
    },
}

/// What was looked at, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Seals on the chain.
    pub seals: u64,
    /// Events under them.
    pub sealed: u64,
    /// Events that wait for a seal.
    pub waiting: u64,
    /// Everything that is not as it was.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether everything is as it was.
    pub fn is_whole(&self) -> bool {
        self.findings.is_empty()
    }
}

/// Recomputes every hash, and compares with roots that left the machine.
pub async fn verify(store: &Store, roots: &[SignedRoot], verifier: &Verifier) -> Result<Report, Fault> {
    let view = store.view().await?;
    let seals = seal_row::Entity::find().order_by_asc(seal_row::Column::Number).all(&*view).await?;
    let mut report = Report { seals: seals.len() as u64, ..Report::default() };
    let mut previous = BEGINNING.to_owned();
    for (number, seal) in (1..).zip(&seals) {
        if seal.number != number || seal.previous != previous || seal.hash != hash_of(seal) {
            report.findings.push(Finding::ChainBroken { seal: seal.number });
        }
        previous.clone_from(&seal.hash);
        look_under(&view, seal, &mut report).await?;
    }
    let events = event_row::Entity::find().count(&*view).await?;
    report.waiting = events.saturating_sub(report.sealed);
    let hashes: BTreeMap<i64, &Hash> = seals.iter().map(|seal| (seal.number, &seal.hash)).collect();
    for root in roots {
        let seal = root.number;
        let found = match hashes.get(&seal) {
            _ if !verifier.knows(root) => Some(Finding::NotSigned { seal }),
            None => Some(Finding::CutOff { seal }),
            Some(hash) if **hash != root.hash => Some(Finding::Rewritten { seal }),
            Some(_) => None,
        };
        report.findings.extend(found);
    }
    report.findings.sort();
    report.findings.dedup();
    Ok(report)
}

async fn look_under(view: &View, seal: &seal_row::Model, report: &mut Report) -> Result<(), DbErr> {
    let leaves = leaf::Entity::find().filter(leaf::Column::Seal.eq(seal.number));
    let leaves = leaves.order_by_asc(leaf::Column::Position).all(&**view).await?;
    let hashes: Vec<Hash> = leaves.iter().map(|leaf| leaf.hash.clone()).collect();
    if usize::try_from(seal.count) != Ok(leaves.len()) || merkle::root(&hashes) != seal.root {
        report.findings.push(Finding::OutOfOrder { seal: seal.number });
    }
    for some in leaves.chunks(AT_ONCE) {
        let ids = some.iter().map(|leaf| leaf.event.as_str());
        let events = event_row::Entity::find().filter(event_row::Column::Id.is_in(ids)).all(&**view).await?;
        let concerns = concerns_of(&**view, &events).await?;
        let events: BTreeMap<&str, &event_row::Model> =
            events.iter().map(|event| (event.id.as_str(), event)).collect();
        for leaf in some {
            let event = leaf.event.clone();
            let Some(row) = events.get(leaf.event.as_str()) else {
                report.findings.push(Finding::Removed { event, seal: seal.number });
                continue;
            };
            report.sealed += 1;
            if hash(row, concerns_in(&concerns, &row.id)) != leaf.hash {
                report.findings.push(Finding::Altered { event: event.clone(), seal: seal.number });
            }
            let written = row.salt.as_deref().zip(row.body.as_deref());
            let purged = row.salt.is_none() && row.body.is_none();
            if !purged && written.is_none_or(|(salt, body)| merkle::body(salt, body) != row.digest) {
                report.findings.push(Finding::BodyAltered { event });
            }
        }
    }
    Ok(())
}
