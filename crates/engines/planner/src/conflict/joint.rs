//! Conflicts of several people. The set is grown from one person who is left out: whoever holds the room that a way of
//! seating him would take is asked as well, until all of them can be seated beside everybody else, or it is proven that
//! they cannot. Then everything is left out that the proof does not need.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use problem::ConflictElement;

use crate::{
    columns::rows::{Row, Rows},
    compile::{Compiler, LeftOut},
    conflict::{
        elements,
        question::{Answer, Proof, Question},
    },
    graph::DEAD,
    offered::Cost,
    search::eject::users,
    seats::{Candidate, Seat, Seats},
};

/// Units of work for all conflicts of a plan.
const WORK: u64 = 20_000;

/// Most people who are asked together.
const MOST: usize = 80;

/// More room than anybody could ask for.
const BOUNDLESS: i64 = 1 << 40;

/// How somebody fares beside others.
#[derive(Clone, Debug)]
pub enum Together {
    /// All who were asked can be seated beside everybody else.
    Seated(BTreeMap<usize, Seat>),
    /// They cannot: people and elements of which none could be left out.
    Never {
        /// Who.
        people: Vec<usize>,
        /// Rules, facts and room; empty where nothing that could be left out forbids it.
        conflict: Vec<ConflictElement>,
    },
    /// Nobody knows.
    Unknown,
}

/// Asks of several people at once, in the problem without prices.
pub struct Joint<'j> {
    compiler: &'j Compiler<'j>,
    rows: Rows,
    /// People who may give instructors' time: without them others could have less room, not more.
    giving: BTreeSet<usize>,
    /// The last careers of each person, and what was left out of them.
    compiled: BTreeMap<usize, (LeftOut, Candidate)>,
    /// Units of work that are left.
    work: u64,
}

/// What is asked of whom.
#[derive(Clone, Debug, Default)]
struct Posed {
    /// People, what of theirs is left out, and whether they are to be placed throughout.
    people: BTreeMap<usize, Asked>,
    /// Rows that hold; none: all.
    held: Option<BTreeSet<usize>>,
    /// More room in some rows.
    wider: BTreeMap<usize, i64>,
}

#[derive(Clone, Debug)]
struct Asked {
    left_out: LeftOut,
    throughout: bool,
}

impl<'j> Joint<'j> {
    /// Of a bare problem.
    pub fn new(compiler: &'j Compiler<'j>) -> Self {
        let ground = compiler.ground;
        let people = ground.problem.people.iter().enumerate();
        let giving = people.filter(|(_, person)| !person.instructs.is_empty()).map(|(number, _)| number);
        let rows = Rows::new(compiler.staffing, ground.periods.len());
        Self { compiler, rows, giving: giving.collect(), compiled: BTreeMap::new(), work: WORK }
    }

    /// Whether a person can be seated at all, or throughout, beside all who are.
    pub fn ask(&mut self, seats: &mut Seats<'_>, person: usize, throughout: bool) -> Together {
        let mut posed = Posed::default();
        posed.add(person, throughout);
        loop {
            match self.answer(&posed) {
                Answer::Unknown => return Together::Unknown,
                Answer::No(proof) => return self.smallest(posed, &proof),
                Answer::Yes(found) => {
                    let found: BTreeMap<usize, Seat> = posed.people.keys().copied().zip(found).collect();
                    let more = in_the_way(seats, &found);
                    if more.is_empty() {
                        return Together::Seated(found);
                    }
                    if more.len() + posed.people.len() > MOST {
                        return Together::Unknown;
                    }
                    for other in more {
                        let placed = throughout && self.can_alone(other);
                        posed.add(other, placed);
                    }
                }
            }
        }
    }

    fn can_alone(&mut self, person: usize) -> bool {
        let mut alone = Posed::default();
        alone.add(person, true);
        matches!(self.answer(&alone), Answer::Yes(_))
    }

    fn answer(&mut self, posed: &Posed) -> Answer {
        if self.work == 0 {
            return Answer::Unknown;
        }
        let mut candidates = Vec::with_capacity(posed.people.len());
        for (person, asked) in &posed.people {
            let candidate = self.candidate(*person, asked);
            if !candidate.tried_all {
                return Answer::Unknown;
            }
            candidates.push(candidate);
        }
        // Whoever gives time and is not asked may still give it.
        let giving: Vec<usize> =
            self.giving.iter().copied().filter(|person| !posed.people.contains_key(person)).collect();
        candidates.extend(giving.into_iter().map(|person| self.unbound(person)));
        let rows = posed.rows(&self.rows);
        match (Question { candidates: &candidates, rows: &rows, work: &mut self.work }).ask() {
            Answer::Yes(mut seats) => {
                seats.truncate(posed.people.len());
                Answer::Yes(seats)
            }
            Answer::No(mut proof) => {
                let people: Vec<usize> = posed.people.keys().copied().collect();
                proof.people =
                    proof.people.iter().filter_map(|number| people.get(*number).copied()).collect();
                Answer::No(proof)
            }
            Answer::Unknown => Answer::Unknown,
        }
    }

    fn candidate(&mut self, person: usize, asked: &Asked) -> Candidate {
        let compiler = self.compiler;
        let compile = || (asked.left_out.clone(), compiler.candidate_without(person, &asked.left_out));
        let known = self.compiled.entry(person).or_insert_with(compile);
        if known.0 != asked.left_out {
            *known = compile();
        }
        let mut candidate = known.1.clone();
        if !asked.throughout {
            candidate.forgive();
        }
        candidate
    }

    /// Somebody of whom nothing is asked.
    fn unbound(&mut self, person: usize) -> Candidate {
        let all = elements(self.compiler, &self.compiler.ground.problem.people[person]);
        self.candidate(person, &Asked { left_out: LeftOut::all(&all), throughout: false })
    }

    /// What is left of a contradiction when everything is left out that can be.
    fn smallest(&mut self, mut posed: Posed, proof: &Proof) -> Together {
        posed.keep(proof);
        for person in posed.people.clone().into_keys() {
            let mut fewer = posed.clone();
            if fewer.people.remove(&person).is_some() {
                self.still(fewer, &mut posed);
            }
        }
        for row in posed.held.clone().unwrap_or_default() {
            let mut fewer = posed.clone();
            if fewer.held.as_mut().is_some_and(|held| held.remove(&row)) {
                self.still(fewer, &mut posed);
            }
        }
        let mut conflict = Vec::new();
        for person in posed.people.clone().into_keys() {
            for element in elements(self.compiler, &self.compiler.ground.problem.people[person]) {
                if !self.still(posed.without(person, &element), &mut posed) {
                    conflict.push((person, element));
                }
            }
        }
        // A rule that was left out may have asked for less where it stood: what is left is looked through once more.
        conflict.retain(|(person, element)| {
            posed.people.contains_key(person) && !self.still(posed.without(*person, element), &mut posed)
        });
        let mut conflict: Vec<ConflictElement> = conflict.into_iter().map(|(_, element)| element).collect();
        let rows = posed.held.clone().unwrap_or_default();
        conflict.extend(rows.into_iter().filter_map(|row| self.named(&posed, row)));
        conflict.sort();
        // Without work left something may have stayed in that is not needed.
        if self.work == 0 {
            return Together::Unknown;
        }
        Together::Never { people: posed.people.into_keys().collect(), conflict }
    }

    /// Whether with less asked it still cannot be; then that is what is asked.
    fn still(&mut self, fewer: Posed, posed: &mut Posed) -> bool {
        let Answer::No(proof) = self.answer(&fewer) else { return false };
        *posed = fewer;
        posed.keep(&proof);
        true
    }

    /// A row by name, with the least number that would be enough.
    fn named(&mut self, posed: &Posed, row: usize) -> Option<ConflictElement> {
        let Compiler { ground, staffing, .. } = *self.compiler;
        let period = (0..ground.periods.len()).rev().find(|period| self.rows.first_of(*period)[0] <= row)?;
        let [rooms, teaching, _] = self.rows.first_of(period);
        let month = ground.periods[period].span.from;
        if row >= teaching {
            let ((place, department), _) =
                staffing.departments(period).find(|(_, of)| *of == row - teaching)?;
            return Some(ConflictElement::Instructors {
                workplace: ground.places[place].clone(),
                department: department.clone(),
                period: month,
                enough: self.enough(posed, row, staffing.per_instructor()),
            });
        }
        let of_post = staffing.posts(period).find(|(_, of)| *of == row - rooms);
        let of_place = || staffing.places(period).find(|(_, of)| *of == row - rooms);
        Some(match of_post {
            Some((post, _)) => ConflictElement::Post {
                post: ground.post(post).id.clone(),
                period: month,
                enough: self.enough(posed, row, 100),
            },
            None => ConflictElement::Workplace {
                workplace: ground.places[of_place()?.0].clone(),
                period: month,
                enough: self.enough(posed, row, 100),
            },
        })
    }

    /// The least number of places or instructors with which a row would do, each so many percent of a head.
    fn enough(&mut self, posed: &Posed, row: usize, each: i64) -> u32 {
        let Row::Room { most } = self.rows.rows[row] else { return u32::MAX };
        let people = posed.people.len() as i64;
        let cures = |more: &i64| {
            let mut wider = posed.clone();
            wider.wider.insert(row, more * each);
            !matches!(self.answer(&wider), Answer::No(_))
        };
        let more = (1..people).find(cures).unwrap_or(people);
        u32::try_from(most / each.max(1) + more).unwrap_or(u32::MAX)
    }
}

impl Compiler<'_> {
    /// A person's careers where some rules and facts are left out.
    fn candidate_without(&self, number: usize, left_out: &LeftOut) -> Candidate {
        let person = &self.ground.problem.people[number];
        let mut careers = self.empty(number);
        for path in 0..person.paths.len() {
            match self.compile(person, path, left_out) {
                Some(compiled) => {
                    careers.tried_all &= compiled.whole;
                    if compiled.way.graph.start != DEAD {
                        self.add(&mut careers.own, person, compiled);
                    }
                }
                None => careers.tried_all = false,
            }
        }
        self.with_careers(number, Arc::new(careers))
    }
}

impl Posed {
    fn add(&mut self, person: usize, throughout: bool) {
        self.people.insert(person, Asked { left_out: LeftOut::default(), throughout });
    }

    /// What a proof rests on, and nothing else.
    fn keep(&mut self, proof: &Proof) {
        self.people.retain(|person, _| proof.people.contains(person));
        let held = |row: &usize| self.held.as_ref().is_none_or(|held| held.contains(row));
        self.held = Some(proof.rows.iter().copied().filter(held).collect());
    }

    fn without(&self, person: usize, element: &ConflictElement) -> Self {
        let mut fewer = self.clone();
        if let Some(asked) = fewer.people.get_mut(&person) {
            asked.left_out = asked.left_out.with(element);
        }
        fewer
    }

    /// The rows that hold, as wide as they are asked to be.
    fn rows(&self, all: &Rows) -> Rows {
        let mut rows = all.clone();
        for (number, row) in rows.rows.iter_mut().enumerate() {
            if let Row::Room { most } = row {
                let held = self.held.as_ref().is_none_or(|held| held.contains(&number));
                *most = if held { *most + self.wider.get(&number).unwrap_or(&0) } else { BOUNDLESS };
            }
        }
        rows
    }
}

impl Candidate {
    /// The same, and being unplaced costs nothing.
    fn forgive(&mut self) {
        let free = Arc::new(Cost::from(Vec::new()));
        for offered in Arc::make_mut(&mut self.careers).own.offers.iter_mut().flatten().flatten() {
            offered.cost = Arc::clone(&free);
        }
    }
}

/// Whoever else takes room that these seats would need.
fn in_the_way(seats: &mut Seats<'_>, found: &BTreeMap<usize, Seat>) -> BTreeSet<usize> {
    let before: Vec<(usize, Option<Seat>)> =
        found.keys().map(|person| (*person, seats.take_out(*person))).collect();
    found.iter().for_each(|(person, seat)| seats.place(*person, seat.clone()));
    let full = seats.staffing.overfull();
    let others = full.into_iter().flat_map(|row| users(seats, row));
    let others = others.filter(|person| !found.contains_key(person)).collect();
    for (person, seat) in before {
        seats.take_out(person);
        if let Some(seat) = seat {
            seats.place(person, seat);
        }
    }
    others
}
