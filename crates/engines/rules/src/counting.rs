//! 算入: how much service a set of postings gives, by the edition's own way of counting.
//!
//! The days of all postings are swept once, so that neither their order nor the places where records are cut can
//! matter. Credit is a whole number of *ticks*: a month is 100 ticks where calendar months are counted, 3,000 where
//! thirtieths are, and `a` × 100 where days are counted with `a/b` to the month (a day at full time is then `b` × 100).
//! Percent of full time stay exact in all three.
//!
//! The total is the sum of its months; each month's ticks are a function of that month's days alone
//! ([`ticks_in_month`]), which is what a planner needs to count step by step.

use std::{collections::BTreeMap, ops::Range};

use kernel::{Date, EngagementId, Fraction, LeaveKind, Months, Period, Share, YearMonth};

use crate::{
    amount,
    edition::{Concurrent, Counting, PartTime, Rounding, Unit},
    facts::Leave,
    leaves,
    verdict::Counted,
};

/// A posting, or the part of it that is asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// Whose credit it is; none: service that is only supposed.
    pub engagement: Option<&'a EngagementId>,
    /// Share of full time.
    pub share: Share,
    /// A side post.
    pub side: bool,
    /// First day.
    pub from: Date,
    /// First day after it.
    pub until: Date,
}

impl Piece<'_> {
    fn order(&self) -> (bool, u8, Date, Date, Option<&EngagementId>) {
        (self.side, 100 - self.share.as_percent(), self.from, self.until, self.engagement)
    }
}

/// A leave of a kind for which the edition does not say what it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLeave(pub LeaveKind);

/// Days of a month at a credit, in percent of full time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthPart {
    /// How many days.
    pub days: u32,
    /// Credit of each, 0 to 100.
    pub percent: u32,
}

/// A count of service: exact, month by month, with each posting's part in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    per_month: i64,
    rounding: Rounding,
    /// Months that follow each other and give the same: the first, how many, and the ticks of each.
    months: Vec<(YearMonth, i32, i64)>,
    rows: BTreeMap<EngagementId, i64>,
    order: Vec<EngagementId>,
}

/// Ticks of a whole month at full time.
pub fn ticks_per_month(unit: Unit) -> i64 {
    match unit {
        Unit::CalendarMonths => 100,
        Unit::Days { days_per_month } => days_per_month.numerator().saturating_mul(100).max(1),
        Unit::Thirtieths => 3_000,
    }
}

/// Ticks that a month gives, from its days with credit. Days that no part holds give nothing.
///
/// Thirtieths: each day is one, but a month of 31 days gives no more than 30 of them, and one of 28 no less.
pub fn ticks_in_month(unit: Unit, month: YearMonth, parts: &[MonthPart]) -> i64 {
    let weighed = || parts.iter().map(|part| i64::from(part.days) * i64::from(part.percent)).sum::<i64>();
    match unit {
        Unit::CalendarMonths => parts.iter().map(|part| i64::from(part.percent)).max().unwrap_or(0),
        Unit::Days { days_per_month } => weighed().saturating_mul(days_per_month.denominator()),
        Unit::Thirtieths => {
            let covered: u32 = parts.iter().map(|part| part.days).sum();
            let whole = match parts.iter().map(|part| part.percent).min() {
                Some(least) if covered >= month.days() => 30 * i64::from(least),
                _ => 0,
            };
            let most = parts.iter().map(|part| part.percent).max().unwrap_or(0);
            weighed().min(30 * i64::from(most)).max(whole)
        }
    }
}

/// Percent of full time credited for postings held at the same time.
pub fn credited_percent(counting: &Counting, shares: impl IntoIterator<Item = Share>) -> u32 {
    let percents = shares.into_iter().map(|share| u32::from(share.as_percent()));
    let share = match counting.concurrent {
        Concurrent::Sum => percents.sum::<u32>().min(100),
        Concurrent::Largest => percents.max().unwrap_or(0),
    };
    if share == 0 {
        return 0;
    }
    if share >= u32::from(counting.full_time_from.as_percent()) {
        return 100;
    }
    match counting.part_time {
        PartTime::ProRata => share,
        PartTime::Half => 50,
        PartTime::None => 0,
    }
}

/// A total in ticks, rounded as the edition says.
pub fn rounded(rounding: Rounding, ticks: i64, per_month: i64) -> i64 {
    match rounding {
        Rounding::None => ticks,
        Rounding::Down => ticks - ticks.rem_euclid(per_month),
        Rounding::Up => ticks + (-ticks).rem_euclid(per_month),
    }
}

/// Gives each posting of a segment its part of so many months' ticks, all alike.
fn share_out(ticks: i64, months: i64, segment: &Segment, stairs: &[(usize, u32)], given: &mut [i64]) {
    if ticks == 0 || segment.percent == 0 {
        return;
    }
    let mut so_far = 0;
    for (place, percent) in &stairs[segment.stair.clone()] {
        let due = ticks * i64::from(*percent) / i64::from(segment.percent);
        given[*place] += (due - so_far).max(0) * months;
        so_far = due.max(so_far);
    }
}

/// Counts postings. A leave of an unlisted kind that falls into one of them makes the count unknown.
pub fn count(counting: &Counting, away: &[Leave], pieces: &[Piece<'_>]) -> Result<Tally, UnknownLeave> {
    count_all(counting, away, pieces.iter().copied())
}

/// The same, of what needs no list of its own.
pub(crate) fn count_all<'a>(
    counting: &Counting,
    away: &[Leave],
    pieces: impl Iterator<Item = Piece<'a>>,
) -> Result<Tally, UnknownLeave> {
    let pieces = that_count(counting, pieces);
    refuse_unknown(counting, away, &pieces)?;
    let idle = leaves::idle(counting, away);
    let mut tally = Tally::empty(counting, &pieces);
    let (segments, stairs) = segments(counting, &pieces, &idle);
    let mut given = vec![0; pieces.len()];
    // Segments are in order, so the parts of a month follow each other.
    let mut open = OpenMonth::default();
    for segment in &segments {
        let [before, after] = segment.edges();
        if let Some((month, part)) = before {
            tally.add_part(counting.unit, &mut open, (month, part, segment), &stairs, &mut given);
        }
        tally.add_months(counting.unit, segment, &stairs, &mut given, &mut open);
        if let Some((month, part)) = after {
            tally.add_part(counting.unit, &mut open, (month, part, segment), &stairs, &mut given);
        }
    }
    tally.close(counting.unit, &mut open, &stairs, &mut given);
    for (piece, ticks) in pieces.iter().zip(given).filter(|(_, ticks)| *ticks > 0) {
        if let Some(engagement) = piece.engagement {
            *tally.rows.entry(engagement.clone()).or_default() += ticks;
        }
    }
    Ok(tally)
}

/// The postings that could count, in the order in which they share credit.
fn that_count<'a>(counting: &Counting, pieces: impl Iterator<Item = Piece<'a>>) -> Vec<Piece<'a>> {
    let counts = |piece: &Piece<'_>| piece.from < piece.until && (counting.side_posts || !piece.side);
    let mut pieces: Vec<Piece<'a>> = pieces.filter(counts).collect();
    pieces.sort_by(|a, b| a.order().cmp(&b.order()));
    pieces
}

fn refuse_unknown(counting: &Counting, away: &[Leave], pieces: &[Piece<'_>]) -> Result<(), UnknownLeave> {
    for leave in away.iter().filter(|leave| !counting.leaves.contains_key(&leave.kind)) {
        let hit =
            |piece: &Piece<'_>| leave.period.overlaps(Period { from: piece.from, until: Some(piece.until) });
        if pieces.iter().any(hit) {
            return Err(UnknownLeave(leave.kind.clone()));
        }
    }
    Ok(())
}

/// Days in which the same postings are held: elementary, in order, never overlapping.
struct Segment {
    from: Date,
    until: Date,
    percent: u32,
    /// Each posting by its place, with the credit up to and including it: where these stand among those of all
    /// segments. Empty where nobody's credit is asked for.
    stair: Range<usize>,
}

/// A month whose parts are being gathered.
#[derive(Default)]
struct OpenMonth<'s> {
    of: Option<YearMonth>,
    /// The days of each segment that lie in it.
    parts: Vec<MonthPart>,
    segments: Vec<&'s Segment>,
}

impl Segment {
    /// The months that lie in it wholly, by their indices.
    fn whole_months(&self) -> Range<i32> {
        let first = self.from.year_month().index() + i32::from(self.from.day() > 1);
        first..self.until.year_month().index()
    }

    /// The days of the months in which it begins and ends, where it holds only a part of them.
    fn edges(&self) -> [Option<(YearMonth, MonthPart)>; 2] {
        let (first, last) = (self.from.year_month(), self.until.year_month());
        let (begins, ends) = (self.from.day(), self.until.day());
        let part = |month, days| Some((month, MonthPart { days, percent: self.percent }));
        if first == last {
            return [part(first, ends - begins), None];
        }
        let before = if begins > 1 { part(first, first.days() + 1 - begins) } else { None };
        [before, if ends > 1 { part(last, ends - 1) } else { None }]
    }
}

/// Segments with the stairs of all.
type Segments = (Vec<Segment>, Vec<(usize, u32)>);

fn segments(counting: &Counting, pieces: &[Piece<'_>], idle: &[Period]) -> Segments {
    let mut cuts: Vec<Date> = pieces.iter().flat_map(|piece| [piece.from, piece.until]).collect();
    cuts.extend(idle.iter().map(|period| period.from));
    cuts.extend(idle.iter().filter_map(|period| period.until));
    cuts.sort_unstable();
    cuts.dedup();
    let somebodys = pieces.iter().any(|piece| piece.engagement.is_some());
    let (mut segments, mut stairs) = (Vec::with_capacity(cuts.len()), Vec::new());
    let mut active: Vec<usize> = Vec::new();
    for pair in cuts.windows(2) {
        let (from, until) = (pair[0], pair[1]);
        if idle.iter().any(|period| period.contains(from)) {
            continue;
        }
        let holds = |place: &usize| pieces[*place].from <= from && until <= pieces[*place].until;
        active.clear();
        active.extend((0..pieces.len()).filter(holds));
        if active.is_empty() {
            continue;
        }
        let credit =
            |held: usize| credited_percent(counting, active[..held].iter().map(|place| pieces[*place].share));
        let begins = stairs.len();
        if somebodys {
            stairs.extend((1..=active.len()).map(|held| (active[held - 1], credit(held))));
        }
        let percent = credit(active.len());
        segments.push(Segment { from, until, percent, stair: begins..stairs.len() });
    }
    (segments, stairs)
}

impl Tally {
    fn empty(counting: &Counting, pieces: &[Piece<'_>]) -> Self {
        let mut by_time: Vec<&Piece<'_>> = pieces.iter().filter(|piece| piece.engagement.is_some()).collect();
        by_time.sort_by_key(|piece| (piece.from, piece.until, piece.side, piece.engagement));
        let mut order: Vec<EngagementId> = Vec::new();
        for id in by_time.into_iter().filter_map(|piece| piece.engagement) {
            if !order.contains(id) {
                order.push(id.clone());
            }
        }
        Self {
            per_month: ticks_per_month(counting.unit),
            rounding: counting.rounding,
            months: Vec::new(),
            rows: BTreeMap::new(),
            order,
        }
    }

    /// Adds a part of a month, which closes the month before it.
    fn add_part<'s>(
        &mut self,
        unit: Unit,
        open: &mut OpenMonth<'s>,
        (month, part, segment): (YearMonth, MonthPart, &'s Segment),
        stairs: &[(usize, u32)],
        given: &mut [i64],
    ) {
        if open.of != Some(month) {
            self.close(unit, open, stairs, given);
            open.of = Some(month);
        }
        open.parts.push(part);
        open.segments.push(segment);
    }

    /// Each segment gets what the month's ticks grow by with it, and within it each posting what the credit grows by.
    fn close(&mut self, unit: Unit, open: &mut OpenMonth<'_>, stairs: &[(usize, u32)], given: &mut [i64]) {
        let Some(month) = open.of.take() else { return };
        let mut before = 0;
        for (place, segment) in open.segments.iter().enumerate() {
            let after = ticks_in_month(unit, month, &open.parts[..=place]);
            share_out(after - before, 1, segment, stairs, given);
            before = after;
        }
        self.push(month, 1, before);
        open.parts.clear();
        open.segments.clear();
    }

    /// Adds the months that lie wholly in a segment: all alike, unless their days are counted.
    fn add_months(
        &mut self,
        unit: Unit,
        segment: &Segment,
        stairs: &[(usize, u32)],
        given: &mut [i64],
        open: &mut OpenMonth<'_>,
    ) {
        let months = segment.whole_months();
        if months.is_empty() {
            return;
        }
        self.close(unit, open, stairs, given);
        let ticks_of = |month: YearMonth| {
            ticks_in_month(unit, month, &[MonthPart { days: month.days(), percent: segment.percent }])
        };
        if let Unit::Days { .. } = unit {
            for month in months.map(YearMonth::from_index) {
                let ticks = ticks_of(month);
                share_out(ticks, 1, segment, stairs, given);
                self.push(month, 1, ticks);
            }
            return;
        }
        let ticks = ticks_of(YearMonth::from_index(months.start));
        share_out(ticks, months.len() as i64, segment, stairs, given);
        self.push(YearMonth::from_index(months.start), months.len() as i32, ticks);
    }

    /// Months that give the same, together with those just before them where these give it too.
    fn push(&mut self, month: YearMonth, months: i32, ticks: i64) {
        match self.months.last_mut() {
            _ if ticks <= 0 => {}
            Some((first, before, of)) if *of == ticks && first.plus(*before) == month => *before += months,
            _ => self.months.push((month, months, ticks)),
        }
    }

    /// The total in ticks, rounded as the edition says.
    pub fn ticks(&self) -> i64 {
        rounded(self.rounding, self.sum(), self.per_month)
    }

    /// Ticks of a whole month.
    pub fn per_month(&self) -> i64 {
        self.per_month
    }

    /// The total in months, rounded as the edition says.
    pub fn months(&self) -> Fraction {
        amount::ticks(self.ticks(), self.per_month)
    }

    /// Postings that gave credit, in order of time, before rounding of the total.
    pub fn rows(&self) -> Vec<Counted> {
        self.order
            .iter()
            .filter_map(|id| Some((id, *self.rows.get(id)?)))
            .map(|(id, ticks)| Counted {
                engagement: id.clone(),
                months: amount::ticks(ticks, self.per_month),
            })
            .collect()
    }

    /// The total in ticks before rounding.
    pub fn sum(&self) -> i64 {
        self.months.iter().map(|(_, months, ticks)| i64::from(*months) * ticks).sum()
    }

    /// Ticks of each month that gave any, in order, before rounding of the total.
    pub fn by_month(&self) -> impl Iterator<Item = (YearMonth, i64)> {
        self.months
            .iter()
            .flat_map(|(first, months, ticks)| (0..*months).map(|more| (first.plus(more), *ticks)))
    }

    /// The first day before which so many months are served, of the postings that were counted: see [`reached_on`].
    pub fn reached_on(
        &self,
        counting: &Counting,
        away: &[Leave],
        pieces: &[Piece<'_>],
        needed: Months,
    ) -> Option<Date> {
        let month = self.reached_in(needed)?;
        let earlier: i64 = self.by_month().take_while(|(of, _)| *of < month).map(|(_, ticks)| ticks).sum();
        let needed = i64::from(needed.0).saturating_mul(self.per_month);
        let (first, next) = (month.first_day(), month.plus(1).first_day());
        let within = pieces.iter().filter(|piece| piece.from < next && first < piece.until);
        let within =
            within.map(|piece| Piece { from: piece.from.max(first), until: piece.until.min(next), ..*piece });
        let within = that_count(counting, within);
        let (segments, _) = segments(counting, &within, &leaves::idle(counting, away));
        let day_of = |day: u32| Date::from_ymd(month.year(), month.month(), day).unwrap_or(next);
        let ticks_before = |day: u32| {
            let day = day_of(day);
            let parts = segments.iter().filter(|segment| segment.from < day).map(|segment| MonthPart {
                days: segment.until.min(day).days_since(segment.from).max(0) as u32,
                percent: segment.percent,
            });
            ticks_in_month(counting.unit, month, &parts.collect::<Vec<_>>())
        };
        let (mut short, mut enough) = (1, month.days() + 1);
        while short + 1 < enough {
            let middle = (short + enough) / 2;
            if rounded(self.rounding, earlier + ticks_before(middle), self.per_month) >= needed {
                enough = middle;
            } else {
                short = middle;
            }
        }
        let whole = (month, ticks_before(enough));
        let full = self.by_month().any(|of| of == whole);
        let end = within.iter().map(|piece| piece.until).max();
        Some(end.filter(|_| full).unwrap_or(day_of(enough)).max(day_of(enough)))
    }

    /// The month in which the total reaches so many months.
    pub fn reached_in(&self, needed: Months) -> Option<YearMonth> {
        let needed = i64::from(needed.0).saturating_mul(self.per_month);
        let mut total = 0;
        // A total that falls short at the end of alike months falls short in each of them.
        for (first, months, ticks) in &self.months {
            let after = total + i64::from(*months) * ticks;
            if rounded(self.rounding, after, self.per_month) >= needed {
                let reached = (1..=*months).find(|months| {
                    let total = total + i64::from(*months) * ticks;
                    rounded(self.rounding, total, self.per_month) >= needed
                });
                return reached.map(|months| first.plus(months - 1));
            }
            total = after;
        }
        None
    }
}

/// The first day before which so many months are served; none if they never are. Days of the last month that give
/// nothing more, because the month counts whole, still belong to it: twelve months from 1 April end on 31 March.
pub fn reached_on(
    counting: &Counting,
    away: &[Leave],
    pieces: &[Piece<'_>],
    needed: Months,
) -> Result<Option<Date>, UnknownLeave> {
    Ok(count(counting, away, pieces)?.reached_on(counting, away, pieces, needed))
}

/// The parts of postings that lie before a day.
pub fn before<'a>(pieces: &[Piece<'a>], day: Date) -> Vec<Piece<'a>> {
    pieces
        .iter()
        .filter(|piece| piece.from < day)
        .map(|piece| Piece { until: piece.until.min(day), ..*piece })
        .collect()
}
