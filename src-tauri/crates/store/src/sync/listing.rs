//! What is known of the server against a listing of what it has.

use std::collections::BTreeMap;

use model::{Kind, RecordKey, ServerTime};
use rusqlite::Connection;

use super::mirror::server_time;
use crate::StoreError;

/// See [`crate::View::differing`].
pub(crate) fn differing(
    connection: &Connection,
    kind: Kind,
    listed: &BTreeMap<String, ServerTime>,
    at: ServerTime,
) -> Result<Vec<RecordKey>, StoreError> {
    let sql = "SELECT id, update_time, 1 FROM mirror WHERE kind = ?1
               UNION ALL SELECT id, deleted_at, 0 FROM tombstone WHERE kind = ?1";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([kind.as_str()])?;
    let mut unheard: BTreeMap<&str, ServerTime> =
        listed.iter().map(|(id, time)| (id.as_str(), *time)).collect();
    let mut gone = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, known, is_there): (String, _, bool) = (row.get(0)?, server_time(row, 1)?, row.get(2)?);
        match unheard.get(id.as_str()) {
            // What is there at a time isn't gone then, however late its deletion seems to be.
            Some(time) if *time <= known && (is_there || known > at) => drop(unheard.remove(id.as_str())),
            None if is_there && known < at => gone.push(RecordKey::new(kind, id)),
            _ => {}
        }
    }
    let unheard = unheard.into_keys().map(|id| RecordKey::new(kind, id));
    let mut differing: Vec<RecordKey> = unheard.chain(gone).collect();
    differing.sort();
    Ok(differing)
}
