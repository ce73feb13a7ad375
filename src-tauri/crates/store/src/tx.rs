//! Changing: everything that is written in one transaction.

use std::collections::HashSet;
use std::ops::Deref;

use model::{Body, Kind, Millis, body};
use rusqlite::{Connection, params};

use crate::record::{Record, RecordKey, checksum};
use crate::write::{self, Stored, Written};
use crate::{Owner, Past, StoreError, View, Why, history, recall, undo};

/// A transaction on the library. It reads what it has written, through the methods of [`View`].
#[derive(Debug)]
pub struct Tx<'a> {
    view: &'a View<'a>,
    owner: &'a Owner,
    op: &'a str,
    now: Millis,
    /// The row that stands for this transaction, once it has changed something.
    change: Option<i64>,
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
        Self { view, owner, op, now, change: None, touched: HashSet::new(), undoable: true }
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

    fn connection(&self) -> &'a Connection {
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
        let before = Stored::find(self.connection(), key.kind.as_str(), &key.id)?;
        if before.as_ref().is_some_and(|before| before.text == new.text) {
            return Ok(new.record);
        }
        let why = why.unwrap_or(if before.is_some() { Why::Edited } else { Why::Created });
        self.remember(&key, before.as_ref(), why)?;
        write::put(self.connection(), before.as_ref(), &new)?;
        write::enqueue(self.connection(), self.owner, &key, false, self.now)?;
        Ok(new.record)
    }

    fn remove(&mut self, key: &RecordKey) -> Result<bool, StoreError> {
        let Some(before) = Stored::find(self.connection(), key.kind.as_str(), &key.id)? else {
            return Ok(false);
        };
        self.remember(key, Some(&before), Why::Deleted)?;
        write::delete(self.connection(), &before)?;
        write::enqueue(self.connection(), self.owner, key, true, self.now)?;
        Ok(true)
    }

    /// Puts the record's former state into history, the first time that this transaction changes it.
    fn remember(&mut self, key: &RecordKey, before: Option<&Stored>, why: Why) -> Result<(), StoreError> {
        if self.touched.contains(key) {
            return Ok(());
        }
        let change = match self.change {
            Some(change) => change,
            None => *self.change.insert(undo::record_change(self.connection(), self.op, self.now)?),
        };
        let kind = key.kind.as_str();
        let crc = before.map_or_else(|| checksum(kind, &key.id, None), |before| before.crc);
        self.connection()
            .prepare_cached(
                "INSERT INTO history (change_id, kind, id, why, at, crc, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![change, kind, key.id, why, self.now, crc, before.map(|before| &before.text)])?;
        fault!("put.history");
        if before.is_some() {
            history::trim(self.connection(), key)?;
        }
        self.touched.insert(key.clone());
        Ok(())
    }

    /// Settles what the transaction means for undo.
    pub(crate) fn finish(self) -> Result<(), StoreError> {
        let Some(change) = self.change else { return Ok(()) };
        if self.undoable {
            undo::push(self.connection(), change)
        } else {
            undo::keep(self.connection(), change)
        }
    }
}
