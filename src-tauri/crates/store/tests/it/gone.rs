//! What is known of documents that are gone from the server.

use model::sync::{Gone, Op, Remote, Seen, State};
use model::{Kind, ServerTime};
use serde_json::json;
use store::{Library, Received};

use crate::cloud::{document, gone, key, library, receive, take};
use crate::support::{put, workout};

/// What is known of a workout that is gone from the server, when it is made anew.
fn gone_when_made_anew(library: &Library, id: &str) -> Option<Gone> {
    put(library, workout(id, "Anew", 1));
    let taken = take(library).into_iter().find(|taken| taken.key == key(id)).unwrap();
    library.transact("discard", 60, |tx| tx.discard(Kind::Workout, id)).unwrap();
    taken.gone
}

#[test]
fn which_writes_were_in_what_is_gone_is_kept() {
    let seen = |all: &[(&str, &str)]| -> Seen {
        all.iter().map(|(device, op)| ((*device).to_owned(), Op((*op).to_owned()))).collect()
    };
    let tombstone = |at, all: &[(&str, &str)]| Remote {
        key: key("w"),
        at: ServerTime(at),
        state: State::Deleted { after: Some(seen(all)) },
    };
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
