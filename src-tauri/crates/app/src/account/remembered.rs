//! Who is signed in, from one start to the next and from one process to the other: a small file with nothing secret
//! in it.

use std::io::ErrorKind;

use model::ipc::Account;
use serde::{Deserialize, Serialize};

use crate::places::Places;
use crate::{AppError, file};

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Remembered {
    /// The account, as it was known last.
    #[serde(flatten)]
    pub(crate) account: Account,
    /// Which sign-in it is: the same person may sign in anew, in another process.
    #[serde(default)]
    pub(crate) sign_in: String,
    /// Whether the profile in the cloud has noted this sign-in.
    #[serde(default)]
    pub(crate) noted: bool,
}

/// Who is signed in, if somebody is. A file that can't be understood is an error, not nobody: it would open another
/// library than the person's own.
pub(crate) fn remembered(places: &Places) -> Result<Option<Remembered>, AppError> {
    let path = places.account();
    let text = match std::fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(AppError::reading(&path, error)),
    };
    let bad = |reason: String| AppError::BadFile { file: crate::error::path_text(&path), reason };
    let remembered: Remembered =
        serde_json::from_slice(&text).map_err(|error| bad(crate::not_json(&error)))?;
    if remembered.account.uid.trim().is_empty() {
        return Err(bad(model::text::get("account-file-no-uid")));
    }
    Ok(Some(remembered))
}

/// Remembers who is signed in, or that nobody is.
pub(super) fn write(places: &Places, who: Option<&Remembered>) -> Result<(), AppError> {
    let _alone = file::alone(&places.account_lock())?;
    replace(places, who)
}

/// Remembers more of a sign-in, unless it is over: whether it was not.
pub(super) fn update(places: &Places, who: &Remembered) -> Result<bool, AppError> {
    let _alone = file::alone(&places.account_lock())?;
    let lasts = remembered(places)?.is_some_and(|there| there.sign_in == who.sign_in);
    if lasts {
        replace(places, Some(who))?;
    }
    Ok(lasts)
}

fn replace(places: &Places, who: Option<&Remembered>) -> Result<(), AppError> {
    let path = places.account();
    let Some(who) = who else {
        return match std::fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(AppError::writing(&path, error)),
            _ => Ok(()),
        };
    };
    let text =
        serde_json::to_vec_pretty(who).map_err(|error| AppError::Internal(format!("account: {error}")))?;
    file::write(&path, &text)
}
