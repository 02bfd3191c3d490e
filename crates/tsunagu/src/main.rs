//! `tsunagu`: from a prefecture's own workbook to a rule-checked placement plan.

use std::process::ExitCode;

fn main() -> ExitCode {
    tsunagu::commands::run(std::env::args_os().collect())
}
