//! 最低勤務期間: for each stay at a main post under way its ticks at full share, whether it is tested, and its last day
//! if that has passed; for each stay that ended short, when; and the day on which the months owed were served.

use kernel::Share;
use rules::{Bound, MinimumStay, Place, Work};

use crate::{
    choice::{Choice, Of, Part},
    encoding::{Ahead, Context, Encoding, Question, State},
    encodings::{
        Facts, day_number,
        service::{Clock, saturate, target},
        ticks::ticks_of,
    },
};

/// The encoding.
pub fn encode<'a>(facts: &'a Facts<'a>, bound: &Bound<'a>, rule: &MinimumStay) -> Box<dyn Encoding + 'a> {
    Box::new(Stays {
        facts,
        bound: bound.clone(),
        at: rule.at.clone(),
        clock: facts.clock(bound),
        enough: target(bound.counting, rule.least),
        way: facts.ground.ticks.way(bound.counting),
    })
}

/// Numbers that describe a stay under way: whether it is tested, ticks, last day.
const WIDTH: usize = 3;

/// Numbers that describe a stay of a choice: whether it goes on, and the same.
const WITHIN: usize = 4;

struct Stays<'a> {
    facts: &'a Facts<'a>,
    bound: Bound<'a>,
    at: Place,
    clock: Option<Clock<'a>>,
    enough: i64,
    /// The number of its way of counting.
    way: usize,
}

impl Stays<'_> {
    /// 1 if the rule is tested on the work, -1 if that cannot be said.
    fn tested(&self, work: &rules::Engagement) -> i32 {
        let of = Work { workplace: &work.workplace, department: &work.department, activity: work.activity };
        match self.bound.tables.matches(&self.at, of, work.period.from) {
            Some(tested) => i32::from(tested),
            None => -1,
        }
    }
}

impl Stays<'_> {
    /// Whether a stay of these parts is tested, and its ticks at full share; -1 where that cannot be said.
    fn of_parts<'p>(&self, parts: impl Iterator<Item = &'p Part> + Clone) -> (i32, i32) {
        let tested = parts.clone().map(|part| self.tested(&part.engagement));
        let unknown = tested.clone().any(|tested| tested < 0);
        let tested = if unknown { -1 } else { tested.max().unwrap_or(0) };
        let mut pieces: Vec<_> = parts
            .filter_map(|part| {
                let period = part.engagement.period;
                let until = day_number(period.until?);
                Some((day_number(period.from), until, Share::FULL.as_percent(), false))
            })
            .collect();
        pieces.sort_unstable();
        (tested, ticks_of(self.facts, (self.bound.counting, self.way), &pieces).map_or(-1, saturate))
    }
}

impl Encoding for Stays<'_> {
    fn start(&self) -> State {
        let clock = self.clock.as_ref().map(Clock::start).unwrap_or_default();
        let live = &self.facts.live[Of::Main as usize];
        let mut state = vec![clock.len() as i32];
        state.extend(clock);
        state.push(live.len() as i32);
        for stay in live {
            let (tested, ticks) = self.of_parts(stay.parts.iter());
            state.extend([tested, saturate_to(ticks, self.enough), day_number(stay.until)]);
        }
        state
    }

    fn effect(&self, period: usize, choice: &Choice) -> State {
        let clock = self.clock.as_ref().map(|clock| clock.effect(period, choice)).unwrap_or_default();
        let goes_on = choice.parts.is_empty() && self.facts.away(period);
        let stays = &choice.stays[Of::Main as usize];
        let mut effect = vec![clock.len() as i32];
        effect.extend(clock);
        effect.extend([i32::from(goes_on), stays.len() as i32]);
        for stay in stays {
            let (tested, ticks) = self.of_parts(stay.parts.iter().map(|part| &choice.parts[*part]));
            effect.extend([i32::from(stay.lives_on), tested, ticks, day_number(stay.until)]);
        }
        effect
    }

    fn step(&self, state: &[i32], context: &Context<'_>) -> State {
        let (clock, rest) = state[1..].split_at(state[0] as usize);
        let (live, ended) = rest[1..].split_at(rest[0] as usize * WIDTH);
        let (of_clock, rest) = context.effect[1..].split_at(context.effect[0] as usize);
        if rest[0] == 1 {
            // All days are leave: stays go on, and nothing is served.
            return state.to_vec();
        }
        let count = rest[1] as usize;
        let within: Vec<&[i32]> = rest[2..].chunks_exact(WITHIN).collect();
        let mut next_live = State::new();
        let mut next_ended = ended.to_vec();
        let continued: Vec<Option<usize>> =
            (0..count).map(|stay| context.continues(Of::Main, stay)).collect();
        let mut end = |stay: &[i32]| {
            if stay[0] != 0 && i64::from(stay[1]) < self.enough {
                next_ended.extend_from_slice(&[i32::from(stay[0] > 0), stay[2]]);
            }
        };
        for (number, stay) in live.chunks_exact(WIDTH).enumerate() {
            if !continued.contains(&Some(number)) {
                end(stay);
            }
        }
        for (stay, before) in within.iter().zip(&continued) {
            let before = before.map(|number| &live[number * WIDTH..(number + 1) * WIDTH]);
            let (tested, ticks) = before.map_or((0, 0), |before| (before[0], before[1]));
            let tested = if tested < 0 || stay[1] < 0 { -1 } else { tested.max(stay[1]) };
            let ticks = if ticks < 0 || stay[2] < 0 { -1 } else { ticks + stay[2] };
            let whole = [tested, saturate_to(ticks, self.enough), stay[3]];
            if stay[0] == 1 {
                next_live.extend(whole);
            } else {
                end(&whole);
            }
        }
        let (clock, served) = match &self.clock {
            Some(of) => {
                let (clock, served) = of.advance(clock, &Context { effect: of_clock, ..*context });
                (of.forget(clock, context.period), served)
            }
            None => (State::new(), None),
        };
        if let Some(day) = served {
            // Whether stays that ended short ended after that: no longer a matter of the clock.
            next_ended.extend([-1, day_number(day)]);
        }
        let mut next = vec![clock.len() as i32];
        next.extend(clock);
        next.push((next_live.len() / WIDTH) as i32);
        next.extend(next_live);
        next.extend(next_ended);
        next
    }

    /// Of a stay under way only whether it is long enough: it is not short before it ends.
    fn question(&self, state: &[i32]) -> Question {
        let (clock, rest) = state[1..].split_at(state[0] as usize);
        let (live, ended) = rest[1..].split_at(rest[0] as usize * WIDTH);
        let clock = self.clock.as_ref().map(|of| of.seen(clock, Ahead::No)).unwrap_or_default();
        let mut about = vec![clock.len() as i32];
        about.extend(clock);
        about.push(rest[0]);
        for stay in live.chunks_exact(WIDTH) {
            let length = if i64::from(stay[1]) < self.enough { stay[1].min(0) } else { 1 };
            about.extend([stay[0], length, stay[2]]);
        }
        about.extend(ended);
        Question::done(about)
    }
}

fn saturate_to(ticks: i32, enough: i64) -> i32 {
    i64::from(ticks).min(enough.max(0)) as i32
}
