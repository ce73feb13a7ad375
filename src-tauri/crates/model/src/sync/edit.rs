//! When a document was edited, as it says itself.

use serde_json::{Map, Value};

use super::SYNC;
use crate::{Body, Millis, time};

/// The field that the server sets to its own time with every write.
pub const MODIFIED: &str = "modified_date";

/// When the document says that it was last edited: by whoever edited it, or, where they leave no traces, when that was
/// written.
#[must_use]
pub fn stated_edit(document: &Body) -> Option<Millis> {
    own(document).and_then(|map| millis(map.get("edited_at")?)).or_else(|| millis(document.get(MODIFIED)?))
}

/// What sync knows of the document's last write, if it speaks for the document: a client that doesn't know the map
/// raises `version` and leaves it stale.
#[must_use]
pub fn own(document: &Body) -> Option<&Map<String, Value>> {
    let map = document.get(SYNC).and_then(Value::as_object)?;
    (map.get("version").is_some() && map.get("version") == document.get("version")).then_some(map)
}

fn millis(value: &Value) -> Option<Millis> {
    value.as_str().map_or_else(|| value.as_i64(), time::parse)
}
