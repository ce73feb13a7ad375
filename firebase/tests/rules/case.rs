//! Tables of cases.

use serde_json::{Value, json};

use crate::project::{OWNER, Project, Verdict};

/// A document that is written, and what it shows.
pub(crate) type Case = (&'static str, Value);

/// Writes each of `cases` to `path` as its owner, and expects the same `verdict` of all.
pub(crate) fn all(project: &Project, path: &str, verdict: Verdict, cases: &[Case]) {
    let surprises: Vec<&str> = cases
        .iter()
        .filter(|(_, body)| project.set(OWNER, path, body) != verdict)
        .map(|(what, _)| *what)
        .collect();
    assert!(surprises.is_empty(), "{path}: not {verdict:?}: {surprises:#?}");
}

/// `body` with the fields of `other` added or replaced.
pub(crate) fn with(body: &Value, other: Value) -> Value {
    let mut body = body.clone();
    let (Value::Object(fields), Value::Object(other)) = (&mut body, other) else { panic!("two objects") };
    fields.extend(other);
    body
}

/// An object with `count` fields.
pub(crate) fn map(count: usize) -> Value {
    (0..count).map(|number| (format!("field_{number}"), json!(number))).collect()
}

/// A text of `length` characters, each two bytes long.
pub(crate) fn text(length: usize) -> String {
    "é".repeat(length)
}

/// `item`, `count` times.
pub(crate) fn list(item: Value, count: usize) -> Value {
    Value::Array(vec![item; count])
}
