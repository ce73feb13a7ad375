//! Following what another process does: the command line signs in or out beside the open window.

use std::sync::{MutexGuard, TryLockError};

use store::{Owner, Uid};

use super::AccountError;
use super::remembered::{Remembered, remembered};
use super::signed::Signed;
use crate::app::lock;
use crate::{App, AppError};

impl App {
    /// Opens the library of whoever is signed in now, if another process has signed somebody in or out: whether it
    /// has.
    pub(crate) fn follow(&self) -> Result<bool, AppError> {
        let _turn = match self.cloud.turn.try_lock() {
            Ok(turn) => turn,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            // Somebody signs in or out in this very process.
            Err(TryLockError::WouldBlock) => return Ok(false),
        };
        self.catch_up()
    }

    /// The turn to sign in.
    pub(super) fn turn(&self) -> Result<MutexGuard<'_, ()>, AppError> {
        let turn = lock(&self.cloud.turn);
        self.catch_up()?;
        Ok(turn)
    }

    /// The turn to sign out whoever is signed in, as the person who asks for it knows.
    pub(super) fn turn_to_leave(&self) -> Result<MutexGuard<'_, ()>, AppError> {
        let turn = lock(&self.cloud.turn);
        let changed = self.catch_up()?;
        match &*lock(&self.cloud.signed) {
            None => Err(AccountError::SignedOut.into()),
            Some(signed) if changed => {
                Err(AccountError::Other(signed.remembered.account.email.clone()).into())
            }
            Some(_) => Ok(turn),
        }
    }

    fn catch_up(&self) -> Result<bool, AppError> {
        let there = remembered(&self.places)?;
        let here = lock(&self.cloud.signed).as_ref().map(|signed| signed.remembered.clone());
        if here == there {
            return Ok(false);
        }
        let sign_in = |who: &Option<Remembered>| who.as_ref().map(|who| who.sign_in.clone());
        if sign_in(&here) == sign_in(&there) {
            if let (Some(signed), Some(there)) = (&mut *lock(&self.cloud.signed), there) {
                signed.remembered = there;
            }
            return Ok(false);
        }
        let owner = match there.as_ref().and_then(|there| Uid::new(&there.account.uid)) {
            Some(uid) => Owner::Account(uid),
            None => Owner::Anonymous,
        };
        self.switch(&owner, || Ok(()))?;
        let before = std::mem::replace(&mut *lock(&self.cloud.signed), there.map(Signed::remembered));
        if let Some(session) = before.and_then(|signed| signed.session) {
            // The token in the keyring is the other process's affair.
            self.cloud.runtime()?.spawn(async move { session.end().await });
        }
        Ok(true)
    }
}
