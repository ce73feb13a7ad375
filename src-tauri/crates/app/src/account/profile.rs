//! What a person can change of their account.

use model::ipc::{AccountRename, AccountState, PasswordChange};

use super::{AccountError, password};
use crate::app::lock;
use crate::{App, AppError};

impl App {
    /// Sets the name that is shown.
    pub fn account_rename(&self, ask: AccountRename) -> Result<AccountState, AppError> {
        let session = self.cloud.session()?;
        let account = self.cloud.wait(session.change_name(&ask.name))?.map_err(AccountError::Session)?;
        self.cloud.know(&account)?;
        Ok(self.told())
    }

    /// Sets another password; other devices have to sign in again.
    pub fn password_change(&self, ask: PasswordChange) -> Result<AccountState, AppError> {
        let session = self.cloud.session()?;
        let changing = async {
            let proof = session.prove(&password(&ask.current)).await.map_err(AccountError::Current)?;
            Ok::<_, AccountError>(session.change_password(&proof, &password(&ask.password)).await?)
        };
        let kept = self.cloud.wait(changing)??;
        if let Some(signed) = &mut *lock(&self.cloud.signed) {
            signed.kept = Some(kept);
        }
        Ok(self.told())
    }

    /// Has a mail sent with which the address can be verified.
    pub fn verification_send(&self) -> Result<(), AppError> {
        let session = self.cloud.session()?;
        Ok(self.cloud.wait(session.send_verification())?.map_err(AccountError::Session)?)
    }
}
