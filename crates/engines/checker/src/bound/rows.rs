//! What people share, at the prices of one leaf: what each percent of a head at a post costs, and what the duals come to
//! by themselves.
//!
//! Every shared cost and limit is held from below by `dual × amount`, summed over people, and a constant; the constant is
//! the least that the row itself can cost beyond that, over all it could hold.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{AreaId, DepartmentId, NeedId, PersonId, WorkplaceId, YearMonth};
use problem::{LARGEST_DUAL, Need, NeedLevel, NeedPlace, Row, RowDual, for_months};

use super::{areas::AreaShortage, ground::Ground};
use crate::{
    objective::{moves::within_reach, needs::meets},
    report::Finding,
};

/// All rows of a problem, by name.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    ground: &'a Ground<'a>,
    periods: BTreeMap<YearMonth, usize>,
    /// Tightest limit of a workplace in a period, in heads.
    limits: BTreeMap<(&'a WorkplaceId, usize), u32>,
    needs: BTreeMap<&'a NeedId, &'a Need>,
    /// How often a household is listed.
    households: BTreeMap<(&'a PersonId, &'a PersonId), i128>,
    scale: i128,
}

/// What posting somebody costs, by area; none: at a place in no area.
pub(super) type ByArea<'a> = BTreeMap<Option<&'a AreaId>, i128>;

/// Prices of one leaf, in parts of a point.
#[derive(Debug, Default)]
pub(super) struct Prices<'a> {
    /// By period and post: what a percent of a head costs.
    pub percent: Vec<Vec<i128>>,
    /// By period and post: what it costs on top for a trainee.
    pub trainee: Vec<Vec<i128>>,
    /// By period and workplace: what somebody who instructs the department there costs (less than nothing).
    pub instructor: Vec<BTreeMap<&'a WorkplaceId, Vec<(&'a DepartmentId, i128)>>>,
    /// By person and period: what being posted in an area costs.
    pub household: BTreeMap<(&'a PersonId, usize), ByArea<'a>>,
    /// What the rows come to by themselves.
    pub constant: i128,
}

impl Prices<'_> {
    /// Everything that is shared is free.
    pub fn nothing(ground: &Ground<'_>) -> Self {
        let empty = vec![vec![0; ground.problem.posts.len()]; ground.periods()];
        let instructor = vec![BTreeMap::new(); ground.periods()];
        Self { percent: empty.clone(), trainee: empty, instructor, ..Self::default() }
    }
}

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
            periods: periods.collect(),
            limits,
            needs: problem.needs.iter().map(|need| (&need.id, need)).collect(),
            households,
            scale: i128::from(scale),
        }
    }

    /// The period that begins in a month.
    pub fn period(&self, month: YearMonth) -> Option<usize> {
        self.periods.get(&month).copied()
    }

    fn span(&self, period: usize) -> kernel::MonthSpan {
        self.ground.problem.horizon[period].span
    }

    /// A yearly price in a period, in parts of a point.
    fn scaled(&self, period: usize, price: i64) -> i128 {
        i128::from(for_months(price, self.span(period).length())) * self.scale
    }

    /// The instructors that a department has of its own; none where nothing limits its trainees.
    fn instructors(
        &self,
        workplace: &WorkplaceId,
        department: &DepartmentId,
        period: usize,
    ) -> Option<(i128, i128)> {
        let ratio = self.ground.problem.trainees_per_instructor?;
        let known = self.ground.problem.tables.workplaces.get(workplace);
        let place = known.filter(|place| !place.instructors.is_empty())?;
        let own = place.instructors_on(department, self.ground.day(period));
        Some((i128::from(ratio), i128::from(own)))
    }

    /// The prices that the duals of a leaf mean; every finding if they are none.
    pub fn prices(&self, leaf: usize, duals: &'a [RowDual]) -> Result<Prices<'a>, Vec<Finding>> {
        let mut reading = Reading {
            rows: self,
            leaf,
            prices: Prices::nothing(self.ground),
            places: vec![BTreeMap::new(); self.ground.periods()],
            taught: vec![BTreeMap::new(); self.ground.periods()],
            needs: vec![BTreeMap::new(); self.ground.periods()],
            shares: vec![BTreeMap::new(); self.ground.periods()],
            households: BTreeMap::new(),
            findings: Vec::new(),
        };
        let mut seen = BTreeSet::new();
        for RowDual { row, dual } in duals {
            if !seen.insert(row) {
                reading.refuse(row, "certificate-row-twice", WORDS_TWICE);
            } else if dual.unsigned_abs() > LARGEST_DUAL.unsigned_abs() {
                reading.refuse(row, "certificate-dual", WORDS_LARGE);
            } else {
                reading.take(row, i128::from(*dual));
            }
        }
        reading.finish()
    }
}

/// What is wrong with a dual, in both languages.
type Words = (&'static str, &'static str);
const WORDS_TWICE: Words =
    ("この行が二度あります。一度だけ書いてください。", "this row stands twice. Give it once.");
const WORDS_LARGE: Words = ("双対値が大きすぎます。", "the dual is too large.");
const WORDS_ROOM: Words =
    ("定員の双対値は 0 以下でなければなりません。", "the dual of room must be 0 or less.");
const WORDS_NEED: Words = (
    "必要数の双対値は 0 以上、価格以下でなければなりません。",
    "the dual of a need must be 0 or more, and no more than its price.",
);
const WORDS_SHARE: Words = (
    "不足割合の双対値は 0 以上で、期間の合計が価格以下でなければなりません。",
    "duals of the worst share must be 0 or more, and together no more than its price.",
);
const WORDS_HOUSEHOLD: Words = (
    "世帯の双対値は、離れて住む価格を超えられません。",
    "the dual of a household must be no more than the price of being out of reach, either way.",
);
const WORDS_UNKNOWN: Words = (
    "この行は問題にありません。名前と期間を確かめてください。",
    "the problem has no such row. Check names and period.",
);

/// The duals of one leaf under reading.
struct Reading<'r, 'a> {
    rows: &'r Rows<'a>,
    leaf: usize,
    prices: Prices<'a>,
    places: Vec<BTreeMap<&'a WorkplaceId, i128>>,
    taught: Vec<BTreeMap<(&'a WorkplaceId, &'a DepartmentId), i128>>,
    /// By period, with the row that says it.
    needs: Vec<BTreeMap<&'a NeedId, (i128, &'a Row)>>,
    shares: Vec<BTreeMap<&'a AreaId, i128>>,
    /// What each of a household pays by area, the couple in order of ids.
    households: BTreeMap<(&'a PersonId, &'a PersonId, usize), [ByArea<'a>; 2]>,
    findings: Vec<Finding>,
}

impl<'a> Reading<'_, 'a> {
    fn refuse(&mut self, row: &Row, code: &'static str, (ja, en): Words) {
        let name = serde_json::to_string(row).unwrap_or_default();
        let leaf = self.leaf + 1;
        self.findings.push(Finding::new(
            code,
            format!("葉 {leaf} の {name}：{ja}"),
            format!("Leaf {leaf}, {name}: {en}"),
        ));
    }

    fn take(&mut self, row: &'a Row, dual: i128) {
        let taken = match row {
            Row::Post { post, period } => self.post(post, *period, dual),
            Row::Place { workplace, period } => self.place(workplace, *period, dual),
            Row::Instructors { workplace, department, period } => {
                self.instructors(workplace, department, *period, dual)
            }
            Row::Need { need, period } => self.need(row, need, *period, dual),
            Row::WorstShare { area, period } => self.share(area, *period, dual),
            Row::Household { person, partner, area, period } => {
                self.household((person, partner), area.as_ref(), *period, dual)
            }
        };
        match taken {
            Some(Ok(())) => {}
            Some(Err(words)) => self.refuse(row, "certificate-dual", words),
            None => self.refuse(row, "certificate-unknown-row", WORDS_UNKNOWN),
        }
    }

    fn post(&mut self, id: &kernel::PostId, month: YearMonth, dual: i128) -> Option<Result<(), Words>> {
        let (ground, period) = (self.rows.ground, self.rows.period(month)?);
        let number = *ground.posts.get(id)?;
        let post = &ground.problem.posts[number];
        if dual > 0 {
            return Some(Err(WORDS_ROOM));
        }
        self.prices.percent[period][number] -= dual;
        self.prices.constant += dual * 100 * i128::from(post.most);
        Some(Ok(()))
    }

    fn place(&mut self, id: &'a WorkplaceId, month: YearMonth, dual: i128) -> Option<Result<(), Words>> {
        let period = self.rows.period(month)?;
        let most = *self.rows.limits.get(&(id, period))?;
        if dual > 0 {
            return Some(Err(WORDS_ROOM));
        }
        self.places[period].insert(id, -dual);
        self.prices.constant += dual * 100 * i128::from(most);
        Some(Ok(()))
    }

    fn instructors(
        &mut self,
        workplace: &'a WorkplaceId,
        department: &'a DepartmentId,
        month: YearMonth,
        dual: i128,
    ) -> Option<Result<(), Words>> {
        let period = self.rows.period(month)?;
        let (ratio, own) = self.rows.instructors(workplace, department, period)?;
        if dual > 0 {
            return Some(Err(WORDS_ROOM));
        }
        self.taught[period].insert((workplace, department), -dual);
        let given = self.prices.instructor[period].entry(workplace).or_default();
        given.push((department, dual * 100 * ratio));
        self.prices.constant += dual * 100 * ratio * own;
        Some(Ok(()))
    }

    fn need(&mut self, row: &'a Row, id: &NeedId, month: YearMonth, dual: i128) -> Option<Result<(), Words>> {
        let period = self.rows.period(month)?;
        let need = self.rows.needs.get(id).filter(|need| need.span.covers(self.rows.span(period)))?;
        // What is beyond the price is seen once the area's shares are known.
        if dual < 0 {
            return Some(Err(WORDS_NEED));
        }
        self.needs[period].insert(&need.id, (dual, row));
        Some(Ok(()))
    }

    fn share(&mut self, area: &'a AreaId, month: YearMonth, dual: i128) -> Option<Result<(), Words>> {
        let period = self.rows.period(month)?;
        let areas = &self.rows.ground.problem.tables.areas;
        let (area, of) = areas.get_key_value(area)?;
        // The worst share of each prefecture has its price.
        let together = |other: &AreaId| areas.get(other).is_some_and(|area| area.prefecture == of.prefecture);
        let so_far = self.shares[period].iter().filter(|(other, _)| together(other));
        let so_far: i128 = so_far.map(|(_, dual)| dual).sum();
        if dual < 0 || so_far + dual > self.rows.scaled(period, self.rows.ground.problem.rates.worst_share) {
            return Some(Err(WORDS_SHARE));
        }
        self.shares[period].insert(area, dual);
        Some(Ok(()))
    }

    fn household(
        &mut self,
        (person, partner): (&'a PersonId, &'a PersonId),
        area: Option<&'a AreaId>,
        month: YearMonth,
        dual: i128,
    ) -> Option<Result<(), Words>> {
        let period = self.rows.period(month)?;
        let times = *self.rows.households.get(&(person.min(partner), person.max(partner)))?;
        if area.is_some_and(|area| !self.rows.ground.problem.tables.areas.contains_key(area)) {
            return None;
        }
        if dual.abs() > times * self.rows.scaled(period, self.rows.ground.problem.rates.couple_apart) {
            return Some(Err(WORDS_HOUSEHOLD));
        }
        let pair = (person.min(partner), person.max(partner), period);
        let side = usize::from(person > partner);
        self.households.entry(pair).or_default()[side].insert(area, -dual);
        *self.prices.household.entry((person, period)).or_default().entry(area).or_default() -= dual;
        Some(Ok(()))
    }

    fn finish(mut self) -> Result<Prices<'a>, Vec<Finding>> {
        for period in 0..self.needs.len() {
            self.shortages(period);
            self.staffing(period);
        }
        self.prices.constant +=
            self.households.iter().map(|(pair, paid)| self.apart(*pair, paid)).sum::<i128>();
        if self.findings.is_empty() { Ok(self.prices) } else { Err(self.findings) }
    }

    /// What the need lines of a period come to: the heads needed at their duals, and the least that shortage can cost
    /// net of them.
    fn shortages(&mut self, period: usize) {
        let rows = self.rows;
        let span = rows.span(period);
        let shared = |need: &&Need| need.level == NeedLevel::Wanted && need.span.covers(span);
        let mut areas: BTreeMap<&AreaId, Vec<(i128, u64)>> = BTreeMap::new();
        for need in rows.ground.problem.needs.iter().filter(shared) {
            if let NeedPlace::Area(area) = &need.at {
                let dual = self.needs[period].get(&need.id).map_or(0, |(dual, _)| *dual);
                let rate = rows.scaled(period, need.price) - 100 * dual;
                areas.entry(area).or_default().push((rate, 100 * u64::from(need.heads)));
            }
        }
        let steps = rows.ground.problem.rates.share_steps.iter();
        let steps: Vec<_> = steps.map(|step| (*step, rows.scaled(period, step.price))).collect();
        let all_steps: i128 = steps.iter().map(|(_, price)| price).sum();
        let duals: Vec<_> = self.needs[period].iter().map(|(id, (dual, row))| (*id, *dual, *row)).collect();
        for (id, dual, row) in duals {
            let need = rows.needs[id];
            let spared = match &need.at {
                NeedPlace::Area(area) if shared(&need) => {
                    let per_mille = self.shares[period].get(area).copied().unwrap_or(0);
                    // One percent of a head less is that much per mille at most.
                    let steepest = 1000_u64.div_ceil(100 * u64::from(need.heads).max(1));
                    100 * per_mille * i128::from(steepest) + all_steps
                }
                _ => 0,
            };
            if 100 * dual > rows.scaled(period, need.price) + spared {
                self.refuse(row, "certificate-dual", WORDS_NEED);
            }
            self.prices.constant += dual * 100 * i128::from(need.heads);
        }
        for (area, lines) in areas {
            let per_mille = self.shares[period].get(area).copied().unwrap_or(0);
            self.prices.constant += AreaShortage::new(lines, per_mille, &steps).least();
        }
    }

    /// What a percent of a head costs at each post that is offered in a period.
    fn staffing(&mut self, period: usize) {
        let ground = self.rows.ground;
        let mut needs: BTreeMap<Option<&DepartmentId>, Vec<(&Need, i128)>> = BTreeMap::new();
        for (id, (dual, _)) in &self.needs[period] {
            let need = self.rows.needs[*id];
            needs.entry(need.department.as_ref()).or_default().push((need, *dual));
        }
        let single = ground.offers[period].iter().filter(|offer| offer.pattern.is_none());
        for (number, part) in single.flat_map(|offer| &offer.parts) {
            let of = [Some(part.department), None];
            let asked = of.iter().filter_map(|department| needs.get(department)).flatten();
            let met = asked.filter(|(need, _)| meets(ground.problem, need, part.workplace, part.department));
            let spared: i128 = met.map(|(_, dual)| dual).sum();
            let place = self.places[period].get(part.workplace).copied().unwrap_or(0);
            self.prices.percent[period][*number] += place - spared;
            let taught = self.taught[period].get(&(part.workplace, part.department));
            self.prices.trainee[period][*number] += taught.copied().unwrap_or(0);
        }
    }

    /// The least that a household costs beyond what both of them pay, wherever they are. Who is not posted pays nothing
    /// and costs nothing, as nobody does better in an area that no dual names.
    fn apart(
        &self,
        (one, other, period): (&PersonId, &PersonId, usize),
        [here, there]: &[ByArea<'_>; 2],
    ) -> i128 {
        let problem = self.rows.ground.problem;
        let times = self.rows.households.get(&(one, other)).copied().unwrap_or(0);
        let price = times * self.rows.scaled(period, problem.rates.couple_apart);
        let mut least = 0;
        for (near, paid_here) in here {
            least = least.min(-paid_here);
            for (far, paid_there) in there {
                let apart = if within_reach(problem, *near, *far) { 0 } else { price };
                least = least.min(apart - paid_here - paid_there);
            }
        }
        there.values().fold(least, |least, paid| least.min(-paid))
    }
}
