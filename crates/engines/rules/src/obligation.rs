//! 義務年限の状態: how much of the months owed is served, and on which day they are.
//!
//! Where commitments are served one after the other (順次), service counts only from the day on which every earlier
//! commitment is served or ended.

use std::collections::BTreeMap;

use kernel::{AsOf, Date, EditionId, Fraction, Months};

use crate::{
    amount,
    asked::{Asked, OnceDuty, Wanted, up_to},
    bound::{Bound, bind},
    counting::{self, Piece, Tally},
    edition::{AfterLoss, Concurrency, DatedBy, Edition, MonthsOwed, Requirement, Subject, Tested, Where},
    facts::{Career, Commitment},
    outcome::Missing,
    records::{Now, Record},
    tables::Tables,
};

/// The months owed under one commitment, and how far they are served.
#[derive(Clone, Debug)]
pub(crate) struct Duty {
    /// Months owed.
    pub needed: Months,
    /// Months done, within the window.
    pub done: Fraction,
    /// Months still owed under earlier commitments that come first.
    pub before: Fraction,
    /// First day too late.
    pub by: Option<Date>,
    /// First day on which all is served, by what is done.
    pub served: Option<Date>,
    /// The count of what is done.
    pub tally: Tally,
    /// The same with what is planned: what is done, if that suffices whatever else is planned.
    pub ahead: Result<Ahead, Missing>,
    /// Most months by the end of the window; none without one.
    pub reach: Option<Fraction>,
}

/// How far the months owed will be served.
#[derive(Clone, Debug)]
pub(crate) struct Ahead {
    /// First day on which all is served.
    pub served: Option<Date>,
    /// The count.
    pub tally: Tally,
}

/// How the months owed stand. The question's rule must be the one that owes them.
pub(crate) fn duty(asked: &Asked<'_>, owed: &MonthsOwed) -> Result<Duty, Missing> {
    let needed = asked.at_least(&owed.owed)?;
    let by = owed.window.as_ref().map(|window| asked.by(window)).transpose()?;
    let done_from = first_day(asked, owed, &asked.now.done)?;
    let done = up_to(since(asked.pieces(&asked.now.done, &owed.at)?, done_from), by);
    let counted = |pieces: &[Piece<'_>]| {
        let tally = asked.count(pieces)?;
        Ok::<_, Missing>((tally.reached_on(asked.bound.counting, asked.leaves(), pieces, needed), tally))
    };
    let (served, tally) = counted(&done)?;
    let ahead = || {
        if asked.now.plans_nothing() {
            return Ok(Ahead { served, tally: tally.clone() });
        }
        let from = first_day(asked, owed, &asked.now.planned)?;
        let planned = up_to(since(asked.pieces(&asked.now.planned, &owed.at)?, from), by);
        if planned == done {
            return Ok(Ahead { served, tally: tally.clone() });
        }
        let (served, tally) = counted(&planned)?;
        Ok(Ahead { served, tally })
    };
    let ahead = match ahead() {
        Err(_) if served.is_some() => Ok(Ahead { served, tally: tally.clone() }),
        ahead => ahead,
    };
    Ok(Duty {
        needed,
        done: tally.months(),
        before: owed_before(asked, owed)?,
        by,
        served,
        ahead,
        reach: by.map(|by| asked.reach(&done, by)).transpose()?,
        tally,
    })
}

/// The first day from which service counts: none before earlier commitments are served; the first day of all where
/// they do not matter.
fn first_day(asked: &Asked<'_>, owed: &MonthsOwed, records: &[Record<'_>]) -> Result<Option<Date>, Missing> {
    let mut first = asked.bound.career.engagements.iter().map(|row| row.period.from).min();
    if owed.concurrent_with_others == Concurrency::AtOnce {
        return Ok(first);
    }
    for earlier in earlier(asked.bound) {
        let served = match earlier_rule(asked, earlier)? {
            Some((bound, owed)) => served_on(&Asked { bound: &bound, ..*asked }, &owed, records)?,
            None => continue,
        };
        let free = match (served, earlier.ended) {
            (Some(served), Some(ended)) => Some(served.min(ended)),
            (served, ended) => served.or(ended),
        };
        match free {
            Some(day) => first = first.max(Some(day)),
            None => return Ok(None),
        }
    }
    Ok(first)
}

fn since<'a>(pieces: Vec<Piece<'a>>, day: Option<Date>) -> Vec<Piece<'a>> {
    let Some(day) = day else { return Vec::new() };
    let parts = pieces.into_iter().map(|piece| Piece { from: piece.from.max(day), ..piece });
    parts.filter(|piece| piece.from < piece.until).collect()
}

/// Commitments that began before this one.
fn earlier<'a>(bound: &Bound<'a>) -> impl Iterator<Item = &'a Commitment> {
    let this = bound.commitment;
    bound
        .career
        .commitments
        .iter()
        .filter(move |other| other.id != this.id && (other.from, &other.id) < (this.from, &this.id))
}

fn earlier_rule<'a>(
    asked: &Asked<'a>,
    commitment: &'a Commitment,
) -> Result<Option<(Bound<'a>, MonthsOwed)>, Missing> {
    let edition = asked.bound.editions.get(&commitment.edition).ok_or_else(|| {
        let id = &commitment.edition;
        Missing::new(
            format!("先に負った義務の版「{id}」"),
            format!("edition “{id}” of an earlier commitment"),
        )
    })?;
    Ok(edition.rules.iter().find_map(|rule| {
        let bound = asked.bound;
        let other =
            Bound::new(bound.career, commitment, edition, rule, bound.tables, bound.editions, asked.as_of);
        match &other.requirement {
            Requirement::MonthsOwed(owed) if other.applies() => {
                let owed = owed.clone();
                Some((other, owed))
            }
            _ => None,
        }
    }))
}

fn served_on(asked: &Asked<'_>, owed: &MonthsOwed, records: &[Record<'_>]) -> Result<Option<Date>, Missing> {
    let needed = asked.at_least(&owed.owed)?;
    let by = owed.window.as_ref().map(|window| asked.by(window)).transpose()?;
    let first = first_day(asked, owed, records)?;
    let pieces = up_to(since(asked.pieces(records, &owed.at)?, first), by);
    Ok(counting::reached_on(asked.bound.counting, asked.leaves(), &pieces, needed)?)
}

fn owed_before(asked: &Asked<'_>, owed: &MonthsOwed) -> Result<Fraction, Missing> {
    let mut total = Fraction::whole(0);
    if owed.concurrent_with_others == Concurrency::AtOnce {
        return Ok(total);
    }
    for earlier in earlier(asked.bound).filter(|earlier| earlier.ended.is_none()) {
        if let Some((bound, owed)) = earlier_rule(asked, earlier)? {
            let duty = duty(&Asked { bound: &bound, ..*asked }, &owed)?;
            total = amount::plus(total, amount::missing(amount::whole(duty.needed), duty.done));
        }
    }
    Ok(total)
}

/// Whether work that counts at the inner places from a day on surely counts at the outer ones too, by a bound rule.
pub fn contains(bound: &Bound<'_>, on: Date, outer: &Where, inner: &Where) -> bool {
    if outer == inner || outer == &Where::anywhere() {
        return true;
    }
    let by_day = |at: &Where| at.tested == Tested::EachMonth && at.after_loss == AfterLoss::Nothing;
    let alike = outer.tested == inner.tested && outer.after_loss == inner.after_loss;
    if !(alike || by_day(inner) && outer.tested == Tested::EachMonth) {
        return false;
    }
    // A stay that began earlier, or a commitment, is tested on a day before today.
    let ever = !by_day(inner);
    let changes = |at: &Where| at.place.values.iter().filter_map(|(from, _)| *from).collect::<Vec<_>>();
    let common: Vec<Date> = changes(outer).into_iter().chain(changes(inner)).chain([on]).collect();
    let of = |at: &Where, day: Date| match at.place.dated_by {
        DatedBy::Entry => at.place.on(bound.commitment.from).cloned(),
        DatedBy::Service => at.place.on(day).cloned(),
    };
    bound.tables.workplaces.iter().all(|(id, workplace)| {
        let periods = workplace.classes.iter().map(|row| row.period);
        let days = periods.flat_map(|period| [Some(period.from), period.until]).flatten();
        days.chain(common.iter().copied()).filter(|day| ever || *day >= on).all(|day| {
            match (of(outer, day), of(inner, day)) {
                (_, None) => true,
                (None, Some(_)) => false,
                (Some(outer), Some(inner)) => outer.contains(&inner, id, workplace, day),
            }
        })
    })
}

/// 義務終了か: whether all months owed under commitments in force are served by what is done before the day, as last
/// known. None where nothing is owed; `Some(false)` where it cannot be judged.
pub fn obligations_served(
    career: &Career,
    editions: &BTreeMap<EditionId, Edition>,
    tables: &Tables,
    on: Date,
) -> Option<bool> {
    let as_of = AsOf { valid_on: on, known_on: Date::from_ymd(2999, 12, 31)? };
    let known = career.as_known(as_of);
    let now = Now::of(&known, on);
    let mut owes = false;
    for bound in &bind(&known, editions, tables, as_of) {
        let Requirement::MonthsOwed(owed) = &bound.requirement else { continue };
        if bound.rule.subject != Subject::Person || !bound.applies() {
            continue;
        }
        owes = true;
        let duty = &OnceDuty::new();
        let served =
            served_on(&Asked { bound, now: &now, as_of, duty, wanted: Wanted::Standing }, owed, &now.done);
        if !matches!(served, Ok(Some(_))) {
            return Some(false);
        }
    }
    owes.then_some(true)
}
