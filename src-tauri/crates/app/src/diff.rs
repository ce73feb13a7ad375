//! What changed between two versions of a document, a line each, for people.

use model::schema::{Field, Schema, Shape};
use model::{Body, Kind, body, text};
use serde_json::Value;

use crate::AppError;

/// Characters of a value that a line shows.
const SHOWN: usize = 60;

/// The name of a workout, if it is known.
pub(crate) type WorkoutName<'a> = &'a mut dyn FnMut(&str) -> Result<Option<String>, AppError>;

/// What made `after` of `before`. Nothing where one of them does not exist: then there is nothing to compare.
pub(crate) fn lines(
    kind: Kind,
    before: Option<&Body>,
    after: Option<&Body>,
    workout: WorkoutName,
) -> Result<Vec<String>, AppError> {
    let (Some(before), Some(after)) = (before, after) else { return Ok(Vec::new()) };
    let mut lines = Vec::new();
    compare(kind.schema(), before, after, workout, &mut lines)?;
    Ok(lines)
}

fn compare(
    schema: &Schema,
    before: &Body,
    after: &Body,
    workout: WorkoutName,
    lines: &mut Vec<String>,
) -> Result<(), AppError> {
    let silent =
        |name: &str| name == schema.key || name == "order_index" || body::BOOKKEEPING.contains(&name);
    for field in schema.fields.iter().filter(|field| !silent(field.name)) {
        let (old, new) = (given(before, field.name), given(after, field.name));
        if old != new {
            compare_field(field, old, new, workout, lines)?;
        }
    }
    let mut unknown: Vec<&String> = before
        .keys()
        .chain(after.keys())
        .filter(|name| schema.field(name).is_none() && !silent(name))
        .collect();
    unknown.sort();
    unknown.dedup();
    let changed = unknown.into_iter().filter(|name| given(before, name) != given(after, name));
    lines.extend(changed.map(|name| text::with("diff-other", &[("field", name.as_str().into())])));
    Ok(())
}

fn compare_field(
    field: &Field,
    old: Option<&Value>,
    new: Option<&Value>,
    workout: WorkoutName,
    lines: &mut Vec<String>,
) -> Result<(), AppError> {
    match field.shape {
        Shape::Items(schema) => compare_items(field.name, schema, list(old), list(new), workout, lines),
        Shape::TextSet => {
            let name = text::field_name(field.name);
            let missing = |from: &[Value], of: &[Value]| {
                from.iter().filter(|word| !of.contains(word)).map(shown).collect::<Vec<_>>().join(", ")
            };
            for (key, words) in [
                ("diff-set-added", missing(list(new), list(old))),
                ("diff-set-removed", missing(list(old), list(new))),
            ] {
                if !words.is_empty() {
                    lines.push(text::with(key, &[("field", name.as_str().into()), ("words", words.into())]));
                }
            }
            Ok(())
        }
        Shape::Text | Shape::Flag | Shape::Whole | Shape::TextMap => {
            let value = |value: Option<&Value>| {
                value.map(shown).filter(|text| !text.is_empty()).unwrap_or_else(|| text::get("diff-nothing"))
            };
            let args = [
                ("field", text::field_name(field.name).into()),
                ("before", value(old).into()),
                ("after", value(new).into()),
            ];
            lines.push(text::with("diff-changed", &args));
            Ok(())
        }
    }
}

/// Items are told apart by their key, so that a moved one is not taken for a removed and an added one.
fn compare_items(
    list: &str,
    schema: &Schema,
    old: &[Value],
    new: &[Value],
    workout: WorkoutName,
    lines: &mut Vec<String>,
) -> Result<(), AppError> {
    let key = |item: &Value| item.get(schema.key).cloned();
    let find = |items: &[Value], like: &Value| items.iter().position(|item| key(item) == key(like));
    for item in old.iter().filter(|item| find(new, item).is_none()) {
        lines.push(text::with("diff-removed", &[("item", label(list, item, workout)?.into())]));
    }
    for item in new {
        let Some(at) = find(old, item) else {
            lines.push(text::with("diff-added", &[("item", label(list, item, workout)?.into())]));
            continue;
        };
        let (Some(before), Some(after)) = (old[at].as_object(), item.as_object()) else { continue };
        let mut inner = Vec::new();
        compare(schema, before, after, workout, &mut inner)?;
        let item = if inner.is_empty() { String::new() } else { label(list, &old[at], workout)? };
        for line in inner {
            lines.push(text::with("diff-in", &[("item", item.as_str().into()), ("line", line.into())]));
        }
    }
    let stayed = |items: &[Value], others: &[Value]| {
        items.iter().filter(|item| find(others, item).is_some()).map(key).collect::<Vec<_>>()
    };
    if stayed(old, new) != stayed(new, old) {
        lines.push(text::with("diff-reordered", &[("field", text::field_name(list).into())]));
    }
    Ok(())
}

/// What an item is called: its exercises, its name, the workout it names.
fn label(list: &str, item: &Value, workout: WorkoutName) -> Result<String, AppError> {
    let text = |field| item.get(field).and_then(Value::as_str).unwrap_or_default();
    let label = match list {
        "exercise_groups" => item.get("exercises").map(shown).unwrap_or_default(),
        "workouts" if !text("custom_name").is_empty() => text("custom_name").to_owned(),
        "workouts" => {
            let id = text("workout_id");
            workout(id)?.unwrap_or_else(|| id.to_owned())
        }
        _ => text("name").to_owned(),
    };
    Ok(if label.is_empty() { text::get("diff-nothing") } else { format!("“{}”", cut(&label)) })
}

/// A value as a line shows it.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => cut(text),
        Value::Object(map) => map.values().map(shown).collect::<Vec<_>>().join(" / "),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

fn cut(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

fn given<'a>(body: &'a Body, field: &str) -> Option<&'a Value> {
    body.get(field).filter(|value| !value.is_null())
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn diff(kind: Kind, before: Value, after: Value) -> Vec<String> {
        let (Value::Object(before), Value::Object(after)) = (before, after) else { panic!("not objects") };
        let mut name = |id: &str| Ok((id == "workout-1").then(|| "Push day".to_owned()));
        lines(kind, Some(&before), Some(&after), &mut name).unwrap()
    }

    #[test]
    fn fields_tags_and_unknown_fields_have_a_line_each() {
        let before = json!({"id": "w", "name": "Push", "tags": ["a", "b"], "version": 1, "colour": "red"});
        let after = json!({"id": "w", "name": "Pull", "tags": ["b", "c"], "version": 2, "description": "x"});
        assert_eq!(
            diff(Kind::Workout, before, after),
            [
                "Name: Push → Pull",
                "Description: nothing → x",
                "Tags: added c",
                "Tags: removed a",
                "colour changed"
            ]
        );
    }

    #[test]
    fn groups_are_told_apart_by_their_id() {
        let group = |id: &str, name: &str, sets: &str| json!({"group_id": id, "exercises": {"a": name}, "sets": sets});
        let before = json!({"exercise_groups": [group("1", "Squat", "3"), group("2", "Row", "3")]});
        let after = json!({"exercise_groups": [group("3", "Dip", "3"), group("2", "Row", "3"), group("1", "Squat", "5")]});
        assert_eq!(
            diff(Kind::Workout, before, after),
            ["Added “Dip”", "“Squat”: Sets: 3 → 5", "Exercise groups: another order"]
        );
    }

    #[test]
    fn entries_are_called_as_the_program_shows_them() {
        let entry = |id: &str, workout: &str, name: Value| json!({"entry_id": id, "workout_id": workout, "custom_name": name, "order_index": 0});
        let before =
            json!({"workouts": [entry("1", "workout-1", Value::Null), entry("2", "gone", Value::Null)]});
        let after = json!({"workouts": [entry("1", "workout-1", json!("Monday"))]});
        assert_eq!(
            diff(Kind::Program, before, after),
            ["Removed “gone”", "“Push day”: Name in the program: nothing → Monday"]
        );
    }
}
