//! What can be asked about the library and the cloud.

use std::collections::BTreeMap;

use model::sync::{Base, Cursor, Feed, Pending};
use model::{Body, Kind, RecordKey, ServerTime};
use rusqlite::{OptionalExtension, Row};

use super::queue::{self, Queued};
use super::{listing, mirror};
use crate::write::Stored;
use crate::{StoreError, View};

/// An unsent change with all that there is to it, for the person who decides about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Waiting {
    /// The change.
    pub queued: Queued,
    /// The record as it is here; `None` if it was deleted.
    pub ours: Option<Body>,
    /// The server's document, as far as is known.
    pub theirs: Option<Base>,
}

impl View<'_> {
    /// How much waits to be sent; nothing ever does in the anonymous library. One row is read, however long the
    /// queue.
    pub fn pending(&self) -> Result<Pending, StoreError> {
        self.watch(queue::pending(self.connection()))
    }

    /// How many changes the server hasn't acknowledged, refused ones included.
    pub fn unsent(&self) -> Result<u64, StoreError> {
        let Pending { pending, refused } = self.pending()?;
        Ok(pending + refused)
    }

    /// The unsent change of a record.
    pub fn waiting(&self, kind: Kind, id: &str) -> Result<Option<Waiting>, StoreError> {
        self.watch(self.find_waiting(&RecordKey::new(kind, id)))
    }

    /// What is unsent of a record, without the record.
    pub fn queued(&self, kind: Kind, id: &str) -> Result<Option<Queued>, StoreError> {
        self.watch(queue::find(self.connection(), &RecordKey::new(kind, id)))
    }

    /// All unsent changes, those that wait longest first.
    pub fn queue(&self, limit: usize) -> Result<Vec<Queued>, StoreError> {
        self.watch(queue::all(self.connection(), limit))
    }

    /// The changes that the server refused, those that wait longest first.
    pub fn refused(&self, limit: usize) -> Result<Vec<Queued>, StoreError> {
        self.watch(queue::refused(self.connection(), limit))
    }

    /// The last document that is known to be on the server.
    pub fn mirrored(&self, kind: Kind, id: &str) -> Result<Option<Base>, StoreError> {
        self.watch(mirror::find(self.connection(), &RecordKey::new(kind, id)))
    }

    /// How many documents the server has of a kind, as far as is known.
    pub fn count_mirrored(&self, kind: Kind) -> Result<u64, StoreError> {
        self.watch(mirror::count(self.connection(), kind))
    }

    /// The records of a kind of which the server, at time `at`, had another state than is known here: they were
    /// written, and nobody told, or deleted. `listed` has the id and update time of every document that it had.
    pub fn differing(
        &self,
        kind: Kind,
        listed: &BTreeMap<String, ServerTime>,
        at: ServerTime,
    ) -> Result<Vec<RecordKey>, StoreError> {
        self.watch(listing::differing(self.connection(), kind, listed, at))
    }

    /// How far a feed was heard; `None`: not at all.
    pub fn cursor(&self, feed: Feed) -> Result<Option<Cursor>, StoreError> {
        self.watch(self.find_cursor(feed))
    }

    /// By what name this library writes to the server.
    pub fn device(&self) -> Result<String, StoreError> {
        self.watch(self.find_device())
    }

    fn find_waiting(&self, key: &RecordKey) -> Result<Option<Waiting>, StoreError> {
        let Some(queued) = queue::find(self.connection(), key)? else { return Ok(None) };
        let stored = Stored::find(self.connection(), key.kind.as_str(), &key.id)?;
        let ours = stored.map(|stored| stored.body(key)).transpose()?;
        Ok(Some(Waiting { queued, ours, theirs: mirror::find(self.connection(), key)? }))
    }

    fn find_cursor(&self, feed: Feed) -> Result<Option<Cursor>, StoreError> {
        let sql =
            "SELECT applied_until, since IS NULL, since, resume_token, complete FROM cursor WHERE kind = ?1";
        let mut statement = self.connection().prepare_cached(sql)?;
        let read = |row: &Row<'_>| {
            let has_no_bound: bool = row.get(1)?;
            Ok(Cursor {
                until: mirror::server_time(row, 0)?,
                since: (!has_no_bound).then(|| mirror::server_time(row, 2)).transpose()?,
                token: row.get(3)?,
                complete: row.get(4)?,
            })
        };
        Ok(statement.query_row([feed.as_str()], read).optional()?)
    }

    fn find_device(&self) -> Result<String, StoreError> {
        let mut statement = self.connection().prepare_cached("SELECT device_id FROM device")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }
}
