//! Mixing block by block, where there are too many people to be mixed at once. What joins blocks is paid for at the best
//! charges known; the blocks' own charges together prove a bound for all. Plans are made of the mixes, the largest first.

use linear::Trouble;
use rayon::prelude::*;

use crate::{
    columns::{
        blocks::blocks,
        column::Pool,
        dive::dive,
        generate::Generation,
        search::{Columns, SIDE_BY_SIDE, TO_BEGIN_WITH},
    },
    limits::Phase,
    objective,
    patience::Patience,
    search::Run,
    seats::{Seat, Seats},
};

/// People whom rows join that join no blocks, careers of theirs, and what their mix found.
#[derive(Default)]
struct Block {
    people: Vec<usize>,
    careers: Pool,
    charges: Vec<i64>,
    used: Vec<bool>,
    work: u64,
}

/// A plan of a block.
struct Made {
    /// A career for each of its people; none where there is no room.
    seated: Vec<(usize, Option<Seat>)>,
    /// Units of work that it took.
    work: u64,
}

impl Columns {
    /// The best mix of each block, and a plan made of them where that is better than the one there is.
    pub fn mix_blocks(&mut self, seats: &mut Seats<'_>, run: &mut Run<'_>) -> Result<(), Trouble> {
        let total = objective::of(seats).total;
        self.add_present(seats);
        let blocks = blocks(seats.candidates, &self.rows, &self.people);
        let apart = std::mem::take(&mut self.pool).apart(&blocks).into_iter();
        let of = |(careers, people): (Pool, Vec<usize>)| Block { people, careers, ..Block::default() };
        let mut blocks: Vec<Block> = apart.zip(blocks).map(of).collect();
        blocks.sort_by_key(|block| std::cmp::Reverse(block.people.len()));
        if !self.mix_each(seats, run, &mut blocks, total)? {
            self.put_together(blocks);
            return Ok(());
        }
        let old = self.take_out_all(seats);
        let left = self.dive_blocks(seats, run, &mut blocks, total);
        self.put_together(blocks);
        self.settle(seats, run, old, left, total)
    }

    /// The careers of all blocks.
    fn put_together(&mut self, blocks: Vec<Block>) {
        blocks.into_iter().flat_map(|block| block.careers.columns).for_each(|column| self.pool.take(column));
        self.account.see(&self.pool);
        self.pool.thin_out(&self.best.charges, 2 * TO_BEGIN_WITH);
    }

    /// Mixes each block at the best charges, which are the better for it; answers whether to go on.
    fn mix_each(
        &mut self,
        seats: &mut Seats<'_>,
        run: &mut Run<'_>,
        blocks: &mut [Block],
        total: i128,
    ) -> Result<bool, Trouble> {
        let mut charges = self.best.charges.clone();
        // The other half of the time is for the plan.
        let half = run.limits.patience.as_ref().map(|patience| patience.part(1, 2));
        let turns = blocks.len().div_ceil(SIDE_BY_SIDE);
        for (turn, blocks) in blocks.chunks_mut(SIDE_BY_SIDE).enumerate() {
            let own = half.as_ref().map(|half| half.part(1, turns - turn));
            let mixed = blocks.par_iter_mut().map(|block| self.mix_block(seats, block, own.as_ref()));
            mixed.collect::<Result<(), _>>()?;
            for block in blocks {
                let own = |row: &usize| block.used[*row] && !self.rows.joins_blocks(*row);
                (0..charges.len()).filter(own).for_each(|row| charges[row] = block.charges[row]);
                seats.work += block.work;
            }
            run.tell(seats, Phase::Mix, total);
            if !run.goes_on(seats) {
                return Ok(false);
            }
        }
        self.prove(seats, run, charges);
        run.tell(seats, Phase::Mix, total);
        Ok(run.goes_on(seats))
    }

    /// Ends before it is done where nobody waits any more.
    fn mix_block(
        &self,
        seats: &Seats<'_>,
        block: &mut Block,
        patience: Option<&Patience>,
    ) -> Result<(), Trouble> {
        let Block { people, careers, .. } = block;
        let mut best = self.best.clone();
        let mut generation =
            Generation::of_block(seats.candidates, &self.rows, people, &best.charges, careers)?;
        generation.most = self.account.in_all(careers, self.people.len()) / self.people.len() * people.len();
        let waits = || !patience.is_some_and(Patience::is_over);
        generation.run(careers, &mut best, |_, _| waits())?;
        block.work = generation.work();
        block.charges.clone_from(&generation.mixed.charges);
        block.used = generation.used;
        block.careers.thin_out(&block.charges, 2 * TO_BEGIN_WITH);
        Ok(())
    }

    /// A plan of the mixes, some side by side, none of which sees where the others' people go; answers those for whom
    /// there was no room.
    fn dive_blocks(
        &self,
        seats: &mut Seats<'_>,
        run: &mut Run<'_>,
        blocks: &mut [Block],
        total: i128,
    ) -> Result<Vec<usize>, Trouble> {
        let mut left = Vec::new();
        let patience = run.limits.patience.clone();
        let turns = blocks.len().div_ceil(SIDE_BY_SIDE);
        for (turn, blocks) in blocks.chunks_mut(SIDE_BY_SIDE).enumerate() {
            let own = patience.as_ref().map(|patience| patience.part(1, turns - turn));
            let made = blocks.par_iter_mut().map(|block| self.dive_block(seats, block, own.as_ref()));
            let made = made.collect::<Result<Vec<Made>, _>>()?;
            for Made { seated, work } in made {
                seats.work += work;
                for (person, seat) in seated {
                    match seat.filter(|seat| seats.fits(person, seat)) {
                        Some(seat) => seats.place(person, seat),
                        None => left.push(person),
                    }
                }
            }
            run.tell(seats, Phase::Dive, total);
        }
        Ok(left)
    }

    /// A plan of one block, beside those who have seats already.
    fn dive_block(
        &self,
        seats: &Seats<'_>,
        block: &mut Block,
        patience: Option<&Patience>,
    ) -> Result<Made, Trouble> {
        let Block { people, careers, .. } = block;
        let charges = &self.best.charges;
        let mut seats = seats.aside();
        let mut generation = Generation::of_block(seats.candidates, &self.rows, people, charges, careers)?;
        generation.mix()?;
        drop(dive(&mut generation, careers, &mut seats, patience, |_| true)?);
        let seated = people.iter().map(|person| (*person, seats.seats[*person].take())).collect();
        Ok(Made { seated, work: seats.work })
    }
}
