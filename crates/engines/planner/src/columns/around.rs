//! Who is near whom: people who use rows that another would like to use, or would like to use his.

use crate::{
    columns::{
        column::Column,
        pricing::Priced,
        rows::{PARTS, Row, Rows},
        volume::Charged,
    },
    random::Random,
    seats::Candidate,
};

/// How near a shared row of room brings two people, and any other row.
const NEAR: (u64, u64) = (6, 2);

/// Points by which luck may put off somebody who could meet a need.
const LUCK: usize = 40;

/// Everybody's present career beside the one that would be cheapest at the best charges.
pub struct Around<'a> {
    rows: &'a Rows,
    present: &'a [Column],
    /// What each pays above the cheapest career, in points.
    above: Vec<u64>,
    /// Rows of the cheapest career that the present one does not use, by number in `present`.
    wanted: Vec<Vec<u32>>,
    /// What the cheapest career of each costs, where there is one.
    least: Vec<Option<i64>>,
    /// Users of each row, and those who would like to use it.
    users: Vec<Vec<u32>>,
    wanting: Vec<Vec<u32>>,
}

impl<'a> Around<'a> {
    /// Who uses and who wants what. `cheapest` is in the order of `people`.
    pub fn new(
        candidates: &[Candidate],
        rows: &'a Rows,
        best: &Charged,
        people: &[usize],
        present: &'a [Column],
        cheapest: &[Option<Priced>],
    ) -> Self {
        let mut around = Self {
            rows,
            present,
            above: Vec::with_capacity(present.len()),
            wanted: Vec::with_capacity(present.len()),
            least: Vec::with_capacity(present.len()),
            users: vec![Vec::new(); rows.len()],
            wanting: vec![Vec::new(); rows.len()],
        };
        for (number, column) in present.iter().enumerate() {
            column.entries.iter().for_each(|(row, _)| around.users[*row as usize].push(number as u32));
            let priced = people.binary_search(&column.person).ok().and_then(|at| cheapest[at].as_ref());
            let above = priced.map_or(0, |priced| (column.price(&best.charges) - priced.price).max(0));
            around.above.push(above as u64 / PARTS as u64);
            around.least.push(priced.map(|priced| priced.price));
            let entries =
                priced.map(|priced| rows.of_seat(column.person, &candidates[column.person], &priced.seat));
            let uses = |row: u32| column.entries.binary_search_by_key(&row, |(row, _)| *row).is_ok();
            let wanted = entries.iter().flatten().map(|(row, _)| *row).filter(|row| !uses(*row));
            let wanted: Vec<u32> = wanted.collect();
            wanted.iter().for_each(|row| around.wanting[*row as usize].push(number as u32));
            around.wanted.push(wanted);
        }
        around
    }

    /// A group of so many around somebody.
    pub fn group(&self, random: &mut Random, seed: usize, size: usize) -> Vec<usize> {
        let mut score = vec![0u64; self.present.len()];
        for row in &self.wanted[seed] {
            self.users[*row as usize].iter().for_each(|user| score[*user as usize] += self.near(*row));
        }
        for (row, _) in &self.present[seed].entries {
            self.wanting[*row as usize].iter().for_each(|other| score[*other as usize] += self.near(*row));
            self.users[*row as usize].iter().for_each(|user| score[*user as usize] += self.near(*row) / 2);
        }
        self.with_nearest(random, score, size, vec![seed])
    }

    /// A group of so many around needs that nobody meets: half of them those who could at the least cost, by careers that
    /// are known, and half those who use what these would.
    pub fn group_for(
        &self,
        random: &mut Random,
        (needs, known): (&[u32], &[Column]),
        best: &Charged,
        size: usize,
    ) -> Vec<usize> {
        let uses =
            |column: &Column, row: u32| column.entries.binary_search_by_key(&row, |(row, _)| *row).is_ok();
        let mut willing: Vec<Option<(i64, usize)>> = vec![None; self.present.len()];
        for (career, column) in known.iter().enumerate() {
            let Ok(number) = self.present.binary_search_by_key(&column.person, |column| column.person) else {
                continue;
            };
            let meets = |need: &u32| uses(column, *need) && !uses(&self.present[number], *need);
            if let (Some(least), true) = (self.least[number], needs.iter().any(meets)) {
                let above = (column.price(&best.charges) - least).max(0) / PARTS;
                willing[number] = willing[number].into_iter().chain([(above, career)]).min();
            }
        }
        let mut first: Vec<(i64, usize, usize)> = Vec::new();
        for (number, willing) in willing.into_iter().enumerate() {
            let Some((above, career)) = willing else { continue };
            let luck = random.below(LUCK) + random.below(2) * above as usize / 2;
            first.push((above + luck as i64, number, career));
        }
        first.sort_unstable();
        first.truncate(size / 2);
        let mut score = vec![0u64; self.present.len()];
        for (_, number, career) in &first {
            let wanted = known[*career].entries.iter().map(|(row, _)| *row);
            for row in wanted.filter(|row| !uses(&self.present[*number], *row)) {
                self.users[row as usize].iter().for_each(|user| score[*user as usize] += self.near(row));
            }
            for (row, _) in &self.present[*number].entries {
                self.wanting[*row as usize]
                    .iter()
                    .for_each(|other| score[*other as usize] += self.near(*row));
            }
        }
        self.with_nearest(random, score, size, first.iter().map(|(_, number, _)| *number).collect())
    }

    /// How near a shared row brings two people.
    fn near(&self, row: u32) -> u64 {
        if matches!(self.rows.rows[row as usize], Row::Room { .. }) { NEAR.0 } else { NEAR.1 }
    }

    /// These people, with so many in all: those with the highest scores, and a little luck.
    fn with_nearest(
        &self,
        random: &mut Random,
        mut score: Vec<u64>,
        size: usize,
        mut group: Vec<usize>,
    ) -> Vec<usize> {
        for (number, score) in score.iter_mut().enumerate() {
            *score = *score * 16 + (self.above[number] / 2).min(64) + random.bits() % 96;
        }
        let mut taken = vec![false; self.present.len()];
        group.iter().for_each(|number| taken[*number] = true);
        let mut order: Vec<usize> = (0..self.present.len()).filter(|number| !taken[*number]).collect();
        order.sort_by_key(|number| std::cmp::Reverse((score[*number], *number)));
        group.extend(order.into_iter().take(size.saturating_sub(group.len())));
        group.sort_unstable();
        group
    }

    /// Somebody by chance, the more likely the more he pays above the cheapest and the less often in vain. `fails`: how
    /// often a group with a person led to nothing; `taken`: who is it already.
    pub fn seed(&self, random: &mut Random, fails: &[u32], taken: &[bool]) -> Option<usize> {
        let weight = |number: usize| match taken[number] {
            true => 0,
            false => 1 + ((self.above[number] * 16) >> fails[self.present[number].person].min(16)),
        };
        let weights: Vec<u64> = (0..self.present.len()).map(weight).collect();
        let mut at = random.bits() % weights.iter().sum::<u64>().max(1);
        (0..weights.len()).find(|number| {
            let here = at < weights[*number];
            at = at.saturating_sub(weights[*number]);
            here
        })
    }
}
