//! An office is made, migrated, backed up, brought back and looked after, as whoever runs it does: on both databases.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use both::{Engine, Place};
use sea_orm::ConnectionTrait;
use store::{Address, Deed, Fault, Store};

use crate::ran::{Ran, folder, names_in, tsunagu};

const MAIL: &str = "hanako@example.jp";

/// The arguments that make an office in a place.
fn create(database: &str) -> Vec<&str> {
    let rest = ["--host", "gunma.example.jp", "--administrator", "架空 花子", "--mail", MAIL];
    [&["office", "create", "--id", "gunma", "--name", "架空県センター", "--database", database][..], &rest]
        .concat()
}

fn fine(ran: Ran) -> String {
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    ran.out
}

/// In a folder of its own, with an office in `var/offices.toml`.
fn with_office(name: &str, place: &Place) -> std::path::PathBuf {
    let here = folder(&format!("{name}-{}", place.engine));
    fine(tsunagu(&here, &create(&place.typed())));
    here
}

async fn tamper(address: &Address, statement: &str) {
    let store = Store::open(address.clone(), store::Durability::Process).await.unwrap();
    let free = match address {
        Address::Sqlite(_) => "DROP TRIGGER trace_events_kept",
        Address::Postgres { .. } => "SET LOCAL session_replication_role = replica",
    };
    let done = store
        .write(|write| -> Deed<'_, (), Fault> {
            Box::pin(async move {
                write.execute_unprepared(free).await?;
                write.execute_unprepared(statement).await?;
                Ok(())
            })
        })
        .await;
    done.unwrap();
    store.close().await;
}

#[test]
fn an_office_is_made_once_and_its_key_is_its_owners_alone() {
    both::engines(async |place| {
        let here = folder(&format!("office-made-{}", place.engine));
        let database = place.typed();
        let made = fine(tsunagu(&here, &create(&database)));
        assert!(made.contains("招待の鍵") && made.contains(MAIL), "{made}");
        let mode = fs::metadata(here.join("var/gunma.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let again = tsunagu(&here, &create(&database));
        assert_eq!(again.code, 2);
        assert!(again.err.contains("[office-exists]"), "{}", again.err);
        let elsewhere = folder(&format!("office-elsewhere-{}", place.engine));
        let over = tsunagu(&elsewhere, &create(&database));
        assert!(
            over.err.contains("[office-exists]"),
            "a database that is there is nobody's to take: {}",
            over.err
        );
        assert!(!elsewhere.join("var/offices.toml").exists());
    });
}

#[test]
fn what_is_not_given_is_told_where_nobody_can_be_asked() {
    let here = folder("office-not-given");
    let ran = tsunagu(&here, &["office", "create", "--id", "gunma"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--name"), "{}", ran.err);
    for (option, wrong) in [("--id", "Gunma"), ("--id", "../gunma"), ("--mail", "花子")] {
        let mut args = create("sqlite:gunma.db");
        let place = args.iter().position(|arg| *arg == option).unwrap();
        args[place + 1] = wrong;
        let ran = tsunagu(&here, &args);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(wrong), "{}", ran.err);
    }
    assert_eq!(names_in(&here), [""; 0]);
}

#[test]
fn a_healthy_office_is_new_and_has_no_ailment() {
    both::engines(async |place| {
        let here = with_office("office-healthy", place);
        assert!(fine(tsunagu(&here, &["migrate"])).contains("新しいままです"));
        let doctor = tsunagu(&here, &["doctor", "gunma"]);
        match place.engine {
            Engine::Sqlite => assert!(fine(doctor).contains("問題はありません")),
            // The cluster of the tests does not wait for the disk, and that is found.
            Engine::Postgres => {
                assert_eq!((doctor.code, doctor.out.matches("fsync").count()), (1, 1), "{}", doctor.out)
            }
        }
        let moved = here.join("var/gunma.key");
        fs::rename(&moved, here.join("key")).unwrap();
        let doctor = tsunagu(&here, &["doctor"]);
        assert_eq!(doctor.code, 1);
        assert!(doctor.out.contains("gunma.key"), "{}", doctor.out);
    });
}

#[test]
fn an_office_comes_back_from_its_backup_and_the_trace_says_so() {
    both::engines(async |place| {
        let here = with_office("office-backup", place);
        let backup = ["backup", "gunma", "--out", "copy"];
        fine(tsunagu(&here, &backup));
        assert!(tsunagu(&here, &backup).err.contains("[backup-refused]"), "nothing is written over");
        let restore = ["restore", "gunma", "--from", "copy"];
        assert!(tsunagu(&here, &restore).err.contains("[backup-refused]"), "least of all an office");
        place.remove();
        let nothing = tsunagu(&here, &["doctor"]);
        assert_eq!(nothing.code, 1, "{}", nothing.out);
        fine(tsunagu(&here, &restore));
        let verified = fine(tsunagu(&here, &["audit", "verify", "gunma"]));
        assert!(verified.contains("封印待ち 2"), "made, and brought back: {verified}");
    });
}

#[test]
fn what_was_done_to_the_trace_is_found_by_roots_that_left_the_machine() {
    both::engines(async |place| {
        let here = with_office("office-audit", place);
        let verify = |expected: i32| {
            let ran = tsunagu(&here, &["audit", "verify", "gunma", "--roots", "roots.jsonl"]);
            assert_eq!(ran.code, expected, "{}{}", ran.out, ran.err);
            ran.out
        };
        fine(tsunagu(&here, &["audit", "roots", "gunma", "--out", "roots.jsonl"]));
        assert!(
            fine(tsunagu(&here, &["audit", "roots", "gunma", "--out", "roots.jsonl"]))
                .contains("足していません")
        );
        assert!(verify(0).contains("元のままです"));
        tamper(&place.address, "UPDATE trace_events SET account = 'taro'").await;
        assert!(verify(1).contains("書き換えられています"));
        let roots = fs::read_to_string(here.join("roots.jsonl")).unwrap();
        fs::write(here.join("roots.jsonl"), roots.replace("\"gunma\"", "\"mie\"")).unwrap();
        assert!(verify(1).contains("署名したものではありません"));
        fs::write(here.join("roots.jsonl"), "これは根ではない").unwrap();
        let broken = tsunagu(&here, &["audit", "verify", "gunma", "--roots", "roots.jsonl"]);
        assert!(broken.err.contains("[broken-document]"), "{}", broken.err);
    });
}

#[test]
fn a_list_of_offices_that_cannot_be_meant_is_told() {
    let here = folder("office-lists");
    let office = |id: &str, host: &str, database: &str| {
        format!(
            "[[office]]\nid = \"{id}\"\nname = \"架空\"\nhosts = [\"{host}\"]\ndatabase = \"{database}\"\n"
        )
    };
    let one = office("gunma", "a.example.jp", "sqlite:gunma.db");
    for (list, told) in [
        ("[[office]]\nid = 3".to_owned(), "3"),
        (one.clone() + &office("gunma", "b.example.jp", "sqlite:b.db"), "gunma"),
        (one.clone() + &office("mie", "a.example.jp", "sqlite:mie.db"), "a.example.jp"),
        (office("mie", "b.example.jp", "mysql://h/mie"), "sqlite:FILE"),
        (office("../etc", "b.example.jp", "sqlite:b.db"), "../etc"),
        ("[[office]]\nid = \"x\"\npassword = 1".to_owned(), "password"),
    ] {
        write(&here, &list);
        let ran = tsunagu(&here, &["doctor"]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains("[offices-file]") && ran.err.contains(told), "{list}: {}", ran.err);
    }
    write(&here, "");
    assert!(tsunagu(&here, &["doctor"]).err.contains("[unknown-office]"));
    write(&here, &one);
    assert!(tsunagu(&here, &["doctor", "mie"]).err.contains("gunma"), "those that there are");
    let absent = tsunagu(&here, &["migrate", "gunma"]);
    assert!(absent.err.contains("[no-database]"), "{}", absent.err);
    assert!(!here.join("var/gunma.db").exists(), "looking makes no database");
}

fn write(here: &Path, list: &str) {
    fs::create_dir_all(here.join("var")).unwrap();
    fs::write(here.join("var/offices.toml"), list).unwrap();
}
