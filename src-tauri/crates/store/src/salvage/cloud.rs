//! Writes into a new library what sync keeps: the queue, what was given out of it, and the mirror.
//!
//! How far the server's changes were applied isn't kept: they are all to be applied again. So the mirror keeps a
//! document only where that is safe, because the record says the same or is queued: without the mirror's, the
//! server's document comes in as if it were new, and the record follows it.
//!
//! The library writes to the server under a new name, and its changes get new generations. What the old one may have
//! written is known by what is kept of `sent`.

use std::collections::{BTreeMap, BTreeSet};

use model::body;
use rusqlite::{Transaction, params};

use super::DoubtState;
use super::harvest::Harvest;
use super::rows::{self, Document, Key, Mirrored, Queued, Sent};
use super::settle::Settled;
use crate::record::checksum;
use crate::{Owner, StoreError};

/// Writes what sync keeps; the records are written.
pub(super) fn write(
    tx: &Transaction<'_>,
    owner: &Owner,
    harvest: &Harvest,
    settled: &Settled,
) -> Result<(), StoreError> {
    let last = harvest.queue.iter().map(|queued| queued.generation).chain([harvest.generation]).max();
    tx.execute("UPDATE tally SET generation = ?1", [last])?;
    let mirror: BTreeMap<&Key, &Mirrored> =
        harvest.mirror.iter().map(|mirrored| (&mirrored.key, mirrored)).collect();
    let mut queued = BTreeSet::new();
    for row in &harvest.queue {
        let document = settled.records.get(&row.key);
        // A change of a record that is lost is lost with it; the server's document comes in its place.
        if document.is_some() || row.deleted {
            queue(tx, &Queued { deleted: document.is_none(), ..row.clone() })?;
            queued.insert(&row.key);
        }
    }
    if owner.sends() && !harvest.whole {
        for (key, (document, state)) in &settled.records {
            if !queued.contains(key) && is_unsent(document, *state, mirror.get(key).copied()) {
                queue(tx, &new(document))?;
                queued.insert(key);
            }
        }
    }
    let is_sent = |mirrored: &&Mirrored| {
        let record = settled.records.get(&mirrored.key);
        queued.contains(&mirrored.key)
            || record.is_some_and(|(document, _)| says_the_same(document, mirrored))
    };
    for mirrored in mirror.values().copied().filter(is_sent) {
        let (kind, id) = &mirrored.key;
        tx.prepare_cached(
            "INSERT INTO mirror (kind, id, update_time, crc, body) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![kind, id, mirrored.update_time, mirrored.crc, mirrored.text])?;
    }
    for row in harvest.sent.iter().filter(|row| queued.contains(&row.key)) {
        sent(tx, row, settled.records.get(&row.key).map(|(document, _)| document))?;
    }
    Ok(())
}

/// A record that is nowhere in a queue of which a part is lost is unsent, unless it is known to be on the server.
fn is_unsent(document: &Document, state: Option<DoubtState>, mirrored: Option<&Mirrored>) -> bool {
    let is_sound = matches!(state, None | Some(DoubtState::Earlier));
    is_sound
        && rows::parse(&document.text).is_some()
        && !mirrored.is_some_and(|mirrored| says_the_same(document, mirrored))
}

fn says_the_same(document: &Document, mirrored: &Mirrored) -> bool {
    let both = rows::parse(&document.text).zip(rows::parse(&mirrored.text));
    both.is_some_and(|(ours, theirs)| body::same_content(&ours, &theirs))
}

/// The change of a record that is to be queued at the end. It counts as edited when the record says it was: if what
/// is here is an earlier version, it must not pass for the latest.
fn new(document: &Document) -> Queued {
    Queued {
        num: 0,
        key: document.key.clone(),
        deleted: false,
        generation: 0,
        edited_at: document.modified_at,
        attempts: 0,
        not_before: 0,
        postponed_at: 0,
        refused_reason: None,
    }
}

/// Puts a change at the end of the queue.
fn queue(tx: &Transaction<'_>, row: &Queued) -> Result<(), StoreError> {
    let Queued {
        key: (kind, id),
        deleted,
        edited_at,
        attempts,
        not_before,
        refused_reason,
        postponed_at,
        ..
    } = row;
    let op = if *deleted { "delete" } else { "upsert" };
    tx.prepare_cached("UPDATE tally SET generation = generation + 1")?.execute([])?;
    tx.prepare_cached(
        "INSERT INTO queue (kind, id, op, generation, queued_at, attempts, not_before, refused_reason, postponed_at)
         SELECT ?1, ?2, ?3, generation, ?4, ?5, ?6, ?7, ?8 FROM tally WHERE true ON CONFLICT DO NOTHING",
    )?
    .execute(params![kind, id, op, edited_at, attempts, not_before, refused_reason, postponed_at])?;
    Ok(())
}

/// What was given out, with what it wrote: that was the record as it is, if nothing else is known.
fn sent(tx: &Transaction<'_>, row: &Sent, record: Option<&Document>) -> Result<(), StoreError> {
    let Sent { key: (kind, id), generation, op_id, deleted, body } = row;
    let op = if *deleted { "delete" } else { "upsert" };
    let body = body.as_ref().map(|(crc, text)| (*crc, text));
    let body = body.or_else(|| record.map(|record| (record.crc, &record.text)).filter(|_| !deleted));
    let crc = body.map_or_else(|| checksum(kind, id, None), |(crc, _)| crc);
    tx.prepare_cached(
        "INSERT INTO sent (kind, id, generation, op_id, op, crc, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT DO NOTHING",
    )?
    .execute(params![kind, id, generation, op_id, op, crc, body.map(|(_, text)| text)])?;
    Ok(())
}
