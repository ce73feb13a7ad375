//! The check of a whole library, page by page and document by document.

mod derived;

use rusqlite::Connection;

use crate::{StoreError, journal, record};

/// Reads every page, and every document with its checksum, and holds against the documents what is derived from them.
pub(crate) fn check(connection: &Connection) -> Result<(), StoreError> {
    let found: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if found != "ok" {
        return Err(StoreError::damaged(found));
    }
    for sql in [
        "SELECT kind, id, crc, body FROM record",
        "SELECT kind, id, crc, body FROM history WHERE body IS NOT NULL",
        "SELECT kind, id, crc, body FROM mirror",
        "SELECT kind, id, crc, body FROM sent WHERE body IS NOT NULL",
    ] {
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let text = |column| row.get_ref(column)?.as_str().map_err(rusqlite::Error::from);
            record::decode(text(0)?, text(1)?, row.get(2)?, text(3)?)?;
        }
    }
    let sql = "SELECT (SELECT pending, refused FROM tally)
               IS (SELECT count(*) - count(refused_reason), count(refused_reason) FROM queue)";
    if !connection.query_row(sql, [], |row| row.get(0))? {
        return Err(StoreError::damaged("the queue isn't as long as was counted"));
    }
    journal::check(connection)?;
    derived::check(connection)
}
