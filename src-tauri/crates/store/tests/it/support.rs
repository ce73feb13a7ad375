//! What the tests share.

use std::fs;
use std::path::Path;

use model::{Body, Kind};
use serde_json::{Value, json};
use store::{Library, Owner, Page, Query, Record, StoreError};
use tempfile::TempDir;

/// A folder that goes when the test ends, and a library in it.
pub(crate) struct Home {
    pub(crate) folder: TempDir,
    pub(crate) library: Library,
}

impl Home {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let library = open(&folder.path().join("library.db"));
        Self { folder, library }
    }
}

/// Opens a sound library of nobody's.
pub(crate) fn open(path: &Path) -> Library {
    let opened = Library::open(path, &Owner::Anonymous, 0).unwrap();
    assert_eq!(opened.salvage, None);
    opened.library
}

pub(crate) fn object(value: Value) -> Body {
    match value {
        Value::Object(body) => body,
        other => panic!("{other} is no object"),
    }
}

/// A workout of this id, name and version, last changed at second `version`.
pub(crate) fn workout(id: &str, name: &str, version: u64) -> Body {
    object(json!({
        "id": id,
        "name": name,
        "created_date": "2026-01-02T03:04:05.678Z",
        "modified_date": model::time::format(1_000 * version.cast_signed()),
        "version": version,
    }))
}

pub(crate) fn put(library: &Library, body: Body) -> Record {
    let id = model::body::text(&body, "id").to_owned();
    library.transact("workout.put", 1, |tx| tx.put(Kind::Workout, &id, body)).unwrap()
}

pub(crate) fn delete(library: &Library, id: &str) -> bool {
    library.transact("workout.delete", 1, |tx| tx.delete(Kind::Workout, id)).unwrap()
}

pub(crate) fn get(library: &Library, id: &str) -> Option<Record> {
    library.read(|view| view.get(Kind::Workout, id)).unwrap()
}

pub(crate) fn name(library: &Library, id: &str) -> Option<String> {
    get(library, id).map(|record| model::body::text(&record.body, "name").to_owned())
}

pub(crate) fn list(library: &Library, query: &Query) -> Page {
    library.read(|view| view.list(query)).unwrap()
}

/// What undo would take back, and what redo would make again.
pub(crate) fn next(library: &Library) -> [Option<String>; 2] {
    library.read(|view| Ok::<_, StoreError>([view.next_undo()?, view.next_redo()?])).unwrap()
}

/// The ids of all pages of a list.
pub(crate) fn ids(library: &Library, mut query: Query) -> Vec<String> {
    let mut ids = Vec::new();
    loop {
        let page = list(library, &query);
        assert!(page.records.len() <= query.limit);
        ids.extend(page.records.into_iter().map(|record| record.id));
        let Some(next) = page.next else {
            assert_eq!(ids.len() as u64, page.total);
            return ids;
        };
        query.after = Some(next);
    }
}

/// Writes over a part of a file.
pub(crate) fn overwrite(path: &Path, at: usize, bytes: &[u8]) {
    let mut content = fs::read(path).unwrap();
    content[at..at + bytes.len()].copy_from_slice(bytes);
    fs::write(path, content).unwrap();
}

/// The error of a change that fails on purpose, and in no other way.
#[derive(Debug)]
pub(crate) struct OnPurpose;

impl From<StoreError> for OnPurpose {
    fn from(error: StoreError) -> Self {
        panic!("{error:?}")
    }
}
