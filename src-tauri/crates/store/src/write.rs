//! Writing one record: the row, its indexes and, in an account's library, its place in the queue.
//! History is the business of whoever calls.

use std::borrow::Cow;

use model::{Body, Kind, Millis, kind::Indexed};
use rusqlite::{Connection, OptionalExtension, params};

use crate::fold::fold;
use crate::record::{self, Record, RecordKey, checksum};
use crate::{Owner, StoreError, search};

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

/// Writes a document in place of `before`.
pub(crate) fn put(connection: &Connection, before: Option<&Stored>, new: &Written) -> Result<(), StoreError> {
    let Record { kind, id, body, version, created_at, modified_at } = &new.record;
    let indexed = kind.index(body);
    let name_key = fold(indexed.name.trim());
    let num = match before {
        None => {
            connection
                .prepare_cached(
                    "INSERT INTO record (kind, id, version, created_at, modified_at, name_key, crc, body)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                )?
                .execute(params![
                    kind.as_str(),
                    id,
                    version,
                    created_at,
                    modified_at,
                    name_key,
                    new.crc,
                    new.text
                ])?;
            connection.last_insert_rowid()
        }
        Some(before) => {
            connection
                .prepare_cached(
                    "UPDATE record SET version = ?2, created_at = ?3, modified_at = ?4, name_key = ?5, crc = ?6,
                     body = ?7 WHERE num = ?1",
                )?
                .execute(params![before.num, version, created_at, modified_at, name_key, new.crc, new.text])?;
            let key = RecordKey::new(*kind, id);
            if kind.index(&before.body(&key)?) == indexed {
                return Ok(());
            }
            unindex(connection, before.num)?;
            before.num
        }
    };
    fault!("put.record");
    index(connection, num, *kind, &indexed)?;
    fault!("put.index");
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
    // Of several spellings of one tag or name, the first counts.
    let mut tags = String::new();
    let mut tag = connection.prepare_cached(
        "INSERT INTO tag (record, tag_key, kind, tag) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
    )?;
    for (key, text) in folded(&indexed.tags) {
        tag.execute(params![num, key, kind.as_str(), text])?;
        search::push_words(&mut tags, &key);
    }
    let mut exercises = String::new();
    let mut exercise = connection.prepare_cached(
        "INSERT INTO exercise (record, name_key, name) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
    )?;
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

/// Each text that isn't blank with its folded form.
fn folded(texts: &[String]) -> impl Iterator<Item = (Cow<'_, str>, &str)> {
    texts.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).map(|text| (fold(text), text))
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

/// Notes that a record's change is to be sent, replacing what was noted for it before. Nothing is noted in a
/// library that isn't sent.
pub(crate) fn enqueue(
    connection: &Connection,
    owner: &Owner,
    key: &RecordKey,
    deleted: bool,
    now: Millis,
) -> Result<(), StoreError> {
    if !owner.sends() {
        return Ok(());
    }
    let op = if deleted { "delete" } else { "upsert" };
    connection
        .prepare_cached(
            "INSERT INTO queue (kind, id, op, generation, queued_at, attempts, not_before)
             VALUES (?1, ?2, ?3, 1, ?4, 0, 0)
             ON CONFLICT (kind, id) DO UPDATE SET op = excluded.op, generation = generation + 1,
             queued_at = excluded.queued_at, attempts = 0, not_before = 0, refused_reason = NULL",
        )?
        .execute(params![key.kind.as_str(), key.id, op, now])?;
    Ok(())
}
