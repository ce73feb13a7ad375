//! Why signing in with Google did not work.

use model::text;
use oauth2::RequestTokenError;
use oauth2::basic::BasicErrorResponse;

use crate::auth::AuthError;
use crate::http::NetworkError;

/// Why signing in with Google did not work. Nothing was changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GoogleError {
    /// No port could be opened for the browser to come back to.
    #[error("{}", text::with("google-no-port", &[("detail", detail.as_str().into())]))]
    NoPort {
        /// What the system said.
        detail: String,
    },
    /// The browser could not be opened.
    #[error("{}", text::with("google-no-browser", &[("detail", detail.as_str().into())]))]
    NoBrowser {
        /// What the system said.
        detail: String,
    },
    /// The person told Google no.
    #[error("{}", text::get("google-denied"))]
    Denied,
    /// The browser did not come back in time.
    #[error("{}", text::get("google-timed-out"))]
    TimedOut,
    /// The person cancelled it in the app.
    #[error("{}", text::get("google-cancelled"))]
    Cancelled,
    /// Google does not take the client or the code.
    #[error("{}", text::with("google-refused", &[("detail", detail.as_str().into())]))]
    Refused {
        /// Google's word for why.
        detail: String,
    },
    /// Google's answer lacks its word of who it is.
    #[error("{}", text::get("google-no-id-token"))]
    NoIdToken,
    /// Firebase did not accept Google's word, or the network failed.
    #[error(transparent)]
    Auth(#[from] AuthError),
}

impl GoogleError {
    /// Whether trying again, with nothing else changed, can't help.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::Auth(error) => error.is_permanent(),
            Self::NoBrowser { .. } | Self::Refused { .. } => true,
            _ => false,
        }
    }
}

impl From<RequestTokenError<NetworkError, BasicErrorResponse>> for GoogleError {
    fn from(error: RequestTokenError<NetworkError, BasicErrorResponse>) -> Self {
        match error {
            RequestTokenError::ServerResponse(refusal) => {
                Self::Refused { detail: refusal.error().to_string() }
            }
            RequestTokenError::Request(error) => Self::Auth(error.into()),
            // It holds the answer, and with it maybe a token.
            RequestTokenError::Parse(..) => Self::NoIdToken,
            RequestTokenError::Other(detail) => Self::Refused { detail },
        }
    }
}
