//! A rule bound to a person: its parameters as they hold for this commitment, after waivers and schedules, with every
//! deadline as a day.

use std::collections::BTreeMap;

use kernel::{AsOf, Date, EditionId, FiscalYear, Fraction, Months, Period, WorkplaceId, YearMonth};

use crate::{
    edition::{
        AfterLoss, Anchor, Cohorts, Condition, Counting, DatedBy, Deadline, Edition, HowMany, MonthsOwed,
        Place, Requirement, Rule, Scheduled, ServiceDuringLeave, Tested, Where,
    },
    facts::{Activity, Career, Commitment, Waiver},
    tables::{Tables, Workplace},
};

/// A rule of one commitment of one person.
#[derive(Clone, Debug)]
pub struct Bound<'a> {
    /// The person's career.
    pub career: &'a Career,
    /// The commitment that binds.
    pub commitment: &'a Commitment,
    /// Its edition.
    pub edition: &'a Edition,
    /// The rule.
    pub rule: &'a Rule,
    /// What it demands of this person, with a waiver's parameters in place.
    pub requirement: Requirement,
    /// How service is counted.
    pub counting: &'a Counting,
    /// The waiver in force, if any.
    pub waiver: Option<&'a Waiver>,
    /// The reference tables.
    pub tables: &'a Tables,
    /// Every edition at hand, for commitments that are served one after the other.
    pub editions: &'a BTreeMap<EditionId, Edition>,
}

/// What kind of work is asked about: where, in which department, doing what.
#[derive(Clone, Copy, Debug)]
pub struct Work<'a> {
    /// Where.
    pub workplace: &'a WorkplaceId,
    /// 診療科.
    pub department: &'a kernel::DepartmentId,
    /// What is done.
    pub activity: Activity,
}

/// All rules of all commitments in force for the career on the as-of date, in the editions' own order. A commitment
/// to an edition that is not at hand binds nothing here; [`missing_editions`] names those.
pub fn bind<'a>(
    career: &'a Career,
    editions: &'a BTreeMap<EditionId, Edition>,
    tables: &'a Tables,
    as_of: AsOf,
) -> Vec<Bound<'a>> {
    let mut bound = Vec::new();
    for commitment in career.commitments.iter().filter(|commitment| in_force(commitment, as_of)) {
        let Some(edition) = editions.get(&commitment.edition) else { continue };
        for rule in &edition.rules {
            bound.push(Bound::new(career, commitment, edition, rule, tables, editions, as_of));
        }
    }
    bound
}

/// Whether the same binds in the same way on two days: no commitment ends between them, and no waiver begins or ends.
pub fn binds_alike(career: &Career, one: Date, other: Date) -> bool {
    let ended = |commitment: &Commitment, on: Date| commitment.ended.is_some_and(|ended| ended <= on);
    let same = |commitment: &Commitment| ended(commitment, one) == ended(commitment, other);
    let waived = |waiver: &Waiver| waiver.period.contains(one) == waiver.period.contains(other);
    career.commitments.iter().all(same) && career.waivers.iter().all(waived)
}

/// Editions that commitments name and nobody gave.
pub fn missing_editions<'a>(
    career: &'a Career,
    editions: &BTreeMap<EditionId, Edition>,
) -> Vec<&'a EditionId> {
    career
        .commitments
        .iter()
        .map(|commitment| &commitment.edition)
        .filter(|edition| !editions.contains_key(*edition))
        .collect()
}

fn in_force(commitment: &Commitment, as_of: AsOf) -> bool {
    commitment.known.on(as_of.known_on) && commitment.ended.is_none_or(|ended| as_of.valid_on < ended)
}

fn waiver_for<'a>(
    career: &'a Career,
    commitment: &Commitment,
    rule: &Rule,
    as_of: AsOf,
) -> Option<&'a Waiver> {
    career
        .waivers
        .iter()
        .filter(|waiver| waiver.commitment == commitment.id && waiver.rule == rule.id)
        .filter(|waiver| waiver.known.on(as_of.known_on) && waiver.period.contains(as_of.valid_on))
        .max_by_key(|waiver| waiver.decided_on)
}

impl<'a> Bound<'a> {
    pub(crate) fn new(
        career: &'a Career,
        commitment: &'a Commitment,
        edition: &'a Edition,
        rule: &'a Rule,
        tables: &'a Tables,
        editions: &'a BTreeMap<EditionId, Edition>,
        as_of: AsOf,
    ) -> Self {
        let waiver = waiver_for(career, commitment, rule, as_of);
        let requirement = waiver
            .and_then(|waiver| rule.with_replaced(&waiver.replaces))
            .unwrap_or_else(|| rule.requirement.clone());
        let counting = rule.counting.as_ref().unwrap_or(&edition.counting);
        Bound { career, commitment, edition, rule, requirement, counting, waiver, tables, editions }
    }

    /// Another rule of the same commitment, with its waiver in place.
    pub(crate) fn sibling(&self, rule: &'a Rule, as_of: AsOf) -> Bound<'a> {
        Bound::new(self.career, self.commitment, self.edition, rule, self.tables, self.editions, as_of)
    }

    /// The rule by which months are owed under the same commitment, if one applies to this person.
    pub fn obligation_rule(&self, as_of: AsOf) -> Option<(Bound<'a>, MonthsOwed)> {
        self.edition.rules.iter().find_map(|rule| {
            if !matches!(rule.requirement, Requirement::MonthsOwed(_)) {
                return None;
            }
            let sibling = self.sibling(rule, as_of);
            match &sibling.requirement {
                Requirement::MonthsOwed(owed) if sibling.applies() => {
                    let owed = owed.clone();
                    Some((sibling, owed))
                }
                _ => None,
            }
        })
    }

    /// Whether the rule concerns this person at all: course and cohort.
    pub fn applies(&self) -> bool {
        let course = &self.commitment.course;
        let courses = &self.rule.courses;
        let of_course = courses.is_empty() || course.as_ref().is_some_and(|course| courses.contains(course));
        of_course && self.rule.binds.hold(self.career.entered)
    }

    /// Whether a condition holds for the person; none if a fact is missing.
    pub fn holds(&self, condition: &Condition, on: Date) -> Option<bool> {
        let course = condition.courses.is_empty()
            || self.commitment.course.as_ref().is_some_and(|course| condition.courses.contains(course));
        let cohort = condition.cohorts.hold(self.career.entered);
        if !(course && cohort) {
            return Some(false);
        }
        if condition.specialties.is_empty() {
            return Some(true);
        }
        let specialty = &self.programme(on)?.1.specialty;
        Some(condition.specialties.contains(specialty))
    }

    /// The training programme the person is enrolled in: the one under way on the day, else the next, else the last.
    pub fn programme(&self, on: Date) -> Option<(&kernel::ProgrammeId, &crate::tables::TrainingProgramme)> {
        let enrolments = &self.career.enrolments;
        let now = enrolments.iter().filter(|row| row.period.contains(on)).max_by_key(|row| row.period.from);
        let next = enrolments.iter().filter(|row| row.period.from > on).min_by_key(|row| row.period.from);
        let last = enrolments.iter().max_by_key(|row| row.period.from);
        let id = &now.or(next).or(last)?.programme;
        Some((id, self.tables.programmes.get(id)?))
    }

    /// The months-owed rule of the same commitment that applies to this person, bound like this one.
    pub fn obligation(&self) -> Option<MonthsOwed> {
        if let Requirement::MonthsOwed(owed) = &self.requirement {
            return Some(owed.clone());
        }
        self.edition.rules.iter().find_map(|rule| {
            let sibling = Bound { rule, requirement: rule.requirement.clone(), ..self.clone() };
            match &rule.requirement {
                Requirement::MonthsOwed(owed) if sibling.applies() => Some(owed.clone()),
                _ => None,
            }
        })
    }

    /// So many months at least; none where the loan or a value in force is missing.
    pub fn at_least(&self, months: &HowMany) -> Option<Months> {
        self.how_many(months, Fraction::times_up)
    }

    /// So many months at most; none where the loan or a value in force is missing.
    pub fn at_most(&self, months: &HowMany) -> Option<Months> {
        self.how_many(months, Fraction::times_down)
    }

    fn how_many(&self, months: &HowMany, times: fn(Fraction, i64) -> i64) -> Option<Months> {
        match months {
            HowMany::LoanRatio(ratio) => {
                let loan = self.loan_months()?;
                Some(Months(times(*ratio, i64::from(loan.0)) as i32))
            }
            HowMany::Fixed(months) => self.by_entry(months).copied(),
            HowMany::Steps(steps) => {
                let loan = self.loan_months()?;
                steps.iter().find(|(up_to, _)| loan <= *up_to).map(|(_, months)| *months)
            }
            HowMany::LargestOf(all) => {
                let all = all.iter().map(|months| self.how_many(months, times));
                all.collect::<Option<Vec<_>>>()?.into_iter().max()
            }
        }
    }

    /// Months for which the loan was or will be paid: calendar months, less those stopped by a leave from the month
    /// after it began to the month in which it ended. None where no loan is recorded.
    pub fn loan_months(&self) -> Option<Months> {
        let loans = self.career.loans.iter().filter(|loan| loan.commitment == self.commitment.id);
        let mut paid: Vec<YearMonth> = Vec::new();
        let mut any = false;
        for loan in loans {
            any = true;
            paid.extend(calendar_months(loan.period)?);
        }
        paid.sort();
        paid.dedup();
        let stops =
            self.career.leaves.iter().filter(|leave| {
                self.counting.leaves.get(&leave.kind).is_some_and(|effect| effect.stops_loan)
            });
        for leave in stops {
            let from = leave.period.from.year_month().plus(1);
            let last = leave.period.last_day().map(Date::year_month);
            paid.retain(|month| *month < from || last.is_some_and(|last| *month > last));
        }
        any.then_some(Months(paid.len() as i32))
    }

    /// The first day too late, before any extension by leaves; none where a fact is missing.
    pub fn deadline(&self, deadline: &Deadline) -> Option<Date> {
        let ratio = match deadline.loan_ratio {
            Some(ratio) => ratio.times_up(i64::from(self.loan_months()?.0)) as i32,
            None => 0,
        };
        Some(self.anchor(deadline.from)?.plus_months(ratio + deadline.months.0))
    }

    /// The day a deadline runs from; none where the fact is missing.
    pub fn anchor(&self, anchor: Anchor) -> Option<Date> {
        match anchor {
            Anchor::Commitment => Some(self.commitment.from),
            Anchor::Licence => self.career.licensed,
            Anchor::Graduation => self.career.graduated.map(Date::april_on_or_after),
        }
    }

    /// The value in force for this person's entry.
    pub fn by_entry<'s, T>(&self, scheduled: &'s Scheduled<T>) -> Option<&'s T> {
        scheduled.on(self.commitment.from)
    }

    /// Whether work on a day counts as being in the class, for a stay that began on `stay_from`. None: a class that no
    /// table describes, or a workplace that no table knows.
    pub fn covers(&self, at: &Where, work: Work<'_>, stay_from: Date, day: Date) -> Option<bool> {
        let place = match at.place.dated_by {
            DatedBy::Entry => at.place.on(self.commitment.from),
            DatedBy::Service => at.place.on(day),
        };
        let Some(place) = place else { return Some(false) };
        let tested_on = match at.tested {
            Tested::EachMonth => day,
            Tested::AtStart => stay_from,
            Tested::AtEntry => self.commitment.from,
        };
        let now = self.tables.matches(place, work, tested_on)?;
        let before = match at.after_loss {
            AfterLoss::Nothing => false,
            AfterLoss::ForThoseThere => self.tables.matches(place, work, stay_from)?,
            AfterLoss::ForThoseBound => self.tables.matches(place, work, self.commitment.from)?,
        };
        Some(now || before)
    }

    /// Leaves that stop the clock, in order.
    pub fn stopping_leaves(&self) -> impl Iterator<Item = &crate::facts::Leave> {
        self.career.leaves.iter().filter(|leave| {
            self.counting
                .leaves
                .get(&leave.kind)
                .is_some_and(|effect| effect.service == ServiceDuringLeave::Stops)
        })
    }
}

impl Tables {
    /// Whether work matches a set of places on a day; none where a class or workplace is unknown.
    pub fn matches(&self, place: &Place, work: Work<'_>, day: Date) -> Option<bool> {
        if place.classes.iter().any(|class| !self.classes.contains_key(class)) {
            return None;
        }
        let departments = place.departments.is_empty() || place.departments.contains(work.department);
        let activities = place.activities.is_empty() || place.activities.contains(&work.activity);
        let named = place.workplaces.is_empty() || place.workplaces.contains(work.workplace);
        if !(departments && activities && named) {
            return Some(false);
        }
        if place.classes.is_empty() && place.in_prefecture.is_none() {
            return Some(true);
        }
        let workplace = self.workplaces.get(work.workplace)?;
        let classes = place.classes.is_empty() || place.classes.iter().any(|class| workplace.is(class, day));
        let side = place.in_prefecture.is_none_or(|inside| workplace.in_prefecture() == inside);
        Some(classes && side)
    }
}

impl Place {
    /// Whether a workplace on a day lies among these, whatever is done there.
    fn has(&self, id: &WorkplaceId, workplace: &Workplace, day: Date) -> bool {
        (self.workplaces.is_empty() || self.workplaces.contains(id))
            && (self.classes.is_empty() || self.classes.iter().any(|class| workplace.is(class, day)))
            && self.in_prefecture.is_none_or(|inside| workplace.in_prefecture() == inside)
    }

    /// Whether whatever work at a workplace on a day lies in the inner place lies in this one too.
    pub(crate) fn contains(&self, inner: &Place, id: &WorkplaceId, workplace: &Workplace, day: Date) -> bool {
        fn within<T: PartialEq>(outer: &[T], inner: &[T]) -> bool {
            outer.is_empty() || (!inner.is_empty() && inner.iter().all(|one| outer.contains(one)))
        }
        !inner.has(id, workplace, day)
            || (self.has(id, workplace, day)
                && within(&self.departments, &inner.departments)
                && within(&self.activities, &inner.activities))
    }
}

impl Cohorts {
    /// Whether the cohort lies in the range. An unknown cohort lies only in an unlimited one.
    pub fn hold(self, cohort: Option<FiscalYear>) -> bool {
        match cohort {
            Some(year) => {
                self.from.is_none_or(|from| from <= year) && self.through.is_none_or(|last| year <= last)
            }
            None => self.from.is_none() && self.through.is_none(),
        }
    }
}

impl<T> Scheduled<T> {
    /// One value for all time.
    pub fn always(value: T) -> Self {
        Self { dated_by: DatedBy::Entry, values: vec![(None, value)] }
    }

    /// The value in force on the day; none before the first.
    pub fn on(&self, day: Date) -> Option<&T> {
        self.values
            .iter()
            .filter(|(from, _)| from.is_none_or(|from| from <= day))
            .max_by_key(|(from, _)| *from)
            .map(|(_, value)| value)
    }
}

fn calendar_months(period: Period) -> Option<impl Iterator<Item = YearMonth>> {
    let last = period.last_day()?.year_month();
    let from = period.from.year_month();
    Some((from.index()..=last.index()).map(YearMonth::from_index))
}
