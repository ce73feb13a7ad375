//! What merges decided against somebody: kept until a person has looked at it.

use model::sync::Loss;
use model::{Millis, RecordKey};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::{StoreError, Tx, View, record, view};

/// The most that are kept: who hasn't looked at so many looks into history.
const KEPT: i64 = 500;

/// Whole conflicts, with the versions that history has still.
const SELECT: &str = "SELECT conflict_id, kind, id, at, lost,
    (SELECT history_id FROM history WHERE history_id = ours),
    (SELECT history_id FROM history WHERE history_id = theirs)
    FROM conflict";

/// What a merge decided against somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Conflict {
    /// Names it.
    pub conflict_id: i64,
    /// The record.
    pub key: RecordKey,
    /// When it was merged.
    pub at: Millis,
    /// What gave way.
    pub lost: Vec<Loss>,
    /// The version of this side, if something of it gave way and history has it still.
    pub ours: Option<i64>,
    /// The version of the other side, if something of it gave way and history has it still.
    pub theirs: Option<i64>,
}

/// Notes what gave way, if anything did. `ours` and `theirs` name the versions.
pub(super) fn note(
    connection: &Connection,
    key: &RecordKey,
    now: Millis,
    lost: &[Loss],
    ours: Option<i64>,
    theirs: Option<i64>,
) -> Result<(), StoreError> {
    if lost.is_empty() {
        return Ok(());
    }
    let lost = serde_json::json!(lost).to_string();
    connection
        .prepare_cached(
            "INSERT INTO conflict (kind, id, at, lost, ours, theirs) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![key.kind.as_str(), key.id, now, lost, ours, theirs])?;
    connection
        .prepare_cached("DELETE FROM conflict WHERE conflict_id <= ?1")?
        .execute([connection.last_insert_rowid() - KEPT])?;
    Ok(())
}

impl View<'_> {
    /// What merges decided against somebody and nobody has looked at, the newest first.
    pub fn conflicts(&self, limit: usize) -> Result<Vec<Conflict>, StoreError> {
        self.watch(conflicts(self.connection(), limit))
    }

    /// One of these; `None` if somebody has looked at it.
    pub fn conflict(&self, conflict_id: i64) -> Result<Option<Conflict>, StoreError> {
        self.watch(conflict(self.connection(), conflict_id))
    }

    /// How many of these there are.
    pub fn count_conflicts(&self) -> Result<u64, StoreError> {
        self.watch(count(self.connection()))
    }
}

impl Tx<'_> {
    /// Somebody has looked at a conflict. It is no change of any record, so there is nothing to undo.
    pub fn forget_conflict(&self, conflict_id: i64) -> Result<(), StoreError> {
        self.watch(forget(self.connection(), conflict_id))
    }
}

fn conflicts(connection: &Connection, limit: usize) -> Result<Vec<Conflict>, StoreError> {
    let sql = format!("{SELECT} ORDER BY conflict_id DESC LIMIT ?1");
    let rows = view::rows(connection, &sql, [limit], |row| Ok(from_row(row)))?;
    rows.into_iter().filter(|row| !matches!(row, Err(StoreError::UnknownKind(_)))).collect()
}

fn conflict(connection: &Connection, conflict_id: i64) -> Result<Option<Conflict>, StoreError> {
    let mut statement = connection.prepare_cached(&format!("{SELECT} WHERE conflict_id = ?1"))?;
    statement.query_row([conflict_id], |row| Ok(from_row(row))).optional()?.transpose()
}

fn count(connection: &Connection) -> Result<u64, StoreError> {
    let mut statement = connection.prepare_cached("SELECT count(*) FROM conflict")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

fn forget(connection: &Connection, conflict_id: i64) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM conflict WHERE conflict_id = ?1")?.execute([conflict_id])?;
    Ok(())
}

fn from_row(row: &Row<'_>) -> Result<Conflict, StoreError> {
    let (kind, lost): (String, String) = (row.get(1)?, row.get(4)?);
    let lost = serde_json::from_str(&lost);
    Ok(Conflict {
        conflict_id: row.get(0)?,
        key: RecordKey { kind: record::kind(&kind)?, id: row.get(2)? },
        at: row.get(3)?,
        lost: lost.map_err(|error| StoreError::damaged(format!("a conflict: {error}")))?,
        ours: row.get(5)?,
        theirs: row.get(6)?,
    })
}
