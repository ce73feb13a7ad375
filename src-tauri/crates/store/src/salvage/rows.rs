//! What the rows of the tables mean, and whether they are as they were written.
//!
//! The order of columns is that of `migrations/0001.sql` to `0005.sql`; a step that changes one of these tables must
//! teach this module the new order beside the old.

use model::migration::{Fate, Step, Verdict};
use model::{Body, body};

use super::bytes::Value;
use super::walk::Row;
use crate::migrate::Identity;
use crate::record::checksum;

/// A key as it is stored: kind and id. The kind may be one that only a newer version knows.
pub(super) type Key = (String, String);

/// A document, from whichever table.
#[derive(Clone, Debug)]
pub(super) struct Document {
    pub(super) key: Key,
    pub(super) text: String,
    pub(super) crc: u32,
    pub(super) version: i64,
    pub(super) created_at: i64,
    pub(super) modified_at: i64,
    pub(super) name_key: String,
    /// The checksum is right.
    pub(super) verified: bool,
}

/// A row of history.
#[derive(Clone, Debug)]
pub(super) struct Past {
    pub(super) history_id: i64,
    pub(super) change_id: i64,
    pub(super) key: Key,
    pub(super) why: String,
    pub(super) at: i64,
    pub(super) crc: u32,
    pub(super) text: Option<String>,
}

/// A row of change.
#[derive(Clone, Debug)]
pub(super) struct Change {
    pub(super) number: i64,
    pub(super) op: String,
    pub(super) at: i64,
    pub(super) state: String,
}

/// A row of mirror.
#[derive(Clone, Debug)]
pub(super) struct Mirrored {
    pub(super) key: Key,
    pub(super) update_time: String,
    pub(super) crc: u32,
    pub(super) text: String,
}

/// A row of queue.
#[derive(Clone, Debug)]
pub(super) struct Queued {
    /// Its place in the queue.
    pub(super) num: i64,
    pub(super) key: Key,
    pub(super) deleted: bool,
    pub(super) generation: i64,
    pub(super) edited_at: i64,
    pub(super) attempts: i64,
    pub(super) not_before: i64,
    pub(super) postponed_at: i64,
    pub(super) refused_reason: Option<String>,
}

/// A row of sent.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) key: Key,
    pub(super) generation: i64,
    pub(super) op_id: String,
    pub(super) deleted: bool,
    /// What was written, with its checksum; `None`: the record as it is.
    pub(super) body: Option<(u32, String)>,
}

/// A row of migration.
#[derive(Clone, Debug)]
pub(super) struct Journaled {
    pub(super) migration_id: i64,
    pub(super) step: String,
    pub(super) started_at: i64,
    pub(super) changed_at: i64,
    pub(super) detail: String,
    pub(super) run: String,
}

/// A row of migrated.
#[derive(Clone, Debug)]
pub(super) struct Migrated {
    pub(super) migration_id: i64,
    pub(super) key: Key,
    pub(super) verdict: String,
    pub(super) fate: String,
    pub(super) source: String,
    pub(super) written: Option<String>,
    /// What the account had, with its checksum.
    pub(super) former: Option<(u32, String)>,
}

pub(super) fn identity(row: &Row) -> Option<Identity> {
    let [_, application, schema, owner, crc] = row.values.as_slice() else { return None };
    Identity::from_row(application.text()?, schema.integer()?, owner.text()?, crc.integer()?)
}

/// A row of record that may be told from any other: its document is one, and is its own.
pub(super) fn record(row: &Row) -> Option<Document> {
    let [_, kind, id, version, created_at, modified_at, name_key, crc, text] = row.values.as_slice() else {
        return None;
    };
    let key = key(kind, id)?;
    let (text, crc) = (text.text()?.to_owned(), crc.integer()?);
    let document = parse(&text)?;
    let sum = checksum(&key.0, &key.1, Some(&text));
    (body::text(&document, "id") == key.1).then_some(())?;
    Some(Document {
        key,
        text,
        crc: sum,
        version: version.integer()?,
        created_at: created_at.integer()?,
        modified_at: modified_at.integer()?,
        name_key: name_key.text()?.to_owned(),
        verified: i64::from(sum) == crc,
    })
}

pub(super) fn past(row: &Row) -> Option<Past> {
    let [_, change_id, kind, id, why, at, crc, text] = row.values.as_slice() else { return None };
    let (key, crc) = (key(kind, id)?, u32::try_from(crc.integer()?).ok()?);
    let text = if *text == Value::Null { None } else { Some(text.text()?.to_owned()) };
    (checksum(&key.0, &key.1, text.as_deref()) == crc).then_some(())?;
    let (change_id, at, why) = (change_id.integer()?, at.integer()?, why.text()?.to_owned());
    Some(Past { history_id: row.rowid, change_id, key, why, at, crc, text })
}

pub(super) fn change(row: &Row) -> Option<Change> {
    let [_, op, at, state] = row.values.as_slice() else { return None };
    let (op, at, state) = (op.text()?.to_owned(), at.integer()?, state.text()?.to_owned());
    Some(Change { number: row.rowid, op, at, state })
}

pub(super) fn mirrored(row: &Row) -> Option<Mirrored> {
    let [_, kind, id, update_time, crc, text] = row.values.as_slice() else { return None };
    let (key, crc, text) = (key(kind, id)?, u32::try_from(crc.integer()?).ok()?, text.text()?.to_owned());
    (checksum(&key.0, &key.1, Some(&text)) == crc).then_some(())?;
    Some(Mirrored { key, update_time: update_time.text()?.to_owned(), crc, text })
}

pub(super) fn queued(row: &Row) -> Option<Queued> {
    let [_, kind, id, op, generation, edited_at, attempts, not_before, refused_reason, rest @ ..] =
        row.values.as_slice()
    else {
        return None;
    };
    // What was written before schema 3 doesn't have it.
    let postponed_at = match rest {
        [] => 0,
        [postponed_at] => postponed_at.integer()?,
        _ => return None,
    };
    Some(Queued {
        num: row.rowid,
        key: key(kind, id)?,
        deleted: is_delete(op)?,
        generation: generation.integer()?,
        edited_at: edited_at.integer()?,
        attempts: attempts.integer()?,
        not_before: not_before.integer()?,
        postponed_at,
        refused_reason: refused_reason.text().map(ToOwned::to_owned),
    })
}

pub(super) fn sent(row: &Row) -> Option<Sent> {
    let [kind, id, generation, op_id, op, crc, text] = row.values.as_slice() else { return None };
    let (key, crc, text) = (key(kind, id)?, u32::try_from(crc.integer()?).ok()?, text.text());
    (checksum(&key.0, &key.1, text) == crc).then_some(())?;
    Some(Sent {
        key,
        generation: generation.integer()?,
        op_id: op_id.text()?.to_owned(),
        deleted: is_delete(op)?,
        body: text.map(|text| (crc, text.to_owned())),
    })
}

/// The last generation that was given out, from the row of tally.
pub(super) fn generation(row: &Row) -> Option<i64> {
    let [_, _, _, generation] = row.values.as_slice() else { return None };
    generation.integer()
}

fn is_delete(op: &Value) -> Option<bool> {
    match op.text()? {
        "upsert" => Some(false),
        "delete" => Some(true),
        _ => None,
    }
}

pub(super) fn journaled(row: &Row) -> Option<Journaled> {
    let [_, step, started_at, changed_at, detail, rest @ ..] = row.values.as_slice() else { return None };
    // What was written before schema 5 doesn't have it.
    let run = match rest {
        [] => format!("migration-{}", row.rowid),
        [run] => run.text()?.to_owned(),
        _ => return None,
    };
    let (step, detail) = (step.text()?, detail.text()?);
    // What couldn't be read in the new library would be damage once more.
    (Step::parse(step).is_some() && parse(detail).is_some()).then_some(())?;
    Some(Journaled {
        migration_id: row.rowid,
        step: step.to_owned(),
        started_at: started_at.integer()?,
        changed_at: changed_at.integer()?,
        detail: detail.to_owned(),
        run,
    })
}

/// A row of migrated, with the right checksum. Without what the account had, the record would pass for one that the
/// run made, and a rollback would delete it; without the row, a rollback leaves it.
pub(super) fn migrated(row: &Row) -> Option<Migrated> {
    let [migration_id, kind, id, verdict, fate, source, written, crc, former] = row.values.as_slice() else {
        return None;
    };
    let (key, verdict, fate) = (key(kind, id)?, verdict.text()?, fate.text()?);
    (Verdict::parse(verdict).is_some() && Fate::parse(fate).is_some()).then_some(())?;
    let former = match (crc, former) {
        (Value::Null, Value::Null) => None,
        (crc, former) => {
            let (crc, text) = (u32::try_from(crc.integer()?).ok()?, former.text()?);
            (checksum(&key.0, &key.1, Some(text)) == crc && parse(text).is_some()).then_some(())?;
            Some((crc, text.to_owned()))
        }
    };
    Some(Migrated {
        migration_id: migration_id.integer()?,
        key,
        verdict: verdict.to_owned(),
        fate: fate.to_owned(),
        source: source.text()?.to_owned(),
        written: if *written == Value::Null { None } else { Some(written.text()?.to_owned()) },
        former,
    })
}

/// A document's JSON.
pub(super) fn parse(text: &str) -> Option<Body> {
    serde_json::from_str(text).ok()
}

fn key(kind: &Value, id: &Value) -> Option<Key> {
    Some((kind.text()?.to_owned(), id.text()?.to_owned()))
}
