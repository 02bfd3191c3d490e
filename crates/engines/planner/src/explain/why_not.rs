//! なぜあそこでないか: what it would cost to have somebody elsewhere, between two proven ends, or what forbids it.

use std::collections::{BTreeMap, BTreeSet};

use kernel::MonthSpan;
use problem::{PinPlace, Step, Term};
use serde::Serialize;

use crate::{
    columns::{
        rows::{PARTS, Rows},
        volume::{Charged, volume},
    },
    compile::Compiled,
    conflict::conflict,
    explain::{Audience, Class, Doing, Explainer, Reason, Unexplained, Who},
    limits::{Go, Limits},
    objective,
    search::{Run, eject::make_room},
    seats::{Seat, Seats},
};

/// Rounds in which charges for the whole plan are looked for, once.
const ROUNDS: usize = 300;

/// Rounds in which they are made to fit one question.
const ROUNDS_EACH: usize = 30;

/// How often those whom a change concerns are put anew.
const PASSES: usize = 3;

/// A row of staffing: its period, of what kind it is, its number.
type UsedRow = (usize, usize, usize);

/// Charges for the whole plan.
pub(super) struct Charging {
    charged: Charged,
    /// What people cost whom the plan lists as impossible.
    nobody: i128,
    /// Every plan's objective is a multiple of it.
    divisor: i128,
}

/// Why somebody is not somewhere in a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WhyNot {
    /// Who.
    pub person: Who,
    /// When.
    pub span: MonthSpan,
    /// What the plan has him do.
    pub doing: Doing,
    /// Where he could have been.
    pub at: Doing,
    /// The answer.
    pub answer: Answer,
}

/// What it would take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Nothing: the plan has him there.
    Already,
    /// The best of all plans that have him there costs between `least` and `most` points more than this plan.
    Cost {
        /// Proven: no plan that has him there, and a career for everybody for whom this plan has one, costs less than
        /// so much more. It is the Lagrangian bound of the problem with that choice forced, or the plan's own bound
        /// where that is higher: so it falls below zero by no more than the plan itself lies above its bound.
        least: i128,
        /// A plan that was found; none: nobody knows whether there is any, for others take the room.
        most: Option<Found>,
    },
    /// No plan has him there: these rules and facts together forbid it, and none of them can be left out.
    Forbidden {
        /// What forbids it.
        reasons: Vec<Reason>,
    },
}

/// A plan that has somebody where he was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Found {
    /// What it costs more than the plan.
    pub cost: i128,
    /// The same by term.
    pub by_term: BTreeMap<Term, i128>,
    /// How many others would be elsewhere in some period.
    pub others: usize,
    /// Who they are, for those who may read it.
    pub moved: Vec<Who>,
}

impl WhyNot {
    /// The same with what a reader may read.
    pub fn seen_by(mut self, audience: Audience) -> Self {
        match &mut self.answer {
            Answer::Cost { most: Some(found), .. } if !audience.reads(Class::Colleague) => {
                found.moved.clear()
            }
            Answer::Forbidden { reasons } => reasons.retain(|reason| audience.reads(reason.class())),
            Answer::Already | Answer::Cost { .. } => {}
        }
        self
    }
}

impl Explainer<'_> {
    /// Why the plan does not have a person somewhere in a period.
    pub fn why_not(&mut self, person: usize, at: &PinPlace, period: usize) -> Result<WhyNot, Unexplained> {
        self.know([person])?;
        let step = self.step(person, period);
        let answer = match self.is_at(person, period, step, at) {
            true => Answer::Already,
            false => self.answer(person, at, period)?,
        };
        let doing = self.doing(person, period, step);
        let (span, at) = (self.span(period), self.pinned_at(at));
        Ok(WhyNot { person: self.who(person), span, doing, at, answer })
    }

    fn answer(&mut self, person: usize, at: &PinPlace, period: usize) -> Result<Answer, Unexplained> {
        let there = |step: &Step| self.is_at(person, period, step, at);
        if self.seats[person].is_none() {
            return Ok(Answer::Forbidden { reasons: self.listed(person) });
        }
        let held = self.candidates[person].only(period, false, &there);
        if !held.has_career() {
            let mut reasons = self.forbidding(person, period, false, &there);
            if reasons.is_empty() {
                reasons.push(self.standing(person, period, at));
            }
            return Ok(Answer::Forbidden { reasons });
        }
        // What it costs to have him there is what it costs to move others.
        self.know(0..self.candidates.len())?;
        if let Some(reasons) = self.crowded(&held, period) {
            return Ok(Answer::Forbidden { reasons });
        }
        self.charge();
        let left = self.rows_of(person, self.seats[person].as_ref());
        let ask = |supposed: &Self| (supposed.bound(), supposed.found(person, left));
        let (bound, most) = self.with_careers(held, ask);
        Ok(Answer::Cost { least: bound - self.objective.total, most })
    }

    /// What forbids a person every career that does something of `keep` in a period: an irreducible set. Empty if
    /// nothing that could be left out does.
    pub(super) fn forbidding(
        &self,
        person: usize,
        period: usize,
        released: bool,
        keep: &dyn Fn(&Step) -> bool,
    ) -> Vec<Reason> {
        if !self.candidates[person].tried_all {
            return vec![Reason::TooManyCareers];
        }
        let of = &self.ground().problem.people[person];
        let mut goes = |compiled: &Compiled| {
            let choices = &compiled.choices[period];
            let kept: Vec<usize> = (0..choices.len()).filter(|of| keep(&choices[*of].step)).collect();
            compiled.way.only(period, &kept, released).has_career()
        };
        let elements = conflict(self.compiler, of, &mut goes);
        elements.into_iter().filter_map(|element| self.reason(person, element)).collect()
    }

    /// What the plan itself says forbids a person any career.
    pub(super) fn listed(&self, person: usize) -> Vec<Reason> {
        let id = &self.ground().problem.people[person].career.person;
        let listed = self.plan.impossible.iter().filter(|listed| listed.person == *id);
        let elements = listed.flat_map(|listed| listed.conflict.iter().cloned());
        elements.filter_map(|element| self.reason(person, element)).collect()
    }

    /// The fact that forbids a choice whatever is left out.
    fn standing(&self, person: usize, period: usize, at: &PinPlace) -> Reason {
        let ground = self.ground();
        let of = &ground.problem.people[person];
        let service = of.service_start();
        if service.is_none_or(|service| ground.periods[period].first < service) {
            return Reason::NotYet { from: service };
        }
        let offered = self.candidates[person].offers.iter().flat_map(|offers| &offers[period]);
        let offered = offered.filter(|of| self.is_at(person, period, of.step(), at)).count();
        match at {
            _ if offered > 0 => Reason::Released,
            PinPlace::Outside => Reason::NotWished,
            PinPlace::Post(_) | PinPlace::Workplace(_) => Reason::NoPost,
        }
    }

    /// Looks for good charges for the whole plan, once.
    fn charge(&mut self) {
        if self.charged.is_some() {
            return;
        }
        let world = self.world();
        let divisor = world.divisor();
        let nobody = objective::of_nobody(&world);
        let rows = self.empty_world().rows();
        let start = Charged { charges: vec![0; rows.len()], bound: i128::MIN / 4 };
        let charged = self.volume(&rows, start, ROUNDS);
        self.charged = Some(Charging { charged, nobody, divisor });
    }

    fn volume(&self, rows: &Rows, start: Charged, rounds: usize) -> Charged {
        let target = (rounds, self.objective.total * i128::from(PARTS));
        volume(&self.candidates, rows, &self.planned, start, target, |_, _, _| true)
    }

    /// No plan in which the person does what was asked costs less.
    fn bound(&self) -> i128 {
        let Some(Charging { charged, nobody, divisor }) = &self.charged else { return i128::MIN / 4 };
        let rows = self.empty_world().rows();
        let of_one = self.volume(&rows, charged.clone(), ROUNDS_EACH);
        let bound = of_one.bound.max(charged.bound);
        let points = -(-bound).div_euclid(i128::from(PARTS)) + nobody;
        let rest = points.rem_euclid(*divisor);
        let points = if rest == 0 { points } else { points + divisor - rest };
        self.plan.bound.map_or(points, |bound| bound.max(points))
    }

    /// A plan in which the person does what was asked, as cheap as pushing and settling make it.
    fn found(&self, person: usize, left: BTreeSet<UsedRow>) -> Option<Found> {
        let mut world = self.world();
        let without_room = match world.cheapest(person) {
            Some((_, seat)) => {
                world.place(person, seat);
                Vec::new()
            }
            None => vec![person],
        };
        let mut watch = |_: &_| Go::On;
        let without_room = make_room(&mut world, &mut Run::new(&Limits::default(), &mut watch), without_room);
        if !without_room.is_empty() {
            return None;
        }
        self.settle(&mut world, &left);
        let after = objective::of(&world);
        let others = (0..world.seats.len()).filter(|other| *other != person);
        let moved: Vec<Who> = others
            .filter(|other| world.seats[*other] != self.seats[*other])
            .map(|other| self.who(other))
            .collect();
        let cost = after.total - self.objective.total;
        Some(Found { cost, by_term: after.minus(&self.objective), others: moved.len(), moved })
    }

    /// Puts those anew whom the change concerns: they share a post, a need or an instructor with somebody who moved.
    fn settle(&self, world: &mut Seats<'_>, left: &BTreeSet<UsedRow>) {
        for _ in 0..PASSES {
            let mut rows = left.clone();
            for (person, seat) in self.seats.iter().enumerate() {
                if *seat != world.seats[person] {
                    rows.extend(self.rows_of(person, seat.as_ref()));
                    rows.extend(self.rows_of(person, world.seats[person].as_ref()));
                }
            }
            let concerned =
                |person: &usize| !rows.is_disjoint(&self.rows_of(*person, world.seats[*person].as_ref()));
            let people: Vec<usize> = self.planned.iter().copied().filter(concerned).collect();
            let gained: i64 = people.into_iter().filter_map(|person| world.improve(person)).sum();
            if gained == 0 {
                return;
            }
        }
    }

    /// Rows that a seat takes something of.
    fn rows_of(&self, person: usize, seat: Option<&Seat>) -> BTreeSet<UsedRow> {
        let Some(seat) = seat else { return BTreeSet::new() };
        let used = (0..seat.taken.len()).filter_map(|period| {
            let usage = self.candidates[person].does(seat, period)?.usage();
            let kinds = [&usage.room, &usage.taught, &usage.needs].into_iter().enumerate();
            Some(kinds.flat_map(move |(kind, rows)| rows.iter().map(move |(row, _)| (period, kind, *row))))
        });
        used.flatten().collect()
    }
}
