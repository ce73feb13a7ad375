//! How every connection is set up.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::hooks::Wal;
use rusqlite::{Connection, OpenFlags};

use crate::StoreError;

/// Marks our files, at offset 68 of the header: "GGym".
pub(crate) const APPLICATION_ID: i32 = i32::from_be_bytes(*b"GGym");

/// Bytes in a page. Fixed, so that salvage can find the pages of a file whose header is gone.
pub(crate) const PAGE_SIZE: usize = 4096;

/// How long to wait for a lock that another process holds.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// Pages in the log from which it is copied into the database file. A change touches a dozen.
const CHECKPOINT_PAGES: i32 = 2_000;

/// Statements kept prepared; more than there are.
const STATEMENTS: usize = 160;

/// What holds a database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Medium {
    /// A file.
    Disk,
    /// The memory of the one connection to it: see [`crate::Library::in_memory`].
    #[cfg(feature = "memory")]
    Memory,
}

/// A connection that may write. The file is created if it isn't there; nothing else is changed yet.
pub(crate) fn writer(path: &Path, medium: Medium) -> Result<Connection, StoreError> {
    let mut connection = open(path, medium, OpenFlags::SQLITE_OPEN_CREATE)?;
    // What `wal_autocheckpoint` does, with a fault point. The change is durable by now, so an error here must not
    // look as if it weren't; the log stays and the next change tries again.
    connection.wal_hook(Some(|wal: &mut Wal, pages| {
        if pages >= CHECKPOINT_PAGES {
            fault!("checkpoint");
            if let Err(error) = wal.checkpoint() {
                tracing::warn!(%error, pages, "the log could not be copied into the database file");
            }
        }
        Ok(())
    }))?;
    Ok(connection)
}

/// A connection that can't write.
pub(crate) fn reader(path: &Path, medium: Medium) -> Result<Connection, StoreError> {
    let connection = open(path, medium, OpenFlags::empty())?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

fn open(path: &Path, medium: Medium, flags: OpenFlags) -> Result<Connection, StoreError> {
    let flags = flags | OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = match medium {
        Medium::Disk => Connection::open_with_flags(path, flags)?,
        #[cfg(feature = "memory")]
        Medium::Memory => Connection::open_in_memory_with_flags(flags)?,
    };
    #[cfg(feature = "memory")]
    if medium == Medium::Memory {
        // A change copies each page that it touches, in case it is rolled back.
        connection.pragma_update(None, "page_size", 1024)?;
    }
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    // Plans don't depend on the values bound. Otherwise many statements would be planned anew at each use.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_FKEY, true)?;
    // cell_size_check finds damage where it is read instead of where it hurts. The cache is 16 MiB.
    connection.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA cell_size_check = ON;
         PRAGMA cache_size = -16384;
         PRAGMA temp_store = MEMORY;
         PRAGMA journal_size_limit = 33554432;",
    )?;
    Ok(connection)
}
