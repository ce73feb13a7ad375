//! Why a migration was not begun, not gone on with, or not taken back.

use model::{ErrorCode, text};

/// Why nothing came of what was asked of a migration. Both libraries are as they were.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// The anonymous library has nothing that the account doesn't have.
    #[error("{}", text::get("migration-nothing"))]
    Nothing,
    /// What the account has is not known on this machine yet, and the cloud can't be asked.
    #[error("{}", text::get("migration-unheard"))]
    Unheard,
    /// A run is under way.
    #[error("{}", text::get("migration-under-way"))]
    UnderWay,
    /// Another process goes on with it.
    #[error("{}", text::get("migration-elsewhere"))]
    Elsewhere,
    /// There is no such run in this account.
    #[error("{}", text::with("migration-no-run", &[("run", .0.as_str().into())]))]
    NoRun(String),
    /// The run is over, so nothing of it can be cancelled.
    #[error("{}", text::get("migration-over"))]
    Over,
    /// The run isn't finished, or was taken back: nothing is verified that could be cleared here.
    #[error("{}", text::get("migration-not-finished"))]
    NotFinished,
    /// Nothing of the run can be taken back: it wrote nothing, or is taken back already.
    #[error("{}", text::get("migration-not-written"))]
    NotWritten,
    /// The anonymous library has nothing that is verified to be in the cloud.
    #[error("{}", text::get("migration-nothing-to-clear"))]
    NothingToClear,
    /// It waits, ready to show why, and goes on when it is asked to again.
    #[error("{0}")]
    Waits(String),
}

impl MigrationError {
    /// The code for programs.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Nothing | Self::Over | Self::NothingToClear => ErrorCode::NothingToDo,
            Self::Unheard | Self::Waits(_) => ErrorCode::Offline,
            Self::UnderWay | Self::Elsewhere => ErrorCode::Busy,
            Self::NoRun(_) => ErrorCode::NotFound,
            Self::NotFinished | Self::NotWritten => ErrorCode::Conflict,
        }
    }
}
