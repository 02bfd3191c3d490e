//! Service that counts, as several kinds see it: the pieces of a choice at places that match, their ticks, and the
//! clock of the months owed.
//!
//! Each month's ticks are a function of that month's days alone, and periods are whole months, so ticks add up over
//! periods exactly.

use std::{cell::RefCell, collections::BTreeSet};

use kernel::Date;
use rules::{
    AfterLoss, Bound, Concurrency, Counting, DatedBy, Deadline, EngagementStatus, MonthsOwed, Rounding,
    Tested, Where, Work,
    counting::{rounded, ticks_per_month},
    extension,
};

use crate::{
    choice::{Choice, Of, Part},
    encoding::{Ahead, Context, Encoding, Question, State},
    encodings::{
        Facts, day_number, day_of,
        ticks::{PieceKey, UNLIMITED, most_from, ticks_of},
    },
};

/// Effects of a choice without work, and of one at places whose classes never change.
const IDLE: i32 = -1;
const PLAIN: i32 = -2;

/// Where service counts for one rule of one person.
pub struct Service<'a> {
    facts: &'a Facts<'a>,
    bound: Bound<'a>,
    at: Where,
    /// First day too late to count.
    until: Option<Date>,
    /// Whether it matters when a stay began.
    by_stay: bool,
    /// Places where it does: their classes change, or those of a zone that stands for them.
    changing: BTreeSet<usize>,
    /// Days on which their classes change: stays that began between the same two of them are alike.
    changes: Vec<Date>,
    works: RefCell<Vec<Vec<Part>>>,
    /// The number of its way of counting.
    way: usize,
}

/// What a choice gives: its ticks, none if they cannot be counted, and the pieces behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Ticks; none where a leave or workplace is unknown.
    pub ticks: Option<i64>,
    pieces: Vec<PieceKey>,
}

impl<'a> Service<'a> {
    /// Service at places that match, until a day.
    pub fn new(facts: &'a Facts<'a>, bound: &Bound<'a>, at: &Where, until: Option<Date>) -> Self {
        let classes = at.place.values.iter().flat_map(|(_, place)| &place.classes);
        let changing = match (at.tested, at.after_loss) {
            (Tested::AtStart, _) => facts.changing_places(classes, true),
            (_, AfterLoss::ForThoseThere) => facts.changing_places(classes, false),
            _ => BTreeSet::new(),
        };
        let changes = changing.iter().flat_map(|place| changes_of(facts, *place));
        let changes = changes.collect::<BTreeSet<Date>>().into_iter().collect();
        Self {
            facts,
            bound: bound.clone(),
            at: at.clone(),
            until,
            by_stay: !changing.is_empty(),
            changing,
            changes,
            works: RefCell::default(),
            way: facts.ground.ticks.way(bound.counting),
        }
    }

    /// Whether it matters which stays go on.
    pub fn looks_at_stays(&self) -> bool {
        self.by_stay
    }

    fn counting(&self) -> &'a Counting {
        self.bound.counting
    }

    /// The state of the stays under way: when each began, where that matters.
    pub fn stays(&self) -> State {
        if !self.by_stay {
            return State::new();
        }
        let live = self.facts.live[Of::All as usize].iter();
        live.map(|stay| self.beginning(stay.place, stay.from)).collect()
    }

    /// When a stay began, as far as it matters: 0 where the place's classes never change; else 1, and 1 more for each
    /// change up to that day.
    fn beginning(&self, place: usize, from: Date) -> i32 {
        if !self.changing.contains(&place) {
            return 0;
        }
        1 + self.changes.partition_point(|change| *change <= from) as i32
    }

    /// A day on which such a stay may have begun; none where it does not matter.
    fn beginning_day(&self, beginning: i32) -> Option<Date> {
        match beginning {
            0 => None,
            1 => self.changes.first().map(|change| change.previous()),
            after => self.changes.get(after as usize - 2).copied(),
        }
    }

    /// What a choice means: its pieces, or the choice itself where it matters when its stays began.
    pub fn effect(&self, period: usize, choice: &Choice) -> State {
        if !self.by_stay {
            let given = self.given_parts(&choice.parts, |_| None);
            return encode(&given);
        }
        let stays = &choice.stays[Of::All as usize];
        if choice.parts.is_empty() {
            return vec![IDLE, i32::from(self.facts.away(period))];
        }
        if !choice.parts.iter().any(|part| self.changing.contains(&part.place)) {
            let mut effect = vec![PLAIN, stays.iter().filter(|stay| stay.lives_on).count() as i32];
            effect.extend(encode(&self.given_parts(&choice.parts, |_| None)));
            return effect;
        }
        let mut works = self.works.borrow_mut();
        let same = |parts: &Vec<Part>| {
            parts.len() == choice.parts.len()
                && parts.iter().zip(&choice.parts).all(|(one, other)| one.engagement == other.engagement)
        };
        let number = works.iter().position(same).unwrap_or_else(|| {
            works.push(choice.parts.clone());
            works.len() - 1
        });
        let mut effect = vec![number as i32, stays.len() as i32];
        for stay in stays {
            let from = self.beginning(stay.first_place, stay.from);
            effect.extend([from, i32::from(stay.lives_on), stay.parts.len() as i32]);
            effect.extend(stay.parts.iter().map(|part| *part as i32));
        }
        effect
    }

    /// The stays after a period, and what it gave.
    pub fn step(&self, stays: &[i32], context: &Context<'_>) -> (State, Given) {
        if !self.by_stay {
            return (State::new(), decode(context.effect));
        }
        if context.effect[0] == PLAIN {
            return (vec![0; context.effect[1] as usize], decode(&context.effect[2..]));
        }
        if context.effect[0] == IDLE {
            let goes_on = context.effect[1] == 1;
            let given = Given { ticks: Some(0), pieces: Vec::new() };
            return (if goes_on { stays.to_vec() } else { State::new() }, given);
        }
        let works = self.works.borrow();
        let parts = &works[context.effect[0] as usize];
        let mut began = vec![0; parts.len()];
        let mut after = State::new();
        let mut rest = &context.effect[2..];
        for stay in 0..context.effect[1] as usize {
            let first = context.continues(Of::All, stay).map_or(rest[0], |before| stays[before]);
            let count = rest[2] as usize;
            rest[3..3 + count].iter().for_each(|part| began[*part as usize] = first);
            if rest[1] == 1 {
                after.push(first);
            }
            rest = &rest[3 + count..];
        }
        (after, self.given_parts(parts, |part| self.beginning_day(began[part])))
    }

    /// Ticks before the horizon; none where they cannot be counted, or hang on when stays began.
    pub fn before(&self) -> Option<i64> {
        let works = self.facts.career.engagements.iter();
        let done = works.filter(|work| work.status != EngagementStatus::Planned);
        let parts: Vec<Part> = done
            .map(|work| {
                let place = self.facts.ground.place(&work.workplace);
                Part { engagement: work.clone(), place, post: None, usage: 0 }
            })
            .collect();
        self.given_parts(&parts, |_| None).ticks.filter(|_| !self.by_stay)
    }

    /// What parts give, each in a stay that began on a day; none: with the part itself.
    pub fn given_parts(&self, parts: &[Part], began: impl Fn(usize) -> Option<Date>) -> Given {
        let mut pieces = Vec::new();
        for (number, part) in parts.iter().enumerate() {
            let began = began(number).unwrap_or(part.engagement.period.from);
            if !self.add_pieces(part, began, &mut pieces) {
                return Given { ticks: None, pieces: Vec::new() };
            }
        }
        pieces.sort_unstable();
        let ticks = self.ticks(&pieces);
        Given { ticks, pieces }
    }

    /// Adds the pieces of a part; false where a table is missing.
    fn add_pieces(&self, part: &Part, began: Date, pieces: &mut Vec<PieceKey>) -> bool {
        let work = &part.engagement;
        let of = Work { workplace: &work.workplace, department: &work.department, activity: work.activity };
        let Some(until) = work.period.until else { return true };
        let until = self.until.map_or(until, |limit| limit.min(until));
        let mut from = work.period.from;
        for cut in self.cuts(part, from, until).into_iter().chain([until]) {
            if cut <= from {
                continue;
            }
            match self.bound.covers(&self.at, of, began, from) {
                Some(true) => {
                    pieces.push((day_number(from), day_number(cut), work.share.as_percent(), work.side))
                }
                Some(false) => {}
                None => return false,
            }
            from = cut;
        }
        true
    }

    /// Days between two others on which memberships of the place or the rule's own values change.
    fn cuts(&self, part: &Part, from: Date, until: Date) -> Vec<Date> {
        let dated = self.at.place.dated_by == DatedBy::Service;
        let values = self.at.place.values.iter().filter(|_| dated).filter_map(|(from, _)| *from);
        let within = |cut: &Date| from < *cut && *cut < until;
        let mut cuts: Vec<Date> = changes_of(self.facts, part.place).chain(values).filter(within).collect();
        cuts.sort_unstable();
        cuts.dedup();
        cuts
    }

    fn ticks(&self, pieces: &[PieceKey]) -> Option<i64> {
        ticks_of(self.facts, (self.counting(), self.way), pieces)
    }
}

/// Days on which memberships of a place begin or end.
fn changes_of(facts: &Facts<'_>, place: usize) -> impl Iterator<Item = Date> {
    let known = facts.ground.workplace(place);
    let memberships = known.into_iter().flat_map(|place| &place.classes);
    memberships.flat_map(|row| std::iter::once(row.period.from).chain(row.period.until))
}

fn encode(given: &Given) -> State {
    let mut effect = vec![given.ticks.map_or(-1, saturate)];
    for (from, until, share, side) in &given.pieces {
        effect.extend([*from, *until, i32::from(*share), i32::from(*side)]);
    }
    effect
}

fn decode(effect: &[i32]) -> Given {
    let ticks = (effect[0] >= 0).then(|| i64::from(effect[0]));
    let pieces = effect[1..].chunks_exact(4);
    let pieces = pieces.map(|piece| (piece[0], piece[1], piece[2] as u8, piece[3] == 1));
    Given { ticks, pieces: pieces.collect() }
}

/// Ticks as a small integer.
pub fn saturate(ticks: i64) -> i32 {
    ticks.clamp(0, UNLIMITED) as i32
}

impl Given {
    /// The pieces as numbers.
    pub fn pieces(&self) -> State {
        encode(self).split_off(1)
    }
}

/// The first day too late of a deadline, leaves included; none where a fact is missing.
pub fn deadline(facts: &Facts<'_>, bound: &Bound<'_>, deadline: &Deadline) -> Option<Date> {
    let plain = bound.deadline(deadline)?;
    if !deadline.extended_by_leave {
        return Some(plain);
    }
    let from = bound.anchor(deadline.from)?;
    let months = extension(bound.counting, &facts.career.leaves, from, plain).ok()?;
    Some(plain.plus_months(months.0))
}

/// Ticks at which a count of months is reached, rounding included.
pub fn target(counting: &Counting, months: kernel::Months) -> i64 {
    let per_month = ticks_per_month(counting.unit);
    let whole = i64::from(months.0).saturating_mul(per_month);
    match counting.rounding {
        Rounding::Up => whole - per_month + 1,
        Rounding::None | Rounding::Down => whole,
    }
}

/// The clock of the months owed under a commitment.
///
/// State: whether it can be judged, the ticks done up to as many as are owed, then the stays under way. Where
/// commitments are served one after the other (順次) the pieces of every period are kept instead of ticks.
pub struct Clock<'a> {
    facts: &'a Facts<'a>,
    service: Service<'a>,
    start: Option<i64>,
    target: i64,
    in_sequence: bool,
    /// Most ticks from each boundary on.
    most_from: Vec<i64>,
}

impl<'a> Clock<'a> {
    /// The clock of a months-owed rule.
    pub fn new(facts: &'a Facts<'a>, bound: &Bound<'a>, owed: &MonthsOwed) -> Self {
        let until = owed.window.as_ref().and_then(|window| deadline(facts, bound, window));
        let target = bound.at_least(&owed.owed).map_or(UNLIMITED, |months| target(bound.counting, months));
        let in_sequence = owed.concurrent_with_others == Concurrency::InSequence;
        let service = Service::new(facts, bound, &owed.at, until);
        let most_from = most_from(facts, bound.counting);
        Self { facts, service, start: facts.done_before(bound), target, in_sequence, most_from }
    }

    /// Whether service counts only after earlier commitments (順次).
    pub fn in_sequence(&self) -> bool {
        self.in_sequence
    }

    /// The same clock, keeping the pieces of every period.
    pub fn keeping_all(self) -> Self {
        Self { in_sequence: true, ..self }
    }

    /// The state after a period, and the day on which the last month owed was served in it.
    pub fn advance(&self, state: &[i32], context: &Context<'_>) -> (State, Option<Date>) {
        let (kept, stays) = state[3..].split_at(state[2] as usize);
        let (stays, given) = self.service.step(stays, context);
        let mut kept = kept.to_vec();
        let before = i64::from(state[1]);
        let (mut judged, mut ticks, mut served) = (state[0], before, None);
        match given.ticks {
            None => judged = 0,
            Some(_) if self.in_sequence => {
                kept.push(context.period as i32);
                kept.extend(given.pieces());
            }
            Some(more) if before < self.target && before + more >= self.target => {
                served = Some(self.served_on(before, &given));
                ticks = self.target;
            }
            Some(more) => ticks = (before + more).min(self.target.max(0)),
        }
        let mut next = vec![judged, saturate(ticks), kept.len() as i32];
        next.extend(kept);
        next.extend(stays);
        (next, served)
    }

    /// Forgets the ticks after a period where the end lies beyond the horizon, for one who asks only when it comes.
    pub fn forget(&self, mut state: State, period: usize) -> State {
        if !self.in_sequence && self.target - i64::from(state[1]) > self.most_from[period + 1] {
            state[1] = 0;
        }
        state
    }

    /// The first day before which the last month owed is served, by the pieces of the period in which it is.
    fn served_on(&self, before: i64, given: &Given) -> Date {
        let enough = |day: i32| {
            let parts = given.pieces.iter().filter(|piece| piece.0 < day);
            let cut: Vec<PieceKey> =
                parts.map(|piece| (piece.0, piece.1.min(day), piece.2, piece.3)).collect();
            self.service.ticks(&cut).is_some_and(|ticks| before + ticks >= self.target)
        };
        let mut short = given.pieces.iter().map(|piece| piece.0).min().unwrap_or(0);
        let mut served = given.pieces.iter().map(|piece| piece.1).max().unwrap_or(short);
        while short + 1 < served {
            let middle = short + (served - short) / 2;
            if enough(middle) {
                served = middle;
            } else {
                short = middle;
            }
        }
        day_of(served)
    }

    /// What another rule sees of it when asked: whether it can be judged and is over, and the months left where it
    /// looks ahead.
    pub fn seen(&self, state: &[i32], ahead: Ahead) -> State {
        let counting = self.service.counting();
        let of_month = ticks_per_month(counting.unit);
        let over = i32::from(i64::from(state[1]) >= self.target);
        match ahead {
            _ if self.in_sequence => state.to_vec(),
            Ahead::No => vec![state[0], over],
            Ahead::Sum { ticks, per_month } if per_month == of_month => {
                let done = rounded(counting.rounding, i64::from(state[1]), of_month);
                vec![state[0], over, (ticks - done) as i32]
            }
            Ahead::Sum { ticks, .. } => vec![state[0], state[1], ticks as i32, 0],
            Ahead::Yes => state[..2].to_vec(),
        }
    }

    /// Whether all months owed are served.
    pub fn is_served(&self, state: &[i32]) -> bool {
        !self.in_sequence && state[0] == 1 && i64::from(state[1]) >= self.target
    }

    /// The person.
    pub fn facts(&self) -> &'a Facts<'a> {
        self.facts
    }
}

impl Encoding for Clock<'_> {
    /// The state at the start.
    fn start(&self) -> State {
        let ticks = saturate(self.start.unwrap_or(0).min(self.target.max(0)));
        let mut state = vec![i32::from(self.start.is_some()), ticks, 0];
        state.extend(self.service.stays());
        state
    }

    /// What a choice means.
    fn effect(&self, period: usize, choice: &Choice) -> State {
        self.service.effect(period, choice)
    }

    /// The state after a period. Layout: judgeable, ticks, how many kept numbers, kept numbers …, stays ….
    fn step(&self, state: &[i32], context: &Context<'_>) -> State {
        self.advance(state, context).0
    }

    /// Months left are held against the window, where there is one.
    fn question(&self, state: &[i32]) -> Question {
        let windowed = self.service.until.is_some();
        Question::done(self.seen(state, if windowed { Ahead::Yes } else { Ahead::No }))
    }

    fn looks_at_stays(&self) -> bool {
        self.service.looks_at_stays()
    }
}
