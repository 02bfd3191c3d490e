//! The leaves of a tree: what is decided of whom, and what proves that such plans cost so much.

use std::collections::BTreeMap;

use kernel::{PersonId, PrefectureId};
use problem::{Apart, DEEPEST_TREE, DecidedPlace, Decision, Node, RowDual};

use super::{cheapest::Decided, rows::Rows, shares::Limits};
use crate::report::Finding;

/// Decisions by person.
pub(super) type Decisions<'a> = BTreeMap<&'a PersonId, Vec<Decided<'a>>>;

/// A leaf.
#[derive(Clone, Debug)]
pub(super) struct Leaf<'a> {
    /// Its number among all leaves, for messages.
    pub number: usize,
    /// What is decided on the way to it.
    pub decided: Decisions<'a>,
    /// What is decided of worst shares.
    pub limits: Limits<'a>,
    pub proof: Proof<'a>,
}

/// What a leaf says.
#[derive(Clone, Copy, Debug)]
pub(super) enum Proof<'a> {
    Duals(&'a [RowDual], &'a [Apart]),
    NoCareer(&'a PersonId),
}

/// All leaves of a tree, in order, numbered from one on. `whose`: whom decisions may be about.
pub(super) fn leaves<'a>(
    rows: &Rows<'a>,
    tree: &'a Node,
    first: usize,
    whose: &dyn Fn(&PersonId) -> bool,
) -> Result<Vec<Leaf<'a>>, Vec<Finding>> {
    let mut leaves = Vec::new();
    let mut findings = Vec::new();
    let mut open: Vec<(&'a Node, Vec<(&'a Decision, bool)>)> = vec![(tree, Vec::new())];
    while let Some((node, decided)) = open.pop() {
        let proof = match node {
            Node::Leaf { duals, apart } => Proof::Duals(duals, apart),
            Node::NoCareer { person } => Proof::NoCareer(person),
            Node::Branch { .. } if decided.len() >= DEEPEST_TREE => return Err(vec![too_deep()]),
            Node::Branch { on, then, otherwise } => {
                let with = |so: bool| decided.iter().copied().chain([(on, so)]).collect();
                open.push((otherwise, with(false)));
                open.push((then, with(true)));
                continue;
            }
        };
        let number = first + leaves.len();
        if let Proof::NoCareer(person) = proof
            && !whose(person)
        {
            findings.push(unknown(number, person.as_str()));
        }
        let mut leaf = Leaf { number, decided: Decisions::new(), limits: Limits::new(), proof };
        for (on, so) in decided {
            match read(rows, on, so) {
                Some(Read::Place(person, decided)) if whose(person) => {
                    leaf.decided.entry(person).or_default().push(decided);
                }
                Some(Read::WorstShare(of, permille)) => {
                    leaf.limits.entry(of).or_default().decide(permille, so);
                }
                _ => findings.push(unknown(number, &serde_json::to_string(on).unwrap_or_default())),
            }
        }
        leaves.push(leaf);
    }
    if findings.is_empty() { Ok(leaves) } else { Err(findings) }
}

/// A decision, once read.
enum Read<'a> {
    Place(&'a PersonId, Decided<'a>),
    WorstShare((usize, Option<&'a PrefectureId>), u32),
}

/// A decision, if the problem has what it names.
fn read<'a>(rows: &Rows<'a>, on: &'a Decision, so: bool) -> Option<Read<'a>> {
    let problem = rows.ground.problem;
    Some(match on {
        Decision::Place { person, period, at, path } => {
            let place = match at {
                DecidedPlace::Workplace(id) => problem.tables.workplaces.contains_key(id),
                DecidedPlace::Post(id) => rows.ground.posts.contains_key(id),
                DecidedPlace::Pattern(id) => problem.patterns.iter().any(|pattern| pattern.id == *id),
                DecidedPlace::Outside | DecidedPlace::Nowhere => true,
            };
            let period = rows.period(*period).filter(|_| place)?;
            Read::Place(person, Decided { period, at, path: *path, so })
        }
        Decision::WorstShare { area, period, permille } => {
            let known = problem.tables.areas.contains_key(area);
            let period = rows.period(*period).filter(|_| known)?;
            Read::WorstShare((period, rows.prefecture_of(area)), *permille)
        }
    })
}

fn too_deep() -> Finding {
    Finding::new(
        "certificate-too-deep",
        format!("決定の木が {DEEPEST_TREE} 段より深くなっています。浅くしてください。"),
        format!("The tree is deeper than {DEEPEST_TREE} decisions. Make it flatter."),
    )
}

/// A name that the problem does not have, or that stands where it does not belong.
pub(super) fn unknown(leaf: usize, name: &str) -> Finding {
    let leaf = leaf + 1;
    Finding::new(
        "certificate-unknown-name",
        format!(
            "葉 {leaf} の {name}：問題に（部分の中ではその部分に）ない人・期間・場所です。名前を確かめてください。"
        ),
        format!(
            "Leaf {leaf}, {name}: no such person, period or place in the problem, or in this part. Check the name."
        ),
    )
}
