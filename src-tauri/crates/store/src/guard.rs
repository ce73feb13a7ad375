//! The files beside the database file: the lock that says who has it open, and the mark that it is suspect.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{fs, io, thread};

use crate::StoreError;
use crate::connection::PATIENCE;

/// Whoever has the library open holds this lock, shared. Replacing a damaged file takes it alone, so that nobody
/// goes on writing to the file that is set aside. SQLite's own locks can't do that: they belong to the file.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock of the library at `path`: alone if nobody has it, which is told, else shared.
    pub(crate) fn take(path: &Path) -> Result<(Self, bool), StoreError> {
        let lock = beside(path, "lock");
        let file = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(lock)?;
        let alone = match file.try_lock() {
            Ok(()) => true,
            Err(TryLockError::Error(error)) => return Err(error.into()),
            Err(TryLockError::WouldBlock) => {
                wait(|| file.try_lock_shared())?;
                false
            }
        };
        Ok((Self { file }, alone))
    }

    /// Takes the lock of the library at `path` alone, as soon as nobody has it.
    pub(crate) fn alone(path: &Path) -> Result<Self, StoreError> {
        let (lock, alone) = Self::take(path)?;
        if !alone {
            lock.make_exclusive()?;
        }
        Ok(lock)
    }

    /// Takes the lock alone. It is given up in between: whatever was known of the file must be looked up again.
    pub(crate) fn make_exclusive(&self) -> Result<(), StoreError> {
        self.file.unlock()?;
        wait(|| self.file.try_lock())
    }

    /// Shares the lock.
    pub(crate) fn make_shared(&self) -> Result<(), StoreError> {
        self.file.unlock()?;
        wait(|| self.file.try_lock_shared())
    }
}

/// Deletes everything in the folder of the library at `path` but the lock: by that, whoever opens the library
/// meanwhile finds it gone instead of a part of it.
pub(crate) fn clear_folder(path: &Path) -> io::Result<()> {
    let lock = beside(path, "lock");
    let folder = lock.parent().unwrap_or(Path::new("."));
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.path() == lock {
            continue;
        }
        if entry.file_type()?.is_dir() {
            fs::remove_dir_all(entry.path())?;
        } else {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn wait(mut lock: impl FnMut() -> Result<(), TryLockError>) -> Result<(), StoreError> {
    let start = Instant::now();
    loop {
        match lock() {
            Ok(()) => return Ok(()),
            Err(TryLockError::Error(error)) => return Err(error.into()),
            Err(TryLockError::WouldBlock) if start.elapsed() > PATIENCE => return Err(StoreError::Busy),
            Err(TryLockError::WouldBlock) => thread::sleep(PATIENCE / 250),
        }
    }
}

/// Marks the database as damaged, so that the next to open it salvages it, even if it isn't this process.
pub(crate) fn mark_suspect(path: &Path) -> io::Result<()> {
    File::create(beside(path, "suspect"))?.sync_all()
}

/// Whether the database was marked.
pub(crate) fn is_suspect(path: &Path) -> io::Result<bool> {
    beside(path, "suspect").try_exists()
}

/// Takes the mark away.
pub(crate) fn clear_suspect(path: &Path) -> io::Result<()> {
    match fs::remove_file(beside(path, "suspect")) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// `<path>.<extension>`.
pub(crate) fn beside(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}
