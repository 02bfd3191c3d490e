//! 専門研修の進み: months at accredited places of the person's own training programme, and initial training before it.
//!
//! A month counts if the work is clinical, at a site of the programme on that day, within the enrolment, after initial
//! training, and in the programme's specialty or a department of one of its components. Work elsewhere extends it.
//! Toward a component it counts in that component's department and at places of its classes.

use std::collections::BTreeSet;

use kernel::{AsOf, Date, Fraction, Months, Period, ProgrammeId};

use crate::{
    amount,
    counting::{self, Piece},
    edition::Counting,
    facts::{Activity, Career, Leave},
    leaves::all_on_leave,
    outcome::Missing,
    records::{Now, Record},
    tables::{Component, Site, SiteRole, Tables, TrainingProgramme},
};

/// The milestone that says that initial training is over, whatever engagements are recorded.
pub const INITIAL_TRAINING: &str = "initial-training";

/// Months of initial training (医師法 16条の2: two years).
pub const INITIAL_TRAINING_MONTHS: Months = Months(24);

/// How far a person is in the programme's training.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Months that count.
    pub total: Fraction,
    /// Months at core sites.
    pub core: Fraction,
    /// Months toward each component, in the programme's order.
    pub components: Vec<Fraction>,
    /// First day on which everything is complete.
    pub complete_on: Option<Date>,
}

impl Progress {
    /// Least months that are still needed. Months of components add up unless one month may serve two of them; of
    /// those that it may, the largest counts.
    pub fn remaining(&self, programme: &TrainingProgramme, tables: &Tables) -> Fraction {
        let zero = Fraction::whole(0);
        let total = amount::missing(amount::whole(programme.months), self.total);
        let core = amount::missing(amount::whole(programme.core_months), self.core);
        let components = programme.components.iter().zip(&self.components);
        let missing: Vec<(&Component, Fraction)> = components
            .map(|(component, done)| (component, amount::missing(amount::whole(component.months), *done)))
            .filter(|(_, missing)| *missing > zero)
            .collect();
        let sum = missing.iter().fold(zero, |sum, (_, missing)| amount::plus(sum, *missing));
        let largest = missing.iter().fold(total.max(core), |largest, (_, missing)| largest.max(*missing));
        // Sites are many, so they are asked only where it matters.
        if sum <= largest { largest } else { largest.max(apart(programme, tables, &missing)) }
    }
}

/// The sum over groups of components that months may be shared within, of the largest of each group.
fn apart(programme: &TrainingProgramme, tables: &Tables, missing: &[(&Component, Fraction)]) -> Fraction {
    let zero = Fraction::whole(0);
    let components: Vec<&Component> = missing.iter().map(|(component, _)| *component).collect();
    let both = tables.serve_both(programme, &components);
    let mut groups: Vec<(Vec<usize>, Fraction)> = Vec::new();
    for (number, (_, months)) in missing.iter().enumerate() {
        let (sharing, mut others): (Vec<_>, Vec<_>) =
            groups.into_iter().partition(|(group, _)| group.iter().any(|other| both[number][*other]));
        let mut joined = (vec![number], *months);
        for (group, largest) in sharing {
            joined = ([joined.0, group].concat(), joined.1.max(largest));
        }
        others.push(joined);
        groups = others;
    }
    groups.iter().fold(zero, |sum, (_, largest)| amount::plus(sum, *largest))
}

/// Progress by what is done before the day, in the programme the person is (or next will be, or last was) enrolled in.
/// None without enrolment, where no table knows the programme, or where a leave's effect is unknown.
pub fn progress(career: &Career, tables: &Tables, counting: &Counting, on: Date) -> Option<Progress> {
    let now = Now::of(career, on);
    let (id, programme) = programme(career, tables, on)?;
    progress_of(career, tables, counting, (id, programme), &now.done).ok().map(|(progress, _)| progress)
}

/// Whether the person is a trainee on the day: enrolled, past initial training, and not complete by what is done.
pub fn is_trainee(career: &Career, tables: &Tables, counting: &Counting, on: Date) -> bool {
    let enrolled = career.enrolments.iter().any(|row| row.period.contains(on));
    let complete = || {
        progress(career, tables, counting, on)
            .and_then(|progress| progress.complete_on)
            .is_some_and(|day| day <= on)
    };
    enrolled && !in_initial_training(career, on, INITIAL_TRAINING_MONTHS) && !complete()
}

/// Whether the person has not yet done so many months of initial training before the day, or is still at what was
/// begun before it. A recorded milestone `initial-training` ends it.
pub fn in_initial_training(career: &Career, on: Date, months: Months) -> bool {
    if milestone_recorded(career) {
        return false;
    }
    let done = Now::of(career, on).done;
    let still_there = done.iter().any(|record| is_initial(record) && record.engagement.period.contains(on));
    still_there || initial_done_on(&done, &career.leaves, months).is_none()
}

pub(crate) fn milestone_recorded(career: &Career) -> bool {
    career.milestones.iter().any(|row| row.milestone.as_str() == INITIAL_TRAINING)
}

/// Months of initial training in the records: calendar months with at least a day of it that is not on leave.
pub(crate) fn initial_months(records: &[Record<'_>], leaves: &[Leave]) -> BTreeSet<kernel::YearMonth> {
    let mut months = BTreeSet::new();
    for record in records.iter().filter(|record| is_initial(record)) {
        let last = record.until.previous().year_month();
        for index in record.from.year_month().index()..=last.index() {
            let month = kernel::YearMonth::from_index(index);
            let from = record.from.max(month.first_day());
            let until = record.until.min(month.plus(1).first_day());
            if !all_on_leave(leaves, from, until) {
                months.insert(month);
            }
        }
    }
    months
}

/// The first day after initial training: the end of its last month, or of its last record in that month.
pub(crate) fn initial_done_on(records: &[Record<'_>], leaves: &[Leave], months: Months) -> Option<Date> {
    let served = initial_months(records, leaves);
    let last = *served.iter().nth(usize::try_from(months.0 - 1).ok()?)?;
    let end = last.plus(1).first_day();
    let record = records.iter().filter(|record| is_initial(record)).map(|record| record.until).max()?;
    Some(if record.year_month() == last { record.min(end) } else { end })
}

pub(crate) fn is_initial(record: &Record<'_>) -> bool {
    record.engagement.activity == Activity::InitialTraining
}

/// The programme under way on the day, else the next, else the last.
pub(crate) fn programme<'a>(
    career: &'a Career,
    tables: &'a Tables,
    on: Date,
) -> Option<(&'a ProgrammeId, &'a TrainingProgramme)> {
    let enrolments = &career.enrolments;
    let now = enrolments.iter().filter(|row| row.period.contains(on)).max_by_key(|row| row.period.from);
    let next = enrolments.iter().filter(|row| row.period.from > on).min_by_key(|row| row.period.from);
    let last = enrolments.iter().max_by_key(|row| row.period.from);
    let id = &now.or(next).or(last)?.programme;
    Some((id, tables.programmes.get(id)?))
}

/// Months of training, what is counted, and where.
pub(crate) struct TrainingPiece<'a> {
    /// The part of a posting that counts.
    pub piece: Piece<'a>,
    /// Core or affiliated.
    pub role: SiteRole,
    /// Components of the programme toward which it counts, by position.
    pub components: Vec<usize>,
}

/// Progress in a programme by the records given, with the pieces behind it.
pub(crate) fn progress_of<'a>(
    career: &Career,
    tables: &Tables,
    counting: &Counting,
    (id, programme): (&ProgrammeId, &TrainingProgramme),
    records: &[Record<'a>],
) -> Result<(Progress, Vec<Piece<'a>>), Missing> {
    let rows = pieces(career, tables, id, programme, records)?;
    let leaves = &career.leaves;
    let mut complete_on: Option<Option<Date>> = Some(None);
    let mut months =
        |keep: &dyn Fn(&TrainingPiece<'a>) -> bool, needed: Months| -> Result<Fraction, Missing> {
            let pieces = || rows.iter().filter(|row| keep(row)).map(|row| row.piece);
            // Whose credit it is does not matter to progress.
            let nobodys = pieces().map(|piece| Piece { engagement: None, ..piece });
            let tally = counting::count_all(counting, leaves, nobodys)?;
            if needed.0 > 0 {
                let reached = tally.reached_in(needed).and_then(|_| {
                    let pieces: Vec<Piece<'a>> = pieces().collect();
                    tally.reached_on(counting, leaves, &pieces, needed)
                });
                complete_on = match (complete_on, reached) {
                    (Some(so_far), Some(day)) => Some(so_far.max(Some(day))),
                    _ => None,
                };
            }
            Ok(tally.months())
        };
    let total = months(&|_| true, programme.months)?;
    let core = months(&|row| row.role == SiteRole::Core, programme.core_months)?;
    let components = programme
        .components
        .iter()
        .enumerate()
        .map(|(number, component)| months(&|row| row.components.contains(&number), component.months))
        .collect::<Result<Vec<_>, _>>()?;
    let progress = Progress { total, core, components, complete_on: complete_on.flatten() };
    Ok((progress, rows.iter().map(|row| row.piece).collect()))
}

fn pieces<'a>(
    career: &Career,
    tables: &Tables,
    id: &ProgrammeId,
    programme: &TrainingProgramme,
    records: &[Record<'a>],
) -> Result<Vec<TrainingPiece<'a>>, Missing> {
    let asked = programme.components.iter().flat_map(|component| &component.classes);
    if let Some(class) = asked.clone().find(|class| !tables.classes.contains_key(*class)) {
        return Err(Missing::class(class.as_str()));
    }
    let asks_for_classes = asked.clone().next().is_some();
    let begins = if milestone_recorded(career) {
        None
    } else {
        match initial_done_on(records, &career.leaves, INITIAL_TRAINING_MONTHS) {
            Some(day) => Some(day),
            None => return Ok(Vec::new()),
        }
    };
    let mut pieces = Vec::new();
    for record in records.iter().filter(|record| teaches(programme, record)) {
        let workplace = &record.engagement.workplace;
        let memberships = tables.workplaces.get(workplace).filter(|_| asks_for_classes);
        let memberships = memberships.into_iter().flat_map(|known| &known.classes).map(|row| row.period);
        let sites: Vec<&Site> = programme.sites.iter().filter(|site| site.workplace == *workplace).collect();
        if sites.is_empty() {
            continue;
        }
        let changes: Vec<Period> = sites.iter().map(|site| site.period).chain(memberships).collect();
        for enrolment in career.enrolments.iter().filter(|row| row.programme == *id) {
            let mut cuts = vec![record.from, record.until];
            for period in changes.iter().copied().chain([enrolment.period]) {
                cuts.push(period.from);
                cuts.extend(period.until);
            }
            cuts.extend(begins);
            cuts.retain(|day| (record.from..=record.until).contains(day));
            cuts.sort_unstable();
            cuts.dedup();
            for pair in cuts.windows(2) {
                let now = sites.iter().filter(|site| site.period.contains(pair[0]));
                let role = now.map(|site| site.role).min();
                let counts = enrolment.period.contains(pair[0]) && begins.is_none_or(|day| day <= pair[0]);
                if let (Some(role), true) = (role, counts) {
                    let components = components_of(tables, programme, record, pair[0])?;
                    pieces.push(TrainingPiece { piece: record.piece(pair[0], pair[1]), role, components });
                }
            }
        }
    }
    Ok(pieces)
}

fn teaches(programme: &TrainingProgramme, record: &Record<'_>) -> bool {
    record.engagement.activity == Activity::Clinical && programme.teaches(&record.engagement.department)
}

/// Positions of the components toward which work counts on a day.
fn components_of(
    tables: &Tables,
    programme: &TrainingProgramme,
    record: &Record<'_>,
    day: Date,
) -> Result<Vec<usize>, Missing> {
    let (workplace, department) = (&record.engagement.workplace, &record.engagement.department);
    let mut known = None;
    let mut positions = Vec::new();
    for (number, component) in programme.components.iter().enumerate() {
        if !programme.departments(component).contains(department) {
            continue;
        }
        if !component.classes.is_empty() {
            let place = *known.get_or_insert_with(|| tables.workplaces.get(workplace));
            let place = place.ok_or_else(|| Missing::workplace(workplace))?;
            if !component.classes.iter().any(|class| place.is(class, day)) {
                continue;
            }
        }
        positions.push(number);
    }
    Ok(positions)
}

/// The time in which a person is a trainee by the records given: enrolled, after initial training, before completion.
pub(crate) fn as_trainee(
    career: &Career,
    tables: &Tables,
    counting: &Counting,
    records: &[Record<'_>],
    as_of: AsOf,
) -> Result<Vec<Period>, Missing> {
    let Some((id, programme)) = programme(career, tables, as_of.valid_on) else { return Ok(Vec::new()) };
    let (progress, _) = progress_of(career, tables, counting, (id, programme), records)?;
    let begins = if milestone_recorded(career) {
        None
    } else {
        match initial_done_on(records, &career.leaves, INITIAL_TRAINING_MONTHS) {
            Some(day) => Some(day),
            None => return Ok(Vec::new()),
        }
    };
    let enrolled = career.enrolments.iter().filter(|row| row.programme == *id).map(|row| row.period);
    let training = enrolled.filter_map(|period| {
        let period = begins.map_or(Some(period), |day| period.since_day(day))?;
        progress.complete_on.map_or(Some(period), |day| period.before(day))
    });
    Ok(training.collect())
}
