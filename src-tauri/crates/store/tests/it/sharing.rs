//! Several readers, writers and processes at once.

use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use model::Kind;
use model::sync::Limits;
use rusqlite::Connection;
use store::{Library, Owner, StoreError, Uid};

use crate::support::{Home, delete, name, open, put, workout};

#[test]
fn readers_do_not_wait_for_the_writer_and_see_one_snapshot() {
    let home = Home::new();
    put(&home.library, workout("w", "Before", 1));
    let (in_transaction, read) = (Barrier::new(2), Barrier::new(2));
    thread::scope(|scope| {
        scope.spawn(|| {
            home.library
                .transact("slow", 1, |tx| {
                    tx.put(Kind::Workout, "w", workout("w", "After", 2))?;
                    in_transaction.wait();
                    // Until the reader has read: if it waited for us, this test would never end.
                    read.wait();
                    Ok::<_, StoreError>(())
                })
                .unwrap();
        });
        in_transaction.wait();
        assert_eq!(name(&home.library, "w").as_deref(), Some("Before"));
        assert!(home.library.data_version().is_ok());
        read.wait();
    });
    assert_eq!(name(&home.library, "w").as_deref(), Some("After"));

    home.library
        .read(|view| {
            let before = view.get(Kind::Workout, "w")?;
            put(&home.library, workout("w", "Meanwhile", 3));
            put(&home.library, workout("x", "New", 1));
            assert_eq!(view.get(Kind::Workout, "w")?, before);
            assert_eq!(view.count(Kind::Workout)?, 1);
            Ok::<_, StoreError>(())
        })
        .unwrap();
}

#[test]
fn a_checkpoint_leaves_one_file_with_everything_in_it() {
    let home = Home::new();
    put(&home.library, workout("w", "Name", 1));
    let log = home.library.path().with_extension("db-wal");
    assert!(log.metadata().unwrap().len() > 0, "there is something to be copied");
    home.library.checkpoint().unwrap();
    assert_eq!(log.metadata().unwrap().len(), 0);
    assert_eq!(name(&home.library, "w").as_deref(), Some("Name"));

    // Somebody reads an older snapshot: what can't be copied yet stays in the log, and that is no failure.
    home.library
        .read(|view| {
            view.count(Kind::Workout)?;
            put(&home.library, workout("w", "Later", 2));
            home.library.checkpoint()
        })
        .unwrap();
    assert_eq!(name(&home.library, "w").as_deref(), Some("Later"));
}

#[test]
fn writers_of_two_libraries_on_one_file_lose_nothing() {
    let home = Home::new();
    let other = open(home.library.path());
    thread::scope(|scope| {
        for (writer, library) in [&home.library, &other, &home.library].into_iter().enumerate() {
            scope.spawn(move || {
                for number in 0..40 {
                    put(library, workout(&format!("{writer}-{number}"), "Name", 1));
                    library
                        .transact("count", 1, |tx| {
                            let count = tx.get(Kind::Workout, "count")?.map_or(0, |record| record.version);
                            tx.put(Kind::Workout, "count", workout("count", "Count", count + 1))
                        })
                        .unwrap();
                }
            });
        }
    });
    for library in [&home.library, &other] {
        assert_eq!(library.read(|view| view.count(Kind::Workout)).unwrap(), 121);
        let count = library.read(|view| view.get(Kind::Workout, "count")).unwrap().unwrap();
        assert_eq!(count.version, 120);
        library.check().unwrap();
    }
}

#[test]
fn many_readers_beside_a_writer_always_see_whole_transactions() {
    let home = Home::new();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    let pair = home.library.read(|view| {
                        let version = |id| {
                            Ok::<_, StoreError>(view.get(Kind::Workout, id)?.map(|record| record.version))
                        };
                        Ok::<_, StoreError>((version("a")?, version("b")?))
                    });
                    let (a, b) = pair.unwrap();
                    assert_eq!(a, b);
                }
            });
        }
        for version in 1..60 {
            home.library
                .transact("pair", 1, |tx| {
                    tx.put(Kind::Workout, "a", workout("a", "A", version))?;
                    tx.put(Kind::Workout, "b", workout("b", "B", version))
                })
                .unwrap();
        }
        done.store(true, Ordering::Relaxed);
    });
}

#[test]
fn the_data_version_tells_of_others_writes_only() {
    let home = Home::new();
    let other = open(home.library.path());
    let before = home.library.data_version().unwrap();
    put(&home.library, workout("w", "Own", 1));
    name(&home.library, "w");
    assert_eq!(home.library.data_version().unwrap(), before);
    put(&other, workout("w", "Other", 2));
    let after = home.library.data_version().unwrap();
    assert_ne!(after, before);
    name(&other, "w");
    assert_eq!(home.library.data_version().unwrap(), after);
}

#[test]
fn what_another_process_did_can_be_undone_here() {
    let home = Home::new();
    let other = open(home.library.path());
    put(&home.library, workout("w", "One", 1));
    put(&other, workout("w", "Two", 2));
    home.library.undo(9).unwrap();
    assert_eq!(name(&other, "w").as_deref(), Some("One"));
    other.redo(9).unwrap();
    assert_eq!(name(&home.library, "w").as_deref(), Some("Two"));
}

#[test]
fn a_lock_that_is_held_for_too_long_is_a_clear_error() {
    let home = Home::new();
    let holder = Connection::open(home.library.path()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = home.library.transact("put", 1, |tx| tx.put(Kind::Workout, "w", workout("w", "One", 1)));
    let error = error.unwrap_err();
    assert!(matches!(error, StoreError::Busy) && !error.is_permanent(), "{error:?}");
    assert_eq!(name(&home.library, "w"), None);
    holder.execute_batch("ROLLBACK").unwrap();
    put(&home.library, workout("w", "One", 1));
}

#[test]
fn two_who_open_a_new_library_at_once_open_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    thread::scope(|scope| {
        for number in 0..4 {
            let path = &path;
            scope.spawn(move || put(&open(path), workout(&number.to_string(), "Name", 1)));
        }
    });
    assert_eq!(open(&path).read(|view| view.count(Kind::Workout)).unwrap(), 4);
}

#[test]
fn an_accounts_changes_are_queued_in_the_same_transaction() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    let owner = Owner::Account(Uid::new("u1").unwrap());
    let library = Library::open(&path, &owner, 0).unwrap().library;
    let queue = || -> Vec<(String, String, i64)> {
        let connection = Connection::open(&path).unwrap();
        let mut statement = connection.prepare("SELECT id, op, generation FROM queue ORDER BY id").unwrap();
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let row = |id: &str, op: &str, generation| (id.to_owned(), op.to_owned(), generation);
    put(&library, workout("a", "One", 1));
    put(&library, workout("b", "One", 1));
    assert_eq!(queue(), [row("a", "upsert", 1), row("b", "upsert", 2)]);
    put(&library, workout("a", "Two", 2));
    // The server may have heard of it.
    library.sync(1, |tx| tx.take(Limits { rows: 9, bytes: 9_999 })).unwrap();
    delete(&library, "b");
    assert_eq!(queue(), [row("a", "upsert", 3), row("b", "delete", 4)]);
    library.undo(9).unwrap();
    assert_eq!(queue(), [row("a", "upsert", 3), row("b", "upsert", 5)]);
    let failed: Result<(), crate::support::OnPurpose> = library.transact("fails", 1, |tx| {
        tx.delete(Kind::Workout, "a")?;
        Err(crate::support::OnPurpose)
    });
    assert!(failed.is_err());
    assert_eq!(queue(), [row("a", "upsert", 3), row("b", "upsert", 5)]);
}

#[test]
fn of_what_the_server_never_heard_of_nothing_is_left_to_send_when_it_is_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let owner = Owner::Account(Uid::new("u1").unwrap());
    let library = Library::open(&folder.path().join("library.db"), &owner, 0).unwrap().library;
    put(&library, workout("a", "One", 1));
    delete(&library, "a");
    assert_eq!(library.read(|view| view.unsent()).unwrap(), 0);
    library.undo(9).unwrap();
    assert_eq!(library.read(|view| view.unsent()).unwrap(), 1);
}

#[test]
fn nobodys_changes_are_not_queued() {
    let home = Home::new();
    put(&home.library, workout("a", "One", 1));
    delete(&home.library, "a");
    let connection = Connection::open(home.library.path()).unwrap();
    let queued: i64 = connection.query_row("SELECT count(*) FROM queue", [], |row| row.get(0)).unwrap();
    assert_eq!(queued, 0);
}

#[test]
fn a_library_is_discarded_whole_and_only_when_nobody_has_it_open() {
    let home = Home::new();
    let path = home.library.path().to_owned();
    put(&home.library, workout("w", "Before", 1));
    let backups = path.with_file_name("backups");
    std::fs::create_dir(&backups).unwrap();
    std::fs::write(backups.join("one.json"), "{}").unwrap();
    assert!(matches!(Library::discard(&path), Err(StoreError::Busy)));
    assert_eq!(name(&home.library, "w").as_deref(), Some("Before"));
    assert!(backups.join("one.json").exists());

    home.library.close();
    Library::discard(&path).unwrap();
    let left: Vec<_> =
        std::fs::read_dir(path.parent().unwrap()).unwrap().map(|at| at.unwrap().path()).collect();
    assert_eq!(left.len(), 1, "the lock, which whoever waits for it must find: {left:?}");
    assert_eq!(name(&open(&path), "w"), None);
}
