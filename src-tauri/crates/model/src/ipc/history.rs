//! Undo, redo, and earlier versions of a record.

use serde::{Deserialize, Serialize};

use super::record::RecordRef;
use crate::{Body, Kind, Millis};

/// A change that was taken back or done again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reverted {
    /// What it was, ready to show: "Deleted Push day".
    pub label: String,
    /// The records it concerned.
    pub records: Vec<RecordRef>,
}

/// An earlier or losing version of a record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// Names it.
    pub history_id: i64,
    /// The record's kind.
    pub kind: Kind,
    /// The record's id.
    pub id: String,
    /// Its name in this version; empty where there was no record.
    pub name: String,
    /// Why this version is no longer the current one, ready to show.
    pub why: String,
    /// When it ceased to be current.
    pub at: Millis,
    /// The document; `None` where the record did not exist.
    pub body: Option<Body>,
    /// What the change after it did, a line each: "Name: Push → Pull".
    pub changes: Vec<String>,
}

/// Names a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionRef {
    /// The version.
    pub history_id: i64,
}
