//! 前の案との違い: who is elsewhere than a plan before had him and why, which needs are met or missed now, and what it
//! costs, term by term.

mod shortages;
mod words;

use std::collections::BTreeMap;

use kernel::{DepartmentId, MonthSpan, NeedId, PersonId, WorkplaceId};

use crate::{Objective, Person, PersonPlan, PinPlace, Plan, PlanPeriod, Problem, PublishedPosting, Step};

/// A plan with the problem that it answers.
#[derive(Clone, Copy, Debug)]
pub struct Answered<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// The plan.
    pub plan: &'a Plan,
}

/// What is different between a plan and the one before it, in the periods that both have.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference<'a> {
    /// Who is elsewhere, in the order of people and periods.
    pub moves: Vec<Move<'a>>,
    /// Needs of which more or less is missing, in the problem's order.
    pub needs: Vec<NeedChange<'a>>,
    /// People who have no career any more.
    pub lost: Vec<&'a Person>,
    /// What the plan before cost.
    pub before: &'a Objective,
    /// What this one costs.
    pub after: &'a Objective,
    problem: &'a Problem,
}

/// Somebody who is elsewhere for a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Move<'a> {
    /// Who.
    pub person: &'a Person,
    /// When.
    pub span: MonthSpan,
    /// Where the plan before had him; none: he was not part of it.
    pub before: Option<Doing<'a>>,
    /// Where he is now.
    pub now: Doing<'a>,
    /// Why.
    pub because: Because,
}

/// What somebody does in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing<'a> {
    /// At work inside, the main part.
    At(&'a WorkplaceId, &'a DepartmentId),
    /// Outside the prefecture.
    Outside,
    /// On leave.
    Leave,
    /// Before the licence.
    NotYet,
    /// Nowhere.
    Unplaced,
    /// 義務終了.
    Released,
}

/// Why somebody is elsewhere: what changed about himself or his place, else what changed elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Because {
    /// He takes part for the first time.
    Newcomer,
    /// A pin holds him there.
    Pinned,
    /// He is on leave.
    Leave,
    /// He cannot be sent where he was.
    Refused,
    /// Where he was, nothing is offered any more.
    Closed,
    /// Something else about him changed.
    Own,
    /// Others changed, and he with them.
    Others,
}

/// A need of which more or less is missing than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NeedChange<'a> {
    /// Which.
    pub need: &'a NeedId,
    /// When.
    pub span: MonthSpan,
    /// Percent of heads missing before.
    pub before: u32,
    /// Percent of heads missing now.
    pub now: u32,
}

impl<'a> Difference<'a> {
    /// What is different.
    pub fn between(before: Answered<'a>, now: Answered<'a>) -> Self {
        let lost = now.plan.impossible.iter().map(|listed| &listed.person);
        let lost = lost.filter(|id| before.plan.impossible.iter().all(|listed| listed.person != **id));
        Self {
            moves: moves(before, now),
            needs: shortages::changes(before, now),
            lost: lost.filter_map(|id| now.problem.person(id)).collect(),
            before: &before.plan.objective,
            after: &now.plan.objective,
            problem: now.problem,
        }
    }

    /// How many people are elsewhere.
    pub fn people(&self) -> usize {
        let mut ids: Vec<&PersonId> = self.moves.iter().map(|of| &of.person.career.person).collect();
        ids.dedup();
        ids.len()
    }
}

impl Problem {
    /// Somebody who takes part.
    pub fn person(&self, id: &PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.career.person == *id)
    }

    /// What a plan of this problem publishes: where everybody works, by planning period.
    pub fn published(&self, plan: &Plan) -> Vec<PublishedPosting> {
        let known: BTreeMap<&PersonId, &Person> =
            self.people.iter().map(|person| (&person.career.person, person)).collect();
        let mut postings = Vec::new();
        for of in &plan.people {
            let Some(person) = known.get(&of.person) else { continue };
            for (step, period) in of.steps.iter().zip(&self.horizon) {
                let Some(main) = self.parts(person, step, period.span).into_iter().next() else { continue };
                postings.push(PublishedPosting {
                    person: of.person.clone(),
                    span: period.span,
                    workplace: (*step != Step::Outside).then(|| main.workplace.clone()),
                    price: None,
                });
            }
        }
        postings
    }

    /// What a step has somebody do.
    fn doing<'a>(&'a self, person: &'a Person, step: &Step, span: MonthSpan) -> Doing<'a> {
        match (step, self.parts(person, step, span).first()) {
            (Step::Outside, _) => Doing::Outside,
            (_, Some(main)) => Doing::At(main.workplace, main.department),
            (Step::Leave, None) => Doing::Leave,
            (Step::NotYet, None) => Doing::NotYet,
            (Step::Released, None) => Doing::Released,
            (Step::Unplaced(_) | Step::Post(_) | Step::Pattern(_), None) => Doing::Unplaced,
        }
    }

    /// Whether one is where the other is.
    fn is_same(&self, one: Doing<'_>, other: Doing<'_>) -> bool {
        match (one, other) {
            (Doing::At(one, of), Doing::At(other, to)) => {
                of == to && self.tables.may_be_same_stay(one, other)
            }
            _ => one == other,
        }
    }
}

fn moves<'a>(before: Answered<'a>, now: Answered<'a>) -> Vec<Move<'a>> {
    let then: BTreeMap<&PersonId, &PersonPlan> =
        before.plan.people.iter().map(|of| (&of.person, of)).collect();
    let mut moves: Vec<Move<'a>> = Vec::new();
    for of in &now.plan.people {
        let Some(person) = now.problem.person(&of.person) else { continue };
        let earlier = then.get(&of.person).zip(before.problem.person(&of.person));
        for (step, period) in of.steps.iter().zip(&now.problem.horizon) {
            let Some(number) = before.problem.horizon.iter().position(|of| of.span == period.span) else {
                continue;
            };
            let doing = now.problem.doing(person, step, period.span);
            let was = earlier.and_then(|(plan, person)| {
                Some(before.problem.doing(person, plan.steps.get(number)?, period.span))
            });
            if was.is_some_and(|was| now.problem.is_same(was, doing)) {
                continue;
            }
            let because = because(before.problem, now.problem, person, period, (was, doing));
            match moves.last_mut() {
                Some(last)
                    if std::ptr::eq(last.person, person)
                        && last.span.until == period.span.from
                        && (last.before, last.now, last.because) == (was, doing, because) =>
                {
                    last.span.until = period.span.until;
                }
                _ => moves.push(Move { person, span: period.span, before: was, now: doing, because }),
            }
        }
    }
    moves
}

/// What changed that has somebody do something else in a period.
fn because(
    before: &Problem,
    now: &Problem,
    person: &Person,
    period: &PlanPeriod,
    (was, doing): (Option<Doing<'_>>, Doing<'_>),
) -> Because {
    let id = &person.career.person;
    let (Some(earlier), Some(was)) = (before.person(id), was) else { return Because::Newcomer };
    let pinned = now.pins.iter().any(|pin| {
        pin.person == *id
            && pin.span.overlaps(period.span)
            && !before.pins.contains(pin)
            && match &pin.at {
                PinPlace::Outside => doing == Doing::Outside,
                PinPlace::Workplace(_) | PinPlace::Post(_) => matches!(doing, Doing::At(..)),
            }
    });
    let excluded = |place| now.excludes(person, place) && !before.excludes(earlier, place);
    match was {
        _ if pinned => Because::Pinned,
        _ if doing == Doing::Leave => Because::Leave,
        Doing::At(place, _) if excluded(place) => Because::Refused,
        Doing::At(place, department) if !now.offers_any(place, department, period) => Because::Closed,
        _ if earlier != person => Because::Own,
        _ => Because::Others,
    }
}

impl Problem {
    fn offers_any(&self, place: &WorkplaceId, department: &DepartmentId, period: &PlanPeriod) -> bool {
        self.posts.iter().any(|post| {
            post.workplace == *place
                && post.department == *department
                && post.most > 0
                && self.offers(post, period)
        })
    }
}
