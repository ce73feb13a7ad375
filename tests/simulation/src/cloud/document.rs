//! What the cloud keeps: documents, their names and their times.

use std::fmt;
use std::rc::Rc;

use model::{Body, Millis, ServerTime};
use serde_json::Value;

/// Names a document: `users/{uid}/{collection}/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path {
    /// Whose it is.
    pub uid: Rc<str>,
    /// `workouts`, `programs` or `tombstones`.
    pub collection: Rc<str>,
    /// Its id.
    pub id: Rc<str>,
}

impl Path {
    /// `users/{uid}/{collection}/{id}`.
    #[must_use]
    pub fn new(uid: &str, collection: &str, id: &str) -> Self {
        Self { uid: uid.into(), collection: collection.into(), id: id.into() }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.uid, self.collection, self.id)
    }
}

/// A document as the cloud holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Its fields; a timestamp stands as RFC 3339 text, as the gateway hands it on.
    pub fields: Body,
    /// `modified_date`, if the field holds a timestamp. A text that looks like one is none: queries pass it over.
    pub modified: Option<Millis>,
    /// When the commit happened that made it; no two commits share a time.
    pub update_time: ServerTime,
}

impl Document {
    /// Whether the query `modified_date > since` finds it. A range filter finds values of its own type only.
    #[must_use]
    pub fn matches(&self, since: Option<Millis>) -> bool {
        since.is_none_or(|since| self.modified.is_some_and(|modified| modified > since))
    }
}

/// The size that Firestore charges for a document, in bytes:
/// <https://firebase.google.com/docs/firestore/storage-size>.
#[must_use]
pub fn size(path: &Path, fields: &Body) -> usize {
    let name = [&*path.uid, &*path.collection, &*path.id, "users"].map(|part| part.len() + 1);
    name.iter().sum::<usize>() + 16 + map_size(fields) + 32
}

fn map_size(fields: &Body) -> usize {
    fields.iter().map(|(name, value)| name.len() + 1 + value_size(value)).sum()
}

fn value_size(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) => 1,
        Value::Number(_) => 8,
        Value::String(text) => text.len() + 1,
        Value::Array(items) => items.iter().map(value_size).sum(),
        Value::Object(fields) => map_size(fields),
    }
}
