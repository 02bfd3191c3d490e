//! The map of a way: which arrivals are near a footing, and what moving costs.

use std::collections::{BTreeMap, BTreeSet};

use crate::{ground::Ground, places::Places};

/// What moving costs.
#[derive(Clone, Copy, Debug)]
pub struct MoveRates {
    /// A change of workplace.
    pub workplace: i64,
    /// A change of area, on top.
    pub area: i64,
}

/// Where a footing lies: none before any place of work; its area, none outside the prefecture.
pub type Side = Option<Option<usize>>;

/// Where an arrival lies, and whether moving there is charged: it is not for work outside the prefecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its area.
    pub area: Option<usize>,
    /// A post.
    pub charged: bool,
}

impl MoveRates {
    /// The price of moving; `same` if it is the same place of work.
    pub fn between(self, from: Side, to: Target, same: bool) -> i64 {
        let (workplace, area) = self.parts(from, to, same);
        workplace + area
    }

    /// The same for the workplace and for the area.
    fn parts(self, from: Side, to: Target, same: bool) -> (i64, i64) {
        let Some(from) = from.filter(|_| to.charged) else { return (0, 0) };
        let workplace = if same { 0 } else { self.workplace };
        let area = if from == to.area { 0 } else { self.area };
        (workplace, area)
    }
}

/// The map of a way: which arrivals are near a footing, and what moving costs.
#[derive(Clone, Debug)]
pub struct Map {
    /// Sides by footing.
    sides: Vec<Side>,
    /// Targets, each once: groups of arrivals.
    groups: Vec<Target>,
    /// The group of each arrival.
    group_of: Vec<usize>,
    /// Groups of arrivals that are not charged.
    free: Vec<usize>,
    /// By footing.
    stands: Vec<Stand>,
    /// Arrivals that continue a footing's stays or are at the same place: of each footing in their order.
    near: Vec<Near>,
    targets: Vec<Target>,
    rates: MoveRates,
}

/// What a footing is to those who arrive: from where the far is seen, and what is near.
#[derive(Clone, Copy, Debug)]
struct Stand {
    /// The group of charged arrivals on its own side; then [`Map::elsewhere`] and [`Map::nowhere`].
    from: u32,
    near: (u32, u32),
}

/// An arrival near a footing.
#[derive(Clone, Copy, Debug)]
pub struct Near {
    /// The arrival.
    pub arrival: u32,
    /// How it continues the footing's stays.
    pub link: u32,
    /// Whether it is the same place of work.
    same: bool,
    /// The price of moving.
    pub moved: i64,
}

impl Map {
    /// Works out sides, what is near and all prices.
    pub fn new(ground: &Ground<'_>, places: &Places, rates: MoveRates) -> Self {
        let area = |place: usize| ground.area(place);
        let sides: Vec<Side> = places.footings.iter().map(|footing| footing.main.map(area)).collect();
        let targets: Vec<Target> = places
            .leaves
            .iter()
            .zip(&places.posted)
            .map(|(footing, charged)| Target { area: sides[*footing].flatten(), charged: *charged })
            .collect();
        let mut groups: Vec<Target> = Vec::new();
        let group_of = targets.iter().map(|target| {
            groups.iter().position(|of| of == target).unwrap_or_else(|| {
                groups.push(*target);
                groups.len() - 1
            })
        });
        let group_of = group_of.collect();
        let free = (0..groups.len()).filter(|group| !groups[*group].charged).collect();
        let on = |side: &Side| groups.iter().position(|of| of.charged && Some(of.area) == *side);
        let elsewhere = groups.len();
        let from = |side: &Side| match side {
            None => elsewhere + 1,
            Some(_) => on(side).unwrap_or(elsewhere),
        };
        let stands = sides.iter().map(|side| Stand { from: from(side) as u32, near: (0, 0) }).collect();
        let mut map = Self { sides, groups, group_of, free, stands, near: Vec::new(), targets, rates };
        map.find_near(ground, places);
        map
    }

    fn find_near(&mut self, ground: &Ground<'_>, places: &Places) {
        let main = |arrival: usize| places.footings[places.leaves[arrival]].main;
        let mut at: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for arrival in 0..self.targets.len() {
            if let Some(place) = main(arrival) {
                at.entry(place).or_default().push(arrival);
            }
        }
        let mut linked = vec![Vec::new(); places.footings.len()];
        for arrival in 0..self.targets.len() {
            places.linked(arrival).iter().for_each(|(footing, _)| linked[*footing].push(arrival));
        }
        for (footing, linked) in linked.into_iter().enumerate() {
            let of = places.footings[footing].main;
            let same = of.into_iter().flat_map(|place| ground.same_stay_as(place));
            let same: BTreeSet<usize> = same.filter_map(|place| at.get(&place)).flatten().copied().collect();
            let near: BTreeSet<usize> = same.iter().copied().chain(linked).collect();
            let near = near.into_iter().map(|arrival| {
                let same = same.contains(&arrival);
                let moved = self.rates.between(self.sides[footing], self.targets[arrival], same);
                let (link, arrival) = (places.link(footing, arrival) as u32, arrival as u32);
                Near { arrival, link, same, moved }
            });
            let near: Vec<Near> = near.collect();
            let first = self.near.len() as u32;
            self.near.extend(near);
            self.stands[footing].near = (first, self.near.len() as u32);
        }
    }

    /// The side on which nothing charged arrives, as [`Stand::from`] tells it.
    fn elsewhere(&self) -> usize {
        self.groups.len()
    }

    /// No place of work yet: moving costs nothing.
    pub(crate) fn nowhere(&self) -> usize {
        self.elsewhere() + 1
    }

    /// From where a footing sees the far, and what is near.
    #[inline]
    pub(crate) fn stand(&self, footing: usize) -> (usize, &[Near]) {
        (self.stands[footing].from as usize, self.near(footing))
    }

    /// What moving costs.
    pub(crate) fn rates(&self) -> MoveRates {
        self.rates
    }

    /// How many groups of arrivals there are.
    pub(crate) fn groups(&self) -> usize {
        self.groups.len()
    }

    /// The group of an arrival.
    pub(crate) fn group_of(&self, arrival: u32) -> usize {
        self.group_of[arrival as usize]
    }

    /// Whether moving to a group's arrivals is charged.
    pub(crate) fn is_charged(&self, group: usize) -> bool {
        self.groups[group].charged
    }

    /// Groups of arrivals that are not charged.
    pub(crate) fn free(&self) -> impl Iterator<Item = usize> {
        self.free.iter().copied()
    }

    /// Arrivals near a footing.
    pub fn near(&self, footing: usize) -> &[Near] {
        let (first, after) = self.stands[footing].near;
        &self.near[first as usize..after as usize]
    }

    /// How an arrival is near a footing, if it is.
    fn how_near(&self, footing: usize, arrival: usize) -> Option<&Near> {
        self.near(footing).iter().find(|near| near.arrival as usize == arrival)
    }

    /// How an arrival continues a footing's stays, and the price of moving there.
    pub fn arrive(&self, footing: usize, arrival: usize) -> (usize, i64) {
        match self.how_near(footing, arrival) {
            Some(near) => (near.link as usize, near.moved),
            None => (0, self.rates.between(self.sides[footing], self.targets[arrival], false)),
        }
    }

    /// The price of moving from a footing to an arrival: for the workplace and for the area.
    pub fn split(&self, footing: usize, arrival: usize) -> (i64, i64) {
        let same = self.how_near(footing, arrival).is_some_and(|near| near.same);
        self.rates.parts(self.sides[footing], self.targets[arrival], same)
    }
}
