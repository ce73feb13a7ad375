//! What sync writes into documents: the `sync` map, tombstones, and the fields that the server sets.
//!
//! The map says which write made the document, `{op, device, edited_at, version, seen}`. It speaks for the document
//! only while its `version` is the document's own: a client that doesn't know it raises `version` and leaves it
//! stale. That the writes it names were in the document once stays true all the same, so [`Seen::of`] reads a stale
//! one, too. `seen` holds the last write of every other device (device to op): with it a write whose answer was lost
//! is recognised even where others have written since, and isn't applied a second time. A document that is made anew
//! after a deletion names all that its tombstone does, the deletion's write included.

use model::sync::{MODIFIED, Op, Remote, SYNC, Seen, State, stated_edit};
use model::{Body, Kind, Millis, RecordKey, ServerTime, body, time};
use serde_json::{Map, Value, json};

use crate::write::{Change, Precondition, Write};

/// Devices whose last writes a document names.
const SEEN: usize = 32;

/// When what the document says was last edited, by the server's clock: as its last writer says, or, where that is
/// not known, when it was written, `at`; never after that, whatever a writer's clock showed.
#[must_use]
pub fn edited_at(document: &Body, at: ServerTime) -> Millis {
    stated_edit(document).map_or(at.millis(), |edited_at| edited_at.min(at.millis()))
}

/// The document's version; 0 if it has none.
#[must_use]
pub fn version(document: &Body) -> u64 {
    document.get("version").and_then(Value::as_u64).unwrap_or_default()
}

/// What a record's document is called and kept as on this side: under the id that is its name on the server,
/// whatever its `id` field says.
#[must_use]
pub fn document(kind: Kind, id: &str, at: ServerTime, mut body: Body) -> Remote {
    if body::text(&body, "id") != id {
        body.insert("id".into(), id.into());
    }
    Remote { key: RecordKey::new(kind, id), at, state: State::Document(body) }
}

/// What a tombstone says; `None` if it is of a kind that only a newer version knows, or no tombstone at all.
#[must_use]
pub fn tombstone(id: &str, at: ServerTime, body: &Body) -> Option<Remote> {
    let kind = Kind::parse(body::text(body, "kind"))?;
    Some(Remote { key: RecordKey::new(kind, id), at, state: State::Deleted { after: Some(Seen::of(body)) } })
}

/// What a write is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stamp<'a> {
    pub(crate) key: &'a RecordKey,
    pub(crate) op: &'a Op,
    pub(crate) device: &'a str,
    /// When the edit was made, by the server's clock.
    pub(crate) edited_at: Millis,
    /// What is known to be on the server.
    pub(crate) base: Option<(ServerTime, &'a Body)>,
    /// If nothing is, but was once: the writes known to have been in it.
    pub(crate) gone: Option<&'a Seen>,
}

impl Stamp<'_> {
    /// The write that puts `body` on the server, or, without one, deletes what is there.
    pub(crate) fn write(self, body: Option<Body>, attempts: u32) -> Write {
        let change = match body {
            Some(body) => Change::Put(self.put(body)),
            None => Change::Delete { tombstone: self.tombstone() },
        };
        let only_if = self.base.map_or(Precondition::Absent, |(at, _)| Precondition::UpdatedAt(at));
        Write { key: self.key.clone(), op: self.op.clone(), only_if, change, attempts }
    }

    fn put(self, mut body: Body) -> Body {
        let version = self.version().max(version(&body));
        body.remove(MODIFIED);
        body.insert("id".into(), self.key.id.as_str().into());
        body.insert("version".into(), version.into());
        body.insert("sync_status".into(), "synced".into());
        body.insert(SYNC.into(), self.map(version));
        body
    }

    fn tombstone(self) -> Body {
        let version = self.version();
        Body::from_iter([
            ("id".to_owned(), json!(self.key.id)),
            ("kind".to_owned(), json!(self.key.kind.as_str())),
            ("deleted_at".to_owned(), json!(time::format(self.edited_at))),
            ("version".to_owned(), json!(version)),
            (SYNC.to_owned(), self.map(version)),
        ])
    }

    fn version(self) -> u64 {
        self.base.map_or(0, |(_, body)| version(body)).saturating_add(1)
    }

    fn map(self, version: u64) -> Value {
        // An edit made upon another is never older than it, whatever the clocks say.
        let edited_at =
            self.base.map_or(self.edited_at, |(at, body)| edited_at(body, at).max(self.edited_at));
        json!({
            "op": self.op.0,
            "device": self.device,
            "edited_at": time::format(edited_at),
            "version": version,
            "seen": self.seen(),
        })
    }

    /// The last writes of other devices, as what this one is made upon names them.
    fn seen(self) -> Map<String, Value> {
        let seen = match self.base {
            Some((_, body)) => Seen::of(body),
            None => self.gone.cloned().unwrap_or_default(),
        };
        seen.of_others(self.device, SEEN).to_map()
    }
}

/// The document as it is on the server once the write has taken effect.
#[must_use]
pub(crate) fn landed(mut body: Body, at: ServerTime, modified: Option<Value>) -> Body {
    body.insert(MODIFIED.into(), modified.unwrap_or_else(|| at.to_string().into()));
    body
}
