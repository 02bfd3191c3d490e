//! Arriving in a period: what each choice costs with all that follows it, and the cheapest of those that continue
//! nothing, as seen from every side.

use std::ops::Range;

use crate::{
    graph::NEVER,
    map::{Map, MoveRates, Near},
    memory::list,
    places::Landing,
    terrain::Terrain,
};

/// A period's choices in the order in which they are looked at from each node.
#[derive(Clone, Debug, Default)]
pub struct Sweep {
    /// Those with work: by group of arrivals, then by arrival.
    pub(crate) arcs: Vec<Arc>,
    /// Groups in their order, with the end of their arcs.
    groups: Vec<(u32, u32)>,
    /// Those without work: the choice, its class and where it lands.
    pub(crate) idle: Vec<(u32, u32, Landing)>,
}

/// A choice with work: its class, where it arrives and the footing it leaves.
///
/// In two bytes each, for they are kept for every choice of everybody: see [`MOST_CHOICES`](crate::way::MOST_CHOICES).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arc {
    pub choice: u16,
    pub class: u16,
    pub arrival: u16,
    to: u16,
}

impl Sweep {
    /// Puts a period's choices in order.
    pub fn new(choices: impl Iterator<Item = (u32, Landing)>, terrain: &Terrain) -> Self {
        let Terrain { places, map, .. } = terrain;
        let mut sweep = Self::default();
        for (choice, (class, landing)) in choices.enumerate() {
            match landing {
                Landing::At(arrival) => {
                    let to = places.leaves[arrival as usize] as u16;
                    let (choice, class, arrival) = (choice as u16, class as u16, arrival as u16);
                    sweep.arcs.push(Arc { choice, class, arrival, to });
                }
                Landing::Keep | Landing::Drop => sweep.idle.push((choice as u32, class, landing)),
            }
        }
        let group = |arc: &Arc| map.group_of(arc.arrival.into());
        sweep.arcs.sort_by_key(|arc| (group(arc), arc.arrival, arc.choice));
        sweep.arcs.shrink_to_fit();
        let mut until = 0;
        for arcs in sweep.arcs.chunk_by(|one, other| group(one) == group(other)) {
            until += arcs.len() as u32;
            sweep.groups.push((group(&arcs[0]) as u32, until));
        }
        sweep
    }

    /// Bytes that it takes.
    pub(crate) fn bytes(&self) -> u64 {
        list(&self.arcs) + list(&self.groups) + list(&self.idle)
    }

    /// Whether there is no work in the period.
    pub(crate) fn is_idle(&self) -> bool {
        self.arcs.is_empty()
    }

    /// The arcs of a group.
    fn of_group(&self, group: usize) -> Range<usize> {
        let Ok(place) = self.groups.binary_search_by_key(&group, |(known, _)| *known as usize) else {
            return 0..0;
        };
        let from = place.checked_sub(1).map_or(0, |before| self.groups[before].1);
        from as usize..self.groups[place].1 as usize
    }

    /// By arrival, where its arcs begin and end.
    pub(crate) fn lay_out(&self, at: &mut Vec<(u32, u32)>, arrivals: usize) {
        at.clear();
        at.resize(arrivals, (0, 0));
        for (number, arc) in self.arcs.iter().enumerate().rev() {
            let (from, until) = &mut at[arc.arrival as usize];
            if *until == 0 {
                *until = number as u32 + 1;
            }
            *from = number as u32;
        }
    }
}

/// The cheapest of some arrivals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Best {
    value: i64,
    at: u32,
}

impl Best {
    /// None can be reached.
    pub const NONE: Self = Self { value: NEVER, at: u32::MAX };
}

/// The cheapest of all charged arrivals, the group in which it is, and the cheapest of the other groups.
struct Anywhere {
    best: Best,
    group: usize,
    others: Best,
}

impl Anywhere {
    fn see(&mut self, best: Best, group: usize) {
        if best.value < self.best.value {
            *self = Self { best, group, others: self.best };
        } else {
            self.others = self.others.min(best);
        }
    }
}

/// What the far costs from a side, and the arrivals that this rests on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View {
    value: i64,
    on: [u32; 3],
}

/// What follows a node.
pub(crate) struct Onward<'o> {
    pub map: &'o Map,
    pub sweep: &'o Sweep,
    /// Of the sweep's arcs.
    pub prices: &'o [i64],
    /// By arrival: where its arcs begin and end.
    pub at: &'o [(u32, u32)],
    /// By class and link: where the node that follows has its values.
    pub rows: &'o [usize],
    pub links: usize,
    /// The values of all nodes that may follow.
    pub after: &'o [i64],
    /// Parts of a point in which all this is counted.
    pub parts: i64,
}

impl Onward<'_> {
    /// What a choice costs with all that follows.
    #[inline]
    fn value(&self, arc: &Arc, price: i64, link: usize) -> i64 {
        price + self.after[self.rows[arc.class as usize * self.links + link] + arc.to as usize]
    }

    /// The cheapest way on from each footing by a choice with work, or `row`'s if that is cheaper.
    pub fn arrive(
        &self,
        footings: impl Iterator<Item = usize>,
        row: &mut [i64],
        (tops, views): (&mut [Best], &mut Vec<View>),
    ) {
        let anywhere = self.look(tops);
        let free = self.map.free().map(|group| tops[group]).min().unwrap_or(Best::NONE);
        views.clear();
        views.extend((0..=self.map.nowhere()).map(|from| self.view(from, tops, anywhere.best, free)));
        for footing in footings {
            let (from, near) = self.map.stand(footing);
            let View { value, on } = views[from];
            let unseen = near.iter().all(|of| !on.contains(&of.arrival));
            let far = if unseen { value } else { self.beside(from, near, tops, &anywhere) };
            let value = near.iter().map(|near| self.near(near)).fold(row[footing].min(far), i64::min);
            // A need that is met must not make what is not allowed look cheaper.
            row[footing] = if value > NEVER / 2 { NEVER } else { value };
        }
    }

    /// The cheapest arrival of each group and of all that are charged.
    fn look(&self, tops: &mut [Best]) -> Anywhere {
        let mut all = Anywhere { best: Best::NONE, group: 0, others: Best::NONE };
        let mut from = 0;
        for (group, until) in &self.sweep.groups {
            let (group, until) = (*group as usize, *until as usize);
            let mut best = Best::NONE;
            for (arc, price) in self.sweep.arcs[from..until].iter().zip(&self.prices[from..until]) {
                // Without a branch: which of two is cheaper cannot be foretold.
                let value = self.value(arc, *price, 0);
                best.at = if value < best.value { arc.arrival.into() } else { best.at };
                best.value = best.value.min(value);
            }
            tops[group] = best;
            if self.map.is_charged(group) {
                all.see(best, group);
            }
            from = until;
        }
        all
    }

    /// What moving from a side costs, on the own side and anywhere.
    fn fares(&self, from: usize) -> (i64, i64) {
        let MoveRates { workplace, area } = self.map.rates();
        let (own, any) = if from == self.map.nowhere() { (0, 0) } else { (workplace, workplace + area) };
        (own * self.parts, any * self.parts)
    }

    /// The far from a side, whatever is near.
    fn view(&self, from: usize, tops: &[Best], anywhere: Best, free: Best) -> View {
        let (to_own, to_any) = self.fares(from);
        let own = tops.get(from).copied().unwrap_or(Best::NONE);
        let value = (anywhere.value + to_any).min(own.value + to_own).min(free.value);
        View { value, on: [anywhere.at, own.at, free.at] }
    }

    /// The far from a side, beside what is near.
    fn beside(&self, from: usize, near: &[Near], tops: &[Best], all: &Anywhere) -> i64 {
        let (to_own, to_any) = self.fares(from);
        let is_far = |best: &Best| near.iter().all(|of| of.arrival != best.at);
        let in_group = |group: usize| match tops[group] {
            best if is_far(&best) => best.value,
            _ => self.least_far(self.sweep.of_group(group), near),
        };
        let anywhere = match all {
            Anywhere { best, .. } if is_far(best) => best.value,
            Anywhere { group, others, .. } if is_far(others) => others.value.min(in_group(*group)),
            _ => self.least_far(0..self.sweep.arcs.len(), near),
        };
        let own = if from < tops.len() { in_group(from) + to_own } else { NEVER };
        self.map.free().map(in_group).fold(own.min(anywhere + to_any), i64::min)
    }

    /// The cheapest charged or free arrival of some arcs that is not near.
    fn least_far(&self, arcs: Range<usize>, near: &[Near]) -> i64 {
        let whole = arcs.len() == self.sweep.arcs.len();
        let arcs = self.sweep.arcs[arcs.clone()].iter().zip(&self.prices[arcs]);
        let far = arcs.filter(|(arc, _)| {
            let wanted = !whole || self.map.is_charged(self.map.group_of(arc.arrival.into()));
            wanted && near.iter().all(|of| of.arrival != u32::from(arc.arrival))
        });
        far.map(|(arc, price)| self.value(arc, *price, 0)).min().unwrap_or(NEVER)
    }

    /// The cheapest choice at an arrival that is near.
    #[inline]
    fn near(&self, near: &Near) -> i64 {
        let (from, until) = self.at[near.arrival as usize];
        let arcs = from as usize..until as usize;
        let arcs = self.sweep.arcs[arcs.clone()].iter().zip(&self.prices[arcs]);
        let values = arcs.map(|(arc, price)| self.value(arc, *price, near.link as usize));
        values.fold(NEVER, i64::min) + near.moved * self.parts
    }
}
