//! A rule asked of a career on a day: the questions that several kinds put to the facts.

use std::{cell::OnceCell, collections::BTreeSet};

use kernel::{AsOf, ClassId, Date, Fraction, Months, Period, Share, WorkplaceId};

use crate::{
    amount,
    bound::Bound,
    counting::{self, Piece, Tally},
    edition::{AfterLoss, DatedBy, Deadline, HowMany, Place, Tested, Where, Within},
    facts::{Leave, RecordClass},
    leaves,
    obligation::{self, Duty},
    outcome::Missing,
    records::{Now, Record},
    stays,
};

/// A bound rule and the state of the career.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub bound: &'a Bound<'a>,
    pub now: &'a Now<'a>,
    pub as_of: AsOf,
    /// The months owed of the commitment, once somebody asked.
    pub duty: &'a OnceDuty,
    /// What is done with the answer.
    pub wanted: Wanted,
}

/// What is done with an answer: nothing is worked out that nobody looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// It is told: in words, with the postings behind it.
    Words,
    /// How the rule stands is looked at.
    Standing,
    /// Whether the rule is broken is looked at: any other standing is as good as the right one.
    Breach,
}

/// The months owed of one commitment, worked out once for all its rules.
pub(crate) type OnceDuty = OnceCell<Result<Option<Duty>, Missing>>;

/// Within which time something must be reached.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    /// First day too late, where it is a day.
    pub by: Option<Date>,
    /// Service that is done counts before this day.
    pub done_until: Option<Date>,
    /// Service that is done or planned counts before this day.
    pub planned_until: Result<Option<Date>, Missing>,
    /// Months that the obligation still lasts, where that is the limit.
    pub left: Option<Fraction>,
}

impl<'a> Asked<'a> {
    /// The part of records that counts as being in the class, as pieces to be counted.
    pub fn pieces(&self, records: &[Record<'a>], at: &Where) -> Result<Vec<Piece<'a>>, Missing> {
        for (_, place) in &at.place.values {
            self.classes_known(&place.classes)?;
        }
        let by_stay = at.tested == Tested::AtStart || at.after_loss == AfterLoss::ForThoseThere;
        let stays = by_stay.then(|| stays::stays(records, self.leaves(), self.bound.tables));
        let mut pieces = Vec::new();
        for record in records {
            let began = stays.as_ref().map_or(record.from, |stays| stays::began(stays, record));
            for (from, until) in self.constant_parts(record, at) {
                let covers = self.bound.covers(at, record.work(), began, from);
                match covers {
                    Some(true) => pieces.push(record.piece(from, until)),
                    Some(false) => {}
                    None => return Err(Missing::workplace(&record.engagement.workplace)),
                }
            }
        }
        Ok(pieces)
    }

    /// Cuts a record where memberships or the rule's own values change.
    fn constant_parts(&self, record: &Record<'_>, at: &Where) -> Vec<(Date, Date)> {
        let mut cuts = vec![record.from, record.until];
        if at.tested == Tested::EachMonth || at.after_loss != AfterLoss::Nothing {
            let workplace = self.bound.tables.workplaces.get(&record.engagement.workplace);
            for membership in workplace.iter().flat_map(|workplace| &workplace.classes) {
                cuts.push(membership.period.from);
                cuts.extend(membership.period.until);
            }
        }
        if at.place.dated_by == DatedBy::Service {
            cuts.extend(at.place.values.iter().filter_map(|(from, _)| *from));
        }
        cuts.retain(|day| record.from <= *day && *day <= record.until);
        cuts.sort_unstable();
        cuts.dedup();
        cuts.windows(2).map(|pair| (pair[0], pair[1])).collect()
    }

    /// Fails with the first class that no table describes.
    pub fn classes_known(&self, classes: &[ClassId]) -> Result<(), Missing> {
        match classes.iter().find(|class| !self.bound.tables.classes.contains_key(*class)) {
            Some(class) => Err(Missing::class(class.as_str())),
            None => Ok(()),
        }
    }

    /// Whether the answer is told in words.
    pub fn tells(&self) -> bool {
        self.wanted == Wanted::Words
    }

    /// The question put to a part of the rule, or to a rule that it looks at: whether the whole is broken hangs on how
    /// the parts stand.
    pub fn of_part(&self) -> Self {
        let wanted = if self.wanted == Wanted::Breach { Wanted::Standing } else { self.wanted };
        Self { wanted, ..*self }
    }

    /// Counts pieces as the rule counts; whose credit they are only where that is told.
    pub fn count(&self, pieces: &[Piece<'_>]) -> Result<Tally, Missing> {
        if self.tells() {
            return Ok(counting::count(self.bound.counting, self.leaves(), pieces)?);
        }
        let nobodys = pieces.iter().map(|piece| Piece { engagement: None, ..*piece });
        Ok(counting::count_all(self.bound.counting, self.leaves(), nobodys)?)
    }

    /// Most months that pieces and full-time service from today until a day could come to.
    pub fn reach(&self, pieces: &[Piece<'_>], until: Date) -> Result<Fraction, Missing> {
        let mut supposed = pieces.to_vec();
        let (from, share) = (self.now.on, Share::FULL);
        if from < until {
            supposed.push(Piece { engagement: None, share, side: false, from, until });
        }
        let ended: Vec<Leave> = self.leaves().iter().filter_map(|leave| ended(leave, from)).collect();
        Ok(counting::count(self.bound.counting, &ended, &supposed)?.months())
    }

    /// The limit in time of something that must be reached.
    pub fn span(&self, within: Within) -> Result<Span, Missing> {
        match within {
            Within::Always => Ok(Span { by: None, done_until: None, planned_until: Ok(None), left: None }),
            Within::Deadline(deadline) => {
                let by = self.by(&deadline)?;
                Ok(Span { by: Some(by), done_until: Some(by), planned_until: Ok(Some(by)), left: None })
            }
            Within::Obligation => {
                let duty = self.duty()?.ok_or_else(Missing::obligation)?;
                Ok(Span {
                    by: duty.by,
                    done_until: duty.served,
                    planned_until: duty.ahead.clone().map(|ahead| ahead.served),
                    left: Some(amount::missing(amount::whole(duty.needed), duty.done)),
                })
            }
        }
    }

    /// Most months that pieces could still come to within the span; none where no limit runs.
    pub fn most_within(&self, span: &Span, pieces: &[Piece<'_>]) -> Result<Option<Fraction>, Missing> {
        if let Some(left) = span.left {
            return Ok(Some(amount::plus(self.count(pieces)?.months(), left)));
        }
        span.by.map(|by| self.reach(pieces, by)).transpose()
    }

    /// Months that are free for something new within the span; none where no limit runs.
    pub fn room(&self, span: &Span) -> Result<Option<Fraction>, Missing> {
        self.most_within(span, &[])
    }

    /// The months owed of the same commitment; none where no rule says any.
    pub fn duty(&self) -> Result<Option<&'a Duty>, Missing> {
        let duty = self.duty.get_or_init(|| match self.bound.obligation_rule(self.as_of) {
            Some((bound, owed)) => obligation::duty(&Asked { bound: &bound, ..*self }, &owed).map(Some),
            None => Ok(None),
        });
        match duty {
            Ok(duty) => Ok(duty.as_ref()),
            Err(missing) => Err(missing.clone()),
        }
    }

    /// Whether service at these places, from today on, always counts toward the months owed as well.
    pub fn owes_all(&self, at: &Where) -> Result<bool, Missing> {
        let Some((bound, owed)) = self.bound.obligation_rule(self.as_of) else { return Ok(false) };
        let waits = self.duty()?.is_some_and(|duty| duty.before > Fraction::whole(0));
        let alike = bound.counting == self.bound.counting && !waits;
        Ok(alike && obligation::contains(self.bound, self.now.on, &owed.at, at))
    }

    /// The day on which the months owed are served, by what is done and with what is planned; none where they are not,
    /// where nothing is owed, or where that cannot be said.
    pub fn free_from(&self) -> (Option<Date>, Option<Date>) {
        match self.duty() {
            Ok(Some(duty)) => (duty.served, duty.ahead.as_ref().ok().and_then(|ahead| ahead.served)),
            _ => (None, None),
        }
    }

    /// Records that lie in the time in which the person is bound.
    pub fn while_bound(&self, records: &[Record<'a>], free_from: Option<Date>) -> Vec<Record<'a>> {
        let duty = Period { from: self.bound.commitment.from, until: free_from };
        records
            .iter()
            .filter_map(|record| {
                let part = Period { from: record.from, until: Some(record.until) }.intersect(duty)?;
                Some(Record { from: part.from, until: part.until?, ..*record })
            })
            .collect()
    }

    /// A deadline as a day, pushed back by leaves where the edition says so. First day too late.
    pub fn by(&self, deadline: &Deadline) -> Result<Date, Missing> {
        let plain = self.bound.deadline(deadline).ok_or_else(|| self.missing_anchor(deadline))?;
        if !deadline.extended_by_leave {
            return Ok(plain);
        }
        let from = self.bound.anchor(deadline.from).ok_or_else(|| self.missing_anchor(deadline))?;
        let months = leaves::extension(self.bound.counting, self.leaves(), from, plain)?;
        Ok(plain.plus_months(months.0))
    }

    fn missing_anchor(&self, deadline: &Deadline) -> Missing {
        use crate::edition::Anchor;
        match (self.bound.anchor(deadline.from), deadline.from) {
            (Some(_), _) => Missing::loan(),
            (None, Anchor::Graduation) => Missing::new("卒業の日", "the day of graduation"),
            (None, _) => Missing::new("医籍登録の日", "the day of the licence"),
        }
    }

    /// So many months at least, as it holds for this person.
    pub fn at_least(&self, months: &HowMany) -> Result<Months, Missing> {
        self.bound.at_least(months).ok_or_else(|| self.missing_number(months))
    }

    /// So many months at most, as it holds for this person.
    pub fn at_most(&self, months: &HowMany) -> Result<Months, Missing> {
        self.bound.at_most(months).ok_or_else(|| self.missing_number(months))
    }

    /// Why a number of months cannot be told.
    fn missing_number(&self, months: &HowMany) -> Missing {
        let day = self.bound.commitment.from;
        match months {
            HowMany::Fixed(_) => {
                Missing::new(format!("{day}に適用される値"), format!("a value in force on {day}"))
            }
            HowMany::LargestOf(all) => match all.iter().find(|one| self.bound.at_least(one).is_none()) {
                Some(one) => self.missing_number(one),
                None => Missing::new("月数の定め", "a number of months"),
            },
            _ if self.bound.loan_months().is_none() => Missing::loan(),
            _ => Missing::new("貸与月数に対応する月数", "the months for so many loan months"),
        }
    }

    /// A workplace as people call it.
    pub fn name(&self, workplace: &WorkplaceId) -> String {
        let known = self.bound.tables.workplaces.get(workplace);
        known.map_or_else(|| workplace.to_string(), |row| row.name.clone())
    }

    /// Known leaves.
    pub fn leaves(&self) -> &'a [Leave] {
        &self.bound.career.leaves
    }

    /// Classes of the facts used where work is matched against a place.
    pub fn facts(&self, place: &Place) -> BTreeSet<RecordClass> {
        let mut facts = BTreeSet::from([RecordClass::Personal]);
        if !place.classes.is_empty() || place.in_prefecture.is_some() {
            facts.insert(RecordClass::Public);
        }
        if !self.leaves().is_empty() {
            facts.insert(RecordClass::Sensitive);
        }
        facts
    }
}

/// A leave as far as it is certain: one without end may end today.
fn ended(leave: &Leave, today: Date) -> Option<Leave> {
    let until = leave.period.until.unwrap_or(today);
    let period = Period { from: leave.period.from, until: Some(until) };
    (!period.is_empty()).then(|| Leave { period, ..leave.clone() })
}

/// Pieces that lie before a day, if one is given.
pub(crate) fn up_to<'a>(pieces: Vec<Piece<'a>>, day: Option<Date>) -> Vec<Piece<'a>> {
    match day {
        Some(day) => counting::before(&pieces, day),
        None => pieces,
    }
}
