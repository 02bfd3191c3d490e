//! Writes the workbook of a made-up plan, to be looked at: `cargo run -p sheets --example plan_workbook -- plan.xlsx [en]`.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "an example may stop where it stands and say so"
)]

#[path = "../tests/plan_sample.rs"]
mod plan_sample;

use kernel::Lang;
use sheets::{Checked, PlanView, plan_workbook};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().unwrap_or_else(|| "plan.xlsx".to_owned());
    let lang = if arguments.next().as_deref() == Some("en") { Lang::En } else { Lang::Ja };
    let mut sample = plan_sample::sample();
    sample.problem.previous = plan_sample::published();
    let view = PlanView {
        problem: &sample.problem,
        plan: &sample.plan,
        editions: &sample.editions,
        verdicts: &sample.now,
        verdicts_at_end: &sample.end,
        checked: Some(Checked { feasible: true, objective: &sample.plan.objective, findings: &[] }),
        previous: None,
    };
    std::fs::write(&path, plan_workbook(&view, lang).unwrap()).unwrap();
    println!("{path}");
}
