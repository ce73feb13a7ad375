//! What is known of documents that are gone from the server.

use model::sync::{Gone, Op, Remote, Seen, State};
use model::{Kind, ServerTime};
use serde_json::json;
use store::{Library, Received};

use crate::cloud::{document, gone, key, library, receive, take};
use crate::support::{name, put, workout};

/// What is known of a workout that is gone from the server, when it is made anew.
fn gone_when_made_anew(library: &Library, id: &str) -> Option<Gone> {
    put(library, workout(id, "Anew", 1));
    let taken = take(library).into_iter().find(|taken| taken.key == key(id)).unwrap();
    library.transact("discard", 60, |tx| tx.discard(Kind::Workout, id)).unwrap();
    taken.gone
}

fn seen(all: &[(&str, &str)]) -> Seen {
    all.iter().map(|(device, op)| ((*device).to_owned(), Op((*op).to_owned()))).collect()
}

fn tombstone(at: i64, all: &[(&str, &str)]) -> Remote {
    Remote { key: key("w"), at: ServerTime(at), state: State::Deleted { after: Some(seen(all)) } }
}

/// A state that was read by name at a time.
fn read(library: &Library, remote: Remote, at: i64) -> Received {
    library
        .sync(50, |tx| tx.receive_read(remote, ServerTime(at), &mut |_| panic!("nothing is unsent")))
        .unwrap()
}

/// A document that device `a` made anew, knowing of `seen`.
fn made_anew(op: &str, seen: &serde_json::Value, at: i64) -> Remote {
    let mut body = workout("w", "Anew", 2);
    body.insert("sync".into(), json!({"op": op, "device": "a", "seen": seen}));
    document(body, at)
}

#[test]
fn a_tombstone_of_before_a_document_was_made_anew_is_not_believed_however_late_it_seems() {
    let (_folder, library) = library();
    receive(&library, made_anew("a-3-1", &json!({"b": "b-2-1"}), 10));
    assert_eq!(receive(&library, tombstone(20, &[("a", "a-1-1"), ("b", "b-2-1")])), Received::Known);
    assert_eq!(name(&library, "w"), Some("Anew".into()));
    // A deletion of it names itself, which the document can't.
    assert_eq!(receive(&library, tombstone(20, &[("a", "a-3-1"), ("b", "b-3-1")])), Received::Followed);
    assert_eq!(name(&library, "w"), None);
    // Nor is it there because an old tombstone is found where it is not.
    receive(&library, made_anew("a-5-1", &json!({"b": "b-3-1"}), 30));
    let old = tombstone(40, &[("a", "a-3-1"), ("b", "b-3-1")]);
    assert_eq!(read(&library, old, 40), Received::Followed);
    assert_eq!(name(&library, "w"), None);
}

#[test]
fn what_is_read_by_name_is_there_however_late_its_deletion_seems() {
    let (_folder, library) = library();
    receive(&library, tombstone(20, &[("b", "b-2-1")]));
    let anew = || document(workout("w", "Anew", 2), 10);
    assert_eq!(receive(&library, anew()), Received::Known, "a stream may tell what was");
    assert_eq!(read(&library, anew(), 19), Received::Known, "it may have been deleted since");
    assert_eq!(read(&library, anew(), 20), Received::Followed);
    assert_eq!(name(&library, "w"), Some("Anew".into()));
    assert_eq!(read(&library, anew(), 25), Received::Known);
    assert_eq!(read(&library, document(workout("w", "Stale", 1), 5), 25), Received::Known);
    assert_eq!(name(&library, "w"), Some("Anew".into()));
}

#[test]
fn which_writes_were_in_what_is_gone_is_kept() {
    let (_folder, library) = library();
    assert_eq!(gone_when_made_anew(&library, "w"), None, "it was never there");
    let mut body = workout("w", "One", 1);
    body.insert("sync".into(), json!({"op": "a1", "device": "a", "seen": {"b": "b1"}}));
    receive(&library, document(body, 10));
    receive(&library, gone("w", 30));
    let known = |all: &[(&str, &str)], looked| Some(Gone { seen: seen(all), looked });
    assert_eq!(gone_when_made_anew(&library, "w"), known(&[("a", "a1"), ("b", "b1")], false));
    // The tombstone comes later, and was made before that.
    assert_eq!(receive(&library, tombstone(20, &[("b", "b2"), ("c", "c1")])), Received::Known);
    let now = [("a", "a1"), ("b", "b2"), ("c", "c1")];
    assert_eq!(gone_when_made_anew(&library, "w"), known(&now, true));
    // An earlier one, or that it is still gone, changes nothing of what it said.
    assert_eq!(receive(&library, tombstone(5, &[("b", "b0"), ("d", "d1")])), Received::Known);
    receive(&library, gone("w", 35));
    let now = [("a", "a1"), ("b", "b2"), ("c", "c1"), ("d", "d1")];
    assert_eq!(gone_when_made_anew(&library, "w"), known(&now, true));
    receive(&library, tombstone(40, &[("c", "c2")]));
    let now = [("a", "a1"), ("b", "b2"), ("c", "c2"), ("d", "d1")];
    assert_eq!(gone_when_made_anew(&library, "w"), known(&now, true));
    // There again, it speaks for itself.
    receive(&library, document(workout("w", "Two", 2), 50));
    receive(&library, gone("w", 60));
    assert_eq!(gone_when_made_anew(&library, "w"), known(&[], false));
}
