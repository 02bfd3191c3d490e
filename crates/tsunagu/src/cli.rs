//! The command line as its users read it: commands, options, help with examples, in Japanese and English.
//!
//! The language is found before anything is parsed, so that even a wrong argument is answered in it.

pub mod office;

use std::{ffi::OsString, path::PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, builder::PossibleValuesParser, value_parser};
use kernel::Lang;

use crate::words::help;

/// A search lasts at most a week.
pub(crate) const LONGEST_MINUTES: u64 = 7 * 24 * 60;

/// What is asked for.
#[derive(Clone, Debug)]
pub enum Request {
    /// Make a plan.
    Plan(PlanRequest),
    /// Plan anew after a change.
    Replan(ReplanRequest),
    /// Run an instance of the public benchmark.
    Bench(BenchRequest),
    /// Check an input, or a plan against it.
    Check {
        /// The workbook or problem.
        input: PathBuf,
        /// The plan.
        plan: Option<PathBuf>,
        /// Editions beside the shipped ones.
        editions: Option<PathBuf>,
    },
    /// Say why a plan has somebody where he is.
    Why(WhyRequest),
    /// Say what it would take to have somebody elsewhere.
    WhyNot {
        /// Of whom, and for whom.
        asked: WhyRequest,
        /// Where: a workplace's id, or `outside`.
        at: String,
    },
    /// Find what is wrong in edition files.
    Lint(Vec<PathBuf>),
    /// Print an edition as prose.
    Explain {
        /// Its id, or a file.
        edition: String,
        /// Editions beside the shipped ones.
        editions: Option<PathBuf>,
    },
    /// Print a schema.
    Schema(String),
    /// Write an empty workbook.
    Template(Option<PathBuf>),
    /// Look after an office.
    Office(office::OfficeRequest),
    /// Write a demonstration office.
    Demo {
        /// Which.
        name: String,
        /// Where to.
        out: Option<PathBuf>,
    },
}

/// What `plan` was asked for.
#[derive(Clone, Debug)]
pub struct PlanRequest {
    /// The workbook or problem.
    pub input: PathBuf,
    /// The plan workbook.
    pub out: Option<PathBuf>,
    /// The plan as a document.
    pub json: Option<PathBuf>,
    /// The problem as a document.
    pub problem: Option<PathBuf>,
    /// The postings as a table.
    pub csv: Option<PathBuf>,
    /// What proves how good the plan is.
    pub certificate: Option<PathBuf>,
    /// Stop after so many minutes.
    pub minutes: Option<u64>,
    /// Stop after so much work.
    pub work: Option<u64>,
    /// Seed of the search.
    pub seed: u64,
    /// Most memory for what the planner keeps, in MiB.
    pub memory: Option<u64>,
    /// Editions beside the shipped ones.
    pub editions: Option<PathBuf>,
    /// The plan published before.
    pub previous: Option<PathBuf>,
    /// The problem that it answers, where it is not this one.
    pub previous_problem: Option<PathBuf>,
}

/// What `replan` was asked for.
#[derive(Clone, Debug)]
pub struct ReplanRequest {
    /// The plan to keep, its limits and outputs. Its input is the problem that the plan before answers.
    pub plan: PlanRequest,
    /// The plan document before.
    pub before: PathBuf,
    /// The roster or problem as it is now.
    pub changed: Option<PathBuf>,
    /// Changes as they were typed.
    pub changes: TypedChanges,
}

/// Changes as they were typed, by kind.
#[derive(Clone, Debug, Default)]
pub struct TypedChanges {
    /// `PERSON=PLACE@MONTHS`
    pub pin: Vec<String>,
    /// `PERSON@MONTHS`
    pub leave: Vec<String>,
    /// `PERSON=WORKPLACE`
    pub refuse: Vec<String>,
    /// `PLACE@MONTH`
    pub close: Vec<String>,
}

/// What `why` and `why-not` were asked for.
#[derive(Clone, Debug)]
pub struct WhyRequest {
    /// The workbook or problem.
    pub input: PathBuf,
    /// The plan.
    pub plan: PathBuf,
    /// Whose posting: an id.
    pub person: String,
    /// A month of the period in question; none: every period.
    pub period: Option<String>,
    /// For the physician, who reads of no colleague.
    pub physician: bool,
    /// Editions beside the shipped ones.
    pub editions: Option<PathBuf>,
}

/// What `bench ppp` was asked for.
#[derive(Clone, Debug)]
pub struct BenchRequest {
    /// The instance, or a case that holds one.
    pub instance: PathBuf,
    /// The plan in the benchmark's own form.
    pub out: PathBuf,
    /// Stop after so many seconds.
    pub seconds: Option<u64>,
    /// Stop after so much work.
    pub work: Option<u64>,
    /// On so many threads. Nothing but time depends on it.
    pub threads: Option<u64>,
    /// Seed of the search.
    pub seed: u64,
    /// Most memory for what the planner keeps, in MiB.
    pub memory: Option<u64>,
}

/// The language: `--lang`, else `TSUNAGU_LANG`, else the locale, else Japanese.
pub fn language(args: &[OsString], variable: impl Fn(&str) -> Option<String>) -> Lang {
    let mut after_flag = false;
    for arg in args.iter().map(|arg| arg.to_string_lossy()) {
        let value = if after_flag { Some(arg.as_ref()) } else { arg.strip_prefix("--lang=") };
        if let Some(lang) = value.and_then(named) {
            return lang;
        }
        after_flag = arg == "--lang";
    }
    ["TSUNAGU_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| variable(name).filter(|value| !value.is_empty()))
        .find_map(|value| named(&value))
        .unwrap_or_default()
}

fn named(value: &str) -> Option<Lang> {
    match value.split(['_', '.', '-']).next() {
        Some("ja") => Some(Lang::Ja),
        Some("en") => Some(Lang::En),
        _ => None,
    }
}

/// The whole command line in one language.
pub fn command(lang: Lang) -> Command {
    let root = begin("tsunagu", lang)
        .version(env!("CARGO_PKG_VERSION"))
        .about(help::ROOT.get(lang))
        .after_help(help::ROOT_MORE.get(lang))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .arg(
            Arg::new("version")
                .display_order(903)
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help(help::VERSION.get(lang)),
        )
        .arg(choice("lang", "ja|en", ["ja", "en"]).help(help::LANG.get(lang)))
        .arg(
            choice("format", "text|json", ["text", "json"])
                .default_value("text")
                .help(help::FORMAT.get(lang)),
        );
    let commands = [
        plan(lang),
        replan(lang),
        check(lang),
        why(lang),
        why_not(lang),
        rules(lang),
        template(lang),
        demo(lang),
        schema(lang),
        bench(lang),
    ];
    commands.into_iter().chain(office::commands(lang)).fold(root, |root, command| root.subcommand(command))
}

/// A command with its headings, before it has any option.
fn begin(name: &'static str, lang: Lang) -> Command {
    Command::new(name)
        .help_template(help::TEMPLATE.get(lang))
        .next_help_heading(help::OPTIONS.get(lang))
        .subcommand_help_heading(help::COMMANDS.get(lang))
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(
            Arg::new("help")
                .display_order(902)
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help(help::HELP.get(lang)),
        )
}

/// An option of all commands with few values.
fn choice(id: &'static str, name: &'static str, values: [&'static str; 2]) -> Arg {
    let (values, order) = (PossibleValuesParser::new(values), if id == "lang" { 900 } else { 901 });
    Arg::new(id)
        .long(id)
        .global(true)
        .value_name(name)
        .value_parser(values)
        .hide_possible_values(true)
        .hide_default_value(true)
        .display_order(order)
}

fn file(id: &'static str, help: &'static help::Text, lang: Lang) -> Arg {
    Arg::new(id).long(id).value_name("FILE").value_parser(value_parser!(PathBuf)).help(help.get(lang))
}

fn editions(lang: Lang) -> Arg {
    file("editions", &help::EDITIONS, lang).value_name("DIR")
}

fn input(lang: Lang) -> Arg {
    Arg::new("input")
        .value_name(help::INPUT_NAME.get(lang))
        .required(true)
        .value_parser(value_parser!(PathBuf))
        .help_heading(help::ARGUMENTS.get(lang))
        .help(help::INPUT.get(lang))
}

fn plan(lang: Lang) -> Command {
    begin("plan", lang)
        .about(help::PLAN.get(lang))
        .after_help(help::PLAN_MORE.get(lang))
        .arg(input(lang))
        .args(of_search(lang))
        .arg(file("previous", &help::PLAN_PREVIOUS, lang))
        .arg(file("previous-problem", &help::PLAN_PREVIOUS_PROBLEM, lang).requires("previous"))
}

/// What every search can be told: where to write, when to stop.
fn of_search(lang: Lang) -> [Arg; 10] {
    let number = |id: &'static str, text: &'static help::Text| {
        Arg::new(id)
            .long(id)
            .value_name("N")
            .value_parser(value_parser!(u64))
            .allow_negative_numbers(true)
            .help(text.get(lang))
    };
    [
        file("out", &help::PLAN_OUT, lang),
        file("json", &help::PLAN_JSON, lang),
        file("problem", &help::PLAN_PROBLEM, lang),
        file("csv", &help::PLAN_CSV, lang),
        file("certificate", &help::PLAN_CERTIFICATE, lang),
        number("minutes", &help::PLAN_MINUTES)
            .value_parser(value_parser!(u64).range(1..=LONGEST_MINUTES))
            .conflicts_with("work"),
        number("work", &help::PLAN_WORK),
        number("seed", &help::PLAN_SEED).default_value("1").hide_default_value(true),
        number("memory", &help::PLAN_MEMORY).value_name("MIB"),
        editions(lang),
    ]
}

fn replan(lang: Lang) -> Command {
    let change = |id: &'static str, name: &'static str, text: &'static help::Text| {
        Arg::new(id).long(id).value_name(name).action(ArgAction::Append).help(text.get(lang))
    };
    begin("replan", lang)
        .about(help::REPLAN.get(lang))
        .after_help(help::REPLAN_MORE.get(lang))
        .arg(input(lang))
        .arg(before(lang))
        .arg(change("pin", "ID=PLACE@MONTHS", &help::REPLAN_PIN))
        .arg(change("leave", "ID@MONTHS", &help::REPLAN_LEAVE))
        .arg(change("refuse", "ID=PLACE", &help::REPLAN_REFUSE))
        .arg(change("close", "PLACE@MONTH", &help::REPLAN_CLOSE))
        .arg(
            file("changed", &help::REPLAN_CHANGED, lang)
                .conflicts_with_all(["pin", "leave", "refuse", "close"]),
        )
        .args(of_search(lang))
}

/// The plan that a command looks at.
fn before(lang: Lang) -> Arg {
    Arg::new("plan")
        .value_name(help::PLAN_NAME.get(lang))
        .required(true)
        .value_parser(value_parser!(PathBuf))
        .help_heading(help::ARGUMENTS.get(lang))
        .help(help::WHY_PLAN.get(lang))
}

fn check(lang: Lang) -> Command {
    let plan = Arg::new("plan")
        .value_name(help::PLAN_NAME.get(lang))
        .value_parser(value_parser!(PathBuf))
        .help_heading(help::ARGUMENTS.get(lang))
        .help(help::CHECK_PLAN.get(lang));
    begin("check", lang)
        .about(help::CHECK.get(lang))
        .after_help(help::CHECK_MORE.get(lang))
        .arg(input(lang))
        .arg(plan)
        .arg(editions(lang))
}

fn why(lang: Lang) -> Command {
    about_a_plan("why", lang).about(help::WHY.get(lang)).after_help(help::WHY_MORE.get(lang))
}

fn why_not(lang: Lang) -> Command {
    let at = Arg::new("at").long("at").value_name("ID").required(true).help(help::WHY_AT.get(lang));
    about_a_plan("why-not", lang)
        .about(help::WHY_NOT.get(lang))
        .after_help(help::WHY_NOT_MORE.get(lang))
        .arg(at)
        .mut_arg("period", |period| period.required(true))
}

/// A command that asks about somebody in a plan.
fn about_a_plan(name: &'static str, lang: Lang) -> Command {
    let option = |id: &'static str, name: &'static str, text: &'static help::Text| {
        Arg::new(id).long(id).value_name(name).help(text.get(lang))
    };
    let readers = PossibleValuesParser::new(["coordinator", "physician"]);
    begin(name, lang)
        .arg(input(lang))
        .arg(before(lang))
        .arg(option("person", "ID", &help::WHY_PERSON).required(true))
        .arg(option("period", "YYYY-MM", &help::WHY_PERIOD))
        .arg(
            option("for", "coordinator|physician", &help::WHY_FOR)
                .value_parser(readers)
                .default_value("coordinator")
                .hide_possible_values(true)
                .hide_default_value(true),
        )
        .arg(editions(lang))
}

fn rules(lang: Lang) -> Command {
    let named = |id: &'static str, name: &'static str, text: &'static help::Text| {
        Arg::new(id)
            .value_name(name)
            .required(true)
            .help_heading(help::ARGUMENTS.get(lang))
            .help(text.get(lang))
    };
    let lint = begin("lint", lang).about(help::LINT.get(lang)).arg(
        named("files", "FILE", &help::LINT_FILES)
            .value_parser(value_parser!(PathBuf))
            .action(ArgAction::Append)
            .num_args(1..),
    );
    let explain = begin("explain", lang)
        .about(help::EXPLAIN.get(lang))
        .arg(named("edition", "EDITION", &help::EXPLAIN_EDITION))
        .arg(editions(lang));
    let schema = begin("schema", lang).about(help::RULES_SCHEMA.get(lang));
    let rules = begin("rules", lang)
        .about(help::RULES.get(lang))
        .after_help(help::RULES_MORE.get(lang))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true);
    [lint, explain, schema].into_iter().fold(rules, |rules, command| rules.subcommand(command))
}

fn template(lang: Lang) -> Command {
    begin("template", lang)
        .about(help::TEMPLATE_COMMAND.get(lang))
        .after_help(help::TEMPLATE_MORE.get(lang))
        .arg(file("out", &help::TEMPLATE_OUT, lang))
}

fn demo(lang: Lang) -> Command {
    let name = Arg::new("name")
        .value_name("NAME")
        .required(true)
        .help_heading(help::ARGUMENTS.get(lang))
        .help(help::DEMO_NAME.get(lang));
    begin("demo", lang)
        .about(help::DEMO.get(lang))
        .after_help(help::DEMO_MORE.get(lang))
        .arg(name)
        .arg(file("out", &help::DEMO_OUT, lang).value_name("DIR"))
}

fn schema(lang: Lang) -> Command {
    let of = Arg::new("of")
        .value_name("OF")
        .required(true)
        .value_parser(PossibleValuesParser::new(["problem", "plan", "certificate", "edition"]))
        .hide_possible_values(true)
        .help_heading(help::ARGUMENTS.get(lang))
        .help(help::SCHEMA_OF.get(lang));
    begin("schema", lang).about(help::SCHEMA.get(lang)).arg(of)
}

fn bench(lang: Lang) -> Command {
    let number = |id: &'static str, text: &'static help::Text| {
        Arg::new(id).long(id).value_name("N").value_parser(value_parser!(u64)).help(text.get(lang))
    };
    let instance = Arg::new("instance")
        .value_name("INSTANCE")
        .required(true)
        .value_parser(value_parser!(PathBuf))
        .help_heading(help::ARGUMENTS.get(lang))
        .help(help::BENCH_INSTANCE.get(lang));
    let ppp = begin("ppp", lang)
        .about(help::BENCH_PPP.get(lang))
        .after_help(help::BENCH_MORE.get(lang))
        .arg(instance)
        .arg(file("out", &help::BENCH_OUT, lang).required(true))
        .arg(number("seconds", &help::BENCH_SECONDS).conflicts_with("work"))
        .arg(number("work", &help::PLAN_WORK))
        .arg(number("threads", &help::BENCH_THREADS))
        .arg(number("seed", &help::PLAN_SEED).default_value("1").hide_default_value(true))
        .arg(number("memory", &help::PLAN_MEMORY).value_name("MIB"));
    begin("bench", lang)
        .about(help::BENCH.get(lang))
        .after_help(help::BENCH_MORE.get(lang))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand(ppp)
}

/// The request in parsed arguments.
pub fn request(matches: &ArgMatches) -> Option<Request> {
    let (name, given) = matches.subcommand()?;
    let path = |id: &str| given.get_one::<PathBuf>(id).cloned();
    Some(match name {
        "plan" => Request::Plan(plan_request(given, path("previous"), path("previous-problem"))?),
        "replan" => Request::Replan(replan_request(given)?),
        "check" => Request::Check { input: path("input")?, plan: path("plan"), editions: path("editions") },
        "why" => Request::Why(why_request(given)?),
        "why-not" => {
            Request::WhyNot { asked: why_request(given)?, at: given.get_one::<String>("at").cloned()? }
        }
        "rules" => rules_request(given)?,
        "bench" => bench_request(given)?,
        "template" => Request::Template(path("out")),
        "demo" => Request::Demo { name: given.get_one::<String>("name").cloned()?, out: path("out") },
        "schema" => Request::Schema(given.get_one::<String>("of").cloned()?),
        of_office => Request::Office(office::request(of_office, given)?),
    })
}

fn plan_request(
    given: &ArgMatches,
    previous: Option<PathBuf>,
    previous_problem: Option<PathBuf>,
) -> Option<PlanRequest> {
    let path = |id: &str| given.get_one::<PathBuf>(id).cloned();
    Some(PlanRequest {
        input: path("input")?,
        out: path("out"),
        json: path("json"),
        problem: path("problem"),
        csv: path("csv"),
        certificate: path("certificate"),
        minutes: given.get_one("minutes").copied(),
        work: given.get_one("work").copied(),
        seed: given.get_one("seed").copied()?,
        memory: given.get_one("memory").copied(),
        editions: path("editions"),
        previous,
        previous_problem,
    })
}

fn replan_request(given: &ArgMatches) -> Option<ReplanRequest> {
    let path = |id: &str| given.get_one::<PathBuf>(id).cloned();
    let typed = |id: &str| given.get_many::<String>(id).into_iter().flatten().cloned().collect();
    Some(ReplanRequest {
        plan: plan_request(given, None, None)?,
        before: path("plan")?,
        changed: path("changed"),
        changes: TypedChanges {
            pin: typed("pin"),
            leave: typed("leave"),
            refuse: typed("refuse"),
            close: typed("close"),
        },
    })
}

fn why_request(given: &ArgMatches) -> Option<WhyRequest> {
    let path = |id: &str| given.get_one::<PathBuf>(id).cloned();
    let text = |id: &str| given.get_one::<String>(id).cloned();
    Some(WhyRequest {
        input: path("input")?,
        plan: path("plan")?,
        person: text("person")?,
        period: text("period"),
        physician: text("for")? == "physician",
        editions: path("editions"),
    })
}

fn rules_request(matches: &ArgMatches) -> Option<Request> {
    let (name, given) = matches.subcommand()?;
    Some(match name {
        "lint" => Request::Lint(given.get_many::<PathBuf>("files")?.cloned().collect()),
        "explain" => Request::Explain {
            edition: given.get_one::<String>("edition").cloned()?,
            editions: given.get_one::<PathBuf>("editions").cloned(),
        },
        "schema" => Request::Schema("edition".to_owned()),
        _ => return None,
    })
}

fn bench_request(matches: &ArgMatches) -> Option<Request> {
    let (_, given) = matches.subcommand()?;
    let path = |id: &str| given.get_one::<PathBuf>(id).cloned();
    let number = |id: &str| given.get_one::<u64>(id).copied();
    Some(Request::Bench(BenchRequest {
        instance: path("instance")?,
        out: path("out")?,
        seconds: number("seconds"),
        work: number("work"),
        threads: number("threads"),
        seed: number("seed")?,
        memory: number("memory"),
    }))
}
