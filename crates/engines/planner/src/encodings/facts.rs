//! What is known of one person on one path before the horizon, as encodings ask for it.

use std::{cell::OnceCell, collections::BTreeSet, sync::Arc};

use kernel::{AsOf, ClassId, CommitmentId, Date, ProgrammeId, WorkplaceId};
use problem::{Path, Person, Step, supposed};
use rules::{
    Bound, Career, Counting, Engagement, EngagementStatus, Requirement, Rounding, Rule, Tables,
    TrainingProgramme, Within, all_on_leave, bind, binds_alike,
    counting::ticks_per_month,
    training::{self, Progress},
};

use crate::{
    choice::{Choice, Footing, Part},
    encoding::{Encoding, Several},
    encodings::{
        requirement,
        service::{Clock, deadline},
        training::trains_in,
    },
    ground::Ground,
};

/// A person on a path, before the horizon.
pub struct Facts<'a> {
    /// The ground.
    pub ground: &'a Ground<'a>,
    /// The person.
    pub person: &'a Person,
    /// Position of the path in the person's list.
    pub path_number: usize,
    /// The career, cut at the start of the horizon, as known on the as-of date.
    pub career: Career,
    /// Stays that may go on into the horizon: of all work, and of main posts alone.
    pub live: [Vec<StayBefore>; 2],
    /// Where the person worked last.
    pub last_place: Option<usize>,
    /// Programmes in which the person is or may be a trainee, in the order of their ids.
    pub programmes: Vec<&'a TrainingProgramme>,
    /// Their ids.
    pub programme_ids: Vec<&'a ProgrammeId>,
    /// By post: its kind to a person in these programmes.
    kinds: Arc<Vec<u32>>,
    /// The tables as far as the person's choices can see them, once these are known.
    seen: OnceCell<Arc<Tables>>,
    /// Rules as bound at each boundary, once asked for.
    bound: Vec<OnceCell<Vec<Bound<'a>>>>,
    /// By boundary: the first at which the same binds.
    binds_as: Vec<usize>,
}

/// A stay that began before the horizon.
#[derive(Clone, Debug)]
pub struct StayBefore {
    /// Its first day.
    pub from: Date,
    /// First day after its last work.
    pub until: Date,
    /// Where it is.
    pub place: usize,
    /// Its engagements.
    pub parts: Vec<Part>,
}

impl<'a> Facts<'a> {
    /// The facts of a person on a path.
    pub fn new(ground: &'a Ground<'a>, person: &'a Person, path_number: usize) -> Self {
        let career = supposed(ground.problem, person, path_number, &[]);
        let career = career.known_on(ground.problem.as_of);
        let live =
            [stays_before(ground, &career, |_| true), stays_before(ground, &career, |work| !work.side)];
        let last_place = last_place(ground, person);
        let bound = vec![OnceCell::new(); ground.periods.len() + 1];
        let mut binds_as = vec![0];
        for at in 1..bound.len() {
            let before = binds_as[at - 1];
            let alike = binds_alike(&career, ground.boundary(before), ground.boundary(at));
            binds_as.push(if alike { before } else { at });
        }
        let own = person.paths.get(path_number).and_then(|path| path.programme.as_ref());
        let enrolled = career.enrolments.iter().map(|row| &row.programme);
        let programmes: BTreeSet<&ProgrammeId> = own.into_iter().chain(enrolled).collect();
        let kinds = ground.kinds.to(programmes.iter().map(|id| (*id).clone()).collect());
        let tables = &ground.problem.tables;
        let known = programmes.into_iter().filter_map(|id| tables.programmes.get_key_value(id));
        let (programme_ids, programmes) = known.unzip();
        Self {
            ground,
            person,
            path_number,
            career,
            live,
            last_place,
            programmes,
            programme_ids,
            kinds,
            seen: OnceCell::new(),
            bound,
            binds_as,
        }
    }

    /// The kind of work that an offer is to the person: offers of one kind mean the same to every rule. None for
    /// patterns, each of which is like no other.
    pub fn kind(&self, period: usize, offer: usize) -> Option<u32> {
        let offer = &self.ground.offers[period][offer];
        matches!(offer.step, Step::Post(_)).then(|| self.kinds[offer.parts[0].post])
    }

    /// The footing at the start of the horizon.
    pub fn footing(&self) -> Footing {
        let live = self.live.each_ref().map(|stays| stays.iter().map(|stay| stay.place).collect());
        Footing { main: self.last_place, live }
    }

    /// The path.
    pub fn path(&self) -> Option<&'a Path> {
        self.person.paths.get(self.path_number)
    }

    /// The as-of date of a boundary.
    pub fn as_of(&self, at: usize) -> AsOf {
        AsOf { valid_on: self.ground.boundary(at), known_on: self.ground.problem.as_of.known_on }
    }

    /// Whether leaves cover every day of a period.
    pub fn away(&self, period: usize) -> bool {
        let of = &self.ground.periods[period];
        all_on_leave(&self.career.leaves, of.first, of.after)
    }

    /// Whether the work of a part lies in the prefecture.
    pub fn inside(&self, part: &Part) -> bool {
        self.ground.area(part.place).is_some()
    }

    /// Places whose membership of one of the classes ends, or also begins, while stays could notice, with the zones that
    /// stand for them and the facilities that they stand for.
    pub fn changing_places<'c>(
        &self,
        classes: impl Iterator<Item = &'c ClassId>,
        also_begins: bool,
    ) -> BTreeSet<usize> {
        let classes: BTreeSet<&ClassId> = classes.collect();
        let earliest = self.career.engagements.iter().map(|work| work.period.from).min();
        let earliest = earliest.unwrap_or(self.ground.start()).min(self.ground.start());
        let notices = |day: Date| earliest < day && day < self.ground.end();
        let changes = |place: &rules::Workplace| {
            let memberships = place.classes.iter().filter(|row| classes.contains(&row.class));
            memberships
                .map(|row| row.period)
                .any(|period| (also_begins && notices(period.from)) || period.until.is_some_and(notices))
        };
        let all = &self.ground.problem.tables.workplaces;
        let mut changing: BTreeSet<usize> =
            all.iter().filter(|(_, place)| changes(place)).map(|(id, _)| self.ground.place(id)).collect();
        // A stay may pass from a facility to its zone and on to another facility.
        loop {
            let kin = (0..self.ground.places.len()).filter(|place| {
                let same = |other: &usize| {
                    self.ground.same_stay(*place, *other) || self.ground.same_stay(*other, *place)
                };
                !changing.contains(place) && changing.iter().any(same)
            });
            let kin: Vec<usize> = kin.collect();
            if kin.is_empty() {
                return changing;
            }
            changing.extend(kin);
        }
    }

    /// Ticks of the months owed that were done before the horizon, before rounding; none where they cannot be told.
    pub fn done_before(&self, bound: &Bound<'a>) -> Option<i64> {
        let verdict = bound.judge(self.as_of(0));
        verdict.done?;
        let per_month = ticks_per_month(bound.counting.unit);
        Some(verdict.counted.iter().map(|row| row.months.times_down(per_month)).sum())
    }

    /// The clock of the months owed under the same commitment, if any are.
    pub fn clock(&'a self, bound: &Bound<'a>) -> Option<Clock<'a>> {
        let (bound, owed) = bound.obligation_rule(self.as_of(0))?;
        Some(Clock::new(self, &bound, &owed))
    }

    /// The clocks of all commitments, keeping the pieces of every period: for commitments served one after the other.
    pub fn owed_in_sequence(&'a self, bound: &Bound<'a>) -> Vec<Clock<'a>> {
        let of = |bound: &Bound<'a>| match &bound.requirement {
            Requirement::MonthsOwed(owed) if bound.applies() => {
                Some(Clock::new(self, bound, owed).keeping_all())
            }
            _ => None,
        };
        self.bound(0)
            .iter()
            .filter(|other| other.commitment.id != bound.commitment.id)
            .filter_map(of)
            .collect()
    }

    /// All rules of all commitments in force at a boundary: no choice changes what binds, or how.
    pub fn bound(&'a self, at: usize) -> &'a [Bound<'a>] {
        let at = self.binds_as[at];
        let bind = || bind(&self.career, &self.ground.editions, self.tables(), self.as_of(at));
        self.bound[at].get_or_init(bind)
    }

    /// Boundaries at which something else binds than before.
    pub fn bindings(&self) -> impl Iterator<Item = usize> + use<'_, 'a> {
        let boundaries = self.binds_as.iter().enumerate();
        boundaries.filter(|(at, first)| at == *first).map(|(at, _)| at)
    }

    /// The rule of a commitment as bound at a boundary.
    pub fn bound_at(&'a self, at: usize, commitment: &CommitmentId, rule: &Rule) -> Option<Bound<'a>> {
        let same = |bound: &Bound<'a>| bound.commitment.id == *commitment && bound.rule.id == rule.id;
        self.bound(at).iter().find(|bound| same(bound)).cloned()
    }

    /// The encoding of a rule of the same commitment, with each form it takes by a waiver within the horizon.
    pub fn of_rule(&'a self, bound: &Bound<'a>, rule: &Rule) -> Box<dyn Encoding + 'a> {
        let waived = self
            .career
            .waivers
            .iter()
            .any(|waiver| waiver.commitment == bound.commitment.id && waiver.rule == rule.id);
        let boundaries = if waived { self.ground.periods.len() } else { 0 };
        let mut forms: Vec<Bound<'a>> = Vec::new();
        for form in (0..=boundaries).filter_map(|at| self.bound_at(at, &bound.commitment.id, rule)) {
            let plain = Bound { requirement: form.rule.requirement.clone(), waiver: None, ..form.clone() };
            for form in [form, plain] {
                if !forms.iter().any(|known| known.requirement == form.requirement) {
                    forms.push(form);
                }
            }
        }
        let mut parts: Vec<_> = forms.iter().map(|form| requirement(self, form, &form.requirement)).collect();
        match parts.len() {
            1 => parts.remove(0),
            // With a waiver that begins later, a rule that is broken today may not stay so.
            _ => Box::new(Several::new(parts, false)),
        }
    }

    /// First day too late, where the limit is a day.
    pub fn limit_day(&self, bound: &Bound<'_>, within: Within) -> Option<Date> {
        match within {
            Within::Deadline(by) => deadline(self, bound, &by),
            Within::Always | Within::Obligation => None,
        }
    }

    /// Months of initial training before the horizon.
    pub fn initial_months(&self) -> i32 {
        let start = self.ground.start();
        let works = || self.career.engagements.iter().filter(|work| is_done(work));
        let Some(first) = works().map(|work| work.period.from.year_month()).min() else { return 0 };
        let months = first.index()..start.year_month().index();
        let months = months.map(kernel::YearMonth::from_index);
        months.filter(|month| works().any(|work| trains_in(self, work, *month))).count() as i32
    }

    /// The tables as far as careers of the choices can see them that [`Self::looks_at`] told; else all.
    pub fn tables(&self) -> &Tables {
        self.seen.get().map_or(&self.ground.problem.tables, Arc::as_ref)
    }

    /// From now on rules are asked of careers of these choices only.
    pub fn looks_at<'c>(&self, choices: impl Iterator<Item = &'c Arc<Choice>>) {
        let before = self.person.career.engagements.iter().map(|work| work.workplace.clone());
        let parts = choices.flat_map(|choice| &choice.parts);
        let places: BTreeSet<usize> = parts.map(|part| part.place).collect();
        let places: Vec<WorkplaceId> =
            places.into_iter().map(|place| self.ground.places[place].clone()).chain(before).collect();
        // Whatever is recorded, known already or not: the stage asks for it.
        let enrolled = self.person.career.enrolments.iter().map(|row| &row.programme);
        let own = self.path().and_then(|path| path.programme.as_ref());
        self.seen.get_or_init(|| Arc::new(self.ground.lookup.at(places.iter(), enrolled.chain(own))));
    }

    /// From now on rules see these tables, which tell of all places where the person was or can be.
    pub fn sees(&self, tables: &Arc<Tables>) {
        self.seen.get_or_init(|| Arc::clone(tables));
    }

    /// Progress in a programme before the horizon; none where it cannot be told.
    pub fn training_before(&self, counting: &Counting, programme: &ProgrammeId) -> Option<Progress> {
        let mut alone = self.career.clone();
        alone.enrolments.retain(|row| row.programme == *programme);
        if alone.enrolments.is_empty() {
            let of = self.ground.problem.tables.programmes.get(programme)?;
            let zero = kernel::Fraction::whole(0);
            let components = vec![zero; of.components.len()];
            return Some(Progress { total: zero, core: zero, components, complete_on: None });
        }
        // To the tick: what is rounded is the total with the months of the horizon.
        let exact = Counting { rounding: Rounding::None, ..counting.clone() };
        training::progress(&alone, self.tables(), &exact, self.ground.start())
    }
}

/// A day as a small integer.
pub fn day_number(day: Date) -> i32 {
    let zero = kernel::YearMonth::from_index(2000 * 12).first_day();
    day.days_since(zero) as i32
}

/// The day of a number.
pub fn day_of(number: i32) -> Date {
    kernel::YearMonth::from_index(2000 * 12).first_day().plus_days(i64::from(number))
}

fn is_done(work: &Engagement) -> bool {
    work.status != EngagementStatus::Planned
}

fn stays_before(ground: &Ground<'_>, career: &Career, keep: impl Fn(&Engagement) -> bool) -> Vec<StayBefore> {
    let start = ground.start();
    let mut works: Vec<&Engagement> =
        career.engagements.iter().filter(|work| is_done(work) && keep(work)).collect();
    works.sort_by_key(|work| (work.period.from, work.period.until, work.id.as_str()));
    let mut stays: Vec<StayBefore> = Vec::new();
    for work in works {
        let Some(until) = work.period.until.filter(|until| work.period.from < *until) else { continue };
        let place = ground.place(&work.workplace);
        let part = Part { engagement: work.clone(), place, post: None, usage: 0 };
        let goes_on = stays.iter_mut().rev().find(|stay| {
            let joined =
                work.period.from <= stay.until || all_on_leave(&career.leaves, stay.until, work.period.from);
            joined && ground.same_stay(stay.place, place)
        });
        match goes_on {
            Some(stay) => {
                stay.until = stay.until.max(until);
                stay.place = place;
                stay.parts.push(part);
            }
            None => stays.push(StayBefore { from: work.period.from, until, place, parts: vec![part] }),
        }
    }
    stays.retain(|stay| all_on_leave(&career.leaves, stay.until, start));
    stays
}

/// Where the person worked last before the horizon: the main posting that ended latest.
fn last_place(ground: &Ground<'_>, person: &Person) -> Option<usize> {
    let start = ground.start();
    let before = person.career.engagements.iter().filter(|work| !work.side && work.period.from < start);
    let latest = before.max_by_key(|work| {
        let end = work.period.until.map_or(start, |until| until.min(start));
        (end, work.period.from, work.share, std::cmp::Reverse(work.id.clone()))
    });
    latest.map(|work| ground.place(&work.workplace))
}
