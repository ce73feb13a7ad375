//! What waits to be sent: in which order it goes, how often, and what a person may do about it.

use model::sync::{Acknowledged, Limits, Op, Pending, Refusal, State, Taken, TakenBatch};
use model::{Kind, RecordKey};
use store::{Library, StoreError};

use crate::cloud::{acknowledge, document, gone, key, library, receive, take};
use crate::support::{delete, get, name, put, workout};

const HOUR: i64 = 3_600_000;

fn take_at(library: &Library, now: i64, rows: usize, bytes: usize) -> TakenBatch {
    library.sync(now, |tx| tx.take(Limits { rows, bytes })).unwrap()
}

fn ids(taken: &[Taken]) -> Vec<&str> {
    taken.iter().map(|taken| taken.key.id.as_str()).collect()
}

fn counts(library: &Library) -> (u64, u64) {
    let Pending { pending, refused } = library.read(|view| view.pending()).unwrap();
    assert_eq!(library.read(|view| view.unsent()).unwrap(), pending + refused);
    (pending, refused)
}

fn refuse(library: &Library, key: &RecordKey, op: &Op) -> bool {
    library.sync(50, |tx| tx.refuse(key, op, Refusal::Denied)).unwrap()
}

fn postpone(library: &Library, taken: &Taken, now: i64, millis: u64) -> bool {
    library.sync(now, |tx| tx.postpone(&taken.key, &taken.op, millis)).unwrap()
}

fn retry(library: &Library, id: &str) -> bool {
    library.transact("retry", 60, |tx| tx.retry(Kind::Workout, id)).unwrap()
}

fn discard(library: &Library, id: &str) -> bool {
    library.transact("discard", 60, |tx| tx.discard(Kind::Workout, id)).unwrap()
}

#[test]
fn who_came_first_is_served_first() {
    let (_folder, library) = library();
    for id in ["b", "a", "c"] {
        put(&library, workout(id, "One", 1));
    }
    // Who is edited again keeps the place.
    put(&library, workout("b", "Two", 2));
    assert_eq!(ids(&take_at(&library, 50, 9, 99_999).due), ["b", "a", "c"]);
    assert_eq!(ids(&take_at(&library, 50, 2, 99_999).due), ["b", "a"]);
    let size = |id| serde_json::to_string(&get(&library, id).unwrap().body).unwrap().len();
    let two = size("b") + size("a");
    assert_eq!(ids(&take_at(&library, 50, 9, two).due), ["b", "a"]);
    assert_eq!(ids(&take_at(&library, 50, 9, two - 1).due), ["b"]);
    assert_eq!(ids(&take_at(&library, 50, 9, 0).due), ["b"], "the first goes whatever its size");
    assert_eq!(take_at(&library, 50, 0, 99_999).due, []);
}

#[test]
fn a_record_that_is_edited_without_end_holds_up_nobody() {
    let (_folder, library) = library();
    for id in ["a", "b", "c"] {
        put(&library, workout(id, "One", 1));
    }
    let mut served = Vec::new();
    for round in 2..6 {
        let first = take_at(&library, 50, 1, 1).due.remove(0);
        put(&library, workout("a", "More", round));
        acknowledge(&library, &first, i64::try_from(round).unwrap());
        served.push(first.key.id);
    }
    assert_eq!(served, ["a", "b", "c", "a"]);
}

#[test]
fn what_is_postponed_waits_and_says_for_how_long() {
    let (_folder, library) = library();
    put(&library, workout("a", "One", 1));
    put(&library, workout("b", "One", 1));
    let [a, b] = take(&library).try_into().unwrap();
    assert!(postpone(&library, &a, 100, 500));
    assert!(!postpone(&library, &a, 100, 500), "the same failure counts once");
    assert_eq!(ids(&take_at(&library, 599, 9, 99_999).due), ["b"]);
    assert!(postpone(&library, &b, 100, 900));
    let waiting = take_at(&library, 599, 9, 99_999);
    assert_eq!((waiting.due, waiting.next_in), (vec![], Some(1)));
    assert_eq!(waiting.counts, Pending { pending: 2, refused: 0 });
    let again = take_at(&library, 600, 9, 99_999).due;
    assert_eq!((ids(&again), again[0].attempts, &again[0].op), (vec!["a"], 1, &a.op));
    library.sync(600, |tx| tx.hurry()).unwrap();
    assert_eq!(ids(&take_at(&library, 600, 9, 99_999).due), ["a", "b"]);
    // Once it was changed, it is another.
    put(&library, workout("a", "Two", 2));
    assert!(!postpone(&library, &a, 600, 500));
    assert_eq!(take_at(&library, 600, 9, 99_999).due[0].attempts, 0);
}

#[test]
fn a_clock_that_went_back_keeps_nothing_waiting() {
    let (_folder, library) = library();
    put(&library, workout("a", "One", 1));
    let taken = take(&library).remove(0);
    assert!(postpone(&library, &taken, 10 * HOUR, 1_800_000));
    assert_eq!(take_at(&library, 10 * HOUR, 9, 9).due, []);
    // By however little: how long it has waited nobody knows.
    assert_eq!(ids(&take_at(&library, 10 * HOUR - 1, 9, 9).due), ["a"]);
    assert!(postpone(&library, &taken, 9 * HOUR, 1_000), "and it may be postponed anew");
    assert_eq!(take_at(&library, 9 * HOUR, 9, 9).due, []);
    assert_eq!(ids(&take_at(&library, 9 * HOUR + 1_000, 9, 9).due), ["a"]);
}

#[test]
fn what_is_refused_leaves_the_line_until_the_person_decides() {
    let (_folder, library) = library();
    put(&library, workout("a", "One", 1));
    put(&library, workout("b", "One", 1));
    let taken = take(&library).remove(0);
    for _ in 0..2 {
        assert!(refuse(&library, &taken.key, &taken.op));
        assert_eq!(counts(&library), (1, 1));
    }
    assert_eq!(ids(&take(&library)), ["b"]);
    let refused = library.read(|view| view.refused(9)).unwrap();
    assert_eq!((refused.len(), refused[0].refused), (1, Some(Refusal::Denied)));
    assert_eq!(library.read(|view| view.refused(0)).unwrap(), []);
    let waiting = library.read(|view| view.waiting(Kind::Workout, "a")).unwrap().unwrap();
    assert_eq!((waiting.queued, waiting.theirs), (refused[0].clone(), None));
    assert_eq!(waiting.ours, taken.body, "it can be exported");
    assert!(retry(&library, "a"));
    assert_eq!(counts(&library), (2, 0));
    assert_eq!(ids(&take(&library)), ["a", "b"]);
    // An edit sends it again, too; and the old answer doesn't stop that.
    assert!(refuse(&library, &taken.key, &taken.op));
    put(&library, workout("a", "Two", 2));
    assert!(!refuse(&library, &taken.key, &taken.op));
    assert_eq!(counts(&library), (2, 0));
    assert!(!retry(&library, "nobody") && !discard(&library, "nobody"));
}

#[test]
fn a_discarded_change_gives_way_to_what_the_server_has() {
    let (_folder, library) = library();
    receive(&library, document(workout("w", "Theirs", 1), 10));
    put(&library, workout("w", "Ours", 2));
    assert!(discard(&library, "w"));
    assert_eq!((name(&library, "w").as_deref(), counts(&library)), (Some("Theirs"), (0, 0)));
    library.undo(70).unwrap();
    assert_eq!((name(&library, "w").as_deref(), counts(&library)), (Some("Ours"), (1, 0)));
    library.redo(80).unwrap();
    assert_eq!(name(&library, "w").as_deref(), Some("Theirs"));
    assert_eq!(counts(&library), (1, 0), "what a person does again is sent");

    put(&library, workout("new", "Ours", 1));
    assert!(discard(&library, "new"));
    assert_eq!(name(&library, "new"), None);
    library.undo(90).unwrap();
    assert_eq!((name(&library, "new").as_deref(), counts(&library)), (Some("Ours"), (2, 0)));
}

#[test]
fn a_discarded_deletion_brings_the_record_back() {
    let (_folder, library) = library();
    receive(&library, document(workout("w", "Theirs", 1), 10));
    delete(&library, "w");
    assert_eq!(take(&library)[0].body, None);
    assert!(discard(&library, "w"));
    assert_eq!((name(&library, "w").as_deref(), counts(&library)), (Some("Theirs"), (0, 0)));
    library.undo(70).unwrap();
    assert_eq!((name(&library, "w"), counts(&library)), (None, (1, 0)));
}

#[test]
fn what_was_discarded_and_came_to_be_written_all_the_same_is_followed() {
    let (_folder, library) = library();
    put(&library, workout("w", "Ours", 1));
    let taken = take(&library).remove(0);
    discard(&library, "w");
    assert_eq!(name(&library, "w"), None);
    acknowledge(&library, &taken, 10);
    assert_eq!((name(&library, "w").as_deref(), counts(&library)), (Some("Ours"), (0, 0)));
}

#[test]
fn what_needs_no_sending_is_off_the_queue_and_leaves_the_mirror() {
    let (_folder, library) = library();
    receive(&library, document(workout("w", "One", 1), 10));
    put(&library, workout("w", "One", 2));
    let taken = take(&library).remove(0);
    let done = Acknowledged {
        key: key("w"),
        op: taken.op,
        at: None,
        state: State::Document(workout("w", "One", 1)),
    };
    for _ in 0..2 {
        library.sync(50, |tx| tx.acknowledge(done.clone())).unwrap();
        assert_eq!((counts(&library), get(&library, "w").unwrap().version), ((0, 0), 1));
    }
    let base = library.read(|view| view.mirrored(Kind::Workout, "w")).unwrap().unwrap();
    assert_eq!(base.at.0, 10);
}

#[test]
fn an_undo_never_brings_back_silently_what_the_server_changed() {
    let (_folder, library) = library();
    put(&library, workout("w", "One", 1));
    put(&library, workout("w", "Two", 2));
    acknowledge(&library, &take(&library)[0], 10);
    // Another device says the same with other bookkeeping: nothing to be in the way of.
    receive(&library, document(workout("w", "Two", 3), 20));
    library.undo(60).unwrap();
    let record = get(&library, "w").unwrap();
    assert_eq!((name(&library, "w").as_deref(), record.version, counts(&library)), (Some("One"), 4, (1, 0)));
    acknowledge(&library, &take(&library)[0], 30);
    // Another device says something else: that can be seen, and is refused.
    for remote in [document(workout("w", "Theirs", 5), 40), gone("w", 50)] {
        receive(&library, remote);
        let before = (get(&library, "w"), counts(&library));
        for reverted in [library.undo(70), library.redo(70)] {
            assert!(matches!(reverted, Err(StoreError::Conflict { .. })), "{reverted:?}");
        }
        assert_eq!((get(&library, "w"), counts(&library)), before);
    }
}

#[test]
fn the_device_keeps_its_name() {
    let (folder, library) = library();
    let device = library.read(|view| view.device()).unwrap();
    assert_eq!(device.len(), 16);
    let path = library.path().to_owned();
    library.close();
    let again = Library::open(&path, &crate::cloud::account(), 0).unwrap().library;
    assert_eq!(again.read(|view| view.device()).unwrap(), device);
    let other = Library::open(&folder.path().join("other.db"), &crate::cloud::account(), 0).unwrap().library;
    assert_ne!(other.read(|view| view.device()).unwrap(), device);
}
