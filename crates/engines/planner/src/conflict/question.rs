//! The question whether all of some people can be placed at the same time, answered exactly.
//!
//! "No" is proven by charges for the rows of room: everybody's cheapest career then pays more than all rows hold, in
//! integers. Where only a mix of careers goes, one person's step is decided either way and both halves are asked. "Yes"
//! is a career for each, summed in integers as well.
#![allow(clippy::float_arithmetic, reason = "the mix only leads; both answers are summed in integers")]

use std::collections::BTreeSet;

use linear::Trouble;
use problem::Step;

use crate::{
    columns::{
        branch::{Careers, Goal, Whole, branch},
        column::{Column, Pool},
        generate::Generation,
        pricing::cheapest,
        rows::{Row, Rows},
        volume::Charged,
    },
    offered::Offered,
    reinsert::Taken,
    seats::{Candidate, Seat},
};

/// Most rounds of generation for one mix.
const ROUNDS: usize = 400;

/// Most nodes of the tree that picks careers, and its work.
const NODES: usize = 200;
const WORK: u64 = 10_000;

/// A weight that is neither nothing nor all.
const PART: f64 = 1e-4;

/// An answer.
#[derive(Clone, Debug)]
pub enum Answer {
    /// All can be placed: a career for each.
    Yes(Vec<Seat>),
    /// They cannot.
    No(Proof),
    /// There was more to try than there was work left.
    Unknown,
}

/// What a proof rests on: all others, and all other rows, could be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// People, by position in the question.
    pub people: BTreeSet<usize>,
    /// Rows of room.
    pub rows: BTreeSet<usize>,
}

/// People, the rows of room that hold, and how much work is left.
pub struct Question<'q> {
    /// Everybody, with prices for being unplaced and for nothing else.
    pub candidates: &'q [Candidate],
    /// What joins them: rows of room alone.
    pub rows: &'q Rows,
    /// Units of work that are left.
    pub work: &'q mut u64,
}

/// What somebody does in a period, so or not so.
struct Decision {
    person: usize,
    period: usize,
    step: Step,
}

impl Question<'_> {
    /// Asks.
    pub fn ask(mut self) -> Answer {
        let mut proof = Proof::default();
        match self.look(self.candidates, Pool::default(), &mut proof) {
            Ok(Some(seats)) => Answer::Yes(seats),
            Ok(None) => Answer::No(proof),
            Err(_) => Answer::Unknown,
        }
    }

    /// A career for each; none if there are none, with what that rests on. Trouble means that it is not known.
    fn look(
        &mut self,
        candidates: &[Candidate],
        mut pool: Pool,
        proof: &mut Proof,
    ) -> Result<Option<Vec<Seat>>, Trouble> {
        if let Some(person) = candidates.iter().position(|candidate| !candidate.has_career()) {
            proof.people.insert(person);
            return Ok(None);
        }
        let people: Vec<usize> = (0..candidates.len()).collect();
        let mut generation = Generation::new(candidates, self.rows, &people, None, &pool)?;
        let mut best = Charged { charges: vec![0; self.rows.len()], bound: i128::MIN / 4 };
        let mut rounds = 0;
        generation.run(&mut pool, &mut best, |_, best| {
            rounds += 1;
            best.bound <= 0 && rounds < ROUNDS
        })?;
        *self.work = self.work.saturating_sub(generation.work());
        if self.refuted(candidates, &best.charges, proof) {
            return Ok(None);
        }
        let decision = undecided(candidates, &generation, &pool);
        if let Some(careers) = self.picked(generation, &mut pool)? {
            return Ok(Some(careers.into_iter().map(|column| column.seat).collect()));
        }
        let decision = decision.ok_or(Trouble::NoAnswer)?;
        if *self.work == 0 {
            return Err(Trouble::NoAnswer);
        }
        self.both(candidates, pool, &decision, proof)
    }

    /// Those who do what was decided, or else those who do not.
    fn both(
        &mut self,
        candidates: &[Candidate],
        mut pool: Pool,
        Decision { person, period, step }: &Decision,
        proof: &mut Proof,
    ) -> Result<Option<Vec<Seat>>, Trouble> {
        pool.columns.retain(|column| column.person != *person);
        proof.people.insert(*person);
        for so in [true, false] {
            let mut half = candidates.to_vec();
            half[*person] = candidates[*person].only(*period, !so, &|of| (of == step) == so);
            let mut others = Pool::default();
            for column in &pool.columns {
                others.add(column.person, &column.seat, || column.clone());
            }
            if let Some(mut seats) = self.look(&half, others, proof)? {
                let seat = &mut seats[*person];
                *seat = renumbered(seat, &half[*person], &candidates[*person]);
                return Ok(Some(seats));
            }
        }
        Ok(None)
    }

    /// Whether charges prove that there is no way, and what that rests on.
    fn refuted(&self, candidates: &[Candidate], charges: &[i64], proof: &mut Proof) -> bool {
        let people: Vec<usize> = (0..candidates.len()).collect();
        let priced = cheapest(candidates, self.rows, charges, &people);
        let paid: i128 = priced.iter().flatten().map(|priced| i128::from(priced.price)).sum();
        if paid + self.rows.held(charges, |_, _| {}) <= 0 {
            return false;
        }
        let pays = |(person, priced): (usize, &Option<_>)| {
            priced
                .as_ref()
                .is_none_or(|priced: &crate::columns::pricing::Priced| priced.price != 0)
                .then_some(person)
        };
        proof.people.extend(priced.iter().enumerate().filter_map(pays));
        proof.rows.extend((0..charges.len()).filter(|row| charges[*row] > 0));
        true
    }

    /// A career for each of those that were generated, if the rows hold them and nobody is unplaced.
    fn picked(
        &self,
        mut generation: Generation<'_>,
        pool: &mut Pool,
    ) -> Result<Option<Vec<Column>>, Trouble> {
        let goal =
            Goal { whole: Whole::Careers, below: 0, step: 1, nodes: NODES, work: WORK, patience: None };
        let branched = branch(&mut generation, pool, Careers::Known, goal, &|_, _, mixed| mixed)?;
        let best = branched.and_then(|branched| branched.best);
        let careers = best.iter().flatten().map(|number| pool.columns[*number].clone());
        let careers = by_person(careers.collect());
        Ok((careers.len() == generation.people.len() && self.hold(&careers)).then_some(careers))
    }

    fn hold(&self, careers: &[Column]) -> bool {
        let mut taken = vec![0i64; self.rows.len()];
        for (row, amount) in careers.iter().flat_map(|column| &column.entries) {
            taken[*row as usize] += i64::from(*amount);
        }
        self.rows.rows.iter().zip(taken).all(|(row, taken)| match row {
            Row::Room { most } => taken <= *most,
            Row::Need { .. } | Row::Step { .. } | Row::Share { .. } | Row::Apart { .. } => true,
        })
    }
}

/// One career for each person, in their order.
fn by_person(mut careers: Vec<Column>) -> Vec<Column> {
    careers.sort_by_key(|column| column.person);
    careers.dedup_by_key(|column| column.person);
    careers
}

/// A step that a mix leaves undecided.
fn undecided(candidates: &[Candidate], generation: &Generation<'_>, pool: &Pool) -> Option<Decision> {
    let mixed = generation.careers.iter().zip(&generation.mixed.weights);
    let mut parts: Vec<(&Column, f64)> = mixed
        .filter(|(_, weight)| **weight > PART && **weight < 1.0 - PART)
        .map(|(number, weight)| (&pool.columns[*number], *weight))
        .collect();
    parts.sort_by(|one, other| {
        (one.0.person, other.1).partial_cmp(&(other.0.person, one.1)).unwrap_or(std::cmp::Ordering::Equal)
    });
    let mut people = parts.chunk_by(|one, other| one.0.person == other.0.person);
    people.find_map(|of_one| {
        let (first, _) = of_one.first()?;
        let candidate = &candidates[first.person];
        of_one.iter().skip(1).find_map(|(other, _)| {
            let periods = 0..first.seat.taken.len();
            let mut steps = periods.map(|period| {
                (period, step(candidate, &first.seat, period), step(candidate, &other.seat, period))
            });
            steps.find(|(_, one, other)| one != other).and_then(|(period, one, other)| {
                Some(Decision { person: first.person, period, step: one.or(other)?.clone() })
            })
        })
    })
}

fn step<'c>(candidate: &'c Candidate, seat: &Seat, period: usize) -> Option<&'c Step> {
    candidate.does(seat, period).map(Offered::step)
}

/// The seat of a candidate who had fewer choices, as one of all of them.
fn renumbered(seat: &Seat, fewer: &Candidate, all: &Candidate) -> Seat {
    let mut seat = seat.clone();
    for (period, taken) in seat.taken.iter_mut().enumerate() {
        let choice = taken.choice().and_then(|choice| {
            let step = fewer.offers[seat.way][period][choice].step();
            all.offers[seat.way][period].iter().position(|of| of.step() == step)
        });
        *taken = choice.map_or(Taken::RELEASED, |choice| Taken::new(choice, taken.trainee()));
    }
    seat
}
