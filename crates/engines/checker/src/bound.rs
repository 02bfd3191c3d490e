//! 証明: recomputes the bound that a certificate claims, in whole numbers, without any solver.
//!
//! At the duals of a leaf everything that people share has a price, so no plan of the leaf can cost less than the
//! cheapest career of each person by itself and what the duals come to by themselves. The careers tried are all that
//! the rules allow, and perhaps more: what is not modelled allows everything.

mod areas;
mod career;
mod cheapest;
mod divisor;
mod duty;
mod ground;
mod rows;
mod rulebook;
mod schooling;
mod service;
mod watch;
mod way;

use std::collections::BTreeMap;

use kernel::PersonId;
use problem::{
    CERTIFICATE_SCHEMA, Certificate, DEEPEST_TREE, DecidedPlace, Decision, FINEST_SCALE, Node, Person,
    Problem, RowDual, for_months,
};
use rayon::prelude::*;
use serde::Serialize;

use self::{
    cheapest::{Decided, Pricing, TooLarge},
    ground::Ground,
    rows::{Prices, Rows},
    way::Way,
};
use crate::report::Finding;

/// A bound that is proven.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bound {
    /// No plan that the checker accepts costs less. At least what the certificate claims.
    pub certified: i128,
    /// How many leaves prove it.
    pub leaves: usize,
}

/// Recomputes the bound of a certificate; every finding at once if it proves nothing, or less than it claims.
pub fn bound(problem: &Problem, certificate: &Certificate) -> Result<Bound, Vec<Finding>> {
    let mut findings = heading(problem, certificate);
    let editions = problem.editions().unwrap_or_else(|wrong| {
        findings.extend(wrong.into_iter().map(Finding::of_document));
        BTreeMap::new()
    });
    if !findings.is_empty() {
        return Err(findings);
    }
    let ground = Ground::new(problem, editions);
    let rows = Rows::new(&ground, certificate.scale);
    let leaves = leaves(&certificate.tree)?;
    let leaves = read(&ground, &rows, leaves)?;
    let value = least(&ground, certificate, &leaves)?;
    let certified = rounded(value, certificate);
    if certificate.bound > certified {
        return Err(vec![Finding::new(
            "certificate-bound",
            format!(
                "下界が {} とされていますが、証明されるのは {certified} までです。{certified} 以下にしてください。",
                certificate.bound
            ),
            format!(
                "A bound of {} is claimed, and {certified} is proven. Claim no more than that.",
                certificate.bound
            ),
        )]);
    }
    Ok(Bound { certified, leaves: leaves.len() })
}

/// What is wrong before anything is computed.
fn heading(problem: &Problem, certificate: &Certificate) -> Vec<Finding> {
    let mut findings = Vec::new();
    if certificate.schema != CERTIFICATE_SCHEMA {
        let schema = &certificate.schema;
        findings.push(Finding::new(
            "certificate-schema",
            format!("証明書の書式が「{schema}」です。読めるのは「{CERTIFICATE_SCHEMA}」です。"),
            format!("The certificate's schema is `{schema}`; `{CERTIFICATE_SCHEMA}` is needed."),
        ));
    }
    let (hash, named) = (problem.hash(), &certificate.problem);
    if *named != hash {
        findings.push(Finding::new(
            "certificate-other-problem",
            format!(
                "この証明書は別の問題（{named}）に対するものです。この問題（{hash}）から作り直してください。"
            ),
            format!(
                "This certificate is about another problem ({named}). Make it anew from this one ({hash})."
            ),
        ));
    }
    if !(1..=FINEST_SCALE).contains(&certificate.scale) {
        findings.push(Finding::new(
            "certificate-scale",
            format!("scale が {} です。1 から {FINEST_SCALE} までにしてください。", certificate.scale),
            format!("The scale is {}. It must be 1 to {FINEST_SCALE}.", certificate.scale),
        ));
    }
    let (divisor, common) = (certificate.divisor, divisor::common(problem));
    if divisor < 1 || common % divisor != 0 {
        findings.push(Finding::new(
            "certificate-divisor",
            format!("divisor が {divisor} ですが、すべての価格を割り切る数は {common} の約数です。1 はいつでも使えます。"),
            format!("The divisor is {divisor}; what divides all prices are divisors of {common}. 1 can always be taken."),
        ));
    }
    let heads: u64 = problem.needs.iter().map(|need| u64::from(need.heads)).sum();
    let fits = |price: i64| {
        let dearest = problem.horizon.iter().map(|period| for_months(price, period.span.length())).max();
        i128::from(dearest.unwrap_or(0)) * i128::from(heads) <= i128::from(i64::MAX)
            && heads <= u64::from(u32::MAX) / 100
    };
    let lines = problem.needs.iter().filter(|need| !fits(need.price));
    findings.extend(lines.map(|need| too_large_for(&format!("needs.{}", need.id))));
    if problem.rates.share_steps.iter().any(|step| !fits(step.price)) {
        findings.push(too_large_for("rates.share_steps"));
    }
    findings
}

fn too_large_for(at: &str) -> Finding {
    Finding::new(
        "certificate-too-large",
        format!("{at}：数が大きすぎて下界を計算できません。価格か双対値を小さくしてください。"),
        format!("{at}: the numbers are too large for a bound. Use smaller prices or duals."),
    )
}

/// The plans of a leaf: what is decided, and what bounds them.
struct Leaf<'a> {
    decided: Vec<(&'a Decision, bool)>,
    proof: Proof<'a>,
}

enum Proof<'a> {
    Duals(&'a [RowDual]),
    NoCareer(&'a PersonId),
}

/// All leaves of the tree, in order.
fn leaves(tree: &Node) -> Result<Vec<Leaf<'_>>, Vec<Finding>> {
    let mut leaves = Vec::new();
    let mut open: Vec<(&Node, Vec<(&Decision, bool)>)> = vec![(tree, Vec::new())];
    while let Some((node, decided)) = open.pop() {
        match node {
            Node::Leaf { duals } => leaves.push(Leaf { decided, proof: Proof::Duals(duals) }),
            Node::NoCareer { person } => leaves.push(Leaf { decided, proof: Proof::NoCareer(person) }),
            Node::Branch { .. } if decided.len() >= DEEPEST_TREE => {
                return Err(vec![Finding::new(
                    "certificate-too-deep",
                    format!("決定の木が {DEEPEST_TREE} 段より深くなっています。浅くしてください。"),
                    format!("The tree is deeper than {DEEPEST_TREE} decisions. Make it flatter."),
                )]);
            }
            Node::Branch { on, then, otherwise } => {
                let with = |so: bool| decided.iter().copied().chain([(on, so)]).collect();
                open.push((otherwise, with(false)));
                open.push((then, with(true)));
            }
        }
    }
    Ok(leaves)
}

/// A leaf made ready: the decisions by person, the prices.
struct Ready<'a> {
    decided: BTreeMap<&'a PersonId, Vec<Decided<'a>>>,
    proof: ReadyProof<'a>,
}

enum ReadyProof<'a> {
    Prices(Box<Prices<'a>>),
    NoCareer(&'a PersonId),
}

/// Reads names and duals of all leaves.
fn read<'a>(
    ground: &Ground<'_>,
    rows: &Rows<'a>,
    leaves: Vec<Leaf<'a>>,
) -> Result<Vec<Ready<'a>>, Vec<Finding>> {
    let mut findings = Vec::new();
    let mut ready = Vec::new();
    let known = |id: &PersonId| ground.problem.people.iter().any(|person| person.career.person == *id);
    for (number, leaf) in leaves.into_iter().enumerate() {
        let mut decided: BTreeMap<&PersonId, Vec<Decided<'a>>> = BTreeMap::new();
        for (decision, so) in leaf.decided {
            let place = match &decision.at {
                DecidedPlace::Workplace(id) => ground.problem.tables.workplaces.contains_key(id),
                DecidedPlace::Outside => true,
            };
            match rows.period(decision.period).filter(|_| place && known(&decision.person)) {
                Some(period) => decided.entry(&decision.person).or_default().push((period, &decision.at, so)),
                None => findings.push(unknown(number, &serde_json::to_string(decision).unwrap_or_default())),
            }
        }
        let proof = match leaf.proof {
            Proof::NoCareer(person) if known(person) => Some(ReadyProof::NoCareer(person)),
            Proof::NoCareer(person) => {
                findings.push(unknown(number, person.as_str()));
                None
            }
            Proof::Duals(duals) => match rows.prices(number, duals) {
                Ok(prices) => Some(ReadyProof::Prices(Box::new(prices))),
                Err(wrong) => {
                    findings.extend(wrong);
                    None
                }
            },
        };
        ready.extend(proof.map(|proof| Ready { decided, proof }));
    }
    if findings.is_empty() { Ok(ready) } else { Err(findings) }
}

fn unknown(leaf: usize, name: &str) -> Finding {
    let leaf = leaf + 1;
    Finding::new(
        "certificate-unknown-name",
        format!("葉 {leaf} の {name}：問題にない人・期間・場所です。名前を確かめてください。"),
        format!("Leaf {leaf}, {name}: no such person, period or place in the problem. Check the name."),
    )
}

/// The least value of all leaves, in parts of a point.
fn least<'a>(
    ground: &'a Ground<'a>,
    certificate: &Certificate,
    leaves: &[Ready<'a>],
) -> Result<i128, Vec<Finding>> {
    let scale = i128::from(certificate.scale);
    let constant = |leaf: &Ready<'_>| match &leaf.proof {
        ReadyProof::Prices(prices) => Some(prices.constant),
        ReadyProof::NoCareer(_) => None,
    };
    // None: there are no such plans.
    let mut values: Vec<Option<i128>> = leaves.iter().map(constant).collect();
    let mut findings = Vec::new();
    let people = &ground.problem.people;
    let by_person: Vec<_> = people.par_iter().map(|person| least_of(ground, scale, person, leaves)).collect();
    for (person, of_leaves) in people.iter().zip(by_person) {
        for (number, ((leaf, value), cheapest)) in leaves.iter().zip(&mut values).zip(of_leaves?).enumerate()
        {
            match (&leaf.proof, cheapest) {
                (ReadyProof::NoCareer(_), Some(_)) => findings.push(has_career(number, person)),
                (ReadyProof::NoCareer(_), None) => {}
                (ReadyProof::Prices(_), None) => *value = None,
                (ReadyProof::Prices(_), Some(price)) => {
                    let too_large = || vec![of_person_too_large(person)];
                    let sum = value.map(|value| value.checked_add(price).ok_or_else(too_large));
                    *value = sum.transpose()?;
                }
            }
        }
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    // Somebody can always be listed as impossible, so some leaf has a plan.
    values.into_iter().flatten().min().ok_or_else(|| vec![too_large_for("tree")])
}

/// A person's cheapest career in each leaf; none where none is left, or where the leaf is about somebody else alone.
fn least_of<'a>(
    ground: &'a Ground<'a>,
    scale: i128,
    person: &'a Person,
    leaves: &[Ready<'a>],
) -> Result<Vec<Option<i128>>, Vec<Finding>> {
    let id = &person.career.person;
    let too_large = || vec![of_person_too_large(person)];
    let ways = person.paths.iter().map(|path| Way::new(ground, person, path));
    let ways: Vec<Way<'a>> = ways.collect::<Option<_>>().ok_or_else(too_large)?;
    let nobody = Prices::nothing(ground);
    let cheapest = |leaf: &Ready<'a>| {
        let decided = leaf.decided.get(id).map_or(&[][..], Vec::as_slice);
        let prices = match &leaf.proof {
            ReadyProof::Prices(prices) => prices,
            ReadyProof::NoCareer(whose) if *whose == id => &nobody,
            ReadyProof::NoCareer(_) => return Ok(None),
        };
        let pricing = Pricing { ground, person, prices, scale, decided };
        pricing.cheapest(&ways).map_err(|TooLarge| too_large())
    };
    leaves.iter().map(cheapest).collect()
}

fn of_person_too_large(person: &Person) -> Finding {
    too_large_for(&format!("people.{}", person.career.person))
}

fn has_career(leaf: usize, person: &problem::Person) -> Finding {
    let (leaf, name) = (leaf + 1, &person.name);
    Finding::new(
        "certificate-has-career",
        format!("葉 {leaf}：{name} に残る経歴がないとされていますが、あります。双対値で示してください。"),
        format!("Leaf {leaf}: {name} is said to have no career left, but has one. Prove the leaf by duals."),
    )
    .of(&person.career.person)
}

/// In whole points, rounded up, and up again to the common divisor.
fn rounded(value: i128, certificate: &Certificate) -> i128 {
    let up = |value: i128, to: i64| -((-value).div_euclid(i128::from(to)));
    let divisor = i128::from(certificate.divisor);
    up(up(value, certificate.scale), certificate.divisor) * divisor
}
