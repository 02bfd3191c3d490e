//! One person's possible careers as a layered graph: a layer per planning period, its nodes the joint states of all
//! rules, its arcs classes of choices with equal effect. The place of work is kept beside the node, not in it.
//!
//! [`crate::automaton`] makes it: nodes from which no career can end without a broken rule are left out, and nodes with
//! the same future are one.

use crate::{
    automaton::{self, Automaton},
    memory::list,
};

/// No arc: the choice is not allowed here, or nothing good can follow it.
pub const DEAD: u32 = u32::MAX;

/// A price that stands for "not allowed".
pub const NEVER: i64 = i64::MAX / 8;

/// All layers of one career.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    /// One layer a planning period.
    pub layers: Vec<Layer>,
    /// The node before the first period; [`DEAD`] if no career can end without a broken rule.
    pub start: u32,
    /// What each node after the last period costs.
    pub ends: Vec<i64>,
}

/// The nodes at the start of a planning period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// What it costs if the person is released here; none while the obligation lasts.
    pub ended: Vec<Option<i64>>,
    /// Whether the person is a trainee (専攻医) in this period.
    pub trainee: Vec<bool>,
    /// How many classes of choices there are.
    pub classes: usize,
    /// How many ways stays are continued.
    pub links: usize,
    /// The node after the period, by node, class of choice and link; [`NOWHERE`] for [`DEAD`].
    next: Vec<u16>,
}

/// [`DEAD`] where nodes are told in two bytes.
const NOWHERE: u16 = u16::MAX;

/// More nodes than this no layer may have.
pub const MOST_NODES: usize = NOWHERE as usize;

impl Layer {
    /// How many nodes.
    pub fn nodes(&self) -> usize {
        self.ended.len()
    }

    /// The node that follows.
    pub fn next(&self, node: u32, class: usize, link: usize) -> u32 {
        match self.next[(node as usize * self.classes + class) * self.links + link] {
            NOWHERE => DEAD,
            next => next.into(),
        }
    }

    /// The nodes that follow a node, by class and link; one that no layer has for [`DEAD`].
    pub fn next_of(&self, node: u32) -> &[u16] {
        let width = self.classes * self.links;
        &self.next[node as usize * width..][..width]
    }

    /// Bytes that it takes.
    pub(crate) fn bytes(&self) -> u64 {
        list(&self.ended) + list(&self.trainee) + list(&self.next)
    }
}

impl Graph {
    /// The graph of one career: in each of its periods whether as a trainee, released after the last, which costs so much.
    pub fn of_one(trainee: &[bool], periods: usize, links: usize, end: i64) -> Self {
        let goes_on = |trainee: &bool| Layer {
            ended: vec![None],
            trainee: vec![*trainee],
            classes: 1,
            links,
            next: vec![0; links],
        };
        let mut layers: Vec<Layer> = trainee.iter().map(goes_on).collect();
        let released = layers.len() < periods;
        let (mut ended, mut free) = (vec![Some(end)], vec![false]);
        layers.resize_with(periods, || {
            let (ended, trainee) = (std::mem::take(&mut ended), std::mem::take(&mut free));
            Layer { next: vec![NOWHERE; links * ended.len()], ended, trainee, classes: 1, links }
        });
        Self { layers, start: 0, ends: if released { Vec::new() } else { vec![end] } }
    }

    /// The same without careers that are released at the start of a period or before.
    pub fn unreleased_through(mut self, period: usize) -> Self {
        let released = self.layers.iter_mut().take(period + 1).flat_map(|layer| layer.ended.iter_mut());
        released.flatten().for_each(|price| *price = NEVER);
        self
    }

    /// All nodes of all layers.
    pub fn nodes(&self) -> usize {
        self.layers.iter().map(Layer::nodes).sum::<usize>() + self.ends.len()
    }
}

impl From<Automaton> for Graph {
    fn from(all: Automaton) -> Self {
        let layer = |of: automaton::Layer| Layer {
            ended: of.labels.iter().map(|label| label.released.then_some(label.ending.price)).collect(),
            trainee: of.labels.iter().map(|label| label.trainee).collect(),
            classes: of.classes,
            links: of.links,
            next: of.next.into_iter().map(|next| u16::try_from(next).unwrap_or(NOWHERE)).collect(),
        };
        Graph {
            layers: all.layers.into_iter().map(layer).collect(),
            start: all.start,
            ends: all.ends.iter().map(|label| label.ending.price).collect(),
        }
    }
}
