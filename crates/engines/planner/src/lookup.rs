//! The reference tables as far as one person's careers can see them: rules look workplaces and sites up by name, again
//! and again, and of a big prefecture's a person's samples name a few.
//!
//! Left out is only what no rule can tell from what is kept: rules look at the places of a career; at those that
//! editions name; and, of all other places and sites, at what there is of each sort, whichever of them it is.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Bilingual, ProgrammeId, WorkplaceId};
use problem::Problem;
use rules::{Class, Membership, Tables, TrainingProgramme, Workplace};

/// What makes places of one sort: their classes, and whether they lie in the prefecture.
type Sort<'p> = (&'p [Membership], bool);

/// The tables of a problem, ready to be cut.
#[derive(Debug)]
pub struct Lookup<'p> {
    tables: &'p Tables,
    /// Places that rules name, and of each sort of places the first.
    always: BTreeSet<&'p WorkplaceId>,
    /// Numbers of the sorts.
    sorts: BTreeMap<Sort<'p>, usize>,
}

impl<'p> Lookup<'p> {
    /// The tables of a problem.
    pub fn of(problem: &'p Problem) -> Self {
        let tables = &problem.tables;
        let mut always = problem.named_by_rules();
        let mut sorts = BTreeMap::new();
        for (id, place) in &tables.workplaces {
            let next = sorts.len();
            sorts.entry(sort(place)).or_insert_with(|| {
                always.insert(id);
                next
            });
        }
        Self { tables, always, sorts }
    }

    /// What careers at some places see that may be in some programmes.
    pub fn at<'w>(
        &self,
        places: impl Iterator<Item = &'w WorkplaceId>,
        programmes: impl Iterator<Item = &'w ProgrammeId>,
    ) -> Tables {
        let places: BTreeSet<&WorkplaceId> = places.collect();
        let mut kept: BTreeSet<&WorkplaceId> = places.union(&self.always).copied().collect();
        let programmes = programmes.filter_map(|id| self.tables.programmes.get_key_value(id));
        let programmes: Vec<(&ProgrammeId, TrainingProgramme)> =
            programmes.map(|(id, programme)| (id, self.programme(programme, &places))).collect();
        kept.extend(programmes.iter().flat_map(|(_, of)| &of.sites).map(|site| &site.workplace));
        let workplaces = kept.into_iter().filter_map(|id| self.tables.workplaces.get_key_value(id));
        let unnamed = || Bilingual { ja: String::new(), en: String::new() };
        let class = |class: &Class| Class {
            scheme: class.scheme.clone(),
            name: unnamed(),
            source: String::new(),
            fictitious: class.fictitious,
        };
        Tables {
            areas: BTreeMap::new(),
            classes: self.tables.classes.iter().map(|(id, of)| (id.clone(), class(of))).collect(),
            workplaces: workplaces.map(|(id, place)| (id.clone(), place.clone())).collect(),
            programmes: programmes.iter().map(|(id, of)| ((*id).clone(), of.clone())).collect(),
        }
    }

    /// A programme with its sites at some places; of the others one of each sort, and those that no table describes.
    fn programme(&self, of: &TrainingProgramme, places: &BTreeSet<&WorkplaceId>) -> TrainingProgramme {
        let mut seen = BTreeSet::new();
        let kept = of.sites.iter().filter(|site| {
            let place = self.tables.workplaces.get(&site.workplace);
            let of_sort = place.and_then(|place| self.sorts.get(&sort(place)));
            places.contains(&site.workplace) || of_sort.is_none_or(|sort| seen.insert(*sort))
        });
        TrainingProgramme {
            name: String::new(),
            specialty: of.specialty.clone(),
            months: of.months,
            core_months: of.core_months,
            components: of.components.clone(),
            sites: kept.cloned().collect(),
            source: String::new(),
            attested: of.attested.clone(),
        }
    }
}

fn sort(place: &Workplace) -> Sort<'_> {
    (&place.classes, place.in_prefecture())
}
