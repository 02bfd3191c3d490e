//! What no rule can tell apart: work in one department at places of the same classes, on the same side of the
//! prefecture's border, and to one programme the same sites. There are hundreds of posts, and few kinds of them.

use std::collections::BTreeMap;

use kernel::{DepartmentId, Period, ProgrammeId, WorkplaceId};
use problem::Problem;
use rules::{Activity, Membership, SiteRole, TrainingProgramme};

/// Kinds of posts, by number. A rule that names workplaces tells more apart.
#[derive(Debug)]
pub(super) struct Alike<'a> {
    /// To somebody in no programme, by post.
    plain: Vec<usize>,
    /// To somebody in a programme, by post.
    programmes: BTreeMap<&'a ProgrammeId, Vec<usize>>,
    /// By post: posts at one place have the same number.
    pub places: Vec<usize>,
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
        let plain = numbered(&work);
        let to = |programme| {
            let sites = sites(problem, programme);
            numbered(&plain.iter().zip(sites).collect::<Vec<_>>())
        };
        let programmes = problem.tables.programmes.iter().map(|(id, programme)| (id, to(programme)));
        let programmes = programmes.collect();
        let places: Vec<&WorkplaceId> = problem.posts.iter().map(|post| &post.workplace).collect();
        Self { places: numbered(&places), programmes, plain }
    }

    /// What kind of work each post is to somebody in a programme.
    pub fn kinds(&self, programme: Option<&ProgrammeId>) -> &[usize] {
        programme.and_then(|programme| self.programmes.get(programme)).unwrap_or(&self.plain)
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
fn numbered<T: Ord>(things: &[T]) -> Vec<usize> {
    let mut known: BTreeMap<&T, usize> = BTreeMap::new();
    let number = |thing| {
        let next = known.len();
        *known.entry(thing).or_insert(next)
    };
    things.iter().map(number).collect()
}
