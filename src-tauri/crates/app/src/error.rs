//! Why something was not done, and how a person is told: what happened, what it means for the data, what to do.

use std::io;
use std::path::{Path, PathBuf};

use model::ipc::ProgramUse;
use model::settings::SettingError;
use model::{CommandError, ErrorCode, FieldError, Kind, text};
use store::{Foreign, StoreError};

use crate::account::AccountError;
use crate::label;
use crate::migration::MigrationError;

/// Why the app did not do what it was asked. Nothing was changed then, unless a message says otherwise.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// What was given breaks a rule.
    #[error("{}", fields(.0))]
    Invalid(Vec<FieldError>),
    /// There is no such record.
    #[error("{}", text::with(&format!("error-no-{kind}"), &[("id", id.as_str().into())]))]
    NoRecord {
        /// Its kind.
        kind: Kind,
        /// The id that was given.
        id: String,
    },
    /// There is no record of any kind with this id, and never was.
    #[error("{}", text::with("error-no-id", &[("id", .0.as_str().into())]))]
    NoId(String),
    /// Nothing is unsent of the record with this id.
    #[error("{}", text::with("error-no-change", &[("id", .0.as_str().into())]))]
    NoChange(String),
    /// The program has no such entry.
    #[error("{}", text::with("error-no-entry", &[("id", .0.as_str().into())]))]
    NoEntry(String),
    /// There is no such version.
    #[error("{}", text::get("error-no-version"))]
    NoVersion,
    /// Nothing of that side gave way in that merge, or somebody has looked at it already.
    #[error("{}", text::get("error-no-conflict"))]
    NoConflict,
    /// What gave way can't be put back: the record, of this name, was deleted meanwhile.
    #[error("{}", text::with("error-lost-record", &[("name", .0.as_str().into())]))]
    LostRecord(String),
    /// What gave way can't be put back: the record has no such place any more, as a person calls it.
    #[error("{}", text::with("error-lost-place", &[("place", .0.as_str().into())]))]
    LostPlace(String),
    /// The record, of this name, says already what gave way.
    #[error("{}", text::with("error-lost-nothing", &[("name", .0.as_str().into())]))]
    LostNothing(String),
    /// No program comes with the app under this key.
    #[error("{}", text::with("error-no-starter", &[("key", .0.as_str().into())]))]
    NoStarter(String),
    /// The previewed file was applied or dropped already.
    #[error("{}", text::get("error-no-preview"))]
    NoPreview,
    /// Programs use the workout, and nobody said what is to become of their entries.
    #[error("{}", in_use(.name, .programs))]
    InUse {
        /// The workout's name.
        name: String,
        /// The programs.
        programs: Vec<ProgramUse>,
    },
    /// There is no such backup in the data folder.
    #[error("{}", text::with("error-no-backup", &[("file", .0.as_str().into())]))]
    NoBackup(String),
    /// The folder can't be shown.
    #[error("{}", on_file("error-showing", .path, .source))]
    Showing {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A setting can't be that, or there is none of that name.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// There is nothing to undo.
    #[error("{}", text::get("error-nothing-to-undo"))]
    NothingToUndo,
    /// There is nothing to redo.
    #[error("{}", text::get("error-nothing-to-redo"))]
    NothingToRedo,
    /// A file can't be taken as what it should be.
    #[error("{}", bad_file(.file, .reason))]
    BadFile {
        /// The file's name.
        file: String,
        /// Why, ready to show.
        reason: String,
    },
    /// A file other than the library can't be read.
    #[error("{}", on_file("error-reading", .path, .source))]
    Reading {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file other than the library can't be written.
    #[error("{}", on_file("error-writing", .path, .source))]
    Writing {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file did not read back as it was written.
    #[error("{}", text::with("error-not-written", &[("path", path_text(.0).into())]))]
    NotWritten(PathBuf),
    /// The platform has no folder for the data of apps.
    #[error("{}", text::get("error-no-data-dir"))]
    NoDataDir,
    /// The library can't do it.
    #[error("{}", library(.0))]
    Store(#[from] StoreError),
    /// The account or the cloud can't do it.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// Moving the anonymous library into an account can't be begun, gone on with or taken back.
    #[error(transparent)]
    Migration(#[from] MigrationError),
    /// A defect of ours.
    #[error("{}", text::with("error-internal", &[("detail", .0.as_str().into())]))]
    Internal(String),
}

impl AppError {
    pub(crate) fn no_record(kind: Kind, id: impl Into<String>) -> Self {
        Self::NoRecord { kind, id: id.into() }
    }

    pub(crate) fn reading(path: &Path, source: io::Error) -> Self {
        Self::Reading { path: path.to_owned(), source }
    }

    /// What a person is told of an error of the library's.
    pub(crate) fn library_says(error: &StoreError) -> String {
        library(error)
    }

    pub(crate) fn writing(path: &Path, source: io::Error) -> Self {
        Self::Writing { path: path.to_owned(), source }
    }

    /// The code for programs.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Invalid(_) | Self::Setting(SettingError::NotAllowed { .. }) => ErrorCode::Invalid,
            Self::NoRecord { .. }
            | Self::NoId(_)
            | Self::NoChange(_)
            | Self::NoEntry(_)
            | Self::NoVersion
            | Self::NoConflict
            | Self::LostRecord(_)
            | Self::LostPlace(_)
            | Self::NoStarter(_)
            | Self::NoPreview
            | Self::NoBackup(_)
            | Self::Setting(SettingError::NoKey(_)) => ErrorCode::NotFound,
            Self::InUse { .. } => ErrorCode::InUse,
            Self::NothingToUndo | Self::NothingToRedo | Self::LostNothing(_) => ErrorCode::NothingToDo,
            Self::BadFile { .. } => ErrorCode::BadFile,
            Self::Reading { source, .. } | Self::Writing { source, .. } => of_io(source),
            Self::NotWritten(_) | Self::NoDataDir | Self::Showing { .. } => ErrorCode::Io,
            Self::Store(error) => of_store(error),
            Self::Account(error) => error.code(),
            Self::Migration(error) => error.code(),
            Self::Internal(_) => ErrorCode::Internal,
        }
    }

    /// Whether asking again, with nothing else changed, can't help.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::Store(error) => error.is_permanent(),
            _ => !matches!(
                self.code(),
                ErrorCode::Busy | ErrorCode::DiskFull | ErrorCode::Io | ErrorCode::Offline
            ),
        }
    }

    /// The path of the field at fault, if one is.
    fn field(&self) -> Option<String> {
        match self {
            Self::Invalid(errors) => {
                errors.first().map(|error| error.field.clone()).filter(|field| !field.is_empty())
            }
            Self::Setting(SettingError::NotAllowed { key, .. } | SettingError::NoKey(key)) => {
                Some(key.clone())
            }
            Self::Account(error) => error.field(),
            Self::Store(StoreError::BadCursor) => Some("after".to_owned()),
            _ => None,
        }
    }
}

impl From<Vec<FieldError>> for AppError {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::Invalid(errors)
    }
}

impl From<AppError> for CommandError {
    fn from(error: AppError) -> Self {
        Self { code: error.code(), message: error.to_string(), field: error.field() }
    }
}

fn of_io(error: &io::Error) -> ErrorCode {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => ErrorCode::ReadOnly,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ErrorCode::DiskFull,
        io::ErrorKind::NotFound => ErrorCode::NotFound,
        _ => ErrorCode::Io,
    }
}

fn of_store(error: &StoreError) -> ErrorCode {
    match error {
        StoreError::Damaged { .. } => ErrorCode::Damaged,
        StoreError::NewerSchema { .. } => ErrorCode::NewerSchema,
        StoreError::NotOurs(_) => ErrorCode::NotOurs,
        StoreError::ReadOnly(_) => ErrorCode::ReadOnly,
        StoreError::DiskFull => ErrorCode::DiskFull,
        StoreError::Busy => ErrorCode::Busy,
        StoreError::Io(_) => ErrorCode::Io,
        StoreError::BadCursor => ErrorCode::Invalid,
        StoreError::Conflict { .. } => ErrorCode::Conflict,
        _ => ErrorCode::Internal,
    }
}

fn library(error: &StoreError) -> String {
    match error {
        StoreError::Damaged { .. } => text::get("error-damaged"),
        StoreError::NewerSchema { .. } => text::get("error-newer-schema"),
        StoreError::NotOurs(Foreign::Owner) => text::get("error-other-owner"),
        StoreError::NotOurs(Foreign::Program) => text::get("error-not-ours"),
        StoreError::ReadOnly(_) => text::get("error-read-only"),
        StoreError::DiskFull => text::get("error-disk-full"),
        StoreError::Busy => text::get("error-busy"),
        StoreError::Io(source) => text::with("error-io", &[("detail", source.to_string().into())]),
        StoreError::BadCursor => text::get("error-bad-cursor"),
        StoreError::Conflict { op, .. } => {
            text::with("error-conflict", &[("change", label::sentence(op).into())])
        }
        other => text::with("error-internal", &[("detail", other.to_string().into())]),
    }
}

fn fields(errors: &[FieldError]) -> String {
    errors.iter().map(FieldError::message).collect::<Vec<_>>().join(" ")
}

fn in_use(name: &str, programs: &[ProgramUse]) -> String {
    let names: Vec<_> = programs.iter().map(|program| format!("“{}”", program.name)).collect();
    text::with(
        "error-in-use",
        &[("name", name.into()), ("n", programs.len().into()), ("programs", names.join(", ").into())],
    )
}

fn bad_file(file: &str, reason: &str) -> String {
    text::with("error-bad-file", &[("file", file.into()), ("reason", reason.into())])
}

fn on_file(key: &str, path: &Path, source: &io::Error) -> String {
    let reason = match source.kind() {
        io::ErrorKind::IsADirectory => text::get("io-is-folder"),
        io::ErrorKind::NotADirectory => text::get("io-no-folder"),
        _ => match of_io(source) {
            ErrorCode::ReadOnly => text::get("io-not-allowed"),
            ErrorCode::DiskFull => text::get("io-disk-full"),
            ErrorCode::NotFound => text::get("io-not-found"),
            _ => system_says(source),
        },
    };
    text::with(key, &[("path", path_text(path).into()), ("reason", reason.into())])
}

/// The system's words without its number, which says nothing to a person.
fn system_says(source: &io::Error) -> String {
    let words = source.to_string();
    words.split(" (os error ").next().unwrap_or_default().to_owned()
}

pub(crate) fn path_text(path: &Path) -> String {
    path.display().to_string()
}
