//! What a certificate's tree proves: the least of its leaves, and of a leaf with parts the sum of what each part's tree
//! proves and of what everybody else costs at least.
//!
//! Each plan is in one leaf of every part's tree. At the duals of all these leaves together it costs no less than
//! everybody's cheapest career and what the rows come to. People of a part are priced leaf by leaf; for everybody else
//! a thing has the lowest price that any leaf of the part gives it. So nothing has to be believed of who shares what with
//! whom: where people of other parts could use what a part makes dearer, less is proven, and that is all.

use std::collections::{BTreeMap, BTreeSet};

use kernel::PersonId;
use problem::{Apart, Certificate, Node, Person};
use rayon::prelude::*;

use super::{
    cheapest::{Pricing, TooLarge},
    of_person_too_large,
    prices::{Cell, Prices, Shift, Unit, units_of},
    rows::{Duals, Key, Rows},
    shares::Limits,
    too_large_for,
    tree::{Leaf, Proof, leaves, unknown},
    way::Way,
};
use crate::report::Finding;

type Found<T> = Result<T, Vec<Finding>>;

/// A certificate under valuation.
pub(super) struct Valuing<'r, 'a> {
    rows: &'r Rows<'a>,
    scale: i128,
    tree: &'a Node,
    people: Vec<&'a Person>,
}

/// A part made ready.
struct Ready<'a> {
    people: Vec<&'a Person>,
    leaves: Vec<Leaf<'a>>,
    /// The lowest change that any leaf makes to the price of each thing.
    lowest: BTreeMap<Cell<'a>, i128>,
}

/// Which part changes a row, or the fairness of an area; and whether no other may touch it.
type Claims<'a> = BTreeMap<Claim<'a>, (usize, bool)>;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Claim<'a> {
    Row(Key<'a>),
    Together(Unit<'a>),
}

impl<'r, 'a> Valuing<'r, 'a> {
    pub fn new(rows: &'r Rows<'a>, certificate: &'a Certificate) -> Self {
        let people = rows.ground.problem.people.iter().collect();
        Self { rows, scale: i128::from(certificate.scale), tree: &certificate.tree, people }
    }

    /// The least value of all leaves, in parts of a point, and how many leaves there are.
    pub fn least(&self) -> Found<(i128, usize)> {
        let leaves = leaves(self.rows, self.tree, 0, &|person| self.rows.person(person).is_some())?;
        let mut count = leaves.len();
        let ways = self.ways_if_many(&self.people, leaves.len())?;
        let mut least: Option<i128> = None;
        for leaf in &leaves {
            let value = match leaf.proof {
                Proof::NoCareer(person) => self.without_career(leaf, person)?,
                Proof::Duals(duals, parts) => {
                    let duals = self.rows.read(leaf.number, duals)?;
                    let (parts, more) = self.ready(parts, &duals, count)?;
                    count += more;
                    self.of_leaf(leaf, &duals, &parts, &ways)?
                }
            };
            least = least.into_iter().chain(value).min();
        }
        // Somebody can always be listed as impossible, so some leaf has a plan.
        Ok((least.ok_or_else(|| vec![too_large_for("tree")])?, count))
    }

    /// All parts of a leaf, and how many leaves they have.
    fn ready(&self, parts: &'a [Apart], duals: &Duals<'a>, first: usize) -> Found<(Vec<Ready<'a>>, usize)> {
        let mut taken: BTreeSet<&PersonId> = BTreeSet::new();
        let mut claims = Claims::new();
        let mut ready = Vec::with_capacity(parts.len());
        let mut count = 0;
        for (number, part) in parts.iter().enumerate() {
            let people =
                part.people.iter().map(|id| self.rows.person(id).filter(|_| taken.insert(id)).ok_or(id));
            let people: Result<Vec<&Person>, &PersonId> = people.collect();
            let people = people.map_err(|id| vec![unknown(first + count, id.as_str())])?;
            let own: BTreeSet<&PersonId> = part.people.iter().collect();
            let leaves = leaves(self.rows, &part.tree, first + count, &|id| own.contains(id))?;
            count += leaves.len();
            let lowest = self.claimed(number, &leaves, duals, &mut claims)?;
            ready.push(Ready { people, leaves, lowest });
        }
        Ok((ready, count))
    }

    /// Reads all leaves of a part; answers the lowest prices.
    fn claimed(
        &self,
        part: usize,
        leaves: &[Leaf<'a>],
        under: &Duals<'a>,
        claims: &mut Claims<'a>,
    ) -> Found<BTreeMap<Cell<'a>, i128>> {
        let read = leaves.par_iter().map(|leaf| match leaf.proof {
            Proof::NoCareer(_) => Ok(None),
            Proof::Duals(_, parts) if !parts.is_empty() => Err(vec![part_in_part(leaf.number)]),
            Proof::Duals(duals, _) => {
                let over = self.rows.read(leaf.number, duals)?;
                let nothing = Limits::new();
                let cells = Shift::new(self.rows, (under, &nothing), (&over, &nothing)).cells;
                let claims: Vec<_> = over.keys().flat_map(|key| self.claims(*key)).collect();
                let limits = leaf.limits.keys().map(|(period, of)| Unit::Shares(*period, *of));
                Ok(Some((claims.into_iter().chain(limits.map(|unit| (Claim::Together(unit), true))), cells)))
            }
        });
        let mut lowest: Option<BTreeMap<Cell<'a>, i128>> = None;
        for (leaf, read) in leaves.iter().zip(read.collect::<Found<Vec<_>>>()?) {
            let Some((claimed, cells)) = read else { continue };
            for (claim, alone) in claimed {
                let (by, so_far) = claims.entry(claim).or_insert((part, alone));
                if *by != part && (*so_far || alone) {
                    return Err(vec![claimed_twice(leaf.number)]);
                }
                *so_far |= alone;
            }
            lowest = Some(match lowest {
                Some(so_far) => Shift::lower(so_far, cells),
                None => cells,
            });
        }
        Ok(lowest.unwrap_or_default())
    }

    /// What a part that changes a row claims, and whether for itself alone.
    fn claims(&self, key: Key<'a>) -> impl Iterator<Item = (Claim<'a>, bool)> {
        let alone = !matches!(key, Key::Need(..));
        let together = units_of(self.rows, key).map(move |unit| (Claim::Together(unit), alone));
        std::iter::once((Claim::Row(key), true)).chain(together)
    }

    /// What a leaf proves; none if it has no plans.
    fn of_leaf(
        &self,
        leaf: &Leaf<'a>,
        duals: &Duals<'a>,
        parts: &[Ready<'a>],
        ways: &Option<Vec<Vec<Way<'a>>>>,
    ) -> Found<Option<i128>> {
        let nothing = (&Duals::new(), &Limits::new());
        let shift = Shift::new(self.rows, nothing, (duals, &leaf.limits));
        let mut prices = Prices::nothing(self.rows.ground);
        prices.change(&shift.cells, 1);
        parts.iter().for_each(|part| prices.change(&part.lowest, 1));
        let apart: BTreeSet<&PersonId> =
            parts.iter().flat_map(|part| &part.people).map(|person| &person.career.person).collect();
        let others: Vec<usize> = (0..self.people.len())
            .filter(|number| !apart.contains(&self.people[*number].career.person))
            .collect();
        let cheapest = others.par_iter().map(|number| match ways {
            Some(ways) => self.cheapest(self.people[*number], &ways[*number], &prices, leaf),
            None => self.cheapest(self.people[*number], &self.ways(self.people[*number])?, &prices, leaf),
        });
        let Some(mut value) = sum(cheapest.collect::<Found<Vec<_>>>()?, shift.constant)? else {
            return Ok(None);
        };
        for part in parts {
            let Some(of_part) = self.of_part(leaf, duals, &prices, part)? else { return Ok(None) };
            value = value.checked_add(of_part).ok_or_else(|| vec![too_large_for("tree")])?;
        }
        Ok(Some(value))
    }

    /// The least of a part's leaves, beyond what the leaf above comes to by itself; none if it has no plans.
    fn of_part(
        &self,
        above: &Leaf<'a>,
        duals: &Duals<'a>,
        prices: &Prices<'a>,
        part: &Ready<'a>,
    ) -> Found<Option<i128>> {
        let mut others = prices.clone();
        others.change(&part.lowest, -1);
        let ways = part.people.par_iter().map(|person| self.ways(person)).collect::<Found<Vec<_>>>()?;
        let value = |leaf: &Leaf<'a>| {
            let mut both = leaf.clone();
            for (person, decided) in &above.decided {
                both.decided.entry(person).or_default().extend(decided);
            }
            let over = match leaf.proof {
                Proof::NoCareer(person) => return self.without_career(&both, person),
                Proof::Duals(over, _) => self.rows.read(leaf.number, over)?,
            };
            let shift = Shift::new(self.rows, (duals, &above.limits), (&over, &leaf.limits));
            let mut prices = others.clone();
            prices.change(&shift.cells, 1);
            let people = part.people.iter().zip(&ways);
            let cheapest = people.map(|(person, ways)| self.cheapest(person, ways, &prices, &both));
            sum(cheapest.collect::<Found<Vec<_>>>()?, shift.constant)
        };
        let values = part.leaves.par_iter().map(value).collect::<Found<Vec<_>>>()?;
        Ok(values.into_iter().flatten().min())
    }

    /// Of a leaf whose decisions leave somebody no career: nothing, if that is so.
    fn without_career(&self, leaf: &Leaf<'a>, person: &PersonId) -> Found<Option<i128>> {
        let Some(person) = self.rows.person(person) else {
            return Err(vec![unknown(leaf.number, person.as_str())]);
        };
        let nothing = Prices::nothing(self.rows.ground);
        match self.cheapest(person, &self.ways(person)?, &nothing, leaf)? {
            Some(_) => Err(vec![has_career(leaf.number, person)]),
            None => Ok(None),
        }
    }

    fn ways(&self, person: &'a Person) -> Found<Vec<Way<'a>>> {
        let ways = person.paths.iter().map(|path| Way::new(self.rows.ground, person, path));
        ways.collect::<Option<_>>().ok_or_else(|| vec![of_person_too_large(person)])
    }

    /// Everybody's careers, where more than one leaf asks for them.
    fn ways_if_many(&self, people: &[&'a Person], leaves: usize) -> Found<Option<Vec<Vec<Way<'a>>>>> {
        let all = || people.par_iter().map(|person| self.ways(person)).collect::<Found<Vec<_>>>();
        (leaves > 1).then(all).transpose()
    }

    /// A person's cheapest career in a leaf; none where none is left.
    fn cheapest(
        &self,
        person: &'a Person,
        ways: &[Way<'a>],
        prices: &Prices<'a>,
        leaf: &Leaf<'a>,
    ) -> Found<Option<i128>> {
        let decided = leaf.decided.get(&person.career.person).map_or(&[][..], Vec::as_slice);
        let pricing = Pricing { ground: self.rows.ground, person, prices, scale: self.scale, decided };
        pricing.cheapest(ways).map_err(|TooLarge| vec![of_person_too_large(person)])
    }
}

/// What careers and rows come to; none where somebody has no career.
fn sum(cheapest: Vec<Option<i128>>, constant: i128) -> Found<Option<i128>> {
    let mut sum = constant;
    for price in cheapest {
        let Some(price) = price else { return Ok(None) };
        sum = sum.checked_add(price).ok_or_else(|| vec![too_large_for("tree")])?;
    }
    Ok(Some(sum))
}

fn has_career(leaf: usize, person: &Person) -> Finding {
    let (leaf, name) = (leaf + 1, &person.name);
    Finding::new(
        "certificate-has-career",
        format!("葉 {leaf}：{name} に残る経歴がないとされていますが、あります。双対値で示してください。"),
        format!("Leaf {leaf}: {name} is said to have no career left, but has one. Prove the leaf by duals."),
    )
    .of(&person.career.person)
}

fn part_in_part(leaf: usize) -> Finding {
    let leaf = leaf + 1;
    Finding::new(
        "certificate-part-in-part",
        format!("葉 {leaf}：部分の中に部分があります。部分は一段だけにしてください。"),
        format!("Leaf {leaf}: a part stands in a part. Parts have no parts."),
    )
}

fn claimed_twice(leaf: usize) -> Finding {
    let leaf = leaf + 1;
    Finding::new(
        "certificate-row-of-two-parts",
        format!("葉 {leaf}：別の部分が変えている行の双対値を変えています。一つの部分だけで変えてください。"),
        format!(
            "Leaf {leaf}: changes the dual of a row that another part changes. Change it in one part only."
        ),
    )
}
