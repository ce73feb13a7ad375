//! Where refresh tokens are kept: the operating system's keyring, one entry per account, and never a file.
//!
//! Whether the keyring works shows only when something is written: a locked one opens well. So [`Vault::probe`]
//! writes, reads and deletes an entry of its own, and is asked before a browser opens. A token that the keyring
//! doesn't take is kept in memory until the app quits, and [`Kept::InMemory`] says why.
//!
//! Every method may wait for a person who is asked to unlock the keyring: call them where waiting is no harm.

mod error;
mod platform;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use keyring_core::{CredentialStore, Entry, Error};
use zeroize::Zeroizing;

pub use error::VaultError;

use crate::secret::RefreshToken;

/// The service under which entries stand in the keyring, where no other is asked for.
pub const SERVICE: &str = "ghost-gym";
/// No account has this id: Firebase's have no blanks.
const PROBE: &str = "ghost gym probe";

/// Where a token is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// In the keyring: the person stays signed in.
    InKeyring,
    /// In memory, until the app quits.
    InMemory(VaultError),
}

/// Where a keyring comes from: opened anew each time it is needed, until that works.
pub type OpenStore = Arc<dyn Fn() -> keyring_core::Result<Arc<CredentialStore>> + Send + Sync>;

/// Keeps refresh tokens.
pub struct Vault {
    service: String,
    open: OpenStore,
    store: Mutex<Option<Arc<CredentialStore>>>,
    memory: Mutex<HashMap<String, RefreshToken>>,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault").field("service", &self.service).finish_non_exhaustive()
    }
}

impl Vault {
    /// The platform's keyring, with entries under `service`; [`SERVICE`] for people, another for tests.
    #[must_use]
    pub fn new(service: impl Into<String>) -> Self {
        Self::with_store(service, Arc::new(platform::open))
    }

    /// Another keyring than the platform's.
    #[must_use]
    pub fn with_store(service: impl Into<String>, open: OpenStore) -> Self {
        Self { service: service.into(), open, store: Mutex::default(), memory: Mutex::default() }
    }

    /// Whether the keyring takes tokens now.
    pub fn probe(&self) -> Result<(), VaultError> {
        self.with_entry(PROBE, |entry| {
            entry.set_secret(PROBE.as_bytes())?;
            let read = entry.get_secret();
            entry.delete_credential()?;
            if read? == PROBE.as_bytes() {
                Ok(())
            } else {
                Err(Error::BadStoreFormat("it forgets".to_owned()))
            }
        })
    }

    /// Keeps `token` for the account `uid`, in place of the one before.
    pub fn save(&self, uid: &str, token: &RefreshToken) -> Kept {
        // As bytes: Windows would store a text in UTF-16, in which a long token is too long.
        match self.with_entry(uid, |entry| entry.set_secret(token.reveal().as_bytes())) {
            Ok(()) => {
                lock(&self.memory).remove(uid);
                Kept::InKeyring
            }
            Err(error) => {
                tracing::warn!(?error, "the keyring takes no token; it is kept in memory");
                lock(&self.memory).insert(uid.to_owned(), token.clone());
                Kept::InMemory(error)
            }
        }
    }

    /// The token of the account `uid`, if one is kept. What is in memory is newer than what the keyring has.
    pub fn load(&self, uid: &str) -> Result<Option<RefreshToken>, VaultError> {
        if let Some(token) = lock(&self.memory).get(uid) {
            return Ok(Some(token.clone()));
        }
        let secret = self.with_entry(uid, |entry| match entry.get_secret() {
            Ok(secret) => Ok(Some(Zeroizing::new(secret))),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })?;
        // What is no text is none of ours, and good for nothing.
        Ok(secret.and_then(|secret| std::str::from_utf8(&secret).ok().map(RefreshToken::new)))
    }

    /// Forgets the token of the account `uid`, wherever it is kept.
    pub fn forget(&self, uid: &str) -> Result<(), VaultError> {
        lock(&self.memory).remove(uid);
        self.with_entry(uid, |entry| match entry.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(error),
        })
    }

    fn with_entry<T>(
        &self,
        user: &str,
        work: impl FnOnce(Entry) -> keyring_core::Result<T>,
    ) -> Result<T, VaultError> {
        let store = self.store()?;
        let done = store.build(&self.service, user, None).and_then(work);
        done.map_err(|error| {
            // The daemon may have been started anew: the next call opens the keyring again.
            *lock(&self.store) = None;
            VaultError::from(error)
        })
    }

    fn store(&self) -> Result<Arc<CredentialStore>, VaultError> {
        let mut held = lock(&self.store);
        if let Some(store) = &*held {
            return Ok(Arc::clone(store));
        }
        let store = (self.open)().map_err(VaultError::opening)?;
        *held = Some(Arc::clone(&store));
        Ok(store)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
