//! The open library: who may read and write when.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use model::Millis;
use rusqlite::{Connection, TransactionBehavior};

use crate::guard::{self, Lock};
use crate::undo::{self, Direction};
use crate::{Opened, Owner, Reverted, StoreError, Tx, View, connection, migrate, open, record};

/// Connections for reading that are kept open.
const READERS: usize = 4;

/// An open library. Clones are handles on the same one.
///
/// Its calls block, for as long as the disk takes. Readers run side by side and never wait for the writer; writers
/// wait for each other. Don't call [`Library::transact`] from within itself: it would wait for itself.
#[derive(Clone, Debug)]
pub struct Library {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    path: PathBuf,
    owner: Owner,
    gate: AtomicU8,
    data_version: AtomicI64,
    // In this order they are dropped: the writer goes last of the connections, and empties the log.
    readers: Mutex<Vec<Open>>,
    writer: Mutex<Option<Open>>,
    lock: Mutex<Option<Arc<Lock>>>,
}

/// A connection, with its share in the lock. A connection that is closed late deletes the log by its name, and
/// must not find that of the file which has replaced its own; so the lock is given up after the last of them.
#[derive(Debug)]
struct Open {
    connection: Connection,
    _lock: Arc<Lock>,
}

/// States of the gate: whether connections are given out.
const OPEN: u8 = 0;
const CLOSED: u8 = 1;
const DAMAGED: u8 = 2;

impl Library {
    /// Opens the library at `path`, or makes a new one if there is no file or an empty one.
    ///
    /// A damaged file is set aside and salvaged. That needs the file for itself: if another process, or another
    /// handle of this one, has it open still, the answer is [`StoreError::Busy`] after a wait of some seconds.
    pub fn open(path: &Path, owner: &Owner, now: Millis) -> Result<Opened, StoreError> {
        open::open(path, owner, now)
    }

    pub(crate) fn new(path: &Path, owner: Owner, writer: Connection, lock: Lock) -> Result<Self, StoreError> {
        let data_version = data_version(&writer)?;
        let lock = Arc::new(lock);
        let writer = Open { connection: writer, _lock: Arc::clone(&lock) };
        let inner = Inner {
            path: path.to_owned(),
            owner,
            gate: AtomicU8::new(OPEN),
            data_version: AtomicI64::new(data_version),
            readers: Mutex::default(),
            writer: Mutex::new(Some(writer)),
            lock: Mutex::new(Some(lock)),
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The database file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.inner.path
    }

    /// Whose library it is.
    #[must_use]
    pub fn owner(&self) -> &Owner {
        &self.inner.owner
    }

    /// Reads from one consistent snapshot.
    pub fn read<T, E: From<StoreError>>(&self, read: impl FnOnce(&View<'_>) -> Result<T, E>) -> Result<T, E> {
        self.read_on(self.inner.reader()?, read)
    }

    /// Changes something: all of it, durably, or, if `change` fails, nothing. `op` is a word that names the change
    /// to undo and history, such as `workout.delete`. A transaction that changes nothing leaves no trace.
    pub fn transact<T, E: From<StoreError>>(
        &self,
        op: &str,
        now: Millis,
        change: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.write(|view| {
            let mut tx = Tx::new(view, &self.inner.owner, op, now);
            let value = change(&mut tx)?;
            view.watch(tx.finish())?;
            Ok(value)
        })
    }

    /// Takes back the last change that stands; `None` if there is none. The records that come back count as
    /// changed now.
    pub fn undo(&self, now: Millis) -> Result<Option<Reverted>, StoreError> {
        self.write(|view| {
            view.watch(undo::revert(view.connection(), &self.inner.owner, Direction::Undo, now))
        })
    }

    /// Makes the change again that was taken back last; `None` if there is none.
    pub fn redo(&self, now: Millis) -> Result<Option<Reverted>, StoreError> {
        self.write(|view| {
            view.watch(undo::revert(view.connection(), &self.inner.owner, Direction::Redo, now))
        })
    }

    /// A number that changes when another process, or another library opened on this file, has written. While a
    /// transaction of this library runs, it is the number as last known.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        self.inner.admit()?;
        let writer = match self.inner.writer.try_lock() {
            Ok(writer) => writer,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return Ok(self.inner.data_version.load(Ordering::Relaxed)),
        };
        let version = data_version(&writer.as_ref().ok_or(StoreError::Closed)?.connection)?;
        self.inner.data_version.store(version, Ordering::Relaxed);
        Ok(version)
    }

    /// Reads the whole file and says whether it is sound. For idle times: it takes as long as reading takes, but
    /// nobody waits for it.
    pub fn check(&self) -> Result<(), StoreError> {
        self.inner.admit()?;
        // A connection of its own: one that has searched before remembers how the search index was laid out then,
        // and SQLite 3.54's check compares that with how it is now.
        self.read_on(self.inner.new_reader()?, |view| view.watch(check(view.connection())))
    }

    /// Closes the library, for all handles: what runs is finished, what comes later is refused.
    pub fn close(&self) {
        self.inner.shut(CLOSED);
        drop(lock(&self.inner.readers).drain(..));
        fault!("close");
        lock(&self.inner.writer).take();
        lock(&self.inner.lock).take();
    }

    fn read_on<T, E: From<StoreError>>(
        &self,
        mut reader: Open,
        read: impl FnOnce(&View<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let (result, damaged) = snapshot(&mut reader.connection, read);
        if damaged {
            drop(reader);
            self.inner.condemn();
        } else {
            self.inner.put_back(reader);
        }
        result
    }

    fn write<T, E: From<StoreError>>(&self, write: impl FnOnce(&View<'_>) -> Result<T, E>) -> Result<T, E> {
        self.inner.admit()?;
        let mut writer = lock(&self.inner.writer);
        let open = writer.as_mut().ok_or(StoreError::Closed)?;
        let (result, damaged) = transaction(&mut open.connection, write);
        drop(writer);
        if damaged {
            self.inner.condemn();
        }
        self.inner.sweep();
        result
    }
}

impl Inner {
    /// Whether anything may be done still.
    fn admit(&self) -> Result<(), StoreError> {
        match self.gate.load(Ordering::SeqCst) {
            OPEN => Ok(()),
            DAMAGED => Err(StoreError::damaged("damage was found; the library must be opened again")),
            _ => Err(StoreError::Closed),
        }
    }

    fn reader(&self) -> Result<Open, StoreError> {
        self.admit()?;
        // The lock must be free again before a new reader can find damage and close the others.
        let idle = lock(&self.readers).pop();
        match idle {
            Some(reader) => Ok(reader),
            None => self.new_reader(),
        }
    }

    fn new_reader(&self) -> Result<Open, StoreError> {
        let lock = lock(&self.lock).clone().ok_or(StoreError::Closed)?;
        match connection::reader(&self.path) {
            Ok(connection) => Ok(Open { connection, _lock: lock }),
            Err(error) => {
                if matches!(error, StoreError::Damaged { .. }) {
                    self.condemn();
                }
                Err(error)
            }
        }
    }

    fn put_back(&self, reader: Open) {
        let mut readers = lock(&self.readers);
        if readers.len() < READERS && self.admit().is_ok() {
            readers.push(reader);
        }
    }

    fn shut(&self, gate: u8) {
        // Damage that was found stays known.
        self.gate.fetch_max(gate, Ordering::SeqCst);
    }

    /// Damage was found: nothing more is read from the file or written to it, and the next to open it salvages it.
    fn condemn(&self) {
        tracing::error!(path = %self.path.display(), "damage was found");
        self.shut(DAMAGED);
        if let Err(error) = guard::mark_suspect(&self.path) {
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
        if let Ok(mut writer) = self.writer.try_lock() {
            writer.take();
            lock(&self.lock).take();
        }
    }
}

/// What is locked is left in order by whoever panics: a transaction is rolled back when it is dropped.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs `read` in a transaction that reads only, and says whether damage was met.
fn snapshot<T, E: From<StoreError>>(
    connection: &mut Connection,
    read: impl FnOnce(&View<'_>) -> Result<T, E>,
) -> (Result<T, E>, bool) {
    let tx = match connection.transaction() {
        Ok(tx) => tx,
        Err(error) => return failed(error.into()),
    };
    let view = View::new(&tx);
    let result = read(&view);
    (result, view.is_damaged())
}

/// Runs `write` in a transaction, commits it, and says whether damage was met.
fn transaction<T, E: From<StoreError>>(
    connection: &mut Connection,
    write: impl FnOnce(&View<'_>) -> Result<T, E>,
) -> (Result<T, E>, bool) {
    let tx = match connection.transaction_with_behavior(TransactionBehavior::Immediate) {
        Ok(tx) => tx,
        Err(error) => return failed(error.into()),
    };
    fault!("begun");
    let view = View::new(&tx);
    let result = migrate::unchanged(&tx).map_err(E::from).and_then(|()| write(&view));
    let damaged = view.is_damaged();
    let value = match result {
        Ok(value) => value,
        Err(error) => return (Err(error), damaged),
    };
    fault!("commit");
    match tx.commit() {
        Ok(()) => {
            fault!("committed");
            (Ok(value), damaged)
        }
        Err(error) => failed(error.into()),
    }
}

fn failed<T, E: From<StoreError>>(error: StoreError) -> (Result<T, E>, bool) {
    let damaged = matches!(error, StoreError::Damaged { .. });
    (Err(error.into()), damaged)
}

fn data_version(connection: &Connection) -> Result<i64, StoreError> {
    let mut statement = connection.prepare_cached("PRAGMA data_version")?;
    Ok(statement.query_row([], |row| row.get(0))?)
}

/// Reads every page, and every document with its checksum.
fn check(connection: &Connection) -> Result<(), StoreError> {
    let found: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if found != "ok" {
        return Err(StoreError::damaged(found));
    }
    for sql in [
        "SELECT kind, id, crc, body FROM record",
        "SELECT kind, id, crc, body FROM history WHERE body IS NOT NULL",
        "SELECT kind, id, crc, body FROM mirror",
    ] {
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (kind, id, text) =
                (row.get_ref(0)?.as_str(), row.get_ref(1)?.as_str(), row.get_ref(3)?.as_str());
            let [kind, id, text] = [kind, id, text].map(|text| text.map_err(rusqlite::Error::from));
            record::decode(kind?, id?, row.get(2)?, text?)?;
        }
    }
    Ok(())
}
