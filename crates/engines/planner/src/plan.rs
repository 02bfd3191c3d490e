//! From problem to plan.

use std::{
    collections::BTreeMap,
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

use kernel::{EditionId, PersonId};
use problem::{Certificate, ConflictElement, Impossible, Plan, Problem};
use rules::Edition;

use crate::{
    answer,
    compile::Compiler,
    conflict::{conflict, conflicts},
    encodings::StatesOf,
    explain::seating,
    fault::{Fault, too_large},
    ground::Ground,
    limits::{Go, Limits, Phase, Progress},
    prices::Records,
    regions::{self, Regions},
    search::{resume::resume, search},
    seats::{Candidate, Seats},
    staffing::Staffing,
    warm::{Known, Warm},
};

/// What joint states of all rules are listed under.
pub(crate) const JOINT: &str = "joint";

/// How many states the encodings took, summed over people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sizes {
    /// By rule (without commitments): people, states in all, most states of one person.
    pub rules: BTreeMap<String, (u64, u64, u64)>,
    /// People whose rules tell too many careers apart for all to be tried.
    pub not_all_tried: usize,
}

impl Sizes {
    /// The most joint states of one person, over all periods.
    pub fn most(&self) -> u64 {
        self.rules.get(JOINT).map_or(0, |(.., most)| *most)
    }
}

/// A plan for the problem. It always comes out, unless the document is no planning problem at all; people whose own
/// rules cannot be met are listed in it with what forbids them.
///
/// The order of people, posts and other rows decides nothing: of equally good plans the one is found that the order of
/// ids leads to. People are listed in the problem's order.
pub fn plan(
    problem: &Problem,
    limits: &Limits,
    watch: &mut dyn FnMut(&Progress) -> Go,
) -> Result<Plan, Fault> {
    planned(problem, limits, watch).map(|planned| planned.plan)
}

/// A plan, and what is known about it.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The plan.
    pub plan: Plan,
    /// What proves the plan's bound; none where there was not even time for that. Who recomputes it finds the same, where
    /// all rules are of kinds that the checker models.
    pub certificate: Option<Certificate>,
    /// How many states each rule's encoding took.
    pub sizes: Sizes,
    /// The most bytes that what was kept took, as it is counted; of several regions, in the one that took most.
    pub memory: u64,
    /// What the plan of each region costs, and what no plan of it is cheaper than; in the order of regions.
    pub regions: Vec<(i128, Option<i128>)>,
}

/// The same, with what is known about the plan.
pub fn planned(
    problem: &Problem,
    limits: &Limits,
    watch: &mut dyn FnMut(&Progress) -> Go,
) -> Result<Planned, Fault> {
    planned_and_known(problem, limits, watch).map(|(planned, _)| planned)
}

/// The same, with what can be asked further; nothing where regions were planned one after the other.
pub fn planned_and_known(
    problem: &Problem,
    limits: &Limits,
    watch: &mut dyn FnMut(&Progress) -> Go,
) -> Result<(Planned, Option<Warm>), Fault> {
    let editions = editions(problem)?;
    let regions = Regions::of(problem);
    match regions.len() {
        0 | 1 => {
            let (planned, warm) = planned_in(problem, editions, Begin::Anew, limits, watch)?;
            Ok((planned, Some(warm)))
        }
        _ => Ok((regions::planned(problem, &editions, &regions, limits, watch)?, None)),
    }
}

/// The same from what is known already, with all that is known afterwards.
pub(crate) fn planned_from(
    problem: &Problem,
    begin: Begin<'_>,
    limits: &Limits,
    watch: &mut dyn FnMut(&Progress) -> Go,
) -> Result<(Planned, Warm), Fault> {
    planned_in(problem, editions(problem)?, begin, limits, watch)
}

/// What a search begins with.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Begin<'b> {
    /// Nothing.
    Anew,
    /// A plan of the same problem.
    At(&'b Plan),
    /// What is known of the problem as it was before a change.
    From(&'b Warm),
}

/// The same for one region.
pub(crate) fn planned_in(
    problem: &Problem,
    editions: BTreeMap<EditionId, Edition>,
    begin: Begin<'_>,
    limits: &Limits,
    watch: &mut dyn FnMut(&Progress) -> Go,
) -> Result<(Planned, Warm), Fault> {
    let sorted = by_id(problem);
    let ground = Ground::new(&sorted, editions);
    let records = Records::of(&sorted);
    let staffing = Staffing::new(&ground);
    let compiler = Compiler::new(&ground, &records, &staffing).within(limits.states);
    let mut sizes = Sizes::default();
    let mut stopped = false;
    let kept = match begin {
        Begin::From(warm) => warm.kept(&compiler),
        Begin::Anew | Begin::At(_) => vec![None; sorted.people.len()],
    };
    let candidates = compile_others(&compiler, kept, limits, watch, &mut stopped, &mut sizes);
    let of_their_own = of_their_own(&compiler, &candidates);
    let mut seats = Seats::new(&ground, &candidates, staffing.clone());
    let mut go = |progress: &Progress| if stopped { Go::Stop } else { watch(progress) };
    let outcome = match begin {
        Begin::Anew => search(&mut seats, &[], limits, &mut go),
        Begin::At(plan) => {
            search(&mut seats, &seating::seats_of(&sorted, &candidates, plan), limits, &mut go)
        }
        Begin::From(warm) => resume(&mut seats, warm.before(&compiler, &candidates), limits, &mut go),
    };
    let conflicts = conflicts(&mut seats, outcome.without_room, limits.states);
    let hash = problem.hash();
    let certificate = outcome.columns.certificate(&seats, &hash);
    let mut plan = answer::plan(&mut seats, hash, outcome.bound);
    plan.impossible = of_their_own.into_iter().chain(conflicts.impossible).collect();
    plan.crowded = conflicts.crowded;
    let memory = outcome.columns.most_memory();
    let regions = vec![(plan.objective.total, plan.bound)];
    let known = Known::of(&seats, outcome.columns);
    in_order_of(problem, &mut plan);
    let warm = Warm::new(sorted, &plan, known);
    Ok((Planned { plan, certificate, sizes, memory, regions }, warm))
}

/// The editions of a document that is a planning problem.
pub(crate) fn editions(problem: &Problem) -> Result<BTreeMap<EditionId, Edition>, Fault> {
    let findings = problem.validate();
    if !findings.is_empty() {
        return Err(Fault::Invalid(findings));
    }
    if problem.horizon.is_empty() {
        return Err(Fault::NoHorizon);
    }
    if let Some(price) = too_large(problem) {
        return Err(Fault::PriceTooLarge(price));
    }
    problem.editions().map_err(Fault::Invalid)
}

/// The problem with its rows in the order of their ids. Pins keep their places, for conflicts name them by number.
pub(crate) fn by_id(problem: &Problem) -> Problem {
    let mut sorted = problem.clone();
    sorted.people.sort_by(|one, other| one.career.person.cmp(&other.career.person));
    sorted.posts.sort_by(|one, other| one.id.cmp(&other.id));
    sorted.patterns.sort_by(|one, other| one.id.cmp(&other.id));
    sorted.needs.sort_by(|one, other| one.id.cmp(&other.id));
    sorted.couples.sort_by(|one, other| one.people.cmp(&other.people));
    sorted.place_limits.sort_by(|one, other| (&one.workplace, one.span).cmp(&(&other.workplace, other.span)));
    sorted
}

/// Lists people as the problem does.
pub(crate) fn in_order_of(problem: &Problem, plan: &mut Plan) {
    let people = problem.people.iter().enumerate();
    let place: BTreeMap<&PersonId, usize> =
        people.map(|(number, person)| (&person.career.person, number)).collect();
    plan.people.sort_by_key(|row| place.get(&row.person));
    plan.impossible.sort_by_key(|row| place.get(&row.person));
    plan.residual.sort_by_key(|row| place.get(&row.person));
}

/// Everybody's careers, some of which are known.
pub(crate) fn compile_all(compiler: &Compiler<'_>, kept: Vec<Option<Candidate>>) -> Vec<Candidate> {
    let limits = Limits::default();
    compile_others(compiler, kept, &limits, &mut |_| Go::On, &mut false, &mut Sizes::default())
}

/// Everybody's careers: those kept, and the others' compiled by as many threads as the machine runs at once: each
/// person's by himself, so it does not matter which thread is first.
fn compile_others(
    compiler: &Compiler<'_>,
    mut kept: Vec<Option<Candidate>>,
    limits: &Limits,
    watch: &mut dyn FnMut(&Progress) -> Go,
    stopped: &mut bool,
    sizes: &mut Sizes,
) -> Vec<Candidate> {
    let others: Vec<usize> = (0..kept.len()).filter(|person| kept[*person].is_none()).collect();
    let next = AtomicUsize::new(0);
    let mut states_of: Vec<Vec<StatesOf>> = vec![Vec::new(); kept.len()];
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..rayon::current_num_threads().min(others.len()) {
            let sender = sender.clone();
            let (next, others) = (&next, &others);
            scope.spawn(move || {
                while let Some(person) = others.get(next.fetch_add(1, Ordering::Relaxed)).copied() {
                    let mut states = Vec::new();
                    let candidate = compiler.candidate(person, &mut states);
                    if sender.send((person, candidate, states)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (done, (person, candidate, states)) in receiver.iter().enumerate() {
            (kept[person], states_of[person]) = (Some(candidate), states);
            let progress = Progress { limit: limits.work, people: done + 1, ..Progress::at(Phase::Compile) };
            // Everybody is compiled all the same: without that there is no plan to keep.
            *stopped |= !*stopped && watch(&progress) != Go::On;
        }
    });
    states_of.into_iter().for_each(|states| sizes.add(states));
    let candidates: Vec<Candidate> = kept.into_iter().flatten().collect();
    sizes.not_all_tried = candidates.iter().filter(|candidate| !candidate.tried_all).count();
    candidates
}

/// People whom their own rules leave no career, everybody else ignored.
fn of_their_own(compiler: &Compiler<'_>, candidates: &[Candidate]) -> Vec<Impossible> {
    let people = &compiler.ground.problem.people;
    let without = candidates.iter().filter(|candidate| candidate.ways.is_empty());
    without
        .map(|candidate| {
            let person = &people[candidate.person];
            let conflict = match candidate.tried_all {
                true => conflict(compiler, person, &mut |_| true),
                false => vec![ConflictElement::TooManyCareers],
            };
            Impossible { person: person.career.person.clone(), conflict }
        })
        .collect()
}

impl Sizes {
    /// Of two groups of people together.
    pub(crate) fn join(&mut self, other: Self) {
        self.not_all_tried += other.not_all_tried;
        for (rule, (people, states, most)) in other.rules {
            let entry = self.rules.entry(rule).or_default();
            *entry = (entry.0 + people, entry.1 + states, entry.2.max(most));
        }
    }

    fn add(&mut self, states: Vec<StatesOf>) {
        for StatesOf { rule, states } in states {
            let name = rule.rsplit(' ').next().unwrap_or(&rule).to_owned();
            let entry = self.rules.entry(name).or_default();
            entry.0 += 1;
            entry.1 += states as u64;
            entry.2 = entry.2.max(states as u64);
        }
    }
}
