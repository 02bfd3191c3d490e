//! The plan laid over its problem: who is where in each period, taking how much of which post.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{AreaId, Date, DepartmentId, EditionId, Months, PostId, WorkplaceId};
use problem::{Person, PersonPlan, Plan, PlanPeriod, Problem, Stage, Step, suppose};
use rules::{Career, Edition, Tables};

/// A part of somebody's work in a period.
#[derive(Clone, Debug)]
pub(crate) struct Taken<'a> {
    pub post: Option<&'a PostId>,
    pub workplace: &'a WorkplaceId,
    pub department: &'a DepartmentId,
    /// Percent of a full-time head, over the whole period.
    pub usage: u32,
}

/// One person under the plan.
#[derive(Debug)]
pub(crate) struct Placed<'a> {
    pub person: &'a Person,
    pub plan: &'a PersonPlan,
    /// The career if the plan were carried out.
    pub career: Career,
    /// Work in each period, main part first.
    pub taken: Vec<Vec<Taken<'a>>>,
    /// Stage on the first day of each period.
    pub stages: Vec<Stage>,
    /// Listed as impossible.
    pub impossible: bool,
}

impl Placed<'_> {
    /// The main place in a period, if posted.
    pub fn main(&self, period: usize) -> Option<&Taken<'_>> {
        self.taken[period].first()
    }
}

#[derive(Debug)]
pub(crate) struct World<'a> {
    pub problem: &'a Problem,
    pub plan: &'a Plan,
    pub editions: &'a BTreeMap<EditionId, Edition>,
    pub people: Vec<Placed<'a>>,
}

impl<'a> World<'a> {
    pub fn new(problem: &'a Problem, plan: &'a Plan, editions: &'a BTreeMap<EditionId, Edition>) -> Self {
        let impossible: BTreeSet<_> = plan.impossible.iter().map(|listed| &listed.person).collect();
        let people = problem.people.iter().zip(&plan.people).map(|(person, plan)| {
            let career = suppose(problem, person, plan);
            let stages = problem
                .horizon
                .iter()
                .map(|period| {
                    problem.stage(editions, person, plan.path, &career, period.span.from.first_day())
                })
                .collect();
            let taken = plan
                .steps
                .iter()
                .zip(&problem.horizon)
                .map(|(step, period)| taken(problem, person, step, period))
                .collect();
            let impossible = impossible.contains(&plan.person);
            Placed { person, plan, career, taken, stages, impossible }
        });
        Self { problem, plan, editions, people: people.collect() }
    }

    pub fn tables(&self) -> &'a Tables {
        &self.problem.tables
    }

    /// The periods with their positions.
    pub fn periods(&self) -> impl Iterator<Item = (usize, &'a PlanPeriod)> + use<'a> {
        self.problem.horizon.iter().enumerate()
    }

    pub fn area(&self, workplace: &WorkplaceId) -> Option<&'a AreaId> {
        self.problem.tables.workplaces.get(workplace)?.area.as_ref()
    }

    /// Everybody's work in a period.
    pub fn work(&self, period: usize) -> impl Iterator<Item = (&Placed<'a>, &Taken<'a>)> {
        self.people.iter().flat_map(move |placed| placed.taken[period].iter().map(move |taken| (placed, taken)))
    }

    /// Percent of heads of a department posted at places that the test accepts.
    pub fn staffed(&self, period: usize, department: Option<&DepartmentId>, at: impl Fn(&Taken<'_>) -> bool) -> u32 {
        self.work(period)
            .filter(|(_, taken)| taken.post.is_some())
            .filter(|(_, taken)| department.is_none_or(|wanted| wanted == taken.department) && at(taken))
            .map(|(_, taken)| taken.usage)
            .sum()
    }

    pub fn first_day(&self, period: usize) -> Date {
        self.problem.horizon[period].span.from.first_day()
    }

    pub fn length(&self, period: usize) -> Months {
        self.problem.horizon[period].span.length()
    }
}

fn taken<'a>(problem: &'a Problem, person: &'a Person, step: &Step, period: &PlanPeriod) -> Vec<Taken<'a>> {
    let day = period.span.from.first_day();
    let parts = problem.parts(person, step, period.span);
    let parts = parts.into_iter().map(|part| Taken {
        post: part.post,
        workplace: part.workplace,
        department: part.department,
        usage: part.usage(part.worked_by(person, day), period.span.length()),
    });
    parts.collect()
}
