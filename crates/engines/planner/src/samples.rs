//! Choices that stand for others. A rule sees only what work means to it and which stays go on; so of places that no
//! rule can tell apart two are enough to try, for whoever moves comes from one and goes to the other.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use crate::{choice::Choice, encodings::Facts, places::Landing};

/// Places of one kind that are tried.
const ENOUGH: usize = 2;

/// Which choices are tried, and which of them stands for each.
#[derive(Clone, Debug)]
pub struct Samples {
    /// The choices that are tried, by period.
    pub choices: Vec<Vec<Arc<Choice>>>,
    /// Their positions among all.
    kept: Vec<Vec<usize>>,
    /// By period and choice: the position of the one that stands for it.
    pub of: Vec<Vec<usize>>,
}

/// Period and kind of work of all that is offered at a place.
type Signature = Vec<(usize, u32)>;

impl Samples {
    /// Samples of a person's choices. Places at which the person is already stand for themselves.
    pub fn of(facts: &Facts<'_>, choices: &[Vec<Arc<Choice>>], here: &BTreeSet<usize>) -> Self {
        let stands_in = stands_in(facts, choices, here);
        let mut samples = Self { choices: Vec::new(), kept: Vec::new(), of: Vec::new() };
        for (period, choices) in choices.iter().enumerate() {
            let mut kept: Vec<usize> = Vec::new();
            let mut places: BTreeMap<(usize, u32), usize> = BTreeMap::new();
            let mut of = vec![usize::MAX; choices.len()];
            let alike: Vec<Option<(usize, u32)>> =
                choices.iter().map(|choice| kind(facts, period, choice)).collect();
            for number in 0..choices.len() {
                if alike[number].is_none_or(|(place, _)| !stands_in.contains_key(&place)) {
                    of[number] = kept.len();
                    places.extend(alike[number].map(|alike| (alike, kept.len())));
                    kept.push(number);
                }
            }
            for (of, alike) in of.iter_mut().zip(alike).filter(|(of, _)| **of == usize::MAX) {
                let other = alike.and_then(|(place, kind)| Some((*stands_in.get(&place)?, kind)));
                *of = other.and_then(|other| places.get(&other)).copied().unwrap_or_default();
            }
            samples.choices.push(kept.iter().map(|number| Arc::clone(&choices[*number])).collect());
            samples.kept.push(kept);
            samples.of.push(of);
        }
        samples
    }

    /// The landings of the choices that are tried, of those of all choices.
    pub fn landings(&self, all: &[Vec<Landing>]) -> Vec<Vec<Landing>> {
        let of_period = |(kept, all): (&Vec<usize>, &Vec<Landing>)| kept.iter().map(|of| all[*of]).collect();
        self.kept.iter().zip(all).map(of_period).collect()
    }
}

/// The place and the kind of a choice that is work at one post throughout; none: it is like no other.
fn kind(facts: &Facts<'_>, period: usize, choice: &Choice) -> Option<(usize, u32)> {
    let kind = facts.kind(period, choice.offer?)?;
    let of = &facts.ground.periods[period];
    let [stay] = choice.stays[0].as_slice() else { return None };
    let whole = stay.opens && stay.lives_on && stay.from == of.first && stay.until == of.after;
    whole.then_some((stay.first_place, kind))
}

/// By place, the one that is tried in its stead.
fn stands_in(
    facts: &Facts<'_>,
    choices: &[Vec<Arc<Choice>>],
    here: &BTreeSet<usize>,
) -> BTreeMap<usize, usize> {
    let mut signatures: BTreeMap<usize, Signature> = BTreeMap::new();
    let mut unlike = here.clone();
    for (period, choices) in choices.iter().enumerate() {
        for choice in choices {
            match kind(facts, period, choice) {
                Some((place, kind)) => signatures.entry(place).or_default().push((period, kind)),
                None => unlike.extend(choice.parts.iter().map(|part| part.place)),
            }
        }
    }
    let mut groups: BTreeMap<Signature, Vec<usize>> = BTreeMap::new();
    for (place, mut signature) in signatures {
        if !unlike.contains(&place) {
            signature.sort_unstable();
            groups.entry(signature).or_default().push(place);
        }
    }
    let others =
        groups.values().flat_map(|places| places.iter().skip(ENOUGH).map(|place| (*place, places[0])));
    others.collect()
}
