//! The tokens, and the one flight at a time that fetches new ones.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as AsyncMutex, watch};
use tokio::task::spawn_blocking;

use super::clock::{Clock, Moment};
use super::state::{EndReason, SessionError, SessionState, Standing};
use crate::auth::{Account, AuthClient, AuthError, Tokens};
use crate::secret::{IdToken, RefreshToken};
use crate::vault::{Kept, Vault, VaultError};

/// How long before its end an ID token counts as used up.
const MARGIN: Duration = Duration::from_mins(5);

type Result<T> = std::result::Result<T, SessionError>;

#[derive(Debug)]
pub(super) struct Flight {
    client: AuthClient,
    vault: Arc<Vault>,
    clock: Arc<dyn Clock>,
    /// Held while a refresh is on its way, and by whatever else replaces the tokens.
    turn: AsyncMutex<()>,
    held: Mutex<Held>,
    state: watch::Sender<SessionState>,
}

#[derive(Debug)]
struct Held {
    refresh: RefreshToken,
    pass: Option<Pass>,
    /// How many refreshes have come to an end, well or not, and how the last one did: whoever waited for its turn
    /// meanwhile takes that for an answer.
    flights: u64,
    last: Result<()>,
}

/// An ID token, and how long it is good for.
#[derive(Clone, Debug)]
struct Pass {
    token: IdToken,
    since: Moment,
    lasts: Duration,
}

impl Flight {
    pub(super) fn new(
        client: AuthClient,
        vault: Arc<Vault>,
        clock: Arc<dyn Clock>,
        account: Account,
        refresh: RefreshToken,
        tokens: Option<Tokens>,
    ) -> Self {
        let standing = if tokens.is_some() { Standing::Active } else { Standing::Resumed };
        let since = Moment::now(&*clock);
        let pass = tokens.map(|tokens| Pass { token: tokens.id, since, lasts: tokens.lasts });
        Self {
            client,
            vault,
            clock,
            turn: AsyncMutex::new(()),
            held: Mutex::new(Held { refresh, pass, flights: 0, last: Ok(()) }),
            state: watch::Sender::new(SessionState { account, standing }),
        }
    }

    pub(super) fn client(&self) -> &AuthClient {
        &self.client
    }

    pub(super) fn watch(&self) -> watch::Receiver<SessionState> {
        self.state.subscribe()
    }

    pub(super) fn account(&self) -> Account {
        self.state.borrow().account.clone()
    }

    pub(super) fn ended(&self) -> Option<EndReason> {
        match self.state.borrow().standing {
            Standing::Ended(reason) => Some(reason),
            _ => None,
        }
    }

    /// Whether the ID token is used up, or soon will be.
    pub(super) fn is_due(&self) -> bool {
        self.good_for(MARGIN).is_none()
    }

    /// A token other than `refused`: the one there is, else a new one, else, with no network, the one there is to
    /// its very end.
    pub(super) async fn token(self: &Arc<Self>, refused: Option<&IdToken>) -> Result<IdToken> {
        let seen = self.lock().flights;
        if let Some(reason) = self.ended() {
            return Err(SessionError::Ended(reason));
        }
        let accepted = |token: &IdToken| refused.is_none_or(|refused| refused.reveal() != token.reveal());
        if let Some(token) = self.good_for(MARGIN).filter(accepted) {
            return Ok(token);
        }
        match self.refresh_after(seen).await {
            Err(SessionError::Auth(error)) => {
                self.good_for(Duration::ZERO).filter(accepted).ok_or(SessionError::Auth(error))
            }
            Err(ended) => Err(ended),
            Ok(()) => self.good_for(Duration::ZERO).ok_or_else(|| Self::lost("a token that was old at once")),
        }
    }

    /// Fetches new tokens, or waits for who does so already.
    pub(super) async fn refresh(self: &Arc<Self>) -> Result<()> {
        let seen = self.lock().flights;
        self.refresh_after(seen).await
    }

    async fn refresh_after(self: &Arc<Self>, seen: u64) -> Result<()> {
        let this = Arc::clone(self);
        // A task of its own: it lands even if who asked gives up, so that a new refresh token is never lost.
        let flight = tokio::spawn(async move { this.fly(seen).await });
        flight.await.unwrap_or_else(|error| Err(Self::lost(&error.to_string())))
    }

    async fn fly(&self, seen: u64) -> Result<()> {
        let _turn = self.turn.lock().await;
        let refresh = {
            let held = self.lock();
            if held.flights != seen {
                return held.last.clone();
            }
            held.refresh.clone()
        };
        if let Some(reason) = self.ended() {
            return Err(SessionError::Ended(reason));
        }
        // The hour began when the service answered, which is not before it was asked.
        let asked = Moment::now(&*self.clock);
        let landed = match self.client.refresh(&refresh).await {
            Ok(tokens) => {
                self.take(tokens, asked).await;
                Ok(())
            }
            Err(error) => {
                let error = self.judge(error);
                self.grounded(&error);
                Err(error)
            }
        };
        let mut held = self.lock();
        held.flights += 1;
        held.last.clone_from(&landed);
        landed
    }

    /// Goes on with other tokens.
    pub(super) async fn replace(&self, tokens: Tokens) -> Kept {
        let _turn = self.turn.lock().await;
        let kept = self.take(tokens, Moment::now(&*self.clock)).await;
        let mut held = self.lock();
        held.flights += 1;
        held.last = Ok(());
        kept.unwrap_or(Kept::InKeyring)
    }

    /// Takes the tokens over; where a new refresh token is kept, if there was a new one.
    async fn take(&self, tokens: Tokens, since: Moment) -> Option<Kept> {
        let refresh = tokens.refresh;
        let is_new = {
            let mut held = self.lock();
            held.pass = Some(Pass { token: tokens.id, since, lasts: tokens.lasts });
            let is_new = held.refresh.reveal() != refresh.reveal();
            held.refresh = refresh.clone();
            is_new
        };
        self.stand(Standing::Active);
        if is_new { Some(self.keep(refresh).await) } else { None }
    }

    /// Has the vault keep the refresh token.
    pub(super) async fn keep(&self, refresh: RefreshToken) -> Kept {
        let (vault, uid) = (Arc::clone(&self.vault), self.account().uid);
        let kept = spawn_blocking(move || vault.save(&uid, &refresh)).await;
        kept.unwrap_or_else(|error| Kept::InMemory(VaultError::Broken { detail: error.to_string() }))
    }

    /// Has the vault forget the refresh token.
    pub(super) async fn forget(&self) -> std::result::Result<(), VaultError> {
        let (vault, uid) = (Arc::clone(&self.vault), self.account().uid);
        let forgotten = spawn_blocking(move || vault.forget(&uid)).await;
        forgotten.unwrap_or_else(|error| Err(VaultError::Broken { detail: error.to_string() }))
    }

    /// Ends the session once nothing is on its way any more, so that no late answer revives it.
    pub(super) async fn end(&self, reason: EndReason) {
        let _turn = self.turn.lock().await;
        self.stand(Standing::Ended(reason));
        self.lock().pass = None;
    }

    /// What an error of the service means for the session.
    pub(super) fn judge(&self, error: AuthError) -> SessionError {
        if let Some(reason) = EndReason::of(&error) {
            self.stand(Standing::Ended(reason));
            self.lock().pass = None;
            return SessionError::Ended(reason);
        }
        SessionError::Auth(error)
    }

    /// After a refresh that brought nothing: how the session stands now.
    fn grounded(&self, error: &SessionError) {
        match error {
            SessionError::Auth(error) if error.is_offline() => self.stand(Standing::Offline),
            SessionError::Auth(error) => self.stand(Standing::Failing(error.clone())),
            SessionError::Ended(_) => {}
        }
    }

    /// The account is known better now.
    pub(super) fn know(&self, account: Account) {
        self.state.send_if_modified(|state| {
            let changed = state.account != account;
            state.account = account;
            changed
        });
    }

    /// Nothing follows the end.
    fn stand(&self, standing: Standing) {
        self.state.send_if_modified(|state| {
            let changed = state.standing != standing && !matches!(state.standing, Standing::Ended(_));
            if changed {
                state.standing = standing;
            }
            changed
        });
    }

    fn good_for(&self, time: Duration) -> Option<IdToken> {
        let held = self.lock();
        let pass = held.pass.as_ref()?;
        (pass.since.age(&*self.clock) + time < pass.lasts).then(|| pass.token.clone())
    }

    fn lost(detail: &str) -> SessionError {
        tracing::error!(detail, "a refresh came to nothing");
        SessionError::Auth(AuthError::Unexpected { detail: detail.to_owned() })
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        // What it guards is replaced whole, never left half changed.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
