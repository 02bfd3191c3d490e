//! The commands of whoever runs an office: making one, migrating, backup, looking after it and its trace.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use kernel::Lang;

use super::{begin, file};
use crate::words::help::{self, office as texts};

/// What is asked for, and of which list of offices.
#[derive(Clone, Debug)]
pub struct OfficeRequest {
    /// The list.
    pub offices: PathBuf,
    /// What.
    pub deed: Deed,
}

/// What is asked for.
#[derive(Clone, Debug)]
pub enum Deed {
    /// A new office; what is not given is asked for.
    Create(Box<NewOffice>),
    /// Doing what is missing of the tables' steps, of one office or all.
    Migrate(Option<String>),
    /// A backup of an office in a folder.
    Backup {
        /// Which.
        office: String,
        /// The folder.
        out: PathBuf,
    },
    /// Bringing an office back from such a folder.
    Restore {
        /// Which.
        office: String,
        /// The folder.
        from: PathBuf,
    },
    /// Looking for what is wrong, with one office or all.
    Doctor(Option<String>),
    /// Looking whether the trace is what it was.
    Verify {
        /// Of which.
        office: String,
        /// Roots that left the machine.
        roots: Vec<PathBuf>,
    },
    /// Sealing the trace and signing its roots, to leave the machine.
    Roots {
        /// Of which.
        office: String,
        /// The file to which they are added.
        out: Option<PathBuf>,
    },
}

/// What is known of a new office.
#[derive(Clone, Debug, Default)]
pub struct NewOffice {
    /// Its id.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// Its host name.
    pub host: Option<String>,
    /// Where its database is to be.
    pub database: Option<String>,
    /// The first administrator's name.
    pub administrator: Option<String>,
    /// And address.
    pub mail: Option<String>,
}

/// The commands.
pub fn commands(lang: Lang) -> [Command; 6] {
    let whole = |name: &'static str, about: &'static help::Text, more: &'static help::Text| {
        begin(name, lang).about(about.get(lang)).after_help(more.get(lang)).arg(offices(lang))
    };
    let option = |id: &'static str, name: &'static str, text: &'static help::Text| {
        Arg::new(id).long(id).value_name(name).help(text.get(lang))
    };
    let create = whole("create", &texts::CREATE, &texts::OFFICE_MORE)
        .arg(option("id", "ID", &texts::ID))
        .arg(option("name", "NAME", &texts::NAME))
        .arg(option("host", "HOST", &texts::HOST))
        .arg(option("database", "DATABASE", &texts::DATABASE))
        .arg(option("administrator", "NAME", &texts::ADMINISTRATOR))
        .arg(option("mail", "MAIL", &texts::MAIL));
    let verify = whole("verify", &texts::VERIFY, &texts::AUDIT_MORE)
        .arg(office(lang).required(true))
        .arg(file("roots", &texts::ROOTS_FILE, lang).action(ArgAction::Append));
    let roots = whole("roots", &texts::ROOTS, &texts::AUDIT_MORE).arg(office(lang).required(true)).arg(file(
        "out",
        &texts::ROOTS_OUT,
        lang,
    ));
    let group = |name: &'static str, about: &'static help::Text, more: &'static help::Text| {
        let group = begin(name, lang).about(about.get(lang)).after_help(more.get(lang));
        group.subcommand_required(true).arg_required_else_help(true).disable_help_subcommand(true)
    };
    [
        group("office", &texts::OFFICE, &texts::OFFICE_MORE).subcommand(create),
        whole("migrate", &texts::MIGRATE, &texts::MIGRATE_MORE).arg(office(lang)),
        whole("backup", &texts::BACKUP, &texts::BACKUP_MORE)
            .arg(office(lang).required(true))
            .arg(file("out", &texts::BACKUP_OUT, lang).value_name("DIR").required(true)),
        whole("restore", &texts::RESTORE, &texts::RESTORE_MORE)
            .arg(office(lang).required(true))
            .arg(file("from", &texts::RESTORE_FROM, lang).value_name("DIR").required(true)),
        whole("doctor", &texts::DOCTOR, &texts::DOCTOR_MORE).arg(office(lang)),
        group("audit", &texts::AUDIT, &texts::AUDIT_MORE).subcommand(verify).subcommand(roots),
    ]
}

fn offices(lang: Lang) -> Arg {
    Arg::new("offices")
        .long("offices")
        .value_name("FILE")
        .env("TSUNAGU_OFFICES")
        .hide_env(true)
        .default_value("var/offices.toml")
        .hide_default_value(true)
        .value_parser(value_parser!(PathBuf))
        .help(texts::OFFICES.get(lang))
}

fn office(lang: Lang) -> Arg {
    Arg::new("office")
        .value_name("OFFICE")
        .help_heading(help::ARGUMENTS.get(lang))
        .help(texts::WHICH.get(lang))
}

/// The request in parsed arguments, if it is one of these commands.
pub fn request(name: &str, matches: &ArgMatches) -> Option<OfficeRequest> {
    let (name, given) = matches.subcommand().unwrap_or((name, matches));
    let text = |id: &str| given.get_one::<String>(id).cloned();
    let path = |id: &str| given.get_one::<PathBuf>(id).cloned();
    let deed = match name {
        "create" => Deed::Create(Box::new(NewOffice {
            id: text("id"),
            name: text("name"),
            host: text("host"),
            database: text("database"),
            administrator: text("administrator"),
            mail: text("mail"),
        })),
        "migrate" => Deed::Migrate(text("office")),
        "backup" => Deed::Backup { office: text("office")?, out: path("out")? },
        "restore" => Deed::Restore { office: text("office")?, from: path("from")? },
        "doctor" => Deed::Doctor(text("office")),
        "verify" => Deed::Verify {
            office: text("office")?,
            roots: given.get_many::<PathBuf>("roots").into_iter().flatten().cloned().collect(),
        },
        "roots" => Deed::Roots { office: text("office")?, out: path("out") },
        _ => return None,
    };
    Some(OfficeRequest { offices: path("offices")?, deed })
}
