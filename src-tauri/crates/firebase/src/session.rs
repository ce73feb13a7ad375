//! Staying signed in: one account's tokens, refreshed ahead of their end, once for however many callers.
//!
//! An ID token lasts an hour. It counts as used up five minutes before its end, by whichever clock says so first:
//! the monotonic one, which nobody sets but which stands still while some machines sleep, or the wall clock, which
//! goes on in sleep but may be set. A clock that was set costs at most one refresh too many; a server that refuses
//! the token all the same is believed ([`Session::rejected`]).
//!
//! No network is no reason to be signed out: the session waits, [`Standing::Offline`]. Only the service's own word
//! that the tokens were revoked, or the account disabled or deleted, ends it, and says which.

mod clock;
mod flight;
mod state;

use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::sync::watch;

pub use clock::{Clock, SystemClock};
pub use state::{EndReason, SessionError, SessionState, Standing};

use crate::auth::{Account, AuthClient, AuthError, Tokens};
use crate::secret::{IdToken, Password, RefreshToken};
use crate::vault::{Kept, Vault, VaultError};
use flight::Flight;

/// How often the clocks are looked at; a machine that wakes up is noticed within this time.
const LOOK: Duration = Duration::from_secs(30);
/// The wait after a first failure to refresh, doubled up to [`LOOK`].
const FIRST_RETRY: Duration = Duration::from_secs(2);

/// One signed-in account. Copies are the same session.
#[derive(Clone, Debug)]
pub struct Session {
    flight: Arc<Flight>,
}

impl Session {
    /// The session of somebody who has just signed in. The refresh token goes to the vault.
    pub async fn begin(
        client: AuthClient,
        vault: Arc<Vault>,
        clock: Arc<dyn Clock>,
        tokens: Tokens,
    ) -> Result<(Self, Kept), AuthError> {
        let account = client.look_up(&tokens.id).await?;
        let refresh = tokens.refresh.clone();
        let flight = Flight::new(client, vault, clock, account, refresh.clone(), Some(tokens));
        let kept = flight.keep(refresh).await;
        Ok((Self::over(flight), kept))
    }

    /// The session of somebody who stayed signed in: `account` as it was known last, `token` from the vault.
    /// Nothing is asked of the service yet; who needs a token, or the session's own clock, will.
    #[must_use]
    pub fn resume(
        client: AuthClient,
        vault: Arc<Vault>,
        clock: Arc<dyn Clock>,
        account: Account,
        token: RefreshToken,
    ) -> Self {
        Self::over(Flight::new(client, vault, clock, account, token, None))
    }

    fn over(flight: Flight) -> Self {
        Self { flight: Arc::new(flight) }
    }

    /// The account, and how the session stands; and every change of it.
    #[must_use]
    pub fn state(&self) -> watch::Receiver<SessionState> {
        self.flight.watch()
    }

    /// The account as it is known now.
    #[must_use]
    pub fn account(&self) -> Account {
        self.flight.account()
    }

    /// A token that is good for some minutes at least, unless there is no network: then one that is good still, if
    /// there is one.
    pub async fn id_token(&self) -> Result<IdToken, SessionError> {
        self.flight.token(None).await
    }

    /// A server refused `token` before its end. If it still is the session's, another one is bought.
    pub async fn rejected(&self, token: &IdToken) -> Result<IdToken, SessionError> {
        self.flight.token(Some(token)).await
    }

    /// Asks the service how the account is now. This notices within a moment that tokens were revoked, or the
    /// account disabled or deleted, which a refresh would notice within the hour.
    pub async fn check(&self) -> Result<Account, SessionError> {
        let account = self.call(async |client, token| client.look_up(&token).await).await?;
        self.flight.know(account.clone());
        Ok(account)
    }

    /// Has the person prove once more who they are, which the service wants before grave changes. The answer is
    /// good for such a change.
    pub async fn prove(&self, password: &Password) -> Result<IdToken, SessionError> {
        let proved = self.flight.client().sign_in(&self.account().email, password).await;
        proved.map(|signed_in| signed_in.tokens.id).map_err(|error| self.flight.judge(error))
    }

    /// Sets another password; the session goes on with the new tokens, every other one of the account ends.
    pub async fn change_password(&self, proof: &IdToken, password: &Password) -> Result<Kept, SessionError> {
        let changed = self.flight.client().change_password(proof, password).await;
        Ok(self.flight.replace(changed.map_err(|error| self.flight.judge(error))?).await)
    }

    /// Sets the name that is shown.
    pub async fn change_name(&self, name: &str) -> Result<Account, SessionError> {
        self.call(async |client, token| client.change_name(&token, name).await).await?;
        self.check().await
    }

    /// Has a mail sent with which the address can be verified.
    pub async fn send_verification(&self) -> Result<(), SessionError> {
        self.call(async |client, token| client.send_verification(&token).await).await
    }

    /// Deletes the account for good, and ends the session. The error is the keyring's if that can't forget the
    /// token, which is good for nothing then.
    pub async fn delete_account(&self) -> Result<Result<(), VaultError>, SessionError> {
        self.call(async |client, token| client.delete(&token).await).await?;
        self.flight.end(EndReason::Deleted).await;
        Ok(self.flight.forget().await)
    }

    /// Ends the session here: the tokens are forgotten, in the keyring too. An error is the keyring's, which then
    /// still has the token; the session is over nevertheless.
    pub async fn sign_out(&self) -> Result<(), VaultError> {
        self.flight.end(EndReason::SignedOut).await;
        self.flight.forget().await
    }

    /// Ends the session in this process alone: the token in the keyring is another's by now.
    pub async fn end(&self) {
        self.flight.end(EndReason::SignedOut).await;
    }

    /// Makes a call as the user. A token that is refused before its end is replaced, once.
    async fn call<T>(
        &self,
        work: impl AsyncFn(AuthClient, IdToken) -> Result<T, AuthError>,
    ) -> Result<T, SessionError> {
        let token = self.id_token().await?;
        let client = || self.flight.client().clone();
        let answer = match work(client(), token.clone()).await {
            Err(AuthError::Revoked) => work(client(), self.rejected(&token).await?).await,
            answer => answer,
        };
        answer.map_err(|error| self.flight.judge(error))
    }

    /// Refreshes ahead of time until the session has ended or is dropped everywhere else.
    pub fn keep_fresh(&self) -> impl Future<Output = ()> + Send + 'static {
        let flight = Arc::downgrade(&self.flight);
        async move {
            let mut failures = 0;
            while let Some(wait) = look(&flight, &mut failures).await {
                tokio::time::sleep(wait).await;
            }
        }
    }
}

/// One look at the clocks; how long until the next, if there is to be one.
async fn look(flight: &Weak<Flight>, failures: &mut u32) -> Option<Duration> {
    let flight = flight.upgrade().filter(|flight| flight.ended().is_none())?;
    if !flight.is_due() {
        *failures = 0;
        return Some(LOOK);
    }
    match flight.refresh().await {
        Ok(()) => *failures = 0,
        Err(SessionError::Ended(_)) => return None,
        Err(error) => {
            tracing::info!(?error, "the session could not be refreshed yet");
            *failures = failures.saturating_add(1);
            return Some(FIRST_RETRY.saturating_mul(1 << (*failures - 1).min(8)).min(LOOK));
        }
    }
    Some(LOOK)
}
