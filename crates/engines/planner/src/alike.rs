//! Posts that no rule can tell apart: work there means the same to every rule of every person, wherever it is. So what
//! it means is worked out once for each kind of post, and a big prefecture costs hardly more than a small one.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{EditionId, Period, WorkplaceId};
use problem::{Post, Problem};
use rules::{Activity, Edition, Membership, Requirement, SiteRole};

/// All that a rule can see of work at a post, but for its months and the share.
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
    /// Programmes by position, with the role that the workplace has in each.
    sites: &'p [(usize, SiteRole, Period)],
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place<'p> {
    inside: bool,
    classes: &'p [Membership],
    /// Of the department, where a rule looks at them: none where no table knows any.
    instructors: Option<Vec<(Period, u32)>>,
}

/// The kind of each post, by position.
pub fn kinds_of_posts(problem: &Problem, editions: &BTreeMap<EditionId, Edition>) -> Vec<u32> {
    let rules = || editions.values().flat_map(|edition| &edition.rules);
    // What a waiver puts in a rule's place is not looked into.
    let waived = problem.people.iter().any(|person| !person.career.waivers.is_empty());
    let supervised = waived || rules().any(|rule| looks_at_instructors(&rule.requirement));
    let mut named = problem.named_by_rules();
    for (id, zone) in problem.tables.workplaces.iter().filter(|(_, zone)| !zone.stands_for.is_empty()) {
        named.insert(id);
        named.extend(&zone.stands_for);
    }
    let sites = sites(problem);
    let mut kinds: BTreeMap<Alike<'_>, u32> = BTreeMap::new();
    let of = |post| {
        let new = kinds.len() as u32;
        *kinds.entry(alike(problem, post, &named, &sites, supervised)).or_insert(new)
    };
    problem.posts.iter().map(of).collect()
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

type Sites<'p> = BTreeMap<&'p WorkplaceId, Vec<(usize, SiteRole, Period)>>;

/// In which programmes each workplace is a site.
fn sites(problem: &Problem) -> Sites<'_> {
    let mut sites = Sites::new();
    for (number, programme) in problem.tables.programmes.values().enumerate() {
        for site in &programme.sites {
            sites.entry(&site.workplace).or_default().push((number, site.role, site.period));
        }
    }
    sites
}

fn alike<'p>(
    problem: &'p Problem,
    post: &'p Post,
    named: &BTreeSet<&WorkplaceId>,
    sites: &'p Sites<'p>,
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
        sites: sites.get(&post.workplace).map_or(&[], Vec::as_slice),
    }
}
