//! Whose turn it is to do something with a library, such as to sync it: one process at a time, by a lock beside it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::thread;

/// How often it is tried to take it while others look whether it is taken.
const TRIES: u32 = 1_000;

/// The turn, until it is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    /// Closing it gives the lock up.
    _file: File,
}

impl Turn {
    /// Takes the turn that the file of this name stands for, in the folder of what belongs to an owner; `None` if
    /// another process has it.
    pub(crate) fn take(folder: &Path, name: &str) -> io::Result<Option<Self>> {
        let file = open(folder, name)?;
        for _ in 0..TRIES {
            if locked(file.try_lock())? {
                return Ok(Some(Self { _file: file }));
            }
            // Whoever only looks shares it, and is gone in no time.
            if !locked(file.try_lock_shared())? {
                return Ok(None);
            }
            file.unlock()?;
            thread::yield_now();
        }
        Ok(None)
    }

    /// Whether another process, or another part of this one, has it.
    pub(crate) fn is_taken(folder: &Path, name: &str) -> io::Result<bool> {
        Ok(!locked(open(folder, name)?.try_lock_shared())?)
    }
}

/// Whether that gave the lock.
fn locked(tried: Result<(), TryLockError>) -> io::Result<bool> {
    match tried {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn open(folder: &Path, name: &str) -> io::Result<File> {
    OpenOptions::new().create(true).truncate(false).read(true).write(true).open(folder.join(name))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    const NAME: &str = "sync.lock";

    #[test]
    fn one_at_a_time_has_the_turn() {
        let dir = tempfile::tempdir().unwrap();
        assert!(!Turn::is_taken(dir.path(), NAME).unwrap());
        let turn = Turn::take(dir.path(), NAME).unwrap().unwrap();
        assert!(Turn::is_taken(dir.path(), NAME).unwrap());
        assert!(Turn::take(dir.path(), NAME).unwrap().is_none());
        drop(turn);
        assert!(Turn::take(dir.path(), NAME).unwrap().is_some());
    }

    #[test]
    fn whoever_looks_is_in_nobodys_way() {
        let dir = tempfile::tempdir().unwrap();
        let is_over = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                while !is_over.load(Ordering::SeqCst) {
                    assert!(Turn::is_taken(dir.path(), NAME).is_ok());
                }
            });
            let taken = (0..2_000).filter(|_| matches!(Turn::take(dir.path(), NAME), Ok(Some(_)))).count();
            is_over.store(true, Ordering::SeqCst);
            assert_eq!(taken, 2_000);
        });
    }
}
