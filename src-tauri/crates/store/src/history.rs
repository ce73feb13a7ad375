//! Earlier versions of records.

use model::{Body, Kind, Millis};
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::record::{self, RecordKey, checksum};
use crate::undo::{self, State};
use crate::{StoreError, view};

/// Versions kept of each record.
pub(crate) const PER_RECORD: usize = 100;

/// What was done to a record, or will have been if it was undone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Why {
    /// It was made; there was none before.
    Created,
    /// It was changed by hand.
    Edited,
    /// It was deleted.
    Deleted,
    /// It was brought together with another copy of itself.
    Merged,
    /// Another copy took its place.
    Overwritten,
    /// An earlier version took its place.
    Restored,
    /// What was done was taken back: the version is what had been made of the record.
    Undone,
}

impl Why {
    const ALL: [Self; 7] = [
        Self::Created,
        Self::Edited,
        Self::Deleted,
        Self::Merged,
        Self::Overwritten,
        Self::Restored,
        Self::Undone,
    ];

    /// The reason that [`Why::as_str`] names.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|why| why.as_str() == word)
    }

    /// The word for it in SQL and in messages' names.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Edited => "edited",
            Self::Deleted => "deleted",
            Self::Merged => "merged",
            Self::Overwritten => "overwritten",
            Self::Restored => "restored",
            Self::Undone => "undone",
        }
    }
}

impl ToSql for Why {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.as_str().into())
    }
}

impl FromSql for Why {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Self::parse(value.as_str()?).ok_or(FromSqlError::InvalidType)
    }
}

/// An earlier version of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// Names the version.
    pub history_id: i64,
    /// The record.
    pub key: RecordKey,
    /// What was done to the record.
    pub why: Why,
    /// The word for the change as a whole, as given to [`crate::Library::transact`].
    pub op: String,
    /// When that was.
    pub at: Millis,
    /// What the record was before; `None` if there was none.
    pub body: Option<Body>,
}

/// What a transaction puts into history: one change, with a row for each former state.
#[derive(Debug)]
pub(crate) struct Log<'a> {
    connection: &'a Connection,
    op: &'a str,
    now: Millis,
    /// What becomes of the change.
    state: State,
    /// The row that stands for the transaction, once it has changed something.
    change: Option<i64>,
}

impl<'a> Log<'a> {
    /// Of a change that can be undone, unless it is to be [kept](Log::keep).
    pub(crate) const fn undoable(connection: &'a Connection, op: &'a str, now: Millis) -> Self {
        Self { connection, op, now, state: State::Done, change: None }
    }

    /// Of a change that stands for good.
    pub(crate) const fn kept(connection: &'a Connection, op: &'a str, now: Millis) -> Self {
        Self { connection, op, now, state: State::Kept, change: None }
    }

    /// Puts a record's former state into history: the checksum of its body and the body, if there was one. The answer
    /// names the version.
    pub(crate) fn push(
        &mut self,
        key: &RecordKey,
        before: Option<(u32, &str)>,
        why: Why,
    ) -> Result<i64, StoreError> {
        let change = match self.change {
            Some(change) => change,
            None => *self.change.insert(undo::record_change(self.connection, self.op, self.now, self.state)?),
        };
        let kind = key.kind.as_str();
        let crc = before.map_or_else(|| checksum(kind, &key.id, None), |(crc, _)| crc);
        self.connection
            .prepare_cached(
                "INSERT INTO history (change_id, kind, id, why, at, crc, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![change, kind, key.id, why, self.now, crc, before.map(|(_, text)| text)])?;
        let history_id = self.connection.last_insert_rowid();
        fault!("put.history");
        if before.is_some() {
            trim(self.connection, key)?;
        }
        Ok(history_id)
    }

    /// The change can be undone.
    pub(crate) fn offer(self) -> Result<(), StoreError> {
        self.change.map_or(Ok(()), |change| undo::push(self.connection, change))
    }

    /// The change stands for good.
    pub(crate) fn keep(self) -> Result<(), StoreError> {
        self.change.map_or(Ok(()), |change| undo::keep(self.connection, change))
    }
}

const COLUMNS: &str = "SELECT history.history_id, history.kind, history.id,
    CASE WHEN change.state IN ('undone', 'void') THEN 'undone' ELSE history.why END,
    change.op, history.at, history.crc, history.body
    FROM history JOIN change USING (change_id)";

/// See [`crate::View::history`].
pub(crate) fn of(connection: &Connection, kind: Kind, id: &str) -> Result<Vec<Version>, StoreError> {
    let sql =
        format!("{COLUMNS} WHERE history.kind = ?1 AND history.id = ?2 ORDER BY history.history_id DESC");
    view::rows(connection, &sql, [kind.as_str(), id], |row| Ok(from_row(row)))?.into_iter().collect()
}

/// See [`crate::View::version`].
pub(crate) fn version(connection: &Connection, history_id: i64) -> Result<Option<Version>, StoreError> {
    let sql = format!("{COLUMNS} WHERE history.history_id = ?1");
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_row([history_id], |row| Ok(from_row(row))).optional()?.transpose()
}

/// See [`crate::View::deleted`].
pub(crate) fn deleted(connection: &Connection, limit: usize) -> Result<Vec<Version>, StoreError> {
    // The first part reads nothing but indexes.
    let sql = format!(
        "{COLUMNS} WHERE history.history_id IN (
            SELECT (SELECT max(history_id) FROM history AS one
                    WHERE one.kind = gone.kind AND one.id = gone.id AND one.body IS NOT NULL)
            FROM (SELECT kind, id, max(history_id) AS latest FROM history GROUP BY kind, id) AS gone
            WHERE NOT EXISTS (SELECT 1 FROM record WHERE record.kind = gone.kind AND record.id = gone.id)
            ORDER BY gone.latest DESC LIMIT ?1
        ) ORDER BY history.history_id DESC"
    );
    let versions = view::rows(connection, &sql, [limit], |row| Ok(from_row(row)))?;
    let known = versions.into_iter().filter(|version| !matches!(version, Err(StoreError::UnknownKind(_))));
    known.collect()
}

/// See [`crate::View::deleted_keys`].
pub(crate) fn deleted_keys(connection: &Connection) -> Result<Vec<RecordKey>, StoreError> {
    let sql = "SELECT DISTINCT kind, id FROM history WHERE body IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM record WHERE record.kind = history.kind AND record.id = history.id)
               ORDER BY kind, id";
    let keys =
        view::rows(connection, sql, [], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
    // Kinds that only a newer version knows are left out.
    Ok(keys.into_iter().filter_map(|(kind, id)| Some(RecordKey::new(Kind::parse(&kind)?, id))).collect())
}

fn from_row(row: &Row<'_>) -> Result<Version, StoreError> {
    let (kind, id): (String, String) = (row.get(1)?, row.get(2)?);
    let crc = row.get(6)?;
    let body = match row.get_ref(7)?.as_str_or_null().map_err(rusqlite::Error::from)? {
        Some(text) => Some(record::decode(&kind, &id, crc, text)?),
        None => None,
    };
    Ok(Version {
        history_id: row.get(0)?,
        key: RecordKey { kind: record::kind(&kind)?, id },
        why: row.get(3)?,
        op: row.get(4)?,
        at: row.get(5)?,
        body,
    })
}

/// Deletes the oldest versions of a record beyond [`PER_RECORD`]. A change of which a part is gone stands for
/// good, and one of which nothing is left is forgotten.
pub(crate) fn trim(connection: &Connection, key: &RecordKey) -> Result<(), StoreError> {
    let sql = "SELECT history_id, change_id FROM history WHERE kind = ?1 AND id = ?2
               ORDER BY history_id DESC LIMIT -1 OFFSET ?3";
    let params = params![key.kind.as_str(), key.id, PER_RECORD];
    let old: Vec<(i64, i64)> = view::rows(connection, sql, params, |row| Ok((row.get(0)?, row.get(1)?)))?;
    for (history_id, change_id) in old {
        connection.prepare_cached("DELETE FROM history WHERE history_id = ?1")?.execute([history_id])?;
        connection
            .prepare_cached(
                "UPDATE change SET state = CASE state WHEN 'done' THEN 'kept' ELSE 'void' END
                 WHERE change_id = ?1 AND state IN ('done', 'undone')",
            )?
            .execute([change_id])?;
        connection
            .prepare_cached(
                "DELETE FROM change WHERE change_id = ?1
                 AND NOT EXISTS (SELECT 1 FROM history WHERE history.change_id = change.change_id)",
            )?
            .execute([change_id])?;
    }
    Ok(())
}
