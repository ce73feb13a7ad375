//! A document as it is stored and sent, and the one way to change a part of it.

use serde_json::{Map, Value};

use crate::schema::{Schema, Shape};

/// A document: a JSON object with the web app's field names, unknown fields included.
pub type Body = Map<String, Value>;

/// Fields that say when and by whom a document was written, not what it says. Two documents that differ only in
/// these have the same content.
pub const BOOKKEEPING: &[&str] = &[
    "created_date",
    "modified_date",
    "version",
    "sync_status",
    "sync",
    "migrated_at",
    "migration_run",
    "migration_source",
    "migration_timestamp",
];

/// Whether two documents say the same, [`BOOKKEEPING`] aside. A field that is `null` equals one that is absent.
#[must_use]
pub fn same_content(a: &Body, b: &Body) -> bool {
    let says = |body: &Body, other: &Body| {
        body.iter()
            .filter(|(name, value)| !value.is_null() && !BOOKKEEPING.contains(&name.as_str()))
            .all(|(name, value)| other.get(name) == Some(value))
    };
    says(a, b) && says(b, a)
}

/// Lays `changes` over `body`: fields that are given replace those that are there, all others stay.
///
/// Lists of keyed items take the new list's items and order; an item whose key was there before keeps the fields
/// that the new one doesn't give, unknown ones included. To empty a field, give `null`.
pub fn overlay(schema: &Schema, body: &mut Body, changes: Body) {
    for (name, new) in changes {
        let value = match (schema.field(&name).map(|field| field.shape), new) {
            (Some(Shape::Items(items)), Value::Array(new)) => {
                let old = body.get(&name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
                Value::Array(overlay_items(items, old, new))
            }
            (_, new) => new,
        };
        body.insert(name, value);
    }
}

fn overlay_items(schema: &Schema, old: &[Value], new: Vec<Value>) -> Vec<Value> {
    new.into_iter()
        .map(|item| {
            let Value::Object(fields) = item else { return item };
            let known = fields.get(schema.key).filter(|key| key.is_string());
            let before = known.and_then(|key| old.iter().find(|old| old.get(schema.key) == Some(key)));
            let mut merged = before.and_then(Value::as_object).cloned().unwrap_or_default();
            overlay(schema, &mut merged, fields);
            Value::Object(merged)
        })
        .collect()
}

/// The text of a field, empty when it is absent or of another type.
#[must_use]
pub fn text<'a>(body: &'a Body, field: &str) -> &'a str {
    body.get(field).and_then(Value::as_str).unwrap_or_default()
}

/// The objects of a list field; what is not an object is passed over.
pub fn items<'a>(body: &'a Body, field: &str) -> impl Iterator<Item = &'a Body> {
    body.get(field).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

/// The strings of a list field; what is not a string is passed over.
pub fn texts<'a>(body: &'a Body, field: &str) -> impl Iterator<Item = &'a str> {
    body.get(field).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}
