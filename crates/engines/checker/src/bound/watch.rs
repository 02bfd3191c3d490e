//! What each kind of rule remembers of a career, period by period: as little as shows for certain that the rule will be
//! broken. Where a count is not exact, a least and a most are kept, and the rule is only broken if both say so.

use kernel::{ClassId, Date, Fraction, Months};
use rules::{
    Activity, AfterLoss, Anchor, Bound, HowMany, InitialTraining, MonthsInClass, OutsidePrefecture, Place,
    Scheduled, StayInEachGroup, Tested, Unit, Where, counting::ticks_per_month,
};

use super::{
    duty::{Clock, Phase, falls_short, missing},
    rulebook::Watched,
    service::{Begun, Given, Service, Ticks, Worked},
};

/// Within which time something must be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    Always,
    /// First day too late.
    Deadline(Date),
    /// Before the months owed of this clock are served.
    Obligation(usize),
    /// Last day on which all of it may be complete. Until then nobody asks for leaves: months that are missing follow one
    /// after the other.
    CompleteOn(Date),
}

impl Limit {
    /// The first day from which nothing counts, if it is a day.
    pub fn until(self) -> Option<Date> {
        match self {
            Self::Deadline(day) | Self::CompleteOn(day) => Some(day),
            Self::Always | Self::Obligation(_) => None,
        }
    }
}

/// The end of a career, or of the horizon.
#[derive(Debug)]
pub(super) struct End<'s, 'a> {
    pub on: Date,
    pub clocks: &'s [Watched<Clock<'a>>],
    /// The clocks' states, one after the other.
    pub state: &'s [i64],
}

impl End<'_, '_> {
    /// Whether the months owed are surely served, and whether they may be.
    pub fn served(&self, clock: usize) -> (bool, bool) {
        self.clocks[clock].watch.served(&self.state[2 * clock..2 * clock + 2])
    }

    fn left(&self, clock: usize) -> Fraction {
        self.clocks[clock].watch.left(&self.state[2 * clock..2 * clock + 2])
    }

    /// Whether so many more months surely have no room within a limit.
    pub fn has_no_room(&self, limit: Limit, ticks: &Ticks<'_>, remaining: Fraction) -> bool {
        match limit {
            Limit::Always => false,
            Limit::Deadline(by) => ticks.months(ticks.ahead(self.on, by)) < remaining,
            Limit::Obligation(clock) => self.left(clock) < remaining,
            Limit::CompleteOn(day) => Fraction::whole(whole_months(self.on, day)) < remaining,
        }
    }
}

/// Months from one day that are over on another.
pub(super) fn whole_months(from: Date, until: Date) -> i64 {
    let months = until.year_month().index() - from.year_month().index();
    i64::from(if from.plus_months(months) > until { months - 1 } else { months }).max(0)
}

/// 区分別の月数. State: ticks that are certain, ticks that are possible.
#[derive(Debug)]
pub(super) struct ClassWatch<'a> {
    pub service: Service<'a>,
    pub limit: Limit,
    least: Option<Months>,
    most: Option<Months>,
    /// Whether such service surely uses up the obligation.
    owed: bool,
    pub enough: i64,
}

impl<'a> ClassWatch<'a> {
    pub fn new(bound: &Bound<'a>, rule: &MonthsInClass, limit: Limit, owed: bool) -> Option<Self> {
        let service = Service::new(bound, &rule.at, (None, limit.until()))?;
        let told = |months: &Option<HowMany>, of: &dyn Fn(&HowMany) -> Option<Months>| match months {
            Some(months) => of(months).map(Some),
            None => Some(None),
        };
        let least = told(&rule.least, &|months| bound.at_least(months))?;
        let most = told(&rule.most, &|months| bound.at_most(months))?;
        let ticks = |months: Option<Months>| months.map_or(0, |months| service.ticks.target(months));
        let too_many = most.map(|months| Months(months.0.saturating_add(1)));
        let enough = ticks(least).max(ticks(too_many));
        Some(Self { service, limit, least, most, owed, enough })
    }

    pub fn effect(&self, works: &[Worked<'a>], begun: Begun<'_>) -> [i64; 2] {
        let Given { least, most, .. } = self.service.given(works, begun);
        [least, most]
    }

    /// The state before the horizon.
    pub fn start(&self, history: &[Worked<'a>], begun: Begun<'_>) -> [i64; 2] {
        self.effect(history, begun).map(|ticks| ticks.min(self.enough))
    }

    /// One period on; false: surely broken.
    pub fn step(&self, state: &mut [i64], effect: &[i64], phases: &[Phase]) -> bool {
        let phase = if let Limit::Obligation(clock) = self.limit { phases[clock] } else { Phase::Runs };
        let (least, most) = counted(phase, effect);
        state[0] = state[0].saturating_add(least).min(self.enough);
        state[1] = state[1].saturating_add(most).min(self.enough);
        !self.is_too_much(state[0])
    }

    fn is_too_much(&self, ticks: i64) -> bool {
        self.most.is_some_and(|most| self.service.ticks.months(ticks) > whole(most))
    }

    /// Whether the rule is surely broken at the end.
    pub fn is_lost(&self, state: &[i64], end: &End<'_, '_>) -> bool {
        let Some(least) = self.least.map(whole) else { return false };
        let done = self.service.ticks.months(state[1]);
        if done >= least {
            return false;
        }
        match self.limit {
            Limit::Always | Limit::CompleteOn(_) => false,
            Limit::Deadline(by) => {
                let reach = state[1].saturating_add(self.service.ticks.ahead(end.on, by));
                self.service.ticks.months(reach) < least
            }
            Limit::Obligation(clock) if end.served(clock).0 => true,
            Limit::Obligation(clock) => self.owed && falls_short(done, end.left(clock), least),
        }
    }

    /// Whether every way on surely breaks the rule. Within the obligation that is certain where each month gives a
    /// whole month toward both or neither.
    pub fn is_doomed(&self, state: &[i64], end: &End<'_, '_>, whole: bool) -> bool {
        let certain = match self.limit {
            Limit::Always | Limit::CompleteOn(_) => false,
            Limit::Deadline(_) => true,
            Limit::Obligation(clock) => {
                let ticks = &end.state[2 * clock..2 * clock + 2];
                let counting = &self.service.ticks.counting;
                let per_month = ticks_per_month(counting.unit);
                let whole = whole && counting.unit == Unit::CalendarMonths;
                whole && ticks[0] == ticks[1] && [ticks[1], state[1]].iter().all(|of| of % per_month == 0)
            }
        };
        certain && self.is_lost(state, end)
    }

    /// Whether there may be too many.
    pub fn has_most(&self) -> bool {
        self.most.is_some()
    }

    /// Whether too few are surely never found, in a career that goes on till the horizon ends at the latest. `room`: least
    /// ticks that are free within the limit; `left`: least ticks that are then owed, where they surely are.
    pub fn is_safe(&self, state: &[i64], room: Option<i64>, left: Option<i64>) -> bool {
        let ticks = &self.service.ticks;
        let fits = |left| {
            let all = ticks.rounded(state[1]).saturating_add(left);
            !self.owed || self.least.is_none_or(|least| all >= ticks.whole(i64::from(least.0)))
        };
        let in_time = |room| state[1].saturating_add(room) >= self.enough;
        state[1] >= self.enough || room.is_some_and(in_time) || left.is_some_and(fits)
    }

    /// Whether it may be met, so that a release may ask for it.
    pub fn may_be_met(&self, state: &[i64]) -> bool {
        let enough = |least: Months| self.service.ticks.months(state[1]) >= whole(least);
        self.most.is_some() || self.least.is_none_or(enough)
    }
}

/// What counts of a period's least and most: all while the obligation lasts, nothing after it.
fn counted(phase: Phase, effect: &[i64]) -> (i64, i64) {
    match phase {
        Phase::Runs | Phase::EndsWith => (effect[0], effect[1]),
        Phase::MayEnd => (0, effect[1]),
        Phase::Over => (0, 0),
    }
}

fn whole(months: Months) -> Fraction {
    Fraction::whole(i64::from(months.0))
}

/// Work that any one list of a place asks for, whatever is done there.
fn always(place: Place) -> Where {
    let place = Scheduled::always(place);
    Where { place, tested: Tested::EachMonth, after_loss: AfterLoss::Nothing }
}

/// A count of work in each of several classes, within a limit.
pub(super) fn of_each<'a, 'c>(
    bound: &Bound<'a>,
    classes: impl Iterator<Item = &'c ClassId>,
    limit: Limit,
) -> Option<Vec<Service<'a>>> {
    let of = |class: &ClassId| {
        let at = always(Place { classes: vec![class.clone()], ..Place::default() });
        Service::new(bound, &at, (None, limit.until()))
    };
    classes.map(of).collect()
}

/// 県外勤務. State: ticks that are certain. Effect: ticks, and whether some work is at a wrong time or for nothing that
/// is allowed.
#[derive(Debug)]
pub(super) struct OutsideWatch<'a> {
    service: Service<'a>,
    allowed: Fraction,
    enough: i64,
    activities: Vec<Activity>,
    early: Option<Date>,
    late: Option<Date>,
    clock: Option<usize>,
}

impl<'a> OutsideWatch<'a> {
    pub fn new(bound: &Bound<'a>, rule: &OutsidePrefecture, clock: Option<usize>) -> Option<Self> {
        let at = always(Place { in_prefecture: Some(false), ..Place::default() });
        let service = Service::new(bound, &at, (Some(bound.commitment.from), None))?;
        let graduated = bound.anchor(Anchor::Graduation);
        let day = |months: Option<Months>| match months {
            Some(months) => graduated.map(|day| Some(day.plus_months(months.0))),
            None => Some(None),
        };
        Some(Self {
            allowed: whole(rule.most),
            enough: service.ticks.target(Months(rule.most.0.saturating_add(1))),
            service,
            activities: rule.activities.clone(),
            early: day(rule.from_month)?,
            late: day(rule.until_month)?,
            clock,
        })
    }

    pub fn effect(&self, works: &[Worked<'a>]) -> [i64; 2] {
        let wrong = works.iter().any(|work| {
            let outside = self.service.given_whenever(std::slice::from_ref(work)).most > 0;
            let purpose = self.activities.is_empty() || self.activities.contains(&work.activity);
            let too_early = self.early.is_some_and(|day| work.from < day);
            let too_late = self.late.is_some_and(|day| day < work.until);
            outside && (!purpose || too_early || too_late)
        });
        [self.service.given_whenever(works).least, i64::from(wrong)]
    }

    pub fn start(&self, history: &[Worked<'a>]) -> i64 {
        self.service.given_whenever(history).least.min(self.enough)
    }

    /// Whether so many ticks are not too many.
    pub fn surely_allows(&self, ticks: i64) -> bool {
        self.service.ticks.months(ticks) <= self.allowed
    }

    /// One period on; false: surely broken.
    pub fn step(&self, state: &mut i64, effect: &[i64], phases: &[Phase]) -> bool {
        match self.clock.map_or(Phase::Runs, |clock| phases[clock]) {
            Phase::Runs | Phase::EndsWith => {
                *state = state.saturating_add(effect[0]).min(self.enough);
                effect[1] == 0 && self.surely_allows(*state)
            }
            Phase::MayEnd | Phase::Over => true,
        }
    }
}

/// 各群での勤務. State: the groups reached, as bits. The stay under way keeps its ticks in each group.
#[derive(Debug)]
pub(super) struct GroupsWatch<'a> {
    /// One count a group.
    pub groups: Vec<Service<'a>>,
    least: Months,
    pub limit: Limit,
    target: i64,
}

impl<'a> GroupsWatch<'a> {
    pub fn new(bound: &Bound<'a>, rule: &StayInEachGroup, limit: Limit) -> Option<Self> {
        let groups = of_each(bound, rule.groups.iter(), limit)?;
        let target = groups.first().filter(|_| groups.len() < 60)?.ticks.target(rule.least).max(1);
        Some(Self { groups, least: rule.least, limit, target })
    }

    /// Ticks of work of one stay in each group: part time is a stay like any other.
    pub fn effect(&self, stay: &[Worked<'a>]) -> Vec<i64> {
        let full: Vec<Worked<'a>> =
            stay.iter().map(|work| Worked { share: kernel::Share::FULL, ..*work }).collect();
        self.groups.iter().map(|group| group.given_whenever(&full).most).collect()
    }

    /// The stay goes on with these ticks; `anew`: it begins with them; `unknown`: it may have had any before.
    pub fn step(&self, reached: &mut i64, stay: &mut [i64], effect: &[i64], (anew, unknown): (bool, bool)) {
        for (number, (ticks, more)) in stay.iter_mut().zip(effect).enumerate() {
            let before = if anew { 0 } else { *ticks };
            *ticks = before.saturating_add(*more).min(self.target);
            if *ticks >= self.target || (unknown && *more > 0) {
                *reached |= 1 << number;
            }
        }
        // A group that is reached needs no more of the stay.
        for (number, ticks) in stay.iter_mut().enumerate() {
            if *reached & (1 << number) != 0 {
                *ticks = 0;
            }
        }
    }

    pub fn may_be_met(&self, reached: i64) -> bool {
        reached.count_ones() as usize >= self.groups.len()
    }

    /// All groups.
    pub fn all(&self) -> i64 {
        (1 << self.groups.len()) - 1
    }

    pub fn ticks(&self) -> &Ticks<'a> {
        &self.groups[0].ticks
    }

    /// Whether what is missing surely fits into so many ticks.
    pub fn surely_fits(&self, reached: i64, room: i64) -> bool {
        self.may_be_met(reached) || self.ticks().whole(self.lacking(reached)) <= self.ticks().rounded(room)
    }

    /// Months of the groups that are not reached.
    fn lacking(&self, reached: i64) -> i64 {
        let groups = self.groups.len() as i64 - i64::from(reached.count_ones());
        groups.saturating_mul(i64::from(self.least.0))
    }

    /// Whether the rule is surely broken at the end; `stay` are the ticks of a stay that goes on.
    pub fn is_lost(&self, reached: i64, stay: &[i64], end: &End<'_, '_>) -> bool {
        if self.may_be_met(reached) {
            return false;
        }
        let ticks = self.ticks();
        let all = Fraction::whole(self.lacking(reached));
        let begun = stay.iter().map(|done| ticks.months(*done)).max().unwrap_or(Fraction::whole(0));
        // What is missing is rounded against the bound only where it does not fit: then it is not said to be lost.
        end.has_no_room(self.limit, ticks, missing_at_least(all, begun))
    }
}

/// The least that is surely missing.
fn missing_at_least(needed: Fraction, done: Fraction) -> Fraction {
    let missing = missing(needed, done);
    if missing == needed && done > Fraction::whole(0) { Fraction::whole(0) } else { missing }
}

/// 初期臨床研修の規則. Effect: whether work breaks it whatever was done before, and whether it does before its months are done.
#[derive(Debug)]
pub(super) struct InitialWatch<'a> {
    bound: Bound<'a>,
    pub at: Place,
    pub months: i64,
}

impl<'a> InitialWatch<'a> {
    pub fn new(bound: &Bound<'a>, rule: &InitialTraining) -> Option<Self> {
        let mut classes = rule.at.classes.iter();
        let known = classes.all(|class| bound.tables.classes.contains_key(class)) && rule.months.0 > 0;
        known.then(|| Self { bound: bound.clone(), at: rule.at.clone(), months: i64::from(rule.months.0) })
    }

    pub fn effect(&self, works: &[Worked<'a>]) -> [i64; 2] {
        let initial = |work: &&Worked<'_>| work.activity == Activity::InitialTraining;
        let wrong = works.iter().filter(initial).any(|work| {
            let of = rules::Work {
                workplace: work.workplace,
                department: work.department,
                activity: work.activity,
            };
            self.bound.tables.matches(&self.at, of, work.from) == Some(false)
        });
        let practises = works.iter().any(|work| work.activity == Activity::Clinical && !work.side);
        // Where both lie in one period, which comes first is not looked at.
        [i64::from(wrong), i64::from(practises && !works.iter().any(|work| initial(&work)))]
    }
}
