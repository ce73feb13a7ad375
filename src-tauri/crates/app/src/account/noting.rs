//! Noting a sign-in in the account's profile in the cloud. That this can't be done is no reason not to be signed in:
//! it is tried until it can, at the next start too.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use firebase::{ProfileError, Profiles, Session, SessionError};

use super::signed::Signed;
use super::{AccountError, Cloud, remembered};
use crate::AppError;
use crate::app::lock;
use crate::places::Places;

/// The wait after a first failure, doubled up to [`LONGEST`].
const FIRST: Duration = Duration::from_secs(5);
const LONGEST: Duration = Duration::from_mins(10);

/// What is known of a sign-in, to be remembered by whoever learns more.
#[derive(Clone)]
pub(super) struct Note {
    places: Places,
    signed: Arc<Mutex<Option<Signed>>>,
    sign_in: String,
}

impl Note {
    /// The profile has noted the sign-in.
    pub(super) fn take(&self) -> Result<(), AppError> {
        self.change(|remembered| remembered.noted = true)
    }

    /// Remembers more of the sign-in, if it is not over.
    pub(super) fn change(&self, change: impl FnOnce(&mut remembered::Remembered)) -> Result<(), AppError> {
        let mut held = lock(&self.signed);
        let Some(signed) = held.as_mut().filter(|signed| signed.remembered.sign_in == self.sign_in) else {
            return Ok(());
        };
        let mut remembered = signed.remembered.clone();
        change(&mut remembered);
        if remembered != signed.remembered && remembered::update(&self.places, &remembered)? {
            signed.remembered = remembered;
        }
        Ok(())
    }
}

impl Cloud {
    /// Where to write down more of this sign-in.
    pub(super) fn note_of(&self, sign_in: String) -> Note {
        Note { places: self.places.clone(), signed: Arc::clone(&self.signed), sign_in }
    }
}

/// Notes the sign-in now.
pub(super) async fn note_now(session: &Session, profiles: &Profiles, note: &Note) -> Result<(), AppError> {
    let token = session.id_token().await.map_err(AccountError::Session)?;
    let noted = match profiles.signed_in(&token, &session.account()).await {
        Err(ProfileError::TokenRefused) => {
            let token = session.rejected(&token).await.map_err(AccountError::Session)?;
            profiles.signed_in(&token, &session.account()).await
        }
        noted => noted,
    };
    let made = noted.map_err(AccountError::Profile)?;
    tracing::info!(made, "the profile has noted the sign-in");
    note.take()
}

/// Notes the sign-in as soon as there is a connection, or the session is over.
pub(super) async fn note_at_last(session: Session, profiles: Profiles, note: Note) {
    let mut state = session.state();
    let mut wait = FIRST;
    while let Err(error) = note_now(&session, &profiles, &note).await {
        tracing::info!(?error, "the profile has not noted the sign-in");
        if is_final(&error) {
            return;
        }
        state.mark_unchanged();
        // A connection that is back is reason to try at once. The sender lives as long as the session.
        drop(tokio::time::timeout(wait, state.changed()).await);
        wait = (wait * 2).min(LONGEST);
    }
}

/// Whether trying again before the next start can't help.
fn is_final(error: &AppError) -> bool {
    match error {
        AppError::Account(AccountError::Session(error)) => matches!(error, SessionError::Ended(_)),
        AppError::Account(AccountError::Profile(error)) => error.is_permanent(),
        _ => true,
    }
}
