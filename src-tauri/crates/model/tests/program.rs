//! Entries of programs: the same place has the same id on every device.

#![expect(clippy::unwrap_used, reason = "a test that unwraps fails with a message and a line")]

use model::program::settle_entries;
use model::{Body, EntryId, Program};
use proptest::prelude::*;
use serde_json::{Value, json};

fn settled(entries: Value) -> Vec<Value> {
    let mut body = Body::from_iter([("id".to_owned(), json!("p")), ("workouts".to_owned(), entries)]);
    settle_entries(&mut body);
    match body.remove("workouts") {
        Some(Value::Array(entries)) => entries,
        other => panic!("{other:?}"),
    }
}

fn ids(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|entry| entry["entry_id"].as_str().unwrap()).collect()
}

fn derived(workout: &str, occurrence: usize) -> String {
    EntryId::derived("p", workout, occurrence).into()
}

#[test]
fn the_same_workout_twice_is_two_entries() {
    let entries = settled(json!([
        {"workout_id": "a", "order_index": 0},
        {"workout_id": "b", "order_index": 1},
        {"workout_id": "a", "order_index": 2},
    ]));
    assert_eq!(ids(&entries), [derived("a", 0), derived("b", 0), derived("a", 1)]);
}

#[test]
fn entries_go_by_their_numbers_and_those_without_come_last() {
    let entries = settled(json!([
        {"workout_id": "none"},
        {"workout_id": "second", "order_index": 7},
        {"workout_id": "bad", "order_index": -1},
        {"workout_id": "first", "order_index": 3},
    ]));
    let order: Vec<_> = entries.iter().map(|entry| entry["workout_id"].as_str().unwrap()).collect();
    assert_eq!(order, ["first", "second", "none", "bad"]);
    assert_eq!(entries.iter().map(|entry| entry["order_index"].clone()).collect::<Vec<_>>(), [0, 1, 2, 3]);
}

#[test]
fn of_two_entries_with_one_id_the_first_keeps_it() {
    let entries = settled(json!([
        {"workout_id": "a", "entry_id": "e", "order_index": 0},
        {"workout_id": "a", "entry_id": "e", "order_index": 1},
        {"workout_id": "b", "entry_id": "", "order_index": 2},
    ]));
    assert_eq!(ids(&entries), ["e".to_owned(), derived("a", 1), derived("b", 0)]);
}

#[test]
fn a_derived_id_that_is_taken_is_passed_over() {
    let entries = settled(json!([
        {"workout_id": "a", "order_index": 0},
        {"workout_id": "a", "entry_id": derived("a", 0), "order_index": 1},
    ]));
    assert_eq!(ids(&entries), [derived("a", 1), derived("a", 0)]);
}

#[test]
fn what_is_no_list_is_left_alone() {
    for workouts in [json!(null), json!("x"), json!({"a": 1})] {
        let mut body = Body::from_iter([("workouts".to_owned(), workouts)]);
        let before = body.clone();
        settle_entries(&mut body);
        assert_eq!(body, before);
    }
}

#[test]
fn a_program_is_read_with_its_entries_settled() {
    let Value::Object(body) = json!({"id": "p", "name": "P", "unknown": [1], "workouts": [
        {"workout_id": "b", "order_index": 1, "notes": "n"},
        {"workout_id": "a", "order_index": 0, "custom_name": null},
    ]}) else {
        unreachable!()
    };
    let program = Program::from_body(&body).unwrap();
    assert_eq!(program.workouts[0].workout_id.as_str(), "a");
    assert_eq!(program.workouts[0].custom_name, None);
    assert_eq!(program.workouts[1].extra["notes"], "n");
    assert_eq!(program.extra["unknown"], json!([1]));
}

fn entry() -> impl Strategy<Value = Value> {
    let id =
        prop_oneof![Just(json!(null)), Just(json!("")), Just(json!("e1")), Just(json!("e2")), Just(json!(3))];
    let place =
        prop_oneof![Just(json!(null)), (0..4_i64).prop_map(|n| json!(n)), Just(json!(-1)), Just(json!("x"))];
    let workout = prop_oneof![Just(json!("a")), Just(json!("b")), Just(json!(null))];
    let object = (id, place, workout).prop_map(|(id, place, workout)| {
        let mut entry = json!({"workout_id": workout, "note": "kept"});
        for (name, value) in [("entry_id", id), ("order_index", place)] {
            if !value.is_null() {
                entry[name] = value;
            }
        }
        entry
    });
    prop_oneof![8 => object, 1 => Just(json!("no entry"))]
}

proptest! {
    #[test]
    fn settling_again_changes_nothing(entries in prop::collection::vec(entry(), 0..8)) {
        let once = settled(json!(entries));
        let twice = settled(json!(once));
        prop_assert_eq!(&once, &twice);
    }

    #[test]
    fn settling_loses_no_entry_and_gives_each_its_own_id(entries in prop::collection::vec(entry(), 0..8)) {
        let after = settled(json!(entries));
        prop_assert_eq!(after.len(), entries.len());
        let objects: Vec<_> = after.iter().filter(|entry| entry.is_object()).cloned().collect();
        prop_assert!(objects.iter().all(|entry| entry["note"] == "kept"));
        let distinct: std::collections::BTreeSet<_> = ids(&objects).into_iter().collect();
        prop_assert_eq!(distinct.len(), objects.len());
    }
}
