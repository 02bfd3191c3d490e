//! A linear programme that grows, an integer one, and what contradicts itself.

use linear::{Integer, Limits, Programme, Trouble, integer};

const LIMITS: Limits = Limits { nodes: 1_000, stalled: 1_000, below: f64::INFINITY, heuristics: true };

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-6
}

#[test]
fn a_programme_grows_between_solutions() {
    let mut programme = Programme::default();
    let row = programme.add_row(1.0, 1.0, &[]).expect("a row");
    programme.add_column(5.0, 0.0, f64::INFINITY, &[(row, 1.0)]).expect("a column");
    let first = programme.solve().expect("an optimum");
    assert!(near(first.cost, 5.0) && near(first.duals[row], 5.0));
    let cheap = programme.add_column(3.0, 0.0, f64::INFINITY, &[(row, 1.0)]).expect("a column");
    assert!(near(programme.solve().expect("an optimum").cost, 3.0));
    let room = programme.add_row(f64::NEG_INFINITY, 0.25, &[(cheap, 1.0)]).expect("a row");
    let last = programme.solve().expect("an optimum");
    assert!(near(last.cost, 4.5) && near(last.values[cheap], 0.25) && near(last.duals[room], -2.0));
}

#[test]
fn whole_columns_take_whole_values() {
    let programme = Integer {
        columns: vec![(-5.0, 0.0, 1.0, true), (-4.0, 0.0, 1.0, true), (-3.0, 0.0, 1.0, true)],
        rows: vec![(f64::NEG_INFINITY, 4.0, vec![(0, 3.0), (1, 2.0), (2, 2.0)])],
        start: None,
    };
    let answer = integer(&programme, LIMITS).expect("an answer");
    let (cost, values) = answer.best.expect("values");
    assert!(near(cost, -7.0) && near(answer.bound, -7.0));
    assert_eq!(values.iter().map(|value| value.round() as i32).collect::<Vec<_>>(), [0, 1, 1]);
}

#[test]
fn a_contradiction_is_said() {
    let mut programme = Programme::default();
    let column = programme.add_column(1.0, 0.0, 1.0, &[]).expect("a column");
    programme.add_row(2.0, 3.0, &[(column, 1.0)]).expect("a row");
    assert_eq!(programme.solve(), Err(Trouble::Infeasible));
}
