//! Deleting the account for good.

use model::ipc::{AccountDelete, Farewell};
use model::text;

use super::{AccountError, password};
use crate::{App, AppError};

impl App {
    /// Deletes the account and what it has in the cloud, and signs out. Without the password the service refuses
    /// unless the sign-in is fresh, and nothing is deleted then.
    pub fn account_delete(&self, ask: AccountDelete) -> Result<Farewell, AppError> {
        if !ask.confirm.trim().eq_ignore_ascii_case(&text::get("account-delete-word")) {
            return Err(AccountError::NotConfirmed.into());
        }
        let _turn = self.turn_to_leave()?;
        let session = self.cloud.session()?;
        let clients = self.cloud.clients()?;
        let deleting = async {
            let token = match &ask.password {
                Some(typed) => session.prove(&password(typed)).await?,
                None => session.id_token().await?,
            };
            // The account first: what is left behind if the rest fails can be reached by nobody, while an account
            // whose data is gone would look like a loss. The token is good for the database to the end of its hour.
            clients.auth.delete(&token).await?;
            // So that nothing of this process writes to the profile any more.
            session.end().await;
            Ok::<_, AccountError>(clients.profiles.erase(&token, &session.account().uid).await)
        };
        let erased = self.cloud.wait(deleting)??;
        let mut farewell = self.leave(ask.discard)?;
        if let Err(error) = erased {
            tracing::warn!(?error, "some of the deleted account's data is still in the cloud");
            let left = text::with("account-data-left", &[("reason", error.to_string().into())]);
            farewell.notice = Some(farewell.notice.map_or(left.clone(), |notice| format!("{left} {notice}")));
        }
        Ok(farewell)
    }
}
