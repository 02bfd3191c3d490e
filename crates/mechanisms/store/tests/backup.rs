//! Backup and restore, by doing it.

use store::{Backup, Fault};

use crate::ledger::{ROOM, add, migrated, open_account, sums};

#[test]
fn a_backup_brings_back_what_was_there() {
    both::engines(async |place| {
        let store = migrated(place).await;
        let account = open_account(&store).await.expect("an account");
        store.write(|write| Box::pin(add(write, account, 3))).await.expect("it can be added");
        let backup = store.backup(place.file("office.backup")).await.expect("a backup");
        store.write(|write| Box::pin(add(write, account, 4))).await.expect("it can be added");
        let refused = backup.restore(&place.address).await;
        assert!(matches!(refused, Err(Fault::Backup(_))), "an office is never written over: {refused:?}");
        assert_eq!(sums(&store).await, [(7, 7)]);
        store.close().await;
        place.remove();
        backup.restore(&place.address).await.expect("it can be brought back");
        let again = place.open().await;
        again.is_migrated(&[ROOM]).await.expect("nothing is missing");
        assert_eq!(sums(&again).await, [(3, 3)]);
        again.write(|write| Box::pin(add(write, account, 1))).await.expect("it goes on");
        assert_eq!(sums(&again).await, [(4, 4)]);
    });
}

#[test]
fn what_is_no_backup_is_refused_and_leaves_nothing() {
    both::engines(async |place| {
        let half = place.file("half.backup");
        let store = migrated(place).await;
        let whole = store.backup(place.file("whole.backup")).await.expect("a backup");
        let bytes = std::fs::read(whole.file()).expect("it can be read");
        let beside = place.address.beside("elsewhere").expect("a name");
        for bytes in [&b""[..], b"PK\x03\x04 a workbook", &bytes[..bytes.len() / 2]] {
            std::fs::write(&half, bytes).expect("it can be written");
            let refused = Backup::at(&half).restore(&beside).await;
            assert!(refused.is_err(), "{} bytes", bytes.len());
        }
        if let Some(file) = beside.file() {
            assert!(!file.exists() && !file.with_extension("part").exists());
        }
        let again = store.backup(place.file("whole.backup")).await;
        assert!(matches!(again, Err(Fault::Backup(_))), "no backup is written over: {again:?}");
    });
}
