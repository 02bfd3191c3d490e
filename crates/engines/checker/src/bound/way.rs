//! All careers of one person on one path: what can be done in each period, and which states it leads to. Prices are no
//! part of it, so it is made once for all leaves.

use kernel::{AreaId, PatternId, WorkplaceId};
use problem::{Path, Person};

use super::{
    career::{Career, Detail, Stage},
    choices::{Building, Classes},
    ground::Ground,
    states::{Layer, explore},
};
use crate::world::Main;

/// Work that can be done in a period.
#[derive(Debug)]
pub(super) struct Choice<'a> {
    pub main: Main<'a>,
    /// The pattern, if it is one.
    pub pattern: Option<&'a PatternId>,
    /// The area of its main place.
    pub area: Option<&'a AreaId>,
    /// Position of its place in the way's list.
    pub place: usize,
    /// Posts it takes, in percent of a head.
    pub usage: Vec<(usize, u32)>,
    /// Workplaces of all its parts, each once.
    pub workplaces: Vec<&'a WorkplaceId>,
    /// What it costs by itself.
    pub points: i128,
    pub open: [bool; 4],
    /// What it means to the rules: position in the period's list.
    pub class: usize,
}

impl Choice<'_> {
    /// Whether somebody at this stage may take it.
    pub fn is_open(&self, stage: Stage) -> bool {
        self.open[stage as usize]
    }
}

/// What a period asks for, before it is known whether the person is released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    NotYet,
    Away,
    Free,
}

/// All careers of one person on one path.
#[derive(Debug)]
pub(super) struct Way<'a> {
    /// What the path costs.
    pub points: i128,
    /// By period.
    pub choices: Vec<Vec<Choice<'a>>>,
    /// By period, and at the end of the horizon.
    pub layers: Vec<Layer>,
    /// What being unplaced costs in each period; none where no unplaced step is allowed.
    pub unplaced: Vec<Option<i128>>,
    /// The same, whatever pins say.
    pub nowhere: Vec<i128>,
    pub asked: Vec<Asked>,
    /// How many areas there are; places in none are together in one.
    pub areas: usize,
    /// Places of the choices, then that of the last work before the horizon.
    pub places: Vec<Place<'a>>,
    /// The place of the last work before the horizon, if any.
    pub from: Option<usize>,
}

/// A place of work.
#[derive(Debug)]
pub(super) struct Place<'a> {
    pub id: &'a WorkplaceId,
    pub area: Option<&'a AreaId>,
    /// The number of its area.
    pub area_number: usize,
    /// Places at which work would be the same stay.
    pub same: Vec<usize>,
}

impl<'a> Way<'a> {
    /// The careers of a person on a path; none if even without rules there are too many states.
    pub fn new(ground: &'a Ground<'a>, person: &'a Person, path: &'a Path) -> Option<Self> {
        let details = [Detail::Everything, Detail::Less, Detail::Nothing];
        details.into_iter().find_map(|detail| Self::with_rules(ground, person, path, detail))
    }

    fn begun(ground: &'a Ground<'a>, person: &'a Person, path: &'a Path) -> Building<'a> {
        let asked = (0..ground.periods()).map(|period| asked(ground, person, period)).collect();
        let way = Self {
            points: i128::from(path.price),
            choices: Vec::new(),
            layers: Vec::new(),
            unplaced: Vec::new(),
            nowhere: Vec::new(),
            asked,
            areas: 0,
            places: Vec::new(),
            from: None,
        };
        Building::new(ground, person, path, way)
    }

    fn with_rules(
        ground: &'a Ground<'a>,
        person: &'a Person,
        path: &'a Path,
        detail: Detail,
    ) -> Option<Self> {
        let career = Career::new(ground, person, path, detail);
        let mut building = Self::begun(ground, person, path);
        let classes: Vec<Classes> =
            (0..ground.periods()).map(|period| building.choices(&career, period)).collect();
        let mut way = building.finish();
        way.layers = explore((ground, person), &career, &way.asked, &classes)?;
        Some(way)
    }
}

fn asked(ground: &Ground<'_>, person: &Person, period: usize) -> Asked {
    if person.service_start().is_none_or(|start| ground.day(period) < start) {
        return Asked::NotYet;
    }
    if person.away_throughout(ground.problem.horizon[period].span) { Asked::Away } else { Asked::Free }
}
