//! Where choices arrive and what they leave behind: places of work as small numbers, and which arrival continues which
//! stay.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    choice::{Choice, Footing, Link},
    ground::Ground,
};

/// What a choice does to the place of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Landing {
    /// Work: it arrives somewhere.
    At(u32),
    /// Leave or not yet in service, all days covered by leave: stays go on.
    Keep,
    /// Nowhere: stays end, the last place is remembered.
    Drop,
}

/// How choices arrive and what they leave: places of work as small numbers.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Footings.
    pub footings: Vec<Footing>,
    /// The footing that each arrival leaves.
    pub leaves: Vec<usize>,
    /// Whether each arrival is at a post.
    pub posted: Vec<bool>,
    /// The footing with its stays ended.
    pub dropped: Vec<usize>,
    /// By arrival: footings with a stay that it continues, with the link; in the order of footings.
    linked: Vec<Vec<(usize, usize)>>,
    /// All links; the first continues nothing.
    pub links: Vec<Link>,
    footing_numbers: BTreeMap<Footing, usize>,
    arrival_numbers: BTreeMap<Arriving, usize>,
}

/// What makes two arrivals alike: the footing left, whether at a post, the first place of each stay and whether it can
/// continue one, and how many stays are of all work.
type Arriving = (Footing, bool, Vec<(usize, bool)>, usize);

fn arriving(choice: &Choice) -> Arriving {
    let opening = choice.stays.iter().flatten().map(|stay| (stay.first_place, stay.opens));
    (Footing::after(choice), choice.is_posted(), opening.collect(), choice.stays[0].len())
}

impl Places {
    /// Numbers all footings and arrivals of choices, and the footings at which careers begin.
    pub fn of<'c>(
        ground: &Ground<'_>,
        starts: impl Iterator<Item = Footing>,
        choices: impl Iterator<Item = &'c Choice>,
    ) -> Self {
        let mut places = Places { links: vec![Link::default()], ..Self::default() };
        for start in starts {
            places.add_footing(start);
        }
        let mut samples: Vec<&Choice> = Vec::new();
        for choice in choices.filter(|choice| !choice.parts.is_empty()) {
            let arriving = arriving(choice);
            if !places.arrival_numbers.contains_key(&arriving) {
                samples.push(choice);
                places.posted.push(arriving.1);
                let left = places.add_footing(arriving.0.clone());
                places.leaves.push(left);
                places.arrival_numbers.insert(arriving, samples.len() - 1);
            }
        }
        for known in 0..places.footings.len() {
            let dropped = Footing { main: places.footings[known].main, live: Default::default() };
            let dropped = places.add_footing(dropped);
            places.dropped.push(dropped);
        }
        for known in places.dropped.len()..places.footings.len() {
            places.dropped.push(known);
        }
        places.link_all(ground, &samples);
        places
    }

    fn add_footing(&mut self, footing: Footing) -> usize {
        let next = self.footings.len();
        *self.footing_numbers.entry(footing).or_insert_with_key(|footing| {
            self.footings.push(footing.clone());
            next
        })
    }

    fn link_all(&mut self, ground: &Ground<'_>, samples: &[&Choice]) {
        let mut live_at: BTreeMap<usize, BTreeSet<usize>> = BTreeMap::new();
        for (number, footing) in self.footings.iter().enumerate() {
            for place in footing.live.iter().flatten() {
                live_at.entry(*place).or_default().insert(number);
            }
        }
        let mut numbers: BTreeMap<Link, usize> = BTreeMap::new();
        for choice in samples {
            let opening = choice.stays.iter().flatten().filter(|stay| stay.opens);
            let places = opening.flat_map(|stay| ground.same_stay_as(stay.first_place));
            let near: BTreeSet<usize> =
                places.filter_map(|place| live_at.get(&place)).flatten().copied().collect();
            let mut linked = Vec::new();
            for footing in near {
                let link = self.footings[footing].link(ground, choice);
                if link.iter().flatten().any(Option::is_some) {
                    let link = *numbers.entry(link.clone()).or_insert_with(|| {
                        self.links.push(link);
                        self.links.len() - 1
                    });
                    linked.push((footing, link));
                }
            }
            self.linked.push(linked);
        }
    }

    /// The number of a footing, if it has one.
    pub fn footing(&self, footing: &Footing) -> Option<usize> {
        self.footing_numbers.get(footing).copied()
    }

    /// Where a choice lands; `keeps`: whether stays go on in its period without work. None: where none of these does.
    pub fn landing(&self, choice: &Choice, keeps: bool) -> Option<Landing> {
        match (choice.parts.is_empty(), keeps) {
            (true, true) => Some(Landing::Keep),
            (true, false) => Some(Landing::Drop),
            (false, _) => {
                self.arrival_numbers.get(&arriving(choice)).map(|arrival| Landing::At(*arrival as u32))
            }
        }
    }

    /// Footings with a stay that an arrival continues, with the link.
    pub fn linked(&self, arrival: usize) -> &[(usize, usize)] {
        &self.linked[arrival]
    }

    /// How an arrival continues a footing's stays: a number of [`Self::links`]; 0 continues none.
    pub fn link(&self, footing: usize, arrival: usize) -> usize {
        let linked = &self.linked[arrival];
        linked.binary_search_by_key(&footing, |(known, _)| *known).map_or(0, |place| linked[place].1)
    }
}
