//! What no rule can tell apart: work in one department at places of the same classes, on the same side of the
//! prefecture's border, and to one programme the same sites. There are hundreds of posts, and few kinds of them.

use std::collections::BTreeMap;

use kernel::{DepartmentId, Period, ProgrammeId, WorkplaceId};
use problem::Problem;
use rules::{Activity, Membership, SiteRole, TrainingProgramme};

/// Kinds of posts. A rule that names workplaces tells more apart.
#[derive(Debug)]
pub(super) struct Alike<'a> {
    /// By post.
    work: Vec<u32>,
    /// To each programme, by post.
    sites: BTreeMap<&'a ProgrammeId, Vec<u32>>,
}

/// What rules ask of work at a place.
type Work<'a> = (Option<(bool, &'a [Membership])>, &'a DepartmentId, Activity);

impl<'a> Alike<'a> {
    pub fn new(problem: &'a Problem) -> Self {
        let place = |id: &WorkplaceId| {
            let known = problem.tables.workplaces.get(id);
            known.map(|place| (place.in_prefecture(), place.classes.as_slice()))
        };
        let work = |post: &'a problem::Post| (place(&post.workplace), &post.department, post.activity);
        let work: Vec<Work<'a>> = problem.posts.iter().map(work).collect();
        let of = |programme| numbered(sites(problem, programme));
        let sites = problem.tables.programmes.iter().map(|(id, programme)| (id, of(programme)));
        Self { sites: sites.collect(), work: numbered(work) }
    }

    /// What kind of work a post is to somebody in a programme.
    pub fn kind(&self, post: usize, programme: Option<&ProgrammeId>) -> [u32; 2] {
        let sites = programme.and_then(|programme| self.sites.get(programme));
        [self.work[post], sites.map_or(0, |sites| sites[post])]
    }
}

/// What each post's place is to a programme, in the order of its sites.
fn sites(problem: &Problem, programme: &TrainingProgramme) -> Vec<Vec<(SiteRole, Period)>> {
    let mut sites: BTreeMap<&WorkplaceId, Vec<(SiteRole, Period)>> = BTreeMap::new();
    for site in &programme.sites {
        sites.entry(&site.workplace).or_default().push((site.role, site.period));
    }
    problem.posts.iter().map(|post| sites.get(&post.workplace).cloned().unwrap_or_default()).collect()
}

/// Things that are equal have one number.
fn numbered<T: Ord>(things: Vec<T>) -> Vec<u32> {
    let mut known: BTreeMap<T, u32> = BTreeMap::new();
    let number = |thing| {
        let next = known.len() as u32;
        *known.entry(thing).or_insert(next)
    };
    things.into_iter().map(number).collect()
}
