//! A plan by columns: charges, a mix, a plan made of the mix, and bounds by trees. [`super::improve`] makes it better around
//! those who pay most above the cheapest career they could have: what they pay above is the gap.

use std::sync::Arc;

use linear::Trouble;
use problem::{Certificate, Term};

use crate::{
    columns::{
        blocks::{Blocks, Proven},
        branch::{Careers, Goal, Whole, branch_while},
        certificate,
        column::{Column, Pool},
        dive::dive,
        generate::Generation,
        neighbourhood::cost,
        pricing::{Priced, cheapest},
        rows::{PARTS, Rows},
        volume::{Charged, volume},
        whole::Known,
    },
    limits::{Limits, Phase},
    memory::Account,
    objective,
    patience::Patience,
    search::{
        Run,
        eject::{make_room, put_back},
    },
    seats::{Seat, Seats},
};

/// Rounds of the volume algorithm.
const ROUNDS: usize = 300;

/// The same where blocks are mixed apart: their mixes find the rest sooner.
const ROUNDS_OF_MANY: usize = 240;

/// Careers of each person that a mix begins with.
pub(super) const TO_BEGIN_WITH: usize = 10;

/// Careers of each person that are kept while plans get better.
pub(super) const KEPT: usize = 40;

/// How many blocks are looked at at a time.
pub(super) const SIDE_BY_SIDE: usize = 2;

/// Most people who are mixed at once. More are put in anew instead of beginning at a sketch.
pub const AT_ONCE: usize = 600;

/// Fewest and most people of a neighbourhood.
pub(super) const SIZE: (usize, usize) = (24, 160);

/// Most people over all of whom a tree is begun, and its most nodes: each may be a leaf of the certificate.
const FEW: usize = 100;
const OF_FEW: usize = 4_000;

/// Most nodes of a tree that decides on worst shares.
const OF_SHARES: usize = 400;

/// What is known of a problem by columns.
#[derive(Debug)]
pub struct Columns {
    /// What joins people.
    pub rows: Rows,
    /// Careers found.
    pub pool: Pool,
    /// The best charges and their bound.
    pub best: Charged,
    /// What everybody's cheapest career costs at them, by candidate, where that is known.
    pub prices: Vec<Option<i64>>,
    pub(super) people: Vec<usize>,
    /// Whether all careers of everybody were tried: else nothing can be decided of them one by one.
    tried_all: bool,
    /// What people cost who have no career at all; none where somebody has careers but no seat, or may have some that were
    /// not tried, for then nothing that is summed over seats is a bound.
    nobody: Option<i128>,
    /// Every plan's price is a multiple of it, in parts of a point.
    pub(super) step: i128,
    /// How many people a neighbourhood has.
    pub(super) size: usize,
    /// How often in a row neighbourhoods led to nothing.
    pub(super) in_vain: usize,
    /// People around whom to look before others.
    pub(super) first: Vec<usize>,
    blocks: Blocks,
    /// What a tree over everybody proved.
    finished: Option<Proven>,
    /// What was left to prove when worst shares were last decided on.
    shares_decided_at: Option<i128>,
    /// Everybody's cheapest career at the best charges, with those charges.
    cheapest: (Vec<i64>, Arc<Vec<Option<Priced>>>),
    /// What is kept.
    pub(super) account: Account,
}

impl Columns {
    /// Nothing is known yet.
    pub fn new(seats: &Seats<'_>, rows: Rows, limits: &Limits) -> Self {
        let people = (0..seats.candidates.len()).filter(|person| seats.seats[*person].is_some()).collect();
        let best = Charged { charges: vec![0; rows.len()], bound: i128::MIN / 4 };
        let mut candidates = seats.candidates.iter().zip(&seats.seats);
        let all_seated = candidates.all(|(candidate, seat)| match seat {
            Some(_) => candidate.is_bounded(),
            None => candidate.ways.is_empty() && candidate.tried_all,
        });
        let tried_all = seats.candidates.iter().all(|candidate| candidate.tried_all);
        let nobody = all_seated.then(|| objective::of_nobody(seats));
        let prices = vec![None; seats.candidates.len()];
        let (size, pool) = (SIZE.0 * 2, Pool::default());
        let step = seats.divisor() * i128::from(PARTS);
        Self {
            rows,
            pool,
            best,
            prices,
            people,
            tried_all,
            nobody,
            step,
            size,
            in_vain: 0,
            first: Vec::new(),
            blocks: Blocks::default(),
            finished: None,
            shares_decided_at: None,
            cheapest: Default::default(),
            account: Account::new(seats.candidates, limits),
        }
    }

    /// Begins with charges that were good before, and the bound that they prove now. `prices`: of those whose cheapest
    /// career costs at them what it did.
    pub fn begin_at(
        &mut self,
        seats: &mut Seats<'_>,
        run: &mut Run<'_>,
        known: Vec<i64>,
        prices: Vec<Option<i64>>,
    ) {
        let mut charges = known.clone();
        self.rows.clip(&mut charges);
        if charges == known {
            self.prices = prices;
        }
        let prices = &self.prices;
        let anew: Vec<usize> =
            self.people.iter().copied().filter(|person| prices[*person].is_none()).collect();
        let bound = self.price(seats, &charges, &anew);
        self.best = Charged { charges, bound };
        run.proves(self.nobody.map(|nobody| points(bound) + nobody));
    }

    /// Takes charges for the best if they prove more.
    pub(super) fn prove(&mut self, seats: &mut Seats<'_>, run: &mut Run<'_>, mut charges: Vec<i64>) {
        self.rows.clip(&mut charges);
        let people = self.people.clone();
        let bound = self.price(seats, &charges, &people);
        if bound > self.best.bound {
            self.best = Charged { charges, bound };
            run.proves(self.nobody.map(|nobody| points(bound) + nobody));
        } else {
            self.prices.fill(None);
        }
    }

    /// What charges prove, once these people are priced at them.
    fn price(&mut self, seats: &mut Seats<'_>, charges: &[i64], people: &[usize]) -> i128 {
        self.know(people, &cheapest(seats.candidates, &self.rows, charges, people));
        seats.work += people.len() as u64;
        let own: i128 = self.people.iter().filter_map(|person| self.prices[*person]).map(i128::from).sum();
        self.rows.held(charges, |_, _| {}) + own
    }

    fn know(&mut self, people: &[usize], priced: &[Option<Priced>]) {
        for (person, priced) in people.iter().zip(priced) {
            self.prices[*person] = priced.as_ref().map(|priced| priced.least);
        }
    }

    /// The most bytes that what is kept took, as it is counted.
    pub fn most_memory(&self) -> u64 {
        self.account.peak()
    }

    /// Begins with careers that were found before.
    pub fn begin_with(&mut self, seats: &Seats<'_>, careers: Vec<(usize, Seat)>) {
        for (person, seat) in careers {
            self.pool.add(person, &seat, || present(seats, &self.rows, person, &seat));
        }
        self.pool.thin_out(&self.best.charges, TO_BEGIN_WITH);
    }

    /// Looks around these people before others.
    pub fn look_around(&mut self, people: &[usize]) {
        self.first = people.iter().rev().copied().collect();
    }

    /// How many are left of the people around whom to look before others.
    pub fn to_look_around(&self) -> usize {
        self.first.len()
    }

    /// How often neighbourhoods may lead to nothing before it is enough: a few times where they are everybody.
    pub fn patience(&self) -> usize {
        if self.people.len() <= SIZE.0 { 6 } else { 200 + self.people.len() }
    }

    /// Good charges, without a linear programme.
    pub fn charge(&mut self, seats: &mut Seats<'_>, run: &mut Run<'_>) {
        let rounds = if self.is_large() { ROUNDS_OF_MANY } else { ROUNDS };
        let total = objective::of(seats).total;
        self.prices.fill(None);
        let Self { rows, pool, best, people, nobody, account, .. } = self;
        let start = std::mem::take(best);
        let target = (rounds, total * i128::from(PARTS));
        // The rest of the time is for what is made of them.
        let half = run.limits.patience.as_ref().map(|patience| patience.part(1, 2));
        *best = volume(seats.candidates, rows, people, start, target, |charges, priced, best| {
            // Who has no work left still gets a bound.
            seats.work += if run.goes_on(seats) { people.len() as u64 } else { 0 };
            for (person, priced) in people.iter().zip(priced) {
                let Some(priced) = priced else { continue };
                pool.add(*person, &priced.seat, || {
                    Column::new(seats.candidates, rows, charges, *person, priced)
                });
            }
            account.see(pool);
            let most = account.careers(pool, people.len(), 4 * TO_BEGIN_WITH);
            if pool.columns.len() > most * people.len() {
                pool.thin_out(&best.charges, most.div_ceil(2));
            }
            run.proves(nobody.map(|nobody| points(best.bound) + nobody));
            run.tell(seats, Phase::Charge, total);
            run.goes_on(seats) && !half.as_ref().is_some_and(Patience::is_over)
        });
        pool.thin_out(&best.charges, TO_BEGIN_WITH);
    }

    /// The best mix of careers, and a plan made of it where that is better than the one there is.
    pub fn mix(&mut self, seats: &mut Seats<'_>, run: &mut Run<'_>) -> Result<(), Trouble> {
        if !run.goes_on(seats) {
            return Ok(());
        }
        if self.is_large() { self.mix_blocks(seats, run) } else { self.mix_all(seats, run) }
    }

    fn mix_all(&mut self, seats: &mut Seats<'_>, run: &mut Run<'_>) -> Result<(), Trouble> {
        let total = objective::of(seats).total;
        self.add_present(seats);
        self.prices.fill(None);
        let Self { rows, pool, best, people, nobody, account, .. } = self;
        let mut generation = Generation::new(seats.candidates, rows, people, None, pool)?;
        generation.most = account.in_all(pool, people.len());
        generation.charge(&best.charges)?;
        let before = seats.work;
        // Making a plan of the mix takes twice as long.
        let third = run.limits.patience.as_ref().map(|patience| patience.part(1, 3));
        generation.run(pool, best, |mixed, best| {
            seats.work += mixed.iterations + people.len() as u64;
            run.proves(nobody.map(|nobody| points(best.bound) + nobody));
            run.tell(seats, Phase::Mix, total);
            run.goes_on(seats) && !third.as_ref().is_some_and(Patience::is_over)
        })?;
        seats.work = before + generation.work();
        account.see(pool);
        if !run.goes_on(seats) {
            return Ok(());
        }
        let old = people.iter().map(|person| seats.take_out(*person)).collect();
        let patience = run.limits.patience.clone();
        let left = dive(&mut generation, pool, seats, patience.as_ref(), |seats| {
            run.tell(seats, Phase::Dive, total);
            run.goes_on(seats)
        });
        self.settle(seats, run, old, left, total)
    }

    /// Takes everybody out; answers where they were.
    pub(super) fn take_out_all(&self, seats: &mut Seats<'_>) -> Vec<Option<Seat>> {
        self.people.iter().map(|person| seats.take_out(*person)).collect()
    }

    /// Makes room for those who are left; everybody goes back where that is no better than before, or where there was
    /// trouble on the way.
    pub(super) fn settle(
        &self,
        seats: &mut Seats<'_>,
        run: &mut Run<'_>,
        old: Vec<Option<Seat>>,
        left: Result<Vec<usize>, Trouble>,
        total: i128,
    ) -> Result<(), Trouble> {
        // Making room takes long: whoever has no time for it takes what room there is.
        let time = run.goes_on(seats);
        let made = left.map(|left| if time { make_room(seats, run, left) } else { put_back(seats, left) });
        if made.as_ref().is_ok_and(Vec::is_empty) && objective::of(seats).total <= total {
            return Ok(());
        }
        self.take_out_all(seats);
        for (person, seat) in self.people.iter().zip(old) {
            if let Some(seat) = seat {
                seats.place(*person, seat);
            }
        }
        made.map(drop)
    }

    /// What proves the highest bound; none where nothing is proven yet. Its trees tell so many duals at most.
    pub fn certificate(&self, seats: &Seats<'_>, most: Option<usize>) -> Option<Certificate> {
        let nobody = self.nobody?;
        let simple = Proven { charged: self.best.clone(), apart: Vec::new() };
        let all = [&simple].into_iter().chain(self.blocks.proven()).chain(&self.finished);
        let best = all.max_by_key(|proven| proven.charged.bound)?;
        let bound = self.rounded(points(best.charged.bound) + nobody);
        let divisor = i64::try_from(self.step / i128::from(PARTS)).unwrap_or(1);
        let proven = best.charged.bound > i128::MIN / 8;
        proven.then(|| certificate::of(seats, &self.rows, best, (bound, divisor), most))
    }

    /// Adds everybody's present career to the pool.
    pub fn add_present(&mut self, seats: &mut Seats<'_>) {
        for person in &self.people {
            if let Some(seat) = seats.seats[*person].clone() {
                let column = present(seats, &self.rows, *person, &seat);
                self.pool.add(*person, &seat, || column);
            }
        }
    }

    /// Everybody's present career.
    pub(super) fn present(&self, seats: &Seats<'_>) -> Vec<Column> {
        let seated = self.people.iter().filter_map(|person| Some((*person, seats.seats[*person].clone()?)));
        seated.map(|(person, seat)| present(seats, &self.rows, person, &seat)).collect()
    }

    /// A higher bound by a tree that decides on worst shares: once, and again where so much less is left to prove that it
    /// leaves out more. Where shares cost less than what is not proven, there is little to gain.
    pub fn decide_shares(&mut self, seats: &mut Seats<'_>, run: &mut Run<'_>, total: i128) {
        let gap = run.gap(total);
        if self.is_large() || self.shares_decided_at.is_some_and(|before| gap * 2 > before) {
            return;
        }
        let shares = objective::of(seats).terms.get(&Term::WorstShare).copied().unwrap_or(0);
        if shares <= gap {
            return;
        }
        // Trouble in a linear programme proves nothing, and nothing is lost by it.
        self.branch_on_shares(seats, run, total).unwrap_or_default();
        self.shares_decided_at = Some(run.gap(total));
    }

    fn branch_on_shares(
        &mut self,
        seats: &mut Seats<'_>,
        run: &mut Run<'_>,
        total: i128,
    ) -> Result<(), Trouble> {
        let Self { rows, pool, best, people, nobody, step, .. } = self;
        let Some(nobody) = *nobody else { return Ok(()) };
        let mut generation = Generation::new(seats.candidates, rows, people, None, pool)?;
        generation.charge(&best.charges)?;
        let third = run.limits.patience.as_ref().map(|patience| patience.part(1, 3));
        let all = Careers::All { charges: &best.charges, bound: best.bound };
        let goal = Goal {
            whole: Whole::Shares,
            below: (total - nobody) * i128::from(PARTS) - *step,
            step: *step,
            nodes: OF_SHARES,
            work: u64::MAX,
            patience: None,
        };
        let before = seats.work;
        let branched =
            branch_while(&mut generation, pool, all, goal, &|_, _, mixed| mixed, &mut |bound, work| {
                seats.work = before + work;
                run.proves(Some(points(bound) + nobody));
                run.tell(seats, Phase::Improve, total);
                run.goes_on(seats) && !third.as_ref().is_some_and(Patience::is_over)
            })?;
        let Some(branched) = branched else { return Ok(()) };
        seats.work = before + branched.work;
        run.to_check = branched.proof.leaves() * people.len();
        let charged = Charged { bound: branched.bound, charges: best.charges.clone() };
        self.finished = Some(Proven { charged, apart: vec![(self.people.clone(), branched.proof)] });
        run.proves(Some(self.rounded(points(branched.bound) + nobody).min(total)));
        Ok(())
    }

    /// A higher bound, block by block.
    pub fn raise(&mut self, seats: &mut Seats<'_>, run: &mut Run<'_>, total: i128) {
        let Some(nobody) = self.nobody else { return };
        let plan = (total - nobody) * i128::from(PARTS);
        // Mixing blocks anew takes long where people are many.
        let joint = !self.is_large();
        let candidates = seats.candidates;
        let present = self.present(seats);
        let Self { rows, people, best, blocks, pool, .. } = self;
        let patience = run.limits.patience.clone();
        let known = Known { candidates, rows, patience: patience.as_ref() };
        let mut tell = |work: u64| {
            seats.work += work;
            run.tell(seats, Phase::Improve, total);
            run.goes_on(seats)
        };
        let bound = blocks.bound(known, people, (best, pool), (plan, &present), joint, &mut tell);
        run.proves(Some(self.rounded(points(bound) + nobody)));
        run.tell(seats, Phase::Improve, total);
    }

    /// A tree over everybody, where they are few: if it comes to its end, the plan is the best there is.
    pub fn finish(&mut self, seats: &mut Seats<'_>, run: &mut Run<'_>, total: i128) -> Result<(), Trouble> {
        let Some(nobody) = self.nobody.filter(|_| self.tried_all && self.people.len() <= FEW) else {
            return Ok(());
        };
        self.add_present(seats);
        let Self { rows, pool, best, people, step, .. } = self;
        let mut generation = Generation::new(seats.candidates, rows, people, None, pool)?;
        generation.charge(&best.charges)?;
        generation.mix()?;
        let plan = (total - nobody) * i128::from(PARTS);
        let goal = Goal {
            whole: Whole::Careers,
            below: plan - *step,
            step: *step,
            nodes: OF_FEW,
            work: u64::MAX,
            patience: None,
        };
        let (used, others) = (vec![true; rows.len()], vec![0; rows.len()]);
        let all = Careers::All { charges: &best.charges, bound: best.bound };
        let exact = |pool: &Pool, whole: &[usize], _| {
            cost(rows, &used, &others, whole.iter().map(|number| &pool.columns[*number]))
        };
        let before = seats.work;
        let branched = branch_while(&mut generation, pool, all, goal, &exact, &mut |bound, work| {
            seats.work = before + work;
            run.proves(Some(points(bound) + nobody));
            run.tell(seats, Phase::Improve, total);
            run.goes_on(seats)
        })?;
        let Some(branched) = branched else { return Ok(()) };
        seats.work = before + branched.work;
        let careers = branched.best.iter().flatten().map(|number| pool.columns[*number].clone());
        let total = total - exchange(seats, &careers.collect::<Vec<Column>>());
        let bound = branched.bound.min(plan);
        let charged = Charged { bound, charges: self.best.charges.clone() };
        self.finished = Some(Proven { charged, apart: vec![(self.people.clone(), branched.proof)] });
        run.proves(Some(self.rounded(points(bound) + nobody).min(total)));
        run.tell(seats, Phase::Improve, total);
        Ok(())
    }

    /// Every plan's price is a multiple of the step: the least that is no less than this.
    fn rounded(&self, bound: i128) -> i128 {
        let divisor = self.step / i128::from(PARTS);
        bound + (-bound).rem_euclid(divisor)
    }

    /// Whether there are too many people to look at all at once.
    pub fn is_large(&self) -> bool {
        self.people.len() > AT_ONCE
    }

    /// Whether the bound may rise further.
    pub fn may_rise(&self) -> bool {
        self.nobody.is_some() && self.tried_all && self.blocks.are_open()
    }

    pub(super) fn cheapest_at_best(&mut self, seats: &Seats<'_>) -> Arc<Vec<Option<Priced>>> {
        if self.cheapest.0 != self.best.charges {
            let priced = cheapest(seats.candidates, &self.rows, &self.best.charges, &self.people);
            self.know(&self.people.clone(), &priced);
            self.cheapest = (self.best.charges.clone(), Arc::new(priced));
        }
        Arc::clone(&self.cheapest.1)
    }
}

/// Parts of a point as whole points: no plan costs a part of one.
fn points(parts: i128) -> i128 {
    -(-parts).div_euclid(i128::from(PARTS))
}

/// The column of a present career.
fn present(seats: &Seats<'_>, rows: &Rows, person: usize, seat: &Seat) -> Column {
    let points = seats.own_points(person, seat);
    let entries = rows.of_seat(person, &seats.candidates[person], seat);
    Column { person, points, entries, seat: seat.clone() }
}

/// Puts people into other careers if that is better for all; answers by how much.
pub(super) fn exchange(seats: &mut Seats<'_>, careers: &[Column]) -> i128 {
    let before = objective::of(seats).total;
    let old: Vec<(usize, Option<Seat>)> =
        careers.iter().map(|column| (column.person, seats.take_out(column.person))).collect();
    let mut fits = true;
    for column in careers {
        fits = fits && seats.fits(column.person, &column.seat);
        if fits {
            seats.place(column.person, column.seat.clone());
        }
    }
    let after = objective::of(seats).total;
    if fits && after < before {
        return before - after;
    }
    for (person, _) in &old {
        seats.take_out(*person);
    }
    for (person, seat) in old {
        if let Some(seat) = seat {
            seats.place(person, seat);
        }
    }
    0
}
