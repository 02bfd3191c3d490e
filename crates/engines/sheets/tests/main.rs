//! Tests of the workbooks and CSV files.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod tables;
