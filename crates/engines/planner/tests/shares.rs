//! Worst shares: an area lacks whole heads where all work whole ones, so levels of its share are few, and what a mix of
//! careers lets areas lack is paid for by levels.

use checker::check;
use planner::{
    Go, Limits,
    columns::{
        decided::DecidedShare,
        shares::{Level, Shares, permille},
    },
    plan,
};
use problem::{Need, NeedLevel, NeedPlace, Problem};

use crate::town::{Dice, a, bind, counting, edition, rule, span, town};

/// Three heads wanted in one area, and two in another.
fn of_heads() -> Shares {
    let mut shares = Shares::new(0, 7);
    shares.add(4, 0, 300);
    shares.add(5, 1, 200);
    shares.come_in(|_| 100);
    shares
}

#[test]
fn levels_are_where_another_head_may_be_missing() {
    let level = |permille, free: [i64; 2]| Level { permille, free: free.to_vec() };
    let all = [
        level(0, [0, 0]),
        level(334, [100, 0]),
        level(500, [100, 100]),
        level(667, [200, 100]),
        level(1000, [300, 200]),
    ];
    assert_eq!(of_heads().levels(), all);
    for missing in 0..=3 {
        let share = permille(100 * missing, 300);
        let first = all.iter().find(|level| level.free[0] >= 100 * missing).unwrap();
        assert!(first.permille <= share);
    }
}

#[test]
fn what_is_missing_is_on_the_lowest_level_that_lets_it() {
    let shares = of_heads();
    for (missing, level) in [([0, 0], 0), ([100, 0], 1), ([0, 100], 2), ([200, 100], 3), ([100, 200], 4)] {
        assert_eq!(shares.level(&missing), level, "{missing:?}");
        assert_eq!(shares.above(&missing, level).count(), 0, "{missing:?}");
        assert!(level == 0 || shares.above(&missing, level - 1).count() > 0, "{missing:?}");
    }
    // A head less of either, and the share is lower.
    assert_eq!(shares.above(&[200, 200], 2).collect::<Vec<_>>(), [0, 1]);
}

#[test]
fn charges_pay_for_the_cheapest_level() {
    let shares = of_heads();
    // A head that is missing of either is charged 100 times as much.
    let costs = |charges: [i64; 2]| {
        let all = shares.levels().iter().map(|level| {
            let given = charges[0] * level.free[0] + charges[1] * level.free[1];
            i128::from(7 * level.permille - given)
        });
        all.min().unwrap()
    };
    for charges in [[0, 0], [10, 0], [30, 30], [20, 70], [100, 100]] {
        assert_eq!(shares.held(&charges), costs(charges), "{charges:?}");
    }
    let low = DecidedShare { group: 0, level: 1, period: 0, area: 4, permille: 499, so: true };
    let high = DecidedShare { so: false, ..low };
    assert_eq!((low.within(0..5), high.within(0..5)), (0..2, 2..5));
    for charges in [[30, 30], [100, 100]] {
        let sides = [low, high].map(|side| shares.held_within(&charges, side.within(0..5)));
        assert_eq!(sides.into_iter().min(), Some(shares.held(&charges)), "{charges:?}");
    }
    assert_eq!(shares.no_higher_than(low, 1).map(|of| of.permille), Some(499));
    assert_eq!(shares.no_higher_than(low, 4), None);
}

#[test]
fn levels_that_no_plan_of_these_people_has_are_not_bought() {
    let shares = of_heads();
    // One head of the first area is missing whatever they do, and nothing more can be.
    assert_eq!(shares.possible(&[100, 0], &[false, true]), 1..2);
    assert_eq!(shares.possible(&[300, 200], &[true, true]), 0..5);
    assert_eq!(shares.possible(&[300, 100], &[true, false]), 2..5);
}

/// Some people, and one head wanted in each of two areas at a price that only shares add to.
fn few_heads(seed: u64) -> Problem {
    let mut dice = Dice(seed);
    let mut problem = town(&mut dice);
    let rules = rule("owed", "months-owed", "owed = 108\nat = { in-prefecture = true }");
    let edition = edition(&counting(&mut dice), &rules);
    bind(&mut dice, &mut problem, &edition);
    for number in 1..4 {
        let mut another = town(&mut dice);
        bind(&mut dice, &mut another, &edition);
        let mut person = another.people.remove(0);
        person.career.person = a(&format!("hito-{number}"));
        problem.people.push(person);
    }
    let need = |id: &str, heads| Need {
        id: a(id),
        level: NeedLevel::Wanted,
        at: NeedPlace::Area(a(id)),
        department: None,
        span: span("2020-04", "2040-04"),
        heads,
        price: 10,
    };
    problem.needs = vec![need("hills", 2), need("plain", 3)];
    problem.rates.worst_share = 9;
    problem
}

#[test]
fn no_bound_passes_a_plan_where_the_worst_share_has_a_price() {
    let mut proven = 0;
    for seed in 0..12 {
        let problem = few_heads(seed);
        let limits = Limits { work: 10_000, seed: 3, ..Limits::default() };
        let planned = planner::planned(&problem, &limits, &mut |_| Go::On).unwrap();
        assert!(check(&problem, &planned.plan).accepts(), "seed {seed}");
        assert_eq!(plan(&problem, &limits, &mut |_| Go::On).unwrap(), planned.plan, "seed {seed}");
        let (total, bound) = (planned.plan.objective.total, planned.plan.bound.unwrap());
        assert!(bound <= total, "seed {seed}: {bound} is proven of {total}");
        let certificate = planned.certificate.unwrap();
        let certified = checker::bound(&problem, &certificate).map(|of| of.certified);
        assert!(certified.as_ref().is_ok_and(|certified| *certified <= total), "seed {seed}: {certified:?}");
        proven += usize::from(bound == total);
    }
    assert!(proven > 0, "none is proven");
}
