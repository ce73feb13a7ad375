//! Why the profile was not written.

use model::text;

use crate::http::NetworkError;

/// Why the profile was not written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// The token is not, or no longer, good: get another one.
    #[error("{}", text::get("auth-revoked"))]
    TokenRefused,
    /// The project's rules refuse it.
    #[error("{}", text::get("profile-refused"))]
    Refused,
    /// There is no such document.
    #[error("{}", text::get("profile-missing"))]
    Missing,
    /// There is such a document already.
    #[error("{}", text::get("profile-exists"))]
    Exists,
    /// The project has no database.
    #[error("{}", text::get("profile-no-database"))]
    NoDatabase,
    /// No answer came.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// The service fails or has too much to do.
    #[error("{}", text::with("auth-server", &[("status", status.to_string().into())]))]
    Busy {
        /// The HTTP status.
        status: u16,
    },
    /// An answer that is not understood.
    #[error("{}", text::with("auth-unexpected", &[("detail", detail.as_str().into())]))]
    Unexpected {
        /// What was not understood.
        detail: String,
    },
}

impl ProfileError {
    /// Whether trying again, with nothing else changed, can't help.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::Network(error) => error.is_permanent(),
            Self::Busy { .. } => false,
            _ => true,
        }
    }
}
