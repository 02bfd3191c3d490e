//! Careers are generated where the mix of those known could be cheaper: at charges between those of the mix and the
//! best known (Wentges 1997), until nothing gains.

use std::{collections::BTreeMap, ops::Range};

use linear::Trouble;

use crate::{
    columns::{
        column::{Column, Pool},
        decided::{Decided, Decision},
        master::{Master, Mixed},
        pricing::{Priced, bound, cheapest_of_branch},
        rows::{Group, Held, PARTS, Row, Rows},
        volume::Charged,
    },
    seats::Candidate,
};

/// The best mix of careers of some people, everybody else fixed.
pub struct Generation<'g> {
    candidates: &'g [Candidate],
    /// What joins people.
    pub rows: &'g Rows,
    /// Who takes part.
    pub people: Vec<usize>,
    everybody: bool,
    /// By the number of work that several may be offered: whether these may; empty where everybody takes part.
    works: Vec<bool>,
    /// Rows that they could ever use.
    pub used: Vec<bool>,
    master: Master<'g>,
    /// The pool's number of each career of the master.
    pub careers: Vec<usize>,
    /// The last mix.
    pub mixed: Mixed,
    priced: u64,
    /// Charges of rows that they never use; none where these are not charged.
    elsewhere: Option<Vec<i64>>,
    /// What rows give back at these charges.
    beside: i128,
    decided: Vec<Decided>,
    /// Levels of worst shares that decisions leave, by group.
    levels: BTreeMap<usize, Range<usize>>,
    /// Careers that are left out, by number.
    closed: Vec<bool>,
    /// No more are generated once there are so many.
    pub most: usize,
}

/// When a mix is near enough to its bound: a share of it, one over so much.
const NEAR: i128 = 50_000;

/// Of the way from the mix's charges to the best known: so many quarters at first.
const SMOOTHING: i64 = 2;

impl<'g> Generation<'g> {
    /// Starts with the pool's careers of the people. `others`: what everybody else takes of each row; none where all who
    /// have a career take part.
    pub fn new(
        candidates: &'g [Candidate],
        rows: &'g Rows,
        people: &[usize],
        others: Option<Vec<i64>>,
        pool: &Pool,
    ) -> Result<Self, Trouble> {
        let everybody = others.is_none();
        let others = others.unwrap_or_else(|| vec![0; rows.len()]);
        let mut used = vec![everybody; rows.len()];
        if !everybody {
            people.iter().for_each(|person| touch(*person, &candidates[*person], rows, &mut used));
        }
        let paid = None;
        let master = Master::new(rows, people, candidates.len(), others, paid, &|row| used[row])?;
        Self::with(master, (candidates, rows, people), (everybody, used), pool, None)
    }

    /// Starts with the pool's careers of a block's people, who pay for what joins blocks as they are charged now.
    pub fn of_block(
        candidates: &'g [Candidate],
        rows: &'g Rows,
        block: &[usize],
        charges: &[i64],
        pool: &Pool,
    ) -> Result<Self, Trouble> {
        let mut used = vec![false; rows.len()];
        block.iter().for_each(|person| touch(*person, &candidates[*person], rows, &mut used));
        let (others, paid) = (vec![0; rows.len()], Some(charges.to_vec()));
        let master = Master::new(rows, block, candidates.len(), others, paid, &|row| used[row])?;
        let own = |row: usize| used[row] && !rows.joins_blocks(row);
        let beside: Vec<i64> =
            charges.iter().enumerate().map(|(row, charge)| if own(row) { 0 } else { *charge }).collect();
        let beside = rows.held(&beside, |_, _| {});
        let all = Self::with(master, (candidates, rows, block), (false, used), pool, Some(charges.to_vec()))?;
        Ok(Self { beside, ..all })
    }

    fn with(
        master: Master<'g>,
        (candidates, rows, people): (&'g [Candidate], &'g Rows, &[usize]),
        (everybody, used): (bool, Vec<bool>),
        pool: &Pool,
        elsewhere: Option<Vec<i64>>,
    ) -> Result<Self, Trouble> {
        let mixed = Mixed::default();
        let works = if everybody { Vec::new() } else { works_of(candidates, rows, people) };
        let mut all = Self {
            candidates,
            rows,
            people: people.to_vec(),
            everybody,
            works,
            used,
            master,
            careers: Vec::new(),
            mixed,
            priced: 0,
            elsewhere,
            beside: 0,
            decided: Vec::new(),
            levels: BTreeMap::new(),
            closed: Vec::new(),
            most: usize::MAX,
        };
        let mut takes_part = vec![false; candidates.len()];
        people.iter().for_each(|person| takes_part[*person] = true);
        for (number, column) in pool.columns.iter().enumerate().filter(|(_, of)| takes_part[of.person]) {
            all.add(number, column)?;
        }
        Ok(all)
    }

    /// Adds a career of the pool.
    pub fn add(&mut self, number: usize, column: &Column) -> Result<(), Trouble> {
        self.master.add(column)?;
        self.careers.push(number);
        self.closed.push(false);
        Ok(())
    }

    /// Lets rows that are charged come in.
    pub fn charge(&mut self, charges: &[i64]) -> Result<(), Trouble> {
        self.master.bring_in((0..charges.len()).filter(|row| charges[*row] > 0))
    }

    /// Holds worst shares at levels, as far as these people can.
    pub fn hold(&mut self, levels: &[Held]) {
        levels.iter().for_each(|level| self.master.hold(*level));
    }

    /// Takes a career, leaves it out, or lets it be mixed.
    pub fn bound(&mut self, career: usize, from: f64, to: f64) {
        self.master.bound(career, from, to);
    }

    /// Only careers and levels that decisions leave are mixed and generated from now on, and of the known ones only those
    /// that are not left out for good.
    pub fn decide(&mut self, pool: &Pool, decisions: &[Decision], left_out: &[bool]) {
        self.decided.clear();
        for (group, _) in std::mem::take(&mut self.levels) {
            self.master.restrict(group, &(0..usize::MAX));
        }
        for decision in decisions {
            match decision {
                Decision::Career(decided) => self.decided.push(*decided),
                Decision::Share(decided) => {
                    let levels = self.levels.entry(decided.group).or_insert(0..usize::MAX);
                    *levels = decided.within(levels.clone());
                }
            }
        }
        self.levels.iter().for_each(|(group, levels)| self.master.restrict(*group, levels));
        for (career, number) in self.careers.iter().enumerate() {
            let Column { person, seat, .. } = &pool.columns[*number];
            let ruled_out = |one: &Decided| one.person == *person && one.rules_out(seat);
            let close = left_out.get(career) == Some(&true) || self.decided.iter().any(ruled_out);
            if close != std::mem::replace(&mut self.closed[career], close) {
                self.master.bound(career, 0.0, if close { 0.0 } else { f64::INFINITY });
            }
        }
    }

    /// Mixes what is there.
    pub fn mix(&mut self) -> Result<(), Trouble> {
        self.mixed = self.master.solve()?;
        let elsewhere = self.elsewhere.iter().flatten().zip(&self.used).zip(&mut self.mixed.charges);
        for ((known, used), charge) in elsewhere {
            if !used {
                *charge = *known;
            }
        }
        Ok(())
    }

    /// Prices some people at charges, and adds what would make the mix cheaper; answers how many careers that are, and
    /// what all cost at those charges.
    pub fn price(
        &mut self,
        pool: &mut Pool,
        people: &[usize],
        charges: &[i64],
    ) -> Result<(usize, Vec<Option<Priced>>), Trouble> {
        let works = self.rows.of_works(charges, &self.works);
        let priced = cheapest_of_branch(self.candidates, self.rows, (charges, &works), people, &self.decided);
        self.priced += people.len() as u64;
        let mut added = 0;
        for (person, priced) in people.iter().zip(&priced) {
            let Some(priced) = priced else { continue };
            let column = Column::new(self.candidates, self.rows, charges, *person, priced);
            let gains = column.price(&self.mixed.charges) < self.mixed.prices[*person] - PARTS / 1_000;
            if gains && let Some(number) = pool.add(*person, &priced.seat, || column) {
                self.add(number, &pool.columns[number])?;
                added += 1;
            }
        }
        Ok((added, priced))
    }

    /// Generates until the mix and the bound meet or nothing gains. For everybody the bound rises in `best`; for some
    /// people it says nothing, but its charges lead. `go_on` is asked after each round.
    pub fn run(
        &mut self,
        pool: &mut Pool,
        best: &mut Charged,
        mut go_on: impl FnMut(&Mixed, &Charged) -> bool,
    ) -> Result<(), Trouble> {
        let everybody = self.everybody;
        let people = self.people.clone();
        let mut quarters = SMOOTHING;
        loop {
            self.mix()?;
            loop {
                let charges = between(self.rows, &best.charges, &self.mixed.charges, quarters);
                let (added, priced) = self.price(pool, &people, &charges)?;
                let bound = bound(self.rows, &charges, &priced);
                if everybody && bound > best.bound {
                    *best = Charged { charges, bound };
                } else if !everybody {
                    best.charges = charges;
                }
                if added > 0 {
                    break;
                }
                if quarters == 0 {
                    return Ok(());
                }
                quarters -= 1;
            }
            let cost = self.cost();
            let full = self.careers.len() >= self.most;
            if full || !go_on(&self.mixed, best) || (everybody && cost - best.bound < cost / NEAR) {
                return Ok(());
            }
            quarters = quarters.clamp(1, SMOOTHING);
        }
    }

    /// Units of work so far: careers priced and simplex iterations.
    pub fn work(&self) -> u64 {
        self.priced + self.master.iterations()
    }

    /// What the mix costs together with what is charged elsewhere, in parts of a point.
    pub fn total(&self) -> i128 {
        self.cost() + self.beside
    }

    /// What whole careers of a block cost, in total, each need that they miss too.
    pub fn cost_of(&self, careers: &[Column]) -> i128 {
        let charges = self.elsewhere.as_deref().unwrap_or_default();
        let mut taken = vec![0i64; self.rows.len()];
        let mut total = self.beside;
        for column in careers {
            total += i128::from(column.points) * i128::from(PARTS);
            for (row, amount) in &column.entries {
                taken[*row as usize] += i64::from(*amount);
                if self.rows.joins_blocks(*row as usize) {
                    let charge = charges.get(*row as usize).copied().unwrap_or(0);
                    total += i128::from(charge) * i128::from(*amount);
                }
            }
        }
        let used = |(number, _): &(usize, _)| self.used[*number];
        for (number, row) in self.rows.rows.iter().enumerate().filter(used) {
            let Row::Need { wanted, price } = row else { continue };
            let price = price + self.rows.fairness_charge(charges, number);
            total += i128::from(price) * i128::from((wanted - taken[number]).max(0));
        }
        total
    }

    /// What careers priced at charges prove: no mix costs less in total. Nothing is left where somebody has none.
    pub fn bound_at(&self, charges: &[i64], priced: &[Option<Priced>]) -> i128 {
        let nobody_left_out = priced.iter().all(Option::is_some);
        if !nobody_left_out {
            return i128::MAX / 8;
        }
        let dearer = self.levels.iter().map(|(group, levels)| match &self.rows.groups[*group] {
            Group::Shares(shares) => {
                let levels = levels.start..levels.end.min(shares.levels().len());
                shares.held_within(charges, levels) - shares.held(charges)
            }
            Group::Household { .. } => 0,
        });
        bound(self.rows, charges, priced) + dearer.sum::<i128>()
    }

    /// What the mix costs, in parts of a point.
    pub fn cost(&self) -> i128 {
        self.mixed.in_parts()
    }
}

fn between(rows: &Rows, best: &[i64], mixed: &[i64], quarters: i64) -> Vec<i64> {
    let between = |(best, mixed): (&i64, &i64)| mixed + (best - mixed) * quarters / 4;
    let mut charges: Vec<i64> = best.iter().zip(mixed).map(between).collect();
    rows.clip(&mut charges);
    charges
}

/// By the number of work that several may be offered: whether some people may.
fn works_of(candidates: &[Candidate], rows: &Rows, people: &[usize]) -> Vec<bool> {
    let mut works = vec![false; rows.works()];
    let paths = people.iter().flat_map(|person| candidates[*person].all());
    let numbers =
        paths.flat_map(|paths| &paths.offers).flatten().flatten().filter_map(|offered| offered.work.number);
    numbers.for_each(|number| works[number as usize] = true);
    works
}

/// Marks the rows that a person could ever use.
pub(super) fn touch(person: usize, candidate: &Candidate, rows: &Rows, used: &mut [bool]) {
    for (period, offered) in candidate.every_offer() {
        rows.entries(person, period, offered, true).for_each(|(row, _)| used[row as usize] = true);
    }
}
