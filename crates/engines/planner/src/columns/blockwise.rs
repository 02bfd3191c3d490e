//! Mixing block by block, where there are too many people to be mixed at once. What joins blocks is paid for at the best
//! charges known; the blocks' own charges together prove a bound for all, and plans are made of the mixes one after the
//! other, the largest first.

use linear::Trouble;
use rayon::prelude::*;

use crate::{
    columns::{
        blocks::blocks,
        column::Pool,
        dive::dive,
        generate::Generation,
        search::{Columns, SIDE_BY_SIDE},
    },
    limits::Phase,
    objective,
    search::Run,
    seats::Seats,
};

/// A block and what its mix found.
struct Mixed {
    people: Vec<usize>,
    careers: Pool,
    charges: Vec<i64>,
    used: Vec<bool>,
    work: u64,
}

impl Columns {
    /// The best mix of each block, and a plan made of them where that is better than the one there is.
    pub fn mix_blocks(&mut self, seats: &mut Seats<'_>, run: &mut Run<'_>) -> Result<(), Trouble> {
        let total = objective::of(seats).total;
        self.add_present(seats);
        let mut blocks = blocks(seats.candidates, &self.rows, &self.people);
        blocks.sort_by_key(|block| std::cmp::Reverse(block.len()));
        let mut all = Vec::with_capacity(blocks.len());
        let mut charges = self.best.charges.clone();
        for side_by_side in blocks.chunks(SIDE_BY_SIDE) {
            let mixed = side_by_side.par_iter().map(|block| self.mix_block(seats, block));
            for mixed in mixed.collect::<Result<Vec<_>, _>>()? {
                let own = |row: &usize| mixed.used[*row] && !self.rows.joins_blocks(*row);
                (0..charges.len()).filter(own).for_each(|row| charges[row] = mixed.charges[row]);
                seats.work += mixed.work;
                all.push(mixed);
            }
            run.tell(seats, Phase::Mix, total);
            if !run.goes_on(seats) {
                return Ok(());
            }
        }
        self.prove(seats, run, charges);
        run.tell(seats, Phase::Mix, total);
        let old = self.take_out_all(seats);
        let left = self.dive_blocks(seats, run, &mut all, total);
        for column in all.into_iter().flat_map(|mixed| mixed.careers.columns) {
            self.pool.add(column.person, &column.seat.clone(), || column);
        }
        self.pool.thin_out(&self.best.charges, 2 * super::search::TO_BEGIN_WITH);
        self.settle(seats, run, old, left, total)
    }

    /// A plan of the mixes, one block after the other; answers those for whom there was no room.
    fn dive_blocks(
        &self,
        seats: &mut Seats<'_>,
        run: &mut Run<'_>,
        blocks: &mut [Mixed],
        total: i128,
    ) -> Result<Vec<usize>, Trouble> {
        let mut left = Vec::new();
        for Mixed { people, careers, .. } in blocks {
            let charges = &self.best.charges;
            let mut generation =
                Generation::of_block(seats.candidates, &self.rows, people, charges, careers)?;
            generation.mix()?;
            left.extend(dive(&mut generation, careers, seats, |seats| {
                run.tell(seats, Phase::Dive, total);
                run.goes_on(seats)
            })?);
        }
        Ok(left)
    }

    fn mix_block(&self, seats: &Seats<'_>, people: &[usize]) -> Result<Mixed, Trouble> {
        let mut careers = Pool::default();
        for column in self.pool.columns.iter().filter(|column| people.binary_search(&column.person).is_ok()) {
            careers.add(column.person, &column.seat, || column.clone());
        }
        let mut best = self.best.clone();
        let mut generation =
            Generation::of_block(seats.candidates, &self.rows, people, &best.charges, &careers)?;
        generation.run(&mut careers, &mut best, |_, _| true)?;
        let (work, charges) = (generation.work(), generation.mixed.charges.clone());
        Ok(Mixed { people: people.to_vec(), careers, charges, used: generation.used, work })
    }
}
