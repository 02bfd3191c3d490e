//! 専門研修の進み, as several kinds see it: months of initial training, the day the programme begins, and months toward
//! each demand of the programme.
//!
//! Whether somebody is in initial training, a trainee or neither is not said here; that is asked of the problem's own
//! reading for one career of each state.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

use kernel::{Date, Months, ProgrammeId, YearMonth};
use rules::{
    Activity, Component, Counting, Engagement, SiteRole, TrainingProgramme, all_on_leave,
    counting::ticks_per_month,
};

use crate::{
    choice::{Choice, Part, begins_training},
    encoding::{Context, Encoding, State},
    encodings::{
        Facts, day_number,
        service::{UNLIMITED, saturate, target, ticks_of},
    },
};

/// Months of initial training after which nothing changes any more.
const INITIAL_MONTHS: i32 = 24;

type Pieces = Vec<(i32, i32, u8, bool)>;

/// Progress in every programme that the person is or may be enrolled in.
///
/// State: months of initial training; the period in which the path's programme began, plus one; ticks toward each
/// demand; then the day on which the last demand was met, if it was within the horizon and matters.
pub struct Training<'a> {
    facts: &'a Facts<'a>,
    counting: &'a Counting,
    demands: Vec<Demand<'a>>,
    /// Whether the path's programme is entered with the first clinical posting.
    enters: bool,
    /// First day too late to count.
    until: Option<Date>,
    /// Whether the day on which the last demand is met matters.
    keeps_day: bool,
    known: RefCell<HashMap<Pieces, Option<i64>>>,
}

struct Demand<'a> {
    id: &'a ProgrammeId,
    programme: &'a TrainingProgramme,
    component: Option<&'a Component>,
    core: bool,
    target: i64,
}

impl<'a> Training<'a> {
    /// Progress as a counting counts it.
    pub fn new(facts: &'a Facts<'a>, counting: &'a Counting) -> Self {
        let enrolled = facts.career.enrolments.iter().map(|row| &row.programme);
        let own = facts.path().and_then(|path| path.programme.as_ref());
        let enters = own.is_some_and(|own| !enrolled.clone().any(|programme| programme == own));
        let programmes: BTreeSet<&ProgrammeId> = enrolled.chain(own).collect();
        let mut demands = Vec::new();
        for id in programmes {
            let Some(programme) = facts.ground.problem.tables.programmes.get(id) else { continue };
            let demand = |component, core, months: Months| Demand {
                id,
                programme,
                component,
                core,
                target: target(counting, months),
            };
            demands.push(demand(None, false, programme.months));
            demands.push(demand(None, true, programme.core_months));
            for component in &programme.components {
                demands.push(demand(Some(component), false, component.months));
            }
        }
        Self { facts, counting, demands, enters, until: None, keeps_day: false, known: RefCell::default() }
    }

    /// The same, with the day on which the last demand is met.
    pub fn keeping_day(self) -> Self {
        Self { keeps_day: true, ..self }
    }

    /// The same, counting only before a day.
    pub fn until(self, until: Option<Date>) -> Self {
        Self { until, ..self }
    }

    /// Whether all clinical work of a period before the training is complete is a trainee's, by the states before and
    /// after it; none where that depends on more than these say.
    pub fn is_trainee(&self, period: usize, before: &[i32], after: &[i32]) -> Option<bool> {
        let enrolments = &self.facts.career.enrolments;
        match enrolments.as_slice() {
            [] if after[1] == 0 => Some(false),
            [] => (before[0] >= INITIAL_MONTHS).then_some(true),
            [row] if !self.enters && before[0] >= INITIAL_MONTHS => {
                let of = &self.facts.ground.periods[period];
                let throughout =
                    row.period.from <= of.first && row.period.until.is_none_or(|until| of.after <= until);
                throughout.then_some(true)
            }
            _ => None,
        }
    }

    /// The day on which the last demand is met, by the pieces of the period in which it is.
    pub fn complete_on(&self, state: &[i32], effect: &[i32]) -> i32 {
        let mut day = 0;
        let mut rest = &effect[2..];
        for (demand, before) in self.demands.iter().zip(&state[2..]) {
            let count = rest[1] as usize;
            let pieces: Pieces = rest[2..2 + 4 * count]
                .chunks_exact(4)
                .map(|piece| (piece[0], piece[1], piece[2] as u8, piece[3] == 1))
                .collect();
            rest = &rest[2 + 4 * count..];
            if i64::from(*before) < demand.target {
                day = day.max(self.reached_on(i64::from(*before), demand.target, &pieces));
            }
        }
        day
    }

    fn reached_on(&self, before: i64, target: i64, pieces: &Pieces) -> i32 {
        let enough = |day: i32| {
            let parts = pieces.iter().filter(|piece| piece.0 < day);
            let cut: Pieces = parts.map(|piece| (piece.0, piece.1.min(day), piece.2, piece.3)).collect();
            self.ticks(&cut).is_some_and(|ticks| before + ticks >= target)
        };
        let mut short = pieces.iter().map(|piece| piece.0).min().unwrap_or(0);
        let mut reached = pieces.iter().map(|piece| piece.1).max().unwrap_or(short);
        while short + 1 < reached {
            let middle = short + (reached - short) / 2;
            if enough(middle) {
                reached = middle;
            } else {
                short = middle;
            }
        }
        reached
    }

    /// Whether every demand of every programme is met.
    pub fn is_complete(&self, state: &[i32]) -> bool {
        self.demands.iter().zip(&state[2..]).all(|(demand, ticks)| i64::from(*ticks) >= demand.target)
    }

    fn pieces(&self, demand: &Demand<'_>, period: usize, choice: &Choice) -> Pieces {
        let mut pieces: Pieces =
            choice.parts.iter().flat_map(|part| self.pieces_of(demand, period, part)).collect();
        pieces.sort_unstable();
        pieces
    }

    fn pieces_of(&self, demand: &Demand<'_>, period: usize, part: &Part) -> Pieces {
        let work = &part.engagement;
        let programme = demand.programme;
        let department = match demand.component {
            Some(component) => programme.departments(component).contains(&work.department),
            None => programme.teaches(&work.department),
        };
        if work.activity != Activity::Clinical || !department {
            return Vec::new();
        }
        let of = &self.facts.ground.periods[period];
        let until = work.period.until.unwrap_or(of.after);
        let until = self.until.map_or(until, |limit| limit.min(until).max(work.period.from));
        let mut cuts = BTreeSet::from([work.period.from, until]);
        let sites = programme.sites.iter().filter(|site| site.workplace == work.workplace);
        let enrolments = self.facts.career.enrolments.iter().filter(|row| row.programme == *demand.id);
        let fixed: Vec<kernel::Period> = enrolments.map(|row| row.period).collect();
        let tables = &self.facts.ground.problem.tables;
        let known = tables.workplaces.get(&work.workplace);
        let memberships = known.into_iter().flat_map(|place| &place.classes).map(|row| row.period);
        let memberships = memberships.filter(|_| demand.component.is_some_and(|of| !of.classes.is_empty()));
        for period in sites.map(|site| site.period).chain(memberships).chain(fixed.iter().copied()) {
            cuts.insert(period.from);
            cuts.extend(period.until);
        }
        let cuts: Vec<_> = cuts.into_iter().filter(|day| work.period.from <= *day && *day <= until).collect();
        let mut pieces = Vec::new();
        for pair in cuts.windows(2) {
            let role = programme.role_on(&work.workplace, pair[0]);
            let site = role.is_some_and(|role| !demand.core || role == SiteRole::Core);
            let enrolled = fixed.is_empty() || fixed.iter().any(|period| period.contains(pair[0]));
            let of = |component: &Component| component.is_earned_at(tables, &work.workplace, pair[0]);
            if site && enrolled && demand.component.and_then(of).unwrap_or(true) {
                let share = work.share.as_percent();
                pieces.push((day_number(pair[0]), day_number(pair[1]), share, work.side));
            }
        }
        pieces
    }

    fn ticks(&self, pieces: &Pieces) -> Option<i64> {
        if let Some(known) = self.known.borrow().get(pieces) {
            return *known;
        }
        let ticks = ticks_of(self.facts, self.counting, pieces).map(|ticks| ticks.min(UNLIMITED));
        self.known.borrow_mut().insert(pieces.clone(), ticks);
        ticks
    }
}

impl Encoding for Training<'_> {
    /// The state at the start: what lies before it is the same for all careers.
    fn start(&self) -> State {
        let mut state = vec![self.facts.initial_months().min(INITIAL_MONTHS), 0];
        let mut programme = None;
        for (number, demand) in self.demands.iter().enumerate() {
            // Of each programme come the total, the core months, then the components in order.
            let first = self.demands.iter().position(|other| other.id == demand.id).unwrap_or(number);
            if first == number {
                programme = self.facts.training_before(self.counting, demand.id);
            }
            let done = match (number - first, &programme) {
                (_, None) => None,
                (0, Some(done)) => Some(done.total),
                (1, Some(done)) => Some(done.core),
                (of, Some(done)) => done.components.get(of - 2).copied(),
            };
            let per_month = ticks_per_month(self.counting.unit);
            state.push(
                done.map_or(-1, |months| saturate(months.times_down(per_month).min(demand.target.max(0)))),
            );
        }
        state
    }

    /// What a choice means: months of initial training, whether it enters the programme, whether a programme can be
    /// entered by it at all, and for each demand the ticks and pieces.
    fn effect(&self, period: usize, choice: &Choice) -> State {
        let mut effect = vec![initial_months(self.facts, period, choice), i32::from(begins_training(choice))];
        for demand in &self.demands {
            let pieces = self.pieces(demand, period, choice);
            effect.push(self.ticks(&pieces).map_or(-1, saturate));
            effect.push(pieces.len() as i32);
            effect.extend(
                pieces.iter().flat_map(|piece| [piece.0, piece.1, i32::from(piece.2), i32::from(piece.3)]),
            );
        }
        effect
    }

    /// The state after a period.
    fn step(&self, state: &[i32], context: &Context<'_>) -> State {
        let effect = context.effect;
        let initial = (state[0] + effect[0]).min(INITIAL_MONTHS);
        let begun = match state[1] {
            0 if effect[1] == 1 && self.enters => context.period as i32 + 1,
            begun => begun,
        };
        let mut next = vec![initial, begun];
        let mut complete = true;
        let was_complete = self.is_complete(state);
        let mut rest = &effect[2..];
        for (number, demand) in self.demands.iter().enumerate() {
            let own = self.facts.path().and_then(|path| path.programme.as_ref()) == Some(demand.id);
            let enrolled = !(own && self.enters) || begun > 0;
            let before = state[2 + number];
            let more = if enrolled { rest[0] } else { 0 };
            let after = match (before, more) {
                (-1, _) | (_, -1) => -1,
                _ => saturate((i64::from(before) + i64::from(more)).min(demand.target.max(0))),
            };
            complete &= i64::from(after) >= demand.target;
            next.push(after);
            rest = &rest[2 + 4 * rest[1] as usize..];
        }
        if self.keeps_day && complete && was_complete {
            next.extend_from_slice(&state[2 + self.demands.len()..]);
        } else if self.keeps_day && complete {
            next.push(self.complete_on(state, effect));
        }
        next
    }

    fn lasting(&self) -> bool {
        false
    }
}

/// Months of a period with at least a day of initial training that is not on leave.
pub fn initial_months(facts: &Facts<'_>, period: usize, choice: &Choice) -> i32 {
    let works = choice.parts.iter().map(|part| &part.engagement);
    let months = facts.ground.periods[period].span.months();
    months.filter(|month| works.clone().any(|work| trains_in(facts, work, *month))).count() as i32
}

/// Whether an engagement is initial training on some day of a month that is not on leave.
pub fn trains_in(facts: &Facts<'_>, work: &Engagement, month: YearMonth) -> bool {
    let from = work.period.from.max(month.first_day());
    let after = month.plus(1).first_day();
    let until = work.period.until.map_or(after, |until| until.min(after));
    work.activity == Activity::InitialTraining
        && from < until
        && !all_on_leave(&facts.career.leaves, from, until)
}
