//! What people change: each edit puts one mark, `#17`, into a document, that no other edit puts anywhere. By its mark
//! an edit is found again, wherever it went.

use std::collections::BTreeSet;

use fastrand::Rng;
use model::{Body, Kind, body};
use serde_json::{Value, json};

/// The number of an edit.
pub type Mark = u64;

const TAGS: usize = 6;
const GROUPS: usize = 4;
const ENTRIES: usize = 5;

/// A new document.
#[must_use]
pub fn create(kind: Kind, id: &str, mark: Mark, rng: &mut Rng) -> Body {
    let mut body = object(json!({
        "id": id,
        "name": format!("New #{mark}"),
        "description": "",
        "tags": ["strength", "home"],
    }));
    match kind {
        Kind::Workout => {
            let groups: Vec<Value> =
                (0..rng.usize(0..3)).map(|n| group(&format!("group-{mark}-{n}"))).collect();
            body.insert("exercise_groups".into(), groups.into());
            body.insert("bonus_exercises".into(), json!([]));
            body.insert("is_template".into(), true.into());
        }
        Kind::Program => {
            body.insert("workouts".into(), json!([]));
            body.insert("difficulty_level".into(), "beginner".into());
        }
    }
    body
}

/// A change that a person makes to a document that can be shown.
#[must_use]
pub fn change(kind: Kind, before: &Body, mark: Mark, workouts: &[String], rng: &mut Rng) -> Body {
    let mut body = before.clone();
    match rng.u8(0..10) {
        0 | 1 => set(&mut body, "name", format!("Name #{mark}")),
        2 | 3 => set(&mut body, "description", format!("What for #{mark}")),
        4 => tags(&mut body, mark, rng),
        _ => match kind {
            Kind::Workout => groups(&mut body, mark, rng),
            Kind::Program => entries(&mut body, mark, workouts, rng),
        },
    }
    body
}

/// The marks in a document.
#[must_use]
pub fn marks(body: &Body) -> BTreeSet<Mark> {
    let mut marks = BTreeSet::new();
    body.values().for_each(|value| collect(value, &mut marks));
    marks
}

fn collect(value: &Value, marks: &mut BTreeSet<Mark>) {
    match value {
        Value::String(text) => {
            let numbers =
                text.split('#').skip(1).filter_map(|rest| rest.split(' ').next()?.parse::<Mark>().ok());
            marks.extend(numbers);
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, marks)),
        Value::Object(fields) => fields.values().for_each(|value| collect(value, marks)),
        _ => {}
    }
}

fn tags(body: &mut Body, mark: Mark, rng: &mut Rng) {
    let mut tags: Vec<String> = body::texts(body, "tags").map(Into::into).collect();
    if tags.len() >= TAGS || (rng.bool() && !tags.is_empty()) {
        tags.remove(rng.usize(..tags.len()));
    }
    tags.insert(rng.usize(..=tags.len()), format!("#{mark}"));
    body.insert("tags".into(), tags.into());
}

fn groups(body: &mut Body, mark: Mark, rng: &mut Rng) {
    let mut groups = list(body, "exercise_groups");
    match rng.u8(0..8) {
        0 | 1 if groups.len() < GROUPS => {
            groups.insert(rng.usize(..=groups.len()), group(&format!("group-#{mark}")));
        }
        2 if groups.len() > 1 => {
            groups.remove(rng.usize(..groups.len()));
            set(body, "description", format!("Shorter #{mark}"));
        }
        3 if groups.len() > 1 => {
            let group = groups.remove(rng.usize(..groups.len()));
            groups.insert(rng.usize(..=groups.len()), group);
            set(body, "description", format!("Sorted #{mark}"));
        }
        _ if groups.is_empty() => groups.push(group(&format!("group-#{mark}"))),
        _ => {
            let chosen = rng.usize(..groups.len());
            if let Some(group) = groups[chosen].as_object_mut() {
                let field = ["sets", "reps", "rest"][rng.usize(..3)];
                if rng.u8(0..4) == 0 {
                    group.insert("exercises".into(), json!({ "a": format!("Squat #{mark}"), "b": "Row" }));
                } else {
                    group.insert(field.into(), format!("#{mark}").into());
                }
            }
        }
    }
    body.insert("exercise_groups".into(), groups.into());
}

fn entries(body: &mut Body, mark: Mark, workouts: &[String], rng: &mut Rng) {
    let mut entries = list(body, "workouts");
    match rng.u8(0..8) {
        0 | 1 if !entries.is_empty() => {
            entries.remove(rng.usize(..entries.len()));
            set(body, "description", format!("Without #{mark}"));
        }
        2 if entries.len() > 1 => {
            let entry = entries.remove(rng.usize(..entries.len()));
            entries.insert(rng.usize(..=entries.len()), entry);
            set(body, "description", format!("In order #{mark}"));
        }
        3 | 4 if !entries.is_empty() => {
            let chosen = rng.usize(..entries.len());
            if let Some(entry) = entries[chosen].as_object_mut() {
                entry.insert("custom_name".into(), format!("Day #{mark}").into());
            }
        }
        _ if entries.len() < ENTRIES => {
            let workout = match workouts.len() {
                0 => "workout-gone",
                n => &workouts[rng.usize(..n)],
            };
            entries.push(json!({ "entry_id": format!("entry-{mark}"), "workout_id": workout, "custom_name": format!("#{mark}") }));
        }
        _ => set(body, "name", format!("Full #{mark}")),
    }
    for (index, entry) in entries.iter_mut().enumerate() {
        if let Some(entry) = entry.as_object_mut() {
            entry.insert("order_index".into(), index.into());
        }
    }
    body.insert("workouts".into(), entries.into());
}

fn group(id: &str) -> Value {
    json!({ "group_id": id, "exercises": { "a": "Bench press" }, "sets": "3", "reps": "8-12", "rest": "60s" })
}

fn list(body: &Body, field: &str) -> Vec<Value> {
    body.get(field).and_then(Value::as_array).cloned().unwrap_or_default()
}

fn set(body: &mut Body, field: &str, text: String) {
    body.insert(field.into(), text.into());
}

fn object(value: Value) -> Body {
    match value {
        Value::Object(body) => body,
        _ => Body::new(),
    }
}
