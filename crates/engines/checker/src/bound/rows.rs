//! What people share, by name: rows of a certificate looked up in the problem, and the duals that they may have.

use std::collections::BTreeMap;

use kernel::{AreaId, DepartmentId, NeedId, PersonId, PrefectureId, WorkplaceId, YearMonth};
use problem::{LARGEST_DUAL, Need, NeedLevel, NeedPlace, Person, Row, RowDual, for_months};

use super::{ground::Ground, shares::Shares};
use crate::{objective::needs::meets, report::Finding};

/// A row that the problem has. The first number is the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key<'a> {
    /// By position of the post.
    Post(usize, usize),
    Place(usize, &'a WorkplaceId),
    Instructors(usize, &'a WorkplaceId, &'a DepartmentId),
    /// By position of the line.
    Need(usize, usize),
    Step(usize, &'a AreaId, u32),
    WorstShare(usize, &'a AreaId),
    Household(usize, &'a PersonId, &'a PersonId, Option<&'a AreaId>),
}

impl Key<'_> {
    pub fn period(&self) -> usize {
        match self {
            Self::Post(period, ..)
            | Self::Place(period, ..)
            | Self::Instructors(period, ..)
            | Self::Need(period, ..)
            | Self::Step(period, ..)
            | Self::WorstShare(period, ..)
            | Self::Household(period, ..) => *period,
        }
    }
}

/// Duals by row; a row that is not there has the dual 0.
pub(super) type Duals<'a> = BTreeMap<Key<'a>, i128>;

/// The wanted lines of one area in one period.
#[derive(Debug, Default)]
pub(super) struct Lines {
    /// Positions of the lines.
    pub needs: Vec<usize>,
    /// Percent wanted in all.
    pub wanted: u64,
}

/// What is offered and asked for in one period.
#[derive(Debug, Default)]
pub(super) struct Offered<'a> {
    /// Posts at which work is what a line asks for.
    pub met: BTreeMap<usize, Vec<usize>>,
    /// Posts of a workplace.
    pub at: BTreeMap<&'a WorkplaceId, Vec<usize>>,
    /// Posts of a department there.
    pub taught: BTreeMap<(&'a WorkplaceId, &'a DepartmentId), Vec<usize>>,
    /// Wanted lines by area.
    pub areas: BTreeMap<&'a AreaId, Lines>,
    /// Areas with wanted lines, by prefecture.
    pub shares: BTreeMap<Option<&'a PrefectureId>, Shares<'a>>,
}

/// All rows of a problem, by name.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    pub ground: &'a Ground<'a>,
    /// By period.
    pub offered: Vec<Offered<'a>>,
    periods: BTreeMap<YearMonth, usize>,
    /// Tightest limit of a workplace in a period, in heads.
    limits: BTreeMap<(&'a WorkplaceId, usize), u32>,
    needs: BTreeMap<&'a NeedId, usize>,
    people: BTreeMap<&'a PersonId, &'a Person>,
    /// How often a household is listed.
    households: BTreeMap<(&'a PersonId, &'a PersonId), i128>,
    scale: i128,
}

/// What is wrong with a dual, in both languages.
type Words = (&'static str, &'static str);
const WORDS_TWICE: Words =
    ("この行が二度あります。一度だけ書いてください。", "this row stands twice. Give it once.");
const WORDS_LARGE: Words = ("双対値が大きすぎます。", "the dual is too large.");
const WORDS_ROOM: Words =
    ("定員の双対値は 0 以下でなければなりません。", "the dual of room must be 0 or less.");
const WORDS_NEED: Words = (
    "必要数の双対値は 0 以上、圏域の必要数でなければ価格以下でなければなりません。",
    "the dual of a need must be 0 or more, and, where no area's fairness counts, no more than its price.",
);
const WORDS_STEP: Words = (
    "不足率の段階の双対値は 0 以上、価格以下でなければなりません。",
    "the dual of a step must be 0 or more, and no more than its price.",
);
const WORDS_SHARE: Words =
    ("不足割合の双対値は 0 以上でなければなりません。", "the dual of the worst share must be 0 or more.");
const WORDS_HOUSEHOLD: Words = (
    "世帯の双対値は、離れて住む価格を超えられません。",
    "the dual of a household must be no more than the price of being out of reach, either way.",
);
const WORDS_UNKNOWN: Words = (
    "この行は問題にありません。名前と期間を確かめてください。",
    "the problem has no such row. Check names and period.",
);

impl<'a> Rows<'a> {
    /// All rows; duals are told in so many parts of a point.
    pub fn new(ground: &'a Ground<'a>, scale: i64) -> Self {
        let problem = ground.problem;
        let mut limits: BTreeMap<(&WorkplaceId, usize), u32> = BTreeMap::new();
        for limit in &problem.place_limits {
            for (period, planned) in problem.horizon.iter().enumerate() {
                if limit.span.covers(planned.span) {
                    let most = limits.entry((&limit.workplace, period)).or_insert(limit.most);
                    *most = limit.most.min(*most);
                }
            }
        }
        let mut households: BTreeMap<(&PersonId, &PersonId), i128> = BTreeMap::new();
        for couple in &problem.couples {
            let (one, other) = (&couple.people.0, &couple.people.1);
            *households.entry((one.min(other), one.max(other))).or_default() += 1;
        }
        let periods = problem.horizon.iter().enumerate().map(|(number, period)| (period.span.from, number));
        Self {
            ground,
            offered: (0..ground.periods()).map(|period| Offered::new(ground, period)).collect(),
            periods: periods.collect(),
            limits,
            needs: problem.needs.iter().enumerate().map(|(number, need)| (&need.id, number)).collect(),
            people: problem.people.iter().map(|person| (&person.career.person, person)).collect(),
            households,
            scale: i128::from(scale),
        }
    }

    /// The period that begins in a month.
    pub fn period(&self, month: YearMonth) -> Option<usize> {
        self.periods.get(&month).copied()
    }

    /// A person of the problem.
    pub fn person(&self, id: &PersonId) -> Option<&'a Person> {
        self.people.get(id).copied()
    }

    /// A line by its position.
    pub fn need(&self, number: usize) -> &'a Need {
        &self.ground.problem.needs[number]
    }

    /// The area whose fairness a line counts in.
    pub fn area_of(&self, need: usize) -> Option<&'a AreaId> {
        match self.need(need) {
            Need { level: NeedLevel::Wanted, at: NeedPlace::Area(area), .. } => Some(area),
            _ => None,
        }
    }

    /// The prefecture in whose worst share an area counts.
    pub fn prefecture_of(&self, area: &AreaId) -> Option<&'a PrefectureId> {
        self.ground.problem.tables.areas.get(area).and_then(|area| area.prefecture.as_ref())
    }

    /// A yearly price in a period, in parts of a point.
    pub fn scaled(&self, period: usize, price: i64) -> i128 {
        let span = self.ground.problem.horizon[period].span;
        i128::from(for_months(price, span.length())) * self.scale
    }

    /// Heads that a workplace has room for.
    pub fn limit(&self, period: usize, workplace: &'a WorkplaceId) -> Option<u32> {
        self.limits.get(&(workplace, period)).copied()
    }

    /// What being apart costs a household in a period.
    pub fn apart(&self, period: usize, (one, other): (&'a PersonId, &'a PersonId)) -> Option<i128> {
        let times = *self.households.get(&(one.min(other), one.max(other)))?;
        Some(times * self.scaled(period, self.ground.problem.rates.couple_apart))
    }

    /// Trainees that an instructor may have, and the instructors that a department has of its own; none where nothing
    /// limits its trainees.
    pub fn instructors(
        &self,
        period: usize,
        workplace: &WorkplaceId,
        department: &DepartmentId,
    ) -> Option<(i128, i128)> {
        let ratio = self.ground.problem.trainees_per_instructor?;
        let known = self.ground.problem.tables.workplaces.get(workplace);
        let place = known.filter(|place| !place.instructors.is_empty())?;
        let own = place.instructors_on(department, self.ground.day(period));
        Some((i128::from(ratio), i128::from(own)))
    }

    /// Heads of an area that may be missing without a step's price, in percent; none without such a step.
    pub fn free(&self, permille: u32, wanted: u64) -> Option<u64> {
        let mut steps = self.ground.problem.rates.share_steps.iter();
        steps.find(|step| step.permille == permille).map(|step| step.free(wanted))
    }

    /// Duals of a leaf by row; every finding if they are none.
    pub fn read(&self, leaf: usize, duals: &'a [RowDual]) -> Result<Duals<'a>, Vec<Finding>> {
        let mut known = Duals::new();
        let mut findings = Vec::new();
        for RowDual { row, dual } in duals {
            let mut refuse = |code, words| findings.push(refused(leaf, row, code, words));
            let value = i128::from(*dual);
            match self.key(row) {
                None => refuse("certificate-unknown-row", WORDS_UNKNOWN),
                Some(_) if dual.unsigned_abs() > LARGEST_DUAL.unsigned_abs() => {
                    refuse("certificate-dual", WORDS_LARGE);
                }
                Some(key) => match self.allowed(&key, value) {
                    Err(words) => refuse("certificate-dual", words),
                    Ok(()) if known.insert(key, value).is_some() => {
                        refuse("certificate-row-twice", WORDS_TWICE)
                    }
                    Ok(()) => {}
                },
            }
        }
        if findings.is_empty() { Ok(known) } else { Err(findings) }
    }

    fn key(&self, row: &'a Row) -> Option<Key<'a>> {
        let tables = &self.ground.problem.tables;
        Some(match row {
            Row::Post { post, period } => Key::Post(self.period(*period)?, *self.ground.posts.get(post)?),
            Row::Place { workplace, period } => {
                let period = self.period(*period)?;
                self.limit(period, workplace)?;
                Key::Place(period, workplace)
            }
            Row::Instructors { workplace, department, period } => {
                let period = self.period(*period)?;
                self.instructors(period, workplace, department)?;
                Key::Instructors(period, workplace, department)
            }
            Row::Need { need, period } => {
                let (period, need) = (self.period(*period)?, *self.needs.get(need)?);
                let span = self.ground.problem.horizon[period].span;
                self.need(need).span.covers(span).then_some(Key::Need(period, need))?
            }
            Row::Step { area, period, permille } => {
                let period = self.period(*period)?;
                let (area, lines) = self.offered[period].areas.get_key_value(area)?;
                self.free(*permille, lines.wanted)?;
                Key::Step(period, area, *permille)
            }
            Row::WorstShare { area, period } => {
                Key::WorstShare(self.period(*period)?, tables.areas.get_key_value(area)?.0)
            }
            Row::Household { person, partner, area, period } => {
                let period = self.period(*period)?;
                self.apart(period, (person, partner))?;
                if area.as_ref().is_some_and(|area| !tables.areas.contains_key(area)) {
                    return None;
                }
                Key::Household(period, person, partner, area.as_ref())
            }
        })
    }

    /// Whether a row may have a dual by itself.
    fn allowed(&self, key: &Key<'a>, dual: i128) -> Result<(), Words> {
        let rates = &self.ground.problem.rates;
        let (fits, words) = match *key {
            Key::Post(..) | Key::Place(..) | Key::Instructors(..) => (dual <= 0, WORDS_ROOM),
            Key::Need(period, number) => {
                let price = self.scaled(period, self.need(number).price);
                let most = if self.area_of(number).is_some() { i128::MAX } else { price };
                ((0..=most).contains(&(100 * dual)), WORDS_NEED)
            }
            Key::Step(period, _, permille) => {
                let steps = rates.share_steps.iter().filter(|step| step.permille == permille);
                let price: i128 = steps.map(|step| self.scaled(period, step.price)).sum();
                ((0..=price).contains(&(100 * dual)), WORDS_STEP)
            }
            Key::WorstShare(..) => (dual >= 0, WORDS_SHARE),
            Key::Household(period, one, other, _) => {
                let price = self.apart(period, (one, other)).unwrap_or(0);
                (dual.abs() <= price, WORDS_HOUSEHOLD)
            }
        };
        if fits { Ok(()) } else { Err(words) }
    }
}

fn refused(leaf: usize, row: &Row, code: &'static str, (ja, en): Words) -> Finding {
    let name = serde_json::to_string(row).unwrap_or_default();
    let leaf = leaf + 1;
    Finding::new(code, format!("葉 {leaf} の {name}：{ja}"), format!("Leaf {leaf}, {name}: {en}"))
}

impl<'a> Offered<'a> {
    fn new(ground: &'a Ground<'a>, period: usize) -> Self {
        let span = ground.problem.horizon[period].span;
        let mut all = Self::default();
        let mut asked: BTreeMap<Option<&DepartmentId>, Vec<(usize, &Need)>> = BTreeMap::new();
        let lines = ground.problem.needs.iter().enumerate();
        for (number, need) in lines.filter(|(_, need)| need.span.covers(span)) {
            asked.entry(need.department.as_ref()).or_default().push((number, need));
            if let (NeedLevel::Wanted, NeedPlace::Area(area)) = (need.level, &need.at) {
                let lines = all.areas.entry(area).or_default();
                lines.needs.push(number);
                lines.wanted += 100 * u64::from(need.heads);
            }
        }
        let single = ground.offers[period].iter().filter(|offer| offer.pattern.is_none());
        for (number, part) in single.flat_map(|offer| &offer.parts) {
            all.at.entry(part.workplace).or_default().push(*number);
            all.taught.entry((part.workplace, part.department)).or_default().push(*number);
            let of = [Some(part.department), None];
            let asked = of.iter().filter_map(|department| asked.get(department)).flatten();
            for (line, need) in asked {
                if meets(ground.problem, need, part.workplace, part.department) {
                    all.met.entry(*line).or_default().push(*number);
                }
            }
        }
        all.shares = Shares::of_prefectures(ground, period, &all);
        all
    }
}
