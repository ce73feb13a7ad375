//! Signing out: back to the library of whoever has no account.

use model::ipc::{Farewell, OnSignOut, SignOut};
use model::text;
use store::Owner;

use super::{AccountError, discard, remembered};
use crate::app::lock;
use crate::{App, AppError};

impl App {
    /// Changes that have not reached the cloud yet.
    pub fn unsent(&self) -> Result<u64, AppError> {
        self.read(|view| Ok(view.unsent()?))
    }

    /// Signs out. With unsent changes somebody has to say what is to become of the account's library; without any
    /// it stays, unless it is to be discarded.
    ///
    /// A keyring that would not forget the token is told of: the person is signed out here all the same.
    pub fn sign_out(&self, ask: SignOut) -> Result<Farewell, AppError> {
        if ask.then == Some(OnSignOut::Sync) {
            // Before the turn: it may take its time.
            self.sync_resume()?;
            self.sync_once()?;
        }
        let _turn = self.turn_to_leave()?;
        let unsent = self.unsent()?;
        if unsent > 0 && matches!(ask.then, None | Some(OnSignOut::Sync)) {
            return Err(AccountError::Unsent(unsent).into());
        }
        self.leave(ask.then == Some(OnSignOut::Discard))
    }

    /// Back to the anonymous library.
    pub(super) fn leave(&self, discard: bool) -> Result<Farewell, AppError> {
        let Some(signed) = lock(&self.cloud.signed).clone() else { return Ok(Farewell::default()) };
        let left = self.switch(&Owner::Anonymous, || remembered::write(&self.places, None))?;
        *lock(&self.cloud.signed) = None;
        let forgotten = match &signed.session {
            Some(session) => self.cloud.wait(session.sign_out())?,
            None => self.cloud.vault().forget(signed.uid()),
        };
        self.announce();
        let mut notice = forgotten.err().map(|error| error.to_string());
        if let Some(library) = left.filter(|_| discard) {
            library.close();
            if !discard::discard(&self.places, library.owner())? {
                notice = Some(text::get("account-discard-later"));
            }
        }
        Ok(Farewell { notice })
    }
}
