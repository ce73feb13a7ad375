//! Whether documents of a feed may have been missed, and how that is ruled out: by counting.
//!
//! A stream that goes on by its token tells everything, unless it says otherwise. Whenever it may not have, it is in
//! doubt until as many documents are there as here. How many there are, a resumed stream may say by itself (an
//! existence filter), which costs nothing; else the server is asked.
//!
//! A number only counts if nothing came between it and what it is compared with: what is new may make up for what was
//! missed.

use model::ServerTime;

/// A deletion is told some time after it was done, in microseconds: this is as late as it may be.
const LATE: i64 = 10 * 1_000_000;

/// How many documents a stream said there are.
#[derive(Clone, Copy, Debug)]
struct Said {
    documents: u64,
    /// When that was so: the stream says it afterwards.
    at: Option<ServerTime>,
}

/// What is known of the number of a feed's documents.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Census {
    /// Nothing can have been missed.
    complete: bool,
    /// Something may have been, whatever the cursor says: since the start, for one, because what was watched before
    /// is not known any more.
    doubted: bool,
    /// The server's documents are being counted: an answer from before this time counts. What was heard since the
    /// question may have hidden what was missed from a later one.
    counting: Option<ServerTime>,
    /// When there were as many documents as here.
    counted: Option<ServerTime>,
    said: Option<Said>,
}

impl Census {
    /// Of a feed that nothing is known of yet.
    pub(super) fn new() -> Self {
        Self { doubted: true, ..Self::default() }
    }

    pub(super) fn is_complete(&self) -> bool {
        self.complete
    }

    /// A stream is opened. `resumed`: it goes on where everything was complete.
    pub(super) fn open(&mut self, resumed: bool) {
        *self = Self { complete: resumed && !self.doubted, doubted: self.doubted, ..Self::default() };
    }

    /// Something may have been missed. An answer that is on its way may be from before that.
    pub(super) fn doubt(&mut self) {
        *self = Self::new();
    }

    /// The stream says how many documents there are, since it may not have told what became of all.
    pub(super) fn say(&mut self, documents: u64) {
        *self = Self { said: Some(Said { documents, at: None }), ..Self::new() };
    }

    /// The stream has told everything up to then.
    pub(super) fn told(&mut self, until: ServerTime) {
        if let Some(said) = &mut self.said {
            said.at.get_or_insert(until);
        }
    }

    /// The stream told a state from that time.
    pub(super) fn heard(&mut self, at: ServerTime, is_deletion: bool) {
        let there = ServerTime(at.0.saturating_sub(if is_deletion { LATE } else { 0 }));
        // What was there when the documents were counted, and wasn't known here, can have hidden what was missed.
        if self.counted.is_some_and(|counted| there <= counted) {
            self.doubt();
        }
        self.counting = self.counting.map(|limit| limit.min(there));
        self.said = None;
    }

    /// A document was written, or read by name: what was said before is of another number.
    pub(super) fn learned(&mut self) {
        self.said = None;
    }

    /// Whether the stream has said how many documents there are, and nothing came since.
    pub(super) fn was_told(&self) -> bool {
        self.said.is_some_and(|said| said.at.is_some())
    }

    /// There are so many here.
    pub(super) fn compare(&mut self, ours: u64) {
        if let Some(Said { documents, at: Some(at) }) = self.said.take()
            && documents == ours
        {
            self.settle(at);
        }
    }

    /// The server is asked how many there are.
    pub(super) fn ask(&mut self) {
        self.counting = Some(ServerTime(i64::MAX));
    }

    /// As many documents are there as here, at that time. If that may have changed since, it is asked again.
    pub(super) fn agree(&mut self, at: ServerTime) {
        if self.counting.take().is_some_and(|limit| limit > at) {
            self.settle(at);
        }
    }

    fn settle(&mut self, at: ServerTime) {
        *self = Self { complete: true, counted: Some(at), ..Self::default() };
    }
}
