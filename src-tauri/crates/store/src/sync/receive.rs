//! What comes from the server, and what is to become of the record for it.

use model::sync::{Acknowledged, Loss, Meeting, Outcome, Refusal, Remote, Seen, Side, State, Unsent};
use model::{Body, RecordKey, ServerTime, body};

use super::conflict;
use super::mirror::{self, Presence};
use super::queue::{self, Action, Queued};
use super::sent;
use super::tx::{Received, SyncTx};
use crate::write::{self, Stored, Written};
use crate::{StoreError, Why};

/// A state of the server's.
struct Arrival {
    key: RecordKey,
    at: ServerTime,
    /// The document; `None` if it was deleted.
    document: Option<Written>,
    /// Of a deletion, the writes that its tombstone names, if one was looked for.
    after: Option<Seen>,
    /// What was known before.
    before: Presence,
}

impl Arrival {
    fn new(key: RecordKey, at: ServerTime, state: State, before: Presence) -> Result<Self, StoreError> {
        let (document, after) = match state {
            State::Document(body) => (Some(written(&key, body)?), None),
            State::Deleted { after } => (None, after),
        };
        Ok(Self { key, at, document, after, before })
    }
}

impl SyncTx<'_> {
    pub(super) fn try_receive(
        &mut self,
        remote: Remote,
        read_at: Option<ServerTime>,
        merge: &mut dyn FnMut(&Meeting<'_>) -> Outcome,
    ) -> Result<Received, StoreError> {
        let Remote { key, at, state } = remote;
        let (known, before) = mirror::known(self.connection(), &key)?;
        let stands = match (before, &state, read_at) {
            (Presence::Deleted, State::Document(_), Some(read_at)) => known <= read_at,
            (Presence::Document, State::Deleted { after: Some(after) }, None) => {
                at > known && !self.was_made_anew_since(&key, after)?
            }
            _ => (at, presence(&state)) > (known, before),
        };
        if !stands {
            if let State::Deleted { after: Some(after) } = &state {
                mirror::look(self.connection(), &key, at, after)?;
            }
            return Ok(Received::Known);
        }
        let Some(queued) = self.queued(&key)? else {
            let arrival = Arrival::new(key, at, state, before)?;
            self.move_mirror(&arrival)?;
            self.follow(&arrival)?;
            return Ok(Received::Followed);
        };
        let stored = Stored::find(self.connection(), key.kind.as_str(), &key.id)?;
        let outcome = merge(&Meeting {
            key: &key,
            base: mirror::find(self.connection(), &key)?.map(|base| base.body).as_ref(),
            ours: stored.as_ref().map(|stored| stored.body(&key)).transpose()?.as_ref(),
            unsent: &Unsent { op: self.op(&queued), edited_at: queued.edited_at },
            sent: &sent::of(self.connection(), &key, stored.as_ref())?,
            theirs: &state,
            at,
        });
        if outcome == Outcome::Ask {
            return Ok(Received::Ask);
        }
        let arrival = Arrival::new(key, at, state, before)?;
        self.move_mirror(&arrival)?;
        sent::forget(self.connection(), &arrival.key)?;
        self.settle(&queued, stored.as_ref(), &arrival, outcome)?;
        Ok(Received::Met)
    }

    /// Whether the mirrored document was made anew after the deletion whose tombstone names these writes.
    fn was_made_anew_since(&self, key: &RecordKey, after: &Seen) -> Result<bool, StoreError> {
        let base = mirror::find(self.connection(), key)?;
        Ok(base.is_some_and(|base| Seen::of(&base.body).covers(after)))
    }

    /// Does what the merge decided.
    fn settle(
        &mut self,
        queued: &Queued,
        stored: Option<&Stored>,
        arrival: &Arrival,
        outcome: Outcome,
    ) -> Result<(), StoreError> {
        let key = &arrival.key;
        match outcome {
            Outcome::Ask => Ok(()),
            Outcome::Theirs { lost } => {
                queue::remove(self.connection(), key)?;
                let ours = self.follow(arrival)?;
                conflict::note(self.connection(), key, self.now, &lost, ours, None)
            }
            Outcome::Ours { lost } => {
                let theirs = self.keep_lost(arrival, &lost)?;
                conflict::note(self.connection(), key, self.now, &lost, None, theirs)?;
                queue::renew(self.connection(), key)
            }
            Outcome::Both { body, lost } => {
                let ours = match stored {
                    Some(stored) => {
                        Some(self.remember(key, Some((stored.crc, &stored.text)), Why::Merged)?)
                    }
                    None => None,
                };
                let theirs = self.keep_lost(arrival, &lost)?;
                let ours = ours.filter(|_| lost.iter().any(|loss| loss.side == Side::Ours));
                conflict::note(self.connection(), key, self.now, &lost, ours, theirs)?;
                write::put(self.connection(), stored, &written(key, body)?)?;
                fault!("receive.merged");
                let edited_at = queued.edited_at;
                queue::enqueue(self.connection(), self.owner, key, Action::Upsert, None, edited_at)
            }
            Outcome::Unreadable => {
                queue::renew(self.connection(), key)?;
                queue::refuse(self.connection(), key, Refusal::Unreadable)
            }
        }
    }

    pub(super) fn try_acknowledge(&mut self, done: Acknowledged) -> Result<(), StoreError> {
        let Acknowledged { key, op, at, state } = done;
        let presence = presence(&state);
        let (known, before) = mirror::known(self.connection(), &key)?;
        let moves = at.is_some_and(|at| (at, presence) > (known, before));
        if at.is_some_and(|at| (at, presence) < (known, before)) {
            return Ok(());
        }
        let arrival = Arrival::new(key, at.unwrap_or(known), state, before)?;
        if moves {
            self.move_mirror(&arrival)?;
            sent::forget(self.connection(), &arrival.key)?;
        }
        match self.queued(&arrival.key)? {
            Some(queued) if self.op(&queued) == op => {
                queue::remove(self.connection(), &arrival.key)?;
                self.follow(&arrival).map(drop)
            }
            Some(_) if moves => queue::move_to_end(self.connection(), &arrival.key),
            // It was discarded, and came to be written all the same.
            None if moves => self.follow(&arrival).map(drop),
            _ => Ok(()),
        }
    }

    /// Their document goes to history, as if it had been here and was changed, if something of it lost.
    fn keep_lost(&mut self, arrival: &Arrival, lost: &[Loss]) -> Result<Option<i64>, StoreError> {
        match &arrival.document {
            Some(theirs) if lost.iter().any(|loss| loss.side == Side::Theirs) => {
                self.remember(&arrival.key, Some((theirs.crc, &theirs.text)), Why::Merged).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// The record becomes what the server has. Nothing is unsent of it. The answer names the version that it had, if
    /// that is in history now.
    fn follow(&mut self, arrival: &Arrival) -> Result<Option<i64>, StoreError> {
        let key = &arrival.key;
        if let Some(new) = &arrival.document
            && write::insert(self.connection(), new)?
        {
            fault!("receive.followed");
            self.remember(key, None, Why::Created)?;
            return Ok(None);
        }
        let Some(before) = Stored::find(self.connection(), key.kind.as_str(), &key.id)? else {
            return Ok(None);
        };
        let mut version = None;
        match &arrival.document {
            Some(new) if before.text == new.text => {}
            Some(new) => {
                let body_before = before.body(key)?;
                // Who wrote it and when is no content: there is nothing to go back to.
                if !body::same_content(&body_before, &new.record.body) {
                    version = Some(self.remember(key, Some((before.crc, &before.text)), Why::Overwritten)?);
                }
                write::replace(self.connection(), &before, &body_before, new)?;
            }
            None => {
                version = Some(self.remember(key, Some((before.crc, &before.text)), Why::Deleted)?);
                write::delete(self.connection(), &before)?;
            }
        }
        fault!("receive.followed");
        Ok(version)
    }

    fn move_mirror(&self, arrival: &Arrival) -> Result<(), StoreError> {
        let Arrival { key, at, document, after, before } = arrival;
        match document {
            Some(new) => mirror::put(self.connection(), key, *at, (new.crc, &new.text), *before),
            None => mirror::delete(self.connection(), key, *at, after.as_ref(), *before),
        }
    }
}

fn presence(state: &State) -> Presence {
    match state {
        State::Document(_) => Presence::Document,
        State::Deleted { .. } => Presence::Deleted,
    }
}

fn written(key: &RecordKey, body: Body) -> Result<Written, StoreError> {
    if body::text(&body, "id") == key.id {
        Written::new(key, body)
    } else {
        Err(StoreError::WrongId(key.clone()))
    }
}
