//! What gave way in a merge, back where it stood, in a document that may have changed since.
//!
//! The places are those that the merge names ([`Loss::path`]): a field, an entry of a field that is a map, an item of a
//! list by its key, a field of such an item, or the order of a list.

use std::collections::BTreeSet;

use model::schema::{Schema, Shape};
use model::sync::Loss;
use model::{Body, Kind};
use serde_json::Value;

/// The fields that become others when these values are put back into `now`, each as an edit gives it. If the place of
/// one is gone, that is the answer.
pub(super) fn put_back<'a>(kind: Kind, now: &Body, lost: &[&'a Loss]) -> Result<Body, &'a Loss> {
    let mut after = now.clone();
    let mut fields = BTreeSet::new();
    for loss in lost.iter().copied() {
        fields.insert(into_body(kind.schema(), &mut after, &loss.path, &loss.value).ok_or(loss)?);
    }
    let given = |field: &str| (field.to_owned(), after.get(field).cloned().unwrap_or(Value::Null));
    Ok(fields.into_iter().map(given).collect())
}

/// Puts a value into a document; the answer is the field that it is in.
fn into_body<'a>(schema: &Schema, body: &mut Body, path: &'a str, value: &Value) -> Option<&'a str> {
    if let Some((list, rest)) = path.split_once('[')
        && let Some(schema) = items(schema, list)
    {
        into_item(schema, body.get_mut(list)?.as_array_mut()?, rest, value)?;
        return Some(list);
    }
    match (items(schema, path), order(value)) {
        (Some(schema), Some(order)) => reorder(schema, body.get_mut(path)?.as_array_mut()?, &order)?,
        _ => into_field(schema, body, path, value)?,
    }
    Some(path.split('.').next().filter(|field| is_map(schema, field)).unwrap_or(path))
}

/// Removes an item of a list, or puts a value into a field of it: `rest` is its key, a bracket and perhaps the field.
fn into_item(schema: &Schema, list: &mut Vec<Value>, rest: &str, value: &Value) -> Option<()> {
    // A key may hold anything, a bracket too: it is the items that say where it ends.
    let found = list.iter().enumerate().filter_map(|(at, item)| {
        let after = rest.strip_prefix(key(schema, item)?)?.strip_prefix(']')?;
        (after.is_empty() || after.starts_with('.')).then_some((at, after))
    });
    let (at, after) = found.min_by_key(|(_, after)| after.len())?;
    if let Some(field) = after.strip_prefix('.') {
        return into_field(schema, list.get_mut(at)?.as_object_mut()?, field, value);
    }
    list.remove(at);
    Some(())
}

/// Puts a value into a field, or into an entry of a field that is a map. A field that is emptied is null, which says so
/// in an edit.
fn into_field(schema: &Schema, body: &mut Body, path: &str, value: &Value) -> Option<()> {
    if let Some((field, entry)) = path.split_once('.')
        && is_map(schema, field)
    {
        let map = body.entry(field).or_insert(Value::Null);
        if map.is_null() {
            *map = Value::Object(Body::new());
        }
        let map = map.as_object_mut()?;
        if value.is_null() {
            map.remove(entry);
        } else {
            map.insert(entry.to_owned(), value.clone());
        }
    } else {
        body.insert(path.to_owned(), value.clone());
    }
    Some(())
}

/// Puts the items that `order` names into that order, in the places that they have among the others.
fn reorder(schema: &Schema, list: &mut [Value], order: &[&str]) -> Option<()> {
    let place = |item: &Value| {
        let key = key(schema, item)?;
        order.iter().position(|named| *named == key)
    };
    let mut named: Vec<Value> = list.iter().filter(|item| place(item).is_some()).cloned().collect();
    if named.len() < 2 {
        return None;
    }
    named.sort_by_key(place);
    let places = list.iter_mut().filter(|item| place(item).is_some());
    for (item, next) in places.zip(named) {
        *item = next;
    }
    Some(())
}

/// The keys, if the value is the order of a list.
fn order(value: &Value) -> Option<Vec<&str>> {
    let keys: Vec<&str> = value.as_array()?.iter().map(Value::as_str).collect::<Option<_>>()?;
    (!keys.is_empty()).then_some(keys)
}

fn key<'a>(schema: &Schema, item: &'a Value) -> Option<&'a str> {
    item.get(schema.key)?.as_str()
}

/// What the items of a list are like.
pub(super) fn items(schema: &Schema, field: &str) -> Option<&'static Schema> {
    match schema.field(field)?.shape {
        Shape::Items(schema) => Some(schema),
        _ => None,
    }
}

fn is_map(schema: &Schema, field: &str) -> bool {
    schema.field(field).is_some_and(|field| matches!(field.shape, Shape::TextMap))
}

#[cfg(test)]
mod tests {
    use model::sync::Side;
    use serde_json::json;

    use super::*;

    fn back(now: &Value, lost: &[(&str, Value)]) -> Result<Value, String> {
        let lost: Vec<Loss> = lost
            .iter()
            .map(|(path, value)| Loss { side: Side::Ours, path: (*path).to_owned(), value: value.clone() })
            .collect();
        let Value::Object(now) = now else { unreachable!() };
        let changes = put_back(Kind::Workout, now, &lost.iter().collect::<Vec<_>>());
        changes.map(Value::Object).map_err(|loss| loss.path.clone())
    }

    fn workout() -> Value {
        json!({
            "name": "Push", "tags": ["a"], "colour": {"of": "ours"},
            "exercise_groups": [
                {"group_id": "1", "exercises": {"a": "Squat", "b": "Row"}, "sets": "3", "tempo": "slow"},
                {"group_id": "2", "sets": "3"},
                {"group_id": "b].[", "sets": "3"},
            ],
        })
    }

    #[test]
    fn a_value_goes_to_its_field_and_no_other_field_is_given() {
        assert_eq!(back(&workout(), &[("name", json!("Pull"))]), Ok(json!({"name": "Pull"})));
        assert_eq!(back(&workout(), &[("description", Value::Null)]), Ok(json!({"description": null})));
        assert_eq!(
            back(&workout(), &[("a.b[c]", json!([1]))]),
            Ok(json!({"a.b[c]": [1]})),
            "not ours to know"
        );
        let both = [("name", json!("Pull")), ("colour", json!("red"))];
        assert_eq!(back(&workout(), &both), Ok(json!({"name": "Pull", "colour": "red"})));
    }

    #[test]
    fn a_value_goes_to_its_item_by_its_key() {
        let lost = [
            ("exercise_groups[1].sets", json!("5")),
            ("exercise_groups[1].tempo", Value::Null),
            ("exercise_groups[1].exercises.b", Value::Null),
            ("exercise_groups[1].exercises.c", json!("Dip")),
            ("exercise_groups[2].exercises.a", json!("Plank")),
            ("exercise_groups[b].[].sets", json!("9")),
        ];
        let expected = json!({"exercise_groups": [
            {"group_id": "1", "exercises": {"a": "Squat", "c": "Dip"}, "sets": "5", "tempo": null},
            {"group_id": "2", "exercises": {"a": "Plank"}, "sets": "3"},
            {"group_id": "b].[", "sets": "9"},
        ]});
        assert_eq!(back(&workout(), &lost), Ok(expected));
    }

    #[test]
    fn a_removal_removes_and_an_order_orders() {
        let keys = |changes: Result<Value, String>| -> Vec<String> {
            let groups = changes.unwrap()["exercise_groups"].as_array().unwrap().clone();
            groups.iter().map(|group| group["group_id"].as_str().unwrap().to_owned()).collect()
        };
        let now = workout();
        assert_eq!(keys(back(&now, &[("exercise_groups[2]", Value::Null)])), ["1", "b].["]);
        let order = json!(["b].[", "gone", "1"]);
        assert_eq!(keys(back(&now, &[("exercise_groups", order)])), ["b].[", "2", "1"]);
        let whole = json!([{"group_id": "4"}]);
        assert_eq!(keys(back(&now, &[("exercise_groups", whole)])), ["4"], "a list without keys, as a whole");
    }

    #[test]
    fn what_has_no_place_any_more_is_named() {
        for path in ["exercise_groups[3].sets", "exercise_groups[3]", "bonus_exercises[1].reps"] {
            let lost = [("name", json!("Pull")), (path, Value::Null)];
            assert_eq!(back(&workout(), &lost), Err(path.to_owned()));
        }
        let order = [("exercise_groups", json!(["1", "gone"]))];
        assert_eq!(back(&workout(), &order), Err("exercise_groups".to_owned()), "one alone has no order");
    }
}
