//! Why there is no update: what happened, that the version which runs goes on working, and what to do.

use std::io;
use std::path::Path;
use std::{error, fs};

use model::{CommandError, ErrorCode, text};
use tauri_plugin_updater::Error;

/// What could not be installed when the app ended, for the next start.
const LEFT: &str = "update-failed.txt";

/// Why there is no update.
#[derive(Debug, thiserror::Error)]
pub(crate) enum UpdateError {
    /// The place where new versions are can't be reached.
    #[error("{}", text::get("update-failed-unreachable"))]
    Unreachable,
    /// What it answers can't be read.
    #[error("{}", text::get("update-failed-broken"))]
    Broken,
    /// The download was cut off.
    #[error("{}", text::get("update-failed-download"))]
    CutOff,
    /// It isn't what was signed, or not for this version, or not by us.
    #[error("{}", text::get("update-failed-signature"))]
    Signature,
    /// There is none for this kind of computer.
    #[error("{}", text::get("update-failed-platform"))]
    Platform,
    /// The disk is full.
    #[error("{}", text::get("update-failed-disk-full"))]
    DiskFull,
    /// The system doesn't allow it.
    #[error("{}", text::get("update-failed-permission"))]
    Permission,
    /// Changes could not be put safely on the disk.
    #[error("{}", text::with("update-failed-unsaved", &[("detail", .0.as_str().into())]))]
    Unsaved(String),
    /// Nothing was found or fetched.
    #[error("{}", text::get("update-failed-gone"))]
    Gone,
    /// Something else.
    #[error("{}", text::with("update-failed-other", &[("detail", .0.as_str().into())]))]
    Other(String),
}

impl UpdateError {
    /// Why nothing could be looked for.
    pub(super) fn looking(error: &Error) -> Self {
        tracing::debug!(cause = %chain(error), "looking for a newer version");
        match error {
            Error::Reqwest(error) if error.is_decode() => Self::Broken,
            Error::Reqwest(_) | Error::Network(_) | Error::ReleaseNotFound => Self::Unreachable,
            Error::Serialization(_) | Error::Semver(_) | Error::UrlParse(_) | Error::FormatDate => {
                Self::Broken
            }
            other => Self::installing(other),
        }
    }

    /// Why it could not be fetched.
    pub(super) fn downloading(error: &Error) -> Self {
        tracing::debug!(cause = %chain(error), "fetching a newer version");
        match error {
            Error::Reqwest(error) if error.is_connect() => Self::Unreachable,
            Error::Reqwest(_) | Error::Network(_) => Self::CutOff,
            other => Self::installing(other),
        }
    }

    /// Why it could not be installed.
    pub(super) fn installing(error: &Error) -> Self {
        match error {
            Error::Minisign(_)
            | Error::Base64(_)
            | Error::SignatureUtf8(_)
            | Error::SignedVersionMismatch { .. }
            | Error::MissingSignedVersion => Self::Signature,
            Error::TargetNotFound(_)
            | Error::TargetsNotFound(_)
            | Error::UnsupportedArch
            | Error::UnsupportedOs
            | Error::InvalidUpdaterFormat
            | Error::BinaryNotFoundInArchive => Self::Platform,
            Error::Io(error) if is_full(error) => Self::DiskFull,
            Error::Io(error) if error.kind() == io::ErrorKind::PermissionDenied => Self::Permission,
            Error::AuthenticationFailed | Error::DebInstallFailed | Error::PackageInstallFailed => {
                Self::Permission
            }
            other => Self::Other(chain(other)),
        }
    }

    fn code(&self) -> ErrorCode {
        match self {
            Self::Unreachable | Self::CutOff => ErrorCode::Offline,
            Self::Broken | Self::Signature => ErrorCode::BadFile,
            Self::Platform | Self::Gone => ErrorCode::NotFound,
            Self::DiskFull => ErrorCode::DiskFull,
            Self::Permission => ErrorCode::ReadOnly,
            Self::Unsaved(_) => ErrorCode::Io,
            Self::Other(_) => ErrorCode::Internal,
        }
    }
}

impl From<UpdateError> for CommandError {
    fn from(error: UpdateError) -> Self {
        Self::new(error.code(), error.to_string())
    }
}

fn is_full(error: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}

/// An error and what caused it.
fn chain(error: &dyn error::Error) -> String {
    let mut said = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        said = format!("{said}: {error}");
        cause = error.source();
    }
    said
}

/// Keeps why nothing was installed when the app ended.
pub(super) fn leave_behind(data_dir: &Path, why: &UpdateError) {
    if let Err(error) = fs::write(data_dir.join(LEFT), why.to_string()) {
        tracing::error!(%error, %why, "nobody will be told why nothing was installed");
    }
}

/// Why nothing was installed when the app ended last; it is told once.
pub(super) fn left_behind(data_dir: &Path) -> Option<String> {
    let file = data_dir.join(LEFT);
    let why = fs::read_to_string(&file).ok()?;
    if let Err(error) = fs::remove_file(&file) {
        tracing::warn!(%error, "it will be told again");
    }
    Some(why)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_says_that_the_version_goes_on_working() {
        let all = [
            UpdateError::Unreachable,
            UpdateError::Broken,
            UpdateError::CutOff,
            UpdateError::Signature,
            UpdateError::Platform,
            UpdateError::DiskFull,
            UpdateError::Permission,
            UpdateError::Unsaved("why".into()),
            UpdateError::Other("why".into()),
        ];
        for error in all {
            assert!(error.to_string().contains("The version you have goes on working"), "{error}");
        }
    }

    #[test]
    fn what_is_not_signed_for_this_version_is_told_as_such() {
        let other = Error::SignedVersionMismatch { signed: "0.0.9".into(), announced: "0.2.0".into() };
        assert!(matches!(UpdateError::downloading(&other), UpdateError::Signature));
        assert!(matches!(UpdateError::installing(&Error::MissingSignedVersion), UpdateError::Signature));
        let full = Error::Io(io::Error::from(io::ErrorKind::StorageFull));
        assert!(matches!(UpdateError::installing(&full), UpdateError::DiskFull));
    }

    #[test]
    fn what_failed_at_the_end_is_told_once() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(left_behind(dir.path()), None);
        leave_behind(dir.path(), &UpdateError::DiskFull);
        assert_eq!(left_behind(dir.path()), Some(UpdateError::DiskFull.to_string()));
        assert_eq!(left_behind(dir.path()), None);
    }
}
