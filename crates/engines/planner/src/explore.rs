//! From encodings to automata: all states that a person's choices can lead to, judged on careers that lead
//! there.
//!
//! First what decides which choices are open and how long the obligation lasts; then each rule by itself, along careers
//! that these allow; then all are put together, smallest first.

use std::{
    collections::{BTreeMap, HashMap},
    hash::BuildHasherDefault,
    sync::Arc,
};

use crate::{
    automaton::{Automaton, Layer, TooManyStates},
    choice::Choice,
    compile::ROOM,
    encodings::{Rulebook, Seen},
    graph::DEAD,
    places::{Landing, Places},
    random::Mix,
};

/// What a person can do, and where it lands.
#[derive(Clone, Copy, Debug)]
pub struct Choices<'c> {
    /// The choices of each period.
    pub of: &'c [Vec<Arc<Choice>>],
    /// Where each lands.
    pub landings: &'c [Vec<Landing>],
    /// Footings and arrivals.
    pub places: &'c Places,
    /// The footing at which careers begin.
    pub start: usize,
}

/// Which rules are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    /// All: else there is nothing.
    All,
    /// Those that there is room for, the smallest first: some careers break one of the others.
    ThatFit,
}

/// Rules together, and how many states that took before equal futures were made one.
pub fn compile(
    rulebook: &Rulebook<'_>,
    choices: Choices<'_>,
    (rules, room): (Rules, usize),
) -> Result<(Automaton, usize), TooManyStates> {
    let fits = |tried: Result<Automaton, TooManyStates>| match rules {
        Rules::All => tried.map(Some),
        Rules::ThatFit => Ok(tried.ok()),
    };
    // Without the frame nothing can be said of any career.
    let for_frame = if rules == Rules::All { room } else { ROOM };
    let frame = Explorer::new(rulebook, &Rulebook::FRAME, None, choices).explore(for_frame)?;
    let mut most = frame.nodes();
    let mut all = frame.smallest();
    let open = all.unlabelled().smallest();
    let mut rest = Vec::new();
    for part in rulebook.rules() {
        let rule = Explorer::new(rulebook, &[part], Some(&open), choices).explore(room);
        let Some(rule) = fits(rule)? else { continue };
        most = most.max(rule.nodes());
        rest.push((part, rule.smallest()));
    }
    rest.sort_by_key(|(_, rule)| rule.nodes());
    let mut seen = Vec::new();
    for (part, rule) in rest {
        let Some(mut both) = fits(all.and(&rule, room))? else { continue };
        seen.push(part);
        most = most.max(both.nodes());
        rulebook.releases_decided_by(&seen).into_iter().for_each(|release| both.decide(release));
        all = both.smallest();
    }
    Ok((all, most))
}

/// Most parts that are explored together.
const TOGETHER: usize = Rulebook::FRAME.len();

/// A joint state: the node of the guide, and the state of each part.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Joint {
    guided: u32,
    parts: [u32; TOGETHER],
}

/// Choices of one period that mean the same to the parts and to the guide.
struct Class {
    /// The class that the guide has for it.
    guided: u32,
    gates: u8,
    effects: Vec<u32>,
    /// Each landing with the first choice that lands so.
    landings: Vec<(Landing, usize)>,
}

impl Class {
    fn lands(&mut self, landing: Landing, choice: usize) {
        if !self.landings.iter().any(|(known, _)| *known == landing) {
            self.landings.push((landing, choice));
        }
    }
}

/// How a state was first reached in a footing: from which state and footing, by which choice.
#[derive(Clone, Copy, Debug)]
struct Origin {
    node: u32,
    footing: u32,
    choice: u32,
}

/// The states of a layer, each with the footings in which it can be reached and how.
struct Front {
    states: Vec<Joint>,
    /// In the order in which they were reached.
    reached: Vec<Vec<(u32, Origin)>>,
    /// The same as bits, so many words a state.
    bits: Vec<u64>,
    words: usize,
    /// Looked up only: the order of states is the order in which they were met.
    numbers: HashMap<Joint, u32, BuildHasherDefault<Mix>>,
}

impl Front {
    fn new(footings: usize) -> Self {
        let words = footings.div_ceil(64);
        Self { states: Vec::new(), reached: Vec::new(), bits: Vec::new(), words, numbers: HashMap::default() }
    }

    fn number(&mut self, state: Joint) -> u32 {
        *self.numbers.entry(state).or_insert_with(|| {
            self.states.push(state);
            self.reached.push(Vec::new());
            self.bits.resize(self.states.len() * self.words, 0);
            self.states.len() as u32 - 1
        })
    }

    fn reach(&mut self, node: u32, footing: usize, origin: Origin) {
        let word = &mut self.bits[node as usize * self.words + footing / 64];
        let bit = 1 << (footing % 64);
        if *word & bit == 0 {
            *word |= bit;
            self.reached[node as usize].push((footing as u32, origin));
        }
    }
}

/// Walks all careers that the guide allows, as far as some parts of the rulebook can tell them apart.
struct Explorer<'e, 'a> {
    rulebook: &'e Rulebook<'a>,
    parts: &'e [usize],
    /// Whether it matters to each part which stays go on.
    by_stays: [bool; TOGETHER],
    guide: Option<&'e Automaton>,
    choices: Choices<'e>,
    fronts: Vec<Front>,
    /// What was seen of a part at the boundary at hand, by question.
    seen: HashMap<(usize, u32, bool), Seen, BuildHasherDefault<Mix>>,
    /// Steps of the period at hand by part, state, effect and link.
    steps: HashMap<(usize, u32, u32, usize), u32, BuildHasherDefault<Mix>>,
}

/// Where a class of choices leads from one node: by link, the footings that can be reached, and how.
struct Arcs {
    by_link: Vec<Vec<(usize, Origin)>>,
    /// The links by which any can, in order.
    used: Vec<usize>,
    /// Whether the node can be reached in a footing.
    reached: Vec<bool>,
}

impl<'e, 'a> Explorer<'e, 'a> {
    fn new(
        rulebook: &'e Rulebook<'a>,
        parts: &'e [usize],
        guide: Option<&'e Automaton>,
        choices: Choices<'e>,
    ) -> Self {
        let mut by_stays = [false; TOGETHER];
        by_stays.iter_mut().zip(parts).for_each(|(by, part)| *by = rulebook.looks_at_stays(*part));
        Self {
            rulebook,
            parts,
            by_stays,
            guide,
            choices,
            fronts: Vec::new(),
            seen: HashMap::default(),
            steps: HashMap::default(),
        }
    }

    fn explore(mut self, room: usize) -> Result<Automaton, TooManyStates> {
        let mut automaton = Automaton { classes: Vec::new(), layers: Vec::new(), start: 0, ends: Vec::new() };
        let guided = self.guide.map_or(0, |guide| guide.start);
        let footings = self.choices.places.footings.len();
        let mut start = Front::new(footings);
        if guided == DEAD {
            automaton.start = DEAD;
        } else {
            let mut parts = [0; TOGETHER];
            let starts = self.parts.iter().map(|part| self.rulebook.start(*part));
            parts.iter_mut().zip(starts).for_each(|(part, start)| *part = start);
            let first = start.number(Joint { guided, parts });
            start.reach(first, self.choices.start, Origin { node: 0, footing: 0, choice: 0 });
        }
        self.fronts.push(start);
        for period in 0..self.choices.of.len() {
            self.seen.clear();
            self.steps.clear();
            let (classes, of_choice) = self.classes(period);
            let (layer, after) = self.expand(period, &classes);
            if after.states.len() > room {
                return Err(TooManyStates { period });
            }
            self.fronts.push(after);
            automaton.layers.push(layer);
            automaton.classes.push(of_choice);
        }
        self.seen.clear();
        let at = self.choices.of.len();
        automaton.ends = (0..self.fronts[at].states.len()).map(|node| self.see(at, node).label).collect();
        Ok(automaton)
    }

    /// The choices of one career that reaches a state.
    fn example(&self, at: usize, node: usize) -> Vec<&'e Choice> {
        let mut choices = Vec::with_capacity(at);
        let first = self.fronts[at].reached[node].first();
        let (mut node, mut footing) = (node, first.map_or(0, |(footing, _)| *footing));
        for at in (1..=at).rev() {
            let reached = &self.fronts[at].reached[node];
            let Some((_, origin)) = reached.iter().find(|(known, _)| *known == footing) else { break };
            let choice: &Choice = &self.choices.of[at - 1][origin.choice as usize];
            choices.push(choice);
            (node, footing) = (origin.node as usize, origin.footing);
        }
        choices.reverse();
        choices
    }

    /// What is known of a node: by the guide, then by each part.
    fn see(&mut self, at: usize, node: usize) -> Seen {
        let last = at == self.choices.of.len();
        let guided = self.guide.map(|guide| {
            let guided = self.fronts[at].states[node].guided as usize;
            if last { &guide.ends[guided] } else { &guide.layers[at].labels[guided] }
        });
        let mut all = Seen { label: guided.cloned().unwrap_or_default(), gate: u8::MAX, hopeless: false };
        for (number, part) in self.parts.iter().enumerate() {
            let state = self.fronts[at].states[node].parts[number];
            let ends = last || all.label.released;
            let question = self.rulebook.question(*part, state);
            let seen = match self.seen.get(&(*part, question, ends)) {
                Some(seen) => seen.clone(),
                None => {
                    let seen = self.rulebook.see(*part, state, at, ends, &|| self.example(at, node));
                    self.seen.insert((*part, question, ends), seen.clone());
                    seen
                }
            };
            all.label = all.label.and(&seen.label, last);
            all.gate &= seen.gate;
            all.hopeless |= seen.hopeless;
        }
        all
    }

    fn classes(&self, period: usize) -> (Vec<Class>, Vec<u32>) {
        let mut classes: Vec<Class> = Vec::new();
        let mut seen: BTreeMap<(u32, u8, Vec<u32>), u32> = BTreeMap::new();
        let mut of_kind: HashMap<(u32, u32), u32, BuildHasherDefault<Mix>> = HashMap::default();
        let choices = self.choices.of[period].iter().zip(&self.choices.landings[period]);
        let of_choice = choices.enumerate().map(|(number, (choice, landing))| {
            let guided = self.guide.map_or(0, |guide| guide.classes[period][number]);
            let kind = choice.offer.and_then(|offer| self.rulebook.kind(period, offer));
            let known = kind.and_then(|kind| of_kind.get(&(guided, kind)));
            if let Some(class) = known {
                classes[*class as usize].lands(*landing, number);
                return *class;
            }
            let effects: Vec<u32> =
                self.parts.iter().map(|part| self.rulebook.effect(*part, period, choice)).collect();
            let gates = match self.guide {
                None => self.rulebook.gates(period, choice),
                Some(_) => u8::MAX,
            };
            let class = *seen.entry((guided, gates, effects.clone())).or_insert_with(|| {
                classes.push(Class { guided, gates, effects, landings: Vec::new() });
                classes.len() as u32 - 1
            });
            classes[class as usize].lands(*landing, number);
            of_kind.extend(kind.map(|kind| ((guided, kind), class)));
            class
        });
        let of_choice = of_choice.collect();
        (classes, of_choice)
    }

    fn expand(&mut self, period: usize, classes: &[Class]) -> (Layer, Front) {
        let links = self.choices.places.links.len();
        let width = classes.len() * links;
        let nodes = self.fronts[period].states.len();
        let mut after = Front::new(self.choices.places.footings.len());
        let mut layer = Layer {
            labels: Vec::with_capacity(nodes),
            classes: classes.len(),
            links,
            next: vec![DEAD; nodes * width],
        };
        let places = self.choices.places;
        let mut arcs = Arcs {
            by_link: vec![Vec::new(); links],
            used: Vec::new(),
            reached: vec![false; places.footings.len()],
        };
        for node in 0..nodes {
            let Seen { label, gate, hopeless } = self.see(period, node);
            let released = label.released;
            layer.labels.push(label);
            if hopeless || released {
                continue;
            }
            let reached = &self.fronts[period].reached[node];
            reached.iter().for_each(|(footing, _)| arcs.reached[*footing as usize] = true);
            let row = &mut layer.next[node * width..][..width];
            for (next, class) in row.chunks_exact_mut(links).zip(classes) {
                if class.gates & gate != 0 {
                    arcs.fill(places, node, &self.fronts[period].reached[node], class);
                    self.follow(period, node, class, &arcs, next, &mut after);
                }
            }
            let reached = &self.fronts[period].reached[node];
            reached.iter().for_each(|(footing, _)| arcs.reached[*footing as usize] = false);
        }
        (layer, after)
    }

    /// Where a class of choices leads from a node, by link.
    fn follow(
        &mut self,
        period: usize,
        node: usize,
        class: &Class,
        arcs: &Arcs,
        next: &mut [u32],
        after: &mut Front,
    ) {
        let state = self.fronts[period].states[node];
        let choice = &self.choices.of[period][class.landings[0].1];
        let mut parts = self.parts.iter().zip(&state.parts);
        if !parts.all(|(part, state)| self.rulebook.wanted(*part, *state, period, choice)) {
            return;
        }
        let guided = self.guide.map(|guide| {
            let layer = &guide.layers[period];
            &layer.row(state.guided)[class.guided as usize * layer.links..][..layer.links]
        });
        // What is the same whichever stays go on is looked up once.
        let mut whichever: [Option<u32>; TOGETHER] = [None; TOGETHER];
        for (link, to) in arcs.used.iter().map(|link| (*link, &arcs.by_link[*link])) {
            let guided = guided.map_or(0, |guided| guided[link]);
            if guided == DEAD {
                continue;
            }
            let mut joint = Joint { guided, parts: [0; TOGETHER] };
            for (number, (part, effect)) in self.parts.iter().zip(&class.effects).enumerate() {
                let by_stays = self.by_stays[number];
                let known = if by_stays { None } else { whichever[number] };
                let link = if by_stays { link } else { 0 };
                let before = state.parts[number];
                joint.parts[number] = known.unwrap_or_else(|| {
                    *self.steps.entry((*part, before, *effect, link)).or_insert_with(|| {
                        let stays = &self.choices.places.links[link];
                        self.rulebook.step(*part, before, period, stays, *effect)
                    })
                });
                whichever[number] = Some(joint.parts[number]);
            }
            let reached = after.number(joint);
            next[link] = reached;
            to.iter().for_each(|(footing, origin)| after.reach(reached, *footing, *origin));
        }
        // Links that no career can use here may lead anywhere: where the others do, so that more nodes are alike.
        let Some((first, others)) = arcs.used.split_first() else { return };
        let like = next[*first];
        let mut unused = 0;
        for used in std::iter::once(first).chain(others) {
            next[unused..*used].fill(like);
            unused = used + 1;
        }
        next[unused..].fill(like);
    }
}

impl Arcs {
    fn fill(&mut self, places: &Places, node: usize, from: &[(u32, Origin)], class: &Class) {
        self.used.drain(..).for_each(|link| self.by_link[link].clear());
        for (landing, choice) in &class.landings {
            let origin = |footing: usize| Origin {
                node: node as u32,
                footing: footing as u32,
                choice: *choice as u32,
            };
            let mut all_from = from.iter().map(|(footing, _)| *footing as usize);
            match landing {
                Landing::Keep => all_from.for_each(|footing| self.lead(0, footing, origin(footing))),
                Landing::Drop => {
                    all_from.for_each(|footing| self.lead(0, places.dropped[footing], origin(footing)));
                }
                Landing::At(arrival) => {
                    let to = places.leaves[*arrival as usize];
                    for (footing, link) in places.linked(*arrival as usize) {
                        if self.reached[*footing] {
                            self.lead(*link, to, origin(*footing));
                        }
                    }
                    let far = all_from.find(|footing| places.link(*footing, *arrival as usize) == 0);
                    if let Some(far) = far {
                        self.lead(0, to, origin(far));
                    }
                }
            }
        }
        self.used.sort_unstable();
    }

    fn lead(&mut self, link: usize, to: usize, origin: Origin) {
        let by_link = &mut self.by_link[link];
        if by_link.is_empty() {
            self.used.push(link);
        }
        by_link.push((to, origin));
    }
}
