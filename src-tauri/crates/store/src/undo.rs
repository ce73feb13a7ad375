//! Undo and redo: history is the log.
//!
//! Each row of history holds what a record was before its change. To undo a change is to swap those with what the
//! records are now, so that the rows hold what they were after it; to redo it, to swap them again. The changes
//! that can be undone form a stack, those that were undone another; a new change empties the second.

use model::{Body, Millis, time};
use rusqlite::{Connection, OptionalExtension, params};

use crate::record::{self, RecordKey, checksum};
use crate::sync::queue::{self, Action};
use crate::write::{self, Stored, Written};
use crate::{Owner, StoreError, view};

/// Changes that can be undone, at most.
pub(crate) const DEPTH: i64 = 500;

/// A change that was undone or redone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reverted {
    /// The word for the change, as given to [`crate::Library::transact`].
    pub op: String,
    /// The records that it touched.
    pub keys: Vec<RecordKey>,
}

/// Which way to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    Undo,
    Redo,
}

/// The change that comes next in a direction, and its word.
pub(crate) fn next(
    connection: &Connection,
    direction: Direction,
) -> Result<Option<(i64, String)>, StoreError> {
    let sql = match direction {
        Direction::Undo => {
            "SELECT change_id, op FROM change WHERE state = 'done' ORDER BY change_id DESC LIMIT 1"
        }
        Direction::Redo => {
            "SELECT change_id, op FROM change WHERE state = 'undone' ORDER BY change_id LIMIT 1"
        }
    };
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// Whether a change can be taken back, or stands for good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Done,
    Undone,
    Kept,
    Void,
}

impl State {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Undone => "undone",
            Self::Kept => "kept",
            Self::Void => "void",
        }
    }
}

/// The row for a change that has begun.
pub(crate) fn record_change(
    connection: &Connection,
    op: &str,
    now: Millis,
    state: State,
) -> Result<i64, StoreError> {
    connection.prepare_cached("INSERT INTO change (op, at, state) VALUES (?1, ?2, ?3)")?.execute(params![
        op,
        now,
        state.as_str()
    ])?;
    Ok(connection.last_insert_rowid())
}

/// Puts a change on the stack: what was undone before is gone for good, and the oldest change stands for good.
pub(crate) fn push(connection: &Connection, change: i64) -> Result<(), StoreError> {
    // Most often there is nothing of the one and one of the other. An UPDATE that looked for them itself would set
    // aside what it finds before it changes anything, which takes longer than the rest of a small change.
    for (from, last, to) in [(State::Undone, change, State::Void), (State::Done, change - DEPTH, State::Kept)]
    {
        let sql = "SELECT change_id FROM change WHERE state = ?1 AND state IN ('done', 'undone') AND change_id <= ?2";
        for found in view::rows(connection, sql, params![from.as_str(), last], |row| row.get(0))? {
            set_state(connection, found, to)?;
        }
    }
    Ok(())
}

/// Leaves a change out of the stack.
pub(crate) fn keep(connection: &Connection, change: i64) -> Result<(), StoreError> {
    set_state(connection, change, State::Kept)
}

fn set_state(connection: &Connection, change: i64, state: State) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE change SET state = ?2 WHERE change_id = ?1")?
        .execute(params![change, state.as_str()])?;
    Ok(())
}

/// Undoes or redoes the next change, if there is one.
pub(crate) fn revert(
    connection: &Connection,
    owner: &Owner,
    direction: Direction,
    now: Millis,
) -> Result<Option<Reverted>, StoreError> {
    let Some((change, op)) = next(connection, direction)? else { return Ok(None) };
    let in_the_way = changed_since(connection, change)?;
    if !in_the_way.is_empty() {
        return Err(StoreError::Conflict { op, keys: in_the_way });
    }
    let sql = "SELECT history_id, kind, id FROM history WHERE change_id = ?1 ORDER BY history_id";
    let rows: Vec<(i64, String, String)> =
        view::rows(connection, sql, [change], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut keys = Vec::with_capacity(rows.len());
    for (history_id, kind, id) in rows {
        let key = RecordKey { kind: record::kind(&kind)?, id };
        swap(connection, owner, history_id, &key, now)?;
        keys.push(key);
    }
    let state = match direction {
        Direction::Undo => State::Undone,
        Direction::Redo => State::Done,
    };
    set_state(connection, change, state)?;
    Ok(Some(Reverted { op, keys }))
}

/// The records of a change that a later one touched which stands for good.
fn changed_since(connection: &Connection, change: i64) -> Result<Vec<RecordKey>, StoreError> {
    let sql = "SELECT DISTINCT mine.kind, mine.id FROM history AS mine
               JOIN history AS later ON later.kind = mine.kind AND later.id = mine.id
               JOIN change ON change.change_id = later.change_id
               WHERE mine.change_id = ?1 AND later.change_id > ?1 AND change.state = 'kept'
               ORDER BY mine.kind, mine.id";
    let rows: Vec<(String, String)> =
        view::rows(connection, sql, [change], |row| Ok((row.get(0)?, row.get(1)?)))?;
    rows.into_iter().map(|(kind, id)| Ok(RecordKey { kind: record::kind(&kind)?, id })).collect()
}

/// Swaps a row of history with the record. The document that comes back is written as a new version of the
/// record, so that whoever has seen the one that goes takes it for the later one.
fn swap(
    connection: &Connection,
    owner: &Owner,
    history_id: i64,
    key: &RecordKey,
    now: Millis,
) -> Result<(), StoreError> {
    let kind = key.kind.as_str();
    let (crc, text): (u32, Option<String>) = connection
        .prepare_cached("SELECT crc, body FROM history WHERE history_id = ?1")?
        .query_row([history_id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let current = Stored::find(connection, kind, &key.id)?;
    match (text, &current) {
        (Some(text), current) => {
            let mut body = record::decode(kind, &key.id, crc, &text)?;
            let current_body = current.as_ref().map(|current| current.body(key)).transpose()?;
            renew(&mut body, current_body.as_ref(), now);
            write::put(connection, current.as_ref(), &Written::new(key, body)?)?;
            queue::enqueue(connection, owner, key, Action::Upsert, current.as_ref(), now)?;
        }
        (None, Some(current)) => {
            write::delete(connection, current)?;
            queue::enqueue(connection, owner, key, Action::Delete, Some(current), now)?;
        }
        (None, None) => {}
    }
    let crc = current.as_ref().map_or_else(|| checksum(kind, &key.id, None), |current| current.crc);
    connection
        .prepare_cached("UPDATE history SET crc = ?2, body = ?3 WHERE history_id = ?1")?
        .execute(params![history_id, crc, current.map(|current| current.text)])?;
    fault!("undo.swapped");
    Ok(())
}

fn renew(body: &mut Body, current: Option<&Body>, now: Millis) {
    let version = record::version(body).max(current.map(record::version).unwrap_or_default());
    body.insert("version".into(), version.saturating_add(1).into());
    body.insert("modified_date".into(), time::format(now).into());
}
