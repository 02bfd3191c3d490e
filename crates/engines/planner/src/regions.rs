//! Regions: parts of a problem that share neither people nor places nor needs. Each is planned by itself, and their plans
//! put together are a plan of the whole: a country costs the time of its prefectures and the memory of a few.

use std::{
    collections::{BTreeMap, BTreeSet},
    panic::resume_unwind,
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc::{self, Receiver, Sender},
    },
    thread,
};

use kernel::{AreaId, DepartmentId, EditionId, PersonId, PrefectureId, ProgrammeId, WorkplaceId};
use problem::{Certificate, NeedPlace, Node, Person, Problem};
use rules::{Activity, Edition, Tables, TrainingProgramme};

use crate::{
    fault::Fault,
    limits::{Go, Limits, Progress},
    plan::{Planned, in_order_of, planned_in},
    seats::gcd,
};

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

/// The regions of a problem.
pub struct Regions<'p> {
    tied: Tied<'p>,
    ties: Ties<'p>,
    /// The group of each region.
    groups: Vec<usize>,
}

impl<'p> Regions<'p> {
    /// The regions of a problem: groups in which there are both people and posts.
    pub fn of(problem: &'p Problem) -> Self {
        let tied = Tied::new(problem);
        let ties = tied.ties();
        let group = |of: Vec<Tie<'_>>| of.first().and_then(|tie| ties.of(tie));
        let people: BTreeSet<usize> =
            problem.people.iter().filter_map(|person| group(tied.of_person(person))).collect();
        let posts: BTreeSet<usize> =
            problem.posts.iter().filter_map(|post| group(tied.of_post(post))).collect();
        let groups = people.intersection(&posts).copied().collect();
        Self { tied, ties, groups }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// The region that everything with these ties belongs to. What nobody can do, and who can do nothing, goes with the
    /// first.
    fn region(&self, of: &[Tie<'p>]) -> usize {
        let group = of.first().and_then(|tie| self.ties.of(tie));
        self.groups.iter().position(|known| Some(*known) == group).unwrap_or(0)
    }

    /// A region as a problem of its own. Pins keep their places, for conflicts name them by number.
    pub fn problem(&self, region: usize) -> Problem {
        part(&self.tied, &|of| self.region(&of) == region)
    }
}

/// The part of a problem that lies within a region.
fn part<'p>(tied: &Tied<'p>, within: &dyn Fn(Vec<Tie<'p>>) -> bool) -> Problem {
    let problem = tied.problem;
    let people: Vec<Person> =
        problem.people.iter().filter(|person| within(tied.of_person(person))).cloned().collect();
    let ids: BTreeSet<&PersonId> = people.iter().map(|person| &person.career.person).collect();
    let posts: Vec<_> = problem.posts.iter().filter(|post| within(tied.of_post(post))).cloned().collect();
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
        needs: problem.needs.iter().filter(|need| within(tied.of_need(need))).cloned().collect(),
        place_limits: problem
            .place_limits
            .iter()
            .filter(|limit| within(vec![Tie::Workplace(&limit.workplace)]))
            .cloned()
            .collect(),
        trainees_per_instructor: problem.trainees_per_instructor,
        reach: problem.reach.clone(),
        pins: problem.pins.clone(),
        rates: problem.rates.clone(),
        people,
        posts,
    }
}

/// The programmes in which these people are or may be.
fn programmes_of(problem: &Problem, people: &[Person]) -> BTreeMap<ProgrammeId, TrainingProgramme> {
    let enrolled = people.iter().flat_map(|person| &person.career.enrolments).map(|row| &row.programme);
    let paths = people.iter().flat_map(|person| &person.paths);
    let ids: BTreeSet<_> = paths.filter_map(|path| path.programme.as_ref()).chain(enrolled).collect();
    let known = ids.into_iter().filter_map(|id| problem.tables.programmes.get_key_value(id));
    known.map(|(id, programme)| (id.clone(), programme.clone())).collect()
}

/// Most regions that are planned side by side: each takes memory.
const SIDE_BY_SIDE: usize = 4;

/// The same within a limit of memory, of which each may take its part: so many whatever the number of threads, which
/// decides nothing.
const AT_ONCE_WITHIN: u64 = 2;

/// A plan of the whole, region by region, some side by side. Work is shared out by people; once the watch says stop, the
/// regions that are left get the first plan that is found.
pub fn planned(
    problem: &Problem,
    editions: &BTreeMap<EditionId, Edition>,
    regions: &Regions<'_>,
    limits: &Limits,
    watch: &mut dyn FnMut(&Progress) -> Go,
) -> Result<Planned, Fault> {
    let next = AtomicUsize::new(0);
    let (tell, told) = mpsc::channel();
    let (next, all) = (&next, problem.people.len());
    let mut by_region: Vec<(usize, Planned)> = thread::scope(|scope| {
        let most = limits.memory.map_or(SIDE_BY_SIDE, |_| AT_ONCE_WITHIN as usize);
        let hands = rayon::current_num_threads().min(most).min(regions.len());
        let hand = |tell: Sender<Told>| {
            move || {
                let mut through = 0;
                let mut done = Vec::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= regions.len() {
                        return Ok(done);
                    }
                    let region = regions.problem(number);
                    let people = region.people.len();
                    through += hands * people;
                    let work = u128::from(limits.work) * people as u128 / all.max(1) as u128;
                    let limits = Limits {
                        work: u64::try_from(work).unwrap_or(u64::MAX),
                        memory: limits.memory.map(|memory| memory / AT_ONCE_WITHIN),
                        ..limits.clone()
                    };
                    let mut ask = |seen: &Progress| {
                        let (answer, answered) = mpsc::channel();
                        let seen = Progress { through: through.min(all), of: all, ..*seen };
                        let told = Told { number, people, seen, answer };
                        tell.send(told).map_or(Go::Stop, |()| answered.recv().unwrap_or(Go::Stop))
                    };
                    let (planned, _) = planned_in(&region, editions.clone(), None, &limits, &mut ask)?;
                    done.push((number, planned));
                }
            }
        };
        let hands: Vec<_> = (0..hands).map(|_| scope.spawn(hand(tell.clone()))).collect();
        drop(tell);
        listen(&told, regions.len(), all, watch);
        let done = hands.into_iter().map(|hand| hand.join().unwrap_or_else(|panic| resume_unwind(panic)));
        done.collect::<Result<Vec<_>, Fault>>().map(|done| done.into_iter().flatten().collect())
    })?;
    by_region.sort_by_key(|(number, _)| *number);
    let planned = by_region.into_iter().map(|(_, planned)| planned);
    let mut whole = planned.reduce(joined).ok_or(Fault::NoHorizon)?;
    let hash = problem.hash();
    if let Some(certificate) = &mut whole.certificate {
        certificate.problem.clone_from(&hash);
    }
    whole.plan.problem = hash;
    in_order_of(problem, &mut whole.plan);
    Ok(whole)
}

/// How far a region is, told by whoever plans it, who waits for an answer.
struct Told {
    number: usize,
    people: usize,
    seen: Progress,
    answer: Sender<Go>,
}

/// Tells the watch how far all regions are together, and those who plan them what it says.
fn listen(told: &Receiver<Told>, regions: usize, all: usize, watch: &mut dyn FnMut(&Progress) -> Go) {
    let mut latest: Vec<Option<(usize, Progress)>> = vec![None; regions];
    let mut stopped = false;
    for Told { number, people, seen, answer } in told {
        latest[number] = Some((people, seen));
        let known = || latest.iter().flatten().map(|(_, seen)| seen);
        let begun: usize = latest.iter().flatten().map(|(people, _)| people).sum();
        let together = Progress {
            work: known().map(|seen| seen.work).sum(),
            objective: known().map(|seen| seen.objective).sum(),
            bound: latest.iter().map(|of| of.and_then(|(_, seen)| seen.bound)).sum(),
            unplaced: known().map(|seen| seen.unplaced).sum::<usize>() + (all - begun),
            people: known().map(|seen| seen.people).sum(),
            ..seen
        };
        let said = if stopped { Go::Stop } else { watch(&together) };
        stopped |= said == Go::Stop;
        let heard = answer.send(said);
        debug_assert!(heard.is_ok(), "whoever tells waits for the answer");
    }
}

/// Two regions together.
fn joined(mut one: Planned, other: Planned) -> Planned {
    let plan = &mut one.plan;
    plan.people.extend(other.plan.people);
    plan.impossible.extend(other.plan.impossible);
    plan.crowded.extend(other.plan.crowded);
    plan.residual.extend(other.plan.residual);
    plan.objective.total += other.plan.objective.total;
    for (term, points) in other.plan.objective.terms {
        *plan.objective.terms.entry(term).or_default() += points;
    }
    plan.bound = plan.bound.zip(other.plan.bound).map(|(one, other)| one + other);
    plan.work += other.plan.work;
    one.certificate = one.certificate.zip(other.certificate).and_then(both);
    one.sizes.join(other.sizes);
    one.memory = one.memory.max(other.memory);
    one.regions.extend(other.regions);
    one
}

/// Proofs of two regions as one proof: rows are of one region alone, so prices stand side by side.
fn both((one, other): (Certificate, Certificate)) -> Option<Certificate> {
    let (Node::Leaf { mut duals, mut apart }, Node::Leaf { duals: others, apart: parts }) =
        (one.tree, other.tree)
    else {
        return None;
    };
    duals.extend(others);
    apart.extend(parts);
    Some(Certificate {
        divisor: i64::try_from(gcd(one.divisor.into(), other.divisor.into())).unwrap_or(1),
        bound: one.bound.saturating_add(other.bound),
        tree: Node::Leaf { duals, apart },
        ..Certificate { tree: Node::leaf(Vec::new()), ..other }
    })
}
