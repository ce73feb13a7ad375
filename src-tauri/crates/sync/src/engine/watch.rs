//! Documents that were learned of beside the stream, and that the stream has yet to speak of.
//!
//! A stream tells how its result changes from one moment to another. A document that was written, or read by name,
//! and deleted between two such moments is in neither, so the stream never speaks of it: it would be thought to be
//! there for ever. Hence a document that was there at a time must be heard of by the time the stream has told
//! everything up to then; if it isn't, it is read again. Once that is so and stored, a stream that is resumed knows
//! the document, and will tell of its end.
//!
//! What the stream says of a write that is acknowledged is nothing new.

use std::collections::BTreeMap;

use model::ServerTime;

/// The documents of one feed that are watched.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch(BTreeMap<String, Watched>);

#[derive(Clone, Copy, Debug, Default)]
struct Watched {
    /// Up to when the stream had told everything when the document was asked for or sent.
    told: Option<ServerTime>,
    /// The latest state of it that the stream told.
    heard: Option<ServerTime>,
    /// The state of it that was learned of otherwise.
    learned: Option<ServerTime>,
    /// The state of it that we wrote.
    written: Option<ServerTime>,
}

impl Watched {
    fn is_unheard(self) -> bool {
        self.learned.is_some_and(|learned| self.heard < Some(learned))
    }
}

impl Watch {
    /// The document is about to be written, or read by name; the stream has told everything up to `told`.
    pub(super) fn begin(&mut self, id: &str, told: Option<ServerTime>) {
        let watched = self.0.entry(id.to_owned()).or_default();
        watched.told = told;
    }

    /// Nothing was learned of it.
    pub(super) fn end(&mut self, id: &str) {
        if self.0.get(id).is_some_and(|watched| watched.learned.is_none()) {
            self.0.remove(id);
        }
    }

    /// It is not there.
    pub(super) fn gone(&mut self, id: &str) {
        self.0.remove(id);
    }

    /// It was there at that time; the stream has told everything up to `told`. `true`: it is to be read again.
    pub(super) fn learned(&mut self, id: &str, at: ServerTime, told: Option<ServerTime>) -> bool {
        let watched = self.0.entry(id.to_owned()).or_default();
        watched.learned = Some(at);
        let (watched, known) = (*watched, watched.told >= Some(at));
        let missed = !known && watched.is_unheard() && told >= Some(at);
        if known || missed {
            self.0.remove(id);
        }
        missed
    }

    /// We wrote it, at that time.
    pub(super) fn wrote(&mut self, id: &str, at: ServerTime) {
        self.0.entry(id.to_owned()).or_default().written = Some(at);
    }

    /// The stream told a state of it. `true`: it is the one that we wrote.
    pub(super) fn heard(&mut self, id: &str, at: ServerTime) -> bool {
        let Some(watched) = self.0.get_mut(id) else { return false };
        watched.heard = watched.heard.max(Some(at));
        watched.written == Some(at)
    }

    /// The stream has told everything up to then: what it should have spoken of and hasn't.
    pub(super) fn told(&mut self, until: ServerTime) -> Vec<String> {
        let missed = |watched: &Watched| watched.is_unheard() && watched.learned <= Some(until);
        let ids = self.0.iter().filter(|(_, watched)| missed(watched)).map(|(id, _)| id.clone()).collect();
        self.0.retain(|_, watched| !missed(watched));
        ids
    }

    /// What was told up to then is stored.
    pub(super) fn stored(&mut self, until: ServerTime) {
        self.0.retain(|_, watched| watched.learned.is_none_or(|learned| learned > until));
    }

    /// The stream begins again from what is stored.
    pub(super) fn restart(&mut self) {
        for watched in self.0.values_mut() {
            watched.heard = None;
            watched.told = None;
        }
    }
}
