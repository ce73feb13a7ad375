//! Writes that the server may hold unknown to us: they were given out to be sent, and neither an answer nor a later
//! state of the document has come since.

use model::RecordKey;
use model::sync::{Op, Sent};
use rusqlite::{Connection, params};

use super::queue::{Action, Queued};
use crate::record::{self, checksum};
use crate::write::Stored;
use crate::{StoreError, view};

/// Notes that a change is given out.
pub(crate) fn note(connection: &Connection, queued: &Queued, op: &Op) -> Result<(), StoreError> {
    let (kind, id) = (queued.key.kind.as_str(), &queued.key.id);
    let action = if queued.deleted { Action::Delete } else { Action::Upsert };
    connection
        .prepare_cached(
            "INSERT INTO sent (kind, id, generation, op_id, op, crc) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO NOTHING",
        )?
        .execute(params![kind, id, queued.generation, op.0, action.as_str(), checksum(kind, id, None)])?;
    fault!("sent.put");
    Ok(())
}

/// The record is about to become another: what was given out of it as it is is kept with it.
pub(crate) fn keep_body(
    connection: &Connection,
    key: &RecordKey,
    before: Option<&Stored>,
) -> Result<(), StoreError> {
    let Some(before) = before else { return Ok(()) };
    connection
        .prepare_cached(
            "UPDATE sent SET crc = ?3, body = ?4
             WHERE kind = ?1 AND id = ?2 AND op = 'upsert' AND body IS NULL",
        )?
        .execute(params![key.kind.as_str(), key.id, before.crc, before.text])?;
    Ok(())
}

/// Whether the server may hold a write of this record.
pub(crate) fn any(connection: &Connection, key: &RecordKey) -> Result<bool, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT 1 FROM sent WHERE kind = ?1 AND id = ?2 LIMIT 1")?;
    Ok(statement.exists([key.kind.as_str(), &key.id])?)
}

/// What was given out of a record, the oldest first. `current` is the record as it is.
pub(crate) fn of(
    connection: &Connection,
    key: &RecordKey,
    current: Option<&Stored>,
) -> Result<Vec<Sent>, StoreError> {
    let kind = key.kind.as_str();
    let sql =
        "SELECT op_id, op = 'delete', crc, body FROM sent WHERE kind = ?1 AND id = ?2 ORDER BY generation";
    let rows: Vec<(String, bool, u32, Option<String>)> =
        view::rows(connection, sql, [kind, &key.id], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?;
    rows.into_iter()
        .map(|(op, deleted, crc, text)| {
            let body = match (text, current) {
                _ if deleted => None,
                (Some(text), _) => Some(record::decode(kind, &key.id, crc, &text)?),
                (None, current) => current.map(|current| current.body(key)).transpose()?,
            };
            Ok(Sent { op: Op(op), body })
        })
        .collect()
}

/// Forgets what was given out of a record: a later state of the server's is known.
pub(crate) fn forget(connection: &Connection, key: &RecordKey) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM sent WHERE kind = ?1 AND id = ?2")?
        .execute([key.kind.as_str(), &key.id])?;
    Ok(())
}
