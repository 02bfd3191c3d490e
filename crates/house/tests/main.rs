//! The house, inspected: one file per kind of rule.

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

mod arrows;
mod documents;
mod files;
mod repository;
mod tests;

use std::fmt::Write;

/// Fails with all findings at once and the one way to put them right.
fn expect_none(findings: Vec<String>, cure: &str) {
    let mut list = String::new();
    for finding in &findings {
        writeln!(list, "  {finding}").unwrap();
    }
    assert!(findings.is_empty(), "\n{list}Put it right: {cure}\n");
}
