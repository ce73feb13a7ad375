//! History, undo and redo beyond what the reference model says of them.

use model::{Kind, body::text};
use store::{RecordKey, Reverted, StoreError, Why};

use crate::support::{Home, OnPurpose, delete, get, name, next, open, put, workout};

fn history(home: &Home, id: &str) -> Vec<(Why, Option<String>)> {
    let versions = home.library.read(|view| view.history(Kind::Workout, id)).unwrap();
    let name = |body: &model::Body| text(body, "name").to_owned();
    versions.into_iter().map(|version| (version.why, version.body.as_ref().map(name))).collect()
}

#[test]
fn history_tells_what_a_record_was_before_each_change() {
    let home = Home::new();
    put(&home.library, workout("w", "One", 1));
    put(&home.library, workout("w", "Two", 2));
    let body = workout("w", "Three", 3);
    home.library.transact("merge", 5, |tx| tx.put_because(Why::Merged, Kind::Workout, "w", body)).unwrap();
    delete(&home.library, "w");
    let expected = [
        (Why::Deleted, Some("Three".to_owned())),
        (Why::Merged, Some("Two".to_owned())),
        (Why::Edited, Some("One".to_owned())),
        (Why::Created, None),
    ];
    assert_eq!(history(&home, "w"), expected);

    let versions = home.library.read(|view| view.history(Kind::Workout, "w")).unwrap();
    assert_eq!((versions[1].op.as_str(), versions[1].at), ("merge", 5));
    let version = home.library.read(|view| view.version(versions[1].history_id)).unwrap();
    assert_eq!(version.as_ref(), Some(&versions[1]));
    assert_eq!(home.library.read(|view| view.version(-1)).unwrap(), None);
}

#[test]
fn what_an_undone_change_had_made_stays_in_history() {
    let home = Home::new();
    put(&home.library, workout("w", "One", 1));
    put(&home.library, workout("w", "Two", 2));
    home.library.undo(9).unwrap();
    put(&home.library, workout("w", "Three", 9));
    assert_eq!(home.library.redo(9).unwrap(), None);
    let expected =
        [(Why::Edited, Some("One".to_owned())), (Why::Undone, Some("Two".to_owned())), (Why::Created, None)];
    assert_eq!(history(&home, "w"), expected);
}

#[test]
fn undo_gives_a_document_a_new_version_and_time() {
    let home = Home::new();
    put(&home.library, workout("w", "One", 1));
    put(&home.library, workout("w", "Two", 7));
    let keys = vec![RecordKey::new(Kind::Workout, "w")];
    assert_eq!(home.library.undo(60_000).unwrap(), Some(Reverted { op: "workout.put".into(), keys }));
    let record = get(&home.library, "w").unwrap();
    assert_eq!((text(&record.body, "name"), record.version, record.modified_at), ("One", 8, 60_000));
    assert_eq!(text(&record.body, "modified_date"), "1970-01-01T00:01:00.000Z");
    home.library.redo(61_000).unwrap();
    let record = get(&home.library, "w").unwrap();
    assert_eq!((text(&record.body, "name"), record.version, record.modified_at), ("Two", 9, 61_000));
}

#[test]
fn undo_outlives_the_process() {
    let home = Home::new();
    put(&home.library, workout("w", "One", 1));
    put(&home.library, workout("w", "Two", 2));
    home.library.close();
    let library = open(&home.folder.path().join("library.db"));
    assert_eq!(next(&library), [Some("workout.put".to_owned()), None]);
    library.undo(9).unwrap();
    library.close();
    let library = open(&home.folder.path().join("library.db"));
    assert_eq!(name(&library, "w").as_deref(), Some("One"));
    assert_eq!(next(&library), [Some("workout.put".to_owned()), Some("workout.put".to_owned())]);
}

#[test]
fn a_change_that_another_one_was_built_upon_is_not_undone() {
    let home = Home::new();
    put(&home.library, workout("w", "One", 1));
    put(&home.library, workout("w", "Two", 2));
    home.library
        .transact("sync", 3, |tx| {
            tx.not_undoable();
            tx.put(Kind::Workout, "w", workout("w", "From afar", 3))
        })
        .unwrap();
    let keys = vec![RecordKey::new(Kind::Workout, "w")];
    let undone = home.library.undo(9);
    assert!(matches!(undone, Err(StoreError::Conflict { keys: found, .. }) if found == keys));
    assert_eq!(name(&home.library, "w").as_deref(), Some("From afar"));
    // What came after it can be undone, and what it left alone.
    put(&home.library, workout("w", "Four", 4));
    assert!(home.library.undo(9).unwrap().is_some());
    assert_eq!(name(&home.library, "w").as_deref(), Some("From afar"));
}

#[test]
fn a_hundred_versions_are_kept_of_a_record_and_what_is_cut_cannot_be_undone() {
    let home = Home::new();
    for version in 1..=130 {
        put(&home.library, workout("w", &format!("Version {version}"), version));
    }
    let versions = history(&home, "w");
    assert_eq!(versions.len(), 100);
    assert_eq!(versions.last(), Some(&(Why::Edited, Some("Version 30".to_owned()))));
    let mut undone = 0;
    while home.library.undo(9).unwrap().is_some() {
        undone += 1;
    }
    assert_eq!(undone, 100);
    assert_eq!(name(&home.library, "w").as_deref(), Some("Version 30"));
}

#[test]
fn five_hundred_changes_can_be_undone() {
    let home = Home::new();
    for number in 0..510 {
        put(&home.library, workout(&format!("w{number}"), "Name", 1));
    }
    let mut undone = 0;
    while home.library.undo(9).unwrap().is_some() {
        undone += 1;
    }
    assert_eq!(undone, 500);
    assert_eq!(home.library.read(|view| view.count(Kind::Workout)).unwrap(), 10);
}

#[test]
fn a_change_of_a_change_in_one_transaction_is_one_version() {
    let home = Home::new();
    home.library
        .transact("twice", 1, |tx| {
            tx.put(Kind::Workout, "w", workout("w", "One", 1))?;
            tx.put(Kind::Workout, "w", workout("w", "Two", 2))
        })
        .unwrap();
    assert_eq!(history(&home, "w"), [(Why::Created, None)]);
    home.library.undo(9).unwrap();
    assert_eq!(get(&home.library, "w"), None);
}

#[test]
fn nothing_changed_leaves_no_trace() {
    let home = Home::new();
    put(&home.library, workout("w", "One", 1));
    home.library.undo(9).unwrap();
    home.library.redo(9).unwrap();
    let same = get(&home.library, "w").unwrap().body;
    put(&home.library, same);
    assert!(!delete(&home.library, "nobody"));
    assert_eq!(history(&home, "w").len(), 1);
    assert_eq!(next(&home.library), [Some("workout.put".to_owned()), None]);
}

#[test]
fn a_transaction_that_fails_leaves_no_trace() {
    let home = Home::new();
    put(&home.library, workout("w", "One", 1));
    let failed: Result<(), OnPurpose> = home.library.transact("fails", 1, |tx| {
        tx.put(Kind::Workout, "w", workout("w", "Two", 2))?;
        tx.delete(Kind::Workout, "w")?;
        tx.put(Kind::Workout, "x", workout("x", "New", 1))?;
        Err(OnPurpose)
    });
    assert!(matches!(failed, Err(OnPurpose)));
    assert_eq!(name(&home.library, "w").as_deref(), Some("One"));
    assert_eq!(get(&home.library, "x"), None);
    assert_eq!(history(&home, "w").len(), 1);
}

#[test]
fn a_transaction_that_panics_leaves_no_trace_and_the_library_in_order() {
    let home = Home::new();
    let library = home.library.clone();
    let panicked = std::thread::spawn(move || {
        library.transact("panics", 1, |tx| -> Result<(), StoreError> {
            tx.put(Kind::Workout, "w", workout("w", "One", 1))?;
            panic!("on purpose")
        })
    });
    assert!(panicked.join().is_err());
    assert_eq!(get(&home.library, "w"), None);
    put(&home.library, workout("w", "Two", 1));
    assert_eq!(name(&home.library, "w").as_deref(), Some("Two"));
}

#[test]
fn records_that_are_gone_are_listed_with_their_last_version() {
    let home = Home::new();
    for id in ["a", "b", "c", "d"] {
        put(&home.library, workout(id, id, 1));
    }
    for id in ["b", "a", "c"] {
        delete(&home.library, id);
    }
    put(&home.library, workout("c", "again", 2));
    let gone = |limit| -> Vec<String> {
        let versions = home.library.read(|view| view.deleted(limit)).unwrap();
        versions.into_iter().map(|version| text(&version.body.unwrap(), "name").to_owned()).collect()
    };
    assert_eq!(gone(9), ["a", "b"]);
    assert_eq!(gone(1), ["a"]);
    // An undone creation counts too.
    put(&home.library, workout("e", "e", 1));
    home.library.undo(9).unwrap();
    assert_eq!(gone(9), ["e", "a", "b"]);
}

#[test]
fn a_body_must_hold_the_id_it_is_stored_under() {
    let home = Home::new();
    let put = home.library.transact("put", 1, |tx| tx.put(Kind::Workout, "x", workout("w", "One", 1)));
    assert!(matches!(put, Err(StoreError::WrongId(key)) if key.id == "x"));
}
