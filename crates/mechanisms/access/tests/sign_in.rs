//! From an invitation to a session, and what is refused on the way. All people are fictitious.

use access::{
    Assignment, Browser, Given, Policy, Refused, Role, Scope, Secret, Session, Trouble, Weakness, accept,
    assign, assignments_of, close, confirm, end, end_others, enrol, invite, needs_second_factor,
    second_factor, session, sessions_of, sign_in, weakness,
};
use both::Place;
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use kernel::{AccountId, AsOf, Period};
use store::{Deed, Stamp, Store};

const MAIL: &str = "hanako@example.jp";
const PASSWORD: &str = "ネギとこんにゃくを三つ買う";

/// So many seconds after the office opened.
fn second(seconds: i64) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 12, 1, 0, 0, 0).single().expect("a day") + TimeDelta::seconds(seconds)
}

fn minute(minutes: i64) -> DateTime<Utc> {
    second(60 * minutes)
}

fn stamp(at: DateTime<Utc>) -> Stamp {
    Stamp { at, by: "tsunagu".parse().expect("an id") }
}

fn browser() -> Browser {
    Browser { origin: "192.0.2.7".to_owned(), agent: "a browser".to_owned() }
}

async fn opened(place: &Place) -> Store {
    let store = place.open().await;
    store.migrate(&[trace::ROOM, access::ROOM], &stamp(minute(0))).await.expect("its tables are made");
    store
}

async fn invited(store: &Store, mail: &str, at: DateTime<Utc>) -> Result<access::Invited, Trouble> {
    let stamp = stamp(at);
    store
        .write(|write| -> Deed<'_, access::Invited, Trouble> {
            Box::pin(invite(write, "架空 花子", mail, &stamp))
        })
        .await
}

/// With an account whose password is known.
async fn with_hanako(place: &Place) -> (Store, AccountId) {
    let store = opened(place).await;
    let link = invited(&store, MAIL, minute(0)).await.expect("she is invited").link;
    let account = accept(&store, &link, PASSWORD, minute(1)).await.expect("she takes it up");
    (store, account.id)
}

async fn enter(store: &Store, mail: &str, password: &str, at: DateTime<Utc>) -> Result<Secret, Refused> {
    match sign_in(store, Given { mail, password }, &browser(), at).await {
        Ok(cookie) => Ok(cookie),
        Err(Trouble::Refused(refused)) => Err(refused),
        Err(trouble) => panic!("{trouble}"),
    }
}

fn refused<T: std::fmt::Debug>(answer: Result<T, Trouble>) -> Refused {
    match answer {
        Err(Trouble::Refused(refused)) => refused,
        answer => panic!("{answer:?}"),
    }
}

async fn of(store: &Store, cookie: &Secret, at: DateTime<Utc>) -> Option<Session> {
    session(store, cookie, at).await.expect("it can be asked")
}

#[test]
fn who_is_invited_takes_up_an_account_and_signs_in() {
    both::engines(async |place| {
        let (store, account) = with_hanako(place).await;
        let cookie = enter(&store, " Hanako@Example.jp ", PASSWORD, minute(2)).await.expect("she signs in");
        let session = of(&store, &cookie, minute(3)).await.expect("a session");
        assert_eq!((session.account, session.is_complete), (account, true));
        assert_eq!(of(&store, &Secret::given("another"), minute(3)).await, None);
    });
}

#[test]
fn a_link_is_used_once_within_a_week_and_a_later_one_voids_it() {
    both::engines(async |place| {
        let store = opened(place).await;
        let first = invited(&store, MAIL, minute(0)).await.expect("she is invited");
        let second = invited(&store, MAIL, minute(1)).await.expect("she is invited again");
        assert_eq!(first.account, second.account);
        let take_up = async |link: &Secret, at| accept(&store, link, PASSWORD, at).await;
        assert_eq!(refused(take_up(&first.link, minute(2)).await), Refused::NoInvitation);
        assert_eq!(refused(take_up(&second.link, second.expires_at).await), Refused::NoInvitation);
        take_up(&second.link, second.expires_at - TimeDelta::seconds(1)).await.expect("just in time");
        assert_eq!(refused(take_up(&second.link, minute(3)).await), Refused::NoInvitation);
        assert_eq!(refused(invited(&store, "HANAKO@example.jp", minute(4)).await), Refused::Taken);
    });
}

#[test]
fn a_weak_password_is_refused_and_the_link_stays() {
    both::engines(async |place| {
        let store = opened(place).await;
        let link = invited(&store, MAIL, minute(0)).await.expect("she is invited").link;
        for (password, why) in [
            ("つなぐ", Weakness::Short(3)),
            ("password12345", Weakness::Guessable),
            ("hanako@example.jp", Weakness::Guessable),
            ("1234567890123", Weakness::Guessable),
            ("qwertyuiop123", Weakness::Guessable),
        ] {
            let why = Refused::Weak(why);
            assert_eq!(refused(accept(&store, &link, password, minute(1)).await), why, "{password}");
        }
        assert_eq!(weakness(&"あい".repeat(200), &[]), Some(Weakness::Long(400)));
        accept(&store, &link, PASSWORD, minute(1)).await.expect("a better one is taken");
    });
}

#[test]
fn nobody_learns_which_accounts_there_are() {
    both::engines(async |place| {
        let (store, _) = with_hanako(place).await;
        invited(&store, "taro@example.jp", minute(0)).await.expect("he is invited, and has no password yet");
        let mut answers = Vec::new();
        for mail in [MAIL, "taro@example.jp", "nobody@example.jp"] {
            for attempt in 0..8 {
                answers.push((attempt, enter(&store, mail, "wrong", second(600 + attempt)).await.err()));
            }
        }
        let (hanako, others) = answers.split_at(8);
        assert_eq!(hanako[0].1, Some(Refused::Wrong));
        assert!(hanako.iter().any(|(_, answer)| matches!(answer, Some(Refused::Later(_)))), "{hanako:?}");
        assert_eq!(hanako, &others[..8]);
        assert_eq!(hanako, &others[8..]);
    });
}

#[test]
fn who_guesses_waits_longer_each_time_and_a_right_password_waits_too() {
    both::engines(async |place| {
        let (store, _) = with_hanako(place).await;
        let (mut at, mut waits) = (minute(10), Vec::new());
        for _ in 0..60 {
            match enter(&store, MAIL, "wrong", at).await.expect_err("it is wrong") {
                Refused::Later(wait) => {
                    waits.push(wait.num_seconds());
                    let right = enter(&store, MAIL, PASSWORD, at).await;
                    assert_eq!(right, Err(Refused::Later(wait)), "even the right one");
                    at += wait;
                }
                refused => assert_eq!(refused, Refused::Wrong),
            }
            if waits.last() == Some(&900) {
                break;
            }
        }
        assert_eq!(waits, [2, 4, 8, 16, 32, 64, 128, 256, 512, 900]);
        enter(&store, MAIL, PASSWORD, at).await.expect("once the wait is over");
        assert_eq!(enter(&store, MAIL, "wrong", at).await, Err(Refused::Wrong), "and all is forgotten");
    });
}

/// The code that an authenticator shows.
fn code(secret: &str, at: DateTime<Utc>) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).expect("a secret");
    let shown = totp_rs::Builder::new().with_secret(secret).build_noncompliant();
    shown.generate(at.timestamp().unsigned_abs()).to_string()
}

#[test]
fn with_a_second_factor_a_session_is_complete_when_it_is_given() {
    both::engines(async |place| {
        let (store, _) = with_hanako(place).await;
        let cookie = enter(&store, MAIL, PASSWORD, minute(2)).await.expect("she signs in");
        let enrolment =
            enrol(&store, &cookie, "架空県:地域医療支援センター", minute(2)).await.expect("a secret");
        assert!(enrolment.url.starts_with("otpauth://totp/"), "{}", enrolment.url);
        assert_eq!(refused(confirm(&store, &cookie, "000000", minute(2)).await), Refused::Wrong);
        let now = code(&enrolment.secret, minute(3));
        let papers = confirm(&store, &cookie, &now, minute(3)).await.expect("it is confirmed");
        assert_eq!(papers.len(), 10);
        assert_eq!(refused(enrol(&store, &cookie, "office", minute(3)).await), Refused::Taken);

        let again = enter(&store, MAIL, PASSWORD, minute(4)).await.expect("a password alone");
        assert!(!of(&store, &again, minute(4)).await.expect("a session").is_complete);
        let give = async |code: &str, at| second_factor(&store, &again, code, at).await;
        assert_eq!(refused(give(&now, minute(3)).await), Refused::Wrong, "no code is taken twice");
        give(&code(&enrolment.secret, minute(4)), minute(4)).await.expect("the code of now");
        assert!(of(&store, &again, minute(4)).await.expect("a session").is_complete);

        let third = enter(&store, MAIL, PASSWORD, minute(5)).await.expect("a password alone");
        let paper = papers[3].to_uppercase().replace('-', " ");
        second_factor(&store, &third, &paper, minute(5)).await.expect("one from paper");
        assert_eq!(refused(second_factor(&store, &third, &paper, minute(5)).await), Refused::Wrong);
    });
}

#[test]
fn who_guesses_codes_waits_too() {
    both::engines(async |place| {
        let (store, _) = with_hanako(place).await;
        let cookie = enter(&store, MAIL, PASSWORD, minute(2)).await.expect("she signs in");
        let enrolment = enrol(&store, &cookie, "office", minute(2)).await.expect("a secret");
        confirm(&store, &cookie, &code(&enrolment.secret, minute(2)), minute(2))
            .await
            .expect("it is confirmed");
        let again = enter(&store, MAIL, PASSWORD, minute(3)).await.expect("a password alone");
        let mut answers = Vec::new();
        for _ in 0..7 {
            answers.push(refused(second_factor(&store, &again, "123456", minute(4)).await));
        }
        assert!(matches!(answers[6], Refused::Later(_)), "{answers:?}");
        let right = code(&enrolment.secret, minute(4));
        assert!(matches!(refused(second_factor(&store, &again, &right, minute(4)).await), Refused::Later(_)));
    });
}

#[test]
fn a_session_ends_when_it_is_not_used_and_at_last() {
    both::engines(async |place| {
        let (store, _) = with_hanako(place).await;
        let idle = enter(&store, MAIL, PASSWORD, minute(0)).await.expect("she signs in");
        assert!(of(&store, &idle, minute(59)).await.is_some());
        assert!(of(&store, &idle, minute(118)).await.is_some(), "it was used");
        assert!(of(&store, &idle, minute(178)).await.is_none(), "for an hour it was not");
        let used = enter(&store, MAIL, PASSWORD, minute(200)).await.expect("she signs in");
        for minutes in (200..200 + 12 * 60).step_by(30) {
            assert!(of(&store, &used, minute(minutes)).await.is_some(), "{minutes}");
        }
        assert!(of(&store, &used, minute(200 + 12 * 60)).await.is_none(), "after half a day at last");
    });
}

#[test]
fn sessions_are_seen_and_ended_and_those_of_others_are_not() {
    both::engines(async |place| {
        let (store, hanako) = with_hanako(place).await;
        let link = invited(&store, "taro@example.jp", minute(0)).await.expect("he is invited").link;
        let taro =
            accept(&store, &link, "霧の朝に赤城山を歩いて登る", minute(1)).await.expect("he takes it up").id;
        let mut cookies = Vec::new();
        for minutes in 2..6 {
            cookies.push(enter(&store, MAIL, PASSWORD, minute(minutes)).await.expect("she signs in"));
        }
        let seen = async || {
            let view = store.view().await.expect("a view");
            sessions_of(&view, &hanako, minute(6)).await.expect("a list")
        };
        let sessions = seen().await;
        assert_eq!(sessions.len(), 4);
        let name = sessions[1].name.clone();
        let ends = async |whose: &AccountId| {
            let name = name.as_str();
            let ended = store.write(|write| Box::pin(end(write, whose, name, minute(6)))).await;
            ended.expect("it can be asked");
        };
        ends(&taro).await;
        assert_eq!(seen().await.len(), 4, "it is not his");
        ends(&hanako).await;
        assert_eq!(seen().await.len(), 3);
        let own = of(&store, &cookies[3], minute(6)).await.expect("a session");
        let ended = store.write(|write| Box::pin(end_others(write, &own, minute(6)))).await;
        assert_eq!(ended.expect("it can be done"), 2);
        assert_eq!(seen().await.iter().map(|session| &session.name).collect::<Vec<_>>(), [&own.name]);
    });
}

#[test]
fn roles_are_held_from_a_day_to_a_day() {
    both::engines(async |place| {
        let (store, hanako) = with_hanako(place).await;
        let day = |text: &str| text.parse().expect("a day");
        let role =
            Assignment { role: Role::Hospital, scope: Scope::Workplace("0412345".parse().expect("an id")) };
        let period = Period { from: day("2026-04-01"), until: Some(day("2027-04-01")) };
        let stamp = stamp(minute(1));
        let given = store
            .write(|write| -> Deed<'_, (), Trouble> {
                Box::pin(assign(write, &hanako, &role, period, &stamp))
            })
            .await;
        given.expect("she has the role");
        let on = async |valid_on: &str| {
            let view = store.view().await.expect("a view");
            let at = AsOf { valid_on: day(valid_on), known_on: day("2026-12-31") };
            assignments_of(&view, &hanako, at).await.expect("they can be read")
        };
        assert_eq!(on("2027-03-31").await, std::slice::from_ref(&role));
        assert_eq!(on("2027-04-01").await, [], "hand-over in April");
        assert_eq!(on("2026-03-31").await, []);
    });
}

#[test]
fn a_closed_account_lets_nobody_in() {
    both::engines(async |place| {
        let (store, hanako) = with_hanako(place).await;
        let cookie = enter(&store, MAIL, PASSWORD, minute(2)).await.expect("she signs in");
        let stamp = stamp(minute(3));
        let closed =
            store.write(|write| -> Deed<'_, (), Trouble> { Box::pin(close(write, &hanako, &stamp)) }).await;
        closed.expect("it is closed");
        assert_eq!(of(&store, &cookie, minute(3)).await, None);
        assert_eq!(enter(&store, MAIL, PASSWORD, minute(4)).await, Err(Refused::Wrong));
        assert_eq!(
            refused(invited(&store, MAIL, minute(5)).await),
            Refused::Taken,
            "an address stays whose it was"
        );
    });
}

#[test]
fn who_sees_health_or_patients_needs_a_second_factor() {
    let policy = Policy::own().expect("the product's own policy");
    let need: Vec<Role> = Role::ALL.into_iter().filter(|role| needs_second_factor(&policy, *role)).collect();
    assert_eq!(need, [Role::Director, Role::CareerCoordinator, Role::CareTeamMember]);
}

#[test]
fn no_secret_is_shown_by_accident() {
    let secret = Secret::given("abc");
    assert_eq!(format!("{secret:?}"), "Secret(…)");
    let given = Given { mail: MAIL, password: PASSWORD };
    assert_eq!(format!("{given:?}"), "Given(…)");
}
