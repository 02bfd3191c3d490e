//! Tests of the workbooks and CSV files.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod plan_csv;
mod plan_sample;
mod plan_workbook;
mod tables;
