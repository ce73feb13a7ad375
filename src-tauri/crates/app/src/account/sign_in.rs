//! Signing in, by e-mail or with Google.

use std::io;
use std::sync::Arc;

use firebase::session::SystemClock;
use firebase::{GoogleSignIn, Session, SignedIn, Standing};
use model::ipc::{AccountState, PasswordReset, SignIn, SignUp};
use store::{Owner, Uid};

use super::cloud::{Clients, Signed};
use super::{AccountError, password, remembered, shown};
use crate::app::lock;
use crate::{App, AppError};

impl App {
    /// Makes an account and signs in.
    pub fn sign_up(&self, ask: SignUp) -> Result<AccountState, AppError> {
        let _turn = lock(&self.cloud.turn);
        // A new account can't be the one that is signed in.
        if let Some(email) = self.busy_with(None) {
            return Err(AccountError::Other(email).into());
        }
        let (clients, password) = (self.cloud.clients()?, password(&ask.password));
        let signed_in = self.cloud.wait(clients.auth.sign_up(&ask.email, &password, ask.name.as_deref()))?;
        self.enter(&clients, signed_in.map_err(AccountError::Auth)?)
    }

    /// Signs in with e-mail and password.
    pub fn sign_in(&self, ask: SignIn) -> Result<AccountState, AppError> {
        let _turn = lock(&self.cloud.turn);
        let clients = self.cloud.clients()?;
        let signed_in = self.cloud.wait(clients.auth.sign_in(&ask.email, &password(&ask.password)))?;
        self.enter(&clients, signed_in.map_err(AccountError::Auth)?)
    }

    /// Signs in with Google: `open` opens the browser. It takes as long as the person does, unless
    /// [`App::google_cancel`] or another attempt ends the waiting.
    pub fn google_sign_in(
        &self,
        open: impl FnOnce(&str) -> io::Result<()> + Send + 'static,
    ) -> Result<AccountState, AppError> {
        let cancelled = self.cloud.attempt();
        let clients = self.cloud.clients()?;
        let client = clients.config.google.clone().ok_or(AccountError::NoGoogle)?;
        let google = GoogleSignIn::new(clients.http.clone(), client);
        let finish = async |token| clients.auth.sign_in_with_google(&token).await;
        let signed_in =
            self.cloud.wait(google.run(open, cancelled, finish))?.map_err(AccountError::Google)?;
        let _turn = lock(&self.cloud.turn);
        self.enter(&clients, signed_in)
    }

    /// Ends the waiting for the browser, if it is waited for.
    pub fn google_cancel(&self) {
        self.cloud.give_up();
    }

    /// Why nobody would stay signed in, if the keyring does not work: to be said before the browser opens.
    #[must_use]
    pub fn keyring_trouble(&self) -> Option<String> {
        self.cloud.vault().probe().err().map(|error| error.to_string())
    }

    /// Has a mail sent with which the password can be set anew.
    pub fn password_reset(&self, ask: PasswordReset) -> Result<(), AppError> {
        let clients = self.cloud.clients()?;
        Ok(self.cloud.wait(clients.auth.send_password_reset(&ask.email))?.map_err(AccountError::Auth)?)
    }

    /// The library of whoever has just signed in takes the place of the one that is open.
    fn enter(&self, clients: &Clients, signed_in: SignedIn) -> Result<AccountState, AppError> {
        if let Some(email) = self.busy_with(Some(&signed_in.uid)) {
            return Err(AccountError::Other(email).into());
        }
        let uid = Uid::new(&signed_in.uid)
            .ok_or_else(|| AppError::Internal("an account without an id".to_owned()))?;
        let begun = Session::begin(
            clients.auth.clone(),
            self.cloud.vault(),
            Arc::new(SystemClock::default()),
            signed_in.tokens,
        );
        let (session, kept) = self.cloud.wait(begun)?.map_err(AccountError::Auth)?;
        let account = shown(&session.account());
        let entered = self.switch(&Owner::Account(uid), || remembered::write(&self.places, Some(&account)));
        if let Err(error) = entered {
            if let Err(error) = self.cloud.wait(session.sign_out())? {
                tracing::warn!(?error, "a token that is not used stays in the keyring");
            }
            return Err(error);
        }
        *lock(&self.cloud.signed) =
            Some(Signed { account, session: Some(session.clone()), kept: Some(kept), lost: false });
        self.cloud.attend(&session)?;
        self.cloud.wait(self.greet(clients, &session))?;
        self.account()
    }

    /// The profile notes the sign-in. That it can't is no reason not to be signed in; the next sign-in makes up
    /// for it.
    async fn greet(&self, clients: &Clients, session: &Session) {
        let Ok(token) = session.id_token().await else { return };
        match clients.profiles.signed_in(&token, &session.account()).await {
            Ok(made) => tracing::info!(made, "the profile has noted the sign-in"),
            Err(error) => tracing::warn!(?error, "the profile has not noted the sign-in"),
        }
    }

    /// The address of whoever is signed in and is not `uid`. Whose session is over is in nobody's way.
    fn busy_with(&self, uid: Option<&str>) -> Option<String> {
        let held = lock(&self.cloud.signed);
        let signed = held.as_ref().filter(|signed| uid != Some(signed.account.uid.as_str()))?;
        let over = match &signed.session {
            Some(session) => matches!(session.state().borrow().standing, Standing::Ended(_)),
            None => signed.lost,
        };
        (!over).then(|| signed.account.email.clone())
    }
}
