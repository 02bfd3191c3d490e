//! The plan laid over its problem: who is where in each period, taking how much of which post.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{AreaId, Date, DepartmentId, EditionId, Months, PostId, WorkplaceId};
use problem::{Part, Person, PersonPlan, Plan, PlanPeriod, Post, Problem, Stage, Step, supposed_of};
use rayon::prelude::*;
use rules::{Career, Edition, Tables, Workplace};

/// A part of somebody's work in a period.
#[derive(Clone, Debug)]
pub(crate) struct Taken<'a> {
    /// The post; none outside the prefecture.
    pub post: Option<&'a PostId>,
    pub workplace: &'a WorkplaceId,
    pub department: &'a DepartmentId,
    /// Percent of a full-time head, over the whole period.
    pub usage: u32,
}

/// Where somebody's main work of a period lies.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Main<'a> {
    /// The post; none outside the prefecture.
    pub post: Option<&'a PostId>,
    pub workplace: &'a WorkplaceId,
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
    pub stages: Vec<Stage<'a>>,
    /// 義務終了: the first period that begins with every obligation served.
    pub released_from: Option<usize>,
    /// Listed as impossible.
    pub impossible: bool,
}

impl<'a> Placed<'a> {
    pub fn step(&self, period: usize) -> &'a Step {
        &self.plan.steps[period]
    }

    /// Whether the step is at a post or by a pattern.
    pub fn is_posted(&self, period: usize) -> bool {
        matches!(self.step(period), Step::Post(_) | Step::Pattern(_))
    }

    /// The main part of any work.
    pub fn main(&self, period: usize) -> Option<Main<'a>> {
        self.taken[period].first().map(|taken| Main { post: taken.post, workplace: taken.workplace })
    }

    /// The main part of a post or pattern.
    pub fn posted(&self, period: usize) -> Option<&Taken<'a>> {
        self.taken[period].first().filter(|_| self.is_posted(period))
    }
}

/// The plan laid over its problem.
#[derive(Debug)]
pub(crate) struct World<'a> {
    pub problem: &'a Problem,
    pub plan: &'a Plan,
    pub editions: &'a BTreeMap<EditionId, Edition>,
    pub posts: BTreeMap<&'a PostId, &'a Post>,
    pub people: Vec<Placed<'a>>,
}

impl<'a> World<'a> {
    /// Lays a plan over its problem; people and steps have been found to match.
    pub fn new(problem: &'a Problem, plan: &'a Plan, editions: &'a BTreeMap<EditionId, Edition>) -> Self {
        let listed: BTreeSet<_> = plan.impossible.iter().map(|listed| &listed.person).collect();
        let posts = problem.posts_by_id();
        let placed = |(person, plan): (&'a Person, &'a PersonPlan)| {
            let steps = plan.steps.iter().zip(&problem.horizon);
            let post = |id: &PostId| posts.get(id).copied();
            let parts = steps.map(|(step, period)| problem.parts_of(person, step, period.span, post));
            let parts: Vec<Vec<Part<'a>>> = parts.collect();
            let impossible = listed.contains(&plan.person);
            let (stages, released_from) = lived(problem, editions, person, (plan.path, &parts));
            let career = supposed_of(problem, person, plan.path, &parts);
            let taken = parts.into_iter().zip(&problem.horizon);
            let taken = taken.map(|(parts, period)| taken_by(person, parts, period)).collect();
            Placed { person, plan, career, taken, stages, released_from, impossible }
        };
        let people = problem.people.par_iter().zip(&plan.people).map(placed).collect();
        Self { problem, plan, editions, posts, people }
    }

    pub fn tables(&self) -> &'a Tables {
        &self.problem.tables
    }

    /// The periods with their positions.
    pub fn periods(&self) -> impl Iterator<Item = (usize, &'a PlanPeriod)> + use<'a> {
        self.problem.horizon.iter().enumerate()
    }

    pub fn first_day(&self, period: usize) -> Date {
        self.problem.horizon[period].span.from.first_day()
    }

    pub fn length(&self, period: usize) -> Months {
        self.problem.horizon[period].span.length()
    }

    pub fn workplace(&self, id: &WorkplaceId) -> Option<&'a Workplace> {
        self.problem.tables.workplaces.get(id)
    }

    pub fn area(&self, id: &WorkplaceId) -> Option<&'a AreaId> {
        self.workplace(id)?.area.as_ref()
    }

    /// The name of a workplace as people know it; its id if no table has one.
    pub fn name<'n>(&self, id: &'n WorkplaceId) -> &'n str
    where
        'a: 'n,
    {
        self.workplace(id).map_or(id.as_str(), |workplace| workplace.name.as_str())
    }

    /// Everybody's work at posts in a period.
    pub fn work(&self, period: usize) -> impl Iterator<Item = (&Placed<'a>, &Taken<'a>)> {
        let posted = self.people.iter().filter(move |placed| placed.is_posted(period));
        posted.flat_map(move |placed| placed.taken[period].iter().map(move |taken| (placed, taken)))
    }

    /// Percent of heads posted in a period, by where they are.
    pub fn staff(&self, period: usize) -> Staff<'_> {
        let mut staff = Staff::default();
        for (_, taken) in self.work(period) {
            let area = self.problem.tables.workplaces.get(taken.workplace).and_then(|of| of.area.as_ref());
            let at = staff.at.entry(taken.workplace).or_default();
            *at.entry(taken.department).or_default() += u64::from(taken.usage);
            if let Some(area) = area {
                let within = staff.within.entry(area).or_default();
                *within.entry(taken.department).or_default() += u64::from(taken.usage);
            }
        }
        staff
    }
}

/// Percent of heads by department.
type ByDepartment<'w> = BTreeMap<&'w DepartmentId, u64>;

/// Who is where in a period, in percent of heads.
#[derive(Debug, Default)]
pub struct Staff<'w> {
    at: BTreeMap<&'w WorkplaceId, ByDepartment<'w>>,
    within: BTreeMap<&'w AreaId, ByDepartment<'w>>,
}

impl Staff<'_> {
    /// At a workplace, in a department or in all.
    pub fn at(&self, workplace: &WorkplaceId, department: Option<&DepartmentId>) -> u64 {
        of(self.at.get(workplace), department)
    }

    /// In an area, in a department or in all.
    pub fn within(&self, area: &AreaId, department: Option<&DepartmentId>) -> u64 {
        of(self.within.get(area), department)
    }
}

fn of(there: Option<&ByDepartment<'_>>, department: Option<&DepartmentId>) -> u64 {
    match (there, department) {
        (None, _) => 0,
        (Some(there), Some(department)) => there.get(department).copied().unwrap_or(0),
        (Some(there), None) => there.values().sum(),
    }
}

/// The stage at the start of each period, and the first period that begins with every obligation served: each from
/// the career as the steps before it would make it.
fn lived<'a>(
    problem: &'a Problem,
    editions: &BTreeMap<EditionId, Edition>,
    person: &'a Person,
    (path, parts): (usize, &[Vec<Part<'a>>]),
) -> (Vec<Stage<'a>>, Option<usize>) {
    let mut stages = Vec::new();
    let mut released_from = None;
    for (number, period) in problem.horizon.iter().enumerate() {
        let day = period.span.from.first_day();
        let career = supposed_of(problem, person, path, &parts[..number]);
        let begun = person.service_start().is_some_and(|start| start <= day);
        if released_from.is_none() && begun {
            let served = rules::obligations_served(&career, editions, &problem.tables, day) == Some(true);
            released_from = served.then_some(number);
        }
        stages.push(problem.stage(editions, person, path, &career, day));
    }
    (stages, released_from)
}

fn taken_by<'a>(person: &Person, parts: Vec<Part<'a>>, period: &PlanPeriod) -> Vec<Taken<'a>> {
    let day = period.span.from.first_day();
    let parts = parts.into_iter().map(|part| Taken {
        post: part.post,
        workplace: part.workplace,
        department: part.department,
        usage: part.usage(part.worked_by(person, day), period.span.length()),
    });
    parts.collect()
}
