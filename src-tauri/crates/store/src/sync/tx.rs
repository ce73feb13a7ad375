//! The transaction of whoever syncs.

use std::ops::Deref;

use model::sync::{
    Acknowledged, Cursor, Feed, Limits, Meeting, Op, Outcome, Pending, Refusal, Remote, TakenBatch,
};
use model::{Millis, RecordKey, ServerTime};
use rusqlite::{Connection, params};

use super::queue::{self, Queued};
use crate::history::Log;
use crate::{Owner, StoreError, View, Why};

/// The word under which history has what came from the server.
const CHANGE: &str = "sync";

/// What was done with a state of the server's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// Nothing: this state, or a later one, is known.
    Known,
    /// Nothing was unsent here, so the record is as the server has it.
    Followed,
    /// It met an unsent change, and the merge decided.
    Met,
    /// It met an unsent change, and the merge wants more to be known ([`Outcome::Ask`]): everything is as it was.
    Ask,
}

/// A transaction with what came from the server and what goes to it. It reads what it has written, through the
/// methods of [`View`]. What it does to records stands for good: an undo of what the person did before to such a
/// record is refused as [`StoreError::Conflict`], never done silently.
#[derive(Debug)]
pub struct SyncTx<'a> {
    view: &'a View<'a>,
    pub(super) owner: &'a Owner,
    pub(super) now: Millis,
    log: Log<'a>,
    device: String,
    /// Whether anything was queued when it began: the transaction itself adds nothing.
    any_queued: bool,
}

impl<'a> Deref for SyncTx<'a> {
    type Target = View<'a>;

    fn deref(&self) -> &Self::Target {
        self.view
    }
}

impl<'a> SyncTx<'a> {
    pub(crate) fn new(view: &'a View<'a>, owner: &'a Owner, now: Millis) -> Result<Self, StoreError> {
        if !owner.sends() {
            return Err(StoreError::NoAccount);
        }
        let log = Log::kept(view.connection(), CHANGE, now);
        let any_queued = view.pending()? != Pending::default();
        Ok(Self { view, owner, now, log, device: view.device()?, any_queued })
    }

    /// Takes in a state of the server's. If a change of the record is unsent, `merge` says what is to become of the
    /// two.
    pub fn receive(
        &mut self,
        remote: Remote,
        merge: &mut dyn FnMut(&Meeting<'_>) -> Outcome,
    ) -> Result<Received, StoreError> {
        let result = self.try_receive(remote, None, merge);
        self.view.watch(result)
    }

    /// As [`SyncTx::receive`], of a state that was read by name, at that time: a document that is there then is there,
    /// though a deletion is known that seems to be later than its last change. A server that was restored from a copy
    /// gives its documents new times, in any order.
    pub fn receive_read(
        &mut self,
        remote: Remote,
        read_at: ServerTime,
        merge: &mut dyn FnMut(&Meeting<'_>) -> Outcome,
    ) -> Result<Received, StoreError> {
        let result = self.try_receive(remote, Some(read_at), merge);
        self.view.watch(result)
    }

    /// Takes in that the server has a change: the mirror moves to it unless it is later already, and the change is
    /// off the queue unless the record was changed since.
    pub fn acknowledge(&mut self, done: Acknowledged) -> Result<(), StoreError> {
        let result = self.try_acknowledge(done);
        self.view.watch(result)
    }

    /// What is to be sent next, in the order in which it was queued. It stays in the queue, and from now on the
    /// server may hold it. A change that is taken again has the same [`Op`], after a crash too.
    pub fn take(&mut self, limits: Limits) -> Result<TakenBatch, StoreError> {
        self.view.watch(self.try_take(limits))
    }

    /// The server will not have a change: it leaves the line, and waits for the person. `false` if there is no such
    /// change any more: the record was changed since, or it is settled.
    pub fn refuse(&mut self, key: &RecordKey, op: &Op, refusal: Refusal) -> Result<bool, StoreError> {
        self.view.watch(self.try_refuse(key, op, refusal))
    }

    /// A change is not to be sent again for so many milliseconds, and has failed once more. `false` if there is no
    /// such change any more, or it waits already.
    pub fn postpone(&mut self, key: &RecordKey, op: &Op, millis: u64) -> Result<bool, StoreError> {
        self.view.watch(self.try_postpone(key, op, millis))
    }

    /// Lets every change that waits for a later try be due now.
    pub fn hurry(&mut self) -> Result<(), StoreError> {
        self.view.watch(self.try_hurry())
    }

    /// Notes how far a feed was heard. `None`: not at all, everything is to be received again.
    pub fn set_cursor(&mut self, feed: Feed, cursor: Option<&Cursor>) -> Result<(), StoreError> {
        self.view.watch(self.try_set_cursor(feed, cursor))
    }

    fn try_set_cursor(&self, feed: Feed, cursor: Option<&Cursor>) -> Result<(), StoreError> {
        let feed = feed.as_str();
        if let Some(Cursor { until, since, token, complete }) = cursor {
            let since = since.map(|since| since.to_string());
            self.connection()
                .prepare_cached(
                    "INSERT INTO cursor (kind, applied_until, since, resume_token, complete)
                     VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (kind) DO UPDATE SET applied_until = excluded.applied_until,
                     since = excluded.since, resume_token = excluded.resume_token, complete = excluded.complete",
                )?
                .execute(params![feed, until.to_string(), since, token, complete])?;
        } else {
            self.connection().prepare_cached("DELETE FROM cursor WHERE kind = ?1")?.execute([feed])?;
        }
        fault!("cursor.put");
        Ok(())
    }

    pub(super) fn connection(&self) -> &'a Connection {
        self.view.connection()
    }

    /// The unsent change of a record.
    pub(super) fn queued(&self, key: &RecordKey) -> Result<Option<Queued>, StoreError> {
        if self.any_queued { queue::find(self.connection(), key) } else { Ok(None) }
    }

    /// The unsent change of a record, if it is called so.
    pub(super) fn queued_as(&self, key: &RecordKey, op: &Op) -> Result<Option<Queued>, StoreError> {
        Ok(self.queued(key)?.filter(|queued| self.op(queued) == *op))
    }

    pub(super) fn op(&self, queued: &Queued) -> Op {
        queued.op(&self.device)
    }

    /// Puts a former state of a record into history; the answer names the version.
    pub(super) fn remember(
        &mut self,
        key: &RecordKey,
        before: Option<(u32, &str)>,
        why: Why,
    ) -> Result<i64, StoreError> {
        self.log.push(key, before, why)
    }
}
