//! Neighbourhoods, side by side: around those who pay most above the cheapest career they could have, and around areas
//! that lack most.

use linear::Trouble;
use rayon::prelude::*;

use crate::{
    columns::{
        around::Around,
        column::{Column, Pool},
        neighbourhood::{Chosen, Outcome::*, choose},
        rows::{Group, Held, Rows},
        search::{Columns, KEPT, SIZE, exchange},
    },
    random::Random,
    search::Run,
    seats::Seats,
};

/// How many neighbourhoods are chosen anew at a time, each as if the others were not: some take much longer than others.
const APART: usize = 4;

/// A worst share is held lower by one level of so many, where levels are fine.
const FINE: usize = 8;

impl Columns {
    /// Neighbourhoods, side by side; answers how much the objective fell.
    pub fn improve(
        &mut self,
        seats: &mut Seats<'_>,
        run: &mut Run<'_>,
        fails: &mut [u32],
    ) -> Result<i128, Trouble> {
        let cheapest = self.cheapest_at_best(seats);
        let present = self.present(seats);
        let around = Around::new(seats.candidates, &self.rows, &self.best, &self.people, &present, &cheapest);
        let number = |person| present.binary_search_by_key(&person, |column: &Column| column.person).ok();
        let mut all = vec![0i64; self.rows.len()];
        for (row, amount) in present.iter().flat_map(|column| &column.entries) {
            all[*row as usize] += i64::from(*amount);
        }
        let missing = self.rows.missing(&all);
        let levels = self.rows.levels(&missing);
        let first = &mut self.first;
        let (rows, best, pool, size) = (&self.rows, &self.best, &self.pool, self.size);
        // Groups may share people, but not those around whom they are.
        let (mut seeds, mut covered) = (vec![false; present.len()], vec![false; present.len()]);
        let one = |_| {
            let mut held = levels.clone();
            let before = std::iter::from_fn(|| first.pop()).filter_map(number).find(|seed| !covered[*seed]);
            let lower = if before.is_none() { lowered(rows, &mut held, &mut run.random) } else { None };
            let group = match lower {
                Some(lower) => {
                    let needs = rows.needs_above(&missing, lower);
                    around.group_for(&mut run.random, (&needs, &pool.columns), best, size)
                }
                None => {
                    let seed = before.or_else(|| around.seed(&mut run.random, fails, &seeds))?;
                    seeds[seed] = true;
                    around.group(&mut run.random, seed, size)
                }
            };
            group.iter().for_each(|number| covered[*number] = true);
            (group.len() > 1).then_some((group, held))
        };
        let groups: Vec<(Vec<usize>, Vec<Held>)> = (0..APART).filter_map(one).collect();
        let candidates = seats.candidates;
        let patience = run.limits.patience.as_ref();
        let (step, in_vain) = (self.step, self.in_vain);
        let one = |(group, held): &(Vec<usize>, Vec<Held>)| {
            let own: Vec<Column> = group.iter().map(|number| present[*number].clone()).collect();
            let mut others = all.clone();
            for (row, amount) in own.iter().flat_map(|column| &column.entries) {
                others[*row as usize] -= i64::from(*amount);
            }
            let people: Vec<usize> = own.iter().map(|column| column.person).collect();
            let mut careers = Pool::default();
            for column in
                own.iter().chain(pool.columns.iter().filter(|column| people.contains(&column.person)))
            {
                careers.add(column.person, &column.seat, || column.clone());
            }
            choose(
                candidates,
                rows,
                (&people, &own),
                &others,
                &best.charges,
                (careers, held),
                (step, in_vain, patience),
            )
        };
        let chosen: Vec<Option<Chosen>> = groups.par_iter().map(one).collect::<Result<_, _>>()?;
        let Some(chosen) = chosen.into_iter().collect::<Option<Vec<Chosen>>>() else {
            run.stop();
            return Ok(0);
        };
        let mut gained = 0;
        for ((group, _), chosen) in groups.iter().zip(chosen) {
            seats.work += chosen.work;
            // What is closed was too small, what is hard too large.
            self.size = match chosen.outcome {
                Closed => self.size + self.size / 8,
                Better => self.size,
                Hard => self.size - self.size / 6,
            }
            .clamp(SIZE.0, SIZE.1);
            let gain = chosen.careers.as_deref().map_or(0, |careers| exchange(seats, careers));
            group.iter().for_each(|number| {
                let fails = &mut fails[present[*number].person];
                *fails = if gain > 0 { 0 } else { *fails + 1 };
            });
            gained += gain;
            chosen.found.into_iter().for_each(|column| self.pool.take(column));
        }
        self.in_vain = if gained > 0 { 0 } else { self.in_vain + 1 };
        self.account.see(&self.pool);
        let most = self.account.careers(&self.pool, self.people.len(), 2 * KEPT);
        if self.pool.columns.len() > most * self.people.len() {
            self.pool.thin_out(&self.best.charges, most.div_ceil(2));
        }
        Ok(gained)
    }
}

/// Half of the time holds a worst share lower than it is, and a quarter higher, others where they are: a lower one is the
/// more likely the more it costs. Answers the lower one.
fn lowered(rows: &Rows, held: &mut [Held], random: &mut Random) -> Option<Held> {
    let levels = |of: &Held| match &rows.groups[of.group] {
        Group::Shares(shares) => shares.levels(),
        Group::Household { .. } => &[],
    };
    if held.is_empty() {
        return None;
    }
    match random.below(4) {
        0 => {
            let one = random.below(held.len());
            if let Some(one) = held.get_mut(one).filter(|one| one.level + 1 < levels(one).len()) {
                one.level += 1;
            }
            None
        }
        1 => None,
        _ => {
            let costs = |of: &Held| levels(of).get(of.level).map_or(0, |level| level.permille as usize);
            let mut at = random.below(held.iter().map(costs).sum());
            let one = held.iter_mut().find(|of| {
                let here = at < costs(of);
                at = at.saturating_sub(costs(of));
                here
            })?;
            one.level -= 1 + random.below(one.level / FINE);
            Some(*one)
        }
    }
}
