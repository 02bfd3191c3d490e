//! なぜここか: what a posting serves, and the next best.

use std::collections::BTreeMap;

use kernel::{AsOf, Bilingual, CommitmentId, DepartmentId, Fraction, MonthSpan, NeedId, RuleId};
use problem::{NeedLevel, Step, Term, suppose};
use rules::{Requirement, Verdict};
use serde::Serialize;

use crate::{
    explain::{Audience, Class, Doing, Explainer, Place, Reason, Unexplained, Who},
    objective,
    prices::names,
    seats::{Candidate, Seat, Seats},
};

/// Why somebody is where he is in a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Why {
    /// Who.
    pub person: Who,
    /// When.
    pub span: MonthSpan,
    /// What the plan has him do.
    pub doing: Doing,
    /// What that serves.
    pub serves: Vec<Fact>,
    /// What would be next best.
    pub next: Next,
}

/// Something that a posting serves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// A need. Numbers of people are in percent of a head.
    Need {
        /// Which.
        need: NeedId,
        /// How grave its shortage is.
        level: NeedLevel,
        /// Where, by name.
        at: Bilingual,
        /// 診療科; none: all together.
        department: Option<DepartmentId>,
        /// How many are needed.
        wanted: i64,
        /// How many are there without the person.
        without: i64,
        /// How many with.
        with: i64,
        /// Points of shortage that the person spares.
        spared: i64,
    },
    /// Points that the person spares because shortage is shared more evenly.
    Shares {
        /// How many.
        spared: i128,
    },
    /// A wish.
    Wish {
        /// 第1希望 is 1; none: the place is in no wish that holds then.
        rank: Option<u8>,
        /// What the place costs in wishes.
        points: i64,
    },
    /// The wanted time outside the prefecture.
    OutsideWish,
    /// Months toward a rule.
    Counts {
        /// The commitment.
        commitment: CommitmentId,
        /// The rule.
        rule: RuleId,
        /// The rule in words.
        sentence: Bilingual,
        /// What it asks for, in two or three words.
        words: Bilingual,
        /// Months that the period gives.
        months: Fraction,
        /// Months at the end of the plan.
        done: Option<Fraction>,
        /// Months needed.
        needed: Option<Fraction>,
    },
    /// The stay before goes on: no move.
    Stays,
    /// A pin that it follows.
    Pin {
        /// Its position in the problem's list.
        number: usize,
        /// Nothing else is allowed.
        firm: bool,
    },
    /// What was published before and is kept.
    Published {
        /// Where; none: outside the prefecture.
        place: Option<Place>,
    },
}

/// What would be next best.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Next {
    /// There was nothing to choose: leave, not yet in service, or served out.
    Decided,
    /// The person's cheapest career with anything else in the period, everybody else where he is.
    Other {
        /// What it would be.
        doing: Doing,
        /// How many points more; fewer than none where the plan could be better.
        cost: i128,
        /// The difference by term.
        by_term: BTreeMap<Term, i128>,
    },
    /// The rules allow nothing else: no career without these.
    Forbidden(Vec<Reason>),
    /// The rules allow something else, but others leave no room for it.
    NoRoom,
}

impl Fact {
    /// Who may read it.
    pub fn class(&self) -> Class {
        match self {
            Self::Need { .. } | Self::Shares { .. } => Class::Count,
            Self::Wish { .. } | Self::OutsideWish | Self::Stays => Class::Own,
            Self::Pin { .. } | Self::Published { .. } => Class::Own,
            Self::Counts { .. } => Class::Rule,
        }
    }
}

impl Why {
    /// The same with what a reader may read.
    pub fn seen_by(mut self, audience: Audience) -> Self {
        self.serves.retain(|fact| audience.reads(fact.class()));
        if let Next::Forbidden(reasons) = &mut self.next {
            reasons.retain(|reason| audience.reads(reason.class()));
        }
        self
    }
}

impl Explainer<'_> {
    /// Why the plan has a person where he is in a period.
    pub fn why(&mut self, person: usize, period: usize) -> Result<Why, Unexplained> {
        self.know([person])?;
        Ok(self.told(person, period, &self.judged(person)))
    }

    /// The same for somebody whose careers are all compiled, and on whom the rules say this as the plan ends.
    pub(super) fn told(&self, person: usize, period: usize, verdicts: &[Verdict]) -> Why {
        let step = self.step(person, period);
        Why {
            person: self.who(person),
            span: self.span(period),
            doing: self.doing(person, period, step),
            serves: self.serves(person, period, step, verdicts),
            next: self.next(person, period, step),
        }
    }

    fn serves(&self, person: usize, period: usize, step: &Step, verdicts: &[Verdict]) -> Vec<Fact> {
        let Some(seat) = &self.seats[person] else { return Vec::new() };
        let mut facts = self.meets(person, seat, period);
        facts.extend(self.grants(person, seat, period, step));
        facts.extend(verdicts.iter().filter_map(|verdict| self.counts(period, verdict)));
        facts.extend(self.stays(person, period, step).then_some(Fact::Stays));
        facts.extend(self.keeps(person, period, step));
        facts
    }

    /// Whether the workplace is that of the period before, or of the last work before the plan.
    fn stays(&self, person: usize, period: usize, step: &Step) -> bool {
        let problem = self.ground().problem;
        let of = &problem.people[person];
        let main = |period: usize, step: &Step| {
            problem.parts(of, step, self.span(period)).first().map(|part| part.workplace.clone())
        };
        let before = match period.checked_sub(1) {
            Some(before) => main(before, self.step(person, before)),
            None => {
                let first = self.ground().periods[0].first;
                let work = of.career.engagements.iter().filter(|work| !work.side && work.period.from < first);
                work.max_by_key(|work| work.period.from).map(|work| work.workplace.clone())
            }
        };
        let pair = before.zip(main(period, step).filter(|_| *step != Step::Outside));
        pair.is_some_and(|(before, here)| problem.tables.may_be_same_stay(&before, &here))
    }

    /// Needs that the person meets, and what he spares by sharing shortage more evenly.
    fn meets(&self, person: usize, seat: &Seat, period: usize) -> Vec<Fact> {
        let Some(offered) = self.candidates[person].does(seat, period) else { return Vec::new() };
        let usage = offered.usage();
        let problem = self.ground().problem;
        let with = &self.staffing;
        let mut without = with.clone();
        without.change(period, usage, seat.taken[period].trainee(), -1);
        let need = |row: usize| {
            let (number, after, shorter) = with.met(period, row);
            let (_, before, short) = without.met(period, row);
            let need = &problem.needs[number];
            Fact::Need {
                need: need.id.clone(),
                level: need.level,
                at: self.needed_at(&need.at),
                department: need.department.clone(),
                wanted: 100 * i64::from(need.heads),
                without: before,
                with: after,
                spared: short - shorter,
            }
        };
        let mut facts: Vec<Fact> = usage.needs.iter().map(|(row, _)| need(*row)).collect();
        let (with, without) = (with.shortages(self.ground()), without.shortages(self.ground()));
        let shares = [Term::WorstShare, Term::ShareSteps];
        let spared: i128 = shares.iter().map(|term| without[term] - with[term]).sum();
        if spared != 0 {
            facts.push(Fact::Shares { spared });
        }
        facts
    }

    /// The wish that a place grants.
    fn grants(&self, person: usize, seat: &Seat, period: usize, step: &Step) -> Option<Fact> {
        if *step == Step::Outside {
            return Some(Fact::OutsideWish);
        }
        let ground = self.ground();
        let of = &ground.problem.people[person];
        let terms = &self.candidates[person].does(seat, period)?.cost.terms;
        let (_, points) = terms.iter().find(|(term, _)| *term == Term::Wish)?;
        let parts = ground.problem.parts(of, step, self.span(period));
        let main = ground.known_place(parts.first()?.workplace)?;
        let now = of.wishes.iter().filter(|wish| wish.span.is_none_or(|span| span.covers(self.span(period))));
        let rank = now.filter(|wish| names(ground, wish, period, main)).map(|wish| wish.rank).min();
        Some(Fact::Wish { rank, points: *points })
    }

    /// What the rules say of a person as the plan ends.
    pub(super) fn judged(&self, person: usize) -> Vec<Verdict> {
        let (ground, problem) = (self.ground(), self.ground().problem);
        let career = suppose(problem, &problem.people[person], self.steps[person]);
        let end = ground.end();
        rules::judge(&career, &ground.editions, &problem.tables, AsOf { valid_on: end, known_on: end })
    }

    /// A rule that a period gives months to.
    fn counts(&self, period: usize, verdict: &Verdict) -> Option<Fact> {
        let own = format!("plan:{period}:");
        let here = verdict.counted.iter().filter(|row| row.engagement.as_str().starts_with(&own));
        let months = here.fold(None, |sum: Option<Fraction>, row| {
            Some(sum.map_or(row.months, |sum| rules::amount::plus(sum, row.months)))
        });
        let months = months.filter(|months| months.numerator() > 0)?;
        let edition = self.ground().editions.get(&verdict.edition)?;
        let rule = edition.rules.iter().find(|rule| rule.id == verdict.rule)?;
        let sentence = Bilingual::new(rule.sentence.ja.clone(), rule.sentence.en.clone());
        let in_months = match &rule.requirement {
            Requirement::MonthsOwed(_) | Requirement::MonthsInClass(_) | Requirement::TrainingMonths(_) => {
                true
            }
            Requirement::Release(_) => return None,
            _ => false,
        };
        let words = rule.requirement.in_few_words();
        let whole = verdict.done.zip(verdict.needed).filter(|_| in_months);
        let (commitment, rule) = (verdict.commitment.clone(), verdict.rule.clone());
        let (done, needed) = whole.unzip();
        Some(Fact::Counts { commitment, rule, sentence, words, months, done, needed })
    }

    /// Pins and published postings that a step follows.
    fn keeps(&self, person: usize, period: usize, step: &Step) -> Vec<Fact> {
        let (ground, records) = (self.ground(), self.compiler.records);
        let of = &ground.problem.people[person];
        let span = self.span(period);
        let pins = records.pins(&of.career.person).iter();
        let pins =
            pins.filter(|(_, pin)| pin.span.overlaps(span) && self.is_at(person, period, step, &pin.at));
        let mut facts: Vec<Fact> =
            pins.map(|(number, pin)| Fact::Pin { number: *number, firm: pin.soft_price.is_none() }).collect();
        let parts = ground.problem.parts(of, step, span);
        let kept = |old: &Option<kernel::WorkplaceId>| match (old, parts.first()) {
            (None, _) => *step == Step::Outside,
            (Some(old), Some(main)) => ground.problem.tables.may_be_same_stay(old, main.workplace),
            (Some(_), None) => false,
        };
        let published = records.published(&of.career.person).iter();
        let published = published.filter(|posting| posting.span.overlaps(span) && kept(&posting.workplace));
        let place = |id: &Option<kernel::WorkplaceId>| id.as_ref().map(|id| self.place(id));
        facts.extend(published.map(|posting| Fact::Published { place: place(&posting.workplace) }));
        facts
    }

    fn next(&self, person: usize, period: usize, step: &Step) -> Next {
        let Some(seat) = &self.seats[person] else {
            return Next::Forbidden(self.listed(person));
        };
        if seat.taken[period].choice().is_none() || matches!(step, Step::NotYet | Step::Leave) {
            return Next::Decided;
        }
        if let Some(pin) = self.only_pin(person, period) {
            return Next::Forbidden(vec![pin]);
        }
        let present = doing(&self.candidates[person], seat, period);
        let other = |of: &Step| *of != present;
        let others = self.candidates[person].only(period, true, &other);
        if !others.has_career() {
            return Next::Forbidden(self.forbidding(person, period, true, &other));
        }
        self.cheapest_of(others, period).unwrap_or(Next::NoRoom)
    }

    /// The firm pin that alone leaves a person one choice in a period: then nothing else need be asked.
    fn only_pin(&self, person: usize, period: usize) -> Option<Reason> {
        let of = &self.ground().problem.people[person];
        let span = self.span(period);
        let pins = self.compiler.records.pins(&of.career.person).iter();
        let mut firm = pins.filter(|(_, pin)| pin.soft_price.is_none() && pin.span.overlaps(span));
        let (Some((number, pin)), None) = (firm.next(), firm.next()) else { return None };
        let mut choices = self.candidates[person].offers.iter().map(|offers| offers[period].len());
        let one = of.excluded.is_empty() && choices.all(|choices| choices == 1);
        one.then(|| Reason::Pin { number: *number, span: pin.span, at: self.pinned_at(&pin.at) })
    }

    /// The cheapest of these careers of a person, everybody else where he is; none if there is no room for any.
    fn cheapest_of(&self, others: Candidate, period: usize) -> Option<Next> {
        let person = others.person;
        let mut present = Seats::new(self.ground(), &self.candidates, self.staffing.clone());
        present.seats.clone_from(&self.seats);
        present.take_out(person);
        let mut candidates = self.candidates.clone();
        candidates[person] = others;
        let mut world = Seats::new(self.ground(), &candidates, present.staffing);
        world.seats = present.seats;
        let (_, seat) = world.cheapest(person)?;
        let step = doing(&candidates[person], &seat, period);
        world.place(person, seat);
        let after = objective::of(&world);
        let cost = after.total - self.objective.total;
        let by_term = after.minus(&self.objective);
        Some(Next::Other { doing: self.doing(person, period, &step), cost, by_term })
    }
}

/// What a seat does in a period.
pub(super) fn doing(candidate: &Candidate, seat: &Seat, period: usize) -> Step {
    candidate.does(seat, period).map_or(Step::Released, |of| of.step().clone())
}
