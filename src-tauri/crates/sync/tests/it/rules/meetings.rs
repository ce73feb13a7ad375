//! The rules for documents as a whole: deleted, created twice, landed unheard, not to be read.

use model::sync::{Loss, Outcome, Seen, Side, State};
use model::{Kind, RecordKey};
use serde_json::{Value, json};

use crate::support::{Case, NOW, a_workout, body, seen, stamp};

pub(super) fn edited_against_deleted() {
    let (old, new) = (json!({"description": "a"}), json!({"description": "b"}));
    let whole = |side| vec![model::sync::Loss { side, path: String::new(), value: Value::Null }];
    for case in [
        Case::of(old.clone(), new.clone(), Value::Null),
        Case::of(old.clone(), new.clone(), Value::Null).earlier(),
    ] {
        assert_eq!(case.meet(), Outcome::Ours { lost: whole(Side::Theirs) });
    }
    for case in
        [Case::of(old.clone(), Value::Null, new.clone()), Case::of(old.clone(), Value::Null, new).earlier()]
    {
        assert_eq!(case.meet(), Outcome::Theirs { lost: whole(Side::Ours) });
    }
    // Written anew, but not changed: the deletion stands.
    let mut again = old.clone();
    again["version"] = json!(7);
    assert_eq!(Case::of(old.clone(), Value::Null, again).meet(), Outcome::Ours { lost: vec![] });
    // It has never been there.
    assert_eq!(Case::of(Value::Null, old.clone(), Value::Null).meet(), Outcome::Ours { lost: vec![] });
    // Deleted here, made anew here: the deletion on the server is ours.
    let case = Case::of(old.clone(), old, Value::Null).sent("delete", None);
    assert_eq!(case.meet(), Outcome::Ours { lost: vec![] });
}

pub(super) fn deleted_on_both_sides() {
    for after in [None, Some(Seen::default()), Some(seen(&[("d2", "other")]))] {
        let case = Case::new(Some(a_workout("w", json!({}))), None, State::Deleted { after });
        assert_eq!(case.meet(), Outcome::Theirs { lost: vec![] });
    }
}

pub(super) fn the_same_id_created_twice() {
    let case = Case::of(
        Value::Null,
        json!({"description": "a", "tags": ["x"], "duration": 1}),
        json!({"description": "b", "tags": ["y"], "colour": "red"}),
    );
    let (merged, lost) = case.merged();
    let expected = json!({"description": "a", "tags": ["x", "y"], "duration": 1, "colour": "red"});
    assert_eq!(merged, a_workout("w", expected));
    assert_eq!(lost, vec![(Side::Theirs, "description".to_owned(), json!("b"))]);
}

pub(super) fn entries_without_an_id() {
    let program = |entries: Value, name: &str| body(json!({"id": "p", "name": name, "workouts": entries}));
    let known = json!([
        {"entry_id": "e1", "workout_id": "w", "order_index": 0},
        {"entry_id": "e2", "workout_id": "v", "order_index": 1},
        {"entry_id": "e3", "workout_id": "w", "order_index": 2},
    ]);
    let mut renamed = known.clone();
    renamed[2]["custom_name"] = json!("Heavy");
    // The other client knows no entry ids; it moved the last entry to the front, and took the first away.
    let theirs = json!([
        {"workout_id": "w", "order_index": 0, "custom_date": "2026-01-01"},
        {"workout_id": "w", "order_index": 2},
        {"workout_id": "v", "order_index": 1},
    ]);
    let mut case = Case::new(
        Some(program(known, "P")),
        Some(program(renamed, "P")),
        State::Document(program(theirs, "Q")),
    );
    case.key = RecordKey::new(Kind::Program, "p");
    let (merged, lost) = case.merged();
    assert_eq!(lost, vec![]);
    let expected = json!([
        {"entry_id": "e1", "workout_id": "w", "order_index": 0, "custom_date": "2026-01-01"},
        {"entry_id": "e2", "workout_id": "v", "order_index": 1},
        {"entry_id": "e3", "workout_id": "w", "order_index": 2, "custom_name": "Heavy"},
    ]);
    assert_eq!((&merged["workouts"], &merged["name"]), (&expected, &json!("Q")));
}

pub(super) fn our_write_landed_unheard() {
    // We added a tag and took away the description, and didn't hear that it was done; another device has undone both
    // since. It isn't done a second time.
    let base = json!({"description": "a"});
    let written = a_workout("w", json!({"tags": ["x"]}));
    let undone = json!({"description": "a", "sync": stamp("theirs", "d2", NOW - 50_000, 1, &json!({"d1": "current"}))});
    let case =
        Case::of(base.clone(), json!({"tags": ["x"]}), undone.clone()).sent("current", Some(written.clone()));
    assert_eq!(case.meet(), Outcome::Theirs { lost: vec![] });
    // The same by our own hand: their document is the one we wrote.
    let ours = json!({"tags": ["x"], "sync": stamp("current", "d1", NOW - 50_000, 1, &json!({}))});
    let case = Case::of(base.clone(), json!({"tags": ["x"]}), ours).sent("current", Some(written.clone()));
    assert_eq!(case.meet(), Outcome::Theirs { lost: vec![] });
    // Edited here since: only that edit is new.
    let undone =
        json!({"description": "a", "sync": stamp("theirs", "d2", NOW - 50_000, 1, &json!({"d1": "first"}))});
    let case = Case::of(base, json!({"tags": ["x", "y"]}), undone).sent("first", Some(written.clone()));
    assert_eq!(case.merged().0["tags"], json!(["y"]));
    assert_eq!(case.merged().0["description"], "a");
    // Deleted here since: what they made of what we wrote stands against it, what we wrote doesn't.
    let landed = json!({"tags": ["x"], "sync": stamp("first", "d1", NOW - 50_000, 1, &json!({}))});
    let case = Case::of(Value::Null, Value::Null, landed).sent("first", Some(written));
    assert_eq!(case.meet(), Outcome::Ours { lost: vec![] });
}

pub(super) fn our_write_landed_then_deleted() {
    let written = a_workout("w", json!({"tags": ["x"]}));
    let mut case = Case::of(json!({}), json!({"tags": ["x"]}), Value::Null).sent("current", Some(written));
    case.theirs = State::Deleted { after: Some(seen(&[("d1", "current"), ("d2", "other")])) };
    assert_eq!(case.meet(), Outcome::Theirs { lost: vec![] });
}

pub(super) fn our_deletion_landed_then_made_anew() {
    let written =
        |name, device, seen| json!({"tags": ["x"], "sync": stamp(name, device, NOW - 90_000, 1, &seen)});
    let base = written("first", "d1", json!({}));
    let whole = vec![Loss { side: Side::Ours, path: String::new(), value: Value::Null }];
    // Restored elsewhere: it says the same as before, and knows of our deletion.
    let restored = written("restored", "d2", json!({"d1": "delete"}));
    let anew = Case::of(base.clone(), Value::Null, restored);
    assert_eq!(anew.clone().sent("delete", None).meet(), Outcome::Theirs { lost: whole.clone() });
    // Our deletion can't have landed yet.
    assert_eq!(anew.meet(), Outcome::Ours { lost: vec![] });
    // Changed elsewhere, and back: it was never gone.
    for seen in [json!({"d1": "first"}), json!({})] {
        let upon = Case::of(base.clone(), Value::Null, written("back", "d2", seen));
        assert_eq!(upon.sent("delete", None).meet(), Outcome::Ours { lost: vec![] });
    }
    // By a client that leaves no traces, or none of its own: who knows.
    let mut stale = written("back", "d2", json!({"d1": "first"}));
    stale["version"] = json!(2);
    for traceless in [json!({"tags": ["x"]}), stale] {
        let case = Case::of(json!({"tags": ["x"]}), Value::Null, traceless);
        assert_eq!(case.clone().sent("delete", None).meet(), Outcome::Theirs { lost: whole.clone() });
        assert_eq!(
            case.sent("unheard", Some(a_workout("w", json!({})))).meet(),
            Outcome::Ours { lost: vec![] }
        );
    }
    // Written here, deleted here: theirs is what was written, so it was not deleted yet.
    let ours = a_workout("w", written("ours", "d1", json!({})));
    let mut case =
        Case::of(Value::Null, Value::Null, json!({})).sent("ours", Some(ours.clone())).sent("delete", None);
    case.theirs = State::Document(ours);
    assert_eq!(case.meet(), Outcome::Ours { lost: vec![] });
}

pub(super) fn deleted_and_our_write_unheard_of() {
    let written = a_workout("w", json!({"tags": ["x"]}));
    let mut case =
        Case::of(json!({}), json!({"tags": ["x"]}), Value::Null).sent("current", Some(written.clone()));
    case.theirs = State::Deleted { after: None };
    assert_eq!(case.meet(), Outcome::Ask);
    // What was sent is not what we have to say now, so it matters to nobody whether it had landed.
    let mut case = Case::of(json!({}), json!({"tags": ["x"]}), Value::Null).sent("first", Some(written));
    case.theirs = State::Deleted { after: None };
    assert!(matches!(case.meet(), Outcome::Ours { .. }));
}

pub(super) fn theirs_cannot_be_read() {
    let strange = json!({"exercise_groups": "none"});
    let case = Case::of(json!({}), json!({"description": "b"}), strange.clone());
    assert_eq!(case.meet(), Outcome::Unreadable);
    // It was strange before, and nobody else has changed it: what was edited here was edited with open eyes.
    let case = Case::of(strange.clone(), json!({"exercise_groups": []}), strange.clone());
    assert_eq!(case.meet(), Outcome::Ours { lost: vec![] });
    // It is what we have.
    let case = Case::of(json!({}), strange.clone(), strange.clone());
    assert_eq!(case.meet(), Outcome::Theirs { lost: vec![] });
    // Deleted here: it is kept.
    let case = Case::of(json!({}), Value::Null, strange);
    assert!(matches!(case.meet(), Outcome::Theirs { .. }));
}

pub(super) fn the_base_cannot_be_read() {
    // Somebody had changed the duration before another client wrote what can't be read; ours was made before both.
    let [unread, ours, theirs] = [(json!(7), 2), (json!("a"), 1), (json!("b"), 2)]
        .map(|(description, duration)| json!({"description": description, "duration": duration}));
    let lost = |side, description: &str, duration: u64| {
        [("description", json!(description)), ("duration", json!(duration))].map(|(path, value)| Loss {
            side,
            path: path.to_owned(),
            value,
        })
    };
    // Ours doesn't pass for the only change of the duration.
    let case = Case::of(unread.clone(), ours.clone(), theirs);
    assert_eq!(case.meet(), Outcome::Ours { lost: lost(Side::Theirs, "b", 2).to_vec() });
    assert_eq!(case.earlier().meet(), Outcome::Theirs { lost: lost(Side::Ours, "a", 1).to_vec() });
    // Nobody touched it since: nothing of theirs is lost that isn't in the mirror.
    let case = Case::of(unread.clone(), ours, unread);
    assert_eq!(case.meet(), Outcome::Ours { lost: Vec::new() });
}
