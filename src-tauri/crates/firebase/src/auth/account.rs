//! Who is signed in, and what proves it.

use std::time::Duration;

use model::Millis;

use crate::secret::{IdToken, RefreshToken};

/// An account, as the Auth service knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Its id, which never changes.
    pub uid: String,
    /// Its address; empty if it has none.
    pub email: String,
    /// Whether the address is known to be the person's own.
    pub email_verified: bool,
    /// The name that is shown, if one is set.
    pub name: Option<String>,
    /// The ways it signs in: `password`, `google.com`.
    pub providers: Vec<String>,
    /// When it was made.
    pub created_at: Option<Millis>,
}

impl Account {
    /// Whether it has a password, which then can be changed.
    #[must_use]
    pub fn has_password(&self) -> bool {
        self.providers.iter().any(|provider| provider == "password")
    }
}

/// What proves to the cloud who somebody is.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// For every call.
    pub id: IdToken,
    /// For another ID token.
    pub refresh: RefreshToken,
    /// How long the ID token is good for, from now.
    pub lasts: Duration,
}

/// Somebody has signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The account's id.
    pub uid: String,
    /// What proves it.
    pub tokens: Tokens,
    /// The account was made by this very call.
    pub is_new: bool,
}
