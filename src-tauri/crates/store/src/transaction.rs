//! A transaction of SQLite's. rusqlite's own has its words parsed each time, which is a good part of what a small
//! change costs.

use rusqlite::Connection;

/// A transaction. It is rolled back when it is dropped, unless it was committed.
#[derive(Debug)]
pub(crate) struct Transaction<'a> {
    connection: &'a Connection,
}

impl<'a> Transaction<'a> {
    /// Begins to read from one snapshot. Mutably borrowed, a connection can have but one transaction.
    pub(crate) fn read(connection: &'a mut Connection) -> rusqlite::Result<Self> {
        Self::begin(connection, "BEGIN")
    }

    /// Begins to write, as soon as no other connection does.
    pub(crate) fn write(connection: &'a mut Connection) -> rusqlite::Result<Self> {
        Self::begin(connection, "BEGIN IMMEDIATE")
    }

    pub(crate) fn connection(&self) -> &'a Connection {
        self.connection
    }

    /// Makes what was written stand. If that fails, it is rolled back.
    pub(crate) fn commit(self) -> rusqlite::Result<()> {
        execute(self.connection, "COMMIT")
    }

    fn begin(connection: &'a mut Connection, sql: &str) -> rusqlite::Result<Self> {
        execute(connection, sql)?;
        Ok(Self { connection })
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        // Some errors, such as a full disk, have it rolled back by SQLite.
        if !self.connection.is_autocommit()
            && let Err(error) = execute(self.connection, "ROLLBACK")
        {
            tracing::error!(%error, "a transaction could not be rolled back");
        }
    }
}

fn execute(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}
