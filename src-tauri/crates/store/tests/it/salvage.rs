//! What salvage does with everything beside the records, and when it may not begin.

use std::fs;
use std::path::Path;

use model::{Body, Kind, body::text};
use rusqlite::Connection;
use store::{Doubt, DoubtState, Library, Owner, RecordKey, SalvageReport, StoreError};

use crate::cloud::account;
use crate::support::{Home, delete, get, name, next, open, overwrite, put, workout};

/// Damages the mark in the header, so that the library is salvaged when it is opened.
pub(crate) fn spoil_header(path: &Path) {
    overwrite(path, 68, b"????");
}

/// Writes over a text, wherever it stands in the file.
pub(crate) fn spoil(path: &Path, before: &str, after: &str) {
    let content = fs::read(path).unwrap();
    let places: Vec<usize> = (0..content.len() - before.len())
        .filter(|at| content[*at..].starts_with(before.as_bytes()))
        .collect();
    assert!(!places.is_empty(), "{before:?} is nowhere in the file");
    for place in places {
        overwrite(path, place, after.as_bytes());
    }
}

/// Opens a library of which SQLite itself sees no damage: a check is what finds it.
fn reopen_after_check(path: &Path) -> (Library, SalvageReport) {
    let library = open(path);
    let checked = library.check();
    assert!(matches!(checked, Err(StoreError::Damaged { .. })), "{checked:?}");
    assert!(matches!(library.read(|view| view.count(Kind::Workout)), Err(StoreError::Damaged { .. })));
    let opened = Library::open(path, &Owner::Anonymous, 0).unwrap();
    (opened.library, opened.salvage.unwrap())
}

fn doubts(report: &SalvageReport) -> Vec<(&str, DoubtState)> {
    report.doubts.iter().map(|doubt| (doubt.key.id.as_str(), doubt.state)).collect()
}

fn with_notes(id: &str, version: u64, notes: &str) -> Body {
    let mut body = workout(id, &format!("Name of {id}"), version);
    body.insert("notes".into(), notes.into());
    body
}

#[test]
fn history_is_kept_but_nothing_in_it_can_be_undone() {
    let home = Home::new();
    put(&home.library, workout("w", "One", 1));
    put(&home.library, workout("w", "Two", 2));
    put(&home.library, workout("gone", "Gone", 1));
    delete(&home.library, "gone");
    put(&home.library, workout("w", "Three", 3));
    home.library.undo(9).unwrap();
    let history = home.library.read(|view| view.history(Kind::Workout, "w")).unwrap();
    home.library.close();
    spoil_header(home.library.path());
    let opened = Library::open(home.library.path(), &Owner::Anonymous, 7).unwrap();
    let library = opened.library;
    assert_eq!(library.read(|view| view.history(Kind::Workout, "w")).unwrap(), history);
    assert_eq!(library.read(|view| view.deleted(9)).unwrap().len(), 1);
    assert_eq!(next(&library), [None, None]);
    let report = opened.salvage.unwrap();
    assert_eq!((report.doubts, report.all_named, report.versions), (vec![], true, 3));
    put(&library, workout("w", "Four", 9));
    library.undo(9).unwrap();
    assert_eq!(name(&library, "w").as_deref(), Some("Two"));
    library.check().unwrap();
}

#[test]
fn a_document_that_was_altered_is_kept_and_named() {
    let home = Home::new();
    put(&home.library, with_notes("w", 1, "AAAAAAAAAAAAAAAA"));
    put(&home.library, workout("x", "Other", 1));
    home.library.close();
    spoil(home.library.path(), "AAAAAAAAAAAAAAAA", "AAAAAAAABAAAAAAA");
    let (library, report) = reopen_after_check(home.library.path());
    assert_eq!(doubts(&report), [("w", DoubtState::Altered)]);
    assert_eq!(text(&get(&library, "w").unwrap().body, "notes"), "AAAAAAAABAAAAAAA");
    library.check().unwrap();
}

#[test]
fn an_earlier_version_stands_in_for_a_document_that_cannot_be_read() {
    let home = Home::new();
    put(&home.library, with_notes("w", 1, "BBBBBBBBBBBBBBBB"));
    put(&home.library, with_notes("w", 2, "AAAAAAAAAAAAAAAA"));
    put(&home.library, with_notes("lost", 1, "CCCCCCCCCCCCCCCC"));
    home.library.close();
    // No JSON any more.
    spoil(home.library.path(), "AAAAAAAAAAAAAAAA", "AAAAAAA\"AAAAAAAA");
    spoil(home.library.path(), "CCCCCCCCCCCCCCCC", "CCCCCCC\"CCCCCCCC");
    let (library, report) = reopen_after_check(home.library.path());
    let lost = Doubt {
        key: RecordKey::new(Kind::Workout, "lost"),
        name: Some("name of lost".into()),
        state: DoubtState::Lost,
    };
    assert!(report.doubts.contains(&lost), "{:?}", report.doubts);
    assert_eq!(doubts(&report), [("lost", DoubtState::Lost), ("w", DoubtState::Earlier)]);
    assert_eq!(text(&get(&library, "w").unwrap().body, "notes"), "BBBBBBBBBBBBBBBB");
    assert_eq!(get(&library, "lost"), None);
    assert_eq!(report.recovered.get(&Kind::Workout), Some(&1));
}

#[test]
fn the_library_of_another_owner_is_not_salvaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("library.db");
    Library::open(&path, &account(), 0).unwrap().library.close();
    spoil_header(&path);
    let content = fs::read(&path).unwrap();
    assert!(matches!(Library::open(&path, &Owner::Anonymous, 0), Err(StoreError::NotOurs(_))));
    assert_eq!(fs::read(&path).unwrap(), content);
    assert!(Library::open(&path, &account(), 0).unwrap().salvage.is_some());
}

#[test]
fn nothing_is_exchanged_under_anothers_hands() {
    let home = Home::new();
    put(&home.library, with_notes("w", 1, "AAAAAAAAAAAAAAAA"));
    home.library.close();
    spoil(home.library.path(), "AAAAAAAAAAAAAAAA", "AAAAAAAABAAAAAAA");
    let (one, other) = (open(home.library.path()), open(home.library.path()));
    assert!(one.check().is_err());
    let opened = Library::open(home.library.path(), &Owner::Anonymous, 0);
    assert!(matches!(opened, Err(StoreError::Busy)), "{opened:?}");
    // The other goes on, and what it writes is not lost.
    put(&other, workout("x", "Written to the damaged file", 1));
    other.close();
    let opened = Library::open(home.library.path(), &Owner::Anonymous, 0).unwrap();
    assert!(opened.salvage.is_some());
    assert_eq!(name(&opened.library, "x").as_deref(), Some("Written to the damaged file"));
}

#[test]
fn a_library_is_salvaged_as_often_as_it_must_be_and_each_file_is_kept() {
    let home = Home::new();
    put(&home.library, workout("w", "One", 1));
    home.library.close();
    let mut aside = Vec::new();
    for _ in 0..3 {
        spoil_header(home.library.path());
        let opened = Library::open(home.library.path(), &Owner::Anonymous, 1_700_000_000_000).unwrap();
        aside.push(opened.salvage.unwrap().set_aside);
        assert_eq!(name(&opened.library, "w").as_deref(), Some("One"));
        opened.library.close();
    }
    aside.dedup();
    assert_eq!(aside.len(), 3);
    assert!(aside.iter().all(|path| path.exists()));
    assert!(aside[0].ends_with("library.db.damaged-20231114T221320000Z"), "{aside:?}");
}

#[test]
fn records_of_a_kind_that_only_a_newer_version_knows_are_kept() {
    let home = Home::new();
    put(&home.library, workout("w", "One", 1));
    home.library.close();
    let path = home.library.path();
    let connection = Connection::open(path).unwrap();
    let body = r#"{"id":"s","name":"Session"}"#;
    let crc = crc32fast::hash(format!("session\0s\0{body}\0").as_bytes());
    connection
        .execute(
            "INSERT INTO record (kind, id, version, created_at, modified_at, name_key, crc, body)
             VALUES ('session', 's', 1, 2, 3, 'session', ?1, ?2)",
            rusqlite::params![crc, body],
        )
        .unwrap();
    drop(connection);
    spoil_header(path);
    let opened = Library::open(path, &Owner::Anonymous, 0).unwrap();
    assert_eq!(opened.salvage.unwrap().doubts, vec![]);
    opened.library.close();
    let connection = Connection::open(path).unwrap();
    let kept =
        connection.query_row("SELECT body, modified_at FROM record WHERE kind = 'session'", [], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
        });
    assert_eq!(kept.unwrap(), (body.to_owned(), 3));
}
