//! 専門研修の進み, as several kinds see it: months of initial training, the day the programme begins, and months toward
//! each demand of the programme.
//!
//! Whether somebody is in initial training, a trainee or neither is not said here; that is asked of the problem's own
//! reading for one career of each state.

use std::collections::BTreeSet;

use kernel::{Date, Months, ProgrammeId, YearMonth};
use rules::{
    Activity, Component, Counting, Engagement, Site, SiteRole, TrainingProgramme, Workplace, all_on_leave,
    counting::{rounded, ticks_per_month},
};

use crate::{
    choice::{Choice, Part, begins_training},
    encoding::{Ahead, Context, Encoding, Question, State},
    encodings::{
        Facts, day_number,
        service::{saturate, target},
        ticks::{PieceKey, UNLIMITED, most_from, ticks_of},
    },
};

/// Months of initial training after which nothing changes any more.
const INITIAL_MONTHS: i32 = 24;

type Pieces = Vec<PieceKey>;

/// Progress in every programme that the person is or may be enrolled in.
///
/// State: months of initial training; the period in which the path's programme began, plus one; ticks toward each
/// demand; then the day on which the last demand was met, if it was within the horizon and matters.
pub struct Training<'a> {
    facts: &'a Facts<'a>,
    counting: &'a Counting,
    /// Its number among ways of counting.
    way: usize,
    demands: Vec<Demand<'a>>,
    /// Whether the path's programme is entered with the first clinical posting.
    enters: bool,
    /// First day too late to count.
    until: Option<Date>,
    /// Whether the day on which the last demand is met matters.
    keeps_day: bool,
    /// Most ticks from each boundary on, where progress is forgotten that lies too far from the end; else empty.
    most_from: Vec<i64>,
}

/// Work at a site of a programme, within the enrolment, while nothing changes that it counts for.
struct Stretch<'c> {
    work: &'c Engagement,
    /// None where no table describes the workplace: then it is of every class.
    place: Option<&'c Workplace>,
    role: SiteRole,
    from: Date,
    until: Date,
}

struct Demand<'a> {
    id: &'a ProgrammeId,
    programme: &'a TrainingProgramme,
    component: Option<&'a Component>,
    core: bool,
    months: Months,
    target: i64,
    /// Of the path's own programme.
    own: bool,
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
            let Some(programme) = facts.tables().programmes.get(id) else { continue };
            let demand = |component, core, months: Months| Demand {
                id,
                programme,
                component,
                core,
                months,
                target: target(counting, months),
                own: own == Some(id),
            };
            demands.push(demand(None, false, programme.months));
            demands.push(demand(None, true, programme.core_months));
            for component in &programme.components {
                demands.push(demand(Some(component), false, component.months));
            }
        }
        let way = facts.ground.ticks.way(counting);
        Self { facts, counting, way, demands, enters, until: None, keeps_day: false, most_from: Vec::new() }
    }

    /// The same, with the day on which the last demand is met.
    pub fn keeping_day(self) -> Self {
        Self { keeps_day: true, ..self }
    }

    /// The same for one who asks only when all is complete: progress that lies too far from it is forgotten.
    pub fn until_complete(self) -> Self {
        Self { most_from: most_from(self.facts, self.counting), ..self }
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

    /// Ticks still needed in a programme: components need months of their own, but for those that a month may serve
    /// together, by the classes of its place. Negative where it cannot be told.
    fn remaining(&self, demands: &[(&Demand<'_>, i32)]) -> Vec<i32> {
        if demands.iter().any(|(_, ticks)| *ticks < 0) {
            return vec![-1];
        }
        let per_month = ticks_per_month(self.counting.unit);
        let missing = |(demand, ticks): &(&Demand<'_>, i32)| {
            let needed = i64::from(demand.months.0).saturating_mul(per_month);
            (needed - rounded(self.counting.rounding, i64::from(*ticks), per_month)).max(0)
        };
        let (whole, components) = demands.split_at(demands.len().min(2));
        let whole = whole.iter().map(missing).max().unwrap_or(0);
        let by_class = |(demand, _): &(&Demand<'_>, i32)| {
            demand.component.is_some_and(|component| !component.classes.is_empty())
        };
        if components.iter().any(by_class) {
            let each = components.iter().map(missing);
            return std::iter::once(whole).chain(each).map(saturate).collect();
        }
        let sum = components.iter().map(missing).fold(0, i64::saturating_add);
        vec![saturate(whole.max(sum))]
    }

    /// The stretches of a choice that may count toward the demands of a programme.
    fn stretches<'c>(&'c self, of: &Demand<'_>, period: usize, choice: &'c Choice) -> Vec<Stretch<'c>> {
        choice.parts.iter().flat_map(|part| self.stretches_of(of, period, part)).collect()
    }

    /// A part of a choice, cut where what it counts for may change; only what lies at a site within an enrolment.
    fn stretches_of<'c>(&'c self, of: &Demand<'_>, period: usize, part: &'c Part) -> Vec<Stretch<'c>> {
        let work = &part.engagement;
        if work.activity != Activity::Clinical {
            return Vec::new();
        }
        let sites = of.programme.sites.iter().filter(|site| site.workplace == work.workplace);
        let sites: Vec<&Site> = sites.collect();
        if sites.is_empty() {
            return Vec::new();
        }
        let after = self.facts.ground.periods[period].after;
        let until = work.period.until.unwrap_or(after);
        let until = self.until.map_or(until, |limit| limit.min(until).max(work.period.from));
        let enrolments = self.facts.career.enrolments.iter().filter(|row| row.programme == *of.id);
        let fixed: Vec<kernel::Period> = enrolments.map(|row| row.period).collect();
        let by_class = of.programme.components.iter().any(|component| !component.classes.is_empty());
        let place = self.facts.tables().workplaces.get(&work.workplace).filter(|_| by_class);
        let memberships = place.into_iter().flat_map(|place| &place.classes);
        let changes = sites.iter().map(|site| site.period).chain(memberships.map(|row| row.period));
        let mut cuts = vec![work.period.from, until];
        for period in changes.chain(fixed.iter().copied()) {
            cuts.push(period.from);
            cuts.extend(period.until);
        }
        cuts.retain(|day| work.period.from <= *day && *day <= until);
        cuts.sort_unstable();
        cuts.dedup();
        let stretch = |pair: &[Date]| {
            let role =
                sites.iter().filter(|site| site.period.contains(pair[0])).map(|site| site.role).min()?;
            let enrolled = fixed.is_empty() || fixed.iter().any(|period| period.contains(pair[0]));
            enrolled.then_some(Stretch { work, place, role, from: pair[0], until: pair[1] })
        };
        cuts.windows(2).filter_map(stretch).collect()
    }

    /// The pieces that count toward a demand.
    fn pieces(&self, demand: &Demand<'_>, stretches: &[Stretch<'_>]) -> Pieces {
        let counts = |of: &&Stretch<'_>| {
            let department = &of.work.department;
            let programme = demand.programme;
            match demand.component {
                None => programme.teaches(department) && (!demand.core || of.role == SiteRole::Core),
                Some(component) => {
                    programme.departments(component).contains(department)
                        && (component.classes.is_empty()
                            || of.place.is_none_or(|place| {
                                component.classes.iter().any(|class| place.is(class, of.from))
                            }))
                }
            }
        };
        let piece = |of: &Stretch<'_>| {
            (day_number(of.from), day_number(of.until), of.work.share.as_percent(), of.work.side)
        };
        let mut pieces: Pieces = stretches.iter().filter(counts).map(piece).collect();
        pieces.sort_unstable();
        pieces
    }

    fn ticks(&self, pieces: &[PieceKey]) -> Option<i64> {
        ticks_of(self.facts, (self.counting, self.way), pieces).map(|ticks| ticks.min(UNLIMITED))
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
        let mut stretches = Vec::new();
        for (number, demand) in self.demands.iter().enumerate() {
            if number == 0 || self.demands[number - 1].id != demand.id {
                stretches = self.stretches(demand, period, choice);
            }
            let pieces = self.pieces(demand, &stretches);
            effect.push(self.ticks(&pieces).map_or(-1, saturate));
            if !self.most_from.is_empty() {
                // The day does not matter to one who asks only whether all is complete.
                effect.push(0);
                continue;
            }
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
        let mut next = State::with_capacity(state.len() + 1);
        next.extend([initial, begun]);
        let mut complete = true;
        let was_complete = self.is_complete(state);
        let mut rest = &effect[2..];
        for (number, demand) in self.demands.iter().enumerate() {
            let enrolled = !(demand.own && self.enters) || begun > 0;
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
        if let Some(most) = self.most_from.get(context.period + 1) {
            let far = |(demand, ticks): (&Demand<'_>, &i32)| {
                *ticks >= 0 && demand.target - i64::from(*ticks) > *most
            };
            if self.demands.iter().zip(&next[2..]).any(far) {
                next[2..].iter_mut().for_each(|ticks| *ticks = (*ticks).min(0));
            }
        }
        if self.keeps_day && complete && was_complete {
            next.extend_from_slice(&state[2 + self.demands.len()..]);
        } else if self.keeps_day && complete {
            next.push(self.complete_on(state, effect));
        }
        next
    }

    /// Whether initial training is done, when the programme began, the months still needed in each programme, and the
    /// day on which all were done; of the months no more than whether all are done, where nothing else is asked.
    fn question(&self, state: &[i32]) -> Question {
        let mut about = vec![i32::from(state[0] >= INITIAL_MONTHS), state[1]];
        if !self.most_from.is_empty() {
            about.push(i32::from(self.is_complete(state)));
            return Question::done(about);
        }
        let done = &state[2..2 + self.demands.len()];
        let demands: Vec<(&Demand<'_>, i32)> = self.demands.iter().zip(done.iter().copied()).collect();
        let programmes = demands.chunk_by(|one, other| one.0.id == other.0.id);
        about.extend(programmes.flat_map(|of| self.remaining(of)));
        about.extend_from_slice(&state[2 + self.demands.len()..]);
        Question { about, ahead: if self.is_complete(state) { Ahead::No } else { Ahead::Yes } }
    }

    fn lasting(&self) -> bool {
        false
    }

    fn looks_at_stays(&self) -> bool {
        false
    }
}

/// Months of a period with at least a day of initial training that is not on leave.
pub fn initial_months(facts: &Facts<'_>, period: usize, choice: &Choice) -> i32 {
    let works = choice.parts.iter().map(|part| &part.engagement);
    let works = works.filter(|work| work.activity == Activity::InitialTraining);
    if works.clone().next().is_none() {
        return 0;
    }
    let months = facts.ground.periods[period].span.months();
    months.filter(|month| works.clone().any(|work| trains_in(facts, work, *month))).count() as i32
}

/// Whether an engagement is initial training on some day of a month that is not on leave.
pub fn trains_in(facts: &Facts<'_>, work: &Engagement, month: YearMonth) -> bool {
    if work.activity != Activity::InitialTraining {
        return false;
    }
    let from = work.period.from.max(month.first_day());
    let after = month.plus(1).first_day();
    let until = work.period.until.map_or(after, |until| until.min(after));
    from < until && !all_on_leave(&facts.career.leaves, from, until)
}
