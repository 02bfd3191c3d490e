//! The commands, one file each. `run` parses, does, says, and turns the outcome into the exit code.

mod bench;
mod check;
mod demo;
mod office;
mod plan;
mod replan;
mod rules;
mod schema;
mod template;
mod usage;
mod why;
mod why_not;

pub use office::Found;

use std::{ffi::OsString, process::ExitCode};

use crate::{
    cli::{self, Request},
    output::{Format, Speaker},
    trouble::Trouble,
};

/// How a command ended that did its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing to complain of.
    Fine,
    /// It found something wrong in what it was given.
    Findings,
    /// It proved that what is asked for does not exist.
    Impossible,
}

/// Runs the command line and gives the exit code: 0 fine, 1 findings, 2 usage or input, 3 fault, 130 interrupted.
pub fn run(args: Vec<OsString>) -> ExitCode {
    let lang = cli::language(&args, |name| std::env::var(name).ok());
    let matches = match cli::command(lang).try_get_matches_from(&args) {
        Ok(matches) => matches,
        Err(error) => return usage::answer(&error, lang, &args),
    };
    let json = matches.get_one::<String>("format").is_some_and(|format| format == "json");
    let speaker = Speaker { lang, format: if json { Format::Json } else { Format::Text } };
    let Some(request) = cli::request(&matches) else {
        return ExitCode::from(2);
    };
    match carry_out(request, speaker) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Findings) => ExitCode::from(1),
        Ok(Outcome::Impossible) => ExitCode::from(2),
        Err(trouble) => {
            speaker.trouble(&trouble);
            ExitCode::from(trouble.exit_code())
        }
    }
}

fn carry_out(request: Request, speaker: Speaker) -> Result<Outcome, Trouble> {
    match request {
        Request::Plan(asked) => plan::run(&asked, speaker),
        Request::Replan(asked) => replan::run(&asked, speaker),
        Request::Bench(asked) => Ok(bench::ppp(&asked, speaker)),
        Request::Check { input, plan, editions } => {
            check::run(&input, plan.as_deref(), editions.as_deref(), speaker)
        }
        Request::Why(asked) => why::run(&asked, speaker),
        Request::WhyNot { asked, at } => why_not::run(&asked, &at, speaker),
        Request::Demo { name, out } => demo::run(&name, out, speaker),
        Request::Lint(paths) => rules::lint(&paths, speaker),
        Request::Explain { edition, editions } => rules::explain(&edition, editions.as_deref(), speaker),
        Request::Template(out) => template::run(out, speaker),
        Request::Schema(of) => schema::run(&of, speaker),
        Request::Office(asked) => office::run(&asked, speaker),
    }
}
