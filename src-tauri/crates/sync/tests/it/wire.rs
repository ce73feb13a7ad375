use std::collections::BTreeSet;

use model::sync::{Base, Gone, Remote, Seen, State, Taken};
use model::{Body, Kind, Millis, RecordKey};
use serde_json::{Value, json};
use sync::wire::{document, edited_at, tombstone, version};
use sync::{Change, Clock, Precondition, batch};

use crate::support::{NOW, a_workout, ago, body, op, seen, stamp, workout};

fn written(record: Option<Value>, base: Option<Value>) -> Body {
    let taken = Taken {
        key: workout("w"),
        op: op("new"),
        edited_at: NOW - 1_000,
        body: record.map(|fields| a_workout("w", fields)),
        base: base.map(|fields| Base { at: ago(10_000), body: a_workout("w", fields) }),
        gone: None,
        unresolved: false,
        attempts: 0,
    };
    let plan = batch::plan(vec![taken], "d1", Clock { now: NOW, offset: 0 }, &BTreeSet::new());
    match plan.batch.writes.into_iter().next().expect("a write").change {
        Change::Put(body) | Change::Delete { tombstone: body } => body,
    }
}

#[test]
fn a_first_write_is_stamped() {
    let body = written(
        Some(json!({"version": 0, "modified_date": "x", "sync_status": "local", "sync": 5, "extra": [1]})),
        None,
    );
    let sync = stamp("new", "d1", NOW - 1_000, 1, &json!({}));
    assert_eq!(
        body,
        a_workout("w", json!({"version": 1, "sync_status": "synced", "sync": sync, "extra": [1]}))
    );
}

#[test]
fn the_version_goes_up_with_every_write_and_never_down() {
    assert_eq!(written(Some(json!({"version": 4})), Some(json!({"version": 8, "x": 1})))["version"], 9);
    assert_eq!(written(Some(json!({"version": 14})), Some(json!({"version": 8, "x": 1})))["version"], 14);
    assert_eq!(
        written(Some(json!({"version": 14})), Some(json!({"version": 8, "x": 1})))["sync"]["version"],
        14
    );
    assert_eq!(written(None, Some(json!({"version": 8})))["version"], 9);
}

#[test]
fn a_write_is_never_older_than_what_it_was_made_upon() {
    let written_at = |at: Millis| {
        let base = json!({"x": 1, "version": 3, "sync": stamp("old", "d2", at, 3, &json!({}))});
        written(Some(json!({})), Some(base))["sync"]["edited_at"].clone()
    };
    assert_eq!(written_at(NOW - 500_000), model::time::format(NOW - 1_000));
    // The base came to be ten seconds ago, whatever it says itself.
    assert_eq!(written_at(NOW + 500_000), model::time::format(NOW - 1_000));
    let at = edited_at(&a_workout("w", json!({})), ago(0));
    assert_eq!(at, NOW);
    let base = json!({"x": 1, "modified_date": model::time::format(NOW - 500)});
    let taken = Taken {
        key: workout("w"),
        op: op("new"),
        edited_at: NOW - 1_000,
        body: Some(a_workout("w", json!({}))),
        base: Some(Base { at: ago(400), body: a_workout("w", base) }),
        gone: None,
        unresolved: false,
        attempts: 0,
    };
    let plan = batch::plan(vec![taken], "d1", Clock { now: NOW, offset: 0 }, &BTreeSet::new());
    let Change::Put(body) = &plan.batch.writes[0].change else { panic!() };
    assert_eq!(body["sync"]["edited_at"], model::time::format(NOW - 500));
}

#[test]
fn the_last_write_of_every_other_device_is_handed_on() {
    let base = json!({"x": 1, "sync": stamp("theirs", "d2", NOW, 1, &json!({"d1": "ours", "d3": "third", "d2": "before"}))});
    assert_eq!(
        written(Some(json!({})), Some(base.clone()))["sync"]["seen"],
        json!({"d2": "theirs", "d3": "third"})
    );
    // In a tombstone, too; and a stale map still says what was.
    let mut stale = base;
    stale["version"] = json!(99);
    assert_eq!(written(None, Some(stale))["sync"]["seen"], json!({"d2": "theirs", "d3": "third"}));
    let ours = json!({"x": 1, "sync": stamp("before", "d1", NOW, 1, &json!({"d2": "theirs"}))});
    assert_eq!(written(Some(json!({})), Some(ours))["sync"]["seen"], json!({"d2": "theirs"}));
    let many: Body = (10..50).map(|device| (format!("e{device}"), json!("op"))).collect();
    let seen = &written(
        Some(json!({})),
        Some(json!({"x": 1, "sync": stamp("x", "d2", NOW, 1, &many.into())})),
    )["sync"]["seen"];
    assert_eq!(seen.as_object().map(Body::len), Some(32));
    let at_most: Body = (10..41).map(|device| (format!("e{device}"), json!("op"))).collect();
    let seen = &written(
        Some(json!({})),
        Some(json!({"x": 1, "sync": stamp("x", "d2", NOW, 1, &at_most.into())})),
    )["sync"]["seen"];
    assert_eq!(seen["d2"], "x");
    assert_eq!(seen.as_object().map(Body::len), Some(32));
}

#[test]
fn what_is_made_anew_names_all_that_was_there_before() {
    let tombstone = json!({"sync": stamp("deletion", "d2", NOW, 1, &json!({"d1": "ours", "d3": "third"}))});
    let gone = Gone { seen: Seen::of(&body(tombstone)), looked: true };
    let taken = Taken {
        key: workout("w"),
        op: op("new"),
        edited_at: NOW - 1_000,
        body: Some(a_workout("w", json!({}))),
        base: None,
        gone: Some(gone),
        unresolved: false,
        attempts: 0,
    };
    let plan = batch::plan(vec![taken.clone()], "d1", Clock { now: NOW, offset: 0 }, &BTreeSet::new());
    let write = &plan.batch.writes[0];
    let Change::Put(body) = &write.change else { panic!() };
    assert_eq!(write.only_if, Precondition::Absent);
    assert_eq!(body["sync"]["seen"], json!({"d2": "deletion", "d3": "third"}));
    // As long as nobody has looked for the tombstone, it can't; so it is looked for first.
    let unlooked = Taken { gone: taken.gone.clone().map(|gone| Gone { looked: false, ..gone }), ..taken };
    let plan = batch::plan(vec![unlooked], "d1", Clock { now: NOW, offset: 0 }, &BTreeSet::new());
    assert_eq!((plan.ask, plan.batch.writes.len()), (vec![workout("w")], 0));
}

#[test]
fn what_was_seen_is_read_from_whatever_there_is() {
    let sync = stamp("a", "d2", NOW, 1, &json!({"d1": "b", "d3": 7, "d2": "before"}));
    assert_eq!(Seen::of(&a_workout("w", json!({"sync": sync}))), seen(&[("d1", "b"), ("d2", "a")]));
    let nameless = json!({"op": "a", "seen": {"d1": "b"}});
    assert_eq!(Seen::of(&a_workout("w", json!({"sync": nameless}))), seen(&[("", "a"), ("d1", "b")]));
    for odd in [json!(null), json!("x"), json!({}), json!({"op": 5, "seen": []})] {
        assert_eq!(Seen::of(&a_workout("w", json!({"sync": odd}))), Seen::default());
    }
}

#[test]
fn when_a_document_was_edited_is_what_its_last_writer_says() {
    let edited = |fields: Value| edited_at(&a_workout("w", fields), ago(0));
    let own = stamp("a", "d2", NOW - 5_000, 3, &json!({}));
    assert_eq!(edited(json!({"version": 3, "sync": own, "modified_date": "2026-01-01"})), NOW - 5_000);
    // Somebody has written since who doesn't know the map.
    let modified = model::time::format(NOW - 2_000);
    assert_eq!(edited(json!({"version": 4, "sync": own, "modified_date": modified})), NOW - 2_000);
    assert_eq!(edited(json!({"version": 4, "sync": own})), NOW);
    assert_eq!(edited(json!({"version": 3, "sync": {"version": 3, "edited_at": NOW - 7}})), NOW - 7);
    assert_eq!(edited(json!({"version": null, "sync": {"edited_at": NOW - 7}})), NOW);
    assert_eq!(edited(json!({"modified_date": "soon"})), NOW);
    assert_eq!(edited(json!({"modified_date": model::time::format(NOW + 1)})), NOW);
    assert_eq!(version(&a_workout("w", json!({"version": 8}))), 8);
    assert_eq!(version(&a_workout("w", json!({"version": "8"}))), 0);
}

#[test]
fn a_tombstone_says_what_was_deleted_and_by_which_write() {
    let body = written(None, Some(json!({"version": 2, "sync": stamp("old", "d2", NOW, 2, &json!({}))})));
    let expected = json!({
        "id": "w", "kind": "workout", "version": 3, "deleted_at": model::time::format(NOW - 1_000),
        "sync": stamp("new", "d1", NOW - 1_000, 3, &json!({"d2": "old"})),
    });
    let mut plain = body.clone();
    plain["sync"]["edited_at"] = json!(model::time::format(NOW - 1_000));
    assert_eq!(Value::Object(plain), expected);
    let state = State::Deleted { after: Some(seen(&[("d1", "new"), ("d2", "old")])) };
    assert_eq!(tombstone("w", ago(5), &body), Some(Remote { key: workout("w"), at: ago(5), state }));
    assert_eq!(tombstone("w", ago(5), &crate::support::body(json!({"kind": "dream"}))), None);
    assert_eq!(tombstone("w", ago(5), &Body::new()), None);
}

#[test]
fn a_document_is_called_by_its_name() {
    let remote = document(Kind::Program, "p", ago(5), body(json!({"id": "q", "x": 1})));
    let state = State::Document(body(json!({"id": "p", "x": 1})));
    assert_eq!(remote, Remote { key: RecordKey::new(Kind::Program, "p"), at: ago(5), state });
}
