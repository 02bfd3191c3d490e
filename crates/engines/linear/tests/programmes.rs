//! A linear programme that grows, an integer one, and what contradicts itself.
#![allow(clippy::float_arithmetic, reason = "answers of a solver are compared as what they are")]

use linear::{Integer, Limits, Programme, Trouble, integer};

const LIMITS: Limits =
    Limits { nodes: 1_000, stalled: 1_000, below: f64::INFINITY, heuristics: true, patience: None };

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
    let mut programme = Integer::default();
    let columns = [-5.0, -4.0, -3.0].map(|cost| programme.add_column(cost, 0.0, 1.0, true));
    programme.add_row(f64::NEG_INFINITY, 4.0, columns.into_iter().zip([3.0, 2.0, 2.0]).collect());
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
