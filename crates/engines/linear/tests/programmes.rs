//! A linear programme that grows, and what contradicts itself.
#![allow(clippy::float_arithmetic, reason = "answers of a solver are compared as what they are")]

use linear::{Programme, Trouble};

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
fn a_contradiction_is_said() {
    let mut programme = Programme::default();
    let column = programme.add_column(1.0, 0.0, 1.0, &[]).expect("a column");
    programme.add_row(2.0, 3.0, &[(column, 1.0)]).expect("a row");
    assert_eq!(programme.solve(), Err(Trouble::Infeasible));
}
