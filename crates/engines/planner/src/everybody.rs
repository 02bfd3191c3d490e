//! Everybody's careers: each person's by himself, so it does not matter which thread is first.

use std::{
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::mpsc,
};

use crate::{
    compile::Compiler,
    encodings::StatesOf,
    limits::{Go, Limits, Phase, Progress},
    plan::Sizes,
    seats::Candidate,
};

/// How many people are given to each thread at a time: one to compile, and one to go on with.
const AHEAD: usize = 2;

/// Everybody's careers, some of which are known.
pub(crate) fn compile_all(compiler: &Compiler<'_>, kept: Vec<Option<Candidate>>) -> Vec<Candidate> {
    let limits = Limits::default();
    let mut watch = |_: &Progress| Go::On;
    let waits = Waits { limits: &limits, watch: &mut watch, stopped: &mut false, to_the_end: true };
    compile_others(compiler, kept, waits, &mut Sizes::default())
}

/// Whoever waits for the careers.
pub(crate) struct Waits<'w> {
    /// The limits that are told.
    pub limits: &'w Limits,
    /// Who is told, and says whether to go on.
    pub watch: &'w mut dyn FnMut(&Progress) -> Go,
    /// Whether nobody waits any more.
    pub stopped: &'w mut bool,
    /// Whether everybody is compiled even then, for without that there is no plan to keep.
    pub to_the_end: bool,
}

/// Everybody's careers: those kept, and the others' compiled by the threads that all regions share. Threads of their own
/// would each keep the memory that a region took. Not everybody's where nobody waits for that.
pub(crate) fn compile_others(
    compiler: &Compiler<'_>,
    mut kept: Vec<Option<Candidate>>,
    Waits { limits, watch, stopped, to_the_end }: Waits<'_>,
    sizes: &mut Sizes,
) -> Vec<Candidate> {
    let others: Vec<usize> = (0..kept.len()).filter(|person| kept[*person].is_none()).collect();
    let mut states_of: Vec<Vec<StatesOf>> = vec![Vec::new(); kept.len()];
    let compile = |person: usize| {
        let mut states = Vec::new();
        let candidate = compiler.candidate(person, &mut states);
        (person, candidate, states)
    };
    let mut done = 0;
    let mut take = |(person, candidate, states): (usize, Candidate, Vec<StatesOf>)| {
        (kept[person], states_of[person]) = (Some(candidate), states);
        done += 1;
        let progress = Progress { limit: limits.work, people: done, ..Progress::at(Phase::Compile) };
        *stopped |= !*stopped && watch(&progress) != Go::On;
        to_the_end || !*stopped
    };
    if rayon::current_thread_index().is_some() {
        // Whoever is one of the threads must not wait for them.
        others.into_iter().map(compile).all(take);
    } else {
        side_by_side(&others, &compile, &mut take);
    }
    states_of.into_iter().for_each(|states| sizes.add(states));
    let candidates: Vec<Candidate> = kept.into_iter().flatten().collect();
    sizes.not_all_tried = candidates.iter().filter(|candidate| !candidate.tried_all).count();
    candidates
}

/// Something done for everybody by all threads, and taken as it comes, until `take` wants no more. Few are given at a
/// time, so that other regions get their turn.
fn side_by_side<T: Send>(
    people: &[usize],
    one: &(impl Fn(usize) -> T + Sync),
    take: &mut impl FnMut(T) -> bool,
) {
    let (sender, receiver) = mpsc::channel();
    rayon::in_place_scope(|scope| {
        let mut others = people.iter().copied();
        let mut give = || {
            let Some(person) = others.next() else { return };
            let sender = sender.clone();
            scope.spawn(move |_| {
                // Nobody waits for it once somebody else's failed.
                drop(sender.send(catch_unwind(AssertUnwindSafe(|| one(person)))));
            });
        };
        (0..AHEAD * rayon::current_num_threads()).for_each(|_| give());
        for made in receiver.iter().take(people.len()) {
            if !take(made.unwrap_or_else(|panic| resume_unwind(panic))) {
                break;
            }
            give();
        }
    });
}
