//! 下書き: a plan before everybody's careers are known, for whoever waits no longer.
//!
//! Each person in turn gets the first career that his rules allow and for which there is room. Of those for whom none is
//! found soon all careers are compiled. Where there is room for none of them, he is put in all the same, and whoever
//! else sits in the over-full row looks for another career; rows that are fought for become dearer.

use problem::Plan;
use rayon::prelude::*;

use crate::{
    answer,
    compile::Compiler,
    graph::NEVER,
    limits::{Go, Limits, Phase, Progress},
    objective,
    offered::Offered,
    reinsert::{Bench, Found, Prices},
    seats::{Candidate, Seat, Seats},
    staffing::{FullRow, Staffing},
};

/// People who look for careers at the same time, each as if the others did not.
const AT_ONCE: usize = 16;

/// How often a person's first career is tried to find, and another one where there was no room for it.
const ATTEMPTS: usize = 24;
const AGAIN: usize = 3;

/// What a percent of a head too much costs at first, and what is added each time a row is fought for.
const TOO_MUCH: i64 = 10_000;

/// Most people of a row who are asked to look for another career.
const ASKED: usize = 4;

/// How often somebody is pushed out, for each person, before it is left to the search.
const PUSHES: usize = 1;
const PUSHES_AT_LEAST: usize = 50;

/// A plan, and the careers that were looked at for it.
#[derive(Debug)]
pub(crate) struct Sketch {
    /// Everybody, with the one career that was found or with all.
    pub candidates: Vec<Candidate>,
    seats: Vec<Option<Seat>>,
}

impl Sketch {
    /// A sketch; none where not everybody finds room whose own rules can be met. `stopped`: nobody waits any more.
    pub fn of(
        compiler: &Compiler<'_>,
        limits: &Limits,
        watch: &mut dyn FnMut(&Progress) -> Go,
        stopped: &mut bool,
    ) -> Option<Self> {
        let mut sketching = Sketching::new(compiler);
        let mut tell = |progress: Progress| {
            *stopped |= watch(&Progress { limit: limits.work, ..progress }) != Go::On;
        };
        let waiting =
            sketching.put_in_each(&mut |people| tell(Progress { people, ..Progress::at(Phase::Sketch) }));
        sketching.put_in_all(waiting)?;
        let people = sketching.drawn.len();
        let (candidates, seats) =
            sketching.drawn.into_iter().map(|drawn| (drawn.candidate, drawn.seat)).unzip();
        let sketch = Self { candidates, seats };
        let seats = sketch.seated(compiler);
        let objective = objective::of(&seats).total;
        let unplaced = seats.unplaced();
        tell(Progress { objective, unplaced, people, ..Progress::at(Phase::Improve) });
        Some(sketch)
    }

    /// The sketch as a plan, with nothing proven.
    pub fn plan(&self, compiler: &Compiler<'_>) -> Plan {
        answer::plan(&mut self.seated(compiler), None)
    }

    fn seated<'s>(&'s self, compiler: &Compiler<'s>) -> Seats<'s> {
        let mut seats = Seats::new(compiler.ground, &self.candidates, compiler.staffing.clone());
        let seated = self.seats.iter().enumerate().filter_map(|(person, seat)| Some((person, seat.clone()?)));
        seated.for_each(|(person, seat)| seats.place(person, seat));
        seats
    }
}

/// A sketch under way.
struct Sketching<'s, 'a> {
    compiler: &'s Compiler<'a>,
    /// How full everything is: where there is no room there is none.
    staffing: Staffing,
    /// The same, where too much has its price.
    at_a_price: Staffing,
    drawn: Vec<Drawn>,
    pushes: usize,
}

/// A person, and where he is put.
#[derive(Clone)]
struct Drawn {
    candidate: Candidate,
    seat: Option<Seat>,
    /// Whether all his careers are known.
    known: bool,
    /// How often he was pushed out.
    pushed: usize,
}

impl Drawn {
    /// What he does in each period, and whether as a trainee.
    fn does(&self) -> impl Iterator<Item = (usize, &Offered, bool)> {
        let taken = self.seat.iter().flat_map(|seat| seat.taken.iter().enumerate().map(move |of| (seat, of)));
        taken.filter_map(|(seat, (period, taken))| {
            Some((period, self.candidate.does(seat, period)?, taken.trainee()))
        })
    }

    fn touches(&self, full: FullRow) -> bool {
        let mut does = self.does().filter(|(period, ..)| *period == full.period);
        does.any(|(_, offered, trainee)| Staffing::touches(full, offered.usage(), trainee))
    }
}

impl<'s, 'a> Sketching<'s, 'a> {
    fn new(compiler: &'s Compiler<'a>) -> Self {
        let nobody = |person| {
            let careers = compiler.empty(person).into();
            Drawn { candidate: compiler.with_careers(person, careers), seat: None, known: false, pushed: 0 }
        };
        let drawn = (0..compiler.ground.problem.people.len()).map(nobody).collect();
        let (staffing, mut at_a_price) = (compiler.staffing.clone(), compiler.staffing.clone());
        at_a_price.set_overflow_price(Some(TOO_MUCH));
        Self { compiler, staffing, at_a_price, drawn, pushes: 0 }
    }

    /// Puts in everybody for whom there is room, those first whom a pin holds; answers the others.
    fn put_in_each(&mut self, tell: &mut dyn FnMut(usize)) -> Vec<usize> {
        let mut people: Vec<usize> = (0..self.drawn.len()).collect();
        people.sort_by_key(|person| !self.drawn[*person].candidate.pinned);
        people.reverse();
        let mut waiting = Vec::new();
        while !people.is_empty() {
            let mut some = people.split_off(people.len().saturating_sub(AT_ONCE));
            some.reverse();
            let find = |person: &usize| match self.compiler.first(*person, &self.staffing, ATTEMPTS) {
                Some((candidate, seat)) => (candidate, Some(seat)),
                None => (self.compiler.candidate(*person, &mut Vec::new()), None),
            };
            let found: Vec<(Candidate, Option<Seat>)> = some.par_iter().map(find).collect();
            let mut again = Vec::new();
            for (person, (candidate, seat)) in some.into_iter().zip(found) {
                self.drawn[person].candidate = candidate;
                self.drawn[person].known = seat.is_none();
                match seat {
                    Some(seat) if self.drawn[person].candidate.fits(&self.staffing, &seat) => {
                        self.put_in(person, seat)
                    }
                    // One of the others was first.
                    Some(_) => again.push(person),
                    None => match self.cheapest(person, &self.staffing) {
                        Some(seat) => self.put_in(person, seat),
                        None => waiting.push(person),
                    },
                }
            }
            again.reverse();
            people.extend(again);
            tell(self.drawn.len() - people.len());
        }
        waiting
    }

    /// Whether a career was found soon for which there is room.
    fn put_in_first(&mut self, person: usize, attempts: usize) -> bool {
        let found = self.compiler.first(person, &self.staffing, attempts);
        let is_found = found.is_some();
        if let Some((candidate, seat)) = found {
            self.drawn[person].candidate = candidate;
            self.drawn[person].known = false;
            self.put_in(person, seat);
        }
        is_found
    }

    /// Puts in those who wait, and whoever is pushed out by them. None if that comes to no end.
    fn put_in_all(&mut self, mut waiting: Vec<usize>) -> Option<()> {
        waiting.reverse();
        while let Some(person) = waiting.pop() {
            if !self.drawn[person].known && self.put_in_first(person, AGAIN) {
                continue;
            }
            if !self.drawn[person].known {
                self.drawn[person].candidate = self.compiler.candidate(person, &mut Vec::new());
                self.drawn[person].known = true;
            }
            if self.drawn[person].candidate.ways.is_empty() {
                continue;
            }
            let seat = self.cheapest(person, &self.staffing);
            let seat = seat.or_else(|| self.cheapest(person, &self.at_a_price))?;
            self.put_in(person, seat);
            while let Some(full) = self.staffing.overfull().first().copied() {
                self.at_a_price.raise(full, TOO_MUCH);
                waiting.extend(self.push_out(full, person)?);
            }
        }
        Some(())
    }

    /// Takes somebody else out of a row: whoever finds another career soon, or else whoever was pushed out least often and
    /// no pin holds, who then waits for one. None if nobody can be, or it was done too often.
    fn push_out(&mut self, full: FullRow, person: usize) -> Option<Option<usize>> {
        let touches = |other: &usize| *other != person && self.drawn[*other].touches(full);
        let mut others: Vec<usize> = (0..self.drawn.len()).filter(touches).collect();
        others.sort_by_key(|other| (self.drawn[*other].candidate.pinned, self.drawn[*other].pushed));
        self.pushes += 1;
        for other in others.iter().take(ASKED) {
            let drawn = self.drawn[*other].clone();
            self.take_out(*other);
            if self.put_in_first(*other, AGAIN) {
                self.drawn[*other].pushed += 1;
                return Some(None);
            }
            let seat = drawn.seat.clone();
            self.drawn[*other] = drawn;
            seat.into_iter().for_each(|seat| self.put_in(*other, seat));
        }
        let least = *others.first()?;
        self.drawn[least].pushed += 1;
        self.take_out(least);
        (self.pushes < PUSHES_AT_LEAST + PUSHES * self.drawn.len()).then_some(Some(least))
    }

    /// The cheapest career in which the person is posted wherever he can be.
    fn cheapest(&self, person: usize, staffing: &Staffing) -> Option<Seat> {
        let candidate = &self.drawn[person].candidate;
        let mut bench = Bench::default();
        let seats = (0..candidate.ways.len()).filter_map(|way| {
            let of_period = |(period, offers): (usize, &Vec<Offered>)| {
                let instructs = &candidate.instructs[period];
                let price = |offered: &Offered| {
                    let marginal = staffing.marginal(period, offered.usage(), instructs);
                    marginal.map(|price| if price >= NEVER { NEVER } else { price + offered.points() })
                };
                Prices { choice: offers.iter().map(price).collect() }
            };
            let prices: Vec<Prices> = candidate.offers[way].iter().enumerate().map(of_period).collect();
            let Found { price, taken } = candidate.ways[way].cheapest(&prices, &mut bench)?;
            Some((price + candidate.ways[way].price, Seat { way, taken }))
        });
        let (_, seat) = seats.min_by_key(|(price, _)| *price)?;
        (!candidate.is_left_out(&seat)).then_some(seat)
    }

    fn put_in(&mut self, person: usize, seat: Seat) {
        self.drawn[person].seat = Some(seat);
        self.change(person, 1);
    }

    fn take_out(&mut self, person: usize) {
        self.change(person, -1);
        self.drawn[person].seat = None;
    }

    fn change(&mut self, person: usize, sign: i64) {
        for (period, offered, trainee) in self.drawn[person].does() {
            for staffing in [&mut self.staffing, &mut self.at_a_price] {
                staffing.change(period, offered.usage(), trainee, sign);
            }
        }
    }
}
