//! What the server was last known to have.

use model::sync::{Base, Gone, Seen};
use model::{Kind, RecordKey, ServerTime};
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Map, Value};

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

/// The server has no such document. `after`: the writes that its tombstone names, if one was looked for; `before`:
/// what was known.
pub(crate) fn delete(
    connection: &Connection,
    key: &RecordKey,
    at: ServerTime,
    after: Option<&Seen>,
    before: Presence,
) -> Result<(), StoreError> {
    let known = match before {
        Presence::Document => {
            let base = find(connection, key)?;
            connection
                .prepare_cached("DELETE FROM mirror WHERE kind = ?1 AND id = ?2")?
                .execute([key.kind.as_str(), &key.id])?;
            Deletion { seen: base.map(|base| Seen::of(&base.body)).unwrap_or_default(), looked_at: None }
        }
        Presence::Deleted => deletion(connection, key)?.unwrap_or_default(),
        Presence::Unheard => Deletion::default(),
    };
    let Deletion { seen, looked_at } = known.told(at, after);
    connection
        .prepare_cached(
            "INSERT INTO tombstone (kind, id, deleted_at, seen, looked_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (kind, id) DO UPDATE SET deleted_at = excluded.deleted_at, seen = excluded.seen,
             looked_at = excluded.looked_at",
        )?
        .execute(params![
            key.kind.as_str(),
            key.id,
            at.to_string(),
            Value::Object(seen.to_map()).to_string(),
            looked_at.map(|at| at.to_string())
        ])?;
    fault!("mirror.delete");
    Ok(())
}

/// A tombstone comes after it became known that the document is gone: what it says is kept.
pub(crate) fn look(
    connection: &Connection,
    key: &RecordKey,
    at: ServerTime,
    after: &Seen,
) -> Result<(), StoreError> {
    let Some(known) = deletion(connection, key)? else { return Ok(()) };
    let Deletion { seen, looked_at } = known.told(at, Some(after));
    connection
        .prepare_cached("UPDATE tombstone SET seen = ?3, looked_at = ?4 WHERE kind = ?1 AND id = ?2")?
        .execute(params![
            key.kind.as_str(),
            key.id,
            Value::Object(seen.to_map()).to_string(),
            looked_at.map(|at| at.to_string())
        ])?;
    fault!("mirror.look");
    Ok(())
}

/// What is known of a document that was there and is gone.
pub(crate) fn gone(connection: &Connection, key: &RecordKey) -> Result<Option<Gone>, StoreError> {
    let deletion = deletion(connection, key)?;
    Ok(deletion.map(|Deletion { seen, looked_at }| Gone { seen, looked: looked_at.is_some() }))
}

/// Which writes were in a document that is gone, and of when the tombstone is that says so.
#[derive(Default)]
struct Deletion {
    seen: Seen,
    looked_at: Option<ServerTime>,
}

impl Deletion {
    /// With what was found under the name of its tombstone at that time. Of a device's writes the one counts that the
    /// later tombstone names; any names later ones than the document did.
    fn told(self, at: ServerTime, after: Option<&Seen>) -> Self {
        let Some(after) = after.cloned() else { return self };
        if self.looked_at.is_some_and(|looked_at| looked_at >= at) {
            Self { seen: self.seen.upon(after), ..self }
        } else {
            Self { seen: after.upon(self.seen), looked_at: Some(at) }
        }
    }
}

fn deletion(connection: &Connection, key: &RecordKey) -> Result<Option<Deletion>, StoreError> {
    let sql = "SELECT seen, looked_at IS NULL, looked_at FROM tombstone WHERE kind = ?1 AND id = ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let read = |row: &Row<'_>| {
        let unlooked: bool = row.get(1)?;
        let looked_at = (!unlooked).then(|| server_time(row, 2)).transpose()?;
        let seen = serde_json::from_str::<Map<String, Value>>(row.get_ref(0)?.as_str()?);
        Ok(seen.map(|seen| Deletion { seen: Seen::parse(&seen), looked_at }))
    };
    let deletion = statement.query_row([key.kind.as_str(), &key.id], read).optional()?;
    deletion
        .transpose()
        .map_err(|_| StoreError::damaged(format!("what is known of the deleted {key} can't be read")))
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
