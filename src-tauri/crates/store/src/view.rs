//! Reading: one consistent snapshot of the library.

use std::cell::Cell;

use model::Kind;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::fold::fold;
use crate::record::{self, Record, RecordKey};
use crate::{Page, Query, StoreError, Version, history, list, undo};

/// A snapshot of the library: whatever others write meanwhile, it stays as it is.
#[derive(Debug)]
pub struct View<'a> {
    connection: &'a Connection,
    /// Damage was met; the caller's error type may hide it from us.
    damaged: Cell<bool>,
}

impl<'a> View<'a> {
    pub(crate) fn new(connection: &'a Connection) -> Self {
        Self { connection, damaged: Cell::new(false) }
    }

    pub(crate) fn connection(&self) -> &'a Connection {
        self.connection
    }

    pub(crate) fn is_damaged(&self) -> bool {
        self.damaged.get()
    }

    /// Passes a result on, and remembers if it was damage.
    pub(crate) fn watch<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if matches!(result, Err(StoreError::Damaged { .. })) {
            self.damaged.set(true);
        }
        result
    }

    /// The record of this kind and id, if there is one.
    pub fn get(&self, kind: Kind, id: &str) -> Result<Option<Record>, StoreError> {
        self.watch(get(self.connection, kind, id))
    }

    /// One page of a list.
    pub fn list(&self, query: &Query) -> Result<Page, StoreError> {
        self.watch(list::list(self.connection, query))
    }

    /// The ids of all records of a kind, in order.
    pub fn keys(&self, kind: Kind) -> Result<Vec<String>, StoreError> {
        self.rows("SELECT id FROM record WHERE kind = ?1 ORDER BY id", [kind.as_str()], |row| row.get(0))
    }

    /// How many records there are of a kind.
    pub fn count(&self, kind: Kind) -> Result<u64, StoreError> {
        self.watch(list::count(self.connection, kind))
    }

    /// Passes every record of a kind to `each`, in the order of their ids, until it fails.
    pub fn all<E: From<StoreError>>(
        &self,
        kind: Kind,
        mut each: impl FnMut(Record) -> Result<(), E>,
    ) -> Result<(), E> {
        let sql = "SELECT id, crc, body FROM record WHERE kind = ?1 ORDER BY id";
        let mut statement = self.watch(self.connection.prepare_cached(sql).map_err(StoreError::from))?;
        let mut rows = self.watch(statement.query([kind.as_str()]).map_err(StoreError::from))?;
        while let Some(row) = self.watch(rows.next().map_err(StoreError::from))? {
            each(self.watch(from_row(kind, row))?)?;
        }
        Ok(())
    }

    /// The tags of a kind's records with the number of records that have each, in alphabetical order. Tags that
    /// differ only in case or accents count as one.
    pub fn tags(&self, kind: Kind) -> Result<Vec<(String, u64)>, StoreError> {
        let sql = "SELECT min(tag), count(*) FROM tag WHERE kind = ?1 GROUP BY tag_key ORDER BY tag_key";
        self.rows(sql, [kind.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Names of exercises, with the number of records that have each, for completion: those that begin with
    /// `prefix`, then those in which a later word does; the most used first.
    pub fn exercise_names(&self, prefix: &str, limit: usize) -> Result<Vec<(String, u64)>, StoreError> {
        let prefix = fold(prefix.trim_start());
        let sql = "SELECT min(name), count(*) FROM exercise WHERE name_key >= ?1 AND name_key < ?2
                   GROUP BY name_key ORDER BY count(*) DESC, name_key LIMIT ?3";
        let pair = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let end = format!("{prefix}{}", char::MAX);
        let mut names: Vec<(String, u64)> = self.rows(sql, params![prefix, end, limit], pair)?;
        if names.len() < limit && !prefix.is_empty() {
            let sql = "SELECT min(name), count(*) FROM exercise
                       WHERE instr(name_key, ' ' || ?1) > 0 AND NOT (name_key >= ?1 AND name_key < ?2)
                       GROUP BY name_key ORDER BY count(*) DESC, name_key LIMIT ?3";
            names.extend(self.rows(sql, params![prefix, end, limit - names.len()], pair)?);
        }
        Ok(names)
    }

    /// The records that refer to this one, which itself need not exist.
    pub fn links_to(&self, kind: Kind, id: &str) -> Result<Vec<RecordKey>, StoreError> {
        let sql = "SELECT record.kind, record.id FROM link JOIN record ON record.num = link.record
                   WHERE link.kind = ?1 AND link.id = ?2 ORDER BY record.kind, record.id";
        let rows: Vec<(String, String)> =
            self.rows(sql, [kind.as_str(), id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        // A kind that only a newer version knows can't be shown here.
        Ok(rows.into_iter().filter_map(|(kind, id)| Some(RecordKey::new(Kind::parse(&kind)?, id))).collect())
    }

    /// Earlier versions of a record, newest first: what it was before each change, or, of a change that was
    /// undone, what that had made of it.
    pub fn history(&self, kind: Kind, id: &str) -> Result<Vec<Version>, StoreError> {
        self.watch(history::of(self.connection, kind, id))
    }

    /// One earlier version, if it is still kept.
    pub fn version(&self, history_id: i64) -> Result<Option<Version>, StoreError> {
        self.watch(history::version(self.connection, history_id))
    }

    /// The last versions of records that don't exist any more, the last deleted first.
    pub fn deleted(&self, limit: usize) -> Result<Vec<Version>, StoreError> {
        self.watch(history::deleted(self.connection, limit))
    }

    /// The keys of all records that don't exist any more and of which there is an earlier version, in order.
    pub fn deleted_keys(&self) -> Result<Vec<RecordKey>, StoreError> {
        self.watch(history::deleted_keys(self.connection))
    }

    /// The word for the change that undo would take back, if there is one.
    pub fn next_undo(&self) -> Result<Option<String>, StoreError> {
        self.watch(undo::next(self.connection, undo::Direction::Undo).map(|next| next.map(|(_, op)| op)))
    }

    /// The word for the change that redo would make again, if there is one.
    pub fn next_redo(&self) -> Result<Option<String>, StoreError> {
        self.watch(undo::next(self.connection, undo::Direction::Redo).map(|next| next.map(|(_, op)| op)))
    }

    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        params: impl rusqlite::Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        self.watch(rows(self.connection, sql, params, read))
    }
}

/// All rows of a query.
pub(crate) fn rows<T>(
    connection: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
    read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_map(params, read)?.collect::<Result<_, _>>()?)
}

fn get(connection: &Connection, kind: Kind, id: &str) -> Result<Option<Record>, StoreError> {
    let sql = "SELECT id, crc, body FROM record WHERE kind = ?1 AND id = ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_row([kind.as_str(), id], |row| Ok(from_row(kind, row))).optional()?;
    found.transpose()
}

/// A record from the columns `id`, `crc`, `body`.
pub(crate) fn from_row(kind: Kind, row: &Row<'_>) -> Result<Record, StoreError> {
    let text = |index| row.get_ref(index)?.as_str().map_err(rusqlite::Error::from);
    let (id, crc, body) = (text(0)?, row.get(1)?, text(2)?);
    Ok(Record::new(kind, id, record::decode(kind.as_str(), id, crc, body)?))
}
