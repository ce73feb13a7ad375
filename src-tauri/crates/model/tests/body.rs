//! Changing a part of a document: what isn't meant stays, whatever it is.

use std::collections::BTreeMap;

use model::body::{BOOKKEEPING, overlay, same_content};
use model::{Body, Kind, draft};
use proptest::prelude::*;
use serde_json::{Value, json};
use uuid::Uuid;

fn body(value: Value) -> Body {
    match value {
        Value::Object(body) => body,
        other => panic!("{other} is no object"),
    }
}

fn overlaid(kind: Kind, before: Value, changes: Value) -> Value {
    let mut after = body(before);
    overlay(kind.schema(), &mut after, body(changes));
    Value::Object(after)
}

#[test]
fn given_fields_replace_and_others_stay() {
    let before = json!({"name": "a", "tags": ["x"], "unknown": {"deep": 1}, "other": 1});
    let after = overlaid(Kind::Workout, before, json!({"tags": ["y"], "unknown": {"new": 2}, "name": null}));
    assert_eq!(after, json!({"name": null, "tags": ["y"], "unknown": {"new": 2}, "other": 1}));
}

#[test]
fn keyed_items_take_the_new_order_and_keep_what_is_not_given() {
    let before = json!({"workouts": [
        {"entry_id": "1", "workout_id": "a", "notes": "n1"},
        {"entry_id": "2", "workout_id": "b", "notes": "n2"},
        {"entry_id": "3", "workout_id": "c"},
    ]});
    let changes = json!({"workouts": [
        {"entry_id": "2", "custom_name": "B"},
        {"workout_id": "new"},
        {"entry_id": "1", "notes": null},
        "no object",
    ]});
    assert_eq!(
        overlaid(Kind::Program, before, changes),
        json!({"workouts": [
            {"entry_id": "2", "workout_id": "b", "notes": "n2", "custom_name": "B"},
            {"workout_id": "new"},
            {"entry_id": "1", "workout_id": "a", "notes": null},
            "no object",
        ]})
    );
}

#[test]
fn a_list_in_place_of_what_was_none_is_taken_as_it_is() {
    let changes = json!({"exercise_groups": [{"group_id": "g"}]});
    for before in [json!({}), json!({"exercise_groups": null}), json!({"exercise_groups": "x"})] {
        assert_eq!(overlaid(Kind::Workout, before, changes.clone()), changes);
    }
}

#[test]
fn content_is_what_a_document_says() {
    let a = body(json!({"name": "a", "tags": [], "version": 1, "modified_date": "x", "sync": {"op": 1}}));
    let b =
        body(json!({"name": "a", "tags": [], "version": 2, "description": null, "sync_status": "synced"}));
    assert!(same_content(&a, &b) && same_content(&b, &a));
    for other in
        [json!({"name": "b", "tags": []}), json!({"name": "a"}), json!({"name": "a", "tags": [], "x": 1})]
    {
        let other = body(other);
        assert!(!same_content(&a, &other) && !same_content(&other, &a), "{other:?}");
    }
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no others", |n| n.is_finite()).prop_map(Value::from),
        " ?[a-zé\"\\\\\n]{0,6} ?".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,4}", inner, 0..4)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// Fields that no version of ours will know.
fn unknown() -> impl Strategy<Value = BTreeMap<String, Value>> {
    prop::collection::btree_map("zz[a-z]{1,6}", json_value(), 0..4)
}

fn with(known: Value, unknown: &BTreeMap<String, Value>) -> Value {
    let mut body = body(known);
    body.extend(unknown.clone());
    Value::Object(body)
}

fn has(object: &Value, unknown: &BTreeMap<String, Value>) -> bool {
    unknown.iter().all(|(name, value)| object.get(name) == Some(value))
}

fn workout_changes() -> impl Strategy<Value = Value> {
    prop_oneof![
        "[a-z]{1,5}".prop_map(|name| json!({"name": name})),
        prop::collection::vec("[a-z ]{0,4}", 0..4).prop_map(|tags| json!({"tags": tags})),
        Just(json!({"exercise_groups": [{"group_id": "g2"}, {"group_id": "g1", "sets": "9"}]})),
        Just(
            json!({"exercise_groups": [{"exercises": {"a": "New"}}, {"group_id": "g1"}, {"group_id": "g2"}]})
        ),
        Just(json!({"bonus_exercises": [{"exercise_id": "b1", "reps": "1"}], "description": " d "})),
        Just(json!({"bonus_exercises": null})),
    ]
}

proptest! {
    #[test]
    fn unknown_fields_survive_any_update_of_a_workout(
        top in unknown(), group in unknown(), bonus in unknown(),
        updates in prop::collection::vec(workout_changes(), 1..6),
    ) {
        let mut document = body(with(json!({"id": "w", "name": "W",
            "exercise_groups": [
                with(json!({"group_id": "g1", "exercises": {"a": "A"}}), &group),
                with(json!({"group_id": "g2", "exercises": {"a": "B"}}), &group),
            ],
            "bonus_exercises": [with(json!({"exercise_id": "b1", "name": "C"}), &bonus)],
        }), &top));
        for changes in updates {
            let gone = changes.get("bonus_exercises").is_some_and(Value::is_null);
            document = draft::update(Kind::Workout, &document, body(changes), &mut || Uuid::from_u128(7)).unwrap();
            prop_assert!(has(&Value::Object(document.clone()), &top));
            for id in ["g1", "g2"] {
                let groups = document["exercise_groups"].as_array().unwrap();
                let found = groups.iter().find(|group| group["group_id"] == id).unwrap();
                prop_assert!(has(found, &group));
            }
            if gone {
                break;
            }
            prop_assert!(has(&document["bonus_exercises"][0], &bonus));
        }
    }

    #[test]
    fn unknown_fields_survive_any_update_of_a_program(
        top in unknown(), entry in unknown(), flip in any::<bool>(), name in "[a-z]{1,5}",
    ) {
        let before = body(with(json!({"id": "p", "name": "P", "workouts": [
            with(json!({"entry_id": "e1", "workout_id": "a", "order_index": 0}), &entry),
            with(json!({"entry_id": "e2", "workout_id": "a", "order_index": 1}), &entry),
        ]}), &top));
        let order = if flip { ["e2", "e1"] } else { ["e1", "e2"] };
        let changes = json!({"name": name, "workouts": [{"entry_id": order[0]}, {"entry_id": order[1]}]});
        let after = draft::update(Kind::Program, &before, body(changes), &mut || Uuid::nil()).unwrap();
        prop_assert!(has(&Value::Object(after.clone()), &top));
        for (index, id) in order.into_iter().enumerate() {
            prop_assert_eq!(&after["workouts"][index]["entry_id"], id);
            prop_assert!(has(&after["workouts"][index], &entry));
        }
    }

    #[test]
    fn a_document_survives_being_written_and_read(value in json_value()) {
        let text = serde_json::to_string(&value).unwrap();
        prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }

    #[test]
    fn bookkeeping_is_no_content(fields in unknown(), stamps in prop::collection::vec(json_value(), BOOKKEEPING.len())) {
        let a = body(with(json!({"name": "a"}), &fields));
        let mut b = a.clone();
        b.extend(BOOKKEEPING.iter().map(|name| (*name).to_owned()).zip(stamps));
        prop_assert!(same_content(&a, &b));
    }
}
