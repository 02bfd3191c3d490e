//! A wrong command line, answered in the reader's language with the way out.

use std::{ffi::OsString, process::ExitCode};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use kernel::{Bilingual, Lang};

use crate::{
    cli::LONGEST_MINUTES,
    output::{Format, Speaker},
    trouble::{Code, Trouble},
};

/// Shows help and version on standard output with exit code 0; everything else is a usage error with exit code 2.
pub fn answer(error: &clap::Error, lang: Lang, args: &[OsString]) -> ExitCode {
    let asked_json = args.iter().any(|arg| arg == "--format=json")
        || args.windows(2).any(|pair| pair[0] == "--format" && pair[1] == "json");
    let speaker = Speaker { lang, format: if asked_json { Format::Json } else { Format::Text } };
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            speaker.document(&error.render().to_string());
            ExitCode::SUCCESS
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            speaker.remark(&both(error.render().to_string()));
            ExitCode::from(2)
        }
        _ => {
            let trouble = Trouble::new(Code::Usage, sentence(error));
            speaker.trouble(&trouble);
            ExitCode::from(trouble.exit_code())
        }
    }
}

fn both(text: String) -> Bilingual {
    Bilingual::new(text.clone(), text)
}

fn sentence(error: &clap::Error) -> Bilingual {
    let given = |kind: ContextKind| error.get(kind).map(shown).unwrap_or_default();
    let arg = given(ContextKind::InvalidArg);
    let value = given(ContextKind::InvalidValue);
    let range = range_of(&arg);
    let ja = match error.kind() {
        ErrorKind::UnknownArgument => format!("「{arg}」という指定はありません。"),
        ErrorKind::InvalidSubcommand => {
            format!("「{}」というコマンドはありません。", given(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("{arg} に値がありません。"),
        ErrorKind::InvalidValue => {
            format!("{arg} の値「{value}」は使えません。使える値: {}", given(ContextKind::ValidValue))
        }
        ErrorKind::ValueValidation => {
            format!("{arg} の値「{value}」は使えません。{}の整数を指定してください。", range.ja)
        }
        ErrorKind::MissingRequiredArgument => format!("指定が足りません: {arg}"),
        ErrorKind::ArgumentConflict => {
            format!("{arg} と {} は同時に指定できません。", given(ContextKind::PriorArg))
        }
        _ => format!("指定を読み取れません: {}", first_line(error)),
    };
    let en = match error.kind() {
        ErrorKind::InvalidValue if !value.is_empty() => {
            let valid = given(ContextKind::ValidValue).replace('、', ", ");
            format!("invalid value '{value}' for '{arg}'. It takes: {valid}.")
        }
        ErrorKind::ValueValidation => {
            format!("invalid value '{value}' for '{arg}': a whole number{} is needed.", range.en)
        }
        ErrorKind::MissingRequiredArgument => {
            format!("something is missing: {}.", arg.replace('、', ", "))
        }
        _ => first_line(error),
    };
    Bilingual::new(
        format!("{ja} 使い方は tsunagu --help で見られます。"),
        format!("{en} See `tsunagu --lang en --help`."),
    )
}

/// The whole numbers that an option takes.
fn range_of(arg: &str) -> Bilingual {
    if arg.starts_with("--minutes") {
        Bilingual::new(format!("1 から {LONGEST_MINUTES} まで"), format!(" from 1 to {LONGEST_MINUTES}"))
    } else {
        Bilingual::new("0 以上", ", 0 or more,")
    }
}

fn first_line(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let line = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
    if line.ends_with('.') { line } else { format!("{line}.") }
}

fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(values) => values.join("、"),
        ContextValue::StyledStrs(values) => {
            values.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
        }
        other => other.to_string(),
    }
}
