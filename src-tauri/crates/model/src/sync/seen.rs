//! Which writes a document has been through.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::Op;
use crate::{Body, body};

/// The field in which a document says it, and what its last writer was.
pub const SYNC: &str = "sync";

/// The last write of each device known to have been in a document, or in the one that a tombstone stands for. That it
/// was there stays true, whatever has become of the document since.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen(BTreeMap<String, Op>);

impl Seen {
    /// As a document or tombstone says: the write that made it, and those that it names. A map that a client left
    /// stale still says what was.
    #[must_use]
    pub fn of(document: &Body) -> Self {
        let Some(map) = document.get(SYNC).and_then(Value::as_object) else { return Self::default() };
        let mut seen = map.get("seen").and_then(Value::as_object).map(Self::parse).unwrap_or_default();
        if let Some(op) = map.get("op").and_then(Value::as_str) {
            seen.0.insert(body::text(map, "device").to_owned(), Op(op.to_owned()));
        }
        seen
    }

    /// Device to write, as [`Seen::to_map`] has it; what is no text is passed over.
    #[must_use]
    pub fn parse(map: &Map<String, Value>) -> Self {
        map.iter().filter_map(|(device, op)| Some((device.clone(), Op(op.as_str()?.to_owned())))).collect()
    }

    /// Device to write.
    #[must_use]
    pub fn to_map(&self) -> Map<String, Value> {
        self.0.iter().map(|(device, op)| (device.clone(), op.0.clone().into())).collect()
    }

    /// Whether this write is known to have been there.
    #[must_use]
    pub fn contains(&self, op: &Op) -> bool {
        self.0.values().any(|seen| seen == op)
    }

    /// Whether it names every write that `earlier` names, or a later one of the same device. A document that does so
    /// was made with a tombstone in view that says `earlier`: it was not deleted then, but made anew after it.
    #[must_use]
    pub fn covers(&self, earlier: &Self) -> bool {
        !earlier.0.is_empty()
            && earlier.0.iter().all(|(device, op)| self.0.get(device).is_some_and(|seen| seen.is_since(op)))
    }

    /// With what an earlier state named, of devices that this one doesn't name.
    #[must_use]
    pub fn upon(mut self, earlier: Self) -> Self {
        for (device, op) in earlier.0 {
            self.0.entry(device).or_insert(op);
        }
        self
    }

    /// Without a device, and of not more than `most` others.
    #[must_use]
    pub fn of_others(mut self, device: &str, most: usize) -> Self {
        self.0.remove(device);
        while self.0.len() > most {
            self.0.pop_first();
        }
        self
    }
}

impl FromIterator<(String, Op)> for Seen {
    fn from_iter<I: IntoIterator<Item = (String, Op)>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(all: &[(&str, &str)]) -> Seen {
        all.iter().map(|(device, op)| ((*device).to_owned(), Op((*op).to_owned()))).collect()
    }

    #[test]
    fn what_was_made_anew_covers_what_its_tombstone_names() {
        let tombstone = seen(&[("a", "a-1f-9"), ("b", "b-2-9")]);
        for (names, covers) in [
            (seen(&[("a", "a-1f-9"), ("b", "b-2-9")]), true),
            (seen(&[("a", "a-20-1"), ("b", "b-10-1"), ("c", "c-1-1")]), true),
            // A later change of a device has a higher generation, not a later name in the alphabet, nor time.
            (seen(&[("a", "a-2-99"), ("b", "b-2-9")]), false),
            (seen(&[("a", "a-1f-9")]), false),
            (seen(&[("a", "a-1f-9"), ("b", "unknown")]), false),
            (Seen::default(), false),
        ] {
            assert_eq!(names.covers(&tombstone), covers, "{names:?}");
        }
        assert!(
            !tombstone.covers(&Seen::default()),
            "a tombstone that names nothing says nothing of when it was"
        );
    }
}
