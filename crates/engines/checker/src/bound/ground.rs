//! What everybody's careers have in common: periods, posts by number, and what is offered in each period.

use std::collections::BTreeMap;

use kernel::{Date, DepartmentId, EditionId, PatternId, PersonId, PostId};
use problem::{Part, Pin, PlanPeriod, Post, Problem, PublishedPosting};
use rules::{Activity, Edition, Workplace};

use super::alike::Alike;

/// A problem made ready to be bounded.
#[derive(Debug)]
pub(super) struct Ground<'a> {
    pub problem: &'a Problem,
    pub editions: BTreeMap<EditionId, Edition>,
    /// Posts by id: positions in the problem.
    pub posts: BTreeMap<&'a PostId, usize>,
    /// What is offered in each period.
    pub offers: Vec<Vec<Offer<'a>>>,
    pub alike: Alike<'a>,
    /// Places of the posts, where a table knows them.
    pub workplaces: Vec<Option<&'a Workplace>>,
    /// Pins and published postings of each person.
    pub pins: BTreeMap<&'a PersonId, Vec<&'a Pin>>,
    pub published: BTreeMap<&'a PersonId, Vec<&'a PublishedPosting>>,
    /// Offers of each period by the department of their main part; those of initial training stand apart.
    by_department: Vec<BTreeMap<&'a DepartmentId, Vec<usize>>>,
    initial: Vec<Vec<usize>>,
}

/// A post or pattern that is offered in a period.
#[derive(Debug)]
pub(super) struct Offer<'a> {
    /// The pattern, if it is one.
    pub pattern: Option<&'a PatternId>,
    /// Its parts, main part first, each with the position of its post.
    pub parts: Vec<(usize, Part<'a>)>,
}

impl<'a> Ground<'a> {
    /// Reads what is common off the problem.
    pub fn new(problem: &'a Problem, editions: BTreeMap<EditionId, Edition>) -> Self {
        let posts: BTreeMap<&PostId, usize> =
            problem.posts.iter().enumerate().map(|(number, post)| (&post.id, number)).collect();
        let offers: Vec<Vec<Offer<'a>>> =
            problem.horizon.iter().map(|period| offered(problem, &posts, period)).collect();
        let mut by_department = Vec::new();
        let mut initial = Vec::new();
        for offers in &offers {
            let mut of: BTreeMap<&DepartmentId, Vec<usize>> = BTreeMap::new();
            let mut first = Vec::new();
            for (number, offer) in offers.iter().enumerate() {
                let main = &offer.parts[0].1;
                if main.activity == Activity::InitialTraining {
                    first.push(number);
                } else {
                    of.entry(main.department).or_default().push(number);
                }
            }
            by_department.push(of);
            initial.push(first);
        }
        let mut pins: BTreeMap<&PersonId, Vec<&Pin>> = BTreeMap::new();
        problem.pins.iter().for_each(|pin| pins.entry(&pin.person).or_default().push(pin));
        let mut published: BTreeMap<&PersonId, Vec<&PublishedPosting>> = BTreeMap::new();
        problem.previous.iter().for_each(|row| published.entry(&row.person).or_default().push(row));
        let alike = Alike::new(problem);
        let places = problem.posts.iter().map(|post| problem.tables.workplaces.get(&post.workplace));
        let workplaces = places.collect();
        Self { problem, editions, posts, offers, alike, workplaces, pins, published, by_department, initial }
    }

    /// How many periods there are.
    pub fn periods(&self) -> usize {
        self.problem.horizon.len()
    }

    /// First day of a period; of the one after the last, the end of the horizon.
    pub fn day(&self, period: usize) -> Date {
        let starts = self.problem.horizon.get(period).map(|of| of.span.from);
        let month = starts.or(self.problem.horizon.last().map(|last| last.span.until));
        month.map_or(self.problem.as_of.valid_on, |month| month.first_day())
    }

    /// Offers of a period that somebody of these departments could take, those of initial training included.
    pub fn offers_for<'s>(
        &'s self,
        period: usize,
        departments: &'s [&'s DepartmentId],
    ) -> impl Iterator<Item = (usize, &'s Offer<'a>)> {
        let of = &self.by_department[period];
        let own = departments.iter().filter_map(|department| of.get(*department)).flatten();
        own.chain(&self.initial[period]).map(move |number| (*number, &self.offers[period][*number]))
    }
}

fn offered<'a>(
    problem: &'a Problem,
    posts: &BTreeMap<&'a PostId, usize>,
    period: &PlanPeriod,
) -> Vec<Offer<'a>> {
    let open = |post: &Post| problem.offers(post, period);
    let single =
        problem.posts.iter().enumerate().filter(|(_, post)| open(post)).map(|(number, post)| Offer {
            pattern: None,
            parts: vec![(number, Part::whole(post, period.span))],
        });
    let mut offers: Vec<Offer<'a>> = single.collect();
    for pattern in &problem.patterns {
        let parts = problem.pattern_parts(pattern, period.span).into_iter();
        let parts: Vec<(usize, Part<'a>)> =
            parts.filter_map(|part| Some((*posts.get(part.post?)?, part))).collect();
        if !parts.is_empty() && parts.iter().all(|(post, _)| open(&problem.posts[*post])) {
            offers.push(Offer { pattern: Some(&pattern.id), parts });
        }
    }
    offers
}
