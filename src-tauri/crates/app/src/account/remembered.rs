//! Who is signed in, from one start to the next: a small file with nothing secret in it.

use std::io::ErrorKind;

use model::ipc::Account;

use crate::places::Places;
use crate::{AppError, file};

/// Who is signed in, if somebody is. A file that can't be understood is an error, not nobody: it would open another
/// library than the person's own.
pub(crate) fn remembered(places: &Places) -> Result<Option<Account>, AppError> {
    let path = places.account();
    let text = match std::fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(AppError::reading(&path, error)),
    };
    let bad = |reason: String| AppError::BadFile { file: crate::error::path_text(&path), reason };
    let account: Account = serde_json::from_slice(&text).map_err(|error| bad(crate::not_json(&error)))?;
    if account.uid.trim().is_empty() {
        return Err(bad(model::text::get("account-file-no-uid")));
    }
    Ok(Some(account))
}

/// Remembers who is signed in, or that nobody is.
pub(super) fn write(places: &Places, account: Option<&Account>) -> Result<(), AppError> {
    let path = places.account();
    let Some(account) = account else {
        return match std::fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(AppError::writing(&path, error)),
            _ => Ok(()),
        };
    };
    let text = serde_json::to_vec_pretty(account)
        .map_err(|error| AppError::Internal(format!("account: {error}")))?;
    file::write(&path, &text)
}
