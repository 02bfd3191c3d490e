//! What is missing of each need under a plan, and of which it is more or less than before.

use std::collections::BTreeMap;

use kernel::{NeedId, YearMonth};

use crate::{Need, NeedLevel, NeedPlace, Problem};

use super::{Answered, NeedChange};

/// Needs of which another amount is missing. Lines that both problems have are compared; steps of fairness are none of
/// anybody's needs.
pub(super) fn changes<'a>(before: Answered<'a>, now: Answered<'a>) -> Vec<NeedChange<'a>> {
    let then = short(before);
    let mut changes: Vec<NeedChange<'a>> = Vec::new();
    let missing = short(now);
    for need in now.problem.needs.iter().filter(|need| need.level != NeedLevel::Fairness) {
        for period in &now.problem.horizon {
            let key = (&need.id, period.span.from);
            let (Some(&before), Some(&now)) = (then.get(&key), missing.get(&key)) else { continue };
            let change = NeedChange { need: &need.id, span: period.span, before, now };
            match changes.last_mut() {
                _ if before == now => {}
                Some(last) if last.goes_on_in(&change) => last.span.until = period.span.until,
                _ => changes.push(change),
            }
        }
    }
    changes
}

impl NeedChange<'_> {
    fn goes_on_in(&self, next: &Self) -> bool {
        let same = (self.need, self.before, self.now) == (next.need, next.before, next.now);
        same && self.span.until == next.span.from
    }
}

/// Percent of heads missing of each need in each period in which it holds.
fn short<'a>(of: Answered<'a>) -> BTreeMap<(&'a NeedId, YearMonth), u32> {
    let Answered { problem, plan } = of;
    let mut met: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    for of in &plan.people {
        let Some(person) = problem.person(&of.person) else { continue };
        for (number, (step, period)) in of.steps.iter().zip(&problem.horizon).enumerate() {
            for part in problem.parts(person, step, period.span) {
                let share = part.worked_by(person, period.span.from.first_day());
                let heads = part.usage(share, period.span.length());
                let needs = problem.needs.iter().enumerate();
                for (need, _) in needs.filter(|(_, need)| is_met_by(problem, need, &part)) {
                    *met.entry((need, number)).or_default() += heads;
                }
            }
        }
    }
    let mut short = BTreeMap::new();
    for (number, need) in problem.needs.iter().enumerate() {
        for (at, period) in problem.horizon.iter().enumerate() {
            if need.span.covers(period.span) {
                let met = met.get(&(number, at)).copied().unwrap_or(0);
                let missing = need.heads.saturating_mul(100).saturating_sub(met);
                short.insert((&need.id, period.span.from), missing);
            }
        }
    }
    short
}

fn is_met_by(problem: &Problem, need: &Need, part: &crate::Part<'_>) -> bool {
    let here = match &need.at {
        NeedPlace::Workplace(place) => place == part.workplace,
        NeedPlace::Area(area) => {
            let place = problem.tables.workplaces.get(part.workplace);
            place.is_some_and(|place| place.area.as_ref() == Some(area))
        }
    };
    // Outside the prefecture nobody's needs are met.
    here && part.post.is_some() && need.department.as_ref().is_none_or(|of| of == part.department)
}
