//! Where a person's choices arrive and what they leave behind: places of work as small numbers, and which arrival
//! continues which stay.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    choice::{Choice, Footing, Link},
    ground::Ground,
};

/// What a choice does to the place of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Landing {
    /// Work: it arrives somewhere.
    At(usize),
    /// Leave or not yet in service, all days covered by leave: stays go on.
    Keep,
    /// Nowhere: stays end, the last place is remembered.
    Drop,
}

/// How choices arrive and what they leave: places of work as small numbers.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// Footings, the start first.
    pub footings: Vec<Footing>,
    /// The footing that each arrival leaves.
    pub leaves: Vec<usize>,
    /// Whether each arrival is at a post.
    pub posted: Vec<bool>,
    /// The footing with its stays ended.
    pub dropped: Vec<usize>,
    /// The link by footing and arrival.
    link: Vec<usize>,
    /// By arrival: footings with a stay that it continues, with the link.
    linked: Vec<Vec<(usize, usize)>>,
    /// All links; the first continues nothing.
    pub links: Vec<Link>,
}

/// What makes two arrivals alike: the footing left, whether at a post, the first place of each stay and whether it can
/// continue one, and how many stays are of all work.
type Arriving = (Footing, bool, Vec<(usize, bool)>, usize);

impl Places {
    /// Numbers all footings and arrivals of a person's choices, and sets each choice's landing.
    pub fn of(
        ground: &Ground<'_>,
        start: Footing,
        choices: &[Vec<Arc<Choice>>],
        keep: &dyn Fn(usize) -> bool,
    ) -> (Self, Vec<Vec<Landing>>) {
        let mut places = Places { footings: vec![start], links: vec![Link::default()], ..Self::default() };
        let mut arrivals: BTreeMap<Arriving, usize> = BTreeMap::new();
        let mut samples: Vec<&Choice> = Vec::new();
        let mut landings = Vec::with_capacity(choices.len());
        for (period, layer) in choices.iter().enumerate() {
            let mut row = Vec::with_capacity(layer.len());
            for choice in layer {
                if choice.parts.is_empty() {
                    row.push(if keep(period) { Landing::Keep } else { Landing::Drop });
                    continue;
                }
                let footing = Footing::after(choice);
                let opening: Vec<_> =
                    choice.stays.iter().flatten().map(|stay| (stay.first_place, stay.opens)).collect();
                let split = choice.stays[0].len();
                let posted = choice.is_posted();
                let arrival =
                    *arrivals.entry((footing.clone(), posted, opening, split)).or_insert_with(|| {
                        samples.push(choice);
                        places.posted.push(posted);
                        places.leaves.push(number(&mut places.footings, footing));
                        samples.len() - 1
                    });
                row.push(Landing::At(arrival));
            }
            landings.push(row);
        }
        for known in 0..places.footings.len() {
            let dropped = Footing { main: places.footings[known].main, live: Default::default() };
            let dropped = number(&mut places.footings, dropped);
            places.dropped.push(dropped);
        }
        for known in places.dropped.len()..places.footings.len() {
            places.dropped.push(known);
        }
        places.link_all(ground, &samples);
        (places, landings)
    }

    fn link_all(&mut self, ground: &Ground<'_>, samples: &[&Choice]) {
        let mut numbers: BTreeMap<Link, usize> = BTreeMap::new();
        for footing in &self.footings {
            for choice in samples {
                let link = if !footing.continues_any(ground, choice) {
                    0
                } else {
                    let link = footing.link(ground, choice);
                    *numbers.entry(link.clone()).or_insert_with(|| {
                        self.links.push(link);
                        self.links.len() - 1
                    })
                };
                self.link.push(link);
            }
        }
        let linked = |arrival: usize| {
            let link = |footing: usize| (footing, self.link(footing, arrival));
            (0..self.footings.len()).map(link).filter(|(_, link)| *link != 0).collect()
        };
        self.linked = (0..samples.len()).map(linked).collect();
    }

    /// Footings with a stay that an arrival continues, with the link.
    pub fn linked(&self, arrival: usize) -> &[(usize, usize)] {
        &self.linked[arrival]
    }

    /// How an arrival continues a footing's stays: a number of [`Self::links`]; 0 continues none.
    pub fn link(&self, footing: usize, arrival: usize) -> usize {
        self.link[footing * self.leaves.len() + arrival]
    }
}

fn number(footings: &mut Vec<Footing>, footing: Footing) -> usize {
    if let Some(known) = footings.iter().position(|known| *known == footing) {
        return known;
    }
    footings.push(footing);
    footings.len() - 1
}
