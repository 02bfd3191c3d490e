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
    /// To somebody in a programme, what is otherwise: the posts at its sites, in order. A country has hundreds of
    /// programmes, each with sites at a few of its places.
    programmes: BTreeMap<&'a ProgrammeId, Vec<(usize, usize)>>,
    /// By post: posts at one place have the same number.
    pub places: Vec<usize>,
}

/// The kinds of posts to one person.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kinds<'k> {
    plain: &'k [usize],
    otherwise: &'k [(usize, usize)],
}

impl Kinds<'_> {
    /// Of a post.
    pub fn of(self, post: usize) -> usize {
        match self.otherwise.binary_search_by_key(&post, |(post, _)| *post) {
            Ok(at) => self.otherwise[at].1,
            Err(_) => self.plain[post],
        }
    }
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
        let mut at: BTreeMap<&WorkplaceId, Vec<usize>> = BTreeMap::new();
        for (number, post) in problem.posts.iter().enumerate() {
            at.entry(&post.workplace).or_default().push(number);
        }
        let to = |programme| otherwise(&plain, &at, programme);
        let programmes = problem.tables.programmes.iter().map(|(id, programme)| (id, to(programme)));
        let programmes = programmes.collect();
        let places: Vec<&WorkplaceId> = problem.posts.iter().map(|post| &post.workplace).collect();
        Self { places: numbered(&places), programmes, plain }
    }

    /// What kind of work each post is to somebody in a programme.
    pub fn kinds(&self, programme: Option<&ProgrammeId>) -> Kinds<'_> {
        let otherwise = programme.and_then(|programme| self.programmes.get(programme));
        Kinds { plain: &self.plain, otherwise: otherwise.map_or(&[], Vec::as_slice) }
    }
}

/// The kinds of posts at a programme's sites: told apart by what the place is to the programme as well.
fn otherwise(
    plain: &[usize],
    at: &BTreeMap<&WorkplaceId, Vec<usize>>,
    programme: &TrainingProgramme,
) -> Vec<(usize, usize)> {
    let mut sites: BTreeMap<&WorkplaceId, Vec<(SiteRole, Period)>> = BTreeMap::new();
    for site in &programme.sites {
        sites.entry(&site.workplace).or_default().push((site.role, site.period));
    }
    let posts = sites.iter().filter_map(|(place, sites)| Some((at.get(place)?, sites)));
    let posts = posts.flat_map(|(posts, sites)| posts.iter().map(move |post| (*post, sites)));
    let mut posts: Vec<(usize, &Vec<_>)> = posts.collect();
    posts.sort_unstable_by_key(|(post, _)| *post);
    let kinds = posts.iter().map(|(post, sites)| (plain[*post], *sites)).collect::<Vec<_>>();
    let first = plain.iter().max().map_or(0, |last| last + 1);
    let numbers = numbered(&kinds).into_iter().map(|number| first + number);
    posts.into_iter().map(|(post, _)| post).zip(numbers).collect()
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
