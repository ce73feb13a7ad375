//! What a stream's messages mean, whichever form the server gives them: changes only, as production does, or RESET
//! and everything again, as the emulator does.

use std::collections::VecDeque;

use firestore::gcloud_sdk::google::firestore::v1 as pb;
use firestore::gcloud_sdk::prost::Message as _;
use firestore::gcloud_sdk::prost_types::Timestamp;
use pb::listen_response::ResponseType;
use pb::target_change::TargetChangeType;
use sync::{Failure, Heard, HeardState, Mark};

use super::failure::{malformed, of_removal};
use super::listen::ListenEvent;
use super::moment::server_time;
use super::read::updated;
use super::{names, value};

/// The one target of a stream.
pub(super) const TARGET: i32 = 1;

/// So many changes are told at once, or as many as come with so many bytes; what belongs together may come in parts.
const PORTION: usize = 500;
const PORTION_BYTES: usize = 1 << 20;

/// What was heard and not told yet.
#[derive(Debug, Default)]
pub(super) struct Hearing {
    changes: Vec<Heard>,
    bytes: usize,
    /// Everything that was there has been told since the target was added or reset.
    current: bool,
    /// The last that leads back to where the target is now or a little before.
    token: Option<Vec<u8>>,
    told: VecDeque<ListenEvent>,
}

impl Hearing {
    /// What is to be told next.
    pub(super) fn next(&mut self) -> Option<ListenEvent> {
        self.told.pop_front()
    }

    /// Takes a message in.
    pub(super) fn take(&mut self, message: pb::ListenResponse) -> Result<(), Failure> {
        let size = message.encoded_len();
        match message.response_type {
            Some(ResponseType::TargetChange(change)) => return self.take_target_change(change),
            Some(ResponseType::DocumentChange(change)) => self.take_document(change)?,
            Some(ResponseType::DocumentDelete(delete)) => {
                let at = server_time(delete.read_time.as_ref().ok_or_else(|| malformed("read time"))?);
                self.hear(HeardState { id: names::id(&delete.document).to_owned(), at, body: None });
            }
            Some(ResponseType::DocumentRemove(remove)) => self.forget(&remove.document),
            Some(ResponseType::Filter(filter)) => {
                self.tell(None);
                let count = u64::try_from(filter.count).map_err(|_| malformed("count"))?;
                self.told.push_back(ListenEvent::Filter { count });
            }
            // Of a kind that came later.
            None => {}
        }
        self.bytes += size;
        if self.changes.len() >= PORTION || self.bytes >= PORTION_BYTES {
            self.tell(None);
        }
        Ok(())
    }

    fn take_document(&mut self, change: pb::DocumentChange) -> Result<(), Failure> {
        let document = change.document.ok_or_else(|| malformed("document"))?;
        if change.target_ids.contains(&TARGET) {
            let (id, at) = (names::id(&document.name).to_owned(), updated(&document)?);
            self.hear(HeardState { id, at, body: Some(value::body(document.fields)) });
        } else if change.removed_target_ids.contains(&TARGET) {
            self.forget(&document.name);
        }
        Ok(())
    }

    fn take_target_change(&mut self, change: pb::TargetChange) -> Result<(), Failure> {
        let kind = change.target_change_type();
        match kind {
            TargetChangeType::Remove => return Err(of_removal(change.cause.as_ref())),
            TargetChangeType::Reset => {
                self.tell(None);
                self.current = false;
                self.token = None;
                self.told.push_back(ListenEvent::Reset);
            }
            TargetChangeType::Current => self.current = true,
            TargetChangeType::Add | TargetChangeType::NoChange => {}
        }
        if !change.resume_token.is_empty() {
            self.token = Some(change.resume_token);
        }
        // Of all targets, that is: of the stream.
        if change.target_ids.is_empty()
            && let Some(at) = &change.read_time
        {
            self.tell(Some(at));
        }
        Ok(())
    }

    fn hear(&mut self, state: HeardState) {
        self.changes.push(Heard::State(state));
    }

    /// A document doesn't match any more.
    fn forget(&mut self, name: &str) {
        self.changes.push(Heard::Unmatched { id: names::id(name).to_owned() });
    }

    /// Tells what was heard; with a read time, the stream is consistent there.
    fn tell(&mut self, consistent_at: Option<&Timestamp>) {
        self.bytes = 0;
        let changes = std::mem::take(&mut self.changes);
        let mark = consistent_at.map(|at| Mark {
            read_time: server_time(at),
            token: self.token.clone(),
            current: self.current,
        });
        if mark.is_some() || !changes.is_empty() {
            self.told.push_back(ListenEvent::Heard { changes, mark });
        }
    }
}

#[cfg(test)]
mod tests;
