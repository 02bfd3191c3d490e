//! How much memory what is kept takes: counted, never measured, so that it decides the same on any machine. What is small
//! or soon gone is not counted.

use crate::{
    arrivals::Sweep,
    columns::column::{Column, Pool},
    graph::{Graph, Layer},
    limits::Limits,
    offered::Offered,
    seats::{Candidate, Careers},
    way::{Made, Way},
};

/// What a piece of memory of its own takes beside what is in it.
const PIECE: u64 = 32;

/// So many of a kind, in a piece of their own.
pub(crate) fn list<T>(of: &[T]) -> u64 {
    PIECE + size_of_val(of) as u64
}

/// A career that is kept is mixed as well: the mix takes as much again.
const WITH_MIX: u64 = 2;

/// Careers of each person that are kept, however little memory there may be: without any there is no mix.
const FEWEST: usize = 3;

/// What a search keeps, and what it may.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Account {
    /// What all that people can do takes.
    graphs: u64,
    most: Option<u64>,
    /// The most that it was so far.
    peak: u64,
}

impl Account {
    /// With everybody's graphs.
    pub fn new(candidates: &[Candidate], limits: &Limits) -> Self {
        let graphs = candidates.iter().map(|candidate| candidate.careers.bytes()).sum();
        Self { graphs, most: limits.memory, peak: graphs }
    }

    /// So many careers are kept now.
    pub fn see(&mut self, pool: &Pool) {
        self.peak = self.peak.max(self.graphs + WITH_MIX * pool.bytes());
    }

    /// The most that it was.
    pub fn peak(&self) -> u64 {
        self.peak
    }

    /// How many careers of each of so many people may be kept, `wanted` at most: fewer where memory is short.
    pub fn careers(&self, pool: &Pool, people: usize, wanted: usize) -> usize {
        let Some(most) = self.most else { return wanted };
        let count = pool.columns.len() as u64;
        if count == 0 {
            return wanted;
        }
        let each = WITH_MIX * pool.bytes().div_ceil(count);
        let room = most.saturating_sub(self.graphs) / (each.max(1) * people.max(1) as u64);
        usize::try_from(room).unwrap_or(usize::MAX).clamp(FEWEST.min(wanted), wanted)
    }
}

impl Account {
    /// How many careers of so many people may be mixed.
    pub fn in_all(&self, pool: &Pool, people: usize) -> usize {
        self.careers(pool, people, usize::MAX).saturating_mul(people)
    }
}

impl Careers {
    /// Bytes that a person's careers take.
    fn bytes(&self) -> u64 {
        let ways = self.all().flat_map(|paths| &paths.ways);
        let offers =
            self.all().flat_map(|paths| &paths.offers).flatten().map(|of| list::<Offered>(of)).sum::<u64>();
        offers + ways.map(Way::bytes).sum::<u64>() + list(&self.unplaced)
    }
}

impl Graph {
    fn bytes(&self) -> u64 {
        self.layers.iter().map(Layer::bytes).sum::<u64>() + list(&self.ends)
    }
}

impl Way {
    /// Bytes that it takes; a terrain is shared by many.
    fn bytes(&self) -> u64 {
        let choices = self.choices.iter().map(|of| list::<Made>(of)).sum::<u64>();
        let sweeps = self.sweeps.iter().map(Sweep::bytes).sum::<u64>();
        self.graph.bytes() + choices + sweeps + self.bytes_of_reach()
    }
}

impl Pool {
    /// Bytes that its careers take, with that by which they are known.
    fn bytes(&self) -> u64 {
        let of_one = |column: &Column| list(&column.entries) + list(&column.seat.taken);
        let known = (size_of::<Column>() + 2 * size_of::<u64>()) as u64;
        self.columns.iter().map(|column| known + of_one(column)).sum()
    }
}
