//! Charges for what joins blocks at which the blocks' best *whole* careers cost most together. The mix's charges are
//! best for mixes only; from there a bundle of cuts leads on.
//!
//! A cut is what a block's choice costs and takes of the joining rows: at other charges the block costs no more than
//! that. The charges at which the least of all cuts is highest, near the best known so far, are tried next. Cuts
//! only lead: every bound is that of the charges themselves.
#![allow(clippy::float_arithmetic, reason = "cuts only lead; bounds are summed by blocks")]

use linear::{Programme, Trouble};

use crate::columns::{
    column::Column,
    rows::{Group, HEAD, PARTS, Row, Rows},
};

/// How far from the best charges others are tried at first, in parts of a point for a percent of a head.
const RADIUS: i64 = 5 * PARTS / 100;

/// What one choice of careers says of its block.
#[derive(Clone, Debug)]
pub struct Cut {
    /// The block.
    pub block: usize,
    /// What it costs, joining rows apart.
    pub points: f64,
    /// Heads of joining rows.
    takes: Vec<(usize, f64)>,
}

/// Cuts, and how far from the best charges they are trusted. Without any radius it is closed.
#[derive(Clone, Debug, Default)]
pub struct Bundle {
    cuts: Vec<Cut>,
    blocks: usize,
    radius: i64,
    /// How much more than what was proven the last proposal promised, in points.
    promised: f64,
}

impl Cut {
    /// Of careers, each with its weight. `needs`: those that the block could meet.
    pub fn new<'c>(
        rows: &Rows,
        block: usize,
        needs: &[usize],
        careers: impl Iterator<Item = (f64, &'c Column)>,
    ) -> Self {
        let mut takes = vec![0.0; rows.len()];
        let mut points = 0.0;
        for (weight, column) in careers {
            points += weight * column.points as f64;
            for (row, amount) in &column.entries {
                takes[*row as usize] += weight * f64::from(*amount) / 100.0;
            }
        }
        for need in needs {
            let Row::Need { wanted, price } = rows.rows[*need] else { continue };
            let missing = (wanted as f64 / 100.0 - takes[*need]).max(0.0);
            points += missing * per_head(price);
            rows.fairness[*need].iter().for_each(|row| takes[*row as usize] += missing);
        }
        let takes = takes.into_iter().enumerate();
        let takes = takes.filter(|(row, heads)| *heads != 0.0 && rows.joins_blocks(*row)).collect();
        Self { block, points, takes }
    }
}

impl Bundle {
    /// No cuts yet, of so many blocks.
    pub fn new(blocks: usize) -> Self {
        Self { cuts: Vec::new(), blocks, radius: RADIUS, promised: 0.0 }
    }

    /// Adds a cut.
    pub fn add(&mut self, cut: Cut) {
        self.cuts.push(cut);
    }

    /// Says how much more the last proposal proved: if that is little of what it promised, charges are looked for
    /// nearer, and if it is much, further away.
    pub fn turned_out(&mut self, gained: f64) {
        if gained * 4.0 < self.promised {
            self.radius /= 2;
        } else if gained * 2.0 > self.promised {
            self.radius += self.radius / 2;
        }
    }

    /// Whether there may be better charges.
    pub fn is_open(&self) -> bool {
        self.radius > RADIUS / 100
    }

    /// The charges of joining rows, near these, at which the cuts cost most; others are left as they are. None, and
    /// closed, where that is no more than what is proven already, in points.
    pub fn proposed(&mut self, rows: &Rows, near: &[i64], proven: f64) -> Option<Vec<i64>> {
        let proposed = self.is_open().then(|| self.highest(rows, near));
        let proposed = proposed.and_then(Result::ok).filter(|(_, points)| *points > proven + 1.0);
        let Some((charges, points)) = proposed else {
            *self = Self::default();
            return None;
        };
        self.promised = points - proven;
        Some(charges)
    }

    /// The charges, and what the cuts cost there. Choosing among cuts so that joining rows hold is the dual of it.
    fn highest(&self, rows: &Rows, near: &[i64]) -> Result<(Vec<i64>, f64), Trouble> {
        let mut programme = Programme::default();
        let of_block = (0..self.blocks).map(|_| programme.add_row(1.0, 1.0, &[]));
        let of_block: Vec<usize> = of_block.collect::<Result<_, _>>()?;
        let of_row = self.add_rows(&mut programme, rows, near)?;
        for cut in &self.cuts {
            let takes = cut.takes.iter().filter_map(|(row, heads)| Some((of_row[*row]?, *heads)));
            let entries: Vec<_> = std::iter::once((of_block[cut.block], 1.0)).chain(takes).collect();
            programme.add_column(cut.points, 0.0, f64::INFINITY, &entries)?;
        }
        let solution = programme.solve()?;
        let mut charges = near.to_vec();
        for (charge, row) in charges.iter_mut().zip(&of_row) {
            if let Some(row) = row {
                *charge = (-solution.duals[*row] * PARTS as f64 / 100.0).round() as i64;
            }
        }
        rows.clip(&mut charges);
        Ok((charges, solution.cost))
    }

    /// Joining rows that cuts take something of, which may be bought and sold at the ends of the radius.
    fn add_rows(
        &self,
        programme: &mut Programme,
        rows: &Rows,
        near: &[i64],
    ) -> Result<Vec<Option<usize>>, Trouble> {
        let mut of_row: Vec<Option<usize>> = vec![None; rows.len()];
        let mut used = vec![false; rows.len()];
        self.cuts.iter().flat_map(|cut| &cut.takes).for_each(|(row, _)| used[*row] = true);
        for number in (0..rows.len()).filter(|row| used[*row]) {
            let (free, most) = match rows.rows[number] {
                Row::Room { most } => (most, i64::MAX),
                Row::Step { free, price } => (free, price),
                Row::Share { .. } => (0, i64::MAX),
                Row::Apart { .. } => (HEAD, i64::MAX),
                Row::Need { .. } => continue,
            };
            let row = programme.add_row(f64::NEG_INFINITY, free as f64 / 100.0, &[])?;
            of_row[number] = Some(row);
            let dearest = (near[number] + self.radius).min(most);
            programme.add_column(per_head(dearest), 0.0, f64::INFINITY, &[(row, -1.0)])?;
            let cheapest = near[number] - self.radius;
            if cheapest > 0 {
                programme.add_column(-per_head(cheapest), 0.0, f64::INFINITY, &[(row, 1.0)])?;
            }
        }
        let mut households: Vec<Vec<(usize, f64)>> = vec![Vec::new(); rows.groups.len()];
        for (row, of) in rows.rows.iter().zip(&of_row) {
            if let (Row::Apart { group }, Some(of)) = (row, of) {
                households[*group].push((*of, -1.0));
            }
        }
        for (number, group) in rows.groups.iter().enumerate() {
            match group {
                Group::Shares(shares) if shares.rows().any(|row| of_row[row].is_some()) => {
                    shares.buy(programme, &of_row, 0..shares.levels().len())?;
                }
                Group::Shares(_) => {}
                Group::Household { price } => {
                    programme.add_column(per_head(*price), 0.0, f64::INFINITY, &households[number])?;
                }
            }
        }
        Ok(of_row)
    }
}

fn per_head(price: i64) -> f64 {
    price as f64 * 100.0 / PARTS as f64
}
