//! What a person can change of their account.

use firebase::secret::Password;
use model::ipc::AccountState;

use super::AccountError;
use crate::app::lock;
use crate::{App, AppError};

impl App {
    /// Sets the name that is shown.
    pub fn account_rename(&self, name: &str) -> Result<AccountState, AppError> {
        let session = self.cloud.session()?;
        let account = self.cloud.wait(session.change_name(name))?.map_err(AccountError::Session)?;
        self.know(&account)?;
        self.account()
    }

    /// Sets another password; other devices have to sign in again.
    pub fn change_password(&self, password: &Password) -> Result<AccountState, AppError> {
        let session = self.cloud.session()?;
        let kept = self.cloud.wait(session.change_password(password))?.map_err(AccountError::Session)?;
        if let Some(signed) = &mut *lock(&self.cloud.signed) {
            signed.kept = Some(kept);
        }
        self.account()
    }

    /// Has a mail sent with which the address can be verified.
    pub fn send_verification(&self) -> Result<(), AppError> {
        let session = self.cloud.session()?;
        Ok(self.cloud.wait(session.send_verification())?.map_err(AccountError::Session)?)
    }
}
