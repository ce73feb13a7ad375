//! Writing one record: the row and its indexes. History and the queue are the business of whoever calls.

use std::borrow::Cow;

use model::{Body, Kind, kind::Indexed};
use rusqlite::{Connection, OptionalExtension, params};

use crate::fold::fold;
use crate::record::{self, Record, RecordKey, checksum};
use crate::{StoreError, search};

/// A record as it stands in the database before it is written.
#[derive(Debug)]
pub(crate) struct Stored {
    /// Its row.
    pub(crate) num: i64,
    /// The checksum of its body.
    pub(crate) crc: u32,
    /// Its body.
    pub(crate) text: String,
}

impl Stored {
    /// The record of this key, if there is one.
    pub(crate) fn find(connection: &Connection, kind: &str, id: &str) -> Result<Option<Self>, StoreError> {
        let sql = "SELECT num, crc, body FROM record WHERE kind = ?1 AND id = ?2";
        let stored = connection
            .prepare_cached(sql)?
            .query_row([kind, id], |row| Ok(Self { num: row.get(0)?, crc: row.get(1)?, text: row.get(2)? }))
            .optional()?;
        Ok(stored)
    }

    /// The document.
    pub(crate) fn body(&self, key: &RecordKey) -> Result<Body, StoreError> {
        record::decode(key.kind.as_str(), &key.id, self.crc, &self.text)
    }
}

/// A document on its way into the database.
#[derive(Debug)]
pub(crate) struct Written {
    pub(crate) record: Record,
    pub(crate) crc: u32,
    pub(crate) text: String,
}

impl Written {
    pub(crate) fn new(key: &RecordKey, body: Body) -> Result<Self, StoreError> {
        let text = encode(&body)?;
        let crc = checksum(key.kind.as_str(), &key.id, Some(&text));
        Ok(Self { record: Record::new(key.kind, &key.id, body), crc, text })
    }
}

/// The form in which a document is stored.
pub(crate) fn encode(body: &Body) -> Result<String, StoreError> {
    serde_json::to_string(body).map_err(|error| StoreError::Io(std::io::Error::other(error)))
}

/// Writes a document in place of `before`, or as a new record.
pub(crate) fn put(connection: &Connection, before: Option<&Stored>, new: &Written) -> Result<(), StoreError> {
    match before {
        Some(before) => {
            let body = before.body(&RecordKey::new(new.record.kind, &new.record.id))?;
            replace(connection, before, &body, new)
        }
        None if insert(connection, new)? => Ok(()),
        None => Err(StoreError::damaged(format!("{} {} is there and isn't", new.record.kind, new.record.id))),
    }
}

/// Writes a new record; `false` if there is one of this key already. For many new records it is quicker to try than
/// to look first.
pub(crate) fn insert(connection: &Connection, new: &Written) -> Result<bool, StoreError> {
    let Record { kind, id, body, version, created_at, modified_at } = &new.record;
    let indexed = kind.index(body);
    let name_key = fold(indexed.name.trim());
    let inserted = connection
        .prepare_cached(
            "INSERT INTO record (kind, id, version, created_at, modified_at, name_key, crc, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (kind, id) DO NOTHING",
        )?
        .execute(params![kind.as_str(), id, version, created_at, modified_at, name_key, new.crc, new.text])?;
    if inserted == 0 {
        return Ok(false);
    }
    fault!("put.record");
    index(connection, connection.last_insert_rowid(), *kind, &indexed)?;
    fault!("put.index");
    Ok(true)
}

/// Writes a document in place of `before`, whose body is `body_before`.
pub(crate) fn replace(
    connection: &Connection,
    before: &Stored,
    body_before: &Body,
    new: &Written,
) -> Result<(), StoreError> {
    let Record { kind, body, version, created_at, modified_at, .. } = &new.record;
    let indexed = kind.index(body);
    let name_key = fold(indexed.name.trim());
    connection
        .prepare_cached(
            "UPDATE record SET version = ?2, created_at = ?3, modified_at = ?4, name_key = ?5, crc = ?6, body = ?7
             WHERE num = ?1",
        )?
        .execute(params![before.num, version, created_at, modified_at, name_key, new.crc, new.text])?;
    fault!("put.record");
    if kind.index(body_before) != indexed {
        unindex(connection, before.num)?;
        index(connection, before.num, *kind, &indexed)?;
        fault!("put.index");
    }
    Ok(())
}

/// Deletes a record.
pub(crate) fn delete(connection: &Connection, before: &Stored) -> Result<(), StoreError> {
    unindex(connection, before.num)?;
    connection.prepare_cached("DELETE FROM record WHERE num = ?1")?.execute([before.num])?;
    fault!("delete.record");
    Ok(())
}

/// Fills the indexes of a record that has none yet.
pub(crate) fn index(
    connection: &Connection,
    num: i64,
    kind: Kind,
    indexed: &Indexed,
) -> Result<(), StoreError> {
    let mut tags = String::new();
    let mut tag =
        connection.prepare_cached("INSERT INTO tag (record, tag_key, kind, tag) VALUES (?1, ?2, ?3, ?4)")?;
    for (key, text) in folded(&indexed.tags) {
        tag.execute(params![num, key, kind.as_str(), text])?;
        search::push_words(&mut tags, &key);
    }
    let mut exercises = String::new();
    let mut exercise =
        connection.prepare_cached("INSERT INTO exercise (record, name_key, name) VALUES (?1, ?2, ?3)")?;
    for (key, text) in folded(&indexed.exercises) {
        exercise.execute(params![num, key, text])?;
        search::push_words(&mut exercises, &key);
    }
    let mut link = connection
        .prepare_cached("INSERT INTO link (record, kind, id) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?;
    for (kind, id) in &indexed.links {
        link.execute(params![num, kind.as_str(), id])?;
    }
    let [mut name, mut description] = [String::new(), String::new()];
    search::push_words(&mut name, &fold(&indexed.name));
    search::push_words(&mut description, &fold(&indexed.description));
    connection
        .prepare_cached(
            "INSERT INTO search (rowid, name, tags, exercises, description) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![num, name, tags, exercises, description])?;
    Ok(())
}

/// Each text that isn't blank with its folded form. Of several spellings of one, the first counts.
fn folded(texts: &[String]) -> Vec<(Cow<'_, str>, &str)> {
    let mut folded: Vec<(Cow<'_, str>, &str)> = Vec::with_capacity(texts.len());
    for text in texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()) {
        let key = fold(text);
        if !folded.iter().any(|(known, _)| *known == key) {
            folded.push((key, text));
        }
    }
    folded
}

fn unindex(connection: &Connection, num: i64) -> Result<(), StoreError> {
    for sql in [
        "DELETE FROM tag WHERE record = ?1",
        "DELETE FROM exercise WHERE record = ?1",
        "DELETE FROM link WHERE record = ?1",
        "DELETE FROM search WHERE rowid = ?1",
    ] {
        connection.prepare_cached(sql)?.execute([num])?;
    }
    Ok(())
}
