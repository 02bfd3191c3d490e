//! `tsunagu-checker PROBLEM.json PLAN.json [--lang ja|en] [--format text|json]`: checks a plan without any solver.
//!
//! Exit code 0: feasible, and all it claims is true. 1: not so. 2: a document cannot be read.

use std::{env, fs, process::ExitCode};

use kernel::Lang;
use problem::{Plan, Problem};

const USAGE: &str = "tsunagu-checker PROBLEM.json PLAN.json [--lang ja|en] [--format text|json]";

struct Arguments {
    files: Vec<String>,
    lang: Lang,
    json: bool,
}

#[expect(clippy::print_stdout, reason = "a program of its own speaks on stdout")]
fn main() -> ExitCode {
    let Some(arguments) = arguments() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match checked(&arguments) {
        Ok((text, accepted)) => {
            println!("{text}");
            ExitCode::from(u8::from(!accepted))
        }
        Err(text) => {
            eprintln!("{text}");
            ExitCode::from(2)
        }
    }
}

fn arguments() -> Option<Arguments> {
    let mut arguments = Arguments { files: Vec::new(), lang: Lang::Ja, json: false };
    let mut words = env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--lang" => {
                arguments.lang = match words.next()?.as_str() {
                    "ja" => Lang::Ja,
                    "en" => Lang::En,
                    _ => return None,
                }
            }
            "--format" => {
                arguments.json = match words.next()?.as_str() {
                    "json" => true,
                    "text" => false,
                    _ => return None,
                }
            }
            option if option.starts_with("--") => return None,
            file => arguments.files.push(file.to_owned()),
        }
    }
    (arguments.files.len() == 2).then_some(arguments)
}

fn checked(arguments: &Arguments) -> Result<(String, bool), String> {
    let read = |path: &String| fs::read(path).map_err(|fault| format!("{path}: {fault}"));
    let problem = Problem::from_json(&read(&arguments.files[0])?);
    let problem = problem.map_err(|findings| written(&arguments.files[0], &findings, arguments.lang))?;
    let plan = Plan::from_json(&read(&arguments.files[1])?);
    let plan = plan.map_err(|findings| written(&arguments.files[1], &findings, arguments.lang))?;
    let report = checker::check(&problem, &plan);
    let text = if arguments.json {
        serde_json::to_string_pretty(&report).map_err(|fault| fault.to_string())?
    } else {
        prose(&report, arguments.lang)
    };
    Ok((text, report.accepts()))
}

fn written(file: &str, findings: &[problem::Finding], lang: Lang) -> String {
    let lines = findings.iter().map(|finding| format!("{file}: {}: {}", finding.at, finding.message.get(lang)));
    lines.collect::<Vec<_>>().join("\n")
}

fn prose(report: &checker::Report, lang: Lang) -> String {
    let mut lines: Vec<String> = report
        .findings
        .iter()
        .map(|finding| {
            let person = finding.person.as_ref().map(|person| format!(" {person}")).unwrap_or_default();
            let period = finding.period.map(|period| format!(" [{period}]")).unwrap_or_default();
            format!("{}{person}{period}: {}", finding.code, finding.message.get(lang))
        })
        .collect();
    for (term, points) in &report.objective.terms {
        lines.push(format!("  {term:?}: {points}"));
    }
    let total = report.objective.total;
    lines.push(match (lang, report.accepts()) {
        (Lang::Ja, true) => format!("計画はすべての規則と定員を守っています。目的関数 {total}"),
        (Lang::Ja, false) => format!("計画に {} 件の誤りがあります。目的関数 {total}", report.findings.len()),
        (Lang::En, true) => format!("The plan keeps every rule and capacity. Objective {total}"),
        (Lang::En, false) => format!("The plan has {} findings. Objective {total}", report.findings.len()),
    });
    lines.join("\n")
}
