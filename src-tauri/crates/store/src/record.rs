//! A stored document and what the database keeps of it in columns.

use model::sync::stated_edit;
use model::{Body, Kind, Millis, body, time};
use serde_json::Value;

pub use model::RecordKey;

use crate::StoreError;

/// A record as it is stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its kind.
    pub kind: Kind,
    /// Its id.
    pub id: String,
    /// The document.
    pub body: Body,
    /// The body's `version`; 0 if it has none.
    pub version: u64,
    /// The body's `created_date`; 0 if it has none that can be read.
    pub created_at: Millis,
    /// When the body says that it was last edited; 0 if it says nothing that can be read.
    pub modified_at: Millis,
}

impl Record {
    /// Reads the columns from the body.
    pub(crate) fn new(kind: Kind, id: &str, body: Body) -> Self {
        let created_at = time::parse(body::text(&body, "created_date")).unwrap_or_default();
        let modified_at = stated_edit(&body).unwrap_or_default();
        Self { kind, id: id.to_owned(), version: version(&body), created_at, modified_at, body }
    }
}

/// The body's `version`, as far as a database integer can hold it; 0 if it has none.
pub(crate) fn version(body: &Body) -> u64 {
    let version = body.get("version").and_then(Value::as_u64).unwrap_or_default();
    version.min(i64::MAX.unsigned_abs())
}

/// The checksum of a stored body. It covers the key, so that a body can't pass for another record's.
pub(crate) fn checksum(kind: &str, id: &str, text: Option<&str>) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    for part in [Some(kind), Some(id), text].into_iter().flatten() {
        hasher.update(part.as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize()
}

/// The body that `text` holds, if it is what was written.
pub(crate) fn decode(kind: &str, id: &str, crc: u32, text: &str) -> Result<Body, StoreError> {
    if checksum(kind, id, Some(text)) != crc {
        return Err(StoreError::damaged(format!("the checksum of {kind} {id} is wrong")));
    }
    serde_json::from_str(text).map_err(|error| StoreError::damaged(format!("{kind} {id}: {error}")))
}

/// The kind that a row names.
pub(crate) fn kind(word: &str) -> Result<Kind, StoreError> {
    Kind::parse(word).ok_or_else(|| StoreError::UnknownKind(word.to_owned()))
}
