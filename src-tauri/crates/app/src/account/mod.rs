//! The account: signing in and out, and whose library is open.
//!
//! Each account has a library file of its own; whoever has none has the anonymous one. Signing in opens the
//! account's library in place of the one that was open, signing out the anonymous one again: isolation is by file,
//! so no query can forget it. Who is signed in is remembered in a small file, without anything secret; the token
//! that proves it is in the keyring. The next start opens that account's library at once, network or not.

mod browser;
mod cloud;
mod delete;
mod error;
mod follow;
mod profile;
mod remembered;
mod settings;
mod sign_in;
mod sign_out;

use std::sync::atomic::Ordering;

use firebase::secret::Password;
use firebase::session::{SessionState, Standing as Session};
use firebase::{Kept, VaultError};
use model::Secret;
use model::ipc::{Account, AccountState, Standing};

pub use browser::open_in_browser;
pub use cloud::{CloudOptions, Env};
pub use error::AccountError;

pub(crate) use cloud::Cloud;
pub(crate) use remembered::remembered;

use crate::app::lock;
use crate::{App, AppError};

impl App {
    /// Who is signed in, and how the app stands with the cloud. Asks nobody but the keyring.
    pub fn account(&self) -> Result<AccountState, AppError> {
        let config = self.cloud.config()?;
        let mut state = AccountState {
            google: config.as_ref().is_some_and(|config| config.google.is_some()),
            project_id: config.map(|config| config.project_id),
            emulated: self.cloud.endpoints()?.emulated(),
            ..AccountState::default()
        };
        let Some(signed) = lock(&self.cloud.signed).clone() else { return Ok(state) };
        state.account = Some(signed.account);
        match self.cloud.session() {
            Ok(session) => {
                let now = session.state().borrow().clone();
                state.notice = notice(&now, signed.kept.as_ref());
                state.standing = standing(&now);
                state.account = Some(shown(&now.account));
            }
            Err(AppError::Account(AccountError::NotSetUp)) => state.standing = Standing::Offline,
            Err(AppError::Account(error @ AccountError::Vault(VaultError::Locked))) => {
                state.standing = Standing::Offline;
                state.notice = Some(error.to_string());
            }
            Err(AppError::Account(error)) => {
                state.standing = Standing::NeedsSignIn;
                state.notice = Some(error.to_string());
            }
            Err(error) => return Err(error),
        }
        Ok(state)
    }

    /// Keeps every session fresh from now on, this one and those to come; for a process that stays. It may wait
    /// for a person who is asked to unlock the keyring.
    pub fn stay_signed_in(&self) -> Result<(), AppError> {
        if self.cloud.staying.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        let begun = lock(&self.cloud.signed).as_ref().and_then(|signed| signed.session.clone());
        match begun {
            Some(session) => self.cloud.attend(&session),
            None => match self.cloud.session() {
                // Nobody to keep: the account's state says why.
                Ok(_) | Err(AppError::Account(_)) => Ok(()),
                Err(error) => Err(error),
            },
        }
    }

    /// Asks the cloud whether the account is still what it was: this notices a revoked token, a disabled or a
    /// deleted account at once.
    pub fn account_check(&self) -> Result<AccountState, AppError> {
        let session = self.cloud.session()?;
        let account = self.cloud.wait(session.check())?.map_err(AccountError::Session)?;
        self.know(&account)?;
        self.account()
    }

    /// How the session stands, as far as that is known without the keyring.
    pub(crate) fn standing(&self) -> Standing {
        self.cloud.standing()
    }

    /// Remembers what is known of the account now.
    fn know(&self, account: &firebase::Account) -> Result<(), AppError> {
        let account = shown(account);
        let mut held = lock(&self.cloud.signed);
        let Some(signed) = held.as_mut().filter(|signed| signed.account.uid == account.uid) else {
            return Ok(());
        };
        if signed.account != account {
            remembered::write(&self.places, Some(&account))?;
            signed.account = account;
        }
        Ok(())
    }
}

fn standing(state: &SessionState) -> Standing {
    match state.standing {
        Session::Resumed | Session::Active => Standing::SignedIn,
        Session::Offline | Session::Failing(_) => Standing::Offline,
        Session::Ended(_) => Standing::NeedsSignIn,
    }
}

fn notice(state: &SessionState, kept: Option<&Kept>) -> Option<String> {
    match (&state.standing, kept) {
        (Session::Ended(reason), _) => Some(reason.message()),
        (Session::Failing(error), _) => Some(error.to_string()),
        (_, Some(Kept::InMemory(error))) => Some(error.to_string()),
        _ => None,
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
