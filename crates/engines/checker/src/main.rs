//! `tsunagu-checker PROBLEM.json PLAN.json [--lang ja|en] [--format text|json]`: checks a plan without any solver.
//!
//! Exit code 0: the plan is feasible, and all it says of itself is true. 1: not so. 2: a document cannot be read.

use std::{env, fs, process::ExitCode};

use kernel::Lang;
use problem::{Finding, Plan, Problem};

const USAGE: &str = "tsunagu-checker PROBLEM.json PLAN.json [--lang ja|en] [--format text|json]";

struct Arguments {
    problem: String,
    plan: String,
    lang: Lang,
    json: bool,
}

#[expect(clippy::print_stdout, reason = "a program of its own speaks on stdout")]
fn main() -> ExitCode {
    let Some(arguments) = arguments(env::args().skip(1)) else {
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

/// The command line; none where it cannot be understood.
fn arguments(mut words: impl Iterator<Item = String>) -> Option<Arguments> {
    let (mut files, mut lang, mut json) = (Vec::new(), Lang::Ja, false);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--lang" => match words.next()?.as_str() {
                "ja" => lang = Lang::Ja,
                "en" => lang = Lang::En,
                _ => return None,
            },
            "--format" => match words.next()?.as_str() {
                "json" => json = true,
                "text" => json = false,
                _ => return None,
            },
            option if option.starts_with("--") => return None,
            file => files.push(file.to_owned()),
        }
    }
    let [problem, plan] = <[String; 2]>::try_from(files).ok()?;
    Some(Arguments { problem, plan, lang, json })
}

/// The report as text, and whether the plan is accepted; otherwise why a document cannot be read.
fn checked(arguments: &Arguments) -> Result<(String, bool), String> {
    let Arguments { lang, .. } = *arguments;
    let problem = read(&arguments.problem, lang, Problem::from_json)?;
    let plan = read(&arguments.plan, lang, Plan::from_json)?;
    let report = checker::check(&problem, &plan);
    let text = if arguments.json {
        serde_json::to_string_pretty(&report).map_err(|fault| fault.to_string())?
    } else {
        report.prose(lang)
    };
    Ok((text, report.accepts()))
}

fn read<T>(file: &str, lang: Lang, document: impl Fn(&[u8]) -> Result<T, Vec<Finding>>) -> Result<T, String> {
    let bytes = fs::read(file).map_err(|fault| match lang {
        Lang::Ja => format!("{file}: 読めません（{fault}）。ファイルの場所を確かめてください。"),
        Lang::En => format!("{file}: cannot be read ({fault}). Check where the file lies."),
    })?;
    document(&bytes).map_err(|findings| {
        let line = |finding: &Finding| {
            // What is no document at all says its line itself.
            let at = if finding.code.starts_with("document-") { "" } else { finding.at.as_str() };
            let gap = if at.is_empty() { "" } else { ": " };
            format!("{file}: {at}{gap}{}", finding.message.get(lang))
        };
        findings.iter().map(line).collect::<Vec<_>>().join("\n")
    })
}
