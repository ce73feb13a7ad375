//! Following what another process does: the command line signs in or out beside the open window.

use std::sync::TryLockError;

use store::{Owner, Uid};

use super::cloud::Signed;
use super::remembered;
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
        let there = remembered(&self.places)?;
        let here = lock(&self.cloud.signed).as_ref().map(|signed| signed.account.uid.clone());
        if here.as_deref() == there.as_ref().map(|account| account.uid.as_str()) {
            return Ok(false);
        }
        let owner = match there.as_ref().and_then(|account| Uid::new(&account.uid)) {
            Some(uid) => Owner::Account(uid),
            None => Owner::Anonymous,
        };
        self.switch(&owner, || Ok(()))?;
        *lock(&self.cloud.signed) = there.map(Signed::remembered);
        Ok(true)
    }
}
