//! How a session stands.

use model::text;

use crate::auth::{Account, AuthError};

/// The account, and how its session stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionState {
    /// The account as it was known last.
    pub account: Account,
    /// How the session stands.
    pub standing: Standing,
}

/// How a session stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Taken up from the keyring; the service has not been asked yet.
    Resumed,
    /// There is a token that the service gave.
    Active,
    /// The service can't be reached; the session is kept.
    Offline,
    /// The service answers, but neither with a token nor that the session is over; it is kept, and tried again.
    Failing(AuthError),
    /// It is over.
    Ended(EndReason),
}

/// Why a session is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndReason {
    /// The person signed out here.
    SignedOut,
    /// The tokens were revoked: by a new password, or by whoever runs the project.
    Revoked,
    /// The account was disabled.
    Disabled,
    /// The account was deleted.
    Deleted,
}

impl EndReason {
    pub(super) fn of(error: &AuthError) -> Option<Self> {
        match error {
            AuthError::Revoked => Some(Self::Revoked),
            AuthError::Disabled => Some(Self::Disabled),
            AuthError::Deleted => Some(Self::Deleted),
            _ => None,
        }
    }

    /// A sentence for people.
    #[must_use]
    pub fn message(self) -> String {
        text::get(match self {
            Self::SignedOut => "session-signed-out",
            Self::Revoked => "auth-revoked",
            Self::Disabled => "auth-disabled",
            Self::Deleted => "auth-deleted",
        })
    }
}

/// Why a session does not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    /// It is over: sign in again. The data is kept.
    #[error("{}", .0.message())]
    Ended(EndReason),
    /// The service would not, or could not be asked; the session goes on.
    #[error(transparent)]
    Auth(AuthError),
}

impl SessionError {
    /// Whether the network is to blame.
    #[must_use]
    pub fn is_offline(&self) -> bool {
        matches!(self, Self::Auth(error) if error.is_offline())
    }

    /// Whether trying again, with nothing else changed, can't help.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::Ended(_) => true,
            Self::Auth(error) => error.is_permanent(),
        }
    }
}
