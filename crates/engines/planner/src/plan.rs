//! From problem to plan.

use std::collections::BTreeMap;

use kernel::{EditionId, PersonId};
use problem::{Certificate, ConflictElement, Impossible, Plan, Problem};
use rules::Edition;

use crate::{
    answer,
    columns::search::{AT_ONCE, Columns},
    compile::Compiler,
    conflict::{conflict, conflicts},
    encodings::StatesOf,
    everybody::{Waits, compile_others},
    explain::seating,
    fault::{Fault, too_large},
    ground::Ground,
    limits::{Go, Limits, Progress},
    prices::Records,
    regions::{self, Regions},
    search::{resume::resume, search},
    seats::{Candidate, Seats},
    sketch::Sketch,
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
fn planned_in(
    problem: &Problem,
    editions: BTreeMap<EditionId, Edition>,
    begin: Begin<'_>,
    limits: &Limits,
    watch: &mut dyn FnMut(&Progress) -> Go,
) -> Result<(Planned, Warm), Fault> {
    let sorted = by_id(problem);
    let (mut planned, known) =
        planned_by(&Asked { sorted: &sorted, editions, begin, most_duals: None }, limits, watch, Known::of)?;
    planned.belongs_to(problem);
    let warm = Warm::new(sorted, &planned.plan, known.unwrap_or_default());
    Ok((planned, warm))
}

/// What is to be planned.
pub(crate) struct Asked<'a> {
    /// The problem, its rows in the order of their ids.
    pub sorted: &'a Problem,
    /// Its editions.
    pub editions: BTreeMap<EditionId, Edition>,
    /// What the search begins with.
    pub begin: Begin<'a>,
    /// Most duals that trees of the certificate may tell; none: as many as they do.
    pub most_duals: Option<usize>,
}

/// A plan of a problem whose rows are in order; neither it nor its certificate says yet of which problem. `keep`: what is
/// kept of all that was found out; nothing where nobody waited for more than a sketch.
pub(crate) fn planned_by<K>(
    Asked { sorted, editions, begin, most_duals }: &Asked<'_>,
    limits: &Limits,
    watch: &mut dyn FnMut(&Progress) -> Go,
    keep: impl FnOnce(&Seats<'_>, Columns) -> K,
) -> Result<(Planned, Option<K>), Fault> {
    let ground = Ground::new(sorted, editions.clone());
    let records = Records::of(sorted);
    let staffing = Staffing::new(&ground);
    let compiler = Compiler::new(&ground, &records, &staffing).within(limits.states);
    let mut sizes = Sizes::default();
    let mut stopped = false;
    let kept = match begin {
        Begin::From(warm) => warm.kept(&compiler),
        Begin::Anew | Begin::At(_) => vec![None; sorted.people.len()],
    };
    let mut first = match begin {
        Begin::Anew => sketched(&compiler, limits, watch, &mut stopped),
        Begin::At(_) | Begin::From(_) => None,
    };
    if let Some(first) = first.take_if(|_| stopped || limits.work == 0) {
        return Ok((first.planned(&compiler), None));
    }
    let waits = Waits { limits, watch, stopped: &mut stopped, to_the_end: first.is_none() };
    let candidates = compile_others(&compiler, kept, waits, &mut sizes);
    if let Some(first) = first.take_if(|_| stopped) {
        return Ok((first.planned(&compiler), None));
    }
    let of_their_own = of_their_own(&compiler, &candidates);
    let mut seats = Seats::new(&ground, &candidates, staffing.clone());
    let mut go = |progress: &Progress| if stopped { Go::Stop } else { watch(progress) };
    let outcome = match begin {
        Begin::Anew => {
            let first = first.filter(|_| candidates.len() <= AT_ONCE);
            let first = first.map(|first| seating::seats_of(sorted, &candidates, &first.plan));
            search(&mut seats, &first.unwrap_or_default(), limits, &mut go)
        }
        Begin::At(plan) => search(&mut seats, &seating::seats_of(sorted, &candidates, plan), limits, &mut go),
        Begin::From(warm) => resume(&mut seats, warm.before(&compiler, &candidates), limits, &mut go),
    };
    let conflicts = conflicts(&mut seats, outcome.without_room, limits.states);
    let certificate = outcome.columns.certificate(&seats, *most_duals);
    let mut plan = answer::plan(&mut seats, outcome.bound);
    plan.impossible = of_their_own.into_iter().chain(conflicts.impossible).collect();
    plan.crowded = conflicts.crowded;
    let memory = outcome.columns.most_memory();
    let regions = vec![(plan.objective.total, plan.bound)];
    let kept = keep(&seats, outcome.columns);
    Ok((Planned { plan, certificate, sizes, memory, regions }, Some(kept)))
}

/// A plan before everybody's careers are known, of which nothing is proven.
struct First {
    plan: Plan,
    /// People whom their own rules leave no career.
    without: Vec<Candidate>,
}

/// The same; none where it would leave somebody out.
fn sketched(
    compiler: &Compiler<'_>,
    limits: &Limits,
    watch: &mut dyn FnMut(&Progress) -> Go,
    stopped: &mut bool,
) -> Option<First> {
    let sketch = Sketch::of(compiler, limits, watch, stopped)?;
    let plan = sketch.plan(compiler);
    let without = sketch.candidates.into_iter().filter(|candidate| candidate.ways.is_empty()).collect();
    Some(First { plan, without })
}

impl First {
    /// It as the answer, with what forbids every career of whoever has none.
    fn planned(self, compiler: &Compiler<'_>) -> Planned {
        let impossible = of_their_own(compiler, &self.without);
        let plan = Plan { impossible, ..self.plan };
        let regions = vec![(plan.objective.total, None)];
        Planned { plan, certificate: None, sizes: Sizes::default(), memory: 0, regions }
    }
}

impl Planned {
    /// Says of which problem it is, and lists people as that does.
    pub(crate) fn belongs_to(&mut self, problem: &Problem) {
        let hash = problem.hash();
        if let Some(certificate) = &mut self.certificate {
            certificate.problem.clone_from(&hash);
        }
        self.plan.problem = hash;
        let people = problem.people.iter().enumerate();
        let place: BTreeMap<&PersonId, usize> =
            people.map(|(number, person)| (&person.career.person, number)).collect();
        self.plan.people.sort_by_key(|row| place.get(&row.person));
        self.plan.impossible.sort_by_key(|row| place.get(&row.person));
        self.plan.residual.sort_by_key(|row| place.get(&row.person));
    }
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

/// The problem with its rows in the order of their ids.
pub(crate) fn by_id(problem: &Problem) -> Problem {
    let mut sorted = problem.clone();
    sort_by_id(&mut sorted);
    sorted
}

/// Puts the rows into the order of their ids. Pins keep their places, for conflicts name them by number.
pub(crate) fn sort_by_id(problem: &mut Problem) {
    problem.people.sort_by(|one, other| one.career.person.cmp(&other.career.person));
    problem.posts.sort_by(|one, other| one.id.cmp(&other.id));
    problem.patterns.sort_by(|one, other| one.id.cmp(&other.id));
    problem.needs.sort_by(|one, other| one.id.cmp(&other.id));
    problem.couples.sort_by(|one, other| one.people.cmp(&other.people));
    problem
        .place_limits
        .sort_by(|one, other| (&one.workplace, one.span).cmp(&(&other.workplace, other.span)));
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

    /// And of one more person.
    pub(crate) fn add(&mut self, states: Vec<StatesOf>) {
        for StatesOf { rule, states } in states {
            let name = rule.rsplit(' ').next().unwrap_or(&rule).to_owned();
            let entry = self.rules.entry(name).or_default();
            entry.0 += 1;
            entry.1 += states as u64;
            entry.2 = entry.2.max(states as u64);
        }
    }
}
