//! `tsunagu-checker PROBLEM.json PLAN.json [--certificate FILE] [--lang ja|en] [--format text|json]`: checks a plan
//! without any solver, and how far a certificate proves it from the best.
//!
//! Exit code 0: the plan is feasible, and all that it and the certificate say is true. 1: not so. 2: a document cannot be
//! read.

use std::{env, fs, process::ExitCode};

use checker::{Certified, Report};
use kernel::Lang;
use problem::{Certificate, Finding, Plan, Problem};
use serde::Serialize;

const USAGE: &str =
    "tsunagu-checker PROBLEM.json PLAN.json [--certificate FILE] [--lang ja|en] [--format text|json]";

struct Arguments {
    problem: String,
    plan: String,
    certificate: Option<String>,
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
    let (mut files, mut certificate, mut lang, mut json) = (Vec::new(), None, Lang::Ja, false);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--lang" => match words.next()?.as_str() {
                "ja" => lang = Lang::Ja,
                "en" => lang = Lang::En,
                _ => return None,
            },
            "--certificate" => certificate = Some(words.next()?),
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
    Some(Arguments { problem, plan, certificate, lang, json })
}

/// All that is said in JSON.
#[derive(Serialize)]
struct Said<'a> {
    #[serde(flatten)]
    report: &'a Report,
    #[serde(skip_serializing_if = "Option::is_none")]
    certified: Option<&'a Certified>,
}

/// The report as text, and whether plan and certificate are accepted; otherwise why a document cannot be read.
fn checked(arguments: &Arguments) -> Result<(String, bool), String> {
    let Arguments { lang, .. } = *arguments;
    let problem = read(&arguments.problem, lang, Problem::from_json)?;
    let plan = read(&arguments.plan, lang, Plan::from_json)?;
    let named = arguments.certificate.as_ref();
    let certificate = named.map(|file| read(file, lang, Certificate::from_json)).transpose()?;
    let report = checker::check(&problem, &plan);
    let certified = certificate.map(|certificate| Certified::of(&problem, &report, &certificate));
    let text = if arguments.json {
        let said = Said { report: &report, certified: certified.as_ref() };
        serde_json::to_string_pretty(&said).map_err(|fault| fault.to_string())?
    } else {
        let proven = certified.iter().map(|certified| certified.prose(lang));
        [report.prose(lang)].into_iter().chain(proven).collect::<Vec<_>>().join("\n")
    };
    Ok((text, report.accepts() && certified.is_none_or(|certified| certified.accepts())))
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
