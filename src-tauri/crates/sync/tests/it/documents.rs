//! Documents for property tests: from a small world, so that they often meet.

use std::collections::BTreeMap;

use model::Body;
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

use crate::support::{a_workout, body};

/// A workout with the id `w`.
pub(crate) fn any_workout() -> impl Strategy<Value = Body> {
    let word = || select(vec!["x", "y", "z"]);
    let group = (word(), word(), btree_map(select(vec!["a", "b", "c"]), word(), 0..3), option::of(word()));
    let groups = (Just(vec!["g1", "g2", "g3", "g4"]).prop_shuffle(), 0..5_usize, vec(group, 4));
    let tags = subsequence(vec!["t1", "t2", "t3", "t4"], 0..4).prop_shuffle();
    (word(), option::of(word()), tags, groups, option::of(0..3), option::of(vec(0..3, 0..3))).prop_map(
        |(name, description, tags, (ids, count, groups), unknown, list)| {
            let groups: Vec<Value> = ids
                .into_iter()
                .zip(groups)
                .take(count)
                .map(|(id, (sets, reps, exercises, note))| {
                    let mut group =
                        json!({"group_id": id, "sets": sets, "reps": reps, "exercises": exercises});
                    if let Some(note) = note {
                        group["note"] = note.into();
                    }
                    group
                })
                .collect();
            let mut workout = a_workout("w", json!({"name": name, "tags": tags, "exercise_groups": groups}));
            workout.extend(body(json!({"description": description, "unknown": unknown, "list": list})));
            workout
        },
    )
}

/// What a document says, value by value, whatever the order of its lists: path to value.
pub(crate) fn leaves(document: &Body) -> BTreeMap<String, Value> {
    let mut leaves = BTreeMap::new();
    for (name, value) in document {
        if model::body::BOOKKEEPING.contains(&name.as_str()) {
            continue;
        }
        match (name.as_str(), value) {
            ("tags", Value::Array(tags)) => {
                leaves.extend(tags.iter().map(|tag| (format!("tags={tag}"), tag.clone())));
            }
            ("exercise_groups", Value::Array(groups)) => {
                for group in groups.iter().filter_map(Value::as_object) {
                    let path = format!("exercise_groups[{}]", model::body::text(group, "group_id"));
                    leaves.insert(format!("{path}.group_id"), group["group_id"].clone());
                    for (name, value) in group {
                        match value {
                            Value::Object(map) => leaves.extend(
                                map.iter()
                                    .map(|(key, value)| (format!("{path}.{name}.{key}"), value.clone())),
                            ),
                            value => {
                                leaves.insert(format!("{path}.{name}"), value.clone());
                            }
                        }
                    }
                }
            }
            (_, Value::Null) => {}
            (_, value) => {
                leaves.insert(name.clone(), value.clone());
            }
        }
    }
    leaves
}

/// Whether `path` is what was lost, or a part of it.
pub(crate) fn is_within(path: &str, lost: &str) -> bool {
    lost.is_empty()
        || path.strip_prefix(lost).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}
