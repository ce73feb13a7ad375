//! Whether an edit makes a document worse.

use serde_json::Value;

use super::violations;
use crate::error::{FieldError, Problem};
use crate::schema::Shape;
use crate::{Body, Kind};

/// Where `after` goes beyond a limit and `before` did not, or less so. What is too long or too many may shrink
/// by steps; any other value that breaks a rule may stay only as it is. Items are known by their keys, so that
/// one that is moved takes its fault along.
pub(super) fn worse(kind: Kind, before: Option<&Body>, after: &Body) -> Vec<FieldError> {
    let new = violations(kind, after);
    let Some(before) = before.filter(|_| !new.is_empty()) else { return new };
    let old = violations(kind, before);
    let was = |new: &FieldError| {
        old.iter().any(|old| {
            place(kind, before, &old.field) == place(kind, after, &new.field)
                && match (&old.problem, &new.problem) {
                    (Problem::TooLong { actual: old, .. }, Problem::TooLong { actual: new, .. })
                    | (Problem::TooMany { actual: old, .. }, Problem::TooMany { actual: new, .. }) => {
                        new <= old
                    }
                    _ => value(before, &old.field) == value(after, &new.field),
                }
        })
    };
    new.into_iter().filter(|error| !was(error)).collect()
}

/// A path with the item's key in place of its index; an item without a key is known by its index.
fn place(kind: Kind, body: &Body, path: &str) -> String {
    let keyed = || {
        let (list, rest) = path.split_once('[')?;
        let (index, rest) = rest.split_once(']')?;
        let Shape::Items(schema) = kind.schema().field(list)?.shape else { return None };
        let key = body.get(list)?.get(index.parse::<usize>().ok()?)?.get(schema.key)?.as_str()?;
        Some(format!("{list}[{key}]{rest}"))
    };
    keyed().unwrap_or_else(|| path.to_owned())
}

/// What stands at a path.
fn value<'a>(body: &'a Body, path: &str) -> Option<&'a Value> {
    let mut steps = path.split(['[', '.']).map(|step| step.trim_end_matches(']'));
    let first = body.get(steps.next()?)?;
    steps.try_fold(first, |value, step| match value {
        Value::Array(items) => items.get(step.parse::<usize>().ok()?),
        _ => value.get(step),
    })
}
