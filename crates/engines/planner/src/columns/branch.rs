//! The cheapest whole careers of some people, by a tree: where a mix sends somebody to several posts in a period, one
//! branch goes to one of them and the other does not; where it mixes levels of a worst share, one stays below the mean and
//! the other is above. Parts of the tree whose mix is too dear are left out.
#![allow(clippy::float_arithmetic, reason = "weights of a mix; what careers cost is summed in integers")]

use std::collections::BTreeMap;

use linear::Trouble;
use problem::DEEPEST_TREE;

use crate::{
    columns::{
        column::{Column, Pool},
        decided::{Decided, Decision},
        generate::Generation,
        proof::Proof,
        rows::PARTS,
    },
    patience::Patience,
};

/// Weights nearer than this to nothing or to one are whole.
const PART: f64 = 1e-6;

/// Parts of a person that are lost below that, at most.
const LOST: f64 = 1e-3;

/// How much dearer than the goal a mix may seem and still be looked at: its cost is a floating-point number.
pub(super) const TOLERANCE: i128 = PARTS as i128 / 100;

/// Levels of a worst share that lie apart by less are one, in points.
const SPREAD: f64 = 0.5;

/// How often careers are generated for one node.
const ANEW: usize = 12;

/// Which careers a tree looks at.
#[derive(Clone, Copy, Debug)]
pub enum Careers<'c> {
    /// Those that are known.
    Known,
    /// All: what is missing is generated, and what the tree proves holds whatever careers there are. It begins with
    /// charges that prove a bound.
    All {
        /// The charges.
        charges: &'c [i64],
        /// The bound.
        bound: i128,
    },
}

/// What a tree makes whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whole {
    /// Careers, and with them everything.
    Careers,
    /// Worst shares only: careers stay mixed.
    Shares,
}

/// What is looked for, and how long.
#[derive(Clone, Copy, Debug)]
pub struct Goal<'p> {
    /// What is to be whole.
    pub whole: Whole,
    /// Careers that cost together no more than this, in parts of a point.
    pub below: i128,
    /// Better ones cost at least so much less.
    pub step: i128,
    /// Most nodes.
    pub nodes: usize,
    /// Units of work after which no node is begun.
    pub work: u64,
    /// How long the answer is waited for.
    pub patience: Option<&'p Patience>,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Branched {
    /// The cheapest careers, as numbers of the pool; none if none cost as little as was asked for.
    pub best: Option<Vec<usize>>,
    /// Nothing costs less, in parts of a point. Of all careers it is summed in integers.
    pub bound: i128,
    /// Whether nothing is left to look at.
    pub ended: bool,
    /// What proves the bound; of known careers nothing.
    pub proof: Proof,
    /// Units of work.
    pub work: u64,
}

/// What whole careers, by number in the pool, cost together in parts of a point, given what their mix does.
pub type Exact<'e> = &'e dyn Fn(&Pool, &[usize], i128) -> i128;

/// After how many nodes it is asked whether to go on.
const BETWEEN: usize = 10;

/// Looks for the cheapest whole careers; none if nobody waits for them any more. Known careers must have been mixed.
pub fn branch(
    generation: &mut Generation<'_>,
    pool: &mut Pool,
    careers: Careers<'_>,
    goal: Goal<'_>,
    exact: Exact<'_>,
) -> Result<Option<Branched>, Trouble> {
    branch_while(generation, pool, careers, goal, exact, &mut |_, _| true)
}

/// The same as long as it is told to go on: what was found by then is an answer, too. `go_on` is given what is proven so
/// far, in parts of a point, and the units of work.
pub fn branch_while(
    generation: &mut Generation<'_>,
    pool: &mut Pool,
    careers: Careers<'_>,
    goal: Goal<'_>,
    exact: Exact<'_>,
    go_on: &mut dyn FnMut(i128, u64) -> bool,
) -> Result<Option<Branched>, Trouble> {
    let began = generation.work();
    let (root, left_out) = match careers {
        Careers::Known => {
            let root = generation.total();
            (root, too_dear(generation, pool, goal.below - root))
        }
        // Of a mix that may become cheaper nothing is known to be too dear.
        Careers::All { bound, .. } => (bound, Vec::new()),
    };
    let open = BTreeMap::from([((root, 0), Vec::new())]);
    let mut tree = Tree {
        generation,
        pool,
        careers,
        exact,
        left_out,
        open,
        proof: Proof::default(),
        nodes: 0,
        ended: i128::MAX / 8,
        whole: goal.whole,
        below: goal.below,
        step: goal.step,
        best: None,
    };
    if goal.whole == Whole::Shares
        && let Some(root) = tree.cheapest_open()
    {
        let (node, on) = tree.narrowed(root, &mut |tree, bound| {
            go_on(tree.proven().min(bound), tree.generation.work() - began)
        })?;
        tree.open.insert((node.0, node.1), node.2);
        if !on {
            return Ok(Some(tree.branched(began)));
        }
    }
    while let Some(node) = tree.cheapest_open() {
        let mut at = Some(node);
        while let Some((bound, number, decided)) = at {
            let work = tree.generation.work() - began;
            let asks = tree.nodes > 0 && tree.nodes.is_multiple_of(BETWEEN);
            let enough = tree.nodes >= goal.nodes || work >= goal.work;
            if enough || (asks && !go_on(tree.proven().min(bound), work)) {
                tree.open.insert((bound, number), decided);
                return Ok(Some(tree.branched(began)));
            }
            if goal.patience.is_some_and(|patience| patience.is_over()) {
                return Ok(None);
            }
            at = tree.look((bound, number, decided))?;
        }
    }
    Ok(Some(tree.branched(began)))
}

/// Careers that cost so much above the mix that no whole careers as cheap as is asked for hold them.
fn too_dear(generation: &Generation<'_>, pool: &Pool, above: i128) -> Vec<bool> {
    let mixed = &generation.mixed;
    let reduced = |column: &Column| column.price(&mixed.charges) - mixed.prices[column.person];
    generation.careers.iter().map(|number| i128::from(reduced(&pool.columns[*number])) > above).collect()
}

/// What is known of a tree.
pub(super) struct Tree<'t, 'g> {
    pub(super) generation: &'t mut Generation<'g>,
    pool: &'t mut Pool,
    careers: Careers<'t>,
    exact: Exact<'t>,
    left_out: Vec<bool>,
    /// Nodes that were not looked at, by what they cost at least, and what was decided there.
    open: BTreeMap<(i128, usize), Vec<Decision>>,
    pub(super) proof: Proof,
    /// Nodes that were looked at.
    nodes: usize,
    /// The least that ended parts cost.
    pub(super) ended: i128,
    whole: Whole,
    /// What is asked for still.
    pub(super) below: i128,
    step: i128,
    best: Option<Vec<usize>>,
}

/// A node: what it costs at least, its number, and what was decided.
pub(super) type Node = (i128, usize, Vec<Decision>);

impl Tree<'_, '_> {
    /// The cheapest node that was not looked at; none where all of them are too dear, or where only shares are to be whole
    /// and are so in one that is no dearer.
    fn cheapest_open(&mut self) -> Option<Node> {
        let most = if self.whole == Whole::Shares { self.below.min(self.ended) } else { self.below };
        let cheapest = self.open.first_entry().filter(|node| node.key().0 <= most)?;
        let ((bound, number), decided) = cheapest.remove_entry();
        Some((bound, number, decided))
    }

    /// Mixes what decisions leave, and branches; answers the branch that is taken next.
    fn look(&mut self, (bound, number, mut decided): Node) -> Result<Option<Node>, Trouble> {
        self.nodes += 1;
        let (bound, charges) = self.mix(&decided, bound)?;
        self.charge(number, charges);
        if bound > self.below + TOLERANCE {
            self.ended = self.ended.min(bound);
            return Ok(None);
        }
        match self.undecided() {
            // What is deeper no certificate could tell.
            Ok(_) if self.proves() && decided.len() >= DEEPEST_TREE => {
                self.ended = self.ended.min(bound);
                Ok(None)
            }
            Ok(open) => {
                let other = open.otherwise();
                let [then, otherwise] = self.proof.branch(number, open);
                self.open.insert((bound, otherwise), [decided.as_slice(), &[other]].concat());
                decided.push(open);
                match self.whole {
                    Whole::Careers => Ok(Some((bound, then, decided))),
                    // Nothing is found further down, so whatever is cheapest comes first.
                    Whole::Shares => {
                        self.open.insert((bound, then), decided);
                        Ok(None)
                    }
                }
            }
            Err(_) if self.whole == Whole::Shares => {
                self.ended = self.ended.min(bound);
                Ok(None)
            }
            Err(whole) => {
                self.ended = self.ended.min(bound);
                let cost = (self.exact)(self.pool, &whole, self.generation.total());
                if whole.len() == self.generation.people.len() && cost <= self.below {
                    self.below = cost - self.step;
                    self.best = Some(whole);
                }
                Ok(None)
            }
        }
    }

    fn proves(&self) -> bool {
        matches!(self.careers, Careers::All { .. })
    }

    /// What the best mix of what decisions leave costs, at least: no less than what is known of the branch above. And the
    /// charges that prove it, where they prove more.
    pub(super) fn mix(
        &mut self,
        decided: &[Decision],
        mut bound: i128,
    ) -> Result<(i128, Option<Vec<i64>>), Trouble> {
        let Self { generation, pool, left_out, .. } = self;
        generation.decide(pool, decided, left_out);
        if let Careers::Known = self.careers {
            generation.mix()?;
            return Ok((bound.max(generation.total()), None));
        }
        let people = generation.people.clone();
        let mut proves = None;
        for _ in 0..ANEW {
            generation.mix()?;
            let charges = generation.mixed.charges.clone();
            let (added, priced) = generation.price(pool, &people, &charges)?;
            let proven = generation.bound_at(&charges, &priced);
            if proven > bound {
                bound = proven;
                proves = Some(charges);
            }
            if added == 0 || bound > self.below {
                break;
            }
        }
        Ok((bound, proves))
    }

    /// Tells what charges prove at a node, if they prove more than those above it.
    pub(super) fn charge(&mut self, number: usize, charges: Option<Vec<i64>>) {
        if let (Careers::All { charges: begun, .. }, Some(charges)) = (self.careers, charges) {
            self.proof.charge(number, begun, &charges);
        }
    }

    /// What the mix decides least: a worst share that is a mix of levels, for that is of everybody, or somebody's choice in
    /// a period in which none of his careers has ended. If it decides everything, the careers.
    fn undecided(&self) -> Result<Decision, Vec<usize>> {
        let shares = self.generation.mixed.undecided.iter().filter(|(spread, _)| *spread > SPREAD);
        if let Some((_, share)) = shares.max_by(|one, other| one.0.total_cmp(&other.0)) {
            return Ok(Decision::Share(*share));
        }
        if self.whole == Whole::Shares {
            return Err(Vec::new());
        }
        let mut weights: BTreeMap<(usize, usize, (usize, usize)), f64> = BTreeMap::new();
        let mut whole = Vec::new();
        for (career, weight) in self.generation.mixed.weights.iter().enumerate() {
            let number = self.generation.careers[career];
            let Column { person, seat, .. } = &self.pool.columns[number];
            if *weight > 1.0 - PART {
                whole.push(number);
            } else if *weight > PART {
                for (period, taken) in seat.taken.iter().enumerate() {
                    let Some(choice) = taken.choice() else { continue };
                    *weights.entry((*person, period, (seat.way, choice))).or_default() += weight;
                }
            }
        }
        let mut alive: BTreeMap<(usize, usize), f64> = BTreeMap::new();
        for ((person, period, _), weight) in &weights {
            *alive.entry((*person, *period)).or_default() += weight;
        }
        let halves = weights.iter().filter(|((person, period, _), weight)| {
            **weight < 1.0 - PART && alive[&(*person, *period)] > 1.0 - LOST
        });
        let nearness = |weight: f64| (weight - 0.5).abs();
        let least = halves.min_by(|one, other| nearness(*one.1).total_cmp(&nearness(*other.1)));
        let (person, period, does) = least.ok_or(whole)?.0;
        Ok(Decision::Career(Decided { person: *person, period: *period, does: *does, so: true }))
    }

    /// What those that were not looked at, and those that ended, cost at least.
    fn proven(&self) -> i128 {
        self.open.first_key_value().map_or(self.ended, |((bound, _), _)| self.ended.min(*bound))
    }

    fn branched(self, began: u64) -> Branched {
        let open = self.open.first_key_value().map(|((bound, _), _)| *bound);
        let ended = open.is_none_or(|bound| bound > self.below);
        let bound = self.proven();
        let work = self.generation.work() - began;
        Branched { best: self.best, bound, ended, proof: self.proof, work }
    }
}
