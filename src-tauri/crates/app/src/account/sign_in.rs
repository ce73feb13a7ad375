//! Signing in, by e-mail or with Google.

use std::io;
use std::sync::Arc;

use firebase::session::SystemClock;
use firebase::{GoogleSignIn, Session, SignedIn};
use model::ipc::{AccountState, PasswordReset, SignIn, SignUp};
use store::{Owner, Uid};

use super::cloud::Clients;
use super::noting::note_now;
use super::remembered::Remembered;
use super::signed::Signed;
use super::{AccountError, password, remembered, shown};
use crate::app::lock;
use crate::{App, AppError};

impl App {
    /// Makes an account and signs in.
    pub fn sign_up(&self, ask: SignUp) -> Result<AccountState, AppError> {
        let _turn = self.turn()?;
        // A new account can't be the one that is signed in.
        if let Some(email) = self.busy_with(None)? {
            return Err(AccountError::Other(email).into());
        }
        let (clients, password) = (self.cloud.clients()?, password(&ask.password));
        let signed_in = self.cloud.wait(clients.auth.sign_up(&ask.email, &password, ask.name.as_deref()))?;
        self.enter(&clients, signed_in.map_err(AccountError::Auth)?)
    }

    /// Signs in with e-mail and password.
    pub fn sign_in(&self, ask: SignIn) -> Result<AccountState, AppError> {
        let _turn = self.turn()?;
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
        let google = GoogleSignIn::new(clients.http.clone(), &self.cloud.endpoints()?, client);
        let finish = async |token| clients.auth.sign_in_with_google(&token).await;
        let signed_in =
            self.cloud.wait(google.run(open, cancelled, finish))?.map_err(AccountError::Google)?;
        let _turn = self.turn()?;
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
        if let Some(email) = self.busy_with(Some(&signed_in.uid))? {
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
        let who =
            Remembered { account: shown(&session.account()), sign_in: self.uuid().to_string(), noted: false };
        let entered = self.switch(&Owner::Account(uid), || remembered::write(&self.places, Some(&who)));
        if let Err(error) = entered {
            if let Err(error) = self.cloud.wait(session.sign_out())? {
                tracing::warn!(?error, "a token that is not used stays in the keyring");
            }
            return Err(error);
        }
        let note = self.cloud.note_of(who.sign_in.clone());
        let before = lock(&self.cloud.signed).replace(Signed::new(who, session.clone(), kept));
        if let Some(before) = before.and_then(|signed| signed.session) {
            self.cloud.runtime()?.spawn(async move { before.end().await });
        }
        if self.cloud.stays() {
            self.cloud.attend(&session)?;
        } else if let Err(error) = self.cloud.wait(note_now(&session, &clients.profiles, &note))? {
            tracing::warn!(?error, "the profile has not noted the sign-in; the next start makes up for it");
        }
        self.try_attend_sync();
        Ok(self.told())
    }

    /// The address of whoever is signed in and is not `uid`. Whose session is over is in nobody's way, unless their
    /// account is deleted with changes unsent: no signing in leads back to those, so what becomes of them is asked
    /// when they are signed out.
    fn busy_with(&self, uid: Option<&str>) -> Result<Option<String>, AppError> {
        let other = || lock(&self.cloud.signed).clone().filter(|signed| uid != Some(signed.uid()));
        // The keyring may have forgotten them since. That it can't be asked is known by then, too.
        if other().is_some_and(|signed| !signed.is_over())
            && let Err(error) = self.cloud.session()
        {
            tracing::info!(code = ?error.code(), "the session of another account");
        }
        let Some(signed) = other() else { return Ok(None) };
        let is_busy = !signed.is_over() || (signed.is_deleted() && self.unsent()? > 0);
        Ok(is_busy.then_some(signed.remembered.account.email))
    }
}
