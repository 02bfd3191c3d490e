//! Worst shares are narrowed before a tree decides on them. Over all shares a mix of nothing missing and everything missing
//! costs no more than heads that can be cut in pieces; only between limits does it show that they cannot. Where people are
//! too few for a share so low, or cost more than the best plan known, all levels up to it are left out.
#![allow(
    clippy::float_arithmetic,
    reason = "where to look; what is left out is proven by bounds summed in integers"
)]

use linear::Trouble;
use problem::DEEPEST_TREE;

use crate::columns::{
    branch::{Node, TOLERANCE, Tree},
    decided::{DecidedShare, Decision},
    rows::Group,
};

/// Most times that all shares are narrowed, and how many parts of the gap a further time must have gained.
const TIMES: usize = 4;
const WORTH: i128 = 20;

/// Decisions that are left to the tree.
const DEEP: usize = 15;

/// How often it is looked at how much can be left out.
const LOOKS: usize = 4;

impl Tree<'_, '_> {
    /// What is left of a node once worst shares are as high as can be shown, with what that proves; and whether to go on.
    pub(super) fn narrowed(
        &mut self,
        mut node: Node,
        go_on: &mut dyn FnMut(&Self, i128) -> bool,
    ) -> Result<(Node, bool), Trouble> {
        for _ in 0..TIMES {
            self.mix_at(&mut node)?;
            let before = node.0;
            let mut shares = self.generation.mixed.undecided.clone();
            shares.sort_by(|one, other| other.0.total_cmp(&one.0));
            for (_, share) in shares {
                if !go_on(self, node.0) {
                    return Ok((node, false));
                }
                if node.2.len() + DEEP >= DEEPEST_TREE {
                    return Ok((node, true));
                }
                self.narrow(&mut node, share)?;
            }
            self.mix_at(&mut node)?;
            if (node.0 - before) * WORTH < self.below - before {
                break;
            }
        }
        Ok((node, true))
    }

    /// Mixes a node anew, and tells what that proves.
    fn mix_at(&mut self, (bound, number, decided): &mut Node) -> Result<(), Trouble> {
        let (proven, charges) = self.mix(decided, *bound)?;
        *bound = proven;
        self.charge(*number, charges);
        Ok(())
    }

    /// Leaves out the highest levels of a share below its mean that are shown to be too dear, and all below them.
    fn narrow(&mut self, node: &mut Node, share: DecidedShare) -> Result<(), Trouble> {
        let Group::Shares(shares) = &self.generation.rows.groups[share.group] else { return Ok(()) };
        // Levels below the first are left out already; those from the last on are not known to be too dear.
        let (mut first, mut last) = (lowest(&node.2, share.group), share.level);
        let mut found = None;
        for _ in 0..LOOKS {
            if first >= last {
                break;
            }
            let level = (first + last) / 2;
            let Some(at) = shares.no_higher_than(share, level) else { break };
            let decided = [node.2.as_slice(), &[Decision::Share(at)]].concat();
            let (bound, charges) = self.mix(&decided, node.0)?;
            if bound > self.below + TOLERANCE {
                found = Some((at, bound, charges));
                first = level + 1;
            } else {
                last = level;
            }
        }
        let Some((at, bound, charges)) = found else { return Ok(()) };
        let [then, otherwise] = self.proof.branch(node.1, Decision::Share(at));
        self.charge(then, charges);
        self.ended = self.ended.min(bound);
        node.1 = otherwise;
        node.2.push(Decision::Share(at).otherwise());
        Ok(())
    }
}

/// The lowest level of a group that decisions leave.
fn lowest(decided: &[Decision], group: usize) -> usize {
    let levels = decided.iter().fold(0..usize::MAX, |left, decision| match decision {
        Decision::Share(share) if share.group == group => share.within(left),
        _ => left,
    });
    levels.start
}
