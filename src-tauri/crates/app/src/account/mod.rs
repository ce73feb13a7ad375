//! The account: signing in and out, and whose library is open.
//!
//! Each account has a library file of its own; whoever has none has the anonymous one. Signing in opens the
//! account's library in place of the one that was open, signing out the anonymous one again: isolation is by file,
//! so no query can forget it. Who is signed in is remembered in a small file, without anything secret; the token
//! that proves it is in the keyring. The next start opens that account's library at once, network or not.

mod browser;
mod cloud;
mod config;
mod delete;
pub(crate) mod discard;
mod error;
mod follow;
mod news;
mod noting;
mod profile;
mod remembered;
mod settings;
mod sign_in;
mod sign_out;
mod signed;

use std::sync::atomic::Ordering;

use firebase::secret::Password;
use model::Secret;
use model::ipc::{Account, AccountState, Standing};

pub use browser::open_in_browser;
pub use cloud::{CloudOptions, Connect, Connection, Env};
pub use error::AccountError;

pub(crate) use cloud::Cloud;
pub(crate) use news::News;
pub(crate) use remembered::remembered;

use crate::{App, AppError};

impl App {
    /// Who is signed in, and how the app stands with the cloud, as far as it is known: this asks neither the keyring
    /// nor the network.
    #[must_use]
    pub fn account(&self) -> AccountState {
        let known = self.cloud.known();
        let (config, trouble) = match self.cloud.config() {
            Ok(config) => (config, None),
            Err(error) => (None, Some(error.to_string())),
        };
        // The server may refuse what the session takes for good: then, too, only signing in helps.
        let is_good = matches!(known.standing, Standing::SignedIn | Standing::Offline);
        let refused = is_good && self.sync.needs_sign_in();
        AccountState {
            standing: if refused { Standing::NeedsSignIn } else { known.standing },
            account: known.account,
            google: config.as_ref().is_some_and(|config| config.google.is_some()),
            project_id: config.map(|config| config.project_id),
            emulated: self.cloud.endpoints().is_ok_and(|endpoints| endpoints.emulated()),
            notice: known.notice.or(trouble),
        }
    }

    /// Takes up the session of whoever is signed in, if nobody has: [`App::account`] then knows how it stands. It
    /// may wait for a person who is asked to unlock the keyring.
    pub fn take_up_session(&self) -> Result<(), AppError> {
        let taken = self.cloud.session();
        self.try_attend_sync();
        self.announce();
        match taken {
            // Nobody's, or the account's state says why there is none.
            Ok(_) | Err(AppError::Account(_)) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Keeps every session fresh from now on, this one and those to come; for a process that stays. It may wait
    /// for a person who is asked to unlock the keyring.
    pub fn stay_signed_in(&self) -> Result<(), AppError> {
        if self.cloud.staying.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        match self.cloud.begun() {
            Some(session) => {
                self.cloud.attend(&session)?;
                self.attend_sync()
            }
            None => self.take_up_session(),
        }
    }

    /// Asks the cloud whether the account is still what it was: this notices a revoked token, a disabled or a
    /// deleted account at once.
    pub fn account_check(&self) -> Result<AccountState, AppError> {
        // A window that looks whenever it is looked at must not ask for the keyring's password each time.
        if self.cloud.is_locked() {
            return Ok(self.account());
        }
        let session = self.cloud.session()?;
        let checked = self.cloud.wait(session.check())?;
        self.announce();
        self.cloud.know(&checked.map_err(AccountError::Session)?)?;
        Ok(self.told())
    }

    /// The state of the account after something was done with it, which others are told.
    fn told(&self) -> AccountState {
        self.announce();
        self.account()
    }

    /// How the session stands, as far as it is known.
    pub(crate) fn standing(&self) -> Standing {
        self.cloud.known().standing
    }
}

/// A password as it was typed.
fn password(typed: &Secret) -> Password {
    Password::new(typed.reveal())
}

/// An account as fronts see it.
fn shown(account: &firebase::Account) -> Account {
    Account {
        uid: account.uid.clone(),
        email: account.email.clone(),
        email_verified: account.email_verified,
        name: account.name.clone(),
        has_password: account.has_password(),
    }
}

/// An account as it was remembered.
fn known(account: &Account) -> firebase::Account {
    firebase::Account {
        uid: account.uid.clone(),
        email: account.email.clone(),
        email_verified: account.email_verified,
        name: account.name.clone(),
        providers: if account.has_password { vec!["password".to_owned()] } else { Vec::new() },
        created_at: None,
    }
}
