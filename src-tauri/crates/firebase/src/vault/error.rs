//! Why the keyring does not keep a token: what happened, and what to do.

use keyring_core::Error;
use model::text;

/// Why the keyring can't be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// There is no keyring: no daemon, no session bus.
    #[error("{}", text::get("vault-none"))]
    NoKeyring,
    /// It is locked, or the person (or a rule) did not let us in.
    #[error("{}", text::get("vault-locked"))]
    Locked,
    /// It is there and fails.
    #[error("{}", text::with("vault-broken", &[("detail", detail.as_str().into())]))]
    Broken {
        /// What it said; never what was to be kept.
        detail: String,
    },
}

impl VaultError {
    /// Opening fails where there is none.
    pub(super) fn opening(error: Error) -> Self {
        match Self::from(error) {
            Self::Broken { detail } => {
                tracing::info!(detail, "no keyring can be opened");
                Self::NoKeyring
            }
            other => other,
        }
    }
}

impl From<Error> for VaultError {
    fn from(error: Error) -> Self {
        match error {
            Error::NoStorageAccess(_) => Self::Locked,
            Error::NoDefaultStore | Error::NotSupportedByStore(_) => Self::NoKeyring,
            Error::PlatformFailure(source) => Self::Broken { detail: source.to_string() },
            // These two hold the bytes that were read.
            Error::BadEncoding(_) | Error::BadDataFormat(..) => {
                Self::Broken { detail: "an entry can't be read".to_owned() }
            }
            other => Self::Broken { detail: other.to_string() },
        }
    }
}
