//! 群ごとの勤務: which groups a stay of the least length has reached, and for each stay at a main post under way its
//! ticks toward each group at full share.

use kernel::Share;
use rules::{AfterLoss, Bound, Place, Scheduled, StayInEachGroup, Tested, Where, Within};

use crate::{
    choice::{Choice, Of, Part},
    encoding::{Context, Encoding, Question, State},
    encodings::{
        Facts,
        service::{Service, deadline, saturate, target},
        while_owed,
    },
};

/// The encoding.
pub fn encode<'a>(facts: &'a Facts<'a>, bound: &Bound<'a>, rule: &StayInEachGroup) -> Box<dyn Encoding + 'a> {
    let until = match &rule.within {
        Within::Deadline(by) => deadline(facts, bound, by),
        _ => None,
    };
    let groups = rule.groups.iter().map(|group| {
        let place = Place { classes: vec![group.clone()], ..Place::default() };
        let at = Where {
            place: Scheduled::always(place),
            tested: Tested::EachMonth,
            after_loss: AfterLoss::Nothing,
        };
        Service::new(facts, bound, &at, until)
    });
    let lasting = rule.within != Within::Obligation;
    let enough = target(bound.counting, rule.least);
    let stays = Stays { facts, groups: groups.collect(), enough, lasting };
    while_owed::limit(facts, bound, rule.within, Box::new(stays))
}

/// State: for each group 1 if reached (-1 if it cannot be counted); then for each stay under way its ticks by group.
struct Stays<'a> {
    facts: &'a Facts<'a>,
    groups: Vec<Service<'a>>,
    enough: i64,
    lasting: bool,
}

impl Stays<'_> {
    fn toward(&self, parts: &[Part]) -> State {
        let full: Vec<Part> = parts
            .iter()
            .map(|part| {
                let mut part = part.clone();
                part.engagement.share = Share::FULL;
                part
            })
            .collect();
        self.groups
            .iter()
            .map(|group| group.given_parts(&full, |_| None).ticks.map_or(-1, saturate))
            .collect()
    }

    fn reach(&self, reached: &mut [i32], ticks: &[i32]) {
        for (reached, ticks) in reached.iter_mut().zip(ticks) {
            if *ticks < 0 {
                *reached = -1;
            } else if *reached == 0 && i64::from(*ticks) >= self.enough {
                *reached = 1;
            }
        }
    }
}

impl Encoding for Stays<'_> {
    fn start(&self) -> State {
        let mut state = vec![0; self.groups.len()];
        for stay in &self.facts.live[Of::Main as usize] {
            let ticks = self.toward(&stay.parts);
            self.reach(&mut state[..self.groups.len()], &ticks);
            state.extend(ticks);
        }
        state
    }

    fn effect(&self, period: usize, choice: &Choice) -> State {
        let goes_on = choice.parts.is_empty() && self.facts.away(period);
        let mut effect = vec![i32::from(goes_on)];
        let stays = &choice.stays[Of::Main as usize];
        effect.push(stays.len() as i32);
        for stay in stays {
            let parts: Vec<Part> = stay.parts.iter().map(|part| choice.parts[*part].clone()).collect();
            effect.push(i32::from(stay.lives_on));
            effect.extend(self.toward(&parts));
        }
        // On which days, in case the count is cut within the period.
        for stay in stays {
            let parts: Vec<Part> = stay.parts.iter().map(|part| choice.parts[*part].clone()).collect();
            for group in &self.groups {
                effect.extend(group.given_parts(&parts, |_| None).pieces());
            }
        }
        effect
    }

    fn step(&self, state: &[i32], context: &Context<'_>) -> State {
        if context.effect[0] == 1 {
            return state.to_vec();
        }
        let groups = self.groups.len();
        let (reached, live) = state.split_at(groups);
        let mut next = reached.to_vec();
        let count = context.effect[1] as usize;
        for (number, stay) in context.effect[2..].chunks_exact(groups + 1).take(count).enumerate() {
            let before = context.continues(Of::Main, number).map(|of| &live[of * groups..(of + 1) * groups]);
            let ticks: State = stay[1..]
                .iter()
                .enumerate()
                .map(|(group, more)| match before.map_or(0, |before| before[group]) {
                    before if before < 0 || *more < 0 => -1,
                    before => before.saturating_add(*more),
                })
                .collect();
            self.reach(&mut next[..groups], &ticks);
            if stay[0] == 1 {
                next.extend(ticks);
            }
        }
        // What a stay gives to a group that is reached does not matter any more.
        let (reached, live) = next.split_at_mut(groups);
        for ticks in live.chunks_exact_mut(groups) {
            for (ticks, reached) in ticks.iter_mut().zip(reached.iter()) {
                *ticks = if *reached == 1 { 0 } else { *ticks };
            }
        }
        next
    }

    fn question(&self, state: &[i32]) -> Question {
        let lacking = state[..self.groups.len()].iter().any(|reached| *reached != 1);
        if lacking { Question::whole(state) } else { Question::done(state.to_vec()) }
    }

    fn lasting(&self) -> bool {
        self.lasting
    }
}
