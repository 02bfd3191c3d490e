//! What duals mean: what each percent of a head costs whom, and what the rows come to by themselves.
//!
//! Every shared cost and limit is held from below by `dual × amount`, summed over people, and a constant; the constant is
//! the least that the row itself can cost beyond that, over all it could hold. Duals of the shares of an area make what
//! is missing of its lines dearer, so that each line stands alone.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{AreaId, DepartmentId, PersonId, PrefectureId, WorkplaceId};

use super::{
    ground::Ground,
    rows::{Duals, Key, Rows},
    shares::{Limit, Limits},
};
use crate::objective::moves::within_reach;

/// Something that has a price: the first number is the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cell<'a> {
    /// A percent of a head at a post.
    Percent(usize, usize),
    /// The same for a trainee, on top.
    Trainee(usize, usize),
    /// Somebody at the workplace who instructs the department (less than nothing).
    Instructor(usize, &'a WorkplaceId, &'a DepartmentId),
    /// The person's being posted in an area; none: at a place in no area.
    Household(usize, &'a PersonId, Option<&'a AreaId>),
}

/// What posting somebody costs, by area; none: at a place in no area.
pub(super) type ByArea<'a> = BTreeMap<Option<&'a AreaId>, i128>;

/// Prices, in parts of a point.
#[derive(Clone, Debug, Default)]
pub(super) struct Prices<'a> {
    /// By period and post: what a percent of a head costs.
    pub percent: Vec<Vec<i128>>,
    /// By period and post: what it costs on top for a trainee.
    pub trainee: Vec<Vec<i128>>,
    /// By period and workplace: what somebody who instructs the department there costs (less than nothing).
    pub instructor: Vec<BTreeMap<&'a WorkplaceId, BTreeMap<&'a DepartmentId, i128>>>,
    /// By person and period: what being posted in an area costs.
    pub household: BTreeMap<(&'a PersonId, usize), ByArea<'a>>,
}

/// How prices and the constant change with some of the duals.
#[derive(Clone, Debug, Default)]
pub(super) struct Shift<'a> {
    pub cells: BTreeMap<Cell<'a>, i128>,
    pub constant: i128,
}

/// Rows whose constant is worked out together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit<'a> {
    Alone(Key<'a>),
    /// Lines, steps and worst share of an area in a period.
    Area(usize, &'a AreaId),
    /// The worst share of a prefecture in a period.
    Shares(usize, Option<&'a PrefectureId>),
    /// The two in order of ids.
    Household(usize, &'a PersonId, &'a PersonId),
}

impl<'a> Prices<'a> {
    /// Everything that is shared is free.
    pub fn nothing(ground: &Ground<'_>) -> Self {
        let empty = vec![vec![0; ground.problem.posts.len()]; ground.periods()];
        let instructor = vec![BTreeMap::new(); ground.periods()];
        Self { percent: empty.clone(), trainee: empty, instructor, household: BTreeMap::new() }
    }

    /// Makes things dearer, or cheaper: so many times each change.
    pub fn change(&mut self, cells: &BTreeMap<Cell<'a>, i128>, times: i128) {
        for (cell, change) in cells {
            *self.at(*cell) += times * change;
        }
    }

    fn at(&mut self, cell: Cell<'a>) -> &mut i128 {
        match cell {
            Cell::Percent(period, post) => &mut self.percent[period][post],
            Cell::Trainee(period, post) => &mut self.trainee[period][post],
            Cell::Instructor(period, workplace, department) => {
                self.instructor[period].entry(workplace).or_default().entry(department).or_default()
            }
            Cell::Household(period, person, area) => {
                self.household.entry((person, period)).or_default().entry(area).or_default()
            }
        }
    }
}

impl<'a> Shift<'a> {
    /// From some duals to those duals with others in their place, and more decided of worst shares.
    pub fn new(
        rows: &Rows<'a>,
        (from, known): (&Duals<'a>, &Limits<'a>),
        (over, limits): (&Duals<'a>, &Limits<'a>),
    ) -> Self {
        let before = |key: Key<'a>| from.get(&key).copied().unwrap_or(0);
        let after = |key: Key<'a>| over.get(&key).copied().unwrap_or_else(|| before(key));
        let mut shift = Self::default();
        let mut units = BTreeSet::new();
        for (key, dual) in over {
            units.extend(units_of(rows, *key));
            let more = dual - before(*key);
            for (cell, coefficient) in effects(rows, *key) {
                *shift.cells.entry(cell).or_default() += coefficient * more;
            }
        }
        units.extend(limits.keys().map(|(period, prefecture)| Unit::Shares(*period, *prefecture)));
        let limit = |of: &Limits<'a>, unit: &Unit<'a>| match unit {
            Unit::Shares(period, prefecture) => of.get(&(*period, *prefecture)).copied().unwrap_or_default(),
            _ => Limit::default(),
        };
        let difference = |unit: &Unit<'a>| {
            let (known, more) = (limit(known, unit), limit(limits, unit));
            constant(rows, *unit, known.and(more), &after) - constant(rows, *unit, known, &before)
        };
        shift.constant = units.iter().map(difference).sum();
        shift
    }

    /// The lower of two changes of each thing; what one does not name it does not change.
    pub fn lower(
        mut one: BTreeMap<Cell<'a>, i128>,
        other: BTreeMap<Cell<'a>, i128>,
    ) -> BTreeMap<Cell<'a>, i128> {
        one.iter_mut().for_each(|(cell, change)| {
            *change = (*change).min(other.get(cell).copied().unwrap_or(0));
        });
        for (cell, change) in other {
            one.entry(cell).or_insert(change.min(0));
        }
        one
    }
}

/// What a row's constants are worked out with.
pub(super) fn units_of<'a>(rows: &Rows<'a>, key: Key<'a>) -> impl Iterator<Item = Unit<'a>> {
    let shares = match key {
        Key::WorstShare(period, area) => Some(Unit::Shares(period, rows.prefecture_of(area))),
        _ => None,
    };
    [unit(rows, key)].into_iter().chain(shares)
}

fn unit<'a>(rows: &Rows<'a>, key: Key<'a>) -> Unit<'a> {
    match key {
        Key::Need(period, need) => match rows.area_of(need) {
            Some(area) => Unit::Area(period, area),
            None => Unit::Alone(key),
        },
        Key::Step(period, area, _) | Key::WorstShare(period, area) => Unit::Area(period, area),
        Key::Household(period, one, other, _) => Unit::Household(period, one.min(other), one.max(other)),
        Key::Post(..) | Key::Place(..) | Key::Instructors(..) => Unit::Alone(key),
    }
}

/// What has a price by a row, and how many times its dual.
fn effects<'a>(rows: &Rows<'a>, key: Key<'a>) -> Vec<(Cell<'a>, i128)> {
    let offered = &rows.offered[key.period()];
    let percent = |period: usize, posts: Option<&Vec<usize>>| {
        posts.into_iter().flatten().map(|post| (Cell::Percent(period, *post), -1)).collect::<Vec<_>>()
    };
    match key {
        Key::Post(period, post) => vec![(Cell::Percent(period, post), -1)],
        Key::Place(period, workplace) => percent(period, offered.at.get(workplace)),
        Key::Need(period, need) => percent(period, offered.met.get(&need)),
        Key::Instructors(period, workplace, department) => {
            let posts = offered.taught.get(&(workplace, department)).into_iter().flatten();
            let trainees = posts.map(|post| (Cell::Trainee(period, *post), -1));
            let ratio = rows.instructors(period, workplace, department).map_or(0, |(ratio, _)| ratio);
            let given = (Cell::Instructor(period, workplace, department), 100 * ratio);
            trainees.chain([given]).collect()
        }
        Key::Household(period, person, _, area) => vec![(Cell::Household(period, person, area), -1)],
        Key::Step(..) | Key::WorstShare(..) => Vec::new(),
    }
}

/// What rows come to by themselves at duals.
fn constant<'a>(rows: &Rows<'a>, unit: Unit<'a>, limit: Limit, dual: &dyn Fn(Key<'a>) -> i128) -> i128 {
    match unit {
        Unit::Area(period, area) => of_area(rows, (period, area), dual),
        Unit::Shares(period, prefecture) => {
            let price = rows.scaled(period, rows.ground.problem.rates.worst_share);
            let shares = rows.offered[period].shares.get(&prefecture);
            shares.map_or(0, |shares| shares.least(price, limit, |area| dual(Key::WorstShare(period, area))))
        }
        Unit::Household(period, one, other) => of_household(rows, (period, one, other), dual),
        Unit::Alone(key @ Key::Need(period, need)) => line(rows, (period, need), dual(key), 0),
        Unit::Alone(key) => {
            let room = match key {
                Key::Post(_, post) => i128::from(rows.ground.problem.posts[post].most),
                Key::Place(period, workplace) => rows.limit(period, workplace).map_or(0, i128::from),
                Key::Instructors(period, workplace, department) => {
                    let known = rows.instructors(period, workplace, department);
                    known.map_or(0, |(ratio, own)| ratio * own)
                }
                _ => 0,
            };
            dual(key) * 100 * room
        }
    }
}

/// The heads that a line asks for at its dual, and the least that going without can cost net of it. `fairness`: what a
/// percent less costs beside its own price.
fn line(rows: &Rows<'_>, (period, need): (usize, usize), dual: i128, fairness: i128) -> i128 {
    let line = rows.need(need);
    let wanted = 100 * i128::from(line.heads);
    let a_head = rows.scaled(period, line.price) + 100 * (fairness - dual);
    dual * wanted + i128::from(line.heads) * a_head.min(0)
}

/// The lines of an area: each percent missing costs what the duals of its steps and of its worst share say, on top.
fn of_area<'a>(rows: &Rows<'a>, (period, area): (usize, &'a AreaId), dual: &dyn Fn(Key<'a>) -> i128) -> i128 {
    let Some(lines) = rows.offered[period].areas.get(area) else { return 0 };
    let permilles: BTreeSet<u32> =
        rows.ground.problem.rates.share_steps.iter().map(|step| step.permille).collect();
    let mut constant = 0;
    let mut fairness = dual(Key::WorstShare(period, area));
    for permille in permilles {
        let dual = dual(Key::Step(period, area, permille));
        fairness += dual;
        constant -= dual * rows.free(permille, lines.wanted).map_or(0, i128::from);
    }
    let of = |need: &usize| line(rows, (period, *need), dual(Key::Need(period, *need)), fairness);
    constant + lines.needs.iter().map(of).sum::<i128>()
}

/// The least that a household costs beyond what both of them pay, wherever they are. Who is not posted pays nothing
/// and costs nothing, as nobody does better in an area that no dual names.
fn of_household<'a>(
    rows: &Rows<'a>,
    (period, one, other): (usize, &'a PersonId, &'a PersonId),
    dual: &dyn Fn(Key<'a>) -> i128,
) -> i128 {
    let problem = rows.ground.problem;
    let price = rows.apart(period, (one, other)).unwrap_or(0);
    let areas = || problem.tables.areas.keys().map(Some).chain([None]);
    let paid = |person, partner| -> Vec<(Option<&'a AreaId>, i128)> {
        areas().map(|area| (area, -dual(Key::Household(period, person, partner, area)))).collect()
    };
    let (here, there) = (paid(one, other), paid(other, one));
    let mut least = 0;
    for (near, paid_here) in &here {
        least = least.min(-paid_here);
        for (far, paid_there) in &there {
            let apart = if within_reach(problem, *near, *far) { 0 } else { price };
            least = least.min(apart - paid_here - paid_there);
        }
    }
    there.iter().fold(least, |least, (_, paid)| least.min(-paid))
}
