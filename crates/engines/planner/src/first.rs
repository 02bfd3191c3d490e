//! A first career of a person, found without knowing all the others: period by period, first what most rules can tell
//! from doing nothing, for months owed, groups to visit and training are soonest done by what counts for several of
//! them; rules that were broken on the way count more when it is tried again.

use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
    hash::BuildHasherDefault,
    sync::Arc,
};

use kernel::DepartmentId;
use problem::{Cause, Step};

use crate::{
    automaton::{Conditions, Label, Required},
    choice::{Choice, Footing, Link},
    compile::{Compiled, Compiler, LeftOut},
    encodings::{Facts, Rulebook, Seen},
    graph::{Graph, NEVER},
    menu::{Group, Kind, Menu, groups},
    prices::OfPeriod,
    random::{Mix, Random},
    reinsert::Taken,
    seats::{Candidate, Seat},
    staffing::Staffing,
    terrain::Laid,
    way::Way,
};

/// Boundaries that are looked at each time, for each period.
const PATIENCE: usize = 2;

/// What the rule that was broken most often counts more the next time.
const BLAME: usize = 8;

/// What progress counts, and by how much less than so much luck raises it.
const PROGRESS: usize = 16;
const LUCK: usize = 16;

impl Compiler<'_> {
    /// A career of a person for which there is room, as one who has no other; none where it was not found in so many
    /// attempts: each but the first with a little luck, which finds more than looking longer.
    pub fn first(&self, number: usize, staffing: &Staffing, attempts: usize) -> Option<(Candidate, Seat)> {
        let paths = 0..self.ground.problem.people[number].paths.len();
        paths.into_iter().find_map(|path| self.first_on(number, path, staffing, attempts))
    }

    fn first_on(
        &self,
        number: usize,
        path: usize,
        staffing: &Staffing,
        attempts: usize,
    ) -> Option<(Candidate, Seat)> {
        let person = &self.ground.problem.people[number];
        let facts = Facts::new(self.ground, person, path);
        let counting = person.training_counting(&self.ground.editions);
        let fits = self.departments(&facts);
        let menu = self.menus.of(self, &facts, &fits);
        let open = self.open(&fits);
        let left_out = LeftOut::default();
        let own = |period| self.choices(&facts, &open, period, &left_out, usize::MAX).into();
        let periods = 0..self.ground.periods.len();
        let plain: Vec<bool> = periods.map(|period| self.is_plain(&facts, period)).collect();
        let of_period = |(period, plain): (usize, &bool)| match plain {
            true => Arc::clone(&menu.choices[period]),
            false => own(period),
        };
        let choices: Vec<Arc<[Arc<Choice>]>> = plain.iter().enumerate().map(of_period).collect();
        if menu.tells(&facts) {
            facts.sees(&menu.tables);
        } else {
            facts.looks_at(choices.iter().flat_map(|choices| choices.iter()));
        }
        let rulebook = Rulebook::new(&facts, &counting, &BTreeSet::new(), self.ask);
        let instructs = self.instructs(person);
        let choices = Choices { of: &choices, plain: &plain, menu: &menu };
        let found = Finder::new(self, (&facts, &rulebook), choices, (staffing, &instructs)).find(attempts)?;
        let (compiled, seat) = self.alone(&facts, &fits, found);
        let mut careers = self.empty(number);
        self.add(&mut careers.own, person, compiled);
        (careers.count, careers.tried_all) = (1, false);
        Some((self.with_careers(number, Arc::new(careers)), seat))
    }

    /// A way with one career alone.
    fn alone(
        &self,
        facts: &Facts<'_>,
        fits: &BTreeSet<DepartmentId>,
        Found { steps, end }: Found,
    ) -> (Compiled, Seat) {
        let periods = self.ground.periods.len();
        let mut choices = vec![Vec::new(); periods];
        let mut taken = vec![Taken::RELEASED; periods];
        let (steps, trainee): (Vec<_>, Vec<bool>) = steps.into_iter().unzip();
        for (period, (choice, trainee)) in steps.into_iter().zip(&trainee).enumerate() {
            choices[period].push(choice);
            taken[period] = Taken::new(0, *trainee);
        }
        let Laid { terrain, start, landings } = self.lay(facts, fits, &choices);
        let graph = Graph::of_one(&trainee, periods, terrain.places.links.len(), end);
        let arcs =
            landings.into_iter().map(|of| of.into_iter().map(|landing| (0, landing)).collect()).collect();
        let path = facts.path_number;
        let way = Way::new(path, facts.person.paths[path].price, graph, (terrain, start), arcs);
        (Compiled { way, choices, states: Vec::new(), joint: 0, whole: false }, Seat { way: 0, taken })
    }
}

/// A career: what is done in each period, and whether as a trainee; and what its end costs.
struct Found {
    steps: Vec<(Arc<Choice>, bool)>,
    end: i64,
}

/// What a person can do in each period.
#[derive(Clone, Copy)]
struct Choices<'f> {
    of: &'f [Arc<[Arc<Choice>]>],
    /// Whether it is what the menu says.
    plain: &'f [bool],
    menu: &'f Menu,
}

/// Looks for one career on one path.
struct Finder<'f, 'a> {
    compiler: &'f Compiler<'a>,
    facts: &'f Facts<'a>,
    rulebook: &'f Rulebook<'a>,
    choices: Choices<'f>,
    staffing: &'f Staffing,
    instructs: &'f [Vec<usize>],
    /// By period, once asked for.
    alike: Vec<Option<Arc<[Alike]>>>,
    seen: HashMap<(usize, usize, u32, bool), Seen, BuildHasherDefault<Mix>>,
    /// By period: what a kind of work, or else a choice, means to each part, and its gates.
    effects: HashMap<(usize, Kind), Arc<[u32]>, BuildHasherDefault<Mix>>,
    gates: HashMap<(usize, Kind), u8, BuildHasherDefault<Mix>>,
    /// By part: whether it matters which stays go on.
    by_stays: Vec<bool>,
    /// Steps by which none goes on or where that does not matter: by period, part, state and effect.
    steps: HashMap<(usize, usize, u32, u32), u32, BuildHasherDefault<Mix>>,
    /// Where no career goes on.
    dead: BTreeSet<Joint>,
    looked: usize,
    most: usize,
    luck: usize,
    random: Random,
    /// How often each part spoke against a career, and what it counts.
    blame: Vec<usize>,
    weights: Vec<usize>,
    taken: Vec<(Arc<Choice>, bool)>,
}

/// Where a career stands at a boundary: its footing, and the state of each part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Joint {
    at: usize,
    footing: Footing,
    states: Vec<u32>,
}

/// Choices that are the same to every rule, with what each costs by itself.
struct Alike {
    kind: Kind,
    choices: Vec<Priced>,
}

/// What a choice costs by itself, and its one place of work if it has no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Priced {
    own: i64,
    choice: usize,
    only: Option<usize>,
}

/// A choice that leads on.
struct Branch {
    choice: usize,
    states: Vec<u32>,
    progress: usize,
    price: i64,
}

impl<'f, 'a> Finder<'f, 'a> {
    fn new(
        compiler: &'f Compiler<'a>,
        (facts, rulebook): (&'f Facts<'a>, &'f Rulebook<'a>),
        choices: Choices<'f>,
        (staffing, instructs): (&'f Staffing, &'f [Vec<usize>]),
    ) -> Self {
        let parts = rulebook.rules().end;
        Self {
            compiler,
            facts,
            rulebook,
            choices,
            staffing,
            instructs,
            alike: vec![None; choices.of.len()],
            seen: HashMap::default(),
            effects: HashMap::default(),
            gates: HashMap::default(),
            by_stays: (0..parts).map(|part| rulebook.looks_at_stays(part)).collect(),
            steps: HashMap::default(),
            dead: BTreeSet::new(),
            looked: 0,
            most: PATIENCE * choices.of.len(),
            luck: 0,
            random: Random::new(0),
            blame: vec![0; parts],
            weights: vec![1; parts],
            taken: Vec::new(),
        }
    }

    fn find(mut self, attempts: usize) -> Option<Found> {
        let states: Vec<u32> = self.parts().map(|part| self.rulebook.start(part)).collect();
        for attempt in 0..attempts {
            (self.looked, self.luck) = (0, if attempt == 0 { 0 } else { LUCK });
            let start = Joint { at: 0, footing: self.facts.footing(), states: states.clone() };
            if let Some(end) = self.goes_on(start) {
                return Some(Found { steps: self.taken, end });
            }
            let most = self.blame.iter().copied().max().unwrap_or(0).max(1);
            for (weight, blame) in self.weights.iter_mut().zip(&mut self.blame) {
                *weight += BLAME * std::mem::take(blame) / most;
            }
        }
        None
    }

    fn parts(&self) -> std::ops::Range<usize> {
        0..self.rulebook.rules().end
    }

    /// Goes on to a good end, and says what that costs; none where nothing leads to one, or not soon.
    fn goes_on(&mut self, from: Joint) -> Option<i64> {
        self.looked += 1;
        let Seen { label, gate, hopeless } = self.see(&from);
        if hopeless || self.dead.contains(&from) {
            return None;
        }
        if label.released || from.at == self.choices.of.len() {
            let broken = label.ending.conditions.iter().any(|conditions| conditions.broken());
            return Some(label.ending.price).filter(|price| *price < NEVER && !broken);
        }
        for branch in self.branches(&from, gate, label.trainee) {
            if self.looked >= self.most {
                return None;
            }
            let choice = Arc::clone(&self.choices.of[from.at][branch.choice]);
            let footing = self.lands(&from, &choice);
            self.taken.push((choice, label.trainee));
            let end = self.goes_on(Joint { at: from.at + 1, footing, states: branch.states });
            if end.is_some() {
                return end;
            }
            self.taken.pop();
        }
        if self.looked < self.most {
            self.dead.insert(from);
        }
        None
    }

    /// What is known of a state, as [`crate::explore`] asks for it.
    fn see(&mut self, of: &Joint) -> Seen {
        let last = of.at == self.choices.of.len();
        let mut all = Seen { label: Label::default(), gate: u8::MAX, hopeless: false };
        for part in Rulebook::FRAME.into_iter().chain(self.rulebook.rules()) {
            let ends = last || all.label.released;
            let key = (of.at, part, self.rulebook.question(part, of.states[part]), ends);
            if !self.seen.contains_key(&key) {
                let example = || self.taken.iter().map(|(choice, _)| choice.as_ref()).collect();
                let seen = self.rulebook.see(part, of.states[part], of.at, ends, &example);
                self.seen.insert(key, seen);
            }
            let seen = &self.seen[&key];
            let short = |of: &Conditions| of.required != Required::Fine;
            let ending = &seen.label.ending;
            if seen.hopeless || ending.price >= NEVER || (ends && ending.conditions.iter().any(short)) {
                self.blame[part] += 1;
            }
            all.label = all.label.and(&seen.label, last);
            all.gate &= seen.gate;
            all.hopeless |= seen.hopeless;
            if all.hopeless {
                break;
            }
        }
        all
    }

    fn lands(&self, from: &Joint, choice: &Choice) -> Footing {
        match (choice.parts.is_empty(), self.facts.away(from.at)) {
            (true, true) => from.footing.clone(),
            (true, false) => Footing { main: from.footing.main, live: Default::default() },
            (false, _) => Footing::after(choice),
        }
    }

    /// Where there is room, those choices first that most rules can tell from doing nothing. Of those that no rule tells
    /// apart, and that continue no stay, the one that costs least by itself.
    fn branches(&mut self, from: &Joint, gate: u8, trainee: bool) -> Vec<Branch> {
        let (ground, period) = (self.compiler.ground, from.at);
        let idle = Choice::idle(Step::Unplaced(Cause::Full));
        let effects = self.effects(period, Kind::Idle, &idle);
        let nothing = self.step(from, None, &effects);
        let live = from.footing.live.iter().flatten();
        let near: Vec<usize> = live.flat_map(|place| ground.same_stay_as(*place)).collect();
        let mut branches: Vec<Branch> = Vec::new();
        for alike in self.alike(period).iter() {
            let first = &self.choices.of[period][alike.choices[0].choice];
            if self.gates(period, alike.kind, first) & gate == 0 || !self.is_wanted(from, first) {
                continue;
            }
            let mut far = false;
            for Priced { own, choice: number, only } in &alike.choices {
                let choice = &self.choices.of[period][*number];
                let near = match only {
                    Some(place) => near.contains(place),
                    None => from.footing.is_near(ground, choice),
                };
                if far && !near {
                    continue;
                }
                let Some(marginal) = self.marginal(period, choice, trainee) else { continue };
                far |= !near;
                let price = own + marginal;
                let effects = self.effects(period, alike.kind, first);
                let link = near.then(|| from.footing.link(ground, choice));
                let states = self.step(from, link.as_ref(), &effects);
                match branches.iter_mut().find(|branch| branch.states == states) {
                    Some(branch) if branch.price <= price => {}
                    Some(branch) => (branch.price, branch.choice) = (price, *number),
                    None => {
                        let lucky = PROGRESS + self.random.below(self.luck);
                        let progress = self.progress(&states, &nothing) * lucky;
                        branches.push(Branch { choice: *number, states, progress, price });
                    }
                }
            }
        }
        branches.sort_by_key(|branch| (Reverse(branch.progress), branch.price, branch.choice));
        branches
    }

    fn progress(&self, states: &[u32], nothing: &[u32]) -> usize {
        let parts = states.iter().zip(nothing).zip(&self.weights);
        parts.map(|((one, other), weight)| if one == other { 0 } else { *weight }).sum()
    }

    /// The choices of a period in groups of those that no rule tells apart, each with what it costs by itself, the
    /// cheapest first.
    fn alike(&mut self, period: usize) -> Arc<[Alike]> {
        let (compiler, person, facts) = (self.compiler, self.facts.person, self.facts);
        let Choices { of, plain, menu } = self.choices;
        let alike = self.alike[period].get_or_insert_with(|| {
            let prices = OfPeriod::new(compiler.ground, compiler.records, person, period);
            let own = |number: &usize| {
                let choice = &of[period][*number];
                Priced { own: prices.points(choice), choice: *number, only: choice.only_place() }
            };
            let priced = |group: &Group| {
                let mut choices: Vec<Priced> = group.choices.iter().map(own).collect();
                choices.sort_unstable();
                Alike { kind: group.kind, choices }
            };
            match plain[period] {
                true => menu.groups[period].iter().map(priced).collect(),
                false => groups(facts, period, &of[period]).iter().map(priced).collect(),
            }
        });
        Arc::clone(alike)
    }

    /// What a choice costs beside its own price; none where there is no room.
    fn marginal(&self, period: usize, choice: &Arc<Choice>, trainee: bool) -> Option<i64> {
        let work = self.compiler.work(self.facts.person, period, choice);
        let marginal = self.staffing.marginal(period, &work.usage, &self.instructs[period]);
        Some(marginal[usize::from(trainee)]).filter(|price| *price < NEVER)
    }

    fn is_wanted(&self, from: &Joint, choice: &Choice) -> bool {
        self.parts().all(|part| self.rulebook.wanted(part, from.states[part], from.at, choice))
    }

    fn gates(&mut self, period: usize, kind: Kind, choice: &Choice) -> u8 {
        *self.gates.entry((period, kind)).or_insert_with(|| self.rulebook.gates(period, choice))
    }

    fn effects(&mut self, period: usize, kind: Kind, choice: &Choice) -> Arc<[u32]> {
        let (rulebook, parts) = (self.rulebook, self.parts());
        let of = || parts.map(|part| rulebook.effect(part, period, choice)).collect();
        Arc::clone(self.effects.entry((period, kind)).or_insert_with(of))
    }

    /// The states after a choice with such effects. `link`: the stays that it continues, if any.
    fn step(&mut self, from: &Joint, link: Option<&Link>, effects: &[u32]) -> Vec<u32> {
        let rulebook = self.rulebook;
        let none = Link::default();
        let mut step = |part: usize| {
            let step = |link| rulebook.step(part, from.states[part], from.at, link, effects[part]);
            match link.filter(|_| self.by_stays[part]) {
                Some(link) => step(link),
                None => {
                    let key = (from.at, part, from.states[part], effects[part]);
                    *self.steps.entry(key).or_insert_with(|| step(&none))
                }
            }
        };
        (0..self.by_stays.len()).map(&mut step).collect()
    }
}
