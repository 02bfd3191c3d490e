//! A process that is killed at any moment loses nothing that it acknowledged, and leaves nothing half done.

use std::{
    io::{BufRead, BufReader, Write as _},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Duration,
};

use both::Place;
use sea_orm::EntityTrait;
use store::{Durability, Store};

use crate::ledger::{add, entry, migrated, open_account, sums};

/// Where the clerk who will be killed writes: told by whoever kills him.
const CLERK: &str = "TSUNAGU_CLERK_WRITES_TO";

const KILLED: u64 = 8;

#[test]
fn what_was_acknowledged_is_there_and_nothing_is_half_done() {
    if let Ok(address) = std::env::var(CLERK) {
        return write_until_killed(&address);
    }
    both::engines(async |place| {
        let store = migrated(place).await;
        open_account(&store).await.expect("an account");
        let mut acknowledged = Vec::new();
        for time in 0..KILLED {
            // Soon after the first deed or amid many of them, each time at another moment of one.
            let mut clerk = clerk_at(place);
            let told = BufReader::new(clerk.stdout.take().expect("he tells what he did"));
            let mut told =
                told.lines().map_while(Result::ok).filter_map(|line| line.strip_prefix("did ")?.parse().ok());
            let first: i64 = told.next().expect("he does something");
            tokio::time::sleep(Duration::from_micros(time * time * 3_700)).await;
            clerk.kill().expect("he can be killed");
            clerk.wait().expect("he is gone");
            acknowledged.push(first);
            acknowledged.extend(told);
        }
        assert!(acknowledged.len() as u64 > KILLED, "he was killed amid his deeds");
        let view = store.view().await.expect("a view");
        let there = entry::Entity::find().all(&*view).await.expect("entries can be read");
        let there: Vec<i64> = there.into_iter().map(|entry| entry.id).collect();
        let lost: Vec<&i64> = acknowledged.iter().filter(|id| !there.contains(id)).collect();
        assert!(lost.is_empty(), "lost: {lost:?}");
        let of_account = sums(&store).await;
        assert!(of_account.iter().all(|(sum, of_entries)| sum == of_entries), "half done: {of_account:?}");
        assert_eq!(store.ailments(Durability::Process).await.expect("it can be looked at"), []);
    });
}

fn clerk_at(place: &Place) -> Child {
    let test = "killed::what_was_acknowledged_is_there_and_nothing_is_half_done";
    Command::new(std::env::current_exe().expect("this program"))
        .args([test, "--exact", "--nocapture"])
        .env(CLERK, place.typed())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("a clerk begins")
}

/// Several at once add to the one account, and say so of each entry once it is acknowledged.
fn write_until_killed(address: &str) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let address = address.parse().expect("an address");
        let store = Arc::new(Store::open(address, Durability::Disk).await.expect("it can be opened"));
        let mut hands = tokio::task::JoinSet::new();
        for _ in 0..3 {
            let store = Arc::clone(&store);
            hands.spawn(async move {
                loop {
                    let added = store.write(|write| Box::pin(add(write, 1, 1))).await;
                    // Of many who fight for one account one may give up; then nothing is acknowledged.
                    let Ok(id) = added else { continue };
                    let mut out = std::io::stdout().lock();
                    if writeln!(out, "did {id}").and_then(|()| out.flush()).is_err() {
                        return;
                    }
                }
            });
        }
        hands.join_all().await;
    });
}
