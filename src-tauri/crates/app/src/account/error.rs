//! Why nothing came of what was asked of the account or the cloud.

use firebase::config::{BadSnippet, BadToml};
use firebase::endpoints::BadHost;
use firebase::{AuthError, GoogleError, NetworkError, ProfileError, SessionError, VaultError};
use model::{ErrorCode, text};

/// Why nothing came of what was asked of the account or the cloud. The library is as it was.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// No Firebase project is named anywhere.
    #[error("{}", text::get("cloud-not-set-up"))]
    NotSetUp,
    /// The settings file can't be read as what it should be.
    #[error(transparent)]
    Toml(#[from] BadToml),
    /// A variable that names an emulator does not name one.
    #[error(transparent)]
    Host(#[from] BadHost),
    /// What was pasted holds no settings.
    #[error(transparent)]
    Snippet(#[from] BadSnippet),
    /// Nobody is signed in.
    #[error("{}", text::get("account-none"))]
    SignedOut,
    /// Somebody is signed in, and the keyring has lost what proves it.
    #[error("{}", text::get("account-lost"))]
    Lost,
    /// Somebody else is signed in.
    #[error("{}", text::with("account-other", &[("email", .0.as_str().into())]))]
    Other(String),
    /// Signing out would leave changes unsent, and nobody said what is to become of them.
    #[error("{}", text::with("account-unsent", &[("n", (*.0).into())]))]
    Unsent(u64),
    /// The cloud can't be reached, so not everything is sent.
    #[error("{}", text::get("sync-unreachable"))]
    Unreachable,
    /// The session is over, so nothing is sent.
    #[error("{}", text::get("sync-needs-sign-in"))]
    Over,
    /// Sync is paused, so nothing is sent.
    #[error("{}", text::get("sync-is-paused"))]
    Paused,
    /// The word that a grave step asks for was not typed.
    #[error("{}", text::with("account-confirm", &[("word", text::get("account-delete-word").into())]))]
    NotConfirmed,
    /// Signing in with Google is not set up.
    #[error("{}", text::get("google-not-set-up"))]
    NoGoogle,
    /// The service would not, or could not be asked.
    #[error(transparent)]
    Auth(#[from] AuthError),
    /// The session is over, or could not do it.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The password until now, which was to prove who they are, did not.
    #[error(transparent)]
    Current(SessionError),
    /// Google sign-in did not work.
    #[error(transparent)]
    Google(#[from] GoogleError),
    /// The profile or the data in the cloud could not be reached.
    #[error(transparent)]
    Profile(#[from] ProfileError),
    /// The keyring does not work.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// No connection can be made at all.
    #[error(transparent)]
    Network(#[from] NetworkError),
}

impl AccountError {
    /// The code for programs.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        match self {
            Self::NotSetUp | Self::NoGoogle => ErrorCode::NotSetUp,
            Self::Toml(_) => ErrorCode::BadFile,
            Self::Host(_) | Self::Snippet(_) | Self::NotConfirmed => ErrorCode::Invalid,
            Self::Other(_) | Self::Paused => ErrorCode::Conflict,
            Self::Unsent(_) => ErrorCode::Unsent,
            Self::Unreachable => ErrorCode::Offline,
            Self::SignedOut
            | Self::Over
            | Self::Lost
            | Self::Session(SessionError::Ended(_))
            | Self::Current(SessionError::Ended(_))
            | Self::Profile(ProfileError::TokenRefused) => ErrorCode::NeedsSignIn,
            Self::Auth(error)
            | Self::Session(SessionError::Auth(error))
            | Self::Current(SessionError::Auth(error))
            | Self::Google(GoogleError::Auth(error)) => of_auth(error),
            Self::Google(GoogleError::Cancelled) => ErrorCode::Cancelled,
            Self::Profile(ProfileError::Network(_) | ProfileError::Busy { .. }) | Self::Network(_) => {
                ErrorCode::Offline
            }
            Self::Google(_) | Self::Profile(_) => ErrorCode::Refused,
            Self::Vault(_) => ErrorCode::Keyring,
        }
    }

    /// The field at fault, if one is.
    #[must_use]
    pub fn field(&self) -> Option<String> {
        let field = match self {
            Self::Auth(error)
            | Self::Session(SessionError::Auth(error))
            | Self::Google(GoogleError::Auth(error)) => error.field(),
            Self::Current(SessionError::Auth(error)) => error.field().map(|_| "current"),
            Self::Snippet(_) => Some("snippet"),
            Self::NotConfirmed => Some("confirm"),
            _ => None,
        };
        field.map(str::to_owned)
    }
}

fn of_auth(error: &AuthError) -> ErrorCode {
    match error {
        AuthError::Network(_) | AuthError::Server { .. } => ErrorCode::Offline,
        AuthError::Revoked | AuthError::SignInTooOld => ErrorCode::NeedsSignIn,
        _ if error.field().is_some() => ErrorCode::Invalid,
        _ => ErrorCode::Refused,
    }
}
