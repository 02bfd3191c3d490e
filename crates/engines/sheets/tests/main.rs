//! Tests of the workbooks and CSV files.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod csv;
mod example;
mod habits;
mod hostile;
mod officials;
mod plan_csv;
mod plan_sample;
mod plan_workbook;
mod round_trip;
mod tables;
mod to_problem;
