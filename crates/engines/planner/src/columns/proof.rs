//! What a tree proved, node by node: what was decided, and the charges at which what is left costs so much.

use crate::columns::decided::Decision;

/// Rows that are charged otherwise than at the beginning.
pub type Otherwise = Vec<(u32, i64)>;

/// A tree of decisions. The first node is the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    nodes: Vec<Looked>,
    charges: Vec<Otherwise>,
}

/// What was found at a node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Looked {
    /// The charges that prove most: those of the node, or of one above it.
    charges: usize,
    /// What was decided there, and the nodes in which it is so and is not.
    branch: Option<(Decision, [usize; 2])>,
}

/// A node of a proof.
#[derive(Clone, Copy, Debug)]
pub enum At<'p> {
    /// What was decided, and the nodes in which it is so and is not.
    Branch(Decision, [usize; 2]),
    /// Rows that are charged otherwise.
    Leaf(&'p Otherwise),
}

impl Default for Proof {
    /// The charges of the beginning, and nothing decided.
    fn default() -> Self {
        Self { nodes: vec![Looked::default()], charges: vec![Vec::new()] }
    }
}

impl Proof {
    /// The node of a number; the root is 0.
    pub fn at(&self, node: usize) -> At<'_> {
        let Looked { charges, branch } = self.nodes[node];
        match branch {
            Some((on, nodes)) => At::Branch(on, nodes),
            None => At::Leaf(&self.charges[charges]),
        }
    }

    /// Each leaf's rows that are charged otherwise.
    pub fn ends(&self) -> impl Iterator<Item = &Otherwise> {
        let leaves = self.nodes.iter().filter(|node| node.branch.is_none());
        leaves.map(|leaf| &self.charges[leaf.charges])
    }

    /// How many leaves it has.
    pub fn leaves(&self) -> usize {
        self.nodes.iter().filter(|node| node.branch.is_none()).count()
    }

    /// Decides something at a node; answers the nodes in which it is so and is not. They begin with its charges.
    pub fn branch(&mut self, node: usize, on: Decision) -> [usize; 2] {
        let charges = self.nodes[node].charges;
        let otherwise = self.nodes.len();
        self.nodes.extend([Looked { charges, branch: None }; 2]);
        let nodes = [otherwise + 1, otherwise];
        self.nodes[node].branch = Some((on, nodes));
        nodes
    }

    /// Charges that prove more at a node.
    pub fn charge(&mut self, node: usize, begun: &[i64], charges: &[i64]) {
        let changed = begun.iter().zip(charges).enumerate().filter(|(_, (before, now))| before != now);
        self.nodes[node].charges = self.charges.len();
        self.charges.push(changed.map(|(row, (_, now))| (row as u32, *now)).collect());
    }
}
