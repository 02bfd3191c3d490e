//! Who fills what: heads per workplace and department in each period, and every line of need against them.

use std::collections::BTreeMap;

use kernel::{AreaId, DepartmentId, FiscalYear, MonthSpan, WorkplaceId};
use problem::{Need, NeedLevel, NeedPlace, PlanPeriod, Problem};

use super::reading::Row;

/// Heads and needs of a plan. Heads are in percent of one full-time physician.
pub(crate) struct Coverage<'a> {
    /// Per period: percent of heads by workplace and department.
    staffed: Vec<BTreeMap<(&'a WorkplaceId, &'a DepartmentId), u32>>,
    /// Every need in every period in which it holds.
    pub lines: Vec<NeedLine<'a>>,
}

/// A need in a period.
#[derive(Clone, Copy)]
pub(crate) struct NeedLine<'a> {
    /// The need.
    pub need: &'a Need,
    /// Which period, from 0.
    pub period: usize,
    /// Percent of heads there.
    pub staffed: u32,
    /// Percent of heads missing.
    pub short: u32,
}

/// Demand and supply of an area's department in some time.
#[derive(Clone, Copy, Default)]
pub(crate) struct Balance {
    /// Percent of heads there.
    pub staffed: u64,
    /// Percent of heads asked for, at the highest line.
    pub needed: u64,
    /// Percent of heads missing.
    pub short: u64,
    /// Whether a minimum or critical line is missed.
    pub grave: bool,
}

impl Balance {
    /// Both together.
    pub fn plus(self, other: Self) -> Self {
        Self {
            staffed: self.staffed + other.staffed,
            needed: self.needed + other.needed,
            short: self.short + other.short,
            grave: self.grave || other.grave,
        }
    }
}

impl<'a> Coverage<'a> {
    /// Counts the heads of a plan and holds them against its needs.
    pub fn of(problem: &'a Problem, rows: &[Row<'a>]) -> Self {
        let mut staffed: Vec<BTreeMap<_, u32>> = vec![BTreeMap::new(); problem.horizon.len()];
        for row in rows {
            for (seat, filled) in row.seats.iter().zip(&mut staffed) {
                for part in seat.parts() {
                    *filled.entry((&part.post.workplace, &part.post.department)).or_default() += part.usage;
                }
            }
        }
        let mut coverage = Self { staffed, lines: Vec::new() };
        for need in &problem.needs {
            for (period, _) in problem.horizon.iter().enumerate().filter(|(_, period)| holds(need, period)) {
                let staffed = coverage.at(problem, period, &need.at, need.department.as_ref());
                let short = need.heads.saturating_mul(100).saturating_sub(staffed);
                coverage.lines.push(NeedLine { need, period, staffed, short });
            }
        }
        coverage
    }

    /// Percent of heads at a place in a period, of one department or of all.
    pub fn at(
        &self,
        problem: &Problem,
        period: usize,
        at: &NeedPlace,
        department: Option<&DepartmentId>,
    ) -> u32 {
        let Some(filled) = self.staffed.get(period) else { return 0 };
        let here = |workplace: &WorkplaceId| match at {
            NeedPlace::Workplace(place) => place == workplace,
            NeedPlace::Area(area) => problem
                .tables
                .workplaces
                .get(workplace)
                .is_some_and(|place| place.area.as_ref() == Some(area)),
        };
        let heads = filled.iter().filter(|((workplace, filled_department), _)| {
            department.is_none_or(|department| department == *filled_department) && here(workplace)
        });
        heads.map(|(_, heads)| *heads).sum()
    }

    /// Workplaces and departments that somebody fills at some time.
    pub fn filled(&self) -> impl Iterator<Item = (&'a WorkplaceId, &'a DepartmentId)> + '_ {
        self.staffed.iter().flat_map(|filled| filled.keys().copied())
    }

    /// Demand and supply of an area's department (all together without one) in a fiscal year, averaged over its months.
    pub fn balance(
        &self,
        problem: &Problem,
        area: &AreaId,
        department: Option<&DepartmentId>,
        year: FiscalYear,
    ) -> Option<Balance> {
        let (mut sum, mut months) = (Balance::default(), 0_u64);
        for (place, period) in problem.horizon.iter().enumerate() {
            let shared = shared_months(period.span, year.months());
            if shared == 0 {
                continue;
            }
            let here = self.in_period(problem, area, department, place);
            sum.staffed += here.staffed * shared;
            sum.needed += here.needed * shared;
            sum.short += here.short * shared;
            sum.grave |= here.grave;
            months += shared;
        }
        let average = |total: u64| (total + months / 2).checked_div(months);
        Some(Balance {
            staffed: average(sum.staffed)?,
            needed: average(sum.needed)?,
            short: average(sum.short)?,
            grave: sum.grave,
        })
    }

    fn in_period(
        &self,
        problem: &Problem,
        area: &AreaId,
        department: Option<&DepartmentId>,
        period: usize,
    ) -> Balance {
        let staffed = self.at(problem, period, &NeedPlace::Area(area.clone()), department);
        let mut by_place: BTreeMap<(&NeedPlace, Option<&DepartmentId>), (u64, u64)> = BTreeMap::new();
        let mut grave = false;
        for line in
            self.lines.iter().filter(|line| line.period == period && line.need.level != NeedLevel::Fairness)
        {
            let of_department = department.is_none_or(|wanted| line.need.department.as_ref() == Some(wanted));
            if !of_department || area_of(problem, &line.need.at) != Some(area) {
                continue;
            }
            let entry = by_place.entry((&line.need.at, line.need.department.as_ref())).or_default();
            entry.0 = entry.0.max(u64::from(line.need.heads) * 100);
            entry.1 = entry.1.max(u64::from(line.short));
            grave |= line.short > 0 && line.need.level != NeedLevel::Wanted;
        }
        let (of_area, of_places): (Vec<_>, Vec<_>) =
            by_place.into_iter().partition(|((at, _), _)| matches!(at, NeedPlace::Area(_)));
        let add = |lines: Vec<(_, (u64, u64))>| {
            lines.into_iter().fold((0, 0), |sum: (u64, u64), (_, line)| (sum.0 + line.0, sum.1 + line.1))
        };
        let (whole, parts) = (add(of_area), add(of_places));
        Balance { staffed: staffed.into(), needed: whole.0.max(parts.0), short: whole.1.max(parts.1), grave }
    }
}

/// Whether a need holds in a planning period: only in those that lie wholly within its months.
fn holds(need: &Need, period: &PlanPeriod) -> bool {
    need.span.covers(period.span)
}

fn shared_months(a: MonthSpan, b: MonthSpan) -> u64 {
    let from = a.from.max(b.from).index();
    let until = a.until.min(b.until).index();
    u64::try_from(until - from).unwrap_or(0)
}

/// The area a need lies in.
pub(crate) fn area_of<'p>(problem: &'p Problem, at: &'p NeedPlace) -> Option<&'p AreaId> {
    match at {
        NeedPlace::Area(area) => Some(area),
        NeedPlace::Workplace(place) => problem.tables.workplaces.get(place)?.area.as_ref(),
    }
}
