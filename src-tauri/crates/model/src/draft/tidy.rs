//! Trims, drops what is empty, fills in defaults and ids: only in the fields that were given, and of those only
//! in what this version knows.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::NewId;
use crate::{Body, BonusExercise, EntryId, ExerciseGroup, ExerciseId, GroupId, Kind, body, id, program};

/// Tidies the fields of `body` that were `given`; `before` is the document as it was.
pub(super) fn tidy(kind: Kind, body: &mut Body, before: &Body, given: &[String], new_id: NewId) {
    for name in given {
        match (kind, name.as_str(), body.get_mut(name)) {
            (_, "name" | "description", Some(Value::String(text))) => *text = text.trim().to_owned(),
            (_, "tags", Some(Value::Array(tags))) => tidy_tags(tags),
            (Kind::Workout, "exercise_groups", Some(Value::Array(groups))) => {
                tidy_groups(groups, &empty_groups(before), new_id);
            }
            (Kind::Workout, "bonus_exercises", Some(Value::Array(bonus))) => tidy_bonus(bonus, new_id),
            (Kind::Program, "workouts", Some(Value::Array(entries))) => tidy_entries(entries, new_id),
            _ => {}
        }
    }
    if kind == Kind::Program && given.iter().any(|name| name == "workouts") {
        program::settle_entries(body);
    }
}

fn tidy_tags(tags: &mut Vec<Value>) {
    let mut seen = BTreeSet::new();
    for tag in tags.iter_mut() {
        if let Value::String(text) = tag {
            *text = text.trim().to_owned();
        }
    }
    tags.retain(|tag| tag.as_str().is_none_or(|text| !text.is_empty() && seen.insert(text.to_lowercase())));
}

/// The groups that another client left without exercises, cardio blocks for instance. They mean something there.
fn empty_groups(before: &Body) -> BTreeSet<String> {
    let empty = body::items(before, "exercise_groups").filter(|group| !has_exercises(group));
    empty.map(|group| body::text(group, "group_id").to_owned()).filter(|id| !id.is_empty()).collect()
}

fn has_exercises(group: &Body) -> bool {
    let letters = group.get("exercises").and_then(Value::as_object);
    letters.is_some_and(|letters| letters.values().any(|name| name.as_str().is_some_and(is_said)))
}

fn is_said(text: &str) -> bool {
    !text.trim().is_empty()
}

fn tidy_groups(groups: &mut Vec<Value>, empty_before: &BTreeSet<String>, new_id: NewId) {
    groups.retain_mut(|group| {
        let Value::Object(group) = group else { return true };
        if let Some(Value::Object(letters)) = group.get_mut("exercises") {
            letters.retain(|_, name| name.as_str().is_some_and(is_said));
            for name in letters.values_mut() {
                trim(name);
            }
        }
        let default = ExerciseGroup::default();
        prescribe(group, &default.sets, &default.reps, &default.rest);
        has_exercises(group) || empty_before.contains(body::text(group, "group_id"))
    });
    give_ids(groups, "group_id", || GroupId::from_uuid(new_id()).into());
}

fn tidy_bonus(bonus: &mut Vec<Value>, new_id: NewId) {
    bonus.retain_mut(|bonus| {
        let Value::Object(bonus) = bonus else { return true };
        if let Some(name) = bonus.get_mut("name") {
            trim(name);
        }
        let default = BonusExercise::default();
        prescribe(bonus, &default.sets, &default.reps, &default.rest);
        !body::text(bonus, "name").is_empty()
    });
    give_ids(bonus, "exercise_id", || ExerciseId::from_uuid(new_id()).into());
}

/// The order of the list is the order of the program; blank names and dates are none.
fn tidy_entries(entries: &mut [Value], new_id: NewId) {
    for (index, entry) in entries.iter_mut().enumerate() {
        let Value::Object(entry) = entry else { continue };
        for name in ["custom_name", "custom_date"] {
            if let Some(text) = entry.get_mut(name) {
                trim(text);
                if text == "" {
                    *text = Value::Null;
                }
            }
        }
        entry.insert("order_index".into(), json!(index));
    }
    give_ids(entries, "entry_id", || EntryId::from_uuid(new_id()).into());
}

fn trim(value: &mut Value) {
    if let Value::String(text) = value {
        *text = text.trim().to_owned();
    }
}

fn prescribe(object: &mut Body, sets: &str, reps: &str, rest: &str) {
    for (name, default) in [("sets", sets), ("reps", reps), ("rest", rest)] {
        let text = body::text(object, name).trim().to_owned();
        object.insert(name.into(), Value::String(if text.is_empty() { default.into() } else { text }));
    }
}

/// Gives an id to every item that has none, or one that stands before it in the list.
fn give_ids(items: &mut [Value], key: &str, mut new_id: impl FnMut() -> String) {
    let mut seen = BTreeSet::new();
    for item in items.iter_mut().filter_map(Value::as_object_mut) {
        let own = body::text(item, key);
        if id::check(own).is_err() || !seen.insert(own.to_owned()) {
            item.insert(key.into(), Value::String(new_id()));
        }
    }
}
