//! 満員: whether colleagues held by firm pins leave no room where somebody was asked for.

use std::collections::BTreeSet;

use crate::{
    explain::{Explainer, Reason},
    seats::Candidate,
};

impl Explainer<'_> {
    /// Posts or workplaces that are full in a period of colleagues whom firm pins hold there, and those pins; none if
    /// any choice of the person's has room beside them. Of each place no pin can be left out.
    pub(super) fn crowded(&self, held: &Candidate, period: usize) -> Option<Vec<Reason>> {
        let mut reasons = BTreeSet::new();
        for offered in held.offers.iter().flat_map(|offers| &offers[period]) {
            let mut rooms = offered.usage().room.iter();
            let held_there =
                rooms.find_map(|(row, own)| self.held_there(held.person, period, *row, (*own).into()))?;
            let problem = self.ground().problem;
            let parts = problem.parts(&problem.people[held.person], offered.step(), self.span(period));
            reasons.insert(Reason::Full { place: self.place(parts.first()?.workplace) });
            reasons.extend(held_there.into_iter().flat_map(|colleague| self.pins_of(colleague, period)));
        }
        Some(reasons.into_iter().collect())
    }

    /// Colleagues whom pins hold in a row of room, so that the person's own part does not fit beside them; none if it
    /// does. None of them can be left out.
    fn held_there(&self, person: usize, period: usize, row: usize, own: i64) -> Option<Vec<usize>> {
        let colleagues = self.planned.iter().copied().filter(|colleague| *colleague != person);
        let part = |colleague: usize| (colleague, self.candidates[colleague].surely_takes(period, row));
        let mut held: Vec<(usize, i64)> = colleagues.map(part).filter(|(_, part)| *part > 0).collect();
        let too_many = |sum: i64| sum + own > self.compiler.staffing.room(period, row);
        let mut sum: i64 = held.iter().map(|(_, part)| part).sum();
        if !too_many(sum) {
            return None;
        }
        held.retain(|(_, part)| {
            let needed = !too_many(sum - part);
            sum -= if needed { 0 } else { *part };
            needed
        });
        Some(held.into_iter().map(|(colleague, _)| colleague).collect())
    }

    /// Firm pins that hold somebody in a period.
    fn pins_of(&self, person: usize, period: usize) -> impl Iterator<Item = Reason> {
        let id = &self.ground().problem.people[person].career.person;
        let pins = self.compiler.records.pins(id).iter();
        let firm =
            pins.filter(move |(_, pin)| pin.soft_price.is_none() && pin.span.overlaps(self.span(period)));
        firm.map(move |(number, _)| Reason::Colleague { number: *number, person: self.who(person) })
    }
}

impl Candidate {
    /// Percent of a head that the person takes of a row of room in a period whatever he does: without a firm pin he can
    /// always be unplaced, and takes none.
    fn surely_takes(&self, period: usize, row: usize) -> i64 {
        let may_be_released = |way: &crate::way::Way| {
            way.graph.layers[..=period].iter().any(|layer| layer.ended.iter().any(Option::is_some))
        };
        if self.ways.iter().any(may_be_released) {
            return 0;
        }
        let offers = self.offers.iter().flat_map(|offers| &offers[period]);
        let parts = offers.map(|offered| {
            let here = offered.usage().room.iter().find(|(of, _)| *of == row);
            here.map_or(0, |(_, amount)| i64::from(*amount))
        });
        parts.min().unwrap_or(0)
    }
}
