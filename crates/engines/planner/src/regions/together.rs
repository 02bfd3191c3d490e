//! Regions planned side by side: first a plan of each, so that there is one of the whole however early nobody waits any
//! more; then each as well as can be, in its share of the work and of the time.

use std::{
    collections::BTreeMap,
    panic::resume_unwind,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
        mpsc::{self, Sender},
    },
    thread,
};

use kernel::EditionId;
use problem::{Certificate, Node, Problem};
use rules::Edition;

use super::{Region, Regions};
use crate::{
    fault::Fault,
    limits::{Go, Limits, Phase, Progress},
    plan::{Asked, Begin, Planned, planned_by, sort_by_id},
    seats::gcd,
};

/// Most regions that are planned side by side: each takes memory.
const SIDE_BY_SIDE: usize = 4;

/// The same within a limit of memory, of which each may take its part: so many whatever the number of threads, which
/// decides nothing.
const AT_ONCE_WITHIN: u64 = 2;

/// Most duals that the trees of a region may tell: those of all regions are kept until the end.
const MOST_DUALS: usize = 8_000;

/// A plan of the whole. Once the watch says stop, regions that are left keep their first plan.
pub fn planned(
    problem: &Problem,
    editions: &BTreeMap<EditionId, Edition>,
    regions: &Regions<'_>,
    limits: &Limits,
    watch: &mut dyn FnMut(&Progress) -> Go,
) -> Result<Planned, Fault> {
    let people = problem.people.len();
    let most = limits.memory.map_or(SIDE_BY_SIDE, |_| AT_ONCE_WITHIN as usize);
    let hands = rayon::current_num_threads().min(most).min(regions.len());
    let memory = limits.memory.map(|memory| memory / AT_ONCE_WITHIN);
    let mut listener = Listener::new(regions.len(), people, limits.work, watch);
    let turns = regions.by_size().into_iter().map(|region| (region, ())).collect();
    let first = each(regions, hands, turns, &mut listener, &|_, sorted, (), ask| {
        let limits = Limits { work: 0, patience: None, memory, ..limits.clone() };
        planned_alone(sorted, editions, Begin::Anew, &limits, ask)
    })?;
    let left = AtomicUsize::new(people);
    let mut best = each(regions, hands, first, &mut listener, &|region, sorted, first, ask| {
        let own = region.people;
        // What is begun already is half done.
        let left = 2 * left.fetch_sub(own, Ordering::Relaxed) + (hands - 1) * own;
        let patience = limits.patience.as_ref().map(|patience| patience.part(2 * hands * own, left));
        let over = || patience.as_ref().is_some_and(|patience| patience.is_over());
        if over() || ask(&Progress::at(Phase::Compile)) == Go::Stop {
            return Ok(first);
        }
        let Planned { plan: first, .. } = first;
        let work = u128::from(limits.work) * own as u128 / people.max(1) as u128;
        let work = u64::try_from(work).unwrap_or(u64::MAX);
        let limits = Limits { work, memory, patience: patience.clone(), ..limits.clone() };
        let mut ask = |seen: &Progress| if over() { Go::Stop } else { ask(seen) };
        planned_alone(sorted, editions, Begin::At(&first), &limits, &mut ask)
    })?;
    best.sort_by_key(|(region, _)| region.number);
    let best = best.into_iter().map(|(_, planned)| planned);
    let mut whole = best.reduce(joined).ok_or(Fault::NoHorizon)?;
    whole.belongs_to(problem);
    Ok(whole)
}

/// A plan of a region, of which nothing else is kept.
fn planned_alone(
    sorted: &Problem,
    editions: &BTreeMap<EditionId, Edition>,
    begin: Begin<'_>,
    limits: &Limits,
    watch: &mut dyn FnMut(&Progress) -> Go,
) -> Result<Planned, Fault> {
    let asked = Asked { sorted, editions: editions.clone(), begin, most_duals: Some(MOST_DUALS) };
    planned_by(&asked, limits, watch, |_, _| ()).map(|(planned, _)| planned)
}

/// How far a region is, told by whoever plans it, who waits for an answer.
struct Told {
    region: Region,
    seen: Progress,
    answer: Sender<Go>,
}

/// Something done with each region by so many hands, in this order, with what there is of it; what came of it, in the
/// same order. Regions are told with their rows by id.
fn each<T: Send, F>(
    regions: &Regions<'_>,
    hands: usize,
    turns: Vec<(Region, T)>,
    listener: &mut Listener<'_>,
    one: &F,
) -> Result<Vec<(Region, Planned)>, Fault>
where
    F: Fn(Region, &Problem, T, &mut dyn FnMut(&Progress) -> Go) -> Result<Planned, Fault> + Sync,
{
    let turns = Mutex::new(turns.into_iter().enumerate());
    let next = || turns.lock().unwrap_or_else(PoisonError::into_inner).next();
    let (tell, told) = mpsc::channel();
    let hand = |tell: Sender<Told>| {
        let next = &next;
        move || {
            let mut done = Vec::new();
            while let Some((turn, (region, given))) = next() {
                let mut sorted = regions.problem(region.number);
                sort_by_id(&mut sorted);
                let mut ask = |seen: &Progress| {
                    let (answer, answered) = mpsc::channel();
                    let told = Told { region, seen: *seen, answer };
                    tell.send(told).map_or(Go::Stop, |()| answered.recv().unwrap_or(Go::Stop))
                };
                done.push((turn, (region, one(region, &sorted, given, &mut ask)?)));
            }
            Ok(done)
        }
    };
    let mut done: Vec<(usize, (Region, Planned))> = thread::scope(|scope| {
        let hands: Vec<_> = (0..hands).map(|_| scope.spawn(hand(tell.clone()))).collect();
        drop(tell);
        told.into_iter().for_each(|told| listener.hear(told));
        let done = hands.into_iter().map(|hand| hand.join().unwrap_or_else(|panic| resume_unwind(panic)));
        done.collect::<Result<Vec<_>, Fault>>().map(|done| done.into_iter().flatten().collect())
    })?;
    done.sort_by_key(|(turn, _)| *turn);
    Ok(done.into_iter().map(|(_, done)| done).collect())
}

/// Tells the watch how far all regions are together, and those who plan them what it says.
struct Listener<'w> {
    /// The latest of each region.
    heard: Vec<Option<Heard>>,
    people: usize,
    work: u64,
    stopped: bool,
    watch: &'w mut dyn FnMut(&Progress) -> Go,
}

/// What was heard of a region.
#[derive(Clone, Copy)]
struct Heard {
    people: usize,
    seen: Progress,
    has_plan: bool,
}

impl<'w> Listener<'w> {
    fn new(regions: usize, people: usize, work: u64, watch: &'w mut dyn FnMut(&Progress) -> Go) -> Self {
        Self { heard: vec![None; regions], people, work, stopped: false, watch }
    }

    fn hear(&mut self, Told { region, seen, answer }: Told) {
        let Region { number, people } = region;
        let begins = seen.phase.begins();
        let before = self.heard[number].filter(|heard| heard.has_plan).map(|heard| heard.seen);
        let Progress { objective, bound, unplaced, .. } = match before {
            Some(before) if begins => before,
            Some(before) => Progress { bound: before.bound.max(seen.bound), ..seen },
            None if begins => Progress { unplaced: people, ..Progress::at(seen.phase) },
            None => seen,
        };
        let has_plan = before.is_some() || !begins;
        let seen = Progress { objective, bound, unplaced, ..seen };
        self.heard[number] = Some(Heard { people, seen, has_plan });
        let together = self.together(seen);
        let said = if self.stopped { Go::Stop } else { (self.watch)(&together) };
        self.stopped |= said == Go::Stop;
        let heard = answer.send(said);
        debug_assert!(heard.is_ok(), "whoever tells waits for the answer");
    }

    fn together(&self, seen: Progress) -> Progress {
        let heard = || self.heard.iter().flatten();
        // As long as a region has no plan there is none of the whole.
        let whole = self.heard.iter().all(|heard| heard.is_some_and(|heard| heard.has_plan));
        let phase = if whole || seen.phase.begins() { seen.phase } else { Phase::Sketch };
        let not_begun = self.people - heard().map(|heard| heard.people).sum::<usize>();
        Progress {
            work: heard().map(|heard| heard.seen.work).sum(),
            limit: self.work,
            objective: heard().map(|heard| heard.seen.objective).sum(),
            bound: self.heard.iter().map(|heard| heard.and_then(|heard| heard.seen.bound)).sum(),
            unplaced: heard().map(|heard| heard.seen.unplaced).sum::<usize>() + not_begun,
            people: heard().map(|heard| heard.seen.people).sum(),
            to_check: heard().map(|heard| heard.seen.to_check).sum(),
            phase,
        }
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
