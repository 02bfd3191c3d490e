//! Builds a person's graph: all joint states of the rules that can be reached, layer by layer.
//!
//! Only reachable states are made, so states that always go together (the training months that several rules count)
//! cost nothing twice.

use std::collections::{BTreeMap, HashMap};

use crate::{
    choice::{Choice, Footing, Link},
    encoding::{Context, State},
    encodings::Rulebook,
    graph::{DEAD, Graph, Layer, NEVER},
    ground::Ground,
};

/// Most joint states of one layer before a person counts as too complex to plan.
pub const MOST_STATES: usize = 200_000;

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
                let arrival = *arrivals.entry((footing.clone(), posted, opening, split)).or_insert_with(|| {
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
    effects: Vec<State>,
    landings: Vec<Landing>,
}

/// The graph of a career, unmerged, with each choice's class and how many states each encoding took.
#[derive(Debug)]
pub struct Built {
    /// The graph.
    pub graph: Graph,
    /// The class of each choice, by period.
    pub classes: Vec<Vec<usize>>,
    /// Most states of each encoding in one layer.
    pub states: Vec<usize>,
}

/// Builds the graph of a career.
pub fn build(
    rulebook: &Rulebook<'_>,
    places: &Places,
    choices: &[Vec<Choice>],
    landings: &[Vec<Landing>],
) -> Result<Built, TooManyStates> {
    let mut front = Front::start(rulebook, places);
    let mut built = Built {
        graph: Graph { layers: Vec::new(), start: 0, ends: Vec::new() },
        classes: Vec::new(),
        states: vec![1; rulebook.len()],
    };
    for period in 0..choices.len() {
        front.note_states(rulebook, &mut built.states);
        let (classes, of_choice) = classes(rulebook, period, &choices[period], &landings[period]);
        let (layer, next) = front.expand(rulebook, places, period, &classes);
        if next.states.len() > MOST_STATES {
            return Err(TooManyStates { period });
        }
        built.graph.layers.push(layer);
        built.classes.push(of_choice);
        front = next;
    }
    front.note_states(rulebook, &mut built.states);
    let at = choices.len();
    let end = |state: &State| {
        if rulebook.any_broken(state, at) { NEVER } else { rulebook.end_price(state) }
    };
    built.graph.ends = front.states.iter().map(end).collect();
    Ok(built)
}

fn classes(
    rulebook: &Rulebook<'_>,
    period: usize,
    choices: &[Choice],
    landings: &[Landing],
) -> (Vec<Class>, Vec<usize>) {
    let mut classes: Vec<Class> = Vec::new();
    let mut seen: BTreeMap<(u8, Vec<State>, Option<Landing>), usize> = BTreeMap::new();
    let mut of_choice = Vec::with_capacity(choices.len());
    for (choice, landing) in choices.iter().zip(landings) {
        let gates = rulebook.gates(period, choice);
        let effects = rulebook.effects(period, choice);
        let idle = (!matches!(landing, Landing::At(_))).then_some(*landing);
        let class = *seen.entry((gates, effects.clone(), idle)).or_insert_with(|| {
            classes.push(Class { gates, effects, landings: Vec::new() });
            classes.len() - 1
        });
        if !classes[class].landings.contains(landing) {
            classes[class].landings.push(*landing);
        }
        of_choice.push(class);
    }
    (classes, of_choice)
}

/// The states of a layer, each with the footings in which it can be reached.
struct Front {
    states: Vec<State>,
    reached: Vec<Vec<bool>>,
    numbers: HashMap<State, u32>,
    footings: usize,
}

impl Front {
    fn empty(footings: usize) -> Self {
        Self { states: Vec::new(), reached: Vec::new(), numbers: HashMap::new(), footings }
    }

    fn start(rulebook: &Rulebook<'_>, places: &Places) -> Self {
        let mut front = Self::empty(places.footings.len());
        let start = front.number(rulebook.start());
        front.reached[start as usize][0] = true;
        front
    }

    /// Looked up only, never walked: the order of states is the order in which they were met.
    fn number(&mut self, state: State) -> u32 {
        if let Some(known) = self.numbers.get(&state) {
            return *known;
        }
        let new = self.states.len() as u32;
        self.numbers.insert(state.clone(), new);
        self.states.push(state);
        self.reached.push(vec![false; self.footings]);
        new
    }

    fn note_states(&self, rulebook: &Rulebook<'_>, most: &mut [usize]) {
        for (encoding, most) in most.iter_mut().enumerate() {
            let mut seen: Vec<&[i32]> =
                self.states.iter().map(|state| rulebook.part(encoding, state)).collect();
            seen.sort_unstable();
            seen.dedup();
            *most = seen.len().max(*most);
        }
    }

    fn expand(
        &self,
        rulebook: &Rulebook<'_>,
        places: &Places,
        period: usize,
        classes: &[Class],
    ) -> (Layer, Front) {
        let mut next = Front::empty(self.footings);
        let links = places.links.len();
        let mut layer = Layer {
            ended: Vec::new(),
            trainee: Vec::new(),
            classes: classes.len(),
            links,
            next: vec![DEAD; self.states.len() * classes.len() * links],
        };
        for (node, state) in self.states.iter().enumerate() {
            let released = rulebook.released(state, period);
            let broken = released && rulebook.any_broken(state, period);
            let price = if broken { NEVER } else { rulebook.end_price(state) };
            layer.ended.push(released.then_some(price));
            layer.trainee.push(rulebook.is_trainee(state, period));
            if released {
                continue;
            }
            let gate = rulebook.gate(state, period);
            for (number, class) in classes.iter().enumerate().filter(|(_, class)| class.gates & gate != 0) {
                let arcs = arcs(places, &self.reached[node], &class.landings);
                for (link, footings) in arcs.into_iter().enumerate().filter(|(_, to)| !to.is_empty()) {
                    let state = rulebook.step(state, period, &places.links[link], &class.effects);
                    let to = next.number(state);
                    layer.next[(node * classes.len() + number) * links + link] = to;
                    for footing in footings {
                        next.reached[to as usize][footing] = true;
                    }
                }
            }
        }
        (layer, next)
    }
}

/// The footings that can be reached by each link.
fn arcs(places: &Places, reached: &[bool], landings: &[Landing]) -> Vec<Vec<usize>> {
    let mut arcs = vec![Vec::new(); places.links.len()];
    let from = || reached.iter().enumerate().filter(|(_, reached)| **reached).map(|(footing, _)| footing);
    for landing in landings {
        match landing {
            Landing::Keep => arcs[0].extend(from()),
            Landing::Drop => arcs[0].extend(from().map(|footing| places.dropped[footing])),
            Landing::At(arrival) => {
                for footing in from() {
                    let link = places.link(footing, *arrival);
                    if !arcs[link].contains(&places.leaves[*arrival]) {
                        arcs[link].push(places.leaves[*arrival]);
                    }
                }
            }
        }
    }
    arcs
}
