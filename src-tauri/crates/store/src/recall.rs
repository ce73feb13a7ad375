//! Taking in earlier versions from elsewhere: the history in a backup.
//!
//! They are put before everything that is known here, so that they stand in the way of nothing that can be undone.

use std::collections::BTreeMap;

use model::{Body, Millis};
use rusqlite::{Connection, params};

use crate::record::{RecordKey, checksum};
use crate::{StoreError, Why, history, write};

/// An earlier version of a record, as another library knew it.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// The record.
    pub key: RecordKey,
    /// What was done to the record.
    pub why: Why,
    /// The word for the change as a whole.
    pub op: String,
    /// When that was.
    pub at: Millis,
    /// What the record was before; `None` if there was none.
    pub body: Option<Body>,
}

/// See [`crate::Tx::recall`].
pub(crate) fn recall(connection: &Connection, past: &[Past]) -> Result<u64, StoreError> {
    let mut of_record: BTreeMap<&RecordKey, Vec<&Past>> = BTreeMap::new();
    for version in past {
        of_record.entry(&version.key).or_default().push(version);
    }
    let mut changes = Changes { last: first(connection, "change", "change_id")?, ids: BTreeMap::new() };
    let mut history_id = first(connection, "history", "history_id")?;
    let mut taken = 0;
    for (key, versions) in of_record {
        let known = history::of(connection, key.kind, &key.id)?;
        let new = versions.into_iter().filter(|version| {
            !known.iter().any(|known| known.at == version.at && known.body == version.body)
        });
        for version in new {
            let change = changes.row(connection, &version.op, version.at)?;
            let text = version.body.as_ref().map(write::encode).transpose()?;
            let (kind, id) = (key.kind.as_str(), &key.id);
            let crc = checksum(kind, id, text.as_deref());
            history_id -= 1;
            connection
                .prepare_cached(
                    "INSERT INTO history (history_id, change_id, kind, id, why, at, crc, body)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                )?
                .execute(params![history_id, change, kind, id, version.why, version.at, crc, text])?;
            taken += 1;
        }
        history::trim(connection, key)?;
    }
    Ok(taken)
}

/// The changes that the versions belong to; those of one change say the same of it.
struct Changes<'a> {
    last: i64,
    ids: BTreeMap<(&'a str, Millis), i64>,
}

impl<'a> Changes<'a> {
    fn row(&mut self, connection: &Connection, op: &'a str, at: Millis) -> Result<i64, StoreError> {
        if let Some(id) = self.ids.get(&(op, at)) {
            return Ok(*id);
        }
        self.last -= 1;
        connection
            .prepare_cached("INSERT INTO change (change_id, op, at, state) VALUES (?1, ?2, ?3, 'kept')")?
            .execute(params![self.last, op, at])?;
        self.ids.insert((op, at), self.last);
        Ok(self.last)
    }
}

/// The number before which there is none.
fn first(connection: &Connection, table: &str, column: &str) -> Result<i64, StoreError> {
    let sql = format!("SELECT coalesce(min({column}), 1) FROM {table}");
    Ok(connection.query_row(&sql, [], |row| row.get(0))?)
}
