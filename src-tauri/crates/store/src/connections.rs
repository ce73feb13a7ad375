//! The connections of an open library: one that writes, some that read, and the gate before them.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use rusqlite::Connection;

use crate::connection::Medium;
use crate::guard::{self, Lock};
use crate::{StoreError, connection};

/// Connections for reading that are kept open.
const READERS: usize = 4;

/// States of the gate, from the one in which connections are given out to the worst.
const OPEN: u8 = 0;
const CLOSED: u8 = 1;
const DAMAGED: u8 = 2;

/// The connections of an open library.
#[derive(Debug)]
pub(crate) struct Connections {
    path: PathBuf,
    medium: Medium,
    gate: AtomicU8,
    data_version: AtomicI64,
    // In this order they are dropped: the writer goes last of the connections, and empties the log.
    readers: Mutex<Vec<Open>>,
    writer: Mutex<Option<Open>>,
    lock: Mutex<Option<Hold>>,
}

/// A share in the lock of a library; what is in memory has none.
type Hold = Option<Arc<Lock>>;

/// A connection, with its share in the lock. A connection that is closed late deletes the log by its name, and
/// must not find that of the file which has replaced its own; so the lock is given up after the last of them.
#[derive(Debug)]
pub(crate) struct Open {
    pub(crate) connection: Connection,
    _lock: Hold,
}

impl Connections {
    pub(crate) fn new(
        path: &Path,
        medium: Medium,
        writer: Connection,
        lock: Option<Lock>,
    ) -> Result<Self, StoreError> {
        let data_version = data_version(&writer)?;
        let lock = lock.map(Arc::new);
        let writer = Open { connection: writer, _lock: lock.clone() };
        Ok(Self {
            path: path.to_owned(),
            medium,
            gate: AtomicU8::new(OPEN),
            data_version: AtomicI64::new(data_version),
            readers: Mutex::default(),
            writer: Mutex::new(Some(writer)),
            lock: Mutex::new(Some(lock)),
        })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the one that writes is the only one there can be, and reads as well.
    #[cfg(feature = "memory")]
    pub(crate) fn are_one(&self) -> bool {
        self.medium == Medium::Memory
    }

    /// A connection for reading, which [`Connections::put_back`] keeps for the next.
    pub(crate) fn reader(&self) -> Result<Open, StoreError> {
        self.admit()?;
        // The lock must be free again before a new reader can find damage and close the others.
        let idle = lock(&self.readers).pop();
        match idle {
            Some(reader) => Ok(reader),
            None => self.new_reader(),
        }
    }

    /// A connection for reading that nobody has used before.
    pub(crate) fn new_reader(&self) -> Result<Open, StoreError> {
        self.admit()?;
        let lock = lock(&self.lock).clone().ok_or_else(|| self.refusal())?;
        match connection::reader(&self.path, self.medium) {
            Ok(connection) => Ok(Open { connection, _lock: lock }),
            Err(error) => {
                if matches!(error, StoreError::Damaged { .. }) {
                    self.condemn();
                }
                Err(error)
            }
        }
    }

    pub(crate) fn put_back(&self, reader: Open) {
        let mut readers = lock(&self.readers);
        if readers.len() < READERS && self.admit().is_ok() {
            readers.push(reader);
        }
    }

    /// Gives the connection for writing to `write`, as soon as nobody else has it.
    pub(crate) fn with_writer<T>(&self, write: impl FnOnce(&mut Connection) -> T) -> Result<T, StoreError> {
        self.admit()?;
        let mut writer = lock(&self.writer);
        let open = writer.as_mut().ok_or_else(|| self.refusal())?;
        let result = write(&mut open.connection);
        drop(writer);
        self.sweep();
        Ok(result)
    }

    /// See [`crate::Library::data_version`].
    pub(crate) fn data_version(&self) -> Result<i64, StoreError> {
        self.admit()?;
        let Some(writer) = try_lock(&self.writer) else {
            return Ok(self.data_version.load(Ordering::Relaxed));
        };
        let version = data_version(&writer.as_ref().ok_or_else(|| self.refusal())?.connection)?;
        self.data_version.store(version, Ordering::Relaxed);
        Ok(version)
    }

    /// What runs is finished, what comes later is refused.
    pub(crate) fn close(&self) {
        self.shut(CLOSED);
        lock(&self.readers).clear();
        fault!("close");
        lock(&self.writer).take();
        lock(&self.lock).take();
    }

    /// Damage was found: nothing more is read from the file or written to it, and the next to open it salvages it.
    pub(crate) fn condemn(&self) {
        tracing::error!(path = %self.path.display(), "damage was found");
        self.shut(DAMAGED);
        if self.medium == Medium::Disk
            && let Err(error) = guard::mark_suspect(&self.path)
        {
            tracing::warn!(%error, "the library could not be marked as damaged");
        }
        self.sweep();
    }

    /// Closes what is open of a damaged library, if nobody is using it; whoever does will sweep when done.
    fn sweep(&self) {
        if self.gate.load(Ordering::SeqCst) != DAMAGED {
            return;
        }
        lock(&self.readers).clear();
        if let Some(mut writer) = try_lock(&self.writer) {
            writer.take();
            lock(&self.lock).take();
        }
    }

    /// Whether anything may be done still.
    fn admit(&self) -> Result<(), StoreError> {
        if self.gate.load(Ordering::SeqCst) == OPEN { Ok(()) } else { Err(self.refusal()) }
    }

    fn refusal(&self) -> StoreError {
        match self.gate.load(Ordering::SeqCst) {
            DAMAGED => StoreError::damaged("damage was found; the library must be opened again"),
            _ => StoreError::Closed,
        }
    }

    fn shut(&self, gate: u8) {
        // Damage that was found stays known.
        self.gate.fetch_max(gate, Ordering::SeqCst);
    }
}

/// What is locked is left in order by whoever panics: a transaction is rolled back when it is dropped.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn try_lock<T>(mutex: &Mutex<T>) -> Option<MutexGuard<'_, T>> {
    match mutex.try_lock() {
        Ok(guard) => Some(guard),
        Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}

fn data_version(connection: &Connection) -> Result<i64, StoreError> {
    let mut statement = connection.prepare_cached("PRAGMA data_version")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}
