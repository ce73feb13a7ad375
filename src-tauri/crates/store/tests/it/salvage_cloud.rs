//! What salvage keeps of an account's library for the cloud: nothing unsent is lost, and nothing is taken for sent that
//! may not be.

use std::collections::BTreeMap;
use std::path::Path;

use model::sync::{Cursor, Feed, Meeting, Outcome, Refusal, Sent};
use model::{Kind, ServerTime};
use rusqlite::Connection;
use store::{Library, Received, StoreError};

use crate::cloud::{account, acknowledge, document, gone, library, receive, take};
use crate::salvage::{spoil, spoil_header};
use crate::support::{delete, get, name, overwrite, put, workout};

const FEED: Feed = Feed::Records(Kind::Workout);

/// Opens a library that is damaged.
pub(crate) fn salvage(path: &Path) -> Library {
    let opened = Library::open(path, &account(), 1_000).unwrap();
    assert!(opened.salvage.is_some());
    opened.library.check().unwrap();
    opened.library
}

/// Takes a page that SQLite needs away from a table.
pub(crate) fn spoil_root(path: &Path, table: &str) {
    let connection = Connection::open(path).unwrap();
    let sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?1";
    let root: usize = connection.query_row(sql, [table], |row| row.get(0)).unwrap();
    drop(connection);
    overwrite(path, (root - 1) * 4096, &[0; 4096]);
}

/// What is to be sent, and what it is to be sent upon.
fn queue(library: &Library) -> Vec<(String, Option<String>, Option<i64>)> {
    let name = |body: model::Body| model::body::text(&body, "name").to_owned();
    let taken = take(library).into_iter();
    taken.map(|taken| (taken.key.id, taken.body.map(name), taken.base.map(|base| base.at.0))).collect()
}

fn row(id: &str, name: &str, base: Option<i64>) -> (String, Option<String>, Option<i64>) {
    (id.to_owned(), (!name.is_empty()).then(|| name.to_owned()), base)
}

/// A library with everything in it that sync keeps: records that are sent, edited, deleted, new and refused.
fn filled() -> (tempfile::TempDir, Library) {
    let (folder, library) = library();
    for id in ["sent", "edited", "deleted", "refused"] {
        receive(&library, document(workout(id, "Theirs", 1), 10));
    }
    put(&library, workout("new", "New", 1));
    delete(&library, "deleted");
    put(&library, workout("edited", "First", 2));
    put(&library, workout("refused", "Refused", 2));
    for taken in take(&library).iter().filter(|taken| taken.key.id == "refused") {
        library.sync(50, |tx| tx.refuse(&taken.key, &taken.op, Refusal::TooLarge)).unwrap();
    }
    put(&library, workout("edited", "Second", 3));
    let cursor = Cursor { until: ServerTime(10), since: None, token: None, complete: true };
    library.sync(50, |tx| tx.set_cursor(FEED, Some(&cursor))).unwrap();
    (folder, library)
}

#[test]
fn the_queue_is_kept_in_its_order_with_all_that_belongs_to_it() {
    let (_folder, library) = filled();
    let device = library.read(|view| view.device()).unwrap();
    let before = library.read(|view| view.pending()).unwrap();
    let path = library.path().to_owned();
    library.close();
    spoil_header(&path);
    let library = salvage(&path);
    assert_eq!(library.read(|view| view.pending()).unwrap(), before);
    let expected = [row("new", "New", None), row("deleted", "", Some(10)), row("edited", "Second", Some(10))];
    assert_eq!(queue(&library), expected);
    let refused = library.read(|view| view.refused(9)).unwrap();
    assert_eq!(refused[0].refused, Some(Refusal::TooLarge));
    assert_eq!(library.read(|view| view.count_mirrored(Kind::Workout)).unwrap(), 4);
    assert_eq!(library.read(|view| view.cursor(FEED)).unwrap(), None, "everything is to be received again");
    assert_ne!(library.read(|view| view.device()).unwrap(), device);
    assert_eq!(receive(&library, document(workout("sent", "Theirs", 1), 10)), Received::Known);
}

#[test]
fn what_was_given_out_stays_known() {
    let (_folder, library) = filled();
    let path = library.path().to_owned();
    let of = |library: &Library, id: &str| -> Vec<Sent> {
        let mut sent = Vec::new();
        let merge = &mut |meeting: &Meeting<'_>| {
            sent = meeting.sent.to_vec();
            Outcome::Ask
        };
        library.sync(50, |tx| tx.receive(gone(id, 20), merge)).unwrap();
        sent
    };
    let ids = ["edited", "new", "deleted"];
    let before: BTreeMap<&str, Vec<Sent>> = ids.map(|id| (id, of(&library, id))).into();
    assert_eq!(before["edited"][0].body, Some(workout("edited", "First", 2)));
    library.close();
    spoil_header(&path);
    let library = salvage(&path);
    for id in ids.into_iter().filter(|id| *id != "deleted") {
        assert_eq!(of(&library, id), before[id], "{id}");
    }
    // Whatever is taken now has another name than all that was given out before.
    for taken in take(&library) {
        assert!(before.values().flatten().all(|sent| sent.op != taken.op));
        assert!(taken.unresolved);
    }
}

#[test]
fn without_a_queue_whatever_is_not_known_to_be_sent_is_queued() {
    let (_folder, library) = filled();
    let path = library.path().to_owned();
    library.close();
    spoil_root(&path, "queue");
    let library = salvage(&path);
    let mut queue = queue(&library);
    queue.sort();
    let expected =
        [row("edited", "Second", Some(10)), row("new", "New", None), row("refused", "Refused", Some(10))];
    assert_eq!(queue, expected);
    // That it was deleted isn't known any more: it comes back rather than being lost.
    assert_eq!(receive(&library, document(workout("deleted", "Theirs", 1), 10)), Received::Followed);
    assert_eq!(name(&library, "deleted").as_deref(), Some("Theirs"));
    // It counts as edited when it was, so that it does not win over what was done since.
    let edited = take(&library).into_iter().find(|taken| taken.key.id == "edited").unwrap();
    assert_eq!(edited.edited_at, 3_000);
}

#[test]
fn without_a_mirror_everything_is_merged_anew() {
    let (_folder, library) = filled();
    let path = library.path().to_owned();
    library.close();
    spoil_root(&path, "mirror");
    let library = salvage(&path);
    assert!(take(&library).iter().all(|taken| taken.base.is_none()));
    let merge = &mut |meeting: &Meeting<'_>| {
        assert_eq!((meeting.base, meeting.ours.is_some()), (None, true));
        Outcome::Theirs { lost: Vec::new() }
    };
    let theirs = document(workout("sent", "Theirs", 1), 10);
    assert_eq!(library.sync(50, |tx| tx.receive(theirs, merge)).unwrap(), Received::Met);
}

#[test]
fn what_was_altered_is_made_good_by_the_servers_copy() {
    let (_folder, library) = library();
    let body = |note: &str| {
        let mut body = workout("w", "One", 1);
        body.insert("notes".into(), note.into());
        body
    };
    put(&library, body("AAAAAAAAAAAAAAAA"));
    acknowledge(&library, &take(&library)[0], 10);
    let path = library.path().to_owned();
    library.close();
    // Both copies of it, so that neither can stand in for the other.
    spoil(&path, "AAAAAAAAAAAAAAAA", "AAAAAAAABAAAAAAA");
    let library = Library::open(&path, &account(), 0).unwrap().library;
    assert!(matches!(library.check(), Err(StoreError::Damaged { .. })));
    let library = salvage(&path);
    assert_eq!(get(&library, "w").unwrap().body, body("AAAAAAAABAAAAAAA"));
    assert_eq!(take(&library), []);
    assert_eq!(receive(&library, document(body("AAAAAAAAAAAAAAAA"), 10)), Received::Followed);
    assert_eq!(get(&library, "w").unwrap().body, body("AAAAAAAAAAAAAAAA"));
}

#[test]
fn a_count_that_is_wrong_is_damage_and_is_made_right() {
    let (_folder, library) = filled();
    let path = library.path().to_owned();
    let before = library.read(|view| view.pending()).unwrap();
    Connection::open(&path).unwrap().execute("UPDATE tally SET pending = pending - 1", []).unwrap();
    assert!(matches!(library.check(), Err(StoreError::Damaged { .. })));
    library.close();
    let library = salvage(&path);
    assert_eq!(library.read(|view| view.pending()).unwrap(), before);
}
