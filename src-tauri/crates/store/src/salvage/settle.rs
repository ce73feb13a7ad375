//! Decides, record by record, which of the copies that were found is to stand.

use std::collections::BTreeMap;

use model::sync::stated_edit;
use model::{Body, Kind, body};

use super::harvest::Harvest;
use super::rows::{self, Document, Key, Past};
use super::{Doubt, DoubtState};
use crate::Why;
use crate::record::{self, RecordKey};

/// What the new library is to hold.
#[derive(Debug, Default)]
pub(super) struct Settled {
    pub(super) records: BTreeMap<Key, (Document, Option<DoubtState>)>,
    pub(super) doubts: Vec<Doubt>,
}

/// Chooses among what was found.
pub(super) fn settle(harvest: &Harvest) -> Settled {
    let mut settled = Settled::default();
    for document in &harvest.records {
        let state = (!document.verified).then_some(DoubtState::Altered);
        settled.offer(document, state);
    }
    for stray in &harvest.strays {
        if settled.records.contains_key(&stray.key) {
            settled.offer(stray, None);
        } else if !is_deleted(harvest, stray) && !is_to_be_deleted(harvest, stray) {
            settled.offer(stray, harvest.stray_state);
        }
    }
    for (key, name) in &harvest.indexed {
        if settled.records.contains_key(key) {
            continue;
        }
        match earlier(harvest, key) {
            Some(document) => settled.offer(&document, Some(DoubtState::Earlier)),
            None => settled.doubt(key, name.clone(), DoubtState::Lost),
        }
    }
    if !harvest.whole {
        settled.doubt_what_history_contradicts(harvest);
    }
    let doubtful = settled.records.values().filter_map(|(document, state)| Some((document, (*state)?)));
    let doubtful: Vec<_> =
        doubtful.map(|(document, state)| (document.key.clone(), name(document), state)).collect();
    for (key, name, state) in doubtful {
        settled.doubt(&key, name, state);
    }
    settled
}

impl Settled {
    /// Takes a copy unless there is a better one: the newer is, and of equals the sound one, then the first.
    fn offer(&mut self, document: &Document, state: Option<DoubtState>) {
        let rank = |document: &Document| (document.version, document.modified_at, document.verified);
        let worse = self.records.get(&document.key).is_some_and(|(best, _)| rank(best) >= rank(document));
        if !worse {
            self.records.insert(document.key.clone(), (document.clone(), state));
        }
    }

    /// Finds records that are what history says they were before the last change: what that made of them is lost.
    fn doubt_what_history_contradicts(&mut self, harvest: &Harvest) {
        let mut last: BTreeMap<&Key, &Past> = BTreeMap::new();
        for past in harvest.history.values() {
            last.insert(&past.key, past);
        }
        for (key, (document, state)) in &mut self.records {
            let before = last.get(key).filter(|past| stands(harvest, past));
            if let Some(past) = before.filter(|past| past.text.as_ref() == Some(&document.text)) {
                let deleted = past.why == Why::Deleted.as_str();
                *state = Some(if deleted { DoubtState::Stray } else { DoubtState::Earlier });
            }
        }
    }

    fn doubt(&mut self, (kind, id): &Key, name: Option<String>, state: DoubtState) {
        // What only a newer version knows is kept, but can't be spoken of here.
        if let Some(kind) = Kind::parse(kind) {
            self.doubts.push(Doubt { key: RecordKey::new(kind, id), name, state });
        }
    }
}

fn name(document: &Document) -> Option<String> {
    let body = rows::parse(&document.text)?;
    Some(Kind::parse(&document.key.0)?.index(&body).name).filter(|name| !name.is_empty())
}

/// Whether the last that history knows of a record is that this copy of it, or a later one, was deleted.
fn is_deleted(harvest: &Harvest, stray: &Document) -> bool {
    let last = harvest.history.values().rfind(|past| past.key == stray.key);
    last.is_some_and(|past| {
        let version = past.text.as_deref().and_then(rows::parse).map(|body| record::version(&body));
        let deleted = past.why == Why::Deleted.as_str() && stands(harvest, past);
        deleted && version.is_some_and(|version| version.cast_signed() >= stray.version)
    })
}

/// Whether the queue knows that the record was deleted.
fn is_to_be_deleted(harvest: &Harvest, stray: &Document) -> bool {
    harvest.queue.iter().any(|queued| queued.deleted && queued.key == stray.key)
}

/// Whether the change that a row of history belongs to wasn't undone.
fn stands(harvest: &Harvest, past: &Past) -> bool {
    harvest.changes.get(&past.change_id).is_none_or(|change| !is_taken_back(&change.state))
}

/// Whether a change of this state was undone.
pub(super) fn is_taken_back(state: &str) -> bool {
    matches!(state, "undone" | "void")
}

/// The last of the earlier versions of a record, in history or as the server had it.
fn earlier(harvest: &Harvest, key: &Key) -> Option<Document> {
    let past = harvest.history.values().filter(|past| past.key == *key);
    let past = past.filter_map(|past| Some((past.crc, past.text.as_deref()?)));
    let mirrored = harvest.mirror.iter().filter(|mirrored| mirrored.key == *key);
    let copies = past.chain(mirrored.map(|mirrored| (mirrored.crc, mirrored.text.as_str())));
    let documents = copies.filter_map(|(crc, text)| document(key, crc, text, &rows::parse(text)?));
    documents.max_by_key(|document| (document.version, document.modified_at))
}

fn document(key: &Key, crc: u32, text: &str, read: &Body) -> Option<Document> {
    (body::text(read, "id") == key.1).then(|| Document {
        key: key.clone(),
        text: text.to_owned(),
        crc,
        version: record::version(read).cast_signed(),
        created_at: model::time::parse(body::text(read, "created_date")).unwrap_or_default(),
        modified_at: stated_edit(read).unwrap_or_default(),
        name_key: String::new(),
        verified: true,
    })
}
