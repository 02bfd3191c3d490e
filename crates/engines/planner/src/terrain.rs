//! Where careers can lead: places and what moving between them costs, the same for all who can work in the same
//! departments.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use kernel::DepartmentId;

use crate::{
    choice::{Choice, Footing},
    ground::Ground,
    map::{Map, MoveRates},
    places::{Landing, Places},
};

/// Places and the map of them.
#[derive(Clone, Debug)]
pub struct Terrain {
    /// Footings and arrivals.
    pub places: Places,
    /// What moving costs.
    pub map: Map,
    /// By period: where plain offers arrive, in the order of offers.
    plain: Vec<Vec<(usize, u32)>>,
}

/// A career's choices as they lie in a terrain.
#[derive(Debug)]
pub struct Laid {
    /// The terrain.
    pub terrain: Arc<Terrain>,
    /// The footing at which it begins.
    pub start: usize,
    /// Where each choice lands, by period.
    pub landings: Vec<Vec<Landing>>,
}

impl Terrain {
    /// The terrain of choices, with the footings at which careers begin.
    pub fn of<'c>(
        ground: &Ground<'_>,
        starts: impl Iterator<Item = Footing>,
        choices: impl Iterator<Item = &'c Choice>,
    ) -> Self {
        let places = Places::of(ground, starts, choices);
        let rates = &ground.problem.rates;
        let rates = MoveRates { workplace: rates.move_workplace, area: rates.move_area };
        let map = Map::new(ground, &places, rates);
        Self { places, map, plain: Vec::new() }
    }

    /// The same, knowing where plain offers arrive.
    pub fn with_plain(mut self, offers: &[Vec<(usize, Arc<Choice>)>]) -> Self {
        let arrival = |(offer, choice): &(usize, Arc<Choice>)| match self.places.landing(choice, false) {
            Some(Landing::At(arrival)) => Some((*offer, arrival)),
            _ => None,
        };
        self.plain = offers.iter().map(|offers| offers.iter().filter_map(arrival).collect()).collect();
        self
    }

    /// Where a choice lands; `plain`: whether it is its offer as everybody has it.
    fn landing(&self, period: usize, choice: &Choice, plain: bool, keeps: bool) -> Option<Landing> {
        if let (true, Some(offer), Some(known)) = (plain, choice.offer, self.plain.get(period)) {
            let place = known.binary_search_by_key(&offer, |(offer, _)| *offer).ok()?;
            return Some(Landing::At(known[place].1));
        }
        self.places.landing(choice, keeps)
    }

    /// A career's choices in it; none if one of them or the beginning lies beyond. `plain` and `keeps` are asked by
    /// choice and by period.
    pub fn lay(
        self: &Arc<Self>,
        start: &Footing,
        choices: &[Vec<Arc<Choice>>],
        plain: &dyn Fn(usize, &Arc<Choice>) -> bool,
        keeps: &dyn Fn(usize) -> bool,
    ) -> Option<Laid> {
        let start = self.places.footing(start)?;
        let of_period = |(period, choices): (usize, &Vec<Arc<Choice>>)| {
            let keeps = keeps(period);
            let of = |choice: &Arc<Choice>| self.landing(period, choice, plain(period, choice), keeps);
            choices.iter().map(of).collect::<Option<Vec<_>>>()
        };
        let landings = choices.iter().enumerate().map(of_period).collect::<Option<_>>()?;
        Some(Laid { terrain: Arc::clone(self), start, landings })
    }
}

/// What makes two people's terrains the same.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Departments in which they may work.
    pub departments: BTreeSet<DepartmentId>,
    /// The footing that work outside the prefecture leaves, where it is wanted.
    pub outside: Option<Footing>,
    /// The footing at which they begin, where no choice leaves it.
    pub start: Option<Footing>,
}

/// Terrains that several share. Only looked up, never walked.
#[derive(Debug, Default)]
pub struct Terrains(Mutex<BTreeMap<Key, Arc<Terrain>>>);

impl Terrains {
    /// The terrain of a key, made where it is not known yet.
    pub fn get(&self, key: &Key, make: impl FnOnce() -> Terrain) -> Arc<Terrain> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(terrain) = known.get(key) {
            return Arc::clone(terrain);
        }
        let terrain = Arc::new(make());
        known.insert(key.clone(), Arc::clone(&terrain));
        terrain
    }
}
