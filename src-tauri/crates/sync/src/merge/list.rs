//! Lists: of items with keys, and of words as a set.

use std::collections::BTreeMap;

use model::Body;
use model::schema::Schema;
use serde_json::Value;

use super::document::{self, Lost, Merged, Three, lose};

/// Merges lists of words as sets, in the later edit's order; `None` if one of the states is something else.
pub(super) fn set(three: Three<'_>) -> Option<Value> {
    let (base, later, earlier) = (words(three.base)?, words(three.later)?, words(three.earlier)?);
    let kept = later.iter().filter(|word| earlier.contains(word) || !base.contains(word));
    let added = earlier.iter().filter(|word| !later.contains(word) && !base.contains(word));
    Some(kept.chain(added).map(|word| Value::from(*word)).collect())
}

fn words(value: Option<&Value>) -> Option<Vec<&str>> {
    match value {
        None => Some(Vec::new()),
        Some(value) => value.as_array()?.iter().map(Value::as_str).collect(),
    }
}

/// A list whose items all have a key of their own.
struct Keyed<'a> {
    order: Vec<&'a str>,
    items: BTreeMap<&'a str, &'a Body>,
}

impl<'a> Keyed<'a> {
    fn new(schema: &Schema, value: Option<&'a Value>) -> Option<Self> {
        let mut keyed = Self { order: Vec::new(), items: BTreeMap::new() };
        let Some(value) = value else { return Some(keyed) };
        for item in value.as_array()? {
            let item = item.as_object()?;
            let key = item.get(schema.key)?.as_str()?;
            keyed.order.push(key);
            if keyed.items.insert(key, item).is_some() {
                return None;
            }
        }
        Some(keyed)
    }

    fn get(&self, key: &str) -> Option<&'a Body> {
        self.items.get(key).copied()
    }

    /// The keys of this list that the other has, too, in this list's order.
    fn shared_order(&self, other: &Self) -> Vec<&'a str> {
        self.order.iter().copied().filter(|key| other.items.contains_key(key)).collect()
    }
}

/// Merges lists of items by their keys; `None` if one of the states is no list in which each item has its own.
pub(super) fn items(schema: &Schema, three: Three<'_>, path: &str, lost: &mut Vec<Lost>) -> Option<Value> {
    let keyed = |value| Keyed::new(schema, value);
    let (base, later, earlier) = (keyed(three.base)?, keyed(three.later)?, keyed(three.earlier)?);
    let mut merged = BTreeMap::new();
    for key in later.items.keys().chain(earlier.items.keys()).copied() {
        let path = format!("{path}[{key}]");
        let states = (base.get(key), later.get(key), earlier.get(key));
        if !merged.contains_key(key)
            && let Some(item) = item(schema, states, &path, lost)
        {
            merged.insert(key, item);
        }
    }
    let order = order([&base, &later, &earlier], &merged, path, lost);
    let numbered =
        order.into_iter().filter_map(|key| merged.remove(key)).enumerate().map(|(place, mut item)| {
            if let Some(field) = schema.place {
                item.insert(field.into(), place.into());
            }
            Value::Object(item)
        });
    Some(numbered.collect())
}

/// The item of one key, if it stays.
fn item(
    schema: &Schema,
    states: (Option<&Body>, Option<&Body>, Option<&Body>),
    path: &str,
    lost: &mut Vec<Lost>,
) -> Option<Body> {
    let (left, removed_by_later) = match states {
        (base, Some(later), Some(earlier)) => {
            let mut merged = Merged::default();
            document::content(schema, [base.unwrap_or(&Body::new()), later, earlier], path, &mut merged);
            lost.append(&mut merged.lost);
            return Some(merged.body);
        }
        (None, added, None) | (None, None, added) => return added.cloned(),
        (Some(base), Some(left), None) => ((base, left), false),
        (Some(base), None, Some(left)) => ((base, left), true),
        (Some(_), None, None) => return None,
    };
    let (base, left) = left;
    if says_the_same(schema, base, left) {
        return None;
    }
    lose(lost, removed_by_later, path, Value::Null);
    Some(left.clone())
}

/// Whether two items differ in their place at most.
fn says_the_same(schema: &Schema, a: &Body, b: &Body) -> bool {
    let said = |body: &Body| -> Vec<(String, Value)> {
        let all = body.iter().filter(|(name, value)| schema.place != Some(name) && !value.is_null());
        all.map(|(name, value)| (name.clone(), value.clone())).collect()
    };
    said(a) == said(b)
}

/// The order of the items that stay: that of the side that changed it, with the other side's own items after those
/// that they stood after.
fn order<'a>(
    [base, later, earlier]: [&Keyed<'a>; 3],
    merged: &BTreeMap<&'a str, Body>,
    path: &str,
    lost: &mut Vec<Lost>,
) -> Vec<&'a str> {
    let moved = |side: &Keyed<'a>| side.shared_order(base) != base.shared_order(side);
    let (first, second) = if moved(earlier) && !moved(later) { (earlier, later) } else { (later, earlier) };
    let differ = later.shared_order(earlier) != earlier.shared_order(later);
    if differ && moved(later) == moved(earlier) {
        let order = earlier.order.iter().map(|key| Value::from(*key)).collect();
        lose(lost, false, path, order);
    }

    let mut order: Vec<&str> = first.order.iter().copied().filter(|key| merged.contains_key(key)).collect();
    let mut after = None;
    for key in second.order.iter().copied().filter(|key| merged.contains_key(key)) {
        if !first.items.contains_key(key) {
            order.insert(after.map_or(0, |place: usize| place + 1), key);
        }
        after = order.iter().position(|placed| *placed == key).or(after);
    }
    order
}
