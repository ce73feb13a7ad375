//! Changing: everything that is written in one transaction.

use std::collections::HashSet;
use std::ops::Deref;

use model::{Body, Kind, Millis, body};
use rusqlite::Connection;

use crate::history::Log;
use crate::record::{Record, RecordKey};
use crate::sync::queue::{self, Action};
use crate::write::{self, Stored, Written};
use crate::{Owner, Past, StoreError, View, Why, recall};

/// A transaction on the library. It reads what it has written, through the methods of [`View`].
#[derive(Debug)]
pub struct Tx<'a> {
    view: &'a View<'a>,
    pub(crate) owner: &'a Owner,
    pub(crate) now: Millis,
    log: Log<'a>,
    /// The records whose former state is in history already.
    touched: HashSet<RecordKey>,
    undoable: bool,
}

impl<'a> Deref for Tx<'a> {
    type Target = View<'a>;

    fn deref(&self) -> &Self::Target {
        self.view
    }
}

impl<'a> Tx<'a> {
    pub(crate) fn new(view: &'a View<'a>, owner: &'a Owner, op: &'a str, now: Millis) -> Self {
        let log = Log::undoable(view.connection(), op, now);
        Self { view, owner, now, log, touched: HashSet::new(), undoable: true }
    }

    /// Writes a document, whether there was one or not. The columns of the record come from its `version`,
    /// `created_date` and `modified_date`, which it is up to the caller to set. A document that is there already,
    /// byte for byte, is not written again.
    pub fn put(&mut self, kind: Kind, id: &str, body: Body) -> Result<Record, StoreError> {
        self.write(RecordKey::new(kind, id), body, None)
    }

    /// As [`Tx::put`], for another reason than an edit by hand.
    pub fn put_because(&mut self, why: Why, kind: Kind, id: &str, body: Body) -> Result<Record, StoreError> {
        self.write(RecordKey::new(kind, id), body, Some(why))
    }

    /// As [`Tx::put_because`], of something that was edited at that time, and only comes here now.
    pub fn put_as_of(
        &mut self,
        edited_at: Millis,
        why: Why,
        kind: Kind,
        id: &str,
        body: Body,
    ) -> Result<Record, StoreError> {
        let now = std::mem::replace(&mut self.now, edited_at);
        let put = self.write(RecordKey::new(kind, id), body, Some(why));
        self.now = now;
        put
    }

    /// Deletes a record; `false` if there is none.
    pub fn delete(&mut self, kind: Kind, id: &str) -> Result<bool, StoreError> {
        let key = RecordKey::new(kind, id);
        self.view.watch(self.remove(&key))
    }

    /// Takes in earlier versions from elsewhere, the newest of each record first; those that are known already are
    /// passed over. Says how many were new. Records stay as they are, and so does what can be undone.
    pub fn recall(&mut self, past: &[Past]) -> Result<u64, StoreError> {
        self.view.watch(recall::recall(self.connection(), past))
    }

    /// Makes the whole transaction stand for good. For what isn't this user's own doing, such as the changes of
    /// another device: what was undone before can still be redone.
    pub fn not_undoable(&mut self) {
        self.undoable = false;
    }

    pub(crate) fn connection(&self) -> &'a Connection {
        self.view.connection()
    }

    fn write(&mut self, key: RecordKey, body: Body, why: Option<Why>) -> Result<Record, StoreError> {
        let result = self.try_write(key, body, why);
        self.view.watch(result)
    }

    fn try_write(&mut self, key: RecordKey, body: Body, why: Option<Why>) -> Result<Record, StoreError> {
        if body::text(&body, "id") != key.id {
            return Err(StoreError::WrongId(key));
        }
        let new = Written::new(&key, body)?;
        let before = if write::insert(self.connection(), &new)? {
            self.remember(&key, None, why.unwrap_or(Why::Created))?;
            None
        } else {
            let before = Stored::find(self.connection(), key.kind.as_str(), &key.id)?;
            let before = before.ok_or_else(|| StoreError::damaged(format!("{key} is there and isn't")))?;
            if before.text == new.text {
                return Ok(new.record);
            }
            self.remember(&key, Some(&before), why.unwrap_or(Why::Edited))?;
            write::replace(self.connection(), &before, &before.body(&key)?, &new)?;
            Some(before)
        };
        queue::enqueue(self.connection(), self.owner, &key, Action::Upsert, before.as_ref(), self.now)?;
        Ok(new.record)
    }

    fn remove(&mut self, key: &RecordKey) -> Result<bool, StoreError> {
        let Some(before) = Stored::find(self.connection(), key.kind.as_str(), &key.id)? else {
            return Ok(false);
        };
        self.remember(key, Some(&before), Why::Deleted)?;
        write::delete(self.connection(), &before)?;
        queue::enqueue(self.connection(), self.owner, key, Action::Delete, Some(&before), self.now)?;
        Ok(true)
    }

    /// Puts the record's former state into history, the first time that this transaction changes it.
    pub(crate) fn remember(
        &mut self,
        key: &RecordKey,
        before: Option<&Stored>,
        why: Why,
    ) -> Result<(), StoreError> {
        if self.touched.contains(key) {
            return Ok(());
        }
        self.log.push(key, before.map(|before| (before.crc, before.text.as_str())), why)?;
        self.touched.insert(key.clone());
        Ok(())
    }

    /// Settles what the transaction means for undo.
    pub(crate) fn finish(self) -> Result<(), StoreError> {
        if self.undoable { self.log.offer() } else { self.log.keep() }
    }
}
