//! What can go wrong, as whoever calls can act on it.

use std::io;

use rusqlite::ErrorCode;

use crate::RecordKey;

/// Why a call on the store did not succeed. Whatever it is, nothing that was acknowledged before is lost, and a
/// transaction that fails leaves nothing behind.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The file is damaged. Close the library and open it again: opening sets the file aside and salvages it.
    #[error("the database is damaged: {detail}")]
    Damaged {
        /// What was found.
        detail: String,
    },
    /// A newer version of the app wrote the file. It was not touched.
    #[error("the database has schema {found}, this version knows up to {known}")]
    NewerSchema {
        /// The file's schema.
        found: u32,
        /// The newest schema that this version knows.
        known: u32,
    },
    /// The file is not a library, or not this owner's. It was not touched.
    #[error("not our database: {0}")]
    NotOurs(Foreign),
    /// The file or its folder can't be written.
    #[error("the database can't be written: {0}")]
    ReadOnly(String),
    /// The disk is full. The change was not made; it can be tried again when there is room.
    #[error("the disk is full")]
    DiskFull,
    /// Another process held the database for longer than we wait. It can be tried again.
    #[error("another process holds the database")]
    Busy,
    /// Reading or writing failed for another reason.
    #[error("input or output failed")]
    Io(#[source] io::Error),
    /// The cursor is none of ours, or belongs to another query.
    #[error("the cursor does not belong to this query")]
    BadCursor,
    /// The change can't be undone or redone: these records were changed since by something that can't be undone.
    #[error("{op:?} can't be reverted: {keys:?} were changed since")]
    Conflict {
        /// The change that was to be reverted.
        op: String,
        /// The records that stand in the way.
        keys: Vec<RecordKey>,
    },
    /// The body's `id` is not the id under which it is to be stored.
    #[error("the body of {0} holds another id")]
    WrongId(RecordKey),
    /// A newer version of the app wrote a record of a kind that this version doesn't know.
    #[error("no kind is called {0:?}")]
    UnknownKind(String),
    /// The library belongs to no account, so there is nothing to sync it with.
    #[error("the library belongs to no account")]
    NoAccount,
    /// The journal has a migration of this name already.
    #[error("there is a migration {0} already")]
    RunExists(String),
    /// The journal has no migration of this name.
    #[error("there is no migration {0}")]
    NoRun(String),
    /// The library was closed.
    #[error("the library is closed")]
    Closed,
    /// SQLite refused a statement, which is a defect of ours.
    #[error("SQLite refused")]
    Sqlite(#[source] rusqlite::Error),
}

/// What a file that isn't this owner's library is instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Foreign {
    /// Neither a library nor the remains of one.
    #[error("another program's file")]
    Program,
    /// The library of another owner.
    #[error("another owner's library")]
    Owner,
}

impl StoreError {
    /// Whether trying again without doing something about it is pointless.
    #[must_use]
    pub const fn is_permanent(&self) -> bool {
        !matches!(self, Self::Busy | Self::DiskFull | Self::Io(_))
    }

    pub(crate) fn damaged(detail: impl Into<String>) -> Self {
        Self::Damaged { detail: detail.into() }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let io = |message: String| Self::Io(io::Error::other(message));
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::damaged(error.to_string()),
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly(error.to_string()),
            Some(
                ErrorCode::SystemIoFailure | ErrorCode::CannotOpen | ErrorCode::FileLockingProtocolFailed,
            ) => io(error.to_string()),
            _ => match error {
                // STRICT tables hold what their columns say, unless the file is damaged.
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::Utf8Error(..) => Self::damaged(error.to_string()),
                _ => Self::Sqlite(error),
            },
        }
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly(error.to_string())
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            _ => Self::Io(error),
        }
    }
}
