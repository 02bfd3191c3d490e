//! Regions: parts of a problem that share neither people nor places nor needs. Each is planned by itself, and their plans
//! put together are a plan of the whole: a country costs the time of its prefectures and the memory of a few.

mod together;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use kernel::{AreaId, DepartmentId, PersonId, PrefectureId, ProgrammeId, WorkplaceId};
use problem::{NeedPlace, Person, PlaceLimit, Problem};
use rules::{Activity, Tables, TrainingProgramme};

pub use together::planned;

/// What joins people, posts and needs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Tie<'p> {
    Person(&'p PersonId),
    Department(&'p DepartmentId),
    /// Initial training, which is open to all who have not done it.
    Initial,
    Workplace(&'p WorkplaceId),
    Area(&'p AreaId),
    /// The worst share of a prefecture's areas; of those in none.
    WorstShare(Option<&'p PrefectureId>),
}

/// Ties in groups that hang together.
#[derive(Default)]
struct Ties<'p> {
    numbers: BTreeMap<Tie<'p>, usize>,
    above: Vec<usize>,
}

impl<'p> Ties<'p> {
    fn number(&mut self, tie: Tie<'p>) -> usize {
        let next = self.above.len();
        let number = *self.numbers.entry(tie).or_insert(next);
        if number == next {
            self.above.push(next);
        }
        number
    }

    fn group(&self, mut at: usize) -> usize {
        while self.above[at] != at {
            at = self.above[at];
        }
        at
    }

    fn join(&mut self, ties: impl IntoIterator<Item = Tie<'p>>) {
        let mut first = None;
        for tie in ties {
            let number = self.number(tie);
            let group = self.group(number);
            match first {
                None => first = Some(group),
                Some(first) => self.above[group] = first,
            }
        }
    }

    /// The group of a tie, if anything has it.
    fn of(&self, tie: &Tie<'p>) -> Option<usize> {
        self.numbers.get(tie).map(|number| self.group(*number))
    }
}

/// Everything by the ties that it has.
struct Tied<'p> {
    problem: &'p Problem,
    /// Whether needs or shares are told by area.
    by_area: bool,
    initial: bool,
}

impl<'p> Tied<'p> {
    fn new(problem: &'p Problem) -> Self {
        let rates = &problem.rates;
        let whole = |at: &NeedPlace| matches!(at, NeedPlace::Area(_));
        let all_together = problem.needs.iter().any(|need| need.department.is_none() && whole(&need.at));
        Self {
            problem,
            by_area: all_together || rates.worst_share != 0 || !rates.share_steps.is_empty(),
            initial: problem.posts.iter().any(|post| post.activity == Activity::InitialTraining),
        }
    }

    fn ties(&self) -> Ties<'p> {
        let problem = self.problem;
        let mut ties = Ties::default();
        problem.people.iter().for_each(|person| ties.join(self.of_person(person)));
        problem.posts.iter().for_each(|post| ties.join(self.of_post(post)));
        problem.needs.iter().for_each(|need| ties.join(self.of_need(need)));
        for couple in &problem.couples {
            ties.join([Tie::Person(&couple.people.0), Tie::Person(&couple.people.1)]);
        }
        let posts: BTreeMap<_, _> = problem.posts.iter().map(|post| (&post.id, post)).collect();
        for pattern in &problem.patterns {
            let parts = pattern.parts.iter().filter_map(|part| posts.get(&part.post));
            ties.join(parts.map(|post| Tie::Workplace(&post.workplace)));
        }
        ties
    }

    fn of_person(&self, person: &'p Person) -> Vec<Tie<'p>> {
        let mut ties = vec![Tie::Person(&person.career.person)];
        let own = person.paths.iter().filter_map(|path| path.programme.as_ref());
        let programmes = own.chain(person.career.enrolments.iter().map(|row| &row.programme));
        let programmes = programmes.filter_map(|id| self.problem.tables.programmes.get(id));
        let components = programmes.flat_map(|programme| &programme.components);
        ties.extend(person.paths.iter().map(|path| Tie::Department(&path.specialty)));
        ties.extend(components.flat_map(|of| &of.departments).map(Tie::Department));
        ties.extend(person.instructs.iter().map(|row| Tie::Department(&row.department)));
        ties.extend(self.initial.then_some(Tie::Initial));
        ties
    }

    fn of_post(&self, post: &'p problem::Post) -> Vec<Tie<'p>> {
        let mut ties = vec![Tie::Workplace(&post.workplace), Tie::Department(&post.department)];
        if post.activity == Activity::InitialTraining {
            ties.push(Tie::Initial);
        }
        let place = self.problem.tables.workplaces.get(&post.workplace);
        let area = place.and_then(|place| place.area.as_ref()).filter(|_| self.by_area);
        ties.extend(area.map(Tie::Area));
        ties
    }

    fn of_need(&self, need: &'p problem::Need) -> Vec<Tie<'p>> {
        let mut ties: Vec<Tie<'p>> = need.department.iter().map(Tie::Department).collect();
        match &need.at {
            NeedPlace::Workplace(workplace) => ties.push(Tie::Workplace(workplace)),
            NeedPlace::Area(area) => {
                ties.extend(self.by_area.then_some(Tie::Area(area)));
                let of = self.problem.tables.areas.get(area).and_then(|area| area.prefecture.as_ref());
                ties.extend((self.problem.rates.worst_share != 0).then_some(Tie::WorstShare(of)));
            }
        }
        ties
    }
}

/// The regions of a problem: which one everything belongs to, in the problem's order.
pub struct Regions<'p> {
    problem: &'p Problem,
    count: usize,
    people: Vec<usize>,
    posts: Vec<usize>,
    needs: Vec<usize>,
    place_limits: Vec<usize>,
}

impl<'p> Regions<'p> {
    /// The regions of a problem: groups in which there are both people and posts. What nobody can do, and who can do
    /// nothing, goes with the first.
    pub fn of(problem: &'p Problem) -> Self {
        let tied = Tied::new(problem);
        let ties = tied.ties();
        let group = |of: &[Tie<'p>]| of.first().and_then(|tie| ties.of(tie));
        let of_person = |person| group(&tied.of_person(person));
        let of_post = |post| group(&tied.of_post(post));
        let people: Vec<Option<usize>> = problem.people.iter().map(of_person).collect();
        let posts: Vec<Option<usize>> = problem.posts.iter().map(of_post).collect();
        let with_posts: BTreeSet<usize> = posts.iter().flatten().copied().collect();
        let with_people: BTreeSet<usize> = people.iter().flatten().copied().collect();
        let groups: Vec<usize> = with_people.intersection(&with_posts).copied().collect();
        let region =
            |group: Option<usize>| group.and_then(|group| groups.binary_search(&group).ok()).unwrap_or(0);
        let of_need = |need| region(group(&tied.of_need(need)));
        let of_limit = |limit: &'p PlaceLimit| region(group(&[Tie::Workplace(&limit.workplace)]));
        Self {
            problem,
            count: groups.len(),
            needs: problem.needs.iter().map(of_need).collect(),
            place_limits: problem.place_limits.iter().map(of_limit).collect(),
            people: people.into_iter().map(region).collect(),
            posts: posts.into_iter().map(region).collect(),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.count
    }

    /// The regions with how many people each has, the largest first.
    fn by_size(&self) -> Vec<Region> {
        let mut sizes: Vec<Region> = (0..self.count).map(|number| Region { number, people: 0 }).collect();
        self.people.iter().for_each(|region| sizes[*region].people += 1);
        sizes.sort_by_key(|region| (Reverse(region.people), region.number));
        sizes
    }

    /// A region as a problem of its own. Pins keep their places, for conflicts name them by number.
    pub fn problem(&self, region: usize) -> Problem {
        let problem = self.problem;
        let people = within(&problem.people, &self.people, region);
        let ids: BTreeSet<&PersonId> = people.iter().map(|person| &person.career.person).collect();
        let posts = within(&problem.posts, &self.posts, region);
        let offered: BTreeSet<_> = posts.iter().map(|post| &post.id).collect();
        Problem {
            patterns: problem
                .patterns
                .iter()
                .filter(|pattern| pattern.parts.iter().all(|part| offered.contains(&part.post)))
                .cloned()
                .collect(),
            couples: problem.couples.iter().filter(|of| ids.contains(&of.people.0)).cloned().collect(),
            previous: problem.previous.iter().filter(|of| ids.contains(&of.person)).cloned().collect(),
            schema: problem.schema.clone(),
            title: problem.title.clone(),
            fictitious: problem.fictitious,
            as_of: problem.as_of,
            horizon: problem.horizon.clone(),
            editions: problem.editions.clone(),
            tables: Tables {
                areas: problem.tables.areas.clone(),
                classes: problem.tables.classes.clone(),
                workplaces: problem.tables.workplaces.clone(),
                programmes: programmes_of(problem, &people),
            },
            needs: within(&problem.needs, &self.needs, region),
            place_limits: within(&problem.place_limits, &self.place_limits, region),
            trainees_per_instructor: problem.trainees_per_instructor,
            reach: problem.reach.clone(),
            pins: problem.pins.clone(),
            rates: problem.rates.clone(),
            people,
            posts,
        }
    }
}

/// A region, and how many people it has.
#[derive(Clone, Copy, Debug)]
struct Region {
    number: usize,
    people: usize,
}

/// Those of a region.
fn within<T: Clone>(all: &[T], regions: &[usize], region: usize) -> Vec<T> {
    let own = all.iter().zip(regions).filter(|(_, of)| **of == region);
    own.map(|(one, _)| one.clone()).collect()
}

/// The programmes in which these people are or may be.
fn programmes_of(problem: &Problem, people: &[Person]) -> BTreeMap<ProgrammeId, TrainingProgramme> {
    let enrolled = people.iter().flat_map(|person| &person.career.enrolments).map(|row| &row.programme);
    let paths = people.iter().flat_map(|person| &person.paths);
    let ids: BTreeSet<_> = paths.filter_map(|path| path.programme.as_ref()).chain(enrolled).collect();
    let known = ids.into_iter().filter_map(|id| problem.tables.programmes.get_key_value(id));
    known.map(|(id, programme)| (id.clone(), programme.clone())).collect()
}
