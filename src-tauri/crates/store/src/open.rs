//! Opening: checks what the file is, brings it to this version's schema, salvages it if it is damaged.

use std::fs::OpenOptions;
use std::path::Path;

use model::Millis;
use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::connection::Medium;
use crate::guard::{self, Lock};
use crate::{Library, Owner, SalvageReport, StoreError, connection, migrate, salvage};

/// An open library, and what happened to it on the way.
#[derive(Debug)]
pub struct Opened {
    /// The library.
    pub library: Library,
    /// The file was damaged and has been replaced: what was saved, and where the damaged file is.
    pub salvage: Option<SalvageReport>,
}

/// See [`Library::open`].
pub(crate) fn open(path: &Path, owner: &Owner, now: Millis) -> Result<Opened, StoreError> {
    let (lock, alone) = Lock::take(path)?;
    let (writer, salvage) = match sound(path, owner, alone) {
        Err(StoreError::Damaged { .. }) => {
            lock.make_exclusive()?;
            repair(path, owner, now)?
        }
        other => (other?, None),
    };
    lock.make_shared()?;
    Ok(Opened { library: Library::new(path, owner.clone(), writer, lock)?, salvage })
}

/// Salvages the library, unless another process has done so by now.
fn repair(
    path: &Path,
    owner: &Owner,
    now: Millis,
) -> Result<(Connection, Option<SalvageReport>), StoreError> {
    let mut report = salvage::resume(path)?;
    let writer = match sound(path, owner, true) {
        Err(StoreError::Damaged { detail }) => {
            tracing::error!(path = %path.display(), detail, "the library is damaged");
            report = Some(salvage::run(path, owner, now, detail)?);
            sound(path, owner, true)?
        }
        other => other?,
    };
    Ok((writer, report))
}

/// A connection to a library in which nothing wrong is seen at first sight. `alone`: nobody else has it open.
fn sound(path: &Path, owner: &Owner, alone: bool) -> Result<Connection, StoreError> {
    connect(path, owner, alone).map_err(|error| match error {
        // Our statements are right. If one is refused, then header or schema aren't what we wrote.
        StoreError::Sqlite(error) => StoreError::damaged(error.to_string()),
        other => other,
    })
}

fn connect(path: &Path, owner: &Owner, alone: bool) -> Result<Connection, StoreError> {
    if salvage::is_unfinished(path)? {
        return Err(StoreError::damaged("salvaging it was interrupted"));
    }
    salvage::look(path)?;
    if alone {
        salvage::look_into_log(path)?;
    }
    if !path.try_exists()? {
        guard::clear_suspect(path)?;
    }
    if guard::is_suspect(path)? {
        return Err(StoreError::damaged("it was found damaged before"));
    }
    let mut writer = connection::writer(path, Medium::Disk)?;
    if writer.is_readonly("main")? {
        return Err(read_only(path, alone));
    }
    // Another program's file is left as it is, its log included.
    writer.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    migrate::migrate(&mut writer, owner)?;
    writer.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    let mode: String = writer.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
    if mode != "wal" {
        return Err(StoreError::Io(std::io::Error::other(format!("no write-ahead log here, only {mode}"))));
    }
    glance(&writer)?;
    Ok(writer)
}

/// Why SQLite opened a file for reading only: because it is one, or because a byte of its header, damaged, says so.
/// The file may be opened only if this process has it open nowhere else; see [`salvage::look`].
fn read_only(path: &Path, alone: bool) -> StoreError {
    if alone && OpenOptions::new().write(true).open(path).is_ok() {
        return StoreError::damaged("the header says that it can't be written");
    }
    StoreError::ReadOnly(path.display().to_string())
}

/// Looks at both ends of every table and index. It takes no time, and finds what makes a library unusable; the
/// rest is found where it is read, or by [`Library::check`].
fn glance(connection: &Connection) -> Result<(), StoreError> {
    for (table, column) in [
        ("record", "num"),
        ("record INDEXED BY record_by_modified", "kind"),
        ("record INDEXED BY record_by_created", "kind"),
        ("record INDEXED BY record_by_name", "kind"),
        ("tag", "record"),
        ("tag INDEXED BY tag_by_key", "kind"),
        ("exercise", "record"),
        ("exercise INDEXED BY exercise_by_key", "name_key"),
        ("link", "record"),
        ("link INDEXED BY link_by_target", "kind"),
        ("change", "change_id"),
        ("history", "history_id"),
        ("history INDEXED BY history_by_record", "kind"),
        ("history INDEXED BY history_by_change", "change_id"),
        ("mirror", "num"),
        ("queue", "num"),
        ("sent", "kind"),
        ("tombstone", "kind"),
        ("device", "num"),
        ("tally", "num"),
        ("cursor", "kind"),
        ("migration", "migration_id"),
        ("migration INDEXED BY migration_by_run", "run"),
        ("migrated", "migration_id"),
        ("migrated INDEXED BY migrated_by_record", "kind"),
    ] {
        // Two subqueries, since each then is one step into the tree; both in one would read all of it.
        let ends = format!("SELECT (SELECT min({column}) FROM {table}), (SELECT max({column}) FROM {table})");
        connection.query_row(&ends, [], |_| Ok(()))?;
    }
    // The search index is read as far as its own root.
    connection.query_row(
        "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH '\"\"' LIMIT 1)",
        [],
        |_| Ok(()),
    )?;
    Ok(())
}
