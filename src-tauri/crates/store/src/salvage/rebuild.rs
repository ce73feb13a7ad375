//! Writes what was saved into a new library.

use std::collections::BTreeSet;
use std::path::Path;

use model::{Kind, Millis};
use rusqlite::{Transaction, params};

use super::harvest::Harvest;
use super::rows::{self, Document};
use super::settle::{Settled, is_taken_back};
use super::{Report, cloud};
use crate::connection::Medium;
use crate::record::Record;
use crate::write::{self, Written};
use crate::{Owner, StoreError, connection, migrate};

/// Writes a new library at `path`, where there is none. It is on the disk when this returns.
pub(super) fn write(
    path: &Path,
    owner: &Owner,
    now: Millis,
    harvest: &Harvest,
    settled: &Settled,
    report: &Report,
) -> Result<(), StoreError> {
    let mut connection = connection::writer(path, Medium::Disk)?;
    migrate::migrate(&mut connection, owner)?;
    let tx = connection.transaction()?;
    for (document, _) in settled.records.values() {
        record(&tx, document)?;
    }
    history(&tx, harvest, now)?;
    cloud::write(&tx, owner, harvest, settled)?;
    journal(&tx, harvest)?;
    let json = serde_json::to_string(report).map_err(|error| StoreError::Io(error.into()))?;
    tx.execute("INSERT INTO salvage (at, report) VALUES (?1, ?2)", params![now, json])?;
    fault!("salvage.write");
    tx.commit()?;
    let found: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if found != "ok" {
        return Err(StoreError::Io(std::io::Error::other(format!("the new library is damaged: {found}"))));
    }
    connection.close().map_err(|(_, error)| error.into())
}

fn record(tx: &Transaction<'_>, document: &Document) -> Result<(), StoreError> {
    let Document { key: (kind, id), text, crc, version, created_at, modified_at, name_key, .. } = document;
    if let (Some(kind), Some(body)) = (Kind::parse(kind), rows::parse(text)) {
        let record = Record::new(kind, id, body);
        return write::put(tx, None, &Written { record, crc: *crc, text: text.clone() });
    }
    tx.prepare_cached(
        "INSERT INTO record (kind, id, version, created_at, modified_at, name_key, crc, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![kind, id, version, created_at, modified_at, name_key, crc, text])?;
    Ok(())
}

/// History as it was, but nothing in it can be undone or redone: parts of a change may be missing.
fn history(tx: &Transaction<'_>, harvest: &Harvest, now: Millis) -> Result<(), StoreError> {
    let mut insert =
        tx.prepare_cached("INSERT INTO change (change_id, op, at, state) VALUES (?1, ?2, ?3, ?4)")?;
    let referred: BTreeSet<i64> = harvest.history.values().map(|past| past.change_id).collect();
    for change_id in referred {
        match harvest.changes.get(&change_id) {
            Some(change) => {
                let state = if is_taken_back(&change.state) { "void" } else { "kept" };
                insert.execute(params![change_id, change.op, change.at, state])?;
            }
            None => {
                insert.execute(params![change_id, "salvage", now, "kept"])?;
            }
        }
    }
    let mut insert = tx.prepare_cached(
        "INSERT INTO history (history_id, change_id, kind, id, why, at, crc, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for past in harvest.history.values() {
        let (kind, id) = &past.key;
        insert.execute(params![
            past.history_id,
            past.change_id,
            kind,
            id,
            past.why,
            past.at,
            past.crc,
            past.text
        ])?;
    }
    Ok(())
}

/// The journal of moves between libraries.
fn journal(tx: &Transaction<'_>, harvest: &Harvest) -> Result<(), StoreError> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO migration (migration_id, step, started_at, changed_at, detail, run)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
    )?;
    for entry in &harvest.migration {
        insert.execute(params![
            entry.migration_id,
            entry.step,
            entry.started_at,
            entry.changed_at,
            entry.detail,
            entry.run
        ])?;
    }
    // What belongs to a run that is lost is lost with it: it would be taken for the next one's.
    let mut insert = tx.prepare_cached(
        "INSERT INTO migrated (migration_id, kind, id, verdict, fate, source, written, crc, former)
         SELECT migration_id, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM migration WHERE migration_id = ?1
         ON CONFLICT DO NOTHING",
    )?;
    for row in &harvest.migrated {
        let (kind, id) = &row.key;
        let (crc, former) = row.former.as_ref().map(|(crc, text)| (crc, text)).unzip();
        insert.execute(params![
            row.migration_id,
            kind,
            id,
            row.verdict,
            row.fate,
            row.source,
            row.written,
            crc,
            former
        ])?;
    }
    Ok(())
}
