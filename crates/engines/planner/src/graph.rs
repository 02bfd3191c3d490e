//! One person's possible careers as a layered graph: a layer per planning period, its nodes the joint states of all
//! rules, its arcs classes of choices with equal effect. The place of work is kept beside the node, not in it.
//!
//! Nodes from which no career can end without a broken rule are left out, and nodes with the same future are one.

use std::collections::BTreeMap;

/// No arc: the choice is not allowed here, or nothing good can follow it.
pub const DEAD: u32 = u32::MAX;

/// A price that stands for "not allowed".
pub const NEVER: i64 = i64::MAX / 8;

/// All layers of one career.
#[derive(Clone, Debug)]
pub struct Graph {
    /// One layer a planning period.
    pub layers: Vec<Layer>,
    /// The node before the first period; [`DEAD`] if no career can end without a broken rule.
    pub start: u32,
    /// What each node after the last period costs.
    pub ends: Vec<i64>,
}

/// The nodes at the start of a planning period.
#[derive(Clone, Debug)]
pub struct Layer {
    /// What it costs if the person is released here; none while the obligation lasts.
    pub ended: Vec<Option<i64>>,
    /// Whether the person is a trainee (専攻医) in this period.
    pub trainee: Vec<bool>,
    /// How many classes of choices there are.
    pub classes: usize,
    /// How many ways stays are continued.
    pub links: usize,
    /// The node after the period, by node, class of choice and link.
    pub next: Vec<u32>,
}

impl Layer {
    /// How many nodes.
    pub fn nodes(&self) -> usize {
        self.ended.len()
    }

    /// The node that follows.
    pub fn next(&self, node: u32, class: usize, link: usize) -> u32 {
        self.next[(node as usize * self.classes + class) * self.links + link]
    }

    fn row(&self, node: usize) -> &[u32] {
        let width = self.classes * self.links;
        &self.next[node * width..(node + 1) * width]
    }
}

impl Graph {
    /// All nodes of all layers.
    pub fn nodes(&self) -> usize {
        self.layers.iter().map(Layer::nodes).sum::<usize>() + self.ends.len()
    }

    /// The same careers with as few nodes as can be: from the last layer back, nodes that nothing can follow are taken
    /// out and nodes with equal futures made one. `ends` holds [`NEVER`] for a career that ends with a broken rule.
    pub fn merged(self) -> Graph {
        let (ends, mut renamed) = merge_ends(&self.ends);
        let mut layers = Vec::with_capacity(self.layers.len());
        for layer in self.layers.iter().rev() {
            let (merged, names) = merge_layer(layer, &renamed);
            layers.push(merged);
            renamed = names;
        }
        layers.reverse();
        let start = renamed.get(self.start as usize).copied().unwrap_or(DEAD);
        Graph { layers, start, ends }
    }
}

fn merge_ends(prices: &[i64]) -> (Vec<i64>, Vec<u32>) {
    let mut kept = Vec::new();
    let mut seen = BTreeMap::new();
    let renamed = prices.iter().map(|price| {
        if *price >= NEVER {
            return DEAD;
        }
        *seen.entry(*price).or_insert_with(|| {
            kept.push(*price);
            kept.len() as u32 - 1
        })
    });
    let renamed = renamed.collect();
    (kept, renamed)
}

fn merge_layer(layer: &Layer, after: &[u32]) -> (Layer, Vec<u32>) {
    let mut merged = Layer { ended: vec![], trainee: vec![], next: vec![], ..*layer };
    let mut seen: BTreeMap<(Option<i64>, bool, Vec<u32>), u32> = BTreeMap::new();
    let mut renamed = Vec::with_capacity(layer.nodes());
    for node in 0..layer.nodes() {
        let row: Vec<u32> = layer
            .row(node)
            .iter()
            .map(|next| if *next == DEAD { DEAD } else { after[*next as usize] })
            .collect();
        let ended = layer.ended[node];
        let dead = ended.map_or_else(|| row.iter().all(|next| *next == DEAD), |price| price >= NEVER);
        if dead {
            renamed.push(DEAD);
            continue;
        }
        let (ended, trainee) = (ended, layer.trainee[node]);
        let name = *seen.entry((ended, trainee, row)).or_insert_with_key(|(_, _, row)| {
            merged.ended.push(ended);
            merged.trainee.push(trainee);
            merged.next.extend_from_slice(row);
            merged.ended.len() as u32 - 1
        });
        renamed.push(name);
    }
    (merged, renamed)
}
