//! The queue: one row for each record with a change that the server hasn't acknowledged.

use model::sync::{Op, Pending, Refusal};
use model::{Millis, RecordKey};
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{mirror, sent};
use crate::write::Stored;
use crate::{Owner, StoreError, record, view};

/// What is to be done on the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// The record as it is now is to stand there.
    Upsert,
    /// Its document is to go.
    Delete,
}

impl Action {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Upsert => "upsert",
            Self::Delete => "delete",
        }
    }
}

/// A change that the server hasn't acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queued {
    /// The record.
    pub key: RecordKey,
    /// The record was deleted, and its document is to be.
    pub deleted: bool,
    /// Names this change, and no other of this record ever.
    pub generation: u64,
    /// When the last edit of it was made, by this device's clock.
    pub edited_at: Millis,
    /// How often it was postponed.
    pub attempts: u32,
    /// It isn't sent before that; 0 if it may be sent at once.
    pub not_before: Millis,
    /// When it was postponed last.
    pub postponed_at: Millis,
    /// Why the server will not have it: it waits for the person to decide.
    pub refused: Option<Refusal>,
}

impl Queued {
    /// The name under which the change is sent.
    pub(crate) fn op(&self, device: &str) -> Op {
        Op::new(device, self.generation, self.edited_at)
    }
}

/// See [`crate::View::pending`].
pub(crate) fn pending(connection: &Connection) -> Result<Pending, StoreError> {
    let mut statement = connection.prepare_cached("SELECT pending, refused FROM tally")?;
    Ok(statement.query_row([], |row| Ok(Pending { pending: row.get(0)?, refused: row.get(1)? }))?)
}

/// Notes that a record's change is to be sent, replacing what was noted for it before; its place among the others
/// it keeps. `before`: what the record was until now. Nothing is noted in a library that isn't sent, nor of a record
/// that the server never heard of and that is gone again.
pub(crate) fn enqueue(
    connection: &Connection,
    owner: &Owner,
    key: &RecordKey,
    action: Action,
    before: Option<&Stored>,
    now: Millis,
) -> Result<(), StoreError> {
    if !owner.sends() {
        return Ok(());
    }
    sent::keep_body(connection, key, before)?;
    if action == Action::Delete && !mirror::has(connection, key)? && !sent::any(connection, key)? {
        return remove(connection, key).map(drop);
    }
    connection
        .prepare_cached(
            "INSERT INTO queue (kind, id, op, generation, queued_at, attempts, not_before)
             VALUES (?1, ?2, ?3, ?4, ?5, 0, 0)
             ON CONFLICT (kind, id) DO UPDATE SET op = excluded.op, generation = excluded.generation,
             queued_at = excluded.queued_at, attempts = 0, not_before = 0, refused_reason = NULL",
        )?
        .execute(params![key.kind.as_str(), key.id, action.as_str(), next_generation(connection)?, now])?;
    fault!("queue.put");
    Ok(())
}

/// A record's change is still to be sent, but upon another document: answers to what was sent of it mean nothing any
/// more. If it was refused, it stays so.
pub(crate) fn renew(connection: &Connection, key: &RecordKey) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE queue SET generation = ?3, attempts = 0, not_before = 0 WHERE kind = ?1 AND id = ?2",
        )?
        .execute(params![key.kind.as_str(), key.id, next_generation(connection)?])?;
    fault!("queue.renew");
    Ok(())
}

/// The server will not have a record's change.
pub(crate) fn refuse(connection: &Connection, key: &RecordKey, refusal: Refusal) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE queue SET refused_reason = ?3 WHERE kind = ?1 AND id = ?2")?
        .execute([key.kind.as_str(), &key.id, refusal.as_str()])?;
    fault!("queue.refuse");
    Ok(())
}

fn next_generation(connection: &Connection) -> Result<u64, StoreError> {
    // With RETURNING it would be one statement, and slower than these two.
    connection.prepare_cached("UPDATE tally SET generation = generation + 1")?.execute([])?;
    let mut statement = connection.prepare_cached("SELECT generation FROM tally")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// The columns of a [`Queued`].
pub(crate) const COLUMNS: &str = "SELECT kind, id, op, generation, queued_at, attempts, not_before, refused_reason, postponed_at FROM queue";

/// The unsent change of a record.
pub(crate) fn find(connection: &Connection, key: &RecordKey) -> Result<Option<Queued>, StoreError> {
    let sql = format!("{COLUMNS} WHERE kind = ?1 AND id = ?2");
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_row([key.kind.as_str(), &key.id], |row| Ok(from_row(row))).optional()?.transpose()
}

/// The first changes of the queue.
pub(crate) fn all(connection: &Connection, limit: usize) -> Result<Vec<Queued>, StoreError> {
    let sql = format!("{COLUMNS} ORDER BY num LIMIT ?1");
    view::rows(connection, &sql, [limit], |row| Ok(from_row(row)))?.into_iter().collect()
}

/// The changes that the server refused, in the order of the queue.
pub(crate) fn refused(connection: &Connection, limit: usize) -> Result<Vec<Queued>, StoreError> {
    let sql = format!("{COLUMNS} WHERE refused_reason IS NOT NULL ORDER BY num LIMIT ?1");
    view::rows(connection, &sql, [limit], |row| Ok(from_row(row)))?.into_iter().collect()
}

/// A change from the columns of [`COLUMNS`].
pub(crate) fn from_row(row: &Row<'_>) -> Result<Queued, StoreError> {
    let (kind, action): (String, String) = (row.get(0)?, row.get(2)?);
    let refused: Option<String> = row.get(7)?;
    Ok(Queued {
        key: RecordKey { kind: record::kind(&kind)?, id: row.get(1)? },
        deleted: action == Action::Delete.as_str(),
        generation: row.get(3)?,
        edited_at: row.get(4)?,
        attempts: row.get(5)?,
        not_before: row.get(6)?,
        postponed_at: row.get(8)?,
        // A word that a newer version wrote.
        refused: refused.map(|word| Refusal::parse(&word).unwrap_or(Refusal::Invalid)),
    })
}

/// Takes a record's change off the queue; `false` if there was none.
pub(crate) fn remove(connection: &Connection, key: &RecordKey) -> Result<bool, StoreError> {
    let removed = connection
        .prepare_cached("DELETE FROM queue WHERE kind = ?1 AND id = ?2")?
        .execute([key.kind.as_str(), &key.id])?;
    fault!("queue.remove");
    Ok(removed > 0)
}

/// Puts a record's change behind all others, so that one that is edited without end holds up none of them.
pub(crate) fn move_to_end(connection: &Connection, key: &RecordKey) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE queue SET num = (SELECT max(num) FROM queue) + 1 WHERE kind = ?1 AND id = ?2",
        )?
        .execute([key.kind.as_str(), &key.id])?;
    Ok(())
}
