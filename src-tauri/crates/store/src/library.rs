//! The open library: what can be done with it as a whole.

use std::path::Path;
use std::sync::Arc;

use model::Millis;
use rusqlite::Connection;

use crate::check::check;
use crate::connection::Medium;
use crate::connections::{Connections, Open};
use crate::guard::{self, Lock};
use crate::transaction::Transaction;
use crate::undo::{self, Direction};
use crate::{Opened, Owner, Reverted, StoreError, SyncTx, Tx, View, migrate, open};

/// An open library. Clones are handles on the same one.
///
/// Its calls block, for as long as the disk takes. Readers run side by side and never wait for the writer; writers
/// wait for each other. Don't call [`Library::transact`] from within itself: it would wait for itself.
#[derive(Clone, Debug)]
pub struct Library {
    connections: Arc<Connections>,
    owner: Owner,
}

impl Library {
    /// Opens the library at `path`, or makes a new one if there is no file or an empty one.
    ///
    /// A damaged file is set aside and salvaged. That needs the file for itself: if another process, or another
    /// handle of this one, has it open still, the answer is [`StoreError::Busy`] after a wait of some seconds.
    pub fn open(path: &Path, owner: &Owner, now: Millis) -> Result<Opened, StoreError> {
        open::open(path, owner, now)
    }

    /// Deletes the library at `path` for good, and all else in its folder, which must be its own. If another
    /// process, or another handle of this one, has it open still, the answer is [`StoreError::Busy`] after a wait
    /// of some seconds, and everything is as it was.
    pub fn discard(path: &Path) -> Result<(), StoreError> {
        let _alone = Lock::alone(path)?;
        Ok(guard::clear_folder(path)?)
    }

    pub(crate) fn new(path: &Path, owner: Owner, writer: Connection, lock: Lock) -> Result<Self, StoreError> {
        Ok(Self::over(Connections::new(path, Medium::Disk, writer, Some(lock))?, owner))
    }

    pub(crate) fn over(connections: Connections, owner: Owner) -> Self {
        Self { connections: Arc::new(connections), owner }
    }

    /// The database file.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.connections.path()
    }

    /// Whose library it is.
    #[must_use]
    pub fn owner(&self) -> &Owner {
        &self.owner
    }

    /// Reads from one consistent snapshot.
    pub fn read<T, E: From<StoreError>>(&self, read: impl FnOnce(&View<'_>) -> Result<T, E>) -> Result<T, E> {
        self.read_on(Connections::reader, read)
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
            let mut tx = Tx::new(view, &self.owner, op, now);
            let value = change(&mut tx)?;
            view.watch(tx.finish())?;
            Ok(value)
        })
    }

    /// Takes in what came from the cloud and gives out what goes there: all that `exchange` does, durably, or, if it
    /// fails, nothing. Only an account's library has that: any other answers [`StoreError::NoAccount`].
    pub fn sync<T, E: From<StoreError>>(
        &self,
        now: Millis,
        exchange: impl FnOnce(&mut SyncTx<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.write(|view| {
            let mut tx = SyncTx::new(view, &self.owner, now)?;
            exchange(&mut tx)
        })
    }

    /// Takes back the last change that stands; `None` if there is none. The records that come back count as
    /// changed now.
    pub fn undo(&self, now: Millis) -> Result<Option<Reverted>, StoreError> {
        self.write(|view| view.watch(undo::revert(view.connection(), &self.owner, Direction::Undo, now)))
    }

    /// Makes the change again that was taken back last; `None` if there is none.
    pub fn redo(&self, now: Millis) -> Result<Option<Reverted>, StoreError> {
        self.write(|view| view.watch(undo::revert(view.connection(), &self.owner, Direction::Redo, now)))
    }

    /// A number that changes when another process, or another library opened on this file, has written. While a
    /// transaction of this library runs, it is the number as last known.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        self.connections.data_version()
    }

    /// Reads the whole file and says whether it is sound. For idle times: it takes as long as reading takes, but
    /// nobody waits for it.
    pub fn check(&self) -> Result<(), StoreError> {
        // A connection of its own: one that has searched before remembers how the search index was laid out then,
        // and SQLite 3.54's check compares that with how it is now.
        self.read_on(Connections::new_reader, |view| view.watch(check(view.connection())))
    }

    /// Copies the log into the database file and empties it, as far as others that use the file let it. What was
    /// acknowledged is durable before and after: this leaves one file that any version can open.
    pub fn checkpoint(&self) -> Result<(), StoreError> {
        self.on_writer(|connection| {
            let done =
                connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
            match done.map_err(StoreError::from) {
                Ok(busy) => {
                    if busy != 0 {
                        tracing::info!("somebody is using the library: some of its log stays");
                    }
                    (Ok(()), false)
                }
                Err(error) => failed(error),
            }
        })
    }

    /// Closes the library, for all handles: what runs is finished, what comes later is refused.
    pub fn close(&self) {
        self.connections.close();
    }

    fn read_on<T, E: From<StoreError>>(
        &self,
        reader: impl FnOnce(&Connections) -> Result<Open, StoreError>,
        read: impl FnOnce(&View<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        #[cfg(feature = "memory")]
        if self.connections.are_one() {
            return self.on_writer(|connection| snapshot(connection, read));
        }
        let mut reader = reader(&self.connections)?;
        let (result, damaged) = snapshot(&mut reader.connection, read);
        if damaged {
            drop(reader);
            self.connections.condemn();
        } else {
            self.connections.put_back(reader);
        }
        result
    }

    pub(crate) fn write<T, E: From<StoreError>>(
        &self,
        write: impl FnOnce(&View<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.on_writer(|connection| transaction(connection, write))
    }

    fn on_writer<T, E: From<StoreError>>(
        &self,
        run: impl FnOnce(&mut Connection) -> (Result<T, E>, bool),
    ) -> Result<T, E> {
        let (result, damaged) = self.connections.with_writer(run)?;
        if damaged {
            self.connections.condemn();
        }
        result
    }
}

/// Runs `read` in a transaction that reads only, and says whether damage was met.
fn snapshot<T, E: From<StoreError>>(
    connection: &mut Connection,
    read: impl FnOnce(&View<'_>) -> Result<T, E>,
) -> (Result<T, E>, bool) {
    let tx = match Transaction::read(connection) {
        Ok(tx) => tx,
        Err(error) => return failed(error.into()),
    };
    let view = View::new(tx.connection());
    let result = read(&view);
    (result, view.is_damaged())
}

/// Runs `write` in a transaction, commits it, and says whether damage was met.
fn transaction<T, E: From<StoreError>>(
    connection: &mut Connection,
    write: impl FnOnce(&View<'_>) -> Result<T, E>,
) -> (Result<T, E>, bool) {
    let tx = match Transaction::write(connection) {
        Ok(tx) => tx,
        Err(error) => return failed(error.into()),
    };
    fault!("begun");
    let view = View::new(tx.connection());
    let result = migrate::unchanged(tx.connection()).map_err(E::from).and_then(|()| write(&view));
    let value = match result {
        Ok(_) if view.is_damaged() => return failed(StoreError::damaged("damage was met, and not minded")),
        Ok(value) => value,
        Err(error) => return (Err(error), view.is_damaged()),
    };
    fault!("commit");
    if let Err(error) = tx.commit() {
        return failed(error.into());
    }
    fault!("committed");
    (Ok(value), false)
}

fn failed<T, E: From<StoreError>>(error: StoreError) -> (Result<T, E>, bool) {
    let damaged = matches!(error, StoreError::Damaged { .. });
    (Err(error.into()), damaged)
}
