//! Builds a person's graph: all joint states of the rules that can be reached, layer by layer.
//!
//! Only reachable states are made, so states that always go together (the training months that several rules count)
//! cost nothing twice.

use std::{
    collections::{BTreeMap, HashMap},
    hash::BuildHasherDefault,
};

use problem::Step;

use crate::{
    choice::{Choice, Footing, Link},
    encodings::Rulebook,
    graph::{DEAD, Graph, Layer, NEVER},
    ground::Ground,
    random::Mix,
};

/// A career had more joint states than can be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyStates {
    /// The period in which it happened.
    pub period: usize,
}

/// What a choice does to the place of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Landing {
    /// Work: it arrives somewhere.
    At(usize),
    /// Leave or not yet in service, all days covered by leave: stays go on.
    Keep,
    /// Nowhere: stays end, the last place is remembered.
    Drop,
}

/// How choices arrive and what they leave: places of work as small numbers.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Footings, the start first.
    pub footings: Vec<Footing>,
    /// The footing that each arrival leaves.
    pub leaves: Vec<usize>,
    /// Whether each arrival is at a post.
    pub posted: Vec<bool>,
    /// The footing with its stays ended.
    pub dropped: Vec<usize>,
    /// The link by footing and arrival.
    link: Vec<usize>,
    /// By arrival: footings with a stay that it continues, with the link.
    linked: Vec<Vec<(usize, usize)>>,
    /// All links; the first continues nothing.
    pub links: Vec<Link>,
}

impl Places {
    /// Numbers all footings and arrivals of a person's choices, and sets each choice's landing.
    pub fn of(
        ground: &Ground<'_>,
        start: Footing,
        choices: &[Vec<Choice>],
        keep: &dyn Fn(usize) -> bool,
    ) -> (Self, Vec<Vec<Landing>>) {
        let mut places = Places { footings: vec![start], links: vec![Link::default()], ..Self::default() };
        let mut arrivals: BTreeMap<(Footing, bool, Vec<(usize, bool)>, usize), usize> = BTreeMap::new();
        let mut samples: Vec<&Choice> = Vec::new();
        let mut landings = Vec::with_capacity(choices.len());
        for (period, layer) in choices.iter().enumerate() {
            let mut row = Vec::with_capacity(layer.len());
            for choice in layer {
                if choice.parts.is_empty() {
                    row.push(if keep(period) { Landing::Keep } else { Landing::Drop });
                    continue;
                }
                let footing = Footing::after(choice);
                let opening: Vec<_> =
                    choice.stays.iter().flatten().map(|stay| (stay.first_place, stay.opens)).collect();
                let split = choice.stays[0].len();
                let posted = choice.is_posted();
                let arrival =
                    *arrivals.entry((footing.clone(), posted, opening, split)).or_insert_with(|| {
                        samples.push(choice);
                        places.posted.push(posted);
                        places.leaves.push(number(&mut places.footings, footing));
                        samples.len() - 1
                    });
                row.push(Landing::At(arrival));
            }
            landings.push(row);
        }
        for known in 0..places.footings.len() {
            let dropped = Footing { main: places.footings[known].main, live: Default::default() };
            let dropped = number(&mut places.footings, dropped);
            places.dropped.push(dropped);
        }
        for known in places.dropped.len()..places.footings.len() {
            places.dropped.push(known);
        }
        places.link_all(ground, &samples);
        (places, landings)
    }

    fn link_all(&mut self, ground: &Ground<'_>, samples: &[&Choice]) {
        let mut numbers: BTreeMap<Link, usize> = BTreeMap::new();
        for footing in &self.footings {
            for choice in samples {
                let link = footing.link(ground, choice);
                let link = if link.iter().flatten().all(Option::is_none) {
                    0
                } else {
                    *numbers.entry(link.clone()).or_insert_with(|| {
                        self.links.push(link);
                        self.links.len() - 1
                    })
                };
                self.link.push(link);
            }
        }
        let linked = |arrival: usize| {
            let link = |footing: usize| (footing, self.link(footing, arrival));
            (0..self.footings.len()).map(link).filter(|(_, link)| *link != 0).collect()
        };
        self.linked = (0..samples.len()).map(linked).collect();
    }

    /// How an arrival continues a footing's stays: a number of [`Self::links`]; 0 continues none.
    pub fn link(&self, footing: usize, arrival: usize) -> usize {
        self.link[footing * self.leaves.len() + arrival]
    }
}

fn number(footings: &mut Vec<Footing>, footing: Footing) -> usize {
    if let Some(known) = footings.iter().position(|known| *known == footing) {
        return known;
    }
    footings.push(footing);
    footings.len() - 1
}

/// Choices of one period that do the same to every rule.
#[derive(Debug)]
struct Class {
    gates: u8,
    effects: Vec<u32>,
    /// Each landing with the first choice that lands so.
    landings: Vec<(Landing, usize)>,
}

/// A joint state: one number for each encoding.
type Joint = Vec<u32>;

/// The graph of a career, unmerged, with each choice's class.
#[derive(Debug)]
pub struct Built {
    /// The graph.
    pub graph: Graph,
    /// The class of each choice, by period.
    pub classes: Vec<Vec<usize>>,
}

/// Builds the graph of a career, with at most so many states in a layer.
pub fn build(
    rulebook: &Rulebook<'_>,
    places: &Places,
    choices: &[Vec<Choice>],
    landings: &[Vec<Landing>],
    most_states: usize,
) -> Result<Built, TooManyStates> {
    let mut builder = Builder { rulebook, places, choices, fronts: vec![Front::start(rulebook, places)] };
    let mut built =
        Built { graph: Graph { layers: Vec::new(), start: 0, ends: Vec::new() }, classes: Vec::new() };
    for period in 0..choices.len() {
        let (classes, of_choice) = classes(rulebook, period, &choices[period], &landings[period]);
        let (mut layer, next) = builder.expand(period, &classes);
        if next.states.len() > most_states {
            return Err(TooManyStates { period });
        }
        builder.fronts.push(next);
        builder.settle(&mut layer);
        built.graph.layers.push(layer);
        built.classes.push(of_choice);
    }
    let at = choices.len();
    built.graph.ends = (0..builder.fronts[at].states.len()).map(|node| builder.end(at, node)).collect();
    Ok(built)
}

fn classes(
    rulebook: &Rulebook<'_>,
    period: usize,
    choices: &[Choice],
    landings: &[Landing],
) -> (Vec<Class>, Vec<usize>) {
    let mut classes: Vec<Class> = Vec::new();
    let mut seen: BTreeMap<(u8, Vec<u32>, Option<Landing>), usize> = BTreeMap::new();
    let mut of_choice = Vec::with_capacity(choices.len());
    for (number, (choice, landing)) in choices.iter().zip(landings).enumerate() {
        let gates = rulebook.gates(period, choice);
        let effects = rulebook.effects(period, choice);
        let idle = (!matches!(landing, Landing::At(_))).then_some(*landing);
        let class = *seen.entry((gates, effects.clone(), idle)).or_insert_with(|| {
            classes.push(Class { gates, effects, landings: Vec::new() });
            classes.len() - 1
        });
        if !classes[class].landings.iter().any(|(known, _)| known == landing) {
            classes[class].landings.push((*landing, number));
        }
        of_choice.push(class);
    }
    (classes, of_choice)
}

/// How a state was first reached in a footing: from which state and footing, by which choice.
#[derive(Clone, Copy, Debug)]
struct Origin {
    node: u32,
    footing: usize,
    choice: usize,
}

/// The states of a layer, each with the footings in which it can be reached and how.
struct Front {
    states: Vec<Joint>,
    reached: Vec<Vec<Option<Origin>>>,
    numbers: HashMap<Joint, u32, BuildHasherDefault<Mix>>,
    footings: usize,
}

impl Front {
    fn empty(footings: usize) -> Self {
        Self { states: Vec::new(), reached: Vec::new(), numbers: HashMap::default(), footings }
    }

    fn start(rulebook: &Rulebook<'_>, places: &Places) -> Self {
        let mut front = Self::empty(places.footings.len());
        let start = front.number(rulebook.start());
        front.reached[start as usize][0] = Some(Origin { node: 0, footing: 0, choice: 0 });
        front
    }

    /// Looked up only, never walked: the order of states is the order in which they were met.
    fn number(&mut self, state: Joint) -> u32 {
        if let Some(known) = self.numbers.get(&state) {
            return *known;
        }
        let new = self.states.len() as u32;
        self.numbers.insert(state.clone(), new);
        self.states.push(state);
        self.reached.push(vec![None; self.footings]);
        new
    }
}

struct Builder<'b> {
    rulebook: &'b Rulebook<'b>,
    places: &'b Places,
    choices: &'b [Vec<Choice>],
    fronts: Vec<Front>,
}

impl Builder<'_> {
    /// The steps of one career that reaches a state.
    fn example(&self, at: usize, node: usize) -> Vec<Step> {
        let mut steps = Vec::with_capacity(at);
        let reached = &self.fronts[at].reached[node];
        let mut footing = reached.iter().position(Option::is_some).unwrap_or(0);
        let mut node = node;
        for at in (1..=at).rev() {
            let Some(origin) = self.fronts[at].reached[node][footing] else { break };
            steps.push(self.choices[at - 1][origin.choice].step.clone());
            (node, footing) = (origin.node as usize, origin.footing);
        }
        steps.reverse();
        steps
    }

    /// Makes states one that differ only in rules that are met and stay so.
    fn settle(&mut self, layer: &mut Layer) {
        let at = self.fronts.len() - 1;
        let front = &self.fronts[at];
        let mut settled = Front::empty(front.footings);
        let mut renamed = Vec::with_capacity(front.states.len());
        for (node, state) in front.states.iter().enumerate() {
            let number = settled.number(self.rulebook.settled(state, at, &|| self.example(at, node)));
            let reached = settled.reached[number as usize].iter_mut().zip(&front.reached[node]);
            for (known, origin) in reached {
                *known = known.or(*origin);
            }
            renamed.push(number);
        }
        for next in layer.next.iter_mut().filter(|next| **next != DEAD) {
            *next = renamed[*next as usize];
        }
        self.fronts[at] = settled;
    }

    fn end(&self, at: usize, node: usize) -> i64 {
        let state = &self.fronts[at].states[node];
        let broken = self.rulebook.any_broken(state, at, true, &|| self.example(at, node));
        if broken { NEVER } else { self.rulebook.end_price(state) }
    }

    fn expand(&self, period: usize, classes: &[Class]) -> (Layer, Front) {
        let (rulebook, places) = (self.rulebook, self.places);
        let now = &self.fronts[period];
        let mut next = Front::empty(now.footings);
        let links = places.links.len();
        let mut layer = Layer {
            ended: Vec::new(),
            trainee: Vec::new(),
            classes: classes.len(),
            links,
            next: vec![DEAD; now.states.len() * classes.len() * links],
        };
        for (node, state) in now.states.iter().enumerate() {
            let example = || self.example(period, node);
            let released = rulebook.released(state, period, &example);
            layer.ended.push(released.then(|| self.end(period, node)));
            let gate = rulebook.gate(state, period, &example);
            layer.trainee.push(Rulebook::is_trainee(gate));
            if released || rulebook.any_broken(state, period, false, &example) {
                continue;
            }
            for (number, class) in classes.iter().enumerate().filter(|(_, class)| class.gates & gate != 0) {
                let (_, choice) = class.landings[0];
                if !rulebook.outside_wanted(state, period, &self.choices[period][choice]) {
                    continue;
                }
                let arcs = arcs(places, &now.reached[node], class, node as u32);
                for (link, to) in arcs.into_iter().enumerate().filter(|(_, to)| !to.is_empty()) {
                    let state = rulebook.step(state, period, (link, &places.links[link]), &class.effects);
                    let after = next.number(state);
                    layer.next[(node * classes.len() + number) * links + link] = after;
                    for (footing, origin) in to {
                        next.reached[after as usize][footing].get_or_insert(origin);
                    }
                }
            }
        }
        (layer, next)
    }
}

/// The footings that can be reached by each link, and how.
fn arcs(places: &Places, reached: &[Option<Origin>], class: &Class, node: u32) -> Vec<Vec<(usize, Origin)>> {
    let mut arcs: Vec<Vec<(usize, Origin)>> = vec![Vec::new(); places.links.len()];
    let from = || (0..reached.len()).filter(|footing| reached[*footing].is_some());
    for (landing, choice) in &class.landings {
        let origin = |footing: usize| Origin { node, footing, choice: *choice };
        match landing {
            Landing::Keep => arcs[0].extend(from().map(|footing| (footing, origin(footing)))),
            Landing::Drop => {
                arcs[0].extend(from().map(|footing| (places.dropped[footing], origin(footing))));
            }
            Landing::At(arrival) => {
                let to = places.leaves[*arrival];
                for (footing, link) in &places.linked[*arrival] {
                    if reached[*footing].is_some() {
                        arcs[*link].push((to, origin(*footing)));
                    }
                }
                let far = from().find(|footing| places.link(*footing, *arrival) == 0);
                arcs[0].extend(far.map(|footing| (to, origin(footing))));
            }
        }
    }
    arcs
}
