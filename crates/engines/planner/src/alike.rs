//! Posts that no rule can tell apart: work there means the same to every rule of a person, wherever it is. So what it
//! means is worked out once for each kind of post, and a big prefecture costs hardly more than a small one.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use kernel::{EditionId, Period, ProgrammeId, WorkplaceId};
use problem::{Post, Problem};
use rules::{Activity, Edition, Membership, Requirement, SiteRole, TrainingProgramme};

/// The kinds of posts.
#[derive(Debug)]
pub struct Kinds<'p> {
    /// By post: its kind to people who are in no programme.
    plain: Vec<u32>,
    posts: &'p [Post],
    programmes: &'p BTreeMap<ProgrammeId, TrainingProgramme>,
    /// By the programmes that a person may be in. Only looked up, never walked.
    known: Mutex<BTreeMap<Vec<ProgrammeId>, Arc<Vec<u32>>>>,
}

/// The roles of each workplace in a programme.
type Sites<'p> = BTreeMap<&'p WorkplaceId, Vec<(SiteRole, Period)>>;

/// All that a rule can see of work at a post, but for its months, the share and the programmes.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Alike<'p> {
    department: &'p kernel::DepartmentId,
    activity: Activity,
    employer: Option<&'p WorkplaceId>,
    /// Whether the workplace is the employer.
    at_employer: bool,
    /// The workplace itself, where its name matters: a rule says it, or zones and their facilities are one stay.
    name: Option<&'p WorkplaceId>,
    /// None: no table knows the workplace.
    place: Option<Place<'p>>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place<'p> {
    inside: bool,
    classes: &'p [Membership],
    /// Of the department, where a rule looks at them: none where no table knows any.
    instructors: Option<Vec<(Period, u32)>>,
}

impl<'p> Kinds<'p> {
    /// The kinds of a problem's posts.
    pub fn of(problem: &'p Problem, editions: &BTreeMap<EditionId, Edition>) -> Self {
        let rules = || editions.values().flat_map(|edition| &edition.rules);
        // What a waiver puts in a rule's place is not looked into.
        let waived = problem.people.iter().any(|person| !person.career.waivers.is_empty());
        let supervised = waived || rules().any(|rule| looks_at_instructors(&rule.requirement));
        let mut named = problem.named_by_rules();
        for (id, zone) in problem.tables.workplaces.iter().filter(|(_, zone)| !zone.stands_for.is_empty()) {
            named.insert(id);
            named.extend(&zone.stands_for);
        }
        let plain = numbered(problem.posts.iter().map(|post| alike(problem, post, &named, supervised)));
        let programmes = &problem.tables.programmes;
        Self { plain, posts: &problem.posts, programmes, known: Mutex::default() }
    }

    /// The kind of each post, by position, to people who may be in these programmes and no others.
    pub fn to(&self, programmes: Vec<ProgrammeId>) -> Arc<Vec<u32>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let of = |programmes: &Vec<ProgrammeId>| Arc::new(self.to_trainees_of(programmes));
        Arc::clone(known.entry(programmes).or_insert_with_key(of))
    }

    fn to_trainees_of(&self, programmes: &[ProgrammeId]) -> Vec<u32> {
        let programmes = programmes.iter().filter_map(|id| self.programmes.get(id));
        let sites: Vec<Sites<'p>> = programmes.map(sites).collect();
        let roles = |post: &Post| -> Vec<Option<&Vec<(SiteRole, Period)>>> {
            sites.iter().map(|of| of.get(&post.workplace)).collect()
        };
        numbered(self.plain.iter().zip(self.posts).map(|(plain, post)| (*plain, roles(post))))
    }
}

fn sites(programme: &TrainingProgramme) -> Sites<'_> {
    let mut sites = Sites::new();
    for site in &programme.sites {
        sites.entry(&site.workplace).or_default().push((site.role, site.period));
    }
    sites
}

/// Numbers what is different, in the order in which it is met.
fn numbered<T: Ord>(of: impl Iterator<Item = T>) -> Vec<u32> {
    let mut numbers = BTreeMap::new();
    let number = |one| {
        let new = numbers.len() as u32;
        *numbers.entry(one).or_insert(new)
    };
    of.map(number).collect()
}

/// Whether a rule counts the instructors of a place.
fn looks_at_instructors(of: &Requirement) -> bool {
    match of {
        Requirement::Supervision(_) => true,
        Requirement::AllOf(of) | Requirement::AnyOf(of) | Requirement::AtLeast { of, .. } => {
            of.iter().any(looks_at_instructors)
        }
        Requirement::IfThen { then, .. } => looks_at_instructors(then),
        _ => false,
    }
}

fn alike<'p>(
    problem: &'p Problem,
    post: &'p Post,
    named: &BTreeSet<&WorkplaceId>,
    supervised: bool,
) -> Alike<'p> {
    let place = problem.tables.workplaces.get(&post.workplace).map(|place| Place {
        inside: place.in_prefecture(),
        classes: &place.classes,
        instructors: (supervised && !place.instructors.is_empty()).then(|| {
            let own = place.instructors.iter().filter(|row| row.department == post.department);
            own.map(|row| (row.period, row.count)).collect()
        }),
    });
    Alike {
        department: &post.department,
        activity: post.activity,
        employer: post.employer.as_ref(),
        at_employer: post.employer.as_ref() == Some(&post.workplace),
        name: named.contains(&post.workplace).then_some(&post.workplace),
        place,
    }
}
