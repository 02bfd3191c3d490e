//! `tsunagu office create`: a database with its tables, a key for its trace, and an invitation for who administers it.

use std::io::{self, BufRead, IsTerminal, Write};

use access::{Assignment, Role, Scope, assign, invite};
use kernel::{Bilingual, Period};
use serde_json::json;
use store::Deed;
use trace::{Event, Subject, record};

use super::{actor, now, stamp, wait};
use crate::{
    cli::office::NewOffice,
    clock,
    commands::Outcome,
    offices::{Office, Offices, ROOMS, ROOMS_OF_READINGS, is_id, trouble},
    output::Speaker,
    trouble::{Code, Trouble},
    words::office as words,
};

/// Makes an office; what is not given is asked for.
pub fn run(offices: &mut Offices, asked: &NewOffice, speaker: Speaker) -> Result<Outcome, Trouble> {
    let ask = |given: &Option<String>, option: &str, what: Bilingual, otherwise: Option<&str>| match given {
        Some(given) => Ok(given.trim().to_owned()),
        None => answered(option, &what, otherwise, speaker),
    };
    let id = ask(&asked.id, "id", words::ask_id(), None)?;
    if !is_id(&id) {
        return Err(Trouble::new(Code::Usage, words::bad_id(&id)));
    }
    let name = ask(&asked.name, "name", words::ask_name(), None)?;
    let host = ask(&asked.host, "host", words::ask_host(), Some("localhost"))?;
    let database = ask(&asked.database, "database", words::ask_database(), Some(&format!("sqlite:{id}.db")))?;
    let administrator = ask(&asked.administrator, "administrator", words::ask_administrator(), None)?;
    let mail = ask(&asked.mail, "mail", words::ask_mail(), None)?;
    if !mail.contains('@') {
        return Err(Trouble::new(Code::Usage, words::bad_mail(&mail)));
    }
    let office = Office { id: id.clone(), name: name.clone(), hosts: vec![host], database };
    crate::files::make_folder(offices.folder())?;
    offices.add_checked(&office)?;
    let link = wait(made(offices, &office, (&administrator, &mail)))?;
    let key = offices.new_key(&id)?.1;
    offices.add(office)?;
    let said = words::office_made(&name, offices.file(), &key, &mail, link.text());
    speaker.result(said.get(speaker.lang), &json!({ "office": id, "key": key, "invitation": link.text() }));
    Ok(Outcome::Fine)
}

async fn made(
    offices: &Offices,
    office: &Office,
    (administrator, mail): (&str, &str),
) -> Result<access::Secret, Trouble> {
    let opened = offices.open_new(office).await?;
    let stamp = stamp();
    opened.store.migrate(&ROOMS, &stamp).await.map_err(|fault| trouble(&fault))?;
    opened.readings.migrate(&ROOMS_OF_READINGS, &stamp).await.map_err(|fault| trouble(&fault))?;
    let always = Period { from: clock::today(now()), until: None };
    let invited = opened
        .store
        .write(|write| -> Deed<'_, access::Invited, access::Trouble> {
            let stamp = stamp.clone();
            Box::pin(async move {
                let invited = invite(write, administrator, mail, &stamp).await?;
                let role = Assignment { role: Role::SystemAdministrator, scope: Scope::Office };
                assign(write, &invited.account.id, &role, always, &stamp).await?;
                let body = json!({ "after": { "office": office.id, "name": office.name } });
                let subject = Subject { kind: "account", id: invited.account.id.as_str().to_owned() };
                let event = Event::change(actor(), stamp.at, "access.create_office", body).of(subject);
                record(write, &event).await?;
                Ok(invited)
            })
        })
        .await;
    let invited = invited.map_err(|refused| match refused {
        access::Trouble::Store(fault) => trouble(&fault),
        access::Trouble::Refused(refused) => Trouble::new(Code::OfficeExists, words::refused(&refused)),
    })?;
    opened.close().await;
    Ok(invited.link)
}

/// What somebody types. Where nobody sits at the terminal the option has to be given.
fn answered(
    option: &str,
    what: &Bilingual,
    otherwise: Option<&str>,
    speaker: Speaker,
) -> Result<String, Trouble> {
    let missing = || Trouble::new(Code::Usage, words::not_given(option));
    if !io::stdin().is_terminal() {
        return otherwise.map(str::to_owned).ok_or_else(missing);
    }
    loop {
        let hint = otherwise.map(|otherwise| format!(" [{otherwise}]")).unwrap_or_default();
        let mut err = io::stderr().lock();
        let asked = write!(err, "{}{hint}: ", what.get(speaker.lang)).and_then(|()| err.flush());
        let mut line = String::new();
        let read = asked.and_then(|()| io::stdin().lock().read_line(&mut line)).map_err(|_| missing())?;
        let answer = line.trim();
        match (answer.is_empty(), otherwise) {
            (false, _) => return Ok(answer.to_owned()),
            (true, Some(otherwise)) => return Ok(otherwise.to_owned()),
            (true, None) if read == 0 => return Err(missing()),
            (true, None) => {}
        }
    }
}
