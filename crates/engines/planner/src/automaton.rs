//! A rule as a layered automaton over what a person can do: a layer per planning period, its letters classes of choices
//! with a link (which stays go on). Rules are put together two by two: after each step nothing is kept that no career
//! can end well from, and nodes with the same future are one, so what is kept never grows much beyond what matters.

use std::{
    collections::{BTreeMap, HashMap},
    hash::BuildHasherDefault,
};

use crate::{
    graph::{DEAD, NEVER},
    random::Mix,
};

/// There were more states in a layer than can be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyStates {
    /// The period in which it happened.
    pub period: usize,
}

/// All that one or several rules can tell apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Automaton {
    /// The class of each choice, by period.
    pub classes: Vec<Vec<u32>>,
    /// One layer a planning period.
    pub layers: Vec<Layer>,
    /// The node before the first period; [`DEAD`] if no career can end well.
    pub start: u32,
    /// The nodes after the last period.
    pub ends: Vec<Label>,
}

/// The nodes at the start of a planning period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layer {
    /// What is known of each node.
    pub labels: Vec<Label>,
    /// How many classes of choices there are.
    pub classes: usize,
    /// How many ways stays are continued.
    pub links: usize,
    /// The node after the period, by node, class of choice and link.
    pub next: Vec<u32>,
}

/// What is known of a career at a boundary of periods.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// Whether the person is released here: the career ends.
    pub released: bool,
    /// Whether the person is a trainee (専攻医) in the period that begins here.
    pub trainee: bool,
    /// What it means if the career ends here.
    pub ending: Ending,
}

/// What it means if a career ends at a boundary.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ending {
    /// What it costs; [`NEVER`] with a broken rule.
    pub price: i64,
    /// What is known so far of the conditions of each release.
    pub conditions: Vec<Conditions>,
}

/// What a release has seen of the rules that it looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conditions {
    /// The months owed.
    pub owed: Owed,
    /// The worst of the rules that are required.
    pub required: Required,
}

/// How the months owed stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owed {
    /// Not seen, or none are owed.
    #[default]
    Unseen,
    /// Neither served nor beyond judging.
    Open,
    /// Served.
    Met,
    /// They cannot be judged.
    Unjudged,
}

/// How a required rule stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Required {
    /// Nothing speaks against the release.
    #[default]
    Fine,
    /// Not met yet.
    Open,
    /// Broken.
    Broken,
}

impl Conditions {
    /// Whether the release is broken.
    pub fn broken(self) -> bool {
        let short = self.required == Required::Open && self.owed == Owed::Met;
        self.owed != Owed::Unjudged && (self.required == Required::Broken || short)
    }
}

impl Ending {
    /// No career may end so.
    pub fn never() -> Self {
        Self { price: NEVER, conditions: Vec::new() }
    }

    fn is_never(&self) -> bool {
        self.price >= NEVER
    }

    fn and(&self, other: &Self) -> Self {
        if self.is_never() || other.is_never() {
            return Self::never();
        }
        let mut both = Self { price: self.price + other.price, conditions: self.conditions.clone() };
        both.conditions.resize(self.conditions.len().max(other.conditions.len()), Conditions::default());
        for (one, other) in both.conditions.iter_mut().zip(&other.conditions) {
            one.owed = one.owed.max(other.owed);
            one.required = one.required.max(other.required);
        }
        both
    }
}

impl Label {
    /// What two automata know together; `last`: after the last period.
    pub fn and(&self, other: &Self, last: bool) -> Self {
        let released = self.released || other.released;
        Self {
            released,
            trainee: self.trainee || other.trainee,
            ending: if released || last { self.ending.and(&other.ending) } else { Ending::default() },
        }
    }

    /// Whether no career that passes here can end well.
    fn is_dead(&self, row: &[u32]) -> bool {
        if self.released { self.ending.is_never() } else { row.iter().all(|next| *next == DEAD) }
    }
}

impl Layer {
    /// The nodes that follow a node, by class and link.
    pub fn row(&self, node: u32) -> &[u32] {
        let width = self.classes * self.links;
        &self.next[node as usize * width..][..width]
    }
}

/// Numbers that are looked up only, never walked.
type Numbers<K> = HashMap<K, u32, BuildHasherDefault<Mix>>;

impl Automaton {
    /// All nodes of all layers.
    pub fn nodes(&self) -> usize {
        self.layers.iter().map(|layer| layer.labels.len()).sum::<usize>() + self.ends.len()
    }

    /// The same careers, with nothing said of them but when they end.
    pub fn unlabelled(&self) -> Automaton {
        let mut bare = self.clone();
        for label in bare.layers.iter_mut().flat_map(|layer| &mut layer.labels).chain(&mut bare.ends) {
            *label = Label { released: label.released, ..Label::default() };
        }
        bare
    }

    /// Both together: careers that both allow, with at most so many states in a layer.
    pub fn and(&self, other: &Automaton, room: usize) -> Result<Automaton, TooManyStates> {
        let mut both = Automaton {
            classes: Vec::with_capacity(self.classes.len()),
            layers: Vec::with_capacity(self.layers.len()),
            start: 0,
            ends: Vec::new(),
        };
        if self.start == DEAD || other.start == DEAD {
            return Ok(Automaton { start: DEAD, ..both });
        }
        let mut nodes = vec![(self.start, other.start)];
        for (period, (one, two)) in self.layers.iter().zip(&other.layers).enumerate() {
            let (pairs, classes) = paired(&self.classes[period], &other.classes[period]);
            both.classes.push(classes);
            let (layer, after) = pair_layer(one, two, &nodes, &pairs);
            if after.len() > room {
                return Err(TooManyStates { period });
            }
            both.layers.push(layer);
            nodes = after;
        }
        let end = |(one, two): &(u32, u32)| self.ends[*one as usize].and(&other.ends[*two as usize], true);
        both.ends = nodes.iter().map(end).collect();
        Ok(both)
    }

    /// Decides a release whose rules are all part of it.
    pub fn decide(&mut self, release: usize) {
        let labels = self.layers.iter_mut().flat_map(|layer| &mut layer.labels).chain(&mut self.ends);
        for label in labels {
            let Some(conditions) = label.ending.conditions.get_mut(release) else { continue };
            if std::mem::take(conditions).broken() {
                label.ending = Ending::never();
            }
        }
    }

    /// The same careers with as few nodes and classes as can be: from the last layer back, nodes from which no career
    /// ends well are taken out, nodes with equal futures made one, and then classes of choices with equal effect.
    pub fn smallest(&self) -> Automaton {
        let (ends, mut renamed) = merge_ends(&self.ends);
        let mut layers = Vec::with_capacity(self.layers.len());
        let mut classes = Vec::with_capacity(self.layers.len());
        for (layer, of_choice) in self.layers.iter().zip(&self.classes).rev() {
            let (merged, names) = merge_layer(layer, &renamed);
            let (merged, class_names) = merge_classes(merged);
            layers.push(merged);
            classes.push(of_choice.iter().map(|class| class_names[*class as usize]).collect());
            renamed = names;
        }
        layers.reverse();
        classes.reverse();
        let start = renamed.get(self.start as usize).copied().unwrap_or(DEAD);
        Automaton { classes, layers, start, ends }
    }
}

/// The pairs of classes that choices belong to, and the pair of each choice.
fn paired(one: &[u32], two: &[u32]) -> (Vec<(u32, u32)>, Vec<u32>) {
    let mut pairs = Vec::new();
    let mut numbers = BTreeMap::new();
    let of_choice = one.iter().zip(two).map(|(one, two)| {
        *numbers.entry((*one, *two)).or_insert_with(|| {
            pairs.push((*one, *two));
            pairs.len() as u32 - 1
        })
    });
    let of_choice = of_choice.collect();
    (pairs, of_choice)
}

/// A layer of pairs of nodes, and the pairs after it.
fn pair_layer(
    one: &Layer,
    two: &Layer,
    nodes: &[(u32, u32)],
    pairs: &[(u32, u32)],
) -> (Layer, Vec<(u32, u32)>) {
    let links = one.links;
    let width = pairs.len() * links;
    let mut layer = Layer {
        labels: Vec::with_capacity(nodes.len()),
        classes: pairs.len(),
        links,
        next: vec![DEAD; nodes.len() * width],
    };
    let mut after = Vec::new();
    let mut numbers: Numbers<(u32, u32)> = HashMap::default();
    for (node, (first, second)) in nodes.iter().enumerate() {
        let label = one.labels[*first as usize].and(&two.labels[*second as usize], false);
        let released = label.released;
        layer.labels.push(label);
        if released {
            continue;
        }
        let (first, second) = (one.row(*first), two.row(*second));
        let row = &mut layer.next[node * width..][..width];
        for (next, (class, other)) in row.chunks_exact_mut(links).zip(pairs) {
            let first = &first[*class as usize * links..][..links];
            let second = &second[*other as usize * links..][..links];
            for (next, pair) in next.iter_mut().zip(first.iter().copied().zip(second.iter().copied())) {
                if pair.0 != DEAD && pair.1 != DEAD {
                    *next = *numbers.entry(pair).or_insert_with(|| {
                        after.push(pair);
                        after.len() as u32 - 1
                    });
                }
            }
        }
    }
    (layer, after)
}

fn merge_ends(labels: &[Label]) -> (Vec<Label>, Vec<u32>) {
    let mut kept = Vec::new();
    let mut seen = BTreeMap::new();
    let renamed = labels.iter().map(|label| {
        if label.ending.is_never() {
            return DEAD;
        }
        // After the last period nobody is a trainee, and whether he is released does not matter.
        let label = Label { ending: label.ending.clone(), ..Label::default() };
        *seen.entry(label.clone()).or_insert_with(|| {
            kept.push(label);
            kept.len() as u32 - 1
        })
    });
    let renamed = renamed.collect();
    (kept, renamed)
}

fn merge_layer(layer: &Layer, after: &[u32]) -> (Layer, Vec<u32>) {
    let mut merged = Layer { labels: vec![], next: vec![], ..*layer };
    let mut labels: BTreeMap<&Label, u32> = BTreeMap::new();
    let name = |next: &u32| if *next == DEAD { DEAD } else { after[*next as usize] };
    let rows: Vec<u32> = layer.next.iter().map(name).collect();
    let width = layer.classes * layer.links;
    let mut seen: Numbers<(u32, &[u32])> = HashMap::default();
    let mut renamed = Vec::with_capacity(layer.labels.len());
    for (node, label) in layer.labels.iter().enumerate() {
        let row = &rows[node * width..][..width];
        if label.is_dead(row) {
            renamed.push(DEAD);
            continue;
        }
        let known = labels.len() as u32;
        let of_label = *labels.entry(label).or_insert(known);
        let name = *seen.entry((of_label, row)).or_insert_with(|| {
            merged.labels.push(label.clone());
            merged.next.extend_from_slice(row);
            merged.labels.len() as u32 - 1
        });
        renamed.push(name);
    }
    (merged, renamed)
}

/// One class for all that lead from every node to the same; the new class of each old one.
fn merge_classes(layer: Layer) -> (Layer, Vec<u32>) {
    let (links, nodes) = (layer.links, layer.labels.len());
    let mut columns: Vec<u32> = Vec::with_capacity(layer.next.len());
    for class in 0..layer.classes {
        let rows = 0..nodes as u32;
        rows.for_each(|node| columns.extend_from_slice(&layer.row(node)[class * links..][..links]));
    }
    let mut seen: Numbers<&[u32]> = HashMap::default();
    let mut kept = Vec::new();
    let mut names = Vec::with_capacity(layer.classes);
    for class in 0..layer.classes {
        let column = &columns[class * links * nodes..][..links * nodes];
        names.push(*seen.entry(column).or_insert_with(|| {
            kept.push(class);
            kept.len() as u32 - 1
        }));
    }
    if kept.len() == layer.classes {
        return (layer, names);
    }
    let mut next = Vec::with_capacity(nodes * kept.len() * links);
    for node in 0..nodes as u32 {
        let row = layer.row(node);
        kept.iter().for_each(|class| next.extend_from_slice(&row[class * links..][..links]));
    }
    (Layer { classes: kept.len(), next, ..layer }, names)
}
