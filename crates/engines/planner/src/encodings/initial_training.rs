//! 初期臨床研修: its months, and the postings that could break the rule: initial training at a wrong place, and other
//! clinical work while the months are not done.

use rules::{Activity, Bound, InitialTraining, Place, Work};

use crate::{
    choice::Choice,
    encoding::{Context, Encoding, State},
    encodings::{Facts, day_number, training::initial_months},
};

/// The encoding.
pub fn encode<'a>(facts: &'a Facts<'a>, bound: &Bound<'a>, rule: &InitialTraining) -> Box<dyn Encoding + 'a> {
    let start = facts.initial_months().min(rule.months.0);
    Box::new(First { facts, bound: bound.clone(), at: rule.at.clone(), enough: rule.months.0, start })
}

/// State: months done; whether a place was wrong (1) or unknown (-1); then, once, the period, the months before it
/// and the effect of other clinical work that began before they were done.
struct First<'a> {
    facts: &'a Facts<'a>,
    bound: Bound<'a>,
    at: Place,
    enough: i32,
    start: i32,
}

impl Encoding for First<'_> {
    fn start(&self) -> State {
        vec![self.start, 0]
    }

    fn effect(&self, period: usize, choice: &Choice) -> State {
        let months = initial_months(self.facts, period, choice);
        let mut effect = vec![months, 0, 0];
        for part in &choice.parts {
            let work = &part.engagement;
            let of =
                Work { workplace: &work.workplace, department: &work.department, activity: work.activity };
            if work.activity == Activity::InitialTraining {
                match self.bound.tables.matches(&self.at, of, work.period.from) {
                    Some(true) => {}
                    Some(false) => effect[1] = if effect[1] == 0 { 1 } else { effect[1] },
                    None => effect[1] = -1,
                }
                effect.push(work.period.until.map_or(0, day_number));
            } else if work.activity == Activity::Clinical && !work.side {
                effect[2] = 1;
                effect.push(-day_number(work.period.from));
            }
        }
        if choice.parts.len() == 1 {
            effect.truncate(3);
        }
        effect
    }

    fn step(&self, state: &[i32], context: &Context<'_>) -> State {
        let effect = context.effect;
        let months = (state[0] + effect[0]).min(self.enough);
        let wrong = if state[1] == 0 { effect[1] } else { state[1] };
        let mut next = vec![months, wrong];
        if state.len() > 2 {
            next.extend_from_slice(&state[2..]);
        } else if effect[2] == 1 && state[0] < self.enough {
            next.extend([context.period as i32, state[0]]);
            next.extend_from_slice(effect);
        }
        next
    }

    fn looks_at_stays(&self) -> bool {
        false
    }
}
