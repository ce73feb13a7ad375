//! What the server was last known to have.

use model::sync::Base;
use model::{Kind, RecordKey, ServerTime};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{StoreError, record};

/// What is known to be on the server. Of states of one time the later in this order counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Presence {
    /// Nobody knows.
    Unheard,
    /// Nothing.
    Deleted,
    /// A document.
    Document,
}

/// The last known state of a key, and since when it is that.
pub(crate) fn known(connection: &Connection, key: &RecordKey) -> Result<(ServerTime, Presence), StoreError> {
    let time = |sql| -> Result<_, StoreError> {
        let mut statement = connection.prepare_cached(sql)?;
        Ok(statement.query_row([key.kind.as_str(), &key.id], |row| server_time(row, 0)).optional()?)
    };
    if let Some(at) = time("SELECT update_time FROM mirror WHERE kind = ?1 AND id = ?2")? {
        return Ok((at, Presence::Document));
    }
    let deleted_at = time("SELECT deleted_at FROM tombstone WHERE kind = ?1 AND id = ?2")?;
    Ok(deleted_at.map_or((ServerTime(i64::MIN), Presence::Unheard), |at| (at, Presence::Deleted)))
}

/// Whether a document is mirrored.
pub(crate) fn has(connection: &Connection, key: &RecordKey) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM mirror WHERE kind = ?1 AND id = ?2")?;
    Ok(statement.exists([key.kind.as_str(), &key.id])?)
}

/// The mirrored document.
pub(crate) fn find(connection: &Connection, key: &RecordKey) -> Result<Option<Base>, StoreError> {
    let sql = "SELECT update_time, crc, body FROM mirror WHERE kind = ?1 AND id = ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let read = |row: &Row<'_>| {
        let text = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
        let body = record::decode(key.kind.as_str(), &key.id, row.get(1)?, text);
        let at = server_time(row, 0)?;
        Ok(body.map(|body| Base { at, body }))
    };
    statement.query_row([key.kind.as_str(), &key.id], read).optional()?.transpose()
}

/// The mirror moves to a document: its checksum and text, as a record holds them. `before`: what was known.
pub(crate) fn put(
    connection: &Connection,
    key: &RecordKey,
    at: ServerTime,
    (crc, text): (u32, &str),
    before: Presence,
) -> Result<(), StoreError> {
    if before == Presence::Deleted {
        connection
            .prepare_cached("DELETE FROM tombstone WHERE kind = ?1 AND id = ?2")?
            .execute([key.kind.as_str(), &key.id])?;
    }
    connection
        .prepare_cached(
            "INSERT INTO mirror (kind, id, update_time, crc, body) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (kind, id) DO UPDATE SET update_time = excluded.update_time, crc = excluded.crc,
             body = excluded.body",
        )?
        .execute(params![key.kind.as_str(), key.id, at.to_string(), crc, text])?;
    fault!("mirror.put");
    Ok(())
}

/// The server has no such document. `before`: what was known.
pub(crate) fn delete(
    connection: &Connection,
    key: &RecordKey,
    at: ServerTime,
    before: Presence,
) -> Result<(), StoreError> {
    if before == Presence::Document {
        connection
            .prepare_cached("DELETE FROM mirror WHERE kind = ?1 AND id = ?2")?
            .execute([key.kind.as_str(), &key.id])?;
    }
    connection
        .prepare_cached(
            "INSERT INTO tombstone (kind, id, deleted_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (kind, id) DO UPDATE SET deleted_at = excluded.deleted_at",
        )?
        .execute(params![key.kind.as_str(), key.id, at.to_string()])?;
    fault!("mirror.delete");
    Ok(())
}

/// How many documents the server has of a kind, as far as is known.
pub(crate) fn count(connection: &Connection, kind: Kind) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached("SELECT count(*) FROM mirror WHERE kind = ?1")?;
    Ok(statement.query_row([kind.as_str()], |row| row.get(0))?)
}

/// A column that holds a time of the server.
pub(crate) fn server_time(row: &Row<'_>, column: usize) -> rusqlite::Result<ServerTime> {
    let text = row.get_ref(column)?.as_str()?;
    ServerTime::parse(text).ok_or_else(|| rusqlite::Error::InvalidColumnType(column, text.into(), Type::Text))
}
