//! Field by field.

use std::collections::BTreeSet;

use model::Body;
use model::body::BOOKKEEPING;
use model::schema::{Schema, Shape};
use serde_json::Value;

use super::list;

/// Two copies in one.
#[derive(Debug, Default)]
pub(super) struct Merged {
    pub(super) body: Body,
    pub(super) lost: Vec<Lost>,
}

/// A value that gave way.
#[derive(Debug)]
pub(super) struct Lost {
    /// Whether it was the later edit's: its removals give way to changes.
    pub(super) of_later: bool,
    pub(super) path: String,
    pub(super) value: Value,
}

/// The three states of one value; null counts as absent.
#[derive(Clone, Copy)]
pub(super) struct Three<'a> {
    pub(super) base: Option<&'a Value>,
    pub(super) later: Option<&'a Value>,
    pub(super) earlier: Option<&'a Value>,
}

impl<'a> Three<'a> {
    fn of(name: &str, base: &'a Body, later: &'a Body, earlier: &'a Body) -> Self {
        let value = |body: &'a Body| body.get(name).filter(|value| !value.is_null());
        Self { base: value(base), later: value(later), earlier: value(earlier) }
    }

    /// What becomes of it, if at most one side changed it, or both alike.
    fn settle(self) -> Settled<'a> {
        if self.earlier == self.base || self.later == self.earlier {
            Settled::Value(self.later)
        } else if self.later == self.base {
            Settled::Value(self.earlier)
        } else {
            Settled::Not
        }
    }
}

/// Whether there is anything to decide.
enum Settled<'a> {
    /// No: this is the value, if there is to be one.
    Value(Option<&'a Value>),
    /// Both sides changed it, and not alike.
    Not,
}

/// Merges whole documents.
pub(super) fn merge(schema: &Schema, base: &Body, later: &Body, earlier: &Body) -> Merged {
    let mut merged =
        Merged { body: fields(earlier, later, |name| BOOKKEEPING.contains(&name)), lost: Vec::new() };
    let version = [later, earlier].into_iter().filter_map(|body| body.get("version")?.as_u64()).max();
    if let Some(version) = version {
        merged.body.insert("version".into(), version.into());
    }
    content(schema, [base, later, earlier], "", &mut merged);
    merged
}

/// The fields of `under` that `wanted` names, with those of `over` laid over them.
fn fields(under: &Body, over: &Body, wanted: impl Fn(&str) -> bool) -> Body {
    let given = |body: &Body| -> Vec<(String, Value)> {
        let all = body.iter().filter(|(name, value)| wanted(name) && !value.is_null());
        all.map(|(name, value)| (name.clone(), value.clone())).collect()
    };
    given(under).into_iter().chain(given(over)).collect()
}

/// Merges the fields of a document or of an item, but for those that are bookkeeping or follow from others.
pub(super) fn content(schema: &Schema, [base, later, earlier]: [&Body; 3], path: &str, into: &mut Merged) {
    let names: BTreeSet<&String> = base.keys().chain(later.keys()).chain(earlier.keys()).collect();
    let top = path.is_empty();
    for name in names {
        if (top && BOOKKEEPING.contains(&name.as_str())) || schema.place == Some(name) {
            continue;
        }
        let three = Three::of(name, base, later, earlier);
        let value = match three.settle() {
            Settled::Value(value) => value.cloned(),
            Settled::Not => {
                let path = if top { name.clone() } else { format!("{path}.{name}") };
                decide(schema.field(name).map(|field| field.shape), three, &path, &mut into.lost)
            }
        };
        if let Some(value) = value {
            into.body.insert(name.clone(), value);
        }
    }
}

/// The value where both sides changed it, and not alike.
fn decide(shape: Option<Shape>, three: Three<'_>, path: &str, lost: &mut Vec<Lost>) -> Option<Value> {
    let merged = match shape {
        Some(Shape::TextSet) => list::set(three),
        Some(Shape::TextMap) => map(three, path, lost),
        Some(Shape::Items(schema)) => list::items(schema, three, path, lost),
        _ => None,
    };
    merged.or_else(|| {
        lose(lost, false, path, three.earlier.cloned().unwrap_or(Value::Null));
        three.later.cloned()
    })
}

/// Merges objects entry by entry; `None` if one of the states is something else.
fn map(three: Three<'_>, path: &str, lost: &mut Vec<Lost>) -> Option<Value> {
    const ANY: &Schema = &Schema { key: "", place: None, fields: &[] };
    let empty = Body::new();
    let object = |value: Option<&'_ Value>| value.is_none_or(Value::is_object);
    if ![three.base, three.later, three.earlier].into_iter().all(object) {
        return None;
    }
    let [base, later, earlier] = [three.base, three.later, three.earlier]
        .map(|value| value.and_then(Value::as_object).unwrap_or(&empty));
    let mut merged = Merged::default();
    content(ANY, [base, later, earlier], path, &mut merged);
    lost.append(&mut merged.lost);
    Some(Value::Object(merged.body))
}

/// Notes a value that gave way.
pub(super) fn lose(lost: &mut Vec<Lost>, of_later: bool, path: &str, value: Value) {
    lost.push(Lost { of_later, path: path.to_owned(), value });
}
